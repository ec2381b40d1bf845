/** Setup attempts: each try of a setup intent, what came of it, and the latest one as the intent names it. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  stripe = server.stripe();
});
afterAll(() => server?.close());

async function attemptsOf({ id }: Stripe.SetupIntent): Promise<readonly Stripe.SetupAttempt[]> {
  return (await stripe.setupAttempts.list({ setup_intent: id })).data;
}

test("a card that is set up leaves one attempt, which the intent names", async () => {
  const customer = await stripe.customers.create({});
  const intent = await stripe.setupIntents.create({
    confirm: true,
    customer: customer.id,
    payment_method: "pm_card_visa",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    expand: ["latest_attempt.payment_method"],
  });
  expect(intent.latest_attempt).toMatchObject({
    object: "setup_attempt",
    application: null,
    customer: customer.id,
    payment_method: { id: intent.payment_method, type: "card" },
    payment_method_details: {
      type: "card",
      card: {
        brand: "visa",
        checks: { cvc_check: "pass" },
        last4: "4242",
        three_d_secure: null,
        wallet: null,
      },
    },
    setup_error: null,
    setup_intent: intent.id,
    status: "succeeded",
    usage: "off_session",
  });
  expect((await attemptsOf(intent)).map(({ id }) => id)).toEqual([
    (intent.latest_attempt as Stripe.SetupAttempt).id,
  ]);
});

test("each refusal is an attempt of its own, the newest first, with its error", async () => {
  const intent = await stripe.setupIntents.create({});
  const declined = stripe.setupIntents.confirm(intent.id, { payment_method: "pm_card_chargeDeclined" });
  await expect(declined).rejects.toMatchObject({ code: "card_declined" });
  await stripe.setupIntents.confirm(intent.id, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example",
  });
  const attempts = await attemptsOf(intent);
  expect(attempts.map(({ status, setup_error }) => [status, setup_error?.decline_code])).toEqual([
    ["succeeded", undefined],
    ["failed", "generic_decline"],
  ]);
});

describe("a card that has to be authenticated", () => {
  async function waiting(): Promise<Stripe.SetupIntent> {
    const intent = await stripe.setupIntents.create({
      confirm: true,
      payment_method: "pm_card_authenticationRequired",
      return_url: "https://shop.example",
    });
    expect(intent.status).toBe("requires_action");
    expect((await attemptsOf(intent)).map(({ status }) => status)).toEqual(["requires_action"]);
    return intent;
  }

  test("is one attempt before and after the payer has acted", async () => {
    const intent = await waiting();
    const page = new URL(String(intent.next_action?.redirect_to_url?.url));
    const body = { client_secret: String(page.searchParams.get("client_secret")), outcome: "passed" };
    await server.raw("POST", page.pathname, { key: "", body });
    const [attempt, ...others] = await attemptsOf(intent);
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({
      id: intent.latest_attempt,
      status: "succeeded",
      payment_method_details: {
        card: { three_d_secure: { authentication_flow: "challenge", result: "authenticated" } },
      },
    });
  });

  test("is abandoned when the intent is canceled, or tried with another card", async () => {
    const canceled = await waiting();
    await stripe.setupIntents.cancel(canceled.id);
    expect((await attemptsOf(canceled)).map(({ status }) => status)).toEqual(["abandoned"]);
    const other = await waiting();
    await stripe.setupIntents.confirm(other.id, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example",
    });
    expect((await attemptsOf(other)).map(({ status }) => status)).toEqual(["succeeded", "abandoned"]);
  });
});

test("attempts are listed by their intent, which must be named", async () => {
  await expect(stripe.setupAttempts.list({} as Stripe.SetupAttemptListParams)).rejects.toMatchObject({
    param: "setup_intent",
  });
  const intent = await stripe.setupIntents.create({});
  expect(await attemptsOf(intent)).toEqual([]);
});
