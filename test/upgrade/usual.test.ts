/** Rows cannot change their shape unnoticed: what storage left out of them means today what it meant then. */
import { describe, expect, test } from "vitest";
import { allResources } from "../../src/resources/index.ts";
import type { Data, RowForm } from "../../src/storage/port.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import json from "./usual.json" with { type: "json" };
import { faultsIn, type Recorded, usualOf, type Versions, versionOf } from "./usual.ts";

// The file has what `record_usual.ts` writes.
const recorded = json as Recorded;
const forms = allResources(VERSIONS).flatMap(({ object, row }) =>
  row === undefined ? [] : [{ object, row }],
);

test.each(forms)("rows of $object that are stored are read as they were written", ({ object, row }) => {
  expect(faultsIn(row, recorded[object])).toEqual([]);
});

test.each(forms)("what is left out of $object is written down", ({ object, row }) => {
  const remedy = "run `npx tsx test/upgrade/record_usual.ts`";
  expect(recorded[object]?.[versionOf(row)], remedy).toEqual(usualOf(row));
});

test("no kind was forgotten", () => {
  const kinds = forms.map(({ object }) => object);
  expect(Object.keys(recorded).filter((kind) => !kinds.includes(kind))).toEqual([]);
  expect(kinds).toContain("checkout.session");
});

describe("the guard", () => {
  const USUAL = { id: "", object: "thing", a: null, b: { c: 1 }, none: {}, place: undefined, list: [] };
  const ELEMENT = { n: 0, price: undefined };
  const FORM: RowForm = {
    usual: USUAL,
    usualElements: { list: "list", members: ["price"], usual: ELEMENT },
  };
  const BEFORE: Versions = { 1: usualOf(FORM) };
  const withUsual = (more: object): RowForm => ({ ...FORM, usual: { ...USUAL, ...more } });
  const withElement = (more: object): RowForm => ({
    ...FORM,
    usualElements: { list: "list", members: ["price"], usual: { ...ELEMENT, ...more } },
  });
  const upgraded = (form: RowForm, upgrade: (row: Data) => Data): RowForm => ({
    ...form,
    upgrades: [upgrade],
  });
  const keysOf = (faults: readonly string[]) => faults.map((fault) => fault.split(":", 1)[0]);

  test("passes a form that is as it was, or has a key more at its top", () => {
    expect(faultsIn(FORM, BEFORE)).toEqual([]);
    expect(faultsIn(withUsual({ z: 5 }), BEFORE)).toEqual([]);
    expect(faultsIn(FORM, {})).toEqual([]);
    // A list whose elements were written whole until now.
    expect(faultsIn(FORM, { 1: usualOf({ usual: USUAL }) })).toEqual([]);
  });

  test.each<[string, RowForm, string]>([
    ["a value", withUsual({ a: 0 }), "a"],
    ["a nested value", withUsual({ b: { c: 2 } }), "b"],
    ["a place that gets a value", withUsual({ place: null }), "place"],
    ["a list", withUsual({ list: [{ n: 1 }] }), "list"],
    ["a value of elements", withElement({ n: 1 }), "list[].n"],
    ["what becomes null", withUsual({ b: null }), "b"],
    ["a key that is added to a part", withUsual({ b: { c: 1, d: null } }), "b"],
    ["a key that is added to an empty part", withUsual({ none: { d: null } }), "none"],
    ["a key that is added to elements", withElement({ tax: 0 }), "list[].tax"],
  ])("sees %s", (_name, form, key) => {
    expect(keysOf(faultsIn(form, BEFORE))).toEqual([key]);
  });

  test("sees a key that is taken away", () => {
    const { a, ...rest } = USUAL;
    expect(a).toBeNull();
    expect(keysOf(faultsIn({ ...FORM, usual: rest }, BEFORE))).toEqual(["a"]);
    const { list, members } = { list: "list", members: ["price"] };
    const bare = { ...FORM, usualElements: { list, members, usual: { price: undefined } } };
    expect(keysOf(faultsIn(bare, BEFORE))).toEqual(["list[].n"]);
  });

  test("passes parts and elements that an upgrade brings to today's shape", () => {
    const nested = upgraded(withUsual({ b: { c: 1, d: null } }), (row) => ({
      ...row,
      b: { d: null, ...(row.b as object) },
    }));
    expect(faultsIn(nested, BEFORE)).toEqual([]);
    const elements = upgraded(withElement({ tax: 0 }), (row) => ({
      ...row,
      list: (row.list as object[]).map((one) => ({ tax: 0, ...one })),
    }));
    expect(faultsIn(elements, BEFORE)).toEqual([]);
    const moved = upgraded(withUsual({ b: { e: { c: 1 } } }), (row) => {
      const { c, e = { c } } = row.b as { c?: number; e?: object };
      return { ...row, b: { e } };
    });
    expect(faultsIn(moved, BEFORE)).toEqual([]);
  });

  test("sees an upgrade that makes something else of what was left out", () => {
    const other = upgraded(withUsual({ b: { c: 1, d: null } }), (row) => ({
      ...row,
      b: { d: 0, ...(row.b as object) },
    }));
    expect(keysOf(faultsIn(other, BEFORE))).toEqual(["b"]);
    const nothing = upgraded(withUsual({ a: 0 }), (row) => row);
    expect(keysOf(faultsIn(nothing, BEFORE))).toEqual(["a"]);
  });

  test("sees upgrades that are taken away", () => {
    expect(faultsIn(FORM, { 1: usualOf(FORM), 2: usualOf(FORM) })).toEqual([
      "version 2 was written before: upgrades are never taken away",
    ]);
  });
});
