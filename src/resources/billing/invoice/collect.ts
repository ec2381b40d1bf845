/**
 * Collects the money of an open invoice through its payment intent, with the one machine for attempts
 * (`payments/attempts.ts`), and counts the tries. Whatever becomes of the intent becomes of the invoice, by
 * reactions: it does not matter whether the invoice tried by itself, was asked to, or the payer confirmed the
 * intent in a browser. A subscription reacts in turn to what the invoice emits.
 */

import { ApiError, errors } from "../../../core/errors.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { livingCustomer } from "../../customers/customer/index.ts";
import {
  assertUsable,
  type PaymentMethod,
  resolvePaymentMethod,
} from "../../customers/payment_method/index.ts";
import { timeOf } from "../../customers/test_clock/index.ts";
import {
  attempt,
  finishAttempt,
  isTransfer,
  type PaymentIntent,
} from "../../payments/payment_intent/index.ts";
import { type Answer, byPath, type Units, updateAndTell } from "../../resource.ts";
import { ADVANCE_TIMER } from "./draft.ts";
import { type Invoice, subscriptionOf } from "./invoice.ts";
import { settlePayment } from "./payment.ts";
import { countOf, nextAttempt } from "./tries.ts";

/** Declines that no try by itself follows, until the customer has another payment method (Stripe docs). */
const FOR_GOOD: ReadonlySet<unknown> = new Set([
  "authentication_required",
  "incorrect_number",
  "lost_card",
  "pickup_card",
  "revocation_of_all_authorizations",
  "revocation_of_authorization",
  "stolen_card",
]);

export const NO_METHOD =
  "This customer has no attached payment source or default payment method. Please consider adding a default payment " +
  "method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#" +
  "payment-method-priority.";

/** Refuses what would take an invoice from under a payment that is with the bank. The text is ours. */
export function checkNotUnderWay(
  { status }: PaymentIntent,
  verb: "credited" | "paid" | "voided or settled",
): void {
  if (status !== "processing") return;
  throw errors.rule(`This invoice cannot be ${verb}, because a payment of it is processing.`);
}

/** How an invoice is tried to be paid. */
export interface Trying {
  /** Named by the request; null for the one that is next by Stripe's order. */
  readonly method: PaymentMethod | null;
  /** True if the payer is not there. A payment that needs them waits for them even then. */
  readonly off_session: boolean;
  /** True if the invoice tries by itself, so that a failure is followed by the next try of the schedule. */
  readonly by_itself: boolean;
}

/** An attempt under way, for `finishPayment`; or the invoice if none was begun. */
export type Collecting = { readonly unfinished: string } | { readonly invoice: Invoice };

/**
 * Begins to pay an open or uncollectible invoice. The caller commits, and then calls `finishPayment` with what
 * is `unfinished`, outside any unit of work. Without a payment method, an invoice that tries by itself counts
 * that as a failure; a request is refused. An attempt that is under way is continued, or the request refused.
 */
export async function beginPayment(tx: Tx, invoice: Invoice, trying: Trying): Promise<Collecting> {
  const intent = await intentOf(tx, invoice);
  if (intent._attempt !== null) {
    if (trying.by_itself) return { unfinished: intent.id };
    throw errors.lockTimeout();
  }
  if (intent.status === "processing") {
    if (trying.by_itself) return { invoice };
    checkNotUnderWay(intent, "paid");
  }
  const method = trying.method ?? (await methodFor(tx, invoice));
  if (method === null && !trying.by_itself) throw errors.rule(NO_METHOD, undefined, "resource_missing");
  if (method === null || (trying.by_itself && isHopeless(invoice, intent, method))) {
    return { invoice: await failed(tx, { ...invoice, _trying: true }, invoice._declined_for_good) };
  }
  const payable = { ...intent, next_action: null, payment_method: method.id };
  try {
    const off_session = trying.off_session ? "true" : "false";
    const begun = await attempt(tx.at(null), payable, { off_session });
    await tx.update<Invoice>({ ...invoice, _trying: trying.by_itself });
    return begun;
  } catch (error) {
    // A method that this payment does not accept is as good as none. Such a refusal comes before anything is written.
    if (!trying.by_itself || !(error instanceof ApiError)) throw error;
    return { invoice: await failed(tx, { ...invoice, _trying: true }, method.id) };
  }
}

/**
 * Takes an attempt through the network and settles it, at the time of the customer; the invoice is then paid, still
 * open, or waits for its payer. Answers with the intent, or with the reason for the refusal.
 */
export function finishPayment(units: Units, intent: string): Promise<Answer> {
  const own: Units = (unit) =>
    units(async (tx) => {
      const { customer } = await byPath<PaymentIntent>(tx, "payment_intent", intent);
      return unit(tx.at(await timeOf(tx, customer)));
    });
  return finishAttempt(own, intent);
}

async function intentOf(tx: Tx, invoice: Invoice): Promise<PaymentIntent> {
  return byPath<PaymentIntent>(tx, "payment_intent", invoice._payment_intent ?? "");
}

/** Whether trying again by itself would change nothing: the issuer said no for good, or the payer is awaited. */
function isHopeless(invoice: Invoice, intent: PaymentIntent, method: PaymentMethod): boolean {
  if (intent.status === "requires_action") return intent.payment_method === method.id;
  return invoice._declined_for_good === method.id;
}

// --- which payment method ---------------------------------------------------------------------------------

/** The part of a subscription that is needed here. */
interface Paying extends Row {
  readonly default_payment_method: string | null;
}

/**
 * The payment method that is next: that of the invoice, of its subscription, of its customer (Stripe docs,
 * payment method priority). Those that no longer belong to the customer are passed over.
 */
async function methodFor(tx: Tx, invoice: Invoice): Promise<PaymentMethod | null> {
  const subscription = subscriptionOf(invoice);
  const paying = subscription === null ? null : await tx.get<Paying>("subscription", subscription);
  const customer = await livingCustomer(tx, invoice.customer);
  const ofCustomer = [customer?.invoice_settings.default_payment_method, customer?.default_source];
  for (const id of [invoice.default_payment_method, paying?.default_payment_method, ...ofCustomer]) {
    const method = id ? await tx.get<PaymentMethod>("payment_method", id) : null;
    if (method?.customer === invoice.customer) return method;
  }
  return null;
}

/** The payment method that a request names, which must be the customer's. */
export async function methodOf(tx: Tx, customer: string, id: string, param: string): Promise<PaymentMethod> {
  const method = await resolvePaymentMethod(tx, id, param);
  assertUsable(method);
  if (method.customer === customer) return method;
  throw errors.rule(
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached ` +
      "to the customer.",
    param,
    "resource_missing",
  );
}

// --- what becomes of it -----------------------------------------------------------------------------------

interface Waiting {
  readonly open: Invoice;
  /** The unit of work at the time of the invoice's customer. */
  readonly own: Tx;
}

/** The invoice that an intent pays, if it is one that waits for its money; null otherwise. */
async function waitingFor(tx: Tx, { _driven_by: driver }: PaymentIntent): Promise<Waiting | null> {
  if (driver?.kind !== "invoice") return null;
  const invoice = await tx.get<Invoice>("invoice", driver.id);
  if (invoice?.status !== "open" && invoice?.status !== "uncollectible") return null;
  return { open: invoice, own: tx.at(await timeOf(tx, invoice.customer)) };
}

/** Reacts to `payment_intent.succeeded`: the invoice is paid. */
export async function onSucceeded(tx: Tx, intent: PaymentIntent): Promise<void> {
  const waiting = await waitingFor(tx, intent);
  if (waiting === null) return;
  const { open, own } = waiting;
  const paid: Invoice = {
    ...open,
    amount_paid: open.amount_due,
    amount_remaining: 0,
    attempt_count: countOf(open),
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: "paid",
    status_transitions: { ...open.status_transitions, paid_at: own.now },
    _charge: intent.latest_charge,
    _trying: false,
  };
  await own.cancel(ADVANCE_TIMER, open.id);
  await own.update(paid);
  const payment = await settlePayment(own, paid, intent.id);
  await own.emit("invoice.paid", paid);
  await own.emit("invoice.payment_succeeded", paid);
  await own.emit("invoice_payment.paid", payment);
  await setDelinquent(own, paid.customer, false);
}

/** Reacts to `payment_intent.payment_failed`: the try is counted, and the next one follows by the schedule. */
export async function onFailed(tx: Tx, intent: PaymentIntent): Promise<void> {
  const waiting = await waitingFor(tx, intent);
  if (waiting === null) return;
  const { open, own } = waiting;
  const { code, decline_code, payment_method } = intent.last_payment_error ?? {};
  const isForGood = FOR_GOOD.has(code) || FOR_GOOD.has(decline_code);
  const method = (payment_method as { readonly id?: string } | undefined)?.id ?? null;
  await failed(own, { ...open, _charge: intent.latest_charge }, isForGood ? method : null);
}

/** Reacts to `payment_intent.processing`: the try is counted, and the bank is waited for. */
export async function onProcessing(tx: Tx, intent: PaymentIntent): Promise<void> {
  const waiting = await waitingFor(tx, intent);
  if (waiting !== null) await countUnderWay(waiting.own, waiting.open);
}

/** Counts a try that is with the bank, which says later how it went. */
export async function countUnderWay(tx: Tx, open: Invoice): Promise<Invoice> {
  const attempt_count = countOf(open);
  const after: Invoice = {
    ...open,
    attempt_count,
    attempted: true,
    next_payment_attempt: open._trying ? null : nextAttempt(open, attempt_count, tx.now),
    _trying: open._trying && "counted",
  };
  await tx.update(after);
  await tellChanged(tx, open, after);
  return after;
}

/** Reacts to `payment_intent.requires_action`: the invoice waits for its payer. A bill waits for a transfer anyway. */
export async function onActionRequired(tx: Tx, intent: PaymentIntent): Promise<void> {
  const waiting = await waitingFor(tx, intent);
  if (waiting === null || isTransfer(intent)) return;
  const { open, own } = waiting;
  const after: Invoice = {
    ...open,
    attempted: true,
    next_payment_attempt: nextAttempt(open, open.attempt_count, own.now),
    _trying: false,
  };
  await schedule(own, after);
  await tell(own, "invoice.payment_action_required", open, after);
}

/** Counts a failed try and tells of it: `invoice.payment_failed`, then `invoice.updated`. */
async function failed(tx: Tx, open: Invoice, declinedForGood: string | null): Promise<Invoice> {
  const attempt_count = countOf(open);
  const after: Invoice = {
    ...open,
    attempt_count,
    attempted: true,
    next_payment_attempt: nextAttempt(open, attempt_count, tx.now),
    _declined_for_good: declinedForGood,
    _trying: false,
  };
  await schedule(tx, after);
  await tell(tx, "invoice.payment_failed", open, after);
  if (open._trying) await setDelinquent(tx, after.customer, true);
  return after;
}

async function schedule(tx: Tx, invoice: Invoice): Promise<void> {
  const { next_payment_attempt: due, id: subject } = invoice;
  if (due !== null) await tx.schedule({ kind: ADVANCE_TIMER, subject, due });
}

/** Saves an invoice that is still open, and emits the event of what happened and `invoice.updated`. */
async function tell(tx: Tx, event: string, before: Invoice, after: Invoice): Promise<void> {
  await tx.update(after);
  await tx.emit(event, after);
  await tellChanged(tx, before, after);
}

/** Emits `invoice.updated` if what a try changes of an invoice has changed. */
async function tellChanged(tx: Tx, before: Invoice, after: Invoice): Promise<void> {
  const { attempt_count, attempted, next_payment_attempt } = before;
  const old = { attempt_count, attempted, next_payment_attempt };
  const changed = Object.entries(old).filter(([key, value]) => after[key as keyof typeof old] !== value);
  if (changed.length > 0) await tx.emit("invoice.updated", after, Object.fromEntries(changed));
}

/**
 * A customer is delinquent once an invoice that pays by itself has failed, and no longer once one is paid or
 * given up (Stripe docs, `delinquent`).
 */
export async function setDelinquent(tx: Tx, id: string, delinquent: boolean): Promise<void> {
  const customer = await livingCustomer(tx, id);
  if (customer === null || customer.delinquent === delinquent) return;
  await updateAndTell(tx, "customer.updated", customer, { ...customer, delinquent });
}
