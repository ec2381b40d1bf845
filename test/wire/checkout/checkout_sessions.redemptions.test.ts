/**
 * A discount that may be redeemed fifty times, and five hundred buyers who pay at once; on PostgreSQL, at two
 * servers on one database.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshStorage, startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Shop, typedCard } from "../../support/shop.ts";

const USES = 50;
const BUYERS = 500;

let servers: TestServer[];
beforeAll(async () => {
  const storage = await freshStorage();
  servers = [await startServer({ storage })];
  if (storage.kind === "postgres") servers.push(await startServer({ storage }));
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

type Discount = Stripe.Checkout.SessionCreateParams.Discount;

/** Confirms so many sessions at once, and counts the answers by what they say. */
async function rush({ stripe, key }: Shop, discount: Discount): Promise<Record<string, number>> {
  const line = {
    price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "Lamp" } },
    quantity: 1,
  };
  const open: string[] = [];
  for (let i = 0; i < BUYERS; i++) {
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://example.com/success",
      line_items: [line],
      discounts: [discount],
    });
    open.push(session.id);
  }
  const confirm = async (id: string, i: number) => {
    const server = servers[i % servers.length] as TestServer;
    const body = form(typedCard("4242424242424242"));
    const reply = await server.raw("POST", `/v1/payment_pages/${id}/confirm`, { key, body });
    return reply.status === 200 ? "paid" : `${reply.status} ${reply.body.error.message}`;
  };
  const said: Record<string, number> = {};
  for (const answer of await Promise.all(open.map(confirm))) said[answer] = (said[answer] ?? 0) + 1;
  return said;
}

/** The sessions of an account by how they stand, and what was taken from cards. */
async function standing(stripe: Stripe) {
  const all = <T>(list: { autoPagingToArray(options: { limit: number }): Promise<T[]> }) =>
    list.autoPagingToArray({ limit: 2 * BUYERS });
  const sessions = await all(stripe.checkout.sessions.list({ limit: 100 }));
  const charges = await all(stripe.charges.list({ limit: 100 }));
  const intents = await all(stripe.paymentIntents.list({ limit: 100 }));
  const counts: Record<string, number> = {};
  for (const { status, payment_status } of sessions) {
    const state = `${status} ${payment_status}`;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return {
    sessions: counts,
    intents: intents.length,
    taken: charges.reduce((sum, charge) => sum + charge.amount_captured, 0),
  };
}

const LEFT = BUYERS - USES;
const OUTCOME = {
  sessions: { "complete paid": USES, "open unpaid": LEFT },
  intents: USES,
  taken: USES * 1000,
};

test("a coupon is redeemed fifty times", { timeout: 120_000 }, async () => {
  const [server] = servers as [TestServer];
  const shop = openShop(server);
  const { stripe } = shop;
  const coupon = await stripe.coupons.create({ percent_off: 50, max_redemptions: USES });
  const said = await rush(shop, { coupon: coupon.id });
  console.info(`${servers.length} servers, ${BUYERS} confirms at once of a coupon:`, said);
  expect(said).toMatchObject({ paid: USES });
  expect(await standing(stripe)).toEqual(OUTCOME);
  expect(await stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: USES, valid: false });
});

test("a promotion code is redeemed fifty times", { timeout: 120_000 }, async () => {
  const [server] = servers as [TestServer];
  const shop = openShop(server);
  const { stripe } = shop;
  const coupon = await stripe.coupons.create({ percent_off: 50 });
  const code = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    max_redemptions: USES,
  });
  const said = await rush(shop, { promotion_code: code.id });
  console.info(`${servers.length} servers, ${BUYERS} confirms at once of a promotion code:`, said);
  expect(said).toMatchObject({ paid: USES });
  expect(await standing(stripe)).toEqual(OUTCOME);
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({
    times_redeemed: USES,
    active: false,
  });
  expect(await stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: USES, valid: true });
});
