/** How Stripe.js calls the API: key, account, version and signals as parameters, across origins. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Shop } from "../../support/shop.ts";
import { SIGNALS, type WebPage, webPage } from "../../support/web_page.ts";

let server: TestServer;
let shop: Shop;
let page: WebPage;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  page = webPage(server, shop.key);
});
afterAll(() => server.close());

const CARD = {
  type: "card",
  card: { number: "4242424242424242", exp_month: 12, exp_year: 2040, cvc: "123" },
};
const intent = () => shop.stripe.paymentIntents.create({ amount: 1099, currency: "usd" });

describe("the key", () => {
  test("is a parameter of the body of a post", async () => {
    const { status, body } = await page.post("/v1/payment_methods", CARD);
    expect([status, body.object]).toEqual([200, "payment_method"]);
    expect((await shop.stripe.paymentMethods.retrieve(body.id)).id).toBe(body.id);
  });
  test("is a parameter of the query of a post, too", async () => {
    const path = `/v1/payment_methods?key=${page.key}`;
    const { status } = await server.raw("POST", path, { key: "", body: form(CARD) });
    expect(status).toBe(200);
  });
  test("is a parameter of a read", async () => {
    const { id, client_secret } = await intent();
    const { status, body } = await page.get(`/v1/payment_intents/${id}`, {
      client_secret: String(client_secret),
      is_stripe_sdk: false,
    });
    expect([status, body.id, body.metadata]).toEqual([200, id, undefined]);
  });
  test("may stand in the header as well as among the parameters", async () => {
    const body = form({ ...CARD, key: page.key });
    expect((await server.raw("POST", "/v1/payment_methods", { key: page.key, body })).status).toBe(200);
  });
  test.each(["sk", "rk"])("must be publishable there: %s_", async (kind) => {
    const key = shop.key.replace("sk_", `${kind}_`);
    const { status, body } = await server.raw("POST", "/v1/payment_methods", {
      key: "",
      body: form({ ...CARD, key }),
    });
    expect(status).toBe(401);
    expect(body.error.message).toContain("You should not use your secret key with Stripe.js.");
    expect(body.error.message).not.toContain(key);
  });
  test("that is publishable calls nothing that needs a secret one", async () => {
    const { status, body } = await page.post("/v1/customers");
    expect([status, body.error.code]).toEqual([403, "secret_key_required"]);
  });
  test("is no parameter for callers with a secret key", async () => {
    const { status, body } = await server.raw("POST", "/v1/payment_methods", {
      key: shop.key,
      body: form({ ...CARD, key: page.key }),
    });
    expect([status, body.error.code, body.error.param]).toEqual([400, "parameter_unknown", "key"]);
  });
  test("is asked for where there is none", async () => {
    const { status, body } = await server.raw("POST", "/v1/payment_methods", { key: "", body: form(CARD) });
    expect([status, body.error.message]).toEqual([
      401,
      expect.stringContaining("You did not provide an API key"),
    ]);
  });
});

describe("the version", () => {
  test.each([
    ["2025-03-31.basil", "2025-03-31.basil"],
    ["2025-03-31.basil; custom_checkout_beta=v1; other=v2", "2025-03-31.basil"],
  ])("is a parameter, without its betas: %s", async (sent, used) => {
    const { status, headers } = await webPage(server, shop.key, sent).post("/v1/payment_methods", CARD);
    expect([status, headers.get("stripe-version")]).toEqual([200, used]);
  });
  test("that does not exist is refused", async () => {
    const { status, body } = await webPage(server, shop.key, "2031-01-01.neverland").post(
      "/v1/payment_methods",
      CARD,
    );
    expect([status, body.error.message]).toEqual([400, expect.stringContaining("2031-01-01.neverland")]);
  });
});

describe("the account", () => {
  test("of somebody else is refused", async () => {
    const { status, body } = await page.post("/v1/payment_methods", {
      ...CARD,
      _stripe_account: "acct_somebodyelse",
    });
    expect([status, body.error.code]).toEqual([403, "account_invalid"]);
  });
});

describe("signals against fraud", () => {
  test("are accepted and ignored", async () => {
    const { status } = await page.post("/v1/payment_methods", { ...CARD, ...SIGNALS });
    expect(status).toBe(200);
  });
  test("hide no mistake", async () => {
    const { status, body } = await page.post("/v1/payment_methods", { ...CARD, ...SIGNALS, colour: "red" });
    expect([status, body.error.param]).toEqual([400, "colour"]);
  });
  test("are no parameters for secret keys", async () => {
    const { status, body } = await server.raw("POST", "/v1/payment_methods", {
      key: shop.key,
      body: form({ ...CARD, guid: "x" }),
    });
    expect([status, body.error.param]).toEqual([400, "guid"]);
  });
});

describe("pages of other origins", () => {
  const allowed = (headers: Headers) => headers.get("access-control-allow-origin");

  test("may read answers, without cookies", async () => {
    const { headers } = await page.post("/v1/payment_methods", CARD);
    expect([allowed(headers), headers.get("access-control-allow-credentials")]).toEqual(["*", null]);
  });
  test.each([
    ["a refused parameter", 400, () => page.post("/v1/payment_methods", { type: "card", colour: "red" })],
    ["no key", 401, () => server.raw("POST", "/v1/payment_methods", { key: "", body: form(CARD) })],
    ["too much", 413, () => page.post("/v1/payment_methods", { type: "x".repeat(1_100_000) })],
    ["an unknown URL", 404, () => page.get("/v1/elements/wallet-config")],
  ])("may read refusals: %s", async (_case, status, call) => {
    const { status: answered, headers } = await call();
    expect([answered, allowed(headers)]).toEqual([status, "*"]);
  });
  test("may send the headers of a client", async () => {
    const { status, headers } = await server.raw("OPTIONS", "/v1/payment_methods", {
      key: "",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
    });
    expect([status, allowed(headers)]).toEqual([204, "*"]);
    expect(headers.get("access-control-allow-headers")).toContain("stripe-account");
  });
  test("may not read what only servers may", async () => {
    const { headers } = await server.raw("GET", "/v1/customers", { key: shop.key });
    expect(allowed(headers)).toBeNull();
  });
});
