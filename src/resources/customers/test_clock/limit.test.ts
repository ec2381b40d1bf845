import { expect, test } from "vitest";
import type { Interval } from "../../../core/calendar.ts";
import { furthest } from "./limit.ts";

/** 2024-11-30 00:00:00 UTC */
const FROM = 1_732_924_800;
const DAY = 86_400;

test.each<[string, Interval | null, number]>([
  ["no subscription: two years", null, 1_795_996_800], // 2026-11-30
  ["daily: two days", { interval: "day", interval_count: 1 }, FROM + 2 * DAY],
  ["every 10 days: twenty", { interval: "day", interval_count: 10 }, FROM + 20 * DAY],
  ["every 2 weeks: four", { interval: "week", interval_count: 2 }, FROM + 28 * DAY],
  ["monthly: two months", { interval: "month", interval_count: 1 }, 1_738_195_200], // 2025-01-30
  ["every 3 months, to a shorter month", { interval: "month", interval_count: 3 }, 1_748_563_200], // 2025-05-30
  ["every 3 years: six", { interval: "year", interval_count: 3 }, 1_922_227_200], // 2030-11-30
])("%s", (_, shortest, expected) => {
  expect(furthest(FROM, shortest)).toBe(expected);
});

test("the last day of a shorter month stands for a day that it does not have", () => {
  // 2024-12-31 and two months: 2025-02-28
  expect(furthest(1_735_603_200, { interval: "month", interval_count: 1 })).toBe(1_740_700_800);
});
