/** Which types of payment methods each API version knows, where parameters name them. */
import { expect, test } from "vitest";
import { KNOWN_TYPES, METHOD_TYPES } from "../method_types/index.ts";
import type { Fields } from "../params/param.ts";
import { allResources } from "../resources/index.ts";
import { dialectOf, fieldsFor, VERSIONS } from "./index.ts";
import { BROUGHT } from "./method_types.ts";

test("what versions brought are versions and types that there are, each once", () => {
  const all = Object.values(BROUGHT).flat();
  expect(all.filter((type) => !KNOWN_TYPES.includes(type))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
  const versions: readonly string[] = VERSIONS;
  expect(Object.keys(BROUGHT).filter((version) => !versions.includes(version))).toEqual([]);
});

/** The types that a parameter or one within it has as a choice, or as the name of a field. */
function typesIn(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, param]) => {
    if (param.ofMethodTypes === false) return []; // the page's, which are the same in every version
    const inner = param.items ?? param;
    const named = param.ofMethodTypes && METHOD_TYPES.includes(name) ? [name] : [];
    const chosen = inner.ofMethodTypes ? (inner.choices ?? []) : [];
    return [...named, ...chosen, ...typesIn(inner.fields ?? {})];
  });
}

test("no operation knows a type before the version that brought it, and afterwards all that know types do", () => {
  const operations = allResources(VERSIONS).flatMap(({ path, operations: own }) =>
    Object.entries(own).map(
      ([name, operation]) =>
        [
          name.replace(/\/(?=:)|\/$/, (slash) => (name.endsWith(slash) ? path : `${path}/`)),
          operation,
        ] as const,
    ),
  );
  const typesBy = (version: string, name: string, operation: (typeof operations)[number][1]) => {
    const dialect = dialectOf(version);
    if (dialect === null) throw new Error(`no version ${version}`);
    return new Set(typesIn(fieldsFor(dialect, name, operation)));
  };
  let checked = 0;
  for (const [version, brought] of Object.entries(BROUGHT)) {
    const before = VERSIONS[(VERSIONS as readonly string[]).indexOf(version) + 1] ?? "";
    for (const [name, operation] of operations) {
      const [old, now] = [typesBy(before, name, operation), typesBy(version, name, operation)];
      expect(
        brought.filter((type) => old.has(type)),
        `${name} in ${before}`,
      ).toEqual([]);
      checked += brought.filter((type) => now.has(type)).length;
    }
  }
  expect(checked).toBeGreaterThan(100);
});
