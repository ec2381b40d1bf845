/**
 * The clock. This is the only file that may read the time of day; all other code is handed a `Clock` or a
 * time.
 */

/** Whole seconds since 1970, as in every timestamp of the API. */
export type UnixSeconds = number;

export interface Clock {
  /** Now, in whole seconds: for timestamps of objects. */
  seconds(): UnixSeconds;
  /** Now, in milliseconds: for delays, leases and durations. */
  milliseconds(): number;
  /** How many seconds pass on this clock in one second of real time: 1 if it is absent. */
  readonly rate?: number;
}

export const wallClock: Clock = {
  seconds: () => Math.floor(Date.now() / 1000),
  milliseconds: () => Date.now(),
};

/** The clock of a server: real time, until it is moved, stopped or made to run at another rate. */
export class MovableClock implements Clock {
  readonly #real: Clock;
  /** At the real time `since`, it showed `shown`; both in milliseconds. */
  #since = 0;
  #shown = 0;
  #rate = 1;

  constructor(real: Clock) {
    this.#real = real;
  }

  get rate(): number {
    return this.#rate;
  }

  seconds(): UnixSeconds {
    return Math.floor(this.milliseconds() / 1000);
  }

  milliseconds(): number {
    return Math.floor(this.#shown + (this.#real.milliseconds() - this.#since) * this.#rate);
  }

  /** Shows this time from now on, and goes on from there at its rate. */
  moveTo(at: UnixSeconds): void {
    this.#set(at * 1000, this.#rate);
  }

  /** Goes on from the time it shows at another rate; 0 stops it. */
  setRate(rate: number): void {
    this.#set(this.milliseconds(), rate);
  }

  /** Shows real time again. */
  reset(): void {
    this.#since = 0;
    this.#shown = 0;
    this.#rate = 1;
  }

  #set(shown: number, rate: number): void {
    this.#shown = shown;
    this.#since = this.#real.milliseconds();
    this.#rate = rate;
  }
}

/** A clock for tests that moves only when `advance` is called. */
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

/** Year and month (1 to 12, UTC) of a moment, to compare with the expiry dates of cards. */
export function yearAndMonth(at: UnixSeconds): { year: number; month: number } {
  const date = new Date(at * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

/** A moment by the calendar, in UTC. */
export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly secondOfDay: number;
}

const DAY_SECONDS = 86_400;

export function calendarTime(at: UnixSeconds): CalendarTime {
  const date = new Date(at * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    secondOfDay: ((at % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS,
  };
}

/**
 * The moment of a calendar time. The month may lie outside of its year; a day that the month does not have counts as
 * its last one.
 */
export function momentOf({ year, month, day, secondOfDay }: CalendarTime): UnixSeconds {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Date.UTC(year, month - 1, Math.min(day, days)) / 1000 + secondOfDay;
}

/** The same day and time so many months later, in UTC; in a shorter month, its last day. */
export function monthsAfter(at: UnixSeconds, months: number): UnixSeconds {
  const time = calendarTime(at);
  return momentOf({ ...time, month: time.month + months });
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "03 Jul 2024": the day of a moment in UTC, as Stripe writes it in the lines of invoices. */
export function dayText(at: UnixSeconds): string {
  const { year, month, day } = calendarTime(at);
  return `${String(day).padStart(2, "0")} ${MONTHS[month - 1]} ${year}`;
}

/** A moment as Stripe writes it in messages: "2024-11-23 00:00:00 UTC". */
export function utcText(at: UnixSeconds): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/**
 * Reads a time: Unix seconds, a date ("2027-01-31", its beginning in UTC), or a date with a time and a zone
 * ("2027-01-31T12:00:00Z"); null if the text is none of these.
 */
export function unixSecondsIn(text: string): UnixSeconds | null {
  if (/^\d{1,11}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}

/** Reads a date of an HTTP header ("Sun, 06 Nov 1994 08:49:37 GMT"); null if the text is not one. */
export function httpDate(text: string): UnixSeconds | null {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}
