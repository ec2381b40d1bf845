/**
 * Writes the result of an attempt to a payment intent: its charge, its next state and the events, in one unit
 * of work. The charge and the failed state are built by pure functions.
 */
import { errors } from "../../../core/errors.ts";
import type { AttemptResult, Declined } from "../../../method_types/attempt_result.ts";
import { declineDetails } from "../../../method_types/decline.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { Tx } from "../../../storage/port.ts";
import type { PaymentMethod } from "../../customers/payment_method/index.ts";
import { lastError } from "../intents.ts";
import { actionFault, askedToAct } from "../payer_action.ts";
import { verificationPageOf } from "../verification.ts";
import { approve, type SettledPayment } from "./approved.ts";
import { chargeFrom } from "./charge_from.ts";
import { startProcessing, tellHowToPay, tellPayer } from "./concluded_later.ts";
import { failedIntent, type PaymentIntent } from "./intent.ts";
import { payFromBalance, releaseCash } from "./transfer.ts";

const ACTION_REFUSED = {
  code: "authentication_required",
  message:
    "This payment required an authentication action to complete, but `error_on_requires_action` was set.",
  type: "card_error",
} as const;

/** Stripe's text is not known. */
const TOO_LITTLE = {
  code: "payment_intent_payment_attempt_failed",
  message:
    "The customer's cash balance is too low for this payment. Set " +
    "`payment_method_options[customer_balance][funding_type]` to have the customer told where to transfer money to.",
};

/** Writes the result of an attempt. The intent must have been read in this unit of work. */
export async function settle(
  tx: Tx,
  before: PaymentIntent,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<SettledPayment> {
  const intent = await releaseCash(tx, before);
  switch (result.result) {
    case "approved":
      return approve(tx, intent, method, result);
    case "declined":
      return decline(tx, intent, method, result);
    case "processing":
      return startProcessing(tx, intent, method, result);
    case "awaits_payment":
      return tellHowToPay(tx, intent, method);
    case "awaits_funds":
      return (
        (await payFromBalance(tx, intent, method)) ??
        refuse(tx, intent, method, { ...TOO_LITTLE, type: "invalid_request_error" })
      );
    case "awaits_verification":
      return intent._attempt?.refuse_action
        ? refuse(tx, intent, method, ACTION_REFUSED)
        : tellPayer(tx, intent, method, verificationPageOf(intent));
    case "needs_action":
      return intent._attempt?.refuse_action
        ? refuse(tx, intent, method, ACTION_REFUSED)
        : requireAction(tx, intent, method);
    case "action_failed":
      return refuse(tx, intent, method, {
        ...(result.fault ?? actionFault(method, "payment_intent", result)),
        type: "invalid_request_error",
      });
  }
}

async function decline(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Declined,
): Promise<SettledPayment> {
  const charge = chargeFrom(
    tx.newId(typeNamed(method.type).family.chargePrefix),
    tx.at(null).now,
    intent,
    method,
    result,
  );
  await tx.insert(charge);
  const details = { ...declineDetails(result.decline), charge: charge.id };
  const failed = failedIntent(intent, lastError(details, "card_error", method), charge.id);
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
  const failed = failedIntent(intent, lastError({ code, message }, fault.type, method), intent.latest_charge);
  await tx.update(failed);
  await tx.emit("payment_intent.payment_failed", failed);
  return {
    intent: failed,
    error: errors.card({ code, message, payment_intent: failed, payment_method: method }),
  };
}

async function requireAction(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Promise<SettledPayment> {
  const asking: PaymentIntent = {
    ...intent,
    ...askedToAct(tx, intent, method),
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
