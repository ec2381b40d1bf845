/**
 * A process dies between storing an attempt and settling it: the recovery timer reaches the same result, a
 * late second settling changes nothing, and meanwhile nobody else can pay, expire or confirm.
 */

import { afterEach, expect, test } from "vitest";
import { accountNamed } from "../../src/api/auth.ts";
import { NEWEST_BEHAVIOUR } from "../../src/core/behaviour.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { confirmSession } from "../../src/resources/checkout/checkout_session/index.ts";
import { authenticated, paymentIntent } from "../../src/resources/payments/payment_intent/index.ts";
import type { Call, StagedOperation, Units } from "../../src/resources/resource.ts";
import { NO_CAUSE } from "../../src/storage/port.ts";
import { startServer, type TestServer } from "../support/server.ts";

const NOW = 1_800_000_000;
/** An attempt that hangs is settled by the worker after a minute. */
const PAST_RECOVERY_SECONDS = 61;

let server: TestServer;
afterEach(() => server.close());

/** Begins a staged operation as a request does, and stops where a process could die. */
async function beginOnly(key: string, operation: StagedOperation, id: string, input: object): Promise<Units> {
  const account = accountNamed(key.replace("sk_test_", ""));
  const units: Units = (work) => server.running.store.transact(account, NO_CAUSE, work);
  const call: Call<never> = {
    input: input as never,
    id,
    sub: "",
    path: "",
    fromBrowser: false,
    behaviour: NEWEST_BEHAVIOUR,
  };
  const begun = await units((tx) => operation.begin(tx, call));
  expect(begun).toEqual({ unfinished: id });
  return units;
}

/** Runs the first units of work of an operation that has more, and stops where a process could die. */
async function dieAfter(count: number, key: string, run: (units: Units) => Promise<unknown>): Promise<void> {
  const account = accountNamed(key.replace("sk_test_", ""));
  let done = 0;
  const units: Units = async (work) => {
    if (done++ >= count) throw new Error("the process died");
    return server.running.store.transact(account, NO_CAUSE, work);
  };
  await expect(run(units)).rejects.toThrow("the process died");
}

async function workItOff(clock: FixedClock): Promise<void> {
  clock.advance(PAST_RECOVERY_SECONDS);
  server.running.worker.nudge();
  await server.running.worker.drain();
}

test("a session whose payment was begun is completed by the recovery timer, once", async () => {
  const clock = new FixedClock(NOW);
  server = await startServer({}, { clock });
  const key = server.freshKey();
  const stripe = server.stripe(key);
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://example.com/",
    customer_email: "buyer@example.com",
    line_items: [
      { quantity: 1, price_data: { currency: "usd", unit_amount: 1000, product_data: { name: "Mug" } } },
    ],
  });
  const units = await beginOnly(key, confirmSession, session.id, { payment_method: "pm_card_visa" });

  await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({ code: "lock_timeout" });
  const second = await server.raw("POST", `/v1/payment_pages/${session.id}/confirm`, {
    key,
    body: { payment_method: "pm_card_visa" },
  });
  expect(second.body.error.code).toBe("lock_timeout");
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");

  await workItOff(clock);
  const paid = await stripe.checkout.sessions.retrieve(session.id);
  expect(paid).toMatchObject({ status: "complete", payment_status: "paid" });

  await confirmSession.finish(units, session.id);
  await workItOff(clock);
  const charges = await stripe.charges.list({ payment_intent: String(paid.payment_intent) });
  expect(charges.data.map((charge) => charge.status)).toEqual(["succeeded"]);
  const completed = await stripe.events.list({ type: "checkout.session.completed" });
  expect(completed.data).toHaveLength(1);
});

test("a payment intent whose confirmation was begun is settled by the recovery timer, once", async () => {
  const clock = new FixedClock(NOW);
  server = await startServer({}, { clock });
  const key = server.freshKey();
  const stripe = server.stripe(key);
  const intent = await stripe.paymentIntents.create({
    amount: 1000,
    currency: "usd",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  const confirm = paymentIntent.operations["POST /:id/confirm"];
  if (confirm?.does !== "staged") throw new Error("confirming is staged");
  const units = await beginOnly(key, confirm, intent.id, { payment_method: "pm_card_chargeDeclined" });
  await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ code: "lock_timeout" });

  await workItOff(clock);
  const declined = await stripe.paymentIntents.retrieve(intent.id);
  expect(declined).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { code: "card_declined" },
  });

  await confirm.finish(units, intent.id);
  const charges = await stripe.charges.list({ payment_intent: intent.id });
  expect(charges.data.map((charge) => charge.status)).toEqual(["failed"]);
});

test("a challenge answered but not settled: the intent waits, nobody is asked again, and the timer settles it", async () => {
  const clock = new FixedClock(NOW);
  server = await startServer({}, { clock });
  const key = server.freshKey();
  const stripe = server.stripe(key);
  const { id } = await stripe.paymentIntents.create({ amount: 1000, currency: "usd" });
  const back = { return_url: "https://example.com/back" };
  const declined = stripe.paymentIntents.confirm(id, { payment_method: "pm_card_chargeDeclined", ...back });
  await expect(declined).rejects.toMatchObject({ code: "card_declined" });
  const asked = await stripe.paymentIntents.confirm(id, {
    payment_method: "pm_card_threeDSecure2Required",
    ...back,
  });
  // The first unit finds that the intent is not confirmed manually, the second begins the attempt.
  await dieAfter(2, key, (units) => authenticated(units, id, "passed"));

  const between = await stripe.paymentIntents.retrieve(id);
  expect([between.status, between.next_action]).toEqual(["requires_action", asked.next_action]);
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: "lock_timeout" });
  const secret = String(asked.client_secret);
  const seen = await server.raw("GET", `/c/3ds/${id}?client_secret=${secret}`, { key: "" });
  expect([seen.status, seen.text]).toEqual([200, expect.not.stringContaining("challenge-form")]);
  // The earlier decline is not the result of this attempt.
  expect(seen.text).not.toContain("redirect_status");
  const body = { client_secret: secret, outcome: "failed" };
  const again = await server.raw("POST", `/c/3ds/${id}`, { key: "", body });
  expect(again.text).toBe(seen.text);

  await workItOff(clock);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "succeeded", next_action: null });
});

test("sessions expire by themselves, with their event, also if their time came while no server ran", async () => {
  const clock = new FixedClock(NOW);
  server = await startServer({}, { clock });
  const stripe = server.stripe();
  const make = (expires_at: number) =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://example.com/",
      expires_at,
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 1000, product_data: { name: "Mug" } } },
      ],
    });
  const soon = await make(NOW + 1800);
  const later = await make(NOW + 86_400);
  clock.advance(1800);
  server.running.worker.nudge();
  await server.running.worker.drain();
  expect((await stripe.checkout.sessions.retrieve(soon.id)).status).toBe("expired");
  expect((await stripe.checkout.sessions.retrieve(later.id)).status).toBe("open");
  const events = await stripe.events.list({ type: "checkout.session.expired" });
  expect(events.data.map((event) => (event.data.object as { id: string }).id)).toEqual([soon.id]);
  expect(events.data[0]?.request).toEqual({ id: null, idempotency_key: null });
});
