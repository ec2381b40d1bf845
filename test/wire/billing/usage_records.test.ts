/** Usage that is reported item by item, for metered prices without a meter, as versions before basil had it. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingShop, linesOf, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
/** A client as old as usage records. */
let old: Stripe14;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
  old = server.stripe14(shop.key) as unknown as Stripe14;
});

/** What is used of the older client, whose types are not installed beside those of the newest. */
interface Stripe14 {
  readonly subscriptionItems: {
    createUsageRecord(
      item: string,
      params: { quantity: number; timestamp?: number | "now"; action?: "increment" | "set" },
    ): Promise<{
      id: string;
      object: string;
      quantity: number;
      subscription_item: string;
      timestamp: number;
    }>;
    listUsageRecordSummaries(item: string): Promise<{ data: Summary[]; url: string; has_more: boolean }>;
  };
}
interface Summary {
  readonly id: string;
  readonly invoice: string | null;
  readonly period: { readonly start: number; readonly end: number };
  readonly total_usage: number;
}

const at = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

/** A monthly subscription from the beginning of 2024 on to a price that costs 0.10 for each use. */
async function metered(aggregate_usage = "sum") {
  const { id: product } = await stripe.products.create({ name: "Calls" });
  const { body: price } = await server.raw("POST", "/v1/prices", {
    key: shop.key,
    headers: { "stripe-version": "2023-10-16" },
    body: {
      product,
      currency: "usd",
      unit_amount: "10",
      "recurring[interval]": "month",
      "recurring[usage_type]": "metered",
      "recurring[aggregate_usage]": aggregate_usage,
    },
  });
  const { clock, customer } = await shop.clocked("2024-01-01");
  const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  return { clock, customer, id, item: items.data[0]?.id ?? "" };
}

/** The status and the error of a record that is refused. */
async function refusal(item: string, timestamp?: number) {
  const { status, body } = await server.raw("POST", `/v1/subscription_items/${item}/usage_records`, {
    key: shop.key,
    headers: { "stripe-version": "2023-10-16" },
    body: { quantity: "1", ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }) },
  });
  return { status, ...body.error };
}

describe("usage records", () => {
  test("are billed when the period is over, and listed by period", async () => {
    const { clock, customer, item } = await metered();
    await shop.advance(clock, "2024-01-20");
    const record = await old.subscriptionItems.createUsageRecord(item, {
      quantity: 100,
      timestamp: at("2024-01-05"),
    });
    expect(Object.fromEntries(Object.entries(record))).toEqual({
      id: expect.stringMatching(/^mbur_/),
      object: "usage_record",
      livemode: false,
      quantity: 100,
      subscription_item: item,
      timestamp: at("2024-01-05"),
    });
    await old.subscriptionItems.createUsageRecord(item, { quantity: 20, timestamp: "now" });
    const now = await old.subscriptionItems.createUsageRecord(item, { quantity: 5 });
    expect(moment(now.timestamp)).toBe("2024-01-20T00:00:00");
    await shop.advance(clock, "2024-02-10");
    const invoices = await shop.invoices(customer);
    expect(invoices.map(linesOf)).toEqual([["1250 125 × Calls (at $0.10 / month)"]]);
    await old.subscriptionItems.createUsageRecord(item, { quantity: 7 });
    const list = await old.subscriptionItems.listUsageRecordSummaries(item);
    expect(list).toMatchObject({
      has_more: false,
      url: `/v1/subscription_items/${item}/usage_record_summaries`,
    });
    expect(
      list.data.map(({ invoice, period, total_usage }) => [invoice, moment(period.start), total_usage]),
    ).toEqual([
      [null, "2024-02-01T00:00:00", 7],
      [invoices[0]?.id, "2024-01-01T00:00:00", 125],
    ]);
  });

  test("are replaced at their moment by one that is set", async () => {
    const { clock, customer, item } = await metered();
    await shop.advance(clock, "2024-01-20");
    const timestamp = at("2024-01-10");
    await old.subscriptionItems.createUsageRecord(item, { quantity: 30, timestamp });
    await old.subscriptionItems.createUsageRecord(item, { quantity: 3, timestamp: at("2024-01-11") });
    await old.subscriptionItems.createUsageRecord(item, { quantity: 4, timestamp, action: "set" });
    await old.subscriptionItems.createUsageRecord(item, { quantity: 1, timestamp, action: "increment" });
    await shop.advance(clock, "2024-02-01");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([80]);
  });

  test.each([
    ["sum", 20, 5],
    ["max", 9, 5],
    ["last_during_period", 4, 5],
    ["last_ever", 4, 5],
  ])("are aggregated by %s", async (how, first, second) => {
    const { clock, customer, item } = await metered(how);
    await shop.advance(clock, "2024-01-20");
    for (const [quantity, day] of [
      [7, "2024-01-04"],
      [9, "2024-01-08"],
      [4, "2024-01-12"],
    ] as const) {
      await old.subscriptionItems.createUsageRecord(item, { quantity, timestamp: at(day) });
    }
    await shop.advance(clock, "2024-02-15");
    await old.subscriptionItems.createUsageRecord(item, { quantity: 5 });
    await shop.advance(clock, "2024-03-01");
    await shop.advance(clock, "2024-04-01");
    const totals = (await shop.invoices(customer)).map(({ total }) => total);
    expect(totals).toEqual([first * 10, second * 10, ...(how === "last_ever" ? [50] : [])]);
  });

  test("are refused for other prices, at other times, and after the end", async () => {
    const { id, item } = await metered();
    const licensed = await stripe.subscriptions.create({
      customer: (await shop.payer()).id,
      items: [{ price: (await shop.plan()).id }],
    });
    expect(await refusal(licensed.items.data[0]?.id ?? "")).toMatchObject({
      status: 400,
      message: "Usage records can only be created for items with a metered price.",
    });
    for (const day of ["2023-12-31", "2024-01-02"]) {
      expect(await refusal(item, at(day))).toMatchObject({ status: 400, param: "timestamp" });
    }
    expect(await refusal("si_nope")).toMatchObject({ message: "Invalid subscription_item id: si_nope" });
    await stripe.subscriptions.cancel(id);
    expect(await refusal(item)).toMatchObject({ status: 400 });
  });

  test("are refused for a price with a meter", async () => {
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "sum" },
    });
    const price = await shop.plan({
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    const { items } = await stripe.subscriptions.create({
      customer: (await shop.payer()).id,
      items: [{ price: price.id }],
    });
    const item = items.data[0]?.id ?? "";
    expect(await refusal(item)).toMatchObject({
      message: expect.stringContaining("meter events"),
    });
  });
});
