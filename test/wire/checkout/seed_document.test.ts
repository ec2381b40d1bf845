/** The five calls of the reference document, as printed there, with an account that has its price. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeHints } from "../../../src/core/session_hints.ts";
import { type RawReply, startServer, type TestServer } from "../../support/server.ts";

/** The printed user name: the document shows its key once masked and once whole, without a gap. */
const PRINTED_KEY = "sk_test_4eC39Hq...arjtT1zdp7dcsk_test_4eC39HqLyjWDarjtT1zdp7dc";

/** What the document prints for a new session; what cannot be foretold is told apart below. */
const EXAMPLE = {
  id: "",
  object: "checkout.session",
  after_expiration: null,
  allow_promotion_codes: null,
  amount_subtotal: 2198,
  amount_total: 2198,
  automatic_tax: { enabled: false, liability: null, status: null },
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  consent: null,
  consent_collection: null,
  created: 0,
  currency: "usd",
  custom_fields: [],
  custom_text: { shipping_address: null, submit: null },
  customer: null,
  customer_creation: "if_required",
  customer_details: null,
  customer_email: null,
  expires_at: 0,
  invoice: null,
  invoice_creation: {
    enabled: false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: null,
      metadata: {},
      rendering_options: null,
    },
  },
  livemode: false,
  locale: null,
  metadata: {},
  mode: "payment",
  payment_intent: null,
  payment_link: null,
  payment_method_collection: "always",
  payment_method_options: {},
  payment_method_types: ["card"],
  payment_status: "unpaid",
  phone_number_collection: { enabled: false },
  recovered_from: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_details: null,
  shipping_options: [],
  status: "open",
  submit_type: null,
  subscription: null,
  success_url: "https://example.com/success",
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  url: "",
};
const EXAMPLE_ITEM = {
  id: "",
  object: "item",
  amount_discount: 0,
  amount_subtotal: 2198,
  amount_tax: 0,
  amount_total: 2198,
  currency: "usd",
  description: "T-shirt",
  price: {
    id: "",
    object: "price",
    active: true,
    billing_scheme: "per_unit",
    created: 0,
    currency: "usd",
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: "",
    recurring: null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: 1099,
    unit_amount_decimal: "1099",
  },
  quantity: 2,
};

let server: TestServer;
let price: string;

/** As curl sends it: Basic, no version, no idempotency key. */
function call(method: string, path: string, body?: string): Promise<RawReply> {
  const authorization = `Basic ${Buffer.from(`${PRINTED_KEY}:`).toString("base64")}`;
  return server.raw(method, path, {
    key: "",
    headers: { authorization },
    ...(body === undefined ? {} : { body }),
  });
}

function create(): Promise<RawReply> {
  return call(
    "POST",
    "/v1/checkout/sessions",
    `success_url=https%3A%2F%2Fexample.com%2Fsuccess&line_items[0][price]=${price}&line_items[0][quantity]=2&mode=payment`,
  );
}

/** The text of the example with what is drawn or timed put in its place: compares values, keys and their order. */
function printed(example: object, drawn: object): string {
  return `${JSON.stringify({ ...example, ...drawn }, null, 2)}\n`;
}

beforeAll(async () => {
  server = await startServer();
  const made = await call("POST", "/v1/prices", "currency=usd&unit_amount=1099&product_data[name]=T-shirt");
  price = made.body.id;
});
afterAll(() => server.close());

describe("200", () => {
  test("POST /v1/checkout/sessions answers with the printed keys and values, in the printed order", async () => {
    const { status, text, body } = await create();
    expect(status).toBe(200);
    const { id, created, expires_at, url } = body;
    expect(id).toMatch(/^cs_test_a1[A-Za-z0-9]{56}$/);
    expect(expires_at - created).toBe(86_400);
    expect(url).toMatch(new RegExp(`^${server.url}/c/pay/${id}#fid`));
    // Read from the URL that the seed prints, without the key of its account.
    expect(decodeHints(String(url).split("#")[1] ?? "")).toEqual({
      fromServer: true,
      layoutType: "single_item",
      enablePlaceholders: true,
    });
    expect(text).toBe(printed(EXAMPLE, { id, created, expires_at, url }));
  });

  test("GET /v1/checkout/sessions/:id answers the same", async () => {
    const made = await create();
    const { status, text } = await call("GET", `/v1/checkout/sessions/${made.body.id}`);
    expect(status).toBe(200);
    expect(text).toBe(made.text);
  });

  test("GET /v1/checkout/sessions/:id/line_items answers the printed list", async () => {
    const made = await create();
    const url = `/v1/checkout/sessions/${made.body.id}/line_items`;
    const { status, text, body } = await call("GET", url);
    expect(status).toBe(200);
    const [item] = body.data;
    expect(item.id).toMatch(/^li_1[A-Za-z0-9]{23}$/);
    expect(item.price.id).toBe(price);
    const { created, product } = item.price;
    const expected = {
      ...EXAMPLE_ITEM,
      id: item.id,
      price: { ...EXAMPLE_ITEM.price, id: price, created, product },
    };
    expect(text).toBe(
      `${JSON.stringify({ object: "list", data: [expected], has_more: false, url }, null, 2)}\n`,
    );
  });

  test("GET /v1/checkout/sessions lists the created sessions, newest first", async () => {
    const made = [await create(), await create(), await create(), await create()];
    const { status, body } = await call("GET", "/v1/checkout/sessions?limit=3");
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["object", "data", "has_more", "url"]);
    const [, second, third, fourth] = made;
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        object: "list",
        data: [fourth?.body, third?.body, second?.body],
        has_more: true,
        url: "/v1/checkout/sessions",
      }),
    );
  });

  test("POST /v1/checkout/sessions/:id/expire answers the session, expired and without a url", async () => {
    const made = await create();
    const { id, created, expires_at } = made.body;
    const { status, text } = await call("POST", `/v1/checkout/sessions/${id}/expire`);
    expect(status).toBe(200);
    expect(text).toBe(printed(EXAMPLE, { id, created, expires_at, status: "expired", url: null }));
    const again = await call("GET", `/v1/checkout/sessions/${id}`);
    expect(again.text).toBe(text);
  });
});

describe("400", () => {
  test("an expired session cannot be expired again", async () => {
    const { body } = await create();
    await call("POST", `/v1/checkout/sessions/${body.id}/expire`);
    const refused = await call("POST", `/v1/checkout/sessions/${body.id}/expire`);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toBe(
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.',
    );
    expect(refused.body.error.type).toBe("invalid_request_error");
    expect(refused.body.error).not.toHaveProperty("param");
    expect(refused.body.error).not.toHaveProperty("code");
  });
});

test("the key as printed, masked and whole run together, works like the whole key", async () => {
  const whole = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
  const { body } = await create();
  const seen = await server.raw("GET", `/v1/checkout/sessions/${body.id}`, { key: whole });
  expect(seen.status).toBe(200);
  const others = await server.raw("GET", `/v1/checkout/sessions/${body.id}`);
  expect(others.status).toBe(404);
});
