/** Which language a page is in, and how it writes money and country names. Phrases are in `messages/`. */
import { displayDigits, minorDigits } from "../core/currencies.ts";
import { COUNTRIES } from "./countries.ts";
import { en, type Messages } from "./messages/en.ts";

export interface Language {
  /** For the `lang` attribute and for Intl. */
  readonly tag: string;
  readonly messages: Messages;
}

/** English as spoken somewhere; others get American English until their phrases are there. */
const REGIONAL_ENGLISH: ReadonlySet<string> = new Set(["en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ"]);
const AMERICAN: Language = { tag: "en-US", messages: en };
const COUNTRY_DEFAULT = "US";

/** The session's `locale` decides, or what the browser asks for when that is null or auto. */
export function languageFor(locale: string | null, acceptLanguage: string | undefined): Language {
  const wanted = locale === null || locale === "auto" ? preferredTag(acceptLanguage) : locale;
  return REGIONAL_ENGLISH.has(wanted) ? { tag: wanted, messages: en } : AMERICAN;
}

/** The country a payer most likely is in: that of the browser's language. */
export function likelyCountry(acceptLanguage: string | undefined): string {
  const region = /-([A-Za-z]{2})$/.exec(preferredTag(acceptLanguage))?.[1]?.toUpperCase() ?? COUNTRY_DEFAULT;
  return COUNTRIES.includes(region) ? region : COUNTRY_DEFAULT;
}

function preferredTag(acceptLanguage: string | undefined): string {
  return acceptLanguage?.split(",", 1)[0]?.split(";", 1)[0]?.trim() ?? "";
}

/** "$65.00": an amount in minor units as people read it. */
export function money(amount: number, currency: string, tag: string): string {
  const digits = displayDigits(currency);
  const format = new Intl.NumberFormat(tag, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount / 10 ** minorDigits(currency));
}

/** "$0.0125": a price of a part of a minor unit, as decimal text in minor units. */
export function unitPrice(decimal: string, currency: string, tag: string): string {
  const fraction = decimal.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(tag, {
    style: "currency",
    currency,
    minimumFractionDigits: displayDigits(currency),
    maximumFractionDigits: minorDigits(currency) + fraction,
  });
  return format.format(Number(decimal) / 10 ** minorDigits(currency));
}

/** "8.875%": a percentage of 100. */
export function percent(percentage: number, tag: string): string {
  const format = new Intl.NumberFormat(tag, {
    style: "percent",
    maximumFractionDigits: PERCENT_DECIMALS_MAX,
  });
  return format.format(percentage / 100);
}
const PERCENT_DECIMALS_MAX = 4;

/** "1,000": how many. */
export function count(number: number, tag: string): string {
  return new Intl.NumberFormat(tag).format(number);
}

interface Country {
  readonly code: string;
  readonly name: string;
}

const named = new Map<string, readonly Country[]>();

/** Every country by its name in the language, sorted as that language sorts. */
export function countriesIn(tag: string): readonly Country[] {
  const known = named.get(tag);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames([tag], { type: "region" });
  const list = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code }));
  list.sort((a, b) => a.name.localeCompare(b.name, tag));
  named.set(tag, list);
  return list;
}
