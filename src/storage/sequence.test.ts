import { expect, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import { Sequence } from "./sequence.ts";

/** Real time, in milliseconds. */
let ms = 1_700_000_000_000;
const clock: Clock = { milliseconds: () => ms, seconds: () => Math.floor(ms / 1000) };

test("rows of a test clock that stands still keep the order in which they are made", () => {
  const sequence = new Sequence(clock);
  const frozen = 1_600_000_000;
  const positions: number[] = [];
  for (const at of [900, 1050, 1051, 2002]) {
    ms = 1_700_000_000_000 + at;
    sequence.next(clock.seconds());
    positions.push(sequence.next(frozen));
  }
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(new Set(positions).size).toBe(positions.length);
});
