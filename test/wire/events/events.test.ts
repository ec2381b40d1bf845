import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  const { payment_intent } = await shop.paid();
  await shop.stripe.refunds.create({ payment_intent: String(payment_intent) });
});
afterAll(() => server.close());

const types = async (params: object) => (await shop.stripe.events.list(params)).data.map(({ type }) => type);

describe("200", () => {
  test("says what happened, in the account's version, whoever reads it", async () => {
    const { body } = await server.raw("GET", "/v1/events?type=checkout.session.completed", { key: shop.key });
    const [event] = body.data;
    expect(Object.keys(event)).toEqual([
      "id",
      "object",
      "api_version",
      "created",
      "data",
      "livemode",
      "pending_webhooks",
      "request",
      "type",
    ]);
    expect(event).toMatchObject({
      object: "event",
      api_version: "2023-10-16",
      data: { object: { object: "checkout.session", ui_mode: "hosted", status: "complete" } },
      livemode: false,
      pending_webhooks: 0,
      type: "checkout.session.completed",
    });
    const newest = await shop.stripe.events.retrieve(event.id);
    expect(newest.data.object).toMatchObject({ ui_mode: "hosted", shipping_details: null });
    expect(JSON.stringify(newest.data)).toBe(JSON.stringify(event.data));
  });

  test("its id begins with 3 if it is about a payment, else with 1", async () => {
    const { data } = await shop.stripe.events.list({ limit: 100 });
    for (const { id, type } of data) {
      const lead = /^(payment_intent|charge|refund)\./.test(type) ? "3" : "1";
      expect(id, type).toMatch(new RegExp(`^evt_${lead}[A-Za-z0-9]{23}$`));
    }
  });

  test("names the request that caused it, and its idempotency key", async () => {
    const own = openShop(server);
    const made = await own.stripe.products.create({ name: "x" }, { idempotencyKey: "k1" });
    const { data } = await own.stripe.events.list();
    expect(data[0]?.request).toEqual({ id: made.lastResponse.requestId, idempotency_key: "k1" });
    const { headers } = await server.raw("POST", "/v1/products", { key: own.key, body: "name=y" });
    const after = await own.stripe.events.list({ limit: 1 });
    expect(after.data[0]?.request).toEqual({ id: headers.get("request-id"), idempotency_key: null });
  });

  test("names no request if the buyer's page caused it", async () => {
    const own = openShop(server);
    const { id } = await own.session();
    const key = own.key.replace("sk_", "pk_");
    const headers = { authorization: `Bearer ${key}`, "idempotency-key": "from-the-page" };
    expect((await own.confirm(id, typedCard("4242424242424242"), headers)).status).toBe(200);
    const { data } = await own.stripe.events.list({ type: "payment_intent.*" });
    expect(data).toHaveLength(2);
    for (const { request } of data) expect(request).toEqual({ id: null, idempotency_key: null });
  });

  test("is a snapshot, with ids instead of expanded objects", async () => {
    const { data } = await shop.stripe.events.list({ type: "charge.succeeded" });
    const charge = data[0]?.data.object as { id: string; payment_intent: unknown; refunded: boolean };
    expect(charge.payment_intent).toMatch(/^pi_/);
    expect(charge.refunded).toBe(false);
    expect((await shop.stripe.charges.retrieve(charge.id)).refunded).toBe(true);
  });

  test.each([
    [{ type: "charge.refunded" }, ["charge.refunded"]],
    [{ type: "charge.*" }, ["charge.refunded", "charge.updated", "charge.succeeded"]],
    [{ types: ["refund.created", "price.created"] }, ["refund.created", "price.created"]],
    [{ type: "customer.*" }, []],
    [{ type: "nothing.*" }, []],
    [{ delivery_success: false }, []],
    [{ created: { lt: 1_000_000 } }, []],
  ])("is found by %o", async (params, expected) => {
    expect(await types(params)).toEqual(expected);
  });

  test("events are listed newest first, page by page", async () => {
    const all = await shop.news();
    const walked = await shop.stripe.events.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    expect(walked.map(({ type }) => type)).toEqual([...all].reverse());
    expect(all.slice(0, 2)).toEqual(["product.created", "price.created"]);
  });

  test("counts the endpoints that have not acknowledged it", async () => {
    const own = openShop(server);
    await own.stripe.webhookEndpoints.create({
      url: "http://127.0.0.1:9/hook",
      enabled_events: ["product.created"],
    });
    await own.stripe.products.create({ name: "x" });
    await own.stripe.customers.create();
    const { data } = await own.stripe.events.list();
    expect(data.map(({ type, pending_webhooks }) => [type, pending_webhooks])).toEqual([
      ["customer.created", 0],
      ["product.created", 1],
    ]);
  });
});

describe("400", () => {
  test("type and types together", async () => {
    expect(await refused(shop.stripe.events.list({ type: "a", types: ["b"] }))).toMatchObject({
      status: 400,
      message: "You may only specify one of these parameters: type, types.",
    });
  });
  test("twenty-one types", async () => {
    const call = shop.stripe.events.list({ types: Array.from({ length: 21 }, (_, i) => `x.${i}`) });
    expect(await refused(call)).toMatchObject({ status: 400, param: "types" });
  });
});

describe("404", () => {
  test("an event that does not exist, and events cannot be created", async () => {
    expect(await refused(shop.stripe.events.retrieve("evt_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "id",
      message: "No such event: 'evt_x'",
    });
    expect((await server.raw("POST", "/v1/events", { key: shop.key, body: "type=x" })).status).toBe(404);
  });
});
