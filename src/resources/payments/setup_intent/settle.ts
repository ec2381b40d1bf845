/** Writes the result of an attempt to a setup intent: its next state and the events, in one unit of work. */
import { type ApiError, errors } from "../../../core/errors.ts";
import type {
  Approved,
  AttemptResult,
  AwaitsVerification,
  NeedsAction,
} from "../../../method_types/attempt_result.ts";
import { declineDetails } from "../../../method_types/decline.ts";
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import type { Tx } from "../../../storage/port.ts";
import {
  attachTo,
  heldOf,
  keptAs,
  type PaymentMethod,
  usedMethod,
} from "../../customers/payment_method/index.ts";
import { lastError } from "../intents.ts";
import { mandateFor } from "../mandate.ts";
import { actionFault, askedToAct } from "../payer_action.ts";
import { saveAsDebit } from "../saved_debit.ts";
import { attemptId, recordAttempt } from "../setup_attempt.ts";
import { verificationPageOf } from "../verification.ts";
import type { SetupIntent } from "./intent.ts";

interface SettledSetup {
  readonly intent: SetupIntent;
  /** The error for the client if the method was not set up. */
  readonly error: ApiError | null;
}

/** Writes the result of an attempt. The intent must have been read in this unit of work. */
export async function settle(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<SettledSetup> {
  switch (result.result) {
    case "approved":
      return succeed(tx, intent, method, result);
    case "awaits_verification":
      return requireVerification(tx, intent, method, result);
    case "awaits_funds":
    case "awaits_payment":
    case "processing":
      throw new Error("nothing is under way once a method is set up");
    case "declined":
      return fail(tx, intent, method, result, "card_error", declineDetails(result.decline));
    case "needs_action":
      return requireAction(tx, intent, method, result);
    case "action_failed":
      return fail(
        tx,
        intent,
        method,
        result,
        "invalid_request_error",
        result.fault ?? actionFault(method, "setup_intent", result),
      );
  }
}

async function succeed(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<SettledSetup> {
  const attempt = await attemptId(tx, intent, method);
  const madeFrom = { charge: null, setup_attempt: attempt } as const;
  const savedAs = await saveAsDebit(tx, method, intent.customer, intent._acceptance, madeFrom);
  const ready: SetupIntent = {
    ...intent,
    latest_attempt: attempt,
    mandate: await mandateFor(tx, method, intent._acceptance, null, intent.payment_method_options),
    last_setup_error: null,
    next_action: null,
    status: "succeeded",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(ready);
  await recordAttempt(tx, attempt, intent, method, { status: "succeeded", error: null, result, savedAs });
  const kept = usedMethod(method, result, intent.usage === "off_session");
  if (savedAs !== null) await keptAs(tx, method, savedAs);
  else if (intent.customer === null || method.customer !== null) await tx.update(kept);
  else await attachTo(tx, kept, intent.customer);
  await tx.emit("setup_intent.succeeded", ready);
  return { intent: ready, error: null };
}

/** Fails the attempt: the intent waits for another payment method. */
async function fail(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: AttemptResult,
  type: "card_error" | "invalid_request_error",
  details: ReturnType<typeof declineDetails>,
): Promise<SettledSetup> {
  const attempt = await attemptId(tx, intent, method);
  const error = lastError(details, type, method);
  const failed: SetupIntent = {
    ...intent,
    last_setup_error: error,
    latest_attempt: attempt,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(failed);
  await recordAttempt(tx, attempt, intent, method, { status: "failed", error, result });
  await tx.emit("setup_intent.setup_failed", failed);
  return {
    intent: failed,
    error: errors.card({ ...details, payment_method: method, setup_intent: failed }),
  };
}

/** The payer has to verify their account; a timer ends that. */
export const CONCLUDE_TIMER = "setup_intent.conclude";

async function requireVerification(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: AwaitsVerification,
): Promise<SettledSetup> {
  const attempt = await attemptId(tx, intent, method);
  const { family } = typeNamed(method.type);
  const real = tx.at(null); // as payments are
  const terms = { now: real.now, options: optionsOf(method.type, intent.payment_method_options) };
  const told = {
    ...terms,
    intentId: intent.id,
    page: verificationPageOf(intent),
    // Nothing is paid.
    amount: 0,
    currency: "",
    customer: intent.customer,
    payee: tx.settings.business_name,
  };
  const waiting: SetupIntent = {
    ...intent,
    last_setup_error: null,
    latest_attempt: attempt,
    next_action: family.instructions(heldOf(method), told),
    payment_method: method.id,
    status: "requires_action",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(waiting);
  await recordAttempt(tx, attempt, intent, method, { status: "requires_action", error: null, result });
  const { afterSeconds } = family.concluded(heldOf(method), terms);
  if (afterSeconds !== null) {
    await real.schedule({ kind: CONCLUDE_TIMER, subject: intent.id, due: real.now + afterSeconds });
  }
  await tx.emit("setup_intent.requires_action", waiting);
  return { intent: waiting, error: null };
}

async function requireAction(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: NeedsAction,
): Promise<SettledSetup> {
  const attempt = await attemptId(tx, intent, method);
  const asking: SetupIntent = {
    ...intent,
    latest_attempt: attempt,
    ...askedToAct(tx, intent, method),
    status: "requires_action",
    _attempt: null,
    _challenge: intent._attempt,
    _return_url: intent._attempt?.return_url ?? null,
  };
  await tx.update(asking);
  await recordAttempt(tx, attempt, intent, method, { status: "requires_action", error: null, result });
  await tx.emit("setup_intent.requires_action", asking);
  return { intent: asking, error: null };
}
