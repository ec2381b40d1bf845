/**
 * Leases on timers: who claims a timer has it for a while, and renews the lease if the work is long. The lease
 * of a process that died runs out, and the timer becomes due again by itself.
 */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import type { ClaimedTimer, Store } from "../storage/port.ts";

/** How long a claim lasts. After a crash the work is done again at most this much later. */
export const LEASE_SECONDS = 30;
/** A lease with less time left is renewed before the next step; a try at a webhook takes up to 15 seconds. */
const LEASE_LEFT_MIN = 20;

export interface LeaseParts {
  readonly realClock: Clock;
  readonly store: Store;
}

/**
 * Keeps the lease of long work. Asked before each step, it renews the lease if little of it is left, and
 * answers whether the lease is still held.
 */
export function leaseKeeper({ realClock, store }: LeaseParts, timer: ClaimedTimer, leasedUntil: UnixSeconds) {
  let until = leasedUntil;
  return async (): Promise<boolean> => {
    const left = until - realClock.seconds();
    if (left >= LEASE_LEFT_MIN && left <= LEASE_SECONDS) return true;
    until = realClock.seconds() + LEASE_SECONDS;
    return store.postpone(timer, until);
  };
}
