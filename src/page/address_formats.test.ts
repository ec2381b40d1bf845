import { describe, expect, test } from "vitest";
import { SHIPPING_COUNTRIES } from "../resources/checkout_session/countries.ts";
import { addressFormat, shownFormats } from "./address_formats.ts";
import { COUNTRIES } from "./countries.ts";
import { en } from "./messages/en.ts";
import { regionsOf } from "./regions.ts";
import { formatIn } from "./shown_address.ts";

const ALL = [...new Set([...COUNTRIES, ...SHIPPING_COUNTRIES])];

/** "City*, State*, ZIP*": labels of what is asked, with a star where it must be there. */
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
  ["IE", "City*, County, Eircode"],
  ["IN", "City*, State*, PIN code*"],
  ["BR", "City*, State*, Postal code*"],
  ["AE", "Emirate*"],
  ["HK", "Area*"],
  ["SG", "Postal code*"],
  ["GI", ""],
  ["AD", "City, Postal code"],
  ["BI", "City*"],
  ["ZZ", "City*"],
])("%s asks for: %s", (country, asked) => {
  expect(shownIn(country)).toBe(asked);
});

describe("states", () => {
  test.each([
    ["US", "CA", "California", 62],
    ["CA", "NL", "Newfoundland and Labrador", 13],
    ["AU", "NSW", "New South Wales", 8],
    ["MX", "B.C.", "Baja California", 32],
    ["JP", "東京都", "Tokyo", 47],
    ["AE", "إمارة دبيّ", "Dubai", 7],
    ["IT", "AQ", "L'Aquila", 107],
    ["BR", "SP", "São Paulo", 27],
    ["ES", "A Coruña", "A Coruña", 52],
    ["IN", "Kerala", "Kerala", 36],
    ["IE", "Co. Cork", "Co. Cork", 26],
    ["AR", "Salta", "Salta", 24],
    ["MY", "Johor", "Johor", 16],
    ["HK", "Kowloon", "Kowloon", 3],
  ])("of %s are a list with %s for %s, of %i", (country, value, name, count) => {
    const regions = regionsOf(country) ?? [];
    expect(regions).toContainEqual([value, name]);
    expect(regions).toHaveLength(count);
    expect(new Set(regions.map(([one]) => one)).size).toBe(count);
    expect(regions.flat().every((text) => text.trim() !== "")).toBe(true);
  });

  test("are lists only where addresses have them", () => {
    for (const country of ALL)
      if (addressFormat(country).region === null) expect(regionsOf(country), country).toBeNull();
  });
});

test("with the postal code alone, only where banks check it", () => {
  const formats = shownFormats(COUNTRIES, "postal", en);
  const asked = COUNTRIES.filter((country) => formatIn(formats, country).postal !== undefined);
  expect(asked).toEqual(["CA", "GB", "US"]);
  expect(formatIn(formats, "US")).toEqual({ postal: { label: "ZIP", required: true, zip: true } });
  expect(formatIn(formats, "CA").postal?.label).toBe("Postal code");
});

test("what the page carries is of the countries on offer", () => {
  expect(Object.keys(shownFormats(["US", "DE", "BI"], "whole", en)).sort()).toEqual(["", "DE", "US"]);
  expect(formatIn(shownFormats([], "whole", en), "constructor")).toEqual({
    city: { label: "City", required: true },
  });
});
