/**
 * The clock of the whole server, as it can be moved from outside: over HTTP, by the command and by programs.
 * All accounts share it. Why it is refused where several processes may share the data, and why it is not kept:
 * docs/decisions/0039-the-clock-of-the-server.md.
 */
import type { Clock, MovableClock, UnixSeconds } from "../core/clock.ts";
import { utcText } from "../core/clock.ts";
import { errors } from "../core/errors.ts";

export interface ClockState {
  /** The server's time, in Unix seconds. */
  readonly now: UnixSeconds;
  readonly real_now: UnixSeconds;
  /** How many of the server's seconds pass in a real one: 1 unless it was set, 0 while the clock stands still. */
  readonly rate: number;
}

export interface MovedClock extends ClockState {
  /** How many timers became due on the way, and were worked off. */
  readonly fired: number;
}

/** The latest time that the clock can be moved to: the beginning of 2100. */
const LATEST = 4_102_444_800;
/** At the highest rate a day passes in a second. */
export const RATE_MAX = 86_400;
export const RATE_MIN = 0.01;

export interface ServerClockParts {
  readonly clock: MovableClock;
  readonly realClock: Clock;
  /** Fires what becomes due until then and moves the clock there; returns how many timers it fired. */
  readonly move: (until: UnixSeconds) => Promise<number>;
  /** Called when the clock has changed. */
  readonly changed: () => void;
  /** Why the clock of this server cannot be moved; null if it can. */
  readonly fixed: string | null;
}

export class ServerClock {
  readonly #parts: ServerClockParts;
  /** Changes run one after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ServerClockParts) {
    this.#parts = parts;
  }

  state(): ClockState {
    const { clock, realClock } = this.#parts;
    return { now: clock.seconds(), real_now: realClock.seconds(), rate: clock.rate };
  }

  /** Stops the clock: now, or at a later time to which it is moved first. */
  freeze(at?: UnixSeconds): Promise<MovedClock> {
    return this.#change(async ({ clock }) => {
      if (at !== undefined) this.#checkTarget(at, "at");
      clock.setRate(0);
      return at === undefined ? 0 : this.#parts.move(at);
    });
  }

  /** Moves the clock forward by so many seconds, and resolves once everything due on the way was done. */
  advance(seconds: number): Promise<MovedClock> {
    return this.#change(async ({ clock, move }) => {
      const until = clock.seconds() + seconds;
      this.#checkTarget(until, "seconds");
      return move(until);
    });
  }

  /** The same, to a time. */
  advanceTo(until: UnixSeconds): Promise<MovedClock> {
    return this.#change(async ({ move }) => {
      this.#checkTarget(until, "to");
      return move(until);
    });
  }

  /** Lets the clock go on from the time it shows, at this rate. */
  setRate(rate: number): Promise<MovedClock> {
    return this.#change(async ({ clock }) => {
      if (!(rate >= RATE_MIN && rate <= RATE_MAX)) {
        throw errors.rule(`The rate must be between ${RATE_MIN} and ${RATE_MAX}.`, "rate");
      }
      clock.setRate(rate);
      return 0;
    });
  }

  /** Back to real time. What was scheduled for a later time than that waits for it. */
  reset(): Promise<MovedClock> {
    return this.#change(async ({ clock }) => {
      clock.reset();
      return 0;
    });
  }

  /** Back to real time with the whole server, also where the clock cannot be moved; after a move under way. */
  rewind(): Promise<void> {
    const turn = this.#last.then(() => this.#parts.clock.reset());
    this.#last = turn;
    return turn;
  }

  #change(work: (parts: ServerClockParts) => Promise<number>): Promise<MovedClock> {
    const turn = this.#last.then(async () => {
      const { fixed, changed } = this.#parts;
      if (fixed !== null) throw errors.rule(fixed);
      const fired = await work(this.#parts);
      changed();
      return { ...this.state(), fired };
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  #checkTarget(until: UnixSeconds, param: string): void {
    const { now } = this.state();
    if (!Number.isSafeInteger(until)) throw errors.rule("The time must be a whole number of seconds.", param);
    if (until < now) {
      throw errors.rule(
        `The server's clock shows ${now} (${utcText(now)}). It can only be moved forward, or back to real time by a reset.`,
        param,
      );
    }
    if (until > LATEST) {
      throw errors.rule(`The server's clock cannot be moved past ${LATEST} (${utcText(LATEST)}).`, param);
    }
  }
}
