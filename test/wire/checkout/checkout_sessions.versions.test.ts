/**
 * Sessions that use discounts, shipping, custom fields and tax ids, as each breaking version shows them:
 * which keys are there, and in which order. The key lists are those of the reference (3.1 and 3.6);
 * `versions.test.ts` compares with types.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTill, THING, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, type Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

/** The printed examples' shape, which requests without a version are answered in. */
const SEED = "";
const HEADED = [
  "2023-10-16",
  "2024-06-20",
  "2024-09-30.acacia",
  "2025-03-31.basil",
  "2026-10-28.endive",
] as const;
const VERSIONS = [SEED, ...HEADED];
const isBefore = (version: string, other: string) => version < other;

/** The 46 keys of the printed examples. */
const SEED_KEYS =
  "id object after_expiration allow_promotion_codes amount_subtotal amount_total automatic_tax " +
  "billing_address_collection cancel_url client_reference_id consent consent_collection created currency custom_fields " +
  "custom_text customer customer_creation customer_details customer_email expires_at invoice invoice_creation livemode " +
  "locale metadata mode payment_intent payment_link payment_method_collection payment_method_options " +
  "payment_method_types payment_status phone_number_collection recovered_from setup_intent shipping_address_collection " +
  "shipping_cost shipping_details shipping_options status submit_type subscription success_url total_details url";
/** What is always there where a version is named. */
const YOUNGER_KEYS =
  "adaptive_pricing allowed_payment_method_types branding_settings client_secret collected_information " +
  "currency_conversion customer_account discounts integration_identifier managed_payments origin_context " +
  "payment_method_configuration_details permissions saved_payment_method_options ui_mode wallet_options";

const words = (text: string) => text.split(" ");
/** Wire order: id and object, then the alphabet. */
function ordered(keys: readonly string[]): string[] {
  const rest = keys.filter((key) => key !== "id" && key !== "object").sort();
  return [...["id", "object"].filter((key) => keys.includes(key)), ...rest];
}
/** The keys of a session in a version, with those that only features bring. */
function keysIn(version: string, ...used: readonly string[]): string[] {
  if (version === SEED) return ordered([...words(SEED_KEYS), ...used]);
  const known = new Set([...words(SEED_KEYS), ...words(YOUNGER_KEYS), ...used]);
  if (!isBefore(version, "2025-03-31.basil")) known.delete("shipping_details");
  return ordered([...known]);
}

async function call(version: string, method: string, path: string, params?: Params) {
  const headers: Record<string, string> = version === SEED ? {} : { "stripe-version": version };
  const body = params === undefined ? {} : { body: form(params) };
  const reply = await server.raw(method, path, { key: till.key, headers, ...body });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
}

const BASE = { mode: "payment", success_url: "https://example.com/s", line_items: [THING] } as const;
const ADDRESS = { line1: "Weg 1", city: "Berlin", postal_code: "10115", country: "DE" };

/** Made, paid and read in one version. */
async function sold(version: string, params: Params, told: Params = {}) {
  const made = await call(version, "POST", "/v1/checkout/sessions", { ...BASE, ...params });
  await till.pay(made.id, told);
  const path = `/v1/checkout/sessions/${made.id}`;
  const paid = await call(version, "GET", path);
  const expanded = await call(
    version,
    "GET",
    `${path}?expand[]=line_items.data.discounts&expand[]=line_items.data.taxes&expand[]=total_details.breakdown`,
  );
  return { made, paid, expanded };
}

describe.each(VERSIONS)("in version %o", (version) => {
  const isSeed = version === SEED;
  const hasWholeCoupons = isSeed || isBefore(version, "2025-09-30.clover");

  test("a session that uses none of these", async () => {
    const { made, paid } = await sold(version, {});
    expect(Object.keys(made)).toEqual(keysIn(version));
    expect(Object.keys(paid)).toEqual(keysIn(version));
    expect(made.payment_method_collection).toBe(isSeed ? "always" : "if_required");
    expect(made.payment_method_options).toEqual(
      isSeed ? {} : { card: { request_three_d_secure: "automatic" } },
    );
    expect(Object.keys(made.custom_text)).toEqual(
      isSeed
        ? ["shipping_address", "submit"]
        : ["after_submit", "shipping_address", "submit", "terms_of_service_acceptance"],
    );
    expect(Object.keys(made.automatic_tax)).toEqual(
      isSeed ? ["enabled", "liability", "status"] : ["enabled", "liability", "provider", "status"],
    );
    if (!isSeed) {
      expect(made.ui_mode).toBe(isBefore(version, "2026-03-25.dahlia") ? "hosted" : "hosted_page");
      expect(made.discounts).toEqual([]);
    }
    expect(Object.keys(paid.customer_details)).toEqual(
      isSeed
        ? ["address", "email", "name", "phone", "tax_exempt", "tax_ids"]
        : ["address", "business_name", "email", "individual_name", "name", "phone", "tax_exempt", "tax_ids"],
    );
  });

  test("a coupon", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10, name: "Spring" });
    const { made, paid, expanded } = await sold(version, { discounts: [{ coupon: coupon.id }] });
    expect(Object.keys(made)).toEqual(keysIn(version, "discounts"));
    expect(paid.discounts).toEqual([{ coupon: coupon.id, promotion_code: null }]);
    expect(paid.total_details).toEqual({ amount_discount: 200, amount_shipping: 0, amount_tax: 0 });
    expect(Object.keys(expanded.total_details)).toEqual([
      "amount_discount",
      "amount_shipping",
      "amount_tax",
      "breakdown",
    ]);
    const { discounts, taxes } = expanded.total_details.breakdown;
    expect(taxes).toEqual([]);
    expect(expanded.line_items.data[0].discounts).toEqual(discounts);
    const { discount } = discounts[0];
    const base =
      "id object checkout_session customer end invoice invoice_item promotion_code start subscription";
    expect(Object.keys(discount)).toEqual(
      ordered([
        ...words(base),
        "subscription_item",
        ...(isSeed ? [] : ["customer_account"]),
        hasWholeCoupons ? "coupon" : "source",
      ]),
    );
    if (hasWholeCoupons) expect(discount.coupon).toMatchObject({ id: coupon.id, percent_off: 10 });
    else expect(discount.source).toEqual({ coupon: coupon.id, type: "coupon" });
  });

  test("a promotion code that was typed", async () => {
    const coupon = await till.stripe.coupons.create({ percent_off: 10 });
    const promotion = { type: "coupon" as const, coupon: coupon.id };
    const { id } = await till.stripe.promotionCodes.create({ promotion, code: "SPRING" });
    const made = await call(version, "POST", "/v1/checkout/sessions", {
      ...BASE,
      allow_promotion_codes: true,
    });
    expect(Object.keys(made)).toEqual(keysIn(version));
    await till.tell(made.id, { promotion_code: "spring" });
    const now = await call(version, "GET", `/v1/checkout/sessions/${made.id}`);
    expect(Object.keys(now)).toEqual(keysIn(version, "discounts"));
    expect(now).toMatchObject({ amount_total: 1800, discounts: [{ coupon: null, promotion_code: id }] });
  });

  test("shipping", async () => {
    const { made, paid } = await sold(
      version,
      {
        shipping_address_collection: { allowed_countries: ["DE"] },
        shipping_options: [
          { shipping_rate_data: { display_name: "Post", fixed_amount: { amount: 500, currency: "usd" } } },
        ],
      },
      { shipping: { name: "Jenny", address: ADDRESS } },
    );
    expect(Object.keys(made)).toEqual(keysIn(version));
    const [option] = made.shipping_options;
    expect(Object.keys(option)).toEqual(["shipping_amount", "shipping_rate"]);
    expect(made.shipping_cost).toEqual({
      amount_subtotal: 500,
      amount_tax: 0,
      amount_total: 500,
      shipping_rate: option.shipping_rate,
    });
    const address = { ...ADDRESS, line2: null, state: null };
    const shipping_details = { address, name: "Jenny" };
    if (isSeed || isBefore(version, "2025-03-31.basil")) {
      expect(made.shipping_details).toBeNull();
      expect(paid.shipping_details).toEqual(shipping_details);
      expect(Object.keys(paid.shipping_details.address)).toEqual(ordered(Object.keys(address)));
    }
    if (isSeed) return;
    expect(made.collected_information).toBeNull();
    expect(paid.collected_information).toEqual({
      business_name: null,
      individual_name: null,
      shipping_details,
    });
  });

  test("custom fields", async () => {
    const label = { type: "custom", custom: "Field" };
    const { paid } = await sold(
      version,
      {
        custom_fields: [
          { key: "a", label, type: "text" },
          { key: "b", label, type: "numeric" },
          { key: "c", label, type: "dropdown", dropdown: { options: [{ label: "One", value: "one" }] } },
        ],
      },
      {
        custom_fields: [
          { key: "a", value: "x" },
          { key: "b", value: "7" },
          { key: "c", value: "one" },
        ],
      },
    );
    expect(Object.keys(paid)).toEqual(keysIn(version));
    const younger = isSeed ? {} : { default_value: null };
    const typed = { ...younger, maximum_length: null, minimum_length: null };
    const common = { label: { custom: "Field", type: "custom" }, optional: false };
    const options = [{ label: "One", value: "one" }];
    expect(paid.custom_fields).toEqual([
      { key: "a", ...common, text: { ...typed, value: "x" }, type: "text" },
      { key: "b", ...common, numeric: { ...typed, value: "7" }, type: "numeric" },
      { dropdown: { ...younger, options, value: "one" }, key: "c", ...common, type: "dropdown" },
    ]);
    for (const field of paid.custom_fields) {
      expect(Object.keys(field)).toEqual(Object.keys(field).sort());
      expect(Object.keys(field[field.type])).toEqual(Object.keys(field[field.type]).sort());
    }
  });

  test("tax ids", async () => {
    const tax_id = { type: "eu_vat", value: "DE123456789" };
    const { made, paid } = await sold(
      version,
      { tax_id_collection: { enabled: true }, customer_creation: "always" },
      { tax_id, business_name: "ACME" },
    );
    const saved = isSeed ? [] : ["saved_payment_method_options"];
    expect(Object.keys(made)).toEqual(keysIn(version, "tax_id_collection", ...saved));
    expect(made.tax_id_collection).toEqual(isSeed ? { enabled: true } : { enabled: true, required: "never" });
    expect(paid.customer_details.tax_ids).toEqual([tax_id]);
    expect(paid.customer_details.name).toBe("ACME");
  });

  test("line items", async () => {
    const { expanded } = await sold(version, { line_items: [{ ...THING, metadata: { sku: "L-1" } }] });
    const { made } = await sold(version, { expand: ["line_items"] });
    const base =
      "id object amount_discount amount_subtotal amount_tax amount_total currency description price quantity";
    const younger = isSeed ? [] : ["adjustable_quantity", "metadata"];
    expect(Object.keys(made.line_items)).toEqual(["object", "data", "has_more", "url"]);
    expect(Object.keys(made.line_items.data[0])).toEqual(ordered([...words(base), ...younger]));
    const used = isSeed ? ["metadata"] : younger;
    expect(Object.keys(expanded.line_items.data[0])).toEqual(
      ordered([...words(base), ...used, "discounts", "taxes"]),
    );
    expect(Object.keys(made)).toEqual(keysIn(version, "line_items"));
  });
});

test("a feature that was used is also shown in the shape of the printed examples", async () => {
  const used = {
    integration_identifier: "mine",
    origin_context: "web",
    wallet_options: { link: { display: "never" } },
    allowed_payment_method_types: ["card"],
  };
  const { id } = await till.create(used);
  const shown = await call(SEED, "GET", `/v1/checkout/sessions/${id}`);
  expect(Object.keys(shown)).toEqual(keysIn(SEED, ...Object.keys(used)));
  expect(shown).toMatchObject(used);
});
