/** `mode=subscription` from its creation to its end: the session, its subscription, the first invoice and the events. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DE, missing, NEWEST, onlyOneOf, openTill, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params, refused, typedCard } from "../../support/shop.ts";

const DAY = 86_400;
const NOW = 1_800_000_000;
const clock = new FixedClock(NOW);
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const monthly = (unit_amount = 1500, more: Params = {}): Params => ({
  price_data: {
    currency: "usd",
    unit_amount,
    product_data: { name: "Gold" },
    recurring: { interval: "month" },
    ...more,
  },
  quantity: 1,
});
const once = (unit_amount = 700): Params => ({
  price_data: { currency: "usd", unit_amount, product_data: { name: "Setup" } },
  quantity: 1,
});
const sell = (more: Params = {}, version?: string) =>
  till.create({ mode: "subscription", line_items: [monthly()], ...more }, version);
const refuse = (more: Params) => till.refusal({ mode: "subscription", line_items: [monthly()], ...more });
const subscriptionOf = (session: { readonly subscription: string }) =>
  till.stripe.subscriptions.retrieve(session.subscription, { expand: ["discounts"] });
const invoiceOf = (session: { readonly invoice: string }) => till.stripe.invoices.retrieve(session.invoice);
const linesOf = (invoice: Stripe.Invoice) =>
  invoice.lines.data.map(({ amount, description }) => `${amount} ${description}`);
const buyer = async () => (await till.stripe.customers.create({ email: "jenny@example.com" })).id;

const DECLINED = "4000000000000002";
const CHALLENGED = "4000002500003155";
const INVOICED = ["invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"];

/** The session as it is when complete, its subscription and its first invoice, whose figures are the same. */
async function bought(id: string, params: Params = {}) {
  const session = await till.pay(id, params);
  expect(session).toMatchObject({
    status: "complete",
    url: null,
    payment_intent: null,
    setup_intent: null,
    subscription: expect.stringMatching(/^sub_/),
  });
  const [subscription, invoice] = [await subscriptionOf(session), await invoiceOf(session)];
  expect(invoice).toMatchObject({
    status: "paid",
    billing_reason: "subscription_create",
    customer: session.customer,
    subtotal: session.amount_subtotal,
    total: session.amount_total,
    amount_due: session.amount_total,
    amount_paid: session.amount_total,
    amount_remaining: 0,
    parent: { type: "subscription_details", subscription_details: { subscription: subscription.id } },
  });
  expect(subscription).toMatchObject({
    customer: session.customer,
    currency: session.currency,
    latest_invoice: invoice.id,
    collection_method: "charge_automatically",
  });
  return { session, subscription, invoice };
}

describe("a new session", () => {
  test("has the keys of its mode, and no intent", async () => {
    const session = await sell();
    expect(session).toMatchObject({
      mode: "subscription",
      status: "open",
      payment_status: "unpaid",
      amount_subtotal: 1500,
      amount_total: 1500,
      currency: "usd",
      customer: null,
      customer_creation: "always",
      customer_details: null,
      discounts: [],
      invoice: null,
      invoice_creation: null,
      payment_intent: null,
      payment_method_collection: "always",
      saved_payment_method_options: { allow_redisplay_filters: ["always"] },
      setup_intent: null,
      subscription: null,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    });
    expect(await sell({ customer: await buyer() })).toMatchObject({ customer_creation: null });
    expect(await sell({ payment_method_collection: "if_required" })).toMatchObject({
      payment_method_collection: "if_required",
    });
  });

  test("has the same keys in the same order as one of payment mode", async () => {
    for (const version of [
      "2022-11-15",
      "2023-10-16",
      "2024-06-20",
      "2025-03-31.basil",
      "2026-10-28.endive",
    ]) {
      expect(Object.keys(await sell({}, version)), version).toEqual(
        Object.keys(await till.create({}, version)),
      );
    }
  });

  test("costs what is due at once", async () => {
    expect(await sell({ line_items: [{ ...monthly(), quantity: 3 }, once()] })).toMatchObject({
      amount_total: 5200,
    });
    const trial = { subscription_data: { trial_period_days: 7 } };
    expect(await sell(trial)).toMatchObject({ amount_subtotal: 0, amount_total: 0 });
    expect(await sell({ ...trial, line_items: [monthly(), once()] })).toMatchObject({ amount_total: 700 });
    expect(await sell({ subscription_data: { trial_end: NOW + 3 * DAY } })).toMatchObject({
      amount_total: 0,
    });
    // 2027-01-15 08:00; a natural month has 31 days.
    const anchor = { billing_cycle_anchor: NOW + 10 * DAY };
    expect(await sell({ subscription_data: anchor })).toMatchObject({
      amount_total: Math.round((1500 * 10) / 31),
    });
    expect(await sell({ subscription_data: { ...anchor, proration_behavior: "none" } })).toMatchObject({
      amount_total: 0,
    });
    const config = { billing_cycle_anchor_config: { day_of_month: 25 } };
    expect(await sell({ subscription_data: config })).toMatchObject({
      amount_total: Math.round((1500 * 10) / 31),
    });
  });

  test("has metered prices without quantity, which cost nothing at once", async () => {
    const meter = await till.stripe.billing.meters.create({
      display_name: "Calls",
      event_name: `calls_${till.key.slice(-8)}`,
      default_aggregation: { formula: "sum" },
    });
    const metered = await till.stripe.prices.create({
      currency: "usd",
      unit_amount: 10,
      product_data: { name: "Calls" },
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    expect(await refuse({ line_items: [{ price: metered.id, quantity: 1 }] })).toEqual(
      says(
        "Quantity should not be specified where usage_type is `metered`. Remove `quantity` from `line_items[0]`",
      ),
    );
    const { id, ...session } = await sell({ line_items: [{ price: metered.id }, monthly()] });
    expect(session.amount_total).toBe(1500);
    const lines = await till.stripe.checkout.sessions.listLineItems(id);
    expect(lines.data.map(({ quantity, amount_total }) => [quantity, amount_total])).toEqual([
      [null, 0],
      [1, 1500],
    ]);
    const { subscription, invoice } = await bought(id);
    expect(subscription.items.data.map(({ quantity }) => quantity)).toEqual([undefined, 1]);
    expect(linesOf(invoice)).toEqual(["1500 1 × Gold (at $15.00 / month)"]);
    const only = await sell({ line_items: [{ price: metered.id }] });
    const done = await till.pay(only.id);
    expect(done).toMatchObject({ payment_status: "no_payment_required", invoice: null });
    expect((await subscriptionOf(done)).status).toBe("active");
  });

  test.each<[string, Params, ReturnType<typeof says>]>([
    [
      "only one-time prices",
      { line_items: [once()] },
      says("You must provide at least one recurring price in `subscription` mode when using prices."),
    ],
    [
      "prices of several intervals",
      { line_items: [monthly(), monthly(900, { recurring: { interval: "year" } })] },
      says(
        "All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.",
      ),
    ],
    [
      "21 recurring prices",
      { line_items: Array.from({ length: 21 }, () => monthly()) },
      says("You can only specify up to 20 recurring prices in `subscription` mode.", "line_items"),
    ],
    [
      "21 one-time prices",
      { line_items: [monthly(), ...Array.from({ length: 21 }, () => once())] },
      says("You can only specify up to 20 one-time prices in `subscription` mode.", "line_items"),
    ],
    ["no lines", { line_items: undefined }, missing("line_items")],
    [
      "the choice of a customer",
      { customer_creation: "always" },
      says("`customer_creation` can only be used in `payment` mode."),
    ],
    [
      "an invoice of its own",
      { invoice_creation: { enabled: true } },
      says(
        "You can only enable invoice creation when `mode` is set to `payment`. Invoices are created automatically when " +
          "`mode` is set to `subscription`, and are unsupported when set to `setup`. To learn more visit " +
          "https://stripe.com/docs/payments/checkout/post-payment-invoices.",
      ),
    ],
    [
      "a payment",
      { payment_intent_data: { description: "x" } },
      says("You can not pass `payment_intent_data` in `subscription` mode.", "payment_intent_data"),
    ],
    [
      "a set-up",
      { setup_intent_data: { description: "x" } },
      says("You can not pass `setup_intent_data` in `subscription` mode.", "setup_intent_data"),
    ],
    [
      "words on the button that are of payment mode",
      { submit_type: "pay" },
      says("`submit_type` can only be `auto` or `subscribe` in `subscription` mode.", "submit_type"),
    ],
    [
      "whether each type is saved",
      { payment_method_options: { card: { setup_future_usage: "on_session" } } },
      says(
        "You can not pass `payment_method_options[setup_future_usage]` in `subscription` mode.",
        "payment_method_options[setup_future_usage]",
      ),
    ],
    [
      "two trials",
      { subscription_data: { trial_period_days: 3, trial_end: NOW + 3 * DAY } },
      onlyOneOf("trial_end, trial_period_days", "subscription_data[trial_end]"),
    ],
    [
      "a trial and an anchor",
      { subscription_data: { billing_cycle_anchor: NOW + DAY, trial_period_days: 3 } },
      onlyOneOf("billing_cycle_anchor, trial_period_days", "subscription_data[billing_cycle_anchor]"),
    ],
    [
      "a trial that ends too soon",
      { subscription_data: { trial_end: NOW + DAY } },
      says("The `trial_end` date has to be at least 2 days in the future.", "subscription_data[trial_end]"),
    ],
    [
      "prorations without an anchor",
      { subscription_data: { proration_behavior: "none" } },
      says("The `proration_behavior` parameter can only be passed if a `billing_cycle_anchor` exists."),
    ],
    [
      "an anchor in the past",
      { subscription_data: { billing_cycle_anchor: NOW - 1 } },
      says(
        "The parameter `billing_cycle_anchor` expects a unix timestamp representing a date and time in the future. " +
          `You specified the value \`${NOW - 1}\` which is in the past.`,
        "billing_cycle_anchor",
      ),
    ],
    [
      "an anchor after the next natural date",
      { subscription_data: { billing_cycle_anchor: NOW + 32 * DAY } },
      says(
        `billing_cycle_anchor cannot be later than next natural billing date (${NOW + 31 * DAY}) for plan`,
        "billing_cycle_anchor",
      ),
    ],
    [
      "what happens after a trial that there is not",
      { subscription_data: { trial_settings: { end_behavior: { missing_payment_method: "pause" } } } },
      says(
        "The `trial_settings` parameter can only be passed if a `trial_end` or `trial_period_days` exists.",
        "subscription_data[trial_settings]",
      ),
    ],
    [
      "too small an amount",
      { line_items: [monthly(49)] },
      {
        ...says("The Checkout Session's total amount due must add up to at least $0.50 usd"),
        code: "amount_too_small",
      },
    ],
  ])("cannot have %s", async (_name, params, expected) => {
    expect(await refuse(params)).toEqual(expected);
    expect(await till.newsSince()).not.toContain("customer.subscription.created");
  });

  test("is refused for a price named twice, and for a customer who pays in another currency", async () => {
    const price = await till.price({ recurring: { interval: "month" } });
    const line = { price: price.id, quantity: 1 };
    expect((await refuse({ line_items: [line, line] })).message).toBe(
      `Cannot create a Subscription with multiple Subscription Items with the same Price: ${price.id}`,
    );
    const customer = await buyer();
    await bought((await sell({ customer })).id);
    expect((await refuse({ customer, line_items: [monthly(900, { currency: "eur" })] })).message).toMatch(
      /^You cannot combine currencies on a single customer\. .* with currency usd$/,
    );
  });
});

describe("paying it", () => {
  test("makes the customer, the subscription and its paid invoice", async () => {
    const { id } = await sell({ subscription_data: { description: "Gold plan", metadata: { a: "b" } } });
    await till.newsSince();
    const { session, subscription, invoice } = await bought(id);
    expect(session).toMatchObject({
      payment_status: "paid",
      customer_creation: "always",
      customer: expect.stringMatching(/^cus_/),
      amount_total: 1500,
    });
    expect(await till.newsSince()).toEqual([
      "customer.created",
      "payment_intent.created",
      "payment_method.attached",
      "charge.succeeded",
      "customer.updated",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "customer.subscription.created",
      ...INVOICED,
      "invoice_payment.paid",
    ]);
    expect(subscription).toMatchObject({
      status: "active",
      description: "Gold plan",
      metadata: { a: "b" },
      billing_mode: { type: "flexible" },
      pending_setup_intent: null,
      trial_end: null,
    });
    expect(linesOf(invoice)).toEqual(["1500 1 × Gold (at $15.00 / month)"]);
    expect(invoice.attempt_count).toBe(1);
    const method = await till.stripe.paymentMethods.retrieve(String(subscription.default_payment_method));
    expect(method).toMatchObject({ customer: session.customer, allow_redisplay: "limited" });
    const customer = (await till.stripe.customers.retrieve(session.customer)) as Stripe.Customer;
    expect(customer.invoice_settings.default_payment_method).toBeNull();
    expect(customer.currency).toBe("usd");
    const [intent] = (await till.stripe.paymentIntents.list()).data;
    expect(intent).toMatchObject({
      amount: 1500,
      customer: session.customer,
      description: "Subscription creation",
      setup_future_usage: "off_session",
      status: "succeeded",
    });
    const listed = await till.stripe.checkout.sessions.list({ subscription: subscription.id });
    expect(listed.data.map((one) => one.id)).toEqual([id]);
  });

  test("renews a month later without the session", async () => {
    const testClock = await till.stripe.testHelpers.testClocks.create({ frozen_time: NOW + 400 * DAY });
    const customer = await till.stripe.customers.create({
      email: "jenny@example.com",
      test_clock: testClock.id,
    });
    const { subscription, invoice } = await bought((await sell({ customer: customer.id })).id);
    expect(subscription).toMatchObject({ start_date: NOW + 400 * DAY, test_clock: testClock.id });
    expect(invoice.created).toBe(NOW + 400 * DAY);
    await till.stripe.testHelpers.testClocks.advance(testClock.id, { frozen_time: NOW + 432 * DAY });
    for (let looks = 0; looks < 100; looks++) {
      if ((await till.stripe.testHelpers.testClocks.retrieve(testClock.id)).status === "ready") break;
      await server.running.worker.drain();
    }
    const { data } = await till.stripe.invoices.list({ customer: customer.id });
    expect(data.map(({ billing_reason, status, total }) => [billing_reason, status, total])).toEqual([
      ["subscription_cycle", "paid", 1500],
      ["subscription_create", "paid", 1500],
    ]);
  });

  test("puts one-time prices on the first invoice alone", async () => {
    const { id } = await sell({ line_items: [{ ...monthly(), quantity: 2 }, once()] });
    await till.newsSince();
    const { invoice, subscription } = await bought(id);
    expect(linesOf(invoice)).toEqual(["700 Setup", "3000 2 × Gold (at $15.00 / month)"]);
    expect(invoice.lines.data.map((line) => line.subscription)).toEqual([subscription.id, subscription.id]);
    expect(subscription.items.data).toHaveLength(1);
    const news = await till.newsSince();
    expect(news.filter((type) => type === "invoiceitem.created")).toHaveLength(1);
    const [item] = (await till.stripe.invoiceItems.list({ invoice: invoice.id })).data;
    expect(item).toMatchObject({ amount: 700, invoice: invoice.id });
  });

  test("charges the time up to an anchor", async () => {
    const anchor = NOW + 10 * DAY;
    const { subscription, invoice } = await bought(
      (await sell({ subscription_data: { billing_cycle_anchor: anchor } })).id,
    );
    expect(subscription.billing_cycle_anchor).toBe(anchor);
    expect(invoice.lines.data.map(({ amount, period }) => [amount, period])).toEqual([
      [484, { start: NOW, end: anchor }],
    ]);
  });

  test("splits the figures of a tiered price over its tiers", async () => {
    const price = await till.stripe.prices.create({
      currency: "usd",
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      tiers: [
        { up_to: 2, unit_amount: 333 },
        { up_to: "inf", unit_amount: 101, flat_amount: 7 },
      ],
      recurring: { interval: "month" },
      product_data: { name: "Seats" },
    });
    const coupon = await till.stripe.coupons.create({ percent_off: 33, duration: "forever" });
    const rate = await till.stripe.taxRates.create({
      display_name: "VAT",
      inclusive: false,
      percentage: 19.6,
    });
    const { id } = await sell({
      discounts: [{ coupon: coupon.id }],
      line_items: [
        { price: price.id, quantity: 5, tax_rates: [rate.id] },
        { ...once(), tax_rates: [rate.id] },
      ],
    });
    const { session, invoice } = await bought(id);
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([700, 666, 303, 7]);
    const discounted = (invoice.total_discount_amounts ?? []).map(({ amount }) => amount);
    expect(discounted).toEqual([session.total_details.amount_discount]);
    const taxed = (invoice.total_taxes ?? []).map(({ amount }) => amount);
    expect(taxed).toEqual([session.total_details.amount_tax]);
  });

  test.each(["once", "repeating", "forever"] as const)(
    "hands on a coupon that lasts %s",
    async (duration) => {
      const coupon = await till.stripe.coupons.create({
        percent_off: 20,
        duration,
        ...(duration === "repeating" ? { duration_in_months: 3 } : {}),
      });
      const { id } = await sell({ discounts: [{ coupon: coupon.id }] });
      const { session, subscription, invoice } = await bought(id);
      expect(session).toMatchObject({ amount_total: 1200, total_details: { amount_discount: 300 } });
      expect(invoice.total_discount_amounts?.map(({ amount }) => amount)).toEqual([300]);
      const discounts = subscription.discounts as Stripe.Discount[];
      expect(discounts.map(({ end, subscription: on }) => [end, on])).toEqual(
        duration === "once"
          ? []
          : [[duration === "forever" ? null : NOW + (31 + 28 + 31) * DAY, subscription.id]],
      );
      expect((await till.stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
    },
  );

  test("keeps a coupon of one use through a free trial", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 20, duration: "once" });
    const { id } = await sell({
      discounts: [{ coupon: coupon.id }],
      subscription_data: { trial_period_days: 7 },
    });
    const { subscription } = await bought(id);
    expect(subscription.discounts).toHaveLength(1);
  });

  test("keeps a coupon of one use that applies to nothing which is due at once", async () => {
    const plan = await till.stripe.products.create({ name: "Gold" });
    const coupon = await till.stripe.coupons.create({
      percent_off: 20,
      duration: "once",
      applies_to: { products: [plan.id] },
    });
    const price = await till.price({ product: plan.id, recurring: { interval: "month" } });
    const { id } = await sell({
      discounts: [{ coupon: coupon.id }],
      line_items: [{ price: price.id, quantity: 1 }, once()],
      subscription_data: { trial_period_days: 7 },
    });
    const { session, subscription } = await bought(id);
    expect(session).toMatchObject({ amount_total: 700, total_details: { amount_discount: 0 } });
    expect(subscription.discounts).toHaveLength(1);
  });

  test("is free with a coupon for everything, with and without a card", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 100, duration: "once" });
    const withCard = await sell({ discounts: [{ coupon: coupon.id }] });
    const { session, subscription } = await bought(withCard.id);
    expect(session).toMatchObject({ amount_subtotal: 1500, payment_status: "no_payment_required" });
    expect(subscription).toMatchObject({ status: "active", discounts: [] });
    const without = await sell({
      discounts: [{ coupon: coupon.id }],
      payment_method_collection: "if_required",
    });
    await till.newsSince();
    const free = await bought(without.id, { email: "a@example.com", ...NO_CARD });
    expect(free.subscription).toMatchObject({ status: "active", default_payment_method: null });
    expect(await till.newsSince()).toEqual([
      "customer.created",
      "checkout.session.completed",
      "customer.discount.created",
      "customer.subscription.created",
      "customer.updated",
      ...INVOICED,
    ]);
  });

  test("taxes the first invoice as the session", async () => {
    const { id } = await sell({
      automatic_tax: { enabled: true },
      line_items: [monthly(1000, { tax_behavior: "exclusive" }), once()],
    });
    const { session, subscription, invoice } = await bought(id, {
      billing_address: DE,
      ...typedCard("4242424242424242"),
    });
    expect(session.total_details.amount_tax).toBeGreaterThan(0);
    expect(subscription.automatic_tax.enabled).toBe(true);
    expect(invoice.total_taxes?.reduce((all, { amount }) => all + amount, 0)).toBe(
      session.total_details.amount_tax,
    );
  });

  test("taxes by the subscription's own rates where a line has none", async () => {
    const [own, general] = await Promise.all(
      [10, 20].map((percentage) =>
        till.stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage }),
      ),
    );
    const { id, amount_total } = await sell({
      line_items: [{ ...monthly(), tax_rates: [String(own?.id)] }, once(1000)],
      subscription_data: { default_tax_rates: [String(general?.id)] },
    });
    expect(amount_total).toBe(1650 + 1200);
    const { subscription, invoice } = await bought(id);
    expect(subscription.default_tax_rates?.map((rate) => rate.id)).toEqual([general?.id]);
    expect(subscription.items.data[0]?.tax_rates?.map((rate) => rate.id)).toEqual([own?.id]);
    expect(invoice.default_tax_rates.map((rate) => rate.id)).toEqual([general?.id]);
    expect(
      await refuse({
        automatic_tax: { enabled: true },
        subscription_data: { default_tax_rates: [String(own?.id)] },
      }),
    ).toEqual(
      says(
        "You may not specify `default_tax_rates` when `automatic_tax[enabled]` is `true`.",
        "subscription_data[default_tax_rates]",
      ),
    );
  });

  test("charges shipping once, on the first invoice", async () => {
    const { id } = await sell({
      shipping_options: [
        {
          shipping_rate_data: {
            display_name: "Post",
            type: "fixed_amount",
            fixed_amount: { amount: 500, currency: "usd" },
          },
        },
      ],
    });
    const { invoice } = await bought(id);
    expect(invoice).toMatchObject({ total: 2000, amount_shipping: 500 });
  });
});

/** Confirms without a payment method. */
const NO_CARD: Params = { payment_method_data: undefined };

describe("a trial", () => {
  test("with a card sets it up for later", async () => {
    const { id } = await sell({ subscription_data: { trial_period_days: 7 } });
    await till.newsSince();
    const { session, subscription, invoice } = await bought(id);
    expect(session).toMatchObject({ amount_total: 0, payment_status: "no_payment_required" });
    expect(subscription).toMatchObject({
      status: "trialing",
      trial_start: NOW,
      trial_end: NOW + 7 * DAY,
      billing_cycle_anchor: NOW + 7 * DAY,
      default_payment_method: expect.stringMatching(/^pm_/),
      pending_setup_intent: null,
    });
    expect(linesOf(invoice)).toEqual(["0 Free trial for 1 × Gold"]);
    expect(await till.newsSince()).toEqual([
      "customer.created",
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
      "customer.subscription.created",
      "customer.updated",
      ...INVOICED,
    ]);
    expect((await till.stripe.paymentIntents.list()).data).toEqual([]);
  });

  test("charges one-time prices at once", async () => {
    const { id } = await sell({
      line_items: [monthly(), once()],
      subscription_data: { trial_period_days: 7 },
    });
    const { session, subscription } = await bought(id);
    expect(session).toMatchObject({ amount_total: 700, payment_status: "paid" });
    expect(subscription.status).toBe("trialing");
  });

  test("without a card needs none", async () => {
    const { id } = await sell({
      payment_method_collection: "if_required",
      subscription_data: {
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
      },
    });
    await till.newsSince();
    const { session, subscription } = await bought(id, { email: "a@example.com", ...NO_CARD });
    expect(session).toMatchObject({ payment_status: "no_payment_required" });
    expect(subscription).toMatchObject({
      status: "trialing",
      default_payment_method: null,
      trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
    });
    expect(await till.newsSince()).toEqual([
      "customer.created",
      "checkout.session.completed",
      "customer.subscription.created",
      "customer.updated",
      ...INVOICED,
    ]);
    expect((await till.stripe.setupIntents.list()).data).toEqual([]);
  });

  test("needs a card if the session always collects one", async () => {
    const { id } = await sell({ subscription_data: { trial_period_days: 7 } });
    expect(await till.payRefusal(id, { email: "a@example.com", ...NO_CARD })).toEqual(
      missing("payment_method"),
    );
  });
});

describe("an attempt that fails", () => {
  test("leaves an intent and its charge, and the next one goes on with it", async () => {
    const { id } = await sell();
    await till.newsSince();
    expect(await till.payRefusal(id, typedCard(DECLINED))).toMatchObject({
      status: 402,
      code: "card_declined",
    });
    expect(await till.newsSince()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect(await till.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      customer: null,
      invoice: null,
      payment_intent: null,
      subscription: null,
    });
    expect((await till.stripe.subscriptions.list({ status: "all" })).data).toEqual([]);
    expect((await till.stripe.customers.list()).data).toEqual([]);
    await bought(id);
    expect((await till.stripe.paymentIntents.list()).data.map(({ status }) => status)).toEqual(["succeeded"]);
    expect((await till.stripe.charges.list()).data.map(({ status }) => status)).toEqual([
      "succeeded",
      "failed",
    ]);
  });

  test("gives back the use of the coupon", async () => {
    const coupon = await till.stripe.coupons.create({
      percent_off: 20,
      duration: "once",
      max_redemptions: 1,
    });
    const { id } = await sell({ discounts: [{ coupon: coupon.id }] });
    await till.payRefusal(id, typedCard(DECLINED));
    expect((await till.stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0);
    await bought(id);
  });

  test("cancels the intent when the session expires", async () => {
    const { id } = await sell();
    await till.payRefusal(id, typedCard(DECLINED));
    await till.stripe.checkout.sessions.expire(id);
    expect((await till.stripe.paymentIntents.list()).data.map(({ status }) => status)).toEqual(["canceled"]);
    const trial = await sell({ subscription_data: { trial_period_days: 7 } });
    expect(await till.payRefusal(trial.id, typedCard(DECLINED))).toMatchObject({ status: 402 });
    expect((await till.stripe.setupIntents.list()).data.map(({ status }) => status)).toEqual([
      "requires_payment_method",
    ]);
    await till.stripe.checkout.sessions.expire(trial.id);
    expect((await till.stripe.setupIntents.list()).data.map(({ status }) => status)).toEqual(["canceled"]);
  });

  test("belongs to the session, which alone confirms its intent", async () => {
    const { id } = await sell();
    await till.payRefusal(id, typedCard(DECLINED));
    const [intent] = (await till.stripe.paymentIntents.list()).data;
    expect((await refused(till.stripe.paymentIntents.cancel(String(intent?.id)))).message).toContain(
      `expire the Checkout Session ${id} instead`,
    );
  });
});

describe("3-D Secure", () => {
  async function answer(outcome: "failed" | "passed", kind: "payment" | "setup" = "payment") {
    const { data } =
      kind === "payment" ? await till.stripe.paymentIntents.list() : await till.stripe.setupIntents.list();
    const { id, client_secret } = data[0] ?? {};
    const reply = await server.raw("POST", `/c/3ds/${id}`, {
      key: "",
      body: { client_secret: String(client_secret), outcome },
      headers: { accept: "application/json" },
    });
    return reply.status;
  }

  test("completes the session when it is passed, and leaves it open when not", async () => {
    const { id } = await sell();
    await till.newsSince();
    await till.pay(id, typedCard(CHALLENGED));
    expect(await till.newsSince()).toEqual(["payment_intent.created", "payment_intent.requires_action"]);
    await answer("failed");
    expect(await till.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "open",
      subscription: null,
    });
    await till.pay(id, typedCard(CHALLENGED));
    expect(await answer("passed")).toBe(200);
    const session = await till.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "complete", payment_status: "paid" });
    expect((await subscriptionOf({ subscription: String(session.subscription) })).status).toBe("active");
  });

  test("of a trial sets up the card", async () => {
    const { id } = await sell({ subscription_data: { trial_period_days: 7 } });
    await till.pay(id, typedCard(CHALLENGED));
    expect(await answer("passed", "setup")).toBe(200);
    const session = await till.stripe.checkout.sessions.retrieve(id);
    expect((await subscriptionOf({ subscription: String(session.subscription) })).status).toBe("trialing");
  });
});

describe("an open session", () => {
  const update = (id: string, params: Params) =>
    server.raw("POST", `/v1/checkout/sessions/${id}`, {
      key: till.key,
      body: form(params),
      headers: { "stripe-version": NEWEST },
    });

  test("can be given other lines, with a recurring one among them", async () => {
    const { id } = await sell();
    const { data } = await till.stripe.checkout.sessions.listLineItems(id);
    const changed = await update(id, { line_items: [{ id: String(data[0]?.id), quantity: 2 }, once()] });
    expect(changed.body).toMatchObject({ amount_total: 3700 });
    const { body } = await update(id, { line_items: [once()] });
    expect(body.error.message).toBe(
      "You must provide at least one recurring price in `subscription` mode when using prices.",
    );
    await bought(id);
  });

  test("takes promotion codes and quantities of the buyer", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10, duration: "forever" });
    await till.stripe.promotionCodes.create({
      promotion: { type: "coupon", coupon: coupon.id },
      code: "TENTH",
    });
    const { id } = await sell({
      allow_promotion_codes: true,
      line_items: [{ ...monthly(), adjustable_quantity: { enabled: true } }],
    });
    const { data } = await till.stripe.checkout.sessions.listLineItems(id);
    await till.tell(id, { promotion_code: "TENTH", line_items: [{ id: String(data[0]?.id), quantity: 3 }] });
    const { session, subscription } = await bought(id, { expected_amount: 4050 });
    expect(session.total_details.amount_discount).toBe(450);
    expect(subscription.discounts).toHaveLength(1);
  });

  test("keeps a recurring line, whatever the buyer removes", async () => {
    const adjustable_quantity = { enabled: true };
    const { id } = await sell({
      line_items: [
        { ...monthly(), adjustable_quantity },
        { ...once(), adjustable_quantity },
      ],
    });
    const { data } = await till.stripe.checkout.sessions.listLineItems(id);
    const without = (i: number) => ({ line_items: [{ id: String(data[i]?.id), quantity: 0 }] });
    expect(await till.tellRefusal(id, without(0))).toMatchObject({ param: "line_items[0][quantity]" });
    expect(await till.tell(id, without(1))).toMatchObject({ amount_total: 1500 });
    await bought(id);
  });

  test("can be recovered after its expiry, with its subscription's terms", async () => {
    const { id } = await sell({
      after_expiration: { recovery: { enabled: true } },
      subscription_data: { trial_period_days: 7, metadata: { plan: "gold" } },
    });
    const expired = await till.stripe.checkout.sessions.expire(id);
    const reply = await fetch(String(expired.after_expiration?.recovery?.url), { redirect: "manual" });
    const again = /\/c\/pay\/(cs_test_\w+)#/.exec(reply.headers.get("location") ?? "")?.[1] ?? "";
    expect(again).not.toBe(id);
    const { session, subscription } = await bought(again);
    expect(session).toMatchObject({ recovered_from: id, amount_total: 0 });
    expect(subscription).toMatchObject({ status: "trialing", metadata: { plan: "gold" } });
  });

  test("cannot be completed after the anchor of its subscription", async () => {
    const anchor = NOW + 3600;
    const { id } = await sell({
      line_items: [monthly(100_000)],
      subscription_data: { billing_cycle_anchor: anchor },
    });
    clock.advance(3600);
    expect((await till.payRefusal(id)).message).toBe(
      "The `subscription_data[billing_cycle_anchor]` of this Checkout Session has passed. Create a new Checkout Session.",
    );
    clock.advance(-3600);
    await bought(id);
  });
});
