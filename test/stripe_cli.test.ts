/** The released Stripe CLI against this server: the events that it triggers happen. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "./support/server.ts";

const CLI = fileURLToPath(new URL("../node_modules/.bin/stripe", import.meta.url));
const TRIGGER_TIMEOUT_MS = 30_000;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Runs `stripe trigger`; returns its output if it failed. */
async function trigger(event: string, key: string): Promise<string | null> {
  const args = ["trigger", event, "--api-base", server.url, "--api-key", key];
  const env = { ...process.env, STRIPE_CLI_TELEMETRY_OPTOUT: "1", STRIPE_DEVICE_NAME: "test" };
  return promisify(execFile)(CLI, args, { env, timeout: TRIGGER_TIMEOUT_MS }).then(
    () => null,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

test.each([
  "checkout.session.completed",
  "checkout.session.expired",
  "product.created",
  "product.updated",
  "product.deleted",
  "price.created",
  "price.updated",
  "plan.created",
  "plan.updated",
  "plan.deleted",
  "customer.created",
  "customer.updated",
  "customer.deleted",
  "payment_intent.created",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "payment_intent.requires_action",
  "payment_intent.amount_capturable_updated",
  "charge.succeeded",
  "charge.failed",
  "charge.captured",
  "charge.refunded",
  "payment_method.attached",
  "payment_method.detached",
  "payment_method.updated",
  "setup_intent.succeeded",
  "coupon.created",
  "coupon.updated",
  "coupon.deleted",
  "promotion_code.created",
  "promotion_code.updated",
  "subscription_schedule.aborted",
  "subscription_schedule.canceled",
  "subscription_schedule.completed",
  "subscription_schedule.created",
  "subscription_schedule.expiring",
  "subscription_schedule.released",
  "subscription_schedule.updated",
  "tax_rate.created",
  "tax_rate.updated",
  "test_helpers.test_clock.created",
  "test_helpers.test_clock.advancing",
  "test_helpers.test_clock.ready",
  "test_helpers.test_clock.deleted",
])("%s", async (event) => {
  const key = server.freshKey();
  expect(await trigger(event, key)).toBeNull();
  await server.running.worker.drain(); // advances test clocks
  const { data } = await server.stripe(key).events.list({ type: event });
  expect(data.length).toBeGreaterThan(0);
});

test("an event that is not implemented is reported, and the CLI fails", async () => {
  const said = await trigger("checkout.session.async_payment_succeeded", server.freshKey());
  expect(said).toContain("Checkstand does not support");
});

test("a dispute, which would not happen, is refused without a charge", async () => {
  const said = await trigger("charge.dispute.created", server.freshKey());
  expect(said).toContain("Checkstand does not support the test card");
});
