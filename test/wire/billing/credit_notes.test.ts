/** Credit notes: of open and paid invoices, by amount and by lines; previewed and voided; and what is refused. */
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

async function payer() {
  const customer = await stripe.customers.create({ email: "jenny@example.com" });
  const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  return stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
}

/** An open invoice of 30.00 usd: 2 × 10.00 with 10 % tax on top, less 20 %; and 10.00 without tax or discount. */
async function open() {
  const customer = (await payer()).id;
  const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 10 });
  const coupon = await stripe.coupons.create({ percent_off: 20 });
  const price = await shop.price({ unit_amount: 1000 });
  await stripe.invoiceItems.create({
    customer,
    pricing: { price: price.id },
    quantity: 2,
    tax_rates: [rate.id],
    discounts: [{ coupon: coupon.id }],
  });
  await stripe.invoiceItems.create({ customer, amount: 1000, currency: "usd", description: "Delivery" });
  const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
  return stripe.invoices.finalizeInvoice(draft.id);
}
const lineOf = (invoice: Stripe.Invoice, text: string) =>
  String(invoice.lines.data.find(({ description }) => description === text)?.id);

describe("a credit note of an open invoice", () => {
  test("by amount lowers what is due", async () => {
    const invoice = await open();
    expect(invoice.total).toBe(2760);
    await shop.newsSince();
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 760, reason: "duplicate" });
    expect(note).toMatchObject({
      amount: 760,
      currency: "usd",
      customer: invoice.customer,
      invoice: invoice.id,
      number: `${invoice.number}-CN-01`,
      post_payment_amount: 0,
      pre_payment_amount: 760,
      reason: "duplicate",
      refunds: [],
      status: "issued",
      total: 760,
      type: "pre_payment",
    });
    const after = await stripe.invoices.retrieve(invoice.id, { expand: ["payments"] });
    expect(after).toMatchObject({
      amount_due: 2000,
      amount_remaining: 2000,
      pre_payment_credit_notes_amount: 760,
      total: 2760,
    });
    expect(after.payments?.data[0]?.amount_requested).toBe(2000);
    expect(await shop.newsSince()).toEqual(["credit_note.created", "invoice.updated"]);
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ status: "paid", amount_paid: 2000 });
  });

  test("of everything makes it paid", async () => {
    const invoice = await open();
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 2760 });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: "paid",
      amount_due: 0,
      amount_paid: 0,
      amount_remaining: 0,
    });
  });

  test("by lines credits the same part of discounts and taxes", async () => {
    const invoice = await open();
    const line = lineOf(invoice, "T-shirt");
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [
        { type: "invoice_line_item", invoice_line_item: line, quantity: 1 },
        { type: "custom_line_item", description: "Sorry", unit_amount: 100, quantity: 2 },
      ],
    });
    expect(note).toMatchObject({
      subtotal: 1200,
      discount_amount: 200,
      total_excluding_tax: 1000,
      total: 1080,
      amount: 1080,
    });
    expect(note.total_taxes).toMatchObject([{ amount: 80, taxable_amount: 800 }]);
    const { data } = await stripe.creditNotes.listLineItems(note.id);
    for (const shown of [note, ...data, ...note.lines.data]) {
      const { id: _, object: __, lastResponse: ___, ...rest } = shown as object as Record<string, unknown>;
      expect(Object.keys(rest)).toEqual(Object.keys(rest).sort());
    }
    expect(data).toMatchObject([
      { amount: 1000, discount_amount: 200, invoice_line_item: line, type: "invoice_line_item" },
      { amount: 200, description: "Sorry", type: "custom_line_item" },
    ]);
  });

  test("is voided: the invoice is due as before", async () => {
    const invoice = await open();
    const { id } = await stripe.creditNotes.create({ invoice: invoice.id, amount: 700 });
    expect(await stripe.creditNotes.voidCreditNote(id)).toMatchObject({ status: "void" });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_due: 2760,
      amount_remaining: 2760,
      pre_payment_credit_notes_amount: 0,
    });
    expect((await refused(stripe.creditNotes.voidCreditNote(id))).status).toBe(400);
    const second = await stripe.creditNotes.create({ invoice: invoice.id, amount: 100 });
    expect(second.number).toBe(`${invoice.number}-CN-02`);
  });

  test("is previewed without being made", async () => {
    const invoice = await open();
    const before = await shop.news();
    const preview = await stripe.creditNotes.preview({ invoice: invoice.id, amount: 500 });
    expect(preview).toMatchObject({ amount: 500, number: `${invoice.number}-CN-01`, type: "pre_payment" });
    const lines = await stripe.creditNotes.listPreviewLineItems({ invoice: invoice.id, amount: 500 });
    expect(lines.data).toHaveLength(1);
    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_due: 2760 });
    expect(await shop.news()).toEqual(before);
  });
});

describe("a credit note of a paid invoice", () => {
  test("refunds, credits the balance, and counts what is given back elsewhere", async () => {
    const invoice = await open();
    await stripe.invoices.pay(invoice.id);
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 1000,
      refund_amount: 500,
      credit_amount: 300,
      out_of_band_amount: 200,
    });
    expect(note).toMatchObject({
      out_of_band_amount: 200,
      post_payment_amount: 1000,
      pre_payment_amount: 0,
      refunds: [{ amount_refunded: 500, type: "refund" }],
      type: "post_payment",
    });
    const refund = await stripe.refunds.retrieve(String(note.refunds[0]?.refund));
    expect(refund.amount).toBe(500);
    const customer = String(invoice.customer);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -300 });
    const transaction = await stripe.customers.retrieveBalanceTransaction(
      customer,
      String(note.customer_balance_transaction),
    );
    expect(transaction).toMatchObject({ amount: -300, credit_note: note.id, type: "credit_note" });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: "paid",
      post_payment_credit_notes_amount: 1000,
    });
    expect((await refused(stripe.creditNotes.voidCreditNote(note.id))).status).toBe(400);
  });

  test("names a refund that was made before", async () => {
    const invoice = await open();
    const paid = await stripe.invoices.pay(invoice.id, { expand: ["payments"] });
    const payment_intent = String(paid.payments?.data[0]?.payment.payment_intent);
    const refund = await stripe.refunds.create({ payment_intent, amount: 400 });
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 400,
      refunds: [{ refund: refund.id }],
    });
    expect(note.refunds).toMatchObject([{ amount_refunded: 400, refund: refund.id }]);
  });
});

describe("refusals", () => {
  test.each<[string, (invoice: Stripe.Invoice) => Stripe.CreditNoteCreateParams]>([
    ["more than is left", ({ id }) => ({ invoice: id, amount: 2761 })],
    ["nothing", ({ id }) => ({ invoice: id, amount: 0 })],
    ["neither amount nor lines", ({ id }) => ({ invoice: id })],
    ["a refund of what nobody paid", ({ id }) => ({ invoice: id, amount: 100, refund_amount: 100 })],
    [
      "more of a line than it has",
      (invoice) => ({
        invoice: invoice.id,
        lines: [{ type: "invoice_line_item", invoice_line_item: lineOf(invoice, "Delivery"), amount: 1001 }],
      }),
    ],
    [
      "an unknown line",
      ({ id }) => ({
        invoice: id,
        lines: [{ type: "invoice_line_item", invoice_line_item: "il_nope", amount: 1 }],
      }),
    ],
  ])("%s", async (_, params) => {
    const invoice = await open();
    expect((await refused(stripe.creditNotes.create(params(invoice)))).status).toBe(400);
    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_due: 2760 });
  });

  test("a draft and a void invoice", async () => {
    const { id: customer } = await payer();
    const draft = await stripe.invoices.create({ customer });
    expect((await refused(stripe.creditNotes.create({ invoice: draft.id, amount: 1 }))).status).toBe(400);
    const invoice = await open();
    await stripe.invoices.voidInvoice(invoice.id);
    expect(await refused(stripe.creditNotes.create({ invoice: invoice.id, amount: 1 }))).toMatchObject({
      status: 400,
      param: "invoice",
    });
  });

  test("after the payment, what is given back in no way", async () => {
    const invoice = await open();
    await stripe.invoices.pay(invoice.id);
    expect(await refused(stripe.creditNotes.create({ invoice: invoice.id, amount: 100 }))).toMatchObject({
      status: 400,
      param: "amount",
    });
  });
});
