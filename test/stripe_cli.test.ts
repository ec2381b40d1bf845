/** The released Stripe CLI against this server: which of its triggers work, and why the others are refused. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "./support/server.ts";

const CLI = fileURLToPath(new URL("../node_modules/.bin/stripe", import.meta.url));
const TRIGGER_TIMEOUT_MS = 30_000;

/** A trigger is named like the event that happens, unless another event stands beside it. */
const WORKING: Readonly<Record<string, string | null>> = {
  ...only("balance", "available"),
  ...only("billing_portal.configuration", "created", "updated"),
  ...only("billing_portal.session", "created"),
  ...only("cash_balance", "funds_available"),
  ...only("charge", "captured", "failed", "refund.updated", "refunded", "succeeded"),
  ...only("charge.dispute", "closed", "created", "updated"),
  ...only("checkout.session", "completed", "expired"),
  ...only("coupon", "created", "deleted", "updated"),
  ...only("credit_note", "created", "updated", "voided"),
  ...only("customer", "created", "deleted", "updated"),
  ...only("customer_cash_balance_transaction", "created"),
  ...only("customer.discount", "created", "deleted", "updated"),
  ...only("customer.subscription", "created", "deleted", "paused", "trial_will_end", "updated"),
  ...only("invoice", "created", "deleted", "finalized", "marked_uncollectible", "paid", "sent", "updated"),
  ...only("invoice", "payment_action_required", "payment_failed", "payment_succeeded", "voided"),
  ...only("invoiceitem", "created", "deleted"),
  ...only("payment_intent", "amount_capturable_updated", "canceled", "created", "payment_failed"),
  ...only("payment_intent", "partially_funded", "processing", "requires_action", "succeeded"),
  ...only("payment_link", "created", "updated"),
  ...only("payment_method", "attached", "detached", "updated"),
  ...only("payout", "created", "updated"),
  ...only("plan", "created", "deleted", "updated"),
  ...only("price", "created", "updated"),
  ...only("product", "created", "deleted", "updated"),
  ...only("promotion_code", "created", "updated"),
  ...only("setup_intent", "canceled", "created", "requires_action", "setup_failed", "succeeded"),
  ...only("subscription_schedule", "aborted", "canceled", "completed", "created", "expiring", "released"),
  ...only("subscription_schedule", "updated"),
  ...only("tax_rate", "created", "updated"),
  ...only("test_helpers.test_clock", "advancing", "created", "deleted", "ready"),
  // The bank answers seconds later.
  "checkout.session.async_payment_failed": "checkout.session.completed",
  "checkout.session.async_payment_succeeded": "checkout.session.completed",
  "subscription.payment_failed": "invoice.payment_failed",
  "subscription.payment_succeeded": "invoice.payment_succeeded",
};

/** What the CLI reports of the others. */
const REFUSED: Readonly<Record<string, string>> = {
  ...because("Unrecognized request URL (POST: /v1/accounts)", {
    account: ["application.deauthorized", "updated"],
  }),
  ...because("/sources)", { "customer.source": ["created", "updated"] }),
  ...because("Unrecognized request URL (POST: /v1/identity/", {
    "identity.verification_session": ["canceled", "created", "redacted"],
  }),
  ...because("Unrecognized request URL (POST: /v1/issuing/cardholders)", {
    issuing_authorization: ["request", "request.eu", "request.gb"],
    issuing_card: ["created", "created.eu", "created.gb"],
    issuing_cardholder: ["created", "created.eu", "created.gb"],
    issuing_transaction: ["created", "purchase_details_receipt_updated", "updated"],
  }),
  ...because("Unrecognized request URL (POST: /v1/quotes)", {
    quote: ["accepted", "canceled", "created", "finalized"],
  }),
  ...because("Unrecognized request URL (POST: /v1/reporting/", { "reporting.report_run": ["succeeded"] }),
  ...because("Unrecognized request URL (POST: /v1/topups)", { topup: ["created"] }),
  // Its payment may redirect by our default configuration, and the CLI sends no return_url. Transfers are missing too.
  ...because("you must provide a `return_url`", { transfer: ["created", "reversed", "updated"] }),
  ...because("Unrecognized request URL (POST: /v2/billing/meter_event_session)", {
    "v1.billing.meter": ["error_report_triggered", "no_meter_found"],
  }),
};

function only(object: string, ...verbs: readonly string[]): Record<string, null> {
  return Object.fromEntries(verbs.map((verb) => [`${object}.${verb}`, null]));
}

function because(text: string, triggers: Readonly<Record<string, readonly string[]>>) {
  const names = Object.entries(triggers).flatMap(([object, verbs]) => Object.keys(only(object, ...verbs)));
  return Object.fromEntries(names.map((name) => [name, text]));
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const run = (...args: readonly string[]) => {
  const env = { ...process.env, STRIPE_CLI_TELEMETRY_OPTOUT: "1", STRIPE_DEVICE_NAME: "test" };
  return promisify(execFile)(CLI, args, { env, timeout: TRIGGER_TIMEOUT_MS });
};

/** Runs `stripe trigger`; returns its output if it failed. */
async function trigger(event: string, key: string): Promise<string | null> {
  return run("trigger", event, "--api-base", server.url, "--api-key", key).then(
    () => null,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

/** How many events of a type happened, after all that is due has been done. */
async function told(event: string, key: string): Promise<number> {
  await server.running.worker.drain(); // advances test clocks
  return (await server.stripe(key).events.list({ type: event })).data.length;
}

test("each trigger of the CLI is in one of the lists", async () => {
  const { stdout } = await run("trigger", "--help");
  const listed = /Supported events:\n([\s\S]*?)\n\n/.exec(stdout)?.[1]?.trim().split(/\s+/) ?? [];
  const known = [...Object.keys(WORKING), ...Object.keys(REFUSED)];
  expect(listed.length).toBeGreaterThan(100);
  expect(known.sort()).toEqual(listed.sort());
});

test.each(Object.entries(WORKING))("%s", async (event, happens) => {
  const key = server.freshKey();
  expect(await trigger(event, key)).toBeNull();
  expect(await told(happens ?? event, key)).toBeGreaterThan(0);
});

test.each(Object.entries(REFUSED))("%s is refused: %s", async (event, text) => {
  const key = server.freshKey();
  expect(await trigger(event, key)).toContain(text);
  expect(await told(event, key)).toBe(0);
});
