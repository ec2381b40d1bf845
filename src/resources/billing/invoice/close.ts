/** How an open invoice ends without its payment intent being paid: voided, given up, or paid elsewhere. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { changeBalance, livingCustomer } from "../../customers/customer/index.ts";
import { cancel, type PaymentIntent } from "../../payments/payment_intent/index.ts";
import { checkNotUnderWay, setDelinquent } from "./collect.ts";
import { ADVANCE_TIMER } from "./draft.ts";
import type { Invoice } from "./invoice.ts";
import { cancelPayment } from "./payment.ts";

const NOT_OPEN = "You can only pass in open invoices. This invoice isn't open.";

/**
 * Voids an open or uncollectible invoice and emits `invoice.voided`. Its amounts stay; what it took from the
 * customer's balance is given back, and its payment intent is canceled.
 */
export async function voidInvoice(tx: Tx, invoice: Invoice): Promise<Invoice> {
  if (invoice.status === "paid") throw errors.rule("Invoices with `paid` payments cannot be voided.");
  if (invoice.status !== "open" && invoice.status !== "uncollectible") throw errors.rule(NOT_OPEN);
  await release(tx, invoice, "void_invoice");
  const voided: Invoice = {
    ...stopped(invoice),
    status: "void",
    status_transitions: { ...invoice.status_transitions, voided_at: tx.now },
  };
  await tx.update(voided);
  await giveBackBalance(tx, invoice);
  await tx.emit("invoice.voided", voided);
  return voided;
}

/**
 * Gives up the money of an open invoice and emits `invoice.marked_uncollectible`. It can still be paid or
 * voided, but no longer tries by itself.
 */
export async function markUncollectible(tx: Tx, invoice: Invoice): Promise<Invoice> {
  if (invoice.status === "uncollectible") {
    throw errors.rule("This invoice has already been marked uncollectible.");
  }
  if (invoice.status !== "open") throw errors.rule(NOT_OPEN);
  await tx.cancel(ADVANCE_TIMER, invoice.id);
  const given: Invoice = {
    ...stopped(invoice),
    status: "uncollectible",
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: tx.now },
  };
  await tx.update(given);
  await tx.emit("invoice.marked_uncollectible", given);
  await setDelinquent(tx, invoice.customer, false);
  return given;
}

/** Marks an open invoice as paid elsewhere. Emits `invoice.paid` alone, and counts no attempt (measured). */
export async function payOutOfBand(tx: Tx, invoice: Invoice): Promise<Invoice> {
  await release(tx, invoice, "automatic");
  const paid: Invoice = {
    ...stopped(invoice),
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    status: "paid",
    status_transitions: { ...invoice.status_transitions, paid_at: tx.now },
    _paid_out_of_band: true,
  };
  await tx.update(paid);
  await tx.emit("invoice.paid", paid);
  await setDelinquent(tx, invoice.customer, false);
  return paid;
}

/**
 * Marks an open invoice as paid because credit notes took off all that was due. Emits `invoice.paid` and
 * `invoice.payment_succeeded`.
 */
export async function paidByCredit(tx: Tx, invoice: Invoice): Promise<Invoice> {
  await release(tx, invoice, "automatic");
  const paid: Invoice = {
    ...stopped(invoice),
    status: "paid",
    status_transitions: { ...invoice.status_transitions, paid_at: tx.now },
  };
  await tx.update(paid);
  await tx.emit("invoice.paid", paid);
  await tx.emit("invoice.payment_succeeded", paid);
  await setDelinquent(tx, invoice.customer, false);
  return paid;
}

function stopped(invoice: Invoice): Invoice {
  return { ...invoice, auto_advance: false, next_payment_attempt: null, _trying: false };
}

/** Stops everything that could still pay the invoice. Refused while an attempt is under way. */
async function release(tx: Tx, invoice: Invoice, reason: string): Promise<void> {
  await tx.cancel(ADVANCE_TIMER, invoice.id);
  const { _payment_intent: id } = invoice;
  const intent = id === null ? null : await tx.get<PaymentIntent>("payment_intent", id);
  if (intent === null || intent.status === "canceled") return;
  if (intent._attempt !== null) throw errors.lockTimeout();
  checkNotUnderWay(intent, "voided or settled");
  await cancel(tx, intent, reason);
  await cancelPayment(tx, invoice);
}

/** Gives back what a voided invoice took from the customer's balance. */
async function giveBackBalance(tx: Tx, invoice: Invoice): Promise<void> {
  const amount = invoice.starting_balance - (invoice.ending_balance ?? 0);
  const customer = await livingCustomer(tx, invoice.customer);
  if (amount === 0 || customer === null) return;
  const { currency, id } = invoice;
  await changeBalance(tx, customer, { amount, currency, type: "unapplied_from_invoice", invoice: id });
}
