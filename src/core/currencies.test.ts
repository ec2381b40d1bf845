import { describe, expect, test } from "vitest";
import {
  CURRENCIES,
  currencyFault,
  displayDigits,
  formatAmount,
  formatAmountForError,
  formatUnitAmount,
  isCurrency,
  maximumCharge,
  minimumCharge,
  minorDigits,
} from "./currencies.ts";

describe("the list", () => {
  test("begins in the order of Stripe's refusal", () => {
    expect(CURRENCIES.slice(0, 18).join(", ")).toBe(
      "usd, aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd",
    );
  });
  test("is alphabetical between usd and zmw", () => {
    const middle = CURRENCIES.slice(1, CURRENCIES.indexOf("zmw") + 1);
    expect(middle).toEqual([...middle].sort());
  });
  test("has each code once, of three lower-case letters", () => {
    expect(CURRENCIES.length).toBe(150);
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    for (const code of CURRENCIES) expect(code).toMatch(/^[a-z]{3}$/);
  });
  test.each(CURRENCIES)("%s can be formatted by Intl", (code) => {
    expect(() => new Intl.NumberFormat("en", { style: "currency", currency: code })).not.toThrow();
  });
  test.each(["USD", "xyz", "", "usdc", "constructor", "hasOwnProperty"])("has no %j", (code) => {
    expect(isCurrency(code)).toBe(false);
  });
  test.each(["usd", "eur", "jpy", "xcg", "mro"])("has %s", (code) => {
    expect(isCurrency(code)).toBe(true);
  });
});

test.each([
  ["usd", 2, 2],
  ["jpy", 0, 0],
  ["krw", 0, 0],
  ["kwd", 3, 3],
  ["isk", 2, 0],
  ["ugx", 2, 0],
  ["huf", 2, 2],
  ["twd", 2, 2],
] as const)("%s has %d digits and shows %d", (code, minor, shown) => {
  expect(minorDigits(code)).toBe(minor);
  expect(displayDigits(code)).toBe(shown);
});

describe("currencyFault", () => {
  test.each([
    [5120, "kwd"],
    [500, "isk"],
    [500, "ugx"],
    [1, "usd"],
    [1, "jpy"],
    [17550, "huf"],
    [0, "kwd"],
  ])("takes %d %s", (amount, currency) => {
    expect(currencyFault(amount, currency)).toBeNull();
  });
  test.each([
    [5123, "kwd", "multiple of 10,"],
    [5, "isk", "multiple of 100,"],
    [550, "ugx", "multiple of 100,"],
  ])("refuses %d %s", (amount, currency, part) => {
    expect(currencyFault(amount, currency)).toContain(part);
  });
});

describe("minimumCharge", () => {
  test.each([
    ["usd", 50],
    ["gbp", 30],
    ["pln", 200],
    ["hkd", 400],
    ["huf", 17500],
    ["jpy", 50],
    ["mxn", 1000],
  ])("of %s is %d", (currency, expected) => {
    expect(minimumCharge(currency)).toBe(expected);
  });
  test.each([
    ["twd", 1600],
    ["clp", 470],
    ["kwd", 160],
    ["isk", 6900],
    ["ugx", 184_000],
    ["kyd", 42],
  ])("of %s is about 50 US cents: %d", (currency, expected) => {
    expect(minimumCharge(currency)).toBe(expected);
  });
  test.each(CURRENCIES)("of %s is an amount that can be charged", (currency) => {
    const least = minimumCharge(currency);
    expect(least).toBeGreaterThan(0);
    expect(least).toBeLessThan(maximumCharge(currency));
    expect(currencyFault(least, currency)).toBeNull();
  });
  test("has an exchange rate or a listed minimum for every currency", () => {
    // The fallback is usd's minimum. Besides usd only currencies at par with it may have the same one.
    const atPar = CURRENCIES.filter((code) => minorDigits(code) === 2 && minimumCharge(code) === 50);
    expect(atPar.sort()).toEqual(
      "ars aud bmd brl bsd cad chf cop eur idr ils inr nzd pab php rub sgd usd zar".split(" "),
    );
  });
});

test("maximumCharge", () => {
  expect(maximumCharge("usd")).toBe(99_999_999);
  expect(maximumCharge("jpy")).toBe(99_999_999);
  expect(maximumCharge("idr")).toBe(999_999_999_999);
});

test.each([
  [50, "usd", "$0.50 usd"],
  [50, "eur", "€0.50 eur"],
  [30, "gbp", "£0.30 gbp"],
  [400, "hkd", "$4.00 hkd"],
  [17500, "huf", "175.00 Ft huf"],
  [200, "pln", "2.00 zł pln"],
  [50, "jpy", "¥50 jpy"],
  [5120, "kwd", "5.120 kwd"],
])("%d %s is refused as %s", (amount, currency, expected) => {
  expect(formatAmountForError(amount, currency)).toBe(expected);
});

test.each([
  ["1000", "usd", "$10.00"],
  ["3.6", "usd", "$0.036"],
  ["0", "usd", "$0.00"],
  ["0.05", "usd", "$0.0005"],
  ["123456.5", "usd", "$1,234.565"],
  ["500", "jpy", "¥500"],
  ["0.5", "jpy", "¥0.5"],
  ["1250.5", "kwd", "1.2505 KWD"],
])("the unit price %s %s is written %s", (decimal, currency, expected) => {
  expect(formatUnitAmount(decimal, currency)).toBe(expected);
});

test.each([
  [99_999_999, "usd", "$999,999.99"],
  [300, "cny", "¥3.00"],
  [100, "ugx", "1.00 USh"],
  [10, "sar", "ر.س0.10"],
  [-5, "usd", "-$0.05"],
  [1234, "xaf", "1,234 XAF"],
])("%d %s is written %s", (amount, currency, expected) => {
  expect(formatAmount(amount, currency)).toBe(expected);
});
