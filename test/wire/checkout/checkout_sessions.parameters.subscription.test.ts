/** What the parameters of `mode=subscription` do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { inDollars, openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

const DAY = 86_400;
const NOW = 1_800_000_000;
let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer({}, { clock: new FixedClock(NOW) });
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const MONTHLY = inDollars({}, { recurring: { interval: "month" } });
const sell = (more: Params = {}) => till.create({ mode: "subscription", ...MONTHLY, ...more });
const refuse = (subscription_data: Params) =>
  till.refusal({ mode: "subscription", ...MONTHLY, subscription_data });
/** The subscription of a completed session that was made with this. */
async function bought(subscription_data: Params, version?: string) {
  const params = { mode: "subscription", ...MONTHLY, subscription_data };
  const { id } = await till.create(params, version);
  const { subscription } = await till.pay(id);
  return till.stripe.subscriptions.retrieve(subscription, { expand: ["latest_invoice"] });
}
const unsupported = { message: expect.stringMatching(/^Checkstand does not support/) };

describe("of the subscription", () => {
  parameter(
    ["subscription_data", "subscription_data[description]", "subscription_data[metadata]"],
    async () => {
      const data = { description: "Gold", metadata: { plan: "gold" } };
      expect(await bought(data)).toMatchObject(data);
      expect(await bought({ metadata: {} })).toMatchObject({ description: null, metadata: {} });
      expect(await refuse({ description: "x".repeat(501) })).toMatchObject({
        param: "subscription_data[description]",
      });
    },
  );

  parameter(["subscription_data[trial_period_days]", "subscription_data[trial_end]"], async () => {
    expect(await bought({ trial_period_days: 3 })).toMatchObject({ trial_end: NOW + 3 * DAY });
    expect(await bought({ trial_end: NOW + 5 * DAY })).toMatchObject({ trial_end: NOW + 5 * DAY });
    expect(await refuse({ trial_period_days: 0 })).toMatchObject({
      param: "subscription_data[trial_period_days]",
    });
    expect((await refuse({ trial_period_days: 731 })).status).toBe(400);
    expect((await refuse({ trial_end: NOW + 731 * DAY })).message).toBe(
      "Trial periods can be at most two years (730 days) long.",
    );
  });

  parameter("subscription_data[trial_settings]*", async () => {
    for (const missing_payment_method of ["cancel", "create_invoice", "pause"]) {
      const trial_settings = { end_behavior: { missing_payment_method } };
      expect(await bought({ trial_period_days: 3, trial_settings })).toMatchObject({ trial_settings });
    }
    const trial_settings = { end_behavior: { missing_payment_method: "sleep" } };
    expect(await refuse({ trial_period_days: 3, trial_settings })).toMatchObject({
      param: "subscription_data[trial_settings][end_behavior][missing_payment_method]",
    });
  });

  parameter(
    ["subscription_data[billing_cycle_anchor]", "subscription_data[proration_behavior]"],
    async () => {
      const billing_cycle_anchor = NOW + 10 * DAY;
      expect(await bought({ billing_cycle_anchor })).toMatchObject({
        billing_cycle_anchor,
        latest_invoice: { total: Math.round((2000 * 10) / 31) },
      });
      expect(await bought({ billing_cycle_anchor, proration_behavior: "none" })).toMatchObject({
        billing_cycle_anchor,
        latest_invoice: null,
      });
    },
  );

  parameter("subscription_data[billing_cycle_anchor_config]*", async () => {
    const billing_cycle_anchor_config = { day_of_month: 20, hour: 12, minute: 30, second: 15 };
    expect(await bought({ billing_cycle_anchor_config })).toMatchObject({
      billing_cycle_anchor: Date.parse("2027-01-20T12:30:15Z") / 1000,
      billing_cycle_anchor_config: { ...billing_cycle_anchor_config, month: null },
    });
    const yearly = inDollars({}, { recurring: { interval: "year" } });
    const { id } = await sell({
      ...yearly,
      subscription_data: { billing_cycle_anchor_config: { day_of_month: 1, month: 3 } },
    });
    const { subscription } = await till.pay(id);
    expect(
      new Date(
        (await till.stripe.subscriptions.retrieve(subscription)).billing_cycle_anchor * 1000,
      ).getUTCMonth(),
    ).toBe(2);
  });

  parameter("subscription_data[billing_mode]*", async () => {
    expect(await bought({ billing_mode: { type: "classic" } })).toMatchObject({
      billing_mode: { type: "classic", flexible: null },
    });
    expect(
      await bought({ billing_mode: { type: "flexible", flexible: { proration_discounts: "included" } } }),
    ).toMatchObject({ billing_mode: { type: "flexible" } });
    expect(await refuse({ billing_mode: { flexible: { proration_discounts: "included" } } })).toMatchObject({
      code: "parameter_missing",
    });
    // Before 2025-09-30.clover, subscriptions are classic unless a request says otherwise.
    expect(await bought({ description: "x" }, "2025-03-31.basil")).toMatchObject({
      billing_mode: { type: "classic" },
    });
    expect(await bought({ description: "x" })).toMatchObject({ billing_mode: { type: "flexible" } });
  });

  parameter("subscription_data[invoice_settings]*", async () => {
    const { id } = await till.stripe.taxIds.create({ type: "eu_vat", value: "DE123456789" });
    const invoice_settings = {
      account_tax_ids: [id],
      custom_fields: [{ name: "Order", value: "17" }],
      description: "Thanks",
      footer: "Bye",
      issuer: { type: "self" },
    };
    const { issuer: _, ...shown } = invoice_settings;
    const subscription = await bought({ invoice_settings });
    expect(subscription).toMatchObject({ invoice_settings, latest_invoice: shown });
    // Each invoice after the first has them too.
    const now = await till.stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? "", quantity: 3 }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    expect(now.latest_invoice).toMatchObject({ billing_reason: "subscription_update", ...shown });
    expect(await bought({})).toMatchObject({
      invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null },
    });
    const { id: buyers } = await till.stripe.customers.create({
      tax_id_data: [{ type: "eu_vat", value: "DE123456789" }],
      expand: ["tax_ids"],
    });
    const { data } = await till.stripe.customers.listTaxIds(buyers);
    expect(await refuse({ invoice_settings: { account_tax_ids: [data[0]?.id] } })).toMatchObject({
      code: "resource_missing",
      param: "subscription_data[invoice_settings][account_tax_ids][0]",
    });
    const fields = Array.from({ length: 5 }, (_one, i) => ({ name: String(i), value: "x" }));
    expect(await refuse({ invoice_settings: { custom_fields: fields } })).toMatchObject({
      param: "subscription_data[invoice_settings][custom_fields]",
    });
  });

  parameter("subscription_data[default_tax_rates]", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 20 });
    expect(await bought({ default_tax_rates: [rate.id] })).toMatchObject({
      default_tax_rates: [{ id: rate.id }],
      latest_invoice: { total: 2400 },
    });
    expect(await refuse({ default_tax_rates: ["txr_x"] })).toMatchObject({
      code: "resource_missing",
      param: "subscription_data[default_tax_rates][0]",
    });
  });

  test("before 2023-08-16, its coupon and a trial by price", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 25, duration: "forever" });
    const OLD = "2022-11-15";
    expect(await bought({ coupon: coupon.id, trial_from_plan: false }, OLD)).toMatchObject({
      latest_invoice: { total: 1500 },
    });
    const sold = { mode: "subscription", ...MONTHLY };
    expect(await till.refusal({ ...sold, subscription_data: { trial_from_plan: true } }, OLD)).toMatchObject({
      ...unsupported,
      param: "subscription_data[trial_from_plan]",
    });
    for (const data of [{ coupon: coupon.id }, { trial_from_plan: false }]) {
      expect(await till.refusal({ ...sold, subscription_data: data }, "2023-08-16")).toMatchObject({
        code: "parameter_unknown",
      });
    }
  });

  test("nothing of Connect", async () => {
    for (const data of [
      { application_fee_percent: 10 },
      { on_behalf_of: "acct_x" },
      { transfer_data: { destination: "acct_x" } },
      { pending_invoice_item_interval: { interval: "month" } },
    ]) {
      expect(await refuse(data)).toMatchObject(unsupported);
    }
  });
});

describe("of the session", () => {
  parameter("payment_method_collection", async () => {
    const trial = { subscription_data: { trial_period_days: 3 } };
    const told = { email: "jenny@example.com", payment_method_data: undefined };
    const always = await sell(trial);
    expect(always.payment_method_collection).toBe("always");
    expect(await till.payRefusal(always.id, told)).toMatchObject({ param: "payment_method" });
    const needed = await sell({ ...trial, payment_method_collection: "if_required" });
    expect(await till.pay(needed.id, told)).toMatchObject({ status: "complete" });
    const paid = await sell({ payment_method_collection: "if_required" });
    expect(await till.payRefusal(paid.id, told)).toMatchObject({ param: "payment_method" });
    expect(await till.refusal({ payment_method_collection: "always" })).toEqual(
      says("You can only set `payment_method_collection` in `subscription` mode."),
    );
  });
});
