/** Puts answers into words: viewed, expanded, carried down to the caller's version, printed. */
import { wireText } from "../core/wire_text.ts";
import type { Answer, Listed, Wire } from "../resources/resource.ts";
import type { Reader, Row } from "../storage/port.ts";
import { type Dialect, renderFor } from "../versions/index.ts";
import { expand, knownIn } from "./expand.ts";
import type { Registry } from "./registry.ts";
import { errorTree, jsonText } from "./replies.ts";
import type { Work } from "./request.ts";

export interface Printed {
  readonly status: number;
  /** The reply, in the caller's version. */
  readonly text: string | Buffer;
}

interface Words {
  readonly dialect: Dialect;
  readonly text: string;
  inList: Buffer | null;
}

const LIST_HEAD = Buffer.from('{\n  "object": "list",\n  "data": [');
const FIRST_ELEMENT = Buffer.from("\n    ");
const NEXT_ELEMENT = Buffer.from(",\n    ");
export class Printer {
  readonly #registry: Registry;
  readonly #remembered = new WeakMap<Row, Words>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** An answer as `work` wants it: in its version, with what it wants expanded. */
  async print(work: Work, reader: Reader, answer: Answer): Promise<Printed> {
    const registry = this.#registry;
    const { dialect, paths } = work;
    if ("refused" in answer) {
      const body: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(answer.refused.body)) {
        body[key] = isRow(value) ? renderFor(dialect, registry.view(value)) : value;
      }
      return { status: answer.refused.status, text: jsonText(errorTree(answer.refused, body, work.request)) };
    }
    if (paths.length === 0) {
      return {
        status: 200,
        text: isListed(answer)
          ? this.#listText(reader, dialect, answer)
          : `${this.#words(reader, dialect, answer).text}\n`,
      };
    }
    const tree = await expand(knownIn(dialect, registry), reader, registry.viewDeep(answer) as Wire, paths);
    return { status: 200, text: jsonText(renderFor(dialect, tree)) };
  }

  /** A list's text, put together from its elements' texts. */
  #listText(reader: Reader, dialect: Dialect, { data, has_more, url }: Listed): Buffer {
    const foot = `  "has_more": ${has_more},\n  "url": ${JSON.stringify(url)}\n}\n`;
    if (data.length === 0) return Buffer.from(`{\n  "object": "list",\n  "data": [],\n${foot}`);
    const parts: Buffer[] = [LIST_HEAD];
    for (const row of data)
      parts.push(parts.length === 1 ? FIRST_ELEMENT : NEXT_ELEMENT, this.#inList(reader, dialect, row));
    parts.push(Buffer.from(`\n  ],\n${foot}`));
    return Buffer.concat(parts);
  }

  /**
   * A row in words. The store hands out the same object for a row that is read again and again, and rows are never
   * changed in place; so such a row is put into words once.
   */
  #words(reader: Reader, dialect: Dialect, row: Row): Words {
    const registry = this.#registry;
    const remembered = this.#remembered.get(row);
    if (remembered?.dialect === dialect) return remembered;
    const text = wireText(renderFor(dialect, registry.view(row)));
    const words: Words = { dialect, text, inList: null };
    if (reader.keeps(row) && !registry.changesByItself(row)) this.#remembered.set(row, words);
    return words;
  }

  /** The same as an element of a list, where it stands further in. */
  #inList(reader: Reader, dialect: Dialect, row: Row): Buffer {
    const words = this.#words(reader, dialect, row);
    words.inList ??= Buffer.from(words.text.replaceAll("\n", "\n    "));
    return words.inList;
  }
}

function isListed(answer: Answer): answer is Listed {
  return "object" in answer && answer.object === "list";
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "object" in value && "id" in value;
}
