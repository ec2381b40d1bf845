/** What invoices come to: how a discount is spread, and what the customer's balance makes of a total. */
import { describe, expect, test } from "vitest";
import { sum } from "../../../core/amounts.ts";
import { spread } from "./figures.ts";
import { balanced } from "./finalize.ts";

describe("a discount is spread over the lines", () => {
  test.each<[number, number[], number[]]>([
    [500, [1000, 2000], [166, 334]],
    [500, [2000, 1000], [333, 167]],
    [100, [0, 50, 50], [0, 50, 50]],
    [100, [50, 50, 0], [50, 50, 0]],
    [1, [1, 1, 1], [0, 0, 1]],
    [0, [5, 5], [0, 0]],
    [500, [0, 0], [0, 0]],
  ])("%i over %j", (total, weights, parts) => {
    expect(spread(total, weights)).toEqual(parts);
  });

  test("the parts add up, and no part is more than its line", () => {
    let state = 7;
    const next = (max: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % max;
    };
    for (let i = 0; i < 2000; i++) {
      const weights = Array.from({ length: 1 + next(6) }, () => next(10_000));
      const whole = sum(weights);
      const total = whole === 0 ? 0 : next(whole + 1);
      const parts = spread(total, weights);
      expect(sum(parts)).toBe(total);
      expect(parts.every((part, n) => part >= 0 && part <= (weights[n] ?? 0))).toBe(true);
    }
  });
});

describe("the customer's balance", () => {
  test.each([
    ["none", 1000, 0, { amount_due: 1000, applied: 0, too_small: 0, ending: 0 }],
    ["credit for a part", 1000, -300, { amount_due: 700, applied: 300, too_small: 0, ending: 0 }],
    ["credit for all", 1000, -1500, { amount_due: 0, applied: 1000, too_small: 0, ending: -500 }],
    ["a debt", 1000, 30, { amount_due: 1030, applied: -30, too_small: 0, ending: 0 }],
    ["too little to charge", 30, 0, { amount_due: 0, applied: 0, too_small: 30, ending: 30 }],
    ["too little after credit", 1000, -970, { amount_due: 0, applied: 970, too_small: 30, ending: 30 }],
    ["a total below zero", -334, 0, { amount_due: 0, applied: -334, too_small: 0, ending: -334 }],
    ["nothing", 0, 0, { amount_due: 0, applied: 0, too_small: 0, ending: 0 }],
  ])("%s", (_, total, starting, result) => {
    expect(balanced(total, starting, 50)).toEqual(result);
    expect(starting + result.applied + result.too_small).toBe(result.ending);
  });
});
