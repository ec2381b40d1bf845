/** Events that come some days before or after a date: the next invoice of a subscription, and due dates. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { type BillingShop, linesOf, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let reminding: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  reminding = await startServer({
    settings: {
      ...DEFAULT_SETTINGS,
      subscriptions: { ...DEFAULT_SETTINGS.subscriptions, upcoming_days: 3 },
      invoices: { will_be_due_days: 5, overdue_days: 2 },
    },
  });
});
afterAll(async () => {
  await server.close();
  await reminding.close();
});
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
});

/** The events of these types, oldest first. */
async function told(from: BillingShop, ...types: string[]): Promise<Stripe.Event[]> {
  const { data } = await from.stripe.events.list({ types, limit: 100 });
  return data.reverse();
}

const objectOf = (event: Stripe.Event | undefined) => event?.data.object as Stripe.Invoice | undefined;
const times = (events: Stripe.Event[]) => events.map(({ created }) => moment(created));

async function monthly(
  own: BillingShop,
  at: string,
  more: Partial<Stripe.SubscriptionCreateParams> = {},
  interval: "day" | "month" = "month",
) {
  const { clock, customer } = await own.clocked(at);
  const price = await own.plan({ recurring: { interval } });
  const sub = await own.stripe.subscriptions.create({ customer, items: [{ price: price.id }], ...more });
  return { clock, customer, id: sub.id, item: sub.items.data[0]?.id ?? "" };
}

describe("invoice.upcoming", () => {
  test("comes seven days before each renewal, with the invoice as it will be", async () => {
    const { clock, customer, id } = await monthly(shop, "2024-01-01T12:00:00");
    await stripe.invoiceItems.create({ customer, amount: 250, currency: "usd", description: "Extra" });
    await shop.advance(clock, "2024-01-25T11:59:59");
    expect(await told(shop, "invoice.upcoming")).toEqual([]);
    await shop.advance(clock, "2024-02-24T12:00:00");
    const events = await told(shop, "invoice.upcoming");
    expect(times(events)).toEqual(["2024-01-25T12:00:00", "2024-02-23T12:00:00"]);
    const first = objectOf(events[0]);
    expect(first).toMatchObject({
      object: "invoice",
      billing_reason: "upcoming",
      customer,
      number: null,
      status: "draft",
      total: 1250,
    });
    for (const key of ["id", "auto_advance", "hosted_invoice_url", "invoice_pdf"]) {
      expect(first).not.toHaveProperty(key);
    }
    expect(moment(first?.created)).toBe("2024-02-01T12:00:00");
    expect(first?.next_payment_attempt).toBe((first?.created ?? 0) + 3600);
    expect(first?.lines.url).toBe(`/v1/invoices/upcoming/lines?customer=${customer}&subscription=${id}`);
    expect(first && linesOf(first)).toEqual(["250 Extra", "1000 1 × Gold (at $10.00 / month)"]);
    expect(objectOf(events[1])?.total).toBe(1000);
    // Nothing was written for it.
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1000, 1250]);
  });

  test("is shown in the version of whoever asks for the event", async () => {
    const { clock, id } = await monthly(shop, "2024-01-01");
    await shop.advance(clock, "2024-01-26");
    const in_ = async (version: string) => {
      const options = { key: shop.key, headers: { "stripe-version": version } };
      return (await server.raw("GET", "/v1/events?type=invoice.upcoming", options)).body.data[0].data.object;
    };
    expect((await in_("2026-10-28.endive")).object).toBe("invoice");
    expect(await in_("2022-11-15")).toMatchObject({ subscription: id, paid: false });
  });

  test("comes before the end of a trial, and a trial that is moved is told of anew", async () => {
    const { clock, id } = await monthly(shop, "2024-01-01", { trial_period_days: 20 });
    await shop.advance(clock, "2024-01-15");
    expect(times(await told(shop, "invoice.upcoming"))).toEqual(["2024-01-14T00:00:00"]);
    await stripe.subscriptions.update(id, { trial_end: Date.parse("2024-02-10T00:00:00Z") / 1000 });
    await shop.advance(clock, "2024-02-04");
    expect(times(await told(shop, "invoice.upcoming"))).toEqual([
      "2024-01-14T00:00:00",
      "2024-02-03T00:00:00",
    ]);
  });

  test.each<[string, Partial<Stripe.SubscriptionCreateParams>]>([
    ["a subscription that ends first", { cancel_at_period_end: true }],
    ["a subscription whose invoices are sent", { collection_method: "send_invoice", days_until_due: 5 }],
  ])("is not sent of %s", async (_, more) => {
    const { clock } = await monthly(shop, "2024-01-01", more);
    await shop.advance(clock, "2024-02-02");
    expect(await told(shop, "invoice.upcoming")).toEqual([]);
  });

  test("is not sent while collection is paused, nor of periods that are too short", async () => {
    const { clock, id } = await monthly(shop, "2024-01-01");
    await stripe.subscriptions.update(id, { pause_collection: { behavior: "void" } });
    await shop.advance(clock, "2024-01-30");
    expect(await told(shop, "invoice.upcoming")).toEqual([]);
    // It is told of late once collection goes on.
    await stripe.subscriptions.update(id, { pause_collection: "" });
    await shop.advance(clock, "2024-01-30T00:00:10");
    expect(times(await told(shop, "invoice.upcoming"))).toEqual(["2024-01-30T00:00:00"]);
    const daily = openBillingShop(server);
    const short = await monthly(daily, "2024-01-01", {}, "day");
    await daily.advance(short.clock, "2024-01-03");
    expect(await told(daily, "invoice.upcoming")).toEqual([]);
  });

  test("comes as many days before as the settings say", async () => {
    const own = openBillingShop(reminding);
    const { clock } = await monthly(own, "2024-01-01");
    await own.advance(clock, "2024-01-31");
    expect(times(await told(own, "invoice.upcoming"))).toEqual(["2024-01-29T00:00:00"]);
  });
});

describe("due dates", () => {
  const TYPES = ["invoice.will_be_due", "invoice.overdue"] as const;

  async function sent(own: BillingShop, days_until_due: number) {
    const { clock, customer } = await own.clocked("2024-01-01");
    await own.stripe.invoiceItems.create({ customer, amount: 900, currency: "usd" });
    const { id = "" } = await own.stripe.invoices.create({
      customer,
      collection_method: "send_invoice",
      days_until_due,
      pending_invoice_items_behavior: "include",
    });
    await own.stripe.invoices.sendInvoice(id);
    return { clock, customer, id };
  }

  test("are told of before and after, if the settings say so", async () => {
    const own = openBillingShop(reminding);
    const { clock, id } = await sent(own, 30);
    await own.advance(clock, "2024-02-10");
    const events = await told(own, ...TYPES);
    expect(events.map(({ type, created }) => [type, moment(created)])).toEqual([
      ["invoice.will_be_due", "2024-01-26T00:00:00"],
      ["invoice.overdue", "2024-02-02T00:00:00"],
    ]);
    for (const event of events) expect(objectOf(event)).toMatchObject({ id, status: "open" });
  });

  test("are told of only afterwards if they were closer than that from the start", async () => {
    const own = openBillingShop(reminding);
    const { clock } = await sent(own, 4);
    await own.advance(clock, "2024-02-10");
    expect((await told(own, ...TYPES)).map(({ type }) => type)).toEqual(["invoice.overdue"]);
  });

  test("are not told of once an invoice is paid or void", async () => {
    const own = openBillingShop(reminding);
    const paid = await sent(own, 30);
    await own.stripe.invoices.pay(paid.id);
    await own.advance(paid.clock, "2024-02-10");
    const voided = await sent(own, 30);
    await own.advance(voided.clock, "2024-01-28");
    await own.stripe.invoices.voidInvoice(voided.id);
    await own.advance(voided.clock, "2024-02-10");
    const events = await told(own, ...TYPES);
    expect(events.map(({ type, data }) => [type, (data.object as Stripe.Invoice).id])).toEqual([
      ["invoice.will_be_due", voided.id],
    ]);
  });

  test("are never told of without settings", async () => {
    const { clock } = await sent(shop, 30);
    await shop.advance(clock, "2024-03-10");
    expect(await told(shop, ...TYPES)).toEqual([]);
  });
});
