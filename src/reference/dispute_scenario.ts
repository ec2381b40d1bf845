/** The requests of the made-up shop about disputes and warnings of fraud. */
import { on, post, type Step } from "./steps.ts";

const paidWith = (card: string): Step =>
  post("/v1/payment_intents", {
    amount: 2198,
    currency: "usd",
    confirm: true,
    payment_method: `pm_card_${card}`,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });

export const DISPUTING: readonly Step[] = [
  paidWith("createDispute"),
  paidWith("createDispute"),
  paidWith("createIssuerFraudRecord"),
  { route: "GET /v1/disputes", params: { limit: 2 }, keep: "disputes" },
  on(
    "$disputes.data.0.id",
    post("/v1/disputes/:id", {
      evidence: { shipping_carrier: "DHL", uncategorized_text: "winning_evidence" },
    }),
  ),
  on("$disputes.data.1.id", post("/v1/disputes/:id/close")),
];
