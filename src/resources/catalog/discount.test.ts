import { expect, test } from "vitest";
import type { Coupon } from "./coupon.ts";
import { discountOf } from "./discount.ts";

/** 2027-01-31 10:00:00 UTC */
const START = 1_801_389_600;
const COUPON: Coupon = {
  id: "TEN",
  object: "coupon",
  amount_off: 1000,
  created: START,
  currency: "usd",
  duration: "once",
  duration_in_months: null,
  livemode: false,
  max_redemptions: null,
  metadata: {},
  name: null,
  percent_off: null,
  redeem_by: START - 1,
  times_redeemed: 0,
  valid: true,
  _applies_to: ["prod_x"],
  _currency_options: null,
};

test("a discount has every key in order, and its coupon as it was shown at the start", () => {
  const made = discountOf({
    id: "di_1",
    coupon: COUPON,
    start: START,
    checkout_session: "cs_1",
    customer: null,
  });
  expect(Object.entries(made).filter(([key]) => !key.startsWith("_"))).toEqual(
    Object.entries({
      id: "di_1",
      object: "discount",
      checkout_session: "cs_1",
      customer: null,
      customer_account: null,
      end: null,
      invoice: null,
      invoice_item: null,
      promotion_code: null,
      source: { coupon: "TEN", type: "coupon" },
      start: START,
      subscription: null,
      subscription_item: null,
    }),
  );
  expect(made._coupon).toMatchObject({ id: "TEN", amount_off: 1000, valid: false });
  expect(JSON.stringify(made._coupon)).not.toContain('"_');
});

test.each([
  ["once", null, null],
  ["forever", null, null],
  ["repeating", 1, Date.UTC(2027, 1, 28, 10) / 1000],
  ["repeating", 2, Date.UTC(2027, 2, 31, 10) / 1000],
  ["repeating", 13, Date.UTC(2028, 1, 29, 10) / 1000],
] as const)("the end of a discount: %s, %s months", (duration, duration_in_months, end) => {
  const coupon = { ...COUPON, duration, duration_in_months };
  expect(discountOf({ id: "di_1", coupon, start: START }).end).toBe(end);
});
