/**
 * What happens to a schedule by itself: it starts, its next phase begins, its end is announced, and it ends. When a phase
 * ends, the timer of the subscription leaves it to this one, so that a period is billed as the phase it belongs to.
 */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Tx } from "../../../storage/port.ts";
import { type TimerWork, updateAndTell } from "../../resource.ts";
import { isPhaseOver, SCHEDULE_TIMER, type Subscription, scheduleTurn } from "../subscription/index.ts";
import { complete } from "./close.ts";
import { beginFirst, enter } from "./enter.ts";
import { endOf, isLiving, type Phase, SCHEDULE, type Schedule } from "./schedule.ts";

/**
 * How long before its end a schedule is announced to expire. Stripe's documentation says 7 days, and the fixtures of its
 * CLI wait for it 9 days before.
 */
const EXPIRING_SECONDS = 9 * 86_400;

export const turns: Record<string, TimerWork> = { [SCHEDULE_TIMER]: { does: "unit", run: turn } };

/** When its own timer is due: its start, or the announcement of its end. Phases are up to the subscription's timer. */
function turnsAt(schedule: Schedule): UnixSeconds | null {
  if (schedule.status === "not_started") return schedule.phases[0]?.start_date ?? null;
  const end = endOf(schedule);
  return schedule.status === "active" && schedule._expiring_told !== end ? end - EXPIRING_SECONDS : null;
}

/** Sets the timer of a schedule, or removes it. */
export async function scheduleNext(tx: Tx, schedule: Schedule): Promise<void> {
  const due = turnsAt(schedule);
  if (due === null) await tx.cancel(SCHEDULE_TIMER, schedule.id);
  else await tx.schedule({ kind: SCHEDULE_TIMER, subject: schedule.id, due });
}

async function turn(tx: Tx, id: string): Promise<void> {
  const schedule = await tx.get<Schedule>(SCHEDULE, id);
  if (schedule === null || !isLiving(schedule)) return;
  const [first] = schedule.phases;
  if (schedule.status === "not_started") {
    if (first === undefined || first.start_date > tx.now) return scheduleNext(tx, schedule);
    return start(tx, schedule, first);
  }
  const subscription = await tx.get<Subscription>("subscription", schedule.subscription ?? "");
  if (subscription === null) return;
  // An attempt at a payment is under way: the subscription's timer waits for it, and comes back here.
  if (subscription._attempt !== null) return scheduleTurn(tx, subscription);
  if (isPhaseOver(subscription, tx.now)) return next(tx, schedule, subscription);
  await announce(tx, schedule);
}

async function start(tx: Tx, schedule: Schedule, first: Phase): Promise<void> {
  const begun = started(schedule, first, tx.newId("sub_"));
  await tx.update(begun);
  await beginFirst(tx, begun, first, begun.subscription ?? "", null);
  const { current_phase, status, subscription: id } = schedule;
  await tx.emit("subscription_schedule.updated", begun, { current_phase, status, subscription: id });
  await scheduleNext(tx, begun);
}

/** Pure: a schedule whose first phase has begun. */
export function started(schedule: Schedule, { end_date, start_date }: Phase, subscription: string): Schedule {
  return { ...schedule, current_phase: { end_date, start_date }, status: "active", subscription };
}

async function next(tx: Tx, schedule: Schedule, subscription: Subscription): Promise<void> {
  const { current_phase: current, phases } = schedule;
  const phase = phases.find(({ start_date }) => start_date === current?.end_date);
  if (phase === undefined) return complete(tx, schedule, subscription);
  const { end_date, proration_behavior: proration, start_date } = phase;
  await enter(tx, schedule, phase, subscription, { at: null, previous: null, proration });
  const after: Schedule = { ...schedule, current_phase: { end_date, start_date } };
  await scheduleNext(tx, await updateAndTell(tx, "subscription_schedule.updated", schedule, after));
}

/** Emits `subscription_schedule.expiring` if it is time. */
async function announce(tx: Tx, schedule: Schedule): Promise<void> {
  const due = turnsAt(schedule);
  if (due === null || due > tx.now) return scheduleNext(tx, schedule);
  const told: Schedule = { ...schedule, _expiring_told: endOf(schedule) };
  await tx.update(told);
  await tx.emit("subscription_schedule.expiring", told);
  await scheduleNext(tx, told);
}
