import fc from "fast-check";
import { expect, test } from "vitest";
import { CURRENCIES, displayDigits, minorDigits } from "../core/currencies.ts";
import { money } from "../words/languages.ts";
import { readAmount } from "./amount_text.ts";

test.each([
  ["12.50", "usd", "en-US", 1250],
  ["$12.50", "usd", "en-US", 1250],
  ["5", "gbp", "en-GB", 500],
  [" £ 5 ", "gbp", "en-GB", 500],
  ["12.5", "usd", "en-US", 1250],
  [".5", "usd", "en-US", 50],
  ["12.", "usd", "en-US", 1200],
  ["1,234.50", "usd", "en-US", 123_450],
  ["1.234,50 €", "eur", "de", 123_450],
  ["12,50", "usd", "en-US", 1250],
  ["12.50", "eur", "de", 1250],
  ["1,250", "usd", "en-US", 125_000],
  ["1.250", "eur", "de", 125_000],
  ["1,23,456.70", "inr", "en-IN", 12_345_670],
  ["1 234,50", "eur", "fr", 123_450],
  ["1500", "jpy", "ja", 1500],
  ["¥1,500", "jpy", "ja", 1500],
  ["12.345", "jpy", "en-US", 12_345],
  ["5.000", "bhd", "en-US", 5000],
  ["5,125", "kwd", "de", 5125],
  ["1.500", "isk", "en-US", 150_000],
  ["１２.５０", "usd", "en-US", 1250],
] as const)("%s in %s, %s: %i", (text, currency, tag, amount) => {
  expect(readAmount(text, currency, tag)).toBe(amount);
});

test.each([
  ["", "usd"],
  ["abc", "usd"],
  ["-5", "usd"],
  ["1.234.5", "usd"],
  ["1,2,3", "usd"],
  ["12.3456", "usd"],
  ["1.5", "jpy"],
  ["9".repeat(31), "usd"],
] as const)("%j in %s is no amount", (text, currency) => {
  expect(readAmount(text, currency, "en-US")).toBeNull();
});

test("an amount as the page shows it can be read again", () => {
  const whole = (amount: number, currency: string) =>
    amount - (amount % 10 ** (minorDigits(currency) - displayDigits(currency)));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999 }),
      fc.constantFrom(...CURRENCIES),
      fc.constantFrom("en-US", "de", "fr", "pt-BR", "sv", "ja"),
      (amount, currency, tag) => {
        const shown = money(whole(amount, currency), currency, tag);
        expect(readAmount(shown, currency, tag), `${shown} ${currency} ${tag}`).toBe(whole(amount, currency));
      },
    ),
  );
});
