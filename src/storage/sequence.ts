/** Numbers that grow with time: positions of rows in lists, and first tickets of timers. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { SEQ_STEP } from "./tables.ts";

/** The most seconds of which the last position is remembered. */
const SECONDS_MAX = 1000;

/**
 * List positions: the second of creation, then milliseconds of real time, then a counter. A test clock may stand
 * at one second while real time goes on, so the last position of each recent second is remembered: milliseconds
 * alone would put a later row before an earlier one. Several processes on one database may produce the same
 * number; lists then order by id as well.
 */
export class Sequence {
  readonly #clock: Clock;
  /** The last position by second, the second that was used last at the end. */
  readonly #last = new Map<UnixSeconds, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(now: UnixSeconds): number {
    const candidate = now * SEQ_STEP + (this.#clock.milliseconds() % 1000) * 1000;
    const last = this.#last.get(now);
    const position = last === undefined ? candidate : Math.max(candidate, last + 1);
    this.#last.delete(now);
    this.#last.set(now, position);
    const [oldest] = this.#last.keys();
    if (this.#last.size > SECONDS_MAX && oldest !== undefined) this.#last.delete(oldest);
    return position;
  }
}

/**
 * First tickets of timers. They grow over time and across processes, so that a timer that was removed and
 * created again never gets a ticket that a slow holder of the old one still has.
 */
export class Tickets {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): number {
    this.#last = Math.max(this.#last + 1, this.#clock.milliseconds() * 1000);
    return this.#last;
  }
}
