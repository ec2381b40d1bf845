/**
 * Bank accounts that must be verified before they are debited (`us_bank_account`, `acss_debit`): microdeposits and what
 * comes of each answer, for payments, set-ups, sessions and subscriptions.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Params, refused, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const DAY = 86_400;
/** A Friday, 08:00 in Greenwich. */
const FRIDAY = 1_799_998_400 - (1_799_998_400 % DAY) + 8 * 3600;
const AMOUNT = 10_000;
const OWNER = { email: "jenny@example.com", name: "Jenny Rosen" };
const MANDATE = { customer_acceptance: { type: "offline" } } as const;
const MANDATE_OPTIONS = { payment_schedule: "sporadic", transaction_type: "business" };

const ACCOUNTS = {
  acss_debit: (account_number: string) => ({
    account_number,
    institution_number: "000",
    transit_number: "11000",
  }),
  us_bank_account: (account_number: string) => ({
    account_holder_type: "individual",
    account_number,
    routing_number: "110000000",
  }),
} as const;
type Type = keyof typeof ACCOUNTS;
const TYPES = Object.keys(ACCOUNTS) as Type[];
const PAYS = "000123456789";
const FAILS = "000222222227";
const UNREACHABLE = "000666666661";

const clock = new FixedClock(FRIDAY);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

function methodOf(type: Type, number: string): Params {
  return { type, billing_details: OWNER, [type]: ACCOUNTS[type](number) };
}

function confirming(type: Type, number: string): Params {
  return {
    confirm: true,
    mandate_data: MANDATE,
    payment_method_data: methodOf(type, number),
    payment_method_types: [type],
  };
}

function pay({ stripe }: Shop, type: Type, number: string, more: Params = {}): Promise<Stripe.PaymentIntent> {
  const params: object = { amount: AMOUNT, currency: "usd", ...confirming(type, number), ...more };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

function setUp({ stripe }: Shop, type: Type, number: string, more: Params = {}): Promise<Stripe.SetupIntent> {
  const params: object = { ...confirming(type, number), ...more };
  return stripe.setupIntents.create(params as Stripe.SetupIntentCreateParams, NAMED);
}

function openSession({ stripe }: Shop, params: Params): Promise<Stripe.Checkout.Session> {
  const given: object = { success_url: "https://example.com/", ...params };
  return stripe.checkout.sessions.create(given as Stripe.Checkout.SessionCreateParams, NAMED);
}

const RIGHT = { amounts: [32, 45] };

describe.each(TYPES)("%s", (type) => {
  const by = type === "acss_debit" ? "amounts" : "descriptor_code";

  test("a payment waits until the account is verified, and is then made", async () => {
    const shop = openShop(server);
    const intent = await pay(shop, type, PAYS);
    expect(intent).toMatchObject({ latest_charge: null, status: "requires_action" });
    expect(intent.next_action).toEqual({
      type: "verify_with_microdeposits",
      verify_with_microdeposits: {
        arrival_date: expect.any(Number),
        hosted_verification_url: expect.stringContaining(
          `/c/verify/${intent.id}?client_secret=${intent.client_secret}`,
        ),
        microdeposit_type: by,
      },
    });
    expect(await shop.newsSince()).toEqual(["payment_intent.created", "payment_intent.requires_action"]);
    await pass(3600);
    expect((await shop.stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_action");

    const verified = await shop.stripe.paymentIntents.verifyMicrodeposits(intent.id, RIGHT);
    expect(verified).toMatchObject({ id: intent.id, next_action: null, status: "processing" });
    await pass(2);
    expect(await shop.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      amount_received: AMOUNT,
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual([
      "charge.pending",
      "payment_intent.processing",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
  });

  test("a debit can fail after the account was verified", async () => {
    const shop = openShop(server);
    const { id } = await pay(shop, type, FAILS);
    await shop.stripe.paymentIntents.verifyMicrodeposits(id, { descriptor_code: "SM11AA" });
    await pass(2);
    expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
      last_payment_error: { code: "insufficient_funds" },
      status: "requires_payment_method",
    });
  });

  test("wrong amounts may be told three times, wrong codes ten times", async () => {
    const shop = openShop(server);
    const { id, payment_method } = await pay(shop, type, PAYS);
    const verify = (params: Stripe.PaymentIntentVerifyMicrodepositsParams) =>
      refused(shop.stripe.paymentIntents.verifyMicrodeposits(id, params));
    const mismatch = (left: string) => ({
      status: 400,
      code: "payment_method_microdeposit_verification_amounts_mismatch",
      message:
        "The amounts provided do not match the amounts that were sent to the bank account. You have " +
        `${left} remaining.`,
    });
    expect(await verify({ amounts: [32, 46] })).toEqual(mismatch("2 verification attempts"));
    expect(await verify({ amounts: [1, 2] })).toEqual(mismatch("1 verification attempt"));
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("requires_action");
    await shop.newsSince();
    expect(await verify({ amounts: [1, 2] })).toMatchObject({
      status: 400,
      code: "payment_method_microdeposit_verification_attempts_exceeded",
    });
    expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
      last_payment_error: {
        code: "payment_method_microdeposit_verification_attempts_exceeded",
        payment_method: { type },
        type: "invalid_request_error",
      },
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    });
    expect(await shop.newsSince()).toEqual(["payment_intent.payment_failed"]);
    expect(await verify(RIGHT)).toMatchObject({ code: "payment_intent_unexpected_state" });
    const again: object = { mandate_data: MANDATE, payment_method };
    expect(await refused(shop.stripe.paymentIntents.confirm(id, again))).toMatchObject({
      code: "payment_method_microdeposit_verification_attempts_exceeded",
    });

    const other = await pay(shop, type, PAYS);
    const codes = Array.from({ length: 9 }, () => "SM99ZZ");
    for (const descriptor_code of codes) {
      const wrong = await refused(
        shop.stripe.paymentIntents.verifyMicrodeposits(other.id, { descriptor_code }),
      );
      expect(wrong.code).toBe("payment_method_microdeposit_verification_descriptor_code_mismatch");
    }
    const last = await refused(
      shop.stripe.paymentIntents.verifyMicrodeposits(other.id, { descriptor_code: "SM99ZZ" }),
    );
    expect(last.code).toBe("payment_method_microdeposit_verification_attempts_exceeded");
  });

  test.each([
    ["attempts_exceeded", { amounts: [11, 10] }],
    ["attempts_exceeded", { descriptor_code: "SM33CC" }],
    ["timeout", { amounts: [40, 41] }],
    ["timeout", { descriptor_code: "sm44dd" }],
  ])("test values for %s: %o", async (outcome, proof) => {
    const shop = openShop(server);
    const { id } = await setUp(shop, type, PAYS);
    await shop.newsSince();
    const code = `payment_method_microdeposit_verification_${outcome}`;
    expect(await refused(shop.stripe.setupIntents.verifyMicrodeposits(id, proof))).toMatchObject({ code });
    expect(await shop.stripe.setupIntents.retrieve(id)).toMatchObject({
      last_setup_error: { code },
      next_action: null,
      status: "requires_payment_method",
    });
    expect(await shop.newsSince()).toEqual(["setup_intent.setup_failed"]);
  });

  test("what is no answer is refused, and counts for nothing", async () => {
    const shop = openShop(server);
    const { id } = await pay(shop, type, PAYS);
    const verify = (params: Stripe.PaymentIntentVerifyMicrodepositsParams) =>
      refused(shop.stripe.paymentIntents.verifyMicrodeposits(id, params));
    expect(await verify({ amounts: [32] })).toMatchObject({
      code: "payment_method_microdeposit_verification_amounts_invalid",
      param: "amounts",
    });
    expect(await verify({})).toMatchObject({ code: "parameter_missing", param: "amounts" });
    expect((await verify({ ...RIGHT, descriptor_code: "SM11AA" })).message).toContain("only specify one");
    expect((await verify({ amounts: [1, 2] })).message).toContain("2 verification attempts");
  });

  test("a set-up waits likewise, and the account is then saved and used", async () => {
    const shop = openShop(server);
    const { id: customer } = await shop.stripe.customers.create();
    const waiting = await setUp(shop, type, PAYS, { customer });
    expect(waiting).toMatchObject({ mandate: null, status: "requires_action" });
    expect((await shop.stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
    await shop.newsSince();
    const ready = await shop.stripe.setupIntents.verifyMicrodeposits(waiting.id, RIGHT);
    expect(ready).toMatchObject({
      mandate: expect.stringMatching(/^mandate_/),
      next_action: null,
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual(["payment_method.attached", "setup_intent.succeeded"]);
    const again = await pay(shop, type, PAYS, {
      customer,
      mandate_data: undefined,
      off_session: true,
      payment_method: String(ready.payment_method),
      payment_method_data: undefined,
    });
    expect(again.status).toBe("processing");
  });

  test("after ten days it is too late", async () => {
    const shop = openShop(server);
    const payment = await pay(shop, type, PAYS);
    const setup = await setUp(shop, type, PAYS);
    await pass(10 * DAY - 1);
    expect((await shop.stripe.paymentIntents.retrieve(payment.id)).status).toBe("requires_action");
    expect((await shop.stripe.setupIntents.retrieve(setup.id)).status).toBe("requires_action");
    await shop.newsSince();
    await pass(1);
    const code = "payment_method_microdeposit_verification_timeout";
    expect(await shop.stripe.paymentIntents.retrieve(payment.id)).toMatchObject({
      last_payment_error: { code },
      status: "requires_payment_method",
    });
    expect(await shop.stripe.setupIntents.retrieve(setup.id)).toMatchObject({
      last_setup_error: { code },
      status: "requires_payment_method",
    });
    const told = await shop.newsSince();
    expect([...told].sort()).toEqual(["payment_intent.payment_failed", "setup_intent.setup_failed"]);
  });

  test("deposits that do not arrive end it", async () => {
    const shop = openShop(server);
    const payment = await pay(shop, type, UNREACHABLE);
    const setup = await setUp(shop, type, UNREACHABLE);
    await pass(2);
    const code = "payment_method_microdeposit_failed";
    expect((await shop.stripe.paymentIntents.retrieve(payment.id)).last_payment_error).toMatchObject({
      code,
    });
    expect((await shop.stripe.setupIntents.retrieve(setup.id)).last_setup_error).toMatchObject({ code });
  });

  test("a canceled intent waits for nothing any more", async () => {
    const shop = openShop(server);
    const payment = await pay(shop, type, PAYS);
    const setup = await setUp(shop, type, PAYS);
    await shop.stripe.paymentIntents.cancel(payment.id);
    await shop.stripe.setupIntents.cancel(setup.id);
    await pass(10 * DAY);
    expect((await shop.stripe.paymentIntents.retrieve(payment.id)).status).toBe("canceled");
    expect((await shop.stripe.setupIntents.retrieve(setup.id)).status).toBe("canceled");
    const late = await refused(shop.stripe.setupIntents.verifyMicrodeposits(setup.id, RIGHT));
    expect(late.code).toBe("setup_intent_unexpected_state");
  });

  test("an account cannot be attached before it is verified, or be required to be verified at once", async () => {
    const shop = openShop(server);
    const { id: customer } = await shop.stripe.customers.create();
    const { id } = await shop.stripe.paymentMethods.create(
      methodOf(type, PAYS) as object as Stripe.PaymentMethodCreateParams,
    );
    expect((await refused(shop.stripe.paymentMethods.attach(id, { customer }))).message).toContain(
      "must be verified before they can be attached to a customer",
    );
    const instant = { payment_method_options: { [type]: { verification_method: "instant" } } };
    const param = `payment_method_options[${type}][verification_method]`;
    expect(await refused(pay(shop, type, PAYS, instant))).toMatchObject({ status: 400, param });
    expect(await refused(setUp(shop, type, PAYS, instant))).toMatchObject({ status: 400, param });
    expect(await refused(pay(shop, type, PAYS, { error_on_requires_action: true }))).toMatchObject({
      status: 402,
      code: "authentication_required",
    });
  });

  test("a session is complete and unpaid, and told when the payment was made or failed", async () => {
    const shop = openShop(server);
    const sold = async (number: string) => {
      const price_data = { currency: "usd", unit_amount: AMOUNT, product_data: { name: "Mug" } };
      const { id } = await openSession(shop, {
        line_items: [{ price_data, quantity: 1 }],
        mode: "payment",
        payment_method_types: [type],
      });
      await shop.newsSince();
      const reply = await shop.confirm(id, { payment_method_data: methodOf(type, number) });
      expect(reply.status, reply.text).toBe(200);
      return shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    };
    const session = await sold(PAYS);
    expect(session).toMatchObject({
      payment_intent: { next_action: { type: "verify_with_microdeposits" }, status: "requires_action" },
      payment_status: "unpaid",
      status: "complete",
    });
    expect((await shop.newsSince()).slice(-2)).toEqual([
      "payment_intent.requires_action",
      "checkout.session.completed",
    ]);
    const { id: intent } = session.payment_intent as Stripe.PaymentIntent;
    await shop.stripe.paymentIntents.verifyMicrodeposits(intent, RIGHT);
    await pass(2);
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    expect((await shop.newsSince()).slice(-2)).toEqual([
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
    ]);

    const unreachable = await sold(UNREACHABLE);
    await pass(2);
    expect((await shop.stripe.checkout.sessions.retrieve(unreachable.id)).payment_status).toBe("unpaid");
    expect((await shop.newsSince()).slice(-2)).toEqual([
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
  });

  test("a session in setup mode is complete, and its account is saved once it is verified", async () => {
    const shop = openShop(server);
    const { id: customer } = await shop.stripe.customers.create();
    const { id } = await openSession(shop, { customer, mode: "setup", payment_method_types: [type] });
    const reply = await shop.confirm(id, { payment_method_data: methodOf(type, PAYS) });
    expect(reply.status, reply.text).toBe(200);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["setup_intent"] });
    expect(session).toMatchObject({ status: "complete", setup_intent: { status: "requires_action" } });
    const { id: intent } = session.setup_intent as Stripe.SetupIntent;
    await shop.stripe.setupIntents.verifyMicrodeposits(intent, RIGHT);
    expect((await shop.stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ type }]);
  });
});

test("deposits arrive two business days later", async () => {
  const shop = openShop(server);
  const { next_action } = await pay(shop, "us_bank_account", PAYS);
  const { arrival_date = 0 } = next_action?.verify_with_microdeposits ?? {};
  const arrival = new Date(arrival_date * 1000);
  expect(arrival_date).toBeGreaterThan(clock.seconds());
  expect([arrival.getUTCHours(), arrival.getUTCMinutes(), arrival.getUTCSeconds()]).toEqual([8, 0, 0]);
  expect([0, 6]).not.toContain(arrival.getUTCDay());
});

test("the page to which the URL leads verifies set-ups too", async () => {
  const shop = openShop(server);
  const { id, next_action } = await setUp(shop, "us_bank_account", PAYS);
  const url = next_action?.verify_with_microdeposits?.hosted_verification_url ?? "";
  expect(await (await fetch(url)).text()).toContain("descriptorCode");
  const post = (code: string) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ descriptorCode: code }) });
  expect((await post("SM99ZZ")).status).toBe(400);
  expect((await post("SM11AA")).status).toBe(200);
  expect((await shop.stripe.setupIntents.retrieve(id)).status).toBe("succeeded");
});

test("a browser verifies with the client secret", async () => {
  const shop = openShop(server);
  const { id, client_secret } = await pay(shop, "us_bank_account", PAYS);
  const browser = server.stripe(shop.key.replace("sk_", "pk_"));
  expect(await refused(browser.paymentIntents.verifyMicrodeposits(id, RIGHT))).toMatchObject({
    code: "secret_key_required",
  });
  const proof: object = { ...RIGHT, client_secret: `${client_secret}x` };
  expect((await refused(browser.paymentIntents.verifyMicrodeposits(id, proof))).param).toBe("client_secret");
  const right: object = { ...RIGHT, client_secret };
  expect((await browser.paymentIntents.verifyMicrodeposits(id, right)).status).toBe("processing");
});

describe("us_bank_account", () => {
  const withAlias = (shop: Shop, name: string, more: Params = {}) =>
    pay(shop, "us_bank_account", PAYS, {
      payment_method: `pm_usBankAccount_${name}`,
      payment_method_data: undefined,
      ...more,
    });

  test("methods with a name are verified", async () => {
    const shop = openShop(server);
    const { id, status } = await withAlias(shop, "success");
    expect(status).toBe("processing");
    await pass(2);
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
    const saved = await setUp(shop, "us_bank_account", PAYS, {
      payment_method: "pm_usBankAccount_success",
      payment_method_data: undefined,
    });
    expect(saved.status).toBe("succeeded");
  });

  test.each([
    ["accountClosed", "account_closed"],
    ["noAccount", "no_account"],
    ["insufficientFunds", "insufficient_funds"],
    ["debitNotAuthorized", "debit_not_authorized"],
    ["invalidCurrency", "invalid_currency"],
  ])("%s fails later", async (name, code) => {
    const shop = openShop(server);
    const { id } = await withAlias(shop, name);
    await pass(2);
    expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
      last_payment_error: { code, type: "card_error" },
      status: "requires_payment_method",
    });
  });

  test.each([
    ["000777777771", "charge_exceeds_weekly_limit"],
    ["000888888885", "tokenized_account_number_deactivated"],
  ])("%s fails once it is verified", async (number, code) => {
    const shop = openShop(server);
    const { id } = await pay(shop, "us_bank_account", number);
    await shop.stripe.paymentIntents.verifyMicrodeposits(id, RIGHT);
    await pass(2);
    expect((await shop.stripe.paymentIntents.retrieve(id)).last_payment_error).toMatchObject({ code });
  });

  test("an account of the highest risk is not debited", async () => {
    const shop = openShop(server);
    expect(await refused(withAlias(shop, "riskLevelHighest"))).toMatchObject({
      status: 402,
      code: "card_declined",
    });
    const { data } = await shop.stripe.charges.list();
    expect(data).toMatchObject([
      { outcome: { reason: "highest_risk_level", type: "blocked" }, status: "failed" },
    ]);
  });

  test("a payment that stays with the bank can be canceled", async () => {
    const shop = openShop(server);
    const { id } = await withAlias(shop, "processing");
    await pass(30 * DAY);
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("processing");
    expect((await shop.stripe.paymentIntents.cancel(id)).status).toBe("canceled");
  });

  test("an account whose payments are disputed loses them when they are paid", async () => {
    const shop = openShop(server);
    const { id } = await withAlias(shop, "dispute");
    await pass(2);
    const { data } = await shop.stripe.disputes.list({ payment_intent: id });
    expect(data).toMatchObject([{ reason: "debit_not_authorized", status: "lost" }]);
  });

  describe("an account that waits for two intents", () => {
    async function two(number: string, more: Params = {}) {
      const shop = openShop(server);
      const first = await pay(shop, "us_bank_account", number, more);
      const given: object = {
        amount: AMOUNT,
        currency: "usd",
        confirm: true,
        mandate_data: MANDATE,
        payment_method: first.payment_method,
        payment_method_types: ["us_bank_account"],
        ...more,
      };
      const second = await shop.stripe.paymentIntents.create(
        given as Stripe.PaymentIntentCreateParams,
        NAMED,
      );
      expect(second.status).toBe("requires_action");
      return { shop, first, second };
    }

    test.each([PAYS, FAILS])("verified for one, the other is never paid unasked: %s", async (number) => {
      const { shop, first, second } = await two(number);
      await shop.stripe.paymentIntents.verifyMicrodeposits(first.id, RIGHT);
      await pass(11 * DAY);
      expect(await shop.stripe.paymentIntents.retrieve(second.id)).toMatchObject({
        latest_charge: null,
        last_payment_error: { code: "payment_method_microdeposit_verification_timeout" },
        status: "requires_payment_method",
      });
    });

    test("used by one without a customer, it cannot be verified for the other", async () => {
      const { shop, first, second } = await two(PAYS);
      await shop.stripe.paymentIntents.verifyMicrodeposits(first.id, RIGHT);
      const again = refused(shop.stripe.paymentIntents.verifyMicrodeposits(second.id, RIGHT));
      expect((await again).message).toContain("previously used");
    });
  });

  test("an intent whose currency or capture changes is confirmed anew, one whose amount changes is not", async () => {
    const shop = openShop(server);
    const { id } = await pay(shop, "us_bank_account", PAYS);
    expect((await shop.stripe.paymentIntents.update(id, { amount: AMOUNT + 1 })).status).toBe(
      "requires_action",
    );
    const changed = await shop.stripe.paymentIntents.update(
      id,
      { currency: "eur", payment_method_types: ["card"] } as object as Stripe.PaymentIntentUpdateParams,
      NAMED,
    );
    expect(changed).toMatchObject({ next_action: null, status: "requires_confirmation" });
    const verified = refused(shop.stripe.paymentIntents.verifyMicrodeposits(id, RIGHT));
    expect((await verified).code).toBe("payment_intent_unexpected_state");
  });

  test("tried by transfer instead, it waits for that alone", async () => {
    const shop = openShop(server);
    const { id: customer } = await shop.stripe.customers.create();
    const types = ["us_bank_account", "customer_balance"];
    const transfer = {
      customer_balance: { bank_transfer: { type: "us_bank_transfer" }, funding_type: "bank_transfer" },
    };
    const { id } = await pay(shop, "us_bank_account", PAYS, {
      customer,
      payment_method_types: types,
      payment_method_options: transfer,
    });
    const balance = { payment_method_data: { type: "customer_balance" } } as object;
    await shop.stripe.paymentIntents.confirm(id, balance as Stripe.PaymentIntentConfirmParams, NAMED);
    await pass(11 * DAY);
    const { next_action, status } = await shop.stripe.paymentIntents.retrieve(id);
    expect([status, next_action?.type]).toEqual(["requires_action", "display_bank_transfer_instructions"]);
  });

  test("what is no account is refused", async () => {
    const shop = openShop(server);
    const create = (account: Params) =>
      refused(
        shop.stripe.paymentMethods.create({
          type: "us_bank_account",
          billing_details: OWNER,
          us_bank_account: account,
        } as object as Stripe.PaymentMethodCreateParams),
      );
    const good = ACCOUNTS.us_bank_account(PAYS);
    expect(await create({ ...good, routing_number: "110000001" })).toMatchObject({
      code: "routing_number_invalid",
      param: "us_bank_account[routing_number]",
    });
    expect(await create({ ...good, routing_number: "021000021" })).toMatchObject({
      code: "account_number_invalid",
    });
    for (const param of ["account_holder_type", "account_number", "routing_number"]) {
      expect(await create({ ...good, [param]: undefined })).toMatchObject({
        code: "parameter_missing",
        param: `us_bank_account[${param}]`,
      });
    }
    expect(await create({ financial_connections_account: "fca_1Qabc" })).toMatchObject({
      param: "us_bank_account[financial_connections_account]",
    });
  });

  test("the kinds of account and owner can be changed", async () => {
    const shop = openShop(server);
    const { id: customer } = await shop.stripe.customers.create();
    const { id } = await shop.stripe.paymentMethods.attach("pm_usBankAccount_success", { customer });
    const changed = await shop.stripe.paymentMethods.update(id, {
      us_bank_account: { account_holder_type: "company", account_type: "savings" },
    });
    expect(changed.us_bank_account).toMatchObject({
      account_holder_type: "company",
      account_type: "savings",
      last4: "6789",
    });
  });

  test("options are shown as they were sent, with their defaults", async () => {
    const shop = openShop(server);
    const us_bank_account = {
      financial_connections: { permissions: ["payment_method", "balances"] },
      target_date: "2027-02-01",
      verification_method: "microdeposits",
    };
    const shown = await pay(shop, "us_bank_account", PAYS, { payment_method_options: { us_bank_account } });
    expect(shown.payment_method_options?.us_bank_account).toEqual({
      ...us_bank_account,
      financial_connections: { ...us_bank_account.financial_connections, prefetch: [] },
    });
    const usual = await setUp(shop, "us_bank_account", PAYS);
    expect(usual.payment_method_options?.us_bank_account).toEqual({ verification_method: "automatic" });
    const session = await openSession(shop, {
      line_items: [{ price: (await shop.price()).id, quantity: 1 }],
      mode: "payment",
      payment_method_options: { us_bank_account: { setup_future_usage: "off_session" } },
      payment_method_types: ["us_bank_account"],
    });
    expect(session.payment_method_options?.us_bank_account).toEqual({
      setup_future_usage: "off_session",
      verification_method: "automatic",
    });
  });
});

test("nz_bank_account: methods with a name, and a mandate that ends with its account", async () => {
  const own = await startServer({ settings: { ...DEFAULT_SETTINGS, country: "NZ" } }, { clock });
  const shop = openShop(own);
  const params: object = {
    amount: AMOUNT,
    confirm: true,
    currency: "nzd",
    mandate_data: MANDATE,
    payment_method: "pm_nzBankAccount_noAccount",
    payment_method_types: ["nz_bank_account"],
  };
  const { id, status } = await shop.stripe.paymentIntents.create(
    params as Stripe.PaymentIntentCreateParams,
    NAMED,
  );
  expect(status).toBe("processing");
  clock.advance(2);
  await own.running.worker.drain();
  expect((await shop.stripe.paymentIntents.retrieve(id)).last_payment_error?.code).toBe("no_account");
  const saving = { payment_method_types: ["nz_bank_account"] };
  expect((await refused(shop.stripe.setupIntents.create(saving as object, NAMED))).param).toBe(
    "payment_method_types[0]",
  );
  await own.close();
});

test("acss_debit: the mandate shows the terms of the options, or those that are usual", async () => {
  const shop = openShop(server);
  const mandateOf = async (mandate_options?: Params) => {
    const options = mandate_options === undefined ? {} : { acss_debit: { mandate_options } };
    const { id, payment_method_options: shown } = await pay(shop, "acss_debit", PAYS, {
      currency: "cad",
      expand: ["latest_charge"],
      payment_method_options: options,
    });
    const paying: object = { ...RIGHT, expand: ["latest_charge"] };
    const { latest_charge } = await shop.stripe.paymentIntents.verifyMicrodeposits(id, paying);
    const { acss_debit } = (latest_charge as Stripe.Charge).payment_method_details ?? {};
    const { payment_method_details } = await shop.stripe.mandates.retrieve(acss_debit?.mandate ?? "");
    return { mandate: payment_method_details.acss_debit, shown: shown?.acss_debit };
  };
  const none = { interval_description: null, payment_schedule: null, transaction_type: null };
  expect(await mandateOf()).toEqual({
    mandate: { interval_description: null, payment_schedule: "sporadic", transaction_type: "personal" },
    shown: { mandate_options: none, verification_method: "automatic" },
  });
  expect(await mandateOf(MANDATE_OPTIONS)).toEqual({
    mandate: { ...MANDATE_OPTIONS, interval_description: null },
    shown: { mandate_options: { ...none, ...MANDATE_OPTIONS }, verification_method: "automatic" },
  });
});

describe("a subscription", () => {
  const PRICE = { recurring: { interval: "month" }, unit_amount: AMOUNT } as const;

  const sold = async (shop: Shop, account: Params) => {
    const { id: price } = await shop.price(PRICE);
    const { id } = await openSession(shop, {
      line_items: [{ price, quantity: 1 }],
      mode: "subscription",
      payment_method_types: ["us_bank_account"],
    });
    const reply = await shop.confirm(id, {
      payment_method_data: { type: "us_bank_account", billing_details: OWNER, us_bank_account: account },
    });
    expect(reply.status, reply.text).toBe(200);
    return shop.stripe.checkout.sessions.retrieve(id);
  };
  const statusOf = async (shop: Shop, { subscription }: Stripe.Checkout.Session) =>
    (await shop.stripe.subscriptions.retrieve(String(subscription))).status;
  const intentOf = async (shop: Shop) => {
    const { data } = await shop.stripe.paymentIntents.list({ limit: 1 });
    return data[0]?.id ?? "";
  };

  test("of a session is active at once if the account was linked, and renews by itself", async () => {
    const shop = openShop(server);
    const session = await sold(shop, { financial_connections_account: "fca_success" });
    expect(session).toMatchObject({ payment_status: "unpaid", status: "complete" });
    expect(await statusOf(shop, session)).toBe("active");
    await pass(2);
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    await pass(32 * DAY);
    await pass(2 * 3600);
    await pass(2);
    const { data } = await shop.stripe.invoices.list({ subscription: String(session.subscription) });
    expect(data.map(({ status }) => status)).toEqual(["paid", "paid"]);
    expect(await statusOf(shop, session)).toBe("active");
  });

  test("of a session is incomplete until the account is verified", async () => {
    const shop = openShop(server);
    const session = await sold(shop, ACCOUNTS.us_bank_account(PAYS));
    expect(session).toMatchObject({ payment_status: "unpaid", status: "complete" });
    expect(await statusOf(shop, session)).toBe("incomplete");
    await shop.newsSince();
    await shop.stripe.paymentIntents.verifyMicrodeposits(await intentOf(shop), RIGHT);
    await pass(2);
    expect(await statusOf(shop, session)).toBe("active");
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    const told = await shop.newsSince();
    expect(told).toContain("invoice.paid");
    expect(told).toContain("checkout.session.async_payment_succeeded");
  });

  test("waits ten days for the verification, and expires after", async () => {
    const shop = openShop(server);
    const verified = await sold(shop, ACCOUNTS.us_bank_account(PAYS));
    const intent = await intentOf(shop);
    const forgotten = await sold(shop, ACCOUNTS.us_bank_account(PAYS));
    await pass(9 * DAY);
    expect(await statusOf(shop, verified)).toBe("incomplete");
    await shop.stripe.paymentIntents.verifyMicrodeposits(intent, RIGHT);
    await pass(2);
    expect(await statusOf(shop, verified)).toBe("active");
    await pass(DAY);
    await pass(DAY);
    expect(await statusOf(shop, forgotten)).toBe("incomplete_expired");
    expect((await shop.stripe.invoices.retrieve(String(forgotten.invoice))).status).toBe("void");
  });

  test("of the API waits for the verification of the method that its payer confirms with", async () => {
    const shop = openShop(server);
    const { id: price } = await shop.price(PRICE);
    const { id: customer } = await shop.stripe.customers.create();
    const begun = await shop.stripe.subscriptions.create({
      customer,
      items: [{ price }],
      payment_behavior: "default_incomplete",
      payment_settings: { payment_method_types: ["us_bank_account"] },
    });
    const intent = await intentOf(shop);
    const confirming: object = {
      mandate_data: MANDATE,
      payment_method_data: methodOf("us_bank_account", PAYS),
    };
    expect((await shop.stripe.paymentIntents.confirm(intent, confirming)).status).toBe("requires_action");
    await shop.stripe.paymentIntents.verifyMicrodeposits(intent, RIGHT);
    await pass(2);
    expect((await shop.stripe.subscriptions.retrieve(begun.id)).status).toBe("active");
  });
});
