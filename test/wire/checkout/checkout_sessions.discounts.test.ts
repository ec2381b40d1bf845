/** Codes that buyers type, and when a redemption of a discount is counted and given back. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { authenticatedSession } from "../../../src/resources/checkout/checkout_session/index.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { openTill, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, type Params, typedCard } from "../../support/shop.ts";

const DECLINED = typedCard("4000000000000002");
const ASKS = typedCard("4000002760003184");
const DAY = 86_400;
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let till: Till;
let coupon: Stripe.Coupon;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  till = openTill(server);
  coupon = await till.stripe.coupons.create({ percent_off: 50, name: "Half off" });
});

const code = (text: string, more: Partial<Stripe.PromotionCodeCreateParams> = {}) =>
  till.stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    code: text,
    ...more,
  });
const open = (params: Params = {}) => till.create({ allow_promotion_codes: true, ...params });
const type = (id: string, promotion_code: string) => till.tell(id, { promotion_code });
const refuse = (id: string, promotion_code: string) => till.tellRefusal(id, { promotion_code });
const uses = async () => (await till.stripe.coupons.retrieve(coupon.id)).times_redeemed;
const usesOf = async (id: string) => (await till.stripe.promotionCodes.retrieve(id)).times_redeemed;

/** What the payer's bank says of the challenge. */
function answerChallenge(id: string, outcome: "failed" | "passed") {
  const account = accountNamed(till.key.replace("sk_test_", ""));
  const { store } = server.running;
  return authenticatedSession((work) => store.transact(account, NO_CAUSE, work), id, outcome);
}

describe("a typed code", () => {
  test("works in upper or lower case, is shown with its discount, and can be removed", async () => {
    const { id: promotion } = await code("HALF");
    const { id } = await open();
    expect(await type(id, "hAlF")).toMatchObject({
      amount_subtotal: 2000,
      amount_total: 1000,
      discounts: [{ coupon: null, promotion_code: promotion }],
      total_details: {
        amount_discount: 1000,
        breakdown: { discounts: [{ amount: 1000, discount: { promotion_code: promotion } }] },
      },
    });
    expect(await type(id, "")).toMatchObject({
      amount_total: 2000,
      discounts: [],
      total_details: { amount_discount: 0 },
    });
  });

  test("is replaced by another one", async () => {
    await code("HALF");
    const all = await till.stripe.coupons.create({ amount_off: 100, currency: "usd" });
    await till.stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: all.id }, code: "ONE" });
    const { id } = await open();
    await type(id, "HALF");
    expect(await type(id, "ONE")).toMatchObject({ amount_total: 1900 });
  });

  test("that is refused leaves the session unchanged", async () => {
    await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    expect(await refuse(id, "NOPE")).toEqual(says("This code is invalid.", "promotion_code"));
    expect((await till.stripe.checkout.sessions.retrieve(id)).amount_total).toBe(1000);
  });

  test("is refused if it is inactive, expired, used up, for other customers, for larger orders or for first orders", async () => {
    const { id } = await open();
    const inactive = await code("GONE");
    await till.stripe.promotionCodes.update(inactive.id, { active: false });
    await code("LATE", { expires_at: clock.seconds() + 60 });
    await code("ONCE", { max_redemptions: 1 });
    await code("DEAR", { restrictions: { minimum_amount: 5000, minimum_amount_currency: "usd" } });
    await code("FIRST", { restrictions: { first_time_transaction: true } });
    const { id: other } = await till.stripe.customers.create();
    await code("THEIRS", { customer: other });
    const once = await open();
    await type(once.id, "ONCE");
    await till.pay(once.id);
    clock.advance(60);
    for (const text of ["GONE", "LATE", "ONCE", "THEIRS", "DEAR"]) {
      expect(await refuse(id, text), text).toMatchObject({ status: 400, param: "promotion_code" });
    }
    const { id: customer } = await till.stripe.customers.create({ email: BUYER.email });
    const first = await open({ customer });
    await type(first.id, "FIRST");
    await till.pay(first.id);
    const second = await open({ customer });
    expect(await refuse(second.id, "FIRST")).toMatchObject({ status: 400, param: "promotion_code" });
    expect(await type((await open({ customer: other })).id, "THEIRS")).toMatchObject({ amount_total: 1000 });
  });

  test("that leaves a total too small to charge blocks the payment until it is removed", async () => {
    const almost = await till.stripe.coupons.create({ amount_off: 1951, currency: "usd" });
    const promotion = { type: "coupon" as const, coupon: almost.id };
    await till.stripe.promotionCodes.create({ promotion, code: "ALMOST" });
    const { id } = await open();
    expect(await type(id, "ALMOST")).toMatchObject({ amount_total: 49 });
    const message = "The Checkout Session's total amount due must add up to at least $0.50 usd";
    expect(await till.payRefusal(id)).toEqual(says(message, undefined, "amount_too_small"));
    expect((await till.stripe.coupons.retrieve(almost.id)).times_redeemed).toBe(0);
    await type(id, "");
    expect(await till.pay(id)).toMatchObject({ amount_total: 2000, payment_status: "paid" });
  });

  test("is refused by sessions that do not allow codes", async () => {
    await code("HALF");
    for (const params of [{}, { allow_promotion_codes: false }]) {
      const { id } = await till.create(params);
      expect(await refuse(id, "HALF")).toMatchObject({ param: "promotion_code" });
    }
    const both = { allow_promotion_codes: true, discounts: [{ coupon: coupon.id }] };
    expect(await till.refusal(both)).toMatchObject({
      message: "You may only specify one of these parameters: allow_promotion_codes, discounts.",
    });
  });

  test("is refused by a session that has ended", async () => {
    await code("HALF");
    const { id } = await open();
    await till.pay(id);
    expect(await refuse(id, "HALF")).toMatchObject({ status: 400 });
  });
});

describe("a redemption", () => {
  test("is counted by a payment, for the code and its coupon", async () => {
    const { id: promotion } = await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    expect([await usesOf(promotion), await uses()]).toEqual([0, 0]);
    const paid = await till.pay(id);
    expect(paid).toMatchObject({ amount_total: 1000, payment_status: "paid" });
    expect((await till.stripe.paymentIntents.retrieve(paid.payment_intent)).amount).toBe(1000);
    expect([await usesOf(promotion), await uses()]).toEqual([1, 1]);
  });

  test("is given back by a decline, and counted once by the payment that follows", async () => {
    const { id: promotion } = await code("HALF", { max_redemptions: 1 });
    const { id } = await open();
    await type(id, "HALF");
    expect(await till.payRefusal(id, DECLINED)).toMatchObject({ code: "card_declined" });
    expect([await usesOf(promotion), await uses()]).toEqual([0, 0]);
    expect(await till.pay(id)).toMatchObject({ amount_total: 1000, payment_status: "paid" });
    expect([await usesOf(promotion), await uses()]).toEqual([1, 1]);
  });

  test("is held during a challenge, so that nobody else can have it", async () => {
    await code("HALF", { max_redemptions: 1 });
    const [asked, other] = [await open(), await open()];
    await type(asked.id, "HALF");
    await type(other.id, "HALF");
    await till.pay(asked.id, ASKS);
    expect(await uses()).toBe(1);
    expect(await till.payRefusal(other.id)).toMatchObject({ param: "promotion_code" });
    await answerChallenge(asked.id, "passed");
    expect(await till.stripe.checkout.sessions.retrieve(asked.id)).toMatchObject({ payment_status: "paid" });
    expect(await uses()).toBe(1);
    await type(other.id, "");
    expect(await till.pay(other.id)).toMatchObject({ amount_total: 2000, payment_status: "paid" });
  });

  test("is counted once if a challenge is abandoned and the buyer pays otherwise", async () => {
    await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    await till.pay(id, ASKS);
    expect(await till.pay(id)).toMatchObject({ payment_status: "paid" });
    expect(await uses()).toBe(1);
  });

  test("of another session is not given back by a session that made none", async () => {
    const discounts = [{ coupon: coupon.id }];
    const [paid, idle] = [await till.create({ discounts }), await till.create({ discounts })];
    await till.pay(paid.id);
    await till.stripe.checkout.sessions.expire(idle.id);
    expect(await uses()).toBe(1);
  });

  test("is given back if the buyer fails the challenge", async () => {
    await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    await till.pay(id, ASKS);
    await answerChallenge(id, "failed");
    expect(await uses()).toBe(0);
  });

  test("is given back if the code is removed during a challenge", async () => {
    const { id: promotion } = await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    await till.pay(id, ASKS);
    expect(await usesOf(promotion)).toBe(1);
    expect(await type(id, "")).toMatchObject({ amount_total: 2000 });
    expect([await usesOf(promotion), await uses()]).toEqual([0, 0]);
  });

  test("is given back if the session expires during a challenge", async () => {
    await code("HALF");
    const { id } = await open();
    await type(id, "HALF");
    await till.pay(id, ASKS);
    await till.stripe.checkout.sessions.expire(id);
    expect(await uses()).toBe(0);
    const timed = await open();
    await type(timed.id, "HALF");
    await till.pay(timed.id, ASKS);
    expect(await uses()).toBe(1);
    clock.advance(DAY);
    await server.running.worker.drain();
    expect(await till.stripe.checkout.sessions.retrieve(timed.id)).toMatchObject({ status: "expired" });
    expect(await uses()).toBe(0);
  });

  test("that makes the total zero cancels the intent of an earlier try", async () => {
    const all = await till.stripe.coupons.create({ percent_off: 100 });
    await till.stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: all.id }, code: "ALL" });
    for (const [card, status] of [
      [DECLINED, "requires_payment_method"],
      [ASKS, "requires_action"],
    ] as const) {
      const { id } = await open();
      await till.confirm(id, card);
      const intent = String((await till.stripe.checkout.sessions.retrieve(id)).payment_intent);
      expect(await till.stripe.paymentIntents.retrieve(intent)).toMatchObject({ status });
      await type(id, "ALL");
      const nothing = { payment_method_data: undefined, billing_details: BUYER };
      expect(await till.pay(id, nothing)).toMatchObject({
        payment_intent: null,
        payment_status: "no_payment_required",
      });
      expect(await till.stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: "canceled" });
    }
  });

  test("is counted if the total is zero", async () => {
    const all = await till.stripe.coupons.create({ percent_off: 100, max_redemptions: 1 });
    const [first, second] = [
      await till.create({ discounts: [{ coupon: all.id }] }),
      await till.create({ discounts: [{ coupon: all.id }] }),
    ];
    const nothing = { payment_method_data: undefined, billing_details: BUYER };
    await till.newsSince();
    expect(await till.pay(first.id, nothing)).toMatchObject({
      payment_intent: null,
      payment_status: "no_payment_required",
      status: "complete",
    });
    expect(await till.newsSince()).toEqual(["checkout.session.completed"]);
    expect(await till.payRefusal(second.id, nothing)).toMatchObject({ status: 400, param: "coupon" });
    expect(await till.stripe.coupons.retrieve(all.id)).toMatchObject({ times_redeemed: 1, valid: false });
  });
});

test("an applied discount stays as it was, whatever happens to its coupon", async () => {
  await code("HALF");
  const { id } = await open();
  await type(id, "HALF");
  await till.stripe.coupons.del(coupon.id);
  expect(await till.stripe.checkout.sessions.retrieve(id)).toMatchObject({ amount_total: 1000 });
  await refuse((await open()).id, "HALF");
});
