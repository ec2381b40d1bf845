import { expect, test } from "vitest";
import { wireText } from "./wire_text.ts";

test.each([
  [{ percent_off: 25 }, '{\n  "percent_off": 25.0\n}'],
  [{ percent_off: 12.5, valid: true }, '{\n  "percent_off": 12.5,\n  "valid": true\n}'],
  [{ percent_off: null }, '{\n  "percent_off": null\n}'],
  [{ percentage: 0, x: 0 }, '{\n  "percentage": 0.0,\n  "x": 0\n}'],
  [{ effective_percentage: 8.25 }, '{\n  "effective_percentage": 8.25\n}'],
  [{ amount: 20 }, '{\n  "amount": 20\n}'],
])("%j is printed with points in decimals only", (value, text) => {
  expect(wireText(value)).toBe(text);
});

test("decimals get a point at every level, and the value stays the same", () => {
  const value = {
    data: [
      { percent_off: 25, a: { percentage: 100, b: [] } },
      { height: 3, length: 2 },
    ],
  };
  const text = wireText(value);
  expect(text.match(/\.0/g)).toHaveLength(4);
  expect(JSON.parse(text)).toEqual(value);
});

test("strings and fields that look like decimals are not changed", () => {
  const value = {
    metadata: { percent_off: "25", 'x"percent_off': '"percent_off": 25,', y: '\n  "percentage": 5\n' },
    my_percentage: 7,
  };
  expect(wireText(value)).toBe(JSON.stringify(value, null, 2));
});
