import { describe, expect, test } from "vitest";
import { formatCvc, formatExpiry, formatNumber, readExpiry } from "./card_formats.ts";

describe("card numbers", () => {
  test.each([
    ["4242424242424242", "4242 4242 4242 4242"],
    ["4242 4242-4242.4242", "4242 4242 4242 4242"],
    ["42424242424242429999", "4242 4242 4242 4242"],
    ["4242", "4242"],
    ["42424", "4242 4"],
    ["378282246310005", "3782 822463 10005"],
    ["37828", "3782 8"],
    ["6205500000000000004", "6205 5000 0000 0000 004"],
    ["no digits", ""],
  ])("%s becomes %s", (typed, shown) => expect(formatNumber(typed)).toBe(shown));

  test("a formatted number stays as it is", () => {
    for (const number of ["4242424242424242", "378282246310005", "36227206271667", "6205500000000000004"])
      expect(formatNumber(formatNumber(number))).toBe(formatNumber(number));
  });
});

describe("expiry", () => {
  test.each([
    ["1234", "12 / 34"],
    ["12/34", "12 / 34"],
    ["12 / 34", "12 / 34"],
    ["12/2034", "12 / 34"],
    ["122034", "12 / 34"],
    ["1/34", "01 / 34"],
    ["1/2034", "01 / 34"],
    ["0230", "02 / 30"],
    ["230", "02 / 30"],
    ["2/30", "02 / 30"],
    ["2 / 30", "02 / 30"],
    ["22030", "02 / 30"],
    ["022030", "02 / 30"],
    ["134", "01 / 34"],
    ["1334", "13 / 34"],
    ["123", "12 / 3"],
    ["13", "13 / "],
    ["1", "1"],
    ["2", "02 / "],
    ["12", "12 / "],
    ["12 / /", "12 / "],
    ["12 / 3456", "12 / 34"],
    ["12 / 20", "12 / 20"],
    ["12 / 203", "12 / 203"],
    ["0", "0"],
    ["", ""],
  ])("%s becomes %s", (typed, shown) => expect(formatExpiry(typed)).toBe(shown));

  test("deleting removes the slash and does not add it again", () => {
    expect(formatExpiry("12 /", true)).toBe("12");
    expect(formatExpiry("1", true)).toBe("1");
    expect(formatExpiry("02 / ".slice(0, 1), true)).toBe("0");
  });

  test("typed key by key, each way of writing gives the same result", () => {
    for (const text of ["1234", "12/34", "12 / 34", "12/2034"]) {
      let shown = "";
      for (const key of text) shown = formatExpiry(shown + key);
      expect(shown, text).toBe("12 / 34");
    }
    for (const text of ["230", "0230", "2/30", "02/2030"]) {
      let shown = "";
      for (const key of text) shown = formatExpiry(shown + key);
      expect(shown, text).toBe("02 / 30");
    }
  });

  test("is read as month and year only if both are complete", () => {
    expect(readExpiry("12 / 34")).toEqual({ month: 12, year: 2034 });
    expect(readExpiry("1/2034")).toEqual({ month: 1, year: 2034 });
    expect(readExpiry("230")).toEqual({ month: 2, year: 2030 });
    expect(readExpiry("0230")).toEqual({ month: 2, year: 2030 });
    expect(readExpiry("12 / 203")).toBeNull();
    expect(readExpiry("12")).toBeNull();
  });
});

test("a security code has the length that its brand uses", () => {
  expect(formatCvc("12345", "4242")).toBe("123");
  expect(formatCvc("12345", "3782")).toBe("1234");
  expect(formatCvc("12a", "4242")).toBe("12");
});
