import { describe, expect, test } from "vitest";
import { LOCALES } from "../resources/checkout_session/locales.ts";
import { fileFor, languageFor, likelyCountry, preferredTags } from "./languages.ts";

const TWO = ["en", "de"];
const MANY = "bg cs da de el en es et fi fil fr hu id it ja ko nb nl pl pt-BR ru sv th tr vi zh zh-TW".split(
  " ",
);

describe("the file that serves a language", () => {
  // biome-ignore format: a line a case
  test.each([
    ["en", "en"], ["en-GB", "en"], ["en-US", "en"], ["de", "de"], ["de-AT", "de"], ["de-at", "de"],
    ["es", "es"], ["es-419", "es"], ["es-MX", "es"], ["fr-CA", "fr"], ["fil", "fil"], ["tl-PH", "fil"],
    ["pt", "pt-BR"], ["pt-PT", "pt-BR"], ["pt-BR", "pt-BR"],
    ["nb", "nb"], ["no", "nb"], ["nn-NO", "nb"],
    ["zh", "zh"], ["zh-CN", "zh"], ["zh-Hans-SG", "zh"], ["zh-TW", "zh-TW"], ["zh-HK", "zh-TW"], ["zh-Hant-HK", "zh-TW"],
    ["zh-Hant", "zh-TW"], ["de-u-co-phonebk", "de"],
    ["hr", null], ["sk", null], ["mt", null], ["hi-IN", null], ["", null], ["not a tag", null], ["x", null],
  ] as const)("%s: %s", (tag, file) => {
    expect(fileFor(tag, MANY)).toBe(file);
  });

  test("every value of locale is served, or reads English", () => {
    for (const locale of LOCALES) {
      const { tag, messages } = languageFor(locale, undefined);
      expect(new Intl.Locale(tag).language, locale).toBe(new Intl.Locale(messages.tag).language);
    }
    expect(fileFor("sk", TWO)).toBeNull();
  });
});

describe("the language of a page", () => {
  test.each([
    ["en", undefined, "en-US"],
    ["en-GB", "de", "en-GB"],
    [null, "en-AU,en;q=0.8", "en-AU"],
    ["auto", "en-ZA", "en-US"],
    [null, undefined, "en-US"],
    [null, "tlh", "en-US"],
    [null, "*", "en-US"],
    ["mt", "en-GB", "en-US"],
    [null, "mt, en-GB;q=0.5", "en-GB"],
  ])("locale %s, browser %s: %s", (locale, accepted, tag) => {
    expect(languageFor(locale, accepted).tag).toBe(tag);
  });
});

test.each([
  ["de-CH, de;q=0.9, en;q=0.8, *;q=0.5", ["de-CH", "de", "en"]],
  ["en;q=0.5,fr", ["fr", "en"]],
  ["en;q=0", []],
  ["", []],
  [undefined, []],
  ["a,".repeat(1000), Array(20).fill("a")],
])("%s is read as %j", (header, tags) => {
  expect(preferredTags(header)).toEqual(tags);
});

test.each([
  ["en-GB,en;q=0.9", "GB"],
  ["de", "US"],
  ["zh-Hant-TW", "TW"],
  ["en-XX", "US"],
  [undefined, "US"],
])("%s: most likely from %s", (accepted, country) => {
  expect(likelyCountry(accepted)).toBe(country);
});
