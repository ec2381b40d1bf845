/** The requests of the page of a session, for the examples of the reference. */
import { on, post, type Step } from "./steps.ts";

export const PAYING_ON_PAGES: readonly Step[] = [
  { route: "GET /v1/payment_pages/:id", id: "$paid.id" },
  post("/v1/payment_pages", { session_id: "$paid.id" }),
  on("$paid.id", post("/v1/payment_pages/:id/init")),
  on("$paid.id", post("/v1/payment_pages/:id", { line_items: [{ id: "$lines.data.0.id", quantity: 3 }] })),
  on(
    "$paid.id",
    post("/v1/payment_pages/:id/confirm", {
      email: "jenny.rosen@example.com",
      payment_method: "pm_card_visa",
    }),
  ),
];
