/**
 * Attempts that cannot be settled, because of a fault that the test plants: after a bounded number of tries
 * they are given up, nothing is charged, and once the fault is gone the buyer can pay normally.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountNamed } from "../../src/api/auth.ts";
import { NEWEST_BEHAVIOUR } from "../../src/core/behaviour.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { confirmSession, type PaymentSession } from "../../src/resources/checkout/checkout_session/index.ts";
import { SETTLE_TRIES_MAX } from "../../src/resources/payments/attempts.ts";
import { paymentIntent } from "../../src/resources/payments/payment_intent/index.ts";
import { setupIntent } from "../../src/resources/payments/setup_intent/index.ts";
import type { Call } from "../../src/resources/resource.ts";
import { NO_CAUSE, type Row, type Tx } from "../../src/storage/port.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { openShop, type Shop } from "../support/shop.ts";

const NOW = 1_800_000_000;

let clock: FixedClock;
let server: TestServer;
let shop: Shop;
beforeEach(async () => {
  clock = new FixedClock(NOW);
  server = await startServer({ logLevel: "silent" }, { clock });
  shop = openShop(server);
});
afterEach(() => server.close());

function write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return server.running.store.transact(accountNamed(shop.key.replace("sk_test_", "")), NO_CAUSE, work);
}

/** Changes a stored row directly, unnoticed by the server. */
function tamper<R extends Row>(kind: string, id: string, change: (row: R) => R): Promise<void> {
  return write(async (tx) => {
    const row = await tx.get<R>(kind, id);
    if (row === null) throw new Error(`no ${kind} ${id}`);
    await tx.update(change(row));
  });
}

/** Advances time from one timer to the next until `turns` of them were due; returns how many there were. */
async function workOff(turns: number): Promise<void> {
  const { store, worker } = server.running;
  for (let turn = 0; turn < turns; turn++) {
    const due = await store.nextTimer();
    if (due === null) return;
    clock.advance(Math.max(0, due - clock.seconds()));
    worker.nudge();
    await worker.drain();
  }
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

test("a session given up is free again, its discount is given back, and it is paid once", async () => {
  const { stripe } = shop;
  const coupon = await stripe.coupons.create({ percent_off: 50, max_redemptions: 1 });
  const used = async () => (await stripe.coupons.retrieve(coupon.id)).times_redeemed;
  const { id } = await shop.session({ discounts: [{ coupon: coupon.id }] });
  await tamper<PaymentSession>("checkout.session", id, (row) => ({
    ...row,
    payment_intent: "pi_nobody_made",
  }));

  expect((await shop.confirm(id)).status).toBeGreaterThanOrEqual(400);
  const locked = async () => {
    expect((await shop.confirm(id)).body.error.code).toBe("lock_timeout");
    expect(await codeOf(stripe.checkout.sessions.expire(id))).toBe("lock_timeout");
    expect(await used()).toBe(1);
  };
  await locked();
  await workOff(SETTLE_TRIES_MAX - 1);
  await locked();
  await workOff(1);
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  expect(await used()).toBe(0);

  await tamper<PaymentSession>("checkout.session", id, (row) => ({ ...row, payment_intent: null }));
  const paid = await shop.confirm(id);
  expect(paid.body).toMatchObject({ status: "complete", payment_status: "paid" });
  expect(await used()).toBe(1);
  expect((await stripe.charges.list()).data).toHaveLength(1);
});

test("a session given up while its fault persists can be expired", async () => {
  const { id } = await shop.session();
  await tamper<PaymentSession>("checkout.session", id, (row) => ({
    ...row,
    payment_intent: "pi_nobody_made",
  }));
  await shop.confirm(id);
  await workOff(SETTLE_TRIES_MAX);
  // Whoever asks for the result later is not told of any payment.
  await expect(confirmSession.finish(write, id)).rejects.toMatchObject({ status: 500 });
  expect((await shop.stripe.checkout.sessions.expire(id)).status).toBe("expired");
  expect((await shop.stripe.charges.list()).data).toEqual([]);
});

test("a challenge whose answer could not be settled can be answered again", async () => {
  const { stripe } = shop;
  const { id } = await shop.session();
  const asked = await shop.confirm(id, {
    payment_method: "pm_card_authenticationRequired",
    email: "a@b.example",
  });
  const intent = await stripe.paymentIntents.retrieve(asked.body.payment_intent.id);
  const answer = () =>
    server.raw("POST", `/c/3ds/${intent.id}`, {
      key: "",
      body: { client_secret: String(intent.client_secret), outcome: "passed" },
      headers: { origin: server.url },
    });
  await tamper<PaymentSession>("checkout.session", id, (row) => ({
    ...row,
    payment_intent: "pi_nobody_made",
  }));
  await answer();
  expect(await codeOf(stripe.checkout.sessions.expire(id))).toBe("lock_timeout");
  await workOff(SETTLE_TRIES_MAX);
  await tamper<PaymentSession>("checkout.session", id, (row) => ({ ...row, payment_intent: intent.id }));
  await answer();
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
    status: "complete",
    payment_status: "paid",
  });
  expect((await stripe.charges.list()).data).toHaveLength(1);
});

test.each([
  ["payment_intent", paymentIntent, { amount: "1000", currency: "usd" }],
  ["setup_intent", setupIntent, {}],
] as const)("a %s waits to be confirmed anew", async (kind, { operations, path }, params) => {
  const post = (to: string, body: Record<string, string>) => server.raw("POST", to, { key: shop.key, body });
  const made = await post(path, { ...params, "payment_method_types[0]": "card" });
  const { id } = made.body;
  const method = (await post("/v1/payment_methods", { type: "card", "card[token]": "tok_visa" })).body.id;
  const operation = operations["POST /:id/confirm"];
  if (operation?.does !== "staged") throw new Error("confirming is staged");
  const call: Call<never> = {
    input: { payment_method: method } as never,
    id,
    sub: "",
    path: "",
    fromBrowser: false,
    behaviour: NEWEST_BEHAVIOUR,
  };
  await write((tx) => operation.begin(tx, call));
  // From here on it names a payment method that does not exist.
  await tamper<Row>(kind, id, (row) => ({ ...row, payment_method: "pm_nobody_made" }));
  const confirm = () => post(`${path}/${id}/confirm`, { payment_method: method });
  await workOff(SETTLE_TRIES_MAX - 1);
  expect((await confirm()).body.error.code).toBe("lock_timeout");
  await workOff(1);
  expect((await server.raw("GET", `${path}/${id}`, { key: shop.key })).body.status).toBe(
    "requires_confirmation",
  );
  expect((await shop.stripe.charges.list()).data).toEqual([]);
  expect((await confirm()).body.status).toBe("succeeded");
});
