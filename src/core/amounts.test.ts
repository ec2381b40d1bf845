import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, assertAmount, multiplyDecimal, normalizeDecimal, scale, sum } from "./amounts.ts";

const amount = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
const weights = fc.array(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 1, maxLength: 100 });
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(6, "0")}`);

describe("assertAmount", () => {
  test.each([0, 1, -1, Number.MAX_SAFE_INTEGER])("takes %d", (value) => {
    expect(assertAmount(value)).toBe(value);
  });
  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
    "refuses %d",
    (value) => {
      expect(() => assertAmount(value)).toThrow(RangeError);
    },
  );
});

describe("scale", () => {
  test.each([
    [1099, 825, 10_000, 91],
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [5, -1, 2, -3],
    [5, 1, -2, -3],
    [4, 1, 3, 1],
    [0, 7, 3, 0],
    [2000, 1500, 10_000, 300],
  ])("%d × %s ÷ %s is %d", (of, numerator, denominator, expected) => {
    expect(scale(of, numerator, denominator)).toBe(expected);
  });

  test("by n/n changes nothing, and -x gives the negative of x", () => {
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: 0, max: 10 ** 3 }),
        (a, d, n) => {
          expect(scale(a, d, d)).toBe(a);
          expect(scale(-a, n, d)).toBe(0 - scale(a, n, d));
        },
      ),
    );
  });

  test("differs from the exact result by half a unit at most", () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 }), (a, n, d) => {
        const off = 2n * (BigInt(scale(a, n, d)) * BigInt(d) - BigInt(a) * BigInt(n));
        expect(off <= d && off >= -d).toBe(true);
      }),
    );
  });

  test("gives the same with numbers and with big integers", () => {
    const small = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 1000 }), (a, n, d) => {
        // The same fraction with a numerator and denominator too large for safe integers.
        const factor = 2 ** 43;
        expect(scale(a, n * factor, d * factor)).toBe(scale(a, n, d));
        expect(Object.is(scale(a, n, -d), -0)).toBe(false);
      }),
    );
  });

  test("refuses a zero denominator and a result too large to be exact", () => {
    expect(() => scale(1, 1, 0)).toThrow(RangeError);
    expect(() => scale(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
  });
});

describe("allocate", () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [10, [1, 2, 3], [2, 3, 5]],
    [5, [0, 10, 0], [0, 5, 0]],
    [1, [3, 1, 4], [0, 0, 1]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ])("%d by %j is %j", (total, by, expected) => {
    expect(allocate(total, by)).toEqual(expected);
  });

  test("parts add up to the total, and each is less than a unit from its exact share", () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        fc.pre(by.some((weight) => weight > 0));
        const parts = allocate(total, by);
        const whole = BigInt(sum(by));
        expect(sum(parts)).toBe(total);
        parts.forEach((part, index) => {
          const off = BigInt(part) * whole - BigInt(total) * BigInt(by[index] ?? 0);
          expect(off < whole && off > -whole).toBe(true);
        });
      }),
    );
  });

  test("gives 0 to a weight of 0", () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        expect(allocate(total, [...by, 1, 0]).at(-1)).toBe(0);
      }),
    );
  });

  test("refuses negative weights, and weights that add up to 0 for another total", () => {
    expect(() => allocate(1, [0, 0])).toThrow(RangeError);
    expect(() => allocate(1, [])).toThrow(RangeError);
    expect(() => allocate(1, [2, -1])).toThrow(RangeError);
  });
});

describe("sum", () => {
  test("adds, even if an intermediate sum is too large", () => {
    expect(sum([])).toBe(0);
    expect(sum([1, 2, -3, 4])).toBe(4);
    expect(sum([Number.MAX_SAFE_INTEGER, 1, -1])).toBe(Number.MAX_SAFE_INTEGER);
  });
  test("refuses a sum that is not a safe integer", () => {
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
    expect(() => sum([0.5])).toThrow(RangeError);
  });
});

describe("multiplyDecimal", () => {
  test.each([
    ["1099", 2, 2198],
    ["0.5", 1, 1],
    ["0.5", 3, 2],
    ["-0.5", 1, -1],
    ["0.05", 10, 1],
    ["0.049999999999", 10, 0],
    ["33.333333333333", 3, 100],
    ["1099.", 1, 1099],
    [".5", 2, 1],
    ["0", 5, 0],
  ])("%s × %d is %d", (unit, quantity, expected) => {
    expect(multiplyDecimal(unit, quantity)).toBe(expected);
  });

  test("of a whole number is the product", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.integer({ min: 0, max: 999_999 }),
        (unit, quantity) => {
          expect(multiplyDecimal(String(unit), quantity)).toBe(unit * quantity);
        },
      ),
    );
  });

  test.each(["", ".", "-", "1,5", "1e3", "abc", " 1", "0.1234567890123", "12345678901234567"])(
    "refuses %j",
    (text) => {
      expect(() => multiplyDecimal(text, 1)).toThrow(RangeError);
    },
  );

  test("refuses a fractional quantity and a result that is too large", () => {
    expect(() => multiplyDecimal("1", 1.5)).toThrow(RangeError);
    expect(() => multiplyDecimal("9999999999999999", 2)).toThrow(RangeError);
  });
});

describe("normalizeDecimal", () => {
  test.each([
    ["1099.50", "1099.5"],
    ["1099.0", "1099"],
    ["1099", "1099"],
    ["0.0", "0"],
    ["-0.0", "0"],
    ["007", "7"],
    [".5", "0.5"],
    ["-1.250", "-1.25"],
    ["0.000000000001", "0.000000000001"],
    ["100", "100"],
  ])("%s is %s", (text, expected) => {
    expect(normalizeDecimal(text)).toBe(expected);
  });

  test("keeps the value, and changes nothing when applied twice", () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 1000 }), (text, quantity) => {
        const once = normalizeDecimal(text);
        expect(normalizeDecimal(once)).toBe(once);
        expect(multiplyDecimal(once, quantity)).toBe(multiplyDecimal(text, quantity));
      }),
    );
  });
});
