/** What happens to a timer whose work failed: it waits and is tried again, or is given up in the end. */
import type { Clock } from "../core/clock.ts";
import type { GivesUp } from "../resources/resource.ts";
import { type ClaimedTimer, NO_CAUSE } from "../storage/port.ts";
import type { FireParts } from "./fire.ts";

/** Seconds until a timer is tried again after its work failed once, twice, and so on. */
export const BACKOFF_SECONDS = [1, 5, 30, 120, 600] as const;
const BACKOFF_SECONDS_MAX = 600;

export interface FailedParts extends FireParts {
  readonly realClock: Clock;
  /** Reports a failure and the kind of timer concerned; never an object's content. */
  readonly report: (error: unknown, what: string) => void;
}

/** Reports the failure, and makes the timer wait, or gives it up if it has failed too often. Never throws. */
export async function failed(parts: FailedParts, timer: ClaimedTimer, error: unknown): Promise<void> {
  const { realClock, report, store, timers } = parts;
  report(error, timer.kind);
  const failures = timer.failures + 1;
  const givesUp = timers.get(timer.kind)?.givesUp;
  if (givesUp !== undefined && failures >= givesUp.after) {
    try {
      await abandon(parts, timer, givesUp, failures);
      return;
    } catch (failure) {
      report(failure, timer.kind); // tried again like any other work
    }
  }
  const wait = BACKOFF_SECONDS[timer.failures] ?? BACKOFF_SECONDS_MAX;
  try {
    await store.postponeFailed(timer, realClock.seconds() + wait);
  } catch (failure) {
    report(failure, timer.kind); // the lease will run out by itself
  }
}

/** Replaces work that failed too often by what its resource defines; does nothing if the lease is lost. */
async function abandon(
  { report, store }: FailedParts,
  timer: ClaimedTimer,
  givesUp: GivesUp,
  failures: number,
): Promise<void> {
  const isOurs = await store.transact(timer.account, NO_CAUSE, async (tx) => {
    if (!(await tx.finish(timer))) return false;
    await givesUp.run(tx, timer.subject);
    return true;
  });
  if (!isOurs) return;
  report(
    new Error(`${timer.kind} of ${timer.subject} failed ${failures} times and was given up`),
    timer.kind,
  );
}
