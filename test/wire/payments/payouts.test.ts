import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

/** 2027-01-15, 08:00 UTC. */
const clock = new FixedClock(1_800_000_000);
const DAY = 86_400;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

/** A shop that has 9.41 usd. */
async function richShop(): Promise<Shop> {
  const shop = openShop(server);
  await shop.stripe.paymentIntents.create({
    amount: 1000,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_bypassPending",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  expect(await availableIn(shop)).toBe(941);
  await shop.newsSince();
  return shop;
}

async function availableIn({ stripe }: Shop): Promise<number | undefined> {
  return (await stripe.balance.retrieve()).available[0]?.amount;
}

const TOO_LOW =
  "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.  You can use the " +
  "/v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).";

describe("200", () => {
  test("takes money from the balance, and arrives", async () => {
    const shop = await richShop();
    const at = clock.seconds();
    const payout = await shop.stripe.payouts.create({
      amount: 900,
      currency: "usd",
      description: "For July",
      metadata: { a: "b" },
      statement_descriptor: "MUGS",
      expand: ["balance_transaction"],
    });
    expect(payout).toMatchObject({
      id: expect.stringMatching(/^po_/),
      amount: 900,
      arrival_date: at - (at % DAY) + 2 * DAY,
      automatic: false,
      balance_transaction: {
        amount: -900,
        available_on: at,
        description: "STRIPE PAYOUT",
        fee: 0,
        net: -900,
        reporting_category: "payout",
        source: payout.id,
        status: "available",
        type: "payout",
      },
      description: "For July",
      metadata: { a: "b" },
      method: "standard",
      statement_descriptor: "MUGS",
      status: "pending",
    });
    expect(await availableIn(shop)).toBe(41);
    await pass(payout.arrival_date - at - 1);
    expect((await shop.stripe.payouts.retrieve(payout.id)).status).toBe("pending");
    await pass(1);
    expect((await shop.stripe.payouts.retrieve(payout.id)).status).toBe("paid");
    expect(await availableIn(shop)).toBe(41);
    expect(await shop.newsSince()).toEqual(["payout.created", "payout.paid"]);
    expect(await refused(shop.stripe.payouts.cancel(payout.id))).toMatchObject({
      status: 400,
      message: "This payout cannot be canceled, because its status is paid.",
    });
  });

  test("canceled, the money is back", async () => {
    const shop = await richShop();
    const { id } = await shop.stripe.payouts.create({ amount: 900, currency: "usd" });
    const canceled = await shop.stripe.payouts.cancel(id, { expand: ["failure_balance_transaction"] });
    expect(canceled).toMatchObject({
      failure_balance_transaction: {
        amount: 900,
        reporting_category: "payout_reversal",
        type: "payout_cancel",
      },
      status: "canceled",
    });
    expect(await availableIn(shop)).toBe(941);
    await pass(3 * DAY);
    expect((await shop.stripe.payouts.retrieve(id)).status).toBe("canceled");
    expect(await shop.newsSince()).toEqual(["payout.created", "payout.canceled"]);
  });

  test("is changed and listed", async () => {
    const shop = await richShop();
    const a = await shop.stripe.payouts.create({ amount: 100, currency: "usd" });
    const b = await shop.stripe.payouts.create({ amount: 200, currency: "usd" });
    expect((await shop.stripe.payouts.update(a.id, { metadata: { a: "b" } })).metadata).toEqual({ a: "b" });
    expect(await shop.newsSince()).toEqual(["payout.created", "payout.created", "payout.updated"]);
    await shop.stripe.payouts.cancel(a.id);
    const ids = async (params: object) => (await shop.stripe.payouts.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ status: "canceled" })).toEqual([a.id]);
    const options: object = { apiVersion: "2023-10-16" };
    expect((await shop.stripe.payouts.retrieve(b.id, {}, options)).amount).toBe(200);
  });

  test("several at once take no more than there is", async () => {
    const shop = await richShop();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => shop.stripe.payouts.create({ amount: 400, currency: "usd" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await availableIn(shop)).toBe(141);
  });
});

describe("400", () => {
  test("more than is available, or in a currency in which nothing is", async () => {
    const shop = await richShop();
    for (const [amount, currency] of [
      [942, "usd"],
      [1, "eur"],
    ] as const) {
      expect(await refused(shop.stripe.payouts.create({ amount, currency }))).toEqual({
        status: 400,
        code: "balance_insufficient",
        param: undefined,
        message: TOO_LOW,
      });
    }
    expect(await shop.newsSince()).toEqual([]);
  });

  test.each([{ destination: "ba_1" }, { method: "instant" }, { source_type: "bank_account" }])(
    "what there is not here: %j",
    async (more) => {
      const shop = await richShop();
      const params = { amount: 100, currency: "usd", ...more } as const;
      expect((await refused(shop.stripe.payouts.create(params as never))).message).toContain(
        "Checkstand does not support",
      );
    },
  );
});

describe("404", () => {
  test("one that does not exist", async () => {
    expect(await refused(openShop(server).stripe.payouts.retrieve("po_x"))).toMatchObject({
      status: 404,
      param: "payout",
      message: "No such payout: 'po_x'",
    });
  });
});
