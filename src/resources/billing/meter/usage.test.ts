import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Formula, Window } from "./meter.ts";
import { Tally } from "./usage.ts";

const HOUR = 3600;

/** The value of events given as [timestamp, value, received], from the latest to the earliest. */
function aggregated(formula: Formula, window: Window | null, events: readonly (readonly number[])[]): number {
  const tally = new Tally({ default_aggregation: { formula }, event_time_window: window });
  for (const [timestamp = 0, _value = 0, created = timestamp] of events) {
    tally.add({ timestamp, _value, created });
  }
  return tally.value();
}

describe("events", () => {
  const events = [
    [300, 4],
    [200, -2],
    [100, 10],
  ];
  test.each([
    ["sum", 12],
    ["count", 3],
    ["last", 4],
  ] as const)("by %s: %i", (formula, expected) => {
    expect(aggregated(formula, null, events)).toBe(expected);
  });

  test.each(["sum", "count", "last"] as const)("none, by %s: 0", (formula) => {
    expect(aggregated(formula, null, [])).toBe(0);
    expect(aggregated(formula, "day", [])).toBe(0);
  });

  test("of the last ones at the same second, the one received last counts", () => {
    expect(
      aggregated("last", null, [
        [300, 1, 301],
        [300, 2, 302],
        [300, 3, 300],
        [200, 9, 999],
      ]),
    ).toBe(2);
  });

  test("the last one is known once an earlier one follows", () => {
    const tally = new Tally({ default_aggregation: { formula: "last" }, event_time_window: null });
    tally.add({ timestamp: 300, created: 300, _value: 1 });
    expect(tally.isFinal).toBe(false);
    tally.add({ timestamp: 299, created: 400, _value: 2 });
    expect(tally.isFinal).toBe(true);
    expect(tally.value()).toBe(1);
  });
});

describe("with a window, the event received last in each counts", () => {
  const events = [
    [2 * HOUR + 5, 7, 1],
    [2 * HOUR, 8, 2],
    [HOUR + 9, 30, 9],
    [HOUR + 3, 40, 4],
    [5, 500, 5],
  ];
  test.each([
    ["sum", "hour", 538],
    ["count", "hour", 3],
    ["last", "hour", 8],
    ["sum", "day", 30],
    ["count", "day", 1],
  ] as const)("%s by %s: %i", (formula, window, expected) => {
    expect(aggregated(formula, window, events)).toBe(expected);
  });

  test("for any events, as if all but the last of each window were taken away", () => {
    const event = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer(), fc.integer());
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { selector: ([, , received]) => received, maxLength: 40 }),
        fc.constantFrom("count", "sum"),
        (given, formula) => {
          const kept = new Map<number, readonly number[]>();
          for (const one of given) {
            const hour = Math.floor(one[0] / HOUR);
            if (one[2] > (kept.get(hour)?.[2] ?? Number.NEGATIVE_INFINITY)) kept.set(hour, one);
          }
          const values = [...kept.values()].map(([, value = 0]) => value);
          const expected = formula === "count" ? values.length : values.reduce((a, b) => a + b, 0);
          const ordered = [...given].sort(([a], [b]) => b - a);
          expect(aggregated(formula, "hour", ordered)).toBe(expected);
        },
      ),
    );
  });
});
