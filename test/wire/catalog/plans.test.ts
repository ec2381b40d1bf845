import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
let product: string;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  product = (await shop.stripe.products.create({ name: "Gold" })).id;
});
afterAll(() => server.close());

const NEWEST = "2026-10-28.endive";
const post = (path: string, params: Params, version = NEWEST) =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const create = (params: Params, version?: string) =>
  post("/v1/plans", { currency: "usd", interval: "month", product, ...params }, version);

describe("a plan", () => {
  test("shows every key in order", async () => {
    const { body } = await create({ amount: 2000 });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^plan_[A-Za-z0-9]{14}$/),
        object: "plan",
        active: true,
        amount: 2000,
        amount_decimal: "2000",
        billing_scheme: "per_unit",
        created: expect.any(Number),
        currency: "usd",
        interval: "month",
        interval_count: 1,
        livemode: false,
        metadata: {},
        meter: null,
        nickname: null,
        product,
        tiers_mode: null,
        transform_usage: null,
        trial_period_days: null,
        usage_type: "licensed",
      }),
    );
  });

  test("is a price under the same id", async () => {
    const { body } = await create({
      id: "gold-monthly",
      amount_decimal: "12.5",
      interval_count: 3,
      nickname: "Gold",
      metadata: { a: "b" },
      transform_usage: { divide_by: 10, round: "up" },
      trial_period_days: 7,
    });
    expect(body).toMatchObject({
      id: "gold-monthly",
      amount: null,
      amount_decimal: "12.5",
      trial_period_days: 7,
    });
    const price = await server.raw("GET", "/v1/prices/gold-monthly", { key: shop.key });
    expect(price.body).toMatchObject({
      object: "price",
      metadata: { a: "b" },
      nickname: "Gold",
      product,
      recurring: { interval: "month", interval_count: 3, trial_period_days: 7, usage_type: "licensed" },
      transform_quantity: { divide_by: 10, round: "up" },
      type: "recurring",
      unit_amount: null,
      unit_amount_decimal: "12.5",
    });
  });

  test("is what a recurring price is, and a one-time price is not", async () => {
    const recurring = await shop.price({ recurring: { interval: "year" } });
    expect(await shop.stripe.plans.retrieve(recurring.id)).toMatchObject({
      id: recurring.id,
      object: "plan",
      amount: 1099,
      interval: "year",
    });
    const once = await shop.price();
    expect(await refused(shop.stripe.plans.retrieve(once.id))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "plan",
      message: `No such plan: '${once.id}'`,
    });
  });

  test("shows its tiers and its product if expanded", async () => {
    const { body } = await create({
      billing_scheme: "tiered",
      tiers_mode: "volume",
      tiers: [
        { up_to: 10, unit_amount: 100 },
        { up_to: "inf", flat_amount: 50, unit_amount: 80 },
      ],
      expand: ["tiers", "product"],
    });
    expect(body).toMatchObject({
      amount: null,
      product: { id: product, name: "Gold" },
      tiers: [
        { unit_amount: 100, up_to: 10 },
        { flat_amount: 50, unit_amount: 80, up_to: null },
      ],
      tiers_mode: "volume",
    });
  });

  test("makes its product, with an event for each of the three", async () => {
    const own = openShop(server);
    const made = await own.stripe.plans.create({
      amount: 2000,
      currency: "usd",
      interval: "month",
      product: { name: "myproduct", unit_label: "seat" },
    });
    expect(await own.stripe.products.retrieve(String(made.product))).toMatchObject({
      name: "myproduct",
      unit_label: "seat",
    });
    expect(await own.news()).toEqual(["product.created", "plan.created", "price.created"]);
  });

  test("is changed, and so is its price", async () => {
    const own = openShop(server);
    const { stripe } = own;
    const [a, b] = [await stripe.products.create({ name: "A" }), await stripe.products.create({ name: "B" })];
    const { id } = await stripe.plans.create({ amount: 1, currency: "usd", interval: "day", product: a.id });
    await own.newsSince();
    const changed = await stripe.plans.update(id, {
      active: false,
      metadata: { foo: "bar" },
      nickname: "Daily",
      product: b.id,
      trial_period_days: 3,
    });
    expect(changed).toMatchObject({
      active: false,
      metadata: { foo: "bar" },
      nickname: "Daily",
      product: b.id,
      trial_period_days: 3,
    });
    expect(await stripe.prices.retrieve(id)).toMatchObject({
      active: false,
      recurring: { trial_period_days: 3 },
    });
    expect(await own.newsSince()).toEqual(["plan.updated", "price.updated"]);
    const { data } = await stripe.events.list({ type: "plan.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({
      active: true,
      metadata: { foo: null },
      nickname: null,
      product: a.id,
      trial_period_days: null,
    });
  });

  test("is told of when its price changes, but not of what plans do not have", async () => {
    const own = openShop(server);
    const { id } = await own.price({ recurring: { interval: "month" } });
    await own.newsSince();
    await own.stripe.prices.update(id, { nickname: "N" });
    await own.stripe.prices.update(id, { lookup_key: "key" });
    await own.stripe.prices.update(id, { nickname: "N" });
    expect(await own.newsSince()).toEqual(["plan.updated", "price.updated", "price.updated"]);
  });

  test("is deleted with its price", async () => {
    const own = openShop(server);
    const { stripe } = own;
    const { id: sold } = await stripe.products.create({ name: "A" });
    const { id } = await stripe.plans.create({ amount: 1, currency: "usd", interval: "day", product: sold });
    await own.newsSince();
    expect(await stripe.plans.del(id)).toEqual({ id, object: "plan", deleted: true });
    expect(await own.newsSince()).toEqual(["plan.deleted", "price.deleted"]);
    expect(await refused(stripe.plans.retrieve(id))).toMatchObject({ status: 404 });
    expect(await refused(stripe.prices.retrieve(id))).toMatchObject({ status: 404 });
    expect(await refused(stripe.plans.del(id))).toMatchObject({ status: 404 });
    expect((await stripe.plans.list()).data).toEqual([]);
    expect(await stripe.products.del(sold)).toMatchObject({ deleted: true });
  });

  test("is listed with each filter, without one-time prices", async () => {
    const own = openShop(server);
    const { stripe } = own;
    const one = await own.price({ recurring: { interval: "month" } });
    await own.price();
    const other = await own.price({ recurring: { interval: "month" }, active: false });
    const ids = async (params: Parameters<typeof stripe.plans.list>[0]) =>
      (await stripe.plans.list(params)).data.map(({ id, object }) => `${object} ${id}`);
    expect(await ids({})).toEqual([`plan ${other.id}`, `plan ${one.id}`]);
    expect(await ids({ active: true })).toEqual([`plan ${one.id}`]);
    expect(await ids({ product: String(other.product) })).toEqual([`plan ${other.id}`]);
    expect(await ids({ limit: 1, starting_after: other.id })).toEqual([`plan ${one.id}`]);
    expect(await ids({ created: { gt: one.created + 1000 } })).toEqual([]);
    const { data } = await stripe.plans.list({ expand: ["data.product"], limit: 1 });
    expect(data[0]?.product).toMatchObject({ id: other.product, object: "product" });
  });
});

describe("400", () => {
  test.each<[string, Params, string | undefined, string]>([
    ["no amount", {}, "amount", "Plans require an `amount` or `amount_decimal` parameter to be set."],
    [
      "two amounts",
      { amount: 1, amount_decimal: "1" },
      "amount",
      "You may only specify one of these parameters: amount, amount_decimal.",
    ],
    ["no product", { amount: 1, product: undefined }, "product", "Missing required param: product."],
    ["an unknown product", { amount: 1, product: "prod_x" }, "product", "No such product: 'prod_x'"],
    [
      "an interval that is too long",
      { amount: 1, interval: "year", interval_count: 4 },
      "interval_count",
      "The interval_count for yearly prices can't be greater than 3",
    ],
    [
      "tiers with packages",
      {
        billing_scheme: "tiered",
        tiers_mode: "volume",
        tiers: [{ up_to: "inf", unit_amount: 1 }],
        transform_usage: { divide_by: 2, round: "up" },
      },
      "tiers",
      "You may only specify one of these parameters: tiers, transform_usage.",
    ],
    [
      "metered without a meter",
      { amount: 1, usage_type: "metered" },
      "meter",
      "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
    ],
    [
      "a meter of a licensed plan",
      { amount: 1, meter: "mtr_x" },
      "meter",
      "You can only set `meter` if `usage_type=metered`.",
    ],
    [
      "an unknown meter",
      { amount: 1, usage_type: "metered", meter: "mtr_x" },
      "meter",
      "No such meter: 'mtr_x'",
    ],
  ])("%s", async (_, params, param, message) => {
    const { status, body } = await create(params);
    expect([status, body.error.param, body.error.message]).toEqual([400, param, message]);
  });

  test("an id that is taken, also by a price", async () => {
    const price = await shop.price({ recurring: { interval: "month" } });
    for (const id of [price.id, "taken"]) {
      await create({ amount: 1, id });
      const { status, body } = await create({ amount: 1, id });
      expect([status, body.error.code, body.error.param, body.error.message]).toEqual([
        400,
        "resource_already_exists",
        "id",
        "Plan already exists.",
      ]);
    }
  });

  test("the default price of a product is neither archived nor deleted", async () => {
    const { stripe } = shop;
    const price = await shop.price({ recurring: { interval: "month" } });
    await stripe.products.update(String(price.product), { default_price: price.id });
    const archived = "This price cannot be archived because it is the default price of its product.";
    expect(await refused(stripe.prices.update(price.id, { active: false }))).toMatchObject({
      message: archived,
    });
    expect(await refused(stripe.plans.update(price.id, { active: false }))).toMatchObject({
      message: archived,
    });
    expect(await refused(stripe.plans.del(price.id))).toMatchObject({ status: 400 });
    expect(await stripe.prices.retrieve(price.id)).toMatchObject({ active: true });
  });
});

describe("before basil", () => {
  const OLD = "2024-06-20";
  test("a metered plan says how usage records are aggregated", async () => {
    const { body } = await create({ amount: 1, usage_type: "metered", aggregate_usage: "max" }, OLD);
    expect(body).toMatchObject({ aggregate_usage: "max", meter: null, usage_type: "metered" });
    const price = await server.raw("GET", `/v1/prices/${body.id}`, {
      key: shop.key,
      headers: { "stripe-version": OLD },
    });
    expect(price.body.recurring).toMatchObject({ aggregate_usage: "max", meter: null });
    expect((await create({ amount: 1, usage_type: "metered" }, OLD)).body.aggregate_usage).toBe("sum");
    expect((await create({ amount: 1 }, OLD)).body.aggregate_usage).toBeNull();
    const now = await server.raw("GET", `/v1/plans/${body.id}`, {
      key: shop.key,
      headers: { "stripe-version": NEWEST },
    });
    expect(now.text).not.toContain("aggregate_usage");
  });

  test("a metered price says it too", async () => {
    const price = { currency: "usd", unit_amount: 1, product };
    const recurring = { interval: "month", usage_type: "metered", aggregate_usage: "last_ever" };
    const { body } = await post("/v1/prices", { ...price, recurring }, OLD);
    expect(body.recurring.aggregate_usage).toBe("last_ever");
    const licensed = { ...recurring, usage_type: "licensed" };
    expect((await post("/v1/prices", { ...price, recurring: licensed }, OLD)).body.error).toMatchObject({
      param: "recurring[aggregate_usage]",
    });
    expect((await create({ amount: 1, aggregate_usage: "sum" })).body.error.message).toBe(
      "Received unknown parameter: aggregate_usage",
    );
  });
});
