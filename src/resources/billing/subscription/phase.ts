/**
 * What a schedule does to its subscription: begins it with the first phase, changes it to each further one, and lets it
 * go. The invoices that this makes are drafts for an hour, as those of a renewal are; nothing waits for a payment.
 */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Tx } from "../../../storage/port.ts";
import { withPlannedEnd } from "./cancel.ts";
import { carryOut } from "./carry_out.ts";
import { pairsWith } from "./change_items.ts";
import { dropPendingUpdate } from "./drop_update.ts";
import { begunStatus, openingBill } from "./opening.ts";
import { presentPeriod } from "./period.ts";
import { renewed } from "./renewal.ts";
import type { RepriceInput } from "./reprice.ts";
import { saveAndTell } from "./save.ts";
import type { Bill, Subscription } from "./subscription.ts";
import { newSubscription, type SoldItem, type SoldOnce, type SubscriptionTerms } from "./terms.ts";
import { changing } from "./update.ts";

/** Payments for time that has passed: the first invoice has the lines of so many periods at most. */
const PASSED_PERIODS_MAX = 100;
const NEVER_PAID = { uses: [], waits: false } as const;

/** How a schedule manages a subscription at present. */
export interface Managed {
  readonly schedule: string;
  readonly phase_end: UnixSeconds;
  /** When the schedule ends with the subscription; null if the subscription goes on. */
  readonly cancel_at: UnixSeconds | null;
}

/** Pure: the subscription with what its schedule says of it. */
export function managedBy(subscription: Subscription, managed: Managed, now: UnixSeconds): Subscription {
  const { cancel_at, phase_end: _phase_end, schedule } = managed;
  const own: Subscription = { ...subscription, schedule, _phase_end };
  // A moment that has passed needs no plan: the schedule ends the subscription as soon as it has caught up.
  if (cancel_at === own.cancel_at || (cancel_at !== null && cancel_at <= now)) return own;
  return withPlannedEnd(own, cancel_at, now);
}

/**
 * Begins a subscription at `start`, which may have passed: then its first invoice has the periods since then.
 * `terms.timing` begins at `start` too.
 */
export async function beginAt(
  tx: Tx,
  start: UnixSeconds,
  terms: SubscriptionTerms,
  managed: Managed,
): Promise<Subscription> {
  const then = { now: start, newId: (prefix: string) => tx.newId(prefix) };
  const fresh = managedBy({ ...newSubscription(then, terms), created: tx.now }, managed, tx.now);
  await tx.insert(fresh);
  const { after, bill } = await untilNow(tx, fresh, openingBill(tx, fresh, terms));
  const begun: Subscription = { ...after, status: begunStatus(after, tx.now) };
  return carryOut(tx, fresh, { does: "create", after: begun, bill }, NEVER_PAID);
}

/** The subscription in its present period, and the first invoice with all periods until then. */
async function untilNow(tx: Tx, fresh: Subscription, first: Bill | null) {
  let [after, bill] = [fresh, first];
  for (let passed = 0; passed < PASSED_PERIODS_MAX; passed++) {
    if (presentPeriod(after._items).end > tx.now) break;
    const next = await renewed(tx, after, []);
    after = next.after;
    if (next.bill === null) continue;
    const lines = [...next.bill.lines, ...(bill?.lines ?? [])];
    bill = { ...(bill ?? { ...next.bill, reason: "subscription_create", period: null }), lines };
  }
  return { after, bill };
}

/** A phase, once everything that it names was looked up. */
export interface PhaseTerms {
  /** The subscription with everything changed that costs nothing. */
  readonly plain: Subscription;
  readonly items: readonly SoldItem[];
  readonly once: readonly SoldOnce[];
  readonly input: RepriceInput;
}

/** Changes a subscription to a phase. `before` was read in this unit of work. */
export async function changeTo(tx: Tx, before: Subscription, terms: PhaseTerms): Promise<Subscription> {
  const { input, items, once, plain } = terms;
  const pairs = pairsWith(tx, before, items);
  return carryOut(tx, before, await changing(tx, { plain, pairs, once, input }), NEVER_PAID);
}

/** The subscription without a change that waits for its payment: a phase drops it (Stripe docs, pending updates). */
export async function withoutPendingUpdate(tx: Tx, subscription: Subscription): Promise<Subscription> {
  return subscription.pending_update === null ? subscription : dropPendingUpdate(tx, subscription);
}

/** Puts a subscription under a schedule. */
export async function manage(tx: Tx, before: Subscription, managed: Managed): Promise<Subscription> {
  return saveAndTell(tx, before, managedBy(before, managed, tx.now));
}

/** The subscription goes on without a schedule; with `keepsEnd`, until the end that the schedule has planned. */
export async function letGo(tx: Tx, before: Subscription, keepsEnd: boolean): Promise<Subscription> {
  const free: Subscription = { ...before, schedule: null, _phase_end: null };
  const ends = free.cancel_at !== null && !keepsEnd;
  return saveAndTell(tx, before, ends ? withPlannedEnd(free, null, tx.now) : free);
}
