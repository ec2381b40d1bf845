import { expect, test } from "vitest";
import { PACES } from "./pace.ts";

/** When Playwright's `expect` polls, from its start: after 100, 250 and 500 ms, then every second. */
const LOOKS_MS = [0, 100, 350, 850, 1850, 2850, 3850, 4850, 5850];
/** The time that one poll takes on a busy machine. */
const LOOK_MS = 300;

/** Whether a poll falls between two times, which count from the start of the polling. */
function isSeen(from: number, until: number): boolean {
  return LOOKS_MS.some((look, nth) => {
    const at = look + nth * LOOK_MS;
    return at >= from && at <= until;
  });
}

const times = (until: number) => Array.from({ length: until / 10 }, (_, nth) => nth * 10);

test("a test that polls after the click sees processing, if the page reacts within 0.8 seconds", () => {
  const { processingMs } = PACES.real;
  const missed = times(800).filter((begins) => !isSeen(begins, begins + processingMs));
  expect(missed).toEqual([]);
});

test("a test that polls after the click sees success, however long the payment takes", () => {
  const { successMs } = PACES.real;
  const missed = times(5_000).filter((begins) => !isSeen(begins, begins + successMs));
  expect(missed).toEqual([]);
  const tooShort = times(5_000).filter((begins) => !isSeen(begins, begins + 900));
  expect(tooShort.length, "and this would tell if it were not").toBeGreaterThan(0);
});

test("fast never delays", () => {
  expect(PACES.fast).toEqual({ processingMs: 0, successMs: 0 });
});
