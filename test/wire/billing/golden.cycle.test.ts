/** Everything that a billing cycle leaves behind, in three API versions: objects, sums, events and their order. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { expectGolden, GOLDEN_VERSIONS } from "../../support/golden.ts";
import { type Flow, told } from "../../support/golden_billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let lenient: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
  const settings = {
    ...DEFAULT_SETTINGS,
    subscriptions: { ...DEFAULT_SETTINGS.subscriptions, failed_payments: "unpaid" as const },
  };
  lenient = await startServer({ settings }, { clock });
});
afterAll(() => Promise.all([server.close(), lenient.close()]));

/** The price of a recorded invoice: a flat fee for 1000 credits, and 3.6 cents for each that is over. */
const CREDITS = {
  billing_scheme: "tiered",
  tiers_mode: "graduated",
  tiers: [
    { up_to: 1000, unit_amount: 0, flat_amount: 900 },
    { up_to: "inf", unit_amount_decimal: "3.6", flat_amount: 0 },
  ],
  product_data: { name: "Usage", unit_label: "credit" },
};
const SEATS = {
  billing_scheme: "tiered",
  tiers_mode: "volume",
  tiers: [
    { up_to: 10, unit_amount: 700 },
    { up_to: "inf", unit_amount: 500, flat_amount: 1000 },
  ],
  product_data: { name: "Seats" },
};

/** Each with the moment at which it begins. */
const FLOWS: Readonly<Record<string, readonly [string, Flow]>> = {
  renewed_at_month_ends: [
    "2024-01-31T10:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_visa");
      const created = await subscribe({ items: [{ price: await price(), quantity: 3 }] });
      await advance("2024-03-31T10:00:00");
      return { created };
    },
  ],
  renewed_yearly_from_a_leap_day: [
    "2024-02-29T10:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_visa");
      await subscribe({ items: [{ price: await price({ recurring: { interval: "year" } }) }] });
      for (const to of ["2025-02-28", "2027-02-28", "2028-02-29"]) await advance(`${to}T12:00:00`);
      return {};
    },
  ],
  trial_then_paid: [
    "2023-01-01T00:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_visa");
      const created = await subscribe({ items: [{ price: await price() }], trial_period_days: 7 });
      await advance("2023-01-08T02:00:00");
      return { created };
    },
  ],
  trial_without_card_paused_and_resumed: [
    "2023-01-01T00:00:00",
    async ({ advance, call, card, price, settle, subscribe }) => {
      const { id } = await subscribe({
        items: [{ price: await price() }],
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: "pause" } },
      });
      await advance("2023-01-20T00:00:00");
      const paused = await call("GET", `subscriptions/${id}`);
      await card("pm_card_visa");
      const resumed = await call("POST", `subscriptions/${id}/resume`, {});
      await settle();
      return { paused, resumed };
    },
  ],
  trial_without_card_canceled: [
    "2023-01-01T00:00:00",
    async ({ advance, price, subscribe }) => {
      await subscribe({
        items: [{ price: await price() }],
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
      });
      await advance("2023-01-09T00:00:00");
      return {};
    },
  ],
  discount_forever_and_tax: [
    "2023-01-15T00:00:00",
    async ({ advance, call, card, price, subscribe }) => {
      await card("pm_card_visa");
      const rate = await call("POST", "tax_rates", { display_name: "VAT", inclusive: false, percentage: 5 });
      await call("POST", "coupons", { id: "tenth", percent_off: 10, duration: "forever" });
      await subscribe({
        items: [{ price: await price(), quantity: 3 }],
        default_tax_rates: [rate.id],
        discounts: [{ coupon: "tenth" }],
      });
      await advance("2023-02-15T02:00:00");
      return {};
    },
  ],
  discount_for_two_months: [
    "2023-01-15T00:00:00",
    async ({ advance, call, card, price, subscribe }) => {
      await card("pm_card_visa");
      await call("POST", "coupons", {
        id: "three_off",
        amount_off: 300,
        currency: "usd",
        duration: "repeating",
        duration_in_months: 2,
      });
      await subscribe({ items: [{ price: await price() }], discounts: [{ coupon: "three_off" }] });
      for (const to of ["2023-02-15T02:00:00", "2023-03-15T02:00:00"]) await advance(to);
      return {};
    },
  ],
  discount_once_after_a_trial: [
    "2023-01-01T00:00:00",
    async ({ advance, call, card, price, subscribe }) => {
      await card("pm_card_visa");
      await call("POST", "coupons", { id: "half", percent_off: 50, duration: "once" });
      const created = await subscribe({
        items: [{ price: await price() }],
        discounts: [{ coupon: "half" }],
        trial_period_days: 7,
      });
      await advance("2023-02-08T02:00:00");
      return { created };
    },
  ],
  renewal_failed_then_recovered: [
    "2023-01-01T00:00:00",
    async ({ advance, call, card, price, subscribe }) => {
      await card("pm_card_visa");
      const { id } = await subscribe({ items: [{ price: await price() }] });
      await card("pm_card_chargeCustomerFail");
      await advance("2023-02-01T01:00:00");
      const past_due = await call("GET", `subscriptions/${id}`);
      const failed = await call("GET", `invoices/${past_due.latest_invoice}`);
      await advance("2023-02-04T02:00:00");
      await card("pm_card_visa");
      await advance("2023-02-10T00:00:00");
      return { past_due, failed };
    },
  ],
  renewal_failed_for_good: [
    "2023-01-01T00:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_visa");
      await subscribe({ items: [{ price: await price() }] });
      await card("pm_card_chargeCustomerFail");
      await advance("2023-02-28T00:00:00");
      return {};
    },
  ],
  left_unpaid_then_recovered: [
    "2023-01-01T00:00:00",
    async ({ advance, call, card, price, subscribe }) => {
      await card("pm_card_visa");
      const { id } = await subscribe({ items: [{ price: await price() }] });
      await card("pm_card_chargeCustomerFail");
      await advance("2023-02-28T00:00:00");
      const unpaid = await call("GET", `subscriptions/${id}`);
      await advance("2023-03-01T02:00:00");
      await card("pm_card_visa");
      const { latest_invoice } = await call("GET", `subscriptions/${id}`);
      await call("POST", `invoices/${latest_invoice}/pay`, {});
      return { unpaid };
    },
  ],
  first_payment_declined: [
    "2023-01-01T00:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_chargeCustomerFail");
      const created = await subscribe({ items: [{ price: await price() }] });
      await advance("2023-01-02T00:00:00");
      return { created };
    },
  ],
  renewal_needs_authentication: [
    "2023-01-01T00:00:00",
    async ({ advance, card, price, subscribe }) => {
      await card("pm_card_visa");
      await subscribe({ items: [{ price: await price() }] });
      await card("pm_card_authenticationRequired");
      await advance("2023-02-01T02:00:00");
      return {};
    },
  ],
  metered_in_tiers: [
    "2023-01-15T00:00:00",
    async ({ advance, call, card, customer, price, subscribe }) => {
      await card("pm_card_visa");
      const { id: meter } = await call("POST", "billing/meters", {
        display_name: "Credits",
        event_name: "credits",
        default_aggregation: { formula: "sum" },
      });
      const recurring = { interval: "month", meter, usage_type: "metered" };
      await subscribe({ items: [{ price: await price({ ...CREDITS, recurring }) }] });
      for (const value of [1000, 31]) {
        const payload = { stripe_customer_id: customer, value };
        await call("POST", "billing/meter_events", {
          event_name: "credits",
          payload,
          identifier: `${value}`,
        });
      }
      await advance("2023-02-15T02:00:00");
      return {};
    },
  ],
  tiers_by_volume: [
    "2023-01-15T00:00:00",
    async ({ advance, card, item, price, subscribe, update }) => {
      await card("pm_card_visa");
      await subscribe({ items: [{ price: await price(SEATS), quantity: 10 }] });
      await update({ items: [{ id: await item(), quantity: 11 }], proration_behavior: "none" });
      await advance("2023-02-15T02:00:00");
      return {};
    },
  ],
  collection_paused: [
    "2023-01-15T00:00:00",
    async ({ advance, card, price, subscribe, update }) => {
      await card("pm_card_visa");
      await subscribe({ items: [{ price: await price() }] });
      const paused = await update({ pause_collection: { behavior: "void" } });
      await advance("2023-02-15T02:00:00");
      await update({ pause_collection: "" });
      await advance("2023-03-15T02:00:00");
      return { paused };
    },
  ],
  bills_that_are_sent: [
    "2023-01-15T00:00:00",
    async ({ advance, call, price, subscribe }) => {
      const created = await subscribe({
        items: [{ price: await price() }],
        collection_method: "send_invoice",
        days_until_due: 7,
      });
      await advance("2023-01-15T02:00:00");
      await call("POST", `invoices/${created.latest_invoice}/pay`, { paid_out_of_band: true });
      await advance("2023-02-23T00:00:00");
      return { created };
    },
  ],
};

describe.each(GOLDEN_VERSIONS)("a billing cycle in version %s", (version) => {
  test.each(Object.entries(FLOWS))("%s", async (name, [begin, flow]) => {
    const on = name.startsWith("left_unpaid") ? lenient : server;
    expectGolden(`${name}.${version}`, await told(on, version, begin, flow), on.url);
  });
});
