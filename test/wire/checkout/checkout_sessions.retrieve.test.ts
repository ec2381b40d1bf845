import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
});
afterAll(() => server.close());

describe("200", () => {
  test("shows the session as created, without line items", async () => {
    const made = await shop.session();
    const seen = await shop.stripe.checkout.sessions.retrieve(made.id);
    expect(JSON.stringify(seen)).toBe(JSON.stringify(made));
    expect(seen).not.toHaveProperty("line_items");
  });

  test("expands everything that a paid session refers to, four levels deep", async () => {
    const customer = await shop.stripe.customers.create({ email: "a@example.com" });
    const { id } = await shop.paid({ customer: customer.id });
    const session = await shop.stripe.checkout.sessions.retrieve(id, {
      expand: [
        "customer",
        "line_items.data.price.product",
        "payment_intent.latest_charge.balance_transaction",
        "payment_intent.payment_method",
        "payment_intent.payment_method",
      ],
    });
    expect(session.customer).toMatchObject({ object: "customer", id: customer.id });
    expect(session.line_items).toMatchObject({
      object: "list",
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
      data: [{ object: "item", price: { product: { object: "product", name: "T-shirt" } } }],
    });
    expect(session.payment_intent).toMatchObject({
      object: "payment_intent",
      payment_method: { object: "payment_method" },
      latest_charge: {
        object: "charge",
        balance_transaction: { object: "balance_transaction", type: "charge" },
      },
    });
  });

  test("null members stay null when expanded", async () => {
    const { id } = await shop.session();
    const session = await shop.stripe.checkout.sessions.retrieve(id, {
      expand: [
        "customer",
        "invoice",
        "payment_intent.latest_charge",
        "payment_link",
        "setup_intent",
        "subscription",
      ],
    });
    expect(session).toMatchObject({
      customer: null,
      invoice: null,
      payment_intent: null,
      subscription: null,
    });
  });

  test("every documented expansion works, in wire order", async () => {
    const { id } = await shop.session();
    const session = await shop.stripe.checkout.sessions.retrieve(id, {
      expand: [
        "automatic_tax.liability.account",
        "discounts.coupon",
        "discounts.promotion_code",
        "line_items.data.discounts",
        "line_items.data.taxes",
        "shipping_cost.shipping_rate",
        "shipping_options.shipping_rate",
        "total_details.breakdown",
      ],
    });
    expect(Object.keys(session.total_details ?? {})).toEqual([
      "amount_discount",
      "amount_shipping",
      "amount_tax",
      "breakdown",
    ]);
    expect(session.total_details?.breakdown).toEqual({ discounts: [], taxes: [] });
    expect(session.line_items?.data[0]).toMatchObject({ discounts: [], taxes: [] });
    const keys = Object.keys(session.line_items?.data[0] ?? {}).slice(2);
    expect(keys).toEqual([...keys].sort());
  });

  test("shows the stub of a deleted customer", async () => {
    const { id: customer } = await shop.stripe.customers.create({ email: "a@example.com" });
    const { id } = await shop.paid({ customer });
    await shop.stripe.customers.del(customer);
    const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["customer"] });
    expect(session.customer).toEqual({ id: customer, object: "customer", deleted: true });
  });
});

describe("400", () => {
  test.each(["line_items[limit]", "line_items", "limit"])("has no parameter %s", async (name) => {
    const { id } = await shop.session();
    const { status, body } = await server.raw(
      "GET",
      `/v1/checkout/sessions/${id}?${encodeURIComponent(name)}=1`,
      {
        key: shop.key,
      },
    );
    expect([status, body.error.code]).toEqual([400, "parameter_unknown"]);
    expect(body.error.message).toBe(`Received unknown parameter: ${name.split("[")[0]}`);
  });
});

describe("404", () => {
  test("a session that does not exist", async () => {
    expect(await refused(shop.stripe.checkout.sessions.retrieve("cs_test_x"))).toEqual({
      status: 404,
      code: "resource_missing",
      param: "session",
      message: "No such checkout.session: 'cs_test_x'",
    });
  });

  test("a session of another account", async () => {
    const { id } = await openShop(server).session();
    expect((await refused(shop.stripe.checkout.sessions.retrieve(id))).status).toBe(404);
  });

  test("an id of another kind of object", async () => {
    const { id } = await shop.price();
    expect((await refused(shop.stripe.checkout.sessions.retrieve(id))).message).toBe(
      `No such checkout.session: '${id}'`,
    );
  });
});
