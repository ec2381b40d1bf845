/** Subscription schedules on test clocks: how they start, go from phase to phase, and end. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  at,
  type BillingShop,
  HALF_A_MONTH,
  linesOf,
  MONTH,
  moment,
  openBillingShop,
  scheduled,
  shortly,
  TWO_MONTHS,
} from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";

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

const day = (seconds: number | null | undefined) => moment(seconds)?.slice(0, 10);
const now = ({ id }: { id: string }) => stripe.subscriptionSchedules.retrieve(id);
const subscriptionOf = async ({ subscription }: Stripe.SubscriptionSchedule) =>
  stripe.subscriptions.retrieve(String(subscription));
const pricesOf = ({ items }: Stripe.Subscription) => items.data.map(({ price }) => price.unit_amount);
const ofSchedules = (types: string[]) => types.filter((type) => /schedule|subscription\./.test(type));

describe("a ramp of three phases", () => {
  test("each is billed as it is, and the subscription goes on by itself", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-31", [
      { amount: 1000, duration: MONTH },
      { amount: 2000, duration: MONTH },
      { amount: 3000, duration: MONTH },
    ]);
    expect(schedule.status).toBe("active");
    expect(schedule.phases.map(({ start_date, end_date }) => `${day(start_date)} ${day(end_date)}`)).toEqual([
      "2023-01-31 2023-02-28",
      "2023-02-28 2023-03-31",
      "2023-03-31 2023-04-30",
    ]);
    expect(schedule.current_phase).toEqual({ start_date: at("2023-01-31"), end_date: at("2023-02-28") });
    const begun = await subscriptionOf(schedule);
    expect(begun).toMatchObject({ schedule: schedule.id, start_date: at("2023-01-31"), status: "active" });
    await shop.advance(clock, "2023-03-01");
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([2000]);
    expect((await now(schedule)).current_phase?.start_date).toBe(at("2023-02-28"));
    await shop.advance(clock, "2023-04-01");
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([3000]);
    await shop.advance(clock, "2023-05-01");
    expect(await now(schedule)).toMatchObject({
      completed_at: at("2023-04-30"),
      current_phase: null,
      status: "completed",
    });
    expect(await subscriptionOf(schedule)).toMatchObject({ schedule: null, status: "active" });
    expect(shortly(await shop.invoices(customer))).toEqual([
      "2023-01-31 paid subscription_create 1000",
      "2023-02-28 paid subscription_cycle 2000",
      "2023-03-31 paid subscription_cycle 3000",
      "2023-04-30 paid subscription_cycle 3000",
    ]);
    expect(ofSchedules(await shop.told("2023-01-31"))).toEqual([
      "subscription_schedule.created",
      "customer.subscription.created",
      ...["customer.subscription.updated", "subscription_schedule.updated", "customer.subscription.updated"],
      ...["customer.subscription.updated", "subscription_schedule.updated", "customer.subscription.updated"],
      ...["subscription_schedule.expiring", "subscription_schedule.completed"],
      ...["customer.subscription.updated", "customer.subscription.updated"],
    ]);
  });

  test("crossed two at a time, comes to the same", async () => {
    const phases = [1000, 2000, 3000].map((amount) => ({ amount, duration: MONTH }));
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-15", phases);
    await shop.advance(clock, "2023-03-14");
    await shop.advance(clock, "2023-05-01");
    expect((await now(schedule)).status).toBe("completed");
    expect(shortly(await shop.invoices(customer)).map((text) => text.split(" ").at(-1))).toEqual([
      "1000",
      "2000",
      "3000",
      "3000",
    ]);
  });
});

describe("a downgrade at the end of the period", () => {
  test("by a schedule around the subscription", async () => {
    const { clock, customer } = await shop.clocked("2023-01-10");
    const [large, small] = [await shop.plan({ unit_amount: 5000 }), await shop.plan({ unit_amount: 900 })];
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: large.id }] });
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
    const period = { start_date: at("2023-01-10"), end_date: at("2023-02-10") };
    expect(schedule).toMatchObject({
      current_phase: period,
      end_behavior: "release",
      phases: [{ ...period, items: [{ price: large.id, quantity: 1 }] }],
      status: "active",
      subscription: id,
    });
    expect((await stripe.subscriptions.retrieve(id)).schedule).toBe(schedule.id);
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        { ...period, items: [{ price: large.id, quantity: 1 }] },
        { items: [{ price: small.id, quantity: 1 }] },
      ],
    });
    expect(pricesOf(await stripe.subscriptions.retrieve(id))).toEqual([5000]);
    await shop.advance(clock, "2023-02-11");
    expect(pricesOf(await stripe.subscriptions.retrieve(id))).toEqual([900]);
    expect(shortly(await shop.invoices(customer))).toEqual([
      "2023-01-10 paid subscription_create 5000",
      "2023-02-10 paid subscription_cycle 900",
    ]);
  });
});

describe("a start in the future", () => {
  test("makes the subscription when it comes, and a first invoice that is a draft for an hour", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", [{ amount: 1000 }], {
      start_date: at("2023-01-20"),
    });
    expect(schedule).toMatchObject({ current_phase: null, status: "not_started", subscription: null });
    expect(day(schedule.phases[0]?.end_date)).toBe("2023-02-20");
    await shop.advance(clock, "2023-01-20");
    const begun = await now(schedule);
    expect(begun).toMatchObject({
      current_phase: { start_date: at("2023-01-20"), end_date: at("2023-02-20") },
      status: "active",
    });
    const subscription = await subscriptionOf(begun);
    expect(subscription).toMatchObject({
      billing_cycle_anchor: at("2023-01-20"),
      schedule: schedule.id,
      status: "active",
    });
    expect(shortly(await shop.invoices(customer))).toEqual(["2023-01-20 draft subscription_create 1000"]);
    expect(ofSchedules(await shop.told("2023-01-20"))).toEqual([
      "customer.subscription.created",
      "subscription_schedule.updated",
    ]);
    await shop.advance(clock, "2023-01-20T02:00:00");
    expect(shortly(await shop.invoices(customer))).toEqual(["2023-01-20 paid subscription_create 1000"]);
  });

  test("bounds how far the clock may be advanced", async () => {
    const { clock } = await scheduled(shop, "2023-01-01", [{ amount: 1000 }], {
      start_date: at("2023-01-20"),
    });
    await expect(shop.advance(clock, "2023-04-01")).rejects.toThrow("two intervals");
  });
});

describe("a start in the past", () => {
  test("bills the periods since then on the first invoice", async () => {
    const { clock, customer, schedule } = await scheduled(
      shop,
      "2023-03-20",
      [{ amount: 1000, duration: TWO_MONTHS }],
      {
        start_date: at("2023-02-01"),
      },
    );
    expect(schedule.current_phase).toEqual({ start_date: at("2023-02-01"), end_date: at("2023-04-01") });
    const subscription = await subscriptionOf(schedule);
    expect(subscription.start_date).toBe(at("2023-02-01"));
    expect(day(subscription.items.data[0]?.current_period_end)).toBe("2023-04-01");
    const [first] = await shop.invoices(customer);
    expect(
      first?.lines.data.map(({ amount, period }) => [amount, day(period.start), day(period.end)]),
    ).toEqual([
      [1000, "2023-03-01", "2023-04-01"],
      [1000, "2023-02-01", "2023-03-01"],
    ]);
    await shop.advance(clock, "2023-04-02");
    expect((await now(schedule)).status).toBe("completed");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([2000, 1000]);
  });
});

describe("a phase that begins within a period", () => {
  const halves = (more: object) => [
    { amount: 3000, duration: HALF_A_MONTH },
    { amount: 6000, duration: TWO_MONTHS, ...more },
  ];
  test.each(["flexible", "classic"] as const)("prorates, %s", async (type) => {
    const { clock, customer } = await scheduled(shop, "2023-04-01", halves({}), { billing_mode: { type } });
    await shop.advance(clock, "2023-05-02");
    const [, second] = await shop.invoices(customer);
    expect(second && linesOf(second)).toEqual([
      "3000 Remaining time on Gold after 16 Apr 2023",
      "-1500 Unused time on Gold after 16 Apr 2023",
      "6000 1 × Gold (at $60.00 / month)",
    ]);
  });

  test("does not prorate where it says so", async () => {
    const { clock, customer } = await scheduled(shop, "2023-04-01", halves({ proration_behavior: "none" }));
    await shop.advance(clock, "2023-05-02");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([3000, 6000]);
  });

  test("is invoiced at once where it says so: a draft for an hour", async () => {
    const { clock, customer } = await scheduled(
      shop,
      "2023-04-01",
      halves({ proration_behavior: "always_invoice" }),
    );
    await shop.advance(clock, "2023-04-16");
    expect(shortly(await shop.invoices(customer)).at(-1)).toBe("2023-04-16 draft subscription_update 1500");
    await shop.advance(clock, "2023-04-17");
    expect(shortly(await shop.invoices(customer)).at(-1)).toBe("2023-04-16 paid subscription_update 1500");
  });

  test("begins the billing cycle anew where it says so", async () => {
    const { clock, customer, schedule } = await scheduled(
      shop,
      "2023-04-01",
      halves({ billing_cycle_anchor: "phase_start" }),
    );
    await shop.advance(clock, "2023-04-17");
    expect(day((await subscriptionOf(schedule)).billing_cycle_anchor)).toBe("2023-04-16");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([3000, 4500]);
  });
});

test("phases that nobody was there for are made up for in order, each with its own invoices", async () => {
  let ahead = 0;
  const seconds = () => Math.floor(Date.now() / 1000) + ahead;
  const own = await startServer({}, { clock: { seconds, milliseconds: () => Date.now() + ahead * 1000 } });
  try {
    const late = openBillingShop(own);
    const customer = (await late.payer()).id;
    const product = (await late.stripe.products.create({ name: "Gold" })).id;
    const week = { interval: "week", interval_count: 1 } as const;
    const phases = [];
    for (const unit_amount of [1000, 2000, 3000]) {
      const price = await late.plan({ product, unit_amount, recurring: week });
      phases.push({ items: [{ price: price.id }], duration: { ...week, interval_count: 2 } });
    }
    const schedule = await late.stripe.subscriptionSchedules.create({
      customer,
      end_behavior: "cancel",
      phases,
      start_date: "now",
    });
    const { start_date = 0 } = schedule.phases[0] ?? {};
    ahead += 60 * 86_400;
    await own.running.worker.drain();
    expect((await late.stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe("completed");
    const { status } = await late.stripe.subscriptions.retrieve(String(schedule.subscription));
    expect(status).toBe("canceled");
    const lines = (await late.invoices(customer)).flatMap((invoice) => invoice.lines.data);
    const weeks = lines.map(({ amount, period }) => [amount, (period.start - start_date) / (7 * 86_400)]);
    expect(weeks).toEqual([
      ...[
        [1000, 0],
        [1000, 1],
      ],
      ...[
        [2000, 2],
        [2000, 3],
      ],
      ...[
        [3000, 4],
        [3000, 5],
      ],
    ]);
  } finally {
    await own.close();
  }
});
