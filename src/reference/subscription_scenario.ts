/** What a made-up shop sells by subscription. */
import { VERSIONS } from "../versions/index.ts";
import { on, post, type Step } from "./steps.ts";

const PLAN = { product: "$product.id", currency: "usd", unit_amount: 900, recurring: { interval: "month" } };

/** A schedule of two phases that is changed, and then ends early. */
function scheduled(name: string, ending: string): Step[] {
  const phases = [
    { duration: { interval: "month", interval_count: 3 }, items: [{ price: "$extra.id" }] },
    { items: [{ price: "$monthly.id" }] },
  ];
  return [
    post(
      "/v1/subscription_schedules",
      { customer: "$tester.id", start_date: "now", end_behavior: "release", phases },
      name,
    ),
    on(`$${name}.id`, post("/v1/subscription_schedules/:id", { end_behavior: "cancel" })),
    on(`$${name}.id`, post(`/v1/subscription_schedules/:id/${ending}`)),
  ];
}

const USED = { ...PLAN, unit_amount: 4, recurring: { interval: "month", usage_type: "metered" } };

export const SUBSCRIBING: readonly Step[] = [
  post("/v1/prices", PLAN, "monthly"),
  post("/v1/prices", { ...PLAN, unit_amount: 1900 }, "better"),
  post("/v1/prices", { ...PLAN, unit_amount: 300 }, "extra"),
  post("/v1/invoices/create_preview", {
    customer: "$customer.id",
    subscription_details: { items: [{ price: "$monthly.id", quantity: 2 }] },
  }),
  post(
    "/v1/subscriptions",
    {
      customer: "$customer.id",
      default_payment_method: "$method.id",
      items: [{ price: "$monthly.id" }],
    },
    "subscription",
  ),
  on(
    "$subscription.id",
    post("/v1/subscriptions/:id", {
      items: [{ id: "$subscription.items.data.0.id", price: "$better.id" }],
      proration_behavior: "always_invoice",
    }),
  ),
  post("/v1/subscription_items", { subscription: "$subscription.id", price: "$extra.id", quantity: 2 }, "si"),
  { route: "GET /v1/subscription_items", params: { subscription: "$subscription.id", limit: 1 } },
  { route: "GET /v1/subscription_items/:id", id: "$si.id" },
  on("$si.id", post("/v1/subscription_items/:id", { quantity: 3 })),
  { route: "DELETE /v1/subscription_items/:id", id: "$si.id" },
  { route: "GET /v1/subscriptions/search", params: { query: "status:'active'", limit: 1 } },
  on("$subscription.id", post("/v1/subscriptions/:id/pause", { invoicing_behavior: "pending_invoice_item" })),
  {
    ...post("/v1/prices", USED, "used"),
    // Newer versions want a meter.
    version: VERSIONS.at(-1) ?? "",
  },
  post("/v1/subscriptions", { customer: "$customer.id", items: [{ price: "$used.id" }] }, "using"),
  on("$using.items.data.0.id", post("/v1/subscription_items/:id/usage_records", { quantity: 12 })),
  {
    route: "GET /v1/subscription_items/:id/usage_record_summaries",
    id: "$using.items.data.0.id",
    params: { limit: 1 },
  },
  post("/v1/customers", { email: "tester@example.com" }, "tester"),
  post(
    "/v1/subscriptions",
    {
      customer: "$tester.id",
      items: [{ price: "$monthly.id" }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    },
    "trial",
  ),
  on("$trial.id", post("/v1/subscriptions/:id", { trial_end: "now" })),
  on("$trial.id", post("/v1/subscriptions/:id/resume", { billing_cycle_anchor: { type: "now" } })),
  { route: "DELETE /v1/subscriptions/:id", id: "$trial.id" },
  post(
    "/v1/subscriptions",
    {
      billing_mode: { type: "classic" },
      customer: "$tester.id",
      items: [{ price: "$monthly.id" }],
      trial_period_days: 7,
    },
    "classic",
  ),
  on("$classic.id", post("/v1/subscriptions/:id/migrate", { billing_mode: { type: "flexible" } })),
  on("$classic.id", post("/v1/subscriptions/:id", { discounts: [{ coupon: "$coupon.id" }] })),
  { route: "DELETE /v1/subscriptions/:id/discount", id: "$classic.id" },
  {
    ...post("/v1/customers", { coupon: "$coupon.id", email: "regular@example.com" }, "regular"),
    // Newer versions give no discounts to customers.
    version: VERSIONS.at(-1) ?? "",
  },
  { route: "DELETE /v1/customers/:id/discount", id: "$regular.id" },
  ...scheduled("released", "release"),
  ...scheduled("schedule", "cancel"),
];
