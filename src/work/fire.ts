/**
 * Does the work of one timer that is due. `worker.ts` decides which timers are due in real time, and
 * `advance.ts` for test clocks.
 */
import type { TimerWork, Units } from "../resources/resource.ts";
import { type ClaimedTimer, NO_CAUSE, type Store } from "../storage/port.ts";

export interface FireParts {
  readonly store: Store;
  /** The work of every kind of timer except webhook delivery. */
  readonly timers: ReadonlyMap<string, TimerWork>;
}

/**
 * Does a timer's work, unless the timer was moved or removed since it was read. A test clock's timer acts at
 * the moment it was due, which may be long before the time to which the clock is advanced.
 */
export async function fire({ store, timers }: FireParts, timer: ClaimedTimer): Promise<void> {
  const work = timers.get(timer.kind);
  if (work === undefined) throw new Error(`no work is known for timers of this kind: ${timer.kind}`);
  if (work.does === "advance") throw new Error(`${timer.kind} is no work that a test clock's timer can do`);
  const time = timer.clock === "" ? null : { clock: timer.clock, now: timer.due };
  if (work.does === "staged") {
    const units: Units = (unit) => store.transact(timer.account, NO_CAUSE, (tx) => unit(tx.at(time)));
    await work.run(units, timer.subject);
    await store.finish(timer);
    return;
  }
  await store.transact(timer.account, NO_CAUSE, async (tx) => {
    if (await tx.finish(timer)) await work.run(tx.at(time), timer.subject);
  });
}
