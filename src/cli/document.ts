/** Reads a YAML or JSON file (JSON is valid YAML), and finds the line of each key for error messages. */
import { readFile } from "node:fs/promises";
import type { Document, Node } from "yaml";
import { UsageError } from "./faults.ts";

/** The largest file. Config and seed files are written by hand, so this is plenty. */
const FILE_BYTES_MAX = 10_485_760;
/** How many parts YAML aliases may repeat. A file with more is an attack or a mistake. */
const ALIASES_MAX = 100;

export interface ReadDocument {
  readonly content: unknown;
  /**
   * The line of the key at a bracket path ("accounts[0][secret_key]"), or of the last part of the path that
   * exists.
   */
  lineOf(path: string): number;
}

/** `file` is the name as the user wrote it, for error messages; `path` is where to read it. */
export async function readDocument(file: string, path: string): Promise<ReadDocument> {
  const text = await readText(file, path);
  // Loaded only here: most starts read no file and should not wait for the parser.
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

/** The offset in the text of the key or list element at a bracket path, or of the last part that exists. */
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
