/**
 * The invoice that a subscription would make next, that a change of it would make at once, or that a new one would begin
 * with. Nothing is written.
 */
import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { InvoiceItem, NewLine, Terms } from "../invoice/index.ts";
import { termsOf, waitingItems } from "./bill.ts";
import { withPlannedEnd } from "./cancel.ts";
import { termsFor } from "./create.ts";
import { nextInvoice, type Upcoming, whyNotBilled } from "./next_invoice.ts";
import { openingBill } from "./opening.ts";
import { type CreateInput, createParams, type UpdateInput, updateParams } from "./params.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { newSubscription } from "./terms.ts";
import { previewChange } from "./update.ts";

/** What a preview of an invoice may say of its subscription. */
export const previewDetailFields = {
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
  billing_cycle_anchor: p.about(
    "Whether the billing cycle begins anew; of a new subscription, when its first full period begins.",
    p.object({ timestamp: p.timestamp(), type: p.required(p.oneOf("now", "timestamp", "unchanged")) }),
  ),
  billing_mode: p.about("Of a new subscription.", createParams.billing_mode),
  billing_schedules: p.nullable(p.notYet()),
  cancel_now: p.notYet(p.boolean(), [false]),
  metadata: p.metadata(),
  pause: p.notYet(),
  resume_at: p.notYet(),
  start_date: p.notYet(),
} as const satisfies Fields;
export type PreviewDetails = ObjectValue<typeof previewDetailFields>;

/** How a preview differs from the invoice that would be made by itself. */
export interface Previewing {
  readonly details: PreviewDetails;
  /** `recurring` leaves out what is billed only once: what waits, and what a change prorates. */
  readonly mode: "next" | "recurring";
  /** The items of the invoice with what the request changes of them or adds. */
  withAsked(waiting: readonly InvoiceItem[]): Promise<readonly InvoiceItem[]>;
}

/**
 * What is next to be billed: at once, if the change that is asked for would do so, or at the next boundary. `tx` must
 * be a dry run. `recurring` leaves out what waits and what a change prorates.
 */
export async function upcoming(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  { details, mode, withAsked }: Previewing,
): Promise<Upcoming> {
  if (ENDED.includes(subscription.status)) throw errors.nothingUpcoming(customer.id);
  const { money, bill } = await previewChange(tx, subscription, changeOf(details), withAsked);
  if (bill !== null && mode === "next") return { terms: termsOf(money.after, customer, bill), at: tx.now };
  const { after } = money;
  const fault = await whyNotBilled(tx, after, customer);
  if (fault !== null) throw fault;
  const waiting = mode === "next" ? [...money.prorations, ...(await waitingItems(tx, after, "all"))] : [];
  const next = await nextInvoice(tx, after, customer, await withAsked(waiting));
  if (next === null) throw errors.nothingUpcoming(customer.id);
  return next;
}

/** Pure: the change of a subscription that a preview describes. */
function changeOf({ billing_cycle_anchor: anchor, billing_mode, ...change }: PreviewDetails): UpdateInput {
  if (billing_mode !== undefined) throw onlyOfNew("billing_mode");
  if (anchor === undefined) return change;
  const { type } = anchor;
  if (type === "timestamp") throw onlyOfNew("billing_cycle_anchor");
  return { ...change, billing_cycle_anchor: { type } };
}

function onlyOfNew(name: string) {
  return errors.rule(
    `\`subscription_details[${name}]\` can only be set like this in a preview of a new subscription.`,
    `subscription_details[${name}]`,
  );
}

/** What a preview of a new subscription says besides its details. */
type NewPreview = Pick<CreateInput, "currency" | "discounts">;

const ITEMS = "subscription_details[items]";

/**
 * The invoice that a new subscription would begin with, or its next one if it begins without. `tx` must be a dry run.
 * `recurring` shows the next one: a whole period. The subscription itself is nowhere in it, since there is none.
 */
export async function opening(
  tx: Tx,
  customer: Customer,
  details: PreviewDetails,
  input: NewPreview,
  behaviour: Pick<Behaviour, "billing_mode_default">,
  mode: Previewing["mode"],
): Promise<Upcoming> {
  const terms = await termsFor(tx, customer, newOf(details, input), behaviour, ITEMS);
  const { cancel_at, cancel_at_period_end } = details;
  const cancels = cancel_at_period_end ? "at_period_end" : (cancel_at ?? null);
  const fresh = withPlannedEnd(newSubscription(tx, terms), cancels, tx.now);
  const bill = mode === "next" ? openingBill(tx, fresh, terms) : null;
  if (bill !== null) return { terms: ofNobody(termsOf(fresh, customer, bill)), at: tx.now };
  const fault = await whyNotBilled(tx, fresh, customer);
  if (fault !== null) throw fault;
  const next = await nextInvoice(tx, fresh, customer, []);
  if (next === null) throw errors.nothingUpcoming(customer.id);
  return { ...next, terms: ofNobody(next.terms) };
}

/** Pure: the parameters that would create the subscription. */
function newOf(details: PreviewDetails, input: NewPreview): CreateInput {
  const { billing_cycle_anchor: anchor, cancel_at, default_tax_rates, proration_date, trial_end } = details;
  const { billing_mode, cancel_at_period_end, metadata, proration_behavior } = details;
  if (details.items === undefined || details.items.length === 0) throw errors.missingParam(ITEMS);
  for (const { id } of details.items) {
    if (id !== undefined) throw errors.rule(`Invalid subscription_item id: ${id}`);
  }
  if (proration_date !== undefined || anchor?.type === "unchanged") {
    const name = proration_date === undefined ? "billing_cycle_anchor" : "proration_date";
    throw errors.rule(
      `\`subscription_details[${name}]\` needs a \`subscription\` that it changes.`,
      `subscription_details[${name}]`,
    );
  }
  if (anchor?.type === "timestamp" && anchor.timestamp === undefined) {
    throw errors.missingParam("subscription_details[billing_cycle_anchor][timestamp]");
  }
  if (typeof cancel_at === "number" && cancel_at_period_end) {
    throw errors.onlyOneOf(["cancel_at", "cancel_at_period_end"], "subscription_details[cancel_at]");
  }
  const given = { billing_mode, default_tax_rates, metadata, proration_behavior, trial_end, ...input };
  return {
    // Safe cast: only what was sent is there.
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as CreateInput),
    ...(anchor?.timestamp === undefined ? {} : { billing_cycle_anchor: anchor.timestamp }),
    items: details.items,
  };
}

/** Pure: the terms without the subscription, which has no id that could be looked up. */
function ofNobody(terms: Terms): Terms {
  return { ...terms, lines: terms.lines.map(withoutSubscription), subscription: null };
}

function withoutSubscription(line: NewLine): NewLine {
  const { parent } = line;
  if (parent.type !== "subscription_item_details") return line;
  const details = { ...parent.subscription_item_details, subscription: null };
  return { ...line, parent: { ...parent, subscription_item_details: details } };
}
