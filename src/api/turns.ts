/** Splits long work into turns, so that the event loop can run other work in between. */
import { setImmediate } from "node:timers/promises";

/** Steps per turn. A step takes some ten microseconds, so other work waits a few milliseconds at most. */
const STEPS_MAX = 100;

export interface Turns {
  /** Called before each small step of the work. */
  step(): Promise<void>;
  /** Called between two large parts of the work. */
  next(): Promise<void>;
}

/** For work outside a unit of work, which may pause between any two steps. */
export function inTurns(): Turns {
  let steps = 0;
  const next = async () => {
    steps = 0;
    await setImmediate();
  };
  return { next, step: async () => (++steps < STEPS_MAX ? undefined : next()) };
}

/** For a unit of work, which must not wait for anything but its own database statements. */
export const AT_ONCE: Turns = { next: async () => {}, step: async () => {} };
