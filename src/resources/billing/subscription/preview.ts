/** The invoice that a subscription would make next, or that a change of it would make at once. Nothing is written. */
import { errors } from "../../../core/errors.ts";
import { type ObjectValue, p } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { termsOf, waitingItems } from "./bill.ts";
import { nextInvoice, type Upcoming, whyNotBilled } from "./next_invoice.ts";
import { updateParams } from "./params.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { previewChange } from "./update.ts";

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

/**
 * What is next to be billed: at once, if the change that is asked for would do so, or at the next boundary. `tx` must
 * be a dry run. `recurring` leaves out what waits and what a change prorates.
 */
export async function upcoming(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  details: PreviewDetails,
  mode: "next" | "recurring",
): Promise<Upcoming> {
  if (ENDED.includes(subscription.status)) throw errors.nothingUpcoming(customer.id);
  const { money, bill } = await previewChange(tx, subscription, details);
  if (bill !== null && mode === "next") return { terms: termsOf(money.after, customer, bill), at: tx.now };
  const { after } = money;
  const fault = await whyNotBilled(tx, after, customer);
  if (fault !== null) throw fault;
  const waiting = mode === "next" ? [...money.prorations, ...(await waitingItems(tx, after, "all"))] : [];
  const next = await nextInvoice(tx, after, customer, waiting);
  if (next === null) throw errors.nothingUpcoming(customer.id);
  return next;
}
