/**
 * Payments whose bank answers later: the intent is `processing` and its charge pending, until a timer concludes it as
 * the family of its method says.
 */
import { declineDetails } from "../../../method_types/decline.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { Processing } from "../../../method_types/method_type.ts";
import type { Tx } from "../../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath } from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { lastError } from "../intents.ts";
import { mandateFor } from "../mandate.ts";
import { booked, keepMethod, type SettledPayment, succeeded } from "./approved.ts";
import { chargeFrom, failureOf, outcomeOf } from "./charge_from.ts";
import { failedIntent, futureUsageOf, type PaymentIntent } from "./intent.ts";

export const CONCLUDE_TIMER = "payment_intent.conclude";

/** Writes that the bank was asked for the money. */
export async function startProcessing(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Processing,
): Promise<SettledPayment> {
  const { family } = typeNamed(method.type);
  const { amount, currency } = intent;
  const isForLater = futureUsageOf(intent, method.type) !== null;
  const mandate = await mandateFor(tx, method, intent._acceptance, isForLater ? null : { amount, currency });
  const real = tx.at(null); // as in `approved.ts`
  const charge = chargeFrom(tx.newId(family.chargePrefix), real.now, intent, method, result, mandate);
  await tx.insert(charge);
  const under: PaymentIntent = {
    ...intent,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: "processing",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(under);
  await keepMethod(tx, intent, method, result);
  const { afterSeconds } = family.concluded(heldOf(method));
  if (afterSeconds !== null) {
    await real.schedule({ kind: CONCLUDE_TIMER, subject: intent.id, due: real.now + afterSeconds });
  }
  await tx.emit("charge.pending", charge);
  await tx.emit("payment_intent.processing", under);
  return { intent: under, error: null };
}

/** Writes what the bank answered in the end. Does nothing if the payment is not under way any more. */
export async function conclude(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<PaymentIntent>("payment_intent", id);
  if (intent?.status !== "processing") return;
  const method = await byPath<PaymentMethod>(tx, "payment_method", intent.payment_method ?? "");
  const pending = await byPath<Charge>(tx, "charge", intent.latest_charge ?? "");
  const { result } = typeNamed(method.type).family.concluded(heldOf(method));
  if (result.result === "approved") {
    const charge = await booked(tx.at(null), { ...pending, paid: true, status: "succeeded" });
    await tx.update(charge);
    const paid: PaymentIntent = { ...intent, amount_received: intent.amount, status: "succeeded" };
    await tx.update(paid);
    await tx.emit("charge.succeeded", charge);
    await succeeded(tx, paid);
    return;
  }
  const details = { ...declineDetails(result.decline), charge: pending.id };
  const charge: Charge = {
    ...pending,
    ...failureOf(result),
    outcome: outcomeOf(result),
    status: "failed",
  };
  await tx.update(charge);
  const failed = failedIntent(intent, lastError(details, "card_error", method), charge.id);
  await tx.update(failed);
  await tx.emit("charge.failed", charge);
  await tx.emit("payment_intent.payment_failed", failed);
}
