/** Microdeposits: what comes of an answer, and when deposits arrive. */
import { expect, test } from "vitest";
import { triesLeft, verdictOf, verifyWithMicrodeposits } from "./microdeposits.ts";

test.each([
  [{ amounts: [32, 45] }, "verified"],
  [{ amounts: [45, 32] }, "verified"],
  [{ amounts: [10, 11] }, "attempts_exceeded"],
  [{ amounts: [40, 41] }, "timeout"],
  [{ amounts: [32, 46] }, "mismatch"],
  [{ descriptor_code: "SM11AA" }, "verified"],
  [{ descriptor_code: " sm33cc " }, "attempts_exceeded"],
  [{ descriptor_code: "SM44DD" }, "timeout"],
  [{ descriptor_code: "32 45" }, "mismatch"],
])("%o is %s", (proof, verdict) => {
  expect(verdictOf(proof)).toBe(verdict);
});

test("there are three tries with amounts, and ten with a code", () => {
  expect([0, 2, 3, 4].map((wrong) => triesLeft({ amounts: [1, 2] }, wrong))).toEqual([3, 1, 0, 0]);
  expect([0, 9, 10].map((wrong) => triesLeft({ descriptor_code: "SM" }, wrong))).toEqual([10, 1, 0]);
});

test.each([
  ["2026-11-23T12:00:00Z", "2026-11-25T08:00:00Z"], // Monday to Wednesday
  ["2026-11-26T12:00:00Z", "2026-11-30T08:00:00Z"], // Thursday to Monday
  ["2026-11-27T12:00:00Z", "2026-12-01T08:00:00Z"], // Friday to Tuesday
  ["2026-11-28T12:00:00Z", "2026-12-01T08:00:00Z"], // Saturday to Tuesday
  ["2026-11-30T07:00:00Z", "2026-12-01T08:00:00Z"], // still Sunday in California
])("sent %s, they arrive %s", (sent, arrives) => {
  const { verify_with_microdeposits: shown } = verifyWithMicrodeposits(
    "amounts",
    "/",
    Date.parse(sent) / 1000,
  );
  expect(shown).toMatchObject({ arrival_date: Date.parse(arrives) / 1000 });
});
