/** Payment and setup intents as Stripe.js confirms them: with a publishable key and a client secret. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { useShopsIn } from "../../support/abroad.ts";
import { type RawReply, startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, type Shop, typedCard } from "../../support/shop.ts";
import { confirmation, currencyOf, shopCountryOf, WAYS, WAYS_VERSION } from "../../support/ways.ts";
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

const SHOWN = {
  payment_intent:
    "id object amount canceled_at cancellation_reason capture_method client_secret confirmation_method created " +
    "currency description last_payment_error livemode next_action payment_method payment_method_types receipt_email " +
    "setup_future_usage shipping status",
  setup_intent:
    "id object cancellation_reason client_secret created description last_setup_error livemode next_action " +
    "payment_method payment_method_types status usage",
};
const RETURN_URL = "https://shop.example/back";
const CARD = typedCard("4242424242424242");

const pay = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  shop.stripe.paymentIntents.create({ amount: 1099, currency: "usd", ...more });
const setUp = (more: Partial<Stripe.SetupIntentCreateParams> = {}) => shop.stripe.setupIntents.create(more);

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;
const pathOf = ({ id, object }: Pick<Intent, "id" | "object">) => `/v1/${object}s/${id}`;
const confirm = (intent: Intent, params: Params, from = page) =>
  from.post(`${pathOf(intent)}/confirm`, {
    client_secret: String(intent.client_secret),
    use_stripe_sdk: true,
    ...params,
  });

/** A method described at confirmation, with all that Stripe.js sends beside it. */
function described(data: Params): Params {
  const { payment_method_data: method, ...more } = data;
  return {
    ...more,
    ...SIGNALS,
    payment_method_data: { ...(method as Params), ...SIGNALS },
    expected_payment_method_type: String((method as Params).type),
    client_context: { currency: "usd", mode: "payment" },
    radar_options: { hcaptcha_token: "P1_x" },
    mandate_data: { customer_acceptance: { type: "online", online: { infer_from_client: true } } },
    return_url: RETURN_URL,
  };
}

describe("a confirmation", () => {
  test("pays, and shows what a browser may see", async () => {
    const intent = await pay({ metadata: { order: "6735" } });
    const { status, body, text } = await confirm(intent, {
      ...described(CARD),
      receipt_email: "jenny@example.com",
      shipping: { name: "Jenny", address: { country: "US", line1: "1 Main St" } },
    });
    expect([status, body.status]).toEqual([200, "succeeded"]);
    expect(Object.keys(body)).toEqual(SHOWN.payment_intent.split(" "));
    expect(text).not.toContain("6735");
    const now = await shop.stripe.paymentIntents.retrieve(intent.id);
    expect([now.receipt_email, now.shipping?.name]).toEqual(["jenny@example.com", "Jenny"]);
  });
  test("saves a card", async () => {
    const { status, body } = await confirm(await setUp(), described(CARD));
    expect([status, body.status]).toEqual([200, "succeeded"]);
    expect(Object.keys(body)).toEqual(SHOWN.setup_intent.split(" "));
  });
  test("with a method that the script has made before", async () => {
    const made = await page.post("/v1/payment_methods", { type: "card", card: CARDS.good, ...SIGNALS });
    const { body } = await confirm(await pay(), { payment_method: made.body.id, return_url: RETURN_URL });
    expect([body.status, body.payment_method]).toEqual(["succeeded", made.body.id]);
  });
  test("of automatic methods needs no return URL, as a challenge is shown in the page", async () => {
    const intent = await pay({ automatic_payment_methods: { enabled: true } });
    const { status, body } = await confirm(intent, CARD);
    expect([status, body.status]).toEqual([200, "succeeded"]);
    const other = await pay({ automatic_payment_methods: { enabled: true } });
    expect((await confirm(other, { ...CARD, use_stripe_sdk: false })).status).toBe(400);
  });
  test("that is declined answers with the intent, as far as a browser may see it", async () => {
    const intent = await pay({ metadata: { order: "6735" } });
    const { status, body, text } = await confirm(intent, described(typedCard("4000000000000002")));
    expect([status, body.error.code, body.error.decline_code]).toEqual([
      402,
      "card_declined",
      "generic_decline",
    ]);
    expect(Object.keys(body.error.payment_intent)).toEqual(SHOWN.payment_intent.split(" "));
    expect(text).not.toContain("6735");
  });
  test("is repeated with an idempotency key", async () => {
    const intent = await pay();
    const once = () =>
      server.raw("POST", `${pathOf(intent)}/confirm`, {
        key: "",
        body: form({
          ...described(CARD),
          client_secret: String(intent.client_secret),
          key: page.key,
          time_on_page: Math.trunc(Math.random() * 1e6),
        }),
        headers: { "idempotency-key": "browser-once" },
      });
    const first = await once();
    const again = await once();
    expect([first.status, again.text]).toEqual([200, first.text]);
  });
});

const CARDS = { good: { number: "4242424242424242", exp_month: 12, exp_year: 2040, cvc: "123" } };

describe("what a browser may not", () => {
  test.each(["payment_intent", "setup_intent"] as const)("without the secret of a %s", async (kind) => {
    const intent = kind === "payment_intent" ? await pay() : await setUp();
    for (const { status, body } of [
      await page.get(pathOf(intent)),
      await page.post(`${pathOf(intent)}/confirm`, CARD),
    ]) {
      expect([status, body.error.code]).toEqual([403, "secret_key_required"]);
    }
  });
  test.each([
    ["payment_intent", "PaymentIntent", "payment_intent_invalid_parameter"],
    ["setup_intent", "SetupIntent", undefined],
  ] as const)("with a wrong secret of a %s", async (kind, name, code) => {
    const intent = kind === "payment_intent" ? await pay() : await setUp();
    const { status, body } = await confirm(intent, { ...CARD, client_secret: `${intent.id}_secret_wrong` });
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({
        message: `The client_secret provided does not match the client_secret associated with the ${name}.`,
        param: "client_secret",
        type: "invalid_request_error",
      }),
    ]);
    expect(body.error.code).toBe(code);
  });
  test("with the key of another account", async () => {
    const stranger = webPage(server, server.freshKey());
    const { status, body } = await confirm(await pay(), CARD, stranger);
    expect([status, body.error.message]).toEqual([
      400,
      "The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable " +
        "key used belongs to the same account that created the PaymentIntent.",
    ]);
  });
  test("confirm what the server confirms", async () => {
    const { status, body } = await confirm(await pay({ confirmation_method: "manual" }), CARD);
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining("cannot be confirmed using your publishable key"),
    ]);
  });
  test("send the goods elsewhere than the server said", async () => {
    const home = { name: "Jenny", address: { country: "US", line1: "1 Main St" } };
    const away = { name: "Jenny", address: { country: "US", line1: "2 Other St" } };
    const intent = await pay({ shipping: home });
    const { status, body } = await confirm(intent, { ...CARD, shipping: away });
    expect([status, body.error.message]).toEqual([
      400,
      "The shipping information on this PaymentIntent was last set with a secret key and therefore cannot be changed " +
        "with a publishable key. Please use your secret key instead.",
    ]);
    expect((await confirm(intent, { ...CARD, shipping: home })).body.status).toBe("succeeded");
    const own = await pay();
    await confirm(own, { ...typedCard("4000000000000002"), shipping: home });
    expect((await confirm(own, { ...CARD, shipping: away })).body.status).toBe("succeeded");
  });
  test("have a method saved for less than the server asked", async () => {
    const intent = await pay({ setup_future_usage: "off_session" });
    const { status, body } = await confirm(intent, { ...CARD, setup_future_usage: "on_session" });
    expect([status, body.error.param]).toEqual([400, "setup_future_usage"]);
    const other = await pay({ setup_future_usage: "on_session" });
    expect((await confirm(other, { ...CARD, setup_future_usage: "off_session" })).status).toBe(200);
  });
  test("pay as if the payer were absent", async () => {
    const { status, body } = await confirm(await pay(), { ...CARD, off_session: true });
    expect([status, body.error.param]).toEqual([400, "off_session"]);
  });
});

describe("a challenge in the page", () => {
  const CHALLENGED = typedCard("4000002760003184");
  const sourceIn = ({ body }: RawReply): string =>
    String(body.next_action.use_stripe_sdk.three_d_secure_2_source);
  const answer = (intent: Intent, outcome: "failed" | "passed") =>
    server.raw("POST", `/c/3ds/${intent.id}`, {
      key: "",
      body: { client_secret: String(intent.client_secret), outcome },
    });

  test.each(["payment_intent", "setup_intent"] as const)("is passed: %s", async (kind) => {
    const intent = kind === "payment_intent" ? await pay() : await setUp();
    const asked = await confirm(intent, described(CHALLENGED));
    expect([asked.body.status, asked.body.next_action]).toEqual([
      "requires_action",
      {
        type: "use_stripe_sdk",
        use_stripe_sdk: expect.objectContaining({
          directory_server_name: "visa",
          merchant: expect.stringMatching(/^acct_/),
          three_d_secure_2_source: expect.stringMatching(/^payatt_/),
          three_ds_method_url: "",
          type: "stripe_3ds2_fingerprint",
        }),
      },
    ]);
    const source = sourceIn(asked);
    const begun = await page.post("/v1/3ds2/authenticate", { source, browser: "{}" });
    expect(begun.body).toMatchObject({
      object: "three_d_secure_2",
      ares: {
        transStatus: "C",
        acsURL: `${server.url}/c/3ds/${intent.id}?client_secret=${intent.client_secret}`,
      },
      state: "challenge_required",
    });
    const creq = JSON.parse(Buffer.from(begun.body.creq, "base64url").toString());
    expect(creq).toMatchObject({ acsTransID: begun.body.ares.acsTransID, messageType: "CReq" });
    await answer(intent, "passed");
    const over = await page.post("/v1/3ds2/challenge_complete", { source });
    expect([over.status, over.body.state, over.body.ares]).toEqual([200, "succeeded", null]);
    const now = await page.get(pathOf(intent), { client_secret: String(intent.client_secret) });
    expect([now.body.status, now.body.next_action]).toEqual(["succeeded", null]);
  });
  test("is failed", async () => {
    const intent = await pay();
    const source = sourceIn(await confirm(intent, described(CHALLENGED)));
    await answer(intent, "failed");
    expect((await page.post("/v1/3ds2/challenge_complete", { source })).body.state).toBe("failed");
    const { body } = await page.get(pathOf(intent), { client_secret: String(intent.client_secret) });
    expect([body.status, body.last_payment_error.code]).toEqual([
      "requires_payment_method",
      "payment_intent_authentication_failure",
    ]);
  });
  test.each([
    ["payment_intent", "last_payment_error", "payment_intent_authentication_failure"],
    ["setup_intent", "last_setup_error", "setup_intent_authentication_failure"],
  ] as const)("is closed: %s", async (kind, key, code) => {
    const intent = kind === "payment_intent" ? await pay() : await setUp();
    const source = sourceIn(await confirm(intent, described(CHALLENGED)));
    const close = (params: Params) =>
      page.post(`${pathOf(intent)}/source_cancel`, {
        client_secret: String(intent.client_secret),
        ...params,
      });
    expect((await close({ source: "payatt_other" })).body.error.param).toBe("source");
    expect((await close({ source, client_secret: "x" })).body.error.param).toBe("client_secret");
    const { status, body } = await close({ source });
    expect([status, body.status, body[key].code]).toEqual([200, "requires_payment_method", code]);
    expect((await close({ source })).status).toBe(400);
    expect((await confirm(intent, described(CARD))).body.status).toBe("succeeded");
  });
  test("of another account is not found", async () => {
    const source = sourceIn(await confirm(await pay(), described(CHALLENGED)));
    const stranger = webPage(server, server.freshKey());
    const { status, body } = await stranger.post("/v1/3ds2/authenticate", { source });
    expect([status, body.error.code]).toEqual([400, "resource_missing"]);
  });
});

describe("every type is confirmed from a page", () => {
  const clock = new FixedClock(1_800_000_000);
  const ways = WAYS.filter(({ mode, outcome }) => outcome === "succeed" && mode !== "subscription");
  const abroad = useShopsIn(
    ways.map(({ type }) => shopCountryOf(type)),
    clock,
  );

  test.each(ways.map((way) => [way.type, way.mode, way] as const))("%s: %s", async (type, mode, way) => {
    const { key } = abroad.shopIn(shopCountryOf(type));
    const from = webPage(abroad.serverIn(shopCountryOf(type)), key, WAYS_VERSION);
    const create = (path: string, params: Params) =>
      abroad.serverIn(shopCountryOf(type)).raw("POST", path, {
        key,
        body: form(params),
        headers: { "stripe-version": WAYS_VERSION },
      });
    const customer = await create("/v1/customers", { email: "jenny@example.com" });
    const { body: intent } =
      mode === "setup"
        ? await create("/v1/setup_intents", { payment_method_types: [type], customer: customer.body.id })
        : await create("/v1/payment_intents", {
            amount: 20_000,
            currency: currencyOf(type),
            customer: customer.body.id,
            payment_method_types: [type],
            ...(OPTIONS[type] && { payment_method_options: { [type]: OPTIONS[type] } }),
          });
    const { status, body, text } = await confirm(intent, described(confirmation(way)), from);
    expect([status, text]).toEqual([200, expect.any(String)]);
    expect(["processing", "requires_action", "succeeded"]).toContain(body.status);
    expect(Object.keys(body)).toEqual(SHOWN[intent.object as keyof typeof SHOWN].split(" "));
    const read = await from.get(pathOf(intent), { client_secret: intent.client_secret });
    expect(read.body.status).toBe(body.status);
  });
});

/** What the server says of how a type is paid. */
const OPTIONS: Readonly<Record<string, Params>> = {
  customer_balance: {
    funding_type: "bank_transfer",
    bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "DE" } },
  },
  wechat_pay: { client: "web" },
};
