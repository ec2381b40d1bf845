/** A shop that sells subscriptions, for wire tests: customers on test clocks, prices, and invoices as short texts. */
import type Stripe from "stripe";
import type { TestServer } from "./server.ts";
import { openShop, type Shop } from "./shop.ts";

/** How often a clock is looked at before a test gives up. */
const LOOKS_MAX = 100;

export interface BillingShop extends Shop {
  /** A recurring price of a product called Gold, 10.00 usd a month by default. */
  plan(more?: Partial<Stripe.PriceCreateParams>): Promise<Stripe.Price>;
  /** A one-time price, 5.00 usd by default. */
  fee(more?: Partial<Stripe.PriceCreateParams>): Promise<Stripe.Price>;
  /** A customer who pays with this card by default; on a clock if there is one. */
  payer(card?: string | null, more?: Partial<Stripe.CustomerCreateParams>): Promise<Stripe.Customer>;
  /** A test clock that stands at a moment ("2023-01-31T10:20:30"), and a customer on it. */
  clocked(at: string, card?: string | null): Promise<{ clock: string; customer: string }>;
  /** Advances a clock to a moment and waits until it is there. */
  advance(clock: string, to: string | number): Promise<void>;
  /** The invoices of a customer, oldest first. */
  invoices(customer: string): Promise<Stripe.Invoice[]>;
  /** The types of the events of a clock's time from a moment on, oldest first. */
  told(from: string, to?: string): Promise<string[]>;
}

/** A moment in UTC as Unix seconds. */
const seconds = (text: string) => Date.parse(`${text}${text.includes("T") ? "" : "T00:00:00"}Z`) / 1000;

/** Unix seconds as a moment in UTC. */
export const moment = (at: number | null | undefined) =>
  at === null || at === undefined ? null : new Date(at * 1000).toISOString().slice(0, 19);

/** The lines of an invoice: amount and text. */
export const linesOf = (invoice: Stripe.Invoice) =>
  invoice.lines.data.map(({ amount, description }) => `${amount} ${description}`);

/** A day in UTC as Unix seconds. */
export const at = (day: string) => seconds(day);

/** Invoices as text: the day, the status, the reason and the total of each. */
export const shortly = (invoices: Stripe.Invoice[]) =>
  invoices.map(
    ({ billing_reason, created, status, total }) =>
      `${moment(created)?.slice(0, 10)} ${status} ${billing_reason} ${total}`,
  );

export const MONTH = { interval: "month", interval_count: 1 } as const;
export const TWO_MONTHS = { interval: "month", interval_count: 2 } as const;
export const HALF_A_MONTH = { interval: "day", interval_count: 15 } as const;

/** A customer on a clock, and a schedule of phases that each have a monthly price of this amount. */
export async function scheduled(
  shop: BillingShop,
  from: string,
  phases: readonly (Partial<Stripe.SubscriptionScheduleCreateParams.Phase> & { amount: number })[],
  { card = "pm_card_visa", ...more }: Stripe.SubscriptionScheduleCreateParams & { card?: string | null } = {},
) {
  const { clock, customer } = await shop.clocked(from, card);
  const product = (await shop.stripe.products.create({ name: "Gold" })).id;
  const described = [];
  for (const { amount, ...phase } of phases) {
    const price = await shop.plan({ unit_amount: amount, product });
    described.push({ items: [{ price: price.id }], ...phase });
  }
  const schedule = await shop.stripe.subscriptionSchedules.create({
    customer,
    start_date: "now",
    phases: described,
    ...more,
  });
  return { clock, customer, schedule, product };
}

export function openBillingShop(server: TestServer): BillingShop {
  const shop = openShop(server);
  const { stripe } = shop;
  const payer: BillingShop["payer"] = (card = "pm_card_visa", more = {}) =>
    stripe.customers.create({
      email: "jenny@example.com",
      ...(card === null ? {} : { payment_method: card, invoice_settings: { default_payment_method: card } }),
      ...more,
    });
  return {
    ...shop,
    payer,
    plan: (more = {}) =>
      stripe.prices.create({
        currency: "usd",
        ...(more.tiers || more.unit_amount_decimal ? {} : { unit_amount: 1000 }),
        recurring: { interval: "month" },
        ...(more.product ? {} : { product_data: { name: "Gold" } }),
        ...more,
      }),
    fee: (more = {}) =>
      stripe.prices.create({
        currency: "usd",
        unit_amount: 500,
        product_data: { name: "Set-up" },
        ...more,
      }),
    async clocked(at, card = "pm_card_visa") {
      const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(at) });
      const customer = await payer(card, { test_clock: clock.id });
      return { clock: clock.id, customer: customer.id };
    },
    async advance(clock, to) {
      const frozen_time = typeof to === "number" ? to : seconds(to);
      await stripe.testHelpers.testClocks.advance(clock, { frozen_time });
      for (let look = 0; look < LOOKS_MAX; look++) {
        const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
        if (status === "ready") return;
        if (status === "internal_failure") throw new Error(`clock ${clock} failed to advance`);
        await server.running.worker.drain();
      }
      throw new Error(`clock ${clock} does not arrive`);
    },
    async told(from, to = "2025-01-01") {
      const created = { gte: seconds(from), lt: seconds(to) };
      const events = await stripe.events.list({ created, limit: 100 }).autoPagingToArray({ limit: 1000 });
      return events.map(({ type }) => type).reverse();
    },
    async invoices(customer) {
      const list = await stripe.invoices.list({ customer, limit: 100 }).autoPagingToArray({ limit: 1000 });
      return list.reverse();
    },
  };
}
