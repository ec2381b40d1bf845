/** Carries out what a request does to a subscription, after the payment that it needs at once was tried. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { PaymentMethod } from "../../customers/payment_method/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import { byPath } from "../../resource.ts";
import { finalizeInvoice, type Invoice, leftToCharge, NO_METHOD, usedBy } from "../invoice/index.ts";
import { beginAttempt, payerOf } from "./attempt.ts";
import { previewBill } from "./bill.ts";
import { carryOut, type Doing } from "./carry_out.ts";
import type { PaymentBehavior, Subscription } from "./subscription.ts";

/** How the payment is made that a request needs. */
export interface Charging {
  readonly customer: Customer;
  readonly behavior: PaymentBehavior;
  readonly off_session: boolean;
}

/** What came of it: the subscription, or the id of one whose attempt has begun. */
export type Charged = Subscription | { readonly unfinished: string };

/**
 * Carries out what is to be done. `before` was inserted or read in this unit of work. If money is due at once, its
 * payment is tried first, and everything is written when the result is known.
 */
export async function chargeAndCarryOut(
  tx: Tx,
  before: Subscription,
  doing: Doing,
  { behavior, customer, off_session }: Charging,
): Promise<Charged> {
  const { after, bill } = doing;
  // An invoice that is sent stays a draft for its hour.
  if (bill === null || after.collection_method === "send_invoice") {
    return carryOut(tx, before, doing, { uses: [], waits: false });
  }
  const preview = await previewBill(tx, after, customer, bill);
  if (leftToCharge(preview, customer) === 0) {
    return carryOut(tx, before, doing, { uses: usedBy(preview), waits: false, pay: finalizeInvoice });
  }
  const payer = await payerOf(tx, after, customer);
  if (behavior === "default_incomplete") {
    const pay = async (own: Tx, draft: Invoice) =>
      readyToConfirm(own, await finalizeInvoice(own, draft), payer);
    return carryOut(tx, before, doing, { uses: [], waits: true, pay });
  }
  if (payer === null) throw errors.rule(NO_METHOD, undefined, "resource_missing");
  return beginAttempt(tx, before, {
    ...doing,
    bill,
    behavior,
    payment_method: payer.id,
    off_session,
  });
}

/** Gives the payment intent of an open invoice the method that would pay it, so that it only has to be confirmed. */
async function readyToConfirm(tx: Tx, open: Invoice, payer: PaymentMethod | null): Promise<Invoice> {
  if (open._payment_intent === null || payer === null) return open;
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", open._payment_intent);
  await tx.update<PaymentIntent>({ ...intent, payment_method: payer.id, status: "requires_confirmation" });
  return open;
}
