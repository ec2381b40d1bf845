/**
 * Chooses the language of a page, and formats money, numbers, dates and country names in it. Phrases are in
 * `messages/`.
 */
import { displayDigits, minorDigits } from "../core/currencies.ts";
import { COUNTRIES } from "../form/countries.ts";
import { bg } from "./messages/bg.ts";
import { cs } from "./messages/cs.ts";
import { da } from "./messages/da.ts";
import { de } from "./messages/de.ts";
import { el } from "./messages/el.ts";
import { en, type Messages } from "./messages/en.ts";
import { es } from "./messages/es.ts";
import { et } from "./messages/et.ts";
import { fi } from "./messages/fi.ts";
import { fil } from "./messages/fil.ts";
import { fr } from "./messages/fr.ts";
import { hi } from "./messages/hi.ts";
import { hr } from "./messages/hr.ts";
import { hu } from "./messages/hu.ts";
import { id } from "./messages/id.ts";
import { it } from "./messages/it.ts";
import { ja } from "./messages/ja.ts";
import { ko } from "./messages/ko.ts";
import { lt } from "./messages/lt.ts";
import { lv } from "./messages/lv.ts";
import { ms } from "./messages/ms.ts";
import { nb } from "./messages/nb.ts";
import { nl } from "./messages/nl.ts";
import { pl } from "./messages/pl.ts";
import { pt } from "./messages/pt.ts";
import { ptBr } from "./messages/pt_br.ts";
import { ro } from "./messages/ro.ts";
import { ru } from "./messages/ru.ts";
import { sk } from "./messages/sk.ts";
import { sl } from "./messages/sl.ts";
import { sv } from "./messages/sv.ts";
import { th } from "./messages/th.ts";
import { tr } from "./messages/tr.ts";
import { vi } from "./messages/vi.ts";
import { zh } from "./messages/zh.ts";
import { zhTw } from "./messages/zh_tw.ts";

export interface Language {
  /** For the `lang` attribute and for Intl. */
  readonly tag: string;
  readonly messages: Messages;
}

/** Phrases by language tag. A new language needs a file in `messages/` and a line here. */
const FILES: Readonly<Record<string, Messages>> = {
  bg,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  fi,
  fil,
  fr,
  hi,
  hr,
  hu,
  id,
  it,
  ja,
  ko,
  lt,
  lv,
  ms,
  nb,
  nl,
  pl,
  "pt-BR": ptBr,
  "pt-PT": pt,
  ro,
  ru,
  sk,
  sl,
  sv,
  th,
  tr,
  vi,
  zh,
  "zh-TW": zhTw,
};
/** The tags of the languages that have a file. */
export const LANGUAGES: readonly string[] = Object.keys(FILES);

/**
 * The file to use for tags without a file of their own, if it is not simply the file of the same language.
 */
const NEXT_BEST: Readonly<Record<string, string>> = {
  nn: "nb",
  no: "nb",
  pt: "pt-PT",
  "zh-HK": "zh-TW",
  "zh-Hant": "zh-TW",
  "zh-MO": "zh-TW",
};
/** Kinds of English with formats of their own. All other English is American. */
const REGIONAL_ENGLISH: ReadonlySet<string> = new Set(["en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ"]);
const AMERICAN: Language = { tag: "en-US", messages: en };
const COUNTRY_DEFAULT = "US";
/** Bound of the tags read from an Accept-Language header. Browsers send only a few. */
const TAGS_MAX = 20;

/** The session's `locale` decides; if it is null or auto, the browser's languages do. */
export function languageFor(locale: string | null, acceptLanguage: string | undefined): Language {
  const wanted = locale === null || locale === "auto" ? preferredTags(acceptLanguage) : [locale];
  for (const tag of wanted) {
    const file = fileFor(tag);
    const messages = file === null ? undefined : FILES[file];
    if (file !== null && messages !== undefined) return { tag: tagOf(tag, file), messages };
  }
  return AMERICAN;
}

/** The tag of the file that fits a language best; null if none does. */
export function fileFor(tag: string): string | null {
  const { language, script, region } = partsOf(tag);
  const names = [
    ...(region === undefined ? [] : [`${language}-${region}`]),
    ...(script === undefined ? [] : [`${language}-${script}`]),
    language,
  ];
  const candidates = names.flatMap((name) => [name, NEXT_BEST[name] ?? []].flat());
  return candidates.find((name) => LANGUAGES.includes(name)) ?? null;
}

/**
 * The tag for the page: the payer's own tag, for its number formats, if the file is in that language; else
 * the file's.
 */
function tagOf(tag: string, file: string): string {
  const { language, region } = partsOf(tag);
  const own = [language, region ?? []].flat().join("-");
  if (language === "en") return REGIONAL_ENGLISH.has(own) ? own : AMERICAN.tag;
  const served = partsOf(file);
  const isOwn = language === served.language && (region !== undefined || served.region === undefined);
  return isOwn ? own : file;
}

function partsOf(tag: string): {
  language: string;
  script?: string | undefined;
  region?: string | undefined;
} {
  try {
    return new Intl.Locale(tag);
  } catch {
    return { language: "" };
  }
}

/** The country that the payer is most likely in, by the browser's first language. */
export function likelyCountry(acceptLanguage: string | undefined): string {
  const region = partsOf(preferredTags(acceptLanguage)[0] ?? "").region ?? COUNTRY_DEFAULT;
  return COUNTRIES.includes(region) ? region : COUNTRY_DEFAULT;
}

/** The tags of an Accept-Language header, the preferred one first. */
export function preferredTags(acceptLanguage = ""): readonly string[] {
  const wanted = acceptLanguage.split(",", TAGS_MAX).map((one) => {
    const [tag = "", ...parameters] = one.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice("q=".length);
    return { tag, weight: Number(weight ?? 1) };
  });
  const kept = wanted.filter(({ tag, weight }) => tag !== "" && tag !== "*" && weight > 0);
  return kept.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
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

/** "$0.0125": a price that may be less than a minor unit, given as decimal text in minor units. */
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

/** "1,000": a whole number. */
export function count(number: number, tag: string): string {
  return new Intl.NumberFormat(tag).format(number);
}

/** "November 27, 2026": the day of a moment in Unix seconds, in UTC. */
export function dateText(seconds: number, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(seconds * 1000);
}

/** "Nov 11 – Dec 1, 2026": the days of two moments in Unix seconds, in UTC. */
export function daysText(from: number, to: number, tag: string): string {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" });
  return format.formatRange(from * 1000, to * 1000).replaceAll("\u2009", " ");
}

interface Country {
  readonly code: string;
  readonly name: string;
}

const named = new Map<string, readonly Country[]>();

/** Every country with its name in the language, sorted by the rules of that language. */
export function countriesIn(tag: string): readonly Country[] {
  const known = named.get(tag);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames([tag], { type: "region" });
  const list = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code }));
  list.sort((a, b) => a.name.localeCompare(b.name, tag));
  named.set(tag, list);
  return list;
}
