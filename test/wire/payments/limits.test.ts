/** The least and greatest amounts of types: a type that is named is refused, one of a configuration is not offered. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const intent = (shop: Shop, amount: number, more: object = {}) =>
  shop.stripe.paymentIntents.create(
    {
      amount,
      currency: "usd",
      payment_method_types: ["affirm"],
      ...more,
    } as Stripe.PaymentIntentCreateParams,
    NAMED,
  );

function session(shop: Shop, unit_amount: number, more: object = {}) {
  const params: object = {
    mode: "payment",
    success_url: "https://example.com/",
    line_items: [
      { quantity: 1, price_data: { currency: "usd", unit_amount, product_data: { name: "Sofa" } } },
    ],
    ...more,
  };
  return shop.stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, NAMED);
}

const AFFIRM = { payment_method_types: ["card", "affirm"] };

describe("a payment intent", () => {
  test.each([
    [4999, "amount_too_small", "Amount must be at least $50.00 USD for the provided payment method types."],
    [
      3_000_001,
      "amount_too_large",
      "Amount must be no more than $30,000.00 USD for the provided payment method types.",
    ],
  ])("of %i is refused", async (amount, code, message) => {
    expect(await refused(intent(openShop(server), amount))).toEqual({
      code,
      message,
      param: "amount",
      status: 400,
    });
  });

  test("of the least or the greatest amount is not, until it changes", async () => {
    const shop = openShop(server);
    await intent(shop, 3_000_000);
    const { id } = await intent(shop, 5000);
    expect((await refused(shop.stripe.paymentIntents.update(id, { amount: 4999 }))).code).toBe(
      "amount_too_small",
    );
    expect((await intent(shop, 4999, { payment_method_types: ["card"] })).amount).toBe(4999);
  });
});

describe("a session", () => {
  test("that names a type which does not take its total is refused", async () => {
    const shop = openShop(server);
    expect(await refused(session(shop, 4999, AFFIRM))).toMatchObject({
      code: "amount_too_small",
      message:
        "The Checkout Session's total amount due must be at least $50.00 USD for the provided payment method types.",
    });
    expect((await refused(session(shop, 3_000_001, AFFIRM))).message).toBe(
      "The Checkout Session's total amount due must be no more than $30,000.00 USD for the provided payment method " +
        "types.",
    );
    expect((await session(shop, 5000, AFFIRM)).payment_method_types).toEqual(["card", "affirm"]);
  });

  test("of a configuration does not offer it", async () => {
    const shop = openShop(server);
    const { id } = await shop.stripe.paymentMethodConfigurations.create({
      affirm: { display_preference: { preference: "on" } },
    });
    const chosen = { payment_method_configuration: id };
    expect((await session(shop, 4999, chosen)).payment_method_types).toEqual(["card"]);
    expect((await session(shop, 5000, chosen)).payment_method_types).toEqual(["card", "affirm"]);
  });

  test("whose total has changed is not paid by it, and by a card", async () => {
    const shop = openShop(server);
    const coupon = await shop.stripe.coupons.create({ percent_off: 50 });
    const code = await shop.stripe.promotionCodes.create({
      promotion: { coupon: coupon.id, type: "coupon" },
    });
    const { id } = await session(shop, 5000, { ...AFFIRM, allow_promotion_codes: true });
    await server.raw("POST", `/v1/payment_pages/${id}`, {
      key: shop.key,
      body: `promotion_code=${code.code}`,
    });
    const byAffirm = {
      payment_method_data: {
        type: "affirm",
        billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
      },
    };
    const reply = await shop.confirm(id, byAffirm);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("must be at least $50.00 USD for the provided payment method types.");
    expect((await shop.confirm(id, typedCard("4242424242424242"))).status).toBe(200);
  });
});
