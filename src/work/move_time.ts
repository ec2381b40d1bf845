/**
 * Moves the clock of the whole server forward: fires what becomes due on the way, of all accounts, in order,
 * each at its own moment. Test clocks are moved by `advance.ts`, and stand still meanwhile.
 */
import type { Clock, MovableClock, UnixSeconds } from "../core/clock.ts";
import { DELIVER_TIMER } from "../resources/events/event.ts";
import type { Store } from "../storage/port.ts";
import { LEASE_SECONDS } from "./lease.ts";
import { fireTogether } from "./together.ts";
import type { Hold } from "./worker.ts";

/** Timers claimed at a time, all due by the same moment. */
const CLAIM_MAX = 100;
/** Timers that one call fires, at most. */
const FIRED_MAX = 1_000_000;

export interface MoveParts {
  readonly clock: MovableClock;
  readonly realClock: Clock;
  readonly store: Store;
  /** Keeps the worker from firing timers meanwhile. Webhooks are still sent. */
  readonly hold: () => Promise<Hold>;
}

/**
 * Moves the clock to `until` and returns how many timers were fired. The clock stands still at each due time
 * until the work of that time is done, and then goes on at the rate that it had. Work that fails is tried
 * again later, in real time. The clock stops on the way after `FIRED_MAX` timers, or if the worker stops.
 */
export async function moveTime(
  { clock, realClock, store, hold }: MoveParts,
  until: UnixSeconds,
): Promise<number> {
  const { rate } = clock;
  // Before anything is waited for: the clock must not pass `until` meanwhile, since it only moves forward.
  clock.setRate(0);
  let held: Hold | null = null;
  let fired = 0;
  try {
    held = await hold();
    const { fire } = held;
    while (fired < FIRED_MAX) {
      const due = await store.nextTimerExcept(DELIVER_TIMER);
      if (due === null || due > until) {
        if (until > clock.seconds()) clock.moveTo(until);
        break;
      }
      if (due > clock.seconds()) clock.moveTo(due);
      const real = realClock.seconds();
      const which = { real, except: DELIVER_TIMER };
      let goesOn = true;
      const timers = await store.claimTimers(clock.seconds(), LEASE_SECONDS, CLAIM_MAX, which);
      await fireTogether(timers, async (timer) => {
        goesOn = (await fire(timer)) && goesOn;
      });
      fired += timers.length;
      if (!goesOn) break;
    }
    return fired;
  } finally {
    clock.setRate(rate);
    held?.release();
  }
}
