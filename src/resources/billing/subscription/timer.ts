/** Pure, but for the last function: when something happens to a subscription by itself. It has one timer. */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { SubscriptionSettings } from "../../../core/settings.ts";
import type { Tx } from "../../../storage/port.ts";
import { presentPeriod } from "./period.ts";
import { ENDED, type Subscription } from "./subscription.ts";

/** The timer of every subscription: its subject is the subscription. */
export const TURN_TIMER = "subscription.turn";
/** The timer of a subscription's schedule: its subject is the schedule. */
export const SCHEDULE_TIMER = "subscription_schedule.turn";

const DAY_SECONDS = 86_400;
/** How long the first payment may take: 23 hours (Stripe docs, `incomplete`). */
const FIRST_PAYMENT_SECONDS = 23 * 3600;
/** How long before its end a trial is announced. */
const ANNOUNCED_SECONDS = 3 * DAY_SECONDS;

/** When the first payment is too late. */
export function expiresAt({ created, status }: Subscription): UnixSeconds | null {
  return status === "incomplete" ? created + FIRST_PAYMENT_SECONDS : null;
}

/** When the end of a trial is announced; null if it was, or if there is no trial. */
export function announcesAt({ status, trial_end, _trial_end_announced }: Subscription): UnixSeconds | null {
  return status === "trialing" && trial_end !== null && !_trial_end_announced
    ? trial_end - ANNOUNCED_SECONDS
    : null;
}

/** When the next period of any item begins; null while the subscription does not renew. */
export function renewsAt({ status, _items }: Subscription): UnixSeconds | null {
  if (status === "incomplete" || status === "paused" || ENDED.includes(status)) return null;
  return Math.min(
    ...(_items.length === 0 ? [Number.POSITIVE_INFINITY] : _items.map((item) => item.current_period_end)),
  );
}

/**
 * When the shop is told of the next invoice (Stripe docs, `invoice.upcoming`): so many days before it is made and charged.
 * Null if it was told, or if the period is not longer than that.
 */
export function upcomingAt(subscription: Subscription, { upcoming_days: days }: SubscriptionSettings) {
  const {
    cancel_at,
    collection_method,
    pause_collection,
    status,
    _items,
    _phase_end,
    _upcoming_told: told,
  } = subscription;
  const renews = renewsAt(subscription);
  if (renews === null || told === renews || !Number.isFinite(renews)) return null;
  // What a further phase of its schedule makes of it is not known here.
  if ([cancel_at, _phase_end].some((end) => end !== null && end <= renews)) return null;
  const isCharged = collection_method === "charge_automatically" && pause_collection === null;
  if (!isCharged || status === "unpaid") return null;
  const at = renews - days * DAY_SECONDS;
  return at > presentPeriod(_items).start ? at : null;
}

/**
 * Whether the present phase of its schedule is over, and nothing comes before what follows: a period that began within
 * the phase is billed first, and one that begins with the next phase is billed as that phase has it.
 */
export function isPhaseOver(subscription: Subscription, now: UnixSeconds): boolean {
  const { status, _phase_end: end } = subscription;
  if (end === null || end > now || ENDED.includes(status)) return false;
  return end <= (renewsAt(subscription) ?? end);
}

/** When anything of it is due next; null if nothing is. */
function turnsAt(subscription: Subscription, settings: SubscriptionSettings): UnixSeconds | null {
  const { cancel_at, pause_collection, pending_update, status, _phase_end } = subscription;
  if (ENDED.includes(status)) return null;
  const moments = [
    expiresAt(subscription),
    announcesAt(subscription),
    renewsAt(subscription),
    upcomingAt(subscription, settings),
    cancel_at,
    pause_collection?.resumes_at ?? null,
    pending_update?.expires_at ?? null,
    _phase_end,
  ].filter((at) => at !== null && Number.isFinite(at));
  return moments.length === 0 ? null : Math.min(...(moments as number[]));
}

/** Sets the timer of a subscription, or removes it. */
export async function scheduleTurn(tx: Tx, subscription: Subscription): Promise<void> {
  const due = turnsAt(subscription, tx.settings.subscriptions);
  if (due === null) await tx.cancel(TURN_TIMER, subscription.id);
  // A test clock's timer acts at the moment it is due, which must not be before what it acts upon.
  else await tx.schedule({ kind: TURN_TIMER, subject: subscription.id, due: Math.max(due, tx.now) });
}
