/** Subscription schedules on test clocks: how they start, go from phase to phase, and end. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingShop, moment, openBillingShop } from "../../support/billing.ts";
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

const at = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;
const MONTH = { interval: "month", interval_count: 1 } as const;
const subscriptionOf = async ({ subscription }: Stripe.SubscriptionSchedule) =>
  stripe.subscriptions.retrieve(String(subscription));
const pricesOf = ({ items }: Stripe.Subscription) => items.data.map(({ price }) => price.unit_amount);
const shortly = (invoices: Stripe.Invoice[]) =>
  invoices.map(
    ({ status, billing_reason, total, created }) =>
      `${moment(created)?.slice(0, 10)} ${status} ${billing_reason} ${total}`,
  );

describe("a ramp of three phases", () => {
  test("each is billed as it is, and the subscription goes on by itself", async () => {
    const { clock, customer } = await shop.clocked("2023-01-31");
    const [small, middle, large] = [
      await shop.plan({ unit_amount: 1000 }),
      await shop.plan({ unit_amount: 2000 }),
      await shop.plan({ unit_amount: 3000 }),
    ];
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: "now",
      phases: [small, middle, large].map(({ id: price }) => ({ duration: MONTH, items: [{ price }] })),
    });
    expect(schedule.status).toBe("active");
    expect(schedule.phases.map(({ start_date }) => moment(start_date)?.slice(0, 10))).toEqual([
      "2023-01-31",
      "2023-02-28",
      "2023-03-31",
    ]);
    expect(moment(schedule.phases[2]?.end_date)).toBe("2023-04-30T00:00:00");
    expect(schedule.current_phase).toEqual({
      start_date: schedule.phases[0]?.start_date,
      end_date: schedule.phases[0]?.end_date,
    });
    const begun = await subscriptionOf(schedule);
    expect(begun).toMatchObject({ schedule: schedule.id, status: "active" });
    expect(pricesOf(begun)).toEqual([1000]);
    await shop.advance(clock, "2023-03-01");
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([2000]);
    await shop.advance(clock, "2023-04-01");
    expect(pricesOf(await subscriptionOf(schedule))).toEqual([3000]);
    await shop.advance(clock, "2023-05-01");
    const done = await stripe.subscriptionSchedules.retrieve(schedule.id);
    expect(done).toMatchObject({ status: "completed", completed_at: at("2023-04-30"), current_phase: null });
    expect(await subscriptionOf(schedule)).toMatchObject({ schedule: null, status: "active" });
    expect(shortly(await shop.invoices(customer))).toEqual([
      "2023-01-31 paid subscription_create 1000",
      "2023-02-28 paid subscription_cycle 2000",
      "2023-03-31 paid subscription_cycle 3000",
      "2023-04-30 paid subscription_cycle 3000",
    ]);
    expect((await shop.told("2023-02-27")).filter((type) => type.includes("schedule"))).toEqual([
      "subscription_schedule.updated",
      "subscription_schedule.updated",
      "subscription_schedule.expiring",
      "subscription_schedule.completed",
    ]);
  });
});
