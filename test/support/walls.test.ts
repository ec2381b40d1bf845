/** The rules about imports find what is planted: by them, the tables of `test/tidy.test.ts` are checked. */
import { describe, expect, test } from "vitest";
import { cyclesOf, forbiddenImports, importsIn, pastTheIndex, type Rooms, staleNames } from "./walls.ts";

const read = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).flatMap(([file, text]) => importsIn(file, text));

test.each([
  ['import { a } from "../b/c.ts";', "b/c.ts", false],
  ['import type { a } from "../b/c.ts";', "b/c.ts", true],
  ['import { type a } from "../b/c.ts";', "b/c.ts", true],
  ['import { type a, b } from "../b/c.ts";', "b/c.ts", false],
  ['import "./c.ts";', "a/c.ts", false],
  ['import * as fs from "node:fs";', "node:fs", false],
  ['export { a } from "./c.ts";', "a/c.ts", false],
  ['export type { a } from "./c.ts";', "a/c.ts", true],
  ['export { type a } from "./c.ts";', "a/c.ts", true],
  ['export * from "./c.ts";', "a/c.ts", false],
  ['const c = await import("./c.ts");', "a/c.ts", false],
  ['type C = typeof import("./c.ts");', "a/c.ts", true],
  ['type C = import("./c.ts").C;', "a/c.ts", true],
  ['const pg = require("pg");', "pg", false],
  ["const c = await import(name);", "(a name that is worked out while the program runs)", false],
])("%s", (text, to, typesOnly) => {
  expect(importsIn("a/x.ts", `// first\n${text}`)).toMatchObject([
    { from: "a/x.ts", line: 2, to, typesOnly },
  ]);
});

describe("rooms", () => {
  const ROOMS: Rooms = {
    low: ["node:crypto"],
    "low/port.ts": [],
    high: ["low/port.ts", "types:low", "node:fs"],
  };
  const said = (text: string, file = "high/x.ts") => forbiddenImports(read({ [file]: text }), ROOMS);

  test.each([
    ["its own room", 'import "./inside/y.ts";'],
    ["a room that is listed", 'import { port } from "../low/port.ts";'],
    ["a package that is listed", 'import "node:fs";'],
    ["types where types are listed", 'import type { L } from "../low/l.ts";'],
  ])("allowed: %s", (_what, text) => {
    expect(said(text)).toEqual([]);
  });

  test.each([
    ["a value where types are listed", 'import { l } from "../low/l.ts";', "imports low/l.ts (low)"],
    ["a package", 'import "node:net";', "imports node:net"],
    ["a file of no room", 'import "../elsewhere.ts";', "imports elsewhere.ts (no room)"],
    ["an export", 'export { l } from "../low/l.ts";', "imports low/l.ts (low)"],
    ["a dynamic import", 'await import("../low/l.ts");', "imports low/l.ts (low)"],
  ])("found: %s", (_what, text, what) => {
    expect(said(text)).toEqual([
      `src/high/x.ts:1 ${what}; "high" may import itself and low/port.ts, types of low, node:fs`,
    ]);
  });

  test("found: types that the room does not list, and a room inside one that is its own", () => {
    expect(said('import type { H } from "../high/h.ts";', "low/x.ts")).toEqual([
      'src/low/x.ts:1 imports types of high/h.ts (high); "low" may import itself and node:crypto',
    ]);
    expect(said('import type { L } from "./l.ts";', "low/port.ts")).toEqual([
      'src/low/port.ts:1 imports types of low/l.ts (low); "low/port.ts" may import itself and nothing else',
    ]);
  });

  test("found: a file in no room", () => {
    expect(said('import "node:fs";', "lost/x.ts")).toEqual(["src/lost/x.ts is in no room of the table"]);
  });

  test("found: names that stand for nothing", () => {
    const files = {
      "low/l.ts": 'import "node:crypto";',
      "high/h.ts": 'import type { L } from "../low/l.ts";',
    };
    expect(staleNames(Object.keys(files), read(files), ROOMS)).toEqual([
      '"low/port.ts" has no files',
      '"high" may import low/port.ts, which is no room and which it does not import',
      '"high" may import node:fs, which is no room and which it does not import',
    ]);
  });
});

test("circles are found, those of types too", () => {
  const files = {
    "a.ts": 'import "./b.ts";',
    "b.ts": 'import type { C } from "./c.ts";',
    "c.ts": 'export type { A } from "./a.ts"; import "./d.ts";',
    "d.ts": 'import "node:fs"; import type { C } from "./c.ts";',
    "e.ts": 'import "./a.ts"; import "./d.ts";',
  };
  expect(cyclesOf(read(files))).toEqual(["a.ts → b.ts → c.ts → a.ts", "c.ts → d.ts → c.ts"]);
  expect(cyclesOf(read({ "a.ts": 'import "./b.ts";', "b.ts": "" }))).toEqual([]);
});

test("what reaches past an object's index.ts is found", () => {
  const area = (text: string) => pastTheIndex(read({ "resources/one/coupon.ts": text }));
  expect(area('import { p } from "./price/index.ts"; import type { R } from "./price/row/row.ts";')).toEqual(
    [],
  );
  expect(area('import { p } from "./price/params.ts"; import type { Q } from "./price/params.ts";')).toEqual([
    "resources/one/coupon.ts → resources/one/price/params.ts",
  ]);
  expect(area('import { r } from "./price/row/row.ts";')).toEqual([
    "resources/one/coupon.ts → resources/one/price/row/row.ts",
  ]);
  expect(pastTheIndex(read({ "resources/one/price/parts.ts": 'import "./params.ts";' }))).toEqual([]);
});
