/** Refunds that are not simply done: those that are pending, fail later, wait for their payer, or come too late. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

const AMOUNT = 2000;
const DAY = 86_400;
/** Newer versions have no types to name. */
const NAMED: object = { apiVersion: "2026-03-25.dahlia" };
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { ...DEFAULT_SETTINGS, country: "JP" } }, { clock });
});
afterAll(() => server.close());

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

/** A payment whose money has come, and a shop that has heard all news of it. */
async function paid(given: object, currency = "usd"): Promise<Shop & { readonly intent: string }> {
  const shop = openShop(server);
  const params: object = { amount: AMOUNT, currency, confirm: true, ...given };
  const { id } = await shop.stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
  await pass(180);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
  await shop.newsSince();
  return { ...shop, intent: id };
}

const byCard = (payment_method: string) => paid({ payment_method, payment_method_types: ["card"] });

const byKonbini = (email = "jenny@example.com") =>
  paid(
    {
      payment_method_data: { type: "konbini", billing_details: { name: "Jenny Rosen", email } },
      payment_method_types: ["konbini"],
    },
    "jpy",
  );

const byDebit = () =>
  paid(
    {
      mandate_data: {
        customer_acceptance: { type: "offline" },
      },
      payment_method_data: {
        type: "sepa_debit",
        billing_details: { name: "Jenny Rosen", email: "jenny@example.com" },
        sepa_debit: { iban: "DE89370400440532013000" },
      },
      payment_method_types: ["sepa_debit"],
    },
    "eur",
  );

async function chargeOf({ stripe, intent }: Shop & { readonly intent: string }): Promise<Stripe.Charge> {
  const { latest_charge } = await stripe.paymentIntents.retrieve(intent, { expand: ["latest_charge"] });
  return latest_charge as Stripe.Charge;
}

describe("pending first", () => {
  test.each([
    ["the test card of pending refunds", () => byCard("pm_card_pendingRefund")],
    ["a debit", byDebit],
  ])("%s", async (_name, pay) => {
    const shop = await pay();
    const { stripe, intent } = shop;
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 500 });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
    expect(refund).not.toHaveProperty("failure_reason");
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 500, refunded: false });
    expect(await shop.newsSince()).toEqual(["refund.created", "charge.refunded"]);
    await pass(1);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("pending");
    await pass(1);
    const done = await stripe.refunds.retrieve(refund.id);
    expect(done).toEqual({
      ...refund,
      pending_reason: undefined,
      status: "succeeded",
      lastResponse: undefined,
    });
    expect(await shop.newsSince()).toEqual(["refund.updated", "charge.refund.updated"]);
    const { data } = await stripe.events.list({ type: "charge.refund.updated" });
    expect(data[0]?.data).toMatchObject({
      object: { id: refund.id, object: "refund", status: "succeeded" },
      previous_attributes: { pending_reason: "processing", status: "pending" },
    });
  });
});

describe("failing later", () => {
  test("the charge and the balance are as before, and it can be refunded again", async () => {
    const shop = await byCard("pm_card_refundFail");
    const { stripe, intent } = shop;
    const refund = await stripe.refunds.create({ payment_intent: intent });
    expect(refund.status).toBe("succeeded");
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: AMOUNT, refunded: true });
    await shop.newsSince();
    await pass(2);
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] });
    expect(failed).toMatchObject({
      balance_transaction: refund.balance_transaction,
      failure_balance_transaction: {
        amount: AMOUNT,
        fee: 0,
        net: AMOUNT,
        reporting_category: "refund_failure",
        source: refund.id,
        type: "refund_failure",
      },
      failure_reason: "expired_or_canceled_card",
      status: "failed",
    });
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 0, refunded: false, status: "succeeded" });
    expect(await shop.newsSince()).toEqual(["refund.updated", "charge.refund.updated", "refund.failed"]);
    expect((await stripe.refunds.create({ payment_intent: intent })).amount).toBe(AMOUNT);
    const { data } = await stripe.balanceTransactions.list({ source: refund.id });
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([
      [AMOUNT, "refund_failure"],
      [-AMOUNT, "refund"],
    ]);
  });

  test("gives back no more than its own part", async () => {
    const shop = await byCard("pm_card_refundFail");
    const refund = (amount: number) => shop.stripe.refunds.create({ payment_intent: shop.intent, amount });
    await refund(700);
    await pass(1);
    await refund(300);
    await pass(1);
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 300, refunded: false });
    await pass(1);
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test("a credit note cannot name it", async () => {
    const { stripe } = openShop(server);
    const { id: customer } = await stripe.customers.create();
    await stripe.invoiceItems.create({ customer, amount: AMOUNT, currency: "usd" });
    const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
    const card = await stripe.paymentMethods.attach("pm_card_refundFail", { customer });
    await stripe.invoices.finalizeInvoice(draft.id);
    const invoice = await stripe.invoices.pay(draft.id, { payment_method: card.id, expand: ["payments"] });
    const payment_intent = String(invoice.payments?.data[0]?.payment.payment_intent);
    const named = async () => {
      const { id: refund } = await stripe.refunds.create({ payment_intent, amount: 400 });
      return { invoice: invoice.id, amount: 400, refunds: [{ refund }] };
    };
    const inTime = await named();
    expect((await stripe.creditNotes.create(inTime)).post_payment_amount).toBe(400);
    const late = await named();
    await pass(2);
    const refund = String(late.refunds[0]?.refund);
    expect(await refused(stripe.creditNotes.create(late))).toMatchObject({
      status: 400,
      message: `The refund ${refund} gives nothing back: its status is failed.`,
      param: "refunds[0][refund]",
    });
  });

  test("an older version and a client without one see it too", async () => {
    const { stripe, intent } = await byCard("pm_card_refundFail");
    const { id } = await stripe.refunds.create({ payment_intent: intent });
    await pass(2);
    for (const apiVersion of ["2023-10-16", "2024-06-20", "2025-03-31.basil", "2026-10-28.endive"]) {
      const options: object = { apiVersion };
      expect(await stripe.refunds.retrieve(id, {}, options)).toMatchObject({ status: "failed" });
      expect((await stripe.refunds.list({ payment_intent: intent }, options)).data).toHaveLength(1);
    }
  });
});

describe("waiting for the payer", () => {
  test("who is asked by e-mail for an account, and answers", async () => {
    const shop = await byKonbini();
    const { stripe, intent } = shop;
    const at = clock.seconds();
    const refund = await stripe.refunds.create({
      payment_intent: intent,
      instructions_email: "accounts@example.com",
    });
    expect(refund).toMatchObject({
      instructions_email: "accounts@example.com",
      next_action: {
        display_details: {
          email_sent: { email_sent_at: at, email_sent_to: "accounts@example.com" },
          expires_at: at + 45 * DAY,
        },
        type: "display_details",
      },
      status: "requires_action",
    });
    await shop.newsSince();
    await pass(179);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("requires_action");
    await pass(1);
    const done = await stripe.refunds.retrieve(refund.id);
    expect(done).toMatchObject({ instructions_email: "accounts@example.com", status: "succeeded" });
    expect(done).not.toHaveProperty("next_action");
    expect(await shop.newsSince()).toEqual(["refund.updated", "charge.refund.updated"]);
  });

  test("at the address of the payment, unless another is given", async () => {
    const { stripe, intent } = await byKonbini("succeed_immediately@example.com");
    const refund = await stripe.refunds.create({ payment_intent: intent });
    expect(refund.next_action?.display_details?.email_sent?.email_sent_to).toBe(
      "succeed_immediately@example.com",
    );
    expect(refund).not.toHaveProperty("instructions_email");
    await pass(2);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  });

  test("who does not answer in 45 days", async () => {
    const shop = await byKonbini();
    const { stripe, intent } = shop;
    const { id } = await stripe.refunds.create({
      payment_intent: intent,
      instructions_email: "fill_never@example.com",
    });
    await pass(45 * DAY - 1);
    expect((await stripe.refunds.retrieve(id)).status).toBe("requires_action");
    await pass(1);
    expect(await stripe.refunds.retrieve(id)).toMatchObject({ failure_reason: "unknown", status: "failed" });
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test("a test need not wait for that", async () => {
    const shop = await byKonbini();
    const { id } = await shop.stripe.refunds.create({ payment_intent: shop.intent });
    const expired = await shop.stripe.testHelpers.refunds.expire(id);
    expect(expired).toMatchObject({ failure_reason: "unknown", status: "failed" });
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await refused(shop.stripe.testHelpers.refunds.expire(id))).message).toContain(
      "cannot be expired",
    );
  });

  test("it can be canceled until then", async () => {
    const shop = await byKonbini();
    const { stripe, intent } = shop;
    const refund = await stripe.refunds.create({ payment_intent: intent });
    await shop.newsSince();
    const canceled = await stripe.refunds.cancel(refund.id, { expand: ["failure_balance_transaction"] });
    expect(canceled).toMatchObject({
      failure_balance_transaction: { amount: AMOUNT, currency: "jpy", type: "refund_failure" },
      failure_reason: "merchant_request",
      status: "canceled",
    });
    expect(canceled).not.toHaveProperty("next_action");
    expect(await chargeOf(shop)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(await shop.newsSince()).toEqual(["refund.updated", "charge.refund.updated"]);
    await pass(45 * DAY);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("canceled");
    expect((await refused(stripe.refunds.cancel(refund.id))).message).toContain("status is canceled");
  });
});

describe("400", () => {
  test("canceling a refund that needs nothing", async () => {
    const { stripe, intent } = await byCard("pm_card_visa");
    const { id } = await stripe.refunds.create({ payment_intent: intent });
    expect(await refused(stripe.refunds.cancel(id))).toMatchObject({
      status: 400,
      message:
        "This refund cannot be canceled, because its status is succeeded. Only a refund with a status of " +
        "requires_action can be canceled.",
    });
  });

  test("instructions for a method that needs none", async () => {
    const { stripe, intent } = await byCard("pm_card_visa");
    expect(
      await refused(stripe.refunds.create({ payment_intent: intent, instructions_email: "a@example.com" })),
    ).toMatchObject({ status: 400, param: "instructions_email" });
  });

  test("180 days after a debit", async () => {
    const { stripe, intent } = await byDebit();
    await pass(180 * DAY - 180);
    expect((await stripe.refunds.create({ payment_intent: intent, amount: 1 })).status).toBe("pending");
    await pass(1);
    expect(await refused(stripe.refunds.create({ payment_intent: intent }))).toEqual({
      status: 400,
      code: "charge_not_refundable",
      param: undefined,
      message:
        "Charges with payment method type sepa_debit cannot be refunded more than 180 days after the payment.",
    });
  });
});
