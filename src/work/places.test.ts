import { expect, test } from "vitest";
import { mayBegin, type Pace, PLACES_MAX, type Sender } from "./places.ts";

const PACES: readonly Pace[] = ["prompt", "unknown", "slow"];

const sender = (account: string, pace: Pace): Sender => ({ account, pace });
const many = (count: number, account: string, pace: Pace) =>
  Array.from({ length: count }, () => sender(account, pace));
const accounts = (count: number, each: number, pace: Pace) =>
  Array.from({ length: count }, (_, i) => many(each, `acct_${i}`, pace)).flat();
/** The endpoints being sent to once as many as possible have begun. */
const full = (waiting: readonly Sender[]) => mayBegin([], waiting);

test.each(PACES)("a single account gets as many places for %s endpoints as it may create", (pace) => {
  expect(full(many(14, "a", pace))).toHaveLength(14);
});

test.each([
  ["one", 1, 500],
  ["16", 16, 16],
  ["16 that have many", 16, 200],
  ["1,000", 1000, 16],
] as const)(
  "never more places than there are, nor all of them for those that may hang: %s",
  (_, count, each) => {
    const working = full(PACES.flatMap((pace) => accounts(count, each, pace)));
    expect(working.length).toBeLessThanOrEqual(PLACES_MAX);
    const unsure = full([...accounts(count, each, "unknown"), ...accounts(count, each, "slow")]);
    expect(unsure.length).toBeLessThan(PLACES_MAX);
    expect(mayBegin(unsure, [sender("other", "prompt")])).toHaveLength(1);
    expect(mayBegin(unsure, [sender("acct_0", "prompt")])).toHaveLength(1);
  },
);

test.each(PACES)(
  "16 accounts with 16 hanging endpoints, %s until then, leave room for those that answer",
  (pace) => {
    const hanging = full(accounts(16, 16, pace));
    expect(mayBegin(hanging, [sender("other", "prompt")])).toHaveLength(1);
    // A new endpoint gets a place unless all the others were known to answer promptly a moment ago.
    if (pace !== "prompt") expect(mayBegin(hanging, [sender("other", "unknown")])).toHaveLength(1);
    // Once the others are known to hang, their own accounts' other endpoints get places too.
    const known = hanging.map(({ account }) => sender(account, "slow"));
    expect(mayBegin(known, [sender("acct_3", "prompt")])).toHaveLength(1);
  },
);

test("accounts get equal shares, whoever asks first", () => {
  const count = (working: readonly Sender[], name: string) =>
    working.filter(({ account }) => account === name).length;
  const inTurn = full(accounts(16, 16, "unknown"));
  const first = count(inTurn, "acct_0");
  const last = count(inTurn, "acct_15");
  expect(last).toBeGreaterThan(0);
  // Later ones find fewer free places; freed places go to the accounts that have fewer.
  const after = mayBegin(
    inTurn.filter(({ account }) => account !== "acct_0"),
    [...many(16, "acct_0", "unknown"), ...many(16, "acct_15", "unknown")],
  );
  expect(count(after, "acct_0")).toBeLessThanOrEqual(first);
});

test("prompt endpoints go first, then unknown ones; within a pace, those that have waited longest", () => {
  const waiting = (["slow", "unknown", "prompt", "slow", "unknown", "prompt"] as const).map((pace, at) => ({
    ...sender(`acct_${at}`, pace),
    at,
  }));
  expect(mayBegin([], waiting).map(({ at }) => at)).toEqual([2, 5, 1, 4, 0, 3]);
});
