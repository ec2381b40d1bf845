/** What `/_checkstand/health/ready` answers while the database cannot write, and afterwards. */
import { afterEach, expect, test } from "vitest";
import { FixedClock } from "../../src/core/clock.ts";
import type { Engine, Sql } from "../../src/storage/engine.ts";
import { FAILURE_HOLDS_MS } from "../../src/storage/prober.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { startServer, type TestServer } from "../support/server.ts";

const NOW = 1_800_000_000;
const READY = "/_checkstand/health/ready";

let server: TestServer;
afterEach(() => server.close());

/** Advances the clock past the time for which failures and checks are remembered. */
function letTimePass(clock: FixedClock): void {
  clock.advance(FAILURE_HOLDS_MS / 1000);
}

/** Limits the number of pages of the database; it keeps at least the pages that it has. */
async function limitPages(engine: Engine, pages: number): Promise<void> {
  await engine.transact(async (sql) => sql.all(`pragma max_page_count = ${pages}`, []));
}

async function make(name: string): Promise<number> {
  return (await server.raw("POST", "/v1/products", { body: { name } })).status;
}

test("a full disk makes the server not ready although nobody writes, and ready again once there is space", async () => {
  const clock = new FixedClock(NOW);
  const engine = openSqlite(":memory:");
  server = await startServer({ logLevel: "silent" }, { clock, engine });
  expect((await server.raw("GET", READY)).status).toBe(200);
  // Free space inside the database could still be used.
  await engine.transact(async (sql) =>
    sql.run("insert into settings (name, value, sum) values ('big', ?, 0)", ["x".repeat(50_000)]),
  );
  letTimePass(clock);
  await limitPages(engine, 1);
  const full = await server.raw("GET", READY);
  expect(full.status).toBe(503);
  expect(full.body).toEqual({
    status: "not ready",
    reason: "The store cannot write: database or disk is full",
  });
  letTimePass(clock);
  expect((await server.raw("GET", READY)).status).toBe(503);
  await limitPages(engine, 1_000_000);
  letTimePass(clock);
  expect((await server.raw("GET", READY)).status).toBe(200);
  expect(await make("Lamp")).toBe(200);
});

test("a write that finds the disk full is remembered, even if the check a moment ago was good", async () => {
  const clock = new FixedClock(NOW);
  const engine = openSqlite(":memory:");
  server = await startServer({ logLevel: "silent" }, { clock, engine });
  expect((await server.raw("GET", READY)).status).toBe(200);
  await limitPages(engine, 1);
  const statuses: number[] = [];
  // Each request is from an account of its own; some still find space on existing pages.
  while (statuses.at(-1) !== 500) statuses.push(await make("x".repeat(2_000)));
  expect((await server.raw("GET", READY)).status).toBe(503);
  await limitPages(engine, 1_000_000);
  expect((await server.raw("GET", READY)).status).toBe(503);
  letTimePass(clock);
  expect((await server.raw("GET", READY)).status).toBe(200);
});

/** An engine whose commits fail as long as `fault` has an error. */
function failing(engine: Engine, fault: { error: Error | null; transactions: number }): Engine {
  return {
    name: engine.name,
    place: engine.place,
    isAlone: engine.isAlone,
    lockRow: engine.lockRow,
    skipLocked: engine.skipLocked,
    isFailure: (error) => error === fault.error,
    transact: <T>(work: (sql: Sql) => Promise<T>) => {
      fault.transactions++;
      return fault.error === null ? engine.transact(work) : Promise.reject(fault.error);
    },
    read: (work) => engine.read(work),
    close: () => engine.close(),
  };
}

test("a hundred pollers cost the database one check", async () => {
  const clock = new FixedClock(NOW);
  const fault = { error: null, transactions: 0 };
  server = await startServer(
    { logLevel: "silent" },
    { clock, engine: failing(openSqlite(":memory:"), fault) },
  );
  // With a fixed clock the worker has nothing to do, so the checks are the only transactions.
  await server.running.worker.stop();
  fault.transactions = 0;
  const replies = await Promise.all(Array.from({ length: 100 }, () => server.raw("GET", READY)));
  expect(replies.map((reply) => reply.status)).toEqual(Array(100).fill(200));
  expect(fault.transactions).toBe(1);
});

test("a refusal or a busy row does not affect readiness", async () => {
  const clock = new FixedClock(NOW);
  server = await startServer({ logLevel: "silent" }, { clock, engine: openSqlite(":memory:") });
  expect((await server.raw("POST", "/v1/products", { body: { nam: "x" } })).status).toBe(400);
  expect((await server.raw("GET", READY)).status).toBe(200);
});

test("a failing database is reported in its own words, and the server recovers by itself", async () => {
  const clock = new FixedClock(NOW);
  const fault: { error: Error | null; transactions: number } = { error: null, transactions: 0 };
  server = await startServer(
    { logLevel: "silent" },
    { clock, engine: failing(openSqlite(":memory:"), fault) },
  );
  fault.error = new Error("input/output error");
  expect(await make("Lamp")).toBe(500);
  expect((await server.raw("GET", READY)).body.reason).toBe("The store cannot write: input/output error");
  fault.error = null;
  letTimePass(clock);
  expect((await server.raw("GET", READY)).status).toBe(200);
});
