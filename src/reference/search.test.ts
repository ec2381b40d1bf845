/** What the search finds, and in which order. */
import { describe, expect, test } from "vitest";
import { type Entry, entriesOf, find, QUERY_CHARS_MAX, type SearchIndex } from "./search.ts";

const INDEX: SearchIndex = {
  entries: [
    ["endpoint", "POST /v1/coupons", "Create a coupon", "coupon.html#create"],
    ["object", "Coupons", "coupon", "coupon.html"],
    ["error", "coupon_expired", "Error code", "error_codes.html#coupon_expired"],
    ["event", "coupon.created", "Event", "event_types.html#coupon.created"],
  ],
  params: [
    {
      page: "session.html",
      endpoint: "POST /v1/checkout/sessions",
      anchor: "create",
      paths: ["discounts[][coupon]", "line_items[][price]", "line_items[][price_data]", "currency"],
    },
  ],
};
const ENTRIES = entriesOf(INDEX);
const names = (query: string, max = 10) => find(ENTRIES, query, max).map(([, name]) => name);

describe("find", () => {
  test.each([
    ["a very name comes first", "coupon_expired", ["coupon_expired"]],
    [
      "then a last part, a beginning, a part, and what only occurs",
      "coupon",
      ["discounts[][coupon]", "Coupons", "coupon_expired", "coupon.created", "POST /v1/coupons"],
    ],
    ["capitals do not matter", "COUPON_EXPIRED", ["coupon_expired"]],
    [
      "every word must occur, in the name or beside it",
      "create coupon",
      ["coupon.created", "POST /v1/coupons"],
    ],
    [
      "an element of a list by its names",
      "line_items price",
      ["line_items[][price]", "line_items[][price_data]"],
    ],
    ["nothing", "subscription", []],
    ["spaces alone", "   ", []],
  ])("%s", (_what, query, found) => {
    expect(names(query)).toEqual(found);
  });

  test("returns at most the requested number of entries", () => {
    expect(names("coupon", 2)).toHaveLength(2);
  });

  test("reads only a bounded part of the query", () => {
    const name = "a".repeat(QUERY_CHARS_MAX);
    const entries: Entry[] = [["error", name, "", "x"]];
    expect(find(entries, `${name}bbb`, 1)).toHaveLength(1);
  });
});

test("a parameter links to its anchor", () => {
  expect(find(ENTRIES, "line_items[][price]", 1)).toEqual([
    [
      "parameter",
      "line_items[][price]",
      "POST /v1/checkout/sessions",
      "session.html#create.line_items.price",
    ],
  ]);
});
