/** What becomes of a schedule when something happens to its subscription or its customer. */
import type { Row, Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { type TestClock, timeOf } from "../../customers/test_clock/index.ts";
import { updateAndTell } from "../../resource.ts";
import type { Subscription } from "../subscription/index.ts";
import { abandon } from "./close.ts";
import { phaseOf } from "./create.ts";
import { currentPhase, type Phase, SCHEDULE, type Schedule } from "./schedule.ts";
import { effectiveIn } from "./settings.ts";

/** How many schedules are read at a time. */
const READ_AT_ONCE = 100;

/** The active schedule of a subscription, or null. */
async function activeOf(tx: Tx, { schedule: id }: Subscription): Promise<Schedule | null> {
  const schedule = id === null ? null : await tx.get<Schedule>(SCHEDULE, id);
  return schedule?.status === "active" ? schedule : null;
}

/** A subscription that was changed by itself splits its current phase: from now on it is as it was changed to. */
async function onUpdated(tx: Tx, row: Row): Promise<void> {
  const subscription = row as Subscription;
  const schedule = await activeOf(tx, subscription);
  const phase = schedule === null ? null : currentPhase(schedule);
  if (schedule === null || phase === null) return;
  const { now } = tx.at(await timeOf(tx, subscription.customer));
  if (isAs(subscription, schedule, phase, now)) return;
  const { end_date } = phase;
  if (now >= end_date) return;
  const changed: Phase = {
    ...phaseOf(subscription, { start: now, end: end_date }),
    ...settingsOf(subscription),
    end_date,
    metadata: phase.metadata,
    proration_behavior: phase.proration_behavior,
  };
  const phases = schedule.phases.flatMap((one) =>
    one !== phase ? [one] : now === phase.start_date ? [changed] : [{ ...one, end_date: now }, changed],
  );
  await updateAndTell(tx, "subscription_schedule.updated", schedule, {
    ...schedule,
    current_phase: { end_date, start_date: now },
    phases,
  });
}

/** What a change of the subscription may have set otherwise than the default settings. */
function settingsOf(subscription: Subscription) {
  const { automatic_tax, collection_method, days_until_due, default_payment_method, description } =
    subscription;
  const { custom_fields, description: text, footer } = subscription.invoice_settings;
  return {
    automatic_tax,
    collection_method,
    default_payment_method,
    description,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields,
      days_until_due,
      description: text,
      footer,
      issuer: { type: "self" },
    },
  } as const satisfies Partial<Phase>;
}

/** Pure: whether a subscription is as its phase says. What is used up or set by itself does not count. */
function isAs(subscription: Subscription, schedule: Schedule, phase: Phase, now: number): boolean {
  const wanted = effectiveIn(phase, schedule.default_settings);
  const own = phaseOf(subscription);
  const terms = (items: Phase["items"], one: typeof wanted) => [
    items
      .map(({ price, quantity, tax_rates }) => [price, quantity ?? null, ...tax_rates.map(({ id }) => id)])
      .sort(),
    one.automatic_tax.enabled,
    one.collection_method,
    one.days_until_due,
    one.default_tax_rates.map(({ id }) => id),
    one.description,
  ];
  const method = wanted.default_payment_method;
  return (
    JSON.stringify(terms(phase.items, wanted)) === JSON.stringify(terms(own.items, subscription)) &&
    (method === null || method === subscription.default_payment_method) &&
    (own.trial_end === null ? (phase.trial_end ?? 0) <= now : own.trial_end === phase.trial_end)
  );
}

/** The schedule of a subscription that has ended ends too. */
async function onDeleted(tx: Tx, row: Row): Promise<void> {
  const subscription = row as Subscription;
  const schedule = await activeOf(tx, subscription);
  if (schedule === null) return;
  const isUnpaid = subscription.cancellation_details.reason === "payment_failed";
  const own = tx.at(await timeOf(tx, subscription.customer));
  await abandon(own, schedule, isUnpaid ? "subscription_schedule.aborted" : "subscription_schedule.canceled");
}

/** Ends every schedule that has not started, of those that these criteria find. */
async function endWaiting(tx: Tx, where: Readonly<Record<string, string>>): Promise<void> {
  const waiting = { ...where, scheduled: "true" };
  // This ends, because a schedule that has ended is no longer in the list.
  for (;;) {
    const { rows } = await tx.list<Schedule>(SCHEDULE, waiting, { limit: READ_AT_ONCE, unlisted: true });
    if (rows.length === 0) return;
    for (const { id } of rows) {
      const schedule = await tx.get<Schedule>(SCHEDULE, id);
      if (schedule !== null) await abandon(tx, schedule, "subscription_schedule.canceled");
    }
  }
}

export const reactions: Readonly<Record<string, (tx: Tx, row: Row) => Promise<void>>> = {
  "customer.deleted": (tx, row) => endWaiting(tx, { customer: (row as Customer).id }),
  "customer.subscription.deleted": onDeleted,
  "customer.subscription.updated": onUpdated,
  "test_helpers.test_clock.deleted": (tx, row) => endWaiting(tx, { test_clock: (row as TestClock).id }),
};
