/**
 * Measures billing: sessions that are paid, in payment mode beside subscription mode, and renewals by advances of a test
 * clock: of one subscription for three years, and of many at once.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { api, requestText } from "./requests.mjs";

const CONNECTIONS = 32;
const MONTHS = 36;
/** A test clock takes so many customers. */
const CUSTOMERS = 3;
const AMOUNT = "2000";
const LOOK_MS = 2;
/** An advance that takes longer has failed. */
const ADVANCE_MS_MAX = 120_000;
const BEGIN = Date.UTC(2024, 0, 15) / 1000;
const TWO_HOURS = 7200;

/**
 * `paid` are sessions completed in payment mode, `subscribed` those in subscription mode; `one` and `many` what advances of
 * so many subscriptions took, each in seconds and in seconds of processor time.
 */
export async function measureBilling(load, server, plan) {
  const paid = await completed(load, server, plan, "payment");
  const subscribed = await completed(load, server, plan, "subscription");
  const one = await advances(server, 1, Array(MONTHS).fill(0));
  const many = await advances(server, plan.subscriptions, Array(plan.advances).fill(TWO_HOURS));
  return { paid, subscribed, one, many };
}

// --- sessions -----------------------------------------------------------------------------------------------

/** Creates sessions, then pays each of them once; paid sessions per second. */
async function completed(load, { port, call }, { sessions }, mode) {
  await call("clear");
  await load.call("forget");
  const price = await priceFor(port, mode === "subscription");
  const create = requestText("POST", "/v1/checkout/sessions", {
    mode,
    customer_email: "jenny@example.com",
    "line_items[0][price]": price,
    "line_items[0][quantity]": "1",
    success_url: "https://example.com/success",
  });
  const job = { port, connections: CONNECTIONS, limit: sessions };
  await load.call("run", { ...job, request: create, collect: true });
  const confirm = requestText("POST", "/v1/payment_pages/{id}/confirm", {
    payment_method: "pm_card_visa",
    expected_amount: AMOUNT,
  });
  const spent = await cpuSeconds(call);
  const { perSecond } = await load.call("run", { ...job, request: confirm, inOrder: true });
  return { perSecond, cpuMs: (1000 * ((await cpuSeconds(call)) - spent)) / sessions };
}

/** The server's processor time so far. */
async function cpuSeconds(call) {
  const { user, system } = await call("cpu");
  return (user + system) / 1e6;
}

async function priceFor(port, recurs) {
  const made = await api(port, "POST", "/v1/prices", {
    currency: "usd",
    "product_data[name]": "Gold",
    unit_amount: AMOUNT,
    ...(recurs && { "recurring[interval]": "month" }),
  });
  return made.id;
}

// --- renewals -----------------------------------------------------------------------------------------------

/**
 * Renews so many monthly subscriptions once in each advance. `after` says for each advance how many seconds after the
 * boundary it ends: two hours include the payment of the new invoices, 0 leaves it to the next advance.
 */
async function advances({ port, call }, subscriptions, after) {
  await call("clear");
  const { id: clock } = await api(port, "POST", "/v1/test_helpers/test_clocks", {
    frozen_time: String(BEGIN),
  });
  await subscribe(port, clock, subscriptions);
  const before = await call("memory");
  const seconds = [];
  const cpu = [];
  for (const [month, late] of after.entries()) {
    const until = monthsAfter(month + 1) + late;
    const began = performance.now();
    const spent = await cpuSeconds(call);
    await advance(port, clock, until);
    seconds.push((performance.now() - began) / 1000);
    cpu.push((await cpuSeconds(call)) - spent);
  }
  const { rss, peak } = await call("memory");
  return { subscriptions, seconds, cpu, memory: { before: before.rss, after: rss, peak } };
}

async function subscribe(port, clock, count) {
  const price = await priceFor(port, true);
  for (let customers = 0; customers < CUSTOMERS; customers++) {
    const { id: customer } = await api(port, "POST", "/v1/customers", {
      test_clock: clock,
      payment_method: "pm_card_visa",
      "invoice_settings[default_payment_method]": "pm_card_visa",
    });
    const own = Math.floor((count + customers) / CUSTOMERS);
    for (let made = 0; made < own; made++) {
      await api(port, "POST", "/v1/subscriptions", { customer, "items[0][price]": price });
    }
  }
}

function monthsAfter(months) {
  return Date.UTC(2024, months, 15) / 1000;
}

async function advance(port, clock, until) {
  const path = `/v1/test_helpers/test_clocks/${clock}`;
  await api(port, "POST", `${path}/advance`, { frozen_time: String(until) });
  const deadline = performance.now() + ADVANCE_MS_MAX;
  for (;;) {
    const { status } = await api(port, "GET", path, {});
    if (status === "ready") return;
    if (status !== "advancing" || performance.now() > deadline) throw new Error(`the clock is ${status}`);
    await pause(LOOK_MS);
  }
}
