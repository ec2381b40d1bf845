/**
 * Every type that payers approve in an app, over the API and in sessions: approved and declined, what method, charge and
 * refund show, and what is refused. The types are those of the table; one without a case fails here.
 */
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { IMPLEMENTED_TYPES, typeNamed } from "../../../src/method_types/index.ts";
import { useShopsIn } from "../../support/abroad.ts";
import { type Params, refused, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const AMOUNT = 2000;

interface Payer {
  readonly billing?: Params;
  readonly given?: Params;
}
interface Case {
  readonly country: string;
  readonly payer: Payer;
  /** After how many seconds the bank answers. */
  readonly after: number;
  readonly options?: Params;
  readonly nextAction: object | null;
  readonly method: object;
  readonly charge: object;
  readonly refund?: object;
  /** A payer whose payment is declined, after how many seconds, and with which error. */
  readonly declined: Payer & { readonly after: number; readonly error: object };
}
const CASES: Readonly<Record<string, Case>> = {
  bizum: {
    country: "US",
    payer: { billing: { phone: "+34 600 000 001" } },
    after: 5,
    nextAction: null,
    method: { buyer_id: null },
    charge: { buyer_id: null, transaction_id: expect.stringMatching(/^[A-Za-z0-9]{16}$/) },
    declined: {
      billing: { phone: "+34600000002" },
      after: 5,
      error: { code: "payment_method_provider_decline" },
    },
  },
  blik: {
    country: "US",
    payer: {},
    after: 2,
    options: { blik: { code: "123456" } },
    nextAction: { blik_authorize: {}, type: "blik_authorize" },
    method: {},
    charge: { buyer_id: null },
    refund: { network_decline_code: null, reference: null, reference_status: "pending" },
    declined: {
      billing: { email: "insufficient_funds@example.com" },
      after: 8,
      error: { code: "payment_method_provider_decline", decline_code: "insufficient_funds" },
    },
  },
  mb_way: {
    country: "US",
    payer: { billing: { phone: "+351 911 111 111" } },
    after: 2,
    nextAction: null,
    method: {},
    charge: {},
    refund: { reference: null, reference_status: "pending" },
    declined: {
      billing: { phone: "+351911111116" },
      after: 2,
      error: { code: "payment_method_customer_decline" },
    },
  },
  payto: {
    country: "AU",
    payer: { given: { pay_id: "jenny@example.com" } },
    after: 2,
    nextAction: null,
    method: { bsb_number: null, last4: null, pay_id: "jenny@example.com" },
    charge: {
      bsb_number: null,
      last4: null,
      mandate: expect.stringMatching(/^mandate_/),
      pay_id: "jenny@example.com",
    },
    declined: {
      given: { pay_id: "declined@example.com" },
      after: 2,
      error: { code: "payment_method_customer_decline" },
    },
  },
};

const PUSHES = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.action === "approval");
const clock = new FixedClock(1_800_000_000);
const { shopIn, pass } = useShopsIn(
  Object.values(CASES).map(({ country }) => country),
  clock,
);

function dataOf(type: string, { billing, given }: Payer = CASES[type]?.payer ?? {}): Params {
  const billing_details = { email: "jenny@example.com", name: "Jenny Rosen", ...billing };
  return { type, billing_details, ...(given === undefined ? {} : { [type]: given }) };
}

const currencyOf = (type: string) => typeNamed(type).currencies?.[0] ?? "";
const optionsOf = (type: string) => {
  const { options } = CASES[type] ?? {};
  return options === undefined ? {} : { payment_method_options: options };
};

function confirmed({ stripe }: Shop, type: string, payer?: Payer, more: Params = {}) {
  const params: object = {
    amount: AMOUNT,
    currency: currencyOf(type),
    confirm: true,
    payment_method_data: dataOf(type, payer),
    payment_method_types: [type],
    ...optionsOf(type),
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

async function opened(shop: Shop, type: string, more: Params = {}): Promise<string> {
  const price_data = { currency: currencyOf(type), unit_amount: AMOUNT, product_data: { name: "Mug" } };
  const params: object = {
    mode: "payment",
    success_url: "https://example.com/",
    line_items: [{ quantity: 1, price_data }],
    payment_method_types: [type],
    ...more,
  };
  const { id } = await shop.stripe.checkout.sessions.create(
    params as Stripe.Checkout.SessionCreateParams,
    NAMED,
  );
  return id;
}

const found = (shop: Shop, id: string) =>
  shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });

test("every type has a case", () => {
  expect(Object.keys(CASES)).toEqual(PUSHES);
});

describe.each(Object.entries(CASES))("%s", (type, one) => {
  const shopOf = () => shopIn(one.country);

  test("the payer approves after a while, and it is paid and can be refunded", async () => {
    const shop = shopOf();
    const waiting = await confirmed(shop, type);
    expect(waiting).toMatchObject({
      last_payment_error: null,
      latest_charge: null,
      next_action: one.nextAction,
      payment_method_options: { [type]: {} },
      status: "requires_action",
    });
    expect(waiting.payment_method_options).toEqual({ [type]: {} });
    const method = await shop.stripe.paymentMethods.retrieve(String(waiting.payment_method));
    expect(method).toMatchObject({ type, [type]: one.method });
    await pass(one.after - 1);
    expect((await shop.stripe.paymentIntents.retrieve(waiting.id)).status).toBe("requires_action");
    await pass(1);
    const paid = await shop.stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ amount_received: AMOUNT, next_action: null, status: "succeeded" });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ id: expect.stringMatching(/^py_3/), paid: true, status: "succeeded" });
    expect(charge.payment_method_details).toEqual({ type, [type]: one.charge });
    expect(await shop.news()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.updated",
    ]);
    const refund = await shop.stripe.refunds.create({ payment_intent: paid.id }, NAMED);
    expect(refund.destination_details).toEqual(
      one.refund === undefined ? undefined : { type, [type]: one.refund },
    );
  });

  test("a payment that is declined says why, and can be tried again", async () => {
    const shop = shopOf();
    const { declined } = one;
    const waiting = await confirmed(shop, type, declined);
    expect(waiting.status).toBe("requires_action");
    await pass(declined.after);
    const failed = await shop.stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(failed).toMatchObject({
      last_payment_error: { ...declined.error, payment_method: { type }, type: "card_error" },
      latest_charge: { paid: false, status: "failed" },
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    });
    expect((await shop.news()).slice(-2)).toEqual(["charge.failed", "payment_intent.payment_failed"]);
    const again: object = { payment_method_data: dataOf(type), ...optionsOf(type) };
    await shop.stripe.paymentIntents.confirm(waiting.id, again, NAMED);
    await pass(one.after);
    expect((await shop.stripe.paymentIntents.retrieve(waiting.id)).status).toBe("succeeded");
  });

  test("a session stays open until the payer has approved, and then is paid", async () => {
    const shop = shopOf();
    const id = await opened(shop, type);
    await shop.newsSince();
    const confirmation = { payment_method_data: dataOf(type), ...optionsOf(type) };
    const reply = await shop.confirm(id, confirmation);
    expect(reply.status, reply.text).toBe(200);
    expect(await found(shop, id)).toMatchObject({
      payment_intent: { status: "requires_action" },
      payment_status: "unpaid",
      status: "open",
    });
    await pass(one.after);
    expect(await found(shop, id)).toMatchObject({
      payment_intent: { status: "succeeded" },
      payment_status: "paid",
      status: "complete",
    });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
  });

  test("a session whose payment is declined stays open, and can be paid in another way", async () => {
    const shop = shopOf();
    const id = await opened(shop, type, { payment_method_types: ["card", type] });
    const { declined } = one;
    const reply = await shop.confirm(id, {
      payment_method_data: dataOf(type, declined),
      ...optionsOf(type),
    });
    expect(reply.status, reply.text).toBe(200);
    await pass(declined.after);
    expect(await found(shop, id)).toMatchObject({
      payment_intent: { last_payment_error: declined.error, status: "requires_payment_method" },
      status: "open",
    });
    expect((await shop.confirm(id)).status).toBe(200);
    expect((await found(shop, id)).status).toBe("complete");
  });

  test("who pays in another way meanwhile is not charged twice, nor after a cancellation", async () => {
    const shop = shopOf();
    const id = await opened(shop, type, { payment_method_types: ["card", type] });
    await shop.confirm(id, { payment_method_data: dataOf(type), ...optionsOf(type) });
    await shop.confirm(id);
    await pass(one.after);
    expect(await found(shop, id)).toMatchObject({ payment_status: "paid", status: "complete" });
    expect((await shop.stripe.charges.list()).data).toHaveLength(1);

    const waiting = await confirmed(shop, type);
    await shop.stripe.paymentIntents.cancel(waiting.id);
    await pass(one.after);
    expect((await shop.stripe.paymentIntents.retrieve(waiting.id)).status).toBe("canceled");
  });
});

describe("a code of BLIK", () => {
  const paid = (options: Params = { payment_method_options: { blik: { code: "123456" } } }, email?: string) =>
    confirmed(shopIn("US"), "blik", email === undefined ? undefined : { billing: { email } }, {
      payment_method_options: undefined,
      ...options,
    } as Params);

  test("is given with the confirmation, and not before", async () => {
    const shop = shopIn("US");
    expect(await refused(paid({}))).toMatchObject({
      code: "parameter_missing",
      param: "payment_method_options[blik][code]",
      status: 400,
    });
    const early = { payment_method_options: { blik: { code: "123456" } } };
    const unconfirmed = confirmed(shop, "blik", undefined, { ...early, confirm: false });
    expect((await refused(unconfirmed)).param).toBe("payment_method_options[blik][code]");
    const { id } = await confirmed(shop, "blik", undefined, {
      confirm: false,
      payment_method_options: undefined,
    } as Params);
    expect((await refused(shop.stripe.paymentIntents.update(id, early))).status).toBe(400);
    const six = paid({ payment_method_options: { blik: { code: "12345" } } });
    expect((await refused(six)).param).toBe("payment_method_options[blik][code]");
  });

  test.each(["invalid_code", "expired_code"])("is refused at once: %s", async (local) => {
    expect(await refused(paid(undefined, `${local}@example.com`))).toMatchObject({
      code: "payment_method_provider_decline",
      status: 402,
    });
  });

  test("that is declined says why, in older versions that it is declined", async () => {
    const shop = shopIn("US");
    const { id } = await confirmed(shop, "blik", { billing: { email: "bank_declined@example.com" } });
    await pass(8);
    const told = async (options = {}) => {
      const expand = { expand: ["latest_charge"] };
      const intent = await shop.stripe.paymentIntents.retrieve(id, expand, options);
      const charge = intent.latest_charge as Stripe.Charge;
      return [intent.last_payment_error?.decline_code, charge.outcome?.reason];
    };
    expect(await told()).toEqual(["partner_generic_decline", "partner_generic_decline"]);
    expect(await told(NAMED)).toEqual(["generic_decline", "generic_decline"]);
  });

  test.each(["customer_timeout", "bank_timeout", "blik_timeout"])(
    "nobody answers for a minute: %s",
    async (local) => {
      const shop = shopIn("US");
      const { id } = await confirmed(shop, "blik", { billing: { email: `jenny+${local}@example.com` } });
      await pass(59);
      expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("requires_action");
      await pass(1);
      expect((await shop.stripe.paymentIntents.retrieve(id)).last_payment_error).toMatchObject({
        code: "payment_method_provider_timeout",
      });
    },
  );

  test("is asked for by a session too", async () => {
    const shop = shopIn("US");
    const id = await opened(shop, "blik");
    const reply = await shop.confirm(id, { payment_method_data: dataOf("blik") });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("payment_method_options[blik][code]");
  });
});

test.each([
  ["+351911111112", 30, null],
  ["+351911111113", 2, "payment_method_not_available"],
  ["+351911111114", 2, "payment_method_provider_decline"],
  ["+351911111115", 2, "payment_intent_payment_attempt_expired"],
] as const)("MB WAY with the phone number %s answers after %i seconds: %s", async (phone, after, code) => {
  const shop = shopIn("US");
  const { id } = await confirmed(shop, "mb_way", { billing: { phone } });
  await pass(after - 1);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("requires_action");
  await pass(1);
  const intent = await shop.stripe.paymentIntents.retrieve(id);
  expect(intent.status).toBe(code === null ? "succeeded" : "requires_payment_method");
  expect(intent.last_payment_error?.code ?? null).toBe(code);
});

test("MB WAY and Bizum need a phone number", async () => {
  for (const type of ["bizum", "mb_way"]) {
    expect(await refused(confirmed(shopIn("US"), type, {}))).toMatchObject({
      code: "parameter_missing",
      param: "payment_method_data[billing_details][phone]",
    });
  }
});

describe("PayTo", () => {
  const account = { account_number: "000123456", bsb_number: "000-000" };
  const agreement = { amount: 5000, amount_type: "maximum", payment_schedule: "monthly" };
  const mandateOf = (shop: Shop, id: unknown) => shop.stripe.mandates.retrieve(String(id));

  test("an account is named by its number too, of which the end is kept", async () => {
    const shop = shopIn("AU");
    const { payment_method } = await confirmed(shop, "payto", { given: account });
    const method = await shop.stripe.paymentMethods.retrieve(String(payment_method));
    expect(method).toMatchObject({ payto: { bsb_number: "000000", last4: "3456", pay_id: null } });
    const none = confirmed(shop, "payto", {});
    expect((await refused(none)).param).toBe("payment_method_data[payto][pay_id]");
    const half = confirmed(shop, "payto", { given: { bsb_number: "000000" } });
    expect((await refused(half)).param).toBe("payment_method_data[payto][account_number]");
    const both = confirmed(shop, "payto", { given: { ...account, pay_id: "jenny@example.com" } });
    expect((await refused(both)).status).toBe(400);
  });

  test("a payment has a mandate for itself", async () => {
    const shop = shopIn("AU");
    const { id } = await confirmed(shop, "payto");
    await pass(2);
    const { latest_charge } = await shop.stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    const charge = latest_charge as Stripe.Charge;
    const details = charge.payment_method_details as unknown as { payto: { mandate: string } };
    expect(await mandateOf(shop, details.payto.mandate)).toMatchObject({
      payment_method_details: { payto: { amount: AMOUNT, amount_type: "fixed", payments_per_period: 1 } },
      single_use: { amount: AMOUNT, currency: "aud" },
      type: "single_use",
    });
  });

  test("an account is set up by a session, and pays later without its payer", async () => {
    const shop = shopIn("AU");
    const id = await opened(shop, "payto", {
      currency: "aud",
      customer_creation: "always",
      line_items: undefined,
      mode: "setup",
      payment_method_options: { payto: { mandate_options: { ...agreement, start_date: "2027-02-01" } } },
    } as Params);
    const reply = await shop.confirm(id, { payment_method_data: dataOf("payto") });
    expect(reply.status, reply.text).toBe(200);
    expect((await found(shop, id)).status).toBe("open");
    await pass(2);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["setup_intent"] });
    expect(session).toMatchObject({ setup_intent: { status: "succeeded" }, status: "complete" });
    const setup = session.setup_intent as Stripe.SetupIntent;
    expect(await mandateOf(shop, setup.mandate)).toMatchObject({
      payment_method_details: { payto: { ...agreement, start_date: "2027-02-01" } },
      type: "multi_use",
    });
    const params: object = {
      amount: AMOUNT,
      confirm: true,
      currency: "aud",
      customer: session.customer,
      off_session: true,
      payment_method: setup.payment_method,
      payment_method_types: ["payto"],
    };
    const later = await shop.stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
    expect(later.status).toBe("succeeded");
  });

  test("a set-up that its payer declines fails", async () => {
    const shop = shopIn("AU");
    const params: object = {
      confirm: true,
      payment_method_data: dataOf("payto", { given: { pay_id: "declined@example.com" } }),
      payment_method_options: { payto: { mandate_options: agreement } },
      payment_method_types: ["payto"],
    };
    const setup = await shop.stripe.setupIntents.create(params as Stripe.SetupIntentCreateParams, NAMED);
    expect(setup).toMatchObject({
      payment_method_options: {
        payto: { mandate_options: { ...agreement, end_date: null, start_date: null } },
      },
      status: "requires_action",
    });
    await pass(2);
    expect(await shop.stripe.setupIntents.retrieve(setup.id)).toMatchObject({
      last_setup_error: { code: "payment_method_customer_decline" },
      status: "requires_payment_method",
    });
  });

  test("a subscription begins when its payer has agreed, and renews without them", async () => {
    const shop = shopIn("AU");
    const price_data = {
      currency: "aud",
      unit_amount: AMOUNT,
      product_data: { name: "Tea" },
      recurring: { interval: "month" },
    };
    const id = await opened(shop, "payto", {
      line_items: [{ quantity: 1, price_data }],
      mode: "subscription",
    });
    const reply = await shop.confirm(id, { payment_method_data: dataOf("payto") });
    expect(reply.status, reply.text).toBe(200);
    expect((await found(shop, id)).status).toBe("open");
    await pass(2);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["subscription"] });
    expect(session).toMatchObject({ payment_status: "paid", subscription: { status: "active" } });
    await pass(32 * 86_400);
    await pass(3600);
    const { data } = await shop.stripe.invoices.list({
      subscription: (session.subscription as { id: string }).id,
    });
    expect(data.map(({ status }) => status)).toEqual(["paid", "paid"]);
  });

  test("a fixed amount must be said", async () => {
    const without = confirmed(shopIn("AU"), "payto", undefined, {
      payment_method_options: { payto: { mandate_options: { amount_type: "fixed" } } },
    });
    expect((await refused(without)).param).toBe("payment_method_options[payto][mandate_options][amount]");
  });
});
