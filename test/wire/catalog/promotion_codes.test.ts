import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountNamed } from "../../../src/api/auth.ts";
import { FixedClock } from "../../../src/core/clock.ts";
import { findByCode, giveBack, redeem } from "../../../src/resources/catalog/promotion_code/index.ts";
import { NO_CAUSE, type Tx } from "../../../src/storage/port.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";
import { openReceiver } from "../../support/work_bed.ts";

const HEAD = "2026-10-28.endive";
const DAY = 86_400;
const clock = new FixedClock(1_800_000_000);
let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({}, { clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  shop = openShop(server);
  await shop.stripe.coupons.create({ id: "TEN", percent_off: 10 });
});

const post = (path: string, params: Params, version = HEAD) =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });
const get = (path: string, version = HEAD) =>
  server.raw("GET", path, { key: shop.key, headers: { "stripe-version": version } });

type Create = Partial<Stripe.PromotionCodeCreateParams>;
const make = (more: Create = {}, coupon = "TEN") =>
  shop.stripe.promotionCodes.create({ promotion: { type: "coupon", coupon }, ...more });
const update = (id: string, params: Stripe.PromotionCodeUpdateParams) =>
  shop.stripe.promotionCodes.update(id, params);
const isActive = async (id: string) => (await shop.stripe.promotionCodes.retrieve(id)).active;
const active = async (params: Stripe.PromotionCodeListParams = {}) =>
  (await shop.stripe.promotionCodes.list({ active: true, ...params })).data.map(({ code }) => code);

/** A unit of work of the shop's own, as sessions do them. */
const inside = <T>(work: (tx: Tx) => Promise<T>) =>
  server.running.store.transact(accountNamed(shop.key.replace("sk_test_", "")), NO_CAUSE, work);
const use = (promotion_code: string | null, coupon = "TEN") =>
  inside((tx) => redeem(tx, { coupon, promotion_code }, "discounts[0]"));
const unuse = (promotion_code: string | null, coupon = "TEN") =>
  inside((tx) => giveBack(tx, { coupon, promotion_code }));

/** Lets time pass, and whatever falls due in it happen. */
async function pass(seconds: number): Promise<void> {
  clock.advance(seconds);
  await server.running.worker.drain();
}

describe("200", () => {
  test("is created from a coupon, and shows every key in order", async () => {
    const { body } = await post("/v1/promotion_codes", { promotion: { type: "coupon", coupon: "TEN" } });
    expect(Object.entries(body)).toEqual(
      Object.entries({
        id: expect.stringMatching(/^promo_1\w{23}$/),
        object: "promotion_code",
        active: true,
        code: expect.stringMatching(/^[A-Z0-9]{8}$/),
        created: clock.seconds(),
        customer: null,
        customer_account: null,
        expires_at: null,
        livemode: false,
        max_redemptions: null,
        metadata: {},
        promotion: { coupon: "TEN", type: "coupon" },
        restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
        times_redeemed: 0,
      }),
    );
  });

  test("is created from all parameters", async () => {
    const { id: customer } = await shop.stripe.customers.create({});
    const params = {
      active: false,
      code: "Spring_Sale-26",
      customer,
      expires_at: clock.seconds() + DAY,
      max_redemptions: 5,
      metadata: { a: "b" },
    };
    const restrictions = {
      first_time_transaction: true,
      minimum_amount: 1000,
      minimum_amount_currency: "usd",
    };
    const made = await make({
      ...params,
      restrictions: { ...restrictions, currency_options: { eur: { minimum_amount: 900 } } },
    });
    expect(made).toMatchObject({ ...params, restrictions });
    expect(made.restrictions).not.toHaveProperty("currency_options");
    const whole = await shop.stripe.promotionCodes.retrieve(made.id, {
      expand: ["customer", "promotion.coupon", "restrictions.currency_options"],
    });
    expect(whole).toMatchObject({
      customer: { object: "customer", id: customer },
      promotion: { coupon: { object: "coupon", percent_off: 10 } },
    });
    expect(Object.entries(whole.restrictions.currency_options ?? {})).toEqual([
      ["eur", { minimum_amount: 900 }],
      ["usd", { minimum_amount: 1000 }],
    ]);
  });

  test("can be changed in part, and the event shows what changed", async () => {
    const { id } = await make({
      metadata: { a: "1" },
      restrictions: { minimum_amount: 1000, minimum_amount_currency: "usd" },
    });
    const changed = await update(id, {
      active: false,
      metadata: { a: "", b: "2" },
      restrictions: { currency_options: { eur: { minimum_amount: 900 } } },
      expand: ["restrictions.currency_options"],
    });
    expect(changed).toMatchObject({ active: false, metadata: { b: "2" } });
    expect(changed.restrictions.currency_options).toEqual({
      eur: { minimum_amount: 900 },
      usd: { minimum_amount: 1000 },
    });
    const { data } = await shop.stripe.events.list({ type: "promotion_code.updated" });
    expect(data[0]?.data.previous_attributes).toEqual({ active: true, metadata: { a: "1", b: null } });
    expect(await update(id, { active: true })).toMatchObject({ active: true });
    expect(await shop.news()).toEqual([
      "coupon.created",
      "promotion_code.created",
      "promotion_code.updated",
      "promotion_code.updated",
    ]);
  });

  test("is listed with each filter", async () => {
    await shop.stripe.coupons.create({ id: "FIVE", percent_off: 5 });
    const { id: customer } = await shop.stripe.customers.create({});
    await make({ code: "A" });
    await make({ code: "B", customer, active: false });
    await make({ code: "C" }, "FIVE");
    const codes = async (params: Stripe.PromotionCodeListParams) =>
      (await shop.stripe.promotionCodes.list(params)).data.map(({ code }) => code);
    expect(await codes({})).toEqual(["C", "B", "A"]);
    expect(await codes({ active: true })).toEqual(["C", "A"]);
    expect(await codes({ active: false })).toEqual(["B"]);
    expect(await codes({ code: "a" })).toEqual(["A"]);
    expect(await codes({ code: "nothing" })).toEqual([]);
    expect(await codes({ coupon: "TEN" })).toEqual(["B", "A"]);
    expect(await codes({ customer })).toEqual(["B"]);
    expect(await codes({ created: { gt: clock.seconds() } })).toEqual([]);
  });
});

describe("its code", () => {
  const taken = (code: string) => ({
    status: 400,
    param: "code",
    message: `An active promotion code with \`code: ${code}\` already exists.`,
  });

  test("is unique among active ones, in upper or lower case", async () => {
    const first = await make({ code: "Sale" });
    expect(await refused(make({ code: "SALE" }))).toMatchObject(taken("SALE"));
    await update(first.id, { active: false });
    const second = await make({ code: "sale" });
    expect(await refused(update(first.id, { active: true }))).toMatchObject(taken("Sale"));
    await update(second.id, { active: false });
    expect(await update(first.id, { active: true })).toMatchObject({ active: true });
  });

  test("may also belong to inactive ones", async () => {
    await make({ code: "Sale" });
    expect(await make({ code: "sale", active: false })).toMatchObject({ active: false });
  });

  test("may exist once for each customer, and once for everybody", async () => {
    const [ann, bob] = await Promise.all([
      shop.stripe.customers.create({}),
      shop.stripe.customers.create({}),
    ]);
    await make({ code: "VIP", customer: ann.id });
    await make({ code: "VIP", customer: bob.id });
    expect(await refused(make({ code: "VIP", customer: bob.id }))).toMatchObject(taken("VIP"));
    expect(await refused(make({ code: "VIP" }))).toMatchObject(taken("VIP"));
    await make({ code: "ALL" });
    expect(await refused(make({ code: "ALL", customer: ann.id }))).toMatchObject(taken("ALL"));
  });

  test("is free again once its owner has expired, even before the server noticed", async () => {
    await make({ code: "Brief", expires_at: clock.seconds() + 10 });
    clock.advance(10);
    expect(await make({ code: "BRIEF" })).toMatchObject({ active: true });
  });

  test("of many requests for it at once, one gets it", async () => {
    const made = await Promise.allSettled(Array.from({ length: 12 }, () => make({ code: "wanted" })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await active({ code: "WANTED" })).toEqual(["wanted"]);
  });

  test("is found as typed: the customer's own code before everybody's", async () => {
    const ann = (await shop.stripe.customers.create({})).id;
    const found = async (code: string, customer: string | null) =>
      (await inside((tx) => findByCode(tx, code, customer)))?.code ?? null;
    await make({ code: "Own", customer: ann });
    await make({ code: "All" });
    await make({ code: "Off", active: false });
    expect(await found("OWN", ann)).toBe("Own");
    expect(await found("own", null)).toBeNull();
    expect(await found("own", "cus_other")).toBeNull();
    expect(await found("aLL", ann)).toBe("All");
    expect(await found("all", null)).toBe("All");
    expect(await found("off", null)).toBeNull();
    expect(await found("nothing", null)).toBeNull();
  });
});

describe("is active", () => {
  test("until it expires", async () => {
    const { id } = await make({ expires_at: clock.seconds() + 10 });
    clock.advance(9);
    expect(await isActive(id)).toBe(true);
    clock.advance(1);
    expect(await isActive(id)).toBe(false);
    await server.running.worker.drain();
    expect(await active()).toEqual([]);
    expect(await refused(update(id, { active: true }))).toMatchObject({ status: 400, param: "active" });
  });

  test("until its coupon expires", async () => {
    await shop.stripe.coupons.create({ id: "BRIEF", percent_off: 10, redeem_by: clock.seconds() + 10 });
    const { id } = await make({}, "BRIEF");
    clock.advance(10);
    expect(await isActive(id)).toBe(true);
    clock.advance(1);
    expect(await isActive(id)).toBe(false);
    await server.running.worker.drain();
    expect(await active()).toEqual([]);
    expect(await refused(update(id, { active: true }))).toMatchObject({ status: 400, param: "active" });
  });

  test("until its coupon is deleted, even if another one gets the same id", async () => {
    const { id, code } = await make();
    const off = await make({ active: false });
    await shop.stripe.coupons.del("TEN");
    expect(await active()).toEqual([]);
    expect(await isActive(id)).toBe(false);
    const { body } = await get(`/v1/promotion_codes/${id}`, "2023-10-16");
    expect(body).toMatchObject({ active: false, coupon: { id: "TEN", percent_off: 10, valid: false } });
    expect(await refused(update(id, { active: true }))).toMatchObject({ status: 400, param: "active" });
    await shop.stripe.coupons.create({ id: "TEN", percent_off: 20 });
    await pass(1);
    expect([await isActive(id), await isActive(off.id)]).toEqual([false, false]);
    expect(await make({ code })).toMatchObject({ active: true });
  });

  test("until it is used up, and again when a use is given back", async () => {
    const { id, code } = await make({ max_redemptions: 2 });
    await use(id);
    expect(await isActive(id)).toBe(true);
    await use(id);
    expect(await shop.stripe.promotionCodes.retrieve(id)).toMatchObject({ active: false, times_redeemed: 2 });
    expect(await active()).toEqual([]);
    await expect(use(id)).rejects.toThrow("This promotion code cannot be redeemed because");
    expect(await refused(update(id, { active: true }))).toMatchObject({ status: 400, param: "active" });
    expect((await shop.stripe.coupons.retrieve("TEN")).times_redeemed).toBe(2);
    await unuse(id);
    expect(await shop.stripe.promotionCodes.retrieve(id)).toMatchObject({ active: true, times_redeemed: 1 });
    expect(await active()).toEqual([code]);
    expect((await shop.stripe.coupons.retrieve("TEN")).times_redeemed).toBe(1);
  });

  test("not again if it was switched off or its code was taken in the meantime", async () => {
    const off = await make({ max_redemptions: 1 });
    await use(off.id);
    await update(off.id, { active: false });
    await unuse(off.id);
    expect(await isActive(off.id)).toBe(false);
    const late = await make({ code: "Once", max_redemptions: 1 });
    await use(late.id);
    await make({ code: "ONCE" });
    await unuse(late.id);
    expect(await active({ code: "once" })).toEqual(["ONCE"]);
    expect(await isActive(late.id)).toBe(false);
  });

  test("as long as its coupon has uses left, and again when a use is given back", async () => {
    await shop.stripe.coupons.create({ id: "TWO", percent_off: 10, max_redemptions: 2 });
    const codes = await Promise.all(["A", "B", "C"].map((code) => make({ code }, "TWO")));
    await update(codes[2]?.id ?? "", { active: false });
    await use(codes[0]?.id ?? "", "TWO");
    await use(null, "TWO");
    expect(await shop.stripe.coupons.retrieve("TWO")).toMatchObject({ times_redeemed: 2, valid: false });
    expect(await active()).toEqual([]);
    await expect(use(null, "TWO")).rejects.toThrow("Coupon TWO is used up and cannot be applied.");
    await expect(use(codes[1]?.id ?? "", "TWO")).rejects.toThrow("Coupon TWO is used up");
    await unuse(null, "TWO");
    expect((await active()).sort()).toEqual(["A", "B"]);
    expect(await shop.stripe.coupons.retrieve("TWO")).toMatchObject({ times_redeemed: 1, valid: true });
  });

  test("for hundreds of codes of one coupon", async () => {
    await shop.stripe.coupons.create({ id: "MANY", percent_off: 10, max_redemptions: 1 });
    for (let i = 0; i < 15; i++) await Promise.all(Array.from({ length: 10 }, () => make({}, "MANY")));
    const count = async (on: boolean) => {
      const codes = shop.stripe.promotionCodes.list({ coupon: "MANY", active: on, limit: 100 });
      return (await codes.autoPagingToArray({ limit: 1000 })).length;
    };
    await use(null, "MANY");
    await server.running.worker.drain();
    expect([await count(true), await count(false)]).toEqual([0, 150]);
    await unuse(null, "MANY");
    await server.running.worker.drain();
    expect([await count(true), await count(false)]).toEqual([150, 0]);
  });

  test("for one of many who want its last use at once", async () => {
    const { id } = await make({ max_redemptions: 3 });
    const uses = await Promise.allSettled(Array.from({ length: 10 }, () => use(id)));
    expect(uses.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await shop.stripe.promotionCodes.retrieve(id)).toMatchObject({ active: false, times_redeemed: 3 });
    expect((await shop.stripe.coupons.retrieve("TEN")).times_redeemed).toBe(3);
  });

  test("giving back a use of a deleted coupon does nothing", async () => {
    const { id } = await make();
    await use(id);
    await shop.stripe.coupons.del("TEN");
    await unuse(id);
    expect(await shop.stripe.promotionCodes.retrieve(id)).toMatchObject({ active: false, times_redeemed: 0 });
    await expect(use(id)).rejects.toThrow("No such coupon: 'TEN'");
  });
});

describe("older versions", () => {
  const OLD = "2025-08-27.basil";

  test("accept and show the coupon itself", async () => {
    const { body } = await post("/v1/promotion_codes", { coupon: "TEN", code: "old" }, OLD);
    expect(Object.keys(body)).toEqual([
      "id",
      "object",
      "active",
      "code",
      "coupon",
      "created",
      "customer",
      "customer_account",
      "expires_at",
      "livemode",
      "max_redemptions",
      "metadata",
      "restrictions",
      "times_redeemed",
    ]);
    expect(body.coupon).toEqual((await get("/v1/coupons/TEN")).body);
    expect((await get(`/v1/promotion_codes/${body.id}`)).body.promotion).toEqual({
      coupon: "TEN",
      type: "coupon",
    });
  });

  test("show the coupon in its present state", async () => {
    const { id } = await make();
    await use(id);
    await shop.stripe.coupons.update("TEN", { name: "Ten" });
    for (const path of [`/v1/promotion_codes/${id}`, "/v1/promotion_codes"]) {
      const { body } = await get(path, OLD);
      expect((body.data?.[0] ?? body).coupon).toMatchObject({ name: "Ten", times_redeemed: 1 });
    }
    const { body } = await post(`/v1/promotion_codes/${id}`, { metadata: { a: "1" } }, OLD);
    expect(body.coupon).toMatchObject({ name: "Ten", times_redeemed: 1 });
  });

  test("have no promotion, and call the parameter coupon", async () => {
    const promotion = { type: "coupon", coupon: "TEN" };
    expect((await post("/v1/promotion_codes", { promotion }, OLD)).body.error).toMatchObject({
      code: "parameter_unknown",
      param: "promotion",
    });
    expect((await post("/v1/promotion_codes", {}, OLD)).body.error.message).toBe(
      "Missing required param: coupon.",
    );
    expect((await post("/v1/promotion_codes", { coupon: "NOPE" }, OLD)).body.error).toMatchObject({
      code: "resource_missing",
      param: "coupon",
    });
  });

  test("expand by the paths of their version", async () => {
    const product = await shop.stripe.products.create({ name: "x" });
    await shop.stripe.coupons.create({ id: "ONE", percent_off: 1, applies_to: { products: [product.id] } });
    const { id } = await make({}, "ONE");
    const applies_to = { products: [product.id] };
    const read = async (path: string, version: string) =>
      (await get(`/v1/promotion_codes${path}`, version)).body;
    expect((await read(`/${id}?expand[]=coupon.applies_to`, OLD)).coupon.applies_to).toEqual(applies_to);
    expect((await read("?expand[]=data.coupon.applies_to", OLD)).data[0].coupon.applies_to).toEqual(
      applies_to,
    );
    const whole = await read(`/${id}?expand[]=promotion.coupon.applies_to`, HEAD);
    expect(whole.promotion.coupon).toMatchObject({ id: "ONE", applies_to });
    for (const [path, version] of [
      ["coupon", HEAD],
      ["coupon.applies_to", HEAD],
      ["promotion.coupon", OLD],
    ] as const) {
      const { error } = await read(`/${id}?expand[]=${path}`, version);
      expect(error?.message, `${path} at ${version}`).toBe(`This property cannot be expanded (${path}).`);
    }
  });

  test("the client of 2023 works with it", async () => {
    const stripe = server.stripe14(shop.key);
    // The types here are today's; what is sent is of 2023.
    const params = { coupon: "TEN", code: "y2023" } as unknown as Stripe.PromotionCodeCreateParams;
    const made = await stripe.promotionCodes.create(params);
    expect(made).toMatchObject({ code: "y2023", coupon: { object: "coupon", id: "TEN", valid: true } });
    expect(made).not.toHaveProperty("promotion");
    const { data } = await stripe.promotionCodes.list({ code: "Y2023" });
    expect(data).toMatchObject([{ id: made.id, coupon: { percent_off: 10 } }]);
  });

  test("events show what their version shows, and no internal values", async () => {
    await make();
    const { text, body } = await get("/v1/events?type=promotion_code.created");
    expect(text).not.toContain("_coupon");
    expect(body.data[0].data.object).toMatchObject({ object: "promotion_code", coupon: { id: "TEN" } });
    expect(body.data[0].data.object).not.toHaveProperty("promotion");
    for (const version of [HEAD, OLD]) {
      expect((await get("/v1/promotion_codes?expand[]=data.customer", version)).text).not.toContain('"_');
    }
  });
});

describe("webhooks", () => {
  test("each endpoint gets it in its own version, without internal values", async () => {
    const enabled_events = ["coupon.created", "promotion_code.created"] as const;
    const receivers = await Promise.all([openReceiver(), openReceiver()]);
    for (const [i, api_version] of (["2023-10-16", HEAD] as const).entries()) {
      const url = receivers[i]?.url ?? "";
      await shop.stripe.webhookEndpoints.create({ url, api_version, enabled_events: [...enabled_events] });
    }
    await shop.stripe.coupons.create({ id: "HALF", percent_off: 50 });
    await make({}, "HALF");
    await server.running.worker.drain();
    const [older, newer] = receivers.map(({ received }) => received.map(({ text }) => text));
    await Promise.all(receivers.map(({ close }) => close()));
    for (const texts of [older, newer]) {
      expect(texts).toHaveLength(2);
      expect(texts?.[0]).toContain('"percent_off": 50.0,');
      expect(texts?.join()).not.toContain('"_');
    }
    const objectOf = (text: string | undefined) => JSON.parse(text ?? "null").data.object;
    expect(older?.[1]).toContain('"percent_off": 50.0,');
    expect(objectOf(older?.[1])).toMatchObject({ coupon: { id: "HALF" } });
    expect(objectOf(older?.[1])).not.toHaveProperty("promotion");
    expect(objectOf(newer?.[1])).toMatchObject({ promotion: { coupon: "HALF", type: "coupon" } });
    expect(objectOf(newer?.[1])).not.toHaveProperty("coupon");
  });
});

describe("400", () => {
  const promotion = { type: "coupon", coupon: "TEN" };
  const NOW = clock.seconds();
  test.each<[string, Params, string, string | undefined, string | undefined]>([
    ["nothing", {}, "Missing required param: promotion.", "parameter_missing", "promotion"],
    [
      "a promotion without a coupon",
      { promotion: { type: "coupon" } },
      "You must pass promotion.coupon when passing promotion",
      undefined,
      "promotion.coupon",
    ],
    [
      "a coupon that does not exist",
      { promotion: { type: "coupon", coupon: "NOPE1234" } },
      "No such coupon: 'NOPE1234'",
      "resource_missing",
      "promotion[coupon]",
    ],
    [
      "the coupon as older versions send it",
      { coupon: "TEN", promotion },
      "Received unknown parameter: coupon",
      "parameter_unknown",
      "coupon",
    ],
    [
      "a code with spaces",
      { promotion, code: "has spaces!" },
      "This value must match the regex pattern. (/\\A[a-zA-Z0-9\\-_]+\\z/ does not match for the value has spaces!).",
      undefined,
      "code",
    ],
    [
      "a customer that does not exist",
      { promotion, customer: "cus_nope" },
      "No such customer: 'cus_nope'",
      "resource_missing",
      "customer",
    ],
    [
      "an end in the past",
      { promotion, expires_at: 2000 },
      "The parameter `expires_at` expects a unix timestamp representing a date and time in the future. You " +
        "specified the value `2000` which is in the past.",
      undefined,
      "expires_at",
    ],
    [
      "an end too far in the future",
      { promotion, expires_at: 4_102_444_800 },
      "Invalid timestamp: can be no more than five years in the future.",
      undefined,
      "expires_at",
    ],
    [
      "an end after the coupon's",
      { promotion: { type: "coupon", coupon: "LIMITED" }, expires_at: NOW + 3 * DAY * 365 },
      "The promotion code's `expires_at` cannot be after the coupon's `redeem_by`.",
      undefined,
      "expires_at",
    ],
    [
      "more uses than the coupon has",
      { promotion: { type: "coupon", coupon: "LIMITED" }, max_redemptions: 4 },
      "The promotion code's `max_redemptions` cannot be greater than the coupon's `max_redemptions`.",
      undefined,
      "max_redemptions",
    ],
    [
      "a minimum without a currency",
      { promotion, restrictions: { minimum_amount: 100 } },
      "You must pass minimum_amount_currency when passing minimum_amount",
      undefined,
      "restrictions[minimum_amount_currency]",
    ],
    [
      "a currency without a minimum",
      { promotion, restrictions: { minimum_amount_currency: "usd" } },
      "You must pass minimum_amount when passing minimum_amount_currency",
      undefined,
      "restrictions[minimum_amount]",
    ],
    [
      "other currencies without a minimum",
      { promotion, restrictions: { currency_options: { eur: { minimum_amount: 1 } } } },
      "You must pass minimum_amount when passing currency_options",
      undefined,
      "restrictions[minimum_amount]",
    ],
    [
      "its own currency twice",
      {
        promotion,
        restrictions: {
          minimum_amount: 100,
          minimum_amount_currency: "usd",
          currency_options: { usd: { minimum_amount: 1 } },
        },
      },
      "You cannot specify the promotion code's own currency `usd` in `currency_options`.",
      undefined,
      "restrictions[currency_options][usd]",
    ],
  ])("%s", async (_name, params, message, code, param) => {
    await shop.stripe.coupons.create({
      id: "LIMITED",
      percent_off: 1,
      max_redemptions: 3,
      redeem_by: clock.seconds() + 365 * DAY,
    });
    const { status, body } = await post("/v1/promotion_codes", params);
    expect({ status, ...body.error }).toMatchObject({ status: 400, message });
    expect([body.error.code, body.error.param]).toEqual([code, param]);
  });

  test("a coupon that can no longer be redeemed", async () => {
    await shop.stripe.coupons.create({ id: "OVER", percent_off: 10, redeem_by: clock.seconds() + 1 });
    clock.advance(2);
    expect(await refused(make({}, "OVER"))).toEqual({
      status: 400,
      code: "coupon_expired",
      param: "promotion[coupon]",
      message: "Coupon expired: OVER",
    });
  });

  test("lists by objects that do not exist", async () => {
    const list = (params: Stripe.PromotionCodeListParams) => refused(shop.stripe.promotionCodes.list(params));
    expect(await list({ coupon: "UNKNOWN1" })).toMatchObject({
      status: 400,
      param: "coupon",
      message: "No such coupon: 'UNKNOWN1'",
    });
    expect(await list({ customer: "cus_x" })).toMatchObject({ status: 400, param: "customer" });
  });

  test.each(["code", "expires_at", "max_redemptions", "customer"])("%s cannot be changed", async (param) => {
    const { id } = await make();
    const { body } = await post(`/v1/promotion_codes/${id}`, { [param]: "1" });
    expect(body.error.message).toBe(`Received unknown parameter: ${param}`);
  });

  test("other currencies of a code without a minimum", async () => {
    const { id } = await make();
    const restrictions = { currency_options: { eur: { minimum_amount: 1 } } };
    expect(await refused(update(id, { restrictions }))).toMatchObject({
      param: "restrictions[currency_options]",
    });
  });
});

describe("404", () => {
  test.each(["retrieve", "update"] as const)("%s: one that does not exist", async (operation) => {
    expect(await refused(shop.stripe.promotionCodes[operation]("promo_nope"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "promotion_code",
      message: "No such promotion code: 'promo_nope'",
    });
  });
});
