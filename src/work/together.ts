/**
 * Fires timers that are due at the same moment: several at a time, so that they share commits, and those of one
 * subject one after another.
 */
import type { ClaimedTimer } from "../storage/port.ts";

/** Timers fired at the same time; leaves room for requests in a group commit. */
export const TOGETHER_MAX = 32;

/** Resolves when all are done. Throws the first error, after the others are done as well. */
export async function fireTogether(
  timers: readonly ClaimedTimer[],
  fire: (timer: ClaimedTimer) => Promise<unknown>,
): Promise<void> {
  const bySubject = new Map<string, ClaimedTimer[]>();
  for (const timer of timers) {
    const name = `${timer.account.id} ${timer.subject}`;
    bySubject.set(name, [...(bySubject.get(name) ?? []), timer]);
  }
  const waiting = [...bySubject.values()];
  const lanes = Array.from({ length: TOGETHER_MAX }, async () => {
    for (let own = waiting.shift(); own !== undefined; own = waiting.shift()) {
      for (const timer of own) await fire(timer);
    }
  });
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === "rejected") throw lane.reason;
}
