/** What customers, payments, invoices and subscriptions can be searched for. The language of queries is tested with prices. */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BillingShop, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refused } from "../../support/shop.ts";

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
  shop = openBillingShop(server);
  stripe = shop.stripe;
});
afterAll(() => server.close());

type Search = (query: { query: string }) => Promise<{ data: { id: string }[] }>;

/** Each query finds this object alone, and none of `others` finds it. */
async function finds(search: Search, id: string, queries: readonly string[], others: readonly string[]) {
  for (const query of queries) {
    expect(
      (await search({ query })).data.map((one) => one.id),
      query,
    ).toEqual([id]);
  }
  for (const query of others) expect((await search({ query })).data, query).toEqual([]);
}

describe("a search finds by each field", () => {
  test("customers, but none that is deleted or on a test clock", async () => {
    const search: Search = (query) => stripe.customers.search(query);
    const amy = await stripe.customers.create({
      email: "amy@example.com",
      name: "Amy Pond",
      phone: "+15550100",
      metadata: { tier: "gold" },
    });
    await finds(
      search,
      amy.id,
      [
        'email:"AMY@example.com"',
        'email~"amy@"',
        'name~"pond"',
        'phone:"+15550100"',
        'metadata["tier"]:"gold"',
        `created>${amy.created - 1} AND name:"Amy Pond"`,
      ],
      ['name:"Rory"', `created<${amy.created} AND name~"Amy"`],
    );
    const { customer } = await shop.clocked("2024-01-01");
    await stripe.customers.update(customer, { name: "Clara" });
    await stripe.customers.del(amy.id);
    await finds(search, "", [], ['name~"clara"', 'name~"Amy"']);
  });

  test("payment intents and charges", async () => {
    const customer = (await shop.payer()).id;
    const method = await stripe.paymentMethods.create({
      type: "card",
      card: { token: "tok_visa" },
      billing_details: { address: { postal_code: "94107" } },
    });
    const intent = await stripe.paymentIntents.create({
      amount: 4321,
      currency: "eur",
      customer,
      confirm: true,
      metadata: { order: "7" },
      payment_method: method.id,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    const later = await stripe.paymentIntents.create({ amount: 999, currency: "usd" });
    await finds(
      (query) => stripe.paymentIntents.search(query),
      intent.id,
      [
        "amount:4321",
        "amount>4000",
        'currency:"eur"',
        `customer:"${customer}"`,
        'metadata["order"]:"7"',
        'status:"succeeded"',
        `created>=${intent.created} AND amount>1000`,
      ],
      ["amount<500", 'status:"canceled"'],
    );
    const open = await stripe.paymentIntents.search({ query: 'status:"requires_payment_method"' });
    expect(open.data.map(({ id }) => id)).toEqual([later.id]);

    const charge = String(intent.latest_charge);
    const { payment_method_details: details } = await stripe.charges.retrieve(charge);
    const of = "payment_method_details.card";
    await finds(
      (query) => stripe.charges.search(query),
      charge,
      [
        "amount:4321",
        'billing_details.address.postal_code:"94107"',
        'currency:"eur"',
        `customer:"${customer}"`,
        'disputed:"false"',
        'refunded:"false"',
        'status:"succeeded"',
        `${of}.last4:"4242"`,
        `${of}.brand:"visa"`,
        `${of}.exp_month:${details?.card?.exp_month}`,
        `${of}.exp_year:${details?.card?.exp_year}`,
        `${of}.fingerprint:"${details?.card?.fingerprint}"`,
        "payment_method_details.klarna.last4:null",
      ],
      ['refunded:"true"', `${of}.last4:"0002"`, `-${of}.brand:"visa"`],
    );
    await stripe.refunds.create({ charge });
    await finds((query) => stripe.charges.search(query), charge, ['refunded:"true"'], ['refunded:"false"']);
  });

  test("subscriptions and their invoices", async () => {
    const customer = (await shop.payer()).id;
    const price = (await shop.plan()).id;
    const { id, created, latest_invoice } = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      metadata: { team: "blue" },
    });
    const search: Search = (query) => stripe.subscriptions.search(query);
    await finds(
      search,
      id,
      ['status:"active"', 'metadata["team"]:"blue"', `created:${created}`, "canceled_at:null"],
      ['status:"canceled"', "canceled_at>0", 'metadata["team"]:"red"'],
    );
    const invoice = await stripe.invoices.retrieve(String(latest_invoice));
    await finds(
      (query) => stripe.invoices.search(query),
      invoice.id ?? "",
      [
        `subscription:"${id}"`,
        `customer:"${customer}"`,
        `number:"${invoice.number}"`,
        'status:"paid"',
        "total:1000",
        'currency:"usd"',
        "last_finalization_error_code:null",
      ],
      ["total>1000", '-status:"paid"'],
    );
    await stripe.subscriptions.cancel(id);
    await finds(search, id, ['status:"canceled"', `canceled_at>=${created}`], ['status:"active"']);
  });

  test("why an invoice could not be finalized", async () => {
    const { clock, customer } = await shop.clocked("2024-01-01");
    await stripe.invoiceItems.create({ customer, amount: 100, currency: "usd" });
    const draft = await stripe.invoices.create({
      customer,
      auto_advance: true,
      automatic_tax: { enabled: true },
      pending_invoice_items_behavior: "include",
    });
    await shop.advance(clock, "2024-01-01T02:00:00");
    await finds(
      (query) => stripe.invoices.search(query),
      draft.id ?? "",
      ['last_finalization_error_code:"customer_tax_location_invalid"'],
      [],
    );
  });
});

test("a field that a resource is not searched for is refused", async () => {
  for (const [search, query, many] of [
    [stripe.subscriptions.search({ query: 'customer:"cus_1"' }), "customer", "subscriptions"],
    [stripe.charges.search({ query: 'payment_method_details.gold.last4:"1"' }), "gold", "charges"],
    [stripe.paymentIntents.search({ query: 'metadata:"x"' }), "metadata", "payment_intents"],
  ] as const) {
    const { status, message, param } = await refused(search);
    expect([status, param], many).toEqual([400, "query"]);
    if (query !== "metadata") expect(message).toContain(`unsupported search field for resource \`${many}\``);
  }
});
