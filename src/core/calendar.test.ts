import { describe, expect, test } from "vitest";
import {
  boundary,
  boundaryAfter,
  commonStart,
  type Interval,
  isSameInterval,
  nextMatch,
  periodAt,
} from "./calendar.ts";

const seconds = (text: string) => Date.parse(`${text}${text.includes("T") ? "" : "T10:20:30"}Z`) / 1000;
const every = (interval: Interval["interval"], interval_count = 1): Interval => ({
  interval,
  interval_count,
});
const anchorAt = (text: string, day: number | null = null) => ({ at: seconds(text), day });

describe("boundaries are counted from the anchor", () => {
  test.each<[string, Interval, string[]]>([
    ["2023-01-31", every("month"), ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]],
    ["2024-01-31", every("month"), ["2024-02-29", "2024-03-31", "2024-04-30"]],
    ["2023-01-30", every("month"), ["2023-02-28", "2023-03-30"]],
    ["2023-10-31", every("month"), ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"]],
    ["2024-02-29", every("year"), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]],
    ["2023-08-31", every("month", 3), ["2023-11-30", "2024-02-29", "2024-05-31", "2024-08-31"]],
    ["2023-12-31", every("month", 2), ["2024-02-29", "2024-04-30", "2024-06-30", "2024-08-31"]],
    ["2024-02-28", every("day"), ["2024-02-29", "2024-03-01"]],
    ["2024-02-27", every("week", 2), ["2024-03-12", "2024-03-26"]],
  ])("%s, %o", (anchor, interval, boundaries) => {
    boundaries.forEach((at, i) => {
      expect(boundary(anchorAt(anchor), interval, i + 1)).toBe(seconds(at));
    });
  });

  test("a month of 30 days has 2592000 seconds", () => {
    const anchor = anchorAt("2023-10-31");
    expect(boundary(anchor, every("month"), 1) - anchor.at).toBe(2_592_000);
  });

  test("the anchor may name a day that its own month does not have", () => {
    const anchor = anchorAt("2023-02-28", 31);
    expect(boundary(anchor, every("month"), 1)).toBe(seconds("2023-03-31"));
    expect(boundary(anchor, every("month"), 2)).toBe(seconds("2023-04-30"));
  });

  test("they go back before the anchor", () => {
    expect(boundary(anchorAt("2023-03-31"), every("month"), -1)).toBe(seconds("2023-02-28"));
    expect(periodAt(anchorAt("2023-03-31"), every("month"), seconds("2023-03-01"))).toEqual({
      start: seconds("2023-02-28"),
      end: seconds("2023-03-31"),
    });
  });
});

describe("the period of a moment", () => {
  const anchor = anchorAt("2023-01-31");

  test.each<[string, string, string]>([
    ["2023-01-31", "2023-01-31", "2023-02-28"],
    ["2023-02-28T10:20:29", "2023-01-31", "2023-02-28"],
    ["2023-02-28", "2023-02-28", "2023-03-31"],
    ["2030-12-31", "2030-12-31", "2031-01-31"],
  ])("%s lies from %s to %s", (at, start, end) => {
    const period = periodAt(anchor, every("month"), seconds(at));
    expect(period).toEqual({ start: seconds(start), end: seconds(end) });
    expect(boundaryAfter(anchor, every("month"), seconds(at))).toBe(seconds(end));
  });

  test("every moment lies in exactly one period, and periods follow one another", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const units = ["day", "week", "month", "year"] as const;
    for (let round = 0; round < 2000; round++) {
      const interval = every(units[random(4)] ?? "day", 1 + random(3));
      const from = { at: seconds("2020-01-01") + random(8 * 31_536_000), day: null };
      const at = from.at + random(10 * 31_536_000) - 3 * 31_536_000;
      const { start, end } = periodAt(from, interval, at);
      expect(start <= at && at < end).toBe(true);
      expect(periodAt(from, interval, end).start).toBe(end);
      expect(periodAt(from, interval, start - 1).end).toBe(start);
      // The time of day is the anchor's, whatever the month.
      expect(Math.abs((start - from.at) % 86_400)).toBe(0);
    }
  });
});

describe("a configured anchor", () => {
  const config = { day_of_month: 31, hour: null, minute: null, month: null, second: null };

  test.each<[string, object, string]>([
    ["2023-02-10", {}, "2023-02-28"],
    ["2023-03-31", {}, "2023-03-31"],
    ["2023-03-31", { hour: 10, minute: 0 }, "2023-04-30T10:00:30"],
    ["2023-03-31", { hour: 23, minute: 59, second: 59 }, "2023-03-31T23:59:59"],
    ["2023-06-15", { month: 2, day_of_month: 29 }, "2024-02-29"],
    ["2024-06-15", { month: 2, day_of_month: 29 }, "2025-02-28"],
    ["2023-12-20", { day_of_month: 1 }, "2024-01-01"],
  ])("after %s, %o: %s", (from, parts, at) => {
    expect(nextMatch({ ...config, ...parts }, seconds(from)).at).toBe(seconds(at));
  });

  test("keeps the day that is meant", () => {
    const anchor = nextMatch(config, seconds("2023-02-10"));
    expect(boundary(anchor, every("month"), 1)).toBe(seconds("2023-03-31"));
  });
});

test.each<[string, [string, Interval["interval"]][], string]>([
  ["one", [["2024-01-01", "month"]], "2024-01-01"],
  [
    "one that was added later",
    [
      ["2024-01-01", "month"],
      ["2024-01-20", "month"],
    ],
    "2024-01-01",
  ],
  [
    "a yearly and two monthly ones",
    [
      ["2023-07-01", "year"],
      ["2024-02-01", "month"],
      ["2024-02-20", "month"],
    ],
    "2024-02-01",
  ],
])("the common start of %s", (_, all, expected) => {
  const parts = all.map(([start, unit]) => ({ every: every(unit), start: seconds(start) }));
  expect(commonStart(parts)).toBe(seconds(expected));
});

test("12 months are a year, and 7 days a week", () => {
  expect(isSameInterval(every("month", 12), every("year"))).toBe(true);
  expect(isSameInterval(every("day", 7), every("week"))).toBe(true);
  expect(isSameInterval(every("month"), every("day", 30))).toBe(false);
});
