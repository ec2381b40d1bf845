import { expect, test } from "vitest";
import { en } from "../../../words/messages/en.ts";
import { deliveryText } from "./delivery.ts";

const english = { tag: "en-US", messages: en };
const days = (value: number) => ({ unit: "business_day" as const, value });

test.each([
  [null, null],
  [{ minimum: null, maximum: null }, null],
  [{ minimum: days(5), maximum: days(7) }, "5–7 business days"],
  [{ minimum: days(1), maximum: days(1) }, "1 business day"],
  [{ minimum: days(2), maximum: null }, "At least 2 business days"],
  [{ minimum: null, maximum: days(1) }, "Up to 1 business day"],
  [{ minimum: { unit: "hour", value: 2 }, maximum: { unit: "hour", value: 4 } }, "2–4 hours"],
  [{ minimum: { unit: "week", value: 1 }, maximum: null }, "At least 1 week"],
  [{ minimum: { unit: "day", value: 1 }, maximum: { unit: "month", value: 1 } }, "1 day to 1 month"],
  [{ minimum: days(3), maximum: { unit: "week", value: 2 } }, "3 business days to 2 weeks"],
] as const)("%j: %s", (estimate, text) => {
  expect(deliveryText(estimate, english)).toBe(text);
});

test("other languages use their own units and plurals", () => {
  const german = { tag: "de", messages: en };
  expect(deliveryText({ minimum: null, maximum: { unit: "day", value: 3 } }, german)).toBe("Up to 3 Tage");
});
