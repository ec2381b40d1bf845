/** Pure: how far a test clock may be advanced at once. */
import { boundary, type Interval } from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";

/** Intervals of the shortest subscription that one advance may cross. */
const INTERVALS_MAX = 2;
/** How far a clock without subscriptions may be advanced. */
const WITHOUT_SUBSCRIPTIONS: Interval = { interval: "year", interval_count: 1 };

/**
 * The latest time to which a clock may be advanced at once: two intervals of its shortest subscription, or
 * two years without any.
 */
export function furthest(from: UnixSeconds, shortest: Interval | null): UnixSeconds {
  return boundary({ at: from, day: null }, shortest ?? WITHOUT_SUBSCRIPTIONS, INTERVALS_MAX);
}
