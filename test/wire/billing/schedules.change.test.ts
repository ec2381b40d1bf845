/** Subscription schedules that are changed or end early, and what their phases say of the subscription. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  at,
  type BillingShop,
  HALF_A_MONTH,
  linesOf,
  MONTH,
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

const now = ({ id }: { id: string }) => stripe.subscriptionSchedules.retrieve(id);
const subscriptionOf = async ({ subscription }: Stripe.SubscriptionSchedule) =>
  stripe.subscriptions.retrieve(String(subscription));
const pricesOf = ({ items }: Stripe.Subscription) => items.data.map(({ price }) => price.unit_amount);
const datesOf = ({ phases }: Stripe.SubscriptionSchedule) =>
  phases.map(({ start_date, end_date }) => [start_date, end_date]);
const TWO = [
  { amount: 1000, duration: MONTH },
  { amount: 2000, duration: MONTH },
];
const CANCELS_ELSEWHERE = (id: string) =>
  `The subscription is managed by the subscription schedule \`${id}\`, and updating any cancelation behavior directly is ` +
  "not allowed. Please update the schedule instead.";
const ENDED = (verb: string, status: string) =>
  `You cannot ${verb} a subscription schedule that is currently in the \`${status}\` status. It must be in one of the ` +
  "following statuses: `not_started`, `active`.";

describe("release", () => {
  test("leaves the subscription as it is, and renews it as it is", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", TWO);
    const { subscription } = schedule;
    const released = await stripe.subscriptionSchedules.release(schedule.id);
    expect(released).toMatchObject({
      current_phase: null,
      released_at: at("2023-01-01"),
      released_subscription: subscription,
      status: "released",
      subscription: null,
    });
    await shop.advance(clock, "2023-02-02");
    const alone = await stripe.subscriptions.retrieve(String(subscription));
    expect(alone).toMatchObject({ schedule: null, status: "active" });
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1000, 1000]);
    for (const verb of ["release", "cancel", "update"] as const)
      await expect(stripe.subscriptionSchedules[verb](schedule.id)).rejects.toThrow(ENDED(verb, "released"));
    const told = await shop.told("2023-01-01");
    expect(told).toContain("subscription_schedule.released");
    expect(told).not.toContain("subscription_schedule.updated");
  });

  test.each([
    [true, at("2023-03-01")],
    [false, null],
  ])("preserve_cancel_date=%s", async (preserve_cancel_date, cancel_at) => {
    const { schedule } = await scheduled(shop, "2023-01-01", TWO, { end_behavior: "cancel" });
    expect((await subscriptionOf(schedule)).cancel_at).toBe(at("2023-03-01"));
    await stripe.subscriptionSchedules.release(schedule.id, { preserve_cancel_date });
    expect((await subscriptionOf(schedule)).cancel_at).toBe(cancel_at);
  });

  test("of one that has not started leaves nothing behind", async () => {
    const start_date = at("2023-02-01");
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", TWO, { start_date });
    expect(await stripe.subscriptionSchedules.release(schedule.id)).toMatchObject({
      released_subscription: null,
      status: "released",
    });
    await shop.advance(clock, "2023-02-02");
    expect(await stripe.subscriptions.list({ customer, status: "all" })).toMatchObject({ data: [] });
  });
});

describe("cancel", () => {
  const halfWay = async (params: Stripe.SubscriptionScheduleCancelParams) => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-04-01", [
      { amount: 3000, duration: MONTH },
    ]);
    await shop.advance(clock, "2023-04-16");
    const canceled = await stripe.subscriptionSchedules.cancel(schedule.id, params);
    expect(canceled).toMatchObject({ canceled_at: at("2023-04-16"), status: "canceled" });
    expect(await subscriptionOf(canceled)).toMatchObject({ ended_at: at("2023-04-16"), status: "canceled" });
    expect((await shop.told("2023-04-16")).filter((type) => /subscription/.test(type))).toEqual([
      "subscription_schedule.canceled",
      "customer.subscription.deleted",
    ]);
    return shop.invoices(customer);
  };

  test("gives the rest of the period back on a last invoice, which is given up", async () => {
    expect(shortly(await halfWay({}))).toEqual([
      "2023-04-01 paid subscription_create 3000",
      "2023-04-16 uncollectible subscription_update -1500",
    ]);
  });

  test("does neither if it shall not", async () => {
    expect(shortly(await halfWay({ invoice_now: false, prorate: false }))).toHaveLength(1);
  });

  test.each([
    [{}, "subscription_schedule.canceled"],
    [{ invoice_now: false, prorate: false }, "subscription_schedule.aborted"],
  ])("of one that has not started, %o: %s", async (params, event) => {
    const { schedule } = await scheduled(shop, "2023-01-01", TWO, { start_date: at("2023-02-01") });
    expect((await stripe.subscriptionSchedules.cancel(schedule.id, params)).status).toBe("canceled");
    expect((await shop.told("2023-01-01")).at(-1)).toBe(event);
  });
});

describe("an end with the subscription", () => {
  test("is planned from the beginning and comes with the last phase", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", TWO, {
      end_behavior: "cancel",
    });
    expect(await subscriptionOf(schedule)).toMatchObject({ cancel_at: at("2023-03-01") });
    await shop.advance(clock, "2023-02-20");
    await shop.advance(clock, "2023-03-02");
    expect(await now(schedule)).toMatchObject({ completed_at: at("2023-03-01"), status: "completed" });
    expect(await subscriptionOf(schedule)).toMatchObject({ ended_at: at("2023-03-01"), status: "canceled" });
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([1000, 2000]);
    expect((await shop.told("2023-03-01")).filter((type) => /subscription/.test(type))).toEqual([
      "subscription_schedule.completed",
      "customer.subscription.deleted",
    ]);
  });

  test("is undone with the end behavior", async () => {
    const { schedule } = await scheduled(shop, "2023-01-01", TWO, { end_behavior: "cancel" });
    const changed = await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: "release" });
    expect(changed.end_behavior).toBe("release");
    expect((await subscriptionOf(schedule)).cancel_at).toBeNull();
  });

  test.each(["canceled", "deleted", "unpaid"])("of another kind ends the schedule: %s", async (how) => {
    const phases = [{ amount: 1000, duration: TWO_MONTHS }];
    const { clock, customer, schedule } = await scheduled(shop, "2023-01-01", phases);
    const subscription = String(schedule.subscription);
    if (how === "canceled") await stripe.subscriptions.cancel(subscription);
    if (how === "deleted") await stripe.customers.del(customer);
    if (how === "unpaid") {
      await shop.advance(clock, "2023-01-02");
      const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
      await stripe.subscriptions.update(subscription, { default_payment_method: bad.id });
      await shop.advance(clock, "2023-02-19");
    }
    expect((await now(schedule)).status).toBe("canceled");
    const told = (await shop.told("2022-12-01")).filter((type) => type.startsWith("subscription_schedule"));
    expect(told).toEqual([
      "subscription_schedule.created",
      how === "unpaid" ? "subscription_schedule.aborted" : "subscription_schedule.canceled",
    ]);
  });
});

describe("a change of the subscription itself", () => {
  test("splits the current phase; the next comes as planned", async () => {
    const { clock, product, schedule } = await scheduled(shop, "2023-04-01", TWO);
    await shop.advance(clock, "2023-04-16");
    const { items } = await subscriptionOf(schedule);
    const other = await shop.plan({ unit_amount: 1500, product });
    await stripe.subscriptions.update(String(schedule.subscription), {
      items: [{ id: String(items.data[0]?.id), price: other.id, quantity: 3 }],
    });
    const split = await now(schedule);
    expect(datesOf(split)).toEqual([
      [at("2023-04-01"), at("2023-04-16")],
      [at("2023-04-16"), at("2023-05-01")],
      [at("2023-05-01"), at("2023-06-01")],
    ]);
    expect(split.phases[1]?.items).toMatchObject([{ price: other.id, quantity: 3 }]);
    expect(split.current_phase).toEqual({ start_date: at("2023-04-16"), end_date: at("2023-05-01") });
    await shop.advance(clock, "2023-05-02");
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([2000]);
  });

  test("of its metadata or its payment does not", async () => {
    const { clock, schedule } = await scheduled(shop, "2023-04-01", TWO);
    await stripe.subscriptions.update(String(schedule.subscription), { metadata: { a: "b" } });
    await shop.advance(clock, "2023-04-02");
    expect((await now(schedule)).phases).toHaveLength(2);
  });

  test.each([{ cancel_at_period_end: true }, { cancel_at: 1_690_000_000 }])(
    "of its end is refused: %o",
    async (end) => {
      const { schedule } = await scheduled(shop, "2023-04-01", TWO);
      const change = stripe.subscriptions.update(String(schedule.subscription), end);
      await expect(change).rejects.toThrow(CANCELS_ELSEWHERE(schedule.id));
    },
  );
});

test("a preview shows the next invoice of the phase, and is refused where a further one changes it", async () => {
  const phases = [{ amount: 1000, duration: TWO_MONTHS }, { amount: 2000 }];
  const { clock, schedule } = await scheduled(shop, "2023-01-01", phases);
  const preview = () => stripe.invoices.createPreview({ subscription: String(schedule.subscription) });
  expect(await preview()).toMatchObject({ total: 1000, period_end: at("2023-02-01") });
  await shop.advance(clock, "2023-02-02");
  await expect(preview()).rejects.toThrow("a phase that has not begun yet");
  await shop.advance(clock, "2023-03-02");
  expect(await preview()).toMatchObject({ total: 2000 });
});

describe("an update of the phases", () => {
  const sent = (schedule: Stripe.SubscriptionSchedule) =>
    schedule.phases.map(({ items, start_date, end_date }) => ({
      items: items.map(({ price, quantity = 1 }) => ({ price: String(price), quantity })),
      start_date,
      end_date,
    }));

  test("of the current one changes the subscription at once", async () => {
    const { clock, customer, schedule } = await scheduled(shop, "2023-04-01", TWO);
    await shop.advance(clock, "2023-04-16");
    const [first, second] = sent(schedule);
    if (first === undefined || second === undefined) throw new Error("has two phases");
    const items = first.items.map(({ price }) => ({ price, quantity: 4 }));
    const changed = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [{ ...first, items }, second],
      proration_behavior: "always_invoice",
    });
    expect(datesOf(changed)).toEqual(datesOf(schedule));
    expect((await subscriptionOf(schedule)).items.data).toMatchObject([{ quantity: 4 }]);
    const last = (await shop.invoices(customer)).at(-1);
    expect(last).toMatchObject({ billing_reason: "subscription_update", total: 1500 });
    expect(last && linesOf(last)).toEqual([
      "-500 Unused time on Gold after 16 Apr 2023",
      "2000 Remaining time on 4 × Gold after 16 Apr 2023",
    ]);
  });

  test("ends the current one now and begins the next", async () => {
    const { clock, schedule } = await scheduled(shop, "2023-04-01", TWO);
    await shop.advance(clock, "2023-04-16");
    const [first, second] = sent(schedule);
    if (first === undefined || second === undefined) throw new Error("has two phases");
    const changed = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        { ...first, end_date: "now" },
        { items: second.items, duration: MONTH, proration_behavior: "none" },
      ],
    });
    expect(datesOf(changed)).toEqual([
      [at("2023-04-01"), at("2023-04-16")],
      [at("2023-04-16"), at("2023-05-16")],
    ]);
    expect(changed.current_phase?.start_date).toBe(at("2023-04-16"));
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([2000]);
    const again = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [{ items: second.items, start_date: at("2023-04-16"), duration: TWO_MONTHS }],
    });
    expect(datesOf(again)).toEqual([
      [at("2023-04-01"), at("2023-04-16")],
      [at("2023-04-16"), at("2023-06-16")],
    ]);
  });

  test("moves the start of one that waits, or begins it", async () => {
    const { schedule } = await scheduled(shop, "2023-04-01", TWO, { start_date: at("2023-05-01") });
    const items = sent(schedule)[0]?.items ?? [];
    const later = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [{ items, start_date: at("2023-06-01"), duration: MONTH }],
    });
    expect(later).toMatchObject({ status: "not_started", phases: [{ start_date: at("2023-06-01") }] });
    const begun = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [{ items, start_date: "now", duration: HALF_A_MONTH }],
    });
    expect(begun.status).toBe("active");
    expect(await subscriptionOf(begun)).toMatchObject({ schedule: schedule.id, status: "active" });
  });

  test("is refused where they do not fit", async () => {
    const { clock, schedule } = await scheduled(shop, "2023-04-01", TWO);
    await shop.advance(clock, "2023-04-16");
    const [first, second] = sent(schedule);
    if (first === undefined || second === undefined) throw new Error("has two phases");
    const update = (...phases: Stripe.SubscriptionScheduleUpdateParams.Phase[]) =>
      stripe.subscriptionSchedules.update(schedule.id, { phases });
    await expect(update({ ...first, start_date: at("2023-04-10") })).rejects.toMatchObject({
      param: "phases[0][start_date]",
    });
    await expect(update(first, { ...second, start_date: at("2023-05-02") })).rejects.toMatchObject({
      param: "phases[1][start_date]",
    });
    await expect(update({ ...first, end_date: "now" })).rejects.toThrow("must end in the future");
    expect(datesOf(await now(schedule))).toEqual(datesOf(schedule));
  });
});

test("a trial that was ended directly does not begin again with a change of the schedule's settings", async () => {
  const { id: customer } = await shop.payer();
  const price = await shop.plan();
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    phases: [
      {
        duration: { interval: "month" },
        items: [{ price: price.id }],
        trial_end: Math.floor(Date.now() / 1000) + 864_000,
      },
    ],
    start_date: "now",
  });
  const { id, status } = await subscriptionOf(schedule);
  expect(status).toBe("trialing");
  await stripe.subscriptions.update(id, { trial_end: "now" });
  await stripe.subscriptionSchedules.update(schedule.id, { default_settings: { description: "Gold" } });
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ description: "Gold", status: "active" });
});
