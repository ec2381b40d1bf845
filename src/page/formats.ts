/** How card data looks while it is typed. Pure, and shared by server and client script. */
import { brandOf, digitsOf } from "../payment_methods/card_brands.ts";

const AMEX_GROUPS: readonly number[] = [4, 6, 5];
const GROUP = 4;
/** Digits of a four-digit year; three are one on its way. */
const LONG_YEAR = 4;

/** Digits in groups, no more of them than the brand has. Everything that is no digit goes. */
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
 * "12 / 34" from 1234, 12/34, 1/34, 12/2034 and what lies on the way there. A month is closed with a slash as soon
 * as no other digit can follow, but not while the payer is deleting.
 */
export function formatExpiry(text: string, deleting = false): string {
  const slash = text.search(/[/\-.]/);
  const digits = onlyDigits(text);
  let month = digits.slice(0, 2);
  if (slash !== -1) {
    const before = onlyDigits(text.slice(0, slash));
    if (before.length === 1) month = before;
  }
  let year = digits.slice(month.length);
  const closed = slash !== -1 && month !== "";
  if (month.length === 1 && (month > "1" || closed) && !(deleting && year === "")) month = `0${month}`;
  if (year.startsWith("20")) year = year.length >= LONG_YEAR ? year.slice(2, LONG_YEAR) : year;
  else year = year.slice(0, 2);
  if (year !== "") return `${month} / ${year}`;
  return month.length === 2 && !deleting ? `${month} / ` : month;
}

/** Digits only, as many as the brand's code has. */
export function formatCvc(text: string, number: string): string {
  return onlyDigits(text).slice(0, Math.max(...brandOf(digitsOf(number)).cvc_lengths));
}

/** Month and four-digit year of "MM / YY"; null unless both are there. */
export function readExpiry(text: string): { month: number; year: number } | null {
  const match = /^(\d{2}) \/ (\d{2})$/.exec(formatExpiry(text));
  return match === null ? null : { month: Number(match[1]), year: 2000 + Number(match[2]) };
}

export function onlyDigits(text: string): string {
  return text.replace(/\D/g, "");
}
