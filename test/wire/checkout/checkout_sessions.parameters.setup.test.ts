/** What the parameters of `mode=setup` do, and those that every mode has. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { type Params, typedCard } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
let customer: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  till = openTill(server);
  customer = (await till.stripe.customers.create({ email: "jenny@example.com" })).id;
});

const SETUP: Params = { mode: "setup", currency: "usd", line_items: undefined };
const setUp = (more: Params = {}) => till.create({ ...SETUP, ...more });
const intentOf = (session: { readonly setup_intent: string }) =>
  till.stripe.setupIntents.retrieve(session.setup_intent, { expand: ["payment_method"] });

describe("of the setup intent", () => {
  parameter("setup_intent_data*", async () => {
    const session = await setUp({
      metadata: { of: "the session" },
      setup_intent_data: { description: "Card on file", metadata: { order: "42" } },
    });
    expect(session.metadata).toEqual({ of: "the session" });
    expect(await intentOf(session)).toMatchObject({ description: "Card on file", metadata: { order: "42" } });
    expect(await intentOf(await setUp())).toMatchObject({ description: null, metadata: {} });

    expect(await till.refusal({ setup_intent_data: { description: "x" } })).toEqual(
      says("You can not pass `setup_intent_data` in `payment` mode.", "setup_intent_data"),
    );
    const refuse = (data: Params) => till.refusal({ ...SETUP, setup_intent_data: data });
    expect(await refuse({ description: "x".repeat(1001) })).toMatchObject({
      param: "setup_intent_data[description]",
    });
    expect((await refuse({ on_behalf_of: "acct_x" })).message).toMatch(/^Checkstand does not support/);
  });

  test("the options of its types", async () => {
    const options = { card: { request_three_d_secure: "any", installments: { enabled: true } } };
    const session = await setUp({ payment_method_options: options });
    expect(session.payment_method_options.card).toMatchObject(options.card);
    expect((await intentOf(session)).payment_method_options).toEqual({
      card: { mandate_options: null, network: null, request_three_d_secure: "any" },
    });
    await till.confirm(session.id, typedCard("4242424242424242"));
    expect(await intentOf(session)).toMatchObject({ status: "succeeded" }); // this card cannot be asked
    const asked = await setUp({ payment_method_options: options });
    await till.confirm(asked.id, typedCard("4000000000003055"));
    expect(await intentOf(asked)).toMatchObject({ status: "requires_action" });
    const debit = { acss_debit: { currency: "cad", mandate_options: { default_for: ["invoice"] } } };
    expect(await setUp({ payment_method_options: debit })).toMatchObject({ status: "open" });
  });

  test("blocked brands", async () => {
    const { id } = await setUp({
      payment_method_options: { card: { restrictions: { brands_blocked: ["visa"] } } },
    });
    expect(await till.payRefusal(id)).toMatchObject({ status: 402, code: "card_declined" });
  });

  test("whether the method is offered again", async () => {
    const { id, ...session } = await setUp({ customer, payment_method_data: { allow_redisplay: "always" } });
    await till.pay(id);
    expect(await intentOf({ setup_intent: session.setup_intent })).toMatchObject({
      payment_method: { allow_redisplay: "always" },
    });
  });
});

describe("of the buyer", () => {
  test("customer_email", async () => {
    const session = await setUp({ customer_email: "ann@example.com", customer_creation: "always" });
    expect(session).toMatchObject({
      customer_email: "ann@example.com",
      customer_details: { email: "ann@example.com", tax_exempt: null },
    });
    const done = await till.pay(session.id);
    expect(await till.stripe.customers.retrieve(done.customer)).toMatchObject({ email: "ann@example.com" });
  });

  test("customer_creation only without a customer", async () => {
    expect(await till.refusal({ ...SETUP, customer, customer_creation: "always" })).toEqual(
      says("You may only specify one of these parameters: customer, customer_creation.", "customer"),
    );
  });

  test("customer_update with the billing address, which the session does not show", async () => {
    const session = await setUp({
      customer,
      billing_address_collection: "required",
      customer_update: { address: "auto", name: "auto" },
    });
    const address = { country: "DE", line1: "Unter den Linden 1", city: "Berlin", postal_code: "10117" };
    expect((await till.payRefusal(session.id)).param).toBe("billing_address[country]");
    const details = { billing_details: { email: "jenny@example.com", name: "Jenny Rosen", address } };
    const done = await till.pay(session.id, typedCard("4242424242424242", details));
    expect(done.customer_details).toMatchObject({ address: null, name: "Jenny Rosen" });
    expect(await till.stripe.customers.retrieve(customer)).toMatchObject({ name: "Jenny Rosen", address });
    expect(await intentOf(done)).toMatchObject({ payment_method: { billing_details: { address } } });
  });

  test("tax ids", async () => {
    const session = await setUp({ tax_id_collection: { enabled: true }, customer_creation: "always" });
    expect(session.tax_id_collection).toEqual({ enabled: true, required: "never" });
    const done = await till.pay(session.id, {
      business_name: "Rosen GmbH",
      tax_id: { type: "eu_vat", value: "DE123456789" },
    });
    expect(done.customer_details.tax_ids).toEqual([{ type: "eu_vat", value: "DE123456789" }]);
    const known = await till.stripe.customers.listTaxIds(done.customer);
    expect(known.data).toMatchObject([{ type: "eu_vat", value: "DE123456789" }]);
  });

  test("consent", async () => {
    const session = await setUp({ consent_collection: { promotions: "auto", terms_of_service: "required" } });
    expect((await till.payRefusal(session.id)).param).toBe("consent[terms_of_service]");
    const consent = { promotions: "opt_in", terms_of_service: "accepted" };
    expect((await till.pay(session.id, { consent })).consent).toEqual(consent);
  });
});

test("what is only kept with the session", async () => {
  const kept = {
    cancel_url: "https://example.com/back",
    client_reference_id: "ref",
    custom_text: { submit: { message: "Never charged without asking" }, after_submit: { message: "Thanks" } },
    integration_identifier: "x",
    locale: "de",
    metadata: { a: "1" },
    origin_context: "web",
  };
  const session = await setUp(kept);
  expect(session).toMatchObject(kept);
  expect(await till.pay(session.id)).toMatchObject({ ...kept, status: "complete" });
  expect((await intentOf(session)).metadata).toEqual({});
});
