import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
});
afterAll(() => server.close());

/** The charge of a session just paid with this card. */
async function charged(
  number = "4242424242424242",
  more: Parameters<Shop["session"]>[0] = {},
): Promise<Stripe.Charge> {
  const { id } = await shop.session(more);
  const { body } = await shop.confirm(id, typedCard(number));
  const intent = body.error?.payment_intent ?? body.payment_intent;
  const { data } = await shop.stripe.charges.list({ payment_intent: intent.id });
  if (data[0] === undefined) throw new Error("no charge");
  return data[0];
}

describe("200", () => {
  test("an approved charge", async () => {
    const charge = await charged("4242424242424242", {
      payment_intent_data: {
        receipt_email: "receipt@example.com",
        statement_descriptor_suffix: "shirts",
        transfer_group: "g",
        shipping: { name: "Jenny", address: { line1: "Weg 1" } },
      },
    });
    expect(charge).toMatchObject({
      amount: 2198,
      amount_captured: 2198,
      amount_refunded: 0,
      balance_transaction: expect.stringMatching(/^txn_3/),
      billing_details: { email: "jenny@example.com", name: "Jenny Rosen" },
      captured: true,
      currency: "usd",
      disputed: false,
      failure_code: null,
      failure_message: null,
      fraud_details: {},
      outcome: {
        network_status: "approved_by_network",
        reason: null,
        risk_level: "normal",
        seller_message: "Payment complete.",
        type: "authorized",
      },
      paid: true,
      receipt_email: "receipt@example.com",
      refunded: false,
      shipping: { name: "Jenny", address: { line1: "Weg 1", city: null } },
      statement_descriptor_suffix: "shirts",
      status: "succeeded",
      transfer_group: "g",
    });
    expect(charge.id).toMatch(/^ch_3/);
    expect(charge.calculated_statement_descriptor).toMatch(/\* SHIRTS$/);
    expect(charge).toMatchObject({ destination: null, dispute: null, order: null, source: null });
    expect(charge).not.toHaveProperty("refunds");
    expect(charge.payment_method_details).toMatchObject({
      type: "card",
      card: {
        brand: "visa",
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        country: "US",
        exp_month: 12,
        exp_year: 2040,
        funding: "credit",
        last4: "4242",
        network: "visa",
        three_d_secure: null,
        wallet: null,
      },
    });
  });

  test.each([
    ["4000000000000002", "issuer_declined", "generic_decline", "declined_by_network", "normal"],
    ["4000000000009995", "issuer_declined", "insufficient_funds", "declined_by_network", "normal"],
    ["4100000000000019", "blocked", "highest_risk_level", "not_sent_to_network", "highest"],
  ])("a failed charge of %s", async (number, type, reason, network_status, risk_level) => {
    const charge = await charged(number);
    expect(charge).toMatchObject({
      amount_captured: 0,
      balance_transaction: null,
      captured: false,
      outcome: { type, reason, network_status, risk_level },
      paid: false,
      receipt_url: null,
      status: "failed",
    });
  });

  test("an elevated risk is shown", async () => {
    expect((await charged("4000000000009235")).outcome).toMatchObject({
      risk_level: "elevated",
      reason: "elevated_risk_level",
    });
  });

  test("its customer, description, metadata and other details can be changed afterwards", async () => {
    const { id } = await charged();
    const customer = (await shop.stripe.customers.create()).id;
    await shop.newsSince();
    const updated = await shop.stripe.charges.update(id, {
      customer,
      description: "d",
      fraud_details: { user_report: "safe" },
      metadata: { a: "b" },
      receipt_email: "a@example.com",
      transfer_group: "g",
      shipping: { name: "Jenny", address: { line1: "Weg 1" } },
    });
    expect(updated).toMatchObject({
      customer,
      description: "d",
      fraud_details: { user_report: "safe" },
      metadata: { a: "b" },
      receipt_email: "a@example.com",
      transfer_group: "g",
    });
    expect(await shop.newsSince()).toEqual(["charge.updated"]);
  });

  test("is listed by the object it belongs to", async () => {
    const own = openShop(server);
    const { stripe } = own;
    const customer = (await stripe.customers.create({ email: "a@example.com" })).id;
    const first = await own.paid({ customer, payment_intent_data: { transfer_group: "g" } });
    const second = await own.paid();
    const of = async (params: Stripe.ChargeListParams) =>
      (await stripe.charges.list(params)).data.map((charge) => charge.payment_intent);
    expect(await of({})).toEqual([second.payment_intent, first.payment_intent]);
    expect(await of({ customer })).toEqual([first.payment_intent]);
    expect(await of({ transfer_group: "g" })).toEqual([first.payment_intent]);
    expect(await of({ payment_intent: String(second.payment_intent) })).toEqual([second.payment_intent]);
    expect(await of({ payment_intent: String(second.payment_intent), customer })).toEqual([]);
  });

  test("shows its refunds if expanded, and lists them", async () => {
    const { id } = await charged();
    const one = await shop.stripe.refunds.create({ charge: id, amount: 100 });
    const two = await shop.stripe.refunds.create({ charge: id, amount: 200 });
    const charge = await shop.stripe.charges.retrieve(id, { expand: ["refunds.data.balance_transaction"] });
    expect(charge.amount_refunded).toBe(300);
    expect(charge.refunds).toMatchObject({
      object: "list",
      has_more: false,
      url: `/v1/charges/${id}/refunds`,
    });
    expect(charge.refunds?.data.map((refund) => refund.id)).toEqual([two.id, one.id]);
    expect(charge.refunds?.data[0]?.balance_transaction).toMatchObject({ amount: -200 });
    const list = await server.raw("GET", `/v1/charges/${id}/refunds?limit=1`, { key: shop.key });
    expect(list.body).toMatchObject({
      has_more: true,
      url: `/v1/charges/${id}/refunds`,
      data: [{ id: two.id }],
    });
  });
});

describe("400", () => {
  test("a customer that does not exist", async () => {
    const { id } = await charged();
    expect(await refused(shop.stripe.charges.update(id, { customer: "cus_x" }))).toMatchObject({
      status: 400,
      param: "customer",
    });
    expect(await refused(shop.stripe.charges.list({ customer: "cus_x" }))).toMatchObject({
      status: 400,
      param: "customer",
    });
  });
});

describe("404", () => {
  test("a charge that does not exist, and charges cannot be created directly", async () => {
    expect(await refused(shop.stripe.charges.retrieve("ch_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "id",
      message: "No such charge: 'ch_x'",
    });
    const { status, body } = await server.raw("POST", "/v1/charges", { key: shop.key, body: "amount=100" });
    expect([status, body.error.type]).toEqual([404, "invalid_request_error"]);
  });
});
