/** Numbers that grow with time: positions of rows in lists, and first tickets of timers. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { SEQ_STEP } from "./tables.ts";

/** Seconds whose last position is remembered: those that are written to in turn, such as the times of test clocks. */
const SECONDS_MAX = 1000;
const MS_STEP = SEQ_STEP / 1000;

/**
 * List positions: the second of creation, then the order of creation within it. Several processes on one database may
 * produce the same number; lists then order by id as well.
 */
export class Sequence {
  readonly #clock: Clock;
  /** The last position of each second; the second that was begun first is first. */
  readonly #last = new Map<UnixSeconds, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(now: UnixSeconds): number {
    const last = this.#last.get(now);
    if (last === undefined && this.#last.size >= SECONDS_MAX) this.#forgetOne();
    const position = Math.max(now * SEQ_STEP + this.#offset(now), (last ?? 0) + 1);
    this.#last.set(now, position);
    return position;
  }

  /**
   * Where in a second this moment is: its millisecond, if it is the present second. A second of a test clock lasts for
   * as long as the clock stands still, so it goes by real time too, in steps of two milliseconds. That starts over
   * after a thousand seconds, and leaves the upper half of the second to what comes after that.
   */
  #offset(now: UnixSeconds): number {
    const ms = this.#clock.milliseconds();
    return Math.floor(ms / 1000) === now ? (ms % 1000) * MS_STEP : Math.floor(ms / 2) % (SEQ_STEP / 2);
  }

  #forgetOne(): void {
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
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
