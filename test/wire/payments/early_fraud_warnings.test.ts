/** Early fraud warnings: the card that sends one, and when it is too late to act on it. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

/** The warning of a payment with the card that sends one. */
async function warned(more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id } = await shop.stripe.paymentIntents.create({
    amount: 2198,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_createIssuerFraudRecord",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    ...more,
  });
  return (await shop.stripe.radar.earlyFraudWarnings.list({ payment_intent: id })).data[0];
}

test("a warning comes after the payment", async () => {
  const warning = await warned();
  expect(warning).toEqual({
    id: expect.stringMatching(/^issfr_/),
    object: "radar.early_fraud_warning",
    actionable: true,
    charge: expect.stringMatching(/^ch_/),
    created: expect.any(Number),
    fraud_type: "unauthorized_use_of_card",
    livemode: false,
    payment_intent: expect.stringMatching(/^pi_/),
  });
  expect((await shop.news()).slice(-4)).toEqual([
    "charge.succeeded",
    "payment_intent.succeeded",
    "charge.updated",
    "radar.early_fraud_warning.created",
  ]);
  const expand = ["charge", "payment_intent"];
  const shown = await shop.stripe.radar.earlyFraudWarnings.retrieve(String(warning?.id), { expand });
  expect(shown).toMatchObject({ charge: { id: warning?.charge, disputed: false }, payment_intent: {} });
});

test("it comes with the capture, if that is made by hand", async () => {
  expect(await warned({ capture_method: "manual" })).toBeUndefined();
});

test("after a whole refund there is nothing left to act on", async () => {
  const warning = await warned();
  const charge = String(warning?.charge);
  const read = async () => (await shop.stripe.radar.earlyFraudWarnings.list({ charge })).data[0];
  await shop.stripe.refunds.create({ charge, amount: 100 });
  expect((await read())?.actionable).toBe(true);
  await shop.newsSince();
  await shop.stripe.refunds.create({ charge });
  expect((await read())?.actionable).toBe(false);
  expect(await shop.newsSince()).toEqual([
    "refund.created",
    "charge.refunded",
    "radar.early_fraud_warning.updated",
  ]);
  const [told] = (await shop.stripe.events.list({ type: "radar.early_fraud_warning.updated" })).data;
  expect(told?.data.previous_attributes).toEqual({ actionable: true });
});

test("lists filter, and an unknown warning is missing", async () => {
  const one = await warned();
  const two = await warned();
  const ids = async (params: Stripe.Radar.EarlyFraudWarningListParams) =>
    (await shop.stripe.radar.earlyFraudWarnings.list(params)).data.map(({ id }) => id);
  expect(await ids({})).toEqual([two?.id, one?.id]);
  expect(await ids({ charge: String(one?.charge) })).toEqual([one?.id]);
  expect(await ids({ created: { gt: Number(two?.created) } })).toEqual([]);
  expect(await refused(shop.stripe.radar.earlyFraudWarnings.retrieve("issfr_none"))).toMatchObject({
    status: 404,
    code: "resource_missing",
  });
});
