import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
  shop = openShop(server);
});
afterAll(() => server.close());

const post = (path: string, params: Params) =>
  server.raw("POST", path, {
    key: shop.key,
    body: form(params),
    headers: { "stripe-version": "2026-10-28.endive" },
  });

describe("200", () => {
  test("is created from a name, and shows every key in order", async () => {
    const { body } = await post("/v1/products", { name: "Gold Plan" });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^prod_[A-Za-z0-9]{14}$/),
        object: "product",
        active: true,
        attributes: [],
        created: 1_800_000_000,
        default_price: null,
        description: null,
        images: [],
        livemode: false,
        marketing_features: [],
        metadata: {},
        name: "Gold Plan",
        package_dimensions: null,
        shippable: null,
        statement_descriptor: null,
        tax_code: null,
        tax_details: null,
        type: "service",
        unit_label: null,
        updated: 1_800_000_000,
        url: null,
      }),
    );
  });

  test("is created from all parameters", async () => {
    const product = {
      active: false,
      description: "d",
      id: "my-own_id",
      images: ["https://example.com/1.png"],
      marketing_features: [{ name: "fast" }],
      metadata: { a: "b" },
      name: "All of it",
      package_dimensions: { height: 1.5, length: 2, weight: 3.25, width: 4 },
      shippable: true,
      statement_descriptor: "GOLD",
      tax_code: "txcd_99999999",
      unit_label: "seat",
      url: "https://example.com",
    };
    const made = await shop.stripe.products.create(product);
    expect(made).toMatchObject(product);
    expect(await shop.stripe.products.retrieve("my-own_id")).toMatchObject(product);
  });

  test("is changed, and the event shows what changed", async () => {
    const { id } = await shop.stripe.products.create({
      name: "Old",
      metadata: { a: "1" },
      url: "https://example.com",
    });
    clock.advance(5);
    const updated = await shop.stripe.products.update(id, {
      name: "New",
      metadata: { a: "", b: "2" },
      url: "",
    });
    expect(updated).toMatchObject({
      name: "New",
      metadata: { b: "2" },
      url: null,
      updated: updated.created + 5,
    });
    const { data } = await shop.stripe.events.list({ type: "product.updated", limit: 1 });
    expect(data[0]?.data.previous_attributes).toEqual({
      metadata: { a: "1", b: null },
      name: "Old",
      updated: updated.created,
      url: "https://example.com",
    });
  });

  test("takes one of its prices as default, and shows it if expanded", async () => {
    const price = await shop.price();
    const id = String(price.product);
    const product = await shop.stripe.products.update(id, {
      default_price: price.id,
      expand: ["default_price"],
    });
    expect(product.default_price).toMatchObject({ object: "price", id: price.id });
  });

  test("is deleted if it has no price, and then cannot be found", async () => {
    const { id } = await shop.stripe.products.create({ name: "Gone" });
    expect(await shop.stripe.products.del(id)).toMatchObject({ id, object: "product", deleted: true });
    expect(await refused(shop.stripe.products.retrieve(id))).toMatchObject({
      status: 404,
      code: "resource_missing",
    });
    const { data } = await shop.stripe.events.list({ type: "product.deleted", limit: 1 });
    expect(data[0]?.data.object).toMatchObject({ id, name: "Gone" });
    expect(data[0]?.data.object).not.toHaveProperty("deleted");
  });

  test("is listed with each filter", async () => {
    const { stripe } = openShop(server);
    const a = await stripe.products.create({ name: "a", shippable: true, url: "https://example.com/a" });
    const b = await stripe.products.create({ name: "b", active: false });
    const c = await stripe.products.create({ name: "c" });
    const ids = async (params: Parameters<typeof stripe.products.list>[0]) =>
      (await stripe.products.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([c.id, b.id, a.id]);
    expect(await ids({ active: true })).toEqual([c.id, a.id]);
    expect(await ids({ active: false })).toEqual([b.id]);
    expect(await ids({ ids: [a.id, b.id, "prod_x"] })).toEqual([b.id, a.id]);
    expect(await ids({ shippable: true })).toEqual([a.id]);
    expect(await ids({ url: "https://example.com/a" })).toEqual([a.id]);
    expect(await ids({ active: true, shippable: true, ids: [b.id, a.id] })).toEqual([a.id]);
    expect(await ids({ created: { lt: a.created } })).toEqual([]);
    await stripe.products.del(c.id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ starting_after: c.id })).toEqual([b.id, a.id]);
  });
});

describe("a default price that is made with the product", () => {
  test("is the product's, once or recurring", async () => {
    const own = openShop(server);
    const product = await own.stripe.products.create({
      name: "Gold",
      default_price_data: {
        currency: "usd",
        unit_amount: 1500,
        recurring: { interval: "month", interval_count: 3 },
        tax_behavior: "exclusive",
        metadata: { a: "b" },
        currency_options: { eur: { unit_amount: 1400 } },
      },
      expand: ["default_price.currency_options"],
    });
    expect(product.default_price).toMatchObject({
      object: "price",
      active: true,
      currency_options: { eur: { unit_amount: 1400 }, usd: { unit_amount: 1500 } },
      metadata: { a: "b" },
      product: product.id,
      recurring: { interval: "month", interval_count: 3, usage_type: "licensed" },
      tax_behavior: "exclusive",
      unit_amount: 1500,
    });
    expect(await own.newsSince()).toEqual(["product.created", "plan.created", "price.created"]);
    const { data } = await own.stripe.events.list({ type: "product.created" });
    const { id } = product.default_price as { readonly id: string };
    expect(data[0]?.data.object).toMatchObject({ default_price: id });
    expect((await own.stripe.products.retrieve(product.id)).default_price).toBe(id);

    await own.stripe.products.create({
      name: "Once",
      default_price_data: { currency: "usd", custom_unit_amount: { enabled: true } },
    });
    expect(await own.newsSince()).toEqual(["product.created", "price.created"]);
  });

  test.each<[string, Params, string]>([
    ["no amount", {}, "default_price_data[unit_amount]"],
    ["two amounts", { unit_amount: 1, unit_amount_decimal: "1" }, "default_price_data[unit_amount]"],
    [
      "an interval that is too long",
      { unit_amount: 1, recurring: { interval: "week", interval_count: 157 } },
      "default_price_data[recurring][interval_count]",
    ],
    [
      "its own currency as another one",
      { unit_amount: 1, currency_options: { usd: { unit_amount: 1 } } },
      "default_price_data[currency_options][usd]",
    ],
    ["tiers", { unit_amount: 1, tiers: [{ up_to: "inf", unit_amount: 1 }] }, "default_price_data[tiers]"],
  ])("is refused with %s, and nothing is made", async (_, more, param) => {
    const own = openShop(server);
    const { status, body } = await server.raw("POST", "/v1/products", {
      key: own.key,
      body: form({ name: "Gold", default_price_data: { currency: "usd", ...more } }),
    });
    expect([status, body.error.param]).toEqual([400, param]);
    expect(await own.news()).toEqual([]);
    expect((await own.stripe.products.list()).data).toEqual([]);
  });
});

describe("400", () => {
  test.each<[string, Params, string | undefined, string | undefined, string]>([
    ["no name", {}, "parameter_missing", "name", "Missing required param: name."],
    [
      "an empty name",
      { name: "" },
      "parameter_invalid_empty",
      "name",
      "You passed an empty string for 'name'. We assume empty values are an attempt to unset a parameter; however " +
        "'name' cannot be unset. You should remove 'name' from your request or supply a non-empty value.",
    ],
    [
      "an invalid id",
      { name: "x", id: "has spaces!" },
      undefined,
      "id",
      "This value must match the regex pattern. (/\\A[a-zA-Z0-9\\-_]+\\z/ does not match for the value has spaces!).",
    ],
    [
      "nine images",
      { name: "x", images: Array.from({ length: 9 }, () => "https://example.com/i.png") },
      undefined,
      "images",
      "Array images exceeded maximum 8 allowed elements.",
    ],
    [
      "a label that is too long",
      { name: "x", unit_label: "y".repeat(13) },
      undefined,
      "unit_label",
      "Invalid string: yyyy...yyyy; must be at most 12 characters",
    ],
  ])("%s", async (_name, params, code, param, message) => {
    const { status, body } = await post("/v1/products", params);
    expect({ status, code: body.error.code, param: body.error.param, message: body.error.message }).toEqual({
      status: 400,
      code,
      param,
      message,
    });
  });

  test.each(["1234", "A<B", 'say "x"', "it's", "x".repeat(23)])(
    "the descriptor %s",
    async (statement_descriptor) => {
      const { status, body } = await post("/v1/products", { name: "x", statement_descriptor });
      expect([status, body.error.param]).toEqual([400, "statement_descriptor"]);
    },
  );

  test("an id that is in use", async () => {
    await shop.stripe.products.create({ id: "taken", name: "x" });
    expect(await refused(shop.stripe.products.create({ id: "taken", name: "y" }))).toEqual({
      status: 400,
      code: "resource_already_exists",
      param: "id",
      message: "Product already exists.",
    });
    expect((await shop.stripe.products.retrieve("taken")).name).toBe("x");
  });

  test("deleting a product that has prices", async () => {
    const { product } = await shop.price();
    expect(await refused(shop.stripe.products.del(String(product)))).toMatchObject({
      status: 400,
      message: "This product cannot be deleted because it has one or more user-created prices.",
    });
  });

  test("another product's price as default", async () => {
    const price = await shop.price();
    const { id } = await shop.stripe.products.create({ name: "x" });
    expect(await refused(shop.stripe.products.update(id, { default_price: price.id }))).toMatchObject({
      status: 400,
      param: "default_price",
    });
  });
});

describe("404", () => {
  test.each(["retrieve", "del"] as const)("%s: one that does not exist", async (operation) => {
    expect(await refused(shop.stripe.products[operation]("prod_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "id",
      message: "No such product: 'prod_x'",
    });
  });
});
