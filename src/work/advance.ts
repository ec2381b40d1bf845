/**
 * Advances a test clock: runs everything that becomes due on the way, in order, each at its own moment.
 * Nothing waits: a year passes as quickly as its timers can be processed. If the process dies on the way, the
 * timer that asked for the advance becomes due again, and the next one goes on where this one stopped.
 */
import type { UnixSeconds } from "../core/clock.ts";
import type { AdvanceWork } from "../resources/resource.ts";
import { type Account, type ClaimedTimer, NO_CAUSE } from "../storage/port.ts";
import { type FireParts, fire } from "./fire.ts";
import { fireTogether, TOGETHER_MAX } from "./together.ts";

/**
 * Timers that one call fires, at most. More mean that a timer keeps scheduling itself without time passing.
 */
export const FIRED_MAX = 10_000;

/** Asked again and again on the way: whether the advance may go on. */
export type GoesOn = () => Promise<boolean>;

/**
 * Does the work of a timer that asks for an advance: moves the clock to its target, then reports its arrival.
 * Stops on the way if `goesOn` says no, and leaves the timer.
 */
export async function runAdvance(
  parts: FireParts,
  timer: ClaimedTimer,
  work: AdvanceWork,
  goesOn: GoesOn,
): Promise<void> {
  const { store } = parts;
  const { account, subject: clock } = timer;
  const until = await store.read(account, (reader) => work.until(reader, clock));
  if (until !== null && !(await advanceClock(parts, account, clock, until, goesOn))) return;
  await store.transact(account, NO_CAUSE, async (tx) => {
    if (await tx.finish(timer)) await work.arrive(tx, clock);
  });
}

/**
 * Fires the timers of an account's test clock that are due by `until`, and those that they schedule. Returns
 * true once none is left, and false if `goesOn` stopped it. Stops at the moment at which the work of one throws;
 * that timer stays due, and a second call continues with it.
 */
export async function advanceClock(
  parts: FireParts,
  account: Account,
  clock: string,
  until: UnixSeconds,
  goesOn: GoesOn = async () => true,
): Promise<boolean> {
  for (let fired = 0; fired < FIRED_MAX; ) {
    if (!(await goesOn())) return false;
    const timers = await parts.store.nextTimersOf(account, clock, until, TOGETHER_MAX);
    if (timers.length === 0) return true;
    await fireTogether(timers, (timer) => fire(parts, timer));
    fired += timers.length;
  }
  throw new Error(`test clock ${clock} did not come to rest after ${FIRED_MAX} timers`);
}
