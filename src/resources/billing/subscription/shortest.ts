/** The shortest interval of the subscriptions on a test clock, which bounds how far it may be advanced at once. */
import { type Interval, shortestOf } from "../../../core/calendar.ts";
import type { Reader } from "../../../storage/port.ts";
import { intervalOf } from "./period.ts";
import type { Subscription } from "./subscription.ts";

/** How many subscriptions are read at a time: a clock has three customers, with 500 subscriptions at most each. */
const READ_AT_ONCE = 100;

export async function shortestInterval(reader: Reader, clock: string): Promise<Interval | null> {
  const intervals: Interval[] = [];
  let after: string | undefined;
  for (;;) {
    const page = { limit: READ_AT_ONCE, unlisted: true as const, ...(after === undefined ? {} : { after }) };
    const { rows, hasMore } = await reader.list<Subscription>(
      "subscription",
      { living: "true", test_clock: clock },
      page,
    );
    intervals.push(...rows.flatMap(({ _items }) => _items.map(({ price }) => intervalOf(price))));
    after = rows.at(-1)?.id;
    if (!hasMore) return shortestOf(intervals) ?? null;
  }
}
