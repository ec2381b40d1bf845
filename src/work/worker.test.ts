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
import { BACKOFF_SECONDS, LEASE_SECONDS, type Worker } from "./worker.ts";

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

/** Work that leaves a product of its subject's name behind. */
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

test("a timer that its own work schedules again stays", async () => {
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

test("work that fails leaves nothing behind, is tried again ever later, and does not stop other work", async () => {
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

test("a kind nobody knows is reported and kept", async () => {
  await schedule("from the future", "x", START);
  await working({}).drain();
  expect(String(bed.reports[0])).toContain("from the future");
  expect(await bed.store.nextTimer()).toBe(START + BACKOFF_SECONDS[0]);
});

test("staged work has units of its own, and its timer goes when it has ended", async () => {
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

test("a timer moved or cancelled after it was claimed is not worked on", async () => {
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

test("what a dead process had claimed is done when its lease has run out", async () => {
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

test("webhooks go before what time has made due", async () => {
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
  expect(order.indexOf("news")).toBeLessThan(300); // not behind all that was due before it
  await there.close();
});

test("a clock that is set back neither spins nor stops the work", async () => {
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

test("old idempotency keys are forgotten, all of them, and only them", async () => {
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

test("stopping lets a try under way end, claims no more, and gives the rest back", async () => {
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
  expect(await bed.store.nextTimer()).toBe(START); // not when a lease runs out
  await schedule("leave", "x", START);
  worker.nudge();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await bed.store.claimTimers(START, 1, 10)).toHaveLength(2);
});

test("a store that fails for a while is reported, and work goes on after it", async () => {
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
