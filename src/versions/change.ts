/** What a version change is, and how answers are carried down and parameters up through the table of them. */
import { type Fields, p } from "../params/param.ts";

export type Wire = Readonly<Record<string, unknown>>;
/** A copy of an object, for one version change after another to work on. */
export type Draft = Record<string, unknown>;

/** How one breaking release differs from the one before it, in words for customers and two directions of code. */
export interface VersionChange {
  /** The first version that behaves the new way. */
  readonly version: string;
  readonly why: string;
  /**
   * By object name: the new shape to the old one, both in wire order. The draft may be changed (but not what it
   * holds); a key set to undefined is gone, and `putKey` adds one in its place. Children are carried before
   * their parents.
   */
  readonly objects?: Readonly<Record<string, (draft: Draft) => Draft>>;
  /** By object name: what could be expanded otherwise than today. */
  readonly expands?: Readonly<Record<string, ExpandChange>>;
  /** By operation ("POST /v1/prices"): what older versions took besides or instead, and how it reads today. */
  readonly params?: Readonly<Record<string, ParamChange>>;
}
export interface ExpandChange {
  /** Paths of today that were not there. */
  readonly without: readonly string[];
  /** Objects that stood elsewhere, by their path then: their kind, and their path or hidden key in today's shape. */
  readonly within: Readonly<Record<string, Within>>;
}
export interface Within {
  readonly kind: string;
  readonly at: string;
}
export interface ParamChange {
  /** Parameters the older version had; they replace today's of the same name. */
  readonly fields?: Fields;
  /** Parameters it had within others besides today's, by path: `line_items[]` for the elements of that list. */
  readonly nested?: Readonly<Record<string, Fields>>;
  /** Names today's definition has and the older version had not. */
  readonly without?: readonly string[];
  /** The older input as today's. */
  up(input: Wire): Wire;
}

/** Carries a viewed tree down through `changes` (newest first), every object in it by its own name. */
export function carryDown(tree: unknown, changes: readonly VersionChange[]): unknown {
  if (changes.length === 0 || typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) {
    let copy: unknown[] | null = null;
    for (let i = 0; i < tree.length; i++) {
      const carried = carryDown(tree[i], changes);
      if (carried !== tree[i]) {
        copy ??= [...tree];
        copy[i] = carried;
      }
    }
    return copy ?? tree;
  }
  return carryObject(tree as Wire, changes);
}

function carryObject(object: Wire, changes: readonly VersionChange[]): Wire {
  let draft: Draft | null = null;
  for (const key in object) {
    const value = object[key];
    if (typeof value !== "object" || value === null) continue;
    const child = carryDown(value, changes);
    if (child === value) continue;
    draft ??= { ...object };
    draft[key] = child;
  }
  const kind = object.object;
  if (typeof kind !== "string") return draft ?? object;
  for (const change of changes) {
    const down = change.objects?.[kind];
    if (down !== undefined) draft = down(draft ?? { ...object });
  }
  return draft ?? object;
}

/** What could be expanded in objects of a kind; `make` says what today calls an object that is there whole. */
export function expandsBefore<E>(
  expands: Readonly<Record<string, E>>,
  kind: string,
  changes: readonly VersionChange[],
  make: (within: Within) => E,
): Readonly<Record<string, E>> {
  let older = expands;
  for (const change of changes) {
    const own = change.expands?.[kind];
    if (own === undefined) continue;
    const kept = Object.entries(older).filter(([path]) => !own.without.includes(path));
    const within = Object.entries(own.within).map(([path, one]): [string, E] => [path, make(one)]);
    older = Object.fromEntries([...kept, ...within]);
  }
  return older;
}

/** An operation's parameters as an older version had them. */
export function fieldsBefore(fields: Fields, operation: string, changes: readonly VersionChange[]): Fields {
  let older = fields;
  for (const change of changes) {
    const params = change.params?.[operation];
    if (params === undefined) continue;
    const kept = Object.entries(older).filter(([name]) => !params.without?.includes(name));
    older = { ...Object.fromEntries(kept), ...params.fields };
    for (const [path, more] of Object.entries(params.nested ?? {}))
      older = withNested(older, path.split("."), more);
  }
  return older;
}

/** The same parameters with more of them within the one a path leads to, through objects and lists of objects. */
function withNested(fields: Fields, [name = "", ...rest]: readonly string[], more: Fields): Fields {
  const key = name.replace("[]", "");
  const param = fields[key];
  if (param === undefined) throw new Error(`there is no parameter ${key}`);
  const within = param.items ?? param;
  const inner =
    rest.length === 0 ? { ...within.fields, ...more } : withNested(within.fields ?? {}, rest, more);
  const object = p.object(inner);
  const bound = param.max === undefined ? {} : { max: param.max };
  const rebuilt = param.items === undefined ? object : p.list(object, bound);
  return { ...fields, [key]: { ...param, ...rebuilt } };
}

/** An older input as today's: oldest change first. */
export function carryUp(input: Wire, operation: string, changes: readonly VersionChange[]): Wire {
  let newer = input;
  for (const change of [...changes].reverse()) newer = change.params?.[operation]?.up(newer) ?? newer;
  return newer;
}
