/**
 * Bank transfers and the cash balance that they fill: told accounts, payments in full and in parts, what money is for,
 * and money that comes back. Cash is written to and read as clients do.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Params, refused, type Shop } from "../../support/shop.ts";

/** The newest version in which types are named one by one. */
const NAMED = { apiVersion: "2026-08-26.dahlia" as never };
const AMOUNT = 5000;
const US = { funding_type: "bank_transfer", bank_transfer: { type: "us_bank_transfer" } };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Payer extends Shop {
  readonly customer: string;
}

async function payer(): Promise<Payer> {
  const shop = openShop(server);
  const { id } = await shop.stripe.customers.create({ email: "jenny@example.com" });
  await shop.newsSince();
  return { ...shop, customer: id };
}

function confirmed({ customer, stripe }: Payer, more: Params = {}): Promise<Stripe.PaymentIntent> {
  const params: object = {
    amount: AMOUNT,
    confirm: true,
    currency: "usd",
    customer,
    payment_method_data: { type: "customer_balance" },
    payment_method_options: { customer_balance: US },
    payment_method_types: ["customer_balance"],
    ...more,
  };
  return stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams, NAMED);
}

function fund({ customer, stripe }: Payer, amount: number, reference?: string, currency = "usd") {
  return stripe.testHelpers.customers.fundCashBalance(customer, {
    amount,
    currency,
    ...(reference === undefined ? {} : { reference }),
  });
}

const told = (intent: Stripe.PaymentIntent) => intent.next_action?.display_bank_transfer_instructions;
const again = ({ stripe }: Payer, { id }: Stripe.PaymentIntent) => stripe.paymentIntents.retrieve(id);
const available = async ({ customer, stripe }: Payer) =>
  (await stripe.customers.retrieveCashBalance(customer)).available;

/** The ledger, oldest first: what moved, how much, and what was there after it. */
async function ledger({ customer, stripe }: Payer) {
  const { data } = await stripe.customers.listCashBalanceTransactions(customer, { limit: 100 });
  return data.map(({ ending_balance, net_amount, type }) => [type, net_amount, ending_balance]).reverse();
}

const ADDRESS = {
  city: "Test City",
  country: expect.any(String),
  line1: "1 Test Street",
  line2: null,
  postal_code: expect.any(String),
  state: null,
};
const OF_ALL = {
  account_holder_address: ADDRESS,
  account_holder_name: "Checkstand test shop",
  bank_address: ADDRESS,
};
const digits = (length: number) => expect.stringMatching(new RegExp(`^\\d{${length}}$`));

describe("where to transfer to", () => {
  const BANK = "CHECKSTAND TEST BANK";
  test.each([
    [
      "gbp",
      "gb_bank_transfer",
      { sort_code: { account_number: digits(8), sort_code: "000000" }, supported_networks: ["bacs", "fps"] },
    ],
    [
      "jpy",
      "jp_bank_transfer",
      {
        supported_networks: ["zengin"],
        zengin: {
          account_number: digits(7),
          account_type: "futsu",
          bank_code: "9999",
          bank_name: BANK,
          branch_code: "999",
          branch_name: "TEST BRANCH",
        },
      },
    ],
    [
      "mxn",
      "mx_bank_transfer",
      { spei: { bank_code: "999", bank_name: BANK, clabe: digits(18) }, supported_networks: ["spei"] },
    ],
  ])("in %s", async (currency, type, expected) => {
    const shop = await payer();
    const options = { customer_balance: { funding_type: "bank_transfer", bank_transfer: { type } } };
    const intent = await confirmed(shop, { currency, payment_method_options: options });
    const [address] = Object.keys(expected).filter((name) => name !== "supported_networks");
    const numbers = (expected as Record<string, object>)[address ?? ""];
    expect(told(intent)).toEqual({
      amount_remaining: AMOUNT,
      currency,
      financial_addresses: [{ ...expected, [address ?? ""]: { ...OF_ALL, ...numbers }, type: address }],
      hosted_instructions_url: expect.stringMatching(/^http.*\/c\/transfer\/pi_/),
      reference: expect.stringMatching(/^[0-9A-F]{12}$/),
      type,
    });
    expect(intent.payment_method_options?.customer_balance).toEqual({
      bank_transfer: { type },
      funding_type: "bank_transfer",
    });
  });

  test("in dollars, two addresses, or those that are asked for", async () => {
    const shop = await payer();
    const all = told(await confirmed(shop))?.financial_addresses;
    expect(all?.map(({ type }) => type)).toEqual(["aba", "swift"]);
    const bank_transfer = { requested_address_types: ["swift"], type: "us_bank_transfer" };
    const options = { customer_balance: { ...US, bank_transfer } };
    const one = told(await confirmed(shop, { payment_method_options: options }))?.financial_addresses;
    expect(one).toEqual(all?.slice(1));
    const none = { ...bank_transfer, requested_address_types: ["spei"] };
    const refusal = confirmed(shop, {
      payment_method_options: { customer_balance: { ...US, bank_transfer: none } },
    });
    expect((await refused(refusal)).param).toBe(
      "payment_method_options[customer_balance][bank_transfer][requested_address_types]",
    );
  });

  test.each(["BE", "DE", "ES", "FR", "IE", "NL"])("in euros, an account in %s", async (country) => {
    const shop = await payer();
    const bank_transfer = { eu_bank_transfer: { country }, type: "eu_bank_transfer" };
    const options = { customer_balance: { ...US, bank_transfer } };
    const intent = await confirmed(shop, { currency: "eur", payment_method_options: options });
    const iban = told(intent)?.financial_addresses?.[0]?.iban;
    expect(iban).toMatchObject({ bic: `TEST${country}00`, country });
    // A debit of it would be refused for another reason only if its check digits were wrong.
    const debit = { type: "sepa_debit", sepa_debit: { iban: iban?.iban ?? "" } } as const;
    const error = await refused(shop.stripe.paymentMethods.create(debit));
    expect(error.code).not.toBe("invalid_bank_account_iban");
    const instructions = await shop.stripe.customers.createFundingInstructions(shop.customer, {
      bank_transfer: { eu_bank_transfer: { country }, type: "eu_bank_transfer" },
      currency: "eur",
      funding_type: "bank_transfer",
    });
    expect({ ...instructions }).toEqual({
      object: "funding_instructions",
      bank_transfer: {
        country,
        financial_addresses: told(intent)?.financial_addresses,
        type: "eu_bank_transfer",
      },
      currency: "eur",
      funding_type: "bank_transfer",
      livemode: false,
    });
  });

  test("a customer has the same account for every payment, and another one has another", async () => {
    const shop = await payer();
    const [first, second] = [await confirmed(shop), await confirmed(shop)];
    expect(told(first)?.financial_addresses).toEqual(told(second)?.financial_addresses);
    expect(told(first)?.reference).not.toBe(told(second)?.reference);
    const other = await confirmed(await payer());
    expect(told(other)?.financial_addresses).not.toEqual(told(first)?.financial_addresses);
  });

  test("options that do not fit, guests and methods that are to be kept are refused", async () => {
    const shop = await payer();
    const options = (bank_transfer: Params) => ({
      payment_method_options: { customer_balance: { ...US, bank_transfer } },
    });
    expect(await refused(confirmed(shop, options({ type: "gb_bank_transfer" })))).toMatchObject({
      param: "payment_method_options[customer_balance][bank_transfer][type]",
      status: 400,
    });
    const euro = confirmed(shop, { ...options({ type: "eu_bank_transfer" }), currency: "eur" });
    expect(await refused(euro)).toMatchObject({
      code: "parameter_missing",
      param: "payment_method_options[customer_balance][bank_transfer][eu_bank_transfer][country]",
    });
    expect(await refused(confirmed(shop, { customer: undefined }))).toMatchObject({
      code: "parameter_missing",
      param: "customer",
    });
    expect((await refused(confirmed(shop, { currency: "chf" }))).code).toBe(
      "payment_intent_invalid_currency",
    );
    expect((await refused(confirmed(shop, { setup_future_usage: "off_session" }))).param).toBe(
      "setup_future_usage",
    );
    const method = await shop.stripe.paymentMethods.create({ type: "customer_balance" });
    expect(method.customer_balance).toEqual({});
    const attached = shop.stripe.paymentMethods.attach(method.id, { customer: shop.customer });
    expect((await refused(attached)).message).toContain("cannot be saved");
  });

  test("without a way to fill the balance, a payment that it does not cover fails", async () => {
    const shop = await payer();
    const poor = confirmed(shop, { payment_method_options: undefined });
    expect(await refused(poor)).toMatchObject({ code: "payment_intent_payment_attempt_failed", status: 402 });
    await fund(shop, AMOUNT);
    expect((await confirmed(shop, { payment_method_options: undefined })).status).toBe("succeeded");
  });
});

describe("money that comes", () => {
  test("pays what waits for it", async () => {
    const shop = await payer();
    const waiting = await confirmed(shop);
    expect(waiting).toMatchObject({ latest_charge: null, status: "requires_action" });
    expect(await shop.newsSince()).toEqual(["payment_intent.created", "payment_intent.requires_action"]);
    const funded = await fund(shop, AMOUNT);
    expect(funded).toMatchObject({
      id: expect.stringMatching(/^ccsbtxn_1/),
      object: "customer_cash_balance_transaction",
      currency: "usd",
      customer: shop.customer,
      ending_balance: AMOUNT,
      funded: {
        bank_transfer: {
          reference: null,
          type: "us_bank_transfer",
          us_bank_transfer: { network: "ach", sender_name: "Test Sender" },
        },
      },
      livemode: false,
      net_amount: AMOUNT,
      type: "funded",
    });
    const paid = await shop.stripe.paymentIntents.retrieve(waiting.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ amount_received: AMOUNT, next_action: null, status: "succeeded" });
    expect(paid.latest_charge).toMatchObject({
      id: expect.stringMatching(/^py_3/),
      amount: AMOUNT,
      customer: shop.customer,
      payment_method_details: { customer_balance: {}, type: "customer_balance" },
      status: "succeeded",
    });
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "customer_cash_balance_transaction.created",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    expect(await ledger(shop)).toEqual([
      ["funded", AMOUNT, AMOUNT],
      ["applied_to_payment", -AMOUNT, 0],
    ]);
    expect(await available(shop)).toEqual({ usd: 0 });
    const applied = await shop.stripe.customers.listCashBalanceTransactions(shop.customer, { limit: 1 });
    const [one] = applied.data;
    expect(one?.applied_to_payment).toEqual({ payment_intent: waiting.id });
    const retrieved = await shop.stripe.customers.retrieveCashBalanceTransaction(
      shop.customer,
      one?.id ?? "",
      {
        expand: ["applied_to_payment.payment_intent"],
      },
    );
    expect(retrieved.applied_to_payment?.payment_intent).toMatchObject({
      id: waiting.id,
      status: "succeeded",
    });
  });

  test("pays a part if it is too little, and the rest when that comes", async () => {
    const shop = await payer();
    const waiting = await confirmed(shop);
    await shop.newsSince();
    await fund(shop, 2000);
    const partly = await again(shop, waiting);
    expect(partly).toMatchObject({ amount: AMOUNT, amount_received: 0, status: "requires_action" });
    expect(told(partly)).toEqual({ ...told(waiting), amount_remaining: 3000 });
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "customer_cash_balance_transaction.created",
      "payment_intent.partially_funded",
    ]);
    await fund(shop, 3500);
    expect(await again(shop, waiting)).toMatchObject({ amount_received: AMOUNT, status: "succeeded" });
    expect((await shop.newsSince()).at(-1)).toBe("cash_balance.funds_available");
    expect(await ledger(shop)).toEqual([
      ["funded", 2000, 2000],
      ["applied_to_payment", -2000, 0],
      ["funded", 3500, 3500],
      ["applied_to_payment", -3000, 500],
    ]);
  });

  test("waits in the balance, which the next payment uses up", async () => {
    const shop = await payer();
    expect(await available(shop)).toBeNull();
    await fund(shop, 7000);
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "cash_balance.funds_available",
    ]);
    const { data } = await shop.stripe.events.list({ type: "cash_balance.funds_available" });
    expect(data[0]?.data.object).toEqual({
      object: "cash_balance",
      available: { usd: 7000 },
      customer: shop.customer,
      customer_account: null,
      livemode: false,
      settings: { reconciliation_mode: "automatic", using_merchant_default: true },
    });
    expect(await confirmed(shop)).toMatchObject({ next_action: null, status: "succeeded" });
    const next = await confirmed(shop);
    expect(next.status).toBe("requires_action");
    expect(told(next)?.amount_remaining).toBe(3000);
    expect(await available(shop)).toEqual({ usd: 0 });
    expect((await shop.newsSince()).slice(-4)).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "customer_cash_balance_transaction.created",
      "payment_intent.partially_funded",
    ]);
  });

  test("is for the payment whose reference it has, then for that of its amount, then for the oldest", async () => {
    const shop = await payer();
    const oldest = await confirmed(shop);
    const exact = await confirmed(shop, { amount: 3000 });
    const named = await confirmed(shop, { amount: 4000 });
    await fund(shop, 3000, `Order 7, ${told(named)?.reference?.toLowerCase()}`);
    expect(told(await again(shop, named))?.amount_remaining).toBe(1000);
    await fund(shop, 3000);
    expect((await again(shop, exact)).status).toBe("succeeded");
    await fund(shop, 5500);
    expect((await again(shop, oldest)).status).toBe("succeeded");
    expect(told(await again(shop, named))?.amount_remaining).toBe(500);
  });

  test("of another currency pays nothing, and other currencies than those of transfers do not come", async () => {
    const shop = await payer();
    const waiting = await confirmed(shop);
    await fund(shop, AMOUNT, undefined, "eur");
    expect((await again(shop, waiting)).status).toBe("requires_action");
    expect(await available(shop)).toEqual({ eur: AMOUNT });
    expect(await refused(fund(shop, AMOUNT, undefined, "chf"))).toMatchObject({
      param: "currency",
      status: 400,
    });
    expect((await refused(fund({ ...shop, customer: "cus_nope" }, AMOUNT))).status).toBe(404);
  });

  test("is spent once, whoever asks for it at the same time", async () => {
    const shop = await payer();
    await fund(shop, 3 * AMOUNT);
    const intents = await Promise.all(Array.from({ length: 5 }, () => confirmed(shop)));
    const paid = intents.filter(({ status }) => status === "succeeded");
    expect(paid).toHaveLength(3);
    expect(await available(shop)).toEqual({ usd: 0 });
    await Promise.all(Array.from({ length: 4 }, () => fund(shop, AMOUNT / 2)));
    const all = await Promise.all(intents.map((intent) => again(shop, intent)));
    expect(all.map(({ status }) => status)).toEqual(Array(5).fill("succeeded"));
    const moves = await ledger(shop);
    const sum = moves.reduce((total, [, net]) => total + Number(net), 0);
    expect(sum).toBe(0);
    expect(moves.every(([, , ending]) => Number(ending) >= 0)).toBe(true);
  });
});

describe("by hand", () => {
  async function manual(): Promise<Payer> {
    const shop = await payer();
    const set = await shop.stripe.customers.updateCashBalance(shop.customer, {
      settings: { reconciliation_mode: "manual" },
    });
    expect(set.settings).toEqual({ reconciliation_mode: "manual", using_merchant_default: false });
    return shop;
  }
  const apply = ({ stripe }: Payer, { id }: Stripe.PaymentIntent, params: object = {}) =>
    stripe.paymentIntents.applyCustomerBalance(id, params);

  test("money pays what the shop applies it to", async () => {
    const shop = await manual();
    await fund(shop, 6000);
    const waiting = await confirmed(shop);
    expect(waiting.status).toBe("requires_action");
    expect(told(waiting)?.amount_remaining).toBe(AMOUNT);
    await shop.newsSince();
    const partly = await apply(shop, waiting, { amount: 1000, currency: "usd" });
    expect(told(partly)?.amount_remaining).toBe(4000);
    expect(await apply(shop, waiting)).toMatchObject({ amount_received: AMOUNT, status: "succeeded" });
    expect(await available(shop)).toEqual({ usd: 1000 });
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "payment_intent.partially_funded",
      "customer_cash_balance_transaction.created",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    await fund(shop, 100);
    expect((await shop.newsSince()).at(-1)).toBe("cash_balance.funds_available");
  });

  test("more than there is or is missing is refused, and so is an intent that does not wait", async () => {
    const shop = await manual();
    await fund(shop, 1000);
    const waiting = await confirmed(shop);
    expect((await refused(apply(shop, waiting))).param).toBe("amount");
    expect((await refused(apply(shop, waiting, { amount: AMOUNT + 1 }))).param).toBe("amount");
    expect((await refused(apply(shop, waiting, { currency: "eur" }))).param).toBe("currency");
    const idle = await shop.stripe.paymentIntents.create({ amount: AMOUNT, currency: "usd" });
    expect((await refused(apply(shop, idle))).code).toBe("payment_intent_unexpected_state");
    expect(await available(shop)).toEqual({ usd: 1000 });
  });

  test("a customer can be made with it, and be set back to what is usual", async () => {
    const { stripe } = openShop(server);
    const cash_balance = { settings: { reconciliation_mode: "manual" } } as const;
    const { id } = await stripe.customers.create({ cash_balance });
    const shown = await stripe.customers.retrieve(id, { expand: ["cash_balance"] });
    expect(shown).toMatchObject({
      cash_balance: { available: null, customer: id, settings: { reconciliation_mode: "manual" } },
    });
    expect(await stripe.customers.retrieve(id)).not.toHaveProperty("cash_balance");
    await stripe.customers.update(id, {
      cash_balance: { settings: { reconciliation_mode: "merchant_default" } },
    });
    expect((await stripe.customers.retrieveCashBalance(id)).settings).toEqual({
      reconciliation_mode: "automatic",
      using_merchant_default: true,
    });
    await stripe.customers.del(id);
  });
});

describe("money that comes back", () => {
  test("what a canceled payment had got is available again", async () => {
    const shop = await payer();
    const waiting = await confirmed(shop);
    await fund(shop, 2000);
    await shop.newsSince();
    expect((await shop.stripe.paymentIntents.cancel(waiting.id)).status).toBe("canceled");
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "payment_intent.canceled",
    ]);
    const { data } = await shop.stripe.customers.listCashBalanceTransactions(shop.customer, { limit: 1 });
    expect(data[0]).toMatchObject({
      net_amount: 2000,
      type: "unapplied_from_payment",
      unapplied_from_payment: { payment_intent: waiting.id },
    });
    expect(await available(shop)).toEqual({ usd: 2000 });
  });

  test.each([
    ["another amount", (_shop: Payer) => ({ amount: 6000 })],
    ["another customer", async ({ stripe }: Payer) => ({ customer: (await stripe.customers.create()).id })],
  ])("a payment for %s gives back what it had got, and is told anew", async (_what, change) => {
    const shop = await payer();
    const waiting = await confirmed(shop);
    await fund(shop, 2000);
    const changed = await shop.stripe.paymentIntents.update(waiting.id, await change(shop));
    expect(changed).toMatchObject({ next_action: null, status: "requires_confirmation" });
    expect(await available(shop)).toEqual({ usd: 2000 });
    const told2 = told(await shop.stripe.paymentIntents.confirm(waiting.id));
    expect(told2?.amount_remaining).toBe(changed.customer === shop.customer ? 4000 : AMOUNT);
  });

  test("a payment by another method gives back what it had got", async () => {
    const shop = await payer();
    const types = { payment_method_types: ["card", "customer_balance"] };
    const waiting = await confirmed(shop, types);
    await fund(shop, 2000);
    const paid = await shop.stripe.paymentIntents.confirm(waiting.id, { payment_method: "pm_card_visa" });
    expect(paid).toMatchObject({ amount_received: AMOUNT, status: "succeeded" });
    expect(await available(shop)).toEqual({ usd: 2000 });
  });

  test("a refund goes into the balance", async () => {
    const shop = await payer();
    await fund(shop, AMOUNT);
    const { id } = await confirmed(shop);
    await shop.newsSince();
    const refund = await shop.stripe.refunds.create({ amount: 2000, payment_intent: id });
    expect(refund).toMatchObject({
      destination_details: { customer_cash_balance: {}, type: "customer_cash_balance" },
      status: "succeeded",
    });
    const { data } = await shop.stripe.customers.listCashBalanceTransactions(shop.customer, { limit: 1 });
    expect(data[0]).toMatchObject({
      net_amount: 2000,
      refunded_from_payment: { refund: refund.id },
      type: "refunded_from_payment",
    });
    expect(await available(shop)).toEqual({ usd: 2000 });
    expect(await shop.newsSince()).toEqual([
      "customer_cash_balance_transaction.created",
      "refund.created",
      "charge.refunded",
    ]);
  });

  test("a customer with a cash balance cannot be deleted", async () => {
    const shop = await payer();
    await fund(shop, AMOUNT);
    expect((await refused(shop.stripe.customers.del(shop.customer))).status).toBe(400);
    expect(
      (await refused(shop.stripe.customers.retrieveCashBalanceTransaction(shop.customer, "x"))).status,
    ).toBe(404);
  });
});

describe("a session", () => {
  const session = ({ customer, stripe }: Payer, more: Params = {}) => {
    const params: object = {
      customer,
      line_items: [
        { price_data: { currency: "usd", product_data: { name: "Mug" }, unit_amount: AMOUNT }, quantity: 1 },
      ],
      mode: "payment",
      payment_method_options: { customer_balance: US },
      payment_method_types: ["customer_balance"],
      success_url: "https://example.com/",
      ...more,
    };
    return stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams, NAMED);
  };
  const submit = async (shop: Payer, id: string) => {
    const reply = await shop.confirm(id, { payment_method_data: { type: "customer_balance" } });
    expect(reply.status, reply.text).toBe(200);
    return shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
  };

  test("is complete and unpaid, and paid once the money is there", async () => {
    const shop = await payer();
    const { id, payment_method_options: options } = await session(shop, {
      invoice_creation: { enabled: true },
    });
    expect(options).toEqual({ customer_balance: US });
    const done = await submit(shop, id);
    expect(done).toMatchObject({
      payment_intent: { status: "requires_action" },
      payment_status: "unpaid",
      status: "complete",
    });
    await shop.newsSince();
    await fund(shop, 1000);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).payment_status).toBe("unpaid");
    await fund(shop, 4000);
    const paid = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["invoice"] });
    expect(paid).toMatchObject({ invoice: { status: "paid" }, payment_status: "paid" });
    expect(await shop.newsSince()).toContain("checkout.session.async_payment_succeeded");
  });

  test("is paid at once by a balance that has enough", async () => {
    const shop = await payer();
    await fund(shop, AMOUNT);
    const { id } = await session(shop, {
      invoice_creation: { enabled: true },
      payment_method_options: undefined,
    });
    expect(await submit(shop, id)).toMatchObject({
      invoice: expect.stringMatching(/^in_/),
      payment_intent: { status: "succeeded" },
      payment_status: "paid",
    });
    expect(await available(shop)).toEqual({ usd: 0 });
    expect(await shop.newsSince()).not.toContain("checkout.session.async_payment_succeeded");
  });

  test("needs a customer, whom it may make itself, and another mode than that of subscriptions", async () => {
    const shop = await payer();
    expect(await refused(session(shop, { customer: undefined }))).toMatchObject({
      code: "parameter_missing",
      param: "customer",
    });
    const { id } = await session(shop, {
      customer: undefined,
      customer_creation: "always",
      payment_method_options: undefined,
    });
    const reply = await shop.confirm(id, {
      email: "jenny@example.com",
      payment_method_data: { type: "customer_balance" },
    });
    expect(reply.status, reply.text).toBe(200);
    const { customer } = await shop.stripe.checkout.sessions.retrieve(id);
    await fund({ ...shop, customer: String(customer) }, AMOUNT);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
    expect(
      (await refused(session(shop, { mode: "setup", line_items: undefined, currency: "usd" }))).status,
    ).toBe(400);
    const wrong = { customer_balance: { ...US, bank_transfer: { type: "jp_bank_transfer" } } };
    expect((await refused(session(shop, { payment_method_options: wrong }))).param).toBe(
      "payment_method_options[customer_balance][bank_transfer][type]",
    );
  });
});

describe("a bill", () => {
  const settings: Stripe.InvoiceCreateParams.PaymentSettings = {
    payment_method_options: {
      customer_balance: { bank_transfer: { type: "us_bank_transfer" }, funding_type: "bank_transfer" },
    },
    payment_method_types: ["customer_balance"],
  };
  async function bill({ customer, stripe }: Payer, more: object = {}): Promise<Stripe.Invoice> {
    await stripe.invoiceItems.create({ amount: AMOUNT, currency: "usd", customer });
    const invoice = await stripe.invoices.create({
      collection_method: "send_invoice",
      customer,
      days_until_due: 30,
      payment_settings: settings,
      pending_invoice_items_behavior: "include",
      ...more,
    });
    return stripe.invoices.finalizeInvoice(invoice.id ?? "");
  }
  async function intentOf({ stripe }: Payer, { id }: Stripe.Invoice): Promise<Stripe.PaymentIntent> {
    const { data } = await stripe.invoicePayments.list({ invoice: id ?? "" });
    return stripe.paymentIntents.retrieve(String(data[0]?.payment.payment_intent));
  }
  const statusOf = async ({ stripe }: Payer, { id }: Stripe.Invoice) =>
    (await stripe.invoices.retrieve(id ?? "")).status;

  test("credited in part, it tells what is left to transfer", async () => {
    const shop = await payer();
    const invoice = await bill(shop);
    await shop.stripe.creditNotes.create({ invoice: invoice.id ?? "", amount: 100 });
    const intent = await intentOf(shop, invoice);
    expect(intent.amount).toBe(AMOUNT - 100);
    expect(told(intent)).toMatchObject({ amount_remaining: AMOUNT - 100 });
  });

  test("waits for the transfer of all of it, which pays it", async () => {
    const shop = await payer();
    const invoice = await bill(shop);
    expect(invoice).toMatchObject({ attempted: false, payment_settings: settings, status: "open" });
    const intent = await intentOf(shop, invoice);
    expect(intent).toMatchObject({ status: "requires_action" });
    expect(told(intent)).toMatchObject({ amount_remaining: AMOUNT, type: "us_bank_transfer" });
    expect(await shop.newsSince()).not.toContain("invoice.payment_action_required");
    await fund(shop, AMOUNT - 1);
    expect(told(await intentOf(shop, invoice))?.amount_remaining).toBe(AMOUNT);
    expect(await available(shop)).toEqual({ usd: AMOUNT - 1 });
    await fund(shop, 1);
    expect(await statusOf(shop, invoice)).toBe("paid");
    expect(await available(shop)).toEqual({ usd: 0 });
    expect((await shop.newsSince()).slice(-3)).toEqual([
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
  });

  test("is paid at once by a balance that has enough", async () => {
    const shop = await payer();
    await fund(shop, AMOUNT);
    expect(await statusOf(shop, await bill(shop))).toBe("paid");
    expect(await available(shop)).toEqual({ usd: 0 });
  });

  test("is paid by hand as a whole, whatever amount is named", async () => {
    const shop = await payer();
    await shop.stripe.customers.updateCashBalance(shop.customer, {
      settings: { reconciliation_mode: "manual" },
    });
    await fund(shop, AMOUNT);
    const invoice = await bill(shop);
    const { id } = await intentOf(shop, invoice);
    await shop.stripe.paymentIntents.applyCustomerBalance(id, { amount: 1 });
    expect(await statusOf(shop, invoice)).toBe("paid");
  });

  test("that is void waits for nothing any more", async () => {
    const shop = await payer();
    const invoice = await bill(shop);
    await shop.stripe.invoices.voidInvoice(invoice.id ?? "");
    await fund(shop, AMOUNT);
    expect(await available(shop)).toEqual({ usd: AMOUNT });
  });

  test("an invoice that is charged by itself is told to nobody, and other options are refused by name", async () => {
    const shop = await payer();
    const charged = { collection_method: "charge_automatically", days_until_due: undefined };
    const invoice = await bill(shop, charged);
    expect((await intentOf(shop, invoice)).status).toBe("requires_payment_method");
    const options = (payment_method_options: object) =>
      refused(bill(shop, { payment_settings: { payment_method_options } }));
    expect((await options({ card: { request_three_d_secure: "any" } })).param).toBe(
      "payment_settings[payment_method_options][card]",
    );
    expect((await options({ customer_balance: { bank_transfer: { type: "jp_bank_transfer" } } })).param).toBe(
      "payment_settings[payment_method_options][customer_balance][bank_transfer][type]",
    );
  });
});
