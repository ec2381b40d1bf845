/** Reads amounts as people type them, for the currency and the language of the page. Pure. */
import { displayDigits, minorDigits } from "../core/currencies.ts";

/** Longer texts are not amounts. The bound keeps the regular expressions fast. */
const CHARS_MAX = 30;

/**
 * The minor units of "12.50", "$1,234.50" or "1.234,50 €"; null if the text is no amount of the currency. The
 * language decides whether a single separator is a decimal point or separates groups; if that gives too many
 * decimals, or groups of a wrong size, it is the other of the two.
 */
export function readAmount(text: string, currency: string, tag: string): number | null {
  if (text.length > CHARS_MAX || /-|−/.test(text)) return null;
  // A currency's name may end with a point: "Cg.", "kr.". Remove it with the letter before it.
  const plain = text
    .normalize("NFKC")
    .replace(/\p{L}\./gu, "")
    .replace(/[^\d.,]/g, "");
  if (!/\d/.test(plain)) return null;
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const point = last === -1 || !isPoint(plain, last, currency, tag) ? plain.length : last;
  const whole = plain.slice(0, point);
  const decimals = plain.slice(point + 1);
  if (!areGroups(whole) || decimals.length > displayDigits(currency)) return null;
  const minor = Number(whole.replace(/[.,]/g, "") + decimals.padEnd(minorDigits(currency), "0"));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Whether the last separator is the one before the decimals. */
function isPoint(text: string, at: number, currency: string, tag: string): boolean {
  const mark = text[at] ?? "";
  const before = text.slice(0, at);
  const after = text.length - at - 1;
  if (/[.,]/.test(before)) return !before.includes(mark);
  if (mark === decimalPoint(tag)) return after <= displayDigits(currency) || after !== GROUP;
  return after !== GROUP;
}

const GROUP = 3;

/** Whether the text is digits without groups, or in groups of three or two (as in India). */
function areGroups(text: string): boolean {
  return /^\d*$/.test(text) || /^\d{1,3}(?:([.,])\d{2,3}(?:\1\d{2,3})*)$/.test(text);
}

function decimalPoint(tag: string): string {
  const parts = new Intl.NumberFormat(tag).formatToParts(1.1);
  return parts.find((part) => part.type === "decimal")?.value ?? ".";
}
