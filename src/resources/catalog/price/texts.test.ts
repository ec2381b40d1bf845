import { describe, expect, test } from "vitest";
import type { BilledPart } from "./amounts.ts";
import type { Price } from "./price.ts";
import { partText, prorationText, trialText } from "./texts.ts";

const GOLD = { name: "Gold", unit_label: null };
const SEATS = { name: "Gold", unit_label: "user" };
const CREDITS = { name: "Usage", unit_label: "credit" };
const MONTHLY: Price = {
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
  recurring: {
    interval: "month",
    interval_count: 1,
    meter: null,
    trial_period_days: null,
    usage_type: "licensed",
  },
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: "recurring",
  unit_amount: 1000,
  unit_amount_decimal: "1000",
  _tiers: null,
  _currency_options: null,
};
function every(interval: "day" | "month" | "week" | "year", interval_count: number): Price {
  const { recurring } = MONTHLY;
  return { ...MONTHLY, recurring: recurring === null ? null : { ...recurring, interval, interval_count } };
}
const METERED: Price = {
  ...MONTHLY,
  recurring: MONTHLY.recurring === null ? null : { ...MONTHLY.recurring, usage_type: "metered" },
};

function part(quantity: number, decimal: string, more: Partial<BilledPart> = {}): BilledPart {
  return { kind: "unit", tier: null, quantity, unit_amount_decimal: decimal, amount: 0, ...more };
}

describe("a billed part", () => {
  test.each([
    ["1 × Gold (at $10.00 / month)", GOLD, MONTHLY, part(1, "1000")],
    ["3 × Gold (at $1,250.50 / month)", GOLD, MONTHLY, part(3, "125050")],
    ["1 × Gold (at $10.00 / every 3 months)", GOLD, every("month", 3), part(1, "1000")],
    ["1 × Gold (at $10.00 / year)", GOLD, every("year", 1), part(1, "1000")],
    ["1 × Gold (at $10.00 / every 2 weeks)", GOLD, every("week", 2), part(1, "1000")],
    ["1 user × Gold (at $25.00 / month)", SEATS, MONTHLY, part(1, "2500")],
    ["31 credit × Usage (Tier 2 at $0.036 / month)", CREDITS, MONTHLY, part(31, "3.6", { tier: 2 })],
    ["1000 credit × Usage (Tier 1 at $0.00 / month)", CREDITS, MONTHLY, part(1000, "0", { tier: 1 })],
    ["Usage (Tier 1 at $9.00 / month)", CREDITS, MONTHLY, part(0, "900", { kind: "flat", tier: 1 })],
  ])("%s", (expected, product, price, billed) => {
    expect(partText(product, price, "usd", billed)).toBe(expected);
  });

  test("in packages, in other currencies and without an interval", () => {
    const packed: Price = { ...MONTHLY, transform_quantity: { divide_by: 10, round: "up" } };
    expect(partText(GOLD, packed, "usd", part(25, "500"))).toBe("25 × Gold (at $5.00 per 10 / month)");
    expect(partText(GOLD, MONTHLY, "jpy", part(1, "500"))).toBe("1 × Gold (at ¥500 / month)");
    expect(partText(GOLD, MONTHLY, "jpy", part(1, "0.5"))).toBe("1 × Gold (at ¥0.5 / month)");
    expect(partText(GOLD, MONTHLY, "eur", part(1, "1000"))).toBe("1 × Gold (at €10.00 / month)");
    expect(partText(GOLD, { ...MONTHLY, recurring: null }, "usd", part(1, "1000"))).toBe(
      "1 × Gold (at $10.00)",
    );
  });
});

test.each([
  ["Trial period for Gold", GOLD, MONTHLY, 1, "classic"],
  ["Trial period for Gold", GOLD, MONTHLY, 4, "classic"],
  ["Trial period for Gold (per user)", SEATS, MONTHLY, 1, "classic"],
  ["10 × Gold (Free trial)", GOLD, METERED, 10, "classic"],
  ["Free trial for 1 × Gold", GOLD, MONTHLY, 1, "flexible"],
  ["Free trial for 1 user × Gold", SEATS, MONTHLY, 1, "flexible"],
] as const)("a trial: %s", (expected, product, price, quantity, mode) => {
  expect(trialText(product, price, quantity, mode)).toBe(expected);
});

test.each([
  ["Unused time on Gold after 10 Nov 2025", "unused", 1, null, Date.UTC(2025, 10, 10, 23, 59)],
  ["Remaining time on Gold after 03 Jul 2024", "remaining", 1, null, Date.UTC(2024, 6, 3)],
  ["Remaining time on 124 × Gold after 01 Jan 2026", "remaining", 124, null, Date.UTC(2026, 0, 1)],
  ["Remaining time on Gold (with 30.0% off) after 03 Jul 2024", "remaining", 1, 30, Date.UTC(2024, 6, 3)],
  ["Unused time on Gold (with 12.5% off) after 29 Feb 2028", "unused", 1, 12.5, Date.UTC(2028, 1, 29)],
] as const)("a proration: %s", (expected, kind, quantity, percentOff, at) => {
  expect(prorationText(GOLD, { kind, quantity, percentOff, at: at / 1000 })).toBe(expected);
});
