/** The part of the scenario that is about bank transfers and the cash balance that they fill. */
import { on, post, type Step } from "./steps.ts";

export const TRANSFERS: readonly Step[] = [
  post("/v1/customers", { name: "Ada Payer" }, "payer"),
  on(
    "$payer.id",
    post("/v1/customers/:id/cash_balance", { settings: { reconciliation_mode: "manual" } }, "cash"),
  ),
  on(
    "$payer.id",
    post("/v1/customers/:id/funding_instructions", {
      bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "DE" } },
      currency: "eur",
      funding_type: "bank_transfer",
    }),
  ),
  post(
    "/v1/payment_method_configurations",
    {
      name: "Transfers",
      customer_balance: { display_preference: { preference: "on" } },
    },
    "transfers",
  ),
  post(
    "/v1/payment_intents",
    {
      amount: 2198,
      currency: "eur",
      confirm: true,
      customer: "$payer.id",
      payment_method_configuration: "$transfers.id",
      payment_method_data: { type: "customer_balance" },
      payment_method_options: {
        customer_balance: {
          funding_type: "bank_transfer",
          bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "DE" } },
        },
      },
      return_url: "https://example.com/back",
    },
    "transfer",
  ),
  on(
    "$payer.id",
    post("/v1/test_helpers/customers/:id/fund_cash_balance", { amount: 2500, currency: "eur" }, "funded"),
  ),
  on("$transfer.id", post("/v1/payment_intents/:id/apply_customer_balance")),
  { route: "GET /v1/customers/:id/cash_balance", id: "$payer.id" },
  { route: "GET /v1/customers/:id/cash_balance_transactions", id: "$payer.id", params: { limit: 1 } },
  { route: "GET /v1/customers/:id/cash_balance_transactions/:sub", id: "$payer.id", sub: "$funded.id" },
];
