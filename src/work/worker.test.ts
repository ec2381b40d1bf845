import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ACCOUNT,
  answering,
  type Bed,
  openBed,
  openReceiver,
  START,
  thing,
} from "../../test/support/work_bed.ts";
import type { TimerWork } from "../resources/resource.ts";
import { type ApiTx, NO_CAUSE, type Tx } from "../storage/port.ts";
import { BACKOFF_SECONDS } from "./failed.ts";
import { LEASE_SECONDS } from "./lease.ts";
import type { Worker } from "./worker.ts";

let bed: Bed;
beforeEach(async () => {
  bed = await openBed();
});
afterEach(() => bed.close());

const write = <T>(work: (tx: ApiTx) => Promise<T>): Promise<T> => bed.store.transact(ACCOUNT, NO_CAUSE, work);
const schedule = (kind: string, subject: string, due: number) =>
  write((tx) => tx.schedule({ kind, subject, due }));
const products = async () =>
  (await bed.store.read(ACCOUNT, (reader) => reader.list("product", {}, { limit: 1000, oldestFirst: true })))
    .rows;

/** Work that creates a product with its subject's id. */
const leave = (tx: Tx, subject: string): Promise<void> => tx.insert(thing(subject));
const unit = (run: (tx: Tx, subject: string) => Promise<void>): TimerWork => ({ does: "unit", run });
const working = (timers: Record<string, TimerWork>): Worker =>
  bed.startWorker({ timers: new Map(Object.entries(timers)) });

test("work is done when it is due, once, and not before", async () => {
  await schedule("leave", "now", START);
  await schedule("leave", "later", START + 60);
  const worker = working({ leave: unit(leave) });
  await worker.drain();
  expect(await products()).toMatchObject([{ id: "now" }]);
  bed.clock.advance(59);
  await worker.drain();
  expect(await products()).toHaveLength(1);
  bed.clock.advance(1);
  await worker.drain();
  expect(await products()).toMatchObject([{ id: "now" }, { id: "later" }]);
  expect(await bed.store.nextTimer()).toBeNull();
});

test("a timer that its own work schedules again is kept", async () => {
  await schedule("tick", "t", START);
  const tick = unit(async (tx, subject) => {
    await tx.insert(thing(`at_${tx.now - START}`));
    await tx.schedule({ kind: "tick", subject, due: tx.now + 60 });
  });
  const worker = working({ tick });
  await worker.drain();
  expect(await bed.store.nextTimer()).toBe(START + 60);
  bed.clock.advance(60);
  await worker.drain();
  expect(await products()).toMatchObject([{ id: "at_0" }, { id: "at_60" }]);
});

test("work that fails changes nothing, is tried again at growing intervals, and does not stop other work", async () => {
  let failures = 0;
  const timers = {
    leave: unit(leave),
    fail: unit(async (tx) => {
      await tx.insert(thing(`half_${failures++}`));
      throw new Error("no luck");
    }),
  };
  await schedule("fail", "f", START);
  await schedule("leave", "good", START);
  const worker = working(timers);
  const waits: number[] = [];
  for (let i = 0; i < BACKOFF_SECONDS.length + 1; i++) {
    await worker.drain();
    const due = (await bed.store.nextTimer()) ?? 0;
    waits.push(due - bed.clock.seconds());
    bed.clock.advance(due - bed.clock.seconds());
  }
  expect(waits).toEqual([...BACKOFF_SECONDS, BACKOFF_SECONDS.at(-1)]);
  expect(await products()).toMatchObject([{ id: "good" }]);
  expect(bed.reports).toHaveLength(waits.length);
  expect(String(bed.reports[0])).toContain("no luck");
});

/** Runs a worker until nothing is due or `turns` timers were due; returns the waits in between. */
async function waitsUntilGone(worker: Worker, turns: number): Promise<number[]> {
  const waits: number[] = [];
  while (waits.length < turns) {
    worker.nudge();
    await worker.drain();
    const due = await bed.store.nextTimer();
    if (due === null) break;
    waits.push(due - bed.clock.seconds());
    bed.clock.advance(due - bed.clock.seconds());
  }
  return waits;
}

test("failures are counted across a restart", async () => {
  const fail = unit(() => Promise.reject(new Error("no luck")));
  await schedule("fail", "f", START);
  const first = working({ fail });
  expect(await waitsUntilGone(first, 2)).toEqual(BACKOFF_SECONDS.slice(0, 2));
  await first.stop();
  expect(await waitsUntilGone(working({ fail }), 2)).toEqual(BACKOFF_SECONDS.slice(2, 4));
});

test("work that may fail only so often is then given up, its replacement runs, and the log says so", async () => {
  const fail: TimerWork = {
    does: "staged",
    run: () => Promise.reject(new Error("no luck")),
    givesUp: { after: 3, run: (tx, subject) => leave(tx, `instead of ${subject}`) },
  };
  await schedule("fail", "f", START);
  expect(await waitsUntilGone(working({ fail }), 9)).toEqual(BACKOFF_SECONDS.slice(0, 2));
  expect(await products()).toMatchObject([{ id: "instead of f" }]);
  expect(bed.reports).toHaveLength(4);
  expect(String(bed.reports[3])).toContain("fail of f failed 3 times and was given up");
});

test("giving up is tried again if it fails, and has no effect until it succeeds", async () => {
  let failures = 0;
  const run = async (tx: Tx, subject: string) => {
    await leave(tx, subject);
    if (++failures < 3) throw new Error("no luck either");
  };
  const fail: TimerWork = {
    ...unit(() => Promise.reject(new Error("no luck"))),
    givesUp: { after: 1, run },
  };
  await schedule("fail", "f", START);
  expect(await waitsUntilGone(working({ fail }), 9)).toEqual(BACKOFF_SECONDS.slice(0, 2));
  expect(await products()).toMatchObject([{ id: "f" }]);
});

test("work that somebody scheduled again in the meantime is not given up", async () => {
  const fail: TimerWork = {
    does: "staged",
    run: async (units, subject) => {
      await units((tx) => tx.schedule({ kind: "fail", subject, due: START + 1000 }));
      throw new Error("no luck");
    },
    givesUp: { after: 1, run: (tx, subject) => leave(tx, subject) },
  };
  await schedule("fail", "f", START);
  await working({ fail }).drain();
  expect(await products()).toEqual([]);
  expect(bed.reports).toHaveLength(1);
  expect(await bed.store.nextTimer()).toBe(START + 1000);
});

test("a timer of an unknown kind is reported and kept", async () => {
  await schedule("from the future", "x", START);
  await working({}).drain();
  expect(String(bed.reports[0])).toContain("from the future");
  expect(await bed.store.nextTimer()).toBe(START + BACKOFF_SECONDS[0]);
});

test("staged work has units of its own, and its timer is removed when it has ended", async () => {
  const seen: (number | null)[] = [];
  const settle: TimerWork = {
    does: "staged",
    run: async (units, subject) => {
      await units((tx) => leave(tx, `${subject}_begun`));
      seen.push(await bed.store.nextTimer());
      await units((tx) => leave(tx, `${subject}_done`));
    },
  };
  await schedule("settle", "s", START);
  await working({ settle }).drain();
  expect(seen).toEqual([START + LEASE_SECONDS]);
  expect(await products()).toHaveLength(2);
  expect(await bed.store.nextTimer()).toBeNull();
});

test("a timer moved or canceled after it was claimed is not worked on", async () => {
  await schedule("leave", "moved", START);
  await schedule("leave", "cancelled", START);
  await schedule("leave", "kept", START);
  const claimed = await bed.store.claimTimers(START, LEASE_SECONDS, 10);
  await schedule("leave", "moved", START + 5);
  await write((tx) => tx.cancel("leave", "cancelled"));
  const finished = await Promise.all(claimed.map((timer) => write((tx) => tx.finish(timer))));
  expect(claimed.filter((_, i) => finished[i]).map(({ subject }) => subject)).toEqual(["kept"]);
  expect(await bed.store.nextTimer()).toBe(START + 5);
});

test("work that a dead process had claimed is done when its lease has run out", async () => {
  await schedule("leave", "orphan", START);
  await bed.store.claimTimers(START, LEASE_SECONDS, 10); // and dies
  const worker = working({ leave: unit(leave) });
  await worker.drain();
  expect(await products()).toEqual([]);
  bed.clock.advance(LEASE_SECONDS);
  await worker.drain();
  expect(await products()).toHaveLength(1);
});

test("two workers on one store do each timer once", async () => {
  const done: string[] = [];
  const count = unit(async (tx, subject) => {
    done.push(subject);
    await leave(tx, subject);
  });
  const subjects = Array.from({ length: 500 }, (_, i) => `prod_${i}`);
  await write(async (tx) => {
    for (const subject of subjects) await tx.schedule({ kind: "count", subject, due: START });
  });
  const workers = [working({ count }), working({ count })];
  for (const worker of workers) await worker.drain();
  await workers[0]?.drain();
  expect(done.toSorted()).toEqual(subjects.toSorted());
});

test("webhooks go before timers that became due by time", async () => {
  const order: string[] = [];
  const there = await openReceiver((response, { about }) => {
    order.push(about);
    response.end();
  });
  const slowly = unit(async (tx, subject) => {
    order.push(subject);
    await leave(tx, subject);
  });
  for (let i = 0; i < 300; i++) await schedule("slowly", `due_${i}`, START - 300 + i);
  await bed.addEndpoint(there.url);
  await bed.emit("news");
  await working({ slowly }).drain();
  expect(order).toHaveLength(301);
  expect(order.indexOf("news")).toBeLessThan(300); // not after everything that was due before it
  await there.close();
});

test("a clock that is set back causes neither a busy loop nor a stop", async () => {
  const worker = working({ leave: unit(leave) });
  await schedule("leave", "first", START);
  await worker.drain();
  bed.clock.advance(-86_400);
  await schedule("leave", "second", START - 86_400);
  await worker.drain();
  bed.clock.advance(2 * 86_400);
  await schedule("leave", "third", START + 86_400);
  await worker.drain();
  expect(await products()).toHaveLength(3);
});

test("old idempotency keys are deleted, all of them and no others", async () => {
  const remember = (key: string) =>
    write(async (tx) => {
      await tx.recall(key);
      const reply = {
        endpoint: "POST /v1/products",
        fingerprint: "",
        request: "req_1",
        status: 200,
        body: "",
      };
      await tx.remember({ key, created: tx.now, ...reply });
    });
  for (let i = 0; i < 1200; i++) await remember(`old_${i}`);
  bed.clock.advance(86_401);
  await remember("new");
  await bed.startWorker().drain();
  expect(await bed.store.forgetKeys(bed.clock.seconds(), 5000)).toBe(0);
  expect(await write((tx) => tx.recall("new"))).not.toBeNull();
  expect(await write((tx) => tx.recall("old_0"))).toBeNull();
});

test("stopping lets a try under way end, claims nothing more, and releases the rest", async () => {
  let answer = () => {};
  const arrived = new Promise<void>((resolve) => {
    void openReceiver((response) => {
      answer = () => answering(200)(response);
      resolve();
    }).then(async (there) => {
      await bed.addEndpoint(there.url);
      await bed.emit("prod_1", "prod_2");
      worker.nudge();
    });
  });
  const worker = bed.startWorker();
  await arrived;
  const stopped = worker.stop();
  answer();
  await stopped;
  const states = [];
  for (const about of ["prod_1", "prod_2"]) {
    states.push((await bed.deliveriesOf((await bed.eventAbout(about)).id))[0]?.state);
  }
  expect(states).toEqual(["delivered", "pending"]);
  expect(await bed.store.nextTimer()).toBe(0); // woken, and not only when a lease runs out
  await schedule("leave", "x", START);
  worker.nudge();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await bed.store.claimTimers(START, 1, 10)).toHaveLength(2);
});

test("a store that fails for a while is reported, and work continues after it", async () => {
  let failing = true;
  const store = new Proxy(bed.store, {
    get: (target, name) => {
      if (name === "claimTimers" && failing) {
        return () => {
          failing = false;
          return Promise.reject(new Error("disk full"));
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  await schedule("leave", "after", START);
  const worker = bed.startWorker({ store, timers: new Map([["leave", unit(leave)]]) });
  await worker.drain();
  expect(String(bed.reports[0])).toContain("disk full");
  expect(await products()).toHaveLength(1);
});
