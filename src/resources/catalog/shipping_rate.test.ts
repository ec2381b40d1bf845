import { expect, test } from "vitest";
import { type ShippingRate, shippingAmount, shippingTaxBehavior } from "./shipping_rate.ts";

const RATE: ShippingRate = {
  id: "shr_1",
  object: "shipping_rate",
  active: true,
  created: 1_800_000_000,
  delivery_estimate: null,
  display_name: "Ground",
  fixed_amount: { amount: 500, currency: "usd" },
  livemode: false,
  metadata: {},
  tax_behavior: "exclusive",
  tax_code: null,
  type: "fixed_amount",
  _currency_options: { eur: { amount: 0, tax_behavior: "inclusive" } },
};

test.each([
  ["usd", 500, "exclusive"],
  ["eur", 0, "inclusive"],
  ["jpy", null, "unspecified"],
] as const)("the cost of a rate in %s is %s, its tax behavior %s", (currency, amount, behavior) => {
  expect(shippingAmount(RATE, currency)).toBe(amount);
  expect(shippingTaxBehavior(RATE, currency)).toBe(behavior);
});

test("a rate without currency options has a cost in its own currency only", () => {
  const rate = { ...RATE, _currency_options: null };
  expect([shippingAmount(rate, "usd"), shippingAmount(rate, "eur")]).toEqual([500, null]);
});
