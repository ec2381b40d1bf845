/** Time is handed in. This is the only file that may read the wall clock. */

/** Whole seconds since 1970, as every timestamp on the wire. */
export type UnixSeconds = number;

export interface Clock {
  /** Now, in whole seconds: what objects are stamped with. */
  seconds(): UnixSeconds;
  /** Now, in milliseconds: for delays, leases and durations. */
  milliseconds(): number;
}

export const wallClock: Clock = {
  seconds: () => Math.floor(Date.now() / 1000),
  milliseconds: () => Date.now(),
};

/** A clock that moves only when told to; for tests. */
export class FixedClock implements Clock {
  #ms: number;
  constructor(seconds: UnixSeconds) {
    this.#ms = seconds * 1000;
  }
  seconds(): UnixSeconds {
    return Math.floor(this.#ms / 1000);
  }
  milliseconds(): number {
    return this.#ms;
  }
  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }
}

/** Year and month (1 to 12, UTC) of a moment; what card expiry dates are compared with. */
export function yearAndMonth(at: UnixSeconds): { year: number; month: number } {
  const date = new Date(at * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

/** The same time of day so many months later, in UTC: on the same day, or the last one of a shorter month. */
export function monthsAfter(at: UnixSeconds, months: number): UnixSeconds {
  const date = new Date(at * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return Math.floor(date.getTime() / 1000);
}

/** A date as HTTP headers write it ("Sun, 06 Nov 1994 08:49:37 GMT"); null where it is not one. */
export function httpDate(text: string): UnixSeconds | null {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}
