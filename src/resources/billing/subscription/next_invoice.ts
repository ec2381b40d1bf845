/** The invoice that a subscription makes at its next boundary, before it is made. Nothing is written. */
import { type ApiError, errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { InvoiceItem, Terms } from "../invoice/index.ts";
import { payerOf } from "./attempt.ts";
import { termsOf } from "./bill.ts";
import { presentPeriod } from "./period.ts";
import { renewed } from "./renewal.ts";
import type { Subscription } from "./subscription.ts";

const CANCELS_AT_TRIAL_END =
  "The subscription will cancel at the end of the trial instead of generating an invoice because the customer has not " +
  "provided a payment method and trial_settings[end_behavior][missing_payment_method] is set to `cancel`.";

/** What an invoice is made from, and when it would be made. */
export interface Upcoming {
  readonly terms: Terms;
  readonly at: number;
}

/** Why a subscription ends, or stands still, before it would be billed again; null if it does not. */
export async function whyNotBilled(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
): Promise<ApiError | null> {
  const { cancel_at, status, trial_settings } = subscription;
  const { end } = presentPeriod(subscription._items);
  if (status === "paused" || (cancel_at !== null && cancel_at <= end)) {
    return errors.nothingUpcoming(customer.id);
  }
  const cancels = trial_settings.end_behavior.missing_payment_method === "cancel";
  if (status !== "trialing" || !cancels || (await payerOf(tx, subscription, customer)) !== null) return null;
  return errors.rule(CANCELS_AT_TRIAL_END);
}

/** The invoice of the next boundary, with the items that wait for it; null if it would be empty. */
export async function nextInvoice(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  waiting: readonly InvoiceItem[],
): Promise<Upcoming | null> {
  const at = presentPeriod(subscription._items).end;
  const { after, bill } = await renewed(tx.at({ clock: tx.clock ?? "", now: at }), subscription, waiting);
  return bill === null ? null : { terms: termsOf(after, customer, { ...bill, auto_advance: false }), at };
}
