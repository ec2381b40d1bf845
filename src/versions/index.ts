/**
 * The one table of versions, newest first. Business code knows the newest shape only; everything that compares
 * version dates is in this folder.
 */
import type { Fields } from "../params/param.ts";
import {
  carryDown,
  carryUp,
  expandsBefore,
  fieldsBefore,
  type VersionChange,
  type Wire,
  type Within,
} from "./change.ts";
import { hidden } from "./hidden.ts";
import { seedShape } from "./seed_shape.ts";
import { v2023_08_16 } from "./v2023_08_16.ts";
import { v2024_04_10 } from "./v2024_04_10.ts";
import { v2025_03_31 } from "./v2025_03_31.ts";
import { v2025_09_30 } from "./v2025_09_30.ts";
import { v2026_03_25 } from "./v2026_03_25.ts";
import { v2026_07_29 } from "./v2026_07_29.ts";
import { v2026_09_30 } from "./v2026_09_30.ts";

/** Every version a request may name. Those without a change module only added things. */
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

/** The version of the reference's examples: what an account speaks unless told otherwise. */
const EXAMPLES_VERSION = "2023-10-16";

/** A version together with all that lies between it and today; made once for each. */
export interface Dialect {
  readonly version: string;
  readonly changes: readonly VersionChange[];
  /** The way of its answers: those changes, and the end of what is hidden. */
  readonly down: readonly VersionChange[];
  /** Names the dialect in caches. */
  readonly name: string;
}

const dialects = new Map<string, Dialect>(
  VERSIONS.map((version) => {
    const changes = CHANGES.filter((change) => VERSIONS.indexOf(version) > positionOf(change.version));
    return [version, dialectWith(version, changes, version)];
  }),
);

function dialectWith(version: string, changes: readonly VersionChange[], name: string): Dialect {
  return { version, changes, down: [...changes, hidden], name };
}

function positionOf(version: string): number {
  return (VERSIONS as readonly string[]).indexOf(version);
}

/** The dialect of a version name, or null where there is no such version. */
export function dialectOf(version: string): Dialect | null {
  return dialects.get(version) ?? null;
}

/** What requests without a `Stripe-Version` header speak: the examples' shape, at the account's version. */
export function defaultDialect(version: string): Dialect {
  const plain = dialectOf(version);
  if (plain === null) throw new RangeError(`no such API version: ${version}`);
  if (version !== EXAMPLES_VERSION) return plain;
  return dialectWith(version, [...plain.changes, seedShape], `${version} (examples)`);
}

/**
 * A viewed tree as `dialect` shows it. An event keeps the version it was made for, whoever asks.
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

/** An operation's parameters as `dialect` knows them. */
export function fieldsFor(dialect: Dialect, operation: string, fields: Fields): Fields {
  return fieldsBefore(fields, operation, dialect.changes);
}

/** What `dialect` can expand in objects of a kind. */
export function expandsFor<E>(
  dialect: Dialect,
  kind: string,
  expands: Readonly<Record<string, E>>,
  make: (within: Within) => E,
): Readonly<Record<string, E>> {
  return expandsBefore(expands, kind, dialect.changes, make);
}

/** Input that `dialect` accepted, as today's operations take it. */
export function acceptFrom(dialect: Dialect, operation: string, input: object): object {
  return dialect.changes.length === 0 ? input : carryUp(input as Wire, operation, dialect.changes);
}
