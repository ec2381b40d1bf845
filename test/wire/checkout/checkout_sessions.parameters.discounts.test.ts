/** Discounts: coupons and promotion codes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { FixedClock } from "../../../src/core/clock.ts";
import {
  EXPAND,
  inDollars,
  onlyOneOf,
  openTill,
  parameter,
  says,
  shippingOption,
  THING,
  type Till,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

// biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
type LineItem = any;

describe("discounts", () => {
  parameter("discounts", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 25 });
    const one = { coupon: coupon.id };
    expect(await till.create({ discounts: [one] })).toMatchObject({
      amount_subtotal: 2000,
      amount_total: 1500,
    });
    expect(await till.refusal({ discounts: [one, one] })).toEqual(
      says("Array discounts exceeded maximum 1 allowed elements.", "discounts"),
    );
    for (const allow_promotion_codes of [true, false]) {
      expect(await till.refusal({ discounts: [one], allow_promotion_codes })).toEqual(
        onlyOneOf("allow_promotion_codes, discounts"),
      );
    }
    const both = { coupon: coupon.id, promotion_code: "promo_x" };
    expect(await till.refusal({ discounts: [both] })).toEqual(
      onlyOneOf("coupon, promotion_code", "discounts[0]"),
    );
  });

  parameter("discounts[][coupon]", async () => {
    const coupon = await till.stripe.coupons.create({ amount_off: 300, currency: "usd", max_redemptions: 1 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }], ...EXPAND });
    expect(open).toMatchObject({
      discounts: [{ coupon: coupon.id, promotion_code: null }],
      total_details: {
        amount_discount: 300,
        breakdown: {
          discounts: [
            { amount: 300, discount: { checkout_session: open.id, source: { coupon: coupon.id } } },
          ],
        },
      },
    });
    expect(open.line_items.data[0]).toMatchObject({
      amount_discount: 300,
      discounts: [{ amount: 300, discount: { object: "discount" } }],
    });
    const redeemed = () => till.stripe.coupons.retrieve(coupon.id);
    expect(await redeemed()).toMatchObject({ times_redeemed: 0, valid: true });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 1700, payment_status: "paid" });
    expect(await redeemed()).toMatchObject({ times_redeemed: 1, valid: false });
    const at = "discounts[0][coupon]";
    expect(await till.refusal({ discounts: [{ coupon: coupon.id }] })).toEqual(
      says(`Coupon ${coupon.id} is used up and cannot be applied.`, at),
    );
    expect(await till.refusal({ discounts: [{ coupon: "nope" }] })).toEqual(
      says("No such coupon: 'nope'", at, "resource_missing"),
    );
    const late = await till.stripe.coupons.create({ percent_off: 10, redeem_by: clock.seconds() + 60 });
    clock.advance(61);
    expect(await till.refusal({ discounts: [{ coupon: late.id }] })).toEqual(
      says(`Coupon expired: ${late.id}`, at, "coupon_expired"),
    );
    const both = await till.stripe.coupons.create({
      amount_off: 300,
      currency: "eur",
      currency_options: { usd: { amount_off: 400 } },
    });
    expect(await till.create({ discounts: [{ coupon: both.id }] })).toMatchObject({ amount_total: 1600 });
    const euros = await till.stripe.coupons.create({ amount_off: 300, currency: "eur" });
    expect(await till.refusal({ discounts: [{ coupon: euros.id }] })).toEqual(
      says(
        `The coupon \`${euros.id}\` only supports \`eur\`. This doesn't match the expected currency: \`usd\`.`,
        at,
      ),
    );
  });

  parameter("discounts[][promotion_code]", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const promotion = { type: "coupon" as const, coupon: coupon.id };
    const make = (more: object) => till.stripe.promotionCodes.create({ promotion, ...more });
    const code = await make({ code: "SPRING" });
    const open = await till.create({ discounts: [{ promotion_code: code.id }] });
    expect(open).toMatchObject({
      amount_total: 1800,
      discounts: [{ coupon: null, promotion_code: code.id }],
    });
    await till.pay(open.id);
    expect(await till.stripe.promotionCodes.retrieve(code.id)).toMatchObject({ times_redeemed: 1 });
    expect(await till.stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
    const at = "discounts[0][promotion_code]";
    const of = (id: string, more: Params = {}) =>
      till.refusal({ discounts: [{ promotion_code: id }], ...more });
    expect(await of("promo_x")).toEqual(says("No such promotion code: 'promo_x'", at, "resource_missing"));
    const dear = await make({
      code: "DEAR",
      restrictions: { minimum_amount: 2001, minimum_amount_currency: "usd" },
    });
    expect(await of(dear.id)).toEqual(
      says(
        "This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount " +
          "requirement.",
        at,
      ),
    );
    const newcomers = await make({ code: "NEW", restrictions: { first_time_transaction: true } });
    const customer = await till.stripe.customers.create({ email: "a@example.com" });
    const theirs = { customer: customer.id };
    const earlier = await till.create({ ...theirs, discounts: [{ promotion_code: newcomers.id }] });
    await till.pay(earlier.id);
    expect(await of(newcomers.id, theirs)).toEqual(
      says(
        "This promotion code cannot be redeemed because the associated customer has prior transactions.",
        at,
      ),
    );
    expect(await of(newcomers.id)).toEqual(
      says(
        "This promotion code cannot be redeemed because it is only for customers without prior transactions.",
        at,
      ),
    );
    const bound = await make({ code: "MINE", customer: customer.id });
    expect(await of(bound.id)).toEqual(
      says("This promotion code cannot be redeemed because it is restricted to another customer.", at),
    );
    await till.create({ ...theirs, discounts: [{ promotion_code: bound.id }] });
    // One who becomes a customer is no guest.
    await till.create({ customer_creation: "always", discounts: [{ promotion_code: newcomers.id }] });
    const late = await make({ code: "LATE", expires_at: clock.seconds() + 60 });
    clock.advance(60);
    expect(await of(late.id)).toEqual(says("This promotion code is expired.", at));
    const once = await make({ code: "ONCE", max_redemptions: 1 });
    await till.pay((await till.create({ discounts: [{ promotion_code: once.id }] })).id);
    expect(await of(once.id)).toEqual(
      says(
        "This promotion code cannot be redeemed because it has been redeemed the maximum number of times.",
        at,
      ),
    );
    const options = { usd: { minimum_amount: 2001 } };
    const restrictions = { minimum_amount: 1, minimum_amount_currency: "eur", currency_options: options };
    const abroad = await make({ code: "ABROAD", restrictions });
    expect(await of(abroad.id)).toMatchObject({
      message: expect.stringMatching(/does not meet the minimum amount requirement\.$/),
    });
    expect(
      await till.create({ ...inDollars({ quantity: 2 }), discounts: [{ promotion_code: abroad.id }] }),
    ).toMatchObject({ amount_total: 3600 });
    await till.stripe.promotionCodes.update(code.id, { active: false });
    expect(await of(code.id)).toEqual(
      says("This promotion code cannot be redeemed because it is not active.", at),
    );
  });

  parameter("allow_promotion_codes", async () => {
    const open = await till.create({ allow_promotion_codes: true });
    expect(open.allow_promotion_codes).toBe(true);
    const coupon = await till.stripe.coupons.create({ percent_off: 50 });
    await till.stripe.promotionCodes.create({
      promotion: { type: "coupon", coupon: coupon.id },
      code: "HALF",
    });
    expect(await till.tell(open.id, { promotion_code: "half" })).toMatchObject({ amount_total: 1000 });
    expect(await till.tell(open.id, { promotion_code: "" })).toMatchObject({
      amount_total: 2000,
      discounts: [],
    });
    expect(await till.tellRefusal(open.id, { promotion_code: "nope" })).toEqual(
      says("This code is invalid.", "promotion_code"),
    );
    const without = await till.create({ allow_promotion_codes: false });
    expect(await till.tellRefusal(without.id, { promotion_code: "HALF" })).toEqual(
      says("This Checkout Session does not take promotion codes.", "promotion_code"),
    );
  });

  test("a coupon may be limited to some products", async () => {
    const product = await till.stripe.products.create({ name: "Chair" });
    const coupon = await till.stripe.coupons.create({
      percent_off: 50,
      applies_to: { products: [product.id] },
    });
    const chair = { price_data: { currency: "usd", unit_amount: 1000, product: product.id }, quantity: 1 };
    const open = await till.create({
      line_items: [THING, chair],
      discounts: [{ coupon: coupon.id }],
      ...EXPAND,
    });
    expect(open.line_items.data.map((item: LineItem) => item.amount_discount)).toEqual([0, 500]);
  });

  test("is taken off the items, never off their shipping", async () => {
    const shipping_options = [shippingOption(500)];
    const all = await till.stripe.coupons.create({ percent_off: 100 });
    const more = await till.stripe.coupons.create({ amount_off: 9900, currency: "usd" });
    for (const coupon of [all.id, more.id]) {
      const open = await till.create({ discounts: [{ coupon }], shipping_options });
      expect(open).toMatchObject({
        amount_subtotal: 2000,
        amount_total: 500,
        total_details: { amount_discount: 2000, amount_shipping: 500 },
      });
      expect(await till.pay(open.id)).toMatchObject({ amount_total: 500, payment_status: "paid" });
    }
  });

  test("a discount of everything: the total is zero, and no card is asked for", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 100 });
    const open = await till.create({ discounts: [{ coupon: coupon.id }] });
    expect(open).toMatchObject({ amount_total: 0, payment_status: "unpaid" });
    const done = await till.pay(open.id, {
      payment_method_data: undefined,
      billing_details: { email: "a@example.com" },
    });
    expect(done).toMatchObject({
      payment_intent: null,
      payment_status: "no_payment_required",
      status: "complete",
    });
    expect(await till.stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
  });
});
