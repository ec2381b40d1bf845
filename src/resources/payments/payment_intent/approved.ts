/** Writes what follows from an approved payment: its charge, its money, the saved method; and captures. */
import type { ApiError } from "../../../core/errors.ts";
import type { Approved, Processing } from "../../../method_types/attempt_result.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { SavedDebit } from "../../../method_types/saved_method.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedIn } from "../../customers/customer/index.ts";
import { attachTo, keptAs, type PaymentMethod, usedMethod } from "../../customers/payment_method/index.ts";
import { updateAndTell } from "../../resource.ts";
import { bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { mandateFor } from "../mandate.ts";
import { saveAsDebit } from "../saved_debit.ts";
import { CAPTURE_SECONDS, chargeFrom, statementFor } from "./charge_from.ts";
import { captureOf, futureUsageOf, type PaymentIntent } from "./intent.ts";

/** The outcome of an attempt at a payment. */
export interface SettledPayment {
  readonly intent: PaymentIntent;
  /** The error for the client if the payment failed. */
  readonly error: ApiError | null;
  /**
   * Books the money of a charge that is captured asynchronously: after everything else, with an event
   * `charge.updated`.
   */
  readonly after?: (tx: Tx) => Promise<void>;
}

export const RELEASE_TIMER = "payment_intent.release";

/** Writes an approved payment: captured, or authorized to be captured later. */
export async function approve(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<SettledPayment> {
  const capture_method = captureOf(intent, method.type);
  const manual = capture_method === "manual";
  const now = capture_method === "automatic";
  // Charges and their money are of real time, also for a customer on a test clock (said by Stripe's staff).
  const real = tx.at(null);
  const id = tx.newId(typeNamed(method.type).family.chargePrefix);
  const isForLater = futureUsageOf(intent, method.type) !== null;
  const savedAs = isForLater
    ? await saveAsDebit(tx, method, intent.customer, intent._acceptance, { charge: id, setup_attempt: null })
    : null;
  const made = chargeFrom(id, real.now, intent, method, result, {
    mandate: await mandateOf(tx, intent, method),
    savedAs,
  });
  const charge = now ? await booked(real, made) : made;
  await tx.insert(charge);
  const paid: PaymentIntent = {
    ...intent,
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: manual ? "requires_capture" : "succeeded",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(paid);
  await keepMethod(tx, intent, method, result, savedAs);
  await tx.emit("charge.succeeded", charge);
  if (manual) {
    await tx.schedule({ kind: RELEASE_TIMER, subject: intent.id, due: tx.now + CAPTURE_SECONDS });
    await tx.emit("payment_intent.amount_capturable_updated", paid);
  } else {
    await succeeded(tx, paid);
  }
  const isBookedLater = capture_method === "automatic_async" && charge.status === "succeeded";
  return {
    intent: paid,
    error: null,
    ...(isBookedLater ? { after: (later) => bookLater(later.at(null), charge) } : {}),
  };
}

/** The id of the mandate that the payer gave with a payment, or before it; null if the method needs none. */
export function mandateOf(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Promise<string | null> {
  const { amount, currency, payment_method_options: options } = intent;
  const isForLater = futureUsageOf(intent, method.type) !== null;
  return mandateFor(tx, method, intent._acceptance, isForLater ? null : { amount, currency }, options);
}

/** Tells that an intent is paid. */
export async function succeeded(tx: Tx, paid: PaymentIntent): Promise<void> {
  if (paid._invoice !== null && paid.customer !== null) await billedIn(tx, paid.customer, paid.currency);
  await tx.emit("payment_intent.succeeded", paid);
}

/**
 * Saves the payment method with the customer if asked for; a method without a customer that is not saved
 * cannot be used again.
 */
export async function keepMethod(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved | Processing,
  savedAs: SavedDebit | null = null,
): Promise<void> {
  if (savedAs !== null) return keptAs(tx, method, savedAs);
  const usage = futureUsageOf(intent, method.type);
  const used: PaymentMethod = {
    ...usedMethod(method, result, usage === "off_session"),
    _used_up: method.customer === null && (intent.customer === null || usage === null),
  };
  if (method.customer !== null || used._used_up || intent.customer === null) await tx.update(used);
  else await attachTo(tx, used, intent.customer);
}

/** Books a charge's money, and returns the charge with its balance transaction. */
export async function booked(tx: Tx, charge: Charge): Promise<Charge> {
  const movement = await bookMovement(tx, {
    type: charge.id.startsWith("ch_") ? "charge" : "payment",
    amount: charge.amount_captured,
    currency: charge.currency,
    description: charge.description,
    source: charge.id,
    availableAtOnce: charge._available_at_once,
  });
  return { ...charge, balance_transaction: movement.id };
}

async function bookLater(tx: Tx, charge: Charge): Promise<void> {
  const after = await booked(tx, charge);
  await tx.update(after);
  await tx.emit("charge.updated", after, { balance_transaction: null });
}

/** Captures the authorized amount, or a part of it. */
export async function capture(
  tx: Tx,
  intent: PaymentIntent,
  charge: Charge,
  amount: number,
): Promise<PaymentIntent> {
  const taken = await booked(tx, {
    ...charge,
    amount_captured: amount,
    calculated_statement_descriptor: statementFor(intent),
    captured: true,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
  });
  const paid: PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    amount_received: amount,
    status: "succeeded",
  };
  await tx.update(paid);
  await tx.cancel(RELEASE_TIMER, intent.id);
  await updateAndTell(tx, "charge.captured", charge, taken);
  await tx.emit("payment_intent.succeeded", paid);
  return paid;
}
