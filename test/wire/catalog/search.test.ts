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

const get = (path: string, key = shop.key) => server.raw("GET", path, { key });

describe("a search", () => {
  test("shows every key in order, also if nothing was found", async () => {
    const own = openShop(server);
    const query = "query=active:'true'";
    const { body } = await get(`/v1/prices/search?${query}`, own.key);
    expect(Object.entries(body)).toEqual(
      Object.entries({
        object: "search_result",
        data: [],
        has_more: false,
        next_page: null,
        url: "/v1/prices/search",
      }),
    );
    const price = await own.price();
    const found = await get(`/v1/prices/search?${query}&expand[]=total_count`, own.key);
    expect(Object.keys(found.body)).toEqual([
      "object",
      "data",
      "has_more",
      "next_page",
      "total_count",
      "url",
    ]);
    expect(found.body).toMatchObject({ data: [{ id: price.id }], total_count: 1 });
  });

  test("finds prices by each of their fields", async () => {
    const { stripe } = shop;
    const a = await shop.price({ lookup_key: "standard", metadata: { plan: "basic" } });
    const b = await shop.price({ currency: "eur", active: false, recurring: { interval: "week" } });
    const ids = async (query: string) => (await stripe.prices.search({ query })).data.map(({ id }) => id);
    expect(await ids(`type:"one_time"`)).toEqual([a.id]);
    expect(await ids(`currency:"EUR"`)).toEqual([b.id]);
    expect(await ids(`active:"false"`)).toEqual([b.id]);
    expect(await ids(`lookup_key:"standard"`)).toEqual([a.id]);
    expect(await ids(`product:"${a.product}"`)).toEqual([a.id]);
    expect(await ids(`metadata["plan"]:"basic" AND active:"true"`)).toEqual([a.id]);
    expect(await ids(`currency:"eur" OR currency:"usd"`)).toEqual([b.id, a.id]);
    expect(await ids(`-currency:"eur"`)).toEqual([a.id]);
    await stripe.prices.update(a.id, { active: false });
    expect(await ids(`active:"false"`)).toEqual([b.id, a.id]);
  });

  test("finds products in part of their names, and expands what it finds", async () => {
    const own = openShop(server);
    const product = await own.stripe.products.create({
      name: "Gold Plan",
      description: "For teams",
      url: "https://example.com/gold",
      shippable: true,
      default_price_data: { currency: "usd", unit_amount: 5 },
    });
    await own.stripe.products.create({ name: "Silver" });
    for (const query of [
      `name~"gold"`,
      `description~"TEAM"`,
      `url:"https://example.com/gold"`,
      `shippable:"true"`,
      `-shippable:null`,
    ]) {
      const { data } = await own.stripe.products.search({ query, expand: ["data.default_price"] });
      expect(data, query).toMatchObject([{ id: product.id, default_price: { unit_amount: 5 } }]);
    }
  });

  test("goes on page by page, over more rows than are read at a time", async () => {
    const own = openShop(server);
    const made: string[] = [];
    for (let i = 0; i < 120; i += 20) {
      const some = await Promise.all(
        Array.from({ length: 20 }, (_, j) =>
          own.stripe.products.create({ name: (i + j) % 3 === 0 ? "Third" : "Other" }),
        ),
      );
      made.push(...some.filter(({ name }) => name === "Third").map(({ id }) => id));
    }
    const first = await own.stripe.products.search({
      query: `name:"third"`,
      limit: 15,
      expand: ["total_count"],
    });
    expect([first.data.length, first.has_more, first.total_count]).toEqual([15, true, 40]);
    const all = await own.stripe.products
      .search({ query: `name:"third"`, limit: 15 })
      .autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id).sort()).toEqual([...made].sort());
    expect(all.slice(0, 15)).toEqual(first.data);
  });

  test("is refused without a query, with one that cannot be read, and for a page of nothing", async () => {
    const { stripe } = shop;
    expect((await get("/v1/prices/search")).body.error).toMatchObject({
      code: "parameter_missing",
      param: "query",
    });
    expect(await refused(stripe.prices.search({ query: "gold" }))).toEqual({
      status: 400,
      code: undefined,
      param: "query",
      message:
        'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for ' +
        'metadata or key:"value" to query for other fields.',
    });
    expect(await refused(stripe.prices.search({ query: `unit_amount>5` }))).toMatchObject({
      message: expect.stringMatching(
        /^Field `unit_amount` is an unsupported search field for resource `prices`\./,
      ),
    });
    for (const page of ["x", Buffer.from("price_x").toString("base64url")]) {
      expect(await refused(stripe.prices.search({ query: `active:"true"`, page }))).toMatchObject({
        status: 400,
        param: "page",
      });
    }
    expect((await get("/v1/prices?expand[]=total_count")).status).toBe(400);
  });
});
