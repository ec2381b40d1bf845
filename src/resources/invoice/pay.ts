/** The life of an invoice that a paid session makes: drafted, finalized at once, and paid by the session's payment. */
import { errors } from "../../core/errors.ts";
import type { Tx } from "../../storage/port.ts";
import type { Customer } from "../customer/index.ts";
import { byPath } from "../resource.ts";
import { draftOf, type Sale } from "./draft.ts";
import type { Invoice, InvoicePayment } from "./invoice.ts";

const NUMBER_DIGITS = 4;

/** Makes the invoice of a sale and finalizes it: `invoice.created`, `invoice.finalized`. It takes the customer's next number. */
export async function openInvoice(tx: Tx, sale: Sale): Promise<Invoice> {
  const draft = draftOf(tx, sale);
  await tx.insert(draft);
  if (sale.discount !== null) await tx.insert(sale.discount);
  await tx.emit("invoice.created", draft);
  const { customer } = sale;
  const sequence = customer.next_invoice_sequence;
  await tx.update<Customer>({ ...customer, next_invoice_sequence: sequence + 1 });
  const open: Invoice = {
    ...draft,
    effective_at: tx.now,
    ending_balance: 0,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(NUMBER_DIGITS, "0")}`,
    status: "open",
    status_transitions: { ...draft.status_transitions, finalized_at: tx.now },
  };
  await tx.update(open);
  await tx.emit("invoice.finalized", open);
  return open;
}

/** What the session's payment makes of its open invoice: `invoice.sent`, `.paid`, `.payment_succeeded`, `invoice_payment.paid`. */
export async function payInvoice(tx: Tx, id: string): Promise<Invoice> {
  const open = await byPath<Invoice>(tx, "invoice", id);
  if (open.status !== "open") throw errors.rule("Invoice is already paid");
  await tx.emit("invoice.sent", open);
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
  const payment = paymentOf(tx, paid);
  if (payment !== null) await tx.insert(payment);
  await tx.emit("invoice.paid", paid);
  await tx.emit("invoice.payment_succeeded", paid);
  if (payment !== null) await tx.emit("invoice_payment.paid", payment);
  return paid;
}

function paymentOf(tx: Pick<Tx, "newId" | "now">, invoice: Invoice): InvoicePayment | null {
  const { _payment_intent: payment_intent } = invoice;
  if (payment_intent === null) return null;
  return {
    id: tx.newId("inpay_"),
    object: "invoice_payment",
    amount_paid: invoice.amount_due,
    amount_requested: invoice.amount_due,
    created: tx.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent, type: "payment_intent" },
    status: "paid",
    status_transitions: { canceled_at: null, paid_at: tx.now },
  };
}
