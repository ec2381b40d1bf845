/** What is taxed: automatic tax. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { DE, inDollars, missing, openTill, parameter, says, type Till } from "../support/parameters.ts";
import { startServer, type TestServer } from "../support/server.ts";

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
        "billing_address",
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

  test("a customer needs an address, or lets one be saved; this is said before anything of tax ids", async () => {
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
