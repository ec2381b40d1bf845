import { describe, expect, test } from "vitest";
import { type Coupon, couponAmountOff, couponFault, couponView, usedMore } from "./coupon.ts";

const NOW = 1_800_000_000;
const COUPON: Coupon = {
  id: "FIVE",
  object: "coupon",
  amount_off: 500,
  created: NOW,
  currency: "usd",
  duration: "once",
  duration_in_months: null,
  livemode: false,
  max_redemptions: 2,
  metadata: {},
  name: null,
  percent_off: null,
  redeem_by: null,
  times_redeemed: 0,
  valid: true,
  _applies_to: null,
  _currency_options: { eur: { amount_off: 450 } },
};

test("an amount coupon takes off an amount for each currency it lists, and null for others", () => {
  expect(couponAmountOff(COUPON, "usd")).toBe(500);
  expect(couponAmountOff(COUPON, "eur")).toBe(450);
  expect(couponAmountOff(COUPON, "jpy")).toBeNull();
  const percent = { ...COUPON, amount_off: null, currency: null, percent_off: 10, _currency_options: null };
  expect(couponAmountOff(percent, "usd")).toBeNull();
});

test("a coupon is valid while uses are left, and again after a use is given back", () => {
  const once = usedMore(COUPON, 1);
  expect(once).toMatchObject({ times_redeemed: 1, valid: true });
  const twice = usedMore(once, 1);
  expect(twice).toMatchObject({ times_redeemed: 2, valid: false });
  expect(usedMore(twice, -1)).toMatchObject({ times_redeemed: 1, valid: true });
  expect(usedMore(COUPON, -1).times_redeemed).toBe(0);
  expect(usedMore({ ...COUPON, max_redemptions: null, times_redeemed: 9999 }, 1).valid).toBe(true);
});

describe("couponFault", () => {
  const refusal = (coupon: Partial<Coupon>) => couponFault({ ...COUPON, ...coupon }, NOW, "x")?.body ?? null;
  test.each<[string, Partial<Coupon>, object | null]>([
    ["a good coupon", {}, null],
    ["exactly at redeem_by", { redeem_by: NOW }, null],
    [
      "after redeem_by",
      { redeem_by: NOW - 1, valid: false },
      { message: "Coupon expired: FIVE", code: "coupon_expired", param: "x" },
    ],
    ["used up", { valid: false }, { message: "Coupon FIVE is used up and cannot be applied.", param: "x" }],
  ])("%s", (_name, coupon, body) => {
    expect(refusal(coupon)).toEqual(body === null ? null : { type: "invalid_request_error", ...body });
    expect(couponView({ ...COUPON, ...coupon }, NOW).valid).toBe(body === null);
  });
});
