/** Reads a YAML or JSON file from disk (JSON is YAML too), knowing on which line each key stands. */
import { readFile } from "node:fs/promises";
import type { Document, Node } from "yaml";
import { UsageError } from "./faults.ts";

/** Config and seed files are written by hand. */
const FILE_BYTES_MAX = 10_485_760;
/** Aliases may repeat a part; a file that grows past this on reading is an attack or a mistake. */
const ALIASES_MAX = 100;

export interface ReadDocument {
  readonly content: unknown;
  /** The line of the key that a bracket path ("accounts[0][secret_key]") leads to, or of the last part found. */
  lineOf(path: string): number;
}

/** `file` is the name as the user gave it; refusals show it so. */
export async function readDocument(file: string, path: string): Promise<ReadDocument> {
  const text = await readText(file, path);
  // Loaded here and not above: most starts read no file, and should not wait for the parser.
  const yaml = await import("yaml");
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fault = document.errors[0];
  if (fault !== undefined) {
    throw new UsageError(`${file}:${lines.linePos(fault.pos[0]).line}: ${oneLine(fault.message)}`);
  }
  try {
    const content: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    return { content, lineOf: (at) => lines.linePos(offsetOf(yaml, document, at)).line };
  } catch (error) {
    throw new UsageError(`${file}: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
}

async function readText(file: string, path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`;
    throw new UsageError(`${file}: ${why}.`);
  }
  if (bytes.length > FILE_BYTES_MAX) throw new UsageError(`${file}: is larger than ${FILE_BYTES_MAX} bytes.`);
  return bytes.toString("utf8");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The offset of a key in a mapping or an element of a list, following a bracket path as far as it leads. */
function offsetOf(
  { isMap, isScalar, isSeq }: typeof import("yaml"),
  document: Document,
  path: string,
): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const name of path.split(/[[\]]+/).filter((part) => part !== "")) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}
