/**
 * How payment and setup intents alike answer after an attempt: success, failure, and attempts that were given
 * up.
 */

import { type ApiError, errors } from "../../core/errors.ts";
import type { Row } from "../../storage/port.ts";
import type { Answer, Refused, Wire } from "../resource.ts";
import type { Pending, Settled } from "./attempts.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

/** The outcome in the shape that `attempts.ts` needs: the intent, or the reason for the refusal. */
export function settledAnswer(settled: {
  readonly intent: Row;
  readonly error: ApiError | null;
  readonly after?: Settled["after"];
}): Settled {
  const { intent, error, after } = settled;
  const answer = error === null ? intent : { refused: error };
  return after === undefined ? { answer } : { answer, after };
}

/**
 * The answer for an intent whose attempt was already settled or given up: the intent, or the error of its
 * last attempt.
 */
export function intentAnswer(
  intent: Row & { readonly object: IntentKind; readonly status: string },
  error: Wire | null,
): Answer {
  return intent.status === "requires_payment_method" && error !== null ? toldAgain(intent, error) : intent;
}

/**
 * Pure: an intent whose attempt was given up. If it had waited for its payer, it waits for them again;
 * otherwise it waits to be confirmed again.
 */
export function unconfirmed<I extends { readonly status: string }, P extends Pending>(
  intent: I,
  pending: P,
): I {
  return intent.status === "requires_action" && pending.authentication !== "none"
    ? { ...intent, _challenge: { ...pending, authentication: "none" } }
    : { ...intent, next_action: null, status: "requires_confirmation" };
}

export function notWaiting(intent: Row & { readonly object: IntentKind }): ApiError {
  return errors.unexpectedIntentState(
    `This ${INTENT_NAMES[intent.object]} does not wait for its payer.`,
    intent,
  );
}

/** The error of a failed attempt, rebuilt from the intent's last error. */
export function toldAgain(intent: Row & { readonly object: IntentKind }, error: Wire): Refused {
  const { type: _type, doc_url: _doc, ...rest } = error;
  return { refused: errors.card({ ...(rest as { message: string }), [intent.object]: intent }) };
}
