/**
 * Finalizes a draft: it gets its number and a last copy of the customer, uses up the customer's balance, and
 * either is paid already or waits for its payment with a payment intent of its own.
 */
import { minimumCharge } from "../../../core/currencies.ts";
import { type ApiError, errors } from "../../../core/errors.ts";
import { shownOptions } from "../../../method_types/index.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedIn, type Customer, changeBalance, livingCustomer } from "../../customers/customer/index.ts";
import { shownTaxIds } from "../../customers/tax_id.ts";
import { chosenTypes } from "../../payments/chosen_types.ts";
import { secretFor } from "../../payments/intents.ts";
import { awaitFunds, newIntent, type PaymentIntent } from "../../payments/payment_intent/index.ts";
import { byPath } from "../../resource.ts";
import { ADVANCE_TIMER, withFigures } from "./draft.ts";
import { scheduleReminder } from "./due.ts";
import type { BillingReason, Invoice } from "./invoice.ts";
import { buyerOf } from "./new_invoice.ts";
import { openPayment } from "./payment.ts";

const NUMBER_DIGITS = 4;

/** Pure: an open invoice's number, and the customer's next one. */
export function numberFor(customer: Customer): { readonly number: string; readonly next: number } {
  const sequence = customer.next_invoice_sequence;
  return {
    number: `${customer.invoice_prefix}-${String(sequence).padStart(NUMBER_DIGITS, "0")}`,
    next: sequence + 1,
  };
}

/** Why the taxes of a draft are not known, so that it cannot be finalized; null if they are. */
function taxFault(draft: Invoice): ApiError | null {
  if (!draft.automatic_tax.enabled || draft.automatic_tax.status === "complete") return null;
  return errors.rule(
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    undefined,
    "customer_tax_location_invalid",
  );
}

/**
 * Finalizes a draft and emits `invoice.finalized`; an invoice with nothing to pay is paid at once. Throws if it
 * cannot be finalized. The draft must have been read in this unit of work. Whether and when it is paid is the
 * caller's to decide.
 */
export async function finalizeInvoice(tx: Tx, draft: Invoice): Promise<Invoice> {
  const ready = await readied(tx, draft);
  if (ready.fault !== null) throw ready.fault;
  return opened(tx, ready.current, ready.customer);
}

/** A draft as it would be finalized now, with its customer; or why it cannot be. */
async function readied(tx: Tx, draft: Invoice) {
  const customer = await livingCustomer(tx, draft.customer);
  if (customer === null) {
    const fault = errors.rule(`The customer ${draft.customer} of this invoice was deleted.`);
    return { current: draft, fault };
  }
  const current = await refreshed(tx, draft, customer);
  const fault = taxFault(current);
  return fault === null ? { current, customer, fault } : { current, fault };
}

/** Opens a draft that is as it should be finalized. */
async function opened(tx: Tx, draft: Invoice, customer: Customer): Promise<Invoice> {
  await tx.cancel(ADVANCE_TIMER, draft.id);
  const settled = await withBalance(tx, draft, customer);
  const { number, next } = numberFor(customer);
  // A number that was set on the draft is kept, and uses up none of the customer's.
  if (draft.number === null) {
    const now = await byPath<Customer>(tx, "customer", customer.id);
    await tx.update<Customer>({ ...now, next_invoice_sequence: next });
  }
  const open: Invoice = {
    ...settled,
    automatically_finalizes_at: null,
    effective_at: draft.effective_at ?? tx.now,
    last_finalization_error: null,
    next_payment_attempt: null,
    number: draft.number ?? number,
    status: "open",
    status_transitions: { ...draft.status_transitions, finalized_at: tx.now },
  };
  const intent = open.amount_due > 0 ? await intentFor(tx, open) : null;
  const finalized: Invoice = { ...open, _payment_intent: intent?.id ?? null };
  await tx.update(finalized);
  await tx.emit("invoice.finalized", finalized);
  if (intent === null) return paidWithoutMoney(tx, finalized);
  await tx.emit("payment_intent.created", intent);
  await openPayment(tx, finalized, intent.id);
  await scheduleReminder(tx, finalized);
  if (finalized.collection_method === "send_invoice") await awaitFunds(tx.at(null), intent);
  return finalized;
}

/**
 * Finalizes a draft when its time has come. If it cannot be, it stays a draft, shows why, and does not advance
 * by itself any more: `invoice.finalization_failed`.
 */
export async function finalizeInTime(tx: Tx, draft: Invoice): Promise<Invoice> {
  const ready = await readied(tx, draft);
  if (ready.fault === null) return opened(tx, ready.current, ready.customer);
  const failed: Invoice = {
    ...ready.current,
    auto_advance: false,
    automatically_finalizes_at: null,
    last_finalization_error: { ...ready.fault.body },
    next_payment_attempt: null,
  };
  await tx.update(failed);
  await tx.emit("invoice.finalization_failed", failed);
  return failed;
}

/** The draft with the customer as they are now, and the taxes that follow from it. */
async function refreshed(tx: Tx, draft: Invoice, customer: Customer): Promise<Invoice> {
  const buyer = buyerOf(customer, await shownTaxIds(tx, customer));
  return withFigures(tx, { ...draft, ...buyer });
}

/**
 * Pure: what the customer's balance makes of an invoice's total. Credit is used up; a total below zero becomes
 * credit; an amount too small to be charged is kept for the next invoice (Stripe docs, customer balance).
 */
export function balanced(total: number, starting: number, minimum: number) {
  if (total < 0) return { amount_due: 0, applied: total, too_small: 0, ending: starting + total };
  const due = Math.max(0, total + starting);
  const left = Math.min(0, total + starting);
  const tooSmall = due > 0 && due < minimum ? due : 0;
  return {
    amount_due: due - tooSmall,
    applied: left - starting,
    too_small: tooSmall,
    ending: left + tooSmall,
  };
}

/** What is left to charge for a draft once the customer's balance is used up, in minor units. */
export function leftToCharge(
  { currency, total }: Pick<Invoice, "currency" | "total">,
  customer: Customer,
): number {
  return balanced(total, balanceFor(customer, currency), minimumCharge(currency)).amount_due;
}

/** A balance is in the customer's currency; an invoice in another one leaves it alone. */
function balanceFor({ balance, currency: own }: Customer, currency: string): number {
  return own === null || own === currency ? balance : 0;
}

/** The invoice with the customer's balance used, and the transactions of it. */
async function withBalance(tx: Tx, draft: Invoice, customer: Customer): Promise<Invoice> {
  const { currency, id, total } = draft;
  await billedIn(tx, customer.id, currency);
  const starting = balanceFor(customer, currency);
  const result = balanced(total, starting, minimumCharge(currency));
  const movements = [
    { amount: result.applied, type: "applied_to_invoice" },
    { amount: result.too_small, type: "invoice_too_small" },
  ] as const;
  for (const { amount, type } of movements) {
    if (amount === 0) continue;
    const now = await byPath<Customer>(tx, "customer", customer.id);
    await changeBalance(tx, now, { amount, currency, type, invoice: id });
  }
  const { amount_due, ending: ending_balance } = result;
  return { ...draft, amount_due, amount_remaining: amount_due, ending_balance, starting_balance: starting };
}

/** What a payment intent says it is for, by why the invoice was made (recorded at Stripe). */
const DESCRIPTIONS: Partial<Record<BillingReason, string>> = {
  subscription_create: "Subscription creation",
  subscription_cycle: "Subscription update",
  subscription_update: "Subscription update",
};

/** The intent that pays the invoice, inserted but not told of yet. Its times are real ones. */
async function intentFor(tx: Tx, invoice: Invoice): Promise<PaymentIntent> {
  const { payment_settings: settings } = invoice;
  const isFirst = invoice.billing_reason === "subscription_create";
  const { payment_method_types: types } = await chosenTypes(
    tx,
    settings.payment_method_types === null ? {} : { payment_method_types: settings.payment_method_types },
    // Limits of a type are checked when the payer confirms: the invoice is open in any case.
    {
      purpose: "payment",
      currency: invoice.currency,
      amount: null,
      isCapturedLater: false,
      isSaved: isFirst,
    },
  );
  const id = tx.newId("pi_");
  const intent = newIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.at(null).now,
    amount: invoice.amount_due,
    capture_method: "automatic",
    currency: invoice.currency,
    customer: invoice.customer,
    description: DESCRIPTIONS[invoice.billing_reason] ?? "Payment for Invoice",
    payment_method_types: types,
    payment_method_options: shownOptions("payment_intent", types, settings.payment_method_options ?? {}),
    setup_future_usage: isFirst ? "off_session" : null,
    statement_descriptor: invoice.statement_descriptor,
    _driven_by: { kind: "invoice", id: invoice.id },
    _invoice: invoice.id,
  });
  await tx.insert(intent);
  return intent;
}

/** Nothing is left to pay: the invoice is paid without an attempt being counted. */
async function paidWithoutMoney(tx: Tx, open: Invoice): Promise<Invoice> {
  const paid: Invoice = {
    ...open,
    attempted: true,
    auto_advance: false,
    status: "paid",
    status_transitions: { ...open.status_transitions, paid_at: tx.now },
  };
  await tx.update(paid);
  await tx.emit("invoice.paid", paid);
  await tx.emit("invoice.payment_succeeded", paid);
  return paid;
}
