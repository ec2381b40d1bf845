/** Invoices of paid sessions: their content in every version, numbers, lists, events, and refusals. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { authenticatedSession } from "../../../src/resources/checkout/checkout_session/index.ts";
import { NO_CAUSE } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, openShop, type Params, refused, type Shop, typedCard } from "../../support/shop.ts";
import { openReceiver } from "../../support/work_bed.ts";

const NOW = 1_800_000_000;
const HEAD = "2026-10-28.endive";
const BASIL = "2025-03-31.basil";
const ACACIA = "2024-09-30.acacia";
const SEED = "2023-10-16";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock: new FixedClock(NOW) });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const idOf = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-9A-Za-z]{14,}$`));
/** Without what a client makes of it. */
const plain = (object: unknown) => JSON.parse(JSON.stringify(object));

type SessionParams = Partial<Stripe.Checkout.SessionCreateParams>;

/** A session that is paid as its page would pay it, and that has an invoice unless told otherwise. */
async function paid(more: SessionParams = {}, told: Params = {}): Promise<Stripe.Checkout.Session> {
  const session = await shop.session({ invoice_creation: { enabled: true }, ...more });
  const reply = await shop.confirm(session.id, { ...typedCard("4242424242424242"), ...told });
  if (reply.status !== 200) throw new Error(reply.text);
  return shop.stripe.checkout.sessions.retrieve(session.id);
}

/** What the server itself says, in a version. */
async function read(path: string, version = HEAD) {
  return (await server.raw("GET", path, { key: shop.key, headers: { "stripe-version": version } })).body;
}
const invoiceOf = (session: Stripe.Checkout.Session, version = HEAD, query = "") =>
  read(`/v1/invoices/${session.invoice}${query}`, version);

const ADDRESS = {
  city: "Berlin",
  country: "DE",
  line1: "Weg 1",
  line2: null,
  postal_code: "10115",
  state: null,
};
const TO_BERLIN = { city: "Berlin", country: "DE", line1: "Weg 1", postal_code: "10115" };

/** A session with everything: two rates, a coupon, shipping, tax ids, and all that `invoice_data` takes. */
async function everything() {
  const { stripe } = shop;
  const own = await stripe.taxIds.create({ type: "us_ein", value: "12-3456789" });
  const coupon = await stripe.coupons.create({ percent_off: 12.5, name: "Spring" });
  const vat = await stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage: 19 });
  const city = await stripe.taxRates.create({ display_name: "City tax", inclusive: false, percentage: 2.5 });
  const ground = await stripe.shippingRates.create({
    display_name: "Ground",
    type: "fixed_amount",
    fixed_amount: { amount: 500, currency: "usd" },
  });
  const shirt = await shop.price();
  const mug = await shop.price({ unit_amount: 333, product_data: { name: "Mug" } });
  const session = await paid(
    {
      line_items: [
        { price: shirt.id, quantity: 2, tax_rates: [vat.id] },
        { price: mug.id, quantity: 3, tax_rates: [city.id] },
      ],
      discounts: [{ coupon: coupon.id }],
      shipping_options: [{ shipping_rate: ground.id }],
      shipping_address_collection: { allowed_countries: ["DE"] },
      tax_id_collection: { enabled: true },
      invoice_creation: {
        enabled: true,
        invoice_data: {
          account_tax_ids: [own.id],
          custom_fields: [{ name: "PO", value: "4711" }],
          description: "Thanks for\nbuying",
          footer: "Weg 1, Berlin",
          issuer: { type: "self" },
          metadata: { order: "7" },
          rendering_options: { amount_tax_display: "exclude_tax" },
        },
      },
    },
    { shipping: { name: "Jenny", address: TO_BERLIN }, tax_id: { type: "eu_vat", value: "DE123456789" } },
  );
  return { session, own, coupon, vat, city, ground, shirt, mug };
}
type Everything = Awaited<ReturnType<typeof everything>>;

const tax = (amount: number, taxable_amount: number, tax_behavior: string, { id }: Stripe.TaxRate) => ({
  amount,
  tax_behavior,
  tax_rate_details: { tax_rate: id },
  taxability_reason: "not_available",
  taxable_amount,
  type: "tax_rate_details",
});
const taxBefore = (amount: number, taxable_amount: number, inclusive: boolean, { id }: Stripe.TaxRate) => ({
  amount,
  inclusive,
  tax_rate: id,
  taxability_reason: null,
  taxable_amount,
});

/** 2 × 1099 with 19 % in it and 3 × 333 with 2.5 % on top, less 12.5 %, and 500 of shipping. */
const inEveryVersion = ({ session, own, vat, city, ground }: Everything) => ({
  id: session.invoice,
  object: "invoice",
  account_country: "US",
  account_name: "Checkstand test shop",
  account_tax_ids: [own.id],
  amount_due: 3319,
  amount_overpaid: 0,
  amount_paid: 3319,
  amount_remaining: 0,
  amount_shipping: 500,
  application: null,
  attempt_count: 1,
  attempted: true,
  auto_advance: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  billing_reason: "manual",
  collection_method: "charge_automatically",
  created: NOW,
  currency: "usd",
  custom_fields: [{ name: "PO", value: "4711" }],
  customer: session.customer,
  customer_account: null,
  customer_address: null,
  customer_email: BUYER.email,
  customer_name: BUYER.name,
  customer_phone: null,
  customer_shipping: { address: ADDRESS, name: "Jenny", phone: null },
  customer_tax_exempt: "none",
  customer_tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: "Thanks for\nbuying",
  discounts: [idOf("di")],
  due_date: null,
  effective_at: NOW,
  ending_balance: 0,
  footer: "Weg 1, Berlin",
  from_invoice: null,
  hosted_invoice_url: expect.stringMatching(
    /^http:\/\/127\.0\.0\.1:\d+\/i\/acct_1\w{15}\/test_[0-9A-Za-z]{43}\?s=ap$/,
  ),
  invoice_pdf: expect.stringMatching(
    /^http:\/\/127\.0\.0\.1:\d+\/i\/acct_1\w{15}\/test_[0-9A-Za-z]{43}\/pdf\?s=ap$/,
  ),
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  lines: {
    object: "list",
    data: [
      expect.objectContaining({ object: "line_item" }),
      expect.objectContaining({ object: "line_item" }),
    ],
    has_more: false,
    total_count: 2,
    url: `/v1/invoices/${session.invoice}/lines`,
  },
  livemode: false,
  metadata: { order: "7" },
  next_payment_attempt: null,
  number: expect.stringMatching(/^[0-9A-Z]{8}-0001$/),
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  period_end: NOW,
  period_start: NOW,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: {
    amount_tax_display: "exclude_tax",
    pdf: { page_size: "auto" },
    template: null,
    template_version: null,
  },
  shipping_cost: { amount_subtotal: 500, amount_tax: 0, amount_total: 500, shipping_rate: ground.id },
  shipping_details: { address: ADDRESS, name: "Jenny", phone: null },
  starting_balance: 0,
  statement_descriptor: null,
  status: "paid",
  status_transitions: { finalized_at: NOW, marked_uncollectible_at: null, paid_at: NOW, voided_at: null },
  subtotal: 3197,
  subtotal_excluding_tax: 2890,
  test_clock: null,
  total: 3319,
  total_discount_amounts: [{ amount: 400, discount: idOf("di") }],
  total_excluding_tax: 2990,
  total_pretax_credit_amounts: [{ amount: 400, discount: idOf("di"), type: "discount" }],
  total_taxes: [tax(307, 1616, "inclusive", vat), tax(22, 874, "exclusive", city)],
  webhooks_delivered_at: null,
});

const lineInEveryVersion = ({ session, vat, shirt }: Everything) => ({
  id: idOf("il"),
  object: "line_item",
  amount: 2198,
  currency: "usd",
  description: "T-shirt",
  discount_amounts: [{ amount: 275, discount: idOf("di") }],
  discountable: true,
  discounts: [],
  invoice: session.invoice,
  livemode: false,
  metadata: {},
  parent: {
    invoice_item_details: {
      invoice_item: idOf("ii"),
      proration: false,
      proration_details: { credited_items: null },
      subscription: null,
    },
    subscription_item_details: null,
    type: "invoice_item_details",
  },
  period: { end: NOW, start: NOW },
  pretax_credit_amounts: [{ amount: 275, discount: idOf("di"), type: "discount" }],
  pricing: {
    price_details: { price: shirt.id, product: shirt.product },
    type: "price_details",
    unit_amount_decimal: "1099",
  },
  quantity: 2,
  quantity_decimal: "2",
  subscription: null,
  subtotal: 1891,
  taxes: [tax(307, 1616, "inclusive", vat)],
});

describe("the content of an invoice", () => {
  test("in the newest version", async () => {
    const made = await everything();
    const invoice = await shop.stripe.invoices.retrieve(String(made.session.invoice));
    expect(plain(invoice)).toEqual(inEveryVersion(made));
    const { data } = await shop.stripe.invoices.listLineItems(invoice.id ?? "");
    expect(plain(data[0])).toEqual(lineInEveryVersion(made));
    expect(plain(data[1])).toMatchObject({
      amount: 999,
      discount_amounts: [{ amount: 125 }],
      subtotal: 999,
      taxes: [tax(22, 874, "exclusive", made.city)],
    });
    expect(plain(invoice.lines.data)).toEqual(plain(data));
  });

  test("read with an old client, and where its members are today", async () => {
    const made = await everything();
    const older = server.stripe14(shop.key);
    const intent = await older.paymentIntents.retrieve(String(made.session.payment_intent));
    const coupon = await older.coupons.retrieve(made.coupon.id);
    const invoice = plain(await older.invoices.retrieve(String(made.session.invoice)));
    expect(invoice).toEqual({
      ...inEveryVersion(made),
      application_fee_amount: null,
      charge: intent.latest_charge,
      discount: {
        id: invoice.discounts[0],
        object: "discount",
        checkout_session: made.session.id,
        coupon: { ...plain(coupon), times_redeemed: expect.any(Number) },
        customer: made.session.customer,
        customer_account: null,
        end: null,
        invoice: null,
        invoice_item: null,
        promotion_code: null,
        start: NOW,
        subscription: null,
        subscription_item: null,
      },
      paid: true,
      paid_out_of_band: false,
      payment_intent: intent.id,
      quote: null,
      rendering_options: { amount_tax_display: "exclude_tax" },
      subscription: null,
      subscription_details: { metadata: null },
      tax: 329,
      total_tax_amounts: [taxBefore(307, 1616, true, made.vat), taxBefore(22, 874, false, made.city)],
      transfer_data: null,
    });
    const { data } = plain(await older.invoices.listLineItems(invoice.id));
    expect(data[0]).toEqual({
      ...lineInEveryVersion(made),
      amount_excluding_tax: 1891,
      invoice_item: data[0].parent.invoice_item_details.invoice_item,
      plan: null,
      price: plain(await older.prices.retrieve(made.shirt.id)),
      proration: false,
      proration_details: { credited_items: null },
      tax_amounts: [taxBefore(307, 1616, true, made.vat)],
      tax_rates: [plain(await older.taxRates.retrieve(made.vat.id))],
      type: "invoiceitem",
      unit_amount_excluding_tax: "946",
    });
    expect(data[1]).toMatchObject({ amount_excluding_tax: 999, unit_amount_excluding_tax: "333" });
    expect(invoice.lines.data).toEqual(data);
  });

  test("rendering_options was removed in 2024-04-10, the other old keys in basil", async () => {
    const session = await paid();
    expect(await invoiceOf(session, SEED)).toHaveProperty("rendering_options", null);
    expect(await invoiceOf(session, "2024-04-10")).not.toHaveProperty("rendering_options");
    expect(await invoiceOf(session, ACACIA)).toMatchObject({ paid: true, discount: null, tax: null });
    expect(await invoiceOf(session, BASIL)).not.toHaveProperty("paid");
  });

  test("for a session without optional parameters", async () => {
    expect(await invoiceOf(await paid())).toMatchObject({
      account_tax_ids: null,
      amount_shipping: 0,
      custom_fields: null,
      customer_shipping: null,
      customer_tax_ids: [],
      description: null,
      discounts: [],
      footer: null,
      metadata: {},
      rendering: null,
      shipping_cost: null,
      shipping_details: null,
      subtotal: 2198,
      subtotal_excluding_tax: 2198,
      total: 2198,
      total_discount_amounts: [],
      total_excluding_tax: 2198,
      total_pretax_credit_amounts: [],
      total_taxes: [],
    });
  });

  test("no invoice is created unless the session asks for one", async () => {
    const session = await shop.paid();
    expect(session.invoice).toBeNull();
    expect((await shop.stripe.invoices.list()).data).toEqual([]);
  });

  test("a tax reverse-charged to the buyer is shown as zero", async () => {
    const customer = await shop.stripe.customers.create({ email: BUYER.email, tax_exempt: "reverse" });
    const vat = await shop.stripe.taxRates.create({ display_name: "VAT", inclusive: false, percentage: 19 });
    const { id: price } = await shop.price();
    const line_items = [{ price, quantity: 1, tax_rates: [vat.id] }];
    const session = await paid({ customer: customer.id, line_items });
    const { lines, ...invoice } = await invoiceOf(session, SEED);
    expect(invoice).toMatchObject({
      customer_tax_exempt: "reverse",
      tax: 0,
      total: 1099,
      total_tax_amounts: [{ amount: 0, taxability_reason: "reverse_charge", taxable_amount: 0 }],
    });
    expect(lines.data[0].taxes[0].taxability_reason).toBe("reverse_charge");
  });
});

describe("the customer on an invoice", () => {
  test("is shown as stored, whatever the buyer typed on the page, with all their tax ids", async () => {
    const { stripe } = shop;
    const customer = await stripe.customers.create({
      email: "rosen@example.com",
      address: { line1: "Allee 3", country: "DE" },
      phone: "+49301234",
      tax_exempt: "exempt",
      tax_id_data: [
        { type: "eu_vat", value: "DE123456789" },
        { type: "gb_vat", value: "GB123456789" },
      ],
    });
    const session = await paid({ customer: customer.id });
    expect(session.customer_details?.name).toBe(BUYER.name);
    expect(await invoiceOf(session)).toMatchObject({
      customer: customer.id,
      customer_address: { line1: "Allee 3", country: "DE" },
      customer_email: "rosen@example.com",
      customer_name: null,
      customer_phone: "+49301234",
      customer_tax_exempt: "exempt",
      customer_tax_ids: [
        { type: "eu_vat", value: "DE123456789" },
        { type: "gb_vat", value: "GB123456789" },
      ],
    });
  });

  test("stays as it is when the customer changes, and the invoice is kept when the customer is deleted", async () => {
    const session = await paid();
    const before = await invoiceOf(session);
    await shop.stripe.customers.update(String(session.customer), { name: "Someone else" });
    await shop.stripe.customers.del(String(session.customer));
    expect(await invoiceOf(session)).toEqual(before);
  });

  test("contributes their own fields and footer if the session sets none", async () => {
    const settings = { custom_fields: [{ name: "VAT group", value: "B" }], footer: "Of the customer" };
    const { id: customer } = await shop.stripe.customers.create({
      email: BUYER.email,
      invoice_settings: settings,
    });
    expect(await invoiceOf(await paid({ customer }))).toMatchObject(settings);
    const invoice_data = { footer: "Of the session", custom_fields: [{ name: "PO", value: "1" }] };
    const other = await paid({ customer, invoice_creation: { enabled: true, invoice_data } });
    expect(await invoiceOf(other)).toMatchObject(invoice_data);
  });

  test("a customer who was deleted during the bank's challenge gets no invoice", async () => {
    const { id: customer } = await shop.stripe.customers.create({ email: BUYER.email });
    const { id } = await shop.session({ customer, invoice_creation: { enabled: true } });
    expect((await shop.confirm(id, typedCard("4000002760003184"))).body.payment_intent.status).toBe(
      "requires_action",
    );
    await shop.stripe.customers.del(customer);
    const account = accountNamed(shop.key.replace("sk_test_", ""));
    await authenticatedSession(
      (work) => server.running.store.transact(account, NO_CAUSE, work),
      id,
      "passed",
    );
    const session = await shop.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "complete", payment_status: "paid", invoice: null });
    expect((await shop.stripe.invoices.list()).data).toEqual([]);
  });
});

describe("the unit price of a line", () => {
  const unitOf = async (more: SessionParams, told: Params = {}) =>
    (await invoiceOf(await paid(more, told))).lines.data[0].pricing.unit_amount_decimal;

  test("is in the invoice's currency", async () => {
    const { id: price } = await shop.price({ currency_options: { eur: { unit_amount: 999 } } });
    expect(await unitOf({ currency: "eur", line_items: [{ price, quantity: 2 }] })).toBe("999");
  });
  test("may have fractions of the minor unit", async () => {
    const price_data = { currency: "usd", unit_amount_decimal: "49.5", product_data: { name: "Screw" } };
    const session = await paid({ line_items: [{ price_data, quantity: 3 }] } as unknown as SessionParams);
    const { lines } = await invoiceOf(session, SEED);
    expect(lines.data[0]).toMatchObject({
      amount: 149,
      pricing: { unit_amount_decimal: "49.5" },
      unit_amount_excluding_tax: "50",
    });
  });
  test.each([
    [1000, 3, 20, "833"],
    // More digits than a floating-point number has.
    [33_333_333, 3, 7, "31152648"],
    [100, 6, 20, "83"],
    [1200, 1, 20, "1000"],
  ])(
    "%i × %i without the %i %% of tax in it, in older versions",
    async (amount, quantity, percentage, each) => {
      const rate = await shop.stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage });
      const { id: price } = await shop.price({ unit_amount: amount });
      const { lines } = await invoiceOf(
        await paid({ line_items: [{ price, quantity, tax_rates: [rate.id] }] }),
        SEED,
      );
      expect(lines.data[0].unit_amount_excluding_tax).toBe(each);
    },
  );
  test("is the amount that the buyer chose", async () => {
    const { id: price } = await shop.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true, preset: 700 },
      product_data: { name: "Donation" },
    });
    expect(await unitOf({ line_items: [{ price, quantity: 1 }] })).toBe("700");
  });
  test("is that of a package if the price is by the package", async () => {
    const { id: price } = await shop.price({ transform_quantity: { divide_by: 2, round: "up" } });
    const session = await paid({ line_items: [{ price, quantity: 3 }] });
    const [line] = (await invoiceOf(session)).lines.data;
    expect(line).toMatchObject({ amount: 2198, quantity: 3, pricing: { unit_amount_decimal: "1099" } });
  });
});

describe("all figures agree", () => {
  const sumOf = (parts: readonly { amount: number }[]) => parts.reduce((all, one) => all + one.amount, 0);

  test.each([
    ["usd", 33.33, [1230, 770, 570], { country: "US", state: "CA", postal_code: "90001" }],
    ["jpy", 12.5, [1231, 777, 571], { country: "JP", postal_code: "100-0001" }],
    // Whose amounts end on 0.
    ["kwd", 50, [11900, 10000, 1190], { country: "DE", postal_code: "10115" }],
  ] as const)(
    "%s: session, lines, payment and invoice, with taxes on the shipping as well",
    async (currency, percent_off, [shirtAmount, mugAmount, shippingAmount], address) => {
      const { stripe } = shop;
      const thing = (name: string, unit_amount: number, tax_behavior: "exclusive" | "inclusive") =>
        shop.price({ currency, unit_amount, tax_behavior, product_data: { name } });
      const coupon = await stripe.coupons.create({ percent_off });
      const shipped = await stripe.shippingRates.create({
        display_name: "Ground",
        type: "fixed_amount",
        fixed_amount: { amount: shippingAmount, currency },
        tax_behavior: "inclusive",
      });
      const shirt = await thing("Shirt", shirtAmount, "inclusive");
      const mug = await thing("Mug", mugAmount, "exclusive");
      const session = await paid(
        {
          automatic_tax: { enabled: true },
          line_items: [
            { price: shirt.id, quantity: 3 },
            { price: mug.id, quantity: 1 },
          ],
          discounts: [{ coupon: coupon.id }],
          shipping_options: [{ shipping_rate: shipped.id }],
        },
        { billing_address: address },
      );
      const { data: lines } = await stripe.checkout.sessions.listLineItems(session.id);
      const intent = await stripe.paymentIntents.retrieve(String(session.payment_intent));
      const invoice = await invoiceOf(session, HEAD, "?expand[]=payments&expand[]=shipping_cost.taxes");
      expect(session.total_details?.amount_tax).toBeGreaterThan(0);
      expect(invoice).toMatchObject({
        amount_due: session.amount_total,
        amount_paid: intent.amount_received,
        amount_shipping: session.total_details?.amount_shipping,
        automatic_tax: { enabled: true, liability: { type: "self" }, provider: "stripe", status: "complete" },
        currency,
        subtotal: session.amount_subtotal,
        total: session.amount_total,
        total_excluding_tax: (session.amount_total ?? 0) - (session.total_details?.amount_tax ?? 0),
        payments: {
          data: [
            {
              amount_paid: intent.amount,
              amount_requested: intent.amount,
              payment: { payment_intent: intent.id },
            },
          ],
          url: `/v1/invoice_payments?invoice=${invoice.id}`,
        },
      });
      expect(sumOf(invoice.total_discount_amounts)).toBe(session.total_details?.amount_discount);
      expect(sumOf(invoice.total_taxes)).toBe(session.total_details?.amount_tax);
      expect(invoice.shipping_cost.amount_tax).toBeGreaterThan(0);
      expect(sumOf(invoice.shipping_cost.taxes)).toBe(invoice.shipping_cost.amount_tax);
      expect(invoice.shipping_cost.taxes[0]).toEqual({
        amount: expect.any(Number),
        rate: expect.objectContaining({ object: "tax_rate", inclusive: true }),
        taxability_reason: "standard_rated",
        taxable_amount: expect.any(Number),
      });
      expect(lines).toHaveLength(2);
      for (const [i, line] of lines.entries()) {
        const own = invoice.lines.data[i];
        expect(own).toMatchObject({ amount: line.amount_subtotal, quantity: line.quantity });
        expect(sumOf(own.discount_amounts)).toBe(line.amount_discount);
        expect(sumOf(own.taxes)).toBe(line.amount_tax);
      }
      expect(await invoiceOf(session, SEED)).toMatchObject({ tax: session.total_details?.amount_tax });
    },
  );
});

describe("numbers", () => {
  test("count up for each customer, from their prefix and next number", async () => {
    const { stripe } = shop;
    const jenny = await stripe.customers.create({
      email: "jenny@example.com",
      invoice_prefix: "ROSEN",
      next_invoice_sequence: 41,
    });
    const other = await stripe.customers.create({ email: "other@example.com", invoice_prefix: "OTHER" });
    const numbers: string[] = [];
    for (const customer of [jenny.id, other.id, jenny.id, other.id, jenny.id]) {
      numbers.push((await invoiceOf(await paid({ customer }))).number);
    }
    expect(numbers).toEqual(["ROSEN-0041", "OTHER-0001", "ROSEN-0042", "OTHER-0002", "ROSEN-0043"]);
    expect((await stripe.customers.retrieve(jenny.id)) as object).toMatchObject({
      next_invoice_sequence: 44,
    });
    // The next number is not told.
    const { data } = await stripe.events.list({ type: "customer.updated" });
    expect(data.map((event) => event.data.previous_attributes)).toEqual([
      { currency: null },
      { currency: null },
    ]);
  });
  test("may have more than four digits", async () => {
    const { id: customer } = await shop.stripe.customers.create({
      email: BUYER.email,
      invoice_prefix: "BIG",
      next_invoice_sequence: 12345,
    });
    expect((await invoiceOf(await paid({ customer }))).number).toBe("BIG-12345");
  });
  test("are each given once, even if many pay at the same time", async () => {
    const { id: customer } = await shop.stripe.customers.create({
      email: BUYER.email,
      invoice_prefix: "ROSEN",
    });
    const sessions = await Promise.all(Array.from({ length: 6 }, () => paid({ customer })));
    const invoices = await Promise.all(sessions.map((session) => invoiceOf(session)));
    expect(invoices.map(({ number }) => number).sort()).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `ROSEN-000${n}`),
    );
    expect(await read(`/v1/customers/${customer}`)).toMatchObject({ next_invoice_sequence: 7 });
  });
});

describe("how an invoice is paid", () => {
  const NEWS = [
    "invoice.created",
    "invoice.finalized",
    "invoice.sent",
    "invoice.paid",
    "invoice.payment_succeeded",
  ];

  test("by the session's payment", async () => {
    const session = await paid();
    const [payment] = (await shop.stripe.invoicePayments.list({ invoice: String(session.invoice) })).data;
    expect(plain(payment)).toEqual({
      id: idOf("inpay"),
      object: "invoice_payment",
      amount_paid: 2198,
      amount_requested: 2198,
      created: NOW,
      currency: "usd",
      invoice: session.invoice,
      is_default: true,
      livemode: false,
      payment: { payment_intent: session.payment_intent, type: "payment_intent" },
      status: "paid",
      status_transitions: { canceled_at: null, paid_at: NOW },
    });
    expect(plain(await shop.stripe.invoicePayments.retrieve(payment?.id ?? ""))).toEqual(plain(payment));
  });

  test("by no payment if the total is zero", async () => {
    const { id: coupon } = await shop.stripe.coupons.create({ percent_off: 100 });
    const session = await shop.session({ discounts: [{ coupon }], invoice_creation: { enabled: true } });
    await shop.newsSince();
    await shop.confirm(session.id, { billing_details: BUYER });
    const done = await shop.stripe.checkout.sessions.retrieve(session.id);
    expect(done).toMatchObject({ payment_status: "no_payment_required", payment_intent: null });
    expect(await invoiceOf(done, HEAD, "?expand[]=payments")).toMatchObject({
      amount_due: 0,
      amount_paid: 0,
      attempt_count: 0,
      attempted: true,
      payments: { data: [], has_more: false },
      status: "paid",
      status_transitions: { finalized_at: NOW, paid_at: NOW },
      subtotal: 2198,
      total: 0,
    });
    expect(await invoiceOf(done, SEED)).toMatchObject({ charge: null, payment_intent: null, paid: true });
    expect(await shop.newsSince()).toEqual([
      "customer.created",
      "checkout.session.completed",
      "customer.updated",
      ...NEWS,
    ]);
  });

  test("once the payment is captured", async () => {
    const session = await paid({ payment_intent_data: { capture_method: "manual" } });
    expect(session).toMatchObject({ payment_status: "unpaid", invoice: null });
    expect((await shop.stripe.invoices.list()).data).toEqual([]);
    await shop.newsSince();
    const intent = await shop.stripe.paymentIntents.capture(String(session.payment_intent));
    const after = await shop.stripe.checkout.sessions.retrieve(session.id);
    expect(after).toMatchObject({ payment_status: "paid", invoice: idOf("in") });
    expect(await invoiceOf(after)).toMatchObject({ status: "paid", amount_paid: 2198 });
    expect(await shop.newsSince()).toEqual([
      "charge.captured",
      "payment_intent.succeeded",
      "customer.updated",
      ...NEWS,
      "invoice_payment.paid",
    ]);
    expect(await read(`/v1/payment_intents/${intent.id}`, SEED)).toHaveProperty("invoice", after.invoice);
    expect(await read(`/v1/charges/${intent.latest_charge}`, SEED)).toHaveProperty("invoice", after.invoice);
  });

  test("not by a partial capture", async () => {
    const session = await paid({ payment_intent_data: { capture_method: "manual" } });
    await shop.stripe.paymentIntents.capture(String(session.payment_intent), { amount_to_capture: 1000 });
    expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: "paid",
      invoice: null,
    });
    expect((await shop.stripe.invoices.list()).data).toEqual([]);
  });

  test("not by a declined card, and once by the next one", async () => {
    const { id } = await shop.session({ invoice_creation: { enabled: true } });
    expect((await shop.confirm(id, typedCard("4000000000000002"))).status).toBe(402);
    expect((await shop.stripe.checkout.sessions.retrieve(id)).invoice).toBeNull();
    expect((await shop.stripe.invoices.list()).data).toEqual([]);
    await shop.confirm(id);
    expect((await shop.stripe.invoices.list()).data).toHaveLength(1);
  });
});

describe("events", () => {
  test("come in order, each with the invoice in its state at that time", async () => {
    const session = await shop.session({ invoice_creation: { enabled: true } });
    await shop.newsSince();
    await shop.confirm(session.id);
    expect(await shop.newsSince()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.succeeded",
      "customer.updated",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "invoice.created",
      "invoice.finalized",
      "charge.updated",
      "invoice.sent",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
    const told = async (type: string) => {
      const { data } = await shop.stripe.events.list({ type });
      expect(data, type).toHaveLength(1);
      return plain(data[0]?.data.object);
    };
    const final = { number: expect.any(String), effective_at: NOW, ending_balance: 0 };
    expect(await told("invoice.created")).toMatchObject({
      amount_due: 2198,
      amount_paid: 0,
      amount_remaining: 2198,
      attempted: false,
      effective_at: null,
      ending_balance: null,
      hosted_invoice_url: null,
      invoice_pdf: null,
      number: null,
      status: "draft",
      status_transitions: { finalized_at: null, paid_at: null },
    });
    for (const type of ["invoice.finalized", "invoice.sent"]) {
      expect(await told(type), type).toMatchObject({
        ...final,
        amount_paid: 0,
        amount_remaining: 2198,
        attempted: false,
        hosted_invoice_url: expect.stringMatching(/\/i\/acct_\w+\/test_/),
        paid: false,
        status: "open",
        status_transitions: { finalized_at: NOW, paid_at: null },
      });
    }
    const { invoice } = await shop.stripe.checkout.sessions.retrieve(session.id);
    for (const type of ["invoice.paid", "invoice.payment_succeeded"]) {
      expect(await told(type), type).toEqual(await read(`/v1/invoices/${invoice}`, SEED));
    }
    expect(await told("invoice_payment.paid")).toMatchObject({ invoice, status: "paid" });
    expect((await told("checkout.session.completed")).invoice).toBe(invoice);
  });

  test("are sent in each endpoint's version", async () => {
    const COUNT = 5;
    let all = () => {};
    const arrived = new Promise<void>((resolve) => {
      all = resolve;
    });
    const receiver = await openReceiver((response, _one, received) => {
      response.writeHead(200).end();
      if (received.length === 2 * COUNT) all();
    });
    for (const api_version of [SEED, HEAD] as const) {
      await shop.stripe.webhookEndpoints.create({
        url: receiver.url,
        enabled_events: [
          "invoice.created",
          "invoice.finalized",
          "invoice.sent",
          "invoice.paid",
          "invoice.payment_succeeded",
        ],
        api_version: api_version as "2026-10-28.endive",
      });
    }
    const session = await paid();
    await arrived;
    await receiver.close();
    const events = receiver.received.map(({ text }) => JSON.parse(text));
    for (const version of [SEED, HEAD]) {
      const own = events.filter((event) => event.api_version === version);
      const kinds = own.map((event) => [event.type, event.data.object.status]);
      expect(kinds, version).toHaveLength(COUNT);
      expect(Object.fromEntries(kinds), version).toEqual({
        "invoice.created": "draft",
        "invoice.finalized": "open",
        "invoice.sent": "open",
        "invoice.paid": "paid",
        "invoice.payment_succeeded": "paid",
      });
      const last = own.find((event) => event.type === "invoice.paid");
      expect(last.data.object).toEqual(await invoiceOf(session, version));
      expect("paid" in last.data.object).toBe(version === SEED);
    }
  });

  test("are sent for a change of metadata", async () => {
    const session = await paid({
      invoice_creation: { enabled: true, invoice_data: { metadata: { a: "1", b: "2" } } },
    });
    await shop.newsSince();
    const changed = await shop.stripe.invoices.update(String(session.invoice), {
      metadata: { a: "", c: "3" },
    });
    expect(changed.metadata).toEqual({ b: "2", c: "3" });
    expect(await shop.newsSince()).toEqual(["invoice.updated"]);
    const [event] = (await shop.stripe.events.list({ type: "invoice.updated" })).data;
    expect(event?.data.previous_attributes).toEqual({ metadata: { a: "1", c: null } });
  });
});

describe("lines", () => {
  const MANY = 100;
  const names = Array.from({ length: MANY }, (_, i) => `Thing ${i}`);

  test("the invoice shows the first ten, and the list pages through all in order", async () => {
    const session = await paid({
      line_items: names.map((name, i) => ({
        price_data: { currency: "usd", unit_amount: 100 + i, product_data: { name } },
        quantity: 1,
      })),
    });
    const invoice = await shop.stripe.invoices.retrieve(String(session.invoice));
    const { id = "" } = invoice;
    expect(invoice.lines).toMatchObject({ has_more: true, total_count: MANY });
    expect(invoice.lines.data.map((line) => line.description)).toEqual(names.slice(0, 10));
    const all = await shop.stripe.invoices
      .listLineItems(id, { limit: 30 })
      .autoPagingToArray({ limit: 2 * MANY });
    expect(all.map((line) => line.description)).toEqual(names);
    const whole = await shop.stripe.invoices.listLineItems(id, { limit: MANY });
    expect(whole).toMatchObject({ object: "list", has_more: false, url: `/v1/invoices/${id}/lines` });
    expect(whole).not.toHaveProperty("total_count");
    const shown = (page: Stripe.ApiList<Stripe.InvoiceLineItem>) =>
      page.data.map((line) => Number(line.description?.slice("Thing ".length)));
    const at = (n: number) => all[n]?.id ?? "";
    expect(shown(await shop.stripe.invoices.listLineItems(id, { limit: 2, starting_after: at(49) }))).toEqual(
      [50, 51],
    );
    expect(shown(await shop.stripe.invoices.listLineItems(id, { limit: 2, ending_before: at(50) }))).toEqual([
      48, 49,
    ]);
    expect(
      await refused(shop.stripe.invoices.listLineItems(id, { starting_after: "il_nope" })),
    ).toMatchObject({ status: 400, code: "resource_missing", param: "starting_after" });
  });

  test("show rates, prices and discounts if expanded", async () => {
    const { session, shirt } = await everything();
    const expand = ["data.discount_amounts.discount", "data.pricing.price_details.price"];
    const { data } = plain(await shop.stripe.invoices.listLineItems(String(session.invoice), { expand }));
    expect(data[0].discount_amounts[0].discount).toMatchObject({ object: "discount" });
    expect(data[0].pricing.price_details.price).toMatchObject({ id: shirt.id, object: "price" });
  });
});

describe("lists", () => {
  test("of invoices show all, newest first, or those that a filter selects", async () => {
    // With a clock of its own to turn.
    const time = new FixedClock(NOW);
    const later = await startServer({}, { clock: time });
    shop = openShop(later);
    const { stripe } = shop;
    const { id: jenny } = await stripe.customers.create({ email: "jenny@example.com" });
    const first = (await paid({ customer: jenny })).invoice;
    time.advance(10);
    const second = (await paid()).invoice;
    time.advance(10);
    const third = (await paid({ customer: jenny })).invoice;
    const found = async (params: Stripe.InvoiceListParams) =>
      (await stripe.invoices.list(params)).data.map((invoice) => invoice.id);
    expect(await found({})).toEqual([third, second, first]);
    expect(await found({ customer: jenny })).toEqual([third, first]);
    expect(await found({ status: "paid" })).toEqual([third, second, first]);
    for (const status of ["draft", "open", "uncollectible", "void"] as const) {
      expect(await found({ status }), status).toEqual([]);
    }
    expect(await found({ collection_method: "charge_automatically", limit: 1 })).toEqual([third]);
    expect(await found({ collection_method: "send_invoice" })).toEqual([]);
    expect(await found({ subscription: "sub_1" })).toEqual([]);
    expect(await found({ created: { gt: NOW } })).toEqual([third, second]);
    expect(await found({ created: NOW })).toEqual([first]);
    expect(await found({ starting_after: String(third), limit: 1 })).toEqual([second]);
    expect(await refused(stripe.invoices.list({ customer: "cus_nope" }))).toEqual({
      status: 400,
      code: "resource_missing",
      param: "customer",
      message: "No such customer: 'cus_nope'",
    });
    await later.close();
  });

  test("of invoice payments show those that a filter selects", async () => {
    const one = await paid();
    const two = await paid();
    const of = async (params: Stripe.InvoicePaymentListParams) =>
      (await shop.stripe.invoicePayments.list(params)).data.map((payment) => payment.invoice);
    expect(await of({})).toEqual([two.invoice, one.invoice]);
    expect(await of({ invoice: String(one.invoice) })).toEqual([one.invoice]);
    const payment_intent = String(two.payment_intent);
    expect(await of({ payment: { type: "payment_intent", payment_intent } })).toEqual([two.invoice]);
    expect(await of({ status: "open" })).toEqual([]);
    expect(await of({ status: "paid", limit: 1 })).toEqual([two.invoice]);
  });
});

describe("refusals", () => {
  const NOT_OPEN = "You can only pass in open invoices. This invoice isn't open.";
  type Call = (id: string, stripe: Stripe) => Promise<unknown>;
  const OPERATIONS: readonly (readonly [string, string, Call, string])[] = [
    [
      "pay",
      "id",
      (id, stripe) => stripe.invoices.pay(id, { payment_method: "pm_card_visa" }),
      "Invoice is already paid",
    ],
    [
      "pay elsewhere",
      "id",
      (id, stripe) => stripe.invoices.pay(id, { paid_out_of_band: true }),
      "Invoice is already paid",
    ],
    [
      "void",
      "id",
      (id, stripe) => stripe.invoices.voidInvoice(id),
      "Invoices with `paid` payments cannot be voided.",
    ],
    ["mark_uncollectible", "id", (id, stripe) => stripe.invoices.markUncollectible(id), NOT_OPEN],
    [
      "finalize",
      "id",
      (id, stripe) => stripe.invoices.finalizeInvoice(id, { auto_advance: false }),
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
    ],
    [
      "send",
      "invoice",
      (id, stripe) => stripe.invoices.sendInvoice(id),
      "This invoice cannot be sent right now. Please contact us via https://support.stripe.com/contact with details, " +
        "so we can help.",
    ],
    ["delete", "invoice", (id, stripe) => stripe.invoices.del(id), "You can only delete draft invoices."],
  ];

  test.each(OPERATIONS)(
    "%s: refused for a paid invoice, and for one that does not exist",
    async (_, param, call, message) => {
      const session = await paid();
      await shop.newsSince();
      const before = await invoiceOf(session);
      const refusal = await refused(call(String(session.invoice), shop.stripe));
      expect(refusal).toEqual({ status: 400, code: undefined, param: undefined, message });
      expect(await invoiceOf(session)).toEqual(before);
      expect(await shop.newsSince()).toEqual([]);
      expect(await refused(call("in_nope", shop.stripe))).toEqual({
        status: 404,
        code: "resource_missing",
        param,
        message: "No such invoice: 'in_nope'",
      });
    },
  );

  test.each<[Stripe.InvoiceUpdateParams, string]>([
    [{ account_tax_ids: "" }, "account_tax_ids"],
    [{ collection_method: "send_invoice" }, "collection_method"],
    [{ days_until_due: 3 }, "days_until_due"],
    [{ default_payment_method: "pm_x" }, "default_payment_method"],
    [{ due_date: NOW + 60 }, "due_date"],
    [{ effective_at: "" }, "effective_at"],
    [{ description: "Late" }, "description"],
    [{ footer: "Late", metadata: { a: "1" } }, "footer"],
    [{ auto_advance: true }, "auto_advance"],
    [{ number: "MINE-1" }, "number"],
    [{ statement_descriptor: "LATE" }, "statement_descriptor"],
  ])("update: %j is refused for a finalized invoice", async (params, param) => {
    const session = await paid();
    expect(await refused(shop.stripe.invoices.update(String(session.invoice), params))).toEqual({
      status: 400,
      code: undefined,
      param,
      message: "Finalized invoices can't be updated in this way",
    });
    expect(await invoiceOf(session)).toMatchObject({ description: null, footer: null, metadata: {} });
  });

  test("an invoice that does not exist", async () => {
    const { stripe } = shop;
    const missing = (param: string) => ({
      status: 404,
      code: "resource_missing",
      param,
      message: "No such invoice: 'in_nope'",
    });
    expect(await refused(stripe.invoices.retrieve("in_nope"))).toEqual(missing("invoice"));
    expect(await refused(stripe.invoices.update("in_nope", {}))).toEqual(missing("id"));
    expect(await refused(stripe.invoices.listLineItems("in_nope"))).toEqual(missing("invoice"));
    expect(await refused(stripe.invoicePayments.retrieve("inpay_nope"))).toMatchObject({
      status: 404,
      code: "resource_missing",
    });
  });

  test("an invoice of another account", async () => {
    const session = await paid();
    const other = server.stripe();
    expect(await refused(other.invoices.retrieve(String(session.invoice)))).toMatchObject({ status: 404 });
    expect((await other.invoices.list()).data).toEqual([]);
  });

  test("account_tax_ids that do not belong to the account", async () => {
    const { stripe } = shop;
    const { id: customer } = await stripe.customers.create();
    const theirs = await stripe.customers.createTaxId(customer, { type: "eu_vat", value: "DE123456789" });
    for (const id of ["txi_nope", theirs.id]) {
      const invoice_creation = { enabled: true, invoice_data: { account_tax_ids: [id] } };
      expect(await refused(shop.session({ invoice_creation }))).toMatchObject({
        status: 400,
        code: "resource_missing",
        param: "invoice_creation[invoice_data][account_tax_ids][0]",
      });
    }
  });
});

describe("expansions", () => {
  test("of the newest version", async () => {
    const { session, own, ground } = await everything();
    const expand = [
      "account_tax_ids",
      "customer",
      "discounts",
      "payments.data.payment.payment_intent",
      "shipping_cost.shipping_rate",
      "total_discount_amounts.discount",
      "default_payment_method",
      "confirmation_secret",
      "test_clock",
    ];
    const invoice = plain(await shop.stripe.invoices.retrieve(String(session.invoice), { expand }));
    expect(invoice).toMatchObject({
      account_tax_ids: [{ id: own.id, object: "tax_id" }],
      customer: { id: session.customer, object: "customer" },
      default_payment_method: null,
      discounts: [{ object: "discount", checkout_session: session.id }],
      payments: { data: [{ payment: { payment_intent: { id: session.payment_intent, amount: 3319 } } }] },
      shipping_cost: { shipping_rate: { id: ground.id, display_name: "Ground" } },
      test_clock: null,
      total_discount_amounts: [{ amount: 400, discount: { object: "discount" } }],
    });
    const deep = ["lines.data.discounts", "lines.data.pricing.price_details"];
    const [fine, tooDeep] = deep;
    await shop.stripe.invoices.retrieve(String(session.invoice), { expand: [String(fine)] });
    expect(
      await refused(shop.stripe.invoices.retrieve(String(session.invoice), { expand: [String(tooDeep)] })),
    ).toMatchObject({ status: 400 });
  });

  test("continue from sessions, payments and events", async () => {
    const session = await paid();
    const whole = await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice.payments"] });
    expect(whole.invoice).toMatchObject({ id: session.invoice, payments: { data: [{ amount_paid: 2198 }] } });
    const [payment] = (
      await shop.stripe.invoicePayments.list({ expand: ["data.invoice", "data.payment.payment_intent"] })
    ).data;
    expect(payment).toMatchObject({
      invoice: { id: session.invoice, object: "invoice" },
      payment: { payment_intent: { id: session.payment_intent, object: "payment_intent" } },
    });
  });

  test("of versions before basil", async () => {
    const { session, vat, shirt } = await everything();
    const older = server.stripe14(shop.key);
    const expand = [
      "charge",
      "discount.promotion_code",
      "payment_intent.latest_charge",
      "subscription",
      "total_tax_amounts.tax_rate",
      "lines.data.price.product",
    ];
    const invoice = plain(await older.invoices.retrieve(String(session.invoice), { expand }));
    expect(invoice).toMatchObject({
      charge: { object: "charge", amount: 3319 },
      discount: { promotion_code: null },
      payment_intent: { id: session.payment_intent, latest_charge: { object: "charge" } },
      subscription: null,
      total_tax_amounts: [
        { tax_rate: { id: vat.id, display_name: "VAT" } },
        { tax_rate: { inclusive: false } },
      ],
      lines: { data: [{ price: { id: shirt.id, product: { object: "product", name: "T-shirt" } } }, {}] },
    });
    expect(invoice.total_taxes[0]).toHaveProperty("tax_rate_details", { tax_rate: vat.id });
    const intent = await older.paymentIntents.retrieve(String(session.payment_intent), {
      expand: ["invoice", "latest_charge.invoice"],
    });
    expect(intent).toMatchObject({
      invoice: { id: session.invoice, object: "invoice" },
      latest_charge: { invoice: { id: session.invoice, paid: true } },
    });
  });

  test.each([
    ["/v1/charges/", "invoice"],
    ["/v1/payment_intents/", "invoice"],
    ["/v1/invoices/", "payment_intent"],
    ["/v1/invoices/", "charge"],
    ["/v1/invoices/", "total_tax_amounts.tax_rate"],
    ["/v1/invoices/", "lines.data.price.product"],
  ])("%s %s cannot be expanded from basil on", async (path, field) => {
    const session = await paid();
    const intent = await shop.stripe.paymentIntents.retrieve(String(session.payment_intent));
    const ids: Record<string, unknown> = {
      "/v1/charges/": intent.latest_charge,
      "/v1/payment_intents/": intent.id,
      "/v1/invoices/": session.invoice,
    };
    const at = `${path}${ids[path]}?expand[]=${field}`;
    expect(await read(at, ACACIA)).not.toHaveProperty("error");
    for (const version of [BASIL, HEAD]) {
      expect((await read(at, version)).error?.message, version).toBe(
        `This property cannot be expanded (${field}).`,
      );
    }
  });

  test.each(["payments", "confirmation_secret"])("%s cannot be expanded before basil", async (field) => {
    const session = await paid();
    expect((await invoiceOf(session, ACACIA, `?expand[]=${field}`)).error.message).toBe(
      `This property cannot be expanded (${field}).`,
    );
  });
});

describe("invoice pages", () => {
  const open = async (address: unknown) => {
    const response = await fetch(String(address));
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  /** The words of a page, without its tags. */
  const words = (html: Buffer) =>
    html
      .toString("utf8")
      .replace(/<[^>]+>/g, "\n")
      .replace(/\n+/g, "\n");

  test("the hosted page shows what was bought", async () => {
    const { session } = await everything();
    const invoice = await invoiceOf(session);
    const { status, headers, body } = await open(invoice.hosted_invoice_url);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    const said = words(body);
    for (const part of [
      `Invoice ${invoice.number}`,
      "This is not Stripe.",
      "Checkstand test shop",
      "US EIN 12-3456789",
      "Jenny Rosen",
      "DE VAT DE123456789",
      "Berlin, 10115\nGermany",
      "PO\n4711",
      "Thanks for\nbuying",
      "T-shirt\n2\n$9.46\n$18.91",
      "Mug\n3\n$3.33\n$9.99",
      "Subtotal (excl. tax)\n$28.90",
      "Spring (12.5% off)\n-$4.00",
      "Shipping (excl. tax): Ground\n$5.00",
      "VAT (19%)\n$3.07",
      "City tax (2.5%)\n$0.22",
      "Total\n$33.19",
      "Amount paid\n$33.19",
      "Weg 1, Berlin",
    ]) {
      expect(said).toContain(part);
    }
  });

  test("the PDF is a PDF", async () => {
    const { session } = await everything();
    const invoice = await invoiceOf(session);
    const { status, headers, body } = await open(invoice.invoice_pdf);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="Invoice-${invoice.number}.pdf"`);
    const text = body.toString("latin1");
    expect(text).toMatch(/^%PDF-1\.4\n[\s\S]+%%EOF\n$/);
    for (const part of [`(Invoice ${invoice.number})`, "(T-shirt)", "($33.19)", "This is not Stripe."]) {
      expect(text).toContain(part);
    }
  });

  test("an invoice URL that does not exist gives neither page nor PDF", async () => {
    const { hosted_invoice_url: url } = await invoiceOf(await paid());
    const { pathname } = new URL(url);
    const at = pathname.lastIndexOf("/") + 1;
    const token = pathname.slice(at);
    const wrong = [`x${token}`, token.replace("test_", ""), token.replace("test_", "test_x"), "test_"];
    const paths = wrong.map((one) => pathname.slice(0, at) + one);
    for (const path of paths.flatMap((one) => [`${one}?s=ap`, `${one}/pdf?s=ap`])) {
      const { status, body } = await open(server.url + path);
      expect(status, path).toBe(404);
      expect(words(body)).toContain("No such invoice");
    }
  });

  test("an invoice URL of another account gives neither page nor PDF", async () => {
    const own = new URL((await invoiceOf(await paid())).hosted_invoice_url).pathname.split("/");
    shop = openShop(server);
    const other = new URL((await invoiceOf(await paid())).hosted_invoice_url).pathname.split("/");
    const [account, token] = [other[2], own[3]];
    for (const path of [`/i/${account}/${token}`, `/i/${account}/${token}/pdf`])
      expect((await open(server.url + path)).status, path).toBe(404);
    expect((await open(server.url + own.join("/"))).status).toBe(200);
  });
});
