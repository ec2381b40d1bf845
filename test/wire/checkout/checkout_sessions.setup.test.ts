/** `mode=setup` from its creation to its end: the session, its setup intent, the payment method and the events. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { missing, openTill, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params, refusal, refused, typedCard } from "../../support/shop.ts";

const DAY = 86_400;
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let till: Till;
let customer: string;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  till = openTill(server);
  customer = (await till.stripe.customers.create({ email: "jenny@example.com" })).id;
  await till.newsSince();
});

const SETUP: Params = { mode: "setup", currency: "usd", line_items: undefined };
const setUp = (more: Params = {}, version?: string) => till.create({ ...SETUP, ...more }, version);
const refuse = (more: Params) => till.refusal({ ...SETUP, ...more });
const intentOf = (session: { readonly setup_intent: string }) =>
  till.stripe.setupIntents.retrieve(session.setup_intent);
const methodOf = async (session: { readonly setup_intent: string }) =>
  till.stripe.paymentMethods.retrieve(String((await intentOf(session)).payment_method));

const VISA = "4242424242424242";
const DECLINED = "4000000000000002";
const CHALLENGED = "4000002500003155";
const CHALLENGED_THEN_DECLINED = "4000008400001629";

/** Answers the challenge at the page, as the buyer's browser does. */
async function answerChallenge(session: { readonly setup_intent: string }, outcome: "failed" | "passed") {
  const { id, client_secret } = await intentOf(session);
  const { status, body } = await server.raw("POST", `/c/3ds/${id}`, {
    key: "",
    body: { client_secret: String(client_secret), outcome },
    headers: { accept: "application/json" },
  });
  return { status, body };
}

describe("a new session", () => {
  test("has its setup intent and no amounts", async () => {
    const session = await setUp({ customer });
    expect(session).toMatchObject({
      mode: "setup",
      status: "open",
      payment_status: "no_payment_required",
      amount_subtotal: null,
      amount_total: null,
      currency: "usd",
      customer,
      customer_creation: null,
      customer_details: {
        address: null,
        email: "jenny@example.com",
        name: null,
        tax_exempt: null,
        tax_ids: null,
      },
      discounts: null,
      invoice: null,
      invoice_creation: null,
      payment_intent: null,
      payment_method_collection: "always",
      saved_payment_method_options: null,
      setup_intent: expect.stringMatching(/^seti_1\w{23}$/),
      subscription: null,
      total_details: null,
      url: expect.stringContaining(`/c/pay/${session.id}#`),
    });
    expect(await intentOf(session)).toMatchObject({
      status: "requires_payment_method",
      customer,
      usage: "off_session",
      payment_method: null,
      payment_method_types: ["card"],
      automatic_payment_methods: { allow_redirects: "always", enabled: true },
    });
    expect(await till.newsSince()).toEqual(["setup_intent.created"]);
  });

  test("has the same keys in the same order as one that sells", async () => {
    for (const version of [
      "2022-11-15",
      "2023-10-16",
      "2024-06-20",
      "2025-03-31.basil",
      "2026-10-28.endive",
    ]) {
      expect(Object.keys(await setUp({}, version)), version).toEqual(
        Object.keys(await till.create({}, version)),
      );
    }
  });

  test.each([
    ["2022-11-15", 0],
    ["2024-06-20", 0],
    ["2026-02-25.clover", 0],
    ["2026-03-25.dahlia", null],
    ["2026-10-28.endive", null],
  ])("in version %s has amounts of %s", async (version, amount) => {
    expect(await setUp({}, version)).toMatchObject({
      amount_subtotal: amount,
      amount_total: amount,
      adaptive_pricing: amount === null ? { enabled: false } : null,
      currency: "usd",
      total_details: null,
    });
    if (version === "2026-10-28.endive") return; // types can no longer be named
    const named = { currency: undefined, payment_method_types: ["card"] };
    expect(await setUp(named, version)).toMatchObject({
      amount_subtotal: null,
      amount_total: null,
      currency: null,
    });
  });

  test("without a version has the shape of the printed examples", async () => {
    const { body } = await server.raw("POST", "/v1/checkout/sessions", {
      key: till.key,
      body: form({ ...SETUP, success_url: "https://example.com" }),
    });
    expect(body).toMatchObject({ amount_total: 0, payment_method_collection: "always", total_details: null });
    for (const key of ["adaptive_pricing", "discounts", "saved_payment_method_options", "ui_mode"]) {
      expect(body).not.toHaveProperty(key);
    }
  });

  test("needs a currency, unless the types are named", async () => {
    expect(await refuse({ currency: undefined })).toEqual(missing("currency"));
    expect(await setUp({ currency: undefined, allowed_payment_method_types: ["card"] })).toMatchObject({
      currency: null,
      payment_method_types: ["card"],
    });
    expect(await setUp({ currency: "EUR" })).toMatchObject({ currency: "eur" });
    // Before 2023-08-16 the types are cards, where none are named.
    expect(await setUp({ currency: undefined }, "2022-11-15")).toMatchObject({
      currency: null,
      payment_method_types: ["card"],
      payment_method_configuration_details: null,
    });
    const named = await setUp({ currency: undefined, payment_method_types: ["card"] }, "2025-03-31.basil");
    expect(await intentOf(named)).toMatchObject({
      automatic_payment_methods: null,
      payment_method_types: ["card"],
    });
  });

  const notInSetup = (param: string) => says(`You can not pass \`${param}\` in \`setup\` mode.`, param);
  test.each<[string, Params, ReturnType<typeof says>]>([
    ["lines", { line_items: [{ price: "price_x", quantity: 1 }] }, notInSetup("line_items")],
    ["a payment", { payment_intent_data: { description: "x" } }, notInSetup("payment_intent_data")],
    ["a subscription", { subscription_data: { description: "x" } }, notInSetup("subscription_data")],
    ["discounts", { discounts: [{ coupon: "x" }] }, notInSetup("discounts")],
    ["promotion codes", { allow_promotion_codes: true }, notInSetup("allow_promotion_codes")],
    ["shipping options", { shipping_options: [{ shipping_rate: "shr_x" }] }, notInSetup("shipping_options")],
    [
      "a shipping address",
      { shipping_address_collection: { allowed_countries: ["US"] } },
      notInSetup("shipping_address_collection"),
    ],
    ["words on the button", { submit_type: "pay" }, notInSetup("submit_type")],
    [
      "saved methods",
      { saved_payment_method_options: { payment_method_save: "enabled" } },
      notInSetup("saved_payment_method_options"),
    ],
    [
      "custom fields",
      { custom_fields: [{ key: "a", label: { custom: "A", type: "custom" }, type: "text" }] },
      notInSetup("custom_fields"),
    ],
    ["recovery", { after_expiration: { recovery: { enabled: true } } }, notInSetup("after_expiration")],
    [
      "tax",
      { automatic_tax: { enabled: true } },
      says("You cannot set `automatic_tax[enabled]=true` in `setup` mode."),
    ],
    [
      "a phone number",
      { phone_number_collection: { enabled: true } },
      says("You cannot set `phone_number_collection[enabled]=true` in `setup` mode."),
    ],
    [
      "an invoice",
      { invoice_creation: { enabled: true } },
      says(
        "You can only enable invoice creation when `mode` is set to `payment`. Invoices are created automatically when " +
          "`mode` is set to `subscription`, and are unsupported when set to `setup`. To learn more visit " +
          "https://stripe.com/docs/payments/checkout/post-payment-invoices.",
      ),
    ],
    [
      "the choice of collecting a method",
      { payment_method_collection: "if_required" },
      says("You can only set `payment_method_collection` in `subscription` mode."),
    ],
    [
      "whether each type is saved",
      { payment_method_options: { card: { setup_future_usage: "on_session" } } },
      notInSetup("payment_method_options[setup_future_usage]"),
    ],
  ])("cannot have %s", async (_name, params, expected) => {
    expect(await refuse(params)).toEqual(expected);
    expect(await till.newsSince()).toEqual([]);
  });

  test("may say that it wants none of that", async () => {
    const nothing = {
      automatic_tax: { enabled: false },
      phone_number_collection: { enabled: false },
      invoice_creation: { enabled: false },
    };
    expect(await setUp(nothing)).toMatchObject({ status: "open", invoice_creation: null });
  });
});

describe("completing it", () => {
  test("attaches the method to the customer", async () => {
    const { id } = await setUp({ customer });
    await till.newsSince();
    const session = await till.pay(id);
    expect(session).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      amount_total: null,
      customer,
      customer_details: {
        address: null,
        email: "jenny@example.com",
        name: "Jenny Rosen",
        phone: null,
        tax_exempt: null,
        tax_ids: [],
      },
      url: null,
    });
    expect(await intentOf(session)).toMatchObject({ status: "succeeded", customer, last_setup_error: null });
    expect(await methodOf(session)).toMatchObject({ customer, allow_redisplay: "limited", type: "card" });
    expect(await till.newsSince()).toEqual([
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    const buyer = (await till.stripe.customers.retrieve(customer)) as Stripe.Customer;
    expect(buyer.invoice_settings.default_payment_method).toBeNull();
  });

  test("without a customer leaves the method unattached", async () => {
    const { id } = await setUp();
    await till.newsSince();
    const session = await till.pay(id);
    expect(session).toMatchObject({ customer: null, customer_creation: "if_required" });
    expect(session.customer_details.email).toBe("jenny@example.com");
    expect(await intentOf(session)).toMatchObject({ status: "succeeded", customer: null });
    const method = await methodOf(session);
    expect(method.customer).toBeNull();
    expect(await till.newsSince()).toEqual(["setup_intent.succeeded", "checkout.session.completed"]);
    // The shop can still give it to a customer.
    expect((await till.stripe.paymentMethods.attach(method.id, { customer })).customer).toBe(customer);
  });

  test("makes a customer if the shop wants one", async () => {
    const { id } = await setUp({ customer_creation: "always" });
    await till.newsSince();
    const session = await till.pay(id);
    expect(session).toMatchObject({ customer_creation: "always", customer: expect.stringMatching(/^cus_/) });
    expect(await till.stripe.customers.retrieve(session.customer)).toMatchObject({
      email: "jenny@example.com",
      name: "Jenny Rosen",
    });
    expect(await methodOf(session)).toMatchObject({ customer: session.customer });
    expect(await till.newsSince()).toEqual([
      "customer.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  test("prepares the card for payments without its owner", async () => {
    const { id } = await setUp({ customer });
    await till.pay(id, typedCard(CHALLENGED));
    const open = await till.stripe.checkout.sessions.retrieve(id);
    expect((await answerChallenge({ setup_intent: String(open.setup_intent) }, "passed")).status).toBe(200);
    const intent = await intentOf({ setup_intent: String(open.setup_intent) });
    const paid = await till.stripe.paymentIntents.create({
      amount: 2000,
      currency: "usd",
      customer,
      payment_method: String(intent.payment_method),
      confirm: true,
      off_session: true,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    expect(paid.status).toBe("succeeded");
  });

  test("takes a method that the customer has, and no other customer's", async () => {
    const mine = await till.stripe.paymentMethods.attach("pm_card_visa", { customer });
    const { id } = await setUp({ customer });
    const other = (await till.stripe.customers.create()).id;
    const theirs = await till.stripe.paymentMethods.attach("pm_card_visa", { customer: other });
    expect(await till.payRefusal(id, { payment_method: theirs.id })).toEqual(
      says(
        `The PaymentMethod ${theirs.id} does not belong to the Customer you supplied ${customer}. Please use this ` +
          "PaymentMethod with the Customer that it belongs to instead.",
        "payment_method",
      ),
    );
    const guest = await setUp();
    expect((await till.payRefusal(guest.id, { payment_method: theirs.id })).message).toContain(
      "Please include the Customer in the `customer` parameter on the SetupIntent.",
    );
    await till.newsSince();
    const session = await till.pay(id, { payment_method: mine.id });
    expect(await intentOf(session)).toMatchObject({ payment_method: mine.id, status: "succeeded" });
    expect(await till.newsSince()).toEqual(["setup_intent.succeeded", "checkout.session.completed"]);
  });

  test("needs a method and an e-mail address, and costs nothing", async () => {
    const { id } = await setUp();
    const confirm = (params: Params) => till.confirm(id, params);
    expect((await confirm({})).body.error).toMatchObject({ param: "payment_method" });
    expect((await confirm({ payment_method: "pm_card_visa" })).body.error).toMatchObject({ param: "email" });
    const expecting = { ...typedCard(VISA), expected_amount: 5 };
    expect((await confirm(expecting)).body.error).toMatchObject({ param: "expected_amount" });
    expect((await confirm({ ...expecting, expected_amount: 0 })).body).toMatchObject({
      status: "complete",
      amount_total: null,
      payment_intent: null,
      setup_intent: { id: expect.stringMatching(/^seti_/), status: "succeeded" },
    });
    expect((await confirm(typedCard(VISA))).body.error.code).toBe("checkout_succeeded_session");
  });
});

describe("an attempt that fails", () => {
  test("is a failed set-up, and the session stays open", async () => {
    const { id, setup_intent } = await setUp({ customer, customer_creation: undefined });
    await till.newsSince();
    const { status, body } = await till.confirm(id, typedCard(DECLINED));
    expect(status).toBe(402);
    expect(body.error).toMatchObject({
      type: "card_error",
      code: "card_declined",
      decline_code: "generic_decline",
      setup_intent: { id: setup_intent, status: "requires_payment_method" },
    });
    expect(await till.newsSince()).toEqual(["setup_intent.setup_failed"]);
    expect(await intentOf({ setup_intent })).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_setup_error: { code: "card_declined", payment_method: { type: "card" } },
    });
    const open = await till.stripe.checkout.sessions.retrieve(id);
    expect(open).toMatchObject({ status: "open", payment_status: "no_payment_required", setup_intent });
    const methods = await till.stripe.customers.listPaymentMethods(customer);
    expect(methods.data).toEqual([]);

    const session = await till.pay(id);
    expect(session).toMatchObject({ status: "complete", setup_intent });
    expect(await intentOf(session)).toMatchObject({ status: "succeeded", last_setup_error: null });
  });

  test("makes no customer", async () => {
    const { id } = await setUp({ customer_creation: "always" });
    await till.newsSince();
    await till.confirm(id, typedCard(DECLINED));
    expect(await till.newsSince()).toEqual(["setup_intent.setup_failed"]);
    expect((await till.stripe.checkout.sessions.retrieve(id)).customer).toBeNull();
  });
});

describe("3-D Secure", () => {
  test("asks the buyer first, and completes when they pass", async () => {
    const { id, setup_intent } = await setUp({ customer });
    await till.newsSince();
    const { body } = await till.confirm(id, typedCard(CHALLENGED));
    expect(body).toMatchObject({
      status: "open",
      setup_intent: { id: setup_intent, status: "requires_action" },
    });
    expect(await intentOf({ setup_intent })).toMatchObject({
      status: "requires_action",
      next_action: { type: "use_stripe_sdk" },
    });
    expect(await till.newsSince()).toEqual(["setup_intent.requires_action"]);
    expect(await answerChallenge({ setup_intent }, "passed")).toMatchObject({
      status: 200,
      body: { kind: "redirect", url: "https://example.com/success" },
    });
    expect(await till.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete" });
    expect(await intentOf({ setup_intent })).toMatchObject({ status: "succeeded", next_action: null });
    expect(await till.newsSince()).toEqual([
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  test("that is failed leaves the session open", async () => {
    const { id, setup_intent } = await setUp();
    await till.confirm(id, typedCard(CHALLENGED));
    await till.newsSince();
    expect((await answerChallenge({ setup_intent }, "failed")).body.kind).toBe("errors");
    expect(await till.newsSince()).toEqual(["setup_intent.setup_failed"]);
    expect(await intentOf({ setup_intent })).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "setup_intent_authentication_failure" },
    });
    expect(await till.pay(id)).toMatchObject({ status: "complete" });
  });

  test("that is passed may still be declined", async () => {
    const { id, setup_intent } = await setUp();
    await till.confirm(id, typedCard(CHALLENGED_THEN_DECLINED));
    expect((await answerChallenge({ setup_intent }, "passed")).body.kind).toBe("errors");
    expect((await till.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  });

  test("is dropped when another card is tried", async () => {
    const { id, setup_intent } = await setUp();
    await till.confirm(id, typedCard(CHALLENGED));
    await till.pay(id);
    expect((await answerChallenge({ setup_intent }, "failed")).body.kind).toBe("reload");
    expect(await intentOf({ setup_intent })).toMatchObject({ status: "succeeded" });
  });
});

describe("the setup intent of a session", () => {
  test.each<[string, (id: string) => Promise<unknown>]>([
    ["confirm", (id) => till.stripe.setupIntents.confirm(id, { payment_method: "pm_card_visa" })],
    ["cancel", (id) => till.stripe.setupIntents.cancel(id)],
    ["update", (id) => till.stripe.setupIntents.update(id, { payment_method: "pm_card_visa" })],
    ["update", (id) => till.stripe.setupIntents.update(id, { customer })],
  ])("does not let others %s it", async (verb, call) => {
    const { id, setup_intent } = await setUp();
    await till.newsSince();
    const error = await refusal(call(setup_intent));
    expect(error).toMatchObject({
      statusCode: 400,
      code: "setup_intent_unexpected_state",
      message:
        `You cannot ${verb} this SetupIntent because it belongs to a Checkout Session. To cancel it, expire the ` +
        `Checkout Session ${id} instead.`,
    });
    expect(await intentOf({ setup_intent })).toMatchObject({
      status: "requires_payment_method",
      customer: null,
    });
    expect(await till.newsSince()).toEqual([]);
  });

  test("may be described anew", async () => {
    const { id, setup_intent } = await setUp();
    await till.stripe.setupIntents.update(setup_intent, { description: "new", metadata: { a: "1" } });
    const session = await till.pay(id);
    expect(await intentOf(session)).toMatchObject({
      description: "new",
      metadata: { a: "1" },
      status: "succeeded",
    });
  });
});

describe("the end without a method", () => {
  const CANCELED = { status: "canceled", cancellation_reason: "abandoned", next_action: null };

  test("by the API cancels the intent", async () => {
    const { id, setup_intent } = await setUp();
    await till.confirm(id, typedCard(CHALLENGED));
    await till.newsSince();
    expect(await till.stripe.checkout.sessions.expire(id)).toMatchObject({
      status: "expired",
      payment_status: "no_payment_required",
      setup_intent,
      url: null,
    });
    expect(await intentOf({ setup_intent })).toMatchObject(CANCELED);
    expect(await till.newsSince()).toEqual(["checkout.session.expired", "setup_intent.canceled"]);
    expect((await answerChallenge({ setup_intent }, "passed")).body.kind).toBe("reload");
    expect((await till.payRefusal(id)).message).toBe("This Checkout Session is no longer active.");
  });

  test("by time cancels the intent", async () => {
    const { id, setup_intent, expires_at } = await setUp();
    expect(expires_at).toBe(clock.seconds() + DAY);
    clock.advance(DAY);
    await server.running.worker.drain();
    expect(await till.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired" });
    expect(await intentOf({ setup_intent })).toMatchObject(CANCELED);
  });

  test("keeps the e-mail address of a buyer who wants to hear more", async () => {
    const { id } = await setUp({ consent_collection: { promotions: "auto" } });
    await till.tell(id, { email: "jenny@example.com", consent: { promotions: "opt_in" } });
    expect(await till.stripe.checkout.sessions.expire(id)).toMatchObject({
      consent: { promotions: "opt_in", terms_of_service: null },
      customer_details: { email: "jenny@example.com", tax_exempt: null },
    });
  });
});

describe("reading and changing it", () => {
  test("has no lines", async () => {
    const { id } = await setUp();
    const none = { object: "list", data: [], has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
    expect(await till.stripe.checkout.sessions.listLineItems(id)).toEqual(none);
    const expand = ["line_items", "total_details.breakdown"];
    const session = await till.stripe.checkout.sessions.retrieve(id, { expand });
    expect(session).toMatchObject({ line_items: none, total_details: null });
  });

  test("shows its intent and method on request", async () => {
    const { id } = await setUp({ customer });
    await till.pay(id);
    const expand = ["setup_intent.payment_method", "customer"];
    expect(await till.stripe.checkout.sessions.retrieve(id, { expand })).toMatchObject({
      setup_intent: { object: "setup_intent", payment_method: { card: { last4: "4242" } } },
      customer: { id: customer },
    });
    const { data } = await till.stripe.events.list({ type: "checkout.session.completed" });
    expect(data[0]?.data.object).toMatchObject({ id, mode: "setup", setup_intent: expect.any(String) });
  });

  test("is listed by customer and status", async () => {
    const mine = await setUp({ customer });
    const open = await setUp();
    await till.pay(mine.id);
    const { sessions } = till.stripe.checkout;
    const idsOf = async (params: Stripe.Checkout.SessionListParams) =>
      (await sessions.list(params)).data.map(({ id }) => id);
    expect(await idsOf({ customer })).toEqual([mine.id]);
    expect(await idsOf({ status: "open" })).toEqual([open.id]);
    expect(await idsOf({ status: "complete" })).toEqual([mine.id]);
    expect(await idsOf({ payment_intent: mine.setup_intent })).toEqual([]);
    expect((await till.stripe.setupIntents.list({ customer })).data.map(({ id }) => id)).toEqual([
      mine.setup_intent,
    ]);
  });

  test("takes new metadata, and nothing of an order", async () => {
    const { id } = await setUp({ metadata: { a: "1" } });
    const { sessions } = till.stripe.checkout;
    expect(await sessions.update(id, { metadata: { b: "2" } })).toMatchObject({
      metadata: { a: "1", b: "2" },
    });
    const price = (await till.price()).id;
    expect(await refused(sessions.update(id, { line_items: [{ price, quantity: 1 }] }))).toMatchObject({
      param: "line_items",
      message: "You can not pass `line_items` in `setup` mode.",
    });
    expect(
      await refused(sessions.update(id, { shipping_options: [{ shipping_rate: "shr_x" }] })),
    ).toMatchObject({ param: "shipping_options" });
    const tell = await till.tellRefusal(id, { promotion_code: "SPRING" });
    expect(tell).toEqual(says("This Checkout Session does not take promotion codes.", "promotion_code"));
  });
});
