/** Types of payment methods in API versions that are older than they: refused as Stripe refuses what it does not know. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, type Shop } from "../../support/shop.ts";

const BEFORE = "2025-11-17.clover";
const SINCE = "2025-12-15.clover";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
});
afterAll(() => server.close());

/** What a request is refused with in a version: the code and the parameter; its status if it is accepted. */
async function answer(path: string, params: Params, version: string) {
  const reply = await server.raw("POST", path, {
    key: shop.key,
    body: form(params),
    headers: { "stripe-version": version },
  });
  const { code = null, message = "", param = null } = reply.body.error ?? {};
  return { code, message: String(message), param, status: reply.status };
}

const SESSION = {
  mode: "payment",
  success_url: "https://example.com/",
  line_items: [
    { quantity: 1, price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "Mug" } } },
  ],
};
const INTENT = { amount: 2000, currency: "usd" };

test.each([
  ["/v1/checkout/sessions", { ...SESSION, payment_method_types: ["payto"] }, "payment_method_types[0]"],
  [
    "/v1/checkout/sessions",
    { ...SESSION, excluded_payment_method_types: ["payto"] },
    "excluded_payment_method_types[0]",
  ],
  ["/v1/payment_intents", { ...INTENT, payment_method_types: ["payto"] }, "payment_method_types[0]"],
  ["/v1/payment_methods", { type: "payto" }, "type"],
] as const)("%s with %o is an invalid choice before", async (path, params, param) => {
  const refused = await answer(path, params, BEFORE);
  expect(refused).toMatchObject({ param, status: 400 });
  expect(refused.message).toContain("must be one of");
  expect(refused.message).not.toContain("payto,");
  const later = await answer(path, params, SINCE);
  expect(later.message).not.toContain("must be one of");
});

test.each([
  [
    "/v1/checkout/sessions",
    { ...SESSION, payment_method_options: { payto: { setup_future_usage: "none" } } },
  ],
  ["/v1/payment_intents", { ...INTENT, payment_method_options: { payto: { setup_future_usage: "none" } } }],
  ["/v1/payment_methods", { type: "card", payto: { pay_id: "jenny@example.com" } }],
  ["/v1/payment_method_configurations", { payto: { display_preference: { preference: "on" } } }],
] as const)("%s with %o has an unknown parameter before", async (path, params) => {
  expect(await answer(path, params, BEFORE)).toMatchObject({ code: "parameter_unknown", status: 400 });
  const later = await answer(path, params, SINCE);
  // A hash of another type than the method's is unknown in every version.
  if (path !== "/v1/payment_methods") expect(later.status).toBe(200);
});
