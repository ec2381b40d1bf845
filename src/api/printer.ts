/** Serializes an answer: view, expand, convert to the caller's version, JSON. */

import { errors } from "../core/errors.ts";
import { wireText } from "../core/wire_text.ts";
import type { Registry } from "../resources/registry.ts";
import type { Answer, Found, Listed, Wire } from "../resources/resource.ts";
import type { Reader, Row } from "../storage/port.ts";
import { type Dialect, renderFor } from "../versions/index.ts";
import { Expander, knownIn, TOTAL_COUNT, withinElements } from "./expand.ts";
import { errorTree, jsonText } from "./replies.ts";
import type { Work } from "./request.ts";
import type { Turns } from "./turns.ts";

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

/** A list of 100 objects has some hundred kilobytes; with everything expanded, some megabytes. */
const LIST_BYTES_MAX = 33_554_432;
const FIRST_ELEMENT = Buffer.from("\n    ");
const NEXT_ELEMENT = Buffer.from(",\n    ");

export class Printer {
  readonly #registry: Registry;
  readonly #remembered = new WeakMap<Row, Words>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /**
   * Serializes an answer in the version and with the expansions of `work`. Long lists pause between `turns`.
   */
  async print(work: Work, reader: Reader, answer: Answer, turns: Turns): Promise<Printed> {
    const registry = this.#registry;
    const { dialect, paths } = work;
    if ("refused" in answer) {
      const expander = new Expander(knownIn(dialect, registry), reader, turns);
      const body: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(answer.refused.body)) {
        body[key] = isRow(value)
          ? renderFor(dialect, await expander.expand(registry.view(value), []))
          : value;
      }
      return { status: answer.refused.status, text: jsonText(errorTree(answer.refused, body, work.request)) };
    }
    if (paths.length === 0 && dialect.includes === null) {
      const text = isListed(answer)
        ? await listText(answer, footOf(answer), (row) => this.#inList(reader, dialect, row))
        : `${this.#words(reader, dialect, answer).text}\n`;
      return { status: 200, text };
    }
    const expander = new Expander(knownIn(dialect, registry), reader, turns);
    if (!isListed(answer)) {
      const tree = await expander.expand(registry.viewDeep(answer) as Wire, paths);
      return { status: 200, text: jsonText(renderFor(dialect, tree)) };
    }
    const within = withinElements(paths);
    const count = answer.object === "search_result" && paths.includes(TOTAL_COUNT);
    const text = await listText(answer, footOf(answer, count ? await answer.total() : null), async (row) => {
      await turns.next();
      const tree = await expander.expand(registry.view(row), within, answer.url);
      return asElement(wireText(renderFor(dialect, tree)));
    });
    return { status: 200, text };
  }

  /**
   * The JSON of a row, cached. The store returns the same object each time a cached row is read, and rows are
   * never changed in place, so the text of such a row stays valid.
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

  /** The JSON of a row as an element of a list, with the indentation that it has there. */
  #inList(reader: Reader, dialect: Dialect, row: Row): Buffer {
    const words = this.#words(reader, dialect, row);
    words.inList ??= asElement(words.text);
    return words.inList;
  }
}

/** Indents an object's text as an element of a list. */
function asElement(text: string): Buffer {
  return Buffer.from(text.replaceAll("\n", "\n    "));
}

/** What a list has behind its elements. */
function footOf(answer: Listed | Found, total: number | null = null): string {
  const last = `  "url": ${JSON.stringify(answer.url)}\n}\n`;
  const hasMore = `  "has_more": ${answer.has_more},\n`;
  if (answer.object === "list") return hasMore + last;
  const count = total === null ? "" : `  "total_count": ${total},\n`;
  return `${hasMore}  "next_page": ${JSON.stringify(answer.next_page)},\n${count}${last}`;
}

/** A list's text, put together from its elements' texts. Throws if it would exceed `LIST_BYTES_MAX`. */
async function listText(
  { object, data }: Listed | Found,
  foot: string,
  textOf: (row: Row) => Buffer | Promise<Buffer>,
): Promise<Buffer> {
  const head = `{\n  "object": "${object}",\n  "data": [`;
  if (data.length === 0) return Buffer.from(`${head}],\n${foot}`);
  const parts: Buffer[] = [Buffer.from(head)];
  let bytes = 0;
  for (const row of data) {
    const element = await textOf(row);
    bytes += element.length;
    if (bytes > LIST_BYTES_MAX) throw errors.answerTooLarge(LIST_BYTES_MAX);
    parts.push(parts.length === 1 ? FIRST_ELEMENT : NEXT_ELEMENT, element);
  }
  parts.push(Buffer.from(`\n  ],\n${foot}`));
  return Buffer.concat(parts);
}

function isListed(answer: Answer): answer is Listed | Found {
  return "object" in answer && (answer.object === "list" || answer.object === "search_result");
}

/** Whether a part of an error is an object that the API shows. */
export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "object" in value && "id" in value;
}
