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

const post = (path: string, params: Params) =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": HEAD } });
const GROUND = { display_name: "Ground", fixed_amount: { amount: 500, currency: "usd" } };
const make = (more: Partial<Stripe.ShippingRateCreateParams> = {}) =>
  shop.stripe.shippingRates.create({ ...GROUND, type: "fixed_amount", ...more });

describe("200", () => {
  test("is created from a name and an amount, and shows every key in order", async () => {
    const { body } = await post("/v1/shipping_rates", GROUND);
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^shr_1\w{23}$/),
        object: "shipping_rate",
        active: true,
        created: 1_800_000_000,
        delivery_estimate: null,
        display_name: "Ground",
        fixed_amount: { amount: 500, currency: "usd" },
        livemode: false,
        metadata: {},
        tax_behavior: "unspecified",
        tax_code: null,
        type: "fixed_amount",
      }),
    );
  });

  test("is created from all parameters", async () => {
    const params = {
      delivery_estimate: {
        maximum: { unit: "business_day", value: 7 },
        minimum: { unit: "business_day", value: 5 },
      },
      metadata: { a: "b" },
      tax_behavior: "exclusive",
      tax_code: "txcd_92010001",
    } as const;
    const made = await make({
      ...params,
      fixed_amount: {
        amount: 500,
        currency: "USD",
        currency_options: { eur: { amount: 450, tax_behavior: "inclusive" }, cad: { amount: 0 } },
      },
    });
    expect(made).toMatchObject({ ...params, fixed_amount: { amount: 500, currency: "usd" } });
    expect(made.fixed_amount).not.toHaveProperty("currency_options");
    const whole = await shop.stripe.shippingRates.retrieve(made.id, {
      expand: ["fixed_amount.currency_options"],
    });
    expect(Object.entries(whole.fixed_amount?.currency_options ?? {})).toEqual([
      ["cad", { amount: 0, tax_behavior: "unspecified" }],
      ["eur", { amount: 450, tax_behavior: "inclusive" }],
      ["usd", { amount: 500, tax_behavior: "exclusive" }],
    ]);
    const { data } = await shop.stripe.shippingRates.list({ expand: ["data.fixed_amount.currency_options"] });
    expect(data[0]).toEqual(whole);
  });

  test("an estimate may have only one end", async () => {
    const made = await make({ delivery_estimate: { minimum: { unit: "hour", value: 2 } } });
    expect(made.delivery_estimate).toEqual({ maximum: null, minimum: { unit: "hour", value: 2 } });
  });

  test("can be changed in part, and no event is sent", async () => {
    const { stripe } = shop;
    const { id } = await make({
      metadata: { a: "1" },
      fixed_amount: { amount: 500, currency: "usd", currency_options: { eur: { amount: 450 } } },
    });
    const changed = await stripe.shippingRates.update(id, {
      active: false,
      fixed_amount: {
        currency_options: { eur: { tax_behavior: "exclusive" }, gbp: { amount: 400 } },
      },
      metadata: { a: "", b: "2" },
      tax_behavior: "inclusive",
      expand: ["fixed_amount.currency_options"],
    });
    expect(changed).toMatchObject({ active: false, metadata: { b: "2" }, tax_behavior: "inclusive" });
    expect(changed.fixed_amount?.currency_options).toEqual({
      eur: { amount: 450, tax_behavior: "exclusive" },
      gbp: { amount: 400, tax_behavior: "unspecified" },
      usd: { amount: 500, tax_behavior: "inclusive" },
    });
    expect(await shop.news()).toEqual([]);
  });

  test("is listed with each filter", async () => {
    const { stripe } = shop;
    const a = await make();
    const b = await make({ fixed_amount: { amount: 1, currency: "eur" } });
    await stripe.shippingRates.update(a.id, { active: false });
    const ids = async (params: Stripe.ShippingRateListParams) =>
      (await stripe.shippingRates.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ active: true })).toEqual([b.id]);
    expect(await ids({ currency: "usd" })).toEqual([a.id]);
    expect(await ids({ created: { lt: clock.seconds() } })).toEqual([]);
  });

  test("the client of 2023 works with it", async () => {
    const stripe = server.stripe14(shop.key);
    const made = await stripe.shippingRates.create({ ...GROUND, type: "fixed_amount" });
    expect(await stripe.shippingRates.retrieve(made.id)).toMatchObject({ fixed_amount: { amount: 500 } });
  });
});

describe("400", () => {
  test.each<[string, Params, string, string | undefined, string]>([
    [
      "no name",
      { fixed_amount: GROUND.fixed_amount },
      "Missing required param: display_name.",
      "parameter_missing",
      "display_name",
    ],
    [
      "no amount",
      { display_name: "x", type: "fixed_amount" },
      "Missing required param: fixed_amount.",
      "parameter_missing",
      "fixed_amount",
    ],
    [
      "an amount without a currency",
      { display_name: "x", fixed_amount: { amount: 1 } },
      "Missing required param: fixed_amount[currency].",
      "parameter_missing",
      "fixed_amount[currency]",
    ],
    [
      "a negative amount",
      { display_name: "x", fixed_amount: { amount: -1, currency: "usd" } },
      "Invalid non-negative integer",
      "parameter_invalid_integer",
      "fixed_amount[amount]",
    ],
    [
      "its own currency twice",
      {
        display_name: "x",
        fixed_amount: { amount: 1, currency: "usd", currency_options: { usd: { amount: 1 } } },
      },
      "You cannot specify the shipping rate's own currency `usd` in `currency_options`.",
      undefined,
      "fixed_amount[currency_options][usd]",
    ],
    [
      "a name that is too long",
      { ...GROUND, display_name: "x".repeat(101) },
      "Invalid string: xxxx...xxxx; must be at most 100 characters",
      undefined,
      "display_name",
    ],
    ["another type", { ...GROUND, type: "weight" }, "Invalid type: must be fixed_amount", undefined, "type"],
  ])("%s", async (_name, params, message, code, param) => {
    const { status, body } = await post("/v1/shipping_rates", params);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test("changes that are not allowed", async () => {
    const { id } = await make({ tax_behavior: "inclusive" });
    const update = (params: Stripe.ShippingRateUpdateParams) =>
      refused(shop.stripe.shippingRates.update(id, params));
    expect(await update({ tax_behavior: "exclusive" })).toMatchObject({ status: 400, param: "tax_behavior" });
    const options = (
      currency_options: Record<string, Stripe.ShippingRateUpdateParams.FixedAmount.CurrencyOptions>,
    ) => update({ fixed_amount: { currency_options } });
    expect(await options({ usd: { amount: 1 } })).toMatchObject({
      param: "fixed_amount[currency_options][usd]",
    });
    expect(await options({ eur: { tax_behavior: "exclusive" } })).toMatchObject({
      code: "parameter_missing",
      param: "fixed_amount[currency_options][eur][amount]",
    });
    const { body } = await post(`/v1/shipping_rates/${id}`, { display_name: "x" });
    expect(body.error.message).toBe("Received unknown parameter: display_name");
  });
});

describe("404", () => {
  test.each(["retrieve", "update"] as const)("%s: one that does not exist", async (operation) => {
    expect(await refused(shop.stripe.shippingRates[operation]("shr_nope"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "shipping_rate_token",
      message: "No such shipping rate: 'shr_nope'",
    });
  });
});
