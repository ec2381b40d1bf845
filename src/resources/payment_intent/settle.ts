/**
 * What an attempt's result makes of an intent: its charge, its next state and the news, written in one unit of
 * work. The states themselves are decided by pure functions.
 */
import { type ApiError, errors } from "../../core/errors.ts";
import type { Approved, AttemptResult, Declined } from "../../payment_methods/method.ts";
import type { Tx } from "../../storage/port.ts";
import { bookMovement } from "../balance_transaction.ts";
import type { Charge } from "../charge.ts";
import { billedIn } from "../customer/index.ts";
import { AUTHENTICATION_FAILED, challengeFor, lastError } from "../intents.ts";
import { attachTo, declineDetails, type PaymentMethod } from "../payment_method/index.ts";
import { updateAndTell, type Wire } from "../resource.ts";
import { CAPTURE_SECONDS, chargeFrom, statementFor } from "./charge_from.ts";
import { captureOf, futureUsageOf, type PaymentIntent } from "./intent.ts";

export interface Settled {
  readonly intent: PaymentIntent;
  readonly charge: Charge | null;
  /** What the caller hears where no money came. */
  readonly error: ApiError | null;
}

export const RELEASE_TIMER = "payment_intent.release";

const ACTION_REFUSED =
  "This payment required an authentication action to complete, but `error_on_requires_action` was set.";

/** Writes what came of an attempt. The intent must have been read in this unit of work. */
export async function settle(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<Settled> {
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
        : ask(tx, intent);
    case "authentication_failed":
      return refuse(tx, intent, method, {
        code: "payment_intent_authentication_failure",
        message: AUTHENTICATION_FAILED,
        type: "invalid_request_error",
      });
  }
}

async function approve(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<Settled> {
  const manual = captureOf(intent) === "manual";
  const now = captureOf(intent) === "automatic";
  const made = chargeFrom(tx.newId("ch_"), tx.now, intent, method, result);
  const charge = now ? await booked(tx, made) : made;
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
  return { intent: paid, charge, error: null };
}

/** What paying does to the method: saved with the customer where asked for, else good for nothing more. */
async function keepMethod(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<void> {
  const used: PaymentMethod = {
    ...method,
    card: { ...method.card, checks: result.checks },
    _set_up: method._set_up || futureUsageOf(intent) === "off_session",
    _used_up: method.customer === null && (intent.customer === null || futureUsageOf(intent) === null),
  };
  if (method.customer !== null || used._used_up || intent.customer === null) await tx.update(used);
  else await attachTo(tx, used, intent.customer);
}

/** A charge whose money is booked. */
async function booked(tx: Tx, charge: Charge): Promise<Charge> {
  const movement = await bookMovement(tx, {
    type: "charge",
    amount: charge.amount_captured,
    currency: charge.currency,
    description: charge.description,
    source: charge.id,
    availableAtOnce: charge._available_at_once,
  });
  return { ...charge, balance_transaction: movement.id };
}

/**
 * Books the money of a charge that was captured asynchronously: after everything else, and told as an update.
 * Nothing to do for any other charge.
 */
export async function bookLater(tx: Tx, settled: Settled): Promise<void> {
  const { charge, intent } = settled;
  if (charge === null || captureOf(intent) !== "automatic_async" || charge.status !== "succeeded") return;
  const after = await booked(tx, charge);
  await tx.update(after);
  await tx.emit("charge.updated", after, { balance_transaction: null });
}

async function decline(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Declined,
): Promise<Settled> {
  const charge = chargeFrom(tx.newId("ch_"), tx.now, intent, method, result);
  await tx.insert(charge);
  const details = { ...declineDetails(result.decline), charge: charge.id };
  const failed = unpaid(intent, lastError(details, "card_error", method), charge.id);
  await tx.update(failed);
  await tx.emit("charge.failed", charge);
  await tx.emit("payment_intent.payment_failed", failed);
  return {
    intent: failed,
    charge,
    error: errors.card({ ...details, payment_intent: failed, payment_method: method }),
  };
}

/** No charge was made: the payer could not be authenticated, or might not be asked. */
async function refuse(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  fault: { code: string; message: string; type: "card_error" | "invalid_request_error" },
): Promise<Settled> {
  const { code, message } = fault;
  const failed = unpaid(intent, lastError({ code, message }, fault.type, method), intent.latest_charge);
  await tx.update(failed);
  await tx.emit("payment_intent.payment_failed", failed);
  return {
    intent: failed,
    charge: null,
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
  };
}

async function ask(tx: Tx, intent: PaymentIntent): Promise<Settled> {
  const back = intent._attempt?.return_url ?? null;
  const asking: PaymentIntent = {
    ...intent,
    next_action: challengeFor(intent, back),
    _return_url: back,
    status: "requires_action",
  };
  await tx.update(asking);
  await tx.emit("payment_intent.requires_action", asking);
  return { intent: asking, charge: null, error: null };
}

/** Captures what was authorized, in whole or in part. */
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
