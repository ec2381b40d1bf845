/** Subscriptions that are paused by request, and resumed. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BillingShop, linesOf, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
});

/** A monthly subscription that began with January, at the tenth day before its end. */
async function running(more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const { clock, customer } = await shop.clocked("2023-11-01");
  const price = (await shop.plan()).id;
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price }], ...more });
  await shop.advance(clock, "2023-11-21");
  const pending = async () =>
    (await stripe.invoiceItems.list({ customer, pending: true })).data.map(
      ({ amount, description }) => `${amount} ${description}`,
    );
  return { clock, customer, id, pending };
}

test("a pause gives back what is left of the period, and nothing more is billed", async () => {
  const { clock, customer, id, pending } = await running();
  const paused = await stripe.subscriptions.pause(id);
  expect(paused.status).toBe("paused");
  expect(moment(paused.items.data[0]?.current_period_end)).toBe("2023-11-21T00:00:00");
  expect(await pending()).toEqual(["-333 Unused time on Gold after 21 Nov 2023"]);
  expect(await shop.told("2023-11-21")).toEqual([
    "invoiceitem.created",
    "customer.subscription.paused",
    "customer.subscription.updated",
  ]);
  await shop.advance(clock, "2024-01-05");
  expect(await shop.invoices(customer)).toHaveLength(1);
  // The credit is on the invoice by which it goes on.
  await stripe.subscriptions.resume(id);
  const [, resuming] = await shop.invoices(customer);
  expect(resuming && linesOf(resuming)).toEqual([
    "-333 Unused time on Gold after 21 Nov 2023",
    "1000 1 × Gold (at $10.00 / month)",
  ]);
  await server.running.worker.drain();
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
});

test("a pause gives back nothing, or the whole period", async () => {
  const kept = await running();
  await stripe.subscriptions.pause(kept.id, { bill_for: { unused_time_from: { type: "none" } } });
  expect(await kept.pending()).toEqual([]);
  const whole = await running();
  const from = { type: "item_current_period_start" } as const;
  await stripe.subscriptions.pause(whole.id, { bill_for: { unused_time_from: from } });
  expect(await whole.pending()).toEqual(["-1000 Unused time on Gold after 01 Nov 2023"]);
});

test("a pause makes an invoice of what was used", async () => {
  const meter = await stripe.billing.meters.create({
    display_name: "Calls",
    event_name: "calls",
    default_aggregation: { formula: "sum" },
  });
  const metered = await shop.plan({
    unit_amount: 10,
    recurring: { interval: "month", usage_type: "metered", meter: meter.id },
  });
  const { clock, customer, id } = await running({ items: [{ price: metered.id }] });
  await stripe.billing.meterEvents.create({
    event_name: "calls",
    payload: { stripe_customer_id: customer, value: "25" },
    timestamp: Date.parse("2023-11-15T00:00:00Z") / 1000,
  });
  const { latest_invoice } = await stripe.subscriptions.pause(id, { invoicing_behavior: "invoice" });
  const draft = await stripe.invoices.retrieve(String(latest_invoice));
  expect(draft).toMatchObject({ status: "draft", total: 250, billing_reason: "subscription_update" });
  expect(linesOf(draft)).toEqual(["250 25 × Gold (at $0.10 / month)"]);
  await shop.advance(clock, "2023-11-21T01:00:00");
  expect((await stripe.invoices.retrieve(String(latest_invoice))).status).toBe("paid");
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("paused");
  const idle = await running({ items: [{ price: metered.id }] });
  const none = { bill_for: { outstanding_usage_through: { type: "none" } } } as const;
  await stripe.subscriptions.pause(idle.id, { ...none, invoicing_behavior: "invoice" });
  expect(await shop.invoices(idle.customer)).toEqual([]);
});

test("only what runs can be paused", async () => {
  const { id } = await running();
  await stripe.subscriptions.pause(id);
  expect(await refused(stripe.subscriptions.pause(id))).toMatchObject({
    status: 400,
    message: "You cannot pause a subscription that is `paused`.",
  });
  await stripe.subscriptions.cancel(id);
  expect((await refused(stripe.subscriptions.pause(id))).status).toBe(404);
});
