/** The shortest interval on a test clock, of its subscriptions and of those that schedules will begin. */
import { type Interval, shortestOf } from "../../../core/calendar.ts";
import type { Reader } from "../../../storage/port.ts";
import type { Price } from "../../catalog/price/index.ts";
import { intervalOf, shortestInterval as shortestOfSubscriptions } from "../subscription/index.ts";
import { SCHEDULE, type Schedule } from "./schedule.ts";

/** How many schedules of a clock are looked at: it has three customers. */
const SCHEDULES_MAX = 100;

export async function shortestInterval(reader: Reader, clock: string): Promise<Interval | null> {
  const running = await shortestOfSubscriptions(reader, clock);
  const where = { scheduled: "true", test_clock: clock };
  const { rows } = await reader.list<Schedule>(SCHEDULE, where, { limit: SCHEDULES_MAX, unlisted: true });
  const intervals = running === null ? [] : [running];
  for (const { price } of rows.flatMap(({ phases }) => phases.flatMap(({ items }) => items))) {
    const row = await reader.get<Price>("price", price);
    if (row !== null) intervals.push(intervalOf(row));
  }
  return shortestOf(intervals) ?? null;
}
