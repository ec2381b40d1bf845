/** Moves the server's clock and checks what is done on the way. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, type Bed, openBed, openReceiver, START, thing } from "../../test/support/work_bed.ts";
import { MovableClock } from "../core/clock.ts";
import type { TimerWork } from "../resources/resource.ts";
import { type Account, NO_CAUSE, type Row, type Tx } from "../storage/port.ts";
import { BACKOFF_SECONDS } from "./failed.ts";
import { moveTime } from "./move_time.ts";
import type { Worker } from "./worker.ts";

const HOUR = 3_600;
const OTHER: Account = { id: "acct_1OtherOther0001", tail: "therOther1" };

let bed: Bed;
let clock: MovableClock;
beforeEach(async () => {
  bed = await openBed(":memory:", START, (real) => {
    clock = new MovableClock(real);
    return clock;
  });
});
afterEach(() => bed.close());

const done: [string, number][] = [];
afterEach(() => void done.splice(0));
const note: TimerWork = {
  does: "unit",
  run: async (tx, subject) => void done.push([subject, tx.now - START]),
};

function started(timers: Record<string, TimerWork>): Worker {
  return bed.startWorker({ clock, realClock: bed.clock, timers: new Map(Object.entries(timers)) });
}
function schedule(kind: string, subject: string, after: number, account = ACCOUNT): Promise<void> {
  return bed.store.transact(account, NO_CAUSE, (tx) => tx.schedule({ kind, subject, due: START + after }));
}
const move = (worker: Worker, after: number): Promise<number> =>
  moveTime({ clock, realClock: bed.clock, store: bed.store, hold: () => worker.hold() }, START + after);

test("what becomes due is done in order and at its own moment, in all accounts, before the call resolves", async () => {
  await schedule("note", "late", 3 * HOUR);
  await schedule("note", "beyond", 24 * HOUR + 1);
  await schedule("note", "early", HOUR, OTHER);
  await schedule("note", "last", 24 * HOUR);
  const worker = started({ note });
  expect(await move(worker, 24 * HOUR)).toBe(3);
  expect(done).toEqual([
    ["early", HOUR],
    ["late", 3 * HOUR],
    ["last", 24 * HOUR],
  ]);
  expect(clock.seconds()).toBe(START + 24 * HOUR);
  expect(bed.clock.seconds()).toBe(START);
  // The worker goes on as before, by the moved clock.
  bed.clock.advance(1);
  await worker.drain();
  expect(done.at(-1)).toEqual(["beyond", 24 * HOUR + 1]);
});

test.each([
  [1, 30],
  [60, 1800],
  [0.5, 15],
  [0, 1],
])(
  "at a rate of %d, a timer that is claimed for 30 s is free %d s later on the clock",
  async (rate, later) => {
    await schedule("note", "claimed", 0);
    expect(await bed.store.claimTimers(START, 30, 1)).toHaveLength(1);
    clock.setRate(rate);
    expect(await bed.store.nextTimer()).toBe(START + later);
  },
);

test("the clock is never turned back, however long the worker's work takes to end", async () => {
  const worker = started({ note });
  clock.setRate(1);
  const shown: number[] = [];
  const hold = async () => {
    bed.clock.advance(50);
    shown.push(clock.seconds());
    return worker.hold();
  };
  await moveTime({ clock, realClock: bed.clock, store: bed.store, hold }, START + 10);
  expect(clock.seconds()).toBe(START + 10);
  expect(clock.seconds()).toBeGreaterThanOrEqual(shown[0] ?? Infinity);
  expect(clock.rate).toBe(1);
  bed.clock.advance(20);
  const passed = clock.seconds();
  await moveTime({ clock, realClock: bed.clock, store: bed.store, hold }, passed - 5);
  expect(clock.seconds()).toBe(passed);
});

test("timers that the work schedules fire too, and those of test clocks do not", async () => {
  const again: TimerWork = {
    does: "unit",
    run: async (tx: Tx, subject) => {
      done.push([subject, tx.now - START]);
      await tx.schedule({ kind: "again", subject, due: tx.now + HOUR });
    },
  };
  await schedule("again", "hourly", HOUR);
  await bed.store.transact(ACCOUNT, NO_CAUSE, (tx) =>
    tx.at({ clock: "clock_1", now: START }).schedule({ kind: "again", subject: "own", due: START }),
  );
  expect(await move(started({ again }), 4 * HOUR)).toBe(4);
  expect(done).toEqual([1, 2, 3, 4].map((hours) => ["hourly", hours * HOUR]));
});

test("work that fails does not hold the clock up, and is tried again in real time", async () => {
  let failures = 1;
  const failing: TimerWork = {
    does: "unit",
    run: async (tx, subject) => {
      if (failures-- > 0) throw new Error("planted");
      done.push([subject, tx.now - START]);
    },
  };
  await schedule("failing", "f", HOUR);
  await schedule("note", "n", 2 * HOUR);
  const worker = started({ failing, note });
  clock.setRate(0);
  await move(worker, 3 * HOUR);
  expect(done).toEqual([["n", 2 * HOUR]]);
  expect(bed.reports).toHaveLength(1);
  bed.clock.advance(BACKOFF_SECONDS[0]);
  await worker.drain();
  expect(done.at(-1)).toEqual(["f", 3 * HOUR]);
  expect(clock.rate).toBe(0);
});

test("webhooks are sent meanwhile, and a lease is not lost by the jump", async () => {
  const receiver = await openReceiver();
  try {
    await bed.addEndpoint(receiver.url);
    const emit: TimerWork = {
      does: "unit",
      run: async (tx, subject) => {
        const row: Row = thing(subject);
        await tx.insert(row);
        await tx.emit("product.created", row);
      },
    };
    for (let i = 1; i <= 5; i++) await schedule("emit", `prod_${i}`, i * HOUR);
    const worker = started({ emit });
    expect(await move(worker, 24 * HOUR)).toBe(5);
    await worker.drain();
    expect(receiver.abouts()).toEqual(["prod_1", "prod_2", "prod_3", "prod_4", "prod_5"]);
    const stamps = receiver.received.map(({ headers }) =>
      /^t=(\d+)/.exec(String(headers["stripe-signature"])),
    );
    expect(stamps.map((stamp) => Number(stamp?.[1]))).toEqual(Array(5).fill(START));
  } finally {
    await receiver.close();
  }
});

test("a worker that stops ends the move on the way, and nothing is lost", async () => {
  let stopping: Promise<void> | null = null;
  const stop: TimerWork = {
    does: "unit",
    run: async () => {
      stopping = worker.stop();
    },
  };
  await schedule("stop", "s", HOUR);
  for (let i = 0; i < 50; i++) await schedule("note", `n${i}`, HOUR);
  await schedule("note", "later", 2 * HOUR);
  const worker = started({ stop, note });
  await move(worker, 24 * HOUR);
  await stopping;
  expect(done.length).toBeLessThan(50);
  expect(clock.seconds()).toBe(START + HOUR);
  await move(started({ note }), 24 * HOUR);
  const subjects = done.map(([subject]) => subject);
  expect(subjects.at(-1)).toBe("later");
  expect(subjects.sort()).toEqual(["later", ...Array.from({ length: 50 }, (_, i) => `n${i}`)].sort());
});
