import { describe, expect, test } from "vitest";
import { type ApiError, errors } from "../../../core/errors.ts";
import { parseForm } from "../../../params/form.ts";
import type { Price } from "../../../resources/catalog/price/index.ts";
import { NEW_SESSION } from "../../../resources/checkout/checkout_session/row/defaults.ts";
import type {
  LineItem,
  PaymentSession,
  Session,
} from "../../../resources/checkout/checkout_session/row/session.ts";
import { en } from "../../../words/messages/en.ts";
import { isAmountMissing, isCodeForgotten, orderForm, orderTree, quantityBounds } from "./order_form.ts";
import { orderRefusal } from "./order_refusals.ts";

const language = { tag: "en-US", messages: en };

function line(
  id: string,
  more: Partial<LineItem> = {},
  custom: Price["custom_unit_amount"] = null,
): LineItem {
  const price: Partial<Price> = {
    currency: "usd",
    custom_unit_amount: custom,
    _currency_options: null,
    _tiers: null,
  };
  const whole: Partial<LineItem> = {
    id,
    currency: "usd",
    quantity: 2,
    adjustable_quantity: { enabled: true, minimum: null, maximum: null },
    price: price as Price,
    _custom_amount: null,
    ...more,
  };
  return whole as LineItem;
}
function session(lines: readonly LineItem[], more: Partial<PaymentSession> = {}): PaymentSession {
  return { ...NEW_SESSION, _line_items: lines, ...more };
}
const read = (text: string, of: Session) => {
  const { tree, state } = orderForm(parseForm(text), of, language);
  return { ...plain(tree), errors: state.errors };
};
const plain = (raw: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  Object.fromEntries([...raw].map(([name, value]) => [name, value instanceof Map ? plain(value) : value]));

const two = session([line("li_1"), line("li_2")]);

describe("quantities", () => {
  test.each([
    ["", {}],
    ["quantity[li_1]=2&quantity[li_2]=2", {}],
    ["quantity[li_1]=2&quantity[li_2]=5", { line_items: { 0: { id: "li_2", quantity: "5" } } }],
    ["quantity[li_1]=0", { line_items: { 0: { id: "li_1", quantity: "0" } } }],
    ["quantity[li_9]=3", {}],
    ["quantity=4", {}],
  ])("%s", (text, tree) => {
    expect(read(text, two)).toEqual({ ...tree, errors: {} });
  });

  test.each(["", "100", "-1", "1.5", "two", "9999999999"])("%j is out of bounds", (typed) => {
    const { errors } = read(`quantity[li_2]=${typed}`, two);
    expect(errors).toEqual({ "quantity[li_2]": "Enter a quantity from 0 to 99." });
  });

  test("of a line that is not adjustable are ignored", () => {
    const fixed = session([line("li_1", { adjustable_quantity: null })]);
    expect(read("quantity[li_1]=7", fixed)).toEqual({ errors: {} });
  });

  test.each([
    [null, null, 2, { minimum: 0, maximum: 99 }],
    [null, null, 1, { minimum: 1, maximum: 99 }],
    [3, 500, 1, { minimum: 3, maximum: 500 }],
    [0, null, 1, { minimum: 1, maximum: 99 }],
  ])("from %j to %j among %i lines", (minimum, maximum, lines, bounds) => {
    const first = line("li_1", { adjustable_quantity: { enabled: true, minimum, maximum } });
    expect(quantityBounds(first, session([first, line("li_2")].slice(0, lines)))).toEqual(bounds);
  });
});

describe("the promotion code", () => {
  test.each([
    ["promotionCode=SUMMER", {}, {}],
    ["promotionCode=+SUMMER+&_order=apply_code", { promotion_code: "SUMMER" }, {}],
    ["promotionCode=&_order=apply_code", {}, { promotionCode: "Enter a promotion code." }],
    ["promotionCode=x&_order=remove_code", { promotion_code: "" }, {}],
    ["promotionCode=SUMMER&_enter=1", { promotion_code: "SUMMER" }, {}],
    ["promotionCode=&_enter=1", {}, {}],
  ])("%s", (text, tree, errors) => {
    expect(read(text, two)).toEqual({ ...tree, errors });
  });

  test.each([
    ["promotionCode=SUMMER&_enter=1", true],
    ["promotionCode=SUMMER", false],
    ["promotionCode=&_enter=1", false],
  ])("%s: forgotten is %s", (text, forgotten) => {
    expect(isCodeForgotten(parseForm(text), two)).toBe(forgotten);
  });
});

describe("the amount", () => {
  const custom = { minimum: 500, maximum: 10_000, preset: null };
  const gift = session([line("li_1", { quantity: 1, adjustable_quantity: null }, custom)]);
  test.each([
    ["customUnitAmount=12.50", { line_items: { 0: { id: "li_1", custom_amount: "1250" } } }, {}],
    ["customUnitAmount=", {}, {}],
    ["customUnitAmount=abc", {}, { customUnitAmount: "Enter a valid amount." }],
    ["customUnitAmount=4.99", undefined, { customUnitAmount: "The amount must be at least $5.00." }],
    ["customUnitAmount=100.01", undefined, { customUnitAmount: "The amount must be no more than $100.00." }],
  ])("%s", (text, tree, errors) => {
    const found = read(text, gift);
    expect(found.errors).toEqual(errors);
    if (tree !== undefined) expect(found).toEqual({ ...tree, errors });
  });

  test("that is set already is not sent again", () => {
    const preset = session([line("li_1", { quantity: 1 }, { ...custom, preset: 700 })]);
    const chosen = session([line("li_1", { quantity: 1, _custom_amount: 800 }, { ...custom, preset: 700 })]);
    expect(plain(orderTree(parseForm("customUnitAmount=$7.00"), preset, "en-US"))).toEqual({});
    expect(plain(orderTree(parseForm("customUnitAmount=8"), chosen, "en-US"))).toEqual({});
  });

  test("is reported as missing if there is none", () => {
    expect(isAmountMissing(parseForm("customUnitAmount="), gift)).toBe(true);
    expect(isAmountMissing(parseForm("customUnitAmount=7"), gift)).toBe(false);
    expect(isAmountMissing(parseForm(""), two)).toBe(false);
  });
});

test("a shipping option is sent only if it is a different one", () => {
  const cost = { amount_subtotal: 0, amount_tax: 0, amount_total: 0, shipping_rate: "shr_1" };
  const shipped = session([line("li_1")], { shipping_cost: cost });
  expect(read("shipping-rate=shr_1", shipped)).toEqual({ errors: {} });
  expect(read("shipping-rate=shr_2", shipped)).toEqual({ shipping_rate: "shr_2", errors: {} });
});

describe("refusals", () => {
  const shownAs = (error: ApiError, text = "") => {
    const form = parseForm(text);
    return orderRefusal(error, form, orderForm(form, two, language), two, language);
  };
  const shown = (message: string, param: string | undefined, text = "") =>
    shownAs(errors.rule(message, param), text);
  test.each([
    ["invalid", "This code is invalid."],
    ["expired", "This promotion code is expired."],
    ["inactive", "This code is not active."],
    ["priorTransactions", "This code is only valid for a first purchase."],
  ] as const)("of a code: %s", (fault, text) => {
    expect(shownAs(errors.promotionCode(fault, "promotion_code"))).toEqual({ promotionCode: text });
  });
  test("of a code for another reason show the refusal's own message", () => {
    for (const text of ["Something new about it.", errors.promotionCode("inactive").message])
      expect(shown(text, "promotion_code")).toEqual({ promotionCode: text });
  });

  test("of a line are shown at the line", () => {
    expect(shown("x", "line_items[0][quantity]", "quantity[li_2]=7")).toEqual({
      "quantity[li_2]": "Enter a quantity from 0 to 99.",
    });
    expect(shown("x", "line_items[0][custom_amount]")).toEqual({ customUnitAmount: "Enter a valid amount." });
  });

  test("of a total are shown at the code that caused it", () => {
    expect(shown("too small", undefined, "promotionCode=x&_order=apply_code")).toEqual({
      promotionCode: "too small",
    });
    expect(shown("too small", undefined)).toBeNull();
  });

  test("of the buyer's data are not the order's", () => {
    expect(shown("x", "shipping[address][country]")).toBeNull();
    expect(shown("No such shipping rate", "shipping_rate")).toEqual({
      "shipping-rate": "No such shipping rate",
    });
  });
});
