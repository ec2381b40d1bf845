/**
 * Disputes: payers, or their banks, ask for the money of a payment. They open with the payment; the shop answers them or
 * accepts them, and the bank decides by the words of the evidence.
 */
import { defineResource, lists, noParams, reference, retrieves, writes } from "../../resource.ts";
import { viewMovement } from "../balance_transaction.ts";
import { closeDispute, updateDispute } from "./answer.ts";
import { DECIDE_TIMER, type Dispute, LAPSE_TIMER } from "./dispute.ts";
import { disputePayment } from "./open.ts";
import { closeInquiries, decide, lapse } from "./outcome.ts";
import { listParams, updateParams } from "./params.ts";

export { checkNotChargedBack } from "./dispute.ts";

export const dispute = defineResource<Dispute>({
  object: "dispute",
  path: "/v1/disputes",
  permission: "dispute",
  keys: (row) => ({ charge: row.charge, payment_intent: row.payment_intent }),
  expands: {
    balance_transaction: reference("balance_transaction"),
    charge: reference("charge"),
    payment_intent: reference("payment_intent"),
  },
  operations: {
    "GET /": lists("dispute", listParams, ({ charge, payment_intent }) => ({ charge, payment_intent })),
    "GET /:id": retrieves("dispute"),
    "POST /:id": writes(updateParams, updateDispute),
    "POST /:id/close": writes(noParams, closeDispute),
  },
  timers: {
    [DECIDE_TIMER]: { does: "unit", run: decide },
    [LAPSE_TIMER]: { does: "unit", run: lapse },
  },
  reacts: { "charge.refunded": closeInquiries, "payment_intent.succeeded": disputePayment },
  changesByItself: true,
  view: (row, surroundings) => ({
    ...row,
    balance_transactions: row.balance_transactions.map((one) => viewMovement(one, surroundings)),
  }),
});
