/** That it does not matter in what steps a test clock is advanced: the same invoices, sums and events come of it. */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linesOf, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const MONTHS = 36;
/** After this many months the customer's card begins to fail. */
const PAYS_MONTHS = 34;

/** The moment so many months after January 2023. */
const monthsOn = (months: number, day: number) => Date.UTC(2023, months, day, 10, 20, 30) / 1000;

/** Three years of a subscription that begins on a day of January, in steps of so many months. */
async function threeYears(day: number, trial_period_days: number, step: number) {
  const shop = openBillingShop(server);
  const { stripe } = shop;
  const { clock, customer } = await shop.clocked(`2023-01-${day}T10:20:30`);
  const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 19 });
  const coupon = await stripe.coupons.create({
    duration: "repeating",
    duration_in_months: 5,
    percent_off: 33.3,
  });
  await stripe.subscriptions.create({
    customer,
    default_tax_rates: [rate.id],
    discounts: [{ coupon: coupon.id }],
    items: [
      { price: (await shop.plan({ unit_amount: 1099 })).id, quantity: 3 },
      {
        price: (await shop.plan({ unit_amount: 7700, recurring: { interval: "month", interval_count: 3 } }))
          .id,
      },
    ],
    ...(trial_period_days > 0 && { trial_period_days }),
  });
  for (let months = step; months <= MONTHS; months += step) {
    await shop.advance(clock, monthsOn(months, Math.min(day, 28)));
    if (months !== PAYS_MONTHS) continue;
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
  }
  const created = { lt: monthsOn(MONTHS + 1, 1) };
  const events = await stripe.events.list({ created, limit: 100 }).autoPagingToArray({ limit: 5000 });
  return {
    invoices: (await shop.invoices(customer)).map(summary),
    events: events.reverse().map(({ created, data, type }) => {
      const {
        amount = null,
        status = null,
        total = null,
      } = data.object as unknown as Record<string, unknown>;
      return [moment(created), type, status, amount, total].join(" ");
    }),
    left: (await stripe.subscriptions.list({ customer, status: "all" })).data.map(({ status, ended_at }) => [
      status,
      moment(ended_at),
    ]),
  };
}

const summary = (invoice: Stripe.Invoice) => ({
  at: [invoice.created, invoice.period_start, invoice.period_end].map(moment),
  lines: linesOf(invoice),
  status: invoice.status,
  sums: [invoice.subtotal, invoice.total_excluding_tax, invoice.total, invoice.amount_paid],
  tries: invoice.attempt_count,
  when: Object.values(invoice.status_transitions).map(moment),
});

test.each([
  ["a trial, from a day that every month has", 15, 3, 36],
  ["the last day of the month", 31, 0, 35],
])("eighteen advances of two months are thirty-six of one: %s", async (_, day, trial, bills) => {
  const one = await threeYears(day, trial, 1);
  expect(one.invoices).toHaveLength(bills);
  expect(one.left[0]?.[0]).toBe("canceled");
  expect(one.events.length).toBeGreaterThan(8 * bills);
  expect(await threeYears(day, trial, 2)).toEqual(one);
});
