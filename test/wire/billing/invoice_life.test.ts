/** The life of an invoice through the API: drafted, finalized, paid or not, closed; with its events and figures. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
  stripe = shop.stripe;
});

const DAY = 86_400;
const FROZEN = 1_800_000_000;

/** A customer, with a default card unless told otherwise. */
async function payer(card: string | null = "pm_card_visa", more: Stripe.CustomerCreateParams = {}) {
  const customer = await stripe.customers.create({ email: "jenny@example.com", ...more });
  if (card === null) return customer;
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  return stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
}

/** A draft for a customer with one line of 20.00 usd. */
async function draftFor(customer: string, more: Stripe.InvoiceCreateParams = {}, amount = 2000) {
  await stripe.invoiceItems.create({ customer, amount, currency: "usd", description: "Work" });
  return stripe.invoices.create({ customer, pending_invoice_items_behavior: "include", ...more });
}

async function open(customer: string, more: Stripe.InvoiceCreateParams = {}, amount = 2000) {
  const draft = await draftFor(customer, more, amount);
  return stripe.invoices.finalizeInvoice(draft.id);
}

async function advance(clock: string, frozen_time: number): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time });
  for (;;) {
    const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
    if (status === "ready") return;
    expect(status).toBe("advancing");
    await server.running.worker.drain();
  }
}

const intentOf = async (invoice: string) => {
  const { payments } = await stripe.invoices.retrieve(invoice, { expand: ["payments"] });
  const id = String(payments?.data[0]?.payment.payment_intent);
  return stripe.paymentIntents.retrieve(id);
};

describe("an invoice that is paid", () => {
  test("goes from draft to open to paid, with its events", async () => {
    const customer = await payer();
    await shop.newsSince();
    const draft = await draftFor(customer.id);
    expect(draft).toMatchObject({
      status: "draft",
      amount_due: 2000,
      amount_remaining: 2000,
      auto_advance: false,
      automatically_finalizes_at: null,
      billing_reason: "manual",
      ending_balance: null,
      hosted_invoice_url: null,
      next_payment_attempt: null,
      number: null,
      starting_balance: 0,
      total: 2000,
    });
    const finalized = await stripe.invoices.finalizeInvoice(draft.id, {
      expand: ["payments", "confirmation_secret"],
    });
    expect(finalized).toMatchObject({
      status: "open",
      amount_due: 2000,
      attempt_count: 0,
      attempted: false,
      effective_at: finalized.status_transitions.finalized_at,
      ending_balance: 0,
      number: `${customer.invoice_prefix}-0001`,
    });
    expect(finalized.hosted_invoice_url).toContain("/i/acct_");
    const intent = await intentOf(draft.id);
    expect(intent).toMatchObject({
      amount: 2000,
      description: "Payment for Invoice",
      setup_future_usage: null,
    });
    expect(finalized.confirmation_secret).toEqual({
      client_secret: intent.client_secret,
      type: "payment_intent",
    });
    expect(finalized.payments?.data).toMatchObject([
      { amount_paid: null, amount_requested: 2000, status: "open" },
    ]);
    const paid = await stripe.invoices.pay(draft.id, { expand: ["payments"] });
    expect(paid).toMatchObject({
      status: "paid",
      amount_due: 2000,
      amount_paid: 2000,
      amount_remaining: 0,
      attempt_count: 1,
      attempted: true,
      next_payment_attempt: null,
    });
    expect(paid.payments?.data).toMatchObject([{ amount_paid: 2000, status: "paid" }]);
    expect(await shop.newsSince()).toEqual([
      "invoiceitem.created",
      "invoice.created",
      "customer.updated",
      "invoice.finalized",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
  });

  test("is finalized by paying a draft, and numbers count up", async () => {
    const customer = await payer();
    const first = await stripe.invoices.pay((await draftFor(customer.id)).id);
    const second = await stripe.invoices.pay((await draftFor(customer.id)).id);
    expect([first.number, second.number]).toEqual([
      `${customer.invoice_prefix}-0001`,
      `${customer.invoice_prefix}-0002`,
    ]);
    expect(second.status).toBe("paid");
  });

  test("is paid with another of the customer's cards if the request names one", async () => {
    const customer = await payer("pm_card_chargeCustomerFail");
    const other = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id });
    const { id } = await open(customer.id);
    expect((await stripe.invoices.pay(id, { payment_method: other.id })).status).toBe("paid");
    expect((await intentOf(id)).payment_method).toBe(other.id);
  });

  test("is paid with its own method before the customer's default", async () => {
    const customer = await payer("pm_card_chargeCustomerFail");
    const other = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id });
    const { id } = await open(customer.id, { default_payment_method: other.id });
    expect((await stripe.invoices.pay(id)).status).toBe("paid");
  });

  test("is paid by the payer who confirms its intent in a browser", async () => {
    const customer = await payer(null);
    const { id } = await open(customer.id);
    const intent = await intentOf(id);
    await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: "paid", attempt_count: 1 });
  });

  test("is paid elsewhere without an attempt", async () => {
    const customer = await payer();
    const { id } = await open(customer.id);
    await shop.newsSince();
    expect(await stripe.invoices.pay(id, { paid_out_of_band: true })).toMatchObject({
      status: "paid",
      amount_paid: 2000,
      amount_remaining: 0,
      attempt_count: 0,
      attempted: false,
    });
    expect(await shop.newsSince()).toEqual(["payment_intent.canceled", "invoice.paid"]);
    expect(await intentOf(id)).toMatchObject({ status: "canceled" });
  });

  test("is paid at once if nothing is due", async () => {
    const customer = await payer(null);
    const empty = await stripe.invoices.create({ customer: customer.id });
    await shop.newsSince();
    expect(await stripe.invoices.finalizeInvoice(empty.id)).toMatchObject({
      status: "paid",
      amount_due: 0,
      attempt_count: 0,
      attempted: true,
      total: 0,
    });
    expect(await shop.newsSince()).toEqual([
      "customer.updated",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
    ]);
  });
});

describe("an invoice that is not paid", () => {
  test("because the card is declined: 402, and it stays open", async () => {
    const customer = await payer("pm_card_chargeCustomerFail");
    const { id } = await open(customer.id);
    await shop.newsSince();
    expect(await refused(stripe.invoices.pay(id))).toMatchObject({ status: 402, code: "card_declined" });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: "open",
      attempt_count: 1,
      attempted: true,
      next_payment_attempt: null,
    });
    expect(await shop.newsSince()).toEqual([
      "charge.failed",
      "payment_intent.payment_failed",
      "invoice.payment_failed",
      "invoice.updated",
    ]);
    await refused(stripe.invoices.pay(id));
    expect((await stripe.invoices.retrieve(id)).attempt_count).toBe(1);
  });

  test("because its payer must authenticate: 402, and it is paid when they have", async () => {
    const customer = await payer("pm_card_threeDSecure2Required");
    const { id } = await open(customer.id);
    await shop.newsSince();
    expect(await refused(stripe.invoices.pay(id))).toMatchObject({
      status: 402,
      code: "invoice_payment_intent_requires_action",
    });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: "open",
      attempt_count: 0,
      attempted: true,
      next_payment_attempt: null,
    });
    expect(await shop.newsSince()).toEqual([
      "payment_intent.requires_action",
      "invoice.payment_action_required",
      "invoice.updated",
    ]);
    const intent = await intentOf(id);
    expect(intent.status).toBe("requires_action");
  });

  test("because the customer has no payment method: 400, and nothing is counted", async () => {
    const customer = await payer(null);
    const { id } = await open(customer.id);
    expect(await refused(stripe.invoices.pay(id))).toMatchObject({ status: 400, code: "resource_missing" });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ attempt_count: 0, attempted: false });
  });

  test("because the method is somebody else's: 400", async () => {
    const customer = await payer();
    const other = await payer();
    const { id } = await open(customer.id);
    const theirs = String(other.invoice_settings.default_payment_method);
    expect(await refused(stripe.invoices.pay(id, { payment_method: theirs }))).toMatchObject({
      status: 400,
      code: "resource_missing",
      param: "payment_method",
    });
  });
});

describe("by itself, on a test clock", () => {
  async function clocked(card: string | null, more: Stripe.InvoiceCreateParams = {}) {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: FROZEN });
    const customer = await payer(card, { test_clock: clock.id });
    const draft = await draftFor(customer.id, { auto_advance: true, ...more });
    return { clock: clock.id, customer, draft };
  }

  test("a draft is finalized and paid an hour after it was made", async () => {
    const { clock, draft } = await clocked("pm_card_visa");
    expect(draft).toMatchObject({
      created: FROZEN,
      auto_advance: true,
      automatically_finalizes_at: FROZEN + 3601,
      next_payment_attempt: FROZEN + 3600,
      test_clock: clock,
    });
    await advance(clock, FROZEN + 3599);
    expect((await stripe.invoices.retrieve(draft.id)).status).toBe("draft");
    await advance(clock, FROZEN + 3600);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      status: "paid",
      attempt_count: 1,
      auto_advance: false,
      automatically_finalizes_at: null,
      status_transitions: { finalized_at: FROZEN + 3600, paid_at: FROZEN + 3600 },
    });
  });

  test("a failed payment is tried again after 3, 5 and 7 days", async () => {
    const { clock, customer, draft } = await clocked("pm_card_chargeCustomerFail");
    const seen: (readonly [number, number | null])[] = [];
    let at = FROZEN + 3600;
    for (const days of [3, 5, 7, null]) {
      await advance(clock, at);
      const { attempt_count, next_payment_attempt } = await stripe.invoices.retrieve(draft.id);
      seen.push([attempt_count, next_payment_attempt]);
      at += (days ?? 0) * DAY;
    }
    const first = FROZEN + 3600 + 3 * DAY;
    expect(seen).toEqual([
      [1, first],
      [2, first + 5 * DAY],
      [3, first + 12 * DAY],
      [4, null],
    ]);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true });
    const failures = await stripe.events.list({ type: "invoice.payment_failed" });
    expect(failures.data.map((event) => event.created).reverse()).toEqual([
      FROZEN + 3600,
      first,
      first + 5 * DAY,
      first + 12 * DAY,
    ]);
  });

  test("a new card is tried at the next time, and the customer is no longer delinquent", async () => {
    const { clock, customer, draft } = await clocked("pm_card_chargeCustomerFail");
    await advance(clock, FROZEN + 3600);
    const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
    await advance(clock, FROZEN + 3600 + 3 * DAY);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: "paid", attempt_count: 2 });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false });
  });

  test("a credit note for all that is due ends the delinquency", async () => {
    const { clock, customer, draft } = await clocked("pm_card_chargeCustomerFail");
    await advance(clock, FROZEN + 3600);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true });
    const { amount_due } = await stripe.invoices.retrieve(draft.id);
    await stripe.creditNotes.create({ invoice: draft.id, amount: amount_due });
    expect((await stripe.invoices.retrieve(draft.id)).status).toBe("paid");
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false });
  });

  test("without a payment method every try counts as failed", async () => {
    const { clock, draft } = await clocked(null);
    await advance(clock, FROZEN + 3600);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      status: "open",
      attempt_count: 1,
      attempted: true,
      next_payment_attempt: FROZEN + 3600 + 3 * DAY,
    });
    await advance(clock, FROZEN + 3600 + 30 * DAY);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      attempt_count: 4,
      next_payment_attempt: null,
    });
  });

  test("a bill is finalized and sent", async () => {
    const { clock, draft } = await clocked(null, { collection_method: "send_invoice", days_until_due: 30 });
    expect(draft).toMatchObject({ due_date: FROZEN + 30 * DAY, next_payment_attempt: null });
    await advance(clock, FROZEN + 3600);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: "open", attempted: false });
    expect((await shop.news()).filter((type) => type.startsWith("invoice."))).toEqual([
      "invoice.created",
      "invoice.finalized",
      "invoice.sent",
    ]);
  });

  test("nothing happens once auto_advance is switched off", async () => {
    const { clock, draft } = await clocked("pm_card_visa");
    const off = await stripe.invoices.update(draft.id, { auto_advance: false });
    expect(off).toMatchObject({ automatically_finalizes_at: null, next_payment_attempt: null });
    await advance(clock, FROZEN + DAY);
    expect((await stripe.invoices.retrieve(draft.id)).status).toBe("draft");
    const on = await stripe.invoices.update(draft.id, { auto_advance: true });
    expect(on.automatically_finalizes_at).toBe(FROZEN + 3601);
  });

  test("an invoice finalized by request is tried an hour later if it advances", async () => {
    const { clock, draft } = await clocked("pm_card_visa");
    const opened = await stripe.invoices.finalizeInvoice(draft.id);
    expect(opened).toMatchObject({ status: "open", next_payment_attempt: FROZEN + 3600 });
    await advance(clock, FROZEN + 3600);
    expect((await stripe.invoices.retrieve(draft.id)).status).toBe("paid");
  });
});

describe("closing", () => {
  test("a voided invoice keeps its amounts, and nobody can pay it any more", async () => {
    const customer = await payer();
    const { id } = await open(customer.id);
    await shop.newsSince();
    expect(await stripe.invoices.voidInvoice(id)).toMatchObject({
      status: "void",
      amount_due: 2000,
      amount_remaining: 2000,
      number: `${customer.invoice_prefix}-0001`,
    });
    expect(await shop.newsSince()).toEqual(["payment_intent.canceled", "invoice.voided"]);
    expect((await refused(stripe.invoices.pay(id))).status).toBe(400);
    expect((await refused(stripe.invoices.voidInvoice(id))).message).toBe(
      "You can only pass in open invoices. This invoice isn't open.",
    );
    const { payments } = await stripe.invoices.retrieve(id, { expand: ["payments"] });
    expect(payments?.data).toMatchObject([{ status: "canceled" }]);
    const next = await open(customer.id);
    expect(next.number).toBe(`${customer.invoice_prefix}-0002`);
  });

  test("an uncollectible invoice can still be paid or voided", async () => {
    const customer = await payer();
    const { id } = await open(customer.id);
    await shop.newsSince();
    expect((await stripe.invoices.markUncollectible(id)).status).toBe("uncollectible");
    expect(await shop.newsSince()).toEqual(["invoice.marked_uncollectible"]);
    expect((await refused(stripe.invoices.markUncollectible(id))).message).toBe(
      "This invoice has already been marked uncollectible.",
    );
    expect((await stripe.invoices.pay(id)).status).toBe("paid");
    const other = await open(customer.id);
    await stripe.invoices.markUncollectible(other.id);
    expect((await stripe.invoices.voidInvoice(other.id)).status).toBe("void");
  });

  test("a draft can be neither voided nor marked, and is deleted for good", async () => {
    const customer = await payer();
    const { id } = await draftFor(customer.id);
    for (const call of [() => stripe.invoices.voidInvoice(id), () => stripe.invoices.markUncollectible(id)]) {
      expect((await refused(call())).message).toBe(
        "You can only pass in open invoices. This invoice isn't open.",
      );
    }
    expect(await stripe.invoices.del(id)).toMatchObject({ id, object: "invoice", deleted: true });
    expect((await refused(stripe.invoices.retrieve(id))).status).toBe(404);
  });
});

describe("bills and changes", () => {
  test.each<[Stripe.InvoiceCreateParams, string]>([
    [
      { collection_method: "send_invoice" },
      "If invoice collection method is 'send_invoice', you must specify 'due_date' or 'days_until_due'.",
    ],
    [
      { days_until_due: 7 },
      "You can only specify 'due_date' or 'days_until_due' if invoice collection method is 'send_invoice'.",
    ],
  ])("%j is refused", async (params, message) => {
    const { id: customer } = await payer();
    expect(await refused(stripe.invoices.create({ customer, ...params }))).toMatchObject({
      status: 400,
      message,
    });
  });

  test("a bill is sent, finalized by that, and listed by its due date", async () => {
    const { id: customer } = await payer();
    const draft = await draftFor(customer, { collection_method: "send_invoice", days_until_due: 7 });
    const due = Number(draft.due_date);
    expect(due).toBe(draft.created + 7 * DAY);
    await shop.newsSince();
    expect((await stripe.invoices.sendInvoice(draft.id)).status).toBe("open");
    expect((await shop.newsSince()).at(-1)).toBe("invoice.sent");
    const found = async (due_date: Stripe.InvoiceListParams["due_date"]) =>
      (await stripe.invoices.list({ customer, ...(due_date === undefined ? {} : { due_date }) })).data.length;
    expect(await found(due)).toBe(1);
    expect(await found({ gte: due, lte: due })).toBe(1);
    expect(await found({ gt: due })).toBe(0);
    expect(await found({ lt: due })).toBe(0);
  });

  test("a draft can be changed, a finalized invoice hardly", async () => {
    const customer = await payer();
    const { id } = await draftFor(customer.id);
    const changed = await stripe.invoices.update(id, {
      description: "Thanks",
      footer: "Bye",
      number: "MINE-1",
      custom_fields: [{ name: "PO", value: "7" }],
      collection_method: "send_invoice",
      days_until_due: 3,
      metadata: { a: "1" },
    });
    expect(changed).toMatchObject({
      description: "Thanks",
      footer: "Bye",
      number: "MINE-1",
      custom_fields: [{ name: "PO", value: "7" }],
      collection_method: "send_invoice",
      due_date: changed.created + 3 * DAY,
      metadata: { a: "1" },
    });
    expect((await stripe.invoices.finalizeInvoice(id)).number).toBe("MINE-1");
    expect(await refused(stripe.invoices.update(id, { description: "Late" }))).toMatchObject({
      status: 400,
      param: "description",
      message: "Finalized invoices can't be updated in this way",
    });
    expect((await stripe.invoices.update(id, { metadata: { a: "2" } })).metadata).toEqual({ a: "2" });
  });

  test("invoices are searched", async () => {
    const customer = await payer();
    const paid = await stripe.invoices.pay((await draftFor(customer.id)).id);
    await draftFor(customer.id);
    const found = await stripe.invoices.search({ query: "status:'paid' AND total>1000" });
    expect(found.data.map(({ id }) => id)).toEqual([paid.id]);
  });
});

describe("many requests at once", () => {
  test("pay an invoice once", async () => {
    const { id } = await open((await payer()).id);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => stripe.invoices.pay(id)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { id: payment_intent } = await intentOf(id);
    expect((await stripe.charges.list({ payment_intent })).data).toHaveLength(1);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: "paid", attempt_count: 1 });
  });

  test("finalize a draft once, and give each invoice its own number and item", async () => {
    const customer = await payer();
    const draft = await draftFor(customer.id);
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => stripe.invoices.finalizeInvoice(draft.id)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await stripe.invoiceItems.create({ customer: customer.id, amount: 500, currency: "usd" });
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" }),
      ),
    );
    expect(made.map(({ total }) => total).sort()).toEqual([0, 0, 0, 0, 0, 500]);
    const numbers = await Promise.all(made.map(({ id }) => stripe.invoices.finalizeInvoice(id)));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(6);
  });

  test("void and pay: only one of them", async () => {
    const { id } = await open((await payer()).id);
    await Promise.allSettled([stripe.invoices.voidInvoice(id), stripe.invoices.pay(id)]);
    const after = await stripe.invoices.retrieve(id);
    const intent = await intentOf(id);
    expect([after.status, intent.status]).toEqual(
      after.status === "paid" ? ["paid", "succeeded"] : ["void", "canceled"],
    );
  });
});

describe("the page of an open invoice", () => {
  const post = (url: string, number: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ cardNumber: number, cardExpiry: "12 / 40", cardCvc: "123" }).toString(),
    });
  const pageOf = (invoice: Stripe.Invoice) => {
    const { pathname } = new URL(String(invoice.hosted_invoice_url));
    return server.url + pathname;
  };

  test("takes a card, and shows the invoice as paid from then on", async () => {
    const invoice = await open((await payer(null)).id);
    const url = pageOf(invoice);
    expect(await (await fetch(url)).text()).toContain('data-testid="invoice-pay"');
    const reply = await post(url, "4242 4242 4242 4242");
    expect(reply.status).toBe(303);
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe("paid");
    const shown = await (await fetch(url)).text();
    expect(shown).not.toContain('data-testid="invoice-pay"');
    expect(shown).toContain("$20.00 paid on");
  });

  test("says why a card was declined, without showing it again", async () => {
    const invoice = await open((await payer(null)).id);
    const reply = await post(pageOf(invoice), "4000000000009995");
    expect(reply.status).toBe(400);
    const text = await reply.text();
    expect(text).toContain("insufficient funds");
    expect(text).not.toContain("9995");
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: "open", attempt_count: 1 });
    const wrong = await post(pageOf(invoice), "42");
    expect(wrong.status).toBe(400);
  });

  test("sends a payer who must authenticate to their bank, and back", async () => {
    const invoice = await open((await payer(null)).id);
    const reply = await post(pageOf(invoice), "4000000000003220");
    expect(reply.status).toBe(303);
    expect(reply.headers.get("location")).toMatch(/^\/c\/3ds\/pi_/);
    const intent = await intentOf(invoice.id);
    expect(intent.next_action?.redirect_to_url?.return_url).toBe(pageOf(invoice));
  });

  test("takes nothing from another site, nor for an invoice that is not open", async () => {
    const invoice = await open((await payer(null)).id);
    const url = pageOf(invoice);
    await post(url, "4242424242424242", { "sec-fetch-site": "cross-site" });
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe("open");
    await stripe.invoices.voidInvoice(invoice.id);
    expect(await (await fetch(url)).text()).not.toContain('data-testid="invoice-pay"');
    expect((await post(url, "4242424242424242")).status).toBe(303);
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe("void");
  });
});
