import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Data, Row, RowForm } from "./port.ts";
import { fromText, toText } from "./row_text.ts";

const USUAL = { id: "", object: "thing", a: null, b: { c: 1 }, list: [], _d: false };
const FORM: RowForm = {
  usual: USUAL,
  usualElements: { list: "list", members: ["price"], usual: { n: 0, price: null } },
};
const row = (more: object): Row => ({ ...USUAL, id: "x_1", ...more }) as Row;
/** What is read of a row that was written. */
const back = (one: Row): Row => fromText(toText(one, FORM), FORM);

describe("toText and fromText", () => {
  test("usual values are left out", () => {
    expect(JSON.parse(toText(row({ a: 5 }), FORM))).toEqual({ _over_blank: true, id: "x_1", a: 5 });
  });

  test("a row that lacks a usual key is written as a whole", () => {
    const stub = { id: "x_1", object: "thing", deleted: true } as Row;
    expect(toText(stub, FORM)).toBe(JSON.stringify(stub));
    expect(back(stub)).toEqual(stub);
  });

  test("without a form, every row is written as a whole", () => {
    expect(toText(row({}), {})).toBe(JSON.stringify(row({})));
  });

  test("what elements have in common is written once, and is one object when read", () => {
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

  test("any row comes back as it was written", () => {
    const price = fc.oneof(fc.constantFrom(null, 0, 1, "x"), fc.record({ amount: fc.integer() }));
    const prices = fc.array(price, { minLength: 1, maxLength: 4 });
    const cases = fc.tuple(prices, fc.array(fc.nat(), { maxLength: 6 }), fc.jsonValue());
    fc.assert(
      fc.property(cases, ([known, picks, a]) => {
        const list = picks.map((pick, n) => ({ n, price: known[pick % known.length] }));
        const given = row({ list, a });
        const written = JSON.parse(JSON.stringify(given));
        expect(back(given)).toEqual(written);
        // What was read is written again, as it is, with keys removed, or with keys added.
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

describe("rows of an older shape", () => {
  const extra = { given: true, name: null };
  /** Rows of the first shape: `b` has one key, elements have two. */
  const older: Row[] = [
    row({}),
    row({ b: { c: 2 } }),
    row({ list: [{ n: 0, price: null }] }),
    row({ b: { c: 2 }, list: [0, 1].map((n) => ({ n, price: null })) }),
    { ...row({}), extra } as Row,
  ];
  /** The second shape adds a key inside `b` and one in each element. */
  const toSecond = (data: Data): Data => ({
    ...data,
    b: { more: "none", ...(data.b as object) },
    list: (data.list as object[]).map((element) => ({ tax: 0, ...element })),
  });
  const SECOND: RowForm = {
    usual: { ...USUAL, b: { c: 1, more: "none" } },
    usualElements: { list: "list", members: ["price"], usual: { n: 0, price: null, tax: 0 } },
    upgrades: [toSecond],
  };
  const THIRD: RowForm = { ...SECOND, upgrades: [toSecond, (data) => ({ ...data, d: "third" })] };

  test.each(older.map((one, i) => ({ i, one })))("are read with everything added since ($i)", ({ one }) => {
    const read = fromText<Row & Data>(toText(one, FORM), SECOND);
    expect(read.b).toMatchObject({ c: (one as unknown as { b: { c: number } }).b.c, more: "none" });
    for (const element of read.list as object[]) expect(element).toHaveProperty("tax", 0);
    const third = fromText<Row & Data>(toText(one, FORM), THIRD);
    expect(third).toMatchObject({ ...JSON.parse(JSON.stringify(read)), d: "third" });
  });

  test("are written in the newest shape, which is not upgraded again", () => {
    const read: Row = fromText(toText(row({ b: { c: 2 } }), FORM), SECOND);
    const again: RowForm = { ...SECOND, upgrades: [() => expect.unreachable("upgraded twice")] };
    const text = toText({ ...read, b: { c: 3, more: "some" } } as Row, SECOND);
    expect(fromText(text, again)).toMatchObject({ b: { c: 3, more: "some" } });
    expect(JSON.parse(JSON.stringify(fromText(text, again)))).not.toHaveProperty("_version");
  });

  test("are upgraded without usual values too; stubs of deleted objects stay unchanged", () => {
    const upgrades: RowForm["upgrades"] = [(data) => ({ added: 1, ...data })];
    expect(fromText(toText(row({}), {}), { upgrades })).toMatchObject({ ...row({}), added: 1 });
    const stub = { id: "x_1", object: "thing", deleted: true } as Row;
    expect(fromText(toText(stub, {}), { upgrades })).toEqual(stub);
    expect(fromText(toText(stub, { upgrades }), { upgrades })).toEqual(stub);
  });

  test("a row that a newer program wrote is refused, not misread", () => {
    expect(() => fromText(toText(row({}), THIRD), SECOND)).toThrow("newer Checkstand");
  });
});
