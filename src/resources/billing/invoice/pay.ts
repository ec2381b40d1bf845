/**
 * The life of an invoice that a checkout session has paid: drafted, finalized at once, then paid by the
 * session's payment. How other invoices are paid is in `collect.ts`.
 */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import { byPath } from "../../resource.ts";
import { countUnderWay } from "./collect.ts";
import { numberFor } from "./finalize.ts";
import type { Invoice } from "./invoice.ts";
import { openPayment, settlePayment } from "./payment.ts";
import { draftOf, type Sale } from "./sale.ts";

/**
 * Makes the invoice of a sale, numbers it with the customer's next number, and finalizes it. Emits
 * `invoice.created` and `invoice.finalized`. The customer's balance is not used: the session did not count it.
 */
export async function openInvoice(tx: Tx, sale: Sale): Promise<Invoice> {
  const draft = draftOf(tx, sale);
  await tx.insert(draft);
  if (sale.discount !== null && sale.parent === undefined) await tx.insert(sale.discount);
  await tx.emit("invoice.created", draft);
  const { number, next } = numberFor(sale.customer);
  await tx.update<Customer>({ ...sale.customer, next_invoice_sequence: next });
  const open: Invoice = {
    ...draft,
    automatically_finalizes_at: null,
    effective_at: tx.now,
    ending_balance: 0,
    next_payment_attempt: null,
    number,
    status: "open",
    status_transitions: { ...draft.status_transitions, finalized_at: tx.now },
  };
  await tx.update(open);
  await tx.emit("invoice.finalized", open);
  return open;
}

/**
 * Marks an open invoice as paid. Emits `invoice.sent` for a one-time sale, `invoice.paid`,
 * `invoice.payment_succeeded` and, if there was something to pay, `invoice_payment.paid`.
 */
export async function payInvoice(tx: Tx, id: string): Promise<Invoice> {
  const open = await byPath<Invoice>(tx, "invoice", id);
  if (open.status !== "open") throw errors.rule("Invoice is already paid");
  if (open.parent === null) await tx.emit("invoice.sent", open);
  const paid: Invoice = {
    ...open,
    amount_paid: open.amount_due,
    amount_remaining: 0,
    attempt_count: open.amount_due === 0 ? 0 : 1,
    attempted: true,
    status: "paid",
    status_transitions: { ...open.status_transitions, paid_at: tx.now },
  };
  await tx.update(paid);
  const { _payment_intent: intent } = paid;
  const payment = intent === null ? null : await settlePayment(tx, paid, intent);
  await tx.emit("invoice.paid", paid);
  await tx.emit("invoice.payment_succeeded", paid);
  if (payment !== null) await tx.emit("invoice_payment.paid", payment);
  return paid;
}

/**
 * The invoice of a sale whose bank has yet to pay: open, and paid by its payment intent, which is the invoice's own from
 * now on, so that the outcome of the payment becomes that of the invoice.
 */
export async function owedInvoice(tx: Tx, sale: Sale, intent: PaymentIntent): Promise<Invoice> {
  const open = await openInvoice(tx, sale);
  await tx.update<PaymentIntent>({ ...intent, _driven_by: { kind: "invoice", id: open.id } });
  await openPayment(tx, open, intent.id);
  return countUnderWay(tx, open);
}

/**
 * The invoice of a sale that is already paid: drafted, finalized and paid at once. For the first invoice of a
 * subscription that a session has sold, `sale` names its subscription, and the row of its discount is the
 * subscription's.
 */
export async function paidInvoice(tx: Tx, sale: Sale): Promise<Invoice> {
  const open = await openInvoice(tx, sale);
  return payInvoice(tx, open.id);
}
