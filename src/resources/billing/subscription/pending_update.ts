/** Pure: a change that waits until its invoice is paid (`pending_if_incomplete`, and resuming). */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Subscription } from "./subscription.ts";

/** How long a change waits at most: 23 hours (Stripe docs, pending updates). */
const WAIT_SECONDS = 23 * 3600;

/** The subscription as it was, with the change shown as pending. */
export function heldBack(before: Subscription, after: Subscription, now: UnixSeconds): Subscription {
  return {
    ...before,
    pending_update: {
      billing_cycle_anchor: changedTo(before.billing_cycle_anchor, after.billing_cycle_anchor),
      cancel_at_period_end: changedTo(before.cancel_at_period_end, after.cancel_at_period_end),
      discount: null,
      discounts: changedTo(before.discounts, after.discounts),
      expires_at: expiresAt(before, now),
      metadata: changedTo(before.metadata, after.metadata),
      subscription_items: changedTo(before._items, after._items),
      trial_end: changedTo(before.trial_end, after.trial_end),
      trial_from_plan: null,
    },
    _held_back: after,
  };
}

/** The new value, or null if it is the old one. */
function changedTo<T>(before: T, after: T): T | null {
  return JSON.stringify(before) === JSON.stringify(after) ? null : after;
}

/** Sooner, if a trial or a period ends before. */
function expiresAt({ status, trial_end, _items }: Subscription, now: UnixSeconds): UnixSeconds {
  const ends = status === "paused" ? [] : [trial_end, ..._items.map((item) => item.current_period_end)];
  const coming = ends.filter((at) => at !== null && at > now) as UnixSeconds[];
  return Math.min(now + WAIT_SECONDS, ...coming);
}

/** The subscription after its pending change took effect; what has happened to it meanwhile stays. */
export function applied(subscription: Subscription): Subscription {
  const { default_payment_method, latest_invoice, schedule, _held_back: after, _phase_end } = subscription;
  if (after === null) return subscription;
  return {
    ...subscription,
    ...after,
    default_payment_method,
    latest_invoice,
    pending_update: null,
    schedule,
    _held_back: null,
    _phase_end,
  };
}
