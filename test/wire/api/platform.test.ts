/** What all operations share: keys, URLs, versions, headers, errors, expanding, lists, metadata, forms. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, refusal, type Shop } from "../../support/shop.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  shop = openShop(server);
});

const get = (path: string, headers: Record<string, string> = {}) =>
  server.raw("GET", path, { key: shop.key, headers });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  server.raw("POST", path, { key: shop.key, body, headers });
const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString("base64")}` });

describe("authentication", () => {
  const NO_KEY =
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth " +
    "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we " +
    "can help at https://support.stripe.com/.";

  test.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["an empty key", basic(":")],
    ["an empty bearer", { authorization: "Bearer " }],
    ["another scheme", { authorization: "Digest x" }],
  ])("401: %s", async (_name, headers) => {
    const { status, body, headers: got } = await server.raw("GET", "/v1/products", { key: "", headers });
    expect(status).toBe(401);
    expect(body).toEqual({ error: { message: NO_KEY, type: "invalid_request_error" } });
    expect(got.get("www-authenticate")).toBe('Bearer realm="Stripe"');
    expect(got.get("request-id")).toBeNull();
    expect(got.get("stripe-version")).toBeNull();
  });

  test.each([
    ["sk_test_", "sk_test_"],
    ["nonsense-key-1234", "nonsense*****1234"],
    ["sk_test_with spaces", "sk_test_*******aces"],
    ["whsec_abcdefgh1234", "whsec_ab******1234"],
  ])("401: %s is not a test key", async (key, masked) => {
    const { status, body } = await server.raw("GET", "/v1/products", { key: "", headers: basic(`${key}:`) });
    expect(status).toBe(401);
    expect(body).toEqual({
      error: { message: `Invalid API Key provided: ${masked}`, type: "invalid_request_error" },
    });
  });

  test.each(["sk_live_abcdefgh1234", "rk_live_abcdefgh1234", "pk_live_abcdefgh1234"])(
    "401: %s",
    async (key) => {
      const { status, body, text } = await server.raw("GET", "/v1/products", { key });
      expect(status).toBe(401);
      expect(body.error.message).toContain(`Invalid API Key provided: ${key.slice(0, 8)}********1234`);
      expect(text).not.toContain("abcdefgh");
    },
  );

  test("403: a publishable key for an operation that needs a secret one", async () => {
    const { status, body } = await server.raw("GET", "/v1/products", { key: "pk_test_abc" });
    expect(status).toBe(403);
    expect(body.error).toEqual({
      code: "secret_key_required",
      doc_url: "https://stripe.com/docs/error-codes/secret-key-required",
      message:
        "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your " +
        "API keys at https://dashboard.stripe.com/account/apikeys.",
      request_log_url: expect.stringContaining("/test/logs/req_"),
      type: "invalid_request_error",
    });
  });

  test("403: an account other than the caller's", async () => {
    const error = await refusal(shop.stripe.products.list({}, { stripeAccount: "acct_123" }));
    expect([error.statusCode, error.code, error.type]).toEqual([
      403,
      "account_invalid",
      "StripePermissionError",
    ]);
    expect(error.message).toMatch(
      /^The provided key 'sk_test_\*+.{4}' does not have access to account 'acct_123' \(or that account does not exist\)\. Application access may have been revoked\.$/,
    );
  });

  test("200: Basic with an empty password, without a colon, with a password; Bearer in any case", async () => {
    const product = await shop.stripe.products.create({ name: "x" });
    for (const headers of [
      basic(`${shop.key}:`),
      basic(shop.key),
      basic(`${shop.key}:ignored`),
      { authorization: `Bearer ${shop.key}` },
      { authorization: `bearer ${shop.key}` },
    ]) {
      const { status, body } = await server.raw("GET", `/v1/products/${product.id}`, { key: "", headers });
      expect([status, body.id]).toEqual([200, product.id]);
    }
  });

  test("a restricted key belongs to the account of its secret key", async () => {
    const product = await shop.stripe.products.create({ name: "x" });
    const { status } = await server.raw("GET", `/v1/products/${product.id}`, {
      key: shop.key.replace("sk_", "rk_"),
    });
    expect(status).toBe(200);
  });

  test("the official client throws its own error class for each refusal", async () => {
    const bad = server.stripe("sk_live_abcdefgh1234");
    expect((await refusal(bad.products.list())).type).toBe("StripeAuthenticationError");
    expect((await refusal(server.stripe("pk_test_x").products.list())).type).toBe("StripePermissionError");
    expect((await refusal(shop.stripe.products.retrieve("prod_x"))).type).toBe("StripeInvalidRequestError");
  });

  test("keys of different accounts do not see each other's objects", async () => {
    const { id } = await shop.stripe.products.create({ name: "x" });
    const other = openShop(server);
    expect((await refusal(other.stripe.products.retrieve(id))).statusCode).toBe(404);
    expect((await other.stripe.products.list()).data).toEqual([]);
  });
});

describe("fixed keys", () => {
  let closed: TestServer;
  const keys = {
    name: "Shop",
    secret_key: "sk_test_fixed1234",
    publishable_key: "pk_test_fixed5678",
    restricted_keys: [
      { key: "rk_test_reader9012", permissions: ["rak_product_read"] },
      { key: "rk_test_all34567", permissions: null },
      { key: "rk_test_sessions1", permissions: ["rak_checkout_session_read", "rak_checkout_session_write"] },
      { key: "rk_test_writes123", permissions: ["rak_product_write", "rak_plan_write"] },
    ],
  };
  beforeAll(async () => {
    closed = await startServer({ accounts: [keys] });
  });
  afterAll(() => closed.close());

  test("401: any other key", async () => {
    const { status, body } = await closed.raw("GET", "/v1/products", { key: "sk_test_other1234" });
    expect([status, body.error.message]).toEqual([401, "Invalid API Key provided: sk_test_*****1234"]);
  });

  test("403: what a restricted key may not do", async () => {
    const key = "rk_test_reader9012";
    expect((await closed.raw("GET", "/v1/products", { key })).status).toBe(200);
    const { status, body } = await closed.raw("POST", "/v1/checkout/sessions", { key, body: "mode=payment" });
    expect([status, body.error.type]).toEqual([403, "invalid_request_error"]);
    expect(body.error.message).toMatch(
      /^The provided key 'rk_test_\*{6}9012' does not have the required permissions for this endpoint on account 'acct_\w{16}'\. Having the 'rak_checkout_session_write' permission would allow this request to continue\.$/,
    );
    expect(
      (await closed.raw("POST", "/v1/products", { key: "rk_test_all34567", body: "name=x" })).status,
    ).toBe(200);
  });

  test("403: a restricted key expands something that it may not read", async () => {
    const missing = (permission: string) =>
      expect.stringMatching(new RegExp(`Having the '${permission}' permission would allow this request`));
    const said = async (method: string, path: string, key: string, body?: string) => {
      const reply = await closed.raw(method, path, { key, ...(body === undefined ? {} : { body }) });
      return [reply.status, reply.body.error?.message ?? null];
    };
    const bySecret = (path: string, body: string) => closed.raw("POST", path, { key: keys.secret_key, body });
    const price = (await bySecret("/v1/prices", "currency=eur&unit_amount=900&product_data[name]=Mug")).body;
    const product = `/v1/products/${price.product}`;
    await bySecret(product, `default_price=${price.id}`);
    const reader = "rk_test_reader9012";
    expect(await said("GET", product, reader)).toEqual([200, null]);
    for (const path of [`${product}?expand[]=default_price`, "/v1/products?expand[]=data.default_price"]) {
      expect(await said("GET", path, reader)).toEqual([403, missing("rak_plan_read")]);
      expect(await said("GET", path, "rk_test_all34567")).toEqual([200, null]);
    }
    // A permission to write another kind is none to read it.
    const writing = "rk_test_writes123";
    expect(await said("POST", product, writing, "name=Cup")).toEqual([200, null]);
    expect(await said("POST", product, writing, "name=Jug&expand[]=default_price")).toEqual([
      403,
      missing("rak_plan_read"),
    ]);
    expect((await closed.raw("GET", product, { key: reader })).body.name).toBe("Cup");
    // The lines of a session are its own; the prices in them, once they are asked for by name, are not.
    const session = await bySecret(
      "/v1/checkout/sessions",
      `mode=payment&success_url=https://example.com&line_items[0][price]=${price.id}&line_items[0][quantity]=1`,
    );
    const of = (expand: string) =>
      said("GET", `/v1/checkout/sessions/${session.body.id}?expand[]=${expand}`, "rk_test_sessions1");
    expect(await of("line_items")).toEqual([200, null]);
    expect(await of("line_items.data.price")).toEqual([403, missing("rak_plan_read")]);
    expect(await of("line_items.data.price.product")).toEqual([403, missing("rak_plan_read")]);
    expect(await of("payment_intent")).toEqual([403, missing("rak_payment_intent_read")]);
    expect(await of("payment_intent.payment_method")).toEqual([403, missing("rak_payment_intent_read")]);
    expect(await of("customer")).toEqual([403, missing("rak_customer_read")]);
  });

  test("all of them belong to one account", async () => {
    const made = await closed.raw("POST", "/v1/products", { key: keys.secret_key, body: "name=shared" });
    const seen = await closed.raw("GET", `/v1/products/${made.body.id}`, { key: "rk_test_reader9012" });
    expect(seen.body.name).toBe("shared");
  });
});

describe("URLs", () => {
  const unknown = (method: string, path: string, hint = "") =>
    `Unrecognized request URL (${method}: ${path}). ${hint}Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;

  test.each([
    ["GET", "/v1/nothing"],
    ["GET", "/v1/checkout/session"],
    ["PUT", "/v1/products"],
    ["PATCH", "/v1/products/prod_x"],
    ["DELETE", "/v1/prices/price_x"],
    ["GET", "/v1/checkout/sessions/cs_x/expire"],
    ["DELETE", "/v1/checkout/sessions/cs_x"],
    ["POST", "/v1/checkout/sessions/cs_x/line_items"],
    ["GET", "/v1"],
  ])("404: %s %s", async (method, path) => {
    const { status, body, headers } = await server.raw(method, `${path}?a=b`, { key: shop.key });
    expect(status).toBe(404);
    expect(body).toEqual({ error: { message: unknown(method, path), type: "invalid_request_error" } });
    expect(headers.get("request-id")).toMatch(/^req_[A-Za-z0-9]{14}$/);
  });

  test.each(["/v1/products/", "/v1/checkout/sessions/"])("404: GET %s has an extra slash", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body.error.message).toBe(
      unknown(
        "GET",
        path,
        "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure " +
          "you passed a valid (non-empty) identifier in your code. ",
      ),
    );
  });

  test("401 comes before 404", async () => {
    expect((await server.raw("GET", "/v1/nothing", { key: "" })).status).toBe(401);
  });
});

describe("versions", () => {
  test("400: one that never existed, or is older than those supported", async () => {
    for (const version of [
      "not-a-real-version",
      "2026-10-28",
      "2023-10-17",
      "2020-08-27",
      "2023-10-16;beta=v1",
    ]) {
      const { status, body } = await get("/v1/products", { "stripe-version": version });
      expect(status).toBe(400);
      expect(body.error).toEqual({
        message: `Invalid Stripe API version: ${version}`,
        type: "invalid_request_error",
      });
    }
  });
  test("400: even if the URL does not exist", async () => {
    const { status, body } = await get("/v1/nothing", { "stripe-version": "x" });
    expect([status, body.error.message]).toEqual([400, "Invalid Stripe API version: x"]);
  });
  test("the answer names its own version", async () => {
    expect((await get("/v1/products")).headers.get("stripe-version")).toBe("2023-10-16");
    const named = await get("/v1/products", { "stripe-version": "2025-03-31.basil" });
    expect(named.headers.get("stripe-version")).toBe("2025-03-31.basil");
  });
});

describe("headers", () => {
  test("of a success", async () => {
    const { headers, text } = await get("/v1/products");
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect(headers.get("request-id")).toMatch(/^req_[A-Za-z0-9]{14}$/);
    expect(headers.get("cache-control")).toBe("no-cache, no-store");
    expect(headers.get("vary")).toBe("Origin");
    for (const name of [
      "idempotency-key",
      "original-request",
      "idempotent-replayed",
      "stripe-should-retry",
    ]) {
      expect(headers.get(name)).toBeNull();
    }
  });
  test("every request has its own id", async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => (await get("/v1/products")).headers.get("request-id")),
    );
    expect(new Set(ids).size).toBe(10);
  });
  test("browsers may call what publishable keys may call", async () => {
    const { id } = await shop.session();
    const path = `/v1/payment_pages/${id}`;
    const asked = await server.raw("OPTIONS", path, { key: "" });
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    const page = await server.raw("GET", path, { key: shop.key.replace("sk_", "pk_") });
    expect(page.headers.get("access-control-allow-origin")).toBe("*");
    expect(page.headers.get("access-control-expose-headers")).toContain("Request-Id");
  });
});

describe("bodies", () => {
  test("are printed with two spaces and a final line break, and empty values on one line", async () => {
    const { text, body } = await post("/v1/products", "name=x");
    expect(text).toBe(`${JSON.stringify(body, null, 2)}\n`);
    expect(text).toContain('"images": [],\n');
    expect(text).toContain('"metadata": {},\n');
  });
  test("of errors have their keys in order and link to the log", async () => {
    const { text, body, headers } = await post("/v1/prices", "unit_amount=1");
    expect(text).toBe(`${JSON.stringify(body, null, 2)}\n`);
    expect(Object.keys(body)).toEqual(["error"]);
    expect(Object.entries(body.error)).toEqual(
      Object.entries({
        code: "parameter_missing",
        doc_url: "https://stripe.com/docs/error-codes/parameter-missing",
        message: "Missing required param: currency.",
        param: "currency",
        request_log_url: expect.stringMatching(
          new RegExp(`^https://dashboard\\.stripe\\.com/test/logs/${headers.get("request-id")}\\?t=\\d{10}$`),
        ),
        type: "invalid_request_error",
      }),
    );
  });
});

describe("forms", () => {
  const make = async (body: string, headers: Record<string, string> = {}) => {
    const { status, body: made } = await post("/v1/products", body, headers);
    return status === 200 ? made : made.error;
  };
  test.each<[string, string, object]>([
    ["percent-encoded brackets", "name=x&metadata%5Ba%5D=b", { metadata: { a: "b" } }],
    ["plus for a space", "name=a+b%2Bc", { name: "a b+c" }],
    ["the last of a repeated name", "name=a&name=b", { name: "b" }],
    [
      "a list by index, sparse and out of order",
      "name=x&images[7]=https://e.com/b&images[2]=https://e.com/a",
      { images: ["https://e.com/a", "https://e.com/b"] },
    ],
    [
      "a list by empty brackets",
      "name=x&images[]=https://e.com/a&images[]=https://e.com/b",
      { images: ["https://e.com/a", "https://e.com/b"] },
    ],
    [
      "hashes by empty brackets",
      "name=x&marketing_features[][name]=a&marketing_features[][name]=b",
      { marketing_features: [{ name: "a" }, { name: "b" }] },
    ],
    ["numbers as text", "name=1234", { name: "1234" }],
    ["spaces around a text", "name=%20x%20", { name: " x " }],
    ["letters from everywhere", "name=%C3%A9%E2%82%AC%F0%9F%98%80", { name: "é€😀" }],
    [
      "names with a meaning in JavaScript",
      "name=x&metadata[__proto__]=a&metadata[constructor]=b",
      { metadata: expect.objectContaining({ constructor: "b" }) },
    ],
    ["empty parts", "&name=x&&", { name: "x" }],
  ])("200: %s", async (_name, body, expected) => {
    expect(await make(body, { "stripe-version": "2026-10-28.endive" })).toMatchObject(expected);
  });

  test.each<[string, string, string, string | undefined]>([
    ["1 for true", "name=x&active=1", "Invalid boolean: 1", "active"],
    ["maybe", "name=x&active=maybe", "Invalid boolean: maybe", "active"],
    ["True", "name=x&active=True", "Invalid boolean: True", "active"],
    ["a hash for a text", "name[0]=wrong", 'Invalid string: {"0":"wrong"}', "name"],
    ["a list for a text", "name[]=wrong", 'Invalid string: {"0":"wrong"}', "name"],
    ["a text for a list", "name=x&images=y", "Invalid array", "images"],
    ["a hash for a list", "name=x&images[a]=y", "Invalid array", "images"],
    ["a text for a hash", "name=x&package_dimensions=y", "Invalid object", "package_dimensions"],
    ["a text for metadata", "name=x&metadata=y", "Invalid object", "metadata"],
  ])("400: %s", async (_name, body, message, param) => {
    expect(await make(body)).toMatchObject({ message, param, type: "invalid_request_error" });
  });

  test.each(["application/json", "text/plain", "multipart/form-data; boundary=x"])(
    "400: a body of %s",
    async (type) => {
      const { status, body } = await post("/v1/products", '{"name":"x"}', { "content-type": type });
      expect([status, body.error.type]).toEqual([400, "invalid_request_error"]);
      expect(body.error.message).toContain("application/x-www-form-urlencoded");
    },
  );

  test.each(["name=%", "name=%ff%fe", "name=%E0%A4", "name=%00"])("400: %s cannot be read", async (body) => {
    expect((await post("/v1/products", body)).status).toBe(400);
  });

  test("a charset after the content type is accepted", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    expect(await make("name=x", headers)).toMatchObject({ name: "x" });
  });

  test("DELETE and GET read their parameters from the query", async () => {
    const { id } = await shop.stripe.products.create({ name: "x" });
    expect((await get(`/v1/products/${id}?foo=1`)).body.error.param).toBe("foo");
    const refused = await server.raw("DELETE", `/v1/products/${id}?foo=1`, { key: shop.key });
    expect([refused.status, refused.body.error.code]).toEqual([400, "parameter_unknown"]);
    expect((await server.raw("DELETE", `/v1/products/${id}`, { key: shop.key })).status).toBe(200);
  });
});

describe("expand", () => {
  const expanded = (path: string, ...paths: string[]) => get(`${path}?${form({ expand: paths })}`);

  test.each([
    ["metadata", "This property cannot be expanded (metadata)."],
    ["product.metadata", "This property cannot be expanded (product.metadata)."],
    ["nothing", "This property cannot be expanded (nothing)."],
    ["data.product", "This property cannot be expanded (data.product)."],
  ])("400: %s of a price", async (path, message) => {
    const { id } = await shop.price();
    const { status, body } = await expanded(`/v1/prices/${id}`, path);
    expect(status).toBe(400);
    expect(body.error).toEqual({
      message,
      request_log_url: expect.any(String),
      type: "invalid_request_error",
    });
  });

  test("400: a list's members without the prefix data.", async () => {
    const { body } = await expanded("/v1/prices", "product");
    expect(body.error.message).toBe(
      "This property cannot be expanded (product). You may want to try expanding 'data.product' instead.",
    );
  });

  test("400: five levels, counting data", async () => {
    const { body } = await expanded("/v1/prices", "data.product.default_price.product.default_price");
    expect(body.error).toMatchObject({
      code: "property_expansion_max_depth",
      message:
        "You cannot expand more than 4 levels of a property. Property: data.product.default_price.product.default_price",
    });
  });

  test("200: four levels, the same path twice, data alone, nothing at all", async () => {
    const price = await shop.price();
    await shop.stripe.products.update(String(price.product), { default_price: price.id });
    const deep = await expanded("/v1/prices", "data.product.default_price.product", "data.product", "data");
    expect(deep.status).toBe(200);
    expect(deep.body.data[0].product.default_price.product).toMatchObject({ object: "product" });
    expect((await get(`/v1/prices/${price.id}?expand=`)).status).toBe(200);
    expect((await get(`/v1/prices/${price.id}?expand=product`)).body.product).toMatchObject({
      object: "product",
    });
  });

  test("200: on create, update and delete", async () => {
    const made = await post("/v1/prices", "currency=usd&unit_amount=1&product_data[name]=x&expand[]=product");
    expect(made.body.product).toMatchObject({ object: "product", name: "x" });
    const updated = await post(`/v1/prices/${made.body.id}`, "nickname=n&expand[0]=product");
    expect(updated.body.product).toMatchObject({ object: "product" });
    const { id } = await shop.stripe.products.create({ name: "y" });
    const deleted = await server.raw("DELETE", `/v1/products/${id}?expand[]=default_price`, {
      key: shop.key,
    });
    expect(deleted.body).toEqual({ id, object: "product", deleted: true });
  });

  test("400 is answered before any work is done", async () => {
    const { status } = await post("/v1/products", "name=x&expand[]=nothing");
    expect(status).toBe(400);
    expect((await shop.stripe.products.list()).data).toEqual([]);
  });

  test("events are never expanded", async () => {
    await shop.price();
    const { status } = await expanded("/v1/events", "data.data.object.product");
    expect(status).toBe(400);
  });
});

describe("metadata", () => {
  const update = async (id: string, body: string) => (await post(`/v1/products/${id}`, body)).body;

  test("merges, removes and clears", async () => {
    const { id } = await shop.stripe.products.create({ name: "x", metadata: { a: "1", b: "2" } });
    expect((await update(id, "metadata[c]=3&metadata[a]=9")).metadata).toEqual({ a: "9", b: "2", c: "3" });
    expect((await update(id, "metadata[a]=&metadata[zzz]=")).metadata).toEqual({ b: "2", c: "3" });
    expect((await update(id, "name=y")).metadata).toEqual({ b: "2", c: "3" });
    expect((await update(id, "metadata=")).metadata).toEqual({});
  });

  test("stores text, whatever it looks like", async () => {
    const { metadata } = await shop.stripe.products.create({ name: "x", metadata: { n: 5, t: "true" } });
    expect(metadata).toEqual({ n: "5", t: "true" });
  });

  test("400: larger than its bounds", async () => {
    const make = (metadata: Record<string, string>) => post("/v1/products", form({ name: "x", metadata }));
    const { body: longKey } = await make({ ["k".repeat(41)]: "v" });
    expect(longKey.error.message).toBe(
      `Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. Invalid key: ${"k".repeat(41)}`,
    );
    const { body: longValue } = await make({ k: "v".repeat(501) });
    expect(longValue.error).toMatchObject({
      message: `Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. Invalid value: ${"v".repeat(501)}`,
      param: "metadata",
    });
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"]));
    expect((await make(many)).body.error.param).toBe("metadata");
    const { k50: _, ...fifty } = many;
    expect((await make({ ...fifty, [`${"k".repeat(40)}`]: "v" })).status).toBe(400);
    expect((await make(fifty)).status).toBe(200);
  });

  test("400: nested hashes", async () => {
    const { status } = await post("/v1/products", "name=x&metadata[a][b]=c");
    expect(status).toBe(400);
  });
});

describe("lists", () => {
  test("are bounded and ordered, and have a URL", async () => {
    for (const path of [
      "/v1/balance_transactions",
      "/v1/charges",
      "/v1/checkout/sessions",
      "/v1/customers",
      "/v1/events",
      "/v1/payment_intents",
      "/v1/payment_methods",
      "/v1/prices",
      "/v1/products",
      "/v1/refunds",
      "/v1/webhook_endpoints",
    ]) {
      const { body } = await get(path);
      expect(body, path).toEqual({ object: "list", data: [], has_more: false, url: path });
      expect((await get(`${path}?limit=0`)).body.error, path).toMatchObject({
        code: "parameter_invalid_integer",
        message: "This value must be greater than or equal to 1.",
        param: "limit",
      });
      expect((await get(`${path}?limit=101`)).body.error.message, path).toBe(
        "This value must be less than or equal to 100 (it currently is '101').",
      );
      expect((await get(`${path}?starting_after=x`)).body.error, path).toMatchObject({
        code: "resource_missing",
        param: "starting_after",
      });
    }
  });
});
