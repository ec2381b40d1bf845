/**
 * Writes the result of an attempt to a payment intent: its charge, its next state and the events, in one unit
 * of work. The charge and the failed state are built by pure functions.
 */
import { type ApiError, errors } from "../../../core/errors.ts";
import { declineDetails } from "../../../method_types/decline.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { Approved, AttemptResult, Declined } from "../../../method_types/method_type.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedIn } from "../../customers/customer/index.ts";
import { attachTo, type PaymentMethod, usedMethod } from "../../customers/payment_method/index.ts";
import { updateAndTell, type Wire } from "../../resource.ts";
import { bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { lastError } from "../intents.ts";
import { actionFault, nextAction } from "../payer_action.ts";
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

const ACTION_REFUSED =
  "This payment required an authentication action to complete, but `error_on_requires_action` was set.";

/** Writes the result of an attempt. The intent must have been read in this unit of work. */
export async function settle(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<SettledPayment> {
  switch (result.result) {
    case "approved":
      return approve(tx, intent, method, result);
    case "declined":
      return decline(tx, intent, method, result);
    case "needs_action":
      return intent._attempt?.refuse_action
        ? refuse(tx, intent, method, {
            code: "authentication_required",
            message: ACTION_REFUSED,
            type: "card_error",
          })
        : requireAction(tx, intent, method);
    case "action_failed":
      return refuse(tx, intent, method, {
        ...actionFault(method, "payment_intent"),
        type: "invalid_request_error",
      });
  }
}

function chargePrefix(method: PaymentMethod): string {
  return typeNamed(method.type).family.chargePrefix;
}

async function approve(
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
  const made = chargeFrom(tx.newId(chargePrefix(method)), real.now, intent, method, result);
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
  await keepMethod(tx, intent, method, result);
  await tx.emit("charge.succeeded", charge);
  if (manual) {
    await tx.schedule({ kind: RELEASE_TIMER, subject: intent.id, due: tx.now + CAPTURE_SECONDS });
    await tx.emit("payment_intent.amount_capturable_updated", paid);
  } else {
    if (paid._invoice !== null && paid.customer !== null) await billedIn(tx, paid.customer, paid.currency);
    await tx.emit("payment_intent.succeeded", paid);
  }
  const isBookedLater = capture_method === "automatic_async" && charge.status === "succeeded";
  return {
    intent: paid,
    error: null,
    ...(isBookedLater ? { after: (later) => bookLater(later.at(null), charge) } : {}),
  };
}

/**
 * Saves the payment method with the customer if asked for; a method without a customer that is not saved
 * cannot be used again.
 */
async function keepMethod(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<void> {
  const usage = futureUsageOf(intent, method.type);
  const used: PaymentMethod = {
    ...usedMethod(method, result, usage === "off_session"),
    _used_up: method.customer === null && (intent.customer === null || usage === null),
  };
  if (method.customer !== null || used._used_up || intent.customer === null) await tx.update(used);
  else await attachTo(tx, used, intent.customer);
}

/** Books a charge's money, and returns the charge with its balance transaction. */
async function booked(tx: Tx, charge: Charge): Promise<Charge> {
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

async function decline(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Declined,
): Promise<SettledPayment> {
  const charge = chargeFrom(tx.newId(chargePrefix(method)), tx.at(null).now, intent, method, result);
  await tx.insert(charge);
  const details = { ...declineDetails(result.decline), charge: charge.id };
  const failed = unpaid(intent, lastError(details, "card_error", method), charge.id);
  await tx.update(failed);
  await tx.emit("charge.failed", charge);
  await tx.emit("payment_intent.payment_failed", failed);
  return {
    intent: failed,
    error: errors.card({ ...details, payment_intent: failed, payment_method: method }),
  };
}

/**
 * Fails the attempt without a charge: the payer could not be authenticated, or the request does not allow
 * asking them.
 */
async function refuse(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  fault: { code: string; message: string; type: "card_error" | "invalid_request_error" },
): Promise<SettledPayment> {
  const { code, message } = fault;
  const failed = unpaid(intent, lastError({ code, message }, fault.type, method), intent.latest_charge);
  await tx.update(failed);
  await tx.emit("payment_intent.payment_failed", failed);
  return {
    intent: failed,
    error: errors.card({ code, message, payment_intent: failed, payment_method: method }),
  };
}

/** Pure: an intent that waits for another payment method. */
function unpaid(intent: PaymentIntent, error: Wire, charge: string | null): PaymentIntent {
  return {
    ...intent,
    last_payment_error: error,
    latest_charge: charge,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
    _attempt: null,
    _challenge: null,
  };
}

async function requireAction(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Promise<SettledPayment> {
  const asking: PaymentIntent = {
    ...intent,
    next_action: nextAction(intent, method),
    payment_method: method.id,
    _return_url: intent._attempt?.return_url ?? null,
    status: "requires_action",
    _attempt: null,
    _challenge: intent._attempt,
  };
  await tx.update(asking);
  await tx.emit("payment_intent.requires_action", asking);
  return { intent: asking, error: null };
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
