import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

const HEAD = "2026-10-28.endive";
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const send = (path: string, params: Params, version?: string) =>
  server.raw("POST", path, {
    key: shop.key,
    body: form(params),
    headers: version === undefined ? {} : { "stripe-version": version },
  });
const VAT = { display_name: "VAT", inclusive: true, percentage: 20 };

describe("200", () => {
  test("is created from a percentage, and shows every key in order", async () => {
    const { body, text } = await send("/v1/tax_rates", VAT, HEAD);
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^txr_1\w{23}$/),
        object: "tax_rate",
        active: true,
        country: null,
        created: 1_800_000_000,
        description: null,
        display_name: "VAT",
        effective_percentage: 20,
        flat_amount: null,
        inclusive: true,
        jurisdiction: null,
        jurisdiction_level: null,
        livemode: false,
        metadata: {},
        percentage: 20,
        rate_type: "percentage",
        state: null,
        tax_type: null,
      }),
    );
    expect(text).toContain('"percentage": 20.0,');
    expect(text).toContain('"effective_percentage": 20.0,');
  });

  test("is created from all parameters, and can be changed in part", async () => {
    const { stripe } = shop;
    const params = {
      active: true,
      country: "US",
      description: "d",
      display_name: "Sales tax",
      inclusive: false,
      jurisdiction: "US - CA",
      metadata: { a: "1" },
      percentage: 8.875,
      state: "CA",
      tax_type: "sales_tax",
    } as const;
    const made = await stripe.taxRates.create(params);
    expect(made).toMatchObject({ ...params, effective_percentage: 8.875 });
    expect(await stripe.taxRates.retrieve(made.id)).toMatchObject(params);
    const changed = await stripe.taxRates.update(made.id, {
      active: false,
      description: "archived",
      display_name: "Old tax",
      metadata: { a: "", b: "2" },
    });
    expect(changed).toMatchObject({ active: false, percentage: 8.875, metadata: { b: "2" } });
    const { data } = await stripe.events.list({ type: "tax_rate.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({
      active: true,
      description: "d",
      display_name: "Sales tax",
      metadata: { a: "1", b: null },
    });
    expect(await shop.news()).toEqual(["tax_rate.created", "tax_rate.updated"]);
  });

  test("values sent empty are removed", async () => {
    const { id } = (await send("/v1/tax_rates", { ...VAT, country: "de", state: "BE", jurisdiction: "x" }))
      .body;
    const { body } = await send(`/v1/tax_rates/${id}`, { country: "", state: "", jurisdiction: "" });
    expect(body).toMatchObject({ country: null, state: null, jurisdiction: null });
  });

  test("is listed with each filter", async () => {
    const { stripe } = shop;
    const a = await stripe.taxRates.create(VAT);
    const b = await stripe.taxRates.create({ ...VAT, inclusive: false });
    const c = await stripe.taxRates.create({ ...VAT, active: false });
    const ids = async (params: Stripe.TaxRateListParams) =>
      (await stripe.taxRates.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([c.id, b.id, a.id]);
    expect(await ids({ active: true })).toEqual([b.id, a.id]);
    expect(await ids({ inclusive: true, active: true })).toEqual([a.id]);
    expect(await ids({ inclusive: false })).toEqual([b.id]);
    expect(await ids({ created: { lt: clock.seconds() } })).toEqual([]);
  });

  test("without a version header it has the keys of 2023", async () => {
    const { body } = await send("/v1/tax_rates", VAT);
    expect(body).not.toHaveProperty("flat_amount");
    expect(body).not.toHaveProperty("rate_type");
    const stripe = server.stripe14(shop.key);
    expect(await stripe.taxRates.create({ ...VAT, percentage: 7.7 })).toMatchObject({ percentage: 7.7 });
  });
});

describe("400", () => {
  test.each<[string, Params, string, string | undefined, string]>([
    [
      "no name",
      { inclusive: true, percentage: 1 },
      "Missing required param: display_name.",
      "parameter_missing",
      "display_name",
    ],
    [
      "neither inclusive nor exclusive",
      { display_name: "x", percentage: 1 },
      "Missing required param: inclusive.",
      "parameter_missing",
      "inclusive",
    ],
    [
      "no percentage",
      { display_name: "x", inclusive: true },
      "Missing required param: percentage.",
      "parameter_missing",
      "percentage",
    ],
    [
      "too many decimal places",
      { ...VAT, percentage: "1.23456" },
      "Invalid decimal: 1.23456",
      undefined,
      "percentage",
    ],
    [
      "more than 100 percent",
      { ...VAT, percentage: 100.5 },
      "This value must be less than or equal to 100 (it currently is '100.5').",
      undefined,
      "percentage",
    ],
    [
      "a negative percentage",
      { ...VAT, percentage: -1 },
      "This value must be greater than or equal to 0 (it currently is '-1.0').",
      undefined,
      "percentage",
    ],
    [
      "a name that is too long",
      { ...VAT, display_name: "x".repeat(51) },
      "Invalid string: xxxx...xxxx; must be at most 50 characters",
      undefined,
      "display_name",
    ],
  ])("%s", async (_name, params, message, code, param) => {
    const { status, body } = await send("/v1/tax_rates", params);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test.each(["percentage", "inclusive"])("%s cannot be changed", async (param) => {
    const { id } = await shop.stripe.taxRates.create(VAT);
    const { status, body } = await send(`/v1/tax_rates/${id}`, { [param]: "1" });
    expect([status, body.error.code, body.error.param]).toEqual([400, "parameter_unknown", param]);
  });
});

describe("404", () => {
  test.each(["retrieve", "update"] as const)("%s: one that does not exist", async (operation) => {
    expect(await refused(shop.stripe.taxRates[operation]("txr_nope"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "tax_rate",
      message: "No such tax rate: 'txr_nope'",
    });
  });
});
