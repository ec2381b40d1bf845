/** What a credit note changes of its invoice. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { type PaymentIntent, withTold } from "../../payments/payment_intent/index.ts";
import { updateAndTell } from "../../resource.ts";
import { paidByCredit } from "./close.ts";
import { checkNotUnderWay } from "./collect.ts";
import type { Invoice } from "./invoice.ts";
import { changeRequested } from "./payment.ts";

/** What a note credits, in minor units; negative when it is voided. */
interface Credit {
  readonly pre_payment: number;
  readonly post_payment: number;
  /** How many notes the invoice has more. */
  readonly notes: number;
}

/**
 * Lowers what is due of an open invoice, and counts what was given back of a paid one. An open invoice with
 * nothing left to pay is paid. Refused while the invoice is being paid.
 */
export async function credited(tx: Tx, before: Invoice, credit: Credit): Promise<Invoice> {
  const after: Invoice = {
    ...before,
    amount_due: before.amount_due - credit.pre_payment,
    amount_remaining: before.amount_remaining - credit.pre_payment,
    post_payment_credit_notes_amount: before.post_payment_credit_notes_amount + credit.post_payment,
    pre_payment_credit_notes_amount: before.pre_payment_credit_notes_amount + credit.pre_payment,
    _credit_notes: before._credit_notes + credit.notes,
  };
  if (credit.pre_payment === 0) return updateAndTell(tx, "invoice.updated", before, after);
  await changeIntent(tx, after);
  const updated = await updateAndTell(tx, "invoice.updated", before, after);
  return after.amount_remaining === 0 ? paidByCredit(tx, updated) : updated;
}

/** The payment intent asks for what is left. */
async function changeIntent(tx: Tx, invoice: Invoice): Promise<void> {
  const { _payment_intent: id, amount_remaining: amount } = invoice;
  const intent = id === null ? null : await tx.get<PaymentIntent>("payment_intent", id);
  if (intent === null) return;
  checkNotUnderWay(intent, "credited");
  if (amount === 0) return;
  if (intent._attempt !== null) throw errors.lockTimeout();
  await tx.update<PaymentIntent>(withTold({ ...intent, amount }));
  await changeRequested(tx, invoice, amount);
}
