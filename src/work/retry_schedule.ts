/**
 * When an event that was not acknowledged is sent again; pure.
 *
 * Stripe documents "three retries over a few hours" for test mode and "up to three days" for live mode, but
 * not the delays. Our default, `sandbox`, keeps that number and span, with the first retry soon enough for
 * somebody who has just restarted their application: 10 seconds, 5 minutes, 3 hours. `live` grows from the
 * same 10 seconds to 8 hours and ends within three days.
 */
import { httpDate, type UnixSeconds } from "../core/clock.ts";

const MINUTE = 60;
const HOUR = 3600;

/** Seconds to wait after the first failed try, after the second, and so on. */
export const RETRY_SCHEDULES = {
  sandbox: [10, 5 * MINUTE, 3 * HOUR],
  live: [10, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, ...Array<number>(7).fill(8 * HOUR)],
} as const satisfies Record<string, readonly number[]>;
export type RetrySchedule = keyof typeof RETRY_SCHEDULES;

/**
 * Each delay varies by up to this fraction around the table's value, so that retries do not happen all at
 * once.
 */
export const JITTER = 0.1;
/** The longest delay that an endpoint's `Retry-After` may request, in seconds. */
export const RETRY_AFTER_MAX = HOUR;
/** "Gone": the endpoint does not want this event again. */
const GONE = 410;

export interface Failure {
  /** The status of the endpoint's answer; null if there was none. */
  readonly status: number | null;
  readonly retryAfter: string | null;
  /** When it came, in real time: the endpoint knows no other clock. */
  readonly at: UnixSeconds;
}

/**
 * When to try again after the `failed`th failed try (counted from 1), on the clock of `now`; null means never.
 * `jitter` is from 0 up to 1.
 */
export function nextTry(
  schedule: RetrySchedule,
  failed: number,
  failure: Failure,
  now: UnixSeconds,
  jitter: number,
): UnixSeconds | null {
  const delay = RETRY_SCHEDULES[schedule][failed - 1];
  if (delay === undefined || failure.status === GONE) return null;
  const drawn = Math.round(delay * (1 - JITTER + 2 * JITTER * jitter));
  return now + Math.max(drawn, patience(failure));
}

/**
 * The delay that a `Retry-After` header requests, in seconds: given as a number or a date. Any other value
 * requests none.
 */
function patience({ at, retryAfter }: Failure): number {
  if (retryAfter === null) return 0;
  const text = retryAfter.trim();
  const asked = /^\d+$/.test(text) ? Number(text) : (httpDate(text) ?? at) - at;
  return Math.min(Math.max(asked, 0), RETRY_AFTER_MAX);
}
