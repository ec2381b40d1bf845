import { describe, expect, test } from "vitest";
import { FixedClock, MovableClock, unixSecondsIn, utcText } from "./clock.ts";

const START = 1_700_000_000;

describe("a movable clock", () => {
  test("shows real time until it is moved, and goes on from there", () => {
    const real = new FixedClock(START);
    const clock = new MovableClock(real);
    real.advance(5);
    expect(clock.seconds()).toBe(START + 5);
    clock.moveTo(START + 1_000);
    expect([clock.seconds(), clock.milliseconds()]).toEqual([START + 1_000, (START + 1_000) * 1000]);
    real.advance(5);
    expect(clock.seconds()).toBe(START + 1_005);
    clock.reset();
    expect(clock.seconds()).toBe(START + 10);
  });

  test("stands still at rate 0, also while it is moved, and goes on at another rate", () => {
    const real = new FixedClock(START);
    const clock = new MovableClock(real);
    clock.setRate(0);
    real.advance(60);
    expect([clock.seconds(), clock.rate]).toEqual([START, 0]);
    clock.moveTo(START + 9);
    real.advance(60);
    expect(clock.seconds()).toBe(START + 9);
    clock.setRate(60);
    real.advance(2);
    expect([clock.seconds(), clock.rate]).toEqual([START + 129, 60]);
    clock.setRate(0.5);
    real.advance(4);
    expect(clock.seconds()).toBe(START + 131);
    clock.reset();
    expect([clock.seconds(), clock.rate]).toEqual([real.seconds(), 1]);
  });
});

test.each([
  ["0", 0],
  ["1800000000", 1_800_000_000],
  ["2027-01-15", 1_799_971_200],
  ["2027-01-15T08:00Z", 1_800_000_000],
  ["2027-01-15T09:00:00+01:00", 1_800_000_000],
  ["2027-02-30T99:00:00Z", null],
  ["2027-01-15T08:00:00", null],
  ["yesterday", null],
  ["", null],
])("the time in %s", (text, expected) => {
  expect(unixSecondsIn(text)).toBe(expected);
});

test("a moment in Stripe's words", () => {
  expect(utcText(1_732_320_000)).toBe("2024-11-23 00:00:00 UTC");
});
