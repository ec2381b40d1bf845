/** Automatic tax. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import {
  DE,
  inDollars,
  missing,
  openTill,
  parameter,
  says,
  shippingOption,
  type Till,
  US,
} from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

describe("automatic tax", () => {
  parameter(["automatic_tax", "automatic_tax[enabled]"], async () => {
    const exclusive = inDollars({}, { tax_behavior: "exclusive" });
    const open = await till.create({ ...exclusive, automatic_tax: { enabled: true } });
    expect(open).toMatchObject({
      amount_total: 2000,
      automatic_tax: { enabled: true, liability: { type: "self" }, status: "requires_location_inputs" },
    });
    expect(await till.payRefusal(open.id)).toEqual(
      says(
        "Automatic tax needs the buyer's address before this Checkout Session can be paid.",
        "billing_address[country]",
        "customer_tax_location_invalid",
      ),
    );
    const told = await till.tell(open.id, { billing_address: DE });
    expect(told).toMatchObject({
      amount_total: 2380,
      automatic_tax: { status: "complete" },
      total_details: {
        amount_tax: 380,
        breakdown: {
          taxes: [
            { amount: 380, rate: { country: "DE", percentage: 19 }, taxability_reason: "standard_rated" },
          ],
        },
      },
    });
    expect(await till.pay(open.id)).toMatchObject({ amount_total: 2380, payment_status: "paid" });
    const rate = told.total_details.breakdown.taxes[0].rate.id;
    expect(await till.stripe.taxRates.retrieve(rate)).toMatchObject({ active: false, tax_type: "vat" });
    expect(await till.create({ automatic_tax: { enabled: false } })).toMatchObject({
      automatic_tax: { enabled: false, liability: null, status: null },
    });
    expect(await till.refusal({ automatic_tax: { liability: { type: "self" } } })).toEqual(
      missing("automatic_tax[enabled]"),
    );
  });

  test("a customer needs a postal address, or one must be saved; this is refused before anything about tax ids", async () => {
    const { id: customer } = await till.stripe.customers.create({ email: "a@example.com" });
    const automatic_tax = { enabled: true };
    const both = { automatic_tax, customer, tax_id_collection: { enabled: true } };
    expect(await till.refusal(both)).toEqual(
      says(
        "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the " +
          "Customer or set `customer_update[address]` to 'auto' to save the billing address entered in Checkout to the " +
          "Customer.",
        undefined,
        "customer_tax_location_invalid",
      ),
    );
    await till.create({ automatic_tax, customer, customer_update: { address: "auto" } });
    await till.create({
      automatic_tax,
      customer,
      customer_update: { shipping: "auto" },
      shipping_address_collection: { allowed_countries: ["US"] },
    });
    await till.stripe.customers.update(customer, { address: DE });
    const known = await till.create({
      automatic_tax,
      customer,
      ...inDollars({}, { tax_behavior: "exclusive" }),
    });
    expect(known).toMatchObject({ amount_total: 2380, automatic_tax: { status: "complete" } });
  });

  parameter(["automatic_tax[liability]", "automatic_tax[liability][type]"], async () => {
    const of = (type: string) => ({ automatic_tax: { enabled: true, liability: { type } } });
    expect(await till.create(of("self"))).toMatchObject({ automatic_tax: { liability: { type: "self" } } });
    expect(await till.refusal(of("account"))).toEqual(missing("automatic_tax[liability][account]"));
    expect(await till.refusal(of("other"))).toEqual(
      says("Invalid type: must be one of account or self", "automatic_tax[liability][type]"),
    );
  });
});

describe("totals with tax", () => {
  test("a guest, an exclusive rate, a discount and the second way of shipping (reference, 9.1)", async () => {
    const rate = await till.stripe.taxRates.create({
      display_name: "Tax",
      inclusive: false,
      percentage: 8.25,
    });
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const open = await till.create({
      ...inDollars({ quantity: 2, tax_rates: [rate.id] }, { unit_amount: 1099 }),
      discounts: [{ coupon: coupon.id }],
      shipping_address_collection: { allowed_countries: ["US"] },
      shipping_options: [shippingOption(0), shippingOption(500)],
    });
    expect(open).toMatchObject({ amount_subtotal: 2198, amount_total: 2141 });
    const shipping_rate = open.shipping_options[1].shipping_rate;
    const billing_address = { country: "US", postal_code: "94107" };
    const address = { ...US, line2: null };
    const paid = await till.pay(open.id, {
      billing_address,
      shipping: { name: "A Buyer", address: US },
      shipping_rate,
    });
    const [item] = paid.line_items.data;
    expect(item).toMatchObject({
      amount_discount: 220,
      amount_subtotal: 2198,
      amount_tax: 163,
      amount_total: 2141,
    });
    const then = await server.raw("GET", `/v1/checkout/sessions/${open.id}`, {
      key: till.key,
      headers: { "stripe-version": "2023-10-16" },
    });
    expect(then.body).toMatchObject({
      amount_subtotal: 2198,
      amount_total: 2641,
      customer: null,
      customer_details: {
        address: { city: null, country: "US", line1: null, line2: null, postal_code: "94107", state: null },
        email: "jenny@example.com",
        name: "Jenny Rosen",
        phone: null,
        tax_exempt: "none",
        tax_ids: [],
      },
      customer_email: null,
      expires_at: open.expires_at,
      invoice: null,
      payment_intent: expect.stringMatching(/^pi_3/),
      payment_status: "paid",
      shipping_cost: { amount_subtotal: 500, amount_tax: 0, amount_total: 500, shipping_rate },
      shipping_details: { address, name: "A Buyer" },
      status: "complete",
      total_details: { amount_discount: 220, amount_shipping: 500, amount_tax: 163 },
      url: null,
    });
  });

  test("an inclusive rate (reference, 9.2)", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage: 20 });
    expect(await till.create(inDollars({ tax_rates: [rate.id] }, { unit_amount: 1000 }))).toMatchObject({
      amount_subtotal: 1000,
      amount_total: 1000,
      total_details: { amount_tax: 167 },
    });
  });

  test("shipping is taxed too, and shows its taxes", async () => {
    const open = await till.create({
      ...inDollars({}, { tax_behavior: "exclusive" }),
      automatic_tax: { enabled: true },
      shipping_options: [shippingOption(1000, { tax_behavior: "exclusive" })],
    });
    const told = await till.tell(open.id, { billing_address: DE });
    expect(told).toMatchObject({
      amount_total: 2380 + 1190,
      shipping_cost: { amount_subtotal: 1000, amount_tax: 190, amount_total: 1190 },
      total_details: { amount_shipping: 1000, amount_tax: 570 },
    });
    const shown = await till.stripe.checkout.sessions.retrieve(open.id, {
      expand: ["shipping_cost.shipping_rate", "shipping_cost.taxes", "total_details.breakdown"],
    });
    expect(shown.shipping_cost).toMatchObject({
      shipping_rate: { object: "shipping_rate", fixed_amount: { amount: 1000 } },
      taxes: [{ amount: 190, taxable_amount: 1000, rate: { percentage: 19 } }],
    });
    expect(shown.total_details?.breakdown?.taxes).toMatchObject([{ amount: 570, taxable_amount: 3000 }]);
    const paid = await till.pay(open.id);
    expect((await till.stripe.paymentIntents.retrieve(paid.payment_intent)).amount).toBe(3570);
  });

  test("exempt customers pay none", async () => {
    const rate = await till.stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage: 10 });
    for (const tax_exempt of ["exempt", "reverse"] as const) {
      const { id: customer } = await till.stripe.customers.create({ tax_exempt, address: DE });
      expect(await till.create({ customer, ...inDollars({ tax_rates: [rate.id] }) })).toMatchObject({
        amount_total: 2000,
        total_details: { amount_tax: 0 },
      });
      const automatic = { ...inDollars({}, { tax_behavior: "exclusive" }), automatic_tax: { enabled: true } };
      expect(await till.create({ customer, ...automatic })).toMatchObject({
        amount_total: 2000,
        automatic_tax: { status: "complete" },
      });
    }
  });
});
