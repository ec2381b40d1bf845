/** Which taxes are due at which place, by default and with settings. */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type TaxSettings } from "../core/settings.ts";
import { REGION_NAMES } from "./states.ts";
import { defaultBehavior, placeOf, taxAt, taxRateFault } from "./table.ts";

const DEFAULTS = DEFAULT_SETTINGS.tax;
const at = (country: string | null, state: string | null = null, postal_code: string | null = null) => ({
  country,
  state,
  postal_code,
});
/** The taxes as text: "GST 5, QST 9.975". */
function due(country: string, state: string | null, settings: TaxSettings = DEFAULTS): string {
  const taxes = taxAt({ country, state }, settings);
  if (taxes === "failed") return taxes;
  return taxes.map(({ display_name, percentage }) => `${display_name} ${percentage}`).join(", ");
}

describe("the place of a postal address", () => {
  test.each([
    ["DE", null, null, "DE"],
    ["DE", "BE", "10115", "DE"],
    ["US", "CA", null, "US-CA"],
    ["US", " california ", null, "US-CA"],
    ["US", null, "94107", "US-CA"],
    ["US", null, "94107-1234", "US-CA"],
    ["US", "", " 10001", "US-NY"],
    ["US", "Nowhere", "02110", "US-MA"],
    ["US", "NY", "94107", "US-NY"],
    ["US", null, "20500", "US-DC"],
    ["US", null, "73301", "US-TX"],
    ["US", null, "99501", "US-AK"],
    ["US", null, "00901", "US-PR"],
    ["CA", "ON", null, "CA-ON"],
    ["CA", "québec", "H2X 1Y4", "CA-QC"],
    ["CA", null, "v6b 1a1", "CA-BC"],
    ["CA", null, "X0A 0H0", "CA-NU"],
    ["CA", null, "X1A 2N2", "CA-NT"],
  ])("%s %s %s is in %s", (country, state, code, place) => {
    const found = placeOf(at(country, state, code));
    expect(found && [found.country, found.state].filter((part) => part !== null).join("-")).toBe(place);
  });

  test.each([
    [null, null, null],
    ["", null, null],
    ["US", null, null],
    ["US", null, "1000"],
    ["US", null, "00000"],
    ["US", "Ontario", "ABCDE"],
    ["CA", null, "94107"],
    ["CA", null, "D1A 1A1"],
    ["CA", "NY", null],
  ])("%s %s %s has no known place", (country, state, code) => {
    expect(placeOf(at(country, state, code))).toBeNull();
  });

  test("every prefix of a ZIP code has a known state or none, and every state has a prefix", () => {
    const states = new Set<string>();
    for (let prefix = 0; prefix < 1000; prefix++) {
      const place = placeOf(at("US", null, `${String(prefix).padStart(3, "0")}01`));
      if (place === null) continue;
      expect(REGION_NAMES).toHaveProperty(`US-${place.state}`);
      states.add(`US-${place.state}`);
    }
    const without = ["US-AS", "US-MP"]; // have the prefixes of Hawaii and Guam
    const all = Object.keys(REGION_NAMES).filter((key) => key.startsWith("US-") && !without.includes(key));
    expect([...states].sort()).toEqual(all.sort());
  });
});

describe("by default", () => {
  test.each([
    ["DE", null, "VAT 19"],
    ["FI", null, "VAT 25.5"],
    ["CH", null, "VAT 8.1"],
    ["GB", null, "VAT 20"],
    ["AU", null, "GST 10"],
    ["JP", null, "Consumption Tax 10"],
    ["IN", null, "IGST 18"],
    ["US", "CA", "Sales Tax 7.25"],
    ["US", "OR", "Sales Tax 0"],
    ["CA", "ON", "HST 13"],
    ["CA", "QC", "GST 5, QST 9.975"],
    ["CA", "AB", "GST 5"],
    ["BR", null, ""],
    ["US", "AA", ""],
  ])("%s %s: %s", (country, state, taxes) => {
    expect(due(country, state)).toBe(taxes);
  });

  test("a tax has the jurisdiction of the state or country that collects it", () => {
    expect(taxAt({ country: "CA", state: "BC" }, DEFAULTS)).toEqual([
      {
        percentage: 5,
        display_name: "GST",
        tax_type: "gst",
        jurisdiction: "Canada",
        jurisdiction_level: "country",
        country: "CA",
        state: null,
      },
      {
        percentage: 7,
        display_name: "PST",
        tax_type: "pst",
        jurisdiction: "British Columbia",
        jurisdiction_level: "state",
        country: "CA",
        state: "BC",
      },
    ]);
  });
});

describe("with settings", () => {
  const rates = {
    DE: 16,
    "US-CA": 8.25,
    US: 1,
    FR: "failed",
    "US-NY": "failed",
    BR: 17,
    "CA-BC": 12,
  } as const;
  test.each([
    ["DE", null, "VAT 16"],
    ["US", "CA", "Sales Tax 8.25"],
    ["US", "TX", "Sales Tax 1"],
    ["US", "NY", "failed"],
    ["FR", null, "failed"],
    ["BR", null, "Tax 17"],
    ["CA", "BC", "PST 12"],
    ["AT", null, "VAT 20"],
  ])("%s %s: %s", (country, state, taxes) => {
    expect(due(country, state, { defaults: true, rates })).toBe(taxes);
  });

  test("without defaults only the configured rates apply", () => {
    expect(due("DE", null, { defaults: false, rates })).toBe("VAT 16");
    expect(due("AT", null, { defaults: false, rates })).toBe("");
  });

  test("a rate configured for a state has the state as jurisdiction, one for a country the country", () => {
    const levels = (country: string, state: string) => {
      const taxes = taxAt({ country, state }, { defaults: true, rates });
      return taxes === "failed"
        ? []
        : taxes.map((tax) => [tax.jurisdiction, tax.jurisdiction_level, tax.state]);
    };
    expect(levels("US", "CA")).toEqual([["California", "state", "CA"]]);
    expect(levels("US", "TX")).toEqual([["United States", "country", null]]);
  });

  test.each([
    ["DE", 19],
    ["US-CA", 8.25],
    ["CA-QC", 9.975],
    ["FR", "failed"],
    ["FR", 0],
    ["FR", 100],
    ["FR", 0.0001],
  ])("%s: %s can be configured", (place, rate) => {
    expect(taxRateFault(place, rate)).toBeNull();
  });

  test.each([
    ["de", 19, /^de is not a country/],
    ["DE-BY", 19, /^DE-BY is not a country/],
    ["US-XX", 1, /^US-XX is not a country/],
    ["DE", -1, /^The tax of DE must be/],
    ["DE", 100.5, /^The tax of DE must be/],
    ["DE", 0.00001, /^The tax of DE must be/],
    ["DE", Number.NaN, /^The tax of DE must be/],
    ["DE", "19", /^The tax of DE must be/],
    ["DE", "none", /^The tax of DE must be/],
  ])("%s: %s cannot be configured", (place, rate, fault) => {
    expect(taxRateFault(place, rate)).toMatch(fault);
  });
});

test.each([
  ["usd", "exclusive"],
  ["cad", "exclusive"],
  ["eur", "inclusive"],
  ["jpy", "inclusive"],
])("an unspecified tax behaviour in %s is %s", (currency, behavior) => {
  expect(defaultBehavior(currency)).toBe(behavior);
});
