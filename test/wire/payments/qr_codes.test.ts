/**
 * Every type whose payers scan a code, over the API: paid, refused, not paid in time and canceled, what intent, method,
 * charge and refund show, and what is refused. The types are those of the table; one without a case fails here.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { IMPLEMENTED_TYPES, typeNamed } from "../../../src/method_types/index.ts";
import { shownAtBank } from "../../support/bank.ts";
import { readPng } from "../../support/qr.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const NOW = 1_800_000_000;
const AMOUNT = 10_000;
const RETURN_URL = "https://example.com/back?order=7";

interface Case {
  /** The hash in `next_action`, with the URLs under the names of `Urls`. */
  readonly shown: (urls: Urls) => object;
  readonly nextAction: string;
  /** After how many seconds nobody can pay any more. */
  readonly lasts: number;
  readonly method?: object;
  readonly charge: object;
  readonly destination?: object;
  /** `payment_method_options` that a payment needs. */
  readonly options?: Params;
  /** What an intent shows of its options, and a session. */
  readonly intentOptions?: object;
  readonly sessionOptions?: object;
}
interface Urls {
  readonly data: string;
  readonly page: string;
  readonly images: { readonly image_url_png: string; readonly image_url_svg: string };
}
const reference = expect.stringMatching(/^[A-Za-z0-9]{16}$/);
const dataUrl = expect.stringMatching(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
const CASES: Readonly<Record<string, Case>> = {
  cashapp: {
    nextAction: "cashapp_handle_redirect_or_display_qr_code",
    shown: ({ data, images, page }) => ({
      hosted_instructions_url: page,
      mobile_auth_url: data,
      qr_code: { expires_at: NOW + 3600, ...images },
    }),
    lasts: 3600,
    method: { buyer_id: null, cashtag: null },
    charge: { buyer_id: null, cashtag: null, transaction_id: reference },
    destination: {},
  },
  paynow: {
    nextAction: "paynow_display_qr_code",
    shown: ({ data, images, page }) => ({ data, hosted_instructions_url: page, ...images }),
    lasts: 3600,
    charge: { reference },
    destination: {},
  },
  pix: {
    nextAction: "pix_display_qr_code",
    shown: ({ data, images, page }) => ({
      data,
      expires_at: NOW + 86_400,
      hosted_instructions_url: page,
      ...images,
    }),
    lasts: 86_400,
    charge: { bank_transaction_id: reference },
    destination: {},
    intentOptions: { expires_after_seconds: null, expires_at: null },
    sessionOptions: { expires_after_seconds: null },
  },
  promptpay: {
    nextAction: "promptpay_display_qr_code",
    shown: ({ data, images, page }) => ({ data, hosted_instructions_url: page, ...images }),
    lasts: 3600,
    charge: { reference },
  },
  swish: {
    nextAction: "swish_handle_redirect_or_display_qr_code",
    shown: ({ data, images, page }) => ({
      hosted_instructions_url: page,
      mobile_auth_url: data,
      qr_code: { data, expires_at: NOW + 180, ...images },
    }),
    lasts: 180,
    charge: { fingerprint: null, payment_reference: reference, verified_phone_last4: null },
    destination: { network_decline_code: null, reference: null, reference_status: "pending" },
    intentOptions: { reference: null },
    sessionOptions: { reference: null },
  },
  upi: {
    nextAction: "upi_handle_redirect_or_display_qr_code",
    shown: ({ images, page }) => ({
      hosted_instructions_url: page,
      qr_code: { expires_at: NOW + 300, ...images },
    }),
    lasts: 300,
    method: { vpa: null },
    charge: { vpa: null },
  },
  wechat_pay: {
    nextAction: "wechat_pay_display_qr_code",
    shown: ({ data, images, page }) => ({
      data,
      hosted_instructions_url: page,
      image_data_url: dataUrl,
      ...images,
    }),
    lasts: 7200,
    charge: { fingerprint: null, transaction_id: reference },
    destination: {},
    options: { wechat_pay: { client: "web" } },
    intentOptions: { app_id: null, client: "web" },
    sessionOptions: { app_id: null, client: "web" },
  },
};
const TYPES = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.action === "scan");

/** Each test has a server of its own where it moves the clock; the others share one for each country. */
const clock = new FixedClock(NOW);
const servers = new Map<string, TestServer>();
const timed: TestServer[] = [];
async function serverFor(type: string): Promise<TestServer> {
  const country = typeNamed(type).shopCountries?.[0] ?? DEFAULT_SETTINGS.country;
  const known = servers.get(country);
  if (known !== undefined) return known;
  const server = await startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock });
  servers.set(country, server);
  return server;
}
/** A server whose clock the test moves. */
async function timedServer(type: string) {
  const own = new FixedClock(NOW);
  const country = typeNamed(type).shopCountries?.[0] ?? DEFAULT_SETTINGS.country;
  const server = await startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock: own });
  timed.push(server);
  return {
    server,
    pass: async (seconds: number) => {
      own.advance(seconds);
      await server.running.worker.drain();
    },
  };
}
let server: TestServer;
beforeAll(async () => {
  server = await serverFor("wechat_pay");
});
afterAll(() => Promise.all([...servers.values(), ...timed].map((one) => one.close())));

function currencyOf(type: string): string {
  return typeNamed(type).currencies?.[0] ?? "";
}

function dataOf(type: string, email: string | null = null): Params {
  return { type, billing_details: { name: "Jenny Rosen", ...(email === null ? {} : { email }) } };
}

/** A confirmed intent that names the type. */
function confirmed(stripe: Stripe, type: string, more: Params = {}): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount: AMOUNT,
    currency: currencyOf(type),
    confirm: true,
    payment_method_types: [type],
    payment_method_data: dataOf(type),
    payment_method_options: CASES[type]?.options ?? {},
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

/** The URL that the code of an intent says: of the picture that it links to. */
async function scanned(
  intent: Pick<Stripe.PaymentIntent | Stripe.SetupIntent, "next_action">,
): Promise<string> {
  const url = JSON.stringify(intent.next_action).match(/"image_url_png":"([^"]*)"/)?.[1];
  if (url === undefined) throw new Error(`no code in ${JSON.stringify(intent.next_action)}`);
  const picture = await fetch(url);
  expect(picture.headers.get("content-type")).toBe("image/png");
  return readPng(Buffer.from(await picture.arrayBuffer()));
}

async function typesOf(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }) => type).reverse();
}

test("every type has a case", () => {
  expect(Object.keys(CASES)).toEqual(TYPES);
});

describe.each(TYPES)("%s", (type) => {
  const one = CASES[type] as Case; // as the test before says

  test("scanned and approved, it is paid and can be refunded", async () => {
    const own = await serverFor(type);
    const stripe = own.stripe();
    const waiting = await confirmed(stripe, type);
    const query = `?client_secret=${waiting.client_secret}`;
    const at = (path: string) => `${own.url}/c/scan/${waiting.id}${path}${query}`;
    const data = `${own.url}/c/bank/${waiting.id}${query}`;
    const images = { image_url_png: at("/code.png"), image_url_svg: at("/code.svg") };
    expect(waiting).toMatchObject({
      status: "requires_action",
      latest_charge: null,
      last_payment_error: null,
    });
    expect(waiting.next_action).toEqual({
      type: one.nextAction,
      [one.nextAction]: one.shown({ data, images, page: at("") }),
    });
    expect(waiting.payment_method_options).toEqual({ [type]: one.intentOptions ?? {} });
    const method = await stripe.paymentMethods.retrieve(String(waiting.payment_method));
    expect(method).toMatchObject({ type, [type]: one.method ?? {} });
    const svg = await fetch(at("/code.svg"));
    expect(svg.headers.get("content-type")).toBe("image/svg+xml");
    expect(await svg.text()).toMatch(/^<svg /);

    expect(await scanned(waiting)).toBe(data);
    expect(await shownAtBank(data, "authorize")).toContain('data-testid="challenge-over"');
    const paid = await stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", amount_received: AMOUNT, next_action: null });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ id: expect.stringMatching(/^py_3/), amount: AMOUNT, paid: true });
    expect(charge.payment_method_details).toEqual({ type, [type]: one.charge });
    const refund = await stripe.refunds.create({ payment_intent: paid.id }, NAMED);
    expect(refund.status).toBe("succeeded");
    expect(refund.destination_details).toEqual(
      one.destination === undefined ? undefined : { type, [type]: one.destination },
    );
    expect(await typesOf(stripe)).toEqual(
      expect.arrayContaining([
        "payment_intent.requires_action",
        "charge.succeeded",
        "payment_intent.succeeded",
      ]),
    );
    // The page that showed the code says so.
    expect(await (await fetch(at(""))).text()).toContain('data-testid="scan-over"');
  });

  test("refused, it can be paid in another way, and nothing is charged", async () => {
    const stripe = (await serverFor(type)).stripe();
    const waiting = await confirmed(stripe, type, { return_url: RETURN_URL });
    const page = await scanned(waiting);
    const link = new URL(page);
    const back = await fetch(`${link.origin}${link.pathname}/fail${link.search}`, { redirect: "manual" });
    expect(new URL(back.headers.get("location") ?? "").searchParams.get("redirect_status")).toBe("failed");
    expect(await stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
      status: "requires_payment_method",
      latest_charge: null,
      next_action: null,
      payment_method: null,
      last_payment_error: {
        code: "payment_intent_payment_attempt_failed",
        payment_method: { id: waiting.payment_method, type },
        type: "invalid_request_error",
      },
    });
    expect((await stripe.charges.list()).data).toEqual([]);
    expect(await typesOf(stripe)).toContain("payment_intent.payment_failed");
    const again = await stripe.paymentIntents.confirm(waiting.id, {
      payment_method_data: dataOf(type) as never,
    });
    expect(again.status).toBe("requires_action");
    await shownAtBank(await scanned(again), "authorize");
    expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe("succeeded");
  });

  test("not scanned in time, it fails and waits for another payment method", async () => {
    const { server: own, pass } = await timedServer(type);
    const stripe = own.stripe();
    const waiting = await confirmed(stripe, type);
    const page = await scanned(waiting);
    await pass(one.lasts - 1);
    expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe("requires_action");
    await pass(1);
    expect(await stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
      status: "requires_payment_method",
      latest_charge: null,
      next_action: null,
      last_payment_error: { code: "payment_intent_payment_attempt_expired", payment_method: { type } },
    });
    expect((await typesOf(stripe)).at(-1)).toBe("payment_intent.payment_failed");
    expect((await fetch(page)).status).toBe(200);
    expect(await (await fetch(page.replace("/c/bank/", "/c/scan/"))).text()).toContain(
      "This code has expired. Please try again.",
    );
    expect((await stripe.charges.list()).data).toEqual([]);
  });

  test("canceled, nobody can pay any more", async () => {
    const { server: own, pass } = await timedServer(type);
    const stripe = own.stripe();
    const waiting = await confirmed(stripe, type);
    const page = await scanned(waiting);
    expect((await stripe.paymentIntents.cancel(waiting.id)).status).toBe("canceled");
    await fetch(`${page.replace("?", "/authorize?")}`, { redirect: "manual" });
    await pass(one.lasts);
    expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe("canceled");
    expect((await typesOf(stripe)).at(-1)).toBe("payment_intent.canceled");
  });

  test("a session that offers it stays open until it is paid", async () => {
    const { server: own, pass } = await timedServer(type);
    const shop = openShop(own);
    const price = await shop.price({ currency: currencyOf(type), unit_amount: AMOUNT });
    const body = form({
      mode: "payment",
      success_url: "https://example.com/success",
      line_items: [{ price: price.id, quantity: 1 }],
      payment_method_types: [type],
      payment_method_options: one.options ?? {},
    });
    const made = await own.raw("POST", "/v1/checkout/sessions", {
      key: shop.key,
      body,
      headers: { "stripe-version": NAMED.apiVersion },
    });
    expect(made.body).toMatchObject({ payment_method_types: [type] });
    expect(made.body.payment_method_options?.[type]).toEqual(one.sessionOptions);
    const { id } = made.body;
    // By Pix a code is as good for a day as a session is.
    const confirm = (email: string) => shop.confirm(id, { payment_method_data: dataOf(type, email) });
    const first = (await confirm("expire_with_delay@example.com")).body.payment_intent;
    expect(first.status).toBe("requires_action");
    // Too late: the session is open, and can be paid again.
    await pass(type === "pix" ? 180 : one.lasts);
    expect((await shop.stripe.paymentIntents.retrieve(first.id)).status).toBe("requires_payment_method");
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "open",
      payment_status: "unpaid",
    });
    expect(await shop.news()).toContain("payment_intent.payment_failed");
    await confirm("fill_never@example.com");
    const second = await shop.stripe.paymentIntents.retrieve(first.id);
    const page = await scanned(second);
    const status = async () =>
      (await fetch(page.replace("/c/bank/", "/c/scan/").replace("?", "/state?"))).json();
    expect(await status()).toEqual({ kind: "waiting" });
    expect(await shownAtBank(page, "authorize")).toContain('data-testid="scan-over"');
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
    expect(await shop.news()).toContain("checkout.session.completed");
  });

  test("is refused in another currency, and left out where nothing names it", async () => {
    const stripe = (await serverFor(type)).stripe();
    const other = type === "wechat_pay" ? "mxn" : type === "cashapp" ? "eur" : "usd";
    expect(await refused(confirmed(stripe, type, { currency: other }))).toMatchObject({
      code: "payment_intent_invalid_currency",
    });
    const { data } = await stripe.paymentMethodConfigurations.list();
    await stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", {
      [type]: { display_preference: { preference: "on" } },
    });
    const intent = await stripe.paymentIntents.create({ amount: AMOUNT, currency: other });
    expect(intent.payment_method_types).toEqual(["card"]);
    const fitting = await stripe.paymentIntents.create({ amount: AMOUNT, currency: currencyOf(type) });
    expect(fitting.payment_method_types).toEqual(["card", type]);
  });
});

test.each([
  ["jenny@example.com", 180, "succeeded"],
  ["succeed_immediately+1@example.com", 2, "succeeded"],
  ["not_expire_immediately@example.com", 2, "requires_payment_method"],
  ["expire_with_delay@example.com", 180, "requires_payment_method"],
  ["fill_never@example.com", 86_400, "requires_payment_method"],
])("pix of %s comes to its end after %i seconds: %s", async (email, seconds, status) => {
  const { server: own, pass } = await timedServer("pix");
  const stripe = own.stripe();
  const waiting = await confirmed(stripe, "pix", { payment_method_data: dataOf("pix", email) });
  const expiry = waiting.next_action?.pix_display_qr_code?.expires_at ?? 0;
  const shownLate = email.includes("expire_immediately") ? 0 : email.includes("delay") ? 180 : 86_400;
  expect(expiry - NOW).toBe(shownLate);
  await pass(seconds - 1);
  expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe("requires_action");
  await pass(1);
  expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe(status);
});

test("pix expires when its options say, and a session's buyer pays by e-mail address", async () => {
  const { server: own, pass } = await timedServer("pix");
  const stripe = own.stripe();
  const options = (pix: Params) => ({ payment_method_options: { pix } });
  const after = await confirmed(stripe, "pix", options({ expires_after_seconds: 30 }));
  const at = await confirmed(stripe, "pix", options({ expires_at: NOW + 50 }));
  expect(after.next_action?.pix_display_qr_code?.expires_at).toBe(NOW + 30);
  expect(at.next_action?.pix_display_qr_code?.expires_at).toBe(NOW + 50);
  await pass(30);
  expect((await stripe.paymentIntents.retrieve(after.id)).status).toBe("requires_payment_method");
  await pass(20);
  expect((await stripe.paymentIntents.retrieve(at.id)).status).toBe("requires_payment_method");
  const both = confirmed(stripe, "pix", options({ expires_after_seconds: 30, expires_at: NOW + 90 }));
  expect(await refused(both)).toMatchObject({ status: 400, message: expect.stringContaining("expires_at") });

  const shop = openShop(own);
  const price = await shop.price({ currency: "brl", unit_amount: AMOUNT });
  const { data } = await shop.stripe.paymentMethodConfigurations.list();
  const on = { display_preference: { preference: "on" as const } };
  await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", { pix: on });
  const session = await shop.session({
    line_items: [{ price: price.id, quantity: 1 }],
    payment_method_options: { pix: { expires_after_seconds: 600 } },
  });
  expect(session.payment_method_options?.pix).toEqual({ expires_after_seconds: 600 });
  const reply = await shop.confirm(session.id, {
    payment_method_data: dataOf("pix", "succeed_immediately@example.com"),
  });
  const intent = await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
  expect(intent.next_action?.pix_display_qr_code?.expires_at).toBe(NOW + 50 + 600);
  await pass(2);
  expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
});

test("wechat_pay has to be told what shows the code, and that is a browser", async () => {
  const stripe = server.stripe();
  const param = "payment_method_options[wechat_pay][client]";
  const without = confirmed(stripe, "wechat_pay", { payment_method_options: undefined });
  expect(await refused(without)).toMatchObject({ code: "parameter_missing", param });
  const app = { payment_method_options: { wechat_pay: { app_id: "wx1", client: "android" } } };
  expect((await refused(confirmed(stripe, "wechat_pay", app))).message).toMatch(
    /^Checkstand does not support /,
  );
  const shop = openShop(server);
  const price = await shop.price({ currency: "usd", unit_amount: AMOUNT });
  const reply = await server.raw("POST", "/v1/checkout/sessions", {
    key: shop.key,
    body: form({
      mode: "payment",
      success_url: "https://example.com/success",
      line_items: [{ price: price.id, quantity: 1 }],
      payment_method_types: ["card", "wechat_pay"],
    }),
    headers: { "stripe-version": NAMED.apiVersion },
  });
  expect(reply.body.error).toMatchObject({ code: "parameter_missing", param });

  // Of a session whose types come from a configuration it is the page.
  const { data } = await shop.stripe.paymentMethodConfigurations.list();
  const on = { display_preference: { preference: "on" as const } };
  await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", { wechat_pay: on });
  const session = await shop.session({ line_items: [{ price: price.id, quantity: 1 }] });
  expect(session.payment_method_options?.wechat_pay).toEqual({ app_id: null, client: "web" });
  const confirm = await shop.confirm(session.id, {
    payment_method_data: dataOf("wechat_pay", "j@example.com"),
  });
  expect(confirm.body.payment_intent.status).toBe("requires_action");
});

test("the picture that wechat_pay has in itself is the same code", async () => {
  const waiting = await confirmed(server.stripe(), "wechat_pay");
  const shown = waiting.next_action?.wechat_pay_display_qr_code;
  const png = Buffer.from(String(shown?.image_data_url).split(",")[1] ?? "", "base64");
  expect(readPng(png)).toBe(shown?.data);
});

test("cashapp is authorized, and captured later", async () => {
  const stripe = (await serverFor("cashapp")).stripe();
  const options = { payment_method_options: { cashapp: { capture_method: "manual" } } };
  const waiting = await confirmed(stripe, "cashapp", options);
  await shownAtBank(await scanned(waiting), "authorize");
  const held = await stripe.paymentIntents.retrieve(waiting.id);
  expect(held).toMatchObject({ status: "requires_capture", amount_capturable: AMOUNT });
  expect((await stripe.paymentIntents.capture(held.id)).status).toBe("succeeded");
});

const SET_UP = TYPES.filter((type) => typeNamed(type).purposes.includes("setup"));
const SETUP_OPTIONS: Readonly<Record<string, object>> = {
  cashapp: {},
  upi: { upi: {} },
};
describe.each(SET_UP)("%s set up", (type) => {
  const setUp = (stripe: Stripe, customer: string) => {
    const params: object = {
      confirm: true,
      customer,
      payment_method_data: dataOf(type),
      payment_method_types: [type],
    };
    return stripe.setupIntents.create(params, NAMED);
  };

  test("pays without its payer", async () => {
    const stripe = (await serverFor(type)).stripe();
    const customer = (await stripe.customers.create()).id;
    const waiting = await setUp(stripe, customer);
    expect(waiting).toMatchObject({
      status: "requires_action",
      next_action: { type: CASES[type]?.nextAction },
    });
    expect(waiting.payment_method_options ?? {}).toEqual(SETUP_OPTIONS[type]);
    await shownAtBank(await scanned(waiting), "authorize");
    const ready = await stripe.setupIntents.retrieve(waiting.id);
    expect(ready).toMatchObject({ status: "succeeded", customer });
    const more = { customer, payment_method: String(ready.payment_method), payment_method_data: undefined };
    const paid = await confirmed(stripe, type, { ...more, off_session: true });
    expect(paid.status).toBe("succeeded");
  });

  test("fails if its code is not scanned in time", async () => {
    const { server: own, pass } = await timedServer(type);
    const stripe = own.stripe();
    const waiting = await setUp(stripe, (await stripe.customers.create()).id);
    await pass(CASES[type]?.lasts ?? 0);
    expect(await stripe.setupIntents.retrieve(waiting.id)).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "setup_attempt_failed", message: expect.stringContaining("has expired") },
    });
    expect((await typesOf(stripe)).at(-1)).toBe("setup_intent.setup_failed");
  });

  test("a subscription that a session sells is paid again without its payer", async () => {
    const own = await serverFor(type);
    const shop = openShop(own);
    const price = await shop.price({
      currency: currencyOf(type),
      unit_amount: AMOUNT,
      recurring: { interval: "month" },
    });
    const { data } = await shop.stripe.paymentMethodConfigurations.list();
    const on = { display_preference: { preference: "on" as const } };
    await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", { [type]: on });
    const session = await shop.session({
      mode: "subscription",
      line_items: [{ price: price.id, quantity: 1 }],
    });
    expect(session.payment_method_types).toEqual(["card", type]);
    const reply = await shop.confirm(session.id, { payment_method_data: dataOf(type, "jenny@example.com") });
    const intent = await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
    await shownAtBank(await scanned(intent), "authorize");
    const done = await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      subscription: { status: "active" },
    });
  });
});

test("a browser with the publishable key sees what has come of the code", async () => {
  const shop = openShop(server);
  const params: object = { amount: AMOUNT, currency: "usd", payment_method_types: ["wechat_pay"] };
  const intent = await shop.stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
  const key = shop.key.replace("sk_", "pk_");
  const path = `/v1/payment_intents/${intent.id}`;
  const proof = { client_secret: String(intent.client_secret) };
  const confirm = await server.raw("POST", `${path}/confirm`, {
    key: shop.key,
    body: form({
      payment_method_data: dataOf("wechat_pay"),
      payment_method_options: { wechat_pay: { client: "web" } },
      return_url: RETURN_URL,
      use_stripe_sdk: true,
    }),
  });
  const waiting = { status: "requires_action", next_action: { type: "wechat_pay_display_qr_code" } };
  expect(confirm.body).toMatchObject(waiting);
  const poll = async () => (await server.raw("GET", `${path}?${form(proof)}`, { key })).body;
  expect(await poll()).toMatchObject(waiting);
  const page = await scanned(confirm.body);
  await fetch(page.replace("?", "/authorize?"), { redirect: "manual" });
  expect((await poll()).status).toBe("succeeded");
  // The page that showed the code leads to the shop.
  const onward = await fetch(page.replace("/c/bank/", "/c/scan/"), { redirect: "manual" });
  expect(onward.headers.get("location")).toMatch(/^https:\/\/example\.com\/back.*redirect_status=succeeded$/);
});

test("another payment is not ended by the time of a code that came before it", async () => {
  const { server: own, pass } = await timedServer("swish");
  const stripe = own.stripe();
  const waiting = await confirmed(stripe, "swish", { payment_method_types: ["card", "swish"] });
  await pass(100);
  const again = await stripe.paymentIntents.confirm(waiting.id, {
    payment_method_data: dataOf("swish") as never,
  });
  await pass(100);
  expect((await stripe.paymentIntents.retrieve(again.id)).status).toBe("requires_action");
  await stripe.paymentIntents.confirm(waiting.id, {
    payment_method: "pm_card_threeDSecure2Required",
    return_url: RETURN_URL,
  });
  await pass(200);
  expect((await stripe.paymentIntents.retrieve(again.id)).status).toBe("requires_action");
});

test("the pages of a code are there for those alone who know the client secret", async () => {
  const waiting = await confirmed(server.stripe(), "wechat_pay");
  for (const file of ["", "/state", "/code.svg", "/code.png"]) {
    const at = `${server.url}/c/scan/${waiting.id}${file}?client_secret=`;
    expect((await fetch(`${at}guess`)).status).toBe(404);
    expect((await fetch(at + waiting.client_secret)).status).toBe(200);
  }
});
