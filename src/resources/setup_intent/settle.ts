/** What an attempt's result makes of a setup intent: its next state and the news, written in one unit of work. */
import { type ApiError, errors } from "../../core/errors.ts";
import type { Approved, AttemptResult } from "../../payment_methods/method.ts";
import type { Tx } from "../../storage/port.ts";
import { AUTHENTICATION_FAILED, challengeFor, lastError } from "../intents.ts";
import { attachTo, declineDetails, type PaymentMethod } from "../payment_method/index.ts";
import type { SetupIntent } from "./intent.ts";

interface Settled {
  readonly intent: SetupIntent;
  /** What the caller hears where the method was not set up. */
  readonly error: ApiError | null;
}

/** Writes what came of an attempt. The intent must have been read in this unit of work. */
export async function settle(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<Settled> {
  switch (result.result) {
    case "approved":
      return succeed(tx, intent, method, result);
    case "declined":
      return fail(tx, intent, method, "card_error", declineDetails(result.decline));
    case "needs_action":
      return ask(tx, intent);
    case "authentication_failed":
      return fail(tx, intent, method, "invalid_request_error", {
        code: "setup_intent_authentication_failure",
        message: AUTHENTICATION_FAILED,
      });
  }
}

async function succeed(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<Settled> {
  const ready: SetupIntent = {
    ...intent,
    last_setup_error: null,
    next_action: null,
    status: "succeeded",
    _attempt: null,
  };
  await tx.update(ready);
  const kept: PaymentMethod = {
    ...method,
    card: { ...method.card, checks: result.checks },
    _set_up: method._set_up || intent.usage === "off_session",
  };
  if (intent.customer === null || method.customer !== null) await tx.update(kept);
  else await attachTo(tx, kept, intent.customer);
  await tx.emit("setup_intent.succeeded", ready);
  return { intent: ready, error: null };
}

/** The intent waits for another payment method. */
async function fail(
  tx: Tx,
  intent: SetupIntent,
  method: PaymentMethod,
  type: "card_error" | "invalid_request_error",
  details: ReturnType<typeof declineDetails>,
): Promise<Settled> {
  const failed: SetupIntent = {
    ...intent,
    last_setup_error: lastError(details, type, method),
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
    _attempt: null,
  };
  await tx.update(failed);
  await tx.emit("setup_intent.setup_failed", failed);
  return {
    intent: failed,
    error: errors.card({ ...details, payment_method: method, setup_intent: failed }),
  };
}

async function ask(tx: Tx, intent: SetupIntent): Promise<Settled> {
  const back = intent._attempt?.return_url ?? null;
  const asking: SetupIntent = {
    ...intent,
    next_action: challengeFor(intent, back),
    status: "requires_action",
    _return_url: back,
  };
  await tx.update(asking);
  await tx.emit("setup_intent.requires_action", asking);
  return { intent: asking, error: null };
}
