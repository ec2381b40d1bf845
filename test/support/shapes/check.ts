/**
 * Holds answers against shapes: members that are missing, that nobody declared or that have another type, and values
 * that an enum does not have. Pure.
 *
 * Stripe adds members and values to all versions at once, so that an answer may have more today than an old client's
 * types say. In an old version it may therefore have whatever younger types declare in the same place. What its own
 * types declare must be there, and what no types declare must not.
 */
import type { Members, Reader, Union } from "./read.ts";

/** What is wrong, and where: the object's name on the wire and the way down from there, such as "price.tiers". */
export interface Fault {
  readonly at: string;
  readonly what: string;
}

/** The shapes that answers in a version are held against: its own, then all younger ones. */
export type ReadersOf = (version: string) => readonly Reader[];

type Hash = Readonly<Record<string, unknown>>;
const isHash = (value: unknown): value is Hash =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the shapes say of one place, in their order; undefined where they do not have it. */
type InEach<T> = readonly (T | undefined)[];
const isNowhere = (all: InEach<unknown>): boolean => all.every((one) => one === undefined);

const LIST_KEYS = ["object", "data", "has_more", "url"];
const SEARCH_KEYS = [...LIST_KEYS, "next_page", "total_count"];
const NONE: readonly Fault[] = [];

/** The faults of the JSON that a request was answered with, in a version. */
export function faultsOf(body: unknown, version: string, readersOf: ReadersOf): readonly Fault[] {
  const check = new Check(readersOf(version), readersOf);
  return isHash(body) && isHash(body.error) ? check.error(body, body.error) : check.object(body, "(answer)");
}

class Check {
  readonly readers: readonly Reader[];
  readonly readersOf: ReadersOf;

  constructor(readers: readonly Reader[], readersOf: ReadersOf) {
    this.readers = readers;
    this.readersOf = readersOf;
  }

  /** Any object of Stripe's, by its own name. */
  object(value: unknown, at: string): readonly Fault[] {
    if (!isHash(value) || typeof value.object !== "string") return [{ at, what: "is no object" }];
    const { object } = value;
    if (object === "list" || object === "search_result")
      return this.#page(value, (one) => this.object(one, at), at);
    const types = this.readers.map(({ shapes }) => shapes.objects[object]);
    if (isNowhere(types)) return [{ at: object, what: "is no object of any types" }];
    const faults = this.#value(value, types, object, false);
    return object === "event" ? [...faults, ...this.#event(value)] : faults;
  }

  error(body: Hash, error: Hash): readonly Fault[] {
    const types = this.readers.map(({ shapes }) => shapes.objects.error);
    return [...unknown(body, ["error"], "(answer)"), ...this.#value(error, types, "error", false)];
  }

  /** A value in a place for which the shapes declare types. Of a partial hash no member has to be there. */
  #value(value: unknown, texts: InEach<string>, at: string, isPartial: boolean): readonly Fault[] {
    const unions = texts.map((text, i) => (text === undefined ? undefined : this.readers[i]?.union(text)));
    const own = ownOf(unions);
    if (own === undefined || own.isAny) return NONE;
    if (Array.isArray(value)) {
      const elements = unions.map((union) => union?.element);
      if (isNowhere(elements)) return [{ at, what: "is a list" }];
      return value.flatMap((one) => this.#value(one, elements, at, isPartial));
    }
    if (isHash(value)) return this.#hash(value, unions, at, isPartial);
    if (typeof value !== "string") return isPlain(value, own) ? NONE : [{ at, what: `is ${String(value)}` }];
    if (unions.some((union) => union?.words.has("string") || union?.values.has(value))) return NONE;
    return [{ at, what: own.values.size > 0 ? `has the value "${value}"` : "is a string" }];
  }

  #hash(value: Hash, unions: InEach<Union>, at: string, isPartial: boolean): readonly Fault[] {
    const { object } = value;
    const pages = unions.map((union) => union?.page);
    if (object === "list" && !isNowhere(pages))
      return this.#page(value, (one) => this.#value(one, pages, at, false), at);
    const maps = unions.map((union) => union?.map);
    if (!isNowhere(maps))
      return Object.entries(value).flatMap(([key, one]) => this.#value(one, maps, `${at}.${key}`, isPartial));
    const members = unions.map((union) => (union === undefined ? undefined : membersFor(value, union)));
    const own = ownOf(members);
    if (own === undefined) return [{ at, what: typeof object === "string" ? `is a ${object}` : "is a hash" }];
    if (typeof object !== "string" || !own.has("object")) return this.#members(value, members, at, isPartial);
    // Of an object, younger versions say in any place what it is, even if they do not have it in this one.
    const anywhere = this.readers.map((reader, i) => {
      const text = i === 0 ? undefined : reader.shapes.objects[object];
      return text === undefined ? members[i] : membersFor(value, reader.union(text));
    });
    return this.#members(value, anywhere, object, isPartial);
  }

  #members(value: Hash, members: InEach<Members>, at: string, isPartial: boolean): readonly Fault[] {
    const faults: Fault[] = [];
    for (const [name, { isOptional }] of ownOf(members) ?? [])
      if (!isOptional && !isPartial && value[name] === undefined)
        faults.push({ at: `${at}.${name}`, what: "is missing" });
    for (const [key, one] of Object.entries(value)) {
      const texts = members.map((each) => (each?.get(key) ?? each?.get("*"))?.text);
      if (isNowhere(texts)) faults.push({ at: `${at}.${key}`, what: "is not declared" });
      else faults.push(...this.#value(one, texts, `${at}.${key}`, isPartial));
    }
    return faults;
  }

  /** A list, or what a search found. `check` knows what its elements must be. */
  #page(value: Hash, check: (one: unknown) => readonly Fault[], at: string): readonly Fault[] {
    const place = `${at} (list)`;
    const faults = unknown(value, value.object === "list" ? LIST_KEYS : SEARCH_KEYS, place);
    if (typeof value.has_more !== "boolean") faults.push({ at: `${place}.has_more`, what: "is no boolean" });
    if (typeof value.url !== "string") faults.push({ at: `${place}.url`, what: "is no string" });
    if (!Array.isArray(value.data)) return [...faults, { at: `${place}.data`, what: "is no list" }];
    return [...faults, ...value.data.flatMap(check)];
  }

  /** What happened: the object, and what it was before. Both have the version of the event. */
  #event({ api_version, data, type }: Hash): readonly Fault[] {
    if (!isHash(data) || !isHash(data.object)) return [{ at: "event.data", what: "has no object" }];
    const inner = new Check(this.readersOf(String(api_version)), this.readersOf);
    const about = inner.readers.map(({ shapes }) => shapes.events[String(type)]);
    if (isNowhere(about)) return [{ at: "event.type", what: `has the value "${String(type)}"` }];
    const at = String(data.object.object);
    const before = data.previous_attributes;
    return [
      ...unknown(data, ["object", "previous_attributes"], "event.data"),
      ...inner.#value(data.object, about, at, false),
      ...(before === undefined ? NONE : inner.#value(before, about, `${at} (before)`, true)),
    ];
  }
}

function unknown(value: Hash, keys: readonly string[], at: string): Fault[] {
  const others = Object.keys(value).filter((key) => !keys.includes(key));
  return others.map((key) => ({ at: `${at}.${key}`, what: "is not declared" }));
}

/** What the version itself declares. Where it has nothing, the newest does: a younger thing is shown as it is today. */
function ownOf<T>(all: InEach<T>): T | undefined {
  return all[0] ?? all.findLast((one) => one !== undefined);
}

function isPlain(value: unknown, { words, values }: Union): boolean {
  if (value === null) return words.has("null");
  if (typeof value === "boolean") return words.has("boolean") || values.has(String(value));
  return words.has("number") || (words.has("integer") && Number.isInteger(value));
}

/** The members of the hash that a value must be: that of its object, which may have been deleted. */
function membersFor(value: Hash, { hashes }: Union): Members | undefined {
  if (hashes.length < 2) return hashes[0];
  const ofObject = hashes.filter((members) => {
    const object = members.get("object");
    return object === undefined || object.text === `'${String(value.object)}'`;
  });
  return ofObject.find((members) => members.has("deleted") === (value.deleted === true)) ?? ofObject[0];
}
