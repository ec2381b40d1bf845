import { describe, expect, test } from "vitest";
import { LOCALES } from "../resources/checkout/checkout_session/params/locales.ts";
import { fileFor, LANGUAGES, languageFor, likelyCountry, money, preferredTags } from "./languages.ts";

describe("the file that serves a language", () => {
  // biome-ignore format: a line a case
  test.each([
    ["en", "en"], ["en-GB", "en"], ["en-US", "en"], ["de", "de"], ["de-AT", "de"], ["de-at", "de"],
    ["es", "es"], ["es-419", "es"], ["es-MX", "es"], ["fr-CA", "fr"], ["sk", "sk"], ["sk-SK", "sk"],
    ["pt", "pt-PT"], ["pt-PT", "pt-PT"], ["pt-BR", "pt-BR"], ["pt-AO", "pt-PT"],
    ["nb", "nb"], ["no", "nb"], ["nn-NO", "nb"],
    ["zh", "zh"], ["zh-CN", "zh"], ["zh-Hans-SG", "zh"], ["zh-TW", "zh-TW"], ["zh-HK", "zh-TW"], ["zh-Hant-HK", "zh-TW"],
    ["zh-Hant", "zh-TW"], ["de-u-co-phonebk", "de"],
    ["mt", null], ["hi-IN", "hi"], ["", null], ["not a tag", null], ["x", null],
  ] as const)("%s: %s", (tag, file) => {
    expect(fileFor(tag)).toBe(file);
  });

  test("each file is listed under the tag it is written for", () => {
    for (const tag of LANGUAGES) expect(languageFor(tag, undefined).messages.tag).toBe(tag);
  });

  test("every value of locale uses a file of its own or a related language, or else English", () => {
    const served = new Map<string, string[]>();
    for (const locale of LOCALES) {
      const { tag, messages } = languageFor(locale, undefined);
      expect(new Intl.Locale(tag).language, locale).toBe(new Intl.Locale(messages.tag).language);
      const { language } = new Intl.Locale(messages.tag);
      if (locale === "auto" || locale.split("-")[0] === language) continue;
      served.set(messages.tag, [...(served.get(messages.tag) ?? []), locale]);
    }
    expect(Object.fromEntries(served)).toEqual({
      en: ["mt"],
    });
  });

  test("money is formatted for the language of the page", () => {
    // biome-ignore format: a line a case
    const cases = [
      ["pt", "1234,50"], ["pt-BR", "1.234,50"], ["de", "1.234,50"], ["fr", "1\u202f234,50"], ["ja", "1,234.50"],
    ] as const;
    for (const [locale, number] of cases) {
      const { tag } = languageFor(locale, undefined);
      expect(money(123_450, "eur", tag).replaceAll("\u00a0", " "), locale).toContain(number);
    }
    expect(languageFor("pt", undefined).tag).toBe("pt-PT");
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
