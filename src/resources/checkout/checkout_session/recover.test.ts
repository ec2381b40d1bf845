import { expect, test } from "vitest";
import { DECIDED_BY_MODE, NOT_TAKEN_OVER, TAKEN_OVER } from "./recover.ts";
import { NEW_SESSION } from "./row/defaults.ts";

/** Keys that only older API versions show: the row reserves their place and never has a value. */
const PLACES = ["shipping_details"];

// A new key of a session fails this test until it is put in one of the three lists.
test("every key of a session is either taken over by a recovered session or not", () => {
  const decided = [...TAKEN_OVER, ...DECIDED_BY_MODE, ...NOT_TAKEN_OVER, ...PLACES];
  expect(decided.sort()).toEqual(Object.keys(NEW_SESSION).sort());
});
