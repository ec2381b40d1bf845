/** Invoice items and the lines they become; discounts, taxes and the customer's balance; previews. */
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
let stripe: Stripe;
let customer: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  shop = openShop(server);
  stripe = shop.stripe;
  customer = (await stripe.customers.create({ email: "jenny@example.com" })).id;
});

type ItemParams = Partial<Stripe.InvoiceItemCreateParams>;
const item = (more: ItemParams = {}) =>
  stripe.invoiceItems.create({ customer, amount: 1000, currency: "usd", description: "Work", ...more });
const draft = (more: Partial<Stripe.InvoiceCreateParams> = {}) =>
  stripe.invoices.create({ customer, pending_invoice_items_behavior: "include", ...more });
const texts = (invoice: Stripe.Invoice) => invoice.lines.data.map(({ description }) => description);

describe("an item", () => {
  test("waits until an invoice takes it up", async () => {
    const made = await item();
    expect(made).toMatchObject({
      object: "invoiceitem",
      amount: 1000,
      customer,
      discountable: true,
      discounts: [],
      invoice: null,
      parent: null,
      proration: false,
      quantity: 1,
      pricing: { type: "price_details" },
    });
    expect(String(made.pricing?.unit_amount_decimal)).toBe("1000");
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toHaveLength(1);
    const excluded = await stripe.invoices.create({ customer });
    expect(excluded.lines.data).toEqual([]);
    const invoice = await draft();
    expect(texts(invoice)).toEqual(["Work"]);
    expect(invoice.lines.data[0]?.parent).toMatchObject({
      type: "invoice_item_details",
      invoice_item_details: { invoice_item: made.id, proration: false, subscription: null },
    });
    expect((await stripe.invoiceItems.retrieve(made.id)).invoice).toBe(invoice.id);
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
    expect((await stripe.invoiceItems.list({ invoice: invoice.id })).data).toHaveLength(1);
  });

  test("of a price has its name and amount", async () => {
    const price = await shop.price({ unit_amount: 250 });
    const made = await stripe.invoiceItems.create({ customer, pricing: { price: price.id }, quantity: 3 });
    expect(made).toMatchObject({ amount: 750, currency: "usd", description: "T-shirt", quantity: 3 });
    expect(made.pricing).toMatchObject({ price_details: { price: price.id } });
    expect(String(made.pricing?.unit_amount_decimal)).toBe("250");
  });

  test("of a product or a unit amount makes its price", async () => {
    const product = await stripe.products.create({ name: "Hour" });
    const priced = await stripe.invoiceItems.create({
      customer,
      price_data: { currency: "usd", product: product.id, unit_amount_decimal: Stripe.Decimal.from("33.5") },
      quantity: 3,
    });
    expect(priced).toMatchObject({ amount: 101, description: "Hour" });
    const counted = await stripe.invoiceItems.create({
      customer,
      currency: "usd",
      unit_amount_decimal: Stripe.Decimal.from("-12.5"),
      quantity: 2,
    });
    expect(counted).toMatchObject({ amount: -25, discountable: false });
  });

  test("for a draft becomes a line of it at once, and the line follows it", async () => {
    const invoice = await stripe.invoices.create({ customer, currency: "usd" });
    const made = await item({ invoice: invoice.id });
    const [line] = (await stripe.invoices.retrieve(invoice.id)).lines.data;
    await stripe.invoiceItems.update(made.id, { amount: 1500, description: "More work" });
    const after = await stripe.invoices.retrieve(invoice.id);
    expect(after).toMatchObject({ total: 1500, amount_due: 1500 });
    expect(after.lines.data[0]).toMatchObject({ id: line?.id, amount: 1500, description: "More work" });
    await stripe.invoiceItems.del(made.id);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 0, lines: { data: [] } });
    expect((await refused(stripe.invoiceItems.retrieve(made.id))).status).toBe(404);
  });

  test("of a finalized invoice cannot be changed or deleted", async () => {
    const made = await item();
    const { id } = await draft();
    await stripe.invoices.finalizeInvoice(id);
    const calls = [
      () => stripe.invoiceItems.update(made.id, { amount: 1 }),
      () => stripe.invoiceItems.del(made.id),
      () => item({ invoice: id }),
      () => stripe.invoices.addLines(id, { lines: [{ amount: 1 }] }),
    ];
    for (const call of calls) {
      expect(await refused(call())).toMatchObject({
        status: 400,
        code: "invoice_not_editable",
        message: "Invalid invoice: This invoice is no longer editable",
      });
    }
  });

  test.each<[string, ItemParams, string | undefined]>([
    ["amount and quantity", { quantity: 2 }, "amount"],
    ["two prices", { pricing: { price: "price_x" } }, "amount"],
    ["an unknown customer", { customer: "cus_nope" }, "customer"],
    ["an unknown invoice", { invoice: "in_nope" }, "invoice"],
    ["an unknown rate", { tax_rates: ["txr_nope"] }, "tax_rates[0]"],
    ["an unknown coupon", { discounts: [{ coupon: "nope" }] }, "discounts[0][coupon]"],
    ["a period that ends before it starts", { period: { start: 2, end: 1 } }, "period[start]"],
  ])("is refused with %s", async (_, params, param) => {
    expect(await refused(item(params))).toMatchObject({ status: 400, param });
    expect((await stripe.invoiceItems.list({ customer })).data).toEqual([]);
  });

  test("is refused with a recurring price", async () => {
    const price = await shop.price({ recurring: { interval: "month" } });
    expect(
      await refused(stripe.invoiceItems.create({ customer, pricing: { price: price.id } })),
    ).toMatchObject({
      status: 400,
      message:
        "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
    });
  });
});

describe("the lines of a draft", () => {
  test("are added, changed and removed", async () => {
    const { id } = await stripe.invoices.create({ customer, currency: "usd" });
    const waiting = await item();
    const added = await stripe.invoices.addLines(id, {
      lines: [{ invoice_item: waiting.id }, { amount: 500, description: "Rush" }],
      invoice_metadata: { order: "7" },
    });
    expect(texts(added)).toEqual(["Work", "Rush"]);
    expect(added).toMatchObject({ total: 1500, metadata: { order: "7" } });
    const [first, second] = added.lines.data.map((line) => line.id);
    const changed = await stripe.invoices.updateLines(id, {
      lines: [{ id: String(second), amount: 700, description: "Rush fee" }],
    });
    expect(changed.total).toBe(1700);
    const line = await stripe.invoices.updateLineItem(id, String(second), { metadata: { a: "1" } });
    expect(line).toMatchObject({ id: second, amount: 700, metadata: { a: "1" } });
    const removed = await stripe.invoices.removeLines(id, {
      lines: [
        { id: String(first), behavior: "unassign" },
        { id: String(second), behavior: "delete" },
      ],
    });
    expect(removed).toMatchObject({ total: 0, lines: { data: [] } });
    const pending = await stripe.invoiceItems.list({ customer, pending: true });
    expect(pending.data.map((one) => one.id)).toEqual([waiting.id]);
  });

  test("refuse an amount together with a quantity", async () => {
    const { id } = await stripe.invoices.create({ customer, currency: "usd" });
    expect(
      await refused(stripe.invoices.addLines(id, { lines: [{ amount: 1, quantity: 1 }] })),
    ).toMatchObject({
      status: 400,
      param: "lines[0][amount]",
      message: "You may only specify one of these parameters: amount, quantity.",
    });
  });

  test("come newest first, and stay with a deleted draft", async () => {
    await item({ description: "First" });
    await item({ description: "Second" });
    const invoice = await draft();
    expect(texts(invoice)).toEqual(["Second", "First"]);
    await stripe.invoices.del(invoice.id);
    expect((await refused(stripe.invoices.retrieve(invoice.id))).status).toBe(404);
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
    expect((await draft()).lines.data).toEqual([]);
  });
});

describe("discounts and taxes", () => {
  test("an amount off is spread over the lines, the rest to the last", async () => {
    const coupon = await stripe.coupons.create({ amount_off: 500, currency: "usd" });
    await item({ amount: 2000, description: "Two" });
    await item({ amount: 1000, description: "One" });
    const invoice = await draft({ discounts: [{ coupon: coupon.id }] });
    expect(invoice.lines.data.map((line) => line.discount_amounts?.[0]?.amount)).toEqual([166, 334]);
    expect(invoice).toMatchObject({ subtotal: 3000, total: 2500 });
    expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
  });

  test("exclusive tax is taken on what discounts leave", async () => {
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const rate = await stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 5 });
    await item({ amount: 3000 });
    const invoice = await draft({ discounts: [{ coupon: coupon.id }], default_tax_rates: [rate.id] });
    expect(invoice).toMatchObject({
      subtotal: 3000,
      total: 2835,
      total_excluding_tax: 2700,
      total_discount_amounts: [{ amount: 300 }],
      total_taxes: [{ amount: 135, taxable_amount: 2700, tax_behavior: "exclusive" }],
    });
  });

  test("a line that is not discountable names the discount with 0", async () => {
    const coupon = await stripe.coupons.create({ percent_off: 50 });
    await item({ amount: -400, description: "Credit" });
    await item({ amount: 1000 });
    const invoice = await draft({ discounts: [{ coupon: coupon.id }] });
    expect(invoice.lines.data.map((line) => line.discount_amounts?.[0]?.amount)).toEqual([500, 0]);
    expect(invoice.total).toBe(100);
  });

  test("automatic tax needs an address to finalize", async () => {
    await item();
    const invoice = await draft({ automatic_tax: { enabled: true } });
    expect(invoice.automatic_tax.status).toBe("requires_location_inputs");
    expect(await refused(stripe.invoices.finalizeInvoice(invoice.id))).toMatchObject({
      status: 400,
      code: "customer_tax_location_invalid",
    });
    await stripe.customers.update(customer, { address: { country: "DE", line1: "Weg 1" } });
    const open = await stripe.invoices.finalizeInvoice(invoice.id);
    expect(open).toMatchObject({ status: "open", automatic_tax: { status: "complete" } });
  });
});

describe("the customer's balance", () => {
  const balance = async () => ((await stripe.customers.retrieve(customer)) as Stripe.Customer).balance;

  test("is changed by transactions", async () => {
    const made = await stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: "usd" });
    expect(made).toMatchObject({
      object: "customer_balance_transaction",
      amount: -500,
      ending_balance: -500,
      type: "adjustment",
    });
    expect(await balance()).toBe(-500);
    await stripe.customers.updateBalanceTransaction(customer, made.id, { description: "Goodwill" });
    const { data } = await stripe.customers.listBalanceTransactions(customer);
    expect(data).toMatchObject([{ id: made.id, description: "Goodwill" }]);
    expect(
      await refused(stripe.customers.createBalanceTransaction(customer, { amount: 1, currency: "eur" })),
    ).toMatchObject({ status: 400, param: "currency" });
  });

  test("is set with the customer, and adjusted by changing the customer", async () => {
    const { id } = await stripe.customers.create({ balance: -500 });
    expect(await stripe.customers.update(id, { balance: 200 })).toMatchObject({ balance: 200 });
    const { data } = await stripe.customers.listBalanceTransactions(id);
    expect(data.map(({ amount, ending_balance, type }) => [type, amount, ending_balance])).toEqual([
      ["adjustment", 700, 200],
      ["initial", -500, -500],
    ]);
  });

  test("credit is used up by an invoice, and given back if it is voided", async () => {
    await stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: "usd" });
    await item();
    const { id } = await draft();
    const open = await stripe.invoices.finalizeInvoice(id);
    expect(open).toMatchObject({ amount_due: 700, starting_balance: -300, ending_balance: 0, total: 1000 });
    expect(await balance()).toBe(0);
    await stripe.invoices.voidInvoice(id);
    expect(await balance()).toBe(-300);
    const { data } = await stripe.customers.listBalanceTransactions(customer);
    expect(data.map(({ amount, type }) => [type, amount])).toEqual([
      ["unapplied_from_invoice", -300],
      ["applied_to_invoice", 300],
      ["adjustment", -300],
    ]);
  });

  test("an amount too small to be charged waits for the next invoice", async () => {
    await item({ amount: 30 });
    const first = await stripe.invoices.finalizeInvoice((await draft()).id);
    expect(first).toMatchObject({ status: "paid", amount_due: 0, ending_balance: 30, attempt_count: 0 });
    expect(await balance()).toBe(30);
    await item();
    const second = await stripe.invoices.finalizeInvoice((await draft()).id);
    expect(second).toMatchObject({ amount_due: 1030, starting_balance: 30, ending_balance: 0 });
  });

  test("a total below zero becomes credit", async () => {
    await item({ amount: -334 });
    const paid = await stripe.invoices.finalizeInvoice((await draft()).id);
    expect(paid).toMatchObject({ status: "paid", amount_due: 0, total: -334, ending_balance: -334 });
    expect(await balance()).toBe(-334);
  });
});

describe("a preview", () => {
  test("shows the items that wait, and those that the request adds, and writes nothing", async () => {
    const waiting = await item();
    const before = await shop.news();
    const preview = await stripe.invoices.createPreview({
      customer,
      invoice_items: [
        { amount: 500, currency: "usd", description: "Rush" },
        { invoiceitem: waiting.id, amount: 1200 },
      ],
    });
    expect(preview).toMatchObject({ status: "draft", total: 1700, billing_reason: "upcoming", number: null });
    expect(preview.id).toMatch(/^upcoming_in_/);
    expect(preview.lines.url).toBe(`/v1/invoices/${preview.id}/lines`);
    expect(texts(preview)).toEqual(["Work", "Rush"]);
    expect((await stripe.invoiceItems.list({ customer })).data).toHaveLength(1);
    expect((await stripe.invoices.list({ customer })).data).toEqual([]);
    expect(await shop.news()).toEqual(before);
  });

  test("counts the customer's balance", async () => {
    await stripe.customers.createBalanceTransaction(customer, { amount: -400, currency: "usd" });
    await item();
    const preview = await stripe.invoices.createPreview({ customer });
    expect(preview).toMatchObject({ amount_due: 600, starting_balance: -400, ending_balance: 0 });
  });

  test("is in one currency", async () => {
    const eur = { amount: 500, currency: "eur", description: "Rush" };
    expect(await stripe.invoices.createPreview({ customer, invoice_items: [eur] })).toMatchObject({
      currency: "eur",
      total: 500,
    });
    const usd = { ...eur, currency: "usd" };
    expect(
      await refused(stripe.invoices.createPreview({ customer, invoice_items: [eur, usd] })),
    ).toMatchObject({ status: 400, param: "invoice_items[1][currency]" });
  });

  test("in its older form has no id", async () => {
    await item();
    const reply = await server.raw("GET", `/v1/invoices/upcoming?customer=${customer}`, {
      key: shop.key,
      headers: { "stripe-version": "2023-10-16" },
    });
    expect(reply.status).toBe(200);
    expect(reply.body).not.toHaveProperty("id");
    expect(reply.body).toMatchObject({
      object: "invoice",
      total: 1000,
      billing_reason: "upcoming",
      paid: false,
    });
  });

  test("is refused if there is nothing to show, or for nobody", async () => {
    expect(await refused(stripe.invoices.createPreview({ customer }))).toMatchObject({
      status: 404,
      code: "invoice_upcoming_none",
    });
    expect(await refused(stripe.invoices.createPreview({}))).toMatchObject({
      status: 400,
      message: "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint.",
    });
  });
});

describe("older versions", () => {
  const read = async (path: string, version: string) =>
    (await server.raw("GET", path, { key: shop.key, headers: { "stripe-version": version } })).body;

  test("show the price, and the taxes as lists by rate", async () => {
    const price = await shop.price({ unit_amount: 400 });
    const made = await stripe.invoiceItems.create({ customer, pricing: { price: price.id }, quantity: 2 });
    const old = await read(`/v1/invoiceitems/${made.id}`, "2023-10-16");
    expect(old).toMatchObject({
      plan: null,
      price: { id: price.id, object: "price" },
      subscription: null,
      unit_amount: 400,
      unit_amount_decimal: "400",
    });
    expect(await read(`/v1/invoiceitems/${made.id}`, "2025-03-31.basil")).not.toHaveProperty("price");
    const invoice = await stripe.invoices.finalizeInvoice((await draft()).id);
    const shown = await read(`/v1/invoices/${invoice.id}`, "2024-06-20");
    expect(shown).toMatchObject({ paid: false, paid_out_of_band: false, subscription: null, tax: null });
    expect(shown.payment_intent).toMatch(/^pi_/);
    expect(shown.lines.data[0]).toMatchObject({
      invoice_item: made.id,
      type: "invoiceitem",
      proration: false,
    });
  });

  test("take the price by name", async () => {
    const price = await shop.price();
    const reply = await server.raw("POST", "/v1/invoiceitems", {
      key: shop.key,
      headers: { "stripe-version": "2024-06-20" },
      body: `customer=${customer}&price=${price.id}`,
    });
    expect(reply.status).toBe(200);
    expect(reply.body.price.id).toBe(price.id);
  });
});
