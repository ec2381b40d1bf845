import { expect, test } from "vitest";
import { TRIES_KEPT_MAX } from "./deliver.ts";
import { JITTER, nextTry, RETRY_AFTER_MAX, RETRY_SCHEDULES, type RetrySchedule } from "./retry_schedule.ts";

const NOW = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT
const FAILED = { status: 500, retryAfter: null, at: NOW };
const NONE = 0.5; // the middle of the jitter

const SPANS: readonly { schedule: RetrySchedule; retries: number; hours: [number, number] }[] = [
  { schedule: "sandbox", retries: 3, hours: [2, 6] },
  { schedule: "live", retries: 14, hours: [48, 72] },
];
test.each(SPANS)(
  "$schedule: $retries retries, growing, within the documented time",
  ({ schedule, retries, hours }) => {
    const delays: number[] = [];
    for (let failed = 1; failed <= retries; failed++) {
      delays.push((nextTry(schedule, failed, FAILED, NOW, NONE) ?? 0) - NOW);
    }
    expect(delays).toEqual(RETRY_SCHEDULES[schedule]);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(nextTry(schedule, retries + 1, FAILED, NOW, NONE)).toBeNull();
    const total = delays.reduce((sum, delay) => sum + delay, 0) / 3600;
    expect(total).toBeGreaterThanOrEqual(hours[0]);
    expect(total).toBeLessThanOrEqual(hours[1]);
    expect(TRIES_KEPT_MAX).toBeGreaterThan(retries + 1);
  },
);

test("jitter changes a delay by a tenth at most", () => {
  const delay = RETRY_SCHEDULES.sandbox[1];
  expect(nextTry("sandbox", 2, FAILED, NOW, 0)).toBe(NOW + delay * (1 - JITTER));
  expect(nextTry("sandbox", 2, FAILED, NOW, 0.999999)).toBe(NOW + delay * (1 + JITTER));
});

test("410 ends the retries", () => {
  expect(nextTry("live", 1, { ...FAILED, status: 410, retryAfter: "5" }, NOW, NONE)).toBeNull();
});

const WISHES: readonly [wish: string, waited: number][] = [
  ["120", 120],
  [" 120 ", 120],
  ["5", 10], // not before the scheduled time
  ["0", 10],
  ["-60", 10],
  ["soon", 10],
  ["1e9", 10],
  ["999999999", RETRY_AFTER_MAX],
  ["9".repeat(400), RETRY_AFTER_MAX],
  ["Sun, 06 Nov 1994 08:59:37 GMT", 600],
  ["Sun, 06 Nov 1994 08:49:30 GMT", 10],
  ["Tue, 06 Nov 2094 08:49:37 GMT", RETRY_AFTER_MAX],
  ["Sun, 99 Nov 1994 08:49:37 GMT", 10],
];
test.each(WISHES)("Retry-After: %s waits %i s", (retryAfter, waited) => {
  expect(nextTry("sandbox", 1, { ...FAILED, retryAfter }, NOW, NONE)).toBe(NOW + waited);
  // The endpoint means real time, whatever time the server shows.
  const moved = NOW + 30 * 86_400;
  expect(nextTry("sandbox", 1, { ...FAILED, retryAfter }, moved, NONE)).toBe(moved + waited);
});
