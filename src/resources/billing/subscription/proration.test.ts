import { describe, expect, test } from "vitest";
import { creditOf, debitOf, percentOff, restOf, type Worth } from "./proration.ts";

const worth = (decimal: string | number, quantity = 1, percents: number[] = []): Worth => ({
  parts: [{ decimal: String(decimal), quantity }],
  percents,
  amountOff: 0,
});

describe("recorded prorations", () => {
  test.each<[string, Worth, Worth | null, number, number, number, number]>([
    // what, before, after, seconds left, seconds of the period, credit, debit
    ["documentation sample", worth(1000), worth(3252), 445_540, 2_678_400, -166, 541],
    ["2017", worth(1000), null, 881_112, 2_419_200, -364, 0],
    ["a third left", worth(2000), worth(1000), 1, 3, -667, 333],
    ["a 400th left", worth(1000), worth(1800), 1, 400, -3, 4],
    ["a 400th left, three", worth(1000), worth(1000, 3), 1, 400, -3, 7],
    ["yearly, two", worth(1980), worth(1980, 2), 30_240_000, 31_536_000, -1899, 3797],
    ["ended after seconds", worth(2500), null, 2_678_395, 2_678_400, -2500, 0],
    ["upgraded after seconds", worth(2500), worth(25_000), 31_535_997, 31_536_000, -2500, 25_000],
    ["30 % off", worth(40_000, 1, [30]), worth(40_000, 1, [30]), 2_498_046, 2_678_400, -26_115, 26_115],
  ])("%s", (_what, before, after, part, whole, credit, debit) => {
    expect(creditOf(before, { part, whole })).toBe(credit);
    if (after !== null) expect(debitOf(after, { part, whole })).toBe(debit);
  });

  test("a coupon of a fixed amount comes off the whole period", () => {
    expect(creditOf({ ...worth(1000), amountOff: 500 }, { part: 1, whole: 2 })).toBe(-250);
    expect(creditOf({ ...worth(1000), amountOff: 166 }, { part: 1, whole: 2 })).toBe(-417);
    expect(debitOf({ ...worth(1000), amountOff: 1500 }, { part: 1, whole: 2 })).toBe(0);
    expect(creditOf({ ...worth(1000), amountOff: 1500 }, { part: 1, whole: 2 })).toBe(0);
  });

  test("the rest of a period is clamped into it", () => {
    const period = { start: 100, end: 200 };
    expect(restOf(period, 150)).toEqual({ part: 50, whole: 100 });
    expect(restOf(period, 50)).toEqual({ part: 100, whole: 100 });
    expect(restOf(period, 250)).toEqual({ part: 0, whole: 100 });
  });

  test("several percentages come off one after the other", () => {
    expect(percentOff([])).toBeNull();
    expect(percentOff([10])).toBeCloseTo(10);
    expect(percentOff([10, 50])).toBeCloseTo(55);
  });
});

describe("random changes", () => {
  let seed = 20_261_130;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };

  /** An independent formula: twelve more decimals by long division, then rounded by comparing with a half. */
  function expected(unit: bigint, quantity: bigint, percent: bigint, left: bigint, whole: bigint): number {
    const dividend = unit * quantity * (10_000n - percent) * left;
    const divisor = 10_000n * whole;
    let units = dividend / divisor;
    let rest = dividend - units * divisor;
    if (rest < 0n) {
      units -= 1n;
      rest += divisor;
    }
    return Number(rest * 2n > divisor ? units + 1n : units);
  }

  test("agree with an independent formula, and a credit and a debit of the same differ by one at most", () => {
    for (let round = 0; round < 5000; round++) {
      const unit = random(100_000);
      const quantity = 1 + random(50);
      const percent = random(3) === 0 ? random(10_000) / 100 : 0;
      const whole = 1 + random(31_536_000);
      const part = random(whole + 1);
      const value = worth(unit, quantity, percent === 0 ? [] : [percent]);
      const hundredths = BigInt(Math.round(percent * 100));
      const args = [hundredths, BigInt(part), BigInt(whole)] as const;
      const debit = debitOf(value, { part, whole });
      const credit = creditOf(value, { part, whole });
      expect(debit).toBe(expected(BigInt(unit), BigInt(quantity), ...args));
      expect(credit).toBe(expected(BigInt(-unit), BigInt(quantity), ...args));
      expect(debit + credit === 0 || debit + credit === -1).toBe(true);
    }
  });

  test("the days of a period, billed one by one, come to the whole, within half a unit a day", () => {
    for (let round = 0; round < 200; round++) {
      const unit = random(100_000);
      const days = 28 + random(4);
      let billed = 0;
      for (let day = 0; day < days; day++) billed += debitOf(worth(unit), { part: 1, whole: days });
      expect(Math.abs(billed - unit)).toBeLessThanOrEqual(days / 2);
    }
  });
});
