/** Advances test clocks and checks what becomes due. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, type Bed, openBed, START, thing } from "../../test/support/work_bed.ts";
import type { TimerWork } from "../resources/resource.ts";
import { NO_CAUSE, type Row, type Tx } from "../storage/port.ts";
import { advanceClock, FIRED_MAX } from "./advance.ts";
import { BACKOFF_SECONDS } from "./failed.ts";
import type { FireParts } from "./fire.ts";
import { LEASE_SECONDS } from "./lease.ts";
import type { Worker } from "./worker.ts";

const CLOCK = "clock_1";
const MONTH = 30 * 86_400;

let bed: Bed;
beforeEach(async () => {
  bed = await openBed();
});
afterEach(() => bed.close());

/** Renews itself each month, by the test clock at which it was created. */
const renew = async (tx: Tx, id: string) => {
  const count = (await tx.list("product", {}, { limit: 100 })).rows.length;
  await tx.insert({ ...thing(`${id}_${count}`), created: tx.now } as Row);
  await tx.schedule({ kind: "renew", subject: id, due: tx.now + MONTH });
};

function parts(timers: Readonly<Record<string, TimerWork>>): FireParts {
  return { store: bed.store, timers: new Map(Object.entries(timers)) };
}

function schedule(kind: string, due: number): Promise<void> {
  return bed.store.transact(ACCOUNT, NO_CAUSE, (tx) =>
    tx.at({ clock: CLOCK, now: START }).schedule({ kind, subject: "sub", due }),
  );
}

async function createdTimes(): Promise<number[]> {
  const { rows } = await bed.store.read(ACCOUNT, (reader) =>
    reader.list<Row & { readonly created: number }>("product", {}, { limit: 100, oldestFirst: true }),
  );
  return rows.map(({ created }) => created);
}

test("a year renews twelve times, each at its own moment, without waiting", async () => {
  await schedule("renew", START + MONTH);
  const monthly = parts({ renew: { does: "unit", run: renew } });
  expect(await advanceClock(monthly, ACCOUNT, CLOCK, START + 12 * MONTH)).toBe(true);
  expect(await createdTimes()).toEqual(Array.from({ length: 12 }, (_, i) => START + (i + 1) * MONTH));
  // What is due after that year has not happened, and none of it is due by real time.
  expect(await bed.store.nextTimersOf(ACCOUNT, CLOCK, START + 13 * MONTH, 9)).toMatchObject([
    { due: START + 13 * MONTH },
  ]);
  expect(await bed.store.nextTimer()).toBeNull();
});

test("two advances do the same as one", async () => {
  await schedule("renew", START + MONTH);
  const once = parts({ renew: { does: "unit", run: renew } });
  await advanceClock(once, ACCOUNT, CLOCK, START + 5 * MONTH);
  expect(await createdTimes()).toHaveLength(5);
  await advanceClock(once, ACCOUNT, CLOCK, START + 12 * MONTH);
  expect(await createdTimes()).toEqual(Array.from({ length: 12 }, (_, i) => START + (i + 1) * MONTH));
});

test("staged work also acts at the moment it was due", async () => {
  await schedule("staged", START + 5);
  const seen: number[] = [];
  const run: Extract<TimerWork, { does: "staged" }>["run"] = async (units) => {
    await units(async (tx) => void seen.push(tx.now));
  };
  await advanceClock(parts({ staged: { does: "staged", run } }), ACCOUNT, CLOCK, START + MONTH);
  expect(seen).toEqual([START + 5]);
});

test("work that fails stops the clock there, and a second advance continues from it", async () => {
  await schedule("renew", START + MONTH);
  const failing = parts({ renew: { does: "unit", run: () => Promise.reject(new Error("planted")) } });
  await expect(advanceClock(failing, ACCOUNT, CLOCK, START + 3 * MONTH)).rejects.toThrow("planted");
  const mended = parts({ renew: { does: "unit", run: renew } });
  await advanceClock(mended, ACCOUNT, CLOCK, START + 3 * MONTH);
  expect(await createdTimes()).toHaveLength(3);
});

test("those of one moment share it, one of them failing does not undo the others, and each is done once", async () => {
  const left = new Set(["s7"]);
  const leave: TimerWork = {
    does: "unit",
    run: async (tx, subject) => {
      if (left.delete(subject)) throw new Error("planted");
      await tx.insert({ ...thing(subject), created: tx.now } as Row);
    },
  };
  await bed.store.transact(ACCOUNT, NO_CAUSE, async (tx) => {
    const own = tx.at({ clock: CLOCK, now: START });
    for (let i = 0; i < 50; i++) await own.schedule({ kind: "leave", subject: `s${i}`, due: START + 5 });
    await own.schedule({ kind: "leave", subject: "last", due: START + 6 });
  });
  const all = () => advanceClock(parts({ leave }), ACCOUNT, CLOCK, START + 10);
  await expect(all()).rejects.toThrow("planted");
  expect(await createdTimes()).not.toContain(START + 6);
  await all();
  expect(await createdTimes()).toEqual([...Array(50).fill(START + 5), START + 6]);
});

test("a timer that schedules itself without time passing stops at the bound", async () => {
  await schedule("again", START);
  const again = async (tx: Tx, subject: string) => tx.schedule({ kind: "again", subject, due: tx.now });
  const endless = parts({ again: { does: "unit", run: again } });
  await expect(advanceClock(endless, ACCOUNT, CLOCK, START)).rejects.toThrow(String(FIRED_MAX));
});

/**
 * Asks for an advance of the clock by a year, and returns how to start a worker that does it. `renewal` is the
 * work of the clock's monthly timer. What is left by the advance itself has real time.
 */
async function askedForAYear(renewal: TimerWork): Promise<() => Worker> {
  await schedule("renew", START + MONTH);
  await bed.store.transact(ACCOUNT, NO_CAUSE, (tx) =>
    tx.schedule({ kind: "advance", subject: CLOCK, due: START }),
  );
  const advance: TimerWork = {
    does: "advance",
    until: async () => START + 12 * MONTH,
    arrive: (tx) => tx.insert({ ...thing("arrived"), created: tx.now } as Row),
    givesUp: { after: 2, run: (tx) => tx.insert({ ...thing("given up"), created: tx.now } as Row) },
  };
  return () => bed.startWorker({ timers: new Map(Object.entries({ renew: renewal, advance })) });
}

const A_YEAR = Array.from({ length: 12 }, (_, i) => START + (i + 1) * MONTH);

test("a worker that stops on the way leaves the rest to the next one, which fires nothing twice", async () => {
  let count = 0;
  let first: Worker | null = null;
  let stopped: Promise<void> = Promise.resolve();
  const start = await askedForAYear({
    does: "unit",
    run: async (tx, id) => {
      if (++count === 5) stopped = first?.stop() ?? stopped;
      await renew(tx, id);
    },
  });
  first = start();
  await first.drain();
  await stopped;
  expect(await createdTimes()).toEqual(A_YEAR.slice(0, 5));
  await start().drain();
  expect(await createdTimes()).toEqual([START, ...A_YEAR]);
  expect(await bed.store.nextTimer()).toBeNull();
});

test("what a dead process had begun goes on when its lease has run out, and nothing is fired twice", async () => {
  const work: TimerWork = { does: "unit", run: renew };
  const start = await askedForAYear(work);
  await bed.store.claimTimers(START, LEASE_SECONDS, 10);
  await advanceClock(parts({ renew: work }), ACCOUNT, CLOCK, START + 7 * MONTH); // and dies
  const worker = start();
  await worker.drain();
  expect(await createdTimes()).toHaveLength(7);
  bed.clock.advance(LEASE_SECONDS);
  await worker.drain();
  expect(await createdTimes()).toEqual([START + LEASE_SECONDS, ...A_YEAR]);
});

test("an advance whose work keeps failing is given up, and the timers after it have not fired", async () => {
  let count = 0;
  const start = await askedForAYear({
    does: "unit",
    run: async (tx, id) => {
      if (++count > 3) throw new Error("planted");
      await renew(tx, id);
    },
  });
  const worker = start();
  await worker.drain();
  expect(await createdTimes()).toEqual(A_YEAR.slice(0, 3));
  bed.clock.advance(BACKOFF_SECONDS[0]);
  await worker.drain();
  expect(await createdTimes()).toEqual([START + BACKOFF_SECONDS[0], ...A_YEAR.slice(0, 3)]);
  expect(await bed.store.nextTimer()).toBeNull();
});
