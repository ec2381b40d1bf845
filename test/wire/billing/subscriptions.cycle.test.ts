/** The billing cycle of subscriptions on test clocks: renewals, trials that end, failures, and what follows. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
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

/** A clock with a customer and a monthly subscription. */
async function monthly(
  at: string,
  {
    card = "pm_card_visa",
    ...more
  }: Partial<Stripe.SubscriptionCreateParams> & { card?: string | null } = {},
) {
  const price = await shop.plan();
  const { clock, customer } = await shop.clocked(at, card);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }], ...more });
  const now = () => stripe.subscriptions.retrieve(id);
  return { clock, customer, id, price, now };
}

const itemOf = (subscription: Stripe.Subscription) => {
  const [item] = subscription.items.data;
  if (item === undefined) throw new Error("has no item");
  return item;
};

/** The lines of invoices as text, one for each: status, reason, total. */
const shortly = (invoices: Stripe.Invoice[]) =>
  invoices.map(({ status, billing_reason, total }) => `${status} ${billing_reason} ${total}`);

describe("a renewal", () => {
  test("drafts at the boundary, finalizes and pays an hour later", async () => {
    const { clock, customer, now } = await monthly("2023-01-31T10:20:30");
    await shop.advance(clock, "2023-02-28T10:20:30");
    const [, draft] = await shop.invoices(customer);
    const renewed = await now();
    expect(draft).toMatchObject({
      attempted: false,
      auto_advance: true,
      billing_reason: "subscription_cycle",
      number: null,
      status: "draft",
    });
    const created = draft?.created ?? 0;
    expect(moment(created)).toBe("2023-02-28T10:20:30");
    expect(draft?.automatically_finalizes_at).toBe(created + 3601);
    expect(draft?.next_payment_attempt).toBe(created + 3600);
    expect(moment(draft?.period_start)).toBe("2023-01-31T10:20:30");
    expect(moment(draft?.period_end)).toBe("2023-02-28T10:20:30");
    expect(moment(draft?.lines.data[0]?.period.start)).toBe("2023-02-28T10:20:30");
    expect(moment(draft?.lines.data[0]?.period.end)).toBe("2023-03-31T10:20:30");
    expect(renewed.latest_invoice).toBe(draft?.id);
    expect(await shop.told("2023-02-28T10:20:30", "2023-02-28T10:20:31")).toEqual([
      "customer.subscription.updated",
      "invoice.created",
    ]);
    await shop.advance(clock, "2023-02-28T11:20:30");
    expect(await shop.told("2023-02-28T10:20:31", "2023-02-28T11:20:31")).toEqual([
      "invoice.finalized",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
    const [, paid] = await shop.invoices(customer);
    expect(paid).toMatchObject({ status: "paid", attempt_count: 1, auto_advance: false });
    expect(moment(paid?.status_transitions.paid_at)).toBe("2023-02-28T11:20:30");
  });

  test("tells what it changed", async () => {
    const { clock, now } = await monthly("2023-01-31T10:20:30");
    const before = await now();
    await shop.advance(clock, "2023-02-28T10:20:30");
    const events = async (version: string) => {
      const { body } = await server.raw("GET", "/v1/events?type=customer.subscription.updated", {
        key: shop.key,
        headers: { "stripe-version": version },
      });
      return body.data[0].data;
    };
    const { object, previous_attributes: previous } = await events("2026-10-28.endive");
    expect(previous.latest_invoice).toBe(before.latest_invoice);
    expect(previous.items.data[0].current_period_end).toBe(itemOf(before).current_period_end);
    // Events are made for the account's version, which is older than basil.
    expect(moment(previous.current_period_start)).toBe("2023-01-31T10:20:30");
    expect(moment(previous.current_period_end)).toBe("2023-02-28T10:20:30");
    expect(moment(object.current_period_start)).toBe("2023-02-28T10:20:30");
    expect(Object.keys(previous).sort()).toEqual([
      "current_period_end",
      "current_period_start",
      "items",
      "latest_invoice",
    ]);
  });

  test("keeps to the anchor through short months and leap years", async () => {
    const { clock, customer } = await monthly("2023-12-31T10:20:30");
    for (const to of ["2024-02-29T10:20:30", "2024-04-29T00:00:00", "2024-04-30T12:00:00"])
      await shop.advance(clock, to);
    const starts = (await shop.invoices(customer)).map(({ created }) => moment(created));
    expect(starts).toEqual([
      "2023-12-31T10:20:30",
      "2024-01-31T10:20:30",
      "2024-02-29T10:20:30",
      "2024-03-31T10:20:30",
      "2024-04-30T10:20:30",
    ]);
  });

  test("a yearly price beside a monthly one has its own period", async () => {
    const [gold, yearly] = [
      await shop.plan(),
      await shop.plan({ unit_amount: 9000, recurring: { interval: "year" }, product_data: { name: "Year" } }),
    ];
    const { clock, customer } = await shop.clocked("2023-01-15T00:00:00");
    await stripe.subscriptions.create({ customer, items: [{ price: gold.id }, { price: yearly.id }] });
    await shop.advance(clock, "2023-03-15T00:00:00");
    expect((await shop.invoices(customer)).map(linesOf)).toEqual([
      ["9000 1 × Year (at $90.00 / year)", "1000 1 × Gold (at $10.00 / month)"],
      ["1000 1 × Gold (at $10.00 / month)"],
      ["1000 1 × Gold (at $10.00 / month)"],
    ]);
  });

  test("takes up what waited for it", async () => {
    const { clock, customer, id } = await monthly("2023-01-15T00:00:00");
    await stripe.invoiceItems.create({ customer, amount: 700, currency: "usd", description: "Visit" });
    await stripe.subscriptions.update(id, {
      add_invoice_items: [{ price: (await shop.fee()).id }],
    });
    await shop.advance(clock, "2023-02-15T00:00:00");
    const invoices = await shop.invoices(customer);
    expect(invoices).toHaveLength(2);
    expect(linesOf(invoices[1] as Stripe.Invoice).sort()).toEqual([
      "1000 1 × Gold (at $10.00 / month)",
      "500 Set-up",
      "700 Visit",
    ]);
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
  });

  test("discounts last as long as their coupon says", async () => {
    const totals = async (coupon: Stripe.CouponCreateParams) => {
      const { id } = await stripe.coupons.create({ percent_off: 50, ...coupon });
      const { clock, customer, now } = await monthly("2023-01-15T00:00:00", { discounts: [{ coupon: id }] });
      for (const to of ["2023-03-15T00:00:00", "2023-05-14T00:00:00", "2023-05-15T02:00:00"])
        await shop.advance(clock, to);
      const discounts = (await now()).discounts.length;
      return [...(await shop.invoices(customer)).map(({ total }) => total), discounts];
    };
    expect(await totals({ duration: "once" })).toEqual([500, 1000, 1000, 1000, 1000, 0]);
    expect(await totals({ duration: "forever" })).toEqual([500, 500, 500, 500, 500, 1]);
    const repeating = await totals({ duration: "repeating", duration_in_months: 3 });
    expect(repeating).toEqual([500, 500, 500, 1000, 1000, 0]);
  });

  test("usage is billed when its period is over", async () => {
    const meter = await stripe.billing.meters.create({
      default_aggregation: { formula: "sum" },
      display_name: "Calls",
      event_name: "calls",
    });
    const calls = await shop.plan({
      product_data: { name: "Calls" },
      recurring: { interval: "month", meter: meter.id, usage_type: "metered" },
      unit_amount: 3,
    });
    const start = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 19);
    const { clock, customer } = await shop.clocked(start);
    const flexible = await stripe.subscriptions.create({ customer, items: [{ price: calls.id }] });
    expect(flexible).toMatchObject({ status: "active", latest_invoice: null });
    expect(itemOf(flexible).quantity).toBeUndefined();
    const classic = await stripe.subscriptions.create({
      billing_mode: { type: "classic" },
      customer,
      expand: ["latest_invoice"],
      items: [{ price: calls.id }],
    });
    expect(linesOf(classic.latest_invoice as Stripe.Invoice)).toEqual(["0 0 × Calls (at $0.03 / month)"]);
    await stripe.billing.meterEvents.create({
      event_name: "calls",
      payload: { stripe_customer_id: customer, value: "41" },
    });
    await shop.advance(clock, itemOf(flexible).current_period_end + 7200);
    const [, ...cycles] = await shop.invoices(customer);
    expect(cycles.map(linesOf)).toEqual([
      ["123 41 × Calls (at $0.03 / month)"],
      ["123 41 × Calls (at $0.03 / month)"],
    ]);
    const [line] = cycles[0]?.lines.data ?? [];
    expect(line?.period.end).toBe(itemOf(flexible).current_period_end);
  });
});

describe("the end of a trial", () => {
  test("is announced three days before; with a method the first period is charged", async () => {
    const { clock, customer, now } = await monthly("2023-01-01T00:00:00", { trial_period_days: 7 });
    await shop.advance(clock, "2023-01-05T00:00:00");
    expect(await shop.told("2023-01-05", "2023-01-05T00:00:01")).toEqual([
      "customer.subscription.trial_will_end",
    ]);
    await shop.advance(clock, "2023-01-08T02:00:00");
    const after = await now();
    expect(after.status).toBe("active");
    expect(moment(itemOf(after).current_period_end)).toBe("2023-02-08T00:00:00");
    expect(shortly(await shop.invoices(customer))).toEqual([
      "paid subscription_create 0",
      "paid subscription_cycle 1000",
    ]);
    const [told] = (await stripe.events.list({ type: "customer.subscription.updated" })).data;
    expect(told?.data.previous_attributes).toMatchObject({ status: "trialing" });
  });

  test("without a method: by default an invoice that fails", async () => {
    const { clock, customer, now } = await monthly("2023-01-01T00:00:00", {
      card: null,
      trial_period_days: 7,
    });
    await shop.advance(clock, "2023-01-08T00:00:00");
    expect((await now()).status).toBe("active");
    await shop.advance(clock, "2023-01-08T01:00:00");
    expect((await now()).status).toBe("past_due");
    expect(shortly(await shop.invoices(customer))[1]).toBe("open subscription_cycle 1000");
  });

  test("without a method: canceled", async () => {
    const { clock, customer, now } = await monthly("2023-01-01T00:00:00", {
      card: null,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
    });
    await shop.advance(clock, "2023-01-08T00:00:00");
    const after = await now();
    expect(after).toMatchObject({
      status: "canceled",
      cancellation_details: { reason: "cancellation_requested" },
    });
    expect(moment(after.ended_at)).toBe("2023-01-08T00:00:00");
    expect(await shop.invoices(customer)).toHaveLength(1);
    const types = await shop.told("2023-01-01T00:00:00", "2023-02-01");
    expect(types.filter((type) => type.startsWith("customer.subscription"))).toEqual([
      "customer.subscription.created",
      "customer.subscription.trial_will_end",
      "customer.subscription.deleted",
    ]);
  });

  test("without a method: paused, until it is resumed and paid", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00", {
      card: null,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    await shop.advance(clock, "2023-02-20T00:00:00");
    expect((await now()).status).toBe("paused");
    expect(await shop.invoices(customer)).toHaveLength(1);
    expect(await shop.told("2023-01-08", "2023-01-09")).toEqual([
      "customer.subscription.paused",
      "customer.subscription.updated",
    ]);
    const waiting = await stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: "now" } });
    expect(waiting.status).toBe("paused");
    expect(waiting.pending_update?.expires_at).toBe(waiting.billing_cycle_anchor + 43 * 86_400 + 23 * 3600);
    const open = (await shop.invoices(customer))[1] as Stripe.Invoice;
    expect(open).toMatchObject({ status: "open", billing_reason: "subscription_cycle", total: 1000 });
    const method = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.invoices.pay(String(open.id), { payment_method: method.id });
    const after = await now();
    expect(after).toMatchObject({ status: "active", pending_update: null });
    expect(moment(after.billing_cycle_anchor)).toBe("2023-02-20T00:00:00");
    expect(
      (await shop.told("2023-02-20")).filter((type) => type.startsWith("customer.subscription")),
    ).toEqual([
      "customer.subscription.updated",
      "customer.subscription.resumed",
      "customer.subscription.updated",
    ]);
  });

  test("resuming that nobody pays for is dropped after 23 hours", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00", {
      card: null,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    await shop.advance(clock, "2023-01-10T00:00:00");
    await stripe.subscriptions.resume(id);
    await shop.advance(clock, "2023-01-10T23:00:00");
    expect(await now()).toMatchObject({ status: "paused", pending_update: null });
    expect((await shop.invoices(customer))[1]?.status).toBe("void");
  });

  test("resuming with a method is paid at once", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00", {
      card: null,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    await shop.advance(clock, "2023-01-10T00:00:00");
    const method = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: method.id });
    await stripe.subscriptions.resume(id);
    await server.running.worker.drain();
    expect((await now()).status).toBe("active");
  });
});

describe("a payment that fails", () => {
  test("of a renewal: past due, retried, recovered", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await shop.advance(clock, "2023-02-01T01:00:00");
    expect((await now()).status).toBe("past_due");
    expect(await shop.told("2023-02-01T01:00:00", "2023-02-01T01:00:01")).toEqual([
      "invoice.finalized",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "invoice.payment_failed",
      "invoice.updated",
      "customer.updated",
      "customer.subscription.updated",
    ]);
    expect(((await stripe.customers.retrieve(customer)) as Stripe.Customer).delinquent).toBe(true);
    const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: good.id });
    await shop.advance(clock, "2023-02-05T00:00:00");
    expect((await now()).status).toBe("active");
    expect(shortly(await shop.invoices(customer))).toEqual([
      "paid subscription_create 1000",
      "paid subscription_cycle 1000",
    ]);
    expect(((await stripe.customers.retrieve(customer)) as Stripe.Customer).delinquent).toBe(false);
  });

  test("paid by request, is told of at the time of the clock", async () => {
    const { clock, customer, now } = await monthly("2023-01-01T00:00:00");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
    await shop.advance(clock, "2023-02-01T02:00:00");
    const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.invoices.pay(String((await now()).latest_invoice), { payment_method: good.id });
    expect(await shop.told("2023-02-01T02:00:00", "2023-02-02")).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
      "customer.updated",
      "customer.subscription.updated",
    ]);
  });

  test("again and again: canceled in the end", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await shop.advance(clock, "2023-02-20T00:00:00");
    const after = await now();
    expect(after).toMatchObject({ status: "canceled", cancellation_details: { reason: "payment_failed" } });
    const [, failed] = await shop.invoices(customer);
    expect(failed).toMatchObject({
      status: "open",
      attempt_count: 4,
      auto_advance: false,
      next_payment_attempt: null,
    });
  });

  test("the first one: expires after 23 hours, and its invoice is void", async () => {
    const { clock, customer, now } = await monthly("2023-01-01T00:00:00", {
      card: "pm_card_chargeCustomerFail",
    });
    await shop.advance(clock, "2023-01-01T22:59:59");
    expect((await now()).status).toBe("incomplete");
    await shop.advance(clock, "2023-01-01T23:00:00");
    const after = await now();
    expect(after.status).toBe("incomplete_expired");
    expect(moment(after.ended_at)).toBe("2023-01-01T23:00:00");
    expect((await shop.invoices(customer))[0]?.status).toBe("void");
    expect(await shop.told("2023-01-01T23:00:00", "2023-01-02")).toEqual([
      "payment_intent.canceled",
      "invoice.voided",
      "customer.subscription.updated",
    ]);
    await shop.advance(clock, "2023-02-20T00:00:00");
    expect(await shop.invoices(customer)).toHaveLength(1);
  });

  test("an invoice that is given up or voided settles it", async () => {
    for (const close of ["markUncollectible", "voidInvoice"] as const) {
      const { clock, customer, id, now } = await monthly("2023-01-01T00:00:00");
      const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
      await stripe.subscriptions.update(id, { default_payment_method: bad.id });
      await shop.advance(clock, "2023-02-01T02:00:00");
      expect((await now()).status).toBe("past_due");
      await stripe.invoices[close](String((await now()).latest_invoice));
      expect((await now()).status, close).toBe("active");
    }
  });
});

describe("its end", () => {
  test("at the end of the period", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-15T00:00:00");
    const planned = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(planned).toMatchObject({
      status: "active",
      cancel_at_period_end: true,
      cancellation_details: { reason: "cancellation_requested" },
    });
    expect(planned.cancel_at).toBe(itemOf(planned).current_period_end);
    expect(moment(planned.canceled_at)).toBe("2023-01-15T00:00:00");
    await shop.advance(clock, "2023-02-20T00:00:00");
    const over = await now();
    expect(over).toMatchObject({ status: "canceled", cancel_at: null, cancel_at_period_end: false });
    expect(moment(over.canceled_at)).toBe("2023-01-15T00:00:00");
    expect(moment(over.ended_at)).toBe("2023-02-15T00:00:00");
    expect(await shop.invoices(customer)).toHaveLength(1);
  });

  test("taken back", async () => {
    const { clock, customer, id, now } = await monthly("2023-01-15T00:00:00");
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    const back = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect(back).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { reason: null },
    });
    await shop.advance(clock, "2023-02-20T00:00:00");
    expect((await now()).status).toBe("active");
    expect(await shop.invoices(customer)).toHaveLength(2);
  });

  test("at a moment", async () => {
    const { clock, id, now } = await monthly("2023-01-15T00:00:00");
    await stripe.subscriptions.update(id, { cancel_at: Date.UTC(2023, 2, 1) / 1000 });
    await shop.advance(clock, "2023-02-28T00:00:00");
    expect((await now()).status).toBe("active");
    await shop.advance(clock, "2023-03-01T00:00:00");
    expect((await now()).status).toBe("canceled");
  });

  test("with its test clock, or with its customer", async () => {
    const one = await monthly("2023-01-15T00:00:00");
    await stripe.testHelpers.testClocks.del(one.clock);
    expect((await one.now()).status).toBe("canceled");
    const other = await monthly("2023-01-15T00:00:00");
    await stripe.customers.del(other.customer);
    expect((await other.now()).status).toBe("canceled");
  });
});

describe("collection that is paused", () => {
  test.each([
    ["keep_as_draft", "draft"],
    ["mark_uncollectible", "uncollectible"],
    ["void", "void"],
  ] as const)("%s", async (behavior, status) => {
    const { clock, customer, id, now } = await monthly("2023-01-15T00:00:00");
    const resumes_at = Date.UTC(2023, 2, 1) / 1000;
    await stripe.subscriptions.update(id, { pause_collection: { behavior, resumes_at } });
    await shop.advance(clock, "2023-03-01T00:00:00");
    await shop.advance(clock, "2023-03-15T02:00:00");
    const [, paused, again] = await shop.invoices(customer);
    expect(paused).toMatchObject({ status, auto_advance: false });
    expect(again?.status).toBe("paid");
    expect(await now()).toMatchObject({ status: "active", pause_collection: null });
  });
});

test("bills that are sent", async () => {
  const { clock, customer, now } = await monthly("2023-01-15T00:00:00", {
    card: null,
    collection_method: "send_invoice",
    days_until_due: 7,
  });
  await shop.advance(clock, "2023-01-21T23:59:59");
  expect((await now()).status).toBe("active");
  await shop.advance(clock, "2023-01-22T00:00:00");
  expect((await now()).status).toBe("past_due");
  expect(await shop.told("2023-01-22T00:00:00", "2023-02-15")).toEqual(["customer.subscription.updated"]);
  await stripe.invoices.pay(String((await now()).latest_invoice), { paid_out_of_band: true });
  expect((await now()).status).toBe("active");
  await shop.advance(clock, "2023-02-15T02:00:00");
  expect(shortly(await shop.invoices(customer))).toEqual([
    "paid subscription_create 1000",
    "open subscription_cycle 1000",
  ]);
  expect(await shop.told("2023-02-15T01:00:00", "2023-02-15T01:00:01")).toEqual(
    expect.arrayContaining(["invoice.finalized", "invoice.sent"]),
  );
  expect((await now()).status).toBe("active");
  await stripe.invoices.voidInvoice(String((await now()).latest_invoice));
  await shop.advance(clock, "2023-03-01T00:00:00");
  expect((await now()).status).toBe("active");
});

test("a clock goes no further than two intervals at once", async () => {
  const { clock } = await monthly("2023-01-15T00:00:00");
  await expect(shop.advance(clock, "2023-03-15T00:00:01")).rejects.toThrow(/You can only advance it up to/);
});

describe("a shop that does not cancel what is not paid", () => {
  test.each(["unpaid", "past_due"] as const)("%s", async (failed_payments) => {
    const settings = {
      ...DEFAULT_SETTINGS,
      subscriptions: { ...DEFAULT_SETTINGS.subscriptions, failed_payments },
    };
    const own = await startServer({ settings });
    try {
      const other = openBillingShop(own);
      const price = await other.plan();
      const { clock, customer } = await other.clocked("2023-01-01T00:00:00");
      const { id } = await other.stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
      const bad = await other.stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
      await other.stripe.subscriptions.update(id, { default_payment_method: bad.id });
      await other.advance(clock, "2023-02-20T00:00:00");
      await other.advance(clock, "2023-03-01T02:00:00");
      const after = await other.stripe.subscriptions.retrieve(id);
      expect(after.status).toBe(failed_payments);
      const newest = (await other.invoices(customer)).at(-1);
      const waits = failed_payments === "unpaid";
      expect(newest).toMatchObject({ auto_advance: !waits, status: waits ? "draft" : "open" });
    } finally {
      await own.close();
    }
  });
});

describe("a preview", () => {
  const preview = (params: Stripe.InvoiceCreatePreviewParams) => stripe.invoices.createPreview(params);

  test("is the invoice that the renewal then makes", async () => {
    const { clock, customer, id } = await monthly("2023-01-15T00:00:00");
    await stripe.invoiceItems.create({ customer, amount: 700, currency: "usd", description: "Visit" });
    const before = await preview({ subscription: id });
    expect(before).toMatchObject({ billing_reason: "upcoming", number: null, status: "draft", total: 1700 });
    expect(moment(before.created)).toBe("2023-02-15T00:00:00");
    expect(moment(before.period_start)).toBe("2023-01-15T00:00:00");
    expect((await preview({ subscription: id, preview_mode: "recurring" })).total).toBe(1000);
    await shop.advance(clock, "2023-02-15T00:00:00");
    const made = (await shop.invoices(customer)).at(-1) as Stripe.Invoice;
    expect(linesOf(made)).toEqual(linesOf(before));
    expect(await shop.invoices(customer)).toHaveLength(2);
  });

  test("counts the items that the request adds or changes", async () => {
    const { customer, id } = await monthly("2023-01-15T00:00:00");
    const [visit, own] = await Promise.all([
      stripe.invoiceItems.create({ customer, amount: 700, currency: "usd", description: "Visit" }),
      stripe.invoiceItems.create({
        customer,
        subscription: id,
        amount: 90,
        currency: "usd",
        description: "Own",
      }),
    ]);
    const asked = [
      { invoiceitem: visit.id, amount: 800 },
      { amount: 50, description: "Rush" },
    ];
    const next = await preview({ subscription: id, invoice_items: asked });
    expect(linesOf(next)).toEqual(["90 Own", "800 Visit", "50 Rush", "1000 1 × Gold (at $10.00 / month)"]);
    const recurring = await preview({
      subscription: id,
      invoice_items: [{ amount: 50, description: "Rush" }],
      preview_mode: "recurring",
    });
    expect(linesOf(recurring)).toEqual(["50 Rush", "1000 1 × Gold (at $10.00 / month)"]);
    const atOnce = await preview({
      subscription: id,
      invoice_items: [
        { invoiceitem: own.id, amount: 95 },
        { amount: 50, description: "Rush" },
      ],
      subscription_details: { billing_cycle_anchor: { type: "now" }, proration_behavior: "none" },
    });
    expect(linesOf(atOnce)).toEqual(["95 Own", "50 Rush", "1000 1 × Gold (at $10.00 / month)"]);
    const { data } = await stripe.invoiceItems.list({ customer });
    expect(data.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([90, 700]);
    await expect(preview({ subscription: id, invoice_items: [{ invoiceitem: "ii_none" }] })).rejects.toThrow(
      "No such invoiceitem: 'ii_none'",
    );
  });

  test("has the currency of the subscription", async () => {
    const { id } = await monthly("2023-01-15T00:00:00");
    expect((await preview({ subscription: id, currency: "usd" })).currency).toBe("usd");
    expect(await refused(preview({ subscription: id, currency: "eur" }))).toMatchObject({
      status: 400,
      param: "currency",
    });
    const item = { amount: 50, currency: "eur" };
    expect(await refused(preview({ subscription: id, invoice_items: [item] }))).toMatchObject({
      status: 400,
      param: "invoice_items[0][currency]",
    });
  });

  test("shows a change, and changes nothing", async () => {
    const { clock, customer, id, now } = await monthly("2023-11-01T00:00:00");
    await shop.advance(clock, "2023-11-21T00:00:00");
    const dear = await shop.plan({ unit_amount: 2000, product_data: { name: "Silver" } });
    const items = [{ id: itemOf(await now()).id, price: dear.id }];
    const next = await preview({ subscription: id, subscription_details: { items } });
    expect(linesOf(next)).toEqual([
      "-333 Unused time on Gold after 21 Nov 2023",
      "667 Remaining time on Silver after 21 Nov 2023",
      "2000 1 × Silver (at $20.00 / month)",
    ]);
    const details = { items, proration_behavior: "always_invoice" } as const;
    const atOnce = await preview({ subscription: id, subscription_details: details });
    expect(atOnce.total).toBe(334);
    expect(moment(atOnce.created)).toBe("2023-11-21T00:00:00");
    expect(itemOf(await now()).price.unit_amount).toBe(1000);
    expect((await stripe.invoiceItems.list({ customer })).data).toEqual([]);
    await stripe.subscriptions.update(id, details);
    expect((await shop.invoices(customer)).at(-1)?.total).toBe(334);
  });

  test("is refused where nothing follows", async () => {
    const { id } = await monthly("2023-01-15T00:00:00");
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await expect(preview({ subscription: id })).rejects.toThrow(/^No upcoming invoices for customer: /);
    const trial = await monthly("2023-01-15T00:00:00", {
      card: null,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
    });
    await expect(preview({ subscription: trial.id })).rejects.toThrow(
      /^The subscription will cancel at the end of the trial/,
    );
    const upcoming = await server.raw("GET", `/v1/invoices/upcoming?subscription=${trial.id}`, {
      headers: { "stripe-version": "2024-06-20" },
      key: shop.key,
    });
    expect(upcoming.body.error.message).toMatch(/^The Upcoming Invoice API does not support/);
  });
});
