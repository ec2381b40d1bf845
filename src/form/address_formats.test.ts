import { expect, test } from "vitest";
import { SHIPPING_COUNTRIES } from "../core/countries.ts";
import { LANGUAGES, languageFor } from "../words/languages.ts";
import { en } from "../words/messages/en.ts";
import { shownFormats } from "./address_formats.ts";
import { COUNTRIES } from "./countries.ts";
import { regionsOf } from "./regions.ts";
import { formatIn, readFormats, writeFormats } from "./shown_address.ts";

/** The labels of the fields that each country has. */
const CARRIED_MAX = 4_000;

const ALL = [...new Set([...COUNTRIES, ...SHIPPING_COUNTRIES])];

/** "City*, State*, ZIP*": the labels of the fields, with a star if the field is required. */
function shownIn(country: string): string {
  const { city, region, postal } = formatIn(shownFormats(ALL, "whole", en), country);
  return [city, region, postal]
    .flatMap((part) => part?.label.concat(part.required ? "*" : "") ?? [])
    .join(", ");
}

test.each([
  ["US", "City*, State*, ZIP*"],
  ["CA", "City*, Province*, Postal code*"],
  ["GB", "Town or city*, Postal code*"],
  ["AU", "Suburb*, State*, Postal code*"],
  ["DE", "City*, Postal code*"],
  ["JP", "City*, Prefecture*, Postal code*"],
  ["IE", "City*, County (optional), Eircode (optional)"],
  ["IN", "City*, State*, PIN code*"],
  ["BR", "City*, State*, Postal code*"],
  ["AE", "Emirate*"],
  ["HK", "Area*"],
  ["SG", "Postal code*"],
  ["GI", ""],
  ["AD", "City (optional), Postal code (optional)"],
  ["BI", "City*"],
  ["ZZ", "City*"],
])("%s asks for: %s", (country, asked) => {
  expect(shownIn(country)).toBe(asked);
});

test("a region is chosen from a list if the country has one, and the page does not contain the list", () => {
  for (const country of ALL) {
    const { region } = formatIn(shownFormats(ALL, "whole", en), country);
    expect(region?.list ?? false, country).toBe(regionsOf(country) !== null);
  }
  const carried = writeFormats(shownFormats(ALL, "whole", en));
  expect(carried).not.toContain("California");
  expect(carried.length).toBeLessThan(CARRIED_MAX);
});

test("without the whole address, the postal code is asked only where banks check it", () => {
  const formats = shownFormats(COUNTRIES, "postal", en);
  const asked = COUNTRIES.filter((country) => formatIn(formats, country).postal !== undefined);
  expect(asked).toEqual(["CA", "GB", "US"]);
  expect(formatIn(formats, "US")).toEqual({ postal: { label: "ZIP", required: true, zip: true } });
  expect(formatIn(formats, "CA").postal?.label).toBe("Postal code");
});

test("the page contains the formats of the offered countries only", () => {
  const formats = shownFormats(["US", "DE", "BI", "AT"], "whole", en);
  expect(Object.keys(formats).sort()).toEqual(["", "DE AT", "US"]);
  expect(formatIn(formats, "AT")).toBe(formatIn(formats, "DE"));
  expect(formatIn(shownFormats([], "whole", en), "constructor")).toEqual({
    city: { label: "City", required: true },
  });
});

test.each(["postal", "whole"] as const)("formats of %s addresses are read as they were written", (extent) => {
  for (const tag of LANGUAGES) {
    const formats = shownFormats(ALL, extent, languageFor(tag, undefined).messages);
    expect(readFormats(writeFormats(formats)), tag).toEqual(formats);
  }
  expect(readFormats("")).toEqual({});
});
