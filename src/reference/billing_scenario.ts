/** What a made-up shop bills its customer for: invoices, their items, credit notes and the balance. */
import { on, post, type Step } from "./steps.ts";

const WORK = { customer: "$customer.id", amount: 2500, currency: "usd", description: "Design of a print" };
const DRAFT = { customer: "$customer.id", pending_invoice_items_behavior: "include" };
export const BILLING: readonly Step[] = [
  on(
    "$customer.id",
    post("/v1/customers/:id/balance_transactions", { amount: -500, currency: "usd" }, "credit"),
  ),
  { route: "GET /v1/customers/:id/balance_transactions", id: "$customer.id", params: { limit: 1 } },
  { route: "GET /v1/customers/:id/balance_transactions/:sub", id: "$customer.id", sub: "$credit.id" },
  on(
    "$customer.id",
    post("/v1/customers/:id/balance_transactions/:sub", { description: "Goodwill" }),
    "$credit.id",
  ),
  post("/v1/invoiceitems", WORK, "item"),
  on("$item.id", post("/v1/invoiceitems/:id", { amount: 3000 })),
  post("/v1/invoices/create_preview", { customer: "$customer.id" }),
  { route: "GET /v1/invoices/upcoming", params: { customer: "$customer.id" } },
  post("/v1/invoices", DRAFT, "draft"),
  on("$draft.id", post("/v1/invoices/:id", { description: "Thank you" })),
  on(
    "$draft.id",
    post("/v1/invoices/:id/add_lines", { lines: [{ amount: 1000, description: "Rush" }] }, "draft"),
  ),
  on(
    "$draft.id",
    post("/v1/invoices/:id/update_lines", { lines: [{ id: "$draft.lines.data.1.id", amount: 1200 }] }),
  ),
  on("$draft.id", post("/v1/invoices/:id/lines/:sub", { description: "Rush fee" }), "$draft.lines.data.1.id"),
  on(
    "$draft.id",
    post("/v1/invoices/:id/remove_lines", {
      lines: [{ id: "$draft.lines.data.1.id", behavior: "delete" }],
    }),
  ),
  on("$draft.id", post("/v1/invoices/:id/finalize")),
  on("$draft.id", post("/v1/invoices/:id/pay", { payment_method: "$method.id" })),
  { route: "GET /v1/invoices/:id/lines", id: "$draft.id" },
  { route: "GET /v1/customers/search", params: { query: "email~'example.com'", limit: 1 } },
  { route: "GET /v1/invoices/search", params: { query: "status:'paid'", limit: 1 } },
  post("/v1/invoiceitems", WORK),
  post("/v1/invoices", { ...DRAFT, collection_method: "send_invoice", days_until_due: 30 }, "bill"),
  on("$bill.id", post("/v1/invoices/:id/send")),
  { route: "GET /v1/credit_notes/preview", params: { invoice: "$bill.id", amount: 500 } },
  { route: "GET /v1/credit_notes/preview/lines", params: { invoice: "$bill.id", amount: 500 } },
  post("/v1/credit_notes", { invoice: "$bill.id", amount: 500, reason: "order_change" }, "note"),
  on("$note.id", post("/v1/credit_notes/:id", { memo: "One print less" })),
  { route: "GET /v1/credit_notes/:id/lines", id: "$note.id" },
  on("$note.id", post("/v1/credit_notes/:id/void")),
  on("$bill.id", post("/v1/invoices/:id/mark_uncollectible")),
  on("$bill.id", post("/v1/invoices/:id/void")),
  post("/v1/invoices", { customer: "$customer.id" }, "mistake"),
  { route: "DELETE /v1/invoices/:id", id: "$mistake.id" },
  post("/v1/invoiceitems", WORK, "unwanted_item"),
  { route: "DELETE /v1/invoiceitems/:id", id: "$unwanted_item.id" },
];
