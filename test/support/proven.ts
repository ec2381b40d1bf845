/**
 * Finds the parameters that have a test by reading the tests' text, so that a parameter without one is noticed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WIRE = fileURLToPath(new URL("../wire/checkout/", import.meta.url));
const FILES = /^checkout_sessions\.parameters\..*\.test\.ts$/;

/** The parameter names that tests cover, with the file of each. */
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

/** The file with the test of a parameter, or undefined if there is none. */
export function fileFor(names: ReadonlyMap<string, string>, path: string): string | undefined {
  const exact = names.get(path);
  if (exact !== undefined) return exact;
  for (const [name, file] of names) {
    if (name.endsWith("*") && path.startsWith(name.slice(0, -1))) return file;
  }
  return undefined;
}
