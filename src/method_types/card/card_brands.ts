/**
 * Pure: what can be read from a card number: its brand, the lengths it may have, its check digit. This file
 * is small because the page's client script includes it too. Which numbers are test cards, and what they do,
 * is in `test_cards.ts`.
 */

export type CardBrand =
  | "visa"
  | "mastercard"
  | "amex"
  | "discover"
  | "diners"
  | "jcb"
  | "unionpay"
  | "unknown";

export interface BrandRange {
  brand: CardBrand;
  /** The numbers of digits that a card number of the brand may have, ascending. */
  lengths: readonly number[];
  /** The numbers of digits that its security code may have. */
  cvc_lengths: readonly number[];
  /** Ranges of first digits, from–to; both ends of a range have the same length. */
  prefixes: readonly (readonly [string, string])[];
}

const DINERS = [
  ["300", "305"],
  ["3095", "3095"],
  ["36", "36"],
  ["38", "39"],
] as const;
const DISCOVER = [
  ["6011", "6011"],
  ["644", "649"],
  ["65", "65"],
] as const;

/** The issuer ranges of the brands that card forms show (ISO/IEC 7812). */
// biome-ignore format: a line a brand
const BRANDS: readonly BrandRange[] = [
  { brand: "visa", lengths: [16], cvc_lengths: [3], prefixes: [["4", "4"]] },
  { brand: "mastercard", lengths: [16], cvc_lengths: [3], prefixes: [["51", "55"], ["2221", "2720"]] },
  { brand: "amex", lengths: [15], cvc_lengths: [4], prefixes: [["34", "34"], ["37", "37"]] },
  { brand: "discover", lengths: [16], cvc_lengths: [3], prefixes: DISCOVER },
  { brand: "diners", lengths: [14, 16], cvc_lengths: [3], prefixes: DINERS },
  { brand: "jcb", lengths: [16], cvc_lengths: [3], prefixes: [["3528", "3589"]] },
  { brand: "unionpay", lengths: [16, 17, 18, 19], cvc_lengths: [3], prefixes: [["62", "62"], ["81", "81"]] },
];

/** The fewest and the most digits of a card number (ISO/IEC 7812). */
export const NUMBER_DIGITS_MIN = 12;
export const NUMBER_DIGITS_MAX = 19;

/** A card may expire at most this many years from now (Stripe docs, testing, "Invalid data"). */
export const YEARS_AHEAD_MAX = 50;

const UNKNOWN_BRAND: BrandRange = {
  brand: "unknown",
  lengths: Array.from(
    { length: NUMBER_DIGITS_MAX - NUMBER_DIGITS_MIN + 1 },
    (_, more) => NUMBER_DIGITS_MIN + more,
  ),
  cvc_lengths: [3, 4],
  prefixes: [],
};

/**
 * The brand of a number, which may still be incomplete, with the lengths to expect. The brand is `unknown`
 * while the digits fit several brands.
 */
export function brandOf(number: string): Omit<BrandRange, "prefixes"> {
  const digits = digitsOf(number);
  const fits = ([from, to]: readonly [string, string]): boolean => {
    const typed = digits.slice(0, from.length);
    return typed >= from.slice(0, typed.length) && typed <= to.slice(0, typed.length);
  };
  const possible = digits === "" ? [] : BRANDS.filter((range) => range.prefixes.some(fits));
  return (possible.length === 1 ? possible[0] : undefined) ?? UNKNOWN_BRAND;
}

/** Whether the last digit is the check digit of the others (ISO/IEC 7812, annex B). */
export function passesLuhn(number: string): boolean {
  const digits = digitsOf(number);
  let total = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const worth = at % 2 === 0 ? digit : digit * 2;
    total += worth > 9 ? worth - 9 : worth;
  }
  return /^\d+$/.test(digits) && total % 10 === 0;
}

/** A card number without the spaces and hyphens with which people type it. */
export function digitsOf(number: string): string {
  return number.replace(/[\s-]/g, "");
}
