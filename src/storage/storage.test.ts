/** Runs the conformance suite on every engine, and tests what only PostgreSQL has. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newDatabase } from "../../test/support/postgres.ts";
import { FixedClock } from "../core/clock.ts";
import { seededIds } from "../core/ids.ts";
import { exercise } from "./conformance.ts";
import type { Engine, Sql, SqlValue } from "./engine.ts";
import { NO_CAUSE, type Reader, type Row, StoreUnavailableError } from "./port.ts";
import { openPostgres } from "./postgres.ts";
import { openStore } from "./sql_store.ts";
import { openSqlite } from "./sqlite.ts";
import { libsqlDriver, nodeDriver } from "./sqlite_driver.ts";
import { migrate, SCHEMA_VERSION } from "./tables.ts";

/**
 * libsql on every Node, and `node:sqlite` if this Node has it; `npm run test:node24` runs these tests on one
 * that does.
 */
const drivers = [libsqlDriver(), nodeDriver()].filter((driver) => driver !== null);

describe.each(drivers)("SQLite in memory, $name", (driver) => {
  exercise(async () => openSqlite(":memory:", driver), { keeps: false, shared: false });
});

describe.each(drivers)("SQLite in a file, $name", (driver) => {
  const directory = mkdtempSync(join(tmpdir(), "checkstand-storage-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  exercise(async () => openSqlite(join(directory, "test.db"), driver), { keeps: true, shared: false });
});

test("a group of units of work that cannot be committed is rolled back as a whole, and none of it stays visible", async () => {
  const engine = openSqlite(":memory:");
  interface Counter extends Row {
    readonly count: number;
  }
  const store = await openStore(engine, {
    clock: new FixedClock(1_800_000_000),
    ids: seededIds(1),
    keysOf: () => ({}),
    recordEvent: async () => {},
  });
  const account = { id: "acct_1aaaaaAAAAAAAAAA", tail: "AAAAAAAAAA" };
  const set = (count: number) =>
    store.transact(account, NO_CAUSE, async (tx) => {
      const row = await tx.get<Counter>("counter", "c");
      const next: Counter = { ...(row ?? { id: "c", object: "counter" }), count };
      await (row === null ? tx.insert(next) : tx.update(next));
    });
  const get = (reader: Reader) => reader.get<Counter>("counter", "c");
  await set(1);
  const group = await Promise.allSettled([
    set(2),
    store.transact(account, NO_CAUSE, get),
    engine.transact(async (sql) => sql.run("rollback", [])), // as a full disk would
  ]);
  expect(group.map((unit) => unit.status)).toEqual(["rejected", "rejected", "rejected"]);
  expect((await store.read(account, get))?.count).toBe(1);
  await set(3);
  expect((await store.read(account, get))?.count).toBe(3);
  await store.close();
});

const postgresUrl = inject("postgresUrl");

describe.skipIf(postgresUrl === "")("PostgreSQL", () => {
  let url = "";
  beforeAll(async () => {
    url = await newDatabase(postgresUrl);
  });
  exercise(() => openPostgres(url), { keeps: true, shared: true });
});

describe.skipIf(postgresUrl === "")("PostgreSQL alone", () => {
  const engines: Engine[] = [];
  afterAll(async () => {
    for (const engine of engines) await engine.close();
  });
  const open = async (url: string) => {
    const engine = await openPostgres(url);
    engines.push(engine);
    return engine;
  };

  test("processes that start at the same time on an empty database migrate it once", async () => {
    const url = await newDatabase(postgresUrl);
    const starting = await Promise.all(Array.from({ length: 8 }, () => open(url)));
    await Promise.all(starting.map((engine) => migrate(engine)));
    const versions = await (starting[0] as Engine).read(async (sql) =>
      sql.all("select version from schema_version order by version", []),
    );
    // The first migration makes version 2.
    expect(versions).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => ({ version: i + 2 })));
  });

  test("numbers that PostgreSQL stores in 64 bits come back as numbers", async () => {
    const engine = await open(await newDatabase(postgresUrl));
    const rows = await engine.read(async (sql) => sql.all("select 1800000000000001::bigint as n", []));
    expect(rows).toEqual([{ n: 1_800_000_000_000_001 }]);
  });

  test("a failed statement fails the unit of work, even if the work goes on after it", async () => {
    const engine = await open(await newDatabase(postgresUrl));
    await engine.transact(async (sql) => sql.run("create table t (n integer)", []));
    const careless = engine.transact(async (sql) => {
      await sql.run("insert into t values (1)", []);
      await Promise.resolve(sql.run("insert into t values ('x')", [])).catch(() => 0);
      return "done";
    });
    await expect(careless).rejects.toThrow("invalid input syntax");
    expect(await engine.read(async (sql) => sql.all("select n from t", []))).toEqual([]);
  });

  /** Ends all connections to the database except the caller's, as a restart does. */
  async function cutOthers(sql: Sql): Promise<void> {
    const text =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() " +
      "and pid <> pg_backend_pid()";
    await sql.all(text, []);
  }

  test("a connection lost inside a unit of work costs one repeat; idle ones lost in the pool cost nothing", async () => {
    const url = await newDatabase(postgresUrl);
    const [engine, cutter] = [await open(url), await open(url)];
    await engine.transact(async (sql) => sql.run("create table t (n integer)", []));
    let tries = 0;
    await engine.transact(async (sql) => {
      await sql.run("insert into t values (1)", []);
      if (++tries === 1) await cutter.read(cutOthers);
      await sql.run("insert into t values (2)", []);
    });
    expect(tries).toBe(2);
    await cutter.read(cutOthers);
    expect(await engine.transact(async (sql) => sql.all("select n from t order by n", []))).toEqual([
      { n: 1 },
      { n: 2 },
    ]);
  });

  /**
   * Asks until some connection to the database waits in its commit; each query is a transaction of its own.
   */
  async function pidOfWaitingCommit(engine: Engine): Promise<SqlValue> {
    const text =
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' " +
      "and query = 'commit'";
    for (;;) {
      const [found] = await engine.read(async (sql) => sql.all(text, []));
      if (found?.pid !== undefined) return found.pid;
    }
  }

  test("a connection lost before the commit is answered gives an error, and the work is not repeated", async () => {
    const url = await newDatabase(postgresUrl);
    const [engine, cutter] = [await open(url), await open(url)];
    await engine.transact(async (sql) => {
      await sql.run("create table parent (id integer primary key)", []);
      // The foreign key is checked at commit, which then waits for the lock that `cutter` holds on the parent
      // row.
      await sql.run(
        "create table child (id integer references parent (id) deferrable initially deferred)",
        [],
      );
      await sql.run("insert into parent values (1)", []);
    });
    let tries = 0;
    const lost = await cutter.transact(async (sql) => {
      await sql.all("select id from parent for update", []);
      const work = engine.transact(async (inner) => {
        tries++;
        await inner.run("insert into child values (1)", []);
      });
      const answer = work.then(
        () => "committed",
        (error: unknown) => error,
      );
      await sql.all("select pg_terminate_backend(?)", [await pidOfWaitingCommit(cutter)]);
      return answer;
    });
    expect(lost).toBeInstanceOf(StoreUnavailableError);
    expect(tries).toBe(1);
  });

  test("a server that cannot be reached gives an error that the caller can act on", async () => {
    const engine = await open("postgres://nobody@127.0.0.1:1/none");
    await expect(engine.transact(async () => 1)).rejects.toThrow(StoreUnavailableError);
    await expect(engine.read(async (sql) => sql.all("select 1", []))).rejects.toThrow(StoreUnavailableError);
  });
});
