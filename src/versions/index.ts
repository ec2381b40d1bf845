/**
 * The one table of API versions, newest first, and the conversions to and from each. Business code knows only
 * the newest shape; all code that compares version dates is in this folder.
 */
import type { Behaviour } from "../core/behaviour.ts";
import type { Fields } from "../params/param.ts";
import {
  behaviourBefore,
  carryDown,
  carryUp,
  expandsBefore,
  fieldsBefore,
  type Includes,
  includesBefore,
  type OperationParams,
  type VersionChange,
  type Wire,
  type Within,
} from "./change.ts";
import { hidden } from "./hidden.ts";
import { BROUGHT, fieldsWithout } from "./method_types.ts";
import { publishable } from "./publishable.ts";
import { seedShape } from "./seed_shape.ts";
import { v2023_08_16 } from "./v2023_08_16.ts";
import { v2024_04_10 } from "./v2024_04_10.ts";
import { v2025_03_31 } from "./v2025_03_31.ts";
import { v2025_09_30 } from "./v2025_09_30.ts";
import { v2026_03_25 } from "./v2026_03_25.ts";
import { v2026_07_29 } from "./v2026_07_29.ts";
import { v2026_09_30 } from "./v2026_09_30.ts";

/** Every version that a request may name. Those without a change module only added things. */
export const VERSIONS = [
  "2026-10-28.endive",
  "2026-09-30.endive",
  "2026-08-26.dahlia",
  "2026-07-29.dahlia",
  "2026-06-24.dahlia",
  "2026-05-27.dahlia",
  "2026-04-22.dahlia",
  "2026-03-25.dahlia",
  "2026-02-25.clover",
  "2026-01-28.clover",
  "2025-12-15.clover",
  "2025-11-17.clover",
  "2025-10-29.clover",
  "2025-09-30.clover",
  "2025-08-27.basil",
  "2025-07-30.basil",
  "2025-06-30.basil",
  "2025-05-28.basil",
  "2025-04-30.basil",
  "2025-03-31.basil",
  "2025-02-24.acacia",
  "2025-01-27.acacia",
  "2024-12-18.acacia",
  "2024-11-20.acacia",
  "2024-10-28.acacia",
  "2024-09-30.acacia",
  "2024-06-20",
  "2024-04-10",
  "2023-10-16",
  "2023-08-16",
  "2022-11-15",
] as const;

const CHANGES: readonly VersionChange[] = [
  v2026_09_30,
  v2026_07_29,
  v2026_03_25,
  v2025_09_30,
  v2025_03_31,
  v2024_04_10,
  v2023_08_16,
];

/** The version of the examples in Stripe's API reference, and the default version of an account. */
const EXAMPLES_VERSION = "2023-10-16";

/** A version together with all changes between it and the newest one. There is one per version. */
export interface Dialect {
  readonly version: string;
  readonly changes: readonly VersionChange[];
  /** The conversions of its answers, in order: `changes`, then the removal of hidden keys. */
  readonly down: readonly VersionChange[];
  /** What operations do in this version. */
  readonly behaviour: Behaviour;
  /** The inclusions that its objects show without being expanded; null if there are none. */
  readonly includes: Includes | null;
}

const dialects = new Map<string, Dialect>(
  VERSIONS.map((version) => {
    const changes = CHANGES.filter((change) => VERSIONS.indexOf(version) > positionOf(change.version));
    return [version, dialectWith(version, changes)];
  }),
);

/** The dialect of a version that is older than `changes`. */
export function dialectWith(version: string, changes: readonly VersionChange[]): Dialect {
  return {
    version,
    changes,
    down: [...changes, hidden],
    behaviour: behaviourBefore(changes),
    includes: includesBefore(changes),
  };
}

function positionOf(version: string): number {
  return (VERSIONS as readonly string[]).indexOf(version);
}

const forBrowsers = new WeakMap<Dialect, Dialect>();

/** The same dialect, as it is used for publishable keys. */
export function publishableDialect(dialect: Dialect): Dialect {
  let publicly = forBrowsers.get(dialect);
  if (publicly === undefined) {
    publicly = {
      ...dialect,
      changes: [...dialect.changes, publishable],
      down: [...dialect.down, publishable],
      // What a publishable key may see of an object is listed in `publishable.ts`, without any inclusions.
      includes: null,
    };
    forBrowsers.set(dialect, publicly);
  }
  return publicly;
}

/** The dialect of a version, or null if there is no such version. */
export function dialectOf(version: string): Dialect | null {
  return dialects.get(version) ?? null;
}

/**
 * The dialect of requests without a `Stripe-Version` header, for an account with this default version. It has
 * the shape of the reference's examples if that version is theirs.
 */
export function defaultDialect(version: string): Dialect {
  const plain = dialectOf(version);
  if (plain === null) throw new RangeError(`no such API version: ${version}`);
  if (version !== EXAMPLES_VERSION) return plain;
  return dialectWith(version, [...plain.changes, seedShape]);
}

/**
 * A viewed value as `dialect` shows it. An event keeps the version it was made for, whatever the dialect.
 */
export function renderFor(dialect: Dialect, tree: unknown): unknown {
  if (isEvent(tree)) return renderEvent(tree);
  if (isListOfEvents(tree)) return { ...tree, data: tree.data.map(renderEvent) };
  return carryDown(tree, dialect.down);
}

function renderEvent(event: Wire): Wire {
  const own = dialectOf(String(event.api_version));
  return own === null ? event : (carryDown(event, own.down) as Wire);
}

function isEvent(tree: unknown): tree is Wire {
  return typeof tree === "object" && tree !== null && "object" in tree && tree.object === "event";
}

function isListOfEvents(tree: unknown): tree is { data: Wire[] } {
  return (
    typeof tree === "object" &&
    tree !== null &&
    "data" in tree &&
    Array.isArray(tree.data) &&
    tree.data.length > 0 &&
    isEvent(tree.data[0])
  );
}

/** The parameters that an operation has in `dialect`. */
export function fieldsFor(dialect: Dialect, name: string, operation: OperationParams): Fields {
  return fieldsWithout(newerTypes(dialect), fieldsBefore(operation, name, dialect.changes));
}

/** The types of payment methods that newer versions than the dialect's brought. */
function newerTypes({ version }: Dialect): ReadonlySet<string> {
  const newer = Object.entries(BROUGHT).filter(([by]) => positionOf(by) < positionOf(version));
  return new Set(newer.flatMap(([, types]) => types));
}

/** What can be expanded in objects of a kind in `dialect`. */
export function expandsFor<E>(
  dialect: Dialect,
  kind: string,
  expands: Readonly<Record<string, E>>,
  make: (within: Within) => E,
): Readonly<Record<string, E>> {
  return expandsBefore(expands, kind, dialect.changes, make);
}

/** Converts input that was read in `dialect` to what today's operations take. */
export function acceptFrom(dialect: Dialect, operation: string, input: object): object {
  return dialect.changes.length === 0 ? input : carryUp(input as Wire, operation, dialect.changes);
}
