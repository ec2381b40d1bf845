/**
 * iDEAL and Bancontact kept for later payments: what is saved is a SEPA debit of the account behind them, with a mandate,
 * made by a payment, a set-up, or a session of a subscription.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const BILLING = { email: "jenny@example.com", name: "Jenny Rosen" };
const SHOP = "https://shop.example/thanks";

const clock = new FixedClock(1_790_000_000);
let server: TestServer;
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer({}, { clock });
  shop = openShop(server);
  stripe = shop.stripe;
});
afterAll(() => server?.close());

/** Approves on the page of the bank what `next_action` asks for. */
async function authorize(next: { readonly redirect_to_url?: { readonly url: string | null } | null } | null) {
  const page = new URL(String(next?.redirect_to_url?.url));
  const reply = await server.raw("GET", `${page.pathname}/authorize${page.search}`, { key: "" });
  expect(reply.status).toBe(303);
}

/** What the debit that was made says of where it comes from. */
async function debitOf(id: unknown, mandate: unknown, customer: string) {
  const debit = await stripe.paymentMethods.retrieve(String(id));
  expect(debit).toMatchObject({ billing_details: BILLING, customer, type: "sepa_debit" });
  expect(await stripe.mandates.retrieve(String(mandate))).toMatchObject({
    payment_method: debit.id,
    status: "active",
    type: "multi_use",
  });
  return debit;
}

const TYPES = [
  ["ideal", "5264"],
  ["bancontact", "7061"],
] as const;

describe.each(TYPES)("%s", (type, last4) => {
  const confirmed = { confirm: true, payment_method_types: [type], return_url: SHOP };
  const data = { type, billing_details: BILLING };

  test("a payment that asks for it saves a debit, which pays without the payer", async () => {
    const { id: customer } = await stripe.customers.create(BILLING);
    const asked = {
      ...confirmed,
      amount: 2000,
      currency: "eur",
      customer,
      setup_future_usage: "off_session",
    };
    const params = { ...asked, payment_method_data: data } as Stripe.PaymentIntentCreateParams;
    const intent = await stripe.paymentIntents.create(params, NAMED);
    await authorize(intent.next_action);
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
    expect(paid.status).toBe("succeeded");
    const charge = paid.latest_charge as Stripe.Charge;
    const made = charge.payment_method_details?.[type];
    const debit = await debitOf(made?.generated_sepa_debit, made?.generated_sepa_debit_mandate, customer);
    expect(debit.sepa_debit).toMatchObject({
      generated_from: { charge: charge.id, setup_attempt: null },
      last4,
    });
    expect((await stripe.customers.listPaymentMethods(customer)).data.map(({ id }) => id)).toEqual([
      debit.id,
    ]);
    const later = { amount: 500, currency: "eur", customer, confirm: true, off_session: true };
    const again = { ...later, payment_method: debit.id, payment_method_types: ["sepa_debit"] };
    const debited = await stripe.paymentIntents.create(again as Stripe.PaymentIntentCreateParams, NAMED);
    expect(debited.status).toBe("processing");
  });

  test("without being asked, a payment saves nothing", async () => {
    const { id: customer } = await stripe.customers.create(BILLING);
    const asked = { ...confirmed, amount: 2000, currency: "eur", customer, payment_method_data: data };
    const intent = await stripe.paymentIntents.create(asked as Stripe.PaymentIntentCreateParams, NAMED);
    await authorize(intent.next_action);
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
    const details = (paid.latest_charge as Stripe.Charge).payment_method_details?.[type];
    expect(details).toMatchObject({ generated_sepa_debit: null, generated_sepa_debit_mandate: null });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  });

  test("a set-up saves a debit, which its attempt names", async () => {
    const { id: customer } = await stripe.customers.create(BILLING);
    const params = { ...confirmed, customer, payment_method_data: data } as Stripe.SetupIntentCreateParams;
    const intent = await stripe.setupIntents.create(params, NAMED);
    await authorize(intent.next_action);
    const ready = await stripe.setupIntents.retrieve(intent.id, { expand: ["latest_attempt"] });
    expect(ready).toMatchObject({
      mandate: null,
      payment_method: intent.payment_method,
      status: "succeeded",
    });
    const attempt = ready.latest_attempt as Stripe.SetupAttempt;
    const made = attempt.payment_method_details[type];
    const debit = await debitOf(made?.generated_sepa_debit, made?.generated_sepa_debit_mandate, customer);
    expect(debit.sepa_debit?.generated_from).toEqual({ charge: null, setup_attempt: attempt.id });
  });

  test("a payer whose e-mail address is not known cannot be debited later", async () => {
    const params = { ...confirmed, payment_method_data: { type, billing_details: { name: "Jenny" } } };
    const refused = stripe.setupIntents.create(params as Stripe.SetupIntentCreateParams, NAMED);
    await expect(refused).rejects.toMatchObject({ param: "payment_method_data[billing_details][email]" });
  });

  test("a session sells a subscription by it, and its renewals are debited", async () => {
    const monthly = { currency: "eur", unit_amount: 900, recurring: { interval: "month" } };
    const params = {
      mode: "subscription",
      payment_method_types: [type],
      success_url: SHOP,
      line_items: [{ quantity: 1, price_data: { ...monthly, product_data: { name: "Club" } } }],
    };
    const session = await stripe.checkout.sessions.create(
      params as Stripe.Checkout.SessionCreateParams,
      NAMED,
    );
    const reply = await shop.confirm(session.id, { payment_method_data: data });
    const tried = await stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
    await authorize(tried.next_action);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(done).toMatchObject({ payment_status: "paid", status: "complete" });
    const { default_payment_method, id } = done.subscription as Stripe.Subscription;
    const debit = await stripe.paymentMethods.retrieve(String(default_payment_method));
    expect(debit).toMatchObject({ customer: done.customer, type: "sepa_debit" });

    clock.advance(32 * 86_400);
    await server.running.worker.drain();
    clock.advance(2 * 3600); // the draft of the renewal waits for an hour
    await server.running.worker.drain();
    clock.advance(60);
    await server.running.worker.drain();
    const { data: invoices } = await stripe.invoices.list({ subscription: id });
    expect(invoices.map(({ status }) => status)).toEqual(["paid", "paid"]);
    const [charge] = (await stripe.charges.list({ customer: String(done.customer) })).data;
    expect(charge).toMatchObject({ amount: 900, payment_method: debit.id });
  });
});
