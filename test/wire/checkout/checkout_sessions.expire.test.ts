import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe("200", () => {
  test("expires an open session, and the event names the request", async () => {
    shop = openShop(server);
    const { id } = await shop.session();
    await shop.newsSince();
    const expired = await shop.stripe.checkout.sessions.expire(id, {}, { idempotencyKey: "stop" });
    expect(expired).toMatchObject({ id, status: "expired", payment_status: "unpaid", url: null });
    expect(await shop.newsSince()).toEqual(["checkout.session.expired"]);
    const { data } = await shop.stripe.events.list({ type: "checkout.session.expired" });
    expect(data[0]).toMatchObject({
      data: { object: { id, status: "expired", url: null } },
      request: { id: expired.lastResponse.requestId, idempotency_key: "stop" },
    });
  });

  test("cancels the intent of a declined try", async () => {
    shop = openShop(server);
    const { id } = await shop.session();
    await shop.confirm(id, typedCard("4000000000000002"));
    await shop.newsSince();
    const { payment_intent } = await shop.stripe.checkout.sessions.expire(id);
    expect(await shop.stripe.paymentIntents.retrieve(String(payment_intent))).toMatchObject({
      status: "canceled",
    });
    expect(await shop.newsSince()).toEqual(["checkout.session.expired", "payment_intent.canceled"]);
  });

  test("of two requests at once, one expires it", async () => {
    shop = openShop(server);
    const { id } = await shop.session();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => shop.stripe.checkout.sessions.expire(id)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await shop.news()).filter((type) => type === "checkout.session.expired")).toHaveLength(1);
  });
});

describe("400", () => {
  test.each(["complete", "expired"] as const)("a session that is %s", async (status) => {
    shop = openShop(server);
    const { id } = await shop.session();
    await (status === "complete" ? shop.confirm(id) : shop.stripe.checkout.sessions.expire(id));
    expect(await refused(shop.stripe.checkout.sessions.expire(id))).toEqual({
      status: 400,
      code: undefined,
      param: undefined,
      message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`,
    });
  });
  test("a parameter", async () => {
    shop = openShop(server);
    const { id } = await shop.session();
    const path = `/v1/checkout/sessions/${id}/expire`;
    const { status, body } = await server.raw("POST", path, { key: shop.key, body: "reason=x" });
    expect([status, body.error.code]).toEqual([400, "parameter_unknown"]);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  });
});

describe("404", () => {
  test("a session that does not exist", async () => {
    expect(await refused(openShop(server).stripe.checkout.sessions.expire("cs_test_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "session",
      message: "No such checkout.session: 'cs_test_x'",
    });
  });
});
