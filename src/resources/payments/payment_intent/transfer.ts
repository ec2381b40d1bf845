/**
 * Payments from a customer's cash balance. What it has is applied at once; for the rest the customer is told where to
 * transfer money to, and the intent waits for it. Which payment new money is for is decided in `../reconcile.ts`.
 */
import { errors } from "../../../core/errors.ts";
import { isFunded } from "../../../method_types/families/bank_transfer.ts";
import { APPROVED } from "../../../method_types/families/parts.ts";
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import { type ObjectValue, p } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { availableIn, isAutomatic, lockedBalance, moveCash } from "../../customers/customer/index.ts";
import { createMethod, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { byPath, type Call } from "../../resource.ts";
import { approve, type SettledPayment } from "./approved.ts";
import { isVoucher, pay, tellHowToPay } from "./concluded_later.ts";
import type { PaymentIntent } from "./intent.ts";

const TOLD = "display_bank_transfer_instructions";

/** Whether an intent waits for a transfer of its customer. */
export function isTransfer(intent: PaymentIntent): boolean {
  return isVoucher(intent) && intent.next_action?.type === TOLD;
}

/** What an intent that waits still needs, in minor units. */
export function remainingOf({ amount, _funded = 0 }: PaymentIntent): number {
  return amount - _funded;
}

function payerOf({ customer, id }: PaymentIntent): string {
  if (customer === null) throw new Error(`the payment intent ${id} has no customer whose balance could pay`);
  return customer;
}

/** Whether a customer's balance, which is locked from now on, pays an amount as soon as it is asked for. */
export async function isCovered(
  tx: Tx,
  customer: string | null,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): Promise<boolean> {
  if (customer === null) return false;
  const balance = await lockedBalance(tx, customer);
  return isAutomatic(balance) && availableIn(balance, currency) >= amount;
}

/**
 * Settles an attempt to pay from the balance: paid, or waiting for a transfer. Null if the balance has too little and
 * the customer cannot be told how to fill it.
 */
export async function payFromBalance(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
): Promise<SettledPayment | null> {
  const { currency } = intent;
  const customer = payerOf(intent);
  const balance = await lockedBalance(tx, customer);
  const available = isAutomatic(balance) ? availableIn(balance, currency) : 0;
  if (available >= intent.amount) {
    await take(tx, intent, intent.amount);
    return approve(tx, intent, method, APPROVED);
  }
  if (!isFunded(optionsOf(method.type, intent.payment_method_options))) return null;
  const told = await tellHowToPay(tx, intent, method);
  if (available === 0 || isOfInvoice(intent)) return told;
  await applyCash(tx, told.intent, available);
  return { ...told, intent: await byPath<PaymentIntent>(tx, "payment_intent", intent.id) };
}

/**
 * Begins to wait for the transfer that pays a bill, where nobody confirms its intent: if the types of the intent have
 * one that is paid from a balance, and its options say how that is filled.
 */
export async function awaitFunds(tx: Tx, intent: PaymentIntent): Promise<void> {
  const type = intent.payment_method_types.find((name) => typeNamed(name).isPaidFromBalance);
  if (type === undefined || !isFunded(optionsOf(type, intent.payment_method_options))) return;
  const method = await createMethod(tx, { data: {}, path: type, type });
  await payFromBalance(tx, intent, method);
}

/** Invoices are paid as a whole or not at all (Stripe docs, bank transfers). */
export function isOfInvoice({ _driven_by: driver }: PaymentIntent): boolean {
  return driver?.kind === "invoice";
}

async function take(tx: Tx, intent: PaymentIntent, amount: number): Promise<void> {
  const movement = { applied_to_payment: { payment_intent: intent.id }, type: "applied_to_payment" } as const;
  await moveCash(tx, payerOf(intent), { amount: -amount, currency: intent.currency }, movement);
}

/**
 * Pays an intent that waits, or a part of it, from the balance, which has as much. The intent was read in this unit of
 * work.
 */
export async function applyCash(tx: Tx, intent: PaymentIntent, amount: number): Promise<void> {
  await take(tx, intent, amount);
  const left = remainingOf(intent) - amount;
  if (left === 0) {
    const method = await byPath<PaymentMethod>(tx, "payment_method", intent.payment_method ?? "");
    return pay(tx, { ...intent, _funded: undefined }, method, APPROVED);
  }
  const { next_action: told } = intent;
  if (told === null) throw new Error(`the payment intent ${intent.id} waits for no transfer`);
  const funded: PaymentIntent = {
    ...intent,
    next_action: { ...told, [TOLD]: { ...(told[TOLD] as object), amount_remaining: left } },
    _funded: intent.amount - left,
  };
  await tx.update(funded);
  await tx.emit("payment_intent.partially_funded", funded);
}

/** Pure: an intent that waits for a transfer, told what it needs now that its amount has changed. */
export function withTold(intent: PaymentIntent): PaymentIntent {
  const { next_action: told } = intent;
  if (told === null || !isTransfer(intent)) return intent;
  const amount_remaining = remainingOf(intent);
  return { ...intent, next_action: { ...told, [TOLD]: { ...(told[TOLD] as object), amount_remaining } } };
}

/** Gives back to the balance what it has paid of an intent that is not waited for any more. Writes no intent. */
export async function releaseCash(tx: Tx, intent: PaymentIntent): Promise<PaymentIntent> {
  const { currency, id, _funded: amount = 0 } = intent;
  if (amount === 0) return intent;
  const movement = {
    type: "unapplied_from_payment",
    unapplied_from_payment: { payment_intent: id },
  } as const;
  await moveCash(tx, payerOf(intent), { amount, currency }, movement);
  return { ...intent, _funded: undefined };
}

export const applyParams = {
  amount: p.about(
    "How much of the cash balance pays, in minor units; all that is missing, unless it is given.",
    p.integer({ min: 1 }),
  ),
  currency: p.currency(),
};

/** `POST /v1/payment_intents/:id/apply_customer_balance`. The texts of refusals are ours. */
export async function applyByApi(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof applyParams>>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
  if (intent._attempt !== null) throw errors.lockTimeout();
  if (!isTransfer(intent)) {
    throw errors.unexpectedIntentState(
      `You cannot apply a customer balance to this PaymentIntent because it has a status of ${intent.status}. Only a ` +
        "PaymentIntent that waits for a bank transfer can be paid from the customer's cash balance.",
      intent,
    );
  }
  const { currency } = intent;
  if (input.currency !== undefined && input.currency !== currency) {
    throw errors.rule(`The currency of this PaymentIntent is ${currency}.`, "currency");
  }
  const left = remainingOf(intent);
  const amount = isOfInvoice(intent) ? left : (input.amount ?? left);
  if (amount > left) {
    throw errors.rule("The amount is greater than what is missing of this PaymentIntent.", "amount");
  }
  if (amount > availableIn(await lockedBalance(tx, payerOf(intent)), currency)) {
    throw errors.rule("The customer's cash balance is less than the amount to apply.", "amount");
  }
  await applyCash(tx, intent, amount);
  return byPath<PaymentIntent>(tx, "payment_intent", id);
}
