/**
 * What becomes of refunds after they were made: some are pending first, some fail after they had succeeded, and some wait
 * for a payer to say where the money shall go. A timer ends them as the family of the method says; nothing of that is
 * stored. What a refund that fails or is canceled took from the charge and the balance is given back to both.
 */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import type { PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath, type Call } from "../../resource.ts";
import { bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { courseOf, describedBy, REFUND_TIMER, type Refund, tellUpdated } from "./refund.ts";

/** Ends a refund when its timer is due. Does nothing if it has ended otherwise. */
export async function conclude(tx: Tx, id: string): Promise<void> {
  const before = await tx.get<Refund>("refund", id);
  if (before === null) return;
  const method = await byPath<PaymentMethod>(tx, "payment_method", before.payment_method);
  const asked = before.next_action?.display_details.email_sent.email_sent_to;
  const { begins, ends } = courseOf(method, asked ?? null);
  if (ends === null || before.status !== begins) return;
  if (ends.status === "failed") await giveBack(tx, before, "failed", ends.failure_reason);
  else await tellUpdated(tx, before, ended(before, "succeeded"));
}

/** `POST /v1/refunds/:id/cancel` */
export async function cancel(tx: Tx, call: Call<unknown>): Promise<Refund> {
  return giveBack(tx, await waiting(tx, call.id, "canceled"), "canceled", "merchant_request");
}

/** `POST /v1/test_helpers/refunds/:id/expire`: as if the payer had not answered in time. */
export async function expire(tx: Tx, call: Call<unknown>): Promise<Refund> {
  return giveBack(tx, await waiting(tx, call.id, "expired"), "failed", "unknown");
}

/** A refund that waits for its payer and will no more; refuses any other. */
async function waiting(tx: Tx, id: string, becomes: "canceled" | "expired"): Promise<Refund> {
  const refund = await byPath<Refund>(tx, "refund", id);
  if (refund.status !== "requires_action") {
    throw errors.rule(
      `This refund cannot be ${becomes}, because its status is ${refund.status}. Only a refund with a status of ` +
        `requires_action can be ${becomes}.`,
    );
  }
  await tx.cancel(REFUND_TIMER, id);
  return refund;
}

/** The refund has come to nothing: the balance has the money again, and the charge can be refunded again. */
async function giveBack(
  tx: Tx,
  before: Refund,
  status: "canceled" | "failed",
  failure_reason: string,
): Promise<Refund> {
  const charge = await byPath<Charge>(tx, "charge", before.charge);
  const booked = await bookMovement(tx, {
    type: "refund_failure",
    amount: before.amount,
    currency: before.currency,
    description: describedBy("REFUND FAILURE", charge),
    source: before.id,
    availableAtOnce: true,
  });
  const amount_refunded = charge.amount_refunded - before.amount;
  await tx.update<Charge>({ ...charge, amount_refunded, refunded: false });
  const failure_balance_transaction = booked.id;
  const after = await tellUpdated(tx, before, {
    ...ended(before, status),
    failure_balance_transaction,
    failure_reason,
  });
  if (status === "failed") await tx.emit("refund.failed", after);
  return after;
}

/** What only unfinished refunds have is gone. */
function ended(before: Refund, status: Refund["status"]): Refund {
  return { ...before, next_action: undefined, pending_reason: undefined, status };
}
