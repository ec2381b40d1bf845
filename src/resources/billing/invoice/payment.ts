/** The payment of an invoice, as its own object: it is open while the invoice is, then paid or canceled. */
import type { Tx } from "../../../storage/port.ts";
import type { Invoice, InvoicePayment } from "./invoice.ts";

/** Writes the payment that an open invoice waits for. Stripe has no event for this. */
export async function openPayment(tx: Tx, invoice: Invoice, intent: string): Promise<void> {
  await tx.insert(paymentOf(tx, invoice, intent));
}

/** Marks an invoice's payment as paid, or writes it as paid if there was none. Emits nothing: see `tellPaid`. */
export async function settlePayment(tx: Tx, invoice: Invoice, intent: string): Promise<InvoicePayment> {
  const open = await paymentFor(tx, invoice.id);
  const paid: InvoicePayment = {
    ...(open ?? paymentOf(tx, invoice, intent)),
    amount_paid: invoice.amount_paid,
    status: "paid",
    status_transitions: { canceled_at: null, paid_at: tx.now },
  };
  await (open === null ? tx.insert(paid) : tx.update(paid));
  return paid;
}

/** Marks an invoice's payment as one that nobody will make. */
export async function cancelPayment(tx: Tx, invoice: Invoice): Promise<void> {
  const open = await paymentFor(tx, invoice.id);
  if (open === null) return;
  await tx.update<InvoicePayment>({
    ...open,
    status: "canceled",
    status_transitions: { canceled_at: tx.now, paid_at: null },
  });
}

/** Changes what an open payment asks for, after a credit note lowered it. */
export async function changeRequested(tx: Tx, invoice: Invoice, amount: number): Promise<void> {
  const open = await paymentFor(tx, invoice.id);
  if (open !== null) await tx.update<InvoicePayment>({ ...open, amount_requested: amount });
}

async function paymentFor(tx: Tx, invoice: string): Promise<InvoicePayment | null> {
  const { rows } = await tx.list<InvoicePayment>(
    "invoice_payment",
    { invoice, status: "open" },
    { limit: 1 },
  );
  const [found] = rows;
  return found === undefined ? null : tx.get<InvoicePayment>("invoice_payment", found.id);
}

/** Pure: an open payment. */
function paymentOf(tx: Pick<Tx, "newId" | "now">, invoice: Invoice, payment_intent: string): InvoicePayment {
  return {
    id: tx.newId("inpay_"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: tx.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  };
}
