/**
 * Every breaking API version: one paid session and everything around it, read in each version. The expected
 * shapes are those declared by the official client's types of that version (see test/fixtures/README.md).
 */
import { readFileSync } from "node:fs";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { form, openShop, type Params, type Shop, typedCard } from "../../support/shop.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Hash = { readonly [key: string]: Json };
type Shape = string | readonly [Shape] | readonly [Shape, string] | { readonly [key: string]: Shape };

/** Each version with the types it is held against: for the oldest, the oldest there are. */
const VERSIONS: Readonly<Record<string, string>> = {
  "2022-11-15": "2023-10-16",
  "2023-08-16": "2023-10-16",
  "2023-10-16": "2023-10-16",
  "2024-04-10": "2024-04-10",
  "2024-06-20": "2024-06-20",
  "2024-09-30.acacia": "2024-09-30.acacia",
  "2025-03-31.basil": "2025-03-31.basil",
  "2025-09-30.clover": "2025-09-30.clover",
  "2026-03-25.dahlia": "2026-03-25.dahlia",
  "2026-09-30.endive": "2026-10-28.endive",
  "2026-10-28.endive": "2026-10-28.endive",
};
const ALL = Object.keys(VERSIONS);
const HEAD = "2026-10-28.endive";
/** Always there by the oldest types, and shown only when asked for since 2022-11-15. */
const ON_REQUEST = ["charge.refunds is missing"];
/** What older types do not know yet. */
const YOUNGER: Readonly<Record<string, string>> = {
  "billing.meter": "2024-04-10",
  "billing.meter_event_summary": "2024-04-10",
  invoice_payment: "2025-03-31.basil",
};
/** On the wire, in no types. */
const LEGACY = [
  ...["subscription.plan", "subscription.quantity", "subscription.items.total_count"],
  ...["subscription_schedule.default_settings.default_source", "subscription_schedule.renewal_interval"],
  "charge.destination",
  "charge.dispute",
  "charge.order",
  "product.attributes",
];

const shapesOf = (version: string): Readonly<Record<string, Shape>> =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/shapes_${VERSIONS[version]}.json`, import.meta.url), "utf8"),
  );

/** Versions before `name`, of those above. */
const until = (name: string) => ALL.slice(0, ALL.indexOf(name));
const since = (name: string) => ALL.slice(ALL.indexOf(name));

const FEE = { currency: "usd", unit_amount: 300 };

let server: TestServer;
let shop: Shop;
/** Where each object is read. */
const paths: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer();
  shop = openShop(server);
  const { stripe } = shop;
  const endpoint = await stripe.webhookEndpoints.create({
    url: "http://127.0.0.1:9/x",
    enabled_events: ["coupon.created"],
  });
  const customer = await stripe.customers.create({
    email: "jenny@example.com",
    address: { line1: "Weg 1", country: "DE" },
    shipping: { name: "Jenny", address: { line1: "Weg 1" } },
    metadata: { zeta: "1", alpha: "2" },
  });
  const product = await stripe.products.create({
    name: "T-shirt",
    marketing_features: [{ name: "cotton" }],
    package_dimensions: { height: 1, length: 2, weight: 3, width: 4 },
  });
  const price = await stripe.prices.create({
    currency: "usd",
    unit_amount: 1099,
    product: product.id,
    transform_quantity: { divide_by: 1, round: "up" },
  });
  const recurring = await stripe.prices.create({
    currency: "usd",
    unit_amount: 500,
    product: product.id,
    recurring: { interval: "month" },
  });
  const meter = await stripe.billing.meters.create({
    display_name: "Calls",
    event_name: "calls",
    default_aggregation: { formula: "sum" },
  });
  const metered = await stripe.prices.create({
    currency: "usd",
    billing_scheme: "tiered",
    tiers_mode: "graduated",
    tiers: [
      { up_to: 10, flat_amount: 100 },
      { up_to: "inf", unit_amount: 5 },
    ],
    product: product.id,
    recurring: { interval: "month", usage_type: "metered", meter: meter.id },
  });
  const session = await shop.paid({
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 2 }],
    payment_intent_data: {
      setup_future_usage: "off_session",
      shipping: { name: "Jenny", address: { line1: "Weg 1" } },
      metadata: { zeta: "1", alpha: "2" },
    },
  });
  const intent = await stripe.paymentIntents.retrieve(String(session.payment_intent), {
    expand: ["latest_charge"],
  });
  const charge = intent.latest_charge as { id: string; balance_transaction: string };
  const refund = await stripe.refunds.create({ charge: charge.id, amount: 100 });
  const taxId = await stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE123456789" });
  const configuration = await stripe.paymentMethodConfigurations.create({ name: "Cards" });
  const coupon = await stripe.coupons.create({ percent_off: 12.5, name: "Spring" });
  const code = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    restrictions: { minimum_amount: 100, minimum_amount_currency: "usd" },
  });
  const discounted = await shop.session({ discounts: [{ promotion_code: code.id }] });
  const taxRate = await stripe.taxRates.create({ display_name: "VAT", inclusive: true, percentage: 20 });
  const shippingRate = await stripe.shippingRates.create({
    display_name: "Ground",
    type: "fixed_amount",
    fixed_amount: { amount: 500, currency: "usd" },
    delivery_estimate: { minimum: { unit: "day", value: 1 } },
  });
  const link = await stripe.paymentLinks.create({
    line_items: [{ price: price.id, quantity: 1 }],
    consent_collection: { promotions: "auto", payment_method_reuse_agreement: { position: "auto" } },
    custom_fields: [{ key: "size", label: { custom: "Size", type: "custom" }, type: "numeric" }],
    custom_text: { submit: { message: "Thanks" } },
    invoice_creation: { enabled: true, invoice_data: { rendering_options: { amount_tax_display: "" } } },
    payment_intent_data: { metadata: { zeta: "1", alpha: "2" } },
    payment_method_options: { card: { restrictions: { brands_blocked: ["visa"] } } },
    restrictions: { completed_sessions: { limit: 2 } },
    shipping_options: [{ shipping_rate: shippingRate.id }],
  });
  const selling = await stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [
      {
        price_data: {
          currency: "usd",
          unit_amount: 1500,
          product_data: { name: "Gold" },
          recurring: { interval: "month" },
        },
        quantity: 1,
      },
    ],
    success_url: "https://example.com/success",
  });
  const sold = await shop.confirm(selling.id);
  expect(sold.status, sold.text).toBe(200);
  const full = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://example.com/success",
    line_items: [
      { price: price.id, quantity: 2, tax_rates: [taxRate.id], adjustable_quantity: { enabled: true } },
    ],
    after_expiration: { recovery: { enabled: true } },
    billing_address_collection: "required",
    consent_collection: {
      payment_method_reuse_agreement: { position: "auto" },
      promotions: "auto",
      terms_of_service: "required",
    },
    custom_fields: [
      { key: "a", label: { custom: "A", type: "custom" }, type: "text" },
      { key: "b", label: { custom: "B", type: "custom" }, type: "numeric" },
      {
        key: "c",
        label: { custom: "C", type: "custom" },
        type: "dropdown",
        dropdown: { options: [{ label: "One", value: "one" }] },
      },
    ],
    custom_text: { after_submit: { message: "Thanks" }, submit: { message: "Pay" } },
    customer_creation: "always",
    discounts: [{ coupon: (await stripe.coupons.create({ amount_off: 100, currency: "usd" })).id }],
    invoice_creation: {
      enabled: true,
      invoice_data: {
        custom_fields: [{ name: "Order", value: "7" }],
        issuer: { type: "self" },
        rendering_options: { amount_tax_display: "exclude_tax" },
      },
    },
    payment_intent_data: { setup_future_usage: "off_session" },
    phone_number_collection: { enabled: true },
    saved_payment_method_options: { payment_method_save: "enabled" },
    shipping_address_collection: { allowed_countries: ["US", "DE"] },
    shipping_options: [{ shipping_rate: shippingRate.id }],
    tax_id_collection: { enabled: true },
  });
  const address = { line1: "Weg 1", city: "Berlin", postal_code: "10115", country: "DE" };
  const bought = await shop.confirm(full.id, {
    ...typedCard("4242424242424242"),
    billing_address: address,
    consent: { promotions: "opt_in", terms_of_service: "accepted" },
    custom_fields: [
      { key: "a", value: "x" },
      { key: "b", value: "7" },
      { key: "c", value: "one" },
    ],
    phone: "+493012345",
    shipping: { name: "Jenny", address },
    tax_id: { type: "eu_vat", value: "DE123456789" },
    business_name: "Rosen GmbH",
  });
  expect(bought.status, bought.text).toBe(200);
  const setup = await stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    customer: customer.id,
    success_url: "https://example.com/success",
  });
  const saved = await shop.confirm(setup.id);
  expect(saved.status, saved.text).toBe(200);
  const { invoice } = await stripe.checkout.sessions.retrieve(full.id, { expand: ["invoice.payments"] });
  const invoiced = invoice as Stripe.Invoice;
  const payment = invoiced.payments?.data[0];
  const invoicedIntent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
  const { data } = await stripe.events.list({ type: "checkout.session.completed", limit: 2 });
  const told = await stripe.events.list({ type: "invoice.paid" });
  const subscribed = await stripe.subscriptions.create({
    customer: customer.id,
    default_payment_method: String(intent.payment_method),
    default_tax_rates: [taxRate.id],
    discounts: [{ coupon: (await stripe.coupons.create({ percent_off: 10, duration: "forever" })).id }],
    items: [{ price: recurring.id, tax_rates: [taxRate.id] }],
  });
  const trial = await stripe.subscriptions.create({
    customer: customer.id,
    billing_mode: { type: "classic" },
    cancel_at_period_end: true,
    items: [{ price: recurring.id }, { price: metered.id }],
    trial_period_days: 7,
  });
  const schedule = await stripe.subscriptionSchedules.create({
    customer: customer.id,
    start_date: "now",
    default_settings: { default_payment_method: String(intent.payment_method) },
    phases: [
      {
        add_invoice_items: [{ price: (await stripe.prices.create({ ...FEE, product: product.id })).id }],
        automatic_tax: { enabled: false },
        discounts: [{ coupon: (await stripe.coupons.create({ percent_off: 5 })).id }],
        duration: { interval: "month" },
        invoice_settings: { footer: "Thanks" },
        items: [{ price: recurring.id, tax_rates: [taxRate.id] }, { price: metered.id }],
      },
      { items: [{ price: recurring.id, quantity: 2 }], trial: true },
    ],
  });
  Object.assign(paths, {
    subscription: `/v1/subscriptions/${subscribed.id}`,
    trialing: `/v1/subscriptions/${trial.id}`,
    subscription_item: `/v1/subscription_items/${subscribed.items.data[0]?.id}`,
    subscription_schedule: `/v1/subscription_schedules/${schedule.id}`,
    full: `/v1/checkout/sessions/${full.id}?expand[]=line_items&expand[]=total_details.breakdown`,
    expired: `/v1/checkout/sessions/${(await stripe.checkout.sessions.expire(discounted.id)).id}`,
    setup: `/v1/checkout/sessions/${setup.id}?expand[]=line_items`,
    selling: `/v1/checkout/sessions/${selling.id}?expand[]=line_items`,
    payment_link: `/v1/payment_links/${link.id}`,
    "checkout.session": `/v1/checkout/sessions/${session.id}`,
    item: `/v1/checkout/sessions/${session.id}/line_items`,
    product: `/v1/products/${product.id}`,
    price: `/v1/prices/${price.id}`,
    recurring: `/v1/prices/${recurring.id}`,
    plan: `/v1/plans/${recurring.id}`,
    metered: `/v1/prices/${metered.id}?expand[]=tiers`,
    meteredPlan: `/v1/plans/${metered.id}?expand[]=tiers`,
    "billing.meter": `/v1/billing/meters/${meter.id}`,
    "billing.meter_event_summary":
      `/v1/billing/meters/${meter.id}/event_summaries` +
      `?customer=${customer.id}&start_time=1735689600&end_time=1735693200`,
    customer: `/v1/customers/${customer.id}`,
    payment_method: `/v1/payment_methods/${intent.payment_method}`,
    payment_intent: `/v1/payment_intents/${intent.id}`,
    charge: `/v1/charges/${charge.id}`,
    refund: `/v1/refunds/${refund.id}`,
    balance_transaction: `/v1/balance_transactions/${charge.balance_transaction}`,
    event: `/v1/events/${data[1]?.id}`,
    invoice: `/v1/invoices/${invoiced.id}`,
    line_item: `/v1/invoices/${invoiced.id}/lines`,
    invoice_payment: `/v1/invoice_payments/${payment?.id}`,
    invoicedIntent: `/v1/payment_intents/${invoicedIntent.id}`,
    invoicedCharge: `/v1/charges/${invoicedIntent.latest_charge}`,
    invoiceEvent: `/v1/events/${told.data[0]?.id}`,
    webhook_endpoint: `/v1/webhook_endpoints/${endpoint.id}`,
    coupon: `/v1/coupons/${coupon.id}`,
    promotion_code: `/v1/promotion_codes/${code.id}`,
    discount: `/v1/checkout/sessions/${discounted.id}?expand[]=total_details.breakdown`,
    tax_rate: `/v1/tax_rates/${taxRate.id}`,
    shipping_rate: `/v1/shipping_rates/${shippingRate.id}`,
    tax_id: `/v1/tax_ids/${taxId.id}`,
    payment_method_configuration: `/v1/payment_method_configurations/${configuration.id}`,
  });
});
afterAll(() => server.close());

/** What is read as an element of a list. */
const LISTED = ["billing.meter_event_summary", "item", "line_item"];

async function read(name: string, version: string): Promise<Hash> {
  const { status, body } = await server.raw("GET", paths[name] ?? "", {
    key: shop.key,
    headers: { "stripe-version": version },
  });
  expect(status, `${name} at ${version}`).toBe(200);
  if (LISTED.includes(name)) return body.data[0];
  return name === "discount" ? body.total_details.breakdown.discounts[0].discount : body;
}
const post = (path: string, params: Params, version: string) =>
  server.raw("POST", path, { key: shop.key, body: form(params), headers: { "stripe-version": version } });

const isHash = (value: unknown): value is Hash =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where keys are not in the order of the wire: id, object, then the alphabet; lists have an order of their own. */
function disorder(value: Json, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element: Json, i) => disorder(element, `${path}[${i}]`));
  if (!isHash(value)) return [];
  const keys = Object.keys(value);
  const rest = keys.filter((key) => key !== "id" && key !== "object").sort();
  const order = [...["id", "object"].filter((key) => key in value), ...rest];
  const wrong = order.join() === keys.join() ? [] : [`${path}: ${keys.join()}`];
  return [...wrong, ...keys.flatMap((key) => disorder(value[key] ?? null, `${path}.${key}`))];
}

/** What is missing or of another type than declared. */
function misshapen(shape: Shape, value: Json | undefined, path: string): string[] {
  const marks =
    typeof shape === "string"
      ? shape
      : Array.isArray(shape)
        ? (shape[1] ?? "")
        : ((shape as Hash)["*"] ?? "");
  if (value === undefined) return String(marks).includes("?") ? [] : [`${path} is missing`];
  if (value === null) return String(marks).includes("|null") || shape === "any" ? [] : [`${path} is null`];
  if (typeof shape === "string")
    return fits(shape.replace(/[?|].*$/, ""), value) ? [] : [`${path} is no ${shape}`];
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((element: Json, i) => misshapen(shape[0], element, `${path}[${i}]`));
  }
  if (!isHash(value)) return [`${path} is no hash`];
  return Object.entries(shape)
    .filter(([key]) => key !== "*")
    .flatMap(([key, member]) => misshapen(member, value[key], `${path}.${key}`));
}

function fits(type: string, value: Json): boolean {
  switch (type) {
    case "any":
      return true;
    case "id":
      return typeof value === "string" || isHash(value);
    case "hash":
      return isHash(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** What is there and not declared. */
function undeclared(shape: Shape, value: Json, path: string): string[] {
  if (Array.isArray(value) && Array.isArray(shape)) {
    return value.flatMap((element: Json, i) => undeclared(shape[0], element, `${path}[${i}]`));
  }
  if (!isHash(value) || typeof shape === "string" || Array.isArray(shape)) return [];
  const declared = shape as { readonly [key: string]: Shape };
  return Object.entries(value).flatMap(([key, member]) => {
    const known = declared[key];
    return known === undefined ? [`${path}.${key}`] : undeclared(known, member, `${path}.${key}`);
  });
}

const OBJECTS = [
  "checkout.session",
  "full",
  "expired",
  "setup",
  "selling",
  "item",
  "product",
  "price",
  "recurring",
  "metered",
  "plan",
  "meteredPlan",
  "billing.meter",
  "billing.meter_event_summary",
  "customer",
  "payment_method",
  "payment_intent",
  "charge",
  "refund",
  "balance_transaction",
  "event",
  "invoice",
  "line_item",
  "invoice_payment",
  "invoicedIntent",
  "invoicedCharge",
  "webhook_endpoint",
  "coupon",
  "promotion_code",
  "discount",
  "tax_rate",
  "shipping_rate",
  "tax_id",
  "payment_method_configuration",
  "payment_link",
  "subscription",
  "trialing",
  "subscription_item",
  "subscription_schedule",
];
/** What several of them are. */
const KINDS: Readonly<Record<string, string>> = {
  trialing: "subscription",
  recurring: "price",
  metered: "price",
  meteredPlan: "plan",
  full: "checkout.session",
  expired: "checkout.session",
  setup: "checkout.session",
  selling: "checkout.session",
  invoicedIntent: "payment_intent",
  invoicedCharge: "charge",
};
const shapeName = (name: string) => KINDS[name] ?? name;
const isDeclared = (name: string, version: string) =>
  ALL.indexOf(version) >= ALL.indexOf(YOUNGER[name] ?? ALL[0] ?? "");

describe.each(ALL)("%s", (version) => {
  const objects = OBJECTS.filter((name) => isDeclared(name, version));
  test.each(objects)("%s has its keys in wire order, and all keys that are always there", async (name) => {
    const object = await read(name, version);
    expect(object.object).toBe(shapeName(name));
    expect(disorder(object, name)).toEqual([]);
    const shape = shapesOf(version)[shapeName(name)];
    expect(shape).toBeDefined();
    const faults = misshapen(shape ?? "", object, shapeName(name));
    expect(faults.filter((fault) => !ON_REQUEST.includes(fault))).toEqual([]);
  });
});

describe("the newest version", () => {
  test.each(OBJECTS.filter((name) => name !== "event"))(
    "%s has no key that is not declared",
    async (name) => {
      const object = await read(name, HEAD);
      const extra = undeclared(shapesOf(HEAD)[shapeName(name)] ?? "", object, shapeName(name));
      expect(extra.filter((path) => !LEGACY.includes(path))).toEqual([]);
    },
  );
});

test("a session that used every feature shows all of it", async () => {
  expect(await read("full", HEAD)).toMatchObject({
    amount_subtotal: 2198,
    collected_information: { shipping_details: { name: "Jenny" } },
    consent: { promotions: "opt_in", terms_of_service: "accepted" },
    custom_fields: [{ text: { value: "x" } }, { numeric: { value: "7" } }, { dropdown: { value: "one" } }],
    customer_details: { phone: "+493012345", tax_ids: [{ type: "eu_vat", value: "DE123456789" }] },
    invoice: expect.stringMatching(/^in_/),
    shipping_cost: { amount_total: 500 },
    status: "complete",
    total_details: { amount_discount: 100, amount_shipping: 500 },
  });
});

describe("differences", () => {
  test("an event shows its object in the account's version, whoever reads it", async () => {
    for (const version of ALL) {
      const { data } = await read("event", version);
      const { object } = data as { object: Hash };
      expect(
        misshapen(shapesOf("2023-10-16")["checkout.session"] ?? "", object, "data.object"),
        version,
      ).toEqual([]);
      expect(object.ui_mode).toBe("hosted");
      expect(object).toHaveProperty("shipping_details");
      expect(disorder(object, "data.object")).toEqual([]);
    }
  });

  test("ui_mode has its new values since dahlia", async () => {
    for (const version of until("2026-03-25.dahlia"))
      expect((await read("checkout.session", version)).ui_mode).toBe("hosted");
    for (const version of since("2026-03-25.dahlia")) {
      expect((await read("checkout.session", version)).ui_mode).toBe("hosted_page");
    }
  });

  test("ui_mode is accepted with the values of the version", async () => {
    const session = { mode: "payment", success_url: "https://e.com", line_items: [line()] };
    const take = async (ui_mode: string, version: string) =>
      (await post("/v1/checkout/sessions", { ...session, ui_mode }, version)).body;
    expect((await take("hosted", "2026-02-25.clover")).ui_mode).toBe("hosted");
    expect((await take("hosted_page", HEAD)).ui_mode).toBe("hosted_page");
    expect((await take("hosted", HEAD)).error).toMatchObject({
      message: "Invalid ui_mode: must be one of elements, embedded_page, form, or hosted_page",
      param: "ui_mode",
    });
    expect((await take("hosted_page", "2023-10-16")).error.message).toMatch(
      /^Invalid ui_mode: must be one of /,
    );
  });

  test("shipping_details is a separate key before basil", async () => {
    for (const version of until("2025-03-31.basil")) {
      expect(await read("checkout.session", version)).toHaveProperty("shipping_details", null);
    }
    for (const version of since("2025-03-31.basil")) {
      expect(await read("checkout.session", version)).not.toHaveProperty("shipping_details");
    }
  });

  test.each([
    ["charge", "invoicedCharge"],
    ["payment_intent", "invoicedIntent"],
  ])("%s names an invoice before basil", async (name, invoiced) => {
    const { id } = await read("invoice", HEAD);
    for (const version of until("2025-03-31.basil")) {
      expect(await read(name, version)).toHaveProperty("invoice", null);
      expect(await read(invoiced, version)).toHaveProperty("invoice", id);
    }
    for (const version of since("2025-03-31.basil")) {
      expect(await read(name, version)).not.toHaveProperty("invoice");
      expect(await read(invoiced, version)).not.toHaveProperty("invoice");
    }
  });

  test("an invoice names its payment and its taxes in keys of their own before basil", async () => {
    const [intent, charge, rate, price, discount] = await Promise.all([
      read("invoicedIntent", HEAD),
      read("invoicedCharge", HEAD),
      read("tax_rate", HEAD),
      read("price", HEAD),
      read("invoice", HEAD).then(({ discounts }) => (discounts as Json[])[0]),
    ]);
    // Two T-shirts at 10.99 less 1.00, of which a sixth is tax.
    const tax = { amount: 350, inclusive: true, tax_rate: rate.id, taxability_reason: null };
    for (const version of until("2025-03-31.basil")) {
      expect(await read("invoice", version), version).toMatchObject({
        application_fee_amount: null,
        charge: charge.id,
        discount: { id: discount, coupon: { object: "coupon", amount_off: 100 } },
        paid: true,
        paid_out_of_band: false,
        payment_intent: intent.id,
        quote: null,
        subscription: null,
        tax: 350,
        total_tax_amounts: [tax],
        transfer_data: null,
      });
      const line = await read("line_item", version);
      expect(line, version).toMatchObject({
        amount_excluding_tax: 1848,
        plan: null,
        price: { id: price.id, object: "price", unit_amount: 1099 },
        proration: false,
        tax_amounts: [tax],
        tax_rates: [{ id: rate.id, object: "tax_rate" }],
        type: "invoiceitem",
        unit_amount_excluding_tax: "924",
      });
      expect(line.invoice_item, version).toMatch(/^ii_/);
    }
    for (const version of since("2025-03-31.basil")) {
      const whole = Object.keys(await read("invoice", version));
      for (const gone of ["charge", "discount", "paid", "payment_intent", "tax", "total_tax_amounts"])
        expect(whole, version).not.toContain(gone);
      const line = Object.keys(await read("line_item", version));
      for (const gone of ["invoice_item", "price", "proration", "tax_amounts", "tax_rates", "type"])
        expect(line, version).not.toContain(gone);
    }
  });

  test("members of an invoice could be expanded in it before basil", async () => {
    const expanded = async (version: string, expand: string) => {
      const headers = { "stripe-version": version };
      return server.raw("GET", `${paths.invoice}?expand[]=${expand}`, { key: shop.key, headers });
    };
    for (const [field, object] of [
      ["charge", "charge"],
      ["payment_intent", "payment_intent"],
    ] as const) {
      expect((await expanded("2024-09-30.acacia", field)).body[field]).toMatchObject({ object });
      expect((await expanded("2025-03-31.basil", field)).body.error.message).toBe(
        `This property cannot be expanded (${field}).`,
      );
    }
    const { body } = await expanded("2024-09-30.acacia", "total_tax_amounts.tax_rate");
    expect(body.total_tax_amounts[0].tax_rate).toMatchObject({ object: "tax_rate", percentage: 20 });
    expect(body.total_taxes[0].tax_rate_details.tax_rate).toMatch(/^txr_/);
    expect((await expanded("2025-03-31.basil", "payments")).body.payments.data).toHaveLength(1);
    expect((await expanded("2024-09-30.acacia", "payments")).body.error.message).toBe(
      "This property cannot be expanded (payments).",
    );
  });

  test("an event about an invoice shows it in the account's version too", async () => {
    const { data } = await read("invoiceEvent", HEAD);
    const { object } = data as { object: Hash };
    expect(misshapen(shapesOf("2023-10-16").invoice ?? "", object, "data.object")).toEqual([]);
    expect(disorder(object, "data.object")).toEqual([]);
    expect(object).toMatchObject({ paid: true, total_tax_amounts: [{ amount: 350 }] });
  });

  test("invoices have their display options in two places before 2024-04-10", async () => {
    for (const version of until("2024-04-10"))
      expect(await read("invoice", version)).toMatchObject({
        rendering: { amount_tax_display: "exclude_tax" },
        rendering_options: { amount_tax_display: "exclude_tax" },
      });
    for (const version of since("2024-04-10"))
      expect(await read("invoice", version)).not.toHaveProperty("rendering_options");
  });

  test("a recurring price has an aggregate_usage before basil", async () => {
    const keys = async (version: string) => Object.keys((await read("recurring", version)).recurring ?? {});
    const today = ["interval", "interval_count", "meter", "trial_period_days", "usage_type"];
    for (const version of until("2025-03-31.basil"))
      expect(await keys(version)).toEqual(["aggregate_usage", ...today]);
    for (const version of since("2025-03-31.basil")) expect(await keys(version)).toEqual(today);
    for (const version of ALL) {
      expect("aggregate_usage" in (await read("plan", version)), version).toBe(version < "2025-03-31");
      const { id } = await read("billing.meter", HEAD);
      expect((await read("metered", version)).recurring).toMatchObject({ meter: id });
      expect(await read("meteredPlan", version)).toMatchObject({ meter: id, usage_type: "metered" });
    }
  });

  test("discounts and promotion codes contain their whole coupon before clover", async () => {
    const coupon = await read("coupon", HEAD);
    for (const [name, today] of [
      ["promotion_code", "promotion"],
      ["discount", "source"],
    ] as const) {
      for (const version of until("2025-09-30.clover")) {
        const older = await read(name, version);
        expect(older.coupon, version).toEqual(coupon);
        expect(older, version).not.toHaveProperty(today);
      }
      for (const version of since("2025-09-30.clover")) {
        const newer = await read(name, version);
        expect(newer[today], version).toEqual({ coupon: coupon.id, type: "coupon" });
        expect(newer, version).not.toHaveProperty("coupon");
      }
    }
  });

  test("values kept only for older versions are not visible in newer ones", async () => {
    for (const version of ALL) {
      for (const name of Object.keys(paths)) {
        const reply = await server.raw("GET", paths[name] ?? "", {
          key: shop.key,
          headers: { "stripe-version": version },
        });
        expect(reply.text, `${name} at ${version}`).not.toMatch(/^ *"_/m);
      }
    }
  });

  test("a product's marketing features were called features", async () => {
    for (const version of until("2024-04-10")) {
      const product = await read("product", version);
      expect(product.features).toEqual([{ name: "cotton" }]);
      expect(product).not.toHaveProperty("marketing_features");
    }
    for (const version of since("2024-04-10")) {
      const product = await read("product", version);
      expect(product.marketing_features).toEqual([{ name: "cotton" }]);
      expect(product).not.toHaveProperty("features");
    }
    const features = [{ name: "wool" }];
    const old = await post("/v1/products", { name: "x", features }, "2023-10-16");
    expect(old.body.features).toEqual(features);
    const updated = await post(`/v1/products/${old.body.id}`, { features: "" }, "2023-10-16");
    expect(updated.body.features).toEqual([]);
    expect((await post("/v1/products", { name: "x", features }, "2024-04-10")).body.error.param).toBe(
      "features",
    );
    const early = await post("/v1/products", { name: "x", marketing_features: features }, "2023-10-16");
    expect(early.body.error.param).toBe("marketing_features");
  });

  test("payments are captured asynchronously by default since 2024-04-10", async () => {
    const made = async (version: string) =>
      (await post("/v1/payment_intents", { amount: 500, currency: "usd" }, version)).body.capture_method;
    for (const version of until("2024-04-10")) expect(await made(version), version).toBe("automatic");
    for (const version of since("2024-04-10")) expect(await made(version), version).toBe("automatic_async");
    const paid = async (version: string) => {
      const session = { mode: "payment", success_url: "https://e.com", line_items: [line()] };
      const { body } = await post("/v1/checkout/sessions", session, version);
      const reply = await shop.confirm(body.id);
      return (await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id)).capture_method;
    };
    expect(await paid("2023-10-16")).toBe("automatic");
    expect(await paid("2024-04-10")).toBe("automatic_async");
  });

  test("payment_method_types may be named before endive", async () => {
    const session = {
      mode: "payment",
      success_url: "https://e.com",
      line_items: [line()],
      payment_method_types: ["card"],
    };
    const intent = { amount: 500, currency: "usd", payment_method_types: ["card"] };
    for (const version of until("2026-09-30.endive")) {
      const made = await post("/v1/checkout/sessions", session, version);
      expect(made.body, version).toMatchObject({
        payment_method_types: ["card"],
        payment_method_configuration_details: null,
      });
      const { body } = await post("/v1/payment_intents", intent, version);
      expect(body, version).toMatchObject({
        payment_method_types: ["card"],
        automatic_payment_methods: null,
      });
    }
    for (const version of since("2026-09-30.endive")) {
      for (const [path, params] of [
        ["/v1/checkout/sessions", session],
        ["/v1/payment_intents", intent],
      ] as const) {
        const { status, body } = await post(path, params, version);
        expect([status, body.error.code, body.error.param], version).toEqual([
          400,
          "parameter_unknown",
          "payment_method_types",
        ]);
      }
    }
  });

  test("a payment link keeps the defaults that its version has for sessions", async () => {
    const made = async (version: string) =>
      (await post("/v1/payment_links", { line_items: [line()] }, version)).body as {
        id: string;
        url: string;
      };
    const pays = async (version: string) => {
      const link = await made(version);
      await fetch(link.url, { redirect: "manual" });
      const { data } = await shop.stripe.checkout.sessions.list({ payment_link: link.id });
      const reply = await shop.confirm(String(data[0]?.id));
      const intent = await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
      return [data[0]?.payment_method_collection, intent.capture_method];
    };
    expect(await pays("2022-11-15")).toEqual(["always", "automatic"]);
    expect(await pays("2023-10-16")).toEqual(["if_required", "automatic"]);
    expect(await pays("2024-04-10")).toEqual(["if_required", "automatic_async"]);
    expect(await pays(HEAD)).toEqual(["if_required", "automatic_async"]);
    expect(await made("2022-11-15")).toHaveProperty("payment_method_collection", "always");
  });

  test("a payment link keeps it when another version changes the link", async () => {
    const link = (await post("/v1/payment_links", { line_items: [line()] }, "2022-11-15")).body;
    const changed = await post(`/v1/payment_links/${link.id}`, { submit_type: "book" }, HEAD);
    expect(changed.body).toMatchObject({ submit_type: "book", payment_method_collection: "always" });
    await fetch(link.url, { redirect: "manual" });
    const { data } = await shop.stripe.checkout.sessions.list({ payment_link: link.id });
    const reply = await shop.confirm(String(data[0]?.id));
    const intent = await shop.stripe.paymentIntents.retrieve(reply.body.payment_intent.id);
    expect(intent.capture_method).toBe("automatic");
  });

  test("payment methods come from the account's settings since 2023-08-16, and a free session needs none", async () => {
    const session = { mode: "payment", success_url: "https://e.com", line_items: [line()] };
    const [old, newer] = [
      (await post("/v1/checkout/sessions", session, "2022-11-15")).body,
      (await post("/v1/checkout/sessions", session, "2023-08-16")).body,
    ];
    expect(old).toMatchObject({
      payment_method_collection: "always",
      payment_method_configuration_details: null,
    });
    expect(newer).toMatchObject({
      payment_method_collection: "if_required",
      payment_method_configuration_details: { id: expect.stringMatching(/^pmc_1\w{23}$/), parent: null },
    });
    const intent = { amount: 500, currency: "usd" };
    expect(
      (await post("/v1/payment_intents", intent, "2022-11-15")).body.automatic_payment_methods,
    ).toBeNull();
    expect((await post("/v1/payment_intents", intent, "2023-08-16")).body.automatic_payment_methods).toEqual({
      allow_redirects: "always",
      enabled: true,
    });
  });
});

function line(): Params {
  return { price_data: { currency: "usd", unit_amount: 500, product_data: { name: "X" } }, quantity: 1 };
}
