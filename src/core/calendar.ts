/**
 * Billing periods: the moments at which something that recurs begins anew. Every boundary is counted from the
 * anchor and never from the boundary before it, so a day that a short month does not have comes back in the next
 * long one: 31 January, 28 February, 31 March (Stripe docs, billing cycle). All of it in UTC.
 */
import { calendarTime, momentOf, type UnixSeconds } from "./clock.ts";

const SECONDS = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
const MONTHS_A_YEAR = 12;
/** No month is longer than this, nor shorter than 28 days. */
const MONTH_SECONDS_MAX = 31 * SECONDS.day;

/** How often something recurs. */
export interface Interval {
  readonly interval: "day" | "month" | "week" | "year";
  readonly interval_count: number;
}

/** What billing periods are counted from. */
export interface Anchor {
  readonly at: UnixSeconds;
  /**
   * The day of the month that is meant, where the anchor's own month is too short for it; null for the anchor's
   * own day.
   */
  readonly day: number | null;
}

/** A period: `start` belongs to it, `end` does not. */
export interface Period {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** The boundary that lies `count` intervals after the anchor (before it, if negative). */
export function boundary(anchor: Anchor, every: Interval, count: number): UnixSeconds {
  const steps = count * every.interval_count;
  switch (every.interval) {
    case "day":
      return anchor.at + steps * SECONDS.day;
    case "week":
      return anchor.at + steps * SECONDS.week;
    case "month":
      return addMonths(anchor, steps);
    case "year":
      return addMonths(anchor, steps * MONTHS_A_YEAR);
  }
}

/** The period that a moment lies in. A boundary begins a period. */
export function periodAt(anchor: Anchor, every: Interval, at: UnixSeconds): Period {
  // A first estimate that is never too far from the anchor, and then step by step.
  let count = Math.trunc((at - anchor.at) / longestOf(every));
  while (boundary(anchor, every, count) > at) count--;
  while (boundary(anchor, every, count + 1) <= at) count++;
  return { start: boundary(anchor, every, count), end: boundary(anchor, every, count + 1) };
}

/** The first boundary after a moment. */
export function boundaryAfter(anchor: Anchor, every: Interval, at: UnixSeconds): UnixSeconds {
  return periodAt(anchor, every, at).end;
}

/** One interval after a moment, as the first boundary of an anchor at that moment. */
export function after(at: UnixSeconds, every: Interval): UnixSeconds {
  return boundary({ at, day: null }, every, 1);
}

/** Whether two intervals are the same, however they are written: 12 months are a year. */
export function isSameInterval(a: Interval, b: Interval): boolean {
  const [one, other] = [counted(a), counted(b)];
  return one.unit === other.unit && one.count === other.count;
}

/** The shortest of some intervals, by its usual length; undefined if there is none. */
export function shortestOf<I extends Interval>(intervals: readonly I[]): I | undefined {
  return [...intervals].sort((a, b) => longestOf(a) - longestOf(b))[0];
}

/** The parts of a date at which billing periods begin. Missing parts are those of another moment. */
export interface AnchorConfig {
  readonly day_of_month: number;
  readonly hour: number | null;
  readonly minute: number | null;
  /** 1 to 12; null for any month. */
  readonly month: number | null;
  readonly second: number | null;
}

/** The first moment that matches a configuration, at `from` or after it. Missing times of day are those of `from`. */
export function nextMatch(config: AnchorConfig, from: UnixSeconds): Anchor {
  const given = calendarTime(from);
  const { hour, minute, second } = config;
  const secondOfDay =
    (hour ?? Math.floor(given.secondOfDay / SECONDS.hour)) * SECONDS.hour +
    (minute ?? Math.floor((given.secondOfDay % SECONDS.hour) / SECONDS.minute)) * SECONDS.minute +
    (second ?? given.secondOfDay % SECONDS.minute);
  for (let { month } = given; ; month++) {
    if (config.month !== null && ((month - 1) % MONTHS_A_YEAR) + 1 !== config.month) continue;
    const at = momentOf({ year: given.year, month, day: config.day_of_month, secondOfDay });
    if (at >= from) return { at, day: config.day_of_month };
  }
}

function counted({ interval, interval_count }: Interval): { unit: "day" | "month"; count: number } {
  switch (interval) {
    case "day":
      return { unit: "day", count: interval_count };
    case "week":
      return { unit: "day", count: interval_count * 7 };
    case "month":
      return { unit: "month", count: interval_count };
    case "year":
      return { unit: "month", count: interval_count * MONTHS_A_YEAR };
  }
}

/** The most seconds that an interval can take. */
function longestOf(every: Interval): number {
  const { unit, count } = counted(every);
  return count * (unit === "day" ? SECONDS.day : MONTH_SECONDS_MAX);
}

function addMonths({ at, day }: Anchor, months: number): UnixSeconds {
  const time = calendarTime(at);
  return momentOf({ ...time, month: time.month + months, day: day ?? time.day });
}

/**
 * When the present period of things that recur together began. One that was added within the period of others of its
 * interval began later than that period; of several intervals, the period that began last counts.
 */
export function commonStart(
  all: readonly { readonly every: Interval; readonly start: UnixSeconds }[],
): UnixSeconds {
  const starts = new Map<string, UnixSeconds>();
  for (const { every, start } of all) {
    const name = `${every.interval_count} ${every.interval}`;
    starts.set(name, Math.min(start, starts.get(name) ?? start));
  }
  return Math.max(...starts.values());
}
