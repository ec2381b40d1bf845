/** The discount of a customer: given and taken away by older versions, shown by all, and taken off their invoices. */
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingShop, moment, openBillingShop } from "../../support/billing.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params, refused } from "../../support/shop.ts";

let server: TestServer;
let shop: BillingShop;
let stripe: Stripe;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openBillingShop(server);
  stripe = shop.stripe;
});

/** The last version in which customers were given a discount by `coupon` or `promotion_code`. */
const OLD = "2025-02-24.acacia";

async function call(method: string, path: string, params: Params = {}, version = OLD) {
  const body = method === "POST" ? { body: form(params) } : {};
  return server.raw(method, `/v1/${path}`, {
    key: shop.key,
    headers: { "stripe-version": version },
    ...body,
  });
}

/** A customer with a card, who has this discount. */
async function discounted(params: Params, more: Partial<Stripe.CustomerCreateParams> = {}): Promise<string> {
  const { id } = await shop.payer("pm_card_visa", more);
  const { status, text } = await call("POST", `customers/${id}`, params);
  if (status !== 200) throw new Error(text);
  return id;
}

const half = (more: Partial<Stripe.CouponCreateParams> = {}) =>
  stripe.coupons.create({ percent_off: 50, duration: "forever", ...more });
const discountOf = async (customer: string) =>
  ((await stripe.customers.retrieve(customer)) as Stripe.Customer).discount ?? null;

describe("is given", () => {
  test("with the customer, counts as a use of the coupon, and is shown in every version", async () => {
    const coupon = await half();
    const { body } = await call("POST", "customers", { coupon: coupon.id });
    expect(body.discount).toMatchObject({
      object: "discount",
      coupon: { id: coupon.id, percent_off: 50 },
      customer: body.id,
      end: null,
      promotion_code: null,
      subscription: null,
    });
    expect(await discountOf(body.id)).toMatchObject({
      id: body.discount.id,
      customer: body.id,
      source: { coupon: coupon.id, type: "coupon" },
    });
    expect(await discountOf(body.id)).not.toHaveProperty("coupon");
    const whole = await stripe.customers.retrieve(body.id, { expand: ["discount.source.coupon"] });
    expect((whole as Stripe.Customer).discount?.source.coupon).toMatchObject({
      id: coupon.id,
      times_redeemed: 1,
    });
    expect((await shop.news()).slice(-2)).toEqual(["customer.created", "customer.discount.created"]);
  });

  test("by an update, which replaces the one before, and is taken away by an empty string", async () => {
    const [first, second] = [await half(), await half({ percent_off: 20 })];
    const { id } = await stripe.customers.create();
    await shop.newsSince();
    await call("POST", `customers/${id}`, { coupon: first.id });
    expect(await shop.newsSince()).toEqual(["customer.updated", "customer.discount.created"]);
    await call("POST", `customers/${id}`, { coupon: second.id });
    expect(await discountOf(id)).toMatchObject({ source: { coupon: second.id } });
    const [updated] = (await stripe.events.list({ type: "customer.discount.updated" })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ id: expect.stringMatching(/^di_/) });
    await shop.newsSince();
    const { body } = await call("POST", `customers/${id}`, { coupon: "" });
    expect(body.discount).toBeNull();
    expect(await shop.newsSince()).toEqual(["customer.updated", "customer.discount.deleted"]);
  });

  test("by a promotion code, if that has no restrictions", async () => {
    const { id: coupon } = await half();
    const promotion = { type: "coupon", coupon } as const;
    const code = await stripe.promotionCodes.create({ promotion });
    const first = await stripe.promotionCodes.create({
      promotion,
      restrictions: { first_time_transaction: true },
    });
    const { body } = await call("POST", "customers", { promotion_code: code.id });
    expect(body.discount).toMatchObject({ promotion_code: code.id });
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
    const restricted = await call("POST", "customers", { promotion_code: first.id });
    expect([restricted.status, restricted.body.error.param]).toEqual([400, "promotion_code"]);
  });

  test.each<[string, Params, string]>([
    ["an unknown coupon", { coupon: "nope" }, "coupon"],
    ["an unknown code", { promotion_code: "promo_nope" }, "promotion_code"],
    ["both", { coupon: "a", promotion_code: "b" }, "coupon"],
  ])("but not by %s", async (_case, params, param) => {
    const { status, body } = await call("POST", "customers", params);
    expect([status, body.error.param]).toEqual([400, param]);
  });

  test("no longer by newer versions", async () => {
    const { id } = await half();
    const { status, body } = await call("POST", "customers", { coupon: id }, "2025-03-31.basil");
    expect([status, body.error.code]).toEqual([400, "parameter_unknown"]);
  });
});

describe("is deleted", () => {
  test("by its own endpoint, once", async () => {
    const coupon = await half();
    const customer = await discounted({ coupon: coupon.id });
    await shop.newsSince();
    const before = await discountOf(customer);
    expect(await stripe.customers.deleteDiscount(customer)).toMatchObject({
      id: before?.id,
      object: "discount",
      deleted: true,
      customer,
      source: { coupon: coupon.id },
    });
    expect(await discountOf(customer)).toBeNull();
    expect(await shop.newsSince()).toEqual(["customer.updated", "customer.discount.deleted"]);
    expect(await refused(stripe.customers.deleteDiscount(customer))).toMatchObject({
      status: 404,
      code: "resource_missing",
      message: `No active discount for customer: ${customer}`,
    });
  });
});

describe("is taken off", () => {
  test("invoices that say nothing of discounts", async () => {
    const customer = await discounted({ coupon: (await half()).id });
    const item = { customer, amount: 1000, currency: "usd" };
    const make = async (more: Partial<Stripe.InvoiceCreateParams> = {}) => {
      await stripe.invoiceItems.create(item);
      return stripe.invoices.create({ customer, pending_invoice_items_behavior: "include", ...more });
    };
    const { id } = (await discountOf(customer)) as Stripe.Discount;
    expect(await make()).toMatchObject({ total: 500, discounts: [id] });
    expect(await make({ discounts: "" })).toMatchObject({ total: 1000, discounts: [] });
    const other = await half({ percent_off: 10 });
    expect((await make({ discounts: [{ coupon: other.id }] })).total).toBe(900);
    await stripe.invoiceItems.create(item);
    expect((await stripe.invoices.createPreview({ customer })).total).toBe(500);
  });

  test("invoices of subscriptions without discounts of their own", async () => {
    const price = await shop.plan();
    const customer = await discounted({ coupon: (await half()).id });
    const paid = async (more: Partial<Stripe.SubscriptionCreateParams> = {}) => {
      const { latest_invoice, discounts } = await stripe.subscriptions.create({
        customer,
        expand: ["latest_invoice"],
        items: [{ price: price.id }],
        ...more,
      });
      return [(latest_invoice as Stripe.Invoice).amount_paid, discounts.length];
    };
    expect(await paid()).toEqual([500, 0]);
    const own = await half({ percent_off: 10 });
    expect(await paid({ discounts: [{ coupon: own.id }] })).toEqual([900, 1]);
  });

  test("one invoice, if its coupon counts once", async () => {
    const price = await shop.plan();
    const customer = await discounted({ coupon: (await half({ duration: "once" })).id });
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }], trial_period_days: 7 });
    expect(await discountOf(customer)).not.toBeNull();
    await shop.newsSince();
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect(await discountOf(customer)).toBeNull();
    expect((await shop.newsSince()).slice(-2)).toEqual(["customer.updated", "customer.discount.deleted"]);
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect((await shop.invoices(customer)).map(({ total }) => total).sort((a, b) => a - b)).toEqual([
      0, 500, 1000,
    ]);
  });

  test("invoices of its months, if its coupon repeats", async () => {
    const { clock, customer } = await shop.clocked("2023-01-15T00:00:00");
    const coupon = await half({ duration: "repeating", duration_in_months: 2 });
    await call("POST", `customers/${customer}`, { coupon: coupon.id });
    expect(moment((await discountOf(customer))?.end)).toBe("2023-03-15T00:00:00");
    const price = await shop.plan();
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    await shop.advance(clock, "2023-02-15T02:00:00");
    await shop.advance(clock, "2023-03-15T02:00:00");
    expect((await shop.invoices(customer)).map(({ total }) => total)).toEqual([500, 500, 1000]);
    expect(await discountOf(customer)).toBeNull();
    expect(await shop.told("2023-03-15T00:00:00", "2023-03-15T00:00:01")).toContain(
      "customer.discount.deleted",
    );
  });
});
