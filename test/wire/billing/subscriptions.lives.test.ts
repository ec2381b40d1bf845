/** Random lives of subscriptions: whatever is done to one, its invoices add up, and so does the customer's balance. */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Seeded } from "../../robustness/seeded.ts";
import { type BillingShop, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const LIVES = 20;
const STEPS = 14;
const DAY = 86_400;
/** Less than this is not charged in usd, but added to the balance. */
const MINIMUM = 50;
const BEHAVIORS = ["always_invoice", "create_prorations", "none"] as const;

interface Life {
  readonly random: Seeded;
  readonly shop: BillingShop;
  readonly clock: string;
  readonly prices: readonly string[];
  /** The present state of the subscription. */
  readonly subscription: Stripe.Subscription;
  /** The time of the clock. */
  readonly now: number;
}

/** What may be done to a subscription; some of it is refused, depending on its state. */
const DEEDS: readonly ((life: Life) => Promise<unknown>)[] = [
  ({ clock, now, random, shop }) => shop.advance(clock, now + random.between(3600, 50 * DAY)),
  ({ clock, now, random, shop }) => shop.advance(clock, now + random.between(20 * DAY, 50 * DAY)),
  (life) => changeItem(life, { quantity: life.random.between(1, 12) }),
  (life) => changeItem(life, { price: life.random.pick(life.prices) }),
  ({ prices, random, shop, subscription: { id, items } }) => {
    const proration_behavior = random.pick(BEHAVIORS);
    const more = { subscription: id, price: random.pick(prices), quantity: random.between(1, 5) };
    return items.data.length > 1
      ? shop.stripe.subscriptionItems.del(random.pick(items.data).id, { proration_behavior })
      : shop.stripe.subscriptionItems.create({ ...more, proration_behavior });
  },
  (life) => change(life, { billing_cycle_anchor: { type: "now" } }),
  (life) => change(life, { cancel_at_period_end: !life.subscription.cancel_at_period_end }),
  (life) => change(life, { trial_end: life.now + life.random.between(1, 30) * DAY }),
  (life) => change(life, { trial_end: "now" }),
];

function change(life: Life, params: Stripe.SubscriptionUpdateParams) {
  const { random, shop, subscription } = life;
  const proration_behavior = random.pick(BEHAVIORS);
  return shop.stripe.subscriptions.update(subscription.id, { ...params, proration_behavior });
}

function changeItem(life: Life, params: Stripe.SubscriptionUpdateParams.Item) {
  const { id } = life.random.pick(life.subscription.items.data);
  return change(life, { items: [{ id, ...params }] });
}

/** Lives a random life to its end; returns the customer. */
async function live(shop: BillingShop, random: Seeded): Promise<string> {
  const { stripe } = shop;
  const begin = new Date(Date.UTC(2023, random.between(0, 11), random.between(1, 31), random.between(0, 23)));
  const { clock, customer } = await shop.clocked(begin.toISOString().slice(0, 19));
  const percentage = random.pick([5, 7.7, 19]);
  const rate = await stripe.taxRates.create({
    display_name: "VAT",
    inclusive: random.chance(0.5),
    percentage,
  });
  const coupon = await stripe.coupons.create(
    random.chance(0.5)
      ? { duration: "forever", percent_off: random.between(1, 90) }
      : { amount_off: random.between(1, 900), currency: "usd", duration: "repeating", duration_in_months: 2 },
  );
  const tiers: Stripe.PriceCreateParams.Tier[] = [
    { unit_amount: 700, up_to: 5 },
    { flat_amount: 50, unit_amount: 333, up_to: "inf" },
  ];
  const made = [
    await shop.plan({ unit_amount: random.between(60, 5000) }),
    await shop.plan({ unit_amount: random.between(60, 5000) }),
    await shop.plan({ billing_scheme: "tiered", tiers, tiers_mode: "graduated" }),
  ];
  const prices = made.map(({ id }) => id);
  const { id } = await stripe.subscriptions.create({
    billing_mode: { type: random.pick(["classic", "flexible"]) },
    customer,
    items: [{ price: random.pick(prices), quantity: random.between(1, 9) }],
    ...(random.chance(0.5) && { default_tax_rates: [rate.id] }),
    ...(random.chance(0.5) && { discounts: [{ coupon: coupon.id }] }),
    ...(random.chance(0.3) && { trial_period_days: random.between(1, 20) }),
  });
  for (let step = 0; step < STEPS; step++) {
    const subscription = await stripe.subscriptions.retrieve(id);
    if (subscription.status === "canceled") return customer;
    const { frozen_time: now } = await stripe.testHelpers.testClocks.retrieve(clock);
    await unlessRefused(random.pick(DEEDS)({ clock, now, prices, random, shop, subscription }));
  }
  await unlessRefused(stripe.subscriptions.cancel(id, { invoice_now: true, prorate: random.chance(0.5) }));
  return customer;
}

/** Waits for a call that may be refused by a rule, but must not fail. */
async function unlessRefused(call: Promise<unknown>): Promise<void> {
  await call.catch((error: Stripe.errors.StripeError) =>
    expect(error.statusCode, error.message).toBeLessThan(429),
  );
}

const sum = (amounts: readonly { readonly amount: number }[]) =>
  amounts.reduce((all, { amount }) => all + amount, 0);

/** What of an invoice does not add up. */
function faultsOf(invoice: Stripe.Invoice, lines: readonly Stripe.InvoiceLineItem[]): string[] {
  const taxes = invoice.total_taxes ?? [];
  const added = sum(taxes.filter(({ tax_behavior }) => tax_behavior === "exclusive"));
  const net = sum(lines) - sum(invoice.total_discount_amounts ?? []);
  const due = Math.max(0, invoice.total + invoice.starting_balance);
  const isPaid = invoice.status === "paid";
  const rules: Readonly<Record<string, boolean>> = {
    subtotal: invoice.subtotal === sum(lines),
    total: invoice.total === net + added,
    "discounts of lines":
      sum(lines.flatMap((line) => line.discount_amounts ?? [])) === sum(invoice.total_discount_amounts ?? []),
    "taxes of lines": sum(lines.flatMap((line) => line.taxes ?? [])) === sum(taxes),
    due: !isPaid || invoice.amount_due === (due < MINIMUM ? 0 : due),
    paid: !isPaid || (invoice.amount_paid === invoice.amount_due && invoice.amount_remaining === 0),
    period: invoice.period_start <= invoice.period_end,
    "periods of lines": lines.every(({ period: { end, start } }) => start <= end),
  };
  return Object.keys(rules).filter((name) => !rules[name]);
}

test.each(Array.from({ length: LIVES }, (_, i) => i + 1))("life %i adds up", async (seed) => {
  const shop = openBillingShop(server);
  const { stripe } = shop;
  const id = await live(shop, new Seeded(seed));
  const invoices = await shop.invoices(id);
  expect(invoices.length).toBeGreaterThan(0);
  for (const invoice of invoices) {
    const lines = await stripe.invoices.listLineItems(String(invoice.id), { limit: 100 });
    expect(faultsOf(invoice, lines.data), `invoice of ${invoice.total}`).toEqual([]);
  }
  const customer = (await stripe.customers.retrieve(id)) as Stripe.Customer;
  const transactions = await stripe.customers.listBalanceTransactions(id, { limit: 100 });
  expect(customer.balance).toBe(sum(transactions.data));
});
