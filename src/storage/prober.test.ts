import { expect, test } from "vitest";
import { FixedClock } from "../core/clock.ts";
import { ANSWER_HOLDS_MS, FAILURE_HOLDS_MS, Prober } from "./prober.ts";

const NO_ROOM = new Error("no room");

function prober() {
  const clock = new FixedClock(1_800_000_000);
  const looks: { end: () => void; fail: () => void }[] = [];
  const write = () =>
    new Promise<void>((resolve, reject) => {
      looks.push({ end: resolve, fail: () => reject(NO_ROOM) });
    });
  return { clock, looks, prober: new Prober(clock, write) };
}

test("a hundred concurrent callers share one check, and its result holds for later ones for a short time", async () => {
  const { clock, looks, prober: one } = prober();
  const asking = Array.from({ length: 100 }, () => one.probe());
  expect(looks).toHaveLength(1);
  looks[0]?.end();
  await Promise.all(asking);
  clock.advance((ANSWER_HOLDS_MS - 1) / 1000);
  await one.probe();
  expect(looks).toHaveLength(1);
  clock.advance(1 / 1000);
  const again = one.probe();
  expect(looks).toHaveLength(2);
  looks[1]?.fail();
  await expect(again).rejects.toBe(NO_ROOM);
});

test("a check that takes long is shared until it ends", async () => {
  const { clock, looks, prober: one } = prober();
  const first = one.probe();
  clock.advance(60);
  const second = one.probe();
  expect(looks).toHaveLength(1);
  looks[0]?.end();
  await Promise.all([first, second]);
});

test("a failed check is reported for the same time, and then the store is checked again", async () => {
  const { clock, looks, prober: one } = prober();
  const first = one.probe();
  looks[0]?.fail();
  await expect(first).rejects.toBe(NO_ROOM);
  await expect(one.probe()).rejects.toBe(NO_ROOM);
  clock.advance(ANSWER_HOLDS_MS / 1000);
  const second = one.probe();
  looks[1]?.end();
  await second;
});

test("a failed commit is reported at once, also after a good check, and is forgotten after a while", async () => {
  const { clock, looks, prober: one } = prober();
  const good = one.probe();
  one.failed(NO_ROOM);
  looks[0]?.end();
  await good;
  await expect(one.probe()).rejects.toBe(NO_ROOM);
  clock.advance((FAILURE_HOLDS_MS - 1) / 1000);
  await expect(one.probe()).rejects.toBe(NO_ROOM);
  expect(looks).toHaveLength(1);
  clock.advance(1 / 1000);
  const again = one.probe();
  expect(looks).toHaveLength(2);
  looks[1]?.end();
  await again;
});

test("a clock that is set back does not prolong any result", async () => {
  const { clock, looks, prober: one } = prober();
  one.failed(NO_ROOM);
  clock.advance(-3600);
  const look = one.probe();
  looks[0]?.end();
  await look;
});
