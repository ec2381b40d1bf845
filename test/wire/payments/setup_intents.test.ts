/** Setup intents: every step of their state machine, and every refusal. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { NEWEST_BEHAVIOUR } from "../../../src/core/behaviour.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { SETTLE_SECONDS } from "../../../src/resources/payments/attempts.ts";
import { setupIntent } from "../../../src/resources/payments/setup_intent/index.ts";
import type { Call, StagedOperation } from "../../../src/resources/resource.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refusal, refused, type Shop } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
let intents: Stripe.SetupIntentResource;
let customer: string;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  shop = openShop(server);
  intents = shop.stripe.setupIntents;
  customer = (await shop.stripe.customers.create()).id;
  await shop.newsSince();
});

type CreateParams = Stripe.SetupIntentCreateParams;
const WRONG_STATE = "setup_intent_unexpected_state";
const confirmed = (more: CreateParams = {}) =>
  intents.create({ confirm: true, payment_method: "pm_card_visa", ...more });
const post = (path: string, params: Params, version = "2026-10-28.endive") =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const methodOf = ({ payment_method }: Stripe.SetupIntent) =>
  shop.stripe.paymentMethods.retrieve(String(payment_method));
const raised = (error: Stripe.errors.StripeError) =>
  error.raw as { setup_intent?: Stripe.SetupIntent; payment_method?: Stripe.PaymentMethod };

/** Charges what was set up, without the payer. */
const payLater = ({ payment_method }: Stripe.SetupIntent) =>
  shop.stripe.paymentIntents.create({
    amount: 2000,
    currency: "usd",
    customer,
    payment_method: String(payment_method),
    confirm: true,
    off_session: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });

/** Answers the challenge at the page, as the payer's browser does. */
async function answerChallenge(intent: Stripe.SetupIntent, outcome: "failed" | "passed") {
  const { status, text } = await server.raw("POST", `/c/3ds/${intent.id}`, {
    key: "",
    body: { client_secret: String(intent.client_secret), outcome },
  });
  return { status, text, intent: await intents.retrieve(intent.id) };
}

describe("200", () => {
  test("is created without a payment method, and shows every key in order", async () => {
    const { body } = await post("/v1/setup_intents", {});
    expect(body).toEqual({
      id: expect.stringMatching(/^seti_1[A-Za-z0-9]{23}$/),
      object: "setup_intent",
      allowed_payment_method_types: null,
      application: null,
      automatic_payment_methods: { allow_redirects: "always", enabled: true },
      cancellation_reason: null,
      client_secret: expect.stringMatching(new RegExp(`^${body.id}_secret_[A-Za-z0-9]{27}$`)),
      created: clock.seconds(),
      customer: null,
      customer_account: null,
      description: null,
      excluded_payment_method_types: null,
      flow_directions: null,
      last_setup_error: null,
      latest_attempt: null,
      livemode: false,
      managed_payments: null,
      mandate: null,
      metadata: {},
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: { id: expect.stringMatching(/^pmc_1/), parent: null },
      payment_method_options: {
        card: { mandate_options: null, network: null, request_three_d_secure: "automatic" },
      },
      payment_method_types: ["card"],
      single_use_mandate: null,
      status: "requires_payment_method",
      usage: "off_session",
    });
    expect(Object.keys(body).slice(0, 2)).toEqual(["id", "object"]);
    expect(Object.keys(body).slice(2)).toEqual(Object.keys(body).slice(2).sort());
    expect(await shop.newsSince()).toEqual(["setup_intent.created"]);
  });

  test("stores the parameters sent", async () => {
    const given = { customer, description: "d", metadata: { a: "b" }, usage: "on_session" } as const;
    const made = await intents.create({
      ...given,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      payment_method_options: { card: { request_three_d_secure: "any" } },
    });
    expect(made).toMatchObject({
      ...given,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      payment_method_options: { card: { request_three_d_secure: "any" } },
    });
  });

  test.each(["2026-08-26.dahlia", "2023-10-16"])("%s shows its payment method types", async (version) => {
    const { body } = await post("/v1/setup_intents", { payment_method_types: ["card"] }, version);
    expect(body).toMatchObject({
      automatic_payment_methods: null,
      payment_method_configuration_details: null,
      payment_method_types: ["card"],
    });
    const unnamed = await post("/v1/setup_intents", {}, version);
    const again = await post(
      `/v1/setup_intents/${unnamed.body.id}`,
      { payment_method_types: ["card"] },
      version,
    );
    expect(again.body.automatic_payment_methods).toBeNull();
    const other = await post("/v1/setup_intents", { payment_method_types: ["fpx"] }, version);
    expect([other.status, other.body.error.param]).toEqual([400, "payment_method_types[0]"]);
    expect(other.body.error.message).toBe("The payment method type fpx cannot be used with SetupIntents.");
    const unknown = await post("/v1/setup_intents", { payment_method_types: ["cheque"] }, version);
    expect([unknown.status, unknown.body.error.param]).toEqual([400, "payment_method_types[0]"]);
    expect(unknown.body.error.message).toMatch(
      /^Invalid payment_method_types\[0\]: must be one of acss_debit, /,
    );
  });

  test("other types come with their options, and leave without them", async () => {
    const version = "2024-04-10";
    const { body } = await post("/v1/setup_intents", { payment_method_types: ["card"] }, version);
    const types = async (...payment_method_types: string[]) => {
      const reply = await post(`/v1/setup_intents/${body.id}`, { payment_method_types }, version);
      expect(reply.body.payment_method_types).toEqual(payment_method_types);
      return Object.keys(reply.body.payment_method_options);
    };
    expect(await types("card", "amazon_pay")).toEqual(["card", "amazon_pay"]);
    expect(await types("amazon_pay")).toEqual(["amazon_pay"]);
    expect(await types("card")).toEqual(["card"]);
  });

  test("2022-11-15 uses cards by default", async () => {
    const { body } = await post("/v1/setup_intents", {}, "2022-11-15");
    expect([body.automatic_payment_methods, body.payment_method_types]).toEqual([null, ["card"]]);
  });

  test("requires_confirmation with a payment method, at creation or after an update", async () => {
    expect((await intents.create({ payment_method: "pm_card_visa" })).status).toBe("requires_confirmation");
    const { id } = await intents.create();
    const updated = await intents.update(id, { payment_method: "pm_card_visa" });
    expect(updated.status).toBe("requires_confirmation");
    expect(updated.payment_method).toMatch(/^pm_1/);
  });

  test("succeeds when confirmed, and attaches its payment method first", async () => {
    const { id } = await intents.create({ customer, payment_method: "pm_card_visa" });
    await shop.newsSince();
    const ready = await intents.confirm(id, { expand: ["payment_method", "customer"] });
    expect(ready).toMatchObject({
      status: "succeeded",
      customer: { id: customer },
      payment_method: { customer, card: { checks: { cvc_check: "pass" } } },
    });
    expect(await shop.newsSince()).toEqual(["payment_method.attached", "setup_intent.succeeded"]);
    expect((await shop.stripe.charges.list()).data).toEqual([]);
  });

  test("succeeds at creation, with its events in order", async () => {
    expect((await confirmed({ customer })).status).toBe("succeeded");
    expect(await shop.newsSince()).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
    ]);
  });

  test("accepts a payment method that the customer already has", async () => {
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer });
    await shop.newsSince();
    expect(await confirmed({ customer, payment_method: method.id })).toMatchObject({
      status: "succeeded",
      payment_method: method.id,
    });
    expect(await shop.newsSince()).toEqual(["setup_intent.created", "setup_intent.succeeded"]);
  });

  test("without a customer, its payment method can be attached later", async () => {
    const ready = await confirmed();
    expect((await methodOf(ready)).customer).toBeNull();
    const attached = await shop.stripe.paymentMethods.attach(String(ready.payment_method), { customer });
    expect(attached.customer).toBe(customer);
  });

  test("succeeds with a card typed at that time", async () => {
    const { id } = await intents.create({ customer });
    const card = { number: "5555555555554444", exp_month: 1, exp_year: 40, cvc: "123" };
    const ready = await intents.confirm(id, { payment_method_data: { type: "card", card } as never });
    expect((await methodOf(ready)).card).toMatchObject({ brand: "mastercard", last4: "4444" });
  });

  test("a card that declines only charges is set up, and its charge is declined", async () => {
    const ready = await confirmed({ customer, payment_method: "pm_card_chargeCustomerFail" });
    expect(ready.status).toBe("succeeded");
    const error = await refusal(payLater(ready));
    expect([error.statusCode, error.decline_code]).toEqual([402, "generic_decline"]);
  });

  test("an update changes it and sends no event", async () => {
    const { id } = await intents.create();
    await shop.newsSince();
    const changes = { customer, description: "d", metadata: { a: "b" } } as const;
    const options = { card: { request_three_d_secure: "challenge" } } as const;
    const updated = await intents.update(id, { ...changes, payment_method_options: options });
    expect(updated).toMatchObject({ ...changes, payment_method_options: options });
    expect(await shop.newsSince()).toEqual([]);
    expect(await intents.update(id, { description: "", metadata: "" })).toMatchObject({
      description: null,
      metadata: {},
    });
  });

  test("its description can be changed even after it succeeded", async () => {
    const { id } = await confirmed();
    const { description, metadata, status } = await intents.update(id, {
      description: "d",
      metadata: { a: "b" },
    });
    expect([description, metadata, status]).toEqual(["d", { a: "b" }, "succeeded"]);
  });

  test("is canceled, from each state that allows it", async () => {
    for (const made of [
      await intents.create(),
      await intents.create({ payment_method: "pm_card_visa" }),
      await confirmed({ payment_method: "pm_card_threeDSecure2Required" }),
    ]) {
      await shop.newsSince();
      const canceled = await intents.cancel(made.id, { cancellation_reason: "abandoned" });
      expect(canceled).toMatchObject({
        cancellation_reason: "abandoned",
        client_secret: made.client_secret,
        next_action: null,
        payment_method: made.payment_method,
        status: "canceled",
      });
      expect(await shop.newsSince()).toEqual(["setup_intent.canceled"]);
    }
  });

  test("is read from a browser with its client secret", async () => {
    const { id, client_secret } = await intents.create();
    const key = shop.key.replace("sk_", "pk_");
    const seen = await server.raw("GET", `/v1/setup_intents/${id}?client_secret=${client_secret}`, { key });
    expect([seen.status, seen.body.id]).toEqual([200, id]);
    expect(Object.keys(seen.body).join(" ")).toBe(
      "id object cancellation_reason client_secret created description last_setup_error livemode next_action " +
        "payment_method payment_method_types status usage",
    );
    const unasked = await server.raw("GET", `/v1/setup_intents/${id}`, { key });
    expect([unasked.status, unasked.body.error.code]).toEqual([403, "secret_key_required"]);
    const wrong = await server.raw("GET", `/v1/setup_intents/${id}?client_secret=${id}_secret_x`, { key });
    expect([wrong.status, wrong.body.error.param]).toEqual([400, "client_secret"]);
  });

  test("is listed by customer, payment method and time", async () => {
    const mine = await confirmed({ customer });
    const other = await intents.create();
    const ids = async (params: Stripe.SetupIntentListParams) =>
      (await intents.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([other.id, mine.id]);
    expect(await ids({ customer })).toEqual([mine.id]);
    expect(await ids({ payment_method: String(mine.payment_method) })).toEqual([mine.id]);
    expect(await ids({ payment_method: "pm_x" })).toEqual([]);
    expect(await ids({ created: { gt: clock.seconds() } })).toEqual([]);
    expect(await ids({ limit: 1, starting_after: other.id })).toEqual([mine.id]);
    expect(await refused(intents.list({ customer: "cus_x" }))).toMatchObject({
      status: 400,
      param: "customer",
    });
  });

  test("of two confirmations at once, one is refused and must wait", async () => {
    const { id } = await intents.create({ customer, payment_method: "pm_card_visa" });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => intents.confirm(id)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await shop.news()).filter((type) => type === "setup_intent.succeeded")).toHaveLength(1);
  });

  test("a confirmation whose process died is finished by the recovery timer, and locked until then", async () => {
    const { id } = await intents.create({ customer, payment_method: "pm_card_visa" });
    await shop.newsSince();
    const account = accountNamed(shop.key.replace("sk_test_", ""));
    const confirming = setupIntent.operations["POST /:id/confirm"] as StagedOperation;
    const call: Call<never> = {
      input: {} as never,
      id,
      sub: "",
      path: "",
      fromBrowser: false,
      behaviour: NEWEST_BEHAVIOUR,
    };
    await server.running.store.transact(account, NO_CAUSE, (tx) => confirming.begin(tx, call));
    for (const locked of [
      () => intents.confirm(id),
      () => intents.cancel(id),
      () => intents.update(id, { payment_method: "pm_card_visa" }),
    ]) {
      expect((await refusal(locked())).code).toBe("lock_timeout");
    }
    clock.advance(SETTLE_SECONDS);
    server.running.worker.nudge();
    await server.running.worker.drain();
    expect((await intents.retrieve(id)).status).toBe("succeeded");
    expect(await shop.newsSince()).toEqual(["payment_method.attached", "setup_intent.succeeded"]);
  });

  test("the same idempotency key sets up once", async () => {
    const once = () =>
      intents.create({ confirm: true, customer, payment_method: "pm_card_visa" }, { idempotencyKey: "once" });
    expect((await once()).id).toBe((await once()).id);
    expect((await intents.list()).data).toHaveLength(1);
  });
});

describe("3-D Secure", () => {
  const CARD = { payment_method: "pm_card_threeDSecure2Required" };

  test("uses a redirect if there is a return_url, else a dialog in the page", async () => {
    const redirected = await confirmed({ ...CARD, return_url: "https://example.com/back" });
    expect(redirected.status).toBe("requires_action");
    const url = `${server.url}/c/3ds/${redirected.id}?client_secret=${redirected.client_secret}`;
    expect(redirected.next_action).toEqual({
      redirect_to_url: { return_url: "https://example.com/back", url },
      type: "redirect_to_url",
    });
    expect(await shop.newsSince()).toEqual(["setup_intent.created", "setup_intent.requires_action"]);
    const shown = await fetch(url);
    expect([shown.status, await shown.text()]).toEqual([
      200,
      expect.stringContaining("test-source-authorize-3ds"),
    ]);
    expect((await confirmed(CARD)).next_action?.type).toBe("use_stripe_sdk");
    const bySdk = await confirmed({ ...CARD, return_url: "https://example.com/back", use_stripe_sdk: true });
    expect(bySdk.next_action?.type).toBe("use_stripe_sdk");
  });

  test("a buyer who passes is sent back, and the card is set up", async () => {
    const asked = await confirmed({ ...CARD, customer, return_url: "https://example.com/back?a=b" });
    await shop.newsSince();
    const { status, text, intent } = await answerChallenge(asked, "passed");
    expect(status).toBe(200);
    expect(text.replaceAll("&amp;", "&")).toContain(
      `https://example.com/back?a=b&setup_intent=${asked.id}` +
        `&setup_intent_client_secret=${asked.client_secret}&redirect_status=succeeded`,
    );
    expect(intent).toMatchObject({
      status: "succeeded",
      next_action: null,
      payment_method: asked.payment_method,
    });
    expect(await shop.newsSince()).toEqual(["payment_method.attached", "setup_intent.succeeded"]);
  });

  test("a buyer who fails leaves it waiting for another card", async () => {
    const asked = await confirmed({ ...CARD, return_url: "https://example.com/back" });
    await shop.newsSince();
    const { text, intent } = await answerChallenge(asked, "failed");
    expect(text).toContain("redirect_status=failed");
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      next_action: null,
      last_setup_error: {
        code: "setup_intent_authentication_failure",
        payment_method: { id: asked.payment_method },
        type: "invalid_request_error",
      },
    });
    expect(await shop.newsSince()).toEqual(["setup_intent.setup_failed"]);
    const ready = await intents.confirm(asked.id, { payment_method: "pm_card_visa" });
    expect(ready).toMatchObject({ status: "succeeded", last_setup_error: null });
  });

  test("only the intent's own secret opens its challenge", async () => {
    const asked = await confirmed(CARD);
    const { status } = await server.raw("POST", `/c/3ds/${asked.id}`, {
      key: "",
      body: { client_secret: `${asked.client_secret}x`, outcome: "passed" },
    });
    expect([status, (await intents.retrieve(asked.id)).status]).toEqual([404, "requires_action"]);
  });

  test("another card cancels the challenge of the one before", async () => {
    const asked = await confirmed(CARD);
    const updated = await intents.update(asked.id, { payment_method: "pm_card_visa" });
    expect(updated).toMatchObject({ status: "requires_confirmation", next_action: null });
    expect((await answerChallenge(asked, "passed")).intent.status).toBe("requires_confirmation");
    expect((await intents.confirm(asked.id)).status).toBe("succeeded");
  });

  test("a card that was set up is charged without the buyer", async () => {
    const asked = await confirmed({ customer, payment_method: "pm_card_authenticationRequiredOnSetup" });
    expect(asked.status).toBe("requires_action");
    const { intent } = await answerChallenge(asked, "passed");
    expect((await payLater(intent)).status).toBe("succeeded");
  });

  test("a setup for on_session payments does not exempt later ones from a challenge", async () => {
    const asked = await confirmed({
      customer,
      payment_method: "pm_card_authenticationRequiredOnSetup",
      usage: "on_session",
    });
    const { intent } = await answerChallenge(asked, "passed");
    const error = await refusal(payLater(intent));
    expect(error.code).toBe("authentication_required");
  });
});

describe("402", () => {
  test.each([
    ["pm_card_chargeDeclined", "card_declined", "generic_decline", undefined, "Your card was declined."],
    [
      "pm_card_visa_chargeDeclinedInsufficientFunds",
      "card_declined",
      "insufficient_funds",
      undefined,
      "Your card has insufficient funds.",
    ],
    [
      "pm_card_visa_chargeDeclinedLostCard",
      "card_declined",
      "lost_card",
      undefined,
      "Your card was declined.",
    ],
    [
      "pm_card_chargeDeclinedExpiredCard",
      "expired_card",
      "expired_card",
      "exp_month",
      "Your card has expired.",
    ],
    [
      "pm_card_chargeDeclinedIncorrectCvc",
      "incorrect_cvc",
      "incorrect_cvc",
      "cvc",
      "Your card's security code is incorrect.",
    ],
    [
      "pm_card_chargeDeclinedProcessingError",
      "processing_error",
      "processing_error",
      undefined,
      "An error occurred while processing your card. Try again in a little bit.",
    ],
    ["pm_card_radarBlock", "card_declined", "fraudulent", undefined, "Your card was declined."],
  ])("%s", async (payment_method, code, decline_code, param, message) => {
    const { id } = await intents.create({ customer, payment_method });
    await shop.newsSince();
    const error = await refusal(intents.confirm(id));
    expect([error.statusCode, error.type]).toEqual([402, "StripeCardError"]);
    const told = { code, decline_code, message, ...(param === undefined ? {} : { param }) };
    expect(error).toMatchObject(told);
    expect(error.param).toBe(param);
    expect(error.charge).toBeUndefined();
    const { setup_intent, payment_method: method } = raised(error);
    expect(setup_intent).toEqual(await intents.retrieve(id).then(({ lastResponse: _, ...rest }) => rest));
    expect(setup_intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_setup_error: { ...told, payment_method: { id: method?.id }, type: "card_error" },
    });
    const keys = Object.keys(setup_intent?.last_setup_error ?? {});
    expect(keys).toEqual([...keys].sort());
    expect(await shop.newsSince()).toEqual(["setup_intent.setup_failed"]);
    expect((await shop.stripe.paymentMethods.list({ customer })).data).toEqual([]);
  });

  test("a decline at creation keeps the intent, which then accepts another card", async () => {
    const error = await refusal(confirmed({ customer, payment_method: "pm_card_chargeDeclined" }));
    const { data } = await intents.list();
    expect(data.map(({ id }) => id)).toEqual([raised(error).setup_intent?.id]);
    expect(await shop.newsSince()).toEqual(["setup_intent.created", "setup_intent.setup_failed"]);
    const ready = await intents.confirm(String(data[0]?.id), { payment_method: "pm_card_visa" });
    expect(ready).toMatchObject({ status: "succeeded", last_setup_error: null });
  });
});

describe("400", () => {
  const wrongState = (message: string) => ({ status: 400, code: WRONG_STATE, param: undefined, message });

  test("one that succeeded cannot be confirmed, canceled or given another payment method", async () => {
    const { id } = await confirmed();
    const error = await refusal(intents.confirm(id));
    expect(raised(error).setup_intent).toMatchObject({ id, object: "setup_intent" });
    expect(await refused(intents.confirm(id))).toEqual(
      wrongState("You cannot confirm this SetupIntent because it has already succeeded."),
    );
    expect(await refused(intents.cancel(id))).toEqual(
      wrongState(
        "You cannot cancel this SetupIntent because it has a status of `succeeded`. Only a SetupIntent with one of the " +
          "following statuses may be canceled: `requires_payment_method`, `requires_confirmation`, `requires_action`.",
      ),
    );
    expect(await refused(intents.update(id, { payment_method: "pm_card_visa" }))).toEqual(
      wrongState("You cannot update this SetupIntent because it has already succeeded."),
    );
  });

  test("nor can one that was canceled", async () => {
    const { id } = await intents.create({ payment_method: "pm_card_visa" });
    await intents.cancel(id);
    expect(await refused(intents.confirm(id))).toEqual(
      wrongState("You cannot confirm this SetupIntent because it has been canceled."),
    );
    expect(await refused(intents.cancel(id))).toEqual(
      wrongState("You cannot cancel this SetupIntent because it is already canceled."),
    );
    expect(await refused(intents.update(id, { payment_method: "pm_card_visa" }))).toEqual(
      wrongState("You cannot update this SetupIntent because it has been canceled."),
    );
  });

  test("a payment method is required, whatever the customer's default is", async () => {
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer });
    await shop.stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
    const { id } = await intents.create({ customer });
    const missing = wrongState(
      "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent " +
        "with a payment method and then confirm it again, or confirm it again directly with a payment method or " +
        "ConfirmationToken.",
    );
    expect(await refused(intents.confirm(id))).toEqual(missing);
    expect(await refused(intents.create({ confirm: true }))).toEqual(missing);
    expect((await intents.list()).data.map((intent) => intent.id)).toEqual([id]);
    await intents.cancel(id);
    expect(await refused(intents.confirm(id))).toEqual(missing);
  });

  test("another customer's payment method, or a customer's without naming the customer", async () => {
    const other = (await shop.stripe.customers.create()).id;
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: other });
    const blamed = { status: 400, code: undefined, param: "payment_method" };
    expect(await refused(intents.create({ customer, payment_method: method.id }))).toEqual({
      ...blamed,
      message:
        `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${customer}. Please use this ` +
        "PaymentMethod with the Customer that it belongs to instead.",
    });
    expect(await refused(intents.create({ payment_method: method.id }))).toEqual({
      ...blamed,
      message:
        `The payment method supplied (${method.id}) belongs to the Customer ${other}. Please include the Customer in ` +
        "the `customer` parameter on the SetupIntent.",
    });
  });

  test("a payment method that was detached in the meantime", async () => {
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer });
    const { id } = await intents.create({ customer, payment_method: method.id });
    await shop.stripe.paymentMethods.detach(method.id);
    expect((await refused(intents.confirm(id))).message).toContain("It may not be used again.");
    expect((await intents.retrieve(id)).status).toBe("requires_confirmation");
  });

  test.each<[string, Params, string | undefined, string, string]>([
    [
      "a customer that does not exist",
      { customer: "cus_x" },
      "resource_missing",
      "customer",
      "No such customer: 'cus_x'",
    ],
    [
      "a payment method that does not exist",
      { payment_method: "pm_x" },
      "resource_missing",
      "payment_method",
      "No such PaymentMethod: 'pm_x'",
    ],
    [
      "a return_url without a confirmation",
      { return_url: "https://example.com" },
      undefined,
      "return_url",
      "You cannot specify `return_url` unless `confirm` is set to `true`.",
    ],
    [
      "payment method types by name in the newest version",
      { payment_method_types: ["card"] },
      "parameter_unknown",
      "payment_method_types",
      "Received unknown parameter: payment_method_types",
    ],
    [
      "an unknown usage",
      { usage: "never" },
      undefined,
      "usage",
      "Invalid usage: must be one of off_session or on_session",
    ],
  ])("%s", async (_name, params, code, param, message) => {
    const { status, body } = await post("/v1/setup_intents", params);
    const told = { status, code: body.error.code, param: body.error.param, message: body.error.message };
    expect(told).toEqual({ status: 400, code, param, message: expect.stringContaining(message) });
  });

  test("types chosen in two ways", async () => {
    const twice = { payment_method_types: ["card"], automatic_payment_methods: { enabled: true } };
    const { status, body } = await post("/v1/setup_intents", twice, "2023-10-16");
    expect([status, body.error.param]).toEqual([400, "automatic_payment_methods"]);
  });
});

describe("404", () => {
  test("an intent that does not exist", async () => {
    for (const call of [
      () => intents.retrieve("seti_x"),
      () => intents.confirm("seti_x"),
      () => intents.cancel("seti_x"),
      () => intents.update("seti_x", {}),
    ]) {
      expect(await refused(call())).toEqual({
        status: 404,
        code: "resource_missing",
        param: "intent",
        message: "No such setupintent: 'seti_x'",
      });
    }
  });
});
