/**
 * Payments that are concluded later: a debit, whose bank has yet to answer (`processing`, with a pending charge), a
 * voucher, which the payer has yet to pay (`requires_action`), and a debit whose payer has yet to verify their account
 * (the same). A timer concludes them as the family of the method says.
 */

import type { Approved, Conclusion, Declined, Processing } from "../../../method_types/attempt_result.ts";
import { declineDetails } from "../../../method_types/decline.ts";
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import type { Terms } from "../../../method_types/method_type.ts";
import { awaitsVerification, FAULTS } from "../../../method_types/microdeposits.ts";
import type { Tx } from "../../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath, type Wire } from "../../resource.ts";
import { SETTLE_SECONDS } from "../attempts.ts";
import type { Charge } from "../charge.ts";
import { lastError } from "../intents.ts";
import { endMandate } from "../mandate.ts";
import { lateFault } from "../payer_action.ts";
import { booked, keepMethod, mandateOf, type SettledPayment, succeeded } from "./approved.ts";
import { chargeFrom, failureOf, outcomeOf } from "./charge_from.ts";
import { failedIntent, type PaymentIntent } from "./intent.ts";

export const CONCLUDE_TIMER = "payment_intent.conclude";

/** Writes that the bank was asked for the money. */
export async function startProcessing(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Processing,
): Promise<SettledPayment> {
  const { family } = typeNamed(method.type);
  const mandate = await mandateOf(tx, intent, method);
  const real = tx.at(null); // as in `approved.ts`
  const charge = chargeFrom(tx.newId(family.chargePrefix), real.now, intent, method, result, { mandate });
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
  await concludeLater(tx, under, method);
  await tx.emit("charge.pending", charge);
  await tx.emit("payment_intent.processing", under);
  return { intent: under, error: null };
}

/** The URL, without its origin, of the page that tells an intent's payer how to pay. */
export function tellingPageOf({ id, client_secret }: PaymentIntent, page: "transfer" | "voucher"): string {
  return `/c/${page}/${id}?client_secret=${client_secret}`;
}

/** Whether an intent's payer was told how to pay, and has not paid yet. */
export function isVoucher(intent: PaymentIntent): boolean {
  const { status, _attempt, _challenge } = intent;
  const isTold = status === "requires_action" && _attempt === null && _challenge === null;
  return isTold && !awaitsVerification(intent);
}

/** The method with which an intent's payer was told to pay; null if they were not. */
export function voucherOf(intent: PaymentIntent): string | null {
  return isVoucher(intent) ? intent.payment_method : null;
}

/** Writes that the payer was told how to pay. Whoever pays from a balance is waited for without end. */
export async function tellHowToPay(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
): Promise<SettledPayment> {
  const { isPaidFromBalance } = typeNamed(method.type);
  // No other intent can use the method of a voucher meanwhile.
  if (!isPaidFromBalance && method.customer === null)
    await tx.update<PaymentMethod>({ ...method, _used_up: true });
  return tellPayer(tx, intent, method, tellingPageOf(intent, isPaidFromBalance ? "transfer" : "voucher"));
}

/**
 * Writes that the payer was told on `page` how to pay, or how to verify their account. There is no charge before they
 * have.
 */
export async function tellPayer(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  page: string,
): Promise<SettledPayment> {
  const { amount, currency, customer } = intent;
  const type = typeNamed(method.type);
  const told = {
    ...termsOf(tx, intent, method),
    amount,
    currency,
    customer,
    intentId: intent.id,
    page,
    payee: tx.settings.business_name,
  };
  const waiting: PaymentIntent = {
    ...intent,
    last_payment_error: null,
    next_action: type.family.instructions(heldOf(method), told),
    payment_method: method.id,
    status: "requires_action",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(waiting);
  if (type.isPaidFromBalance) await tx.at(null).cancel(CONCLUDE_TIMER, intent.id);
  else await concludeLater(tx, waiting, method);
  await tx.emit("payment_intent.requires_action", waiting);
  return { intent: waiting, error: null };
}

/** Payments are of real time, also those of customers on test clocks. */
async function concludeLater(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Promise<void> {
  const real = tx.at(null);
  const { afterSeconds } = conclusionOf(tx, intent, method);
  if (afterSeconds === null) return real.cancel(CONCLUDE_TIMER, intent.id);
  await real.schedule({ kind: CONCLUDE_TIMER, subject: intent.id, due: real.now + afterSeconds });
}

function conclusionOf(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Conclusion {
  return typeNamed(method.type).family.concluded(heldOf(method), termsOf(tx, intent, method));
}

function termsOf(tx: Tx, intent: PaymentIntent, method: PaymentMethod): Terms {
  return { now: tx.at(null).now, options: optionsOf(method.type, intent.payment_method_options) };
}

/** Concludes a payment. Does nothing if it was canceled or tried in another way. */
export async function conclude(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<PaymentIntent>("payment_intent", id);
  if (intent?._attempt) {
    // Another try is under way, which may leave this one as it is.
    const real = tx.at(null);
    return real.schedule({ kind: CONCLUDE_TIMER, subject: id, due: real.now + SETTLE_SECONDS });
  }
  if (intent === null) return;
  if (intent.status !== "processing" && !isVoucher(intent) && !awaitsVerification(intent)) return;
  const method = await byPath<PaymentMethod>(tx, "payment_method", intent.payment_method ?? "");
  const { result } = conclusionOf(tx, intent, method);
  if (awaitsVerification(intent)) {
    // The account may have been verified for another intent; nobody has answered for this one in time.
    const { fault = FAULTS.timeout } = result.result === "expired" ? result : {};
    return lapse(tx, intent, method, fault);
  }
  switch (result.result) {
    case "approved":
      return pay(tx, intent, method, result);
    case "declined":
      return fail(tx, intent, method, result);
    case "expired":
      return lapse(tx, intent, method, result.fault ?? lateFault("payment_intent"));
  }
}

/** Pays what was under way, or what its payer was told how to pay. */
export async function pay(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Approved,
): Promise<void> {
  const real = tx.at(null);
  const isCharged = intent.status === "processing";
  const made = isCharged
    ? await byPath<Charge>(tx, "charge", intent.latest_charge ?? "")
    : chargeFrom(tx.newId(typeNamed(method.type).family.chargePrefix), real.now, intent, method, result);
  const charge = await booked(real, { ...made, paid: true, status: "succeeded" });
  await (isCharged ? tx.update(charge) : tx.insert(charge));
  const paid: PaymentIntent = {
    ...intent,
    amount_received: charge.amount,
    latest_charge: charge.id,
    next_action: null,
    status: "succeeded",
  };
  await tx.update(paid);
  if (!isCharged) await keepMethod(tx, intent, method, result);
  await tx.emit("charge.succeeded", charge);
  await succeeded(tx, paid);
}

/** Failures after which the bank accepts no further debit (Stripe docs, debits in Australia and New Zealand). */
const ENDS_MANDATE: ReadonlySet<string> = new Set(["account_closed", "debit_not_authorized", "no_account"]);

async function fail(tx: Tx, intent: PaymentIntent, method: PaymentMethod, result: Declined): Promise<void> {
  const pending = await byPath<Charge>(tx, "charge", intent.latest_charge ?? "");
  const charge: Charge = {
    ...pending,
    amount_captured: 0,
    captured: false,
    ...failureOf(result),
    outcome: outcomeOf(result),
    status: "failed",
  };
  await tx.update(charge);
  await tx.emit("charge.failed", charge);
  if (ENDS_MANDATE.has(result.decline.code)) await endMandate(tx, method);
  const details = { ...declineDetails(result.decline), charge: charge.id };
  await tellFailed(tx, failedIntent(intent, lastError(details, "card_error", method), charge.id));
}

async function lapse(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  fault: ReturnType<typeof lateFault>,
): Promise<void> {
  const error: Wire = lastError(fault, "invalid_request_error", method);
  await tellFailed(tx, failedIntent(intent, error, intent.latest_charge));
}

async function tellFailed(tx: Tx, failed: PaymentIntent): Promise<void> {
  await tx.update(failed);
  await tx.emit("payment_intent.payment_failed", failed);
}
