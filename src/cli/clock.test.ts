import { describe, expect, test } from "vitest";
import { advanceBody, durationIn, durationOf } from "./clock.ts";
import { UsageError } from "./faults.ts";

describe("durations", () => {
  test.each([
    ["45s", 45],
    ["90m", 5_400],
    ["24h", 86_400],
    ["30d", 2_592_000],
    ["2w", 1_209_600],
    ["1d12h", 129_600],
    ["1w2d3h4m5s", 788_645],
  ])("%s", (text, seconds) => {
    expect(durationIn(text)).toBe(seconds);
    if (!text.includes("w")) expect(durationIn(durationOf(seconds))).toBe(seconds);
  });

  test.each(["", "h", "12", "1.5h", "-1h", "1h1d", "1 h", "1y", "1h1h"])("%s is none", (text) => {
    expect(durationIn(text)).toBeNull();
  });

  test.each([
    [0, "0s"],
    [86_399, "23h59m59s"],
    [86_401, "1d1s"],
  ])("%i is written as %s", (seconds, text) => {
    expect(durationOf(seconds)).toBe(text);
  });
});

describe("what advance sends", () => {
  test.each([
    ["24h", { seconds: 86_400 }],
    ["1800000000", { to: 1_800_000_000 }],
    ["2027-01-15T08:00:00Z", { to: 1_800_000_000 }],
    ["2027-01-15", { to: 1_799_971_200 }],
  ])("%s", (text, body) => {
    expect(advanceBody(text)).toEqual(body);
  });

  test.each(["tomorrow", "2027-13-01", "2027-01-15T08:00:00", "1e9"])("%s is refused", (text) => {
    expect(() => advanceBody(text)).toThrow(UsageError);
  });
});
