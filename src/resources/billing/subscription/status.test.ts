import { describe, expect, test } from "vitest";
import { type Happening, statusAfter } from "./status.ts";
import type { Status } from "./subscription.ts";

const ALL: readonly Status[] = [
  "active",
  "canceled",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
];

/** Every status that a happening changes, as "from > to"; the others must stay. */
const CHANGES: readonly (readonly [Happening, string])[] = [
  ["first_paid", "incomplete > active"],
  ["first_expired", "incomplete > incomplete_expired"],
  ["paid", "past_due > active, unpaid > active"],
  ["payment_failed", "active > past_due, trialing > past_due"],
  ["left_unpaid", "active > unpaid, past_due > unpaid"],
  ["trial_began", "active > trialing, past_due > trialing"],
  ["trial_ended", "trialing > active"],
  ["paused", "active > paused, past_due > paused, trialing > paused"],
  ["resumed", "paused > active"],
  [
    "canceled",
    "active > canceled, incomplete > canceled, past_due > canceled, paused > canceled, trialing > canceled, unpaid > canceled",
  ],
];

describe("the status of a subscription", () => {
  test.each(CHANGES)("%s", (happening, changes) => {
    const changed = ALL.flatMap((from) => {
      const to = statusAfter(from, happening);
      return to === from ? [] : [`${from} > ${to}`];
    });
    expect(changed.join(", ")).toBe(changes);
  });

  test("nothing leads out of canceled or incomplete_expired", () => {
    for (const [happening] of CHANGES) {
      expect(statusAfter("canceled", happening)).toBe("canceled");
      expect(statusAfter("incomplete_expired", happening)).toBe("incomplete_expired");
    }
  });
});
