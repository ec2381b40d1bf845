/** Payment intents: every step of their state machine, and every refusal. */

import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { authenticated } from "../../../src/resources/payments/payment_intent/index.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refusal, refused, type Shop, typedCard } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
let intents: Stripe.PaymentIntentResource;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
  intents = shop.stripe.paymentIntents;
});

type CreateParams = Stripe.PaymentIntentCreateParams;
const NO_REDIRECTS = { automatic_payment_methods: { enabled: true, allow_redirects: "never" } } as const;
const create = (more: Partial<CreateParams> = {}) =>
  intents.create({ amount: 2000, currency: "usd", ...NO_REDIRECTS, ...more });
const confirmed = (more: Partial<CreateParams> = {}) =>
  create({ confirm: true, payment_method: "pm_card_visa", ...more });
const post = (path: string, params: Params, version = "2026-10-28.endive") =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const KEY_OF = "payment_intent_unexpected_state";

/** What the payer's bank says of the challenge of an intent without a session. */
async function answerChallenge({ id }: Stripe.PaymentIntent, outcome: "failed" | "passed") {
  const account = accountNamed(shop.key.replace("sk_test_", ""));
  const { store } = server.running;
  await authenticated((work) => store.transact(account, NO_CAUSE, work), id, outcome);
  return intents.retrieve(id);
}

describe("200", () => {
  test("is created without a payment method, and shows every key in order", async () => {
    const { body } = await post("/v1/payment_intents", { amount: 2000, currency: "USD" });
    expect(body).toMatchObject({
      amount: 2000,
      amount_capturable: 0,
      amount_details: { tip: {} },
      amount_received: 0,
      automatic_payment_methods: { allow_redirects: "always", enabled: true },
      canceled_at: null,
      capture_method: "automatic_async",
      confirmation_method: "automatic",
      currency: "usd",
      customer: null,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      metadata: {},
      next_action: null,
      payment_method: null,
      payment_method_types: ["card"],
      status: "requires_payment_method",
    });
    expect(body.id).toMatch(/^pi_3[A-Za-z0-9]{23}$/);
    expect(body.client_secret).toMatch(new RegExp(`^${body.id}_secret_[A-Za-z0-9]{27}$`));
    expect(Object.keys(body).slice(0, 2)).toEqual(["id", "object"]);
    expect(Object.keys(body).slice(2)).toEqual(Object.keys(body).slice(2).sort());
    expect(await shop.news()).toEqual(["payment_intent.created"]);
  });

  test("requires_confirmation with a payment method, at creation or after an update", async () => {
    expect((await create({ payment_method: "pm_card_visa" })).status).toBe("requires_confirmation");
    const { id } = await create();
    const updated = await intents.update(id, { payment_method: "pm_card_visa" });
    expect(updated.status).toBe("requires_confirmation");
    expect(updated.payment_method).toMatch(/^pm_1/);
  });

  test("succeeds when confirmed", async () => {
    const { id } = await create({ payment_method: "pm_card_visa", metadata: { a: "b" }, description: "d" });
    await shop.newsSince();
    const paid = await intents.confirm(id, { expand: ["latest_charge.balance_transaction"] });
    expect(paid).toMatchObject({
      amount_received: 2000,
      status: "succeeded",
      latest_charge: {
        amount: 2000,
        captured: true,
        metadata: { a: "b" },
        description: "d",
        balance_transaction: { amount: 2000, fee: 88, net: 1912, type: "charge" },
      },
    });
    expect(await shop.newsSince()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.updated",
    ]);
  });

  test("succeeds when confirmed with a payment method given at that time", async () => {
    const { id } = await create();
    const paid = await intents.confirm(id, {
      payment_method_data: {
        type: "card",
        card: { number: "5555555555554444", exp_month: 1, exp_year: 40, cvc: "123" },
      } as never,
    });
    expect(paid.status).toBe("succeeded");
    const method = await shop.stripe.paymentMethods.retrieve(String(paid.payment_method));
    expect(method.card).toMatchObject({ brand: "mastercard", last4: "4444", exp_year: 2040 });
  });

  test("is captured as a whole", async () => {
    const { id, status, amount_capturable } = await confirmed({ capture_method: "manual" });
    expect([status, amount_capturable]).toEqual(["requires_capture", 2000]);
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
    ]);
    const captured = await intents.capture(id, { expand: ["latest_charge"], metadata: { a: "b" } });
    expect(captured).toMatchObject({
      amount_capturable: 0,
      amount_received: 2000,
      metadata: { a: "b" },
      status: "succeeded",
      latest_charge: { amount_captured: 2000, amount_refunded: 0, captured: true, refunded: false },
    });
    expect(await shop.newsSince()).toEqual(["charge.captured", "payment_intent.succeeded"]);
  });

  test("is captured with another statement descriptor", async () => {
    const { id } = await confirmed({ capture_method: "manual" });
    const captured = await intents.capture(id, {
      statement_descriptor: "New name",
      expand: ["latest_charge"],
    });
    expect(captured).toMatchObject({
      statement_descriptor: "New name",
      latest_charge: { statement_descriptor: "New name", calculated_statement_descriptor: "NEW NAME" },
    });
  });

  test("is captured in part, and the rest is released", async () => {
    const { id } = await confirmed({ capture_method: "manual" });
    const captured = await intents.capture(id, {
      amount_to_capture: 1500,
      expand: ["latest_charge.balance_transaction"],
    });
    expect(captured).toMatchObject({
      amount: 2000,
      amount_received: 1500,
      status: "succeeded",
      latest_charge: { amount: 2000, amount_captured: 1500, balance_transaction: { amount: 1500 } },
    });
  });

  test("is canceled, from each state that allows it", async () => {
    for (const made of [
      await create(),
      await create({ payment_method: "pm_card_visa" }),
      await confirmed({ payment_method: "pm_card_threeDSecure2Required" }),
    ]) {
      const canceled = await intents.cancel(made.id, { cancellation_reason: "abandoned" });
      expect(canceled).toMatchObject({
        cancellation_reason: "abandoned",
        canceled_at: 1_800_000_000,
        next_action: null,
        status: "canceled",
      });
    }
    const authorized = await confirmed({ capture_method: "manual" });
    await shop.newsSince();
    const released = await intents.cancel(authorized.id, { expand: ["latest_charge"] });
    expect(released).toMatchObject({
      amount_capturable: 0,
      cancellation_reason: null,
      status: "canceled",
      latest_charge: { amount_refunded: 2000, captured: false, refunded: true },
    });
    expect(await shop.newsSince()).toEqual(["charge.refunded", "payment_intent.canceled"]);
  });

  test("an update changes it and sends no event", async () => {
    const { id } = await create();
    await shop.newsSince();
    const customer = await shop.stripe.customers.create();
    await shop.newsSince();
    const changes = {
      amount: 3000,
      currency: "eur",
      customer: customer.id,
      description: "d",
      metadata: { a: "b" },
      receipt_email: "a@example.com",
      setup_future_usage: "off_session",
      shipping: { name: "Jenny", address: { line1: "Weg 1", country: "DE" } },
      statement_descriptor_suffix: "SHIRT",
      transfer_group: "g",
    } as const;
    const updated = await intents.update(id, changes);
    expect(updated).toMatchObject({
      ...changes,
      shipping: {
        address: { city: null, country: "DE", line1: "Weg 1", line2: null, postal_code: null, state: null },
        carrier: null,
        name: "Jenny",
        phone: null,
        tracking_number: null,
      },
    });
    expect(await shop.newsSince()).toEqual([]);
    const cleared = await intents.update(id, {
      description: "",
      metadata: "",
      shipping: "",
      receipt_email: "",
    });
    expect(cleared).toMatchObject({ description: null, metadata: {}, shipping: null, receipt_email: null });
  });

  test("the card is kept with the customer if it is for later use", async () => {
    const customer = (await shop.stripe.customers.create()).id;
    const paid = await confirmed({ customer, setup_future_usage: "off_session" });
    expect((await shop.stripe.paymentMethods.retrieve(String(paid.payment_method))).customer).toBe(customer);
    expect(await shop.news()).toContain("payment_method.attached");
    const again = await confirmed({
      customer,
      payment_method: String(paid.payment_method),
      off_session: true,
    });
    expect(again.status).toBe("succeeded");
  });

  test("is read from a browser with its client secret", async () => {
    const { id, client_secret } = await create();
    const key = shop.key.replace("sk_", "pk_");
    const seen = await server.raw("GET", `/v1/payment_intents/${id}?client_secret=${client_secret}`, { key });
    expect([seen.status, seen.body.id]).toEqual([200, id]);
    const unasked = await server.raw("GET", `/v1/payment_intents/${id}`, { key });
    expect([unasked.status, unasked.body.error.code]).toEqual([403, "secret_key_required"]);
    const wrong = await server.raw("GET", `/v1/payment_intents/${id}?client_secret=${id}_secret_x`, { key });
    expect([wrong.status, wrong.body.error.param]).toEqual([400, "client_secret"]);
  });

  describe("what a browser sees of an intent", () => {
    /** stripe-js: what `paymentIntent` has, whatever the version. */
    const SHOWN =
      "id object amount canceled_at cancellation_reason capture_method client_secret confirmation_method created " +
      "currency description last_payment_error livemode next_action payment_method payment_method_types receipt_email " +
      "setup_future_usage shipping status";

    async function paidForJenny() {
      const customer = await shop.stripe.customers.create({ name: "Jenny" });
      const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
      return confirmed({ customer: customer.id, metadata: { order: "6735" }, payment_method: method.id });
    }
    const seenBy = (
      kind: "pk_" | "sk_",
      { id, client_secret }: Stripe.PaymentIntent,
      more = "",
      version = "",
    ) =>
      server.raw("GET", `/v1/payment_intents/${id}?client_secret=${client_secret}${more}`, {
        key: shop.key.replace("sk_", kind),
        headers: version === "" ? {} : { "stripe-version": version },
      });

    test.each(["", "2022-11-15", "2023-10-16", "2025-02-24.acacia", "2026-10-28.endive"])(
      "the same fields in every version: %s",
      async (version) => {
        const intent = await paidForJenny();
        const { body } = await seenBy("pk_", intent, "", version);
        expect(Object.keys(body)).toEqual(SHOWN.split(" "));
        expect(body).toMatchObject({
          id: intent.id,
          status: "succeeded",
          payment_method: intent.payment_method,
        });
        expect((await seenBy("sk_", intent, "", version)).body).toMatchObject({
          customer: intent.customer,
          metadata: { order: "6735" },
        });
      },
    );

    test("if expanded, its payment method without the customer, and nothing else", async () => {
      const intent = await paidForJenny();
      const { body } = await seenBy("pk_", intent, "&expand[]=payment_method");
      expect(body.payment_method).toMatchObject({ id: intent.payment_method, card: { last4: "4242" } });
      expect(body.payment_method).not.toHaveProperty("customer");
      expect(body.payment_method).not.toHaveProperty("metadata");
      expect(Object.keys(body)).toEqual(SHOWN.split(" "));
      for (const path of ["customer", "latest_charge", "payment_method.customer", "invoice"]) {
        const { status, body } = await seenBy("pk_", intent, `&expand[]=${path}`, "2025-02-24.acacia");
        expect([status, body.error?.message]).toEqual([400, `This property cannot be expanded (${path}).`]);
      }
      const whole = (await seenBy("sk_", intent, "&expand[]=payment_method&expand[]=customer")).body;
      expect(whole).toMatchObject({
        customer: { name: "Jenny" },
        payment_method: { customer: intent.customer },
      });
    });

    test("a refusal shows no more of it", async () => {
      const customer = await shop.stripe.customers.create({ email: "jenny@example.com" });
      const { id } = await shop.session({
        customer: customer.id,
        payment_intent_data: { metadata: { order: "6735" } },
      });
      const body = form({ ...typedCard("4000000000000002"), expected_amount: 2198 });
      const path = `/v1/payment_pages/${id}/confirm`;
      const asBrowser = await server.raw("POST", path, { key: shop.key.replace("sk_", "pk_"), body });
      expect(asBrowser.status).toBe(402);
      expect(Object.keys(asBrowser.body.error.payment_intent)).toEqual(SHOWN.split(" "));
      expect(asBrowser.text).not.toContain("6735");
      expect(asBrowser.text).not.toContain(customer.id);
      const asShop = await server.raw("POST", path, { key: shop.key, body });
      expect(asShop.body.error.payment_intent.metadata).toEqual({ order: "6735" });
    });

    test("a stored reply to a secret key is not returned to a publishable key", async () => {
      const { id } = await shop.session({ payment_intent_data: { metadata: { order: "6735" } } });
      const post = (key: string) =>
        server.raw("POST", `/v1/payment_pages/${id}/confirm`, {
          key,
          body: form(typedCard("4000000000000002")),
          headers: { "idempotency-key": "one-for-both" },
        });
      expect((await post(shop.key)).text).toContain("6735");
      const again = await post(shop.key.replace("sk_", "pk_"));
      expect([again.status, again.body.error.type]).toEqual([400, "idempotency_error"]);
      expect(again.text).not.toContain("6735");
    });
  });

  test("is listed by customer", async () => {
    const customer = (await shop.stripe.customers.create()).id;
    const mine = await create({ customer });
    const other = await create();
    expect((await intents.list()).data.map(({ id }) => id)).toEqual([other.id, mine.id]);
    expect((await intents.list({ customer })).data.map(({ id }) => id)).toEqual([mine.id]);
    expect(await refused(intents.list({ customer: "cus_x" }))).toMatchObject({
      status: 400,
      param: "customer",
    });
  });
});

describe("3-D Secure", () => {
  test("uses a redirect if there is a return_url, else a dialog in the page", async () => {
    const redirected = await confirmed({
      payment_method: "pm_card_threeDSecure2Required",
      return_url: "https://example.com/back",
    });
    expect(redirected.status).toBe("requires_action");
    expect(redirected.next_action).toEqual({
      redirect_to_url: {
        return_url: "https://example.com/back",
        url: expect.stringContaining(server.url),
      },
      type: "redirect_to_url",
    });
    const inPage = await confirmed({ payment_method: "pm_card_threeDSecure2Required" });
    expect(inPage.next_action?.type).toBe("use_stripe_sdk");
    const bySdk = await confirmed({
      payment_method: "pm_card_threeDSecure2Required",
      return_url: "https://example.com/back",
      use_stripe_sdk: true,
    });
    expect(bySdk.next_action?.type).toBe("use_stripe_sdk");
    expect(redirected.latest_charge).toBeNull();
    expect((await answerChallenge(redirected, "passed")).status).toBe("succeeded");
  });

  test("confirmed manually: after the challenge it waits for its server, which confirms once more", async () => {
    const asked = await confirmed({
      confirmation_method: "manual",
      payment_method: "pm_card_threeDSecure2Required",
    });
    expect(asked.status).toBe("requires_action");
    const waiting = await answerChallenge(asked, "passed");
    expect(waiting).toMatchObject({
      status: "requires_confirmation",
      next_action: null,
      latest_charge: null,
    });
    expect((await intents.confirm(waiting.id)).status).toBe("succeeded");
  });

  test("the charge of a card recognized without a challenge says so", async () => {
    const card = { number: "4000000032200000", exp_month: 12, exp_year: 2040 };
    const paid = await create({ confirm: true, payment_method_data: { type: "card", card } as never });
    const charge = await shop.stripe.charges.retrieve(String(paid.latest_charge));
    expect(charge.payment_method_details?.card?.three_d_secure?.authentication_flow).toBe("frictionless");
  });

  test("3-D Secure requested in a later call is shown and used", async () => {
    const options = (asked: "any" | "automatic") => ({ card: { request_three_d_secure: asked } });
    const { id } = await create({ payment_method: "pm_card_threeDSecureOptional" });
    const updated = await intents.update(id, { payment_method_options: options("any") });
    expect(updated.payment_method_options?.card?.request_three_d_secure).toBe("any");
    const asked = await intents.confirm(id);
    expect(asked.status).toBe("requires_action");
    const plain = await intents.confirm(id, { payment_method_options: options("automatic") });
    expect(plain).toMatchObject({ payment_method_options: options("automatic"), status: "succeeded" });
  });

  test("another payment method cancels the challenge", async () => {
    const { id } = await confirmed({ payment_method: "pm_card_threeDSecure2Required" });
    const updated = await intents.update(id, { payment_method: "pm_card_visa" });
    expect(updated).toMatchObject({ next_action: null, status: "requires_confirmation" });
    await expect(answerChallenge(updated, "passed")).rejects.toThrow("does not wait for its payer");
    expect((await intents.confirm(id)).status).toBe("succeeded");
  });

  test("an authorization waits for its capture after the challenge too", async () => {
    const asked = await confirmed({
      payment_method: "pm_card_threeDSecure2Required",
      capture_method: "manual",
    });
    expect((await answerChallenge(asked, "passed")).status).toBe("requires_capture");
  });

  test("a buyer who fails the challenge leaves it waiting for another card", async () => {
    const asked = await confirmed({ payment_method: "pm_card_threeDSecure2Required" });
    const failed = await answerChallenge(asked, "failed");
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      next_action: null,
      last_payment_error: { code: "payment_intent_authentication_failure", type: "invalid_request_error" },
    });
    expect((await intents.confirm(asked.id, { payment_method: "pm_card_visa" })).status).toBe("succeeded");
  });

  test("a card set up before is charged without the buyer, a card that always asks is not", async () => {
    const customer = (await shop.stripe.customers.create()).id;
    const asked = await confirmed({
      customer,
      payment_method: "pm_card_authenticationRequiredOnSetup",
      setup_future_usage: "off_session",
    });
    const { payment_method } = await answerChallenge(asked, "passed");
    const later = await confirmed({ customer, payment_method: String(payment_method), off_session: true });
    expect(later.status).toBe("succeeded");
    const error = await refusal(
      confirmed({ customer, payment_method: "pm_card_authenticationRequired", off_session: true }),
    );
    expect([error.statusCode, error.code, error.decline_code]).toEqual([
      402,
      "authentication_required",
      "authentication_required",
    ]);
    expect(error.message).toBe("Your card was declined. This transaction requires authentication.");
  });

  test("is refused if the caller cannot show a challenge", async () => {
    const error = await refusal(
      confirmed({ payment_method: "pm_card_threeDSecure2Required", error_on_requires_action: true }),
    );
    expect([error.statusCode, error.code]).toEqual([402, "authentication_required"]);
    expect(error.payment_intent).toMatchObject({ status: "requires_payment_method" });
  });
});

describe("402", () => {
  test("a decline is recorded on the intent", async () => {
    const { id } = await create({ payment_method: "pm_card_chargeDeclined" });
    await shop.newsSince();
    const error = await refusal(intents.confirm(id));
    expect([error.statusCode, error.type, error.code, error.decline_code]).toEqual([
      402,
      "StripeCardError",
      "card_declined",
      "generic_decline",
    ]);
    expect(error.payment_intent).toMatchObject({
      id,
      payment_method: null,
      status: "requires_payment_method",
      latest_charge: error.charge,
      last_payment_error: {
        code: "card_declined",
        decline_code: "generic_decline",
        message: "Your card was declined.",
      },
    });
    expect(await shop.newsSince()).toEqual(["charge.failed", "payment_intent.payment_failed"]);
    const paid = await intents.confirm(id, { payment_method: "pm_card_visa" });
    expect(paid).toMatchObject({ status: "succeeded", last_payment_error: null });
  });

  test("a decline at creation keeps the intent", async () => {
    const error = await refusal(
      confirmed({ payment_method: "pm_card_visa_chargeDeclinedInsufficientFunds" }),
    );
    const { data } = await intents.list();
    expect(data.map(({ id }) => id)).toEqual([error.payment_intent?.id]);
    expect(await shop.news()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
  });
});

describe("400", () => {
  const wrongState = (message: string) => ({ status: 400, code: KEY_OF, param: undefined, message });
  const CANCELABLE =
    "requires_payment_method, requires_capture, requires_confirmation, requires_action, processing";

  test("an intent that succeeded or was canceled cannot be canceled", async () => {
    const paid = await confirmed();
    const canceled = await create();
    await intents.cancel(canceled.id);
    for (const [{ id }, status] of [
      [paid, "succeeded"],
      [canceled, "canceled"],
    ] as const) {
      expect(await refused(intents.cancel(id))).toEqual(
        wrongState(
          `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the ` +
            `following statuses may be canceled: ${CANCELABLE}.`,
        ),
      );
    }
    const error = await refusal(intents.cancel(paid.id));
    expect(error.payment_intent).toMatchObject({ id: paid.id, object: "payment_intent" });
  });

  test("nor can it be confirmed", async () => {
    const paid = await confirmed();
    expect(await refused(intents.confirm(paid.id))).toEqual(
      wrongState(
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
      ),
    );
    const canceled = await create();
    await intents.cancel(canceled.id);
    expect(await refused(intents.confirm(canceled.id, { payment_method: "pm_card_visa" }))).toEqual(
      wrongState(
        "You cannot confirm this PaymentIntent because it has a status of canceled. Only a PaymentIntent with one of the " +
          "following statuses may be confirmed: requires_confirmation, requires_action.",
      ),
    );
  });

  test("nor can one be captured unless it waits for capture", async () => {
    for (const [{ id }, status] of [
      [await create(), "requires_payment_method"],
      [await confirmed(), "succeeded"],
    ] as const) {
      expect(await refused(intents.capture(id))).toEqual(
        wrongState(
          `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of ` +
            "the following statuses may be captured: requires_capture.",
        ),
      );
    }
  });

  test("its amount cannot change any more", async () => {
    const { id } = await confirmed();
    expect(await refused(intents.update(id, { amount: 5000 }))).toEqual({
      ...wrongState(
        "This PaymentIntent's amount could not be updated because it has a status of succeeded. You may only update the " +
          "amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, " +
          "requires_action.",
      ),
      param: "amount",
    });
  });

  test.each([
    ["payment_method", { payment_method: "pm_card_visa" }],
    ["currency", { currency: "eur" }],
    ["capture_method", { capture_method: "manual" }],
    ["setup_future_usage", { setup_future_usage: "off_session" }],
  ] as const)("nor can its %s", async (param, change) => {
    const { id } = await confirmed();
    expect(await refused(intents.update(id, change))).toEqual({
      ...wrongState(
        `This PaymentIntent's ${param} could not be updated because it has a status of succeeded. You may only update the ` +
          `${param} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, ` +
          "requires_action.",
      ),
      param,
    });
    expect(await intents.update(id, { description: "later", metadata: { a: "b" } })).toMatchObject({
      description: "later",
    });
  });

  test("no more is captured than was authorized", async () => {
    const { id } = await confirmed({ capture_method: "manual" });
    expect(await refused(intents.capture(id, { amount_to_capture: 2001 }))).toEqual({
      status: 400,
      code: "amount_too_large",
      param: "amount_to_capture",
      message: "The requested capture amount is greater than the authorized amount.",
    });
  });

  test("a payment method is required", async () => {
    const { id } = await create();
    const current = await refused(intents.confirm(id));
    expect(current).toEqual(
      wrongState(
        "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
          "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment " +
          "method or ConfirmationToken.",
      ),
    );
    const customer = (await shop.stripe.customers.create()).id;
    const owned = await create({ customer });
    expect((await refused(intents.confirm(owned.id))).message).toBe(
      "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with " +
        `${customer}, specify a payment method attached to this customer along with the customer ID.`,
    );
  });

  test("a return_url is required for payment methods that redirect", async () => {
    const { message } = await refused(
      intents.create({ amount: 2000, currency: "usd", confirm: true, payment_method: "pm_card_visa" }),
    );
    expect(message).toBe(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment " +
        "methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to " +
        "accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and " +
        "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    );
    expect((await intents.list()).data).toEqual([]);
    expect(await shop.news()).toEqual([]);
  });

  test.each<[string, Params, string | undefined, string | undefined, string]>([
    ["no amount", { currency: "usd" }, "parameter_missing", "amount", "Missing required param: amount."],
    ["no currency", { amount: 100 }, "parameter_missing", "currency", "Missing required param: currency."],
    [
      "nothing",
      { amount: 0, currency: "usd" },
      "parameter_invalid_integer",
      "amount",
      "The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set " +
        "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for " +
        "future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents",
    ],
    [
      "a negative amount",
      { amount: -1, currency: "usd" },
      "parameter_invalid_integer",
      "amount",
      "This value must be greater than or equal to 1.",
    ],
    [
      "an amount that is too small",
      { amount: 49, currency: "usd" },
      "amount_too_small",
      "amount",
      "Amount must be at least $0.50 usd",
    ],
    [
      "an amount that is too large",
      { amount: 100_000_000, currency: "usd" },
      "amount_too_large",
      "amount",
      "Amount must be no more than $999,999.99",
    ],
    [
      "a payment method that does not exist",
      { amount: 100, currency: "usd", payment_method: "pm_x" },
      "resource_missing",
      "payment_method",
      "No such PaymentMethod: 'pm_x'",
    ],
    [
      "a customer that does not exist",
      { amount: 100, currency: "usd", customer: "cus_x" },
      "resource_missing",
      "customer",
      "No such customer: 'cus_x'",
    ],
    [
      "off_session without a confirmation",
      { amount: 100, currency: "usd", off_session: true },
      undefined,
      "off_session",
      "You cannot specify `off_session` unless `confirm` is set to `true`.",
    ],
  ])("%s", async (_name, params, code, param, message) => {
    const { status, body } = await post("/v1/payment_intents", params);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test("another customer's payment method, or a customer's without naming the customer", async () => {
    const [a, b] = [await shop.stripe.customers.create(), await shop.stripe.customers.create()];
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: a.id });
    expect(await refused(create({ customer: b.id, payment_method: method.id }))).toMatchObject({
      status: 400,
      param: "payment_method",
    });
    expect(await refused(create({ payment_method: method.id }))).toMatchObject({
      status: 400,
      param: "payment_method",
    });
  });

  test("a payment method that was used without a customer", async () => {
    const paid = await confirmed();
    const { message } = await refused(confirmed({ payment_method: String(paid.payment_method) }));
    expect(message).toBe(
      "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a " +
        "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a " +
        "PaymentMethod multiple times, you must attach it to a Customer first.",
    );
  });

  test("a payment method that was used up or detached since, or whose customer differs from the intent's", async () => {
    const method = await shop.stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    const first = await create({ payment_method: method.id });
    const second = await create({ payment_method: method.id });
    await intents.confirm(first.id);
    expect((await refused(intents.confirm(second.id))).message).toMatch(/It may not be used again/);
    const [a, b] = [await shop.stripe.customers.create(), await shop.stripe.customers.create()];
    const kept = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: a.id });
    const moved = await create({ customer: a.id, payment_method: kept.id });
    await intents.update(moved.id, { customer: b.id });
    expect((await refused(intents.confirm(moved.id))).param).toBe("payment_method");
    const detached = await create({ customer: a.id, payment_method: kept.id });
    await shop.stripe.paymentMethods.detach(kept.id);
    expect((await refused(intents.confirm(detached.id))).message).toMatch(/It may not be used again/);
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });

  test("an intent that a session controls", async () => {
    const { id } = await shop.session();
    const { body } = await shop.confirm(id, {
      payment_method_data: {
        type: "card",
        billing_details: { email: "a@example.com" },
        card: { token: "tok_chargeDeclined" },
      },
    });
    const intent = body.error.payment_intent.id;
    expect((await refused(intents.cancel(intent))).code).toBe(KEY_OF);
    expect((await refused(intents.confirm(intent, { payment_method: "pm_card_visa" }))).code).toBe(KEY_OF);
    expect((await refused(intents.update(intent, { amount: 50 }))).code).toBe(KEY_OF);
    expect((await intents.update(intent, { metadata: { seen: "yes" } })).metadata).toEqual({ seen: "yes" });
  });

  test("of two confirmations at once, one pays", async () => {
    const { id } = await create({ payment_method: "pm_card_visa" });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => intents.confirm(id)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });
});

test.each([{}, { "idempotency-key": "once" }])(
  "a refusal shows the intent as it is retrieved, with the headers %o",
  async (headers) => {
    const { id } = await confirmed();
    const all = { "stripe-version": "2023-10-16", ...headers };
    const ask = (method: string, path: string) => server.raw(method, path, { key: shop.key, headers: all });
    const { body } = await ask("POST", `/v1/payment_intents/${id}/cancel`);
    expect(body.error.code).toBe(KEY_OF);
    expect(body.error.payment_intent).toEqual((await ask("GET", `/v1/payment_intents/${id}`)).body);
  },
);

describe("404", () => {
  test("an intent that does not exist", async () => {
    for (const operation of ["retrieve", "confirm", "cancel", "capture"] as const) {
      expect(await refused(intents[operation]("pi_x"))).toEqual({
        status: 404,
        code: "resource_missing",
        param: "intent",
        message: "No such payment_intent: 'pi_x'",
      });
    }
  });
});
