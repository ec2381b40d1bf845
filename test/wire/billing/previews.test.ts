/** Previews of the invoices of subscriptions that do not exist, and what a preview adds to those that do. */
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

const preview = (params: Stripe.InvoiceCreatePreviewParams) => stripe.invoices.createPreview(params);
const seconds = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;
/** Everything that an account could have had written into it by a preview. */
const written = async () => ({
  events: (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type),
  subscriptions: (await stripe.subscriptions.list({ status: "all" })).data.length,
  invoices: (await stripe.invoices.list()).data.length,
  items: (await stripe.invoiceItems.list()).data.length,
  prices: (await stripe.prices.list({ limit: 100 })).data.length,
});

describe("a preview of a new subscription", () => {
  test("is the invoice that the subscription then begins with", async () => {
    const price = (await shop.plan()).id;
    const customer = (await shop.payer()).id;
    const items = [{ price, quantity: 3 }];
    const before = await written();
    const shown = await preview({ customer, subscription_details: { items } });
    expect(await written()).toEqual(before);
    const { latest_invoice } = await stripe.subscriptions.create({ customer, items });
    const made = await stripe.invoices.retrieve(String(latest_invoice));
    expect(linesOf(shown)).toEqual(["3000 3 × Gold (at $10.00 / month)"]);
    expect(linesOf(shown)).toEqual(linesOf(made));
    expect(shown).toMatchObject({
      amount_due: 3000,
      billing_reason: "upcoming",
      currency: "usd",
      customer,
      number: null,
      parent: null,
      status: "draft",
      total: made.total,
    });
    expect(shown.id).toMatch(/^upcoming_in_/);
    const [line] = shown.lines.data;
    expect(line?.id).toMatch(/^il_tmp_/);
    expect(line?.parent?.subscription_item_details).toMatchObject({ subscription: null, proration: false });
    expect(line?.period).toEqual({
      start: shown.created,
      end: expect.any(Number),
    });
  });

  test("needs no customer", async () => {
    const price = (await shop.plan()).id;
    const shown = await preview({
      automatic_tax: { enabled: true },
      customer_details: { address: { country: "DE", postal_code: "10115" } },
      subscription_details: { items: [{ price }] },
    });
    expect(shown).toMatchObject({
      customer: null,
      customer_email: null,
      subtotal: 1000,
      total: 1190,
      automatic_tax: { enabled: true, status: "complete" },
    });
    expect((await preview({ subscription_details: { items: [{ price }] } })).total).toBe(1000);
  });

  test("is free in a trial, and its next one is not", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const items = [{ price: (await shop.plan()).id }];
    const details = { items, trial_end: seconds("2024-01-15") };
    const first = await preview({ customer, subscription_details: details });
    expect(linesOf(first)).toEqual(["0 Free trial for 1 × Gold"]);
    expect(moment(first.created)).toBe("2024-01-01T00:00:00");
    const classic = { ...details, billing_mode: { type: "classic" } } as const;
    expect(linesOf(await preview({ customer, subscription_details: classic }))).toEqual([
      "0 Trial period for Gold",
    ]);
    const next = await preview({ customer, preview_mode: "recurring", subscription_details: details });
    expect(linesOf(next)).toEqual(["1000 1 × Gold (at $10.00 / month)"]);
    expect(moment(next.created)).toBe("2024-01-15T00:00:00");
    const over = { ...details, cancel_at: seconds("2024-01-10") };
    expect(
      await refused(preview({ customer, preview_mode: "recurring", subscription_details: over })),
    ).toMatchObject({ code: "invoice_upcoming_none" });
  });

  test("begins with a part of a period up to a later anchor, or with the anchor's invoice if that is free", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const items = [{ price: (await shop.plan()).id }];
    const anchor = { type: "timestamp", timestamp: seconds("2024-01-16") } as const;
    const part = await preview({ customer, subscription_details: { items, billing_cycle_anchor: anchor } });
    expect(linesOf(part)).toEqual(["484 Remaining time on Gold after 01 Jan 2024"]);
    const free = await preview({
      customer,
      subscription_details: { items, billing_cycle_anchor: anchor, proration_behavior: "none" },
    });
    expect(linesOf(free)).toEqual(["1000 1 × Gold (at $10.00 / month)"]);
    expect(moment(free.created)).toBe("2024-01-16T00:00:00");
  });

  test("counts discounts, tax rates, inline prices and items that are added", async () => {
    const product = String((await shop.plan()).product);
    const customer = (await shop.payer()).id;
    const coupon = (await stripe.coupons.create({ percent_off: 10, duration: "once" })).id;
    const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 20 });
    const before = await written();
    const shown = await preview({
      customer,
      discounts: [{ coupon }],
      invoice_items: [{ amount: 500, currency: "usd", description: "Set-up" }],
      subscription_details: {
        default_tax_rates: [rate.id],
        items: [
          {
            price_data: { currency: "usd", product, unit_amount: 2000, recurring: { interval: "year" } },
          },
        ],
      },
    });
    expect(linesOf(shown)).toEqual(["500 Set-up", "2000 1 × Gold (at $20.00 / year)"]);
    expect(shown).toMatchObject({ subtotal: 2500, total: 2700 });
    expect(shown.total_discount_amounts?.map(({ amount }) => amount)).toEqual([250]);
    expect(await written()).toEqual(before);
    expect((await stripe.coupons.retrieve(coupon)).times_redeemed).toBe(0);
  });

  test("of usage alone shows the invoice of the first period", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "sum" },
    });
    const price = await shop.plan({
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    const asked = preview({ customer, subscription_details: { items: [{ price: price.id }] } });
    // Nothing was used, and flexible billing has no lines for that.
    expect(await refused(asked)).toMatchObject({ code: "invoice_upcoming_none" });
  });

  test.each<[string, (price: string) => Stripe.InvoiceCreatePreviewParams, object]>([
    [
      "without items",
      () => ({ subscription_details: { metadata: { a: "b" } } }),
      { code: "parameter_missing", param: "subscription_details[items]" },
    ],
    [
      "for an item without a price",
      () => ({ subscription_details: { items: [{ quantity: 2 }] } }),
      { code: "parameter_missing", param: "subscription_details[items][0][price]" },
    ],
    [
      "for a price that does not exist",
      () => ({ subscription_details: { items: [{ price: "price_nope" }] } }),
      { code: "resource_missing", param: "subscription_details[items][0][price]" },
    ],
    [
      "for an item that exists",
      (price) => ({ subscription_details: { items: [{ id: "si_1", price }] } }),
      { message: "Invalid subscription_item id: si_1" },
    ],
    [
      "at a date of proration",
      (price) => ({ subscription_details: { items: [{ price }], proration_date: 1_700_000_000 } }),
      { param: "subscription_details[proration_date]" },
    ],
    [
      "with an anchor that stays",
      (price) => ({
        subscription_details: { items: [{ price }], billing_cycle_anchor: { type: "unchanged" } },
      }),
      { param: "subscription_details[billing_cycle_anchor]" },
    ],
    [
      "with an anchor in the past",
      (price) => ({
        subscription_details: {
          items: [{ price }],
          billing_cycle_anchor: { type: "timestamp", timestamp: 1_500_000_000 },
        },
      }),
      { param: "billing_cycle_anchor" },
    ],
    [
      "with an item in another currency",
      (price) => ({
        invoice_items: [{ amount: 5, currency: "eur" }],
        subscription_details: { items: [{ price }] },
      }),
      { param: "invoice_items[0][currency]" },
    ],
    [
      "of a schedule",
      (price) => ({ schedule: "sub_sched_1", subscription_details: { items: [{ price }] } }),
      { param: "schedule" },
    ],
  ])("is refused %s", async (_, params, expected) => {
    const price = (await shop.plan()).id;
    expect(await refused(preview(params(price)))).toMatchObject({ status: 400, ...expected });
  });
});

describe("a preview of a subscription", () => {
  test("counts items that are added to what waits, and changes of those that wait", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: (await shop.plan()).id }],
    });
    const visit = await stripe.invoiceItems.create({
      customer,
      amount: 700,
      currency: "usd",
      description: "Visit",
    });
    const shown = await preview({
      subscription: id,
      invoice_items: [
        { invoiceitem: visit.id, amount: 900 },
        { amount: 100, currency: "usd", description: "Call" },
      ],
    });
    expect(linesOf(shown)).toEqual(["900 Visit", "100 Call", "1000 1 × Gold (at $10.00 / month)"]);
    const unknown = preview({ subscription: id, invoice_items: [{ invoiceitem: "ii_nope", amount: 1 }] });
    expect(await refused(unknown)).toMatchObject({
      code: "resource_missing",
      param: "invoice_items[0][invoiceitem]",
    });
  });

  test("refuses what only a new one has, and another currency", async () => {
    const customer = (await shop.payer()).id;
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: (await shop.plan()).id }],
    });
    const timestamp = Math.floor(Date.now() / 1000) + 5000;
    for (const [params, param] of [
      [
        { subscription_details: { billing_mode: { type: "flexible" } } },
        "subscription_details[billing_mode]",
      ],
      [
        { subscription_details: { billing_cycle_anchor: { type: "timestamp", timestamp } } },
        "subscription_details[billing_cycle_anchor]",
      ],
      [{ currency: "eur" }, "currency"],
    ] as const) {
      expect(await refused(preview({ subscription: id, ...params }))).toMatchObject({ status: 400, param });
    }
  });
});

describe("older versions", () => {
  const ask = (method: string, path: string, params: Record<string, string>, version: string) =>
    server.raw(method, method === "GET" ? `${path}?${new URLSearchParams(params)}` : path, {
      key: shop.key,
      headers: { "stripe-version": version },
      ...(method === "GET" ? {} : { body: params }),
    });

  test.each(["2022-11-15", "2024-06-20"])(
    "the upcoming invoice of a new subscription, by its parts (%s)",
    async (version) => {
      const price = (await shop.plan()).id;
      const coupon = (await stripe.coupons.create({ amount_off: 100, currency: "usd", duration: "once" })).id;
      const { customer } = await shop.clocked("2024-01-01");
      const params = { customer, coupon, "subscription_items[0][price]": price };
      const { status, body } = await ask("GET", "/v1/invoices/upcoming", params, version);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body).not.toHaveProperty("id");
      expect(body).toMatchObject({ customer, subscription: null, total: 900, billing_reason: "upcoming" });
      const trial = { subscription_trial_end: String(seconds("2024-01-10")) };
      const { body: free } = await ask("GET", "/v1/invoices/upcoming", { ...params, ...trial }, version);
      expect(free.lines.data[0]).toMatchObject({ amount: 0, description: "Trial period for Gold" });
      const anchor = { subscription_billing_cycle_anchor: String(seconds("2024-01-16")) };
      const { body: part } = await ask("GET", "/v1/invoices/upcoming", { ...params, ...anchor }, version);
      expect(part.subtotal).toBe(484);
    },
  );

  test("the upcoming invoice of a change, by its parts", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const price = (await shop.plan()).id;
    const made = await stripe.subscriptions.create({
      customer,
      billing_mode: { type: "classic" },
      items: [{ price }],
    });
    const params = {
      subscription: made.id,
      "subscription_items[0][id]": made.items.data[0]?.id ?? "",
      "subscription_items[0][quantity]": "4",
      subscription_proration_behavior: "none",
    };
    const { body } = await ask("GET", "/v1/invoices/upcoming", params, "2023-10-16");
    expect(body).toMatchObject({ subscription: made.id, total: 4000 });
  });

  test("create_preview names the anchor without a type before endive", async () => {
    const { customer } = await shop.clocked("2024-01-01");
    const details = {
      customer,
      "subscription_details[items][0][price]": (await shop.plan()).id,
      "subscription_details[billing_cycle_anchor]": String(seconds("2024-01-16")),
    };
    for (const version of ["2024-06-20", "2025-03-31.basil", "2026-03-25.dahlia"]) {
      const { status, body } = await ask("POST", "/v1/invoices/create_preview", details, version);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.total, version).toBe(484);
    }
    const newest = await ask("POST", "/v1/invoices/create_preview", details, "2026-10-28.endive");
    expect(newest.status).toBe(400);
  });
});
