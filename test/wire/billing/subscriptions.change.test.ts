/** Subscriptions that are changed, canceled and resumed by the API, and their items: prorations to the second. */
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

type Mode = "classic" | "flexible";

/** A month of 30 days, of which a third is left. */
const BEGIN = "2023-11-01T00:00:00";
const THIRD_LEFT = "2023-11-21T00:00:00";

/** A subscription to a price, begun on a clock, and the clock advanced to a moment. */
async function begun(
  price: Stripe.Price,
  { at = THIRD_LEFT, card = "pm_card_visa", mode = "flexible" as Mode, quantity = 1, ...more } = {},
) {
  const { clock, customer } = await shop.clocked(BEGIN, card);
  const subscription = await stripe.subscriptions.create({
    billing_mode: { type: mode },
    customer,
    items: [{ price: price.id, quantity }],
    ...more,
  });
  if (at !== BEGIN) await shop.advance(clock, at);
  const { id } = subscription;
  return {
    clock,
    customer,
    id,
    item: subscription.items.data[0]?.id ?? "",
    now: () => stripe.subscriptions.retrieve(id),
  };
}

const pending = async (customer: string) =>
  (await stripe.invoiceItems.list({ customer, pending: true })).data
    .map(({ amount, description }) => `${amount} ${description}`)
    .reverse();
const last = async (customer: string) => (await shop.invoices(customer)).at(-1) as Stripe.Invoice;

describe("deleting the discount", () => {
  test("takes all of them away, and tells of it", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const [half, off] = await Promise.all([
      stripe.coupons.create({ percent_off: 50, duration: "forever" }),
      stripe.coupons.create({ amount_off: 100, currency: "usd", duration: "forever" }),
    ]);
    const { id, discounts } = await stripe.subscriptions.create({
      customer,
      discounts: [{ coupon: half.id }, { coupon: off.id }],
      items: [{ price: price.id }],
    });
    expect(discounts).toHaveLength(2);
    await shop.newsSince();
    const deleted = await stripe.subscriptions.deleteDiscount(id);
    expect(deleted).toMatchObject({
      id: discounts[0],
      object: "discount",
      deleted: true,
      source: { coupon: half.id, type: "coupon" },
      subscription: id,
    });
    expect(deleted).not.toHaveProperty("end");
    expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual([]);
    expect(await shop.newsSince()).toEqual([
      "customer.discount.deleted",
      "customer.discount.deleted",
      "customer.subscription.updated",
    ]);
    expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(1000);
    expect(await refused(stripe.subscriptions.deleteDiscount(id))).toMatchObject({
      status: 404,
      code: "resource_missing",
      message: `No active discount for subscription: ${id}`,
    });
  });

  test("shows the coupon whole in older versions", async () => {
    const price = await shop.plan();
    const { id: customer } = await shop.payer();
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
    const { id } = await stripe.subscriptions.create({
      customer,
      discounts: [{ coupon: coupon.id }],
      items: [{ price: price.id }],
    });
    const { body } = await server.raw("DELETE", `/v1/subscriptions/${id}/discount`, {
      headers: { "stripe-version": "2023-10-16" },
      key: shop.key,
    });
    expect(body).toMatchObject({
      object: "discount",
      deleted: true,
      coupon: { id: coupon.id, percent_off: 50 },
    });
    expect(body).not.toHaveProperty("source");
  });
});

describe("another price within the period", () => {
  test.each<Mode>(["classic", "flexible"])("waits for the next invoice (%s)", async (mode) => {
    const [gold, silver] = [
      await shop.plan({ unit_amount: 2000 }),
      await shop.plan({ product_data: { name: "Silver" } }),
    ];
    const { clock, customer, id, item } = await begun(gold, { mode });
    const after = await stripe.subscriptions.update(id, { items: [{ id: item, price: silver.id }] });
    expect(after.items.data[0]).toMatchObject({ id: item, price: { id: silver.id } });
    expect(await pending(customer)).toEqual([
      "-667 Unused time on Gold after 21 Nov 2023",
      "333 Remaining time on Silver after 21 Nov 2023",
    ]);
    expect(await shop.told(THIRD_LEFT, "2023-11-22")).toEqual([
      "invoiceitem.created",
      "invoiceitem.created",
      "customer.subscription.updated",
    ]);
    await shop.advance(clock, "2023-12-01T02:00:00");
    const invoice = await last(customer);
    expect(linesOf(invoice)).toEqual([
      "333 Remaining time on Silver after 21 Nov 2023",
      "-667 Unused time on Gold after 21 Nov 2023",
      "1000 1 × Silver (at $10.00 / month)",
    ]);
    expect(invoice).toMatchObject({ total: 666, status: "paid" });
    const [debit, credit] = invoice.lines.data;
    expect(credit).toMatchObject({
      discountable: false,
      parent: {
        subscription_item_details: {
          proration: true,
          proration_details: { credited_items: { invoice_line_items: [expect.stringMatching(/^il_/)] } },
          subscription_item: item,
        },
      },
      quantity: 1,
    });
    expect(debit?.parent?.subscription_item_details?.proration_details?.credited_items).toBeNull();
    expect(moment(credit?.period.start)).toBe(THIRD_LEFT);
    expect(moment(credit?.period.end)).toBe("2023-12-01T00:00:00");
  });

  test("is billed at once", async () => {
    const [gold, silver] = [
      await shop.plan(),
      await shop.plan({ unit_amount: 2000, product_data: { name: "Silver" } }),
    ];
    const { customer, id, item } = await begun(gold);
    const after = await stripe.subscriptions.update(id, {
      items: [{ id: item, price: silver.id }],
      proration_behavior: "always_invoice",
    });
    const invoice = await last(customer);
    expect(after.latest_invoice).toBe(invoice.id);
    expect(invoice).toMatchObject({ billing_reason: "subscription_update", status: "paid", total: 334 });
    expect(linesOf(invoice)).toEqual([
      "-333 Unused time on Gold after 21 Nov 2023",
      "667 Remaining time on Silver after 21 Nov 2023",
    ]);
    expect(moment(invoice.period_start)).toBe(BEGIN);
    expect(moment(invoice.period_end)).toBe(THIRD_LEFT);
    expect(moment(after.billing_cycle_anchor)).toBe(BEGIN);
  });

  test("that is cheaper becomes credit of the customer", async () => {
    const [gold, silver] = [
      await shop.plan({ unit_amount: 2000 }),
      await shop.plan({ product_data: { name: "Silver" } }),
    ];
    const { customer, id, item } = await begun(gold);
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price: silver.id }],
      proration_behavior: "always_invoice",
    });
    expect(await last(customer)).toMatchObject({ amount_due: 0, status: "paid", total: -334 });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -334 });
  });

  test("changes nothing now without proration; classic and flexible then differ in what they give back", async () => {
    const lines: Record<string, string[]> = {};
    for (const mode of ["classic", "flexible"] as const) {
      const [gold, silver] = [
        await shop.plan(),
        await shop.plan({ unit_amount: 2000, product_data: { name: "Silver" } }),
      ];
      const { clock, customer, id, item } = await begun(gold, { at: BEGIN, mode });
      await stripe.subscriptions.update(id, {
        items: [{ id: item, price: silver.id }],
        proration_behavior: "none",
      });
      expect(await pending(customer)).toEqual([]);
      await shop.advance(clock, THIRD_LEFT);
      await stripe.subscriptions.update(id, { items: [{ id: item, price: gold.id }] });
      lines[mode] = await pending(customer);
    }
    expect(lines).toEqual({
      classic: [
        "-667 Unused time on Silver after 21 Nov 2023",
        "333 Remaining time on Gold after 21 Nov 2023",
      ],
      flexible: [
        "-333 Unused time on Silver after 21 Nov 2023",
        "333 Remaining time on Gold after 21 Nov 2023",
      ],
    });
  });

  test("at a moment that the request names", async () => {
    const [gold, silver] = [await shop.plan(), await shop.plan({ unit_amount: 2000 })];
    const { customer, id, item } = await begun(gold);
    const proration_date = Date.UTC(2023, 10, 16) / 1000;
    const items = [{ id: item, price: silver.id }];
    await stripe.subscriptions.update(id, { items, proration_date });
    expect(await pending(customer)).toEqual([
      "-500 Unused time on Gold after 16 Nov 2023",
      "1000 Remaining time on Gold after 16 Nov 2023",
    ]);
    const early = { items: [{ id: item, price: gold.id }], proration_date: proration_date - 40 * 86_400 };
    expect(await refused(stripe.subscriptions.update(id, early))).toMatchObject({ param: "proration_date" });
  });

  test("contains the percentage of a coupon", async () => {
    const gold = await shop.plan();
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
    const { customer, id, item } = await begun(gold, { discounts: [{ coupon: coupon.id }] } as object);
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 4 }] });
    expect(await pending(customer)).toEqual([
      "-300 Unused time on Gold (with 10.0% off) after 21 Nov 2023",
      "1200 Remaining time on 4 × Gold (with 10.0% off) after 21 Nov 2023",
    ]);
  });

  test("during a trial costs nothing", async () => {
    const [gold, silver] = [await shop.plan(), await shop.plan({ unit_amount: 2000 })];
    const { customer, id, item } = await begun(gold, { at: BEGIN, trial_period_days: 30 } as object);
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price: silver.id, quantity: 3 }],
      proration_behavior: "always_invoice",
    });
    expect(await shop.invoices(customer)).toHaveLength(1);
    expect(await pending(customer)).toEqual([]);
  });
});

describe("another interval", () => {
  test("keeps the anchor in flexible billing", async () => {
    const [gold, yearly] = [
      await shop.plan({ unit_amount: 2500 }),
      await shop.plan({ unit_amount: 25_000, recurring: { interval: "year" } }),
    ];
    const { customer, id, item } = await begun(gold, { at: "2023-11-01T00:00:03" });
    const after = await stripe.subscriptions.update(id, {
      items: [{ id: item, price: yearly.id }],
      proration_behavior: "always_invoice",
    });
    expect(moment(after.billing_cycle_anchor)).toBe(BEGIN);
    expect(moment(after.items.data[0]?.current_period_end)).toBe("2024-11-01T00:00:00");
    expect(linesOf(await last(customer))).toEqual([
      "-2500 Unused time on Gold after 01 Nov 2023",
      "25000 Remaining time on Gold after 01 Nov 2023",
    ]);
  });

  test("begins the cycle anew in classic billing, and bills at once", async () => {
    const [gold, yearly] = [
      await shop.plan({ unit_amount: 3000 }),
      await shop.plan({ unit_amount: 25_000, recurring: { interval: "year" } }),
    ];
    const { customer, id, item } = await begun(gold, { mode: "classic" });
    const after = await stripe.subscriptions.update(id, { items: [{ id: item, price: yearly.id }] });
    expect(moment(after.billing_cycle_anchor)).toBe(THIRD_LEFT);
    const invoice = await last(customer);
    expect(invoice).toMatchObject({ billing_reason: "subscription_update", status: "paid", total: 24_000 });
    expect(linesOf(invoice)).toEqual([
      "-1000 Unused time on Gold after 21 Nov 2023",
      "25000 1 × Gold (at $250.00 / year)",
    ]);
  });
});

describe("the billing cycle", () => {
  test.each([
    [
      "create_prorations",
      ["-333 Unused time on Gold after 21 Nov 2023", "1000 1 × Gold (at $10.00 / month)"],
    ],
    ["none", ["1000 1 × Gold (at $10.00 / month)"]],
  ] as const)("begins anew on request (%s)", async (proration_behavior, lines) => {
    const { clock, customer, id } = await begun(await shop.plan());
    const after = await stripe.subscriptions.update(id, {
      billing_cycle_anchor: { type: "now" },
      proration_behavior,
    });
    expect(moment(after.billing_cycle_anchor)).toBe(THIRD_LEFT);
    const invoice = await last(customer);
    expect(linesOf(invoice)).toEqual(lines);
    expect(moment(invoice.period_start)).toBe(THIRD_LEFT);
    await shop.advance(clock, "2023-12-21T02:00:00");
    expect(await shop.invoices(customer)).toHaveLength(3);
  });

  test("is asked for by a word in older versions", async () => {
    const { id } = await begun(await shop.plan());
    const { status, body } = await server.raw("POST", `/v1/subscriptions/${id}`, {
      body: "billing_cycle_anchor=now",
      headers: { "stripe-version": "2024-06-20" },
      key: shop.key,
    });
    expect(status).toBe(200);
    expect(moment(body.current_period_start)).toBe(THIRD_LEFT);
  });

  test("is replaced by a trial, and what was paid is given back", async () => {
    const { customer, id } = await begun(await shop.plan({ unit_amount: 2000 }), { at: BEGIN });
    const trial_end = Date.UTC(2023, 10, 10) / 1000;
    const after = await stripe.subscriptions.update(id, { trial_end });
    expect(after).toMatchObject({ status: "trialing", trial_end, billing_cycle_anchor: trial_end });
    const invoice = await last(customer);
    expect(invoice).toMatchObject({
      amount_due: 0,
      billing_reason: "subscription_update",
      status: "paid",
      total: -2000,
    });
    expect(linesOf(invoice)).toEqual([
      "-2000 Unused time on Gold after 01 Nov 2023",
      "0 Free trial for 1 × Gold",
    ]);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -2000 });
  });

  test("begins when a trial is ended", async () => {
    const { customer, id } = await begun(await shop.plan(), {
      at: "2023-11-05",
      trial_period_days: 30,
    } as object);
    const moved = await stripe.subscriptions.update(id, { trial_end: Date.UTC(2023, 10, 20) / 1000 });
    expect(moment(moved.items.data[0]?.current_period_end)).toBe("2023-11-20T00:00:00");
    const after = await stripe.subscriptions.update(id, { trial_end: "now" });
    expect(after.status).toBe("active");
    expect(moment(after.trial_end)).toBe("2023-11-05T00:00:00");
    expect(moment(after.items.data[0]?.current_period_end)).toBe("2023-12-05T00:00:00");
    expect(await last(customer)).toMatchObject({
      billing_reason: "subscription_update",
      status: "paid",
      total: 1000,
    });
  });

  test.each([
    ["create_invoice", null],
    ["cancel", "canceled"],
    ["pause", "paused"],
  ] as const)("of a trial that is ended without a payment method: %s", async (missing, status) => {
    const price = await shop.plan();
    const { id: customer } = await stripe.customers.create();
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: missing } },
    });
    const call = stripe.subscriptions.update(id, { trial_end: "now" });
    if (status === null) expect(await refused(call)).toMatchObject({ code: "resource_missing" });
    else expect((await call).status).toBe(status);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe(status ?? "trialing");
  });
});

describe("a change whose payment fails", () => {
  const change = async (payment_behavior: Stripe.SubscriptionUpdateParams.PaymentBehavior) => {
    const [gold, silver] = [await shop.plan(), await shop.plan({ unit_amount: 4000 })];
    const found = await begun(gold);
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: found.customer,
    });
    await stripe.subscriptions.update(found.id, { default_payment_method: bad.id });
    const call = stripe.subscriptions.update(found.id, {
      items: [{ id: found.item, price: silver.id }],
      payment_behavior,
      proration_behavior: "always_invoice",
    });
    return { ...found, call, gold, silver };
  };
  const priceOf = (subscription: Stripe.Subscription) => subscription.items.data[0]?.price.id;

  test("allow_incomplete keeps it, and the subscription is past due", async () => {
    const { call, now, silver } = await change("allow_incomplete");
    expect((await call).status).toBe("past_due");
    expect(priceOf(await now())).toBe(silver.id);
  });

  test("error_if_incomplete changes nothing", async () => {
    const { call, customer, gold, now } = await change("error_if_incomplete");
    expect(await refused(call)).toMatchObject({ status: 402, code: "card_declined" });
    expect(await now()).toMatchObject({ status: "active" });
    expect(priceOf(await now())).toBe(gold.id);
    expect(await shop.invoices(customer)).toHaveLength(1);
    expect(await pending(customer)).toEqual([]);
  });

  test("pending_if_incomplete holds it back until it is paid", async () => {
    const { call, customer, gold, now, silver } = await change("pending_if_incomplete");
    const held = await call;
    expect(held).toMatchObject({
      status: "active",
      pending_update: { subscription_items: [{ price: { id: silver.id } }] },
    });
    expect(moment(held.pending_update?.expires_at)).toBe("2023-11-21T23:00:00");
    const [waiting] = held.pending_update?.subscription_items ?? [];
    expect(Object.keys(waiting ?? {})).toEqual(Object.keys(held.items.data[0] ?? {}));
    expect(priceOf(await now())).toBe(gold.id);
    const method = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.invoices.pay(String(held.latest_invoice), { payment_method: method.id });
    expect(await now()).toMatchObject({ status: "active", pending_update: null });
    expect(priceOf(await now())).toBe(silver.id);
    expect(await shop.told(THIRD_LEFT, "2023-11-22")).toContain(
      "customer.subscription.pending_update_applied",
    );
  });

  test("and drops it after 23 hours", async () => {
    const { call, clock, gold, now } = await change("pending_if_incomplete");
    const held = await call;
    await shop.advance(clock, "2023-11-21T23:00:00");
    expect(await now()).toMatchObject({ pending_update: null });
    expect(priceOf(await now())).toBe(gold.id);
    expect((await stripe.invoices.retrieve(String(held.latest_invoice))).status).toBe("void");
    expect(await shop.told("2023-11-21T23:00:00", "2023-11-22")).toContain(
      "customer.subscription.pending_update_expired",
    );
  });

  test("default_incomplete leaves the payment to the client", async () => {
    const { call, now } = await change("default_incomplete");
    const open = await stripe.invoices.retrieve(String((await call).latest_invoice), {
      expand: ["payments"],
    });
    expect(open.status).toBe("open");
    expect((await now()).status).toBe("past_due");
    const intent = String(open.payments?.data[0]?.payment.payment_intent);
    await stripe.paymentIntents.confirm(intent, { payment_method: "pm_card_visa" });
    expect((await now()).status).toBe("active");
  });
});

describe("what costs nothing", () => {
  test("is changed, and told", async () => {
    const { customer, id } = await begun(await shop.plan(), { at: BEGIN });
    const method = await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
    const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 20 });
    const coupon = await stripe.coupons.create({ percent_off: 5, duration: "forever" });
    const after = await stripe.subscriptions.update(id, {
      cancellation_details: { comment: "Too dear", feedback: "too_expensive" },
      collection_method: "send_invoice",
      days_until_due: 10,
      default_payment_method: method.id,
      default_tax_rates: [rate.id],
      description: "Best plan",
      discounts: [{ coupon: coupon.id }],
      invoice_settings: { footer: "Thanks" },
      metadata: { a: "1" },
      payment_settings: { save_default_payment_method: "on_subscription" },
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    expect(after).toMatchObject({
      cancellation_details: { comment: "Too dear", feedback: "too_expensive", reason: null },
      collection_method: "send_invoice",
      days_until_due: 10,
      default_payment_method: method.id,
      default_tax_rates: [{ id: rate.id }],
      description: "Best plan",
      invoice_settings: { footer: "Thanks" },
      metadata: { a: "1" },
      payment_settings: { save_default_payment_method: "on_subscription" },
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    });
    expect(after.discounts).toHaveLength(1);
    expect(await shop.invoices(customer)).toHaveLength(1);
    const [told] = (await stripe.events.list({ type: "customer.subscription.updated" })).data;
    expect(told?.data.previous_attributes).toMatchObject({ description: null, metadata: { a: null } });
    const emptied = await stripe.subscriptions.update(id, {
      default_payment_method: "",
      description: "",
      discounts: "",
      metadata: "",
    });
    expect(emptied).toMatchObject({
      default_payment_method: null,
      description: null,
      discounts: [],
      metadata: {},
    });
  });

  test("the billing mode, one way", async () => {
    const { id } = await begun(await shop.plan(), { at: BEGIN, mode: "classic" });
    const after = await stripe.subscriptions.migrate(id, { billing_mode: { type: "flexible" } });
    expect(after.billing_mode).toMatchObject({
      type: "flexible",
      flexible: { proration_discounts: "included" },
    });
    const again = stripe.subscriptions.migrate(id, { billing_mode: { type: "flexible" } });
    expect(await refused(again)).toMatchObject({ param: "billing_mode[type]" });
  });

  test("a coupon by its older parameter", async () => {
    const { id } = await begun(await shop.plan(), { at: BEGIN });
    const coupon = await stripe.coupons.create({ percent_off: 5, duration: "forever" });
    const update = (body: string) =>
      server.raw("POST", `/v1/subscriptions/${id}`, {
        body,
        headers: { "stripe-version": "2023-10-16" },
        key: shop.key,
      });
    expect((await update(`coupon=${coupon.id}`)).body.discount).toMatchObject({ coupon: { id: coupon.id } });
    expect((await update("coupon=")).body.discount).toBeNull();
  });
});

describe("items", () => {
  test("are added, changed and taken away", async () => {
    const [gold, extra] = [
      await shop.plan(),
      await shop.plan({ unit_amount: 300, product_data: { name: "Extra" } }),
    ];
    const { customer, id, item } = await begun(gold);
    const added = await stripe.subscriptionItems.create({ subscription: id, price: extra.id, quantity: 2 });
    expect(added).toMatchObject({ object: "subscription_item", quantity: 2, subscription: id });
    expect(moment(added.current_period_start)).toBe(THIRD_LEFT);
    expect(moment(added.current_period_end)).toBe("2023-12-01T00:00:00");
    const { body: older } = await server.raw("GET", `/v1/subscriptions/${id}`, {
      headers: { "stripe-version": "2024-06-20" },
      key: shop.key,
    });
    expect(moment(older.current_period_start)).toBe(BEGIN);
    expect(await pending(customer)).toEqual(["200 Remaining time on 2 × Extra after 21 Nov 2023"]);
    expect((await stripe.subscriptionItems.list({ subscription: id })).data.map((one) => one.id)).toEqual([
      item,
      added.id,
    ]);
    expect(await stripe.subscriptionItems.retrieve(added.id)).toEqual(
      expect.objectContaining({ id: added.id }),
    );
    const more = await stripe.subscriptionItems.update(added.id, {
      metadata: { seat: "7" },
      proration_behavior: "always_invoice",
      quantity: 3,
    });
    expect(more).toMatchObject({ id: added.id, metadata: { seat: "7" }, quantity: 3 });
    expect((await last(customer)).total).toBe(300);
    const gone = await stripe.subscriptionItems.del(added.id, { proration_behavior: "none" });
    expect(gone).toMatchObject({ id: added.id, object: "subscription_item", deleted: true });
    expect((await stripe.subscriptions.retrieve(id)).items.data.map((one) => one.id)).toEqual([item]);
  });

  test("are refused", async () => {
    const [gold, euro] = [await shop.plan(), await shop.plan({ currency: "eur" })];
    const { id, item } = await begun(gold, { at: BEGIN });
    const adding = (params: object) =>
      refused(stripe.subscriptionItems.create({ subscription: id, ...params } as never));
    expect(await adding({ price: gold.id })).toMatchObject({
      message: expect.stringContaining(`an existing Subscription Item ${item} is already using that Price`),
      param: "plan",
    });
    expect((await adding({ price: euro.id })).message).toMatch(/^The price specified only supports `eur`/);
    expect(await refused(stripe.subscriptionItems.del(item))).toMatchObject({
      message: expect.stringContaining("must have at least one active plan"),
    });
    expect(await refused(stripe.subscriptionItems.retrieve("si_nope"))).toMatchObject({
      message: "Invalid subscription_item id: si_nope",
    });
    expect(
      await refused(stripe.subscriptions.update(id, { items: [{ id: "si_nope", quantity: 2 }] })),
    ).toMatchObject({
      message: "Invalid subscription_item id: si_nope",
    });
    expect(await refused(stripe.subscriptionItems.list({} as never))).toMatchObject({
      param: "subscription",
    });
    await stripe.subscriptions.cancel(id);
    expect(await adding({ price: gold.id })).toMatchObject({ status: 404, param: "subscription" });
  });
});

describe("canceled now", () => {
  test("nothing is given back by default", async () => {
    const { customer, id } = await begun(await shop.plan());
    const over = await stripe.subscriptions.cancel(id, { cancellation_details: { comment: "Bye" } });
    expect(over).toMatchObject({
      status: "canceled",
      cancel_at: null,
      cancellation_details: { comment: "Bye", reason: "cancellation_requested" },
    });
    expect([moment(over.canceled_at), moment(over.ended_at)]).toEqual([THIRD_LEFT, THIRD_LEFT]);
    expect(await shop.told(THIRD_LEFT, "2023-11-22")).toEqual(["customer.subscription.deleted"]);
    expect(await pending(customer)).toEqual([]);
  });

  test("a credit waits, or is on a last invoice that is given up", async () => {
    const waits = await begun(await shop.plan());
    await stripe.subscriptions.cancel(waits.id, { prorate: true });
    expect(await pending(waits.customer)).toEqual(["-333 Unused time on Gold after 21 Nov 2023"]);
    const billed = await begun(await shop.plan());
    await stripe.subscriptions.cancel(billed.id, { invoice_now: true, prorate: true });
    expect(await last(billed.customer)).toMatchObject({ number: null, status: "uncollectible", total: -333 });
    expect(await stripe.customers.retrieve(billed.customer)).toMatchObject({ balance: 0 });
  });

  test("open invoices stay open and are no longer tried", async () => {
    const { clock, customer, id } = await begun(await shop.plan());
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await shop.advance(clock, "2023-12-01T02:00:00");
    await stripe.subscriptions.cancel(id);
    await shop.advance(clock, "2024-01-01T00:00:00");
    expect(await last(customer)).toMatchObject({ auto_advance: false, attempt_count: 1, status: "open" });
  });

  test("is final", async () => {
    const { id } = await begun(await shop.plan(), { at: BEGIN });
    await stripe.subscriptions.cancel(id);
    expect(await refused(stripe.subscriptions.cancel(id))).toMatchObject({
      status: 404,
      message: `No such subscription: '${id}'`,
      param: "id",
    });
    expect(await refused(stripe.subscriptions.update(id, { description: "x" }))).toMatchObject({
      code: "invalid_canceled_subscription_fields",
      message: "A canceled subscription can only update its cancellation_details and metadata.",
    });
    expect(await stripe.subscriptions.update(id, { metadata: { a: "1" } })).toMatchObject({
      metadata: { a: "1" },
    });
    expect((await refused(stripe.subscriptions.resume(id))).status).toBe(404);
  });
});

describe("is refused", () => {
  test("to resume what is not paused, and to change what waits for its first payment", async () => {
    const price = await shop.plan();
    const { id } = await begun(price, { at: BEGIN });
    expect(await refused(stripe.subscriptions.resume(id))).toMatchObject({
      message: "You can only resume a subscription if it is `paused`.",
    });
    const { id: customer } = await shop.payer("pm_card_chargeCustomerFail");
    const waiting = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect(
      await refused(stripe.subscriptions.update(waiting.id, { cancel_at_period_end: true })),
    ).toMatchObject({
      code: "status_transition_invalid",
      param: "cancel_at_period_end",
    });
    expect(await stripe.subscriptions.update(waiting.id, { description: "x" })).toMatchObject({
      description: "x",
    });
  });

  test("an unknown one", async () => {
    const { subscriptions } = stripe;
    const unknown = { status: 404, message: "No such subscription: 'sub_nope'" };
    expect(await refused(subscriptions.retrieve("sub_nope"))).toMatchObject(unknown);
    expect(await refused(subscriptions.update("sub_nope", {}))).toMatchObject(unknown);
    expect(await refused(subscriptions.cancel("sub_nope"))).toMatchObject(unknown);
  });
});
