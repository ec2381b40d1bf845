import { describe, expect, test } from "vitest";
import type { Coupon } from "../coupon.ts";
import { isUsable, type PromotionCode, type Purchase, promotionFault } from "./code.ts";

const NOW = 1_800_000_000;
const COUPON: Coupon = {
  id: "TEN",
  object: "coupon",
  amount_off: null,
  created: NOW,
  currency: null,
  duration: "once",
  duration_in_months: null,
  livemode: false,
  max_redemptions: null,
  metadata: {},
  name: null,
  percent_off: 10,
  redeem_by: null,
  times_redeemed: 0,
  valid: true,
  _applies_to: null,
  _currency_options: null,
};
const CODE: PromotionCode = {
  id: "promo_1",
  object: "promotion_code",
  active: true,
  code: "TEN",
  created: NOW,
  customer: null,
  customer_account: null,
  expires_at: null,
  livemode: false,
  max_redemptions: null,
  metadata: {},
  promotion: { coupon: "TEN", type: "coupon" },
  restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
  times_redeemed: 0,
  _asleep: null,
  _coupon: COUPON,
  _currency_options: null,
};
const PURCHASE: Purchase = {
  customer: null,
  amount: 1000,
  currency: "usd",
  firstTime: null,
  guest: true,
};
const restricted = (restrictions: Partial<PromotionCode["restrictions"]>): Partial<PromotionCode> => ({
  restrictions: { ...CODE.restrictions, ...restrictions },
});
const OVER_10_USD = {
  ...restricted({ minimum_amount: 1000, minimum_amount_currency: "usd" }),
  _currency_options: { eur: { minimum_amount: 900 } },
};
const FIRST = restricted({ first_time_transaction: true });
const PRIOR =
  "This promotion code cannot be redeemed because the associated customer has prior transactions.";
const MINIMUM =
  "This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount " +
  "requirement.";
const EXPIRED = "This promotion code is expired.";
const USED_UP =
  "This promotion code cannot be redeemed because it has been redeemed the maximum number of times.";
const OTHER = "This promotion code cannot be redeemed because it is restricted to another customer.";

interface Case {
  readonly code?: Partial<PromotionCode>;
  readonly coupon?: Partial<Coupon>;
  readonly purchase?: Partial<Purchase>;
  readonly fault: string | null;
}

describe("promotionFault", () => {
  test.each<[string, Case]>([
    ["a code without restrictions", { fault: null }],
    ["before expires_at", { code: { expires_at: NOW + 1 }, fault: null }],
    ["at expires_at", { code: { expires_at: NOW }, fault: EXPIRED }],
    ["at the coupon's redeem_by", { coupon: { redeem_by: NOW }, fault: null }],
    ["after the coupon's redeem_by", { coupon: { redeem_by: NOW - 1 }, fault: EXPIRED }],
    ["a use is left", { code: { max_redemptions: 2, times_redeemed: 1 }, fault: null }],
    ["the code is used up", { code: { max_redemptions: 2, times_redeemed: 2 }, fault: USED_UP }],
    ["the coupon is used up", { coupon: { valid: false }, fault: USED_UP }],
    [
      "the code was switched off",
      { code: { active: false }, fault: "This promotion code cannot be redeemed because it is not active." },
    ],
    ["the code's customer", { code: { customer: "cus_a" }, purchase: { customer: "cus_a" }, fault: null }],
    ["another customer", { code: { customer: "cus_a" }, purchase: { customer: "cus_b" }, fault: OTHER }],
    ["no customer, for a customer's code", { code: { customer: "cus_a" }, fault: OTHER }],
    ["a customer who paid before", { code: FIRST, purchase: { firstTime: false }, fault: PRIOR }],
    ["a customer who never paid", { code: FIRST, purchase: { firstTime: true, guest: false }, fault: null }],
    ["a customer will be made", { code: FIRST, purchase: { firstTime: null, guest: false }, fault: null }],
    [
      "a guest, for first purchases only",
      {
        code: FIRST,
        fault:
          "This promotion code cannot be redeemed because it is only for customers without prior transactions.",
      },
    ],
    ["exactly the minimum", { code: OVER_10_USD, fault: null }],
    ["below the minimum", { code: OVER_10_USD, purchase: { amount: 999 }, fault: MINIMUM }],
    ["the minimum in euros", { code: OVER_10_USD, purchase: { amount: 900, currency: "eur" }, fault: null }],
    [
      "below the minimum in euros",
      { code: OVER_10_USD, purchase: { amount: 899, currency: "eur" }, fault: MINIMUM },
    ],
    ["no minimum in yen", { code: OVER_10_USD, purchase: { amount: 9999, currency: "jpy" }, fault: MINIMUM }],
  ])("%s", (_name, { code, coupon, purchase, fault }) => {
    const found = promotionFault(
      { ...CODE, ...code },
      { ...COUPON, ...coupon },
      NOW,
      { ...PURCHASE, ...purchase },
      "discounts[0][promotion_code]",
    );
    expect(found?.message ?? null).toBe(fault);
    if (found !== null) expect(found.body.param).toBe("discounts[0][promotion_code]");
  });
});

test("a code is not usable without its coupon", () => {
  expect(isUsable(CODE, COUPON, NOW)).toBe(true);
  expect(isUsable(CODE, null, NOW)).toBe(false);
});
