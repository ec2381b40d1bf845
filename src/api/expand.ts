/**
 * `expand[]`: replaces ids in a viewed object by the objects they refer to, to a depth of four. Also adds the
 * fields that older versions show without `expand[]` ("unasked" below).
 */

import { insertKey } from "../core/canonical.ts";
import { errors } from "../core/errors.ts";
import type { Registry } from "../resources/registry.ts";
import { type Expansion, isHash, presence, type Wire } from "../resources/resource.ts";
import type { Reader, Row } from "../storage/port.ts";
import { type Dialect, expandsFor } from "../versions/index.ts";
import { rememberingReader } from "./remembering_reader.ts";
import type { Turns } from "./turns.ts";

const EXPAND_DEPTH_MAX = 4;
/** The field of a list that holds its elements. Paths into a list begin with it. */
const LIST_DATA = "data";

/** How deep unasked inclusions may be nested, since two kinds could include each other without end. */
const INCLUDE_DEPTH_MAX = 4;

/** What expanding needs to know from the registry and from the version. */
interface Known extends Pick<Registry, "expandsOf" | "view" | "viewDeep"> {
  /** Whether the version has any unasked inclusions. */
  readonly showsUnasked: boolean;
  /** The inclusions that objects of a kind show without `expand[]`. */
  unaskedOf(kind: string): Readonly<Record<string, Expansion>>;
}

/**
 * The registry as `dialect` sees it: the dialect's own paths, applied to objects in the newest version's
 * shape.
 */
export function knownIn(dialect: Dialect, registry: Registry): Known {
  const { includes } = dialect;
  const expandable = (kind: string) =>
    expandsFor(dialect, kind, registry.expandsOf(kind), ({ kind: of, at }) => presence(of, at));
  const unaskedOf = (kind: string) =>
    Object.fromEntries((includes?.[kind] ?? []).map((name) => [name, registry.inclusionOf(kind, name)]));
  return {
    showsUnasked: includes !== null,
    unaskedOf,
    expandsOf: (kind) => (includes === null ? expandable(kind) : { ...expandable(kind), ...unaskedOf(kind) }),
    view: (row) => registry.view(row),
    viewDeep: (value) => registry.viewDeep(value),
  };
}

/**
 * Checks the paths before any work is done and throws for a path that does not exist. Returns the kinds of
 * object that the paths show. `kind` is the kind of object that the operation returns.
 */
export function checkExpand(
  registry: Known,
  paths: readonly string[],
  kind: string,
  isList: boolean,
): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const path of paths) {
    const segments = path.split(".");
    if (segments.length > EXPAND_DEPTH_MAX) throw errors.expandTooDeep(path, EXPAND_DEPTH_MAX);
    const inList = segments[0] === LIST_DATA ? segments.slice(1) : null;
    const within = isList ? inList : segments;
    const kinds = within === null ? null : kindsOn(registry, kind, within);
    if (kinds === null) {
      throw errors.cannotExpand(path, isList && kindsOn(registry, kind, segments) !== null);
    }
    for (const one of kinds) shown.add(one);
  }
  return shown;
}

/** The kinds of object that a path goes through, in no particular order; null if the path does not exist. */
function kindsOn(
  registry: Known,
  kind: string | null,
  segments: readonly string[],
): readonly string[] | null {
  if (segments.length === 0) return [];
  if (kind === null) return null;
  const step = nextStep(registry.expandsOf(kind), segments);
  if (step === null) return null;
  const { expansion } = step;
  const rest = segments.slice(step.length);
  const own = kindsOf(expansion);
  if (expansion.by === "inclusion" && rest[0] !== LIST_DATA) {
    // An inclusion is a list or a hash. Only a list can be expanded further, through its `data`.
    return rest.length === 0 ? own : null;
  }
  const further = kindsOn(registry, expansion.kind, expansion.by === "inclusion" ? rest.slice(1) : rest);
  return further === null ? null : [...own, ...further];
}

function kindsOf(expansion: Expansion): readonly string[] {
  if (expansion.by === "reference") return [expansion.kind, ...expansion.others];
  return expansion.kind === null ? [] : [expansion.kind];
}

/** Turns checked paths into a list into paths of its elements: removes the leading `data`. */
export function withinElements(paths: readonly string[]): readonly string[] {
  const within = `${LIST_DATA}.`;
  return paths.filter((path) => path.startsWith(within)).map((path) => path.slice(within.length));
}

/** What search results show only if expanded. */
export const TOTAL_COUNT = "total_count";

interface Step {
  readonly field: readonly string[];
  readonly expansion: Expansion;
  readonly length: number;
}

/** The longest expandable field that the segments begin with. */
function nextStep(expands: Readonly<Record<string, Expansion>>, segments: readonly string[]): Step | null {
  for (let length = segments.length; length > 0; length--) {
    const name = segments.slice(0, length).join(".");
    if (!Object.hasOwn(expands, name)) continue;
    const expansion = expands[name];
    if (expansion !== undefined) return { field: segments.slice(0, length), expansion, length };
  }
  return null;
}

/** Where the field is in the newest version's shape. */
function placeOf({ expansion, field }: Step): readonly string[] {
  return expansion.by === "presence" && expansion.at !== null ? expansion.at.split(".") : field;
}

/**
 * Expands the objects of one answer. An object that is referred to several times is read and viewed once, so
 * it looks the same everywhere in the answer. The paths must have been checked with `checkExpand`.
 */
export class Expander {
  readonly #registry: Known;
  readonly #reader: Reader;
  readonly #turns: Turns;
  readonly #views = new Map<Row, Wire>();

  constructor(registry: Known, reader: Reader, turns: Turns) {
    this.#registry = registry;
    this.#reader = rememberingReader(reader);
    this.#turns = turns;
  }

  /**
   * The tree with every path expanded and the version's unasked inclusions added. `list` is the URL of the
   * list that the tree is an element of, if any.
   */
  async expand(tree: Wire, paths: readonly string[], list: string | null = null): Promise<Wire> {
    let expanded = tree;
    for (const path of paths) expanded = (await this.#follow(expanded, path.split("."), list)) as Wire;
    return this.#registry.showsUnasked ? ((await this.#include(expanded, list, 0)) as Wire) : expanded;
  }

  /**
   * Adds the unasked inclusions to all objects within the value, and to the objects so included. Events are
   * left unchanged: they have a version of their own and show their object as it was.
   */
  async #include(value: unknown, list: string | null, depth: number): Promise<unknown> {
    if (Array.isArray(value)) return inEach(value, (one) => this.#include(one, list, depth));
    if (!isHash(value) || value.object === "event") return value;
    await this.#turns.step();
    const url = value.object === "list" ? String(value.url) : null;
    const shown: Record<string, unknown> = {};
    for (const key in value)
      shown[key] = await this.#include(value[key], key === LIST_DATA ? url : null, depth);
    if (depth >= INCLUDE_DEPTH_MAX) return shown;
    let whole: Wire = shown;
    for (const [name, expansion] of Object.entries(this.#registry.unaskedOf(String(value.object)))) {
      if (shown[name] !== undefined && shown[name] !== null) continue; // `expand[]` has added it already
      const included = await this.#resolve(expansion, null, value, list);
      whole = withKey(whole, name, await this.#include(included, null, depth + 1));
    }
    return whole;
  }

  async #follow(value: unknown, segments: readonly string[], list: string | null = null): Promise<unknown> {
    if (segments.length === 0 || !isHash(value)) return value;
    await this.#turns.step();
    if (value.object === "list") {
      const [within, url] = [segments.slice(1), String(value.url)];
      return { ...value, data: await inEach(value.data, (element) => this.#follow(element, within, url)) };
    }
    const step = nextStep(this.#registry.expandsOf(String(value.object)), segments);
    if (step === null) return value;
    const rest = segments.slice(step.length);
    return await replaceAt(value, placeOf(step), async (found) =>
      this.#follow(await this.#resolve(step.expansion, found, value, list), rest),
    );
  }

  /** The expanded value of a field. Null and values that are expanded already are returned unchanged. */
  async #resolve(expansion: Expansion, found: unknown, parent: Wire, list: string | null): Promise<unknown> {
    if (expansion.by === "presence") {
      return typeof found === "string" ? this.#byReference([expansion.kind], found) : found;
    }
    if (expansion.by === "inclusion") {
      if (found !== undefined && found !== null) return found;
      return this.#registry.viewDeep(await expansion.include(this.#reader, parent, list));
    }
    return this.#byReference([expansion.kind, ...expansion.others], found);
  }

  /**
   * Looks an id up in each of these kinds in turn. Anything but an id, and an unknown id, is returned
   * unchanged.
   */
  async #byReference(kinds: readonly string[], found: unknown): Promise<unknown> {
    if (typeof found !== "string") return found;
    for (const kind of kinds) {
      const row = await this.#reader.get(kind, found);
      if (row !== null) return this.#view(row);
    }
    return found;
  }

  #view(row: Row): Wire {
    let view = this.#views.get(row);
    if (view === undefined) {
      view = this.#registry.view(row);
      this.#views.set(row, view);
    }
    return view;
  }
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

/** Applies `replace` to the value, or to each element of an array, one after the other. */
async function inEach(found: unknown, replace: (one: unknown) => Promise<unknown>): Promise<unknown> {
  if (!Array.isArray(found)) return replace(found);
  const replaced: unknown[] = [];
  for (const one of found) replaced.push(await replace(one));
  return replaced;
}

/** A copy with this value under this key. `undefined` adds nothing. */
function withKey(object: Wire, name: string, value: unknown): Wire {
  if (value === undefined) return object;
  return Object.hasOwn(object, name) ? { ...object, [name]: value } : insertKey(object, name, value);
}
