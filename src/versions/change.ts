/**
 * What a version change is, and the pure functions that apply a list of changes: down to convert answers to
 * an older version, up to convert its parameters to the newest one. Which versions and changes there are is
 * in `index.ts`.
 */
import { type Behaviour, NEWEST_BEHAVIOUR } from "../core/behaviour.ts";
import { type Fields, type Param, p } from "../params/param.ts";

export type Wire = Readonly<Record<string, unknown>>;
/** A copy of an object, which one version change after another may modify. */
export type Draft = Record<string, unknown>;

/**
 * How a breaking release differs from the one before it: explained for users, and as code in both directions.
 */
export interface VersionChange {
  /** The first version with the new behaviour. */
  readonly version: string;
  readonly why: string;
  /**
   * By object name: converts the new shape to the old one, both in wire order. The draft itself may be
   * modified, but not the objects within it. Setting a key to undefined removes it; `putKey` adds one in wire
   * order. Children are converted before their parents.
   */
  readonly objects?: Readonly<Record<string, (draft: Draft) => Draft>>;
  /** By object name: how the paths that could be expanded differed from today's. */
  readonly expands?: Readonly<Record<string, ExpandChange>>;
  /**
   * By object name: inclusions that were shown without being expanded, as `charges` of a payment intent once
   * were. Each is in the resource's `expands`, or in its `olderExpands` if the newest version no longer has
   * it. Answers show them wherever such an object is. Events do not have them: an event is shown as it was
   * stored.
   */
  readonly includes?: Includes;
  /**
   * By operation ("POST /v1/prices"): which parameters older versions had, and how to convert them to
   * today's.
   */
  readonly params?: Readonly<Record<string, ParamChange>>;
  /** The behaviours of operations that were different. */
  readonly behaves?: Partial<Behaviour>;
}
/** Names of inclusions by object name. */
export type Includes = Readonly<Record<string, readonly string[]>>;

export interface ExpandChange {
  /** Today's paths that did not exist. */
  readonly without: readonly string[];
  /** Paths that existed then: the kind of the object there, and its path or hidden key in today's shape. */
  readonly within: Readonly<Record<string, Within>>;
}
export interface Within {
  readonly kind: string;
  readonly at: string;
}
export interface ParamChange {
  /** Parameters that the older version had. They replace today's parameters of the same name. */
  readonly fields?: Fields;
  /**
   * Additional parameters that it had within others, by the path of the outer one: `line_items[]` means the
   * elements of that list.
   */
  readonly nested?: Readonly<Record<string, Fields>>;
  /**
   * Which of the operation's `olderParams` it had. The operation reads them itself, so they are not
   * converted.
   */
  readonly older?: readonly string[];
  /** Today's parameters that the older version did not have. */
  readonly without?: readonly string[];
  /** Converts the older input to today's; if absent, they are the same. */
  up?(input: Wire): Wire;
}

/**
 * Converts a viewed value down through `changes` (newest first): every object in it, according to its name.
 */
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

/** What is left of a deleted object is the same in every version: its id, its kind, and that it was deleted. */
function isStub(object: Wire): boolean {
  return object.deleted === true && Object.keys(object).length === STUB_KEYS;
}
const STUB_KEYS = 3;

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
  if (typeof kind !== "string" || isStub(object)) return draft ?? object;
  for (const change of changes) {
    const down = change.objects?.[kind];
    if (down !== undefined) draft = down(draft ?? { ...object });
  }
  return draft ?? object;
}

/**
 * What could be expanded in objects of a kind, in the version before `changes`. `make` makes the expansion
 * for an object that was shown elsewhere.
 */
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

/** The parameters of an operation: today's, and those that only older versions have. */
export interface OperationParams {
  readonly params: Fields;
  readonly olderParams: Fields;
}

/** An operation's parameters as an older version had them. */
export function fieldsBefore(
  { params: today, olderParams }: OperationParams,
  operation: string,
  changes: readonly VersionChange[],
): Fields {
  let older = today;
  for (const change of changes) {
    const params = change.params?.[operation];
    if (params === undefined) continue;
    const kept = Object.entries(older).filter(([name]) => !params.without?.includes(name));
    const again = (params.older ?? []).map((name) => [name, known(olderParams, name)] as const);
    older = { ...Object.fromEntries([...kept, ...again]), ...params.fields };
    for (const [path, more] of Object.entries(params.nested ?? {}))
      older = withNested(older, path.split("."), more);
  }
  return older;
}

/**
 * The parameters with `more` added within the one at a path, which goes through objects and lists of objects.
 */
function withNested(fields: Fields, [name = "", ...rest]: readonly string[], more: Fields): Fields {
  const key = name.replace("[]", "");
  const param = known(fields, key);
  const within = param.items ?? param;
  const inner =
    rest.length === 0 ? { ...within.fields, ...more } : withNested(within.fields ?? {}, rest, more);
  const object = p.object(inner);
  const bound = param.max === undefined ? {} : { max: param.max };
  const rebuilt = param.items === undefined ? object : p.list(object, bound);
  return { ...fields, [key]: { ...param, ...rebuilt } };
}

function known(fields: Fields, name: string): Param<unknown> {
  const param = fields[name];
  if (param === undefined) throw new Error(`there is no parameter ${name}`);
  return param;
}

/** Converts an older input to today's, oldest change first. */
export function carryUp(input: Wire, operation: string, changes: readonly VersionChange[]): Wire {
  let newer = input;
  for (const change of [...changes].reverse()) newer = change.params?.[operation]?.up?.(newer) ?? newer;
  return newer;
}

/**
 * What operations do in the version before `changes` (newest first). The oldest change wins, as it is the
 * closest.
 */
export function behaviourBefore(changes: readonly VersionChange[]): Behaviour {
  return Object.assign({ ...NEWEST_BEHAVIOUR }, ...changes.map((change) => change.behaves));
}

/** The inclusions shown without being expanded in the version before `changes`; null if there were none. */
export function includesBefore(changes: readonly VersionChange[]): Includes | null {
  const all = new Map<string, readonly string[]>();
  for (const { includes = {} } of changes) {
    for (const [kind, names] of Object.entries(includes)) {
      all.set(kind, [...new Set([...(all.get(kind) ?? []), ...names])]);
    }
  }
  return all.size === 0 ? null : Object.fromEntries(all);
}
