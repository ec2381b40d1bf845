import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { KNOWN_TYPES } from "../../../src/method_types/index.ts";
import { BROUGHT } from "../../../src/versions/method_types.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, refused, type Shop } from "../../support/shop.ts";

type CreateParams = Stripe.Checkout.SessionCreateParams;

/** Those of the oldest version, which is that of a request that names none. */
const BROUGHT_LATER = new Set(Object.values(BROUGHT).flat());
const OLDEST_TYPES = KNOWN_TYPES.filter((type) => !BROUGHT_LATER.has(type));

const NOW = 1_800_000_000;
let server: TestServer;
let shop: Shop;
const clock = new FixedClock(NOW);
beforeAll(async () => {
  server = await startServer({}, { clock });
  shop = openShop(server);
});
afterAll(() => server.close());

/** Creates over plain HTTP with parameters that the client's types do not allow; names the version on demand. */
function post(params: Params, version?: string, key = shop.key) {
  const headers = version === undefined ? {} : { "stripe-version": version };
  return server.raw("POST", "/v1/checkout/sessions", { key, body: form(params), headers });
}

const INLINE = {
  price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Mug" } },
  quantity: 1,
} as const;
const BASE = { mode: "payment", success_url: "https://example.com/s", line_items: [INLINE] } as const;

describe("200", () => {
  test("returns the parameters that were sent", async () => {
    const session = await shop.session({
      cancel_url: "https://example.com/cancel?a=1#top",
      client_reference_id: "order-7",
      customer_creation: "always",
      customer_email: "jenny@example.com",
      expires_at: NOW + 3600,
      metadata: { order: "7", note: "a b&c=d é" },
      submit_type: "donate",
      success_url: "https://example.com/s?id={CHECKOUT_SESSION_ID}",
    });
    expect(session).toMatchObject({
      cancel_url: "https://example.com/cancel?a=1#top",
      client_reference_id: "order-7",
      customer: null,
      customer_creation: "always",
      customer_email: "jenny@example.com",
      expires_at: NOW + 3600,
      metadata: { order: "7", note: "a b&c=d é" },
      submit_type: "donate",
      success_url: "https://example.com/s?id={CHECKOUT_SESSION_ID}",
      ui_mode: "hosted_page",
    });
    expect(session.customer_details).toEqual({
      address: null,
      business_name: null,
      email: "jenny@example.com",
      individual_name: null,
      name: null,
      phone: null,
      tax_exempt: "none",
      tax_ids: null,
    });
  });

  test("shows the customer's e-mail address from creation, and creates no other customer", async () => {
    const customer = await shop.stripe.customers.create({
      email: "a@example.com",
      name: "A",
      tax_exempt: "exempt",
    });
    const session = await shop.session({ customer: customer.id });
    expect(session.customer).toBe(customer.id);
    expect(session.customer_creation).toBeNull();
    expect(session.customer_email).toBeNull();
    expect(session.customer_details).toMatchObject({ email: "a@example.com", name: null, tax_ids: null });
    const unknown = await shop.stripe.customers.create({ name: "No mail" });
    expect((await shop.session({ customer: unknown.id })).customer_details).toBeNull();
  });

  test("creates no payment intent and sends no session event", async () => {
    const own = openShop(server);
    const price = await own.price();
    await own.newsSince();
    const session = await own.session({ line_items: [{ price: price.id, quantity: 1 }] });
    expect(session.payment_intent).toBeNull();
    expect(await own.newsSince()).toEqual([]);
    expect((await own.stripe.paymentIntents.list()).data).toEqual([]);
  });

  test("creates an inactive product and price for inline data, and sends their events in that order", async () => {
    const own = openShop(server);
    const data = {
      currency: "USD",
      unit_amount: 1500,
      tax_behavior: "inclusive" as const,
      product_data: {
        name: "Poster",
        description: "A2",
        images: ["https://example.com/p.png"],
        metadata: { size: "A2" },
      },
    } satisfies NonNullable<CreateParams["line_items"]>[number]["price_data"];
    const session = await own.session({ line_items: [{ price_data: data, quantity: 3 }] });
    expect(await own.newsSince()).toEqual(["product.created", "price.created"]);
    expect([session.amount_total, session.currency]).toEqual([4500, "usd"]);
    const { data: lines } = await own.stripe.checkout.sessions.listLineItems(session.id);
    const price = lines[0]?.price;
    expect(price).toMatchObject({
      active: false,
      unit_amount: 1500,
      currency: "usd",
      tax_behavior: "inclusive",
    });
    const product = await own.stripe.products.retrieve(String(price?.product));
    expect(product).toMatchObject({
      active: false,
      name: "Poster",
      description: "A2",
      images: ["https://example.com/p.png"],
      metadata: { size: "A2" },
    });
    expect((await own.stripe.prices.list({ active: true })).data).toEqual([]);
    expect(await own.stripe.prices.retrieve(String(price?.id))).toMatchObject({ active: false });
  });

  test.each([
    ["whole amounts", 3, { unit_amount: 333 }, 999],
    ["a fraction, rounded once a line", 3, { unit_amount_decimal: "0.5" }, 2],
    ["a fraction, rounded away from zero", 5, { unit_amount_decimal: "33.3" }, 167],
    ["twelve decimals", 1000, { unit_amount_decimal: "0.123456789012" }, 123],
  ] as const)("adds up %s", async (_name, quantity, amount, total) => {
    const price_data = { currency: "usd", product_data: { name: "X" }, ...amount };
    const session = await post({
      ...BASE,
      line_items: [
        { price_data, quantity },
        { price_data: { currency: "usd", unit_amount: 100, product_data: { name: "Y" } }, quantity: 1 },
      ],
    });
    expect(session.body.amount_total).toBe(total + 100);
    expect(session.body.amount_subtotal).toBe(total + 100);
  });

  test("charges by the package if the price says so", async () => {
    const down = await shop.price({ transform_quantity: { divide_by: 10, round: "down" } });
    const up = await shop.price({ transform_quantity: { divide_by: 10, round: "up" } });
    const session = await shop.session({
      line_items: [
        { price: down.id, quantity: 19 },
        { price: up.id, quantity: 11 },
      ],
    });
    expect(session.amount_total).toBe(1099 + 2198);
  });

  test("accepts a hundred line items", async () => {
    const line_items = Array.from({ length: 100 }, () => INLINE);
    const { status, body } = await post({ ...BASE, line_items });
    expect(status).toBe(200);
    expect(body.amount_total).toBe(50_000);
  });

  test.each([
    ["jpy", 50],
    ["usd", 99_999_999],
    ["gbp", 30],
    ["huf", 17_500],
  ])("accepts %s %i, a bound of what can be charged", async (currency, unit_amount) => {
    const price_data = { currency, unit_amount, product_data: { name: "X" } };
    const session = await shop.session({ line_items: [{ price_data, quantity: 1 }] });
    expect([session.currency, session.amount_total]).toEqual([currency, unit_amount]);
  });

  test("may have a total of zero", async () => {
    const session = await shop.session({
      line_items: [{ price_data: { ...INLINE.price_data, unit_amount: 0 }, quantity: 1 }],
    });
    expect([session.amount_total, session.payment_status, session.status]).toEqual([0, "unpaid", "open"]);
  });

  test("accepts an app's own URL scheme, and works with the client of the printed examples", async () => {
    const stripe14 = server.stripe14(shop.key);
    const session = await stripe14.checkout.sessions.create({
      ...(BASE as unknown as CreateParams),
      success_url: "myapp://done/{CHECKOUT_SESSION_ID}",
      payment_method_types: ["card"],
    } as CreateParams);
    expect(session.success_url).toBe("myapp://done/{CHECKOUT_SESSION_ID}");
    expect(session.ui_mode).toBe("hosted");
    expect(session.payment_method_types).toEqual(["card"]);
  });

  test.each([1800, 86_400])("may expire in %i seconds", async (seconds) => {
    expect((await shop.session({ expires_at: NOW + seconds })).expires_at).toBe(NOW + seconds);
  });

  test("shows line items on creation if expanded", async () => {
    const session = await shop.session({ expand: ["line_items.data.price.product"] });
    expect(session.line_items?.data[0]?.price?.product).toMatchObject({ object: "product", name: "T-shirt" });
    expect(session.line_items?.url).toBe(`/v1/checkout/sessions/${session.id}/line_items`);
  });

  test("reads parameters from the query as well", async () => {
    const query = form({ mode: "payment", success_url: "https://example.com/s" });
    const { status } = await server.raw("POST", `/v1/checkout/sessions?${query}`, {
      key: shop.key,
      body: form({ line_items: [INLINE] }),
    });
    expect(status).toBe(200);
  });

  test.each([
    ["automatic_tax", { enabled: false }],
    ["billing_address_collection", "auto"],
    ["phone_number_collection", { enabled: false }],
    ["invoice_creation", { enabled: false }],
    ["ui_mode", "hosted_page"],
  ])("accepts %s if the total is zero", async (name, value) => {
    expect((await post({ ...BASE, [name]: value }, "2026-10-28.endive")).status).toBe(200);
  });
});

describe("400", () => {
  const without = (name: keyof typeof BASE): Params => {
    const { [name]: _, ...rest } = BASE;
    return rest;
  };
  const line = (more: Params): Params => ({ ...BASE, line_items: [more] });
  const data = (more: Params): Params => line({ quantity: 1, price_data: { ...INLINE.price_data, ...more } });

  const CASES: readonly [string, Params, string | undefined, string | undefined, string][] = [
    ["no mode", without("mode"), "parameter_missing", "mode", "Missing required param: mode."],
    [
      "no success_url",
      without("success_url"),
      "parameter_missing",
      "success_url",
      "Missing required param: success_url.",
    ],
    [
      "no line_items",
      without("line_items"),
      "parameter_missing",
      "line_items",
      "Missing required param: line_items.",
    ],
    [
      "an unknown mode",
      { ...BASE, mode: "gift" },
      undefined,
      "mode",
      "Invalid mode: must be one of payment, setup, or subscription",
    ],
    [
      "one unknown parameter, before a missing one",
      { ...without("mode"), foo: "1" },
      "parameter_unknown",
      "foo",
      "Received unknown parameter: foo",
    ],
    [
      "several",
      { ...BASE, foo: "1", bar: "2" },
      "parameter_unknown",
      "foo",
      "Received unknown parameters: foo, bar",
    ],
    [
      "a near miss",
      data({ unit_amout: 5 }),
      "parameter_unknown",
      "line_items[0][price_data][unit_amout]",
      "Received unknown parameter: line_items[0][price_data][unit_amout]. Did you mean unit_amount?",
    ],
    [
      "an empty string",
      { ...BASE, customer: "" },
      "parameter_invalid_empty",
      "customer",
      "You passed an empty string for 'customer'. We assume empty values are an attempt to unset a parameter; however " +
        "'customer' cannot be unset. You should remove 'customer' from your request or supply a non-empty value.",
    ],
    ["a list that is none", { ...BASE, line_items: "x" }, undefined, "line_items", "Invalid array"],
    ["a line that is none", { ...BASE, line_items: ["x"] }, undefined, "line_items[0]", "Invalid object"],
    [
      "a quantity that is not a number",
      line({ ...INLINE, quantity: "two" }),
      "parameter_invalid_integer",
      "line_items[0][quantity]",
      "Invalid integer: two",
    ],
    [
      "no quantity",
      line({ price_data: INLINE.price_data }),
      undefined,
      undefined,
      "Quantity is required. Add `quantity` to `line_items[0]`",
    ],
    [
      "a quantity of zero",
      line({ ...INLINE, quantity: 0 }),
      "parameter_invalid_integer",
      "line_items[0][quantity]",
      "This value must be greater than or equal to 1.",
    ],
    [
      "too many lines",
      { ...BASE, line_items: Array.from({ length: 101 }, () => INLINE) },
      undefined,
      "line_items",
      "Array line_items exceeded maximum 100 allowed elements.",
    ],
    [
      "neither product nor product data",
      line({ quantity: 1, price_data: { currency: "usd", unit_amount: 1 } }),
      undefined,
      "line_items[0][price_data]",
      "You must specify either `product` or `product_data` when creating a price.",
    ],
    [
      "both product and product data",
      data({ product: "prod_1" }),
      undefined,
      "line_items[0][price_data][product]",
      "You may only specify one of these parameters: product, product_data.",
    ],
    [
      "both amounts",
      data({ unit_amount_decimal: "1" }),
      undefined,
      "line_items[0][price_data][unit_amount]",
      "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
    ],
    [
      "no amount",
      line({ quantity: 1, price_data: { currency: "usd", product_data: { name: "X" } } }),
      "parameter_missing",
      "line_items[0][price_data][unit_amount]",
      "Missing required param: line_items[0][price_data][unit_amount].",
    ],
    [
      "a negative amount",
      data({ unit_amount: -1 }),
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
      "Invalid non-negative integer",
    ],
    [
      "no currency",
      line({ quantity: 1, price_data: { unit_amount: 1, product_data: { name: "X" } } }),
      "parameter_missing",
      "line_items[0][price_data][currency]",
      "Missing required param: line_items[0][price_data][currency].",
    ],
    [
      "a URL without a scheme",
      { ...BASE, success_url: "example.com/s" },
      "url_invalid",
      "success_url",
      "Invalid URL: An explicit scheme (such as https) must be provided.",
    ],
    ["no URL at all", { ...BASE, success_url: "https://" }, "url_invalid", "success_url", "Not a valid URL"],
    [
      "a javascript: URL",
      { ...BASE, success_url: "javascript:alert(1)" },
      "url_invalid",
      "success_url",
      "Not a valid URL",
    ],
    [
      "a javascript: URL in disguise",
      { ...BASE, cancel_url: "JavaScript://x/%0aalert(1)" },
      "url_invalid",
      "cancel_url",
      "Not a valid URL",
    ],
    [
      "an invalid e-mail address",
      { ...BASE, customer_email: "jenny" },
      "email_invalid",
      "customer_email",
      "Invalid email address: jenny",
    ],
    [
      "a reference that is too long",
      { ...BASE, client_reference_id: "x".repeat(201) },
      undefined,
      "client_reference_id",
      "Invalid string: xxxx...xxxx; must be at most 200 characters",
    ],
    [
      "a customer and an e-mail address",
      { ...BASE, customer: "cus_1", customer_email: "a@example.com" },
      undefined,
      "customer",
      "You may only specify one of these parameters: customer, customer_email.",
    ],
    [
      "return_url with a hosted page",
      { ...BASE, return_url: "https://example.com" },
      undefined,
      "return_url",
      "You can not pass `return_url` in `hosted` mode.",
    ],
    [
      "payment_method_collection in payment mode",
      { ...BASE, payment_method_collection: "always" },
      undefined,
      undefined,
      "You can only set `payment_method_collection` in `subscription` mode.",
    ],
    [
      "an end that is too early",
      { ...BASE, expires_at: NOW + 1799 },
      undefined,
      undefined,
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    ],
    [
      "an end that is too late",
      { ...BASE, expires_at: NOW + 86_400 + 120 },
      undefined,
      undefined,
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    ],
    [
      "a total that is too small",
      data({ unit_amount: 49 }),
      "amount_too_small",
      undefined,
      "The Checkout Session's total amount due must add up to at least $0.50 usd",
    ],
    [
      "a total that is too small in another currency",
      data({ unit_amount: 29, currency: "gbp" }),
      "amount_too_small",
      undefined,
      "The Checkout Session's total amount due must add up to at least £0.30 gbp",
    ],
    [
      "a total that is too large",
      data({ unit_amount: 100_000_000 }),
      "amount_too_large",
      undefined,
      "The Checkout Session's total amount due must be no more than $999,999.99.",
    ],
    [
      "a total larger than a safe integer",
      line({ quantity: 999_999, price_data: { ...INLINE.price_data, unit_amount: 999_999_999_999 } }),
      "amount_too_large",
      undefined,
      "The Checkout Session's total amount due must be no more than $999,999.99.",
    ],
    [
      "a fraction that the currency does not have",
      data({ currency: "kwd", unit_amount: 1001 }),
      "invalid_charge_amount",
      undefined,
      "Invalid amount: 1001. Amounts in kwd must be a multiple of 10, because its third decimal is always 0.",
    ],
    [
      "a price that does not exist",
      line({ price: "price_x", quantity: 1 }),
      "resource_missing",
      "line_items[0][price]",
      "No such price: 'price_x'",
    ],
    [
      "a product that does not exist",
      line({ quantity: 1, price_data: { currency: "usd", unit_amount: 50, product: "prod_x" } }),
      "resource_missing",
      "line_items[0][price_data][product]",
      "No such product: 'prod_x'",
    ],
    [
      "a customer that does not exist",
      { ...BASE, customer: "cus_x" },
      "resource_missing",
      "customer",
      "No such customer: 'cus_x'",
    ],
    [
      "an unknown payment method type",
      { ...BASE, payment_method_types: ["cheque"] },
      undefined,
      "payment_method_types[0]",
      `Invalid payment_method_types[0]: must be one of ${OLDEST_TYPES.slice(0, -1).join(", ")}, or zip`,
    ],
    [
      "two currencies",
      {
        ...BASE,
        line_items: [INLINE, { quantity: 1, price_data: { ...INLINE.price_data, currency: "eur" } }],
      },
      undefined,
      "currency",
      "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
    ],
    [
      "a price in another currency than the session's",
      { ...BASE, currency: "eur" },
      undefined,
      "currency",
      "The price specified only supports `usd`. This doesn't match the expected currency: `eur`.",
    ],
    [
      "a metadata value that is too long",
      { ...BASE, metadata: { k: "v".repeat(501) } },
      undefined,
      "metadata",
      `Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. Invalid value: ${"v".repeat(501)}`,
    ],
  ];
  test.each(CASES)("%s", async (_name, params, code, param, message) => {
    const { status, body } = await post(params);
    const { code: given, param: blamed, message: said, type, doc_url } = body.error;
    expect({ status, code: given, param: blamed, message: said, type }).toEqual({
      status: 400,
      code,
      param,
      message,
      type: "invalid_request_error",
    });
    expect(doc_url).toBe(
      code === undefined ? undefined : `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`,
    );
  });

  test("a recurring price", async () => {
    const price = await shop.price({ recurring: { interval: "month" } });
    expect(await refused(shop.session({ line_items: [{ price: price.id, quantity: 1 }] }))).toEqual({
      status: 400,
      code: undefined,
      param: undefined,
      message:
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only " +
        "one-time prices.",
    });
  });

  test("a price whose amount the buyer chooses, beside another line or with a quantity above one", async () => {
    const price = await shop.stripe.prices.create({
      currency: "usd",
      custom_unit_amount: { enabled: true },
      product_data: { name: "Gift" },
    });
    const gift = { price: price.id, quantity: 1 };
    const other = { price: (await shop.price()).id, quantity: 1 };
    expect(await refused(shop.session({ line_items: [gift, other] }))).toMatchObject({
      message: "A price with `custom_unit_amount` must be the only line item of a Checkout Session.",
      param: "line_items",
    });
    expect(await refused(shop.session({ line_items: [{ ...gift, quantity: 2 }] }))).toMatchObject({
      message: "A price with `custom_unit_amount` must have a `quantity` of 1 that is not adjustable.",
      param: "line_items[0][quantity]",
    });
  });

  test("a price that is inactive, or whose product is", async () => {
    const message = "The price specified is inactive. This field only accepts active prices.";
    const param = "line_items[0][price]";
    const price = await shop.price({ active: false });
    expect(await refused(shop.session({ line_items: [{ price: price.id, quantity: 1 }] }))).toMatchObject({
      message,
      param,
    });
    const other = await shop.price();
    await shop.stripe.products.update(String(other.product), { active: false });
    expect(await refused(shop.session({ line_items: [{ price: other.id, quantity: 1 }] }))).toMatchObject({
      message,
      param,
    });
  });

  test("a deleted customer", async () => {
    const { id } = await shop.stripe.customers.create();
    await shop.stripe.customers.del(id);
    expect(await refused(shop.session({ customer: id }))).toMatchObject({
      status: 400,
      code: "resource_missing",
      param: "customer",
      message: `No such customer: '${id}'`,
    });
  });

  test("a price of another account", async () => {
    const price = await openShop(server).price();
    const { code } = await refused(shop.session({ line_items: [{ price: price.id, quantity: 1 }] }));
    expect(code).toBe("resource_missing");
  });

  test("a late refusal leaves nothing created", async () => {
    const own = openShop(server);
    await post({ ...BASE, line_items: [INLINE, { price: "price_x", quantity: 1 }] }, undefined, own.key);
    expect((await own.stripe.products.list()).data).toEqual([]);
    expect(await own.news()).toEqual([]);
  });

  test("a total of zero in versions that always collect a payment method", async () => {
    const free = {
      ...BASE,
      line_items: [{ quantity: 1, price_data: { ...INLINE.price_data, unit_amount: 0 } }],
    };
    expect((await post(free, "2022-11-15")).body.error.code).toBe("amount_too_small");
    expect((await post(free, "2023-08-16")).status).toBe(200);
  });
});
