/** The invoice that a subscription would make next, or that a change of it would make at once. Nothing is written. */
import { errors } from "../../../core/errors.ts";
import { type ObjectValue, p } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { InvoiceItem, Terms } from "../invoice/index.ts";
import { payerOf } from "./attempt.ts";
import { termsOf, waitingItems } from "./bill.ts";
import { updateParams } from "./params.ts";
import { presentPeriod } from "./period.ts";
import { renewed } from "./renewal.ts";
import { type Bill, ENDED, type Subscription } from "./subscription.ts";
import { previewChange } from "./update.ts";

const CANCELS_AT_TRIAL_END =
  "The subscription will cancel at the end of the trial instead of generating an invoice because the customer has not " +
  "provided a payment method and trial_settings[end_behavior][missing_payment_method] is set to `cancel`.";

/** What a preview of an invoice may say of its subscription. */
export const previewDetails = p.object({
  cancel_at: updateParams.cancel_at,
  cancel_at_period_end: updateParams.cancel_at_period_end,
  default_tax_rates: updateParams.default_tax_rates,
  items: p.about(
    "The items as they might be; without a subscription, those of a new one.",
    updateParams.items,
  ),
  proration_behavior: updateParams.proration_behavior,
  proration_date: updateParams.proration_date,
  trial_end: updateParams.trial_end,
  billing_cycle_anchor: updateParams.billing_cycle_anchor,
  billing_mode: p.notYet(),
  billing_schedules: p.nullable(p.notYet()),
  cancel_now: p.notYet(p.boolean(), [false]),
  metadata: p.metadata(),
  pause: p.notYet(),
  resume_at: p.notYet(),
  start_date: p.notYet(),
});
export type PreviewDetails = NonNullable<ObjectValue<{ details: typeof previewDetails }>["details"]>;

/** How a preview differs from the invoice that would be made by itself. */
export interface Previewing {
  readonly details: PreviewDetails;
  /** `recurring` leaves out what waits and what a change prorates. */
  readonly mode: "next" | "recurring";
  /** The items of the invoice with what the request changes of them or adds. */
  withAsked(waiting: readonly InvoiceItem[]): Promise<readonly InvoiceItem[]>;
}

/** What the invoice is made from, and when it would be made. */
export interface Upcoming {
  readonly terms: Terms;
  readonly at: number;
}

/**
 * What is next to be billed: at once, if the change that is asked for would do so, or at the next boundary. `tx` must
 * be a dry run.
 */
export async function upcoming(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  { details, mode, withAsked }: Previewing,
): Promise<Upcoming> {
  if (ENDED.includes(subscription.status)) throw errors.nothingUpcoming(customer.id);
  const { money, bill } = await previewChange(tx, subscription, details, withAsked);
  if (bill !== null && mode === "next") return { terms: termsOf(money.after, customer, bill), at: tx.now };
  const { after } = money;
  await checkRenews(tx, after, customer);
  const boundary = presentPeriod(after._items).end;
  const later = tx.at({ clock: tx.clock ?? "", now: boundary });
  const waiting = mode === "next" ? [...money.prorations, ...(await waitingItems(tx, after, "all"))] : [];
  const next = await renewed(later, after, await withAsked(waiting));
  if (next.bill === null) throw errors.nothingUpcoming(customer.id);
  return { terms: termsOf(next.after, customer, asUpcoming(next.bill)), at: boundary };
}

/** Refuses a subscription that ends before it would be billed again. */
async function checkRenews(tx: Tx, subscription: Subscription, customer: Customer): Promise<void> {
  const { cancel_at, status, trial_settings } = subscription;
  const { end } = presentPeriod(subscription._items);
  if (status === "paused" || (cancel_at !== null && cancel_at <= end))
    throw errors.nothingUpcoming(customer.id);
  const cancels = trial_settings.end_behavior.missing_payment_method === "cancel";
  if (status !== "trialing" || !cancels || (await payerOf(tx, subscription, customer)) !== null) return;
  throw errors.rule(CANCELS_AT_TRIAL_END);
}

function asUpcoming(bill: Bill): Bill {
  return { ...bill, auto_advance: false };
}
