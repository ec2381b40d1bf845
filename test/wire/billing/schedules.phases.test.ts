/** What a phase may say, what is refused, and how schedules are listed and shown. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  at,
  type BillingShop,
  linesOf,
  MONTH,
  openBillingShop,
  scheduled,
  shortly,
  TWO_MONTHS,
} from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form } from "../../support/shop.ts";

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

type Phase = Stripe.SubscriptionScheduleCreateParams.Phase;
const now = ({ id }: { id: string }) => stripe.subscriptionSchedules.retrieve(id);
const subscriptionOf = async ({ subscription }: Stripe.SubscriptionSchedule) =>
  stripe.subscriptions.retrieve(String(subscription));

describe("a trial", () => {
  test("takes a whole phase, and the next is paid", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-31", [
      { amount: 1000, duration: { interval: "day", interval_count: 14 }, trial: true },
      { amount: 1000, duration: MONTH },
    ]);
    expect(schedule.phases[0]).toMatchObject({ trial: true, trial_end: at("2023-02-14") });
    expect(await subscriptionOf(schedule)).toMatchObject({ status: "trialing", trial_end: at("2023-02-14") });
    await shop.advance(clock, "2023-02-15");
    expect(await subscriptionOf(schedule)).toMatchObject({
      billing_cycle_anchor: at("2023-02-14"),
      status: "active",
    });
    expect(shortly(await shop.invoices(customer))).toEqual([
      "2023-01-31 paid subscription_create 0",
      "2023-02-14 paid subscription_cycle 1000",
    ]);
  });

  test("ends within a phase", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", [
      { amount: 1000, duration: TWO_MONTHS, trial_end: at("2023-01-11") },
    ]);
    await shop.advance(clock, "2023-01-12");
    expect((await subscriptionOf(schedule)).status).toBe("active");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([0, 1000]);
  });

  test("begins with a later phase", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", [
      { amount: 1000, duration: MONTH },
      { amount: 1000, duration: MONTH, trial: true },
    ]);
    await shop.advance(clock, "2023-02-02");
    expect((await subscriptionOf(schedule)).status).toBe("trialing");
    await shop.advance(clock, "2023-03-02");
    expect((await subscriptionOf(schedule)).status).toBe("active");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1000, 0, 1000]);
  });
});

describe("a phase says of its subscription", () => {
  test("discounts, which end with it", async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: "forever" });
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", [
      { amount: 1000, duration: TWO_MONTHS, discounts: [{ coupon }] },
      { amount: 1000, duration: MONTH },
    ]);
    expect(schedule.phases[0]?.discounts).toEqual([{ coupon, discount: null, promotion_code: null }]);
    await shop.advance(clock, "2023-02-02");
    await shop.advance(clock, "2023-03-02");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([750, 750, 1000]);
    expect((await stripe.coupons.retrieve(coupon)).times_redeemed).toBe(1);
  });

  test("a discount that goes on in the next is the same; one that is gone by then is left out", async () => {
    const stays = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
    const goes = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", [
      { amount: 1000, duration: MONTH, discounts: [{ coupon: stays.id }] },
      { amount: 1000, duration: MONTH, discounts: [{ coupon: stays.id }, { coupon: goes.id }] },
    ]);
    const { discounts } = await subscriptionOf(schedule);
    await stripe.coupons.del(goes.id);
    await shop.advance(clock, "2023-02-02");
    expect((await subscriptionOf(schedule)).discounts).toEqual(discounts);
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([900, 900]);
  });

  test("taxes, one-time prices, texts, metadata and how invoices are collected", async () => {
    const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 20 });
    const fee = await shop.fee();
    const { clock, customer, schedule } = await scheduled(
      shop,
      "2023-01-01",
      [
        {
          add_invoice_items: [{ price: fee.id, quantity: 2 }],
          amount: 1000,
          default_tax_rates: [rate.id],
          description: "First",
          duration: MONTH,
          metadata: { a: "1", b: "2" },
        },
        {
          amount: 1000,
          collection_method: "send_invoice",
          duration: MONTH,
          invoice_settings: { days_until_due: 5 },
          metadata: { b: "", c: "3" },
        },
      ],
      { default_settings: { description: "Usual", invoice_settings: { footer: "Bye" } } },
    );
    const first = await subscriptionOf(schedule);
    expect(first).toMatchObject({ description: "First", metadata: { a: "1", b: "2" } });
    expect(first.default_tax_rates?.map(({ id }) => id)).toEqual([rate.id]);
    const [made] = await shop.invoices(customer);
    expect(made).toMatchObject({ footer: "Bye", total: 2400 });
    expect(made && linesOf(made)).toEqual(["1000 Set-up", "1000 1 × Gold (at $10.00 / month)"]);
    await shop.advance(clock, "2023-02-02");
    expect(await subscriptionOf(schedule)).toMatchObject({
      collection_method: "send_invoice",
      days_until_due: 5,
      default_tax_rates: [],
      description: "Usual",
      metadata: { a: "1", c: "3" },
    });
    const [, sent] = await shop.invoices(customer);
    expect(sent).toMatchObject({ collection_method: "send_invoice", status: "open", total: 1000 });
  });

  test("one-time prices of a later phase, on its first invoice", async () => {
    const fee = await shop.fee();
    const { clock, customer } = await scheduled(shop, "2023-01-01", [
      { amount: 1000, duration: MONTH },
      { amount: 1000, duration: TWO_MONTHS, add_invoice_items: [{ price: fee.id }] },
    ]);
    await shop.advance(clock, "2023-02-02");
    await shop.advance(clock, "2023-03-02");
    const invoices = await shop.invoices(customer);
    expect(invoices.map(({ total }) => total)).toEqual([1000, 1500, 1000]);
    const [added] = invoices[1]?.lines.data.filter(({ amount }) => amount === 500) ?? [];
    expect(added?.period).toEqual({ start: at("2023-02-01"), end: at("2023-03-01") });
  });

  test("several items; an item of the same price stays in the next phase", async () => {
    const { clock, customer } = await shop.clocked("2023-01-01");
    const [seat, extra] = [await shop.plan({ unit_amount: 700 }), await shop.plan({ unit_amount: 50 })];
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: "now",
      phases: [
        { items: [{ price: seat.id, quantity: 2 }, { price: extra.id }], duration: MONTH },
        { items: [{ price: seat.id, quantity: 3 }], duration: MONTH },
      ],
    });
    const before = await subscriptionOf(schedule);
    await shop.advance(clock, "2023-02-02");
    const after = await subscriptionOf(schedule);
    expect(after.items.data.map(({ id, quantity }) => [id, quantity])).toEqual([
      [before.items.data[0]?.id, 3],
    ]);
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1450, 2100]);
  });

  test("another interval: classic billing begins anew, flexible billing keeps its anchor", async () => {
    for (const type of ["classic", "flexible"] as const) {
      const { clock, customer } = await shop.clocked("2023-01-01");
      const monthly = await shop.plan({ unit_amount: 1000 });
      const yearly = await shop.plan({ unit_amount: 9000, recurring: { interval: "year" } });
      const schedule = await stripe.subscriptionSchedules.create({
        customer,
        billing_mode: { type },
        start_date: "now",
        phases: [
          { items: [{ price: monthly.id }], duration: MONTH },
          { items: [{ price: yearly.id }], duration: { interval: "year" } },
        ],
      });
      await shop.advance(clock, "2023-02-02");
      const { billing_cycle_anchor, items } = await subscriptionOf(schedule);
      const isAnew = type === "classic";
      expect(billing_cycle_anchor).toBe(at(isAnew ? "2023-02-01" : "2023-01-01"));
      expect(items.data[0]?.current_period_end).toBe(at(isAnew ? "2024-02-01" : "2024-01-01"));
      expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1000, isAnew ? 9000 : 8236]);
    }
  });
});

describe("refused", () => {
  const CASES: readonly [string, (price: string) => object, string | undefined, string | RegExp][] = [
    ["no customer", (price) => ({ customer: "", phases: [{ items: [{ price }] }] }), "customer", /.*/],
    ["no phases", () => ({}), "phases", "Missing required param: phases."],
    ["no items", () => ({ phases: [{ duration: MONTH }] }), "phases[0][items]", /Missing required param/],
    [
      "too many phases",
      (price) => ({ phases: Array(11).fill({ items: [{ price }] }) }),
      "phases",
      /maximum 10/,
    ],
    [
      "a phase without a length before another",
      (price) => ({ phases: [{ items: [{ price }] }, { items: [{ price }] }] }),
      "phases[0][end_date]",
      /how long/,
    ],
    [
      "two lengths",
      (price) => ({ phases: [{ items: [{ price }], end_date: 4_000_000_000, duration: MONTH }] }),
      "phases[0][duration]",
      "You may only specify one of these parameters: phases[0][duration], phases[0][end_date].",
    ],
    [
      "an end before the start",
      (price) => ({ phases: [{ items: [{ price }], end_date: 1_000_000_000 }] }),
      "phases[0][end_date]",
      /after its start/,
    ],
    [
      "a phase that is over",
      (price) => ({ start_date: at("2022-01-01"), phases: [{ items: [{ price }], duration: MONTH }] }),
      "phases[0][end_date]",
      /over already/,
    ],
    [
      "a trial beyond its phase",
      (price) => ({ phases: [{ items: [{ price }], duration: MONTH, trial_end: 4_000_000_000 }] }),
      "phases[0][trial_end]",
      /within the phase/,
    ],
    [
      "a trial that begins the cycle anew",
      (price) => ({
        phases: [{ items: [{ price }], duration: MONTH, trial: true, billing_cycle_anchor: "phase_start" }],
      }),
      "phases[0][billing_cycle_anchor]",
      /phase_start/,
    ],
    [
      "invoices to send without a time to pay",
      (price) => ({ phases: [{ items: [{ price }], collection_method: "send_invoice" }] }),
      "phases[0][invoice_settings][days_until_due]",
      /days_until_due/,
    ],
    [
      "an unknown coupon",
      (price) => ({ phases: [{ items: [{ price }], discounts: [{ coupon: "nope" }] }] }),
      "phases[0][discounts][0][coupon]",
      "No such coupon: 'nope'",
    ],
    [
      "an unknown price",
      () => ({ phases: [{ items: [{ price: "price_nope" }] }] }),
      "phases[0][items][0][price]",
      "No such price: 'price_nope'",
    ],
    [
      "what asks for Connect",
      (price) => ({ phases: [{ items: [{ price }], on_behalf_of: "acct_1" }] }),
      "phases[0][on_behalf_of]",
      /does not support/,
    ],
    [
      "a renewal of the schedule",
      (price) => ({ end_behavior: "renew", phases: [{ items: [{ price }] }] }),
      "end_behavior",
      /does not support/,
    ],
    [
      "iterations, from clover on",
      (price) => ({ phases: [{ items: [{ price }], iterations: 1 }] }),
      "phases[0][iterations]",
      /unknown parameter/,
    ],
  ];
  test.each(CASES)("%s", async (_name, paramsFor, param, message) => {
    const { customer } = await shop.clocked("2023-01-01");
    const price = (await shop.plan()).id;
    const body = form({ customer, ...paramsFor(price) });
    const reply = await server.raw("POST", "/v1/subscription_schedules", {
      key: shop.key,
      body,
      headers: { "stripe-version": "2026-10-28.endive" },
    });
    expect(reply.status, reply.text).toBe(400);
    expect(reply.body.error.param).toBe(param);
    expect(reply.body.error.message).toMatch(message);
  });

  test("a subscription that has a schedule, or has ended", async () => {
    const { schedule } = await scheduled(shop, "2023-01-01", [{ amount: 1000 }]);
    const from_subscription = String(schedule.subscription);
    await expect(stripe.subscriptionSchedules.create({ from_subscription })).rejects.toThrow(
      `You cannot migrate a subscription that is already attached to a schedule: \`${schedule.id}\`.`,
    );
    await expect(
      stripe.subscriptionSchedules.create({ from_subscription, metadata: { a: "b" } }),
    ).rejects.toThrow("You may only specify one of these parameters: from_subscription, metadata.");
    await stripe.subscriptionSchedules.release(schedule.id);
    await stripe.subscriptions.cancel(from_subscription);
    await expect(stripe.subscriptionSchedules.create({ from_subscription })).rejects.toThrow(
      "You cannot migrate a subscription that is currently in the `canceled` status.",
    );
  });

  test("prices of several currencies", async () => {
    const { customer } = await shop.clocked("2023-01-01");
    const [usd, eur] = [await shop.plan(), await shop.plan({ currency: "eur" })];
    const phases: Phase[] = [usd, eur].map(({ id }) => ({ items: [{ price: id }], duration: MONTH }));
    await expect(
      stripe.subscriptionSchedules.create({ customer, start_date: "now", phases }),
    ).rejects.toMatchObject({ param: "phases[1][items][0][price]" });
  });
});

describe("a list", () => {
  test("is filtered by customer, by what waits, and by when it ended", async () => {
    const customer = (await shop.payer()).id;
    const price = (await shop.plan()).id;
    const phases = [{ items: [{ price }], duration: MONTH }];
    const create = (start_date: number | "now") =>
      stripe.subscriptionSchedules.create({ customer, start_date, phases });
    const [waits, released, canceled] = [
      await create(4_000_000_000),
      await create("now"),
      await create("now"),
    ];
    await stripe.subscriptionSchedules.release(released.id);
    await stripe.subscriptionSchedules.cancel(canceled.id);
    const hidden = await scheduled(shop, "2023-01-01", [{ amount: 1000 }]);
    const list = async (params: Stripe.SubscriptionScheduleListParams) =>
      (await stripe.subscriptionSchedules.list(params)).data.map(({ id }) => id);
    expect(await list({})).toEqual([canceled.id, released.id, waits.id]);
    expect(await list({ customer: hidden.customer })).toEqual([hidden.schedule.id]);
    expect(await list({ scheduled: true })).toEqual([waits.id]);
    expect(await list({ canceled_at: { gt: 0 } })).toEqual([canceled.id]);
    expect(await list({ released_at: { gte: Number((await now(released)).released_at) } })).toEqual([
      released.id,
    ]);
    expect(await list({ completed_at: { lt: 4_000_000_000 } })).toEqual([]);
    const other = await create("now");
    await stripe.subscriptionSchedules.cancel(other.id);
    const ended = { canceled_at: { gt: 0 } };
    expect(await list({ ...ended, limit: 1 })).toEqual([other.id]);
    expect(await list({ ...ended, starting_after: other.id })).toEqual([canceled.id]);
    expect(await list({ ...ended, ending_before: waits.id, limit: 1 })).toEqual([canceled.id]);
    expect((await stripe.subscriptionSchedules.list({ ...ended, limit: 1 })).has_more).toBe(true);
    await expect(list({ completed_at: 1, scheduled: true })).rejects.toThrow(
      "You may only specify one of these parameters: completed_at, scheduled.",
    );
  });
});

test("what it names can be expanded", async () => {
  const { schedule } = await scheduled(shop, "2023-01-01", [{ amount: 1000 }]);
  const shown = await stripe.subscriptionSchedules.retrieve(schedule.id, {
    expand: ["customer", "phases.items.price.product", "subscription.latest_invoice", "test_clock"],
  });
  expect(shown.phases[0]?.items[0]?.price).toMatchObject({ product: { name: "Gold" } });
  expect(shown).toMatchObject({
    customer: { object: "customer" },
    subscription: { latest_invoice: { status: "draft" } },
    test_clock: { object: "test_helpers.test_clock" },
  });
  const of = await stripe.subscriptions.retrieve(String(schedule.subscription), { expand: ["schedule"] });
  expect(of.schedule).toMatchObject({ id: schedule.id, object: "subscription_schedule" });
});

test("older versions have iterations, and one coupon for a phase", async () => {
  const customer = (await shop.payer()).id;
  const price = (await shop.plan({ recurring: { interval: "month", interval_count: 3 } })).id;
  const coupon = (await stripe.coupons.create({ percent_off: 10 })).id;
  const send = (path: string, params: object, version: string) =>
    server.raw("POST", path, {
      key: shop.key,
      body: form({ ...params }),
      headers: { "stripe-version": version },
    });
  for (const version of ["2022-11-15", "2025-02-24.acacia"]) {
    const params = {
      customer,
      expand: ["phases.coupon"],
      phases: [{ coupon, items: [{ price }], iterations: 2 }],
      start_date: at("2040-01-31"),
    };
    const { body } = await send("/v1/subscription_schedules", params, version);
    expect(body.phases[0]).toMatchObject({ coupon: { id: coupon }, end_date: at("2040-07-31") });
    expect((await now(body)).phases[0]).not.toHaveProperty("coupon");
    const phases = [{ items: [{ price }], iterations: 1 }];
    const changed = await send(`/v1/subscription_schedules/${body.id}`, { phases }, version);
    expect(changed.body.phases[0]).toMatchObject({ coupon: null, discounts: [], end_date: at("2040-04-30") });
  }
  const params = { customer, phases: [{ coupon, items: [{ price }], iterations: 1 }] };
  const basil = await send("/v1/subscription_schedules", params, "2025-03-31.basil");
  expect(basil.body.error.message).toMatch(/unknown parameter: phases\[0\]\[coupon\]/);
});
