/** Optional items: what the shop offers beside the order, what the buyer adds, and what that comes to. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, openTill, parameter, says, THING, type Till, tooSmall } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
let gift: string;
let support: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  till = openTill(server);
  const { prices } = till.stripe;
  const price = (unit_amount: number, name: string, more: Params = {}) =>
    prices.create({ currency: "usd", unit_amount, product_data: { name }, ...more });
  gift = (await price(300, "Gift wrap")).id;
  support = (await price(500, "Support", { recurring: { interval: "month" } })).id;
});

const PLAN: Params = {
  price_data: {
    currency: "usd",
    unit_amount: 1500,
    product_data: { name: "Gold" },
    recurring: { interval: "month" },
  },
  quantity: 1,
};

/** The id under which the buyer may add a price that the session offers. */
async function optionOf({ id }: { readonly id: string }, price: string): Promise<string> {
  const { body } = await server.raw("GET", `/v1/payment_pages/${id}`, { key: till.key });
  const found = body.optional_items.find((option: { price: string }) => option.price === price);
  expect(found, price).toBeDefined();
  return found.id;
}

const linesOf = async (id: string) =>
  (await till.stripe.checkout.sessions.listLineItems(id)).data.map(
    ({ description, quantity, amount_total }) => [description, quantity, amount_total],
  );

describe("what a session offers", () => {
  parameter("optional_items", async () => {
    const offered = await till.create({ optional_items: [{ price: gift, quantity: 2 }] });
    expect(offered).toMatchObject({
      amount_total: 2000,
      optional_items: [{ adjustable_quantity: null, price: gift, quantity: 2 }],
    });
    expect(Object.keys(offered).indexOf("optional_items")).toBe(Object.keys(offered).indexOf("mode") + 1);
    expect(await linesOf(offered.id)).toEqual([["Lamp", 1, 2000]]);
    expect(await till.create()).not.toHaveProperty("optional_items");
    const eleven = Array.from({ length: 11 }, () => ({ price: gift, quantity: 1 }));
    expect(await till.refusal({ optional_items: eleven })).toEqual(
      says("Array optional_items exceeded maximum 10 allowed elements.", "optional_items"),
    );
    const many = Array.from({ length: 100 }, () => THING);
    expect(
      await till.refusal({ line_items: many, optional_items: [{ price: gift, quantity: 1 }] }),
    ).toMatchObject({ param: "optional_items" });
    expect(
      await till.refusal({
        mode: "setup",
        line_items: undefined,
        optional_items: [{ price: gift, quantity: 1 }],
      }),
    ).toMatchObject({ message: "You can not pass `optional_items` in `setup` mode." });
  });

  parameter("optional_items[][price]", async () => {
    const of = (item: Params) => till.refusal({ optional_items: [{ quantity: 1, ...item }] });
    expect(await of({})).toEqual(missing("optional_items[0][price]"));
    expect(await of({ price: "price_nope" })).toEqual(
      says("No such price: 'price_nope'", "optional_items[0][price]", "resource_missing"),
    );
    await till.stripe.prices.update(gift, { active: false });
    expect(await of({ price: gift })).toMatchObject({ param: "optional_items[0][price]" });
    const { id: yen } = await till.stripe.prices.create({
      currency: "jpy",
      unit_amount: 500,
      product_data: { name: "Yen" },
    });
    expect(await of({ price: yen })).toMatchObject({ param: "currency" });
    expect(await of({ price: support })).toMatchObject({ message: expect.stringContaining("recurring") });
    const { id: gifted } = await till.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true },
      product_data: { name: "Tip" },
    });
    expect(await of({ price: gifted })).toMatchObject({
      message: expect.stringContaining("must be the only line item"),
    });
  });

  parameter("optional_items[][quantity]", async () => {
    const of = (item: Params) => till.refusal({ optional_items: [{ price: gift, ...item }] });
    expect(await of({})).toEqual(missing("optional_items[0][quantity]"));
    expect(await of({ quantity: 0 })).toEqual(tooSmall("optional_items[0][quantity]", 1));
  });

  parameter(
    ["optional_items[][adjustable_quantity]", "optional_items[][adjustable_quantity][enabled]"],
    async () => {
      const session = await till.create({
        optional_items: [{ price: gift, quantity: 2, adjustable_quantity: { enabled: true } }],
      });
      expect(session.optional_items).toEqual([
        { adjustable_quantity: { enabled: true, maximum: null, minimum: null }, price: gift, quantity: 2 },
      ]);
    },
  );

  parameter(
    ["optional_items[][adjustable_quantity][minimum]", "optional_items[][adjustable_quantity][maximum]"],
    async () => {
      const offer = {
        price: gift,
        quantity: 2,
        adjustable_quantity: { enabled: true, minimum: 2, maximum: 3 },
      };
      const session = await till.create({ optional_items: [offer] });
      const id = await optionOf(session, gift);
      const take = (quantity: number) => ({ line_items: [{ id, quantity }] });
      expect(await till.tellRefusal(session.id, take(1))).toEqual(tooSmall("line_items[0][quantity]", 2));
      expect(await till.tellRefusal(session.id, take(4))).toMatchObject({ param: "line_items[0][quantity]" });
      expect(await till.tell(session.id, take(3))).toMatchObject({ amount_total: 2900 });
      // It is optional, so it can be removed although its minimum is more.
      expect(await till.tell(session.id, take(0))).toMatchObject({ amount_total: 2000 });
      expect(await till.refusal({ optional_items: [{ ...offer, quantity: 4 }] })).toMatchObject({
        param: "optional_items[0][quantity]",
      });
    },
  );
});

describe("what the buyer adds", () => {
  test("is a line of its own, with discount and tax, until it is removed", async () => {
    const { stripe } = till;
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: "once" });
    const session = await till.create({
      automatic_tax: { enabled: true },
      discounts: [{ coupon: coupon.id }],
      optional_items: [{ price: gift, quantity: 2 }],
    });
    const id = await optionOf(session, gift);
    const billing_address = { country: "DE", line1: "Unter den Linden 1" };
    const added = await till.tell(session.id, { line_items: [{ id }], billing_address });
    // 20.00 and 2 × 3.00, less a tenth, with 19 % on top.
    expect(added).toMatchObject({
      amount_subtotal: 2600,
      amount_total: 2785,
      total_details: { amount_discount: 260, amount_tax: 445 },
    });
    expect(added.line_items.data.map(({ id }: { id: string }) => id)[1]).toBe(id);
    expect(await linesOf(session.id)).toEqual([
      ["Lamp", 1, 2142],
      ["Gift wrap", 2, 643],
    ]);
    const removed = await till.tell(session.id, { line_items: [{ id, quantity: 0 }] });
    expect(removed).toMatchObject({ amount_subtotal: 2000, amount_total: 2142 });
    expect(removed.optional_items).toEqual(session.optional_items);
    expect(await till.tellRefusal(session.id, { line_items: [{ id, quantity: 5 }] })).toMatchObject({
      message: "The quantity of this line item is fixed.",
    });
  });

  test("is paid for, and in the event", async () => {
    const session = await till.create({ optional_items: [{ price: gift, quantity: 1 }] });
    const id = await optionOf(session, gift);
    await till.tell(session.id, { line_items: [{ id }] });
    expect(await till.pay(session.id, { expected_amount: 2300 })).toMatchObject({
      amount_total: 2300,
      optional_items: [{ price: gift }],
      payment_status: "paid",
    });
    const { data } = await till.stripe.events.list({ type: "checkout.session.completed" });
    expect(data[0]?.data.object).toMatchObject({ amount_total: 2300, optional_items: [{ price: gift }] });
    expect(await linesOf(session.id)).toEqual([
      ["Lamp", 1, 2000],
      ["Gift wrap", 1, 300],
    ]);
  });

  test("may be chosen together with the payment", async () => {
    const session = await till.create({ optional_items: [{ price: gift, quantity: 1 }] });
    const id = await optionOf(session, gift);
    expect(await till.payRefusal(session.id, { line_items: [{ id }], expected_amount: 2000 })).toMatchObject({
      param: "expected_amount",
    });
    expect(await till.pay(session.id, { line_items: [{ id }], expected_amount: 2300 })).toMatchObject({
      amount_total: 2300,
    });
  });

  test("of a subscription recurs with it, and is billed once if it does not recur", async () => {
    const session = await till.create({
      mode: "subscription",
      line_items: [PLAN],
      optional_items: [
        { price: support, quantity: 2 },
        { price: gift, quantity: 1 },
      ],
    });
    const wanted = await Promise.all([support, gift].map((price) => optionOf(session, price)));
    await till.tell(session.id, { line_items: wanted.map((id) => ({ id })) });
    const paid = await till.pay(session.id);
    expect(paid).toMatchObject({ amount_total: 2800, status: "complete" });
    const subscription = await till.stripe.subscriptions.retrieve(paid.subscription);
    expect(subscription.items.data.map(({ price, quantity }) => [price.unit_amount, quantity])).toEqual([
      [1500, 1],
      [500, 2],
    ]);
    const { lines, total } = await till.stripe.invoices.retrieve(paid.invoice);
    expect([total, lines.data.length]).toEqual([2800, 3]);
  });

  test("of a subscription must fit the others", async () => {
    const of = (params: Params) => till.refusal({ mode: "subscription", line_items: [PLAN], ...params });
    const { id: yearly } = await till.stripe.prices.create({
      currency: "usd",
      unit_amount: 100,
      product_data: { name: "Year" },
      recurring: { interval: "year" },
    });
    expect(await of({ optional_items: [{ price: yearly, quantity: 1 }] })).toMatchObject({
      message: expect.stringContaining("must have the same `recurring.interval`"),
    });
    const many = Array.from({ length: 20 }, () => THING);
    expect(
      await of({ line_items: [PLAN, ...many], optional_items: [{ price: gift, quantity: 1 }] }),
    ).toMatchObject({ message: "You can only specify up to 20 one-time prices in `subscription` mode." });
    expect(
      await of({ line_items: [THING], optional_items: [{ price: support, quantity: 1 }] }),
    ).toMatchObject({ message: expect.stringContaining("at least one recurring price") });
  });
});

describe("the shop's own changes", () => {
  test("an update of the lines keeps what was added if it names it", async () => {
    const session = await till.create({ optional_items: [{ price: gift, quantity: 1 }] });
    const id = await optionOf(session, gift);
    const added = await till.tell(session.id, { line_items: [{ id }] });
    const [lamp] = added.line_items.data;
    const update = (line_items: { id: string }[]) =>
      till.stripe.checkout.sessions.update(session.id, { line_items });
    expect(await update([{ id: lamp.id }, { id }])).toMatchObject({ amount_total: 2300 });
    expect(await update([{ id: lamp.id }])).toMatchObject({ amount_total: 2000 });
    expect(await till.tell(session.id, { line_items: [{ id }] })).toMatchObject({ amount_total: 2300 });
  });

  test("an expired session's copy offers the same, with what was added", async () => {
    const session = await till.create({
      after_expiration: { recovery: { enabled: true } },
      optional_items: [{ price: gift, quantity: 1 }],
    });
    const id = await optionOf(session, gift);
    await till.tell(session.id, { line_items: [{ id }] });
    const expired = await till.stripe.checkout.sessions.expire(session.id);
    const reply = await fetch(expired.after_expiration?.recovery?.url ?? "", { redirect: "manual" });
    const copy = /cs_test_\w+/.exec(reply.headers.get("location") ?? "")?.[0] ?? "";
    const found = await till.stripe.checkout.sessions.retrieve(copy);
    expect(found).toMatchObject({ amount_total: 2300, optional_items: [{ price: gift, quantity: 1 }] });
    const again = await optionOf({ id: copy }, gift);
    expect(again).not.toBe(id);
    expect(await till.tell(copy, { line_items: [{ id: again, quantity: 0 }] })).toMatchObject({
      amount_total: 2000,
    });
  });
});

describe("payment links", () => {
  const link = (params: Params = {}) =>
    till.stripe.paymentLinks.create({
      line_items: [{ ...THING }],
      optional_items: [{ price: gift, quantity: 1 }],
      ...params,
    } as Parameters<typeof till.stripe.paymentLinks.create>[0]);

  test("hand their optional items on", async () => {
    const made = await link();
    expect(made.optional_items).toEqual([{ adjustable_quantity: null, price: gift, quantity: 1 }]);
    await fetch(made.url, { redirect: "manual" });
    const { data } = await till.stripe.checkout.sessions.list({ payment_link: made.id });
    expect(data[0]?.optional_items).toEqual(made.optional_items);
  });

  test("change them, and tell", async () => {
    const made = await link();
    const { paymentLinks } = till.stripe;
    const without = await paymentLinks.update(made.id, { optional_items: "" });
    expect(without).not.toHaveProperty("optional_items");
    const again = await paymentLinks.update(made.id, { optional_items: [{ price: gift, quantity: 3 }] });
    expect(again.optional_items).toMatchObject([{ quantity: 3 }]);
    const keys = Object.keys(again);
    expect(keys.indexOf("optional_items")).toBe(keys.indexOf("on_behalf_of") + 1);
    const { data } = await till.stripe.events.list({ type: "payment_link.updated" });
    expect(data.map(({ data: { previous_attributes } }) => previous_attributes)).toEqual([
      { optional_items: null },
      { optional_items: made.optional_items },
    ]);
  });

  test("are deactivated when the shop archives one", async () => {
    const made = await link();
    await till.stripe.prices.update(gift, { active: false });
    expect(await till.stripe.paymentLinks.retrieve(made.id)).toMatchObject({ active: false });
  });

  test("have at most 20 of both", async () => {
    const line_items = Array.from({ length: 20 }, () => ({ ...THING }));
    await expect(link({ line_items })).rejects.toMatchObject({
      message: "You can only specify up to 20 line items and optional items.",
    });
  });
});
