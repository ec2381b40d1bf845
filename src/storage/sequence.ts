/** Numbers that grow with time: positions of rows in lists, and first tickets of timers. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { SEQ_STEP } from "./tables.ts";

/**
 * List positions: the second of creation, then milliseconds, then a counter. Several processes on one
 * database may produce the same number; lists then order by id as well.
 */
export class Sequence {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(now: UnixSeconds): number {
    const candidate = now * SEQ_STEP + (this.#clock.milliseconds() % 1000) * 1000;
    const sameSecond = Math.floor(this.#last / SEQ_STEP) === now;
    this.#last = sameSecond && this.#last >= candidate ? this.#last + 1 : candidate;
    return this.#last;
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
