import { describe, expect, test } from "vitest";
import { FixedClock } from "../core/clock.ts";
import { Sequence } from "./sequence.ts";
import { SEQ_STEP } from "./tables.ts";

const NOW = 1_800_000_000;
const FROZEN = 1_700_000_000;
const secondOf = (position: number) => Math.floor(position / SEQ_STEP);

describe("positions in lists", () => {
  test("of two times that are written to in turn grow in each of them", () => {
    const sequence = new Sequence(new FixedClock(NOW));
    const positions = new Map<number, number[]>([FROZEN, NOW].map((second) => [second, []]));
    for (let turn = 0; turn < 1000; turn++) {
      for (const [second, made] of positions) made.push(sequence.next(second));
    }
    for (const [second, made] of positions) {
      expect(made).toEqual([...new Set(made)].sort((a, b) => a - b));
      expect(new Set(made.map(secondOf))).toEqual(new Set([second]));
    }
  });

  test("of a clock that stands still grow with real time, also after a restart and when that has come round", () => {
    const clock = new FixedClock(NOW);
    const made: number[] = [];
    let sequence = new Sequence(clock);
    for (const seconds of [0.95, 0.1, 20, 0.998]) {
      clock.advance(seconds);
      sequence = new Sequence(clock);
      made.push(sequence.next(FROZEN), sequence.next(FROZEN));
    }
    for (let round = 0; round < 3; round++) {
      clock.advance(700);
      made.push(sequence.next(FROZEN));
    }
    expect(made).toEqual([...new Set(made)].sort((a, b) => a - b));
    expect(new Set(made.map(secondOf))).toEqual(new Set([FROZEN]));
  });
});
