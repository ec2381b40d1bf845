/** `expand[]`: fields of a viewed object replaced by what they name, to a depth of four. */
import { insertKey } from "../core/canonical.ts";
import { errors } from "../core/errors.ts";
import { type Expansion, isHash, presence, type Wire } from "../resources/resource.ts";
import type { Reader, Row } from "../storage/port.ts";
import { type Dialect, expandsFor } from "../versions/index.ts";
import type { Registry } from "./registry.ts";

const EXPAND_DEPTH_MAX = 4;

/** What expanding asks of the registry. */
type Known = Pick<Registry, "expandsOf" | "view" | "viewDeep">;

/** The registry as `dialect` knows it: by its paths, through objects in today's shape. */
export function knownIn(dialect: Dialect, registry: Registry): Known {
  return {
    expandsOf: (kind) =>
      expandsFor(dialect, kind, registry.expandsOf(kind), ({ kind: of, at }) => presence(of, at)),
    view: (row) => registry.view(row),
    viewDeep: (value) => registry.viewDeep(value),
  };
}

/** Refuses paths that lead nowhere, before any work. `kind` is what the operation answers with. */
export function checkExpand(registry: Known, paths: readonly string[], kind: string, isList: boolean): void {
  for (const path of paths) {
    const segments = path.split(".");
    if (segments.length > EXPAND_DEPTH_MAX) throw errors.expandTooDeep(path, EXPAND_DEPTH_MAX);
    if (!isList) {
      if (!leadsSomewhere(registry, kind, segments)) throw errors.cannotExpand(path, false);
    } else if (segments[0] !== "data" || !leadsSomewhere(registry, kind, segments.slice(1))) {
      throw errors.cannotExpand(path, leadsSomewhere(registry, kind, segments));
    }
  }
}

function leadsSomewhere(registry: Known, kind: string | null, segments: readonly string[]): boolean {
  if (segments.length === 0) return true;
  if (kind === null) return false;
  const step = nextStep(registry.expandsOf(kind), segments);
  if (step === null) return false;
  const rest = segments.slice(step.length);
  if (step.expansion.by !== "inclusion") return leadsSomewhere(registry, step.expansion.kind, rest);
  // What is included is a list of a kind, or a hash that ends there.
  if (rest[0] === "data") return leadsSomewhere(registry, step.expansion.kind, rest.slice(1));
  return rest.length === 0;
}

interface Step {
  readonly field: readonly string[];
  readonly expansion: Expansion;
  readonly length: number;
}

/** The longest declared field that the segments begin with. */
function nextStep(expands: Readonly<Record<string, Expansion>>, segments: readonly string[]): Step | null {
  for (let length = segments.length; length > 0; length--) {
    const name = segments.slice(0, length).join(".");
    if (!Object.hasOwn(expands, name)) continue;
    const expansion = expands[name];
    if (expansion !== undefined) return { field: segments.slice(0, length), expansion, length };
  }
  return null;
}

/** Where the field is in today's shape. */
function placeOf({ expansion, field }: Step): readonly string[] {
  return expansion.by === "presence" && expansion.at !== null ? expansion.at.split(".") : field;
}

/** The tree with every path expanded. Paths have been checked. */
export async function expand(
  registry: Known,
  reader: Reader,
  tree: Wire,
  paths: readonly string[],
): Promise<Wire> {
  let expanded = tree;
  for (const path of paths) expanded = (await follow(registry, reader, expanded, path.split("."))) as Wire;
  return expanded;
}

async function follow(
  registry: Known,
  reader: Reader,
  value: unknown,
  segments: readonly string[],
  list: string | null = null,
): Promise<unknown> {
  if (segments.length === 0 || !isHash(value)) return value;
  if (value.object === "list") {
    const data: unknown[] = [];
    for (const element of value.data as unknown[]) {
      data.push(await follow(registry, reader, element, segments.slice(1), String(value.url)));
    }
    return { ...value, data };
  }
  const step = nextStep(registry.expandsOf(String(value.object)), segments);
  if (step === null) return value;
  const rest = segments.slice(step.length);
  return await replaceAt(value, placeOf(step), async (found) => {
    const whole = await resolve(registry, reader, step.expansion, found, value, list);
    return follow(registry, reader, whole, rest);
  });
}

/** What stands in a field once it is expanded; null and what is expanded already stay. */
async function resolve(
  registry: Known,
  reader: Reader,
  expansion: Expansion,
  found: unknown,
  parent: Wire,
  list: string | null,
): Promise<unknown> {
  if (expansion.by === "presence") {
    return typeof found === "string" ? byReference(registry, reader, [expansion.kind], found) : found;
  }
  if (expansion.by === "inclusion") {
    if (found !== undefined && found !== null) return found;
    return registry.viewDeep(await expansion.include(reader, parent, list));
  }
  return byReference(registry, reader, [expansion.kind, ...expansion.others], found);
}

/** The object an id names, of the first of these kinds that has it; whatever else stands there stays. */
async function byReference(
  registry: Known,
  reader: Reader,
  kinds: readonly string[],
  found: unknown,
): Promise<unknown> {
  if (typeof found !== "string") return found;
  for (const kind of kinds) {
    const row: Row | null = await reader.get(kind, found);
    if (row !== null) return registry.view(row);
  }
  return found;
}

async function replaceAt(
  object: Wire,
  field: readonly string[],
  replace: (found: unknown) => Promise<unknown>,
): Promise<Wire> {
  const [name = "", ...rest] = field;
  const found = object[name];
  if (rest.length === 0) return withKey(object, name, await inEach(found, replace));
  if (!isHash(found) && !Array.isArray(found)) return object;
  const within = (one: unknown) => (isHash(one) ? replaceAt(one, rest, replace) : Promise.resolve(one));
  return { ...object, [name]: await inEach(found, within) };
}

/** A field that holds several is replaced in each of them. */
async function inEach(found: unknown, replace: (one: unknown) => Promise<unknown>): Promise<unknown> {
  if (!Array.isArray(found)) return replace(found);
  const replaced: unknown[] = [];
  for (const one of found) replaced.push(await replace(one));
  return replaced;
}

/** A copy with this value under this key; what is undefined is not there. */
function withKey(object: Wire, name: string, value: unknown): Wire {
  if (value === undefined) return object;
  return Object.hasOwn(object, name) ? { ...object, [name]: value } : insertKey(object, name, value);
}
