/** Formats card data while it is typed. Pure; used by the server and by the client script. */
import { brandOf, type CardBrand, digitsOf } from "../method_types/card/card_brands.ts";

/** The brands that can be recognized by the number. */
export type KnownBrand = Exclude<CardBrand, "unknown">;

const AMEX_GROUPS: readonly number[] = [4, 6, 5];
const GROUP = 4;
/** Digits of a year in full. A year of three digits is still being typed. */
const LONG_YEAR = 4;
/** Digits of an expiry whose month has one digit: 130 is January 2030. */
const SHORT_EXPIRY = 3;

/** The brand of the digits typed so far; null while several are possible. */
export function typedBrand(text: string): KnownBrand | null {
  const { brand } = brandOf(onlyDigits(text));
  return brand === "unknown" ? null : brand;
}

/** Digits in groups, at most as many as numbers of the brand have. All other characters are removed. */
export function formatNumber(text: string): string {
  const { brand, lengths } = brandOf(onlyDigits(text));
  const digits = onlyDigits(text).slice(0, Math.max(...lengths));
  const groups: string[] = [];
  for (let from = 0, group = 0; from < digits.length; group++) {
    const size = (brand === "amex" ? AMEX_GROUPS[group] : undefined) ?? GROUP;
    groups.push(digits.slice(from, from + size));
    from += size;
  }
  return groups.join(" ");
}

/**
 * "12 / 34" from 1234, 12/34, 12/2034 and the same still incomplete; "01 / 34" from 1/34; "02 / 30" from 0230
 * and 230. A slash is added as soon as the month is complete, but not while the payer is deleting.
 */
export function formatExpiry(text: string, deleting = false): string {
  const slash = text.search(/[/\-.]/);
  const digits = onlyDigits(text);
  const length = slash === -1 ? monthLength(digits) : onlyDigits(text.slice(0, slash)).length;
  let month = digits.slice(0, length === 1 ? 1 : 2);
  let year = digits.slice(month.length);
  const ends = month > "1" || (slash !== -1 && month !== "");
  if (month.length === 1 && (year !== "" || (ends && !deleting))) month = `0${month}`;
  if (year.startsWith("20")) year = year.length >= LONG_YEAR ? year.slice(2, LONG_YEAR) : year;
  else year = year.slice(0, 2);
  if (year !== "") return `${month} / ${year}`;
  return month.length === 2 && !deleting ? `${month} / ` : month;
}

/** How many of the first digits are the month if there is no slash. */
function monthLength(digits: string): 1 | 2 {
  if (digits >= "2") return 1;
  return digits.length === SHORT_EXPIRY && digits.slice(0, 2) > "12" ? 1 : 2;
}

/** Digits only, at most as many as the security code of the brand has. */
export function formatCvc(text: string, number: string): string {
  return onlyDigits(text).slice(0, Math.max(...brandOf(digitsOf(number)).cvc_lengths));
}

/** The month and the four-digit year of "MM / YY"; null unless both are complete. */
export function readExpiry(text: string): { month: number; year: number } | null {
  const match = /^(\d{2}) \/ (\d{2})$/.exec(formatExpiry(text));
  return match === null ? null : { month: Number(match[1]), year: 2000 + Number(match[2]) };
}

export function onlyDigits(text: string): string {
  return text.replace(/\D/g, "");
}
