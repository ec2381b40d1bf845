import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
let intent: string;
let charge: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
/** A paid session of 21.98 usd. */
beforeEach(async () => {
  shop = openShop(server);
  intent = String((await shop.paid({ payment_intent_data: { description: "Shirts" } })).payment_intent);
  charge = String((await shop.stripe.paymentIntents.retrieve(intent)).latest_charge);
  await shop.newsSince();
});

describe("200", () => {
  test("refunds the whole charge", async () => {
    const refund = await shop.stripe.refunds.create({
      payment_intent: intent,
      reason: "requested_by_customer",
      metadata: { a: "b" },
      expand: ["balance_transaction"],
    });
    expect(refund).toMatchObject({
      amount: 2198,
      balance_transaction: {
        amount: -2198,
        description: "REFUND FOR CHARGE (Shirts)",
        fee: 0,
        net: -2198,
        reporting_category: "refund",
        source: refund.id,
        type: "refund",
      },
      charge,
      currency: "usd",
      destination_details: { type: "card", card: { type: "refund" } },
      metadata: { a: "b" },
      payment_intent: intent,
      reason: "requested_by_customer",
      receipt_number: null,
      status: "succeeded",
    });
    expect(refund.id).toMatch(/^re_3/);
    expect(refund).not.toHaveProperty("livemode");
    expect(await shop.stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 2198,
      refunded: true,
    });
    expect(await shop.stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: "succeeded",
      amount_received: 2198,
    });
    const { data } = await shop.stripe.checkout.sessions.list({ payment_intent: intent });
    expect(data[0]).toMatchObject({ status: "complete", payment_status: "paid" });
    expect(await shop.newsSince()).toEqual(["refund.created", "charge.refunded"]);
    const { data: events } = await shop.stripe.events.list({ type: "charge.refunded" });
    expect(events[0]?.data.previous_attributes).toEqual({ amount_refunded: 0, refunded: false });
  });

  test("refunds one part after another", async () => {
    await shop.stripe.refunds.create({ charge, amount: 1000 });
    expect(await shop.stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 1000,
      refunded: false,
    });
    const rest = await shop.stripe.refunds.create({ charge });
    expect(rest.amount).toBe(1198);
    expect(await shop.stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 2198,
      refunded: true,
    });
  });

  test("its metadata can be changed later", async () => {
    const { id } = await shop.stripe.refunds.create({ charge });
    await shop.newsSince();
    expect((await shop.stripe.refunds.update(id, { metadata: { a: "b" } })).metadata).toEqual({ a: "b" });
    expect(await shop.newsSince()).toEqual(["refund.updated", "charge.refund.updated"]);
  });

  test("is listed by charge and by intent", async () => {
    const a = await shop.stripe.refunds.create({ charge, amount: 1 });
    const b = await shop.stripe.refunds.create({ charge, amount: 2 });
    const other = await shop.paid();
    const c = await shop.stripe.refunds.create({ payment_intent: String(other.payment_intent) });
    const ids = async (params: object) => (await shop.stripe.refunds.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([c.id, b.id, a.id]);
    expect(await ids({ charge })).toEqual([b.id, a.id]);
    expect(await ids({ payment_intent: String(other.payment_intent) })).toEqual([c.id]);
  });

  test("by the charge, in the older way", async () => {
    const { key, stripe } = shop;
    const asked = async (method: string, path: string, body?: string) => {
      const reply = await server.raw(method, `/v1/charges/${charge}${path}`, {
        key,
        ...(body === undefined ? {} : { body }),
      });
      expect(reply.status, reply.text).toBe(200);
      return JSON.parse(reply.text);
    };
    expect(await asked("POST", "/refund", "amount=300&reason=duplicate")).toMatchObject({
      id: charge,
      object: "charge",
      amount_refunded: 300,
    });
    const { id } = await asked("POST", "/refunds", "amount=200");
    expect(await asked("GET", `/refunds/${id}`)).toMatchObject({ id, object: "refund", amount: 200, charge });
    expect(await asked("POST", `/refunds/${id}`, "metadata[a]=b")).toMatchObject({ metadata: { a: "b" } });
    const { data } = await stripe.refunds.list({ charge });
    expect(data.map(({ amount, reason }) => [amount, reason])).toEqual([
      [200, null],
      [300, "duplicate"],
    ]);
    const other = (await stripe.charges.list({ payment_intent: String((await shop.paid()).payment_intent) }))
      .data[0];
    const reply = await server.raw("GET", `/v1/charges/${other?.id}/refunds/${id}`, { key });
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.text).error.message).toBe(`No such refund: '${id}'`);
  });

  test("many refunds at once do not exceed the charge", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => shop.stripe.refunds.create({ charge, amount: 1000 })),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(2);
    expect((await shop.stripe.charges.retrieve(charge)).amount_refunded).toBe(2000);
  });
});

describe("400", () => {
  test("neither charge nor intent", async () => {
    expect(await refused(shop.stripe.refunds.create({}))).toEqual({
      status: 400,
      code: undefined,
      param: undefined,
      message: "One of the following params should be provided for this request: payment_intent or charge.",
    });
  });
  test("more than is left", async () => {
    await shop.stripe.refunds.create({ charge, amount: 1000 });
    expect(await refused(shop.stripe.refunds.create({ charge, amount: 2198 }))).toEqual({
      status: 400,
      code: undefined,
      param: "amount",
      message: "Refund amount ($21.98) is greater than unrefunded amount on charge ($11.98)",
    });
  });
  test("nothing left", async () => {
    await shop.stripe.refunds.create({ charge });
    expect(await refused(shop.stripe.refunds.create({ payment_intent: intent }))).toEqual({
      status: 400,
      code: "charge_already_refunded",
      param: undefined,
      message: `Charge ${charge} has already been refunded.`,
    });
  });
  test("nothing captured yet", async () => {
    const { payment_intent } = await shop.paid({ payment_intent_data: { capture_method: "manual" } });
    const id = String(payment_intent);
    expect(await refused(shop.stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      status: 400,
      message: `This PaymentIntent (${id}) does not have a successful charge to refund.`,
    });
  });
  test("an unknown reason", async () => {
    expect(
      await refused(shop.stripe.refunds.create({ charge, reason: "mood" as "duplicate" })),
    ).toMatchObject({
      status: 400,
      param: "reason",
      message: "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer",
    });
  });
  test("a charge that does not exist", async () => {
    expect(await refused(shop.stripe.refunds.create({ charge: "ch_x" }))).toMatchObject({
      status: 400,
      code: "resource_missing",
      param: "charge",
      message: "No such charge: 'ch_x'",
    });
  });
});

describe("404", () => {
  test("a refund that does not exist", async () => {
    expect(await refused(shop.stripe.refunds.retrieve("re_x"))).toMatchObject({
      status: 404,
      param: "refund",
      message: "No such refund: 're_x'",
    });
  });
});
