/** Reads the texts of types, as write.ts writes them, and remembers what it has read. */
import type { Shapes } from "./write.ts";

/** What a value may be. */
export interface Union {
  readonly isAny: boolean;
  /** Of `string`, `integer`, `number`, `boolean` and `null`. */
  readonly words: ReadonlySet<string>;
  /** The values of an enum. */
  readonly values: ReadonlySet<string>;
  /** The type of the elements, if it may be a list; of the values, if a hash with any keys; of what a page contains. */
  readonly element: string | undefined;
  readonly map: string | undefined;
  readonly page: string | undefined;
  /** The hashes with declared members. */
  readonly hashes: readonly Members[];
}

export type Members = ReadonlyMap<string, { readonly text: string; readonly isOptional: boolean }>;

export class Reader {
  readonly shapes: Shapes;
  readonly #unions = new Map<string, Union>();
  readonly #members = new Map<string, Members>();

  constructor(shapes: Shapes) {
    this.shapes = shapes;
  }

  union(text: string): Union {
    const known = this.#unions.get(text);
    if (known !== undefined) return known;
    const union = this.#read(text);
    this.#unions.set(text, union);
    return union;
  }

  #read(text: string): Union {
    const words = new Set<string>();
    const values = new Set<string>();
    const hashes: Members[] = [];
    const inner: Record<"[" | "{" | "list(", string[]> = { "[": [], "{": [], "list(": [] };
    let isAny = false;
    for (const part of partsOf(text)) {
      const opening = /^(?:\[|\{|list\()/.exec(part)?.[0] as keyof typeof inner | undefined; // one of the three
      const named = this.shapes.types[part];
      if (opening !== undefined) inner[opening].push(part.slice(opening.length, -1));
      else if (part.startsWith("'")) values.add(part.slice(1, -1));
      else if (part === "any") isAny = true;
      else if (typeof named === "object") hashes.push(this.#membersOf(part, named));
      else if (named === undefined) words.add(part);
      else {
        const meant = this.union(named);
        isAny ||= meant.isAny;
        for (const word of meant.words) words.add(word);
        for (const value of meant.values) values.add(value);
        hashes.push(...meant.hashes);
        for (const [key, one] of [
          ["[", meant.element],
          ["{", meant.map],
          ["list(", meant.page],
        ] as const)
          if (one !== undefined) inner[key].push(one);
      }
    }
    const either = (texts: readonly string[]) => (texts.length === 0 ? undefined : texts.join(" | "));
    return {
      isAny,
      words,
      values,
      hashes,
      element: either(inner["["]),
      map: either(inner["{"]),
      page: either(inner["list("]),
    };
  }

  #membersOf(name: string, declared: Readonly<Record<string, string>>): Members {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const entries = Object.entries(declared).map(([key, text]) => {
      const isOptional = key.endsWith("?") || key === "*";
      return [key.replace(/\?$/, ""), { text, isOptional }] as const;
    });
    const members: Members = new Map(entries);
    this.#members.set(name, members);
    return members;
  }
}

/** The alternatives of a text; those within brackets belong together. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if ("[{(".includes(sign)) depth++;
    else if ("]})".includes(sign)) depth--;
    else if (depth === 0 && text.startsWith(" | ", i)) {
      parts.push(text.slice(start, i));
      start = i + 3;
    }
  }
  return [...parts, text.slice(start)];
}
