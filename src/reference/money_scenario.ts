/** The requests about what becomes of money that was paid: refunds in other ways, the balance, and payouts. */
import { on, post, type Step } from "./steps.ts";

export const MONEY_BACK: readonly Step[] = [
  on("$refund.id", post("/v1/refunds/:id/cancel")),
  on("$refund.id", post("/v1/test_helpers/refunds/:id/expire")),
  on("$intent.latest_charge", post("/v1/charges/:id/refund", { amount: 100 })),
  on("$intent.latest_charge", post("/v1/charges/:id/refunds", { amount: 100 }, "part")),
  { route: "GET /v1/charges/:id/refunds/:sub", id: "$intent.latest_charge", sub: "$part.id" },
  on(
    "$intent.latest_charge",
    post("/v1/charges/:id/refunds/:sub", { metadata: { order: "6735" } }),
    "$part.id",
  ),
  post("/v1/payment_intents", {
    amount: 5000,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_bypassPending",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  }),
  { route: "GET /v1/balance" },
  {
    route: "GET /v1/elements/sessions",
    params: { type: "deferred_intent", deferred_intent: { mode: "payment", amount: 1999, currency: "usd" } },
  },
  post("/v1/payouts", { amount: 1100, currency: "usd", description: "For July" }, "payout"),
  on("$payout.id", post("/v1/payouts/:id", { metadata: { order: "6735" } })),
  on("$payout.id", post("/v1/payouts/:id/cancel")),
];
