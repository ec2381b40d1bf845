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

describe("200", () => {
  test("merges metadata: adds, replaces, removes one, removes all", async () => {
    const { id } = await shop.session({ metadata: { a: "1", b: "2" } });
    const update = (metadata: Record<string, string> | "") =>
      shop.stripe.checkout.sessions.update(id, { metadata });
    expect((await update({ b: "3", c: "4" })).metadata).toEqual({ a: "1", b: "3", c: "4" });
    expect((await update({ a: "", nothing: "" })).metadata).toEqual({ b: "3", c: "4" });
    expect((await shop.stripe.checkout.sessions.update(id, {})).metadata).toEqual({ b: "3", c: "4" });
    expect((await update("")).metadata).toEqual({});
  });

  test.each(["open", "complete", "expired"] as const)("works if the session is %s", async (status) => {
    const { id } = await shop.session();
    if (status === "complete") await shop.confirm(id);
    if (status === "expired") await shop.stripe.checkout.sessions.expire(id);
    await shop.newsSince();
    const updated = await shop.stripe.checkout.sessions.update(id, {
      metadata: { seen: "yes" },
      expand: ["line_items"],
    });
    expect(updated).toMatchObject({ metadata: { seen: "yes" }, status });
    expect(updated.line_items?.data).toHaveLength(1);
    expect(await shop.newsSince()).toEqual([]);
  });

  test("works in every version, because it only adds", async () => {
    const { id } = await shop.session();
    const { status, body } = await server.raw("POST", `/v1/checkout/sessions/${id}`, {
      key: shop.key,
      body: "metadata[a]=b",
      headers: { "stripe-version": "2022-11-15" },
    });
    expect([status, body.metadata]).toEqual([200, { a: "b" }]);
  });
});

describe("400", () => {
  test.each<[string, Params]>([
    ["success_url", { success_url: "https://example.com" }],
    ["mode", { mode: "payment" }],
    ["expires_at", { expires_at: 1 }],
  ])("%s cannot be changed", async (name, params) => {
    const { id } = await shop.session();
    const path = `/v1/checkout/sessions/${id}`;
    const { status, body } = await server.raw("POST", path, { key: shop.key, body: form(params) });
    expect([status, body.error.code, body.error.param]).toEqual([400, "parameter_unknown", name]);
  });

  test("more than fifty keys, sent at once or in total", async () => {
    const fill = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${from + i}`, "v"]));
    const { id } = await shop.session({ metadata: fill(0, 50) });
    const update = (metadata: Record<string, string>) =>
      shop.stripe.checkout.sessions.update(id, { metadata });
    expect(await refused(update(fill(50, 1)))).toMatchObject({ status: 400, param: "metadata" });
    expect(await refused(update(fill(0, 51)))).toMatchObject({ status: 400, param: "metadata" });
    expect(Object.keys((await update({ k0: "", k50: "v" })).metadata ?? {})).toHaveLength(50);
  });
});

describe("404", () => {
  test("a session that does not exist", async () => {
    expect(await refused(shop.stripe.checkout.sessions.update("cs_test_x", { metadata: {} }))).toMatchObject({
      status: 404,
      param: "session",
    });
  });
});
