/**
 * Tax ids through the official client: under their customer, at /v1/tax_ids, with a new customer, and
 * expanded.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { refusal, refused } from "../../support/shop.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    settings: {
      ...DEFAULT_SETTINGS,
      business_name: "Shop",
      country: "US",
      terms_of_service_url: null,
      privacy_policy_url: null,
      tax: { defaults: true, rates: { FR: "failed" } },
    },
  });
});
afterAll(() => server.close());

/** The register answers in the background, and machines may be busy. */
const POLL = { timeout: 10_000 };
const GERMAN = { type: "eu_vat", value: "DE123456789" } as const;

/** What was told of the customer's tax ids, oldest first, by the last part of its type. */
async function news(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ type: "customer.tax_id.*", limit: 100 });
  return data.map(({ type }) => type.replace("customer.tax_id.", "")).reverse();
}

async function withTaxId(given: { type: string; value: string } = GERMAN) {
  const stripe = server.stripe();
  const customer = await stripe.customers.create();
  const taxId = await stripe.customers.createTaxId(customer.id, given as Stripe.CustomerCreateTaxIdParams);
  return { stripe, customer, taxId };
}

describe("200", () => {
  test("a customer's tax id, with every key", async () => {
    const { customer, taxId } = await withTaxId();
    const { lastResponse: _, ...shown } = taxId;
    expect(shown).toEqual({
      id: expect.stringMatching(/^txi_1[A-Za-z0-9]{23}$/),
      object: "tax_id",
      country: "DE",
      created: expect.any(Number),
      customer: customer.id,
      customer_account: null,
      livemode: false,
      owner: { customer: customer.id, customer_account: null, type: "customer" },
      type: "eu_vat",
      value: "DE123456789",
      verification: { status: "pending", verified_address: null, verified_name: null },
    });
  });

  test("is found and deleted under its customer, and is then gone everywhere", async () => {
    const { stripe, customer, taxId } = await withTaxId();
    const second = await stripe.customers.createTaxId(customer.id, { type: "us_ein", value: "12-3456789" });
    expect(second.verification?.status).toBe("unavailable");
    const listed = await stripe.customers.listTaxIds(customer.id, { limit: 1 });
    expect(listed).toMatchObject({
      data: [{ id: second.id }],
      has_more: true,
      url: `/v1/customers/${customer.id}/tax_ids`,
    });
    expect(await stripe.customers.retrieveTaxId(customer.id, taxId.id)).toMatchObject(GERMAN);
    const gone = await stripe.customers.deleteTaxId(customer.id, taxId.id);
    expect(gone).toMatchObject({ id: taxId.id, object: "tax_id", deleted: true });
    expect((await stripe.customers.listTaxIds(customer.id)).data.map(({ id }) => id)).toEqual([second.id]);
    for (const call of [
      () => stripe.taxIds.retrieve(taxId.id),
      () => stripe.customers.retrieveTaxId(customer.id, taxId.id),
    ]) {
      expect(await refused(call())).toMatchObject({ status: 404, code: "resource_missing", param: "id" });
    }
    expect(await news(stripe)).toEqual(["created", "created", "deleted"]);
  });

  test("is created, listed and deleted by its owner at /v1/tax_ids", async () => {
    const stripe = server.stripe();
    const customer = await stripe.customers.create();
    const owner = { type: "customer", customer: customer.id } as const;
    const made = await stripe.taxIds.create({ ...GERMAN, owner });
    const own = await stripe.taxIds.create({ type: "gb_vat", value: "GB123456789" });
    expect(made).toMatchObject({ customer: customer.id, owner: { type: "customer", customer: customer.id } });
    expect(own).toMatchObject({ customer: null, owner: { type: "self" }, verification: null });
    expect((await stripe.taxIds.list({ owner })).data.map(({ id }) => id)).toEqual([made.id]);
    expect((await stripe.taxIds.list()).data.map(({ id }) => id)).toEqual([own.id]);
    expect((await stripe.taxIds.list({ owner: { type: "self" } })).data.map(({ id }) => id)).toEqual([
      own.id,
    ]);
    const expanded = await stripe.taxIds.retrieve(made.id, { expand: ["customer", "owner.customer"] });
    expect(expanded).toMatchObject({
      customer: { object: "customer", id: customer.id },
      owner: { customer: { object: "customer", id: customer.id } },
    });
    await stripe.taxIds.del(own.id);
    expect((await stripe.taxIds.list()).data).toEqual([]);
    expect(await news(stripe)).toEqual(["created"]);
  });

  test("tax ids of a new customer are created with it, and shown if expanded", async () => {
    const stripe = server.stripe();
    const made = await stripe.customers.create({
      tax_id_data: [GERMAN, { type: "ch_vat", value: "CHE-123.456.789 MWST" }],
      expand: ["tax_ids"],
    });
    expect(made.tax_ids).toMatchObject({
      object: "list",
      data: [{ type: "ch_vat", country: "CH" }, GERMAN],
      has_more: false,
      url: `/v1/customers/${made.id}/tax_ids`,
    });
    const { data } = await stripe.events.list();
    expect(data.map(({ type }) => type).reverse()).toEqual([
      "customer.created",
      "customer.tax_id.created",
      "customer.tax_id.created",
    ]);
    expect(data[0]?.data.object).not.toHaveProperty("_ip_address");
  });

  test.each([
    ["eu_vat", "DE000000000", "verified"],
    ["gb_vat", "GB111111111", "unverified"],
  ])("%s %s is verified as %s by the register, and an event is sent", async (type, value, status) => {
    const { stripe, taxId } = await withTaxId({ type, value });
    expect(taxId.verification?.status).toBe("pending");
    await expect.poll(() => news(stripe), POLL).toEqual(["created", "updated"]);
    expect((await stripe.taxIds.retrieve(taxId.id)).verification?.status).toBe(status);
    const { data } = await stripe.events.list({ type: "customer.tax_id.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({ verification: { status: "pending" } });
  });

  test("one deleted before the register answers stays deleted", async () => {
    const { stripe, customer, taxId } = await withTaxId({ type: "eu_vat", value: "DE000000000" });
    await stripe.customers.deleteTaxId(customer.id, taxId.id);
    const next = await stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE000000000" });
    const status = async () => (await stripe.taxIds.retrieve(next.id)).verification?.status;
    await expect.poll(status, POLL).toBe("verified");
    const about = (await stripe.events.list({ type: "customer.tax_id.*" })).data
      .filter(({ data }) => (data.object as Stripe.TaxId).id === taxId.id)
      .map(({ type }) => type);
    expect(about[0]).toBe("customer.tax_id.deleted");
  });
});

describe("where a customer is taxed", () => {
  const taxOf = async (params: Stripe.CustomerCreateParams) =>
    (await server.stripe().customers.create({ ...params, expand: ["tax"] })).tax;

  test.each([
    [{}, "unrecognized_location", null],
    [{ address: { country: "DE" } }, "supported", { country: "DE", source: "billing_address", state: null }],
    [
      {
        address: { country: "DE" },
        shipping: { name: "J", address: { country: "US", postal_code: "94107" } },
      },
      "supported",
      { country: "US", source: "shipping_destination", state: "CA" },
    ],
    [{ address: { country: "FR" } }, "failed", { country: "FR", source: "billing_address", state: null }],
    [
      { address: { country: "BR" } },
      "not_collecting",
      { country: "BR", source: "billing_address", state: null },
    ],
    [{ address: { country: "US" } }, "unrecognized_location", null],
  ] as const)("%j: %s", async (params, automatic_tax, location) => {
    expect(await taxOf(params)).toEqual({ automatic_tax, ip_address: null, location, provider: "stripe" });
  });

  test("an IP address is stored, changed and removed", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({ tax: { ip_address: "203.0.113.7" } });
    const shown = async () => (await stripe.customers.retrieve(id, { expand: ["tax"] })) as Stripe.Customer;
    expect((await shown()).tax?.ip_address).toBe("203.0.113.7");
    await stripe.customers.update(id, { tax: { ip_address: "2001:db8::1" } });
    expect((await shown()).tax?.ip_address).toBe("2001:db8::1");
    await stripe.customers.update(id, { tax: { ip_address: "" } });
    expect((await shown()).tax?.ip_address).toBeNull();
    expect(await stripe.customers.retrieve(id)).not.toHaveProperty("tax");
  });

  test("is refused at once if the request asks for validation", async () => {
    const stripe = server.stripe();
    const tax = { validate_location: "immediately" } as const;
    const invalid = {
      status: 400,
      code: "customer_tax_location_invalid",
      message:
        "The customer's location isn't recognized. Set a valid customer address in order to automatically " +
        "calculate tax.",
    };
    expect(await refused(stripe.customers.create({ tax }))).toMatchObject(invalid);
    const { id } = await stripe.customers.create({ tax, address: { country: "AT" } });
    expect(await refused(stripe.customers.update(id, { tax, address: "" }))).toMatchObject(invalid);
    await stripe.customers.update(id, { address: "", tax: { validate_location: "auto" } });
  });
});

describe("400", () => {
  test("a value that does not fit its type, in each way of sending it", async () => {
    const { stripe, customer } = await withTaxId();
    const wrong = { type: "eu_vat", value: "DE12" } as const;
    const invalid = { status: 400, code: "tax_id_invalid", message: "Invalid value for eu_vat." };
    const owner = { type: "customer", customer: customer.id } as const;
    for (const call of [
      () => stripe.customers.createTaxId(customer.id, wrong),
      () => stripe.taxIds.create({ ...wrong, owner }),
    ]) {
      expect(await refused(call())).toMatchObject({ ...invalid, param: "value" });
    }
    const before = (await stripe.customers.list()).data.length;
    const withCustomer = stripe.customers.create({ tax_id_data: [GERMAN, wrong] });
    expect(await refused(withCustomer)).toMatchObject({ ...invalid, param: "tax_id_data[1][value]" });
    expect((await stripe.customers.list()).data).toHaveLength(before);
  });

  test.each([
    ["type", "type=de_vat&value=1", /^Invalid type: must be one of ad_nrt, ae_trn, /],
    ["value", "type=eu_vat", "Missing required param: value."],
    ["type", "value=DE123456789", "Missing required param: type."],
    ["value", "type=eu_vat&value=", /^You passed an empty string for 'value'/],
    [
      "owner[customer]",
      "type=eu_vat&value=DE123456789&owner[type]=customer",
      /^Missing required param: owner/,
    ],
    [
      "owner[customer]",
      "type=eu_vat&value=DE123456789&owner[type]=customer&owner[customer]=cus_x",
      "No such customer: 'cus_x'",
    ],
    [
      "owner[type]",
      "type=eu_vat&value=DE123456789&owner[type]=account",
      /does not support owner\[type\]=account/,
    ],
    [
      "owner[customer]",
      "type=eu_vat&value=DE123456789&owner[type]=self&owner[customer]=cus_x",
      /owner\[customer\]/,
    ],
    [
      "owner[type]",
      "type=eu_vat&value=DE123456789&owner[customer]=cus_x",
      "Missing required param: owner[type].",
    ],
  ])("create refuses %s: %s", async (param, body, message) => {
    const reply = await server.raw("POST", "/v1/tax_ids", { body });
    expect(reply.status).toBe(400);
    expect(reply.body.error.param).toBe(param);
    expect(reply.body.error.message).toMatch(message);
  });

  test.each(["1.2.3", "1.2.3.256", "localhost", "::g"])("an IP address such as %s", async (ip_address) => {
    expect(await refused(server.stripe().customers.create({ tax: { ip_address } }))).toMatchObject({
      status: 400,
      param: "tax[ip_address]",
      message: `Invalid IP address: ${ip_address}`,
    });
  });

  test("more than a customer may have", async () => {
    const stripe = server.stripe();
    const { id } = await stripe.customers.create({ tax_id_data: Array.from({ length: 50 }, () => GERMAN) });
    expect((await refusal(stripe.customers.createTaxId(id, GERMAN))).message).toBe(
      "A customer can have at most 50 tax IDs.",
    );
    const tooMany = stripe.customers.create({ tax_id_data: Array.from({ length: 51 }, () => GERMAN) });
    expect(await refused(tooMany)).toMatchObject({ status: 400, param: "tax_id_data" });
  });
});

describe("404", () => {
  test("one that never existed, one of another account, and one of a deleted customer", async () => {
    const { stripe, customer, taxId } = await withTaxId();
    const other = await stripe.customers.create();
    const missing = (id: string) => ({
      status: 404,
      code: "resource_missing",
      message: `No such tax id: '${id}'`,
    });
    expect(await refused(stripe.taxIds.retrieve("txi_x"))).toMatchObject(missing("txi_x"));
    expect(await refused(stripe.taxIds.del("txi_x"))).toMatchObject(missing("txi_x"));
    for (const call of [
      () => stripe.customers.retrieveTaxId(other.id, taxId.id),
      () => stripe.customers.deleteTaxId(other.id, taxId.id),
    ]) {
      expect(await refused(call())).toMatchObject(missing(taxId.id));
    }
    await stripe.customers.del(customer.id);
    for (const call of [
      () => stripe.customers.listTaxIds(customer.id),
      () => stripe.customers.createTaxId(customer.id, GERMAN),
    ]) {
      expect(await refused(call())).toMatchObject({
        status: 404,
        message: `No such customer: '${customer.id}'`,
      });
    }
  });
});
