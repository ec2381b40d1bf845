/** No parameter of sessions is without a case, and each says what it does. The cases are in the files beside this one. */
import { describe, expect, test } from "vitest";
import { created, listFields } from "../../../src/params/common.ts";
import { fieldLines } from "../../../src/reference/parameters.ts";
import {
  createParams,
  listParams,
  updateParams,
} from "../../../src/resources/checkout/checkout_session/params/session_params.ts";
import { fileFor, provenBy } from "../../support/proven.ts";

describe("no parameter is without a case", () => {
  const names = provenBy();
  const acting = (fields: Parameters<typeof fieldLines>[0]) =>
    fieldLines(fields, (name) => name).filter(({ param }) => !param.notYet);

  test.each([
    ["creating", createParams, ""],
    ["updating", updateParams, "update "],
    ["listing", { ...listParams, ...listFields, created }, "list "],
  ] as const)("of %s", (_operation, fields, begin) => {
    const unproven = acting(fields).filter(({ path }) => fileFor(names, begin + path) === undefined);
    expect(unproven.map(({ path }) => path)).toEqual([]);
  });

  test("and no case is of a parameter that is gone", () => {
    const lines = [
      ...fieldLines(createParams, (name) => name),
      ...fieldLines(updateParams, (name) => `update ${name}`),
      ...fieldLines({ ...listParams, ...listFields, created }, (name) => `list ${name}`),
    ];
    const known = (name: string) =>
      name.endsWith("*")
        ? lines.some(({ path }) => path.startsWith(name.slice(0, -1)))
        : lines.some(({ path }) => path === name);
    expect([...names.keys()].filter((name) => !known(name))).toEqual([]);
  });

  test("and each says what it does", () => {
    const told = [createParams, updateParams, listParams].flatMap(acting);
    const silent = told.filter(({ param, does }) => param.fields === undefined && does === undefined);
    expect(silent.map(({ path }) => path)).toEqual([]);
    console.info(`${told.length} parameters of sessions act; cases go by ${names.size} names`);
  });
});
