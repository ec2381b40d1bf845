import { describe, expect, test } from "vitest";
import type { Price, Tier } from "../price/index.ts";
import { lineSubtotal, offerIn, roughSubtotal } from "./line_price.ts";

const PRICE: Price = {
  id: "price_1",
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  created: 0,
  currency: "usd",
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: "prod_1",
  recurring: null,
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: "one_time",
  unit_amount: 1000,
  unit_amount_decimal: "1000",
  _tiers: null,
  _currency_options: null,
};

function cost(
  price: Partial<Price>,
  quantity: number,
  more: { currency?: string; custom?: number } = {},
): number {
  const ordered = {
    price: { ...PRICE, ...price },
    currency: more.currency ?? "usd",
    quantity,
    custom: more.custom ?? null,
  };
  const exact = lineSubtotal(ordered);
  // The rough figure bounds the exact one where no tier has a flat amount.
  if (price.billing_scheme !== "tiered")
    expect(Math.abs(roughSubtotal(ordered) - exact)).toBeLessThanOrEqual(1);
  return exact;
}

function tier(up_to: number | null, unit: string | null, flat: string | null = null): Tier {
  return {
    flat_amount: null,
    flat_amount_decimal: flat,
    unit_amount: null,
    unit_amount_decimal: unit,
    up_to,
  };
}
const TIERS = [tier(5, "700"), tier(10, "650"), tier(null, "600")];
const WITH_FLATS = [tier(5, "500", "1000"), tier(null, "400", "2000")];

describe("per unit", () => {
  test.each([
    ["1000", 1, 1000],
    ["1000", 7, 7000],
    ["0.5", 1, 1], // half away from zero
    ["0.5", 3, 2],
    ["0.4", 1, 0],
    ["33.333333333333", 3, 100],
    ["1099.5", 2, 2199],
  ])("%s × %i = %i: the line is rounded, not the unit", (unit_amount_decimal, quantity, expected) => {
    expect(cost({ unit_amount: null, unit_amount_decimal }, quantity)).toBe(expected);
  });

  test.each([
    ["up", 10, 1, 1000],
    ["up", 10, 10, 1000],
    ["up", 10, 11, 2000],
    ["down", 10, 9, 0],
    ["down", 10, 19, 1000],
  ] as const)("packages rounded %s by %i: %i units cost %i", (round, divide_by, quantity, expected) => {
    expect(cost({ transform_quantity: { divide_by, round } }, quantity)).toBe(expected);
  });
});

describe("tiers", () => {
  // The worked examples of Stripe's documentation of tiered pricing.
  test.each([
    ["volume", 1, 700],
    ["volume", 5, 3500],
    ["volume", 6, 3900],
    ["volume", 20, 12_000],
    ["graduated", 1, 700],
    ["graduated", 5, 3500],
    ["graduated", 6, 4150],
    ["graduated", 20, 12_750],
    ["graduated", 25, 15_750],
  ] as const)("%s: %i units cost %i", (tiers_mode, quantity, expected) => {
    expect(cost({ billing_scheme: "tiered", tiers_mode, _tiers: TIERS }, quantity)).toBe(expected);
  });

  test.each([
    ["volume", 1, 1500],
    ["volume", 5, 3500],
    ["volume", 6, 4400],
    ["graduated", 5, 3500],
    ["graduated", 6, 5900],
  ] as const)("%s with flat amounts: %i units cost %i", (tiers_mode, quantity, expected) => {
    expect(cost({ billing_scheme: "tiered", tiers_mode, _tiers: WITH_FLATS }, quantity)).toBe(expected);
  });

  test("decimals of several tiers are added up before they are rounded", () => {
    const tiers = [tier(1, "0.5"), tier(null, "0.5")];
    expect(cost({ billing_scheme: "tiered", tiers_mode: "graduated", _tiers: tiers }, 2)).toBe(1);
  });
});

describe("other currencies and amounts of the buyer's choice", () => {
  const options = {
    eur: {
      custom_unit_amount: null,
      tax_behavior: "inclusive",
      unit_amount: 900,
      unit_amount_decimal: "900",
    },
  } as const;

  test("a price costs what its currency option says", () => {
    expect(cost({ _currency_options: options }, 2, { currency: "eur" })).toBe(1800);
    expect(offerIn({ ...PRICE, _currency_options: options }, "eur")?.tax_behavior).toBe("inclusive");
  });

  test("and is not offered in others, nor in a currency that is named like a member of every object", () => {
    expect(offerIn({ ...PRICE, _currency_options: options }, "gbp")).toBeNull();
    expect(offerIn({ ...PRICE, _currency_options: options }, "constructor")).toBeNull();
    expect(() => cost({}, 1, { currency: "gbp" })).toThrow("not offered in gbp");
  });

  test.each([
    [500, undefined, 500],
    [500, 750, 750],
    [null, undefined, 0],
    [null, 1234, 1234],
  ])("preset %s, chosen %s: costs %i", (preset, custom, expected) => {
    const custom_unit_amount = { maximum: null, minimum: null, preset };
    const price = { custom_unit_amount, unit_amount: null, unit_amount_decimal: null };
    expect(cost(price, 1, custom === undefined ? {} : { custom })).toBe(expected);
  });
});
