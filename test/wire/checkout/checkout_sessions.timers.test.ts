/** What happens to sessions and payments by themselves, as time passes and after processes died. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { NEWEST_BEHAVIOUR } from "../../../src/core/behaviour.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { beginConfirm } from "../../../src/resources/checkout/checkout_session/ending/confirm.ts";
import { confirmIntent } from "../../../src/resources/payments/payment_intent/confirm.ts";
import { NO_CAUSE, type Tx } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, openShop, refused, type Shop, typedCard } from "../../support/shop.ts";

const DAY = 86_400;
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

/** Lets time pass, and whatever falls due in it happen. */
async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

/** Runs the first half of staged work and dies. */
function dieAfter<T>(begin: (tx: Tx) => Promise<T>): Promise<T> {
  const account = accountNamed(shop.key.replace("sk_test_", ""));
  return server.running.store.transact(account, NO_CAUSE, begin);
}
const callOf = <I>(id: string, input: I) => ({
  id,
  input,
  sub: "",
  path: "",
  version: "2026-10-28.endive",
  fromBrowser: false,
  behaviour: NEWEST_BEHAVIOUR,
});

describe("an open session", () => {
  test("expires at its time, and the event names no request", async () => {
    const { id, expires_at } = await shop.session();
    await shop.newsSince();
    await pass(DAY - 1);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await pass(1);
    expect(clock.seconds()).toBe(expires_at);
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
    expect(await shop.newsSince()).toEqual(["checkout.session.expired"]);
    const { data } = await shop.stripe.events.list({ type: "checkout.session.expired" });
    expect(data[0]?.request).toEqual({ id: null, idempotency_key: null });
    const again = await refused(shop.stripe.checkout.sessions.expire(id));
    expect(again.message).toContain("status of `expired`");
  });

  test("expires once, even if many requests ask for it", async () => {
    const { id } = await shop.session();
    await shop.stripe.checkout.sessions.expire(id);
    await pass(2 * DAY);
    expect((await shop.news()).filter((type) => type === "checkout.session.expired")).toHaveLength(1);
  });

  test("cancels a payment whose challenge was not answered", async () => {
    const { id } = await shop.session();
    await shop.confirm(id, typedCard("4000000000003220"));
    await pass(DAY);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    expect(session).toMatchObject({
      status: "expired",
      payment_intent: { status: "canceled", next_action: null },
    });
  });
});

test("a paid session does not expire", async () => {
  const { id } = await shop.paid();
  await pass(2 * DAY);
  expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
    status: "complete",
    payment_status: "paid",
  });
  expect(await shop.news()).not.toContain("checkout.session.expired");
});

describe("a confirmation whose process died", () => {
  const GOOD = {
    type: "card",
    billing_details: BUYER,
    card: { number: "4242424242424242", exp_month: 1, exp_year: 2040, cvc: "123" },
  } as const;
  const BAD = { ...GOOD, card: { ...GOOD.card, number: "4000000000000002" } } as const;

  test.each([
    ["pays", GOOD, "complete", "paid", 0],
    ["is declined", BAD, "open", "unpaid", 1],
  ] as const)(
    "%s a minute later, once",
    async (_name, payment_method_data, status, payment_status, declines) => {
      const { id } = await shop.session();
      await dieAfter((tx) => beginConfirm(tx, callOf(id, { payment_method_data })));
      expect((await shop.confirm(id)).status).toBe(429);
      expect((await refused(shop.stripe.checkout.sessions.expire(id))).code).toBe("lock_timeout");
      await pass(60);
      expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status, payment_status });
      await pass(120);
      const { data } = await shop.stripe.charges.list();
      expect(data).toHaveLength(1);
      expect(data.filter((charge) => charge.status === "failed")).toHaveLength(declines);
    },
  );

  test("is paid although the session's time was over in the meantime", async () => {
    const { id } = await shop.session({ expires_at: clock.seconds() + 1800 });
    clock.advance(1790);
    await dieAfter((tx) => beginConfirm(tx, callOf(id, { payment_method_data: GOOD })));
    await pass(20);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await pass(120);
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
    expect(await shop.news()).not.toContain("checkout.session.expired");
  });

  test("of a session that saves a method", async () => {
    const { id, setup_intent } = await shop.session({ mode: "setup", currency: "usd", line_items: [] });
    await shop.newsSince();
    await dieAfter((tx) => beginConfirm(tx, callOf(id, { payment_method_data: GOOD })));
    expect((await refused(shop.stripe.checkout.sessions.expire(id))).code).toBe("lock_timeout");
    await pass(60);
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      setup_intent,
    });
    await pass(120);
    expect(await shop.newsSince()).toEqual(["setup_intent.succeeded", "checkout.session.completed"]);
  });

  test("of a session that sells a subscription", async () => {
    const price = await shop.price({ recurring: { interval: "month" } });
    const line_items = [{ price: price.id, quantity: 1 }];
    const { id } = await shop.session({ mode: "subscription", line_items });
    await dieAfter((tx) => beginConfirm(tx, callOf(id, { payment_method_data: GOOD })));
    expect((await refused(shop.stripe.checkout.sessions.expire(id))).code).toBe("lock_timeout");
    await pass(60);
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "complete", payment_status: "paid" });
    await pass(120);
    const { data } = await shop.stripe.subscriptions.list();
    expect(data.map(({ id: made, latest_invoice }) => [made, latest_invoice])).toEqual([
      [session.subscription, session.invoice],
    ]);
    expect((await shop.stripe.invoices.list()).data).toHaveLength(1);
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });

  test("of an intent without a session", async () => {
    const { id } = await shop.stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      payment_method: "pm_card_visa",
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    await dieAfter((tx) => confirmIntent(tx, { ...callOf(id, {}), fromBrowser: false }));
    expect((await refused(shop.stripe.paymentIntents.cancel(id))).code).toBe("lock_timeout");
    expect((await refused(shop.stripe.paymentIntents.update(id, { amount: 900 }))).code).toBe("lock_timeout");
    await pass(60);
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);
  });
});

test("an authorization not captured within a week is canceled", async () => {
  const { payment_intent } = await shop.paid({ payment_intent_data: { capture_method: "manual" } });
  const id = String(payment_intent);
  await shop.newsSince();
  await pass(7 * DAY - 1);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("requires_capture");
  await pass(1);
  expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
    amount_capturable: 0,
    cancellation_reason: "automatic",
    status: "canceled",
  });
  expect(await shop.newsSince()).toEqual(["charge.expired", "payment_intent.canceled"]);
  expect((await refused(shop.stripe.paymentIntents.capture(id))).code).toBe(
    "payment_intent_unexpected_state",
  );
});
