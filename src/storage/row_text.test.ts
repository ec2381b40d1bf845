import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row, RowForm } from "./port.ts";
import { fromText, toText } from "./row_text.ts";

const BLANK = { id: "", object: "thing", a: null, b: { c: 1 }, list: [], _d: false };
const FORM: RowForm = {
  blank: BLANK,
  common: { list: "list", members: ["price"], blank: { n: 0, price: null } },
};
const row = (more: object): Row => ({ ...BLANK, id: "x_1", ...more }) as Row;
/** What is read of a row that was written. */
const back = (one: Row): Row => fromText(toText(one, FORM), FORM);

describe("toText and fromText", () => {
  test("what is usual is left out", () => {
    expect(JSON.parse(toText(row({ a: 5 }), FORM))).toEqual({ _over_blank: true, id: "x_1", a: 5 });
  });

  test("a row that lacks a key is whole", () => {
    const stub = { id: "x_1", object: "thing", deleted: true } as Row;
    expect(toText(stub, FORM)).toBe(JSON.stringify(stub));
    expect(back(stub)).toEqual(stub);
  });

  test("without a form, everything is whole", () => {
    expect(toText(row({}), {})).toBe(JSON.stringify(row({})));
  });

  test("what elements have in common is written once, and is one object again", () => {
    const [one, other] = [{ amount: 1 }, { amount: 2 }];
    const list = [one, other, one].map((price, i) => ({ n: i - 1, price }));
    const given = row({ list });
    expect(JSON.parse(toText(given, FORM))).toMatchObject({
      list: [{ n: -1, price: 0 }, { price: 1 }, { n: 1, price: 0 }],
      _common: [one, other],
    });
    const read = back(given) as Row & { list: { price: object }[] };
    expect(read).toEqual(given);
    expect(read.list[0]?.price).toBe(read.list[2]?.price);
  });

  test("any row comes back as it was", () => {
    const price = fc.oneof(fc.constantFrom(null, 0, 1, "x"), fc.record({ amount: fc.integer() }));
    const prices = fc.array(price, { minLength: 1, maxLength: 4 });
    const cases = fc.tuple(prices, fc.array(fc.nat(), { maxLength: 6 }), fc.jsonValue());
    fc.assert(
      fc.property(cases, ([known, picks, a]) => {
        const list = picks.map((pick, n) => ({ n, price: known[pick % known.length] }));
        const given = row({ list, a });
        const written = JSON.parse(JSON.stringify(given));
        expect(back(given)).toEqual(written);
        // What was read is written again, less of it, or more.
        expect(back(back(given))).toEqual(written);
        const [first] = written.list;
        expect(back({ ...back(given), list: first === undefined ? [] : [first] } as Row)).toEqual({
          ...written,
          list: first === undefined ? [] : [first],
        });
      }),
    );
  });
});
