/**
 * Every type that debits a bank account, over the API and in sessions: paid, failed and refused, what method, charge,
 * mandate and refund show. The types are those of the table; one without a case fails here.
 */
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { IMPLEMENTED_TYPES, typeNamed } from "../../../src/method_types/index.ts";
import { useShopsIn } from "../../support/abroad.ts";
import { type Params, refused, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const AMOUNT = 10_000;
const OWNER = {
  address: { city: "Berlin", country: "DE", line1: "Unter den Linden 1", postal_code: "10117" },
  email: "jenny@example.com",
  name: "Jenny Rosen",
};
const MANDATE = {
  customer_acceptance: { type: "online", online: { ip_address: "127.0.0.1", user_agent: "a browser" } },
} as const;

interface Case {
  readonly country: string;
  readonly pays: Params;
  /** Absent if no account is documented as slow. */
  readonly paysLate?: Params;
  readonly fails: Params;
  readonly code: string;
  /** Absent if no account is documented as one whose payments are disputed. */
  readonly disputed?: Params;
  /** The billing detail that is missed first where there is none. */
  readonly needs?: "name";
  /** False if charges do not show the mandate. */
  readonly chargesShowMandate?: false;
  /** `payment_method.<type>` of the account that pays, and what a charge shows besides the mandate. */
  readonly method: object;
  readonly charge: object;
  readonly mandate: object;
}
const fingerprint = expect.stringMatching(/^[a-z0-9]{16}$/);
const url = expect.stringContaining("/c/mandate/");
const reference = expect.stringMatching(/^[A-Z0-9]{16}$/);
const NZ_ACCOUNT = {
  account_holder_name: null,
  bank_code: "11",
  bank_name: "STRIPE TEST BANK",
  branch_code: "0000",
  last4: "0000",
  suffix: "010",
};
const US_ACCOUNT = {
  account_holder_type: "individual",
  account_type: "checking",
  bank_name: "STRIPE TEST BANK",
  fingerprint,
  last4: "6789",
  routing_number: "110000000",
};
/** What belongs to every account in the United States whose number is typed. */
const TYPED = { account_holder_type: "individual", routing_number: "110000000" };
const CASES: Readonly<Record<string, Case>> = {
  au_becs_debit: {
    country: "AU",
    pays: { bsb_number: "000-000", account_number: "000123456" },
    paysLate: { bsb_number: "000000", account_number: "900123456" },
    fails: { bsb_number: "000000", account_number: "111111113" },
    code: "account_closed",
    disputed: { bsb_number: "000000", account_number: "666666660" },
    method: { bsb_number: "000000", fingerprint, last4: "3456" },
    charge: { bsb_number: "000000", fingerprint, last4: "3456" },
    mandate: { url },
  },
  bacs_debit: {
    country: "GB",
    pays: { sort_code: "10-88-00", account_number: "00012345" },
    paysLate: { sort_code: "108800", account_number: "90012345" },
    fails: { sort_code: "108800", account_number: "22222227" },
    code: "insufficient_funds",
    disputed: { sort_code: "108800", account_number: "55555559" },
    method: { fingerprint, last4: "2345", sort_code: "108800" },
    charge: { fingerprint, last4: "2345", sort_code: "108800" },
    mandate: {
      display_name: null,
      network_status: "accepted",
      reference,
      revocation_reason: null,
      service_user_number: null,
      url,
    },
  },
  nz_bank_account: {
    country: "NZ",
    pays: { bank_code: "11", branch_code: "0000", account_number: "0000000", suffix: "010" },
    fails: { bank_code: "11", branch_code: "0000", account_number: "2222222", suffix: "027" },
    code: "insufficient_funds",
    method: NZ_ACCOUNT,
    charge: NZ_ACCOUNT,
    chargesShowMandate: false,
    mandate: {},
  },
  sepa_debit: {
    country: "US",
    pays: { iban: "DE89 3704 0044 0532 0130 00" },
    paysLate: { iban: "AT321904300235473204" },
    fails: { iban: "DE65370400440002222227" },
    code: "insufficient_funds",
    disputed: { iban: "AT591904300235473203" },
    method: {
      bank_code: "37040044",
      branch_code: "",
      country: "DE",
      fingerprint,
      generated_from: { charge: null, setup_attempt: null },
      last4: "3000",
    },
    charge: { bank_code: "37040044", branch_code: "", country: "DE", fingerprint, last4: "3000" },
    mandate: { reference, url },
  },
  // Linked at the payer's bank. Accounts whose numbers are typed have a test of their own: `verified_debits.test.ts`.
  us_bank_account: {
    country: "US",
    pays: { financial_connections_account: "fca_success" },
    fails: { financial_connections_account: "fca_failure" },
    code: "insufficient_funds",
    needs: "name",
    method: {
      ...US_ACCOUNT,
      financial_connections_account: "fca_success",
      networks: { preferred: "ach", supported: ["ach"] },
      status_details: {},
    },
    charge: { ...US_ACCOUNT, payment_reference: null },
    mandate: {},
  },
};
/** All its accounts must be verified first: `verified_debits.test.ts`. */
const ELSEWHERE = ["acss_debit"];

const DEBITS = IMPLEMENTED_TYPES.filter((type) => typeNamed(type).family.name === "bank_debit");
const clock = new FixedClock(1_800_000_000);
const { shopIn, pass } = useShopsIn(
  Object.values(CASES).map(({ country }) => country),
  clock,
);

function paramsOf(type: string, account: Params): Params {
  return { type, billing_details: OWNER, [type]: account };
}

function currencyOf(type: string): string {
  return typeNamed(type).currencies?.[0] ?? "eur";
}

/** An intent that is confirmed with the account. */
function confirmed(
  { stripe }: Shop,
  type: string,
  account: Params,
  more: Params = {},
): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount: AMOUNT,
    currency: currencyOf(type),
    confirm: true,
    mandate_data: MANDATE,
    payment_method_data: paramsOf(type, account),
    payment_method_types: [type],
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

/** A session of the type that its buyer has confirmed with the account. */
async function submitted(shop: Shop, type: string, account: Params, more: object = {}) {
  const params: object = {
    line_items: [
      {
        quantity: 1,
        price_data: { currency: currencyOf(type), unit_amount: AMOUNT, product_data: { name: "Mug" } },
      },
    ],
    payment_method_types: [type],
    ...more,
  };
  const { id } = await shop.stripe.checkout.sessions.create(
    {
      mode: "payment",
      success_url: "https://example.com/",
      ...params,
    } as Stripe.Checkout.SessionCreateParams,
    NAMED,
  );
  await shop.newsSince();
  const reply = await shop.confirm(id, {
    payment_method_data: paramsOf(type, account),
  });
  expect(reply.status, reply.text).toBe(200);
  return shop.stripe.checkout.sessions.retrieve(id);
}

test("every type has a case", () => {
  expect([...Object.keys(CASES), ...ELSEWHERE].sort()).toEqual(DEBITS);
});

describe.each(Object.entries(CASES))("%s", (type, one) => {
  const shopOf = () => shopIn(one.country);

  test("a payment is under way, then paid, and can be refunded", async () => {
    const shop = shopOf();
    const intent = await confirmed(shop, type, one.pays, { expand: ["latest_charge"] });
    expect(intent).toMatchObject({ status: "processing", amount_received: 0, next_action: null });
    const pending = intent.latest_charge as Stripe.Charge;
    expect(pending).toMatchObject({
      id: expect.stringMatching(/^py_3/),
      balance_transaction: null,
      captured: true,
      outcome: { risk_level: "not_assessed", type: "authorized" },
      paid: false,
      status: "pending",
    });
    const withMandate =
      one.chargesShowMandate === false ? {} : { mandate: expect.stringMatching(/^mandate_/) };
    expect(pending.payment_method_details).toEqual({ type, [type]: { ...one.charge, ...withMandate } });
    const method = await shop.stripe.paymentMethods.retrieve(String(intent.payment_method));
    expect(method).toMatchObject({ type, [type]: one.method });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.created",
      "charge.pending",
      "payment_intent.processing",
    ]);

    await pass(1);
    expect((await shop.stripe.paymentIntents.retrieve(intent.id)).status).toBe("processing");
    await pass(1);
    const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {
      expand: ["latest_charge.balance_transaction"],
    });
    expect(paid).toMatchObject({ status: "succeeded", amount_received: AMOUNT });
    expect(paid.latest_charge).toMatchObject({
      id: pending.id,
      balance_transaction: { amount: AMOUNT, type: "payment" },
      paid: true,
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual(["charge.succeeded", "payment_intent.succeeded"]);
    const refund = await shop.stripe.refunds.create({ payment_intent: intent.id });
    expect(refund).toMatchObject({ id: expect.stringMatching(/^pyr_/), amount: AMOUNT, status: "pending" });
    await pass(2);
    expect((await shop.stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  });

  test("a debit that fails asks for another method", async () => {
    const shop = shopOf();
    const { id } = await confirmed(shop, type, one.fails);
    await shop.newsSince();
    await pass(2);
    const failed = await shop.stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    expect(failed).toMatchObject({
      last_payment_error: { code: one.code, payment_method: { type }, type: "card_error" },
      latest_charge: {
        captured: false,
        failure_code: one.code,
        paid: false,
        status: "failed",
        balance_transaction: null,
      },
      payment_method: null,
      status: "requires_payment_method",
    });
    expect(await shop.newsSince()).toEqual(["charge.failed", "payment_intent.payment_failed"]);
    const retried = await shop.stripe.paymentIntents.confirm(
      id,
      { mandate_data: MANDATE, payment_method_data: paramsOf(type, one.pays) } as object,
      NAMED,
    );
    expect(retried).toMatchObject({ status: "processing", last_payment_error: null });
  });

  test("a session is complete and unpaid, and has its invoice once it is paid", async () => {
    const shop = shopOf();
    const session = await submitted(shop, type, one.pays, { invoice_creation: { enabled: true } });
    expect(session).toMatchObject({ invoice: null, payment_status: "unpaid", status: "complete" });
    await pass(2);
    expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      invoice: expect.stringMatching(/^in_/),
      payment_status: "paid",
    });
  });

  test.skipIf(!typeNamed(type).purposes.includes("setup"))(
    "a session in setup mode saves the account with a mandate",
    async () => {
      const shop = shopOf();
      const { id: customer } = await shop.stripe.customers.create();
      const { id } = await shop.stripe.checkout.sessions.create(
        {
          mode: "setup",
          customer,
          payment_method_types: [type],
          success_url: "https://example.com/",
        } as Stripe.Checkout.SessionCreateParams,
        NAMED,
      );
      const reply = await shop.confirm(id, { payment_method_data: paramsOf(type, one.pays) });
      expect(reply.status, reply.text).toBe(200);
      const { setup_intent } = await shop.stripe.checkout.sessions.retrieve(id, {
        expand: ["setup_intent.mandate"],
      });
      expect(setup_intent).toMatchObject({
        status: "succeeded",
        mandate: { payment_method_details: { [type]: one.mandate }, type: "multi_use" },
      });
      const { data } = await shop.stripe.customers.listPaymentMethods(customer);
      expect(data).toMatchObject([{ type }]);
    },
  );

  test.skipIf(one.disputed === undefined)(
    "a payment can be disputed: the payer has the money back at once, and the shop is not asked",
    async () => {
      const shop = shopOf();
      const session = await submitted(shop, type, one.disputed ?? {});
      await pass(2);
      const { data } = await shop.stripe.disputes.list({ payment_intent: String(session.payment_intent) });
      expect(data).toMatchObject([
        {
          amount: AMOUNT,
          balance_transactions: [{ amount: -AMOUNT, fee: 1500 }],
          charge: expect.stringMatching(/^py_3/),
          evidence: { customer_name: OWNER.name },
          evidence_details: { due_by: 0 },
          is_charge_refundable: false,
          network_reason_code: null,
          reason: "debit_not_authorized",
          status: "lost",
        },
      ]);
      expect(data[0]).not.toHaveProperty("payment_method_details");
      expect((await shop.newsSince()).slice(-7)).toEqual([
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
        "charge.updated",
      ]);
      expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
      expect(await refused(shop.stripe.disputes.close(String(data[0]?.id)))).toMatchObject({
        message: "This dispute is already closed",
      });
      expect(
        await refused(shop.stripe.refunds.create({ payment_intent: String(session.payment_intent) })),
      ).toMatchObject({ code: "charge_disputed" });
    },
  );

  test("what cannot be debited is refused, and nothing is kept of it", async () => {
    const shop = shopOf();
    const create = (account: Params, billing_details: object = OWNER) =>
      refused(
        shop.stripe.paymentMethods.create({
          ...paramsOf(type, account),
          billing_details,
        } as object as Stripe.PaymentMethodCreateParams),
      );
    const param = type === "sepa_debit" ? "sepa_debit[iban]" : `${type}[account_number]`;
    const unknown =
      type === "sepa_debit"
        ? { iban: "DE91100000000123456789" }
        : { ...(type === "us_bank_account" ? TYPED : one.pays), account_number: "11223344" };
    expect(await create(unknown)).toMatchObject({ status: 400, code: "account_number_invalid", param });
    const missed = one.needs ?? "email";
    expect(await create(one.pays, missed === "email" ? { name: "Jenny Rosen" } : {})).toMatchObject({
      code: "parameter_missing",
      param: `billing_details[${missed}]`,
    });
    expect(await refused(confirmed(shop, type, one.pays, { mandate_data: undefined }))).toMatchObject({
      status: 400,
      code: "payment_intent_mandate_invalid",
    });
    expect(await refused(confirmed(shop, type, one.pays, { capture_method: "manual" }))).toMatchObject({
      status: 400,
      param: "capture_method",
    });
  });
});

describe.each(Object.entries(CASES).filter(([, { chargesShowMandate }]) => chargesShowMandate !== false))(
  "%s, whose charges show the mandate",
  (type, one) => {
    test("the mandate is for the one payment, or for later ones if the account is saved", async () => {
      const shop = shopIn(one.country);
      const mandateOf = async (intent: Stripe.PaymentIntent) => {
        const { payment_method_details: details } = intent.latest_charge as Stripe.Charge;
        return shop.stripe.mandates.retrieve(
          (details as unknown as Record<string, { mandate: string }>)[type]?.mandate ?? "",
        );
      };
      const expand = ["latest_charge"];
      const once = await confirmed(shop, type, one.pays, { expand });
      expect(await mandateOf(once)).toEqual({
        id: expect.stringMatching(/^mandate_/),
        object: "mandate",
        customer_acceptance: {
          accepted_at: clock.seconds(),
          online: MANDATE.customer_acceptance.online,
          type: "online",
        },
        livemode: false,
        payment_method: once.payment_method,
        payment_method_details: { [type]: one.mandate, type },
        single_use: { amount: AMOUNT, currency: currencyOf(type) },
        status: "active",
        type: "single_use",
      });
      const { id: customer } = await shop.stripe.customers.create();
      const saved = await confirmed(shop, type, one.pays, {
        customer,
        expand,
        setup_future_usage: "off_session",
      });
      const mandate = await mandateOf(saved);
      expect(mandate).toMatchObject({ multi_use: {}, type: "multi_use" });
      expect(mandate).not.toHaveProperty("single_use");
      const again = await confirmed(shop, type, one.pays, {
        customer,
        expand,
        mandate_data: undefined,
        off_session: true,
        payment_method: String(saved.payment_method),
        payment_method_data: undefined,
      });
      expect(again.status).toBe("processing");
      expect((await mandateOf(again)).id).toBe(mandate.id);
    });
  },
);

const SLOW = Object.entries(CASES).flatMap(([type, { country, paysLate }]) =>
  paysLate === undefined ? [] : [[type, country, paysLate] as const],
);
test.each(SLOW)("%s: an account that is slow answers after three minutes", async (type, country, account) => {
  const shop = shopIn(country);
  const { id } = await confirmed(shop, type, account);
  await pass(179);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("processing");
  await pass(1);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
});

/** A customer with a saved account that pays their invoices by default. */
async function savedFor({ stripe }: Shop, iban: string): Promise<{ customer: string; method: string }> {
  const { id: customer } = await stripe.customers.create();
  const { payment_method } = await stripe.setupIntents.create(
    {
      confirm: true,
      customer,
      mandate_data: MANDATE,
      payment_method_data: paramsOf("sepa_debit", { iban }),
      payment_method_types: ["sepa_debit"],
    } as object as Stripe.SetupIntentCreateParams,
    NAMED,
  );
  return { customer, method: String(payment_method) };
}

test("an invoice waits for its bank, is not paid twice, and follows the outcome", async () => {
  const shop = shopIn("US");
  const invoiceFor = async (iban: string) => {
    const { customer, method } = await savedFor(shop, iban);
    await shop.stripe.invoiceItems.create({ customer, amount: AMOUNT, currency: "eur" });
    const { id } = await shop.stripe.invoices.create({
      customer,
      currency: "eur",
      default_payment_method: method,
      payment_settings: { payment_method_types: ["sepa_debit"] },
      pending_invoice_items_behavior: "include",
    });
    await shop.stripe.invoices.finalizeInvoice(id);
    await shop.stripe.invoices.pay(id, { off_session: true });
    return id;
  };
  const paid = await invoiceFor("DE89370400440532013000");
  const waiting = { attempt_count: 1, attempted: true, status: "open" };
  expect(await shop.stripe.invoices.retrieve(paid)).toMatchObject(waiting);
  expect((await refused(shop.stripe.invoices.pay(paid))).message).toContain("a payment of it is processing");
  const failing = await invoiceFor("DE65370400440002222227");
  await pass(2);
  expect((await shop.stripe.invoices.retrieve(paid)).status).toBe("paid");
  expect(await shop.stripe.invoices.retrieve(failing)).toMatchObject({ attempt_count: 1, status: "open" });
  const charges = await shop.stripe.charges.list();
  expect(charges.data.map(({ status }) => status).sort()).toEqual(["failed", "succeeded"]);
});

test("a subscription is active while its bank has yet to answer, and past due if that fails", async () => {
  const shop = shopIn("US");
  const { id: price } = await shop.price({
    currency: "eur",
    recurring: { interval: "month" },
    unit_amount: AMOUNT,
  });
  const subscribe = async (iban: string) => {
    const { customer, method } = await savedFor(shop, iban);
    return shop.stripe.subscriptions.create({
      customer,
      default_payment_method: method,
      items: [{ price }],
      payment_behavior: "error_if_incomplete",
      payment_settings: { payment_method_types: ["sepa_debit"] },
    });
  };
  const [paying, failing] = [
    await subscribe("DE89370400440532013000"),
    await subscribe("DE65370400440002222227"),
  ];
  expect([paying.status, failing.status]).toEqual(["active", "active"]);
  const invoiceOf = ({ latest_invoice: id }: Stripe.Subscription) =>
    shop.stripe.invoices.retrieve(String(id));
  expect(await invoiceOf(paying)).toMatchObject({ attempt_count: 1, attempted: true, status: "open" });
  await pass(2);
  expect((await invoiceOf(paying)).status).toBe("paid");
  expect((await shop.stripe.subscriptions.retrieve(paying.id)).status).toBe("active");
  expect((await invoiceOf(failing)).status).toBe("open");
  expect((await shop.stripe.subscriptions.retrieve(failing.id)).status).toBe("past_due");
});

test("a try that an invoice makes by itself counts once, whether its bank pays or not", async () => {
  const shop = shopIn("US");
  const invoiceFor = async (iban: string) => {
    const { customer, method } = await savedFor(shop, iban);
    await shop.stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
    await shop.stripe.invoiceItems.create({ customer, amount: AMOUNT, currency: "eur" });
    const { id } = await shop.stripe.invoices.create({
      auto_advance: true,
      currency: "eur",
      customer,
      payment_settings: { payment_method_types: ["sepa_debit"] },
      pending_invoice_items_behavior: "include",
    });
    return id;
  };
  const [paid, failing] = [
    await invoiceFor("DE89370400440532013000"),
    await invoiceFor("DE65370400440002222227"),
  ];
  await pass(3600);
  const under = { attempt_count: 1, attempted: true, next_payment_attempt: null, status: "open" };
  for (const id of [paid, failing]) expect(await shop.stripe.invoices.retrieve(id)).toMatchObject(under);
  await pass(2);
  expect(await shop.stripe.invoices.retrieve(paid)).toMatchObject({ attempt_count: 1, status: "paid" });
  const next_payment_attempt = clock.seconds() + 3 * 86_400;
  expect(await shop.stripe.invoices.retrieve(failing)).toMatchObject({ ...under, next_payment_attempt });
  await pass(3 * 86_400);
  const second = { attempt_count: 2, next_payment_attempt: null };
  expect(await shop.stripe.invoices.retrieve(failing)).toMatchObject(second);
  await pass(2);
  expect(await shop.stripe.invoices.retrieve(failing)).toMatchObject({
    attempt_count: 2,
    next_payment_attempt: clock.seconds() + 5 * 86_400,
  });
});

test("a session that sells a subscription is unpaid until the bank has answered", async () => {
  const shop = shopIn("US");
  const { id: price } = await shop.price({
    currency: "eur",
    recurring: { interval: "month" },
    unit_amount: AMOUNT,
  });
  const sold = (iban: string) =>
    submitted(shop, "sepa_debit", { iban }, { mode: "subscription", line_items: [{ price, quantity: 1 }] });
  const session = await sold("DE89370400440532013000");
  expect(session).toMatchObject({ payment_status: "unpaid", status: "complete" });
  const subscriptionOf = () => shop.stripe.subscriptions.retrieve(String(session.subscription));
  expect(await subscriptionOf()).toMatchObject({ status: "active", latest_invoice: session.invoice });
  expect(await shop.stripe.invoices.retrieve(String(session.invoice))).toMatchObject({
    amount_paid: 0,
    attempt_count: 1,
    attempted: true,
    status: "open",
  });
  expect((await shop.newsSince()).at(-1)).not.toBe("invoice.paid");
  await pass(2);
  expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "paid" });
  expect(await shop.stripe.invoices.retrieve(String(session.invoice))).toMatchObject({
    amount_paid: AMOUNT,
    status: "paid",
  });
  const told = await shop.newsSince();
  expect(told.slice(0, 2)).toEqual(["charge.succeeded", "payment_intent.succeeded"]);
  expect(told).toContain("invoice.paid");
  expect(told).toContain("checkout.session.async_payment_succeeded");
  expect((await subscriptionOf()).status).toBe("active");

  const failing = await sold("DE65370400440002222227");
  await shop.newsSince();
  await pass(2);
  expect((await shop.stripe.checkout.sessions.retrieve(failing.id)).payment_status).toBe("unpaid");
  expect((await shop.stripe.subscriptions.retrieve(String(failing.subscription))).status).toBe("past_due");
  const failed = await shop.newsSince();
  expect(failed).toContain("checkout.session.async_payment_failed");
  expect(failed).toContain("invoice.payment_failed");

  // Tried again, it fails again, but not for the session.
  const { customer, invoice } = await shop.stripe.checkout.sessions.retrieve(failing.id);
  const { data } = await shop.stripe.customers.listPaymentMethods(String(customer));
  await shop.stripe.invoices.pay(String(invoice), { payment_method: data[0]?.id ?? "", off_session: true });
  await shop.newsSince();
  await pass(2);
  const again = await shop.newsSince();
  expect(again).toContain("invoice.payment_failed");
  expect(again).not.toContain("checkout.session.async_payment_failed");
});

describe("an invoice whose payment is with the bank", () => {
  const paying = async (shop: Shop) => {
    const { customer, method } = await savedFor(shop, "DE89370400440532013000");
    await shop.stripe.invoiceItems.create({ customer, amount: AMOUNT, currency: "eur" });
    const { id } = await shop.stripe.invoices.create({
      customer,
      currency: "eur",
      default_payment_method: method,
      payment_settings: { payment_method_types: ["sepa_debit"] },
      pending_invoice_items_behavior: "include",
    });
    await shop.stripe.invoices.finalizeInvoice(id);
    await shop.stripe.invoices.pay(id, { off_session: true });
    return id;
  };

  test("cannot be voided, settled or credited until the bank has answered", async () => {
    const shop = shopIn("US");
    const { creditNotes, invoices } = shop.stripe;
    const id = await paying(shop);
    for (const call of [
      () => invoices.voidInvoice(id),
      () => invoices.pay(id, { paid_out_of_band: true }),
      () => creditNotes.create({ invoice: id, amount: 100 }),
    ]) {
      expect((await refused(call())).message).toMatch(
        /^This invoice cannot be .*, because a payment of it is processing\.$/,
      );
    }
    expect((await invoices.retrieve(id)).status).toBe("open");
    await pass(2);
    expect(await invoices.retrieve(id)).toMatchObject({ amount_paid: AMOUNT, status: "paid" });
  });

  test("by itself it counts an account that it does not accept as a failed try", async () => {
    const shop = shopIn("US");
    const { customer, method } = await savedFor(shop, "DE89370400440532013000");
    await shop.stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
    await shop.stripe.invoiceItems.create({ customer, amount: AMOUNT, currency: "usd" });
    const { id } = await shop.stripe.invoices.create({
      auto_advance: true,
      customer,
      pending_invoice_items_behavior: "include",
    });
    await pass(3600);
    expect(await shop.stripe.invoices.retrieve(id)).toMatchObject({ attempt_count: 1, status: "open" });
    expect(await shop.news()).toContain("invoice.payment_failed");
  });
});

test("a debit that its payer did not allow ends the mandate", async () => {
  const shop = shopIn("AU");
  const { id: customer } = await shop.stripe.customers.create();
  const account = { bsb_number: "000000", account_number: "333333335" };
  const more = { customer, expand: ["latest_charge"], setup_future_usage: "off_session" };
  const { latest_charge } = await confirmed(shop, "au_becs_debit", account, more);
  const { au_becs_debit: shown } = (latest_charge as Stripe.Charge).payment_method_details ?? {};
  await pass(2);
  expect((await shop.stripe.mandates.retrieve(shown?.mandate ?? "")).status).toBe("inactive");
  expect(await shop.news()).toContain("mandate.updated");
});

test("a canceled debit has no charge that is still pending", async () => {
  const shop = shopIn("US");
  const { id, latest_charge } = await confirmed(shop, "sepa_debit", CASES.sepa_debit?.pays ?? {});
  await shop.stripe.paymentIntents.cancel(id);
  await pass(2);
  expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe("canceled");
  expect(await shop.stripe.charges.retrieve(String(latest_charge))).toMatchObject({
    captured: false,
    status: "failed",
  });
});

test("an IBAN whose check digits are wrong", async () => {
  const { stripe } = shopIn("US");
  const account = { iban: "DE88370400440532013000" };
  expect(
    await refused(
      stripe.paymentMethods.create(
        paramsOf("sepa_debit", account) as object as Stripe.PaymentMethodCreateParams,
      ),
    ),
  ).toEqual({
    status: 400,
    code: "invalid_bank_account_iban",
    param: "sepa_debit[iban]",
    message: "The IBAN you provided is invalid.",
  });
});
