import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { allResources } from "../resources/index.ts";
import { Registry } from "../resources/registry.ts";
import { acceptFrom, dialectOf, fieldsFor, VERSIONS } from "./index.ts";

const { routes } = new Registry(allResources(VERSIONS), {
  checkoutOrigin: "",
  settings: DEFAULT_SETTINGS,
  now: () => 0,
});

describe.each(VERSIONS)("%s", (version) => {
  const dialect = dialectOf(version);
  if (dialect === null) throw new Error(`no version ${version}`);

  test("converting an input up adds only parameters that the operation defines", () => {
    for (const { name, operation } of routes) {
      const known = { ...operation.params, ...operation.olderParams };
      const carried = Object.keys(acceptFrom(dialect, name, {}));
      expect(
        carried.filter((key) => !Object.hasOwn(known, key)),
        name,
      ).toEqual([]);
    }
  });

  test("older parameters of an operation are accepted only in older versions", () => {
    for (const { name, operation } of routes) {
      const fields = fieldsFor(dialect, name, operation);
      const older = Object.keys(operation.olderParams);
      const opened = older.filter((key) => Object.hasOwn(fields, key));
      const named = dialect.changes.flatMap((change) => change.params?.[name]?.older ?? []);
      expect(opened, name).toEqual(older.filter((key) => named.includes(key)));
    }
  });
});
