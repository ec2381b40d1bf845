import { describe, expect, test } from "vitest";
import { COUNTRIES } from "./countries.ts";
import { callingCode, formatPhone, internationalNumber } from "./phone.ts";

test("every country with phone numbers has a calling code", () => {
  expect(COUNTRIES.filter((country) => callingCode(country) === null)).toEqual([]);
  expect([callingCode("US"), callingCode("DE"), callingCode("SH"), callingCode("XX")]).toEqual([
    "1",
    "49",
    "290",
    null,
  ]);
});

describe("a typed number in international form", () => {
  test.each([
    ["2015550123", "US", "+12015550123"],
    ["(201) 555-0123", "US", "+12015550123"],
    ["1 201 555 0123", "CA", "+12015550123"],
    ["201.555.0123", "PR", "+12015550123"],
    ["0170 1234567", "DE", "+491701234567"],
    ["030/123456", "DE", "+4930123456"],
    ["07400 123456", "GB", "+447400123456"],
    ["06 1234 5678", "IT", "+390612345678"],
    ["+44 7400 123456", "US", "+447400123456"],
    ["+1 (201) 555-0123", "DE", "+12015550123"],
    // These are not phone numbers.
    ["", "US", null],
    ["201555012", "US", null],
    ["20155501234", "US", null],
    ["call me", "US", null],
    ["2015550123x5", "US", null],
    ["12", "DE", null],
    ["1234567890123456", "DE", null],
    ["+", "US", null],
    ["+0123456", "US", null],
    ["2015550123", "XX", null],
    // Longer than any number with spaces.
    [`${" ".repeat(64)}2015550123`, "US", null],
  ])("%s in %s: %s", (text, country, number) => {
    expect(internationalNumber(text, country)).toBe(number);
  });
});

test.each([
  ["2", "US", "2"],
  ["2015", "US", "(201) 5"],
  ["2015550", "US", "(201) 555-0"],
  ["2015550123", "US", "(201) 555-0123"],
  ["(201) 555-012", "US", "(201) 555-012"],
  ["+442015550123", "US", "+442015550123"],
  ["12015550123", "US", "12015550123"],
  ["0170 123", "DE", "0170 123"],
  [`2015550123${" ".repeat(64)}`, "US", `2015550123${" ".repeat(64)}`],
])("%s in %s is shown as %s while it is typed", (text, country, shown) => {
  expect(formatPhone(text, country)).toBe(shown);
});
