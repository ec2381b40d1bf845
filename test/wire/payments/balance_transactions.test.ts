import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, typedCard } from "../../support/shop.ts";

const NOW = 1_800_000_000;
const clock = new FixedClock(NOW);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

describe("200", () => {
  test("books a charge with its fee, available from the beginning of a day two days later", async () => {
    const shop = openShop(server);
    await shop.paid({ payment_intent_data: { description: "Shirts" } });
    const { data } = await shop.stripe.balanceTransactions.list();
    const { id, source, ...rest } = data[0] ?? { available_on: 0, id: "", source: "" };
    expect(id).toMatch(/^txn_3/);
    expect(source).toMatch(/^ch_3/);
    const at = clock.seconds();
    expect(rest).toEqual({
      object: "balance_transaction",
      amount: 2198,
      available_on: at - (at % 86_400) + 2 * 86_400,
      balance_type: "payments",
      created: at,
      currency: "usd",
      description: "Shirts",
      exchange_rate: null,
      fee: 94,
      fee_details: [
        {
          amount: 94,
          application: null,
          currency: "usd",
          description: "Stripe processing fees",
          type: "stripe_fee",
        },
      ],
      net: 2104,
      reporting_category: "charge",
      status: "pending",
      type: "charge",
    });
    expect(rest).not.toHaveProperty("livemode");
    clock.advance(rest.available_on - at - 1);
    expect((await shop.stripe.balanceTransactions.retrieve(id)).status).toBe("pending");
    clock.advance(1);
    expect((await shop.stripe.balanceTransactions.retrieve(id)).status).toBe("available");
  });

  test("is available at once for the test cards that say so", async () => {
    const shop = openShop(server);
    const { id } = await shop.session();
    await shop.confirm(id, typedCard("4000000000000077"));
    const { data } = await shop.stripe.balanceTransactions.list();
    expect(data[0]).toMatchObject({ available_on: data[0]?.created, status: "available" });
  });

  test("rounds its fee to whole cents, half away from zero", async () => {
    const shop = openShop(server);
    for (const [amount, fee] of [
      [50, 31],
      [500, 45],
      [1950, 87],
      [10_000, 320],
    ] as const) {
      const intent = await shop.stripe.paymentIntents.create({
        amount,
        currency: "usd",
        confirm: true,
        payment_method: "pm_card_visa",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        expand: ["latest_charge.balance_transaction"],
      });
      expect(intent.latest_charge).toMatchObject({ balance_transaction: { amount, fee, net: amount - fee } });
    }
  });

  test("is listed with each filter", async () => {
    const shop = openShop(server);
    const { stripe } = shop;
    const { payment_intent } = await shop.paid();
    const refund = await stripe.refunds.create({ payment_intent: String(payment_intent) });
    const euros = { currency: "eur", unit_amount: 500, product_data: { name: "X" } };
    await shop.paid({ line_items: [{ price_data: euros, quantity: 1 }] });
    const of = async (params: object) =>
      (await stripe.balanceTransactions.list(params)).data.map(
        ({ amount, currency }) => `${amount} ${currency}`,
      );
    expect(await of({})).toEqual(["500 eur", "-2198 usd", "2198 usd"]);
    expect(await of({ type: "refund" })).toEqual(["-2198 usd"]);
    expect(await of({ type: "charge" })).toEqual(["500 eur", "2198 usd"]);
    expect(await of({ currency: "eur" })).toEqual(["500 eur"]);
    expect(await of({ source: refund.id })).toEqual(["-2198 usd"]);
    expect(await of({ type: "adjustment" })).toEqual([]);
    expect(await of({ created: { gt: clock.seconds() } })).toEqual([]);
  });

  test("shows its source if expanded", async () => {
    const shop = openShop(server);
    const { payment_intent } = await shop.paid();
    await shop.stripe.refunds.create({ payment_intent: String(payment_intent) });
    const { data } = await shop.stripe.balanceTransactions.list({ expand: ["data.source"] });
    expect(data.map(({ source }) => source)).toMatchObject([{ object: "refund" }, { object: "charge" }]);
  });
});

describe("404", () => {
  test("one that does not exist", async () => {
    expect(await refused(openShop(server).stripe.balanceTransactions.retrieve("txn_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "id",
      message: "No such balance transaction: 'txn_x'",
    });
  });
});
