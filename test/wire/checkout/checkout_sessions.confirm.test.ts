/**
 * Paying: all ways through `/v1/payment_pages/:id/confirm`, which the page, the CLI and these tests share.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { authenticatedSession } from "../../../src/resources/checkout/checkout_session/index.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, openShop, type Shop, typedCard } from "../../support/shop.ts";

const NOW = 1_800_000_000;
const clock = new FixedClock(NOW);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const PAID = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "checkout.session.completed",
  "charge.updated",
];
const FREE = {
  line_items: [
    { price_data: { currency: "usd", unit_amount: 0, product_data: { name: "Gift" } }, quantity: 1 },
  ],
};

/** A session for which no news is left to tell. */
async function quietSession(more: Parameters<Shop["session"]>[0] = {}) {
  const session = await shop.session(more);
  await shop.newsSince();
  return session;
}

/** What the payer's bank says of the challenge. */
function answerChallenge(id: string, outcome: "failed" | "passed") {
  const account = accountNamed(shop.key.replace("sk_test_", ""));
  const { store } = server.running;
  return authenticatedSession((work) => store.transact(account, NO_CAUSE, work), id, outcome);
}

describe("200", () => {
  test("a guest pays by card", async () => {
    const open = await quietSession({
      payment_intent_data: { metadata: { order: "7" }, description: "Two shirts" },
    });
    const reply = await shop.confirm(open.id);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ id: open.id, status: "complete", payment_status: "paid", url: null });
    const session = await shop.stripe.checkout.sessions.retrieve(open.id, {
      expand: ["payment_intent.latest_charge"],
    });
    expect(session).toMatchObject({
      amount_total: 2198,
      customer: null,
      customer_email: null,
      payment_status: "paid",
      status: "complete",
      url: null,
    });
    expect(session.customer_details).toEqual({
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      business_name: null,
      email: BUYER.email,
      individual_name: null,
      name: BUYER.name,
      phone: null,
      tax_exempt: "none",
      tax_ids: [],
    });
    expect(session.payment_intent).toMatchObject({
      amount: 2198,
      automatic_payment_methods: { allow_redirects: "always", enabled: true },
      payment_method_configuration_details: session.payment_method_configuration_details,
      amount_received: 2198,
      customer: null,
      description: "Two shirts",
      metadata: { order: "7" },
      status: "succeeded",
      latest_charge: {
        amount: 2198,
        amount_captured: 2198,
        captured: true,
        description: "Two shirts",
        metadata: { order: "7" },
        paid: true,
        status: "succeeded",
      },
    });
    expect(await shop.newsSince()).toEqual(PAID);
    const { data: events } = await shop.stripe.events.list({ type: "checkout.session.completed" });
    expect(events[0]?.data.object).toMatchObject({
      id: open.id,
      status: "complete",
      url: null,
      payment_status: "paid",
    });
    expect(events[0]?.data).not.toHaveProperty("previous_attributes");
  });

  test("as the CLI does it: with a stored payment method and the expected amount", async () => {
    const { id } = await shop.session();
    const method = await shop.stripe.paymentMethods.create({
      type: "card",
      card: { token: "tok_visa" },
      billing_details: { ...BUYER, address: { country: "US", postal_code: "94107" } },
    });
    const reply = await shop.confirm(id, { payment_method: method.id, expected_amount: 2198 });
    expect(reply.body).toMatchObject({ status: "complete", payment_status: "paid" });
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session.customer_details?.address).toMatchObject({ country: "US", postal_code: "94107" });
  });

  test("as a page does it: with the publishable key", async () => {
    const { id } = await shop.session();
    const key = shop.key.replace("sk_", "pk_");
    const page = await server.raw("GET", `/v1/payment_pages/${id}`, { key });
    expect(page.body).toMatchObject({ id, status: "open", amount_total: 2198 });
    const reply = await shop.confirm(id, typedCard("4242424242424242"), { authorization: `Bearer ${key}` });
    expect(reply.body.status).toBe("complete");
  });

  test("customer_creation: a customer is created from what the buyer typed", async () => {
    const { id } = await quietSession({ customer_creation: "always" });
    await shop.confirm(id);
    const session = await shop.stripe.checkout.sessions.retrieve(id, {
      expand: ["customer", "payment_intent"],
    });
    expect(session.customer).toMatchObject({ object: "customer", email: BUYER.email, name: BUYER.name });
    const { id: customer } = session.customer as { id: string };
    expect(session.payment_intent).toMatchObject({ customer });
    expect((await shop.stripe.paymentMethods.list({ customer })).data).toEqual([]);
    expect(await shop.newsSince()).toEqual(["customer.created", ...PAID]);
  });

  test("setup_future_usage: a customer is created and keeps the card", async () => {
    const { id } = await quietSession({ payment_intent_data: { setup_future_usage: "off_session" } });
    await shop.confirm(id);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    const customer = String(session.customer);
    const { data: methods } = await shop.stripe.paymentMethods.list({ customer });
    expect(methods).toHaveLength(1);
    expect(session.payment_intent).toMatchObject({
      payment_method: methods[0]?.id,
      setup_future_usage: "off_session",
    });
    expect(await shop.newsSince()).toEqual([
      "customer.created",
      "payment_intent.created",
      "payment_method.attached",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
  });

  test("a customer with an e-mail address keeps it", async () => {
    const customer = await shop.stripe.customers.create({ email: "kept@example.com", name: "Kept" });
    const { id } = await quietSession({ customer: customer.id });
    await shop.confirm(id);
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session.customer).toBe(customer.id);
    expect(session.customer_details).toMatchObject({ email: "kept@example.com", name: BUYER.name });
    expect(await shop.stripe.customers.retrieve(customer.id)).toMatchObject({
      email: "kept@example.com",
      name: "Kept",
    });
    expect(await shop.newsSince()).toEqual(PAID);
  });

  test("a customer without an e-mail address gets the one that was typed", async () => {
    const customer = await shop.stripe.customers.create();
    const { id } = await quietSession({ customer: customer.id });
    await shop.confirm(id);
    expect(await shop.stripe.customers.retrieve(customer.id)).toMatchObject({
      email: BUYER.email,
      name: null,
    });
    expect(await shop.newsSince()).toEqual(["customer.updated", ...PAID]);
    const { data } = await shop.stripe.events.list({ type: "customer.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({ email: null });
  });

  test("an e-mail address that the session knows is not replaced", async () => {
    const { id } = await shop.session({ customer_email: "known@example.com" });
    await shop.confirm(id);
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session.customer_email).toBe("known@example.com");
    expect(session.customer_details?.email).toBe("known@example.com");
  });

  test("a session with a total of zero completes without a payment", async () => {
    const { id } = await quietSession(FREE);
    const reply = await shop.confirm(id, {
      payment_method_data: typedCard("4242424242424242").payment_method_data,
    });
    expect(reply.body).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      payment_intent: null,
    });
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      payment_intent: null,
      payment_status: "no_payment_required",
      status: "complete",
    });
    expect(session.customer_details?.email).toBe(BUYER.email);
    expect(await shop.newsSince()).toEqual(["checkout.session.completed"]);
    expect((await shop.stripe.charges.list()).data).toEqual([]);
  });

  test("manual capture: complete and unpaid, then paid once captured, with no further session events", async () => {
    const { id } = await quietSession({ payment_intent_data: { capture_method: "manual" } });
    const reply = await shop.confirm(id);
    expect(reply.body).toMatchObject({ status: "complete", payment_status: "unpaid" });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
      "checkout.session.completed",
    ]);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    expect(session.payment_intent).toMatchObject({ status: "requires_capture", amount_capturable: 2198 });
    const { id: intent } = session.payment_intent as { id: string };
    await shop.stripe.paymentIntents.capture(intent);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
    expect(await shop.newsSince()).toEqual(["charge.captured", "payment_intent.succeeded"]);
  });

  test.each(["2022-11-15", "2023-10-16", "2024-06-20", "2025-03-31.basil", "2026-10-28.endive"])(
    "a capture answers the intent in its new state, with its invoice (%s)",
    async (version) => {
      const { id } = await shop.session({
        invoice_creation: { enabled: true },
        payment_intent_data: { capture_method: "manual" },
      });
      await shop.confirm(id);
      const { payment_intent } = await shop.stripe.checkout.sessions.retrieve(id);
      const path = `/v1/payment_intents/${payment_intent}`;
      const as = { key: shop.key, headers: { "stripe-version": version } };
      // Once without an idempotency key and once with one: both ways answer from inside the unit of work.
      const capture = version === "2022-11-15" ? { "idempotency-key": `capture ${id}` } : {};
      const captured = await server.raw("POST", `${path}/capture`, {
        ...as,
        headers: { ...as.headers, ...capture },
      });
      expect(captured.status).toBe(200);
      expect(captured.body).toEqual((await server.raw("GET", path, as)).body);
      expect((await shop.stripe.checkout.sessions.retrieve(id)).invoice).toMatch(/^in_/);
      if (version < "2025-03-31") expect(captured.body.invoice).toMatch(/^in_/);
    },
  );

  test("manual capture, canceled: the session stays unpaid", async () => {
    const { id } = await shop.session({ payment_intent_data: { capture_method: "manual" } });
    await shop.confirm(id);
    const { payment_intent } = await shop.stripe.checkout.sessions.retrieve(id);
    await shop.stripe.paymentIntents.cancel(String(payment_intent));
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
  });

  test("the older default captures at once, and the charge has its balance transaction from the start", async () => {
    const { body } = await server.raw("POST", "/v1/checkout/sessions", {
      key: shop.key,
      body: `mode=payment&success_url=https://example.com&line_items[0][price]=${(await shop.price()).id}&line_items[0][quantity]=1`,
    });
    await shop.newsSince();
    await shop.confirm(body.id);
    expect(await shop.newsSince()).toEqual(PAID.slice(0, -1));
    const { data } = await shop.stripe.events.list({ type: "charge.succeeded" });
    expect(data[0]?.data.object).toHaveProperty("balance_transaction", expect.stringMatching(/^txn_3/));
    const intents = await shop.stripe.paymentIntents.list();
    expect(intents.data[0]?.capture_method).toBe("automatic");
  });

  test("two confirmations at once make one payment", async () => {
    const { id } = await quietSession();
    const replies = await Promise.all([shop.confirm(id), shop.confirm(id), shop.confirm(id)]);
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    for (const { status, body } of replies.filter((reply) => reply.status !== 200)) {
      expect([400, 429]).toContain(status);
      if (status === 429) expect(body.error.code).toBe("lock_timeout");
    }
    expect(await shop.newsSince()).toEqual(PAID);
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
    expect((await shop.stripe.paymentIntents.list()).data).toHaveLength(1);
  });
});

describe("3-D Secure", () => {
  const CHALLENGING = [
    "4000000000003220",
    "4000002500003155",
    "4000002760003184",
    "4000003800000446",
    "4000008400000027",
  ];
  test.each(CHALLENGING)("%s asks the buyer, and is paid once they passed", async (number) => {
    const { id } = await quietSession();
    const reply = await shop.confirm(id, typedCard(number));
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ status: "open", payment_intent: { status: "requires_action" } });
    expect(await shop.newsSince()).toEqual(["payment_intent.created", "payment_intent.requires_action"]);
    const intent = await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
    expect(intent.next_action?.type).toBe("use_stripe_sdk");
    await answerChallenge(id, "passed");
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
    expect(await shop.newsSince()).toEqual(PAID.slice(1));
    const { data } = await shop.stripe.charges.list();
    expect(data[0]?.payment_method_details?.card?.three_d_secure).toMatchObject({ result: "authenticated" });
  });

  test("a buyer who fails the challenge leaves the session open", async () => {
    const { id } = await quietSession();
    await shop.confirm(id, typedCard("4000000000003220"));
    await answerChallenge(id, "failed");
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    expect(session.status).toBe("open");
    expect(session.payment_intent).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: {
        code: "payment_intent_authentication_failure",
        message:
          "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
      },
    });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.payment_failed",
    ]);
    expect((await shop.confirm(id)).body.status).toBe("complete");
  });

  test("a buyer who gives up may pay with another card", async () => {
    const { id } = await shop.session();
    await shop.confirm(id, typedCard("4000000000003220"));
    expect((await shop.confirm(id)).body.status).toBe("complete");
    expect((await shop.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("a card may be declined after the buyer passed the challenge", async () => {
    const { id } = await shop.session();
    await shop.confirm(id, typedCard("4000008400001629"));
    await answerChallenge(id, "passed");
    expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    expect((await shop.stripe.charges.list()).data[0]?.failure_code).toBe("card_declined");
  });

  test.each(["4000000000003055", "378282246310005", "4000000032200000"])(
    "%s pays without a challenge",
    async (number) => {
      const { id } = await shop.session();
      const cvc = number.startsWith("37") ? "1234" : "123";
      const reply = await shop.confirm(
        id,
        typedCard(number, { card: { number, exp_month: 12, exp_year: 2040, cvc } }),
      );
      expect(reply.body.status).toBe("complete");
    },
  );
});

describe("402", () => {
  const DECLINED = "Your card was declined.";
  const DECLINES = [
    ["4000000000000002", "card_declined", "generic_decline", undefined, DECLINED],
    [
      "4000000000009995",
      "card_declined",
      "insufficient_funds",
      undefined,
      "Your card has insufficient funds.",
    ],
    ["4000000000009987", "card_declined", "lost_card", undefined, DECLINED],
    ["4000000000009979", "card_declined", "stolen_card", undefined, DECLINED],
    ["4000000000000069", "expired_card", "expired_card", "exp_month", "Your card has expired."],
    ["4000000000000127", "incorrect_cvc", "incorrect_cvc", "cvc", "Your card's security code is incorrect."],
    [
      "4000000000000119",
      "processing_error",
      "processing_error",
      undefined,
      "An error occurred while processing your card. Try again in a little bit.",
    ],
    [
      "4000000000006975",
      "card_declined",
      "card_velocity_exceeded",
      undefined,
      "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
    ],
    ["4100000000000019", "card_declined", "fraudulent", undefined, DECLINED],
    ["4000000000004954", "card_declined", "fraudulent", undefined, DECLINED],
    ["4000000000000341", "card_declined", "generic_decline", undefined, DECLINED],
    ["4000000000000101", "incorrect_cvc", "incorrect_cvc", "cvc", "Your card's security code is incorrect."],
    ["4000008400001280", "card_declined", "generic_decline", undefined, DECLINED],
  ] as const;
  test.each(DECLINES)("%s: %s, %s", async (number, code, decline_code, param, message) => {
    const { id } = await quietSession();
    const { status, body } = await shop.confirm(id, typedCard(number), {
      "stripe-version": "2026-10-28.endive",
    });
    expect(status).toBe(402);
    const { error } = body;
    expect(error).toMatchObject({ type: "card_error", code, decline_code, message });
    expect(error.param).toBe(param);
    expect(error.doc_url).toBe(`https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`);
    expect(error.request_log_url).toMatch(
      /^https:\/\/dashboard\.stripe\.com\/test\/logs\/req_\w{14}\?t=\d+$/,
    );
    expect(Object.keys(error)).toEqual(Object.keys(error).sort());
    const { payment_intent: intent } = error;
    expect(intent).toMatchObject({
      object: "payment_intent",
      latest_charge: error.charge,
      payment_method: null,
      status: "requires_payment_method",
      last_payment_error: {
        charge: error.charge,
        code,
        message,
        type: "card_error",
        payment_method: error.payment_method,
      },
    });
    expect(error.payment_method).toMatchObject({ object: "payment_method", type: "card" });
    expect(JSON.stringify(body)).not.toContain(number);
    const charge = await shop.stripe.charges.retrieve(error.charge);
    expect(charge).toMatchObject({
      status: "failed",
      paid: false,
      captured: false,
      failure_code: code,
      failure_message: message,
    });
    expect(charge.balance_transaction).toBeNull();
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      payment_intent: intent.id,
      customer: null,
    });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
  });

  test("the next try uses the same intent", async () => {
    const { id } = await quietSession();
    const first = await shop.confirm(id, typedCard("4000000000000002"));
    const second = await shop.confirm(id, typedCard("4000000000009995"));
    expect(second.body.error.payment_intent.id).toBe(first.body.error.payment_intent.id);
    const { body } = await shop.confirm(id);
    expect(body.payment_intent).toMatchObject({
      id: first.body.error.payment_intent.id,
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "charge.failed",
      "payment_intent.payment_failed",
      ...PAID.slice(1),
    ]);
    expect((await shop.stripe.charges.list({ payment_intent: body.payment_intent.id })).data).toHaveLength(3);
    const intent = await shop.stripe.paymentIntents.retrieve(body.payment_intent.id);
    expect(intent.last_payment_error).toBeNull();
  });

  test("a decline creates no customer", async () => {
    const { id } = await shop.session({ customer_creation: "always" });
    await shop.confirm(id, typedCard("4000000000000002"));
    expect((await shop.stripe.customers.list()).data).toEqual([]);
  });

  test.each([
    ["4242424242424241", "incorrect_number", "number"],
    ["4111111111111111", "card_declined", undefined],
  ])("%s is refused before anything is tried", async (number, code, param) => {
    const { id } = await quietSession();
    const { status, body } = await shop.confirm(id, typedCard(number));
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ type: "card_error", code });
    expect(body.error.param).toBe(param);
    expect(await shop.newsSince()).toEqual([]);
  });
});

describe("400", () => {
  test("an amount other than the expected one", async () => {
    const { id } = await quietSession();
    const { status, body } = await shop.confirm(id, {
      ...typedCard("4242424242424242"),
      expected_amount: 3000,
    });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", param: "expected_amount" });
    expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    expect(await shop.newsSince()).toEqual([]);
  });

  test("no payment method, or two of them", async () => {
    const { id } = await shop.session();
    const none = await shop.confirm(id, {});
    expect(none.body.error).toMatchObject({ code: "parameter_missing", param: "payment_method" });
    const two = await shop.confirm(id, { ...typedCard("4242424242424242"), payment_method: "pm_card_visa" });
    expect(two.body.error.message).toBe(
      "You may only specify one of these parameters: payment_method, payment_method_data.",
    );
  });

  test("no e-mail address", async () => {
    const { id } = await shop.session();
    const { body } = await shop.confirm(id, { payment_method: "pm_card_visa" });
    expect(body.error).toMatchObject({
      code: "parameter_missing",
      param: "email",
    });
  });

  test("a payment method of another customer", async () => {
    const customer = await shop.stripe.customers.create({ email: "a@example.com" });
    const method = await shop.stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    const { id } = await shop.session();
    const { status, body } = await shop.confirm(id, { payment_method: method.id });
    expect([status, body.error.param]).toEqual([400, "payment_method"]);
  });

  test("a customer deleted in the meantime: nothing is tried, and the session can be expired", async () => {
    const { id: customer } = await shop.stripe.customers.create({ email: "a@example.com" });
    const { id } = await shop.session({ customer });
    await shop.stripe.customers.del(customer);
    await shop.newsSince();
    const { status, body } = await shop.confirm(id);
    expect([status, body.error.message]).toEqual([400, `No such customer: '${customer}'`]);
    expect(await shop.newsSince()).toEqual([]);
    expect((await shop.stripe.checkout.sessions.expire(id)).status).toBe("expired");
  });

  test("a complete session", async () => {
    const { id } = await shop.paid();
    const { status, body } = await shop.confirm(id);
    expect(status).toBe(400);
    expect(body.error.code).toBe("checkout_succeeded_session");
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });

  test("an expired session", async () => {
    const { id } = await shop.session();
    await shop.stripe.checkout.sessions.expire(id);
    expect((await shop.confirm(id)).body.error.code).toBe("checkout_not_active_session");
  });

  test("a session whose time is over", async () => {
    const { id } = await quietSession({ expires_at: clock.seconds() + 1800 });
    clock.advance(1799);
    expect((await shop.confirm(id, typedCard("4000000000000002"))).status).toBe(402);
    clock.advance(1);
    expect((await shop.confirm(id)).body.error.code).toBe("checkout_not_active_session");
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.expired",
      "payment_intent.canceled",
    ]);
  });
});

describe("404", () => {
  test("a session that does not exist", async () => {
    const { status, body } = await shop.confirm("cs_test_x");
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      code: "resource_missing",
      message: "No such checkout.session: 'cs_test_x'",
      param: "session",
    });
  });
});
