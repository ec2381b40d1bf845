/**
 * Which parameters have a case, read from the tests' text: so a parameter without one is noticed, and documentation
 * can lead to the case.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WIRE = fileURLToPath(new URL("../wire/", import.meta.url));
const FILES = /^checkout_sessions\.parameters\..*\.test\.ts$/;

/** Names of cases by the file they stand in. */
export function provenBy(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of readdirSync(WIRE).filter((name) => FILES.test(name))) {
    const text = readFileSync(WIRE + file, "utf8");
    for (const [, list = ""] of text.matchAll(
      /\bparameter\(\s*(\[[^\]]*(?:\][^\]]*?)*?\]|"[^"]*"),\s*async/g,
    )) {
      for (const [, name = ""] of list.matchAll(/"([^"]+)"/g)) names.set(name, file);
    }
  }
  return names;
}

/** The file with the case of a parameter, or undefined where none is about it. */
export function fileFor(names: ReadonlyMap<string, string>, path: string): string | undefined {
  const exact = names.get(path);
  if (exact !== undefined) return exact;
  for (const [name, file] of names) {
    if (name.endsWith("*") && path.startsWith(name.slice(0, -1))) return file;
  }
  return undefined;
}
