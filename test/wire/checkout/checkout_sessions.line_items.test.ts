import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, refused, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
let id: string;
const NAMES = Array.from({ length: 12 }, (_, i) => `Thing ${i}`);

beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  const session = await shop.session({
    line_items: NAMES.map((name, i) => ({
      price_data: { currency: "usd", unit_amount: 100 + i, product_data: { name } },
      quantity: i + 1,
      metadata: { place: String(i) },
    })),
  });
  id = session.id;
});
afterAll(() => server.close());

describe("200", () => {
  test("shows the first ten in the order of the request", async () => {
    const { body } = await server.raw("GET", `/v1/checkout/sessions/${id}/line_items`, { key: shop.key });
    expect(Object.keys(body)).toEqual(["object", "data", "has_more", "url"]);
    expect([body.has_more, body.url]).toEqual([true, `/v1/checkout/sessions/${id}/line_items`]);
    expect(body.data.map((item: { description: string }) => item.description)).toEqual(NAMES.slice(0, 10));
    expect(body.data[2]).toMatchObject({
      amount_subtotal: 306,
      amount_total: 306,
      amount_discount: 0,
      amount_tax: 0,
      quantity: 3,
    });
    expect(new Set(body.data.map((item: { id: string }) => item.id)).size).toBe(10);
  });

  test("the official client pages through them in both directions", async () => {
    const { sessions } = shop.stripe.checkout;
    const all = await sessions.listLineItems(id, { limit: 5 }).autoPagingToArray({ limit: 100 });
    expect(all.map((item) => item.description)).toEqual(NAMES);
    expect(all[7]?.metadata).toEqual({ place: "7" });
    const before = await sessions.listLineItems(id, { limit: 3, ending_before: all[5]?.id ?? "" });
    expect(before.data.map((item) => item.description)).toEqual(NAMES.slice(2, 5));
    expect(before.has_more).toBe(true);
    const last = await sessions.listLineItems(id, { limit: 3, starting_after: all[10]?.id ?? "" });
    expect([last.data.map((item) => item.description), last.has_more]).toEqual([NAMES.slice(11), false]);
  });

  test("expands the product of each price", async () => {
    const { data } = await shop.stripe.checkout.sessions.listLineItems(id, {
      limit: 1,
      expand: ["data.price.product"],
    });
    expect(data[0]?.price?.product).toMatchObject({ object: "product", name: "Thing 0" });
  });

  test("stay when the session is paid or expired, and keep the names that their products had", async () => {
    const price = await shop.price();
    const paid = await shop.session({ line_items: [{ price: price.id, quantity: 1 }] });
    const expired = await shop.session({ line_items: [{ price: price.id, quantity: 1 }] });
    await shop.stripe.products.update(String(price.product), { name: "Renamed" });
    await shop.confirm(paid.id);
    await shop.stripe.checkout.sessions.expire(expired.id);
    for (const session of [paid, expired]) {
      const { data } = await shop.stripe.checkout.sessions.listLineItems(session.id);
      expect(data.map((item) => item.description)).toEqual(["T-shirt"]);
    }
  });
});

describe("400", () => {
  test("a cursor that is not one of its items", async () => {
    const other = await shop.session();
    const { data } = await shop.stripe.checkout.sessions.listLineItems(other.id);
    const cursor = data[0]?.id ?? "";
    expect(
      await refused(shop.stripe.checkout.sessions.listLineItems(id, { starting_after: cursor })),
    ).toMatchObject({
      status: 400,
      code: "resource_missing",
      param: "starting_after",
    });
  });
  test("an expansion that does not exist", async () => {
    const call = (path: string) =>
      refused(shop.stripe.checkout.sessions.listLineItems(id, { expand: [path] }));
    expect((await call("price.product")).message).toBe(
      "This property cannot be expanded (price.product). You may want to try expanding 'data.price.product' instead.",
    );
    expect((await call("data.quantity")).message).toBe("This property cannot be expanded (data.quantity).");
  });
});

describe("404", () => {
  test("a session that does not exist", async () => {
    expect(await refused(shop.stripe.checkout.sessions.listLineItems("cs_test_x"))).toMatchObject({
      status: 404,
      code: "resource_missing",
      param: "session",
    });
  });
});
