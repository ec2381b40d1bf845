/**
 * Checks whether the store can write. Concurrent callers share one check, and its result is valid for a short
 * time, so frequent checks cost the database little. A failed commit is remembered for a while too: a full
 * disk may have room for the check but not for real data.
 */
import type { Clock } from "../core/clock.ts";

/** How long the result of a check is valid. */
export const ANSWER_HOLDS_MS = 1_000;
/** How long after a failed commit the store is reported as unable to write. */
export const FAILURE_HOLDS_MS = 5_000;

export class Prober {
  readonly #clock: Clock;
  readonly #write: () => Promise<void>;
  /** The running or most recent check; `ended` is null while it runs. */
  #look: { readonly answer: Promise<void>; ended: number | null } | null = null;
  #failure: { readonly error: unknown; readonly at: number } | null = null;

  /** `write` really writes to the store, and throws if that fails. */
  constructor(clock: Clock, write: () => Promise<void>) {
    this.#clock = clock;
    this.#write = write;
  }

  /** Throws the reason if the store cannot write, or could not a moment ago. */
  async probe(): Promise<void> {
    if (this.#failure !== null && this.#holds(this.#failure.at, FAILURE_HOLDS_MS)) throw this.#failure.error;
    this.#failure = null;
    if (this.#look === null || !(this.#look.ended === null || this.#holds(this.#look.ended, ANSWER_HOLDS_MS)))
      this.#look = this.#begin();
    await this.#look.answer;
  }

  /** Notes that the database failed to commit. */
  failed(error: unknown): void {
    this.#failure = { error, at: this.#clock.milliseconds() };
    this.#look = null;
  }

  #begin() {
    const answer = this.#write();
    const look: { readonly answer: Promise<void>; ended: number | null } = { answer, ended: null };
    const end = () => {
      look.ended = this.#clock.milliseconds();
    };
    answer.then(end, end);
    return look;
  }

  /** True for `milliseconds` after `since`. If the clock was set back, the time counts as over. */
  #holds(since: number, milliseconds: number): boolean {
    const passed = this.#clock.milliseconds() - since;
    return passed >= 0 && passed < milliseconds;
  }
}
