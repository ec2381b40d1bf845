/** Link, Stripe's wallet: beside cards in a session, paid over the API, saved and used again. */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const BUYER = { email: "jenny@example.com" };

let server: TestServer;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  stripe = server.stripe();
});
afterAll(() => server?.close());

function newSession(types: readonly string[]): Promise<Stripe.Checkout.Session> {
  const tee = { currency: "usd", unit_amount: 2000, product_data: { name: "T-shirt" } };
  const params = {
    mode: "payment",
    payment_method_types: types,
    success_url: "https://shop.example/thanks",
    line_items: [{ quantity: 1, price_data: tee }],
  };
  return stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, NAMED);
}

test("a session may name it beside cards, and its page offers cards alone", async () => {
  const session = await newSession(["card", "link"]);
  expect(session.payment_method_types).toEqual(["card", "link"]);
  const { pathname } = new URL(String(session.url));
  const page = await server.raw("GET", pathname, { key: "" });
  expect(page.text).toContain('id="cardNumber"');
  expect(page.text).not.toContain("link-accordion-item");
});

test("a session that offers nothing else is refused by name", async () => {
  await expect(newSession(["link"])).rejects.toMatchObject({
    message: expect.stringContaining("does not support payment_method_types=link"),
    param: "payment_method_types",
  });
});

test("a payment is approved at once, and saved with the customer for payments without them", async () => {
  const { id: customer } = await stripe.customers.create(BUYER);
  const params = {
    amount: 2000,
    currency: "usd",
    confirm: true,
    customer,
    payment_method_types: ["link"],
    payment_method_data: { type: "link", billing_details: BUYER },
    setup_future_usage: "off_session",
  };
  const paid = await stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
  expect(paid).toMatchObject({
    status: "succeeded",
    payment_method_options: { link: { persistent_token: null } },
  });
  expect(await stripe.charges.retrieve(String(paid.latest_charge))).toMatchObject({
    id: expect.stringMatching(/^py_/),
    payment_method_details: { type: "link", link: { country: null } },
  });
  const saved = await stripe.paymentMethods.retrieve(String(paid.payment_method));
  expect(saved).toMatchObject({
    customer,
    type: "link",
    link: { email: BUYER.email },
  });
  const again = { amount: 700, currency: "usd", confirm: true, customer, off_session: true };
  const renewed = await stripe.paymentIntents.create(
    {
      ...again,
      payment_method: saved.id,
      payment_method_types: ["link"],
    } as Stripe.PaymentIntentCreateParams,
    NAMED,
  );
  expect(renewed.status).toBe("succeeded");
  const refund = await stripe.refunds.create({ payment_intent: renewed.id });
  expect(refund).toMatchObject({ amount: 700, status: "succeeded" });
});

test("it is set up for later, and can be authorized first", async () => {
  const setup = { confirm: true, payment_method_types: ["link"], payment_method_data: { type: "link" } };
  expect(await stripe.setupIntents.create(setup as Stripe.SetupIntentCreateParams, NAMED)).toMatchObject({
    status: "succeeded",
  });
  const held = { ...setup, amount: 900, currency: "eur", capture_method: "manual" };
  const intent = await stripe.paymentIntents.create(held as Stripe.PaymentIntentCreateParams, NAMED);
  expect(intent.status).toBe("requires_capture");
  expect(await stripe.paymentIntents.capture(intent.id)).toMatchObject({ status: "succeeded" });
});
