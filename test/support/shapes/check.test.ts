/** The checker of answers finds every kind of fault, and the shapes that it is given are those of the clients. */
import { describe, expect, test } from "vitest";
import { VERSIONS } from "../../../src/versions/index.ts";
import { faultsOf } from "./check.ts";
import { readersOf } from "./load.ts";
import { Reader } from "./read.ts";
import type { Shapes } from "./write.ts";

const OLD: Shapes = {
  objects: { shelf: "Shelf | DeletedShelf", book: "Book", event: "Event", error: "Error" },
  events: { "shelf.updated": "Shelf" },
  types: {
    Shelf: {
      id: "string",
      object: "'shelf'",
      books: "list(Book)",
      height: "number",
      "label?": "string",
      metadata: "Metadata",
      owner: "string | Person | null",
      places: "[Place]",
      status: "Status",
      weights: "{integer}",
    },
    DeletedShelf: { id: "string", object: "'shelf'", deleted: "'true'" },
    Book: { id: "string", object: "'book'", first: "string | Shelf" },
    Place: { at: "integer", isFree: "boolean" },
    Metadata: { "*": "string" },
    Status: "'empty' | 'full'",
    Event: { object: "'event'", api_version: "string", data: "any", type: "string" },
    Error: { "code?": "'missing'", type: "string" },
  },
};
const NEW: Shapes = {
  ...OLD,
  types: {
    ...OLD.types,
    Shelf: { ...(OLD.types.Shelf as object), colour: "Colour | null" },
    Book: { id: "string", object: "'book'", pages: "integer" },
    Colour: { name: "string" },
    Status: "'empty' | 'full' | 'lost'",
  },
};
const readers = [new Reader(OLD), new Reader(NEW)];
const inVersion = (version: string) => (version === "old" ? readers : readers.slice(1));
const faults = (body: unknown, version = "old") =>
  faultsOf(JSON.parse(JSON.stringify(body)), version, inVersion).map(({ at, what }) => `${at} ${what}`);

const BOOK = { id: "b", object: "book", first: "s" };
const SHELF = {
  id: "s",
  object: "shelf",
  books: { object: "list", data: [BOOK], has_more: false, url: "/b" },
  height: 1.5,
  metadata: { any: "thing" },
  owner: null,
  places: [{ at: 1, isFree: true }],
  status: "empty",
  weights: { left: 1 },
};

test("what is declared has no faults", () => {
  expect(faults(SHELF)).toEqual([]);
  expect(faults({ id: "s", object: "shelf", deleted: true })).toEqual([]);
  expect(faults({ object: "list", data: [SHELF, BOOK], has_more: true, url: "/s" })).toEqual([]);
  expect(faults({ error: { code: "missing", type: "invalid_request_error" } })).toEqual([]);
});

describe("a fault is found, and named by the object that it is in", () => {
  test.each([
    ["a missing member", { status: undefined }, "shelf.status is missing"],
    ["an undeclared member", { width: 1 }, "shelf.width is not declared"],
    ["another type", { label: 1 }, "shelf.label is 1"],
    ["a string", { height: "1.5" }, "shelf.height is a string"],
    ["null", { label: null }, "shelf.label is null"],
    ["a value that the enum does not have", { status: "broken" }, 'shelf.status has the value "broken"'],
    ["a fraction", { places: [{ at: 1.5, isFree: true }] }, "shelf.places.at is 1.5"],
    ["a member within a list", { places: [{ at: 1 }] }, "shelf.places.isFree is missing"],
    ["a hash instead of a list", { places: { at: 1 } }, "shelf.places is a hash"],
    ["a list instead of a hash", { metadata: ["a"] }, "shelf.metadata is a list"],
    ["metadata of another type", { metadata: { a: 1 } }, "shelf.metadata.a is 1"],
    ["a map's values", { weights: { left: "1" } }, "shelf.weights.left is a string"],
    ["an object of another type", { owner: BOOK }, "shelf.owner is a book"],
    [
      "a list's own members",
      { books: { ...SHELF.books, count: 1 } },
      "shelf.books (list).count is not declared",
    ],
    [
      "an object within a list",
      { books: { ...SHELF.books, data: [{ ...BOOK, first: 1 }] } },
      "book.first is 1",
    ],
  ])("%s", (_what, more, fault) => expect(faults({ ...SHELF, ...more })).toEqual([fault]));

  test("an answer that is no object, or of an object that nobody knows", () => {
    expect(faults("ok")).toEqual(["(answer) is no object"]);
    expect(faults({ object: "table" })).toEqual(["table is no object of any types"]);
    expect(faults({ error: { code: "odd", type: "x" }, ok: 1 })).toEqual([
      "(answer).ok is not declared",
      'error.code has the value "odd"',
    ]);
  });
});

describe("an old version", () => {
  test("may have what younger types declare, in their shape", () => {
    expect(faults({ ...SHELF, colour: { name: "red" }, status: "lost" })).toEqual([]);
    expect(faults({ ...SHELF, colour: { name: 1, tone: 2 } })).toEqual([
      "shelf.colour.name is 1",
      "shelf.colour.tone is not declared",
    ]);
    expect(faults({ ...BOOK, pages: 7 })).toEqual([]);
  });

  test("must have what its own types declare, which a new one must not", () => {
    expect(faults({ id: "b", object: "book", pages: 7 })).toEqual(["book.first is missing"]);
    expect(faults({ ...BOOK, pages: 7 }, "new")).toEqual(["book.first is not declared"]);
  });
});

test("an event is held against the shapes of its own version", () => {
  const event = { object: "event", api_version: "old", type: "shelf.updated", data: { object: SHELF } };
  expect(faults(event, "new")).toEqual([]);
  const changed = { ...event, data: { object: SHELF, previous_attributes: { status: "full", colour: 1 } } };
  expect(faults(changed)).toEqual(["shelf (before).colour is 1"]);
  expect(faults({ ...event, api_version: "new" })).toEqual([
    "shelf.colour is missing",
    "book.pages is missing",
    "book.first is not declared",
  ]);
  expect(faults({ ...event, type: "shelf.burned" })).toEqual(['event.type has the value "shelf.burned"']);
});

test.each([
  ["2023-10-16", "current_period_end", true],
  ["2025-08-27.basil", "current_period_end", false],
  ["2025-08-27.basil", "billing_mode", true],
  ["2026-02-25.clover", "billing_schedules", false],
  ["2026-10-28.endive", "billing_schedules", true],
])("the client of %s declares that a subscription has %s: %s", (version, member, has) => {
  const [reader] = readersOf(version);
  expect(reader?.union("Subscription").hashes[0]?.has(member)).toBe(has);
});

test("every version has shapes, of all that the clients of its line know", () => {
  for (const version of VERSIONS) {
    const { objects, types } = readersOf(version)[0]?.shapes ?? { objects: {}, types: {} };
    expect(Object.keys(objects).length, version).toBeGreaterThan(30);
    expect(Object.keys(types).length, version).toBeGreaterThan(900);
  }
});
