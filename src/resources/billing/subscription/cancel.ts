/** How a subscription ends, and how its end is planned. Giving back the rest of a period is in `prorate.ts`. */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Invoice } from "../invoice/index.ts";
import { presentPeriod } from "./period.ts";
import { checkCancelAt } from "./rules.ts";
import { statusAfter } from "./status.ts";
import { NOT_CANCELED, type Subscription } from "./subscription.ts";
import { scheduleTurn } from "./timer.ts";

/** The most open invoices of one subscription that are stopped. */
const OPEN_MAX = 100;

/** When a subscription shall end, as a request says it; null for never. */
export type Cancels =
  | UnixSeconds
  | "at_period_end"
  | "max_billed_until"
  | "max_period_end"
  | "min_period_end"
  | null;

/** Pure: a subscription whose end is planned, or no longer planned. */
export function withPlannedEnd(subscription: Subscription, cancels: Cancels, now: UnixSeconds): Subscription {
  const { cancellation_details: details } = subscription;
  if (cancels === null) {
    return { ...subscription, ...NOT_CANCELED, cancellation_details: { ...details, reason: null } };
  }
  const cancel_at = momentOf(subscription, cancels);
  checkCancelAt(cancel_at, now);
  return {
    ...subscription,
    cancel_at,
    cancel_at_period_end: cancels === "at_period_end",
    canceled_at: now,
    cancellation_details: { ...details, reason: "cancellation_requested" },
  };
}

function momentOf({ _items }: Subscription, cancels: NonNullable<Cancels>): UnixSeconds {
  if (typeof cancels === "number") return cancels;
  // Items are billed until their periods end.
  return cancels === "max_billed_until" || cancels === "max_period_end"
    ? Math.max(..._items.map((item) => item.current_period_end))
    : presentPeriod(_items).end;
}

/** Pure: a subscription that has ended now. An earlier request to end it keeps its time. */
function ended(subscription: Subscription, reason: string, now: UnixSeconds): Subscription {
  return {
    ...subscription,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: { ...subscription.cancellation_details, reason },
    ended_at: now,
    pending_update: null,
    _held_back: null,
    status: statusAfter(subscription.status, "canceled"),
  };
}

/**
 * Ends a subscription now: saves it, removes its timer and emits `customer.subscription.deleted`. Its invoices are no
 * longer tried by themselves.
 */
export async function end(tx: Tx, subscription: Subscription, reason: string): Promise<Subscription> {
  await stopCollecting(tx, subscription);
  const after = ended(subscription, reason, tx.now);
  await tx.update(after);
  await scheduleTurn(tx, after);
  await tx.emit("customer.subscription.deleted", after);
  return after;
}

/** Open invoices stay open, but are no longer tried by themselves. */
async function stopCollecting(tx: Tx, { id }: Subscription): Promise<void> {
  const where = { subscription: id, status: "open" };
  const { rows } = await tx.list<Invoice>("invoice", where, { limit: OPEN_MAX, unlisted: true });
  for (const row of rows) {
    const invoice = await tx.get<Invoice>("invoice", row.id);
    if (invoice?.status === "open")
      await tx.update<Invoice>({ ...invoice, auto_advance: false, next_payment_attempt: null });
  }
}
