/** What the usage that was reported to a meter comes to, for invoices and summaries. */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Reader } from "../../../storage/port.ts";
import type { Meter, MeterEvent, Window } from "./meter.ts";

/** How many events are read at a time. Their number in a period is not bounded. */
const EVENTS_READ_MAX = 1000;

export const WINDOW_SECONDS: Readonly<Record<Window, number>> = { day: 86_400, hour: 3600 };

/**
 * The usage of a customer from `from` (inclusive) to `to` (exclusive), aggregated as the meter says; 0 without usage.
 * Corrections may make a sum negative; an invoice bills a negative sum as 0 (Stripe docs, "Record usage").
 */
export async function usageOf(
  reader: Reader,
  meter: Meter,
  customer: string,
  from: UnixSeconds,
  to: UnixSeconds,
): Promise<number> {
  const tally = new Tally(meter);
  if (to <= from) return tally.value();
  const where = { usage: usageKey(meter.id, customer) };
  let after: string | undefined;
  for (;;) {
    const { rows, hasMore } = await reader.list<MeterEvent>("billing.meter_event", where, {
      limit: EVENTS_READ_MAX,
      created: { from, to: to - 1 },
      ...(after === undefined ? {} : { after }),
    });
    for (const event of rows) tally.add(event);
    after = rows.at(-1)?.id;
    if (!hasMore || tally.isFinal) return tally.value();
  }
}

/** The key by which the events of a customer are found. */
export function usageKey(meter: string, customer: string): string {
  return `${meter}/${customer}`;
}

type Counted = Pick<MeterEvent, "created" | "timestamp" | "_value">;

/**
 * Aggregates events, which are added from the latest to the earliest. With a window, only the event received last
 * in each hour or day (UTC) counts, because it holds the whole usage of that time.
 */
export class Tally {
  readonly #meter: Pick<Meter, "default_aggregation" | "event_time_window">;
  #events = 0;
  #sum = 0;
  #latest: Counted | null = null;
  #isPastLatest = false;
  /** The event of the present window that was received last. */
  #ofWindow: Counted | null = null;

  constructor(meter: Pick<Meter, "default_aggregation" | "event_time_window">) {
    this.#meter = meter;
  }

  /** True once no earlier event can change the value. */
  get isFinal(): boolean {
    return this.#meter.default_aggregation.formula === "last" && this.#isPastLatest;
  }

  add(event: Counted): void {
    const window = this.#meter.event_time_window;
    if (window === null) {
      this.#count(event);
      return;
    }
    const windowOf = (one: Counted) => Math.floor(one.timestamp / WINDOW_SECONDS[window]);
    if (this.#ofWindow !== null && windowOf(this.#ofWindow) === windowOf(event)) {
      if (event.created > this.#ofWindow.created) this.#ofWindow = event;
    } else {
      if (this.#ofWindow !== null) this.#count(this.#ofWindow);
      this.#ofWindow = event;
    }
  }

  value(): number {
    if (this.#ofWindow !== null) this.#count(this.#ofWindow);
    this.#ofWindow = null;
    const { formula } = this.#meter.default_aggregation;
    if (formula === "count") return this.#events;
    return formula === "sum" ? this.#sum : (this.#latest?._value ?? 0);
  }

  #count(event: Counted): void {
    this.#events += 1;
    this.#sum += event._value;
    if (this.#latest !== null && event.timestamp < this.#latest.timestamp) this.#isPastLatest = true;
    // Of several at the same second, the one received last is the latest.
    else if (this.#latest === null || event.created > this.#latest.created) this.#latest = event;
  }
}
