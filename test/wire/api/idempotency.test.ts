import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { type RawReply, startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refusal, type Shop, typedCard } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

function post(
  path: string,
  params: Params,
  key: string,
  more: Record<string, string> = {},
): Promise<RawReply> {
  const headers = { "idempotency-key": key, ...more };
  return server.raw("POST", path, { key: shop.key, body: form(params), headers });
}
const product = (key: string, params: Params = { name: "x" }) => post("/v1/products", params, key);
const names = async () => (await shop.stripe.products.list()).data.map(({ name }) => name);

/** The second reply is the first one's, byte for byte, and says so. */
function expectReplay(first: RawReply, second: RawReply, key: string): void {
  expect(second.status).toBe(first.status);
  expect(second.text).toBe(first.text);
  expect(first.headers.get("idempotency-key")).toBe(key);
  expect(first.headers.get("original-request")).toBe(first.headers.get("request-id"));
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  expect(second.headers.get("idempotency-key")).toBe(key);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.headers.get("original-request")).toBe(first.headers.get("request-id"));
  expect(second.headers.get("request-id")).not.toBe(first.headers.get("request-id"));
  for (const { headers } of [first, second]) expect(headers.get("stripe-should-retry")).toBe("false");
}

const OTHER_PARAMS = (key: string) =>
  "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
  `Try using a key other than '${key}' if you meant to execute a different request.`;

describe("a repeat gets the same reply", () => {
  test("200: a success", async () => {
    const first = await product("a");
    clock.advance(60);
    expectReplay(first, await product("a"), "a");
    expect(await names()).toEqual(["x"]);
    expect(await shop.news()).toEqual(["product.created"]);
  });

  test("200: parameters in a different order", async () => {
    const first = await product("order", {
      name: "x",
      metadata: { a: "1", b: "2" },
      expand: ["default_price"],
    });
    const second = await product("order", {
      expand: ["default_price"],
      metadata: { b: "2", a: "1" },
      name: "x",
    });
    expectReplay(first, second, "order");
  });

  test("200: a session, created once", async () => {
    const price = await shop.price();
    const params = {
      mode: "payment",
      success_url: "https://e.com",
      line_items: [{ price: price.id, quantity: 1 }],
    };
    const first = await post("/v1/checkout/sessions", params, "s");
    expectReplay(first, await post("/v1/checkout/sessions", params, "s"), "s");
    expect((await shop.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test("402: a decline, and what it left behind is unchanged", async () => {
    const { id } = await shop.session();
    const declined = () => shop.confirm(id, typedCard("4000000000000002"), { "idempotency-key": "d" });
    const first = await declined();
    expect(first.status).toBe(402);
    expectReplay(first, await declined(), "d");
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });

  test("200: a payment, charged once", async () => {
    const { id } = await shop.session();
    const paid = () => shop.confirm(id, typedCard("4242424242424242"), { "idempotency-key": "p" });
    expectReplay(await paid(), await paid(), "p");
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });

  test("402: an intent declined when it was created", async () => {
    const params = {
      amount: 500,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_chargeDeclined",
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    };
    const first = await post("/v1/payment_intents", params, "i");
    expect(first.status).toBe(402);
    expectReplay(first, await post("/v1/payment_intents", params, "i"), "i");
    expect((await shop.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("404 and 400 from work that had begun", async () => {
    const missing = () => post("/v1/products/own", { name: "y" }, "m");
    const first = await missing();
    expect(first.status).toBe(404);
    await shop.stripe.products.create({ id: "own", name: "x" });
    expectReplay(first, await missing(), "m");
    const taken = () => product("t", { id: "own", name: "z" });
    const refused = await taken();
    expect([refused.status, refused.body.error.code]).toEqual([400, "resource_already_exists"]);
    expectReplay(refused, await taken(), "t");
  });

  test("the official client repeats by itself", async () => {
    const options = { idempotencyKey: "client" };
    const first = await shop.stripe.products.create({ name: "x" }, options);
    const second = await shop.stripe.products.create({ name: "x" }, options);
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
  });
});

describe("a repeat is refused", () => {
  test("400: other parameters", async () => {
    await product("k");
    for (const params of [
      { name: "y" },
      { name: "x", active: true },
      { name: "x", expand: ["default_price"] },
    ]) {
      const { status, body, headers } = await product("k", params);
      expect(status).toBe(400);
      expect(body.error).toEqual({
        message: OTHER_PARAMS("k"),
        request_log_url: expect.any(String),
        type: "idempotency_error",
      });
      expect(headers.get("idempotent-replayed")).toBeNull();
    }
    expect(await names()).toEqual(["x"]);
    const error = await refusal(shop.stripe.products.create({ name: "y" }, { idempotencyKey: "k" }));
    expect(error.type).toBe("StripeIdempotencyError");
    expect((await product("k")).headers.get("idempotent-replayed")).toBe("true");
  });

  test("400: another endpoint, or the same endpoint of another object", async () => {
    const { body } = await product("k");
    const elsewhere = await post("/v1/customers", { name: "x" }, "k");
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.body.error).toMatchObject({
      message:
        "Keys for idempotent requests can only be used for the same endpoint they were first used for ('/v1/customers' vs " +
        "'/v1/products'). Try using a key other than 'k' if you meant to execute a different request.",
      type: "idempotency_error",
    });
    const update = await post(`/v1/products/${body.id}`, { name: "x" }, "k");
    expect(update.body.error.message).toContain(`('/v1/products/${body.id}' vs '/v1/products')`);
  });

  test("409: while the first request is still at work", async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => product("busy")));
    for (const { status, body, headers } of replies) {
      if (status === 200) continue;
      expect(status).toBe(409);
      expect(body.error).toMatchObject({
        code: "idempotency_key_in_use",
        message:
          "There is currently another in-progress request using this Idempotent Key (that probably means you submitted " +
          "twice, and the other request is still going through): busy. Please try again later.",
        type: "idempotency_error",
      });
      expect(headers.get("stripe-should-retry")).toBe("true");
    }
    expect(replies.some(({ status }) => status === 200)).toBe(true);
    expect(await names()).toEqual(["x"]);
    expect((await product("busy")).headers.get("idempotent-replayed")).toBe("true");
  });

  test("409: the official client waits and gets the first request's reply", async () => {
    const stripe = server.stripe(shop.key);
    const made = await Promise.all(
      Array.from({ length: 4 }, () =>
        stripe.products.create({ name: "x" }, { idempotencyKey: "race", maxNetworkRetries: 3 }),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

describe("a key that is not remembered", () => {
  test("of a request that failed before any work, so that it can be corrected", async () => {
    for (const wrong of [
      {},
      { name: "" },
      { name: "x", foo: "1" },
      { name: "x", active: "1" },
      { name: "x", expand: ["y"] },
    ]) {
      const refused = await product("fix", wrong);
      expect(refused.status).toBe(400);
      expect(refused.headers.get("stripe-should-retry")).toBeNull();
      expect(refused.headers.get("original-request")).toBeNull();
    }
    const { status, headers } = await product("fix");
    expect([status, headers.get("idempotent-replayed")]).toEqual([200, null]);
  });

  test("of a request with a wrong API key or version", async () => {
    const body = form({ name: "x" });
    const headers = { "idempotency-key": "auth" };
    expect((await server.raw("POST", "/v1/products", { key: "", body, headers })).status).toBe(401);
    expect((await post("/v1/products", { name: "x" }, "auth", { "stripe-version": "x" })).status).toBe(400);
    expect((await product("auth")).status).toBe(200);
  });

  test("of a request with a card that may be real", async () => {
    const { id } = await shop.session();
    const key = { "idempotency-key": "card" };
    expect((await shop.confirm(id, typedCard("4111111111111111"), key)).status).toBe(402);
    expect((await shop.confirm(id, typedCard("4242424242424242"), key)).status).toBe(200);
  });

  test("after a day", async () => {
    const first = await product("day");
    clock.advance(86_399);
    expect((await product("day")).body.id).toBe(first.body.id);
    clock.advance(1);
    const { status, body, headers } = await product("day", { name: "y" });
    expect([status, headers.get("idempotent-replayed")]).toEqual([200, null]);
    expect(body.id).not.toBe(first.body.id);
    expect((await product("day", { name: "y" })).headers.get("idempotent-replayed")).toBe("true");
  });
});

describe("scope", () => {
  test("a key belongs to one account", async () => {
    const mine = await product("shared");
    shop = openShop(server);
    const theirs = await product("shared", { name: "other" });
    expect(theirs.status).toBe(200);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test("GET and DELETE ignore it", async () => {
    const { id } = (await product("g")).body;
    const headers = { "idempotency-key": "g" };
    const read = await server.raw("GET", `/v1/products/${id}`, { key: shop.key, headers });
    expect(read.status).toBe(200);
    for (const name of [
      "idempotency-key",
      "original-request",
      "idempotent-replayed",
      "stripe-should-retry",
    ]) {
      expect(read.headers.get(name)).toBeNull();
    }
    expect((await server.raw("DELETE", `/v1/products/${id}`, { key: shop.key, headers })).status).toBe(200);
  });

  test("a key of 255 characters is accepted, a longer one is refused", async () => {
    expect((await product("k".repeat(255))).status).toBe(200);
    const { status, body } = await product("k".repeat(256));
    expect([status, body.error.type]).toEqual([400, "invalid_request_error"]);
  });
});
