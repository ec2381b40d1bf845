/**
 * Every type whose payers approve payments on another page, over the API: approved and refused, what method, charge
 * and refund show, and what is refused. The types are those of the table; one without a case fails here.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { IMPLEMENTED_TYPES, typeNamed } from "../../../src/method_types/index.ts";
import { atBank } from "../../support/bank.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = "2026-08-26.dahlia";
/** Types that are newer, and so are never named. */
const UNNAMED = ["paypay", "sequra"];
const versionFor = (type: string) => (UNNAMED.includes(type) ? {} : { apiVersion: NAMED as never });
const NAME = "Jenny Rosen";
const RETURN_URL = "https://example.com/back?order=7#top";

interface Case {
  /** `payment_method_data.<type>`, and what becomes of it in the method. */
  readonly given?: Params;
  readonly method?: object;
  /** `payment_method_details.<type>` of the charge. */
  readonly charge: object;
  /** `destination_details` of a refund, under the name of the type unless another is said. */
  readonly destination?: object;
  readonly destinationType?: string;
  /** The payer's bank pays after the payer has approved. */
  readonly later?: boolean;
  /** Whether a refund is pending first; it is wherever the payment was. */
  readonly refundsLater?: boolean;
}
const reference = expect.stringMatching(/^[A-Za-z0-9]{16}$/);
const CASES: Readonly<Record<string, Case>> = {
  affirm: { charge: { transaction_id: reference }, destination: {} },
  afterpay_clearpay: {
    charge: { order_id: reference, reference: null },
    destination: { reference: null, reference_status: "pending" },
  },
  alipay: { charge: { fingerprint: null, transaction_id: reference }, destination: {} },
  alma: { charge: { transaction_id: reference }, destination: {} },
  amazon_pay: { charge: { funding: { type: null }, transaction_id: reference }, destination: {} },
  bancontact: {
    charge: {
      bank_code: "VAPE",
      bank_name: "VAN DE PUT & CO",
      bic: "VAPEBE22",
      generated_sepa_debit: null,
      generated_sepa_debit_mandate: null,
      iban_last4: "7061",
      preferred_language: "en",
      verified_name: NAME,
    },
  },
  billie: { charge: { transaction_id: reference } },
  crypto: { charge: { network: "base", token_currency: "usdc" }, destination: { reference: null } },
  eps: {
    given: { bank: "bank_austria" },
    method: { bank: "bank_austria" },
    charge: { bank: "bank_austria", verified_name: NAME },
    destination: {},
  },
  fpx: {
    given: { account_holder_type: "company", bank: "cimb" },
    method: { account_holder_type: "company", bank: "cimb" },
    charge: { account_holder_type: "company", bank: "cimb", transaction_id: reference },
  },
  giropay: {
    charge: { bank_code: "DEUT", bank_name: "Deutsche Bank", bic: "DEUTDE2H", verified_name: NAME },
    destination: {},
  },
  grabpay: { charge: { transaction_id: reference }, destination: {} },
  ideal: {
    given: { bank: "rabobank" },
    method: { bank: "rabobank", bic: "RABONL2U" },
    charge: {
      bank: "rabobank",
      bic: "RABONL2U",
      generated_sepa_debit: null,
      generated_sepa_debit_mandate: null,
      iban_last4: "5264",
      transaction_id: reference,
      verified_name: NAME,
    },
  },
  kakao_pay: { charge: { buyer_id: null, transaction_id: reference } },
  klarna: {
    given: { dob: { day: 10, month: 7, year: 1970 } },
    method: { dob: { day: 10, month: 7, year: 1970 } },
    charge: {
      payer_details: { address: { country: "DE" } },
      payment_method_category: "pay_later",
      preferred_locale: null,
    },
    destination: { reference: null, reference_status: "pending" },
  },
  kr_card: {
    method: { brand: null, last4: null },
    charge: { brand: "samsung", buyer_id: null, last4: "4242", transaction_id: reference },
  },
  mobilepay: { charge: { card: null } },
  naver_pay: {
    given: { funding: "points" },
    method: { buyer_id: null, funding: "points" },
    charge: { buyer_id: null, transaction_id: reference },
  },
  p24: {
    given: { bank: "ing" },
    method: { bank: "ing" },
    charge: { bank: "ing", reference, verified_name: NAME },
    destination: { reference: null, reference_status: "pending" },
  },
  pay_by_bank: { charge: {}, later: true },
  payco: { charge: { buyer_id: null, transaction_id: reference } },
  paypal: {
    method: { country: null, payer_email: null, payer_id: null },
    charge: {
      country: "DE",
      payer_email: "jenny@example.com",
      payer_id: null,
      payer_name: NAME,
      seller_protection: { dispute_categories: null, status: "not_eligible" },
      transaction_id: reference,
    },
    destination: { network_decline_code: null, reference: null, reference_status: "pending" },
    refundsLater: true,
  },
  paypay: { charge: {} },
  revolut_pay: {
    charge: { funding: { type: null }, transaction_id: reference },
    destination: {},
    destinationType: "revolut",
  },
  samsung_pay: { charge: { buyer_id: null, transaction_id: reference } },
  satispay: { charge: { transaction_id: reference } },
  scalapay: { charge: { transaction_id: reference } },
  sequra: { charge: { transaction_id: reference } },
  sofort: {
    given: { country: "DE" },
    method: { country: "DE" },
    charge: {
      bank_code: "DEUT",
      bank_name: "Deutsche Bank",
      bic: "DEUTDE2H",
      country: "DE",
      generated_sepa_debit: null,
      generated_sepa_debit_mandate: null,
      iban_last4: "3000",
      preferred_language: "en",
      verified_name: NAME,
    },
    destination: {},
    later: true,
  },
  sunbit: { charge: { transaction_id: reference } },
  twint: { charge: {}, destination: {} },
  zip: { charge: {}, destination: {} },
};

const REDIRECTS = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.action === "redirect");
const AMOUNT = 10_000;

const clock = new FixedClock(1_800_000_000);
const servers = new Map<string, TestServer>();
/** A server whose shop is in a country that can offer the type. */
async function serverFor(type: string): Promise<TestServer> {
  const country = typeNamed(type).shopCountries?.[0] ?? DEFAULT_SETTINGS.country;
  const known = servers.get(country);
  if (known !== undefined) return known;
  const server = await startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock });
  servers.set(country, server);
  return server;
}
let server: TestServer;
beforeAll(async () => {
  server = await serverFor("ideal");
});
afterAll(() => Promise.all([...servers.values()].map((one) => one.close())));

function currencyOf(type: string): string {
  return typeNamed(type).currencies?.[0] ?? "eur";
}

function dataOf(type: string, given = CASES[type]?.given): Params {
  return {
    type,
    billing_details: { address: { country: "DE" }, email: "jenny@example.com", name: NAME },
    ...(given === undefined ? {} : { [type]: given }),
  };
}

/** What chooses a type alone: its name, or a configuration. */
async function choiceOf(stripe: Stripe, type: string): Promise<Params> {
  if (!UNNAMED.includes(type)) return { payment_method_types: [type] };
  const { id } = await stripe.paymentMethodConfigurations.create({
    card: { display_preference: { preference: "off" } },
    [type]: { display_preference: { preference: "on" } },
  });
  return { payment_method_configuration: id };
}

/** A confirmed intent of the type alone. */
async function confirmed(stripe: Stripe, type: string, more: Params = {}): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount: AMOUNT,
    currency: currencyOf(type),
    confirm: true,
    ...(await choiceOf(stripe, type)),
    payment_method_data: dataOf(type),
    return_url: RETURN_URL,
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, versionFor(type));
}

/** Lets the time pass after which a bank pays that pays later. */
async function bankPays(type: string): Promise<void> {
  clock.advance(2);
  await (await serverFor(type)).running.worker.drain();
}

/** The page to which an intent sends its payer. */
function pageOf(intent: Stripe.PaymentIntent | Stripe.SetupIntent): string {
  const url = JSON.stringify(intent.next_action).match(/"(http[^"]*\/c\/bank\/[^"]*)"/)?.[1];
  if (url === undefined) throw new Error(`no page in ${JSON.stringify(intent.next_action)}`);
  return url;
}

async function typesOf(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }) => type).reverse();
}

test("every type has a case", () => {
  expect(Object.keys(CASES)).toEqual(REDIRECTS);
});

describe.each(REDIRECTS)("%s", (type) => {
  const {
    charge: shown,
    destination,
    destinationType = type,
    later = false,
    refundsLater = later,
    method: stored = {},
  }: Case = CASES[type] ?? { charge: {} };

  test("approved, it is paid and can be refunded", async () => {
    const stripe = (await serverFor(type)).stripe();
    const waiting = await confirmed(stripe, type);
    expect(waiting).toMatchObject({
      status: "requires_action",
      payment_method_types: [type],
      last_payment_error: null,
      latest_charge: null,
    });
    const method = await stripe.paymentMethods.retrieve(String(waiting.payment_method));
    expect(method).toMatchObject({ type, billing_details: { name: NAME }, [type]: stored });

    const back = await atBank(pageOf(waiting), "authorize");
    expect(back.href).toBe(
      `https://example.com/back?order=7&payment_intent=${waiting.id}` +
        `&payment_intent_client_secret=${waiting.client_secret}&redirect_status=${later ? "pending" : "succeeded"}#top`,
    );
    if (later) {
      expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe("processing");
      await bankPays(type);
    }
    const paid = await stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", amount_received: AMOUNT, next_action: null });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({
      id: expect.stringMatching(/^py_3/),
      amount: AMOUNT,
      paid: true,
      status: "succeeded",
      outcome: { risk_level: "not_assessed", type: "authorized" },
    });
    expect(charge.outcome).not.toHaveProperty("risk_score");
    expect(charge.payment_method_details).toEqual({ type, [type]: shown });

    const refund = await stripe.refunds.create({ payment_intent: paid.id }, { apiVersion: NAMED as never });
    expect(refund).toMatchObject({
      id: expect.stringMatching(/^pyr_/),
      amount: AMOUNT,
      status: refundsLater ? "pending" : "succeeded",
    });
    expect(refund.destination_details).toEqual(
      destination === undefined ? undefined : { type: destinationType, [destinationType]: destination },
    );
    const { data } = await stripe.balanceTransactions.list();
    expect(data.map((booked) => [booked.type, booked.reporting_category])).toEqual([
      ["payment_refund", "refund"],
      ["payment", "charge"],
    ]);
    expect(await typesOf(stripe)).toEqual(
      expect.arrayContaining([
        "payment_intent.requires_action",
        "charge.succeeded",
        "payment_intent.succeeded",
      ]),
    );
    // Opened again, the page of the bank changes nothing and leads on.
    const again = await fetch(pageOf(waiting), { redirect: "manual" });
    expect(again.headers.get("location")).toBe(back.href.replace("=pending", "=succeeded"));
  });

  test("refused, it can be paid in another way, and nothing is charged", async () => {
    const stripe = (await serverFor(type)).stripe();
    const waiting = await confirmed(stripe, type);
    const back = await atBank(pageOf(waiting), "fail");
    expect(back.searchParams.get("redirect_status")).toBe("failed");
    const failed = await stripe.paymentIntents.retrieve(waiting.id);
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      latest_charge: null,
      next_action: null,
      payment_method: null,
      last_payment_error: {
        code: "payment_intent_payment_attempt_failed",
        message:
          "The customer did not approve the PaymentIntent. Provide a new payment method to attempt to fulfill this " +
          "PaymentIntent again.",
        payment_method: { id: waiting.payment_method, type },
        type: "invalid_request_error",
      },
    });
    const events = await typesOf(stripe);
    expect(events).toContain("payment_intent.payment_failed");
    expect(events).not.toContain("charge.failed");
    const next = await confirmed(stripe, type);
    await atBank(pageOf(next), "authorize");
    expect((await stripe.paymentIntents.retrieve(next.id)).status).toBe(later ? "processing" : "succeeded");
  });

  test("is offered by sessions that name it, and by those of a configuration that has it on", async () => {
    const own = await serverFor(type);
    const shop = openShop(own);
    const price = await shop.price({ currency: currencyOf(type), unit_amount: AMOUNT });
    const line_items = [{ price: price.id, quantity: 1 }];
    if (!UNNAMED.includes(type)) {
      const named = await own.raw("POST", "/v1/checkout/sessions", {
        key: shop.key,
        body: form({
          mode: "payment",
          success_url: "https://example.com/success",
          line_items: [{ price: price.id, quantity: 1 }],
          payment_method_types: [type],
        }),
        headers: { "stripe-version": NAMED },
      });
      expect(named.body).toMatchObject({
        payment_method_types: [type],
        payment_method_configuration_details: null,
      });
    }
    expect((await shop.session({ line_items })).payment_method_types).toEqual(["card"]);
    const { data } = await shop.stripe.paymentMethodConfigurations.list();
    await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", {
      [type]: { display_preference: { preference: "on" } },
    });
    const offered = await shop.session({ line_items });
    expect(offered.payment_method_types).toEqual(["card", type]);
    const confirm = await shop.confirm(offered.id, { payment_method_data: dataOf(type) });
    expect(confirm.body.payment_intent.status).toBe("requires_action");
    const intent = await shop.stripe.paymentIntents.retrieve(confirm.body.payment_intent.id);
    expect(intent).toMatchObject({ payment_method_types: ["card", type], status: "requires_action" });
    expect((await atBank(pageOf(intent), "authorize")).pathname).toBe(`/c/pay/${offered.id}/done`);
    const complete = await shop.stripe.checkout.sessions.retrieve(offered.id);
    expect(complete).toMatchObject({ status: "complete", payment_status: later ? "unpaid" : "paid" });
    expect(await shop.news()).toContain("checkout.session.completed");
    if (!later) return;
    await bankPays(type);
    expect((await shop.stripe.checkout.sessions.retrieve(offered.id)).payment_status).toBe("paid");
    expect((await shop.news()).at(-1)).toBe("checkout.session.async_payment_succeeded");
  });

  const { currencies } = typeNamed(type);
  test("is refused in another currency, and left out where nothing names it", async () => {
    const other = ["usd", "jpy", "eur", "isk"].find((one) => currencies?.includes(one) === false) ?? "";
    const own = await serverFor(type);
    const stripe = own.stripe();
    const list = currencies?.join(", ");
    const naming = await refused(confirmed(stripe, type, { currency: other }));
    if (UNNAMED.includes(type)) expect(naming.message).toMatch(/^No valid payment method types/);
    else
      expect(naming).toMatchObject({
        status: 400,
        code: "payment_intent_invalid_currency",
        message:
          `The currency provided (${other}) is invalid for one or more payment method types on this PaymentIntent. The ` +
          `payment method type ${type} only supports the following currencies: ${list}. Either correct the provided ` +
          "currency, or use a different PaymentIntent to accept this payment method type.",
      });
    const { data } = await stripe.paymentMethodConfigurations.list();
    await stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", {
      [type]: { display_preference: { preference: "on" } },
    });
    const intent = await stripe.paymentIntents.create({ amount: AMOUNT, currency: other });
    expect(intent.payment_method_types).toEqual(["card"]);
  });
});

describe("types that can do more than pay at once", () => {
  const CAPTURED = REDIRECTS.filter((type) => typeNamed(type).capturesLater);
  test.each(CAPTURED)("%s is authorized, and captured later", async (type) => {
    const stripe = (await serverFor(type)).stripe();
    const waiting = await confirmed(stripe, type, { capture_method: "manual" });
    await atBank(pageOf(waiting), "authorize");
    const held = await stripe.paymentIntents.retrieve(waiting.id);
    expect(held).toMatchObject({ status: "requires_capture", amount_capturable: AMOUNT });
    const paid = await stripe.paymentIntents.capture(held.id);
    expect(paid).toMatchObject({ status: "succeeded", amount_received: AMOUNT });
  });

  /** `payment_method_options` of a setup intent for one type. */
  const SETUP_OPTIONS: Readonly<Record<string, object>> = {
    amazon_pay: { amazon_pay: {} },
    kr_card: {},
    paypal: { paypal: { billing_agreement_id: null } },
    revolut_pay: {},
  };
  // Those that are saved as debits are in saved_as_debit.test.ts.
  const SET_UP = REDIRECTS.filter((type) => {
    const { purposes, savedAs } = typeNamed(type);
    return purposes.includes("setup") && savedAs === undefined;
  });
  test.each(SET_UP)("%s is set up, and pays without its payer", async (type) => {
    const stripe = (await serverFor(type)).stripe();
    const customer = (await stripe.customers.create()).id;
    const setup = {
      confirm: true,
      customer,
      payment_method_data: dataOf(type),
      payment_method_types: [type],
      return_url: RETURN_URL,
    } as object;
    const old = { apiVersion: NAMED as never };
    const refusedOnce = await stripe.setupIntents.create(setup, old);
    await atBank(pageOf(refusedOnce), "fail");
    expect(await stripe.setupIntents.retrieve(refusedOnce.id)).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "setup_attempt_failed", payment_method: { type } },
    });
    const waiting = await stripe.setupIntents.create(setup, old);
    expect((await atBank(pageOf(waiting), "authorize")).searchParams.get("setup_intent")).toBe(waiting.id);
    const ready = await stripe.setupIntents.retrieve(waiting.id);
    expect(ready).toMatchObject({ status: "succeeded", customer });
    expect(ready.payment_method_options).toEqual(SETUP_OPTIONS[type]);
    const method = String(ready.payment_method);
    expect((await stripe.paymentMethods.retrieve(method)).customer).toBe(customer);
    const more = { customer, payment_method: method, payment_method_data: undefined };
    expect(await confirmed(stripe, type, { ...more, off_session: true })).toMatchObject({
      status: "succeeded",
    });
  });

  const SAVED = REDIRECTS.filter((type) => typeNamed(type).isReusable);
  test.each(SAVED)("%s is saved by a payment", async (type) => {
    const stripe = (await serverFor(type)).stripe();
    const customer = (await stripe.customers.create()).id;
    const waiting = await confirmed(stripe, type, { customer, setup_future_usage: "off_session" });
    await atBank(pageOf(waiting), "authorize");
    const { data } = await stripe.customers.listPaymentMethods(customer);
    expect(data).toMatchObject([{ id: waiting.payment_method, type }]);
  });

  test.each([
    ["none", undefined, null],
    ["none", "off_session", null],
    ["off_session", undefined, "limited"],
  ])(
    "a session whose type says %s, and its payment %s, saves the method so: %s",
    async (usage, all, saved) => {
      const shop = openShop(server);
      const price = await shop.price({ currency: "eur", unit_amount: AMOUNT });
      const { data } = await shop.stripe.paymentMethodConfigurations.list();
      const on = { display_preference: { preference: "on" as const } };
      await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", { revolut_pay: on });
      const session = await shop.session({
        customer_creation: "if_required",
        line_items: [{ price: price.id, quantity: 1 }],
        payment_method_options: { revolut_pay: { setup_future_usage: usage } as never },
        ...(all === undefined ? {} : { payment_intent_data: { setup_future_usage: all as "off_session" } }),
      });
      const confirm = await shop.confirm(session.id, { payment_method_data: dataOf("revolut_pay") });
      await atBank(
        pageOf(await shop.stripe.paymentIntents.retrieve(confirm.body.payment_intent.id)),
        "authorize",
      );
      const { customer, payment_status } = await shop.stripe.checkout.sessions.retrieve(session.id);
      expect(payment_status).toBe("paid");
      expect(customer === null).toBe(saved === null);
      const methods = await shop.stripe.paymentMethods.list();
      expect(methods.data.map((one) => [one.customer, one.allow_redisplay])).toEqual([
        [customer, saved ?? "unspecified"],
      ]);
    },
  );

  test("the others cannot be saved by a payment, and are left out where that is asked for", async () => {
    const stripe = server.stripe();
    const customer = (await stripe.customers.create()).id;
    const usage = { customer, setup_future_usage: "off_session" };
    expect(await refused(confirmed(stripe, "giropay", usage))).toMatchObject({
      param: "setup_future_usage",
      message: "The payment method type giropay cannot be used with setup_future_usage.",
    });
    const options = { payment_method_options: { sofort: { setup_future_usage: "off_session" } } };
    expect((await refused(confirmed(stripe, "sofort", options))).message).toMatch(
      /^Checkstand does not support /,
    );
    const shop = openShop(server);
    const price = await shop.price({ currency: "eur", unit_amount: AMOUNT });
    const { data } = await shop.stripe.paymentMethodConfigurations.list();
    const on = { display_preference: { preference: "on" as const } };
    await shop.stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", { eps: on, giropay: on });
    const line_items = [{ price: price.id, quantity: 1 }];
    const saving = await shop.session({
      line_items,
      payment_intent_data: { setup_future_usage: "off_session" },
    });
    expect(saving.payment_method_types).toEqual(["card"]);
  });
});

describe("400", () => {
  test("a confirmation without a return URL", async () => {
    const call = confirmed(server.stripe(), "ideal", { return_url: undefined });
    expect(await refused(call)).toEqual({
      status: 400,
      code: "payment_intent_redirect_confirmation_without_return_url",
      param: "return_url",
      message:
        "You must provide a `return_url` when confirming a PaymentIntent with the payment method type ideal.",
    });
  });

  test("a type that shops in the country cannot offer", async () => {
    const call = confirmed(server.stripe(), "paypal");
    expect(await refused(call)).toMatchObject({
      param: "payment_method_types[0]",
      message: expect.stringMatching(
        /^The payment method type provided: paypal is invalid\. Please ensure the /,
      ),
    });
  });

  test("a method of a type that the intent does not accept", async () => {
    const stripe = server.stripe();
    const method = await stripe.paymentMethods.create({ type: "ideal" });
    const create = { amount: AMOUNT, currency: "eur", payment_method: method.id };
    expect(await refused(stripe.paymentIntents.create(create))).toEqual({
      status: 400,
      code: "payment_intent_incompatible_payment_method",
      param: "payment_method",
      message:
        "The PaymentMethod provided (ideal) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one " +
        "of the following types: card.",
    });
    const shop = openShop(server);
    const session = await shop.session();
    const reply = await shop.confirm(session.id, { payment_method_data: dataOf("ideal") });
    expect(reply.body.error.message).toMatch(
      /^The PaymentMethod provided \(ideal\) is not allowed for this Checkout /,
    );
  });

  test("a hash of another type", async () => {
    const stripe = server.stripe();
    const card = { token: "tok_visa" };
    expect(await refused(stripe.paymentMethods.create({ type: "ideal", card }))).toMatchObject({
      code: "parameter_unknown",
      param: "card",
      message: "Received unknown parameter: card",
    });
    const data = { ...dataOf("ideal"), card };
    expect(await refused(confirmed(stripe, "ideal", { payment_method_data: data }))).toMatchObject({
      code: "parameter_unknown",
      param: "payment_method_data[card]",
    });
  });

  test("saving what cannot be used again", async () => {
    const stripe = server.stripe();
    const [method, customer] = await Promise.all([
      stripe.paymentMethods.create({ type: "giropay" }),
      stripe.customers.create(),
    ]);
    const call = stripe.paymentMethods.attach(method.id, { customer: customer.id });
    expect((await refused(call)).message).toBe(
      "PaymentMethods of type 'giropay' cannot be saved to customers.",
    );
    const setup = stripe.setupIntents.create({ payment_method_types: ["giropay"] } as never, {
      apiVersion: NAMED as never,
    });
    expect((await refused(setup)).message).toBe(
      "The payment method type giropay cannot be used with SetupIntents.",
    );
  });

  test("manual capture of what is paid at once", async () => {
    const stripe = server.stripe();
    const message =
      'The following payment method types ["ideal"] can only be used with PaymentIntents that have ' +
      "capture_method=automatic. Please retry by creating a PaymentMethod with capture_method=automatic.";
    expect(await refused(confirmed(stripe, "ideal", { capture_method: "manual" }))).toMatchObject({
      message,
    });
    const { data } = await stripe.paymentMethodConfigurations.list();
    const on = { ideal: { display_preference: { preference: "on" as const } } };
    await stripe.paymentMethodConfigurations.update(data[0]?.id ?? "", on);
    const both = await stripe.paymentIntents.create({ amount: AMOUNT, currency: "eur" });
    expect(both.payment_method_types).toEqual(["card", "ideal"]);
    const held = await stripe.paymentIntents.create({
      amount: AMOUNT,
      currency: "eur",
      capture_method: "manual",
    });
    expect(held.payment_method_types).toEqual(["card"]);
    const updated = await stripe.paymentIntents.update(both.id, { capture_method: "manual" });
    expect(updated.payment_method_types).toEqual(["card"]);
    expect(Object.keys(updated.payment_method_options ?? {})).toEqual(["card"]);
  });
});

test("options that intents show unasked, as recorded", async () => {
  const types = ["bancontact", "eps", "klarna"];
  const create = { amount: AMOUNT, currency: "eur", payment_method_types: types };
  const intent = await server.stripe().paymentIntents.create(create as never, { apiVersion: NAMED as never });
  expect(intent.payment_method_options).toEqual({
    bancontact: { preferred_language: "en" },
    eps: {},
    klarna: { preferred_locale: null },
  });
});

test("options of intents that cannot be set yet are refused by name", async () => {
  const options = { payment_method_options: { bancontact: { preferred_language: "fr" } } };
  expect(await refused(confirmed(server.stripe(), "bancontact", options))).toMatchObject({
    param: "payment_method_options[bancontact][preferred_language]",
    message: expect.stringMatching(/^Checkstand does not support the parameter /),
  });
});

test.each([
  ["test_offline_bank", "offline_bank"],
  ["test_processing_error", "payment_method_processing_error_transient"],
])("FPX with the bank %s is refused: %s", async (bank, code) => {
  const stripe = (await serverFor("fpx")).stripe();
  const params = { payment_method_data: { type: "fpx", fpx: { bank } } };
  expect((await refused(confirmed(stripe, "fpx", params))).code).toBe(code);
  const none = { payment_method_data: { type: "fpx" } };
  expect((await refused(confirmed(stripe, "fpx", none))).param).toBe("payment_method_data[fpx][bank]");
});

test("alipay has a next action of its own", async () => {
  const waiting = await confirmed(server.stripe(), "alipay");
  expect(waiting.next_action).toEqual({
    alipay_handle_redirect: {
      native_data: null,
      native_url: null,
      return_url: RETURN_URL,
      url: expect.stringContaining(`/c/bank/${waiting.id}?client_secret=`),
    },
    type: "alipay_handle_redirect",
  });
});

test("two answers at once come to one payment", async () => {
  const stripe = server.stripe();
  const waiting = await confirmed(stripe, "ideal");
  const url = new URL(pageOf(waiting));
  const link = (choice: string) =>
    fetch(`${server.url}${url.pathname}/${choice}${url.search}`, { redirect: "manual" });
  await Promise.all(["authorize", "authorize", "fail", "authorize"].map(link));
  const { status } = await stripe.paymentIntents.retrieve(waiting.id);
  const { data } = await stripe.charges.list({ payment_intent: waiting.id });
  expect(data).toHaveLength(status === "succeeded" ? 1 : 0);
});

test("the page of the bank is there for those alone who know the client secret", async () => {
  const waiting = await confirmed(server.stripe(), "ideal");
  const url = new URL(pageOf(waiting));
  for (const path of [url.pathname, `${url.pathname}/authorize`, `${url.pathname}/fail`]) {
    const reply = await fetch(`${server.url}${path}?client_secret=guess`, { redirect: "manual" });
    expect(reply.status).toBe(404);
  }
  const challenge = url.pathname.replace("/bank/", "/3ds/");
  expect((await fetch(`${server.url}${challenge}${url.search}`)).status).toBe(404);
  await fetch(`${server.url}${url.pathname}/authorize${url.search}`, { method: "HEAD" });
  expect((await atBank(url.href, "fail")).search).toContain("redirect_status=failed");
});
