import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

const HEAD = "2026-10-28.endive";
const NOW = 1_800_000_000;
const DAY = 86_400;
const clock = new FixedClock(NOW);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const post = (path: string, params: Params, version = HEAD) =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const get = (path: string, version = HEAD) =>
  server.raw("GET", path, { key: shop.key, headers: { "stripe-version": version } });

describe("200", () => {
  test("is created from a percentage, and shows every key in order", async () => {
    const { body, text } = await post("/v1/coupons", { percent_off: 25 });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^[A-Za-z0-9]{8}$/),
        object: "coupon",
        amount_off: null,
        created: clock.seconds(),
        currency: null,
        duration: "once",
        duration_in_months: null,
        livemode: false,
        max_redemptions: null,
        metadata: {},
        name: null,
        percent_off: 25,
        redeem_by: null,
        times_redeemed: 0,
        valid: true,
      }),
    );
    expect(text).toContain('"percent_off": 25.0,');
  });

  test("a percentage is printed with a decimal point everywhere", async () => {
    const { body } = await post("/v1/coupons", { percent_off: 12.5, id: "half" });
    expect(body.percent_off).toBe(12.5);
    await post("/v1/coupons", { percent_off: "30.0", id: "whole" });
    await post("/v1/promotion_codes", { promotion: { coupon: "whole", type: "coupon" } });
    for (const path of [
      "/v1/coupons",
      "/v1/coupons/whole?expand[]=applies_to",
      "/v1/promotion_codes?expand[]=data.promotion.coupon",
      "/v1/events?type=coupon.created",
    ]) {
      expect((await get(path)).text, path).toContain('"percent_off": 30.0,');
    }
    expect((await get("/v1/coupons")).text).toContain('"percent_off": 12.5,');
    expect((await get("/v1/promotion_codes", "2023-10-16")).text).toContain('"percent_off": 30.0,');
  });

  test("is created from an amount and all other parameters", async () => {
    const { stripe } = shop;
    const product = await stripe.products.create({ name: "T-shirt" });
    const params = {
      id: "Summer_26",
      amount_off: 500,
      currency: "usd",
      duration: "repeating",
      duration_in_months: 3,
      max_redemptions: 10,
      metadata: { a: "b" },
      name: "Summer",
      redeem_by: clock.seconds() + DAY,
    } as const;
    const made = await stripe.coupons.create({
      ...params,
      applies_to: { products: [product.id] },
      currency_options: { eur: { amount_off: 400 }, jpy: { amount_off: 600 } },
    });
    expect(made).toMatchObject({ ...params, percent_off: null, valid: true });
    expect(made).not.toHaveProperty("applies_to");
    expect(made).not.toHaveProperty("currency_options");
    const whole = await stripe.coupons.retrieve("Summer_26", { expand: ["applies_to", "currency_options"] });
    expect(whole.applies_to).toEqual({ products: [product.id] });
    expect(Object.entries(whole.currency_options ?? {})).toEqual([
      ["eur", { amount_off: 400 }],
      ["jpy", { amount_off: 600 }],
      ["usd", { amount_off: 500 }],
    ]);
  });

  test("expanding a member that is absent adds nothing", async () => {
    const { id } = await shop.stripe.coupons.create({ percent_off: 1 });
    const whole = await shop.stripe.coupons.retrieve(id, { expand: ["applies_to", "currency_options"] });
    expect(whole).not.toHaveProperty("applies_to");
    expect(whole).not.toHaveProperty("currency_options");
  });

  test("a currency without an amount is ignored", async () => {
    expect(await shop.stripe.coupons.create({ percent_off: 0.01, currency: "usd" })).toMatchObject({
      currency: null,
      percent_off: 0.01,
    });
  });

  test("name, metadata and further currencies can be changed, and the event shows what changed", async () => {
    const { stripe } = shop;
    const { id } = await stripe.coupons.create({
      amount_off: 500,
      currency: "usd",
      metadata: { a: "1" },
      currency_options: { eur: { amount_off: 400 } },
    });
    const changed = await stripe.coupons.update(id, {
      name: "New",
      metadata: { a: "", b: "2" },
      currency_options: { eur: { amount_off: 450 }, gbp: { amount_off: 350 } },
      expand: ["currency_options"],
    });
    expect(changed).toMatchObject({ name: "New", metadata: { b: "2" } });
    expect(changed.currency_options).toEqual({
      eur: { amount_off: 450 },
      gbp: { amount_off: 350 },
      usd: { amount_off: 500 },
    });
    const { data } = await stripe.events.list({ type: "coupon.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({ metadata: { a: "1", b: null }, name: null });
    const { body } = await post(`/v1/coupons/${id}`, { name: "" });
    expect(body.name).toBeNull();
  });

  test("is deleted; its event shows it as no longer valid, and its id is free again", async () => {
    const { stripe } = shop;
    await stripe.coupons.create({ id: "GONE", percent_off: 10 });
    await stripe.coupons.create({ id: "STAYS", percent_off: 10 });
    expect(await stripe.coupons.del("GONE")).toMatchObject({ id: "GONE", object: "coupon", deleted: true });
    expect(await refused(stripe.coupons.retrieve("GONE"))).toMatchObject({ status: 404, param: "coupon" });
    expect((await stripe.coupons.list({ starting_after: "STAYS" })).data).toEqual([]);
    const { data } = await stripe.events.list({ type: "coupon.deleted" });
    expect(data[0]?.data.object).toMatchObject({ id: "GONE", percent_off: 10, valid: false });
    expect(data[0]?.data.object).not.toHaveProperty("deleted");
    expect(await stripe.coupons.create({ id: "GONE", percent_off: 20 })).toMatchObject({
      percent_off: 20,
      valid: true,
    });
    expect((await stripe.coupons.list()).data.map(({ id }) => id)).toEqual(["GONE", "STAYS"]);
    expect((await stripe.coupons.retrieve("GONE")).percent_off).toBe(20);
  });

  test("is valid up to the second of redeem_by", async () => {
    const { stripe } = shop;
    const { id } = await stripe.coupons.create({ percent_off: 10, redeem_by: clock.seconds() + 10 });
    const valid = async () => (await stripe.coupons.retrieve(id)).valid;
    clock.advance(10);
    expect(await valid()).toBe(true);
    clock.advance(1);
    expect(await valid()).toBe(false);
    expect((await stripe.coupons.list()).data[0]?.valid).toBe(false);
  });

  test("is listed newest first, in pages and by time", async () => {
    const { stripe } = shop;
    for (const id of ["a", "b", "c"]) {
      await stripe.coupons.create({ id, percent_off: 1 });
      clock.advance(1);
    }
    const ids = async (params: Stripe.CouponListParams) =>
      (await stripe.coupons.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual(["c", "b", "a"]);
    expect(await ids({ limit: 1, starting_after: "c" })).toEqual(["b"]);
    expect(await ids({ created: { gte: clock.seconds() - 2 } })).toEqual(["c", "b"]);
  });

  test("events are sent for its creation, changes and deletion", async () => {
    const { stripe } = shop;
    const { id } = await stripe.coupons.create({ percent_off: 10 });
    await stripe.coupons.update(id, { name: "x" });
    await stripe.coupons.update(id, { name: "x" });
    await stripe.coupons.del(id);
    expect(await shop.news()).toEqual(["coupon.created", "coupon.updated", "coupon.deleted"]);
  });

  test("the client of 2023 works with it", async () => {
    const stripe = server.stripe14(shop.key);
    const made = await stripe.coupons.create({ percent_off: 33.33, name: "Third" });
    expect(await stripe.coupons.retrieve(made.id)).toMatchObject({ percent_off: 33.33, name: "Third" });
    expect((await stripe.coupons.list()).data).toHaveLength(1);
  });
});

describe("400", () => {
  test.each<[string, Params, string, string | undefined, string | undefined]>([
    [
      "neither a percentage nor an amount",
      {},
      "Must provide percent_off or amount_off.",
      "parameter_missing",
      undefined,
    ],
    [
      "both",
      { percent_off: 10, amount_off: 500, currency: "usd" },
      "Received both percent_off and amount_off parameters. Please pass in only one.",
      undefined,
      undefined,
    ],
    [
      "an amount without a currency",
      { amount_off: 500 },
      "You must pass currency when passing amount_off",
      undefined,
      "currency",
    ],
    [
      "repeating without a number of months",
      { percent_off: 10, duration: "repeating" },
      "The duration_in_months param must be set when creating a coupon with a repeating duration",
      undefined,
      "duration",
    ],
    [
      "a number of months for a coupon that does not repeat",
      { percent_off: 10, duration_in_months: 2 },
      "The duration_in_months param can only be set when creating a coupon with a repeating duration",
      undefined,
      "duration_in_months",
    ],
    [
      "a percentage of zero",
      { percent_off: 0 },
      "This value must be greater than or equal to 0.01 (it currently is '0.0').",
      undefined,
      "percent_off",
    ],
    [
      "a negative percentage",
      { percent_off: -2.5 },
      "This value must be greater than or equal to 0.01 (it currently is '-2.5').",
      undefined,
      "percent_off",
    ],
    [
      "more than 100 percent",
      { percent_off: 101 },
      "This value must be less than or equal to 100 (it currently is '101.0').",
      undefined,
      "percent_off",
    ],
    ["too fine a percentage", { percent_off: "1.234" }, "Invalid decimal: 1.234", undefined, "percent_off"],
    [
      "an amount of zero",
      { amount_off: 0, currency: "usd" },
      "This value must be greater than or equal to 1.",
      "parameter_invalid_integer",
      "amount_off",
    ],
    [
      "a time in the past",
      { percent_off: 10, redeem_by: 1000 },
      "The parameter `redeem_by` expects a unix timestamp representing a date and time in the future. You " +
        "specified the value `1000` which is in the past.",
      undefined,
      "redeem_by",
    ],
    [
      "a time too far in the future",
      { percent_off: 10, redeem_by: NOW + 6 * 366 * DAY },
      "Invalid timestamp: can be no more than five years in the future.",
      undefined,
      "redeem_by",
    ],
    [
      "currencies for a percentage",
      { percent_off: 10, currency_options: { eur: { amount_off: 4 } } },
      "You may only specify one of these parameters: currency_options, percent_off.",
      undefined,
      "currency_options",
    ],
    [
      "its own currency twice",
      { amount_off: 10, currency: "eur", currency_options: { eur: { amount_off: 4 } } },
      "You cannot specify the coupon's own currency `eur` in `currency_options`.",
      undefined,
      "currency_options[eur]",
    ],
    [
      "a currency in capitals",
      { amount_off: 10, currency: "usd", currency_options: { EUR: { amount_off: 4 } } },
      "Currencies must be lowercase when used as keys in a map. Use `eur` instead of `EUR`.",
      undefined,
      "currency_options",
    ],
    [
      "a product that does not exist",
      { percent_off: 10, applies_to: { products: ["prod_x"] } },
      "No such product: 'prod_x'",
      "resource_missing",
      "applies_to[products][0]",
    ],
    [
      "a name that is too long",
      { percent_off: 10, name: "x".repeat(41) },
      "Invalid string: xxxx...xxxx; must be at most 40 characters",
      undefined,
      "name",
    ],
  ])("%s", async (_name, params, message, code, param) => {
    const { status, body } = await post("/v1/coupons", params);
    expect({ status, ...body.error }).toMatchObject({ status: 400, message });
    expect([body.error.code, body.error.param]).toEqual([code, param]);
  });

  test("an id that is in use", async () => {
    await shop.stripe.coupons.create({ id: "TENOFF", percent_off: 10 });
    expect(await refused(shop.stripe.coupons.create({ id: "TENOFF", percent_off: 20 }))).toMatchObject({
      status: 400,
      code: "resource_already_exists",
      message: "Coupon already exists.",
    });
    expect((await shop.stripe.coupons.retrieve("TENOFF")).percent_off).toBe(10);
  });

  test("of many requests for one id at once, one creates the coupon", async () => {
    const { stripe } = shop;
    await stripe.coupons.create({ id: "again", percent_off: 1 });
    await stripe.coupons.del("again");
    const made = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6].map((percent_off) => stripe.coupons.create({ id: "again", percent_off })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await stripe.coupons.list()).data).toHaveLength(1);
  });

  test.each(["amount_off", "percent_off", "duration", "redeem_by"])("%s cannot be changed", async (param) => {
    const { id } = await shop.stripe.coupons.create({ percent_off: 10 });
    const { status, body } = await post(`/v1/coupons/${id}`, { [param]: "1" });
    expect([status, body.error.message]).toEqual([400, `Received unknown parameter: ${param}`]);
  });

  test("an update with currencies for a percentage, or with the coupon's own currency again", async () => {
    const percent = await shop.stripe.coupons.create({ percent_off: 10 });
    const options = { currency_options: { usd: { amount_off: 1 } } };
    expect(await refused(shop.stripe.coupons.update(percent.id, options))).toMatchObject({
      param: "currency_options",
    });
    const amount = await shop.stripe.coupons.create({ amount_off: 10, currency: "usd" });
    expect(await refused(shop.stripe.coupons.update(amount.id, options))).toMatchObject({
      param: "currency_options[usd]",
    });
  });
});

describe("404", () => {
  test.each(["retrieve", "update", "del"] as const)("%s: one that does not exist", async (operation) => {
    expect(await refused(shop.stripe.coupons[operation]("NOPE"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "coupon",
      message: "No such coupon: 'NOPE'",
    });
  });
});
