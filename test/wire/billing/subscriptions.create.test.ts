/** Subscriptions made by the API: their first invoice and its payment, in each behaviour, and what is refused. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
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

/** A subscription with its first invoice expanded. */
async function subscribe(params: Stripe.SubscriptionCreateParams) {
  const subscription = await stripe.subscriptions.create({
    ...params,
    expand: ["latest_invoice.confirmation_secret", "latest_invoice.payments"],
  });
  return { subscription, invoice: subscription.latest_invoice as Stripe.Invoice };
}

/** The payment intent of an invoice. */
async function intentOf(invoice: Stripe.Invoice): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.retrieve(String(invoice.payments?.data[0]?.payment.payment_intent));
}

const DECLINED = "pm_card_chargeCustomerFail";
const ASKS = "pm_card_threeDSecure2Required";

describe("the first payment", () => {
  test("is made in the request: active, one line, paid", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    await shop.newsSince();
    const { subscription, invoice } = await subscribe({
      customer,
      items: [{ price: price.id, quantity: 2 }],
    });
    expect(subscription).toMatchObject({
      status: "active",
      billing_mode: { type: "flexible", flexible: { proration_discounts: "included" } },
      collection_method: "charge_automatically",
      default_payment_method: null,
      plan: { id: price.id },
      quantity: 2,
      trial_end: null,
    });
    expect(subscription.billing_cycle_anchor).toBe(subscription.created);
    expect(invoice).toMatchObject({
      amount_paid: 2000,
      attempt_count: 1,
      attempted: true,
      auto_advance: false,
      billing_reason: "subscription_create",
      parent: { subscription_details: { subscription: subscription.id } },
      period_end: subscription.created,
      period_start: subscription.created,
      status: "paid",
    });
    expect(linesOf(invoice)).toEqual(["2000 2 × Gold (at $10.00 / month)"]);
    const [item] = subscription.items.data;
    expect(invoice.lines.data[0]?.period).toEqual({
      start: item?.current_period_start,
      end: item?.current_period_end,
    });
    expect(await intentOf(invoice)).toMatchObject({
      description: "Subscription creation",
      setup_future_usage: "off_session",
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual([
      "customer.subscription.created",
      "invoice.created",
      "customer.updated",
      "invoice.finalized",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
    const [created] = (await stripe.events.list({ type: "customer.subscription.created" })).data;
    expect(created?.data.object).toMatchObject({ status: "active", latest_invoice: invoice.id });
  });

  test("a decline leaves it incomplete, with an open invoice", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer(DECLINED);
    await shop.newsSince();
    const { subscription, invoice } = await subscribe({ customer, items: [{ price: price.id }] });
    expect(subscription.status).toBe("incomplete");
    expect(invoice).toMatchObject({ status: "open", attempt_count: 1, next_payment_attempt: null });
    expect(await shop.newsSince()).toEqual([
      "customer.subscription.created",
      "invoice.created",
      "customer.updated",
      "invoice.finalized",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "invoice.payment_failed",
      "invoice.updated",
    ]);
    const method = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.invoices.pay(String(invoice.id), { payment_method: method.id });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    expect((await shop.newsSince()).slice(-1)).toEqual(["customer.subscription.updated"]);
  });

  test("a payer who must authenticate does so by the client secret", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer(ASKS);
    await shop.newsSince();
    const { subscription, invoice } = await subscribe({ customer, items: [{ price: price.id }] });
    expect(subscription.status).toBe("incomplete");
    expect(invoice).toMatchObject({ status: "open", attempted: true, attempt_count: 0 });
    expect((await intentOf(invoice)).status).toBe("requires_action");
    expect((await shop.newsSince()).slice(-3)).toEqual([
      "payment_intent.requires_action",
      "invoice.payment_action_required",
      "invoice.updated",
    ]);
  });

  test("a payer who is absent and must authenticate is waited for, not declined", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer("pm_card_authenticationRequired");
    const { subscription, invoice } = await subscribe({
      customer,
      items: [{ price: price.id }],
      off_session: true,
    });
    expect(subscription.status).toBe("incomplete");
    expect(invoice).toMatchObject({ status: "open", attempted: true, attempt_count: 0 });
    expect(await intentOf(invoice)).toMatchObject({ status: "requires_action", last_payment_error: null });
    expect(await shop.newsSince()).not.toContain("invoice.payment_failed");
    expect(
      await refused(
        stripe.subscriptions.create({
          customer,
          items: [{ price: price.id }],
          off_session: true,
          payment_behavior: "error_if_incomplete",
        }),
      ),
    ).toMatchObject({ status: 402, code: "subscription_payment_intent_requires_action" });
  });

  test("default_incomplete leaves the payment to the client", async () => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    const { subscription, invoice } = await subscribe({
      customer,
      items: [{ price: price.id }],
      payment_behavior: "default_incomplete",
      payment_settings: { save_default_payment_method: "on_subscription" },
    });
    expect(subscription.status).toBe("incomplete");
    expect(invoice.confirmation_secret?.client_secret).toMatch(/^pi_.*_secret_/);
    const intent = await intentOf(invoice);
    expect(intent.status).toBe("requires_payment_method");
    await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    const after = await stripe.subscriptions.retrieve(subscription.id);
    expect(after.status).toBe("active");
    expect(after.default_payment_method).toMatch(/^pm_/);
  });

  test("default_incomplete with a method that would pay only has to be confirmed", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const { invoice } = await subscribe({
      customer,
      items: [{ price: price.id }],
      payment_behavior: "default_incomplete",
    });
    expect((await intentOf(invoice)).status).toBe("requires_confirmation");
  });

  test.each([
    [DECLINED, "card_declined"],
    [ASKS, "subscription_payment_intent_requires_action"],
  ])("error_if_incomplete leaves nothing: %s", async (card, code) => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer(card);
    const coupon = await stripe.coupons.create({ percent_off: 10, max_redemptions: 1 });
    await shop.newsSince();
    const call = stripe.subscriptions.create({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
      payment_behavior: "error_if_incomplete",
    });
    expect(await refused(call)).toMatchObject({ status: 402, code });
    expect(await shop.newsSince()).toEqual([]);
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    expect(await shop.invoices(customer)).toEqual([]);
    expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0);
  });

  test("a repeated request subscribes once", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const params = { customer, items: [{ price: price.id }] };
    const idempotencyKey = `key ${customer}`;
    const first = await stripe.subscriptions.create(params, { idempotencyKey });
    const second = await stripe.subscriptions.create(params, { idempotencyKey });
    expect(second.id).toBe(first.id);
    expect(await shop.invoices(customer)).toHaveLength(1);
  });

  test("send_invoice is active at once, with a draft that is due later", async () => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    const { subscription, invoice } = await subscribe({
      customer,
      collection_method: "send_invoice",
      days_until_due: 7,
      items: [{ price: price.id }],
    });
    expect(subscription.status).toBe("active");
    expect(invoice).toMatchObject({ status: "draft", number: null, attempted: false, auto_advance: true });
    expect(invoice.due_date).toBe(subscription.created + 7 * 86_400);
  });
});

describe("what is billed first", () => {
  test("one-time prices are invoice items of the first invoice", async () => {
    const [price, fee] = [await shop.plan(), await shop.fee()];
    const { id: customer } = await shop.payer();
    const { invoice, subscription } = await subscribe({
      customer,
      add_invoice_items: [{ price: fee.id, quantity: 2 }],
      items: [{ price: price.id }],
    });
    expect(invoice.lines.data.map((line) => line.subscription)).toEqual([subscription.id, subscription.id]);
    expect(linesOf(invoice)).toEqual(["1000 Set-up", "1000 1 × Gold (at $10.00 / month)"]);
    const [item] = (await stripe.invoiceItems.list({ customer })).data;
    expect(item).toMatchObject({ amount: 1000, invoice: invoice.id, proration: false });
  });

  test("a price made for it, tiers, several items: the newest first", async () => {
    const seats = await shop.plan({
      billing_scheme: "tiered",
      product_data: { name: "Seats", unit_label: "seat" },
      tiers: [
        { up_to: 2, unit_amount: 500 },
        { up_to: "inf", unit_amount: 300 },
      ],
      tiers_mode: "graduated",
    });
    const product = await stripe.products.create({ name: "Extra" });
    const { id: customer } = await shop.payer();
    const { invoice } = await subscribe({
      customer,
      items: [
        { price: seats.id, quantity: 3 },
        {
          price_data: {
            currency: "usd",
            product: product.id,
            recurring: { interval: "month" },
            unit_amount: 250,
          },
        },
      ],
    });
    expect(linesOf(invoice)).toEqual([
      "250 1 × Extra (at $2.50 / month)",
      "1000 2 seat × Seats (Tier 1 at $5.00 / month)",
      "300 1 seat × Seats (Tier 2 at $3.00 / month)",
    ]);
  });

  test("taxes of the subscription, of an item, and none", async () => {
    const price = await shop.plan();
    const other = await shop.plan({ product_data: { name: "Silver" } });
    const [high, low] = [
      await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 20 }),
      await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 7 }),
    ];
    const { id: customer } = await shop.payer();
    const { subscription, invoice } = await subscribe({
      customer,
      default_tax_rates: [high.id],
      items: [{ price: price.id }, { price: other.id, tax_rates: [low.id] }],
    });
    expect(invoice).toMatchObject({ subtotal: 2000, total: 2270, amount_paid: 2270 });
    expect(subscription.default_tax_rates?.map(({ id }) => id)).toEqual([high.id]);
  });

  test("a coupon that counts once is used up by the first payment", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const coupon = await stripe.coupons.create({ amount_off: 400, currency: "usd", duration: "once" });
    const { subscription, invoice } = await subscribe({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
    });
    expect(invoice).toMatchObject({ subtotal: 1000, total: 600 });
    expect(subscription.discounts).toEqual([]);
  });

  test("a coupon that counts once is used up even if it takes off everything", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const coupon = await stripe.coupons.create({ percent_off: 100, duration: "once" });
    const { subscription, invoice } = await subscribe({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
    });
    expect(invoice).toMatchObject({ subtotal: 1000, total: 0, status: "paid" });
    expect(subscription).toMatchObject({ status: "active", discounts: [] });
  });

  test("a coupon that counts once outlasts a free trial", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: "once" });
    const { subscription } = await subscribe({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
      trial_period_days: 14,
    });
    expect(subscription.discounts).toHaveLength(1);
  });

  test("a coupon that counts once stays until an invoice has what it applies to", async () => {
    const [price, later] = [await shop.plan(), await shop.fee()];
    const { id: customer } = await shop.payer();
    const coupon = await stripe.coupons.create({
      percent_off: 50,
      duration: "once",
      applies_to: { products: [String(later.product)] },
    });
    const { subscription, invoice } = await subscribe({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
    });
    expect(invoice).toMatchObject({ amount_paid: 1000, total_discount_amounts: [{ amount: 0 }] });
    expect(subscription.discounts).toHaveLength(1);
    const updated = await stripe.subscriptions.update(subscription.id, {
      add_invoice_items: [{ price: later.id }],
      billing_cycle_anchor: { type: "now" },
      proration_behavior: "none",
      expand: ["latest_invoice"],
    });
    expect(updated.latest_invoice).toMatchObject({ total_discount_amounts: [{ amount: 250 }] });
    expect(updated.discounts).toEqual([]);
  });

  test("everything off: active without a payment", async () => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    const coupon = await stripe.coupons.create({ percent_off: 100, duration: "forever" });
    const { subscription, invoice } = await subscribe({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
    });
    expect(subscription).toMatchObject({ status: "active", pending_setup_intent: null });
    expect(invoice).toMatchObject({ status: "paid", total: 0, attempt_count: 0, attempted: true });
  });

  test("a credit of the customer pays it", async () => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    await stripe.customers.createBalanceTransaction(customer, { amount: -1500, currency: "usd" });
    const { subscription, invoice } = await subscribe({ customer, items: [{ price: price.id }] });
    expect(subscription.status).toBe("active");
    expect(invoice).toMatchObject({ amount_due: 0, status: "paid", ending_balance: -500 });
  });
});

describe("trials and anchors", () => {
  test("a trial is free, and without a payment method asks for one", async () => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    const { subscription, invoice } = await subscribe({
      customer,
      items: [{ price: price.id, quantity: 2 }],
      trial_period_days: 7,
    });
    expect(subscription.status).toBe("trialing");
    expect(subscription.trial_end).toBe(subscription.created + 7 * 86_400);
    expect(subscription.billing_cycle_anchor).toBe(subscription.trial_end);
    expect(subscription.pending_setup_intent).toMatch(/^seti_/);
    expect(invoice).toMatchObject({ status: "paid", total: 0, attempt_count: 0 });
    expect(linesOf(invoice)).toEqual(["0 Free trial for 2 × Gold"]);
    await stripe.setupIntents.confirm(String(subscription.pending_setup_intent), {
      payment_method: "pm_card_visa",
    });
    const after = await stripe.subscriptions.retrieve(subscription.id);
    expect(after.pending_setup_intent).toBeNull();
    expect(after.default_payment_method).toMatch(/^pm_/);
  });

  test("what a trial asks for is of those types of the subscription that can be set up", async () => {
    const price = await shop.plan({ currency: "eur" });
    const asked = async (types: string[]) => {
      const { id: customer } = await stripe.customers.create();
      const { subscription } = await subscribe({
        customer,
        items: [{ price: price.id }],
        payment_settings: { payment_method_types: types as ["card"] },
        trial_period_days: 7,
      });
      const { pending_setup_intent: id } = subscription;
      if (id === null) return null;
      const intent = await stripe.setupIntents.retrieve(String(id));
      // Set-ups by iDEAL have no options.
      const withOptions = intent.payment_method_types?.filter((type) => type !== "ideal");
      expect(Object.keys(intent.payment_method_options ?? {})).toEqual(withOptions);
      return intent.payment_method_types;
    };
    expect(await asked(["giropay", "ideal", "amazon_pay", "card"])).toEqual(["ideal", "amazon_pay", "card"]);
    expect(await asked(["giropay"])).toBeNull();
  });

  test("a short trial is announced at once; classic billing words it otherwise", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    await shop.newsSince();
    const { invoice } = await subscribe({
      billing_mode: { type: "classic" },
      customer,
      items: [{ price: price.id }],
      trial_period_days: 3,
    });
    expect(linesOf(invoice)).toEqual(["0 Trial period for Gold"]);
    expect((await shop.newsSince()).slice(-1)).toEqual(["customer.subscription.trial_will_end"]);
  });

  test("the trial of a price counts only if asked for", async () => {
    const price = await shop.plan({ recurring: { interval: "month", trial_period_days: 10 } });
    const { id: customer } = await shop.payer();
    const plain = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect(plain.status).toBe("active");
    const trial = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      trial_from_plan: true,
    });
    expect(trial.trial_end).toBe(trial.created + 10 * 86_400);
  });

  test("a later anchor: the time up to it is charged in part, or free", async () => {
    const { customer } = await shop.clocked("2023-01-21T00:00:00");
    const price = await shop.plan({ unit_amount: 3100 });
    const anchor = Date.UTC(2023, 1, 1) / 1000;
    const { subscription, invoice } = await subscribe({
      billing_cycle_anchor: anchor,
      customer,
      items: [{ price: price.id }],
    });
    expect(subscription.items.data[0]?.current_period_end).toBe(anchor);
    expect(invoice.total).toBe(1100);
    const free = await subscribe({
      billing_cycle_anchor: anchor,
      customer,
      items: [{ price: price.id }],
      proration_behavior: "none",
    });
    expect(free).toMatchObject({ subscription: { status: "active" }, invoice: null });
  });

  test("an anchor by parts of a date", async () => {
    const { customer } = await shop.clocked("2023-02-10T10:20:30");
    const price = await shop.plan();
    const { subscription } = await subscribe({
      billing_cycle_anchor_config: { day_of_month: 31, hour: 12 },
      customer,
      items: [{ price: price.id }],
    });
    expect(moment(subscription.billing_cycle_anchor)).toBe("2023-02-28T12:20:30");
    expect(subscription.billing_cycle_anchor_config).toEqual({
      day_of_month: 31,
      hour: 12,
      minute: null,
      month: null,
      second: null,
    });
  });
});

describe("is refused", () => {
  let price: Stripe.Price;
  let customer: string;
  beforeEach(async () => {
    price = await shop.plan();
    customer = (await shop.payer()).id;
  });
  const creating = (params: object) =>
    refused(stripe.subscriptions.create({ customer, items: [{ price: price.id }], ...params } as never));
  const NOW = Math.floor(Date.now() / 1000);

  test.each<[string, object, object]>([
    [
      "pending_if_incomplete",
      { payment_behavior: "pending_if_incomplete" },
      {
        message:
          "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating a subscription.",
        param: "payment_behavior",
      },
    ],
    ["no items", { items: undefined }, { message: "Missing required param: items.", param: "items" }],
    ["an item without a price", { items: [{ quantity: 1 }] }, { param: "items[0][price]" }],
    [
      "an unknown price",
      { items: [{ price: "price_nope" }] },
      { code: "resource_missing", param: "items[0][price]" },
    ],
    [
      "send_invoice without days",
      { collection_method: "send_invoice" },
      {
        message: "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
      },
    ],
    [
      "days without send_invoice",
      { days_until_due: 3 },
      {
        message: "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
      },
    ],
    ["an unknown customer", { customer: "cus_nope" }, { status: 404, code: "resource_missing" }],
    ["a trial in two ways", { trial_period_days: 3, trial_end: NOW + 400_000 }, { param: "trial_end" }],
    [
      "a trial and the price's",
      { trial_period_days: 3, trial_from_plan: true },
      {
        message: "You cannot set `trial_end` or `trial_period_days` when `trial_from_plan=true`.",
      },
    ],
    ["a trial that is over", { trial_end: 1_600_000_000 }, { param: "trial_end" }],
    ["a trial of three years", { trial_end: NOW + 1096 * 86_400 }, { param: "trial_end" }],
    ["an anchor in the past", { billing_cycle_anchor: 1_600_000_000 }, { param: "billing_cycle_anchor" }],
    [
      "an anchor in two ways",
      { billing_cycle_anchor: NOW + 1000, billing_cycle_anchor_config: { day_of_month: 1 } },
      { param: "billing_cycle_anchor" },
    ],
    [
      "a free time after a trial",
      { billing_cycle_anchor: NOW + 20 * 86_400, trial_period_days: 5, proration_behavior: "none" },
      { message: expect.stringContaining("the anchored invoice must be prorated") },
    ],
    ["an end in the past", { cancel_at: 1_600_000_000 }, { param: "cancel_at" }],
    ["two ends", { cancel_at: NOW + 1000, cancel_at_period_end: true }, { param: "cancel_at" }],
    ["a strange method", { default_payment_method: "pm_nope" }, { param: "default_payment_method" }],
    ["an unknown coupon", { discounts: [{ coupon: "nope" }] }, { param: "discounts[0][coupon]" }],
    ["thresholds", { billing_thresholds: { amount_gte: 100 } }, { param: "billing_thresholds" }],
  ])("%s", async (_what, params, error) => {
    expect(await creating(params)).toMatchObject({ status: 400, ...error });
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
  });

  test("an anchor after the next natural billing date", async () => {
    const late = NOW + 40 * 86_400;
    expect((await creating({ billing_cycle_anchor: late })).message).toMatch(
      /^billing_cycle_anchor cannot be later than next natural billing date \(\d+\) for plan$/,
    );
  });

  test("a one-time price, one price twice, other currencies and intervals", async () => {
    const once = await shop.fee();
    expect(await creating({ items: [{ price: once.id }] })).toMatchObject({
      message:
        "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
      param: "items[0][price]",
    });
    expect(await creating({ items: [{ price: price.id }, { price: price.id }] })).toMatchObject({
      message: `Cannot create a Subscription with multiple Subscription Items with the same Price: ${price.id}`,
      param: "plan",
    });
    const euro = await shop.plan({ currency: "eur" });
    expect(await creating({ items: [{ price: price.id }, { price: euro.id }] })).toMatchObject({
      message: expect.stringContaining("other items use `currency=usd`"),
      param: "items[1][price]",
    });
    expect(await creating({ currency: "eur" })).toMatchObject({
      message: "The price specified only supports `usd`. This doesn't match the expected currency: `eur`.",
      param: "items[0][price]",
    });
    const yearly = await shop.plan({ recurring: { interval: "year" } });
    const both = [{ price: price.id }, { price: yearly.id }];
    expect((await creating({ billing_mode: { type: "classic" }, items: both })).message).toMatch(
      /^All prices on a subscription must have the same `recurring.interval` /,
    );
    const mixed = await stripe.subscriptions.create({ customer, items: both });
    const ends = mixed.items.data.map(({ current_period_end }) => current_period_end);
    expect(ends[0]).toBeLessThan(ends[1] ?? 0);
  });

  test("a customer without a payment method, and one who pays in another currency", async () => {
    const nobody = await stripe.customers.create();
    expect(await creating({ customer: nobody.id })).toMatchObject({
      code: "resource_missing",
      message: expect.stringMatching(
        /^This customer has no attached payment source or default payment method\./,
      ),
    });
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    const euro = await shop.plan({ currency: "eur" });
    expect((await creating({ items: [{ price: euro.id }] })).message).toMatch(
      /^You cannot combine currencies on a single customer\./,
    );
  });
});

describe("is found", () => {
  test("by status, price, customer and collection method", async () => {
    const [gold, silver] = [await shop.plan(), await shop.plan({ product_data: { name: "Silver" } })];
    const [one, two] = [await shop.payer(), await shop.payer()];
    const a = await stripe.subscriptions.create({ customer: one.id, items: [{ price: gold.id }] });
    const b = await stripe.subscriptions.create({
      customer: two.id,
      items: [{ price: gold.id }, { price: silver.id }],
      trial_period_days: 5,
    });
    const c = await stripe.subscriptions.create({ customer: two.id, items: [{ price: silver.id }] });
    await stripe.subscriptions.cancel(c.id);
    const found = async (params: Stripe.SubscriptionListParams) =>
      (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
    expect(await found({})).toEqual([b.id, a.id]);
    expect(await found({ status: "all" })).toEqual([c.id, b.id, a.id]);
    expect(await found({ status: "trialing" })).toEqual([b.id]);
    expect(await found({ status: "ended" })).toEqual([c.id]);
    expect(await found({ price: gold.id })).toEqual([b.id, a.id]);
    expect(await found({ price: silver.id, status: "all" })).toEqual([c.id, b.id]);
    expect(await found({ customer: one.id })).toEqual([a.id]);
    expect(await found({ collection_method: "send_invoice" })).toEqual([]);
    expect(await found({ limit: 1, starting_after: b.id })).toEqual([a.id]);
    const { subscriptions } = (await stripe.customers.retrieve(two.id, {
      expand: ["subscriptions"],
    })) as Stripe.Customer;
    expect(subscriptions?.data.map(({ id }) => id)).toEqual([b.id]);
  });

  test("those on a test clock only by the clock or the customer", async () => {
    const price = await shop.plan();
    const { clock, customer } = await shop.clocked("2023-01-01");
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ customer })).data[0]).toMatchObject({ id, test_clock: clock });
    expect((await stripe.subscriptions.list({ test_clock: clock })).data).toHaveLength(1);
  });

  test.each(["customer", "test_clock"] as const)(
    "an unknown %s is refused, as in other lists",
    async (param) => {
      const { status, message } = await refused(stripe.subscriptions.list({ [param]: "nope" }));
      expect({ status, message }).toMatchObject({ status: 400, message: expect.stringContaining("'nope'") });
    },
  );
});
