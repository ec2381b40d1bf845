import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { regionsFile } from "../../scripts/regions.ts";
import { regionsIn } from "./region_list.ts";
import { hasRegions, regionsOf } from "./regions.ts";
import { REGIONS } from "./regions_data.ts";

test("the data is what `npm run regions` writes", () => {
  const file = new URL("regions_data.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(regionsFile());
});

test.each([
  ["US", "CA", "California", 62],
  ["CA", "NL", "Newfoundland and Labrador", 13],
  ["AU", "NSW", "New South Wales", 8],
  ["BR", "SP", "São Paulo", 27],
  ["MX", "B.C.", "Baja California", 32],
  ["IN", "Kerala", "Kerala", 36],
  ["IT", "MI", "Milano", 110],
  ["ES", "M", "Madrid", 52],
  ["JP", "東京都", "Tokyo", 47],
  ["CN", "北京市", "Beijing Shi", 34],
  ["KR", "서울특별시", "Seoul", 17],
  ["HK", "Kowloon", "Kowloon", 3],
  ["AE", "إمارة دبيّ", "Dubai", 7],
  ["AR", "Salta", "Salta", 24],
  ["IE", "Co. Cork", "Co. Cork", 26],
  ["MY", "Johor", "Johor", 16],
  ["TW", "台北市", "Taipei City", 22],
  ["TR", "Ankara", "Ankara", 81],
  ["TH", "กรุงเทพมหานคร", "Bangkok", 77],
])("regions of %s are a list with %s for %s, of %i", (country, value, name, count) => {
  const regions = regionsOf(country) ?? [];
  expect(regions).toContainEqual([value, name]);
  expect(regions).toHaveLength(count);
});

test("every value occurs once, and every region has a name", () => {
  const countries = Object.keys(REGIONS);
  expect(countries.length).toBeGreaterThan(40);
  for (const country of countries) {
    const regions = regionsOf(country) ?? [];
    expect(new Set(regions.map(([value]) => value)).size, country).toBe(regions.length);
    expect(
      regions.flat().every((text) => text.trim() !== "" && text.trim() === text),
      country,
    ).toBe(true);
    expect(hasRegions(country)).toBe(true);
  }
});

test.each(["DE", "GB", "ZZ", "", "constructor"])("%s has none", (country) => {
  expect(regionsOf(country)).toBeNull();
  expect(regionsIn(REGIONS, country)).toBeNull();
  expect(hasRegions(country)).toBe(false);
});
