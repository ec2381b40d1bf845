/**
 * The requests of a made-up shop, which the examples of the reference are made with. Only the requests are
 * written here; the answers come from a running server.
 */
import { BILLING } from "./billing_scenario.ts";
import { CHALLENGES } from "./challenge_scenario.ts";
import { DISPUTING } from "./dispute_scenario.ts";
import { MONEY_BACK } from "./money_scenario.ts";
import { PAYING_ON_PAGES } from "./page_scenario.ts";
import { on, post, type Step } from "./steps.ts";
import { SUBSCRIBING } from "./subscription_scenario.ts";
import { TRANSFERS } from "./transfer_scenario.ts";

const ADDRESS = {
  line1: "510 Townsend Street",
  city: "San Francisco",
  state: "CA",
  postal_code: "94103",
  country: "US",
};
const BUYER = { email: "jenny.rosen@example.com", name: "Jenny Rosen" };
const SUCCESS_URL = "https://example.com/success";
const CARD_METHODS = { enabled: true, allow_redirects: "never" };

const CATALOG: readonly Step[] = [
  post("/v1/products", { name: "T-shirt", description: "Cotton, with the logo on the front." }, "product"),
  on("$product.id", post("/v1/products/:id", { metadata: { season: "summer" } })),
  post("/v1/prices", { product: "$product.id", currency: "usd", unit_amount: 1099 }, "price"),
  on("$price.id", post("/v1/prices/:id", { nickname: "Regular" })),
  post("/v1/plans", { product: "$product.id", currency: "usd", amount: 900, interval: "month" }, "plan"),
  on("$plan.id", post("/v1/plans/:id", { nickname: "Monthly" })),
  { route: "GET /v1/products/search", params: { query: "name~'shirt'" } },
  { route: "GET /v1/prices/search", params: { query: "active:'true' AND currency:'usd'", limit: 1 } },
  post("/v1/coupons", { percent_off: 10, duration: "once", name: "Welcome" }, "coupon"),
  on("$coupon.id", post("/v1/coupons/:id", { name: "Welcome back" })),
  post(
    "/v1/promotion_codes",
    { promotion: { type: "coupon", coupon: "$coupon.id" }, code: "WELCOME10" },
    "code",
  ),
  on("$code.id", post("/v1/promotion_codes/:id", { metadata: { campaign: "newsletter" } })),
  post("/v1/tax_rates", { display_name: "VAT", percentage: 19, inclusive: false, country: "DE" }, "rate"),
  on("$rate.id", post("/v1/tax_rates/:id", { description: "VAT Germany" })),
  post(
    "/v1/shipping_rates",
    { display_name: "Standard", type: "fixed_amount", fixed_amount: { amount: 500, currency: "usd" } },
    "shipping",
  ),
  on("$shipping.id", post("/v1/shipping_rates/:id", { metadata: { carrier: "post" } })),
];

const CUSTOMERS: readonly Step[] = [
  post("/v1/customers", { ...BUYER, address: ADDRESS }, "customer"),
  on("$customer.id", post("/v1/customers/:id", { phone: "+14155550132" })),
  on(
    "$customer.id",
    post("/v1/customers/:id/tax_ids", { type: "eu_vat", value: "DE123456789" }, "customer_tax_id"),
  ),
  { route: "GET /v1/customers/:id/tax_ids/:sub", id: "$customer.id", sub: "$customer_tax_id.id" },
  { route: "DELETE /v1/customers/:id/tax_ids/:sub", id: "$customer.id", sub: "$customer_tax_id.id" },
  post(
    "/v1/tax_ids",
    { type: "eu_vat", value: "DE123456789", owner: { type: "customer", customer: "$customer.id" } },
    "tax_id",
  ),
  post(
    "/v1/payment_methods",
    { type: "card", card: { token: "tok_visa" }, billing_details: BUYER },
    "method",
  ),
  on("$method.id", post("/v1/payment_methods/:id/attach", { customer: "$customer.id" })),
  on("$method.id", post("/v1/payment_methods/:id", { billing_details: { address: ADDRESS } })),
  { route: "GET /v1/customers/:id/payment_methods/:sub", id: "$customer.id", sub: "$method.id" },
  post("/v1/payment_method_configurations", { name: "Cards only" }, "configuration"),
  post(
    "/v1/payment_method_configurations",
    {
      name: "Debits",
      sepa_debit: { display_preference: { preference: "on" } },
      us_bank_account: { display_preference: { preference: "on" } },
    },
    "debits",
  ),
  on("$configuration.id", post("/v1/payment_method_configurations/:id", { name: "Cards of this shop" })),
];

/** A bank account, whose owner allows the shop to debit it. */
const DEBIT = {
  mandate_data: {
    customer_acceptance: {
      type: "online",
      online: { ip_address: "203.0.113.7", user_agent: "Mozilla/5.0" },
    },
  },
  payment_method_configuration: "$debits.id",
  payment_method_data: {
    type: "sepa_debit",
    billing_details: BUYER,
    sepa_debit: { iban: "DE89370400440532013000" },
  },
  return_url: "https://example.com/back",
};

const PAID = { amount: 2198, currency: "usd", confirm: true, automatic_payment_methods: CARD_METHODS };
/** A bank account that its owner has to verify first. */
const NUMBERS = { account_number: "000123456789", routing_number: "110000000" };
const ACCOUNT = { account_holder_type: "individual", ...NUMBERS };
const UNVERIFIED = {
  ...DEBIT,
  payment_method_data: { type: "us_bank_account", billing_details: BUYER, us_bank_account: ACCOUNT },
};

const PAYMENTS: readonly Step[] = [
  post(
    "/v1/payment_intents",
    { amount: 2198, currency: "usd", automatic_payment_methods: CARD_METHODS },
    "intent",
  ),
  on("$intent.id", post("/v1/payment_intents/:id", { description: "Two T-shirts" })),
  on("$intent.id", post("/v1/payment_intents/:id/confirm", { payment_method: "pm_card_visa" }, "intent")),
  on("$intent.latest_charge", post("/v1/charges/:id", { metadata: { order: "6735" } })),
  post(
    "/v1/refunds",
    { payment_intent: "$intent.id", amount: 1099, reason: "requested_by_customer" },
    "refund",
  ),
  on("$refund.id", post("/v1/refunds/:id", { metadata: { order: "6735" } })),
  { route: "GET /v1/charges/:id", id: "$intent.latest_charge" },
  { route: "GET /v1/charges/:id/refunds", id: "$intent.latest_charge" },
  { route: "GET /v1/charges/search", params: { query: "status:'succeeded' AND amount>2000", limit: 1 } },
  { route: "GET /v1/payment_intents/search", params: { query: "status:'succeeded'", limit: 1 } },
  post(
    "/v1/payment_intents",
    { ...PAID, capture_method: "manual", payment_method: "pm_card_visa" },
    "authorized",
  ),
  on("$authorized.id", post("/v1/payment_intents/:id/capture", { amount_to_capture: 1099 })),
  post("/v1/payment_intents", { amount: 500, currency: "usd" }, "unwanted"),
  on("$unwanted.id", post("/v1/payment_intents/:id/cancel", { cancellation_reason: "abandoned" })),
  post("/v1/setup_intents", { customer: "$customer.id", automatic_payment_methods: CARD_METHODS }, "setup"),
  on("$setup.id", post("/v1/setup_intents/:id", { description: "For the next order" })),
  on("$setup.id", post("/v1/setup_intents/:id/confirm", { payment_method: "pm_card_mastercard" })),
  post("/v1/setup_intents", { confirm: true, ...DEBIT }, "debit"),
  { route: "GET /v1/setup_attempts", params: { setup_intent: "$debit.id", limit: 1 } },
  { route: "GET /v1/mandates/:id", id: "$debit.mandate" },
  post("/v1/payment_intents", { amount: 2198, confirm: true, currency: "usd", ...UNVERIFIED }, "unverified"),
  on("$unverified.id", post("/v1/payment_intents/:id/verify_microdeposits", { descriptor_code: "SM11AA" })),
  post("/v1/setup_intents", { confirm: true, ...UNVERIFIED }, "unverified_setup"),
  on("$unverified_setup.id", post("/v1/setup_intents/:id/verify_microdeposits", { amounts: [32, 45] })),
  post("/v1/setup_intents", {}, "unwanted_setup"),
  on("$unwanted_setup.id", post("/v1/setup_intents/:id/cancel", { cancellation_reason: "abandoned" })),
];

const CLOCKS: readonly Step[] = [
  post("/v1/test_helpers/test_clocks", { frozen_time: 1_732_320_000, name: "Renewals" }, "clock"),
  on("$clock.id", post("/v1/test_helpers/test_clocks/:id/advance", { frozen_time: 1_734_912_000 })),
  post("/v1/test_helpers/test_clocks", { frozen_time: 1_732_320_000 }, "spare_clock"),
];

const ENDPOINT_URL = "https://example.com/webhook";
const CHECKOUT: readonly Step[] = [
  post(
    "/v1/webhook_endpoints",
    { url: ENDPOINT_URL, enabled_events: ["checkout.session.completed"] },
    "endpoint",
  ),
  on("$endpoint.id", post("/v1/webhook_endpoints/:id", { description: "Orders" })),
  post(
    "/v1/checkout/sessions",
    { mode: "payment", success_url: SUCCESS_URL, line_items: [{ price: "$price.id", quantity: 2 }] },
    "session",
  ),
  { route: "GET /v1/checkout/sessions/:id", id: "$session.id" },
  on("$session.id", post("/v1/checkout/sessions/:id", { metadata: { order: "6735" } })),
  on("$session.id", post("/v1/checkout/sessions/:id/expire")),
  post(
    "/v1/checkout/sessions",
    {
      mode: "payment",
      success_url: SUCCESS_URL,
      line_items: [{ price: "$price.id", quantity: 2, adjustable_quantity: { enabled: true } }],
      discounts: [{ promotion_code: "$code.id" }],
      invoice_creation: { enabled: true },
    },
    "paid",
  ),
  {
    route: "GET /v1/checkout/sessions/:id/line_items",
    id: "$paid.id",
    params: { expand: ["data.discounts"] },
    keep: "lines",
  },
  ...PAYING_ON_PAGES,
  post("/v1/payment_links", { line_items: [{ price: "$price.id", quantity: 1 }] }, "link"),
  on("$link.id", post("/v1/payment_links/:id", { active: false })),
  { route: "GET /v1/payment_links/:id/line_items", id: "$link.id" },
];

const METERING: readonly Step[] = [
  post(
    "/v1/billing/meters",
    { display_name: "Calls", event_name: "calls", default_aggregation: { formula: "sum" } },
    "meter",
  ),
  on("$meter.id", post("/v1/billing/meters/:id", { display_name: "API calls" })),
  post("/v1/billing/meter_events", {
    event_name: "calls",
    payload: { stripe_customer_id: "$customer.id", value: "25" },
    identifier: "calls-of-monday",
  }),
  {
    route: "GET /v1/billing/meters/:id/event_summaries",
    id: "$meter.id",
    params: { customer: "$customer.id", start_time: 1_735_689_600, end_time: 1_735_693_200 },
  },
  post("/v1/billing/meter_event_adjustments", {
    event_name: "calls",
    type: "cancel",
    cancel: { identifier: "calls-of-monday" },
  }),
  on("$meter.id", post("/v1/billing/meters/:id/deactivate")),
  on("$meter.id", post("/v1/billing/meters/:id/reactivate")),
];

const PORTAL: readonly Step[] = [
  post(
    "/v1/billing_portal/configurations",
    { features: { invoice_history: { enabled: true }, subscription_cancel: { enabled: true } } },
    "portal",
  ),
  on("$portal.id", post("/v1/billing_portal/configurations/:id", { name: "Plans of this shop" })),
  post("/v1/billing_portal/sessions", {
    configuration: "$portal.id",
    customer: "$customer.id",
    return_url: "https://shop.example/account",
  }),
];

/** Lists that no step above has requested: reads each list and the first object in it. */
const READING: readonly string[] = [
  "products",
  "prices",
  "plans",
  "coupons",
  "promotion_codes",
  "tax_rates",
  "shipping_rates",
  "customers",
  "tax_ids",
  "payment_methods",
  "payment_method_configurations",
  "payment_intents",
  "setup_intents",
  "charges",
  "refunds",
  "disputes",
  "radar/early_fraud_warnings",
  "balance_transactions",
  "payouts",
  "subscriptions",
  "subscription_schedules",
  "invoices",
  "invoice_payments",
  "invoiceitems",
  "credit_notes",
  "billing_portal/configurations",
  "billing/meters",
  "test_helpers/test_clocks",
  "checkout/sessions",
  "payment_links",
  "webhook_endpoints",
  "events",
];
const LIST_PARAMS: Readonly<Record<string, Step["params"]>> = {
  payment_methods: { customer: "$customer.id", limit: 1 },
  tax_ids: { "owner[type]": "customer", "owner[customer]": "$customer.id", limit: 1 },
};

const reading = READING.flatMap((name): Step[] => [
  { route: `GET /v1/${name}`, params: LIST_PARAMS[name] ?? { limit: 1 }, keep: `list of ${name}` },
  { route: `GET /v1/${name}/:id`, id: `$list of ${name}.data.0.id` },
]);

const REST: readonly Step[] = [
  { route: "GET /v1/customers/:id/payment_methods", id: "$customer.id", params: { limit: 1 } },
  on("$customer.id", post("/v1/customers/:id/tax_ids", { type: "eu_vat", value: "DE123456789" })),
  { route: "GET /v1/customers/:id/tax_ids", id: "$customer.id" },
  on("$method.id", post("/v1/payment_methods/:id/detach")),
  { route: "DELETE /v1/tax_ids/:id", id: "$tax_id.id" },
  { route: "DELETE /v1/webhook_endpoints/:id", id: "$endpoint.id" },
  { route: "DELETE /v1/coupons/:id", id: "$coupon.id" },
  { route: "DELETE /v1/customers/:id", id: "$customer.id" },
  { route: "DELETE /v1/test_helpers/test_clocks/:id", id: "$spare_clock.id" },
  post("/v1/products", { name: "Gone tomorrow" }, "gone"),
  { route: "DELETE /v1/products/:id", id: "$gone.id" },
  { route: "DELETE /v1/plans/:id", id: "$plan.id" },
];

export const SCENARIO: readonly Step[] = [
  ...CATALOG,
  ...CUSTOMERS,
  ...PAYMENTS,
  ...TRANSFERS,
  ...MONEY_BACK,
  ...CHALLENGES,
  ...DISPUTING,
  ...BILLING,
  ...SUBSCRIBING,
  ...CLOCKS,
  ...CHECKOUT,
  ...METERING,
  ...PORTAL,
  ...reading,
  ...REST,
];
