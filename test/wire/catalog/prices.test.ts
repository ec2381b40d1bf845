import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
});
afterAll(() => server.close());

const PRODUCT = { product_data: { name: "Thing" } };
const post = (path: string, params: Params, version = "2026-10-28.endive") =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const create = (params: Params, version?: string) =>
  post("/v1/prices", { currency: "usd", ...PRODUCT, ...params }, version);

describe("200", () => {
  test("shows every key in order", async () => {
    const { body } = await create({ unit_amount: 1099, currency: "USD" });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^price_1[A-Za-z0-9]{23}$/),
        object: "price",
        active: true,
        billing_scheme: "per_unit",
        created: expect.any(Number),
        currency: "usd",
        custom_unit_amount: null,
        livemode: false,
        lookup_key: null,
        metadata: {},
        nickname: null,
        product: expect.stringMatching(/^prod_/),
        recurring: null,
        tax_behavior: "unspecified",
        tiers_mode: null,
        transform_quantity: null,
        type: "one_time",
        unit_amount: 1099,
        unit_amount_decimal: "1099",
      }),
    );
  });

  test.each([
    ["123.45", null, "123.45"],
    ["1000.00", 1000, "1000"],
    ["0.100000000001", null, "0.100000000001"],
  ])("keeps the decimal %s", async (unit_amount_decimal, unit_amount, shown) => {
    const { body } = await create({ unit_amount_decimal });
    expect([body.unit_amount, body.unit_amount_decimal]).toEqual([unit_amount, shown]);
  });

  test("may be recurring", async () => {
    const { body } = await create({
      unit_amount: 500,
      recurring: { interval: "month", interval_count: 3, trial_period_days: 7 },
    });
    expect(body.type).toBe("recurring");
    expect(Object.entries(body.recurring)).toEqual([
      ["interval", "month"],
      ["interval_count", 3],
      ["meter", null],
      ["trial_period_days", 7],
      ["usage_type", "licensed"],
    ]);
  });

  test("tiers and other currencies are shown if expanded", async () => {
    const { stripe } = shop;
    const price = await stripe.prices.create({
      currency: "usd",
      ...PRODUCT,
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      tiers: [
        { up_to: 10, unit_amount: 100 },
        { up_to: "inf", flat_amount: 50, unit_amount: 80 },
      ],
      recurring: { interval: "year" },
      currency_options: { eur: { tiers: [{ up_to: "inf", unit_amount: 90 }], tax_behavior: "inclusive" } },
      expand: ["tiers", "currency_options"],
    });
    expect(price.tiers).toMatchObject([
      { flat_amount: null, unit_amount: 100, up_to: 10 },
      { flat_amount: 50, unit_amount: 80, up_to: null },
    ]);
    expect(Object.keys(price.currency_options ?? {})).toEqual(["eur", "usd"]);
    expect(price.currency_options?.eur).toEqual({
      custom_unit_amount: null,
      tax_behavior: "inclusive",
      tiers: [
        {
          flat_amount: null,
          flat_amount_decimal: null,
          unit_amount: 90,
          unit_amount_decimal: expect.anything(),
          up_to: null,
        },
      ],
      unit_amount: null,
      unit_amount_decimal: null,
    });
    const plain = await stripe.prices.retrieve(price.id);
    expect(plain).not.toHaveProperty("tiers");
    expect(plain).not.toHaveProperty("currency_options");
    expect(plain).toMatchObject({ unit_amount: null, unit_amount_decimal: null, tiers_mode: "graduated" });
  });

  test("can be changed in part, and the event shows what changed", async () => {
    const { id } = await shop.price();
    const updated = await shop.stripe.prices.update(id, {
      active: false,
      nickname: "n",
      metadata: { a: "b" },
      tax_behavior: "exclusive",
    });
    expect(updated).toMatchObject({
      active: false,
      nickname: "n",
      metadata: { a: "b" },
      tax_behavior: "exclusive",
    });
    const { data } = await shop.stripe.events.list({ type: "price.updated", limit: 1 });
    expect(data[0]?.data.previous_attributes).toEqual({
      active: true,
      metadata: { a: null },
      nickname: null,
      tax_behavior: "unspecified",
    });
  });

  test("its lookup key can be transferred to another price", async () => {
    const { stripe } = shop;
    const first = await shop.price({ lookup_key: "standard" });
    const second = await shop.price({ lookup_key: "standard", transfer_lookup_key: true });
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
    expect(
      (await stripe.prices.list({ lookup_keys: ["standard", "nothing"] })).data.map(({ id }) => id),
    ).toEqual([second.id]);
    const third = await shop.price();
    const took = await stripe.prices.update(third.id, { lookup_key: "standard", transfer_lookup_key: true });
    expect(took.lookup_key).toBe("standard");
    expect((await stripe.prices.retrieve(second.id)).lookup_key).toBeNull();
  });

  test("a lookup key that its price gives up is free for another price", async () => {
    const { stripe } = shop;
    const first = await shop.price({ lookup_key: "given back" });
    await stripe.prices.update(first.id, { lookup_key: "other" });
    const second = await shop.price({ lookup_key: "given back" });
    await stripe.prices.update(second.id, { lookup_key: "" });
    const third = await shop.price({ lookup_key: "given back" });
    expect(
      (await stripe.prices.list({ lookup_keys: ["given back", "other"] })).data.map(({ id }) => id),
    ).toEqual([third.id, first.id]);
  });

  test("of many requests for one lookup key at once, one gets it", async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 12 }, () => shop.price({ lookup_key: "wanted" })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await shop.stripe.prices.list({ lookup_keys: ["wanted"] })).data).toHaveLength(1);
  });

  test("creates its product, whose event comes first", async () => {
    const own = openShop(server);
    await own.price({
      product_data: { name: "P", metadata: { a: "b" }, statement_descriptor: "SHOP", unit_label: "u" },
    });
    expect(await own.news()).toEqual(["product.created", "price.created"]);
    expect((await own.stripe.products.list()).data[0]).toMatchObject({
      active: true,
      name: "P",
      unit_label: "u",
    });
  });

  test("is listed with each filter", async () => {
    const own = openShop(server);
    const { stripe } = own;
    const a = await own.price();
    const b = await own.price({ currency: "eur", active: false });
    const c = await own.price({ recurring: { interval: "week" } });
    const ids = async (params: Parameters<typeof stripe.prices.list>[0]) =>
      (await stripe.prices.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([c.id, b.id, a.id]);
    expect(await ids({ active: false })).toEqual([b.id]);
    expect(await ids({ currency: "eur" })).toEqual([b.id]);
    expect(await ids({ product: String(a.product) })).toEqual([a.id]);
    expect(await ids({ type: "one_time" })).toEqual([b.id, a.id]);
    expect(await ids({ type: "recurring" })).toEqual([c.id]);
    expect(await ids({ recurring: { interval: "week" } })).toEqual([c.id]);
    expect(await ids({ recurring: { usage_type: "licensed" } })).toEqual([c.id]);
    expect(await ids({ recurring: { interval: "month" } })).toEqual([]);
    expect(await ids({ product: "prod_x" })).toEqual([]);
    expect(await ids({ type: "one_time", active: true })).toEqual([a.id]);
  });
});

describe("a metered price", () => {
  const usage = (meter: string) => ({ interval: "month", usage_type: "metered", meter }) as const;

  test("has a meter, by which it is found", async () => {
    const { stripe } = shop;
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "sum" },
    });
    const price = await shop.price({ recurring: usage(meter.id) });
    expect(price.recurring).toMatchObject({ meter: meter.id, usage_type: "metered" });
    const { data } = await stripe.prices.list({ recurring: { meter: meter.id } });
    expect(data.map(({ id }) => id)).toEqual([price.id]);
    expect((await stripe.prices.list({ recurring: { usage_type: "metered" } })).data).toHaveLength(1);

    await stripe.billing.meters.deactivate(meter.id);
    expect(await refused(shop.price({ recurring: usage(meter.id) }))).toMatchObject({
      status: 400,
      param: "recurring[meter]",
      message: "You cannot attach an inactive meter to a price.",
    });
  });
});

describe("400", () => {
  const TIERS = { billing_scheme: "tiered", tiers_mode: "volume", tiers: [{ up_to: "inf", unit_amount: 1 }] };
  test.each<[string, Params, string | undefined, string | undefined, string]>([
    [
      "no amount",
      {},
      undefined,
      "unit_amount",
      "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
    ],
    [
      "two amounts",
      { unit_amount: 1, unit_amount_decimal: "1" },
      undefined,
      "unit_amount",
      "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
    ],
    [
      "a negative amount",
      { unit_amount: -1 },
      "parameter_invalid_integer",
      "unit_amount",
      "Invalid non-negative integer",
    ],
    ["no number", { unit_amount: "ten" }, "parameter_invalid_integer", "unit_amount", "Invalid integer: ten"],
    [
      "a fraction",
      { unit_amount: "10.5" },
      "parameter_invalid_integer",
      "unit_amount",
      "Invalid integer: 10.5",
    ],
    [
      "thirteen decimal places",
      { unit_amount_decimal: "0.1234567890123" },
      undefined,
      "unit_amount_decimal",
      "Invalid decimal: 0.1234567890123",
    ],
    [
      "two products",
      { unit_amount: 1, product: "prod_x" },
      undefined,
      "product",
      "You may only specify one of these parameters: product, product_data.",
    ],
    [
      "tiers for a one-time price",
      TIERS,
      undefined,
      "interval",
      "Prices with `type=one_time` are not supported with tiered billing.",
    ],
    [
      "a meter that does not exist",
      { unit_amount: 1, recurring: { interval: "month", usage_type: "metered" } },
      undefined,
      "recurring[meter]",
      "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
    ],
    ...[
      {
        name: "a tier without an amount",
        tiers: [{ up_to: "inf" }],
        param: "amount",
        message: "An entry in the tiers array is missing an amount.",
      },
      {
        name: "a tier with two unit amounts",
        tiers: [{ up_to: "inf", unit_amount: 1, unit_amount_decimal: "1" }],
        param: "tiers[0][unit_amount]",
        message: "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
      },
      {
        name: "a tier with two flat amounts",
        tiers: [
          { up_to: 1, unit_amount: 1 },
          { up_to: "inf", flat_amount: 1, flat_amount_decimal: "1" },
        ],
        param: "tiers[1][flat_amount]",
        message: "You may only specify one of these parameters: flat_amount, flat_amount_decimal.",
      },
      {
        name: "a flat amount with decimals",
        tiers: [{ up_to: "inf", flat_amount_decimal: "1.5" }],
        code: "parameter_invalid_integer",
        param: "tiers[0][flat_amount_decimal]",
        message: "Invalid integer: 1.5",
      },
      {
        name: "tiers without an end",
        tiers: [{ up_to: 10, unit_amount: 1 }],
        param: "tiers",
        message: "Tiers must rise, and the last one must have `up_to=inf`.",
      },
      {
        name: "tiers that do not rise",
        tiers: [
          { up_to: 10, unit_amount: 2 },
          { up_to: 10, unit_amount: 1 },
          { up_to: "inf", unit_amount: 1 },
        ],
        param: "tiers",
        message: "Tiers must rise, and the last one must have `up_to=inf`.",
      },
    ].map(({ name, tiers, code, param, message }): [string, Params, string | undefined, string, string] => [
      name,
      { ...TIERS, tiers, recurring: { interval: "month" } },
      code,
      param,
      message,
    ]),
    [
      "tiers and packages",
      { ...TIERS, recurring: { interval: "month" }, transform_quantity: { divide_by: 2, round: "up" } },
      undefined,
      "tiers",
      "You may only specify one of these parameters: tiers, transform_quantity.",
    ],
    [
      "tiers and a unit amount",
      { ...TIERS, recurring: { interval: "month" }, unit_amount: 5 },
      undefined,
      "tiers",
      "You may only specify one of these parameters: tiers, unit_amount.",
    ],
    [
      "another currency without tiers",
      {
        ...TIERS,
        recurring: { interval: "month" },
        currency_options: { eur: { tax_behavior: "inclusive" } },
      },
      "parameter_missing",
      "currency_options[eur][tiers]",
      "Missing required param: currency_options[eur][tiers].",
    ],
    [
      "another currency with tiers",
      { unit_amount: 1, currency_options: { eur: { tiers: TIERS.tiers } } },
      undefined,
      "currency_options[eur][tiers]",
      "You can only set `tiers` if `billing_scheme=tiered`.",
    ],
    [
      "another currency with two amounts",
      { unit_amount: 1, currency_options: { eur: { unit_amount: 1, unit_amount_decimal: "1" } } },
      undefined,
      "currency_options[eur][unit_amount]",
      "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
    ],
    [
      "an unknown meter",
      { unit_amount: 1, recurring: { interval: "month", usage_type: "metered", meter: "mtr_x" } },
      "resource_missing",
      "recurring[meter]",
      "No such meter: 'mtr_x'",
    ],
    [
      "a meter of a licensed price",
      { unit_amount: 1, recurring: { interval: "month", meter: "mtr_x" } },
      undefined,
      "recurring[meter]",
      "You can only set `meter` if `usage_type=metered`.",
    ],
    [
      "an unknown interval",
      { unit_amount: 1, recurring: { interval: "decade" } },
      undefined,
      "recurring[interval]",
      "Invalid interval: must be one of day, month, week, or year",
    ],
    [
      "a currency in capitals as a key",
      { unit_amount: 1, currency_options: { EUR: { unit_amount: 1 } } },
      undefined,
      "currency_options",
      "Currencies must be lowercase when used as keys in a map. Use `eur` instead of `EUR`.",
    ],
    [
      "its own currency as another one",
      { unit_amount: 1, currency_options: { usd: { unit_amount: 2 } } },
      undefined,
      "currency_options[usd]",
      "You cannot specify the price's own currency `usd` in `currency_options`.",
    ],
    [
      "aggregate_usage, which was removed",
      { unit_amount: 1, recurring: { interval: "month", aggregate_usage: "sum" } },
      "parameter_unknown",
      "recurring[aggregate_usage]",
      "Received unknown parameter: recurring[aggregate_usage]",
    ],
  ])("%s", async (_name, params, code, param, message) => {
    const { status, body } = await create(params);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test("an unknown currency; the refusal lists the known ones", async () => {
    const { body } = await create({ unit_amount: 1, currency: "xyz" });
    expect(body.error.param).toBe("currency");
    expect(body.error.message).toMatch(
      /^Invalid currency: xyz\. Stripe currently supports these currencies: usd, aed, afn, /,
    );
  });

  test("an unknown currency as another one", async () => {
    const { body } = await create({ unit_amount: 1, currency_options: { xyz: { unit_amount: 2 } } });
    expect(body.error.message).toMatch(/^Invalid currency: xyz\. /);
    expect(body.error.param).toBe("currency_options");
  });

  test("neither a product nor product data", async () => {
    const { body } = await post("/v1/prices", { currency: "usd", unit_amount: 1 });
    expect(body.error).toMatchObject({
      message: "You must specify either `product` or `product_data` when creating a price.",
      param: "product",
    });
  });

  test.each([
    ["day", 1095],
    ["week", 156],
    ["month", 36],
    ["year", 3],
  ] as const)("at most three years: %s", async (interval, most) => {
    expect((await create({ unit_amount: 1, recurring: { interval, interval_count: most } })).status).toBe(
      200,
    );
    const { status, body } = await create({
      unit_amount: 1,
      recurring: { interval, interval_count: most + 1 },
    });
    expect([status, body.error.param]).toEqual([400, "recurring[interval_count]"]);
  });

  test("a lookup key that is in use", async () => {
    const { id } = await shop.price({ lookup_key: "taken" });
    const message = `A price (\`${id}\`) already uses that lookup key.`;
    expect(await refused(shop.price({ lookup_key: "taken" }))).toMatchObject({
      status: 400,
      param: "lookup_key",
      message,
    });
    const other = await shop.price();
    expect(await refused(shop.stripe.prices.update(other.id, { lookup_key: "taken" }))).toMatchObject({
      message,
    });
  });

  test.each(["unit_amount", "currency", "product", "recurring"])("%s cannot be changed", async (name) => {
    const { id } = await shop.price();
    const { status, body } = await post(`/v1/prices/${id}`, { [name]: "1" });
    expect([status, body.error.message]).toEqual([400, `Received unknown parameter: ${name}`]);
  });

  test("a tax behavior that was already set", async () => {
    const { id } = await shop.price({ tax_behavior: "inclusive" });
    expect(await refused(shop.stripe.prices.update(id, { tax_behavior: "exclusive" }))).toMatchObject({
      status: 400,
      param: "tax_behavior",
    });
  });

  test("a metered price needs no meter before basil", async () => {
    const metered = { unit_amount: 1, recurring: { interval: "month", usage_type: "metered" } };
    const { status, body } = await create(metered, "2025-02-24.acacia");
    expect(status).toBe(200);
    expect(body.recurring).toMatchObject({ usage_type: "metered", meter: null });
  });
});

describe("404", () => {
  test("a price that does not exist, and no price can be deleted", async () => {
    expect(await refused(shop.stripe.prices.retrieve("price_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "price",
      message: "No such price: 'price_x'",
    });
    const { id } = await shop.price();
    const { status, body } = await server.raw("DELETE", `/v1/prices/${id}`, { key: shop.key });
    expect([status, body.error.message]).toEqual([
      404,
      `Unrecognized request URL (DELETE: /v1/prices/${id}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    ]);
  });
});
