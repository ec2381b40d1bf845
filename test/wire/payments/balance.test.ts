/** The balance: what is pending, and what can be paid out. */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Shop } from "../../support/shop.ts";

/** 2027-01-15, 08:00 UTC. */
const START = 1_800_000_000;
const DAY = 86_400;
const clock = new FixedClock(START);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

/** Moves the clock to the beginning of a day, so many days later. */
const passDays = (days: number) => pass(days * DAY - (clock.seconds() % DAY));

async function pay({ stripe }: Shop, amount: number, more: object = {}): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_visa",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams);
}

/** Amounts by currency: what is available, and what is pending. */
async function fundsOf({ stripe }: Shop): Promise<Record<string, readonly [number, number]>> {
  const { available, pending } = await stripe.balance.retrieve();
  expect(available.map(({ currency }) => currency)).toEqual(pending.map(({ currency }) => currency));
  return Object.fromEntries(
    available.map(({ amount, currency }, i) => [currency, [amount, pending[i]?.amount ?? Number.NaN]]),
  );
}

test("of an account without payments", async () => {
  const shop = openShop(server);
  const { lastResponse: _response, ...balance } = await shop.stripe.balance.retrieve();
  const nothing = [{ amount: 0, currency: "usd", source_types: { card: 0 } }];
  expect(balance).toEqual({ object: "balance", available: nothing, livemode: false, pending: nothing });
  expect(balance).not.toHaveProperty("id");
});

test("money is pending, less the fees, and available from the beginning of a day on", async () => {
  const shop = openShop(server);
  await pay(shop, 1000); // fee 59
  await pay(shop, 500, { currency: "eur" }); // fee 45
  expect(await fundsOf(shop)).toEqual({ usd: [0, 941], eur: [0, 455] });
  await passDays(1);
  await pay(shop, 2000); // fee 88
  await shop.newsSince();
  await passDays(1);
  expect(await fundsOf(shop)).toEqual({ usd: [941, 1912], eur: [455, 0] });
  expect(await shop.newsSince()).toEqual(["balance.available"]);
  await passDays(1);
  expect(await fundsOf(shop)).toEqual({ usd: [2853, 0], eur: [455, 0] });
  const { data } = await shop.stripe.events.list({ type: "balance.available" });
  expect(data).toHaveLength(2);
  expect(data[0]?.data.object).toMatchObject({
    object: "balance",
    available: expect.arrayContaining([{ amount: 2853, currency: "usd", source_types: { card: 2853 } }]),
  });
});

test("refunds take what is available, and failed ones give it back", async () => {
  const shop = openShop(server);
  const { id } = await pay(shop, 1000, { payment_method: "pm_card_refundFail" });
  await shop.stripe.refunds.create({ payment_intent: id, amount: 400 });
  expect(await fundsOf(shop)).toEqual({ usd: [-400, 941] });
  await pass(2);
  expect(await fundsOf(shop)).toEqual({ usd: [0, 941] });
  expect(await shop.newsSince()).not.toContain("balance.available");
  await passDays(2);
  await shop.newsSince();
  await shop.stripe.refunds.create({ payment_intent: id });
  expect(await fundsOf(shop)).toEqual({ usd: [-59, 0] });
  expect(await shop.newsSince()).toEqual(["refund.created", "charge.refunded"]);
});

test("some cards make money available at once", async () => {
  const shop = openShop(server);
  await pay(shop, 1000, { payment_method: "pm_card_bypassPending" });
  expect(await fundsOf(shop)).toEqual({ usd: [941, 0] });
  expect(await shop.newsSince()).toContain("balance.available");
});

test("an authorization is no money yet, and a part of it may become some", async () => {
  const shop = openShop(server);
  const { id } = await pay(shop, 1000, { capture_method: "manual" });
  expect(await fundsOf(shop)).toEqual({ usd: [0, 0] });
  await shop.stripe.paymentIntents.capture(id, { amount_to_capture: 500 });
  expect(await fundsOf(shop)).toEqual({ usd: [0, 455] });
});

test("is the sum of what happened at the same time", async () => {
  const shop = openShop(server);
  const paid = await Promise.all(Array.from({ length: 12 }, () => pay(shop, 1000)));
  await Promise.all(paid.map(({ id }) => shop.stripe.refunds.create({ payment_intent: id, amount: 100 })));
  const booked = await shop.stripe.balanceTransactions.list({ limit: 100 });
  expect(booked.data).toHaveLength(24);
  const sum = booked.data.reduce((before, { net }) => before + net, 0);
  expect(await fundsOf(shop)).toEqual({ usd: [-1200, sum + 1200] });
});

test("older versions see the same", async () => {
  const shop = openShop(server);
  await pay(shop, 1000, { payment_method: "pm_card_bypassPending" });
  for (const apiVersion of ["2023-10-16", "2024-06-20", "2025-03-31.basil", "2026-03-25.dahlia"]) {
    const { available } = await shop.stripe.balance.retrieve({}, { apiVersion: apiVersion as never });
    expect(available).toEqual([{ amount: 941, currency: "usd", source_types: { card: 941 } }]);
  }
});
