/** Test clocks over HTTP: their life, the customers on them, and what is refused. */
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const DAY = 86_400;
/** 2024-11-23 00:00:00 UTC */
const FROZEN = 1_732_320_000;
/** 2026-11-23 00:00:00 UTC */
const TWO_YEARS_LATER = 1_795_392_000;

async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

/** Waits until a clock has stopped advancing. */
async function arrived(stripe: Stripe, id: string): Promise<Stripe.TestHelpers.TestClock> {
  for (;;) {
    const clock = await stripe.testHelpers.testClocks.retrieve(id);
    if (clock.status !== "advancing") return clock;
    await server.running.worker.drain();
  }
}

function typesOf(stripe: Stripe): Promise<string[]> {
  return stripe.events.list({ limit: 100 }).then(({ data }) => data.map(({ type }) => type));
}

describe("200", () => {
  test("is created with a time and a name, and shows every key", async () => {
    const stripe = server.stripe();
    const { lastResponse: _, ...clock } = await stripe.testHelpers.testClocks.create({
      frozen_time: FROZEN,
      name: "Renewals",
    });
    const { created } = clock;
    expect(created).toBeGreaterThan(FROZEN);
    expect(clock).toEqual({
      id: expect.stringMatching(/^clock_1[A-Za-z0-9]{23}$/),
      object: "test_helpers.test_clock",
      created,
      deletes_after: created + 30 * DAY,
      frozen_time: FROZEN,
      livemode: false,
      name: "Renewals",
      status: "ready",
      status_details: {},
    });
    expect(Object.keys(clock).slice(2)).toEqual(Object.keys(clock).slice(2).sort());
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toEqual(clock);
    const unnamed = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    expect(unnamed.name).toBeNull();
    const { data } = await stripe.testHelpers.testClocks.list();
    expect(data.map(({ id }) => id)).toEqual([unnamed.id, clock.id]);
    expect(await typesOf(stripe)).toEqual(Array(2).fill("test_helpers.test_clock.created"));
  });

  test("an advance answers at once, and the clock is ready at its target afterwards", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const advancing = await stripe.testHelpers.testClocks.advance(id, { frozen_time: TWO_YEARS_LATER });
    expect(advancing).toMatchObject({
      frozen_time: FROZEN,
      status: "advancing",
      status_details: { advancing: { target_frozen_time: TWO_YEARS_LATER } },
    });
    const ready = await arrived(stripe, id);
    expect(ready).toMatchObject({ frozen_time: TWO_YEARS_LATER, status: "ready", status_details: {} });
    expect((await typesOf(stripe)).sort()).toEqual([
      "test_helpers.test_clock.advancing",
      "test_helpers.test_clock.created",
      "test_helpers.test_clock.ready",
    ]);
  });
});

describe("customers", () => {
  test("are made on a clock, at its time, and are listed by it alone", async () => {
    const stripe = server.stripe();
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const email = "jenny@example.com";
    const clocked = await stripe.customers.create({ email, test_clock });
    const other = await stripe.customers.create({ email });
    expect(clocked).toMatchObject({ created: FROZEN, test_clock });
    expect(other.test_clock).toBeNull();
    const ids = async (params: Stripe.CustomerListParams) =>
      (await stripe.customers.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([other.id]);
    expect(await ids({ email })).toEqual([other.id]);
    expect(await ids({ test_clock })).toEqual([clocked.id]);
    expect(await ids({ test_clock, email })).toEqual([clocked.id]);
    expect(await ids({ test_clock, email: "nobody@example.com" })).toEqual([]);
    const expanded = await stripe.customers.retrieve(clocked.id, { expand: ["test_clock"] });
    expect(expanded).toMatchObject({ test_clock: { id: test_clock, status: "ready" } });
  });

  test("an existing one is attached when the clock is made, and stays", async () => {
    const stripe = server.stripe();
    const { id: customer } = await stripe.customers.create();
    const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN, customer });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ test_clock: id });
    const again = await refusal(stripe.testHelpers.testClocks.create({ frozen_time: FROZEN, customer }));
    expect(again.message).toBe(`The customer ${customer} is already attached to the test clock ${id}.`);
    expect((await stripe.testHelpers.testClocks.list()).data).toHaveLength(1);
  });

  test("are deleted with their clock, without events of their own", async () => {
    const stripe = server.stripe();
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const customer = await stripe.customers.create({ test_clock });
    const deleted = await stripe.testHelpers.testClocks.del(test_clock);
    const { lastResponse: _, ...stub } = deleted;
    expect(stub).toEqual({ id: test_clock, object: "test_helpers.test_clock", deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
    const types = await typesOf(stripe);
    expect(types).toContain("test_helpers.test_clock.deleted");
    expect(types).not.toContain("customer.deleted");
    const gone = await refusal(stripe.testHelpers.testClocks.retrieve(test_clock));
    expect(gone).toMatchObject({ statusCode: 404, message: `No such billingclock: '${test_clock}'` });
    expect((await stripe.testHelpers.testClocks.list()).data).toEqual([]);
  });
});

test("a purchase of a customer on a clock has real time; their invoice has the clock's", async () => {
  const key = server.freshKey();
  const stripe = server.stripe(key);
  const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
  const { id: customer } = await stripe.customers.create({ test_clock, email: "jenny@example.com" });
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    customer,
    success_url: "https://example.com/",
    invoice_creation: { enabled: true },
    line_items: [
      { quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Mug" } } },
    ],
  });
  expect(session.expires_at - session.created).toBe(DAY);
  const body = { payment_method: "pm_card_visa" };
  await server.raw("POST", `/v1/payment_pages/${session.id}/confirm`, { key, body });
  const { data } = await stripe.invoices.list({ customer });
  expect(data).toMatchObject([
    { created: FROZEN, status: "paid", status_transitions: { finalized_at: FROZEN, paid_at: FROZEN } },
  ]);
  const [charge] = (await stripe.charges.list()).data;
  expect(charge?.created).toBeGreaterThan(FROZEN);
  const frozen = (await stripe.events.list({ limit: 100 })).data.filter(({ created }) => created === FROZEN);
  expect(frozen.map(({ type }) => type).sort()).toEqual([
    "customer.created",
    "invoice.created",
    "invoice.finalized",
    "invoice.paid",
    "invoice.payment_succeeded",
    "invoice.sent",
    "invoice_payment.paid",
  ]);
});

describe("400", () => {
  test.each([
    ["without a time", {}, "frozen_time", "Missing required param: frozen_time."],
    ["a time that is no number", { frozen_time: "soon" }, "frozen_time", "Invalid integer: soon"],
    [
      "a name that is too long",
      { frozen_time: "1", name: "n".repeat(301) },
      "name",
      "Invalid string: nnnn...nnnn; must be at most 300 characters",
    ],
    [
      "an unknown customer",
      { frozen_time: "1", customer: "cus_unknown" },
      "customer",
      "No such customer: 'cus_unknown'",
    ],
  ])("create %s", async (_, body, param, message) => {
    const key = server.freshKey();
    const reply = await server.raw("POST", "/v1/test_helpers/test_clocks", { key, body });
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatchObject({ type: "invalid_request_error", param, message });
    expect((await server.stripe(key).testHelpers.testClocks.list()).data).toEqual([]);
  });

  test.each([
    ["backwards", FROZEN - 1, /\. You can only advance it to a later time\.$/],
    ["nowhere", FROZEN, /\. You can only advance it to a later time\.$/],
    [
      "too far",
      TWO_YEARS_LATER + 1,
      "The frozen time of this clock is 1732320000 (2024-11-23 00:00:00 UTC). You can only advance it up to " +
        "1795392000 (2026-11-23 00:00:00 UTC). You can only advance a test clock up to two intervals from the " +
        "current frozen time at a time, based on the shortest subscription interval in the test clock. For " +
        "example, if a test clock has a monthly and yearly subscription, you may only advance up to two months " +
        "at a time. If the test clock has no subscriptions or subscription schedules, you can advance up to 2 " +
        "years from the current frozen time.",
    ],
  ])("advance %s", async (_, frozen_time, message) => {
    const stripe = server.stripe();
    const { lastResponse: __, ...clock } = await stripe.testHelpers.testClocks.create({
      frozen_time: FROZEN,
    });
    const refused = await refusal(stripe.testHelpers.testClocks.advance(clock.id, { frozen_time }));
    expect(refused).toMatchObject({ statusCode: 400, param: "frozen_time" });
    expect(refused.message).toMatch(message);
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toEqual(clock);
  });

  test("a fourth customer, and a clock that does not exist", async () => {
    const stripe = server.stripe();
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    for (let i = 0; i < 3; i++) await stripe.customers.create({ test_clock });
    const full = await refusal(stripe.customers.create({ test_clock }));
    expect(full).toMatchObject({ statusCode: 400, param: "test_clock" });
    expect(full.message).toContain("up to 3 customers");
    expect((await stripe.customers.list({ test_clock })).data).toHaveLength(3);
    const missing = { code: "resource_missing", message: "No such billingclock: 'clock_no'" };
    const unknown = { test_clock: "clock_no" };
    expect(await refusal(stripe.customers.create(unknown))).toMatchObject({ ...missing, statusCode: 400 });
    expect(await refusal(stripe.customers.list(unknown))).toMatchObject({ ...missing, statusCode: 400 });
    const { testClocks } = stripe.testHelpers;
    for (const call of [
      () => testClocks.retrieve("clock_no"),
      () => testClocks.advance("clock_no", { frozen_time: 1 }),
      () => testClocks.del("clock_no"),
    ]) {
      expect(await refusal(call())).toMatchObject({ ...missing, statusCode: 404 });
    }
  });

  test("a customer is attached when they are created, and not later", async () => {
    const key = server.freshKey();
    const stripe = server.stripe(key);
    const { id } = await stripe.customers.create();
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const reply = await server.raw("POST", `/v1/customers/${id}`, { key, body: { test_clock } });
    expect(reply.status).toBe(400);
    expect(reply.body.error.message).toContain("Received unknown parameter: test_clock");
  });
});

describe("with a clock of the server's own", () => {
  const now = new FixedClock(1_750_000_000);
  let still: TestServer;
  beforeAll(async () => {
    still = await startServer({ logLevel: "silent" }, { clock: now });
  });
  afterAll(() => still.close());

  /** A clock with a customer, that cannot advance, because a timer on it has no work. */
  async function stuck() {
    const key = still.freshKey();
    const stripe = still.stripe(key);
    const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const customer = await stripe.customers.create({ test_clock: id });
    const account = accountNamed(key.replace("sk_test_", ""));
    await still.running.store.transact(account, NO_CAUSE, (tx) =>
      tx.at({ clock: id, now: FROZEN }).schedule({ kind: "no such work", subject: id, due: FROZEN + DAY }),
    );
    await stripe.testHelpers.testClocks.advance(id, { frozen_time: FROZEN + 2 * DAY });
    await still.running.worker.drain();
    return { stripe, id, customer };
  }

  test("while a clock advances, changes of it and of what is on it are refused, and reads answer", async () => {
    const { stripe, id, customer } = await stuck();
    const { testClocks } = stripe.testHelpers;
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      customer: customer.id,
      success_url: "https://example.com/",
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Mug" } } },
      ],
    });
    for (const call of [
      () =>
        stripe.rawRequest("POST", `/v1/payment_pages/${session.id}/confirm`, {
          payment_method: "pm_card_visa",
        }),
      () => stripe.customers.update(customer.id, { name: "Jenny" }),
      () => stripe.customers.del(customer.id),
      () => stripe.customers.create({ test_clock: id }),
      () => testClocks.advance(id, { frozen_time: FROZEN + 3 * DAY }),
      () => testClocks.del(id),
    ]) {
      expect(await refusal(call())).toMatchObject({
        statusCode: 429,
        rawType: "invalid_request_error",
        message: `Test clock advancement underway - cannot perform modifications: ${id}`,
      });
    }
    expect((await stripe.customers.retrieve(customer.id)).lastResponse.statusCode).toBe(200);
    expect(await testClocks.retrieve(id)).toMatchObject({ status: "advancing", frozen_time: FROZEN });
  });

  test("an advance that keeps failing ends in internal_failure; the clock can then only be deleted", async () => {
    const { stripe, id, customer } = await stuck();
    const { testClocks } = stripe.testHelpers;
    for (let tries = 1; tries < 3; tries++) {
      now.advance(60);
      await still.running.worker.drain();
    }
    const failed = await testClocks.retrieve(id);
    expect(failed).toMatchObject({ status: "internal_failure", frozen_time: FROZEN, status_details: {} });
    const [latest] = (await stripe.events.list({ limit: 1 })).data;
    expect(latest?.type).toBe("test_helpers.test_clock.internal_failure");
    const refused = await refusal(testClocks.advance(id, { frozen_time: FROZEN + 3 * DAY }));
    expect(refused).toMatchObject({ statusCode: 400 });
    expect(refused.message).toContain("You can only delete it.");
    expect((await refusal(stripe.customers.update(customer.id, { name: "J" }))).statusCode).toBe(400);
    expect(await testClocks.del(id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
  });

  test("a clock is deleted by itself after thirty days", async () => {
    const stripe = still.stripe();
    const { id, deletes_after } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    expect(deletes_after - now.seconds()).toBe(30 * DAY);
    now.advance(30 * DAY - 1);
    await still.running.worker.drain();
    expect(await stripe.testHelpers.testClocks.retrieve(id)).toMatchObject({ status: "ready" });
    now.advance(1);
    await still.running.worker.drain();
    expect((await refusal(stripe.testHelpers.testClocks.retrieve(id))).statusCode).toBe(404);
    const [latest] = (await stripe.events.list({ limit: 1 })).data;
    expect(latest?.type).toBe("test_helpers.test_clock.deleted");
  });
});

test("a client as old as 2023 sees the same clock", async () => {
  const stripe = server.stripe14();
  const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
  await stripe.testHelpers.testClocks.advance(id, { frozen_time: FROZEN + DAY });
  expect(await arrived(stripe, id)).toMatchObject({ status: "ready", frozen_time: FROZEN + DAY });
});
