/**
 * The embedded engine: SQLite in this process, one connection, one writer. Units of work that arrive in one
 * turn of the event loop share a transaction, each in a savepoint of its own, and get their results after one
 * sync to disk: group commit without a timer. See docs/decisions/0003-group-commit.md. `sqlite_driver.ts`
 * chooses the SQLite library.
 *
 * A unit of work awaits nothing but its own statements, which return at once; so a whole group runs within
 * the microtasks of one turn, and no other code of the process runs in between.
 */
import type { Engine, Sql, SqlRow, SqlValue } from "./engine.ts";
import { StoreError } from "./port.ts";
import { lookThrough } from "./sqlite_check.ts";
import { type Connection, chooseDriver, type Driver, type Statement } from "./sqlite_driver.ts";

/** Units of work in one commit, at most. */
const GROUP_MAX = 64;
/** Page cache, in KiB (negative means KiB to SQLite). */
const CACHE_KIB = 16_384;
/**
 * Pages of the write-ahead log between checkpoints (64 MiB): pages that many commits change are then written
 * to the database once.
 */
const CHECKPOINT_PAGES = 16_384;

/** Error codes about the file and its disk rather than about a statement. */
const FAILURES = /^SQLITE_(?:FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|PERM|NOMEM)/;

interface Unit {
  readonly work: (sql: Sql) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Settings of every connection. */
const PRAGMAS = [
  "locking_mode = exclusive", // a second process gets "database is locked" at once
  "journal_mode = wal",
  "synchronous = full", // a committed write survives a power loss
  `cache_size = -${CACHE_KIB}`,
  "temp_store = memory",
  `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
];

/**
 * Opens the engine. `file` is a path, or ":memory:" for a database that is gone when closed. Throws if the
 * file is damaged.
 */
export function openSqlite(file: string, driver: Driver = chooseDriver()): Engine {
  const db = driver.open(file);
  try {
    for (const pragma of PRAGMAS) db.prepare(`pragma ${pragma}`).all([]);
    lookThrough(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return new SqliteEngine(db, file);
}

class SqliteEngine implements Engine {
  readonly name = "sqlite";
  readonly place: string;
  readonly isAlone = true;
  readonly lockRow = "";
  readonly skipLocked = "";
  readonly #db: Connection;
  readonly #sql: SqliteSql;
  #waiting: Unit[] = [];
  #scheduled = false;
  /** Resolves when the running group has been committed; null between groups. */
  #group: Promise<void> | null = null;

  constructor(db: Connection, place: string) {
    this.place = place;
    this.#db = db;
    this.#sql = new SqliteSql(db);
  }

  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.#wake();
    });
  }

  isFailure(error: unknown): boolean {
    return error instanceof StoreError && FAILURES.test(error.code);
  }

  async read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    while (this.#group !== null) await this.#group;
    return work(this.#sql);
  }

  async close(): Promise<void> {
    while (this.#group !== null || this.#waiting.length > 0) {
      await (this.#group ?? new Promise((resolve) => setImmediate(resolve)));
    }
    this.#db.close();
  }

  #wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#group = this.#runGroup().finally(() => {
        this.#group = null;
        this.#scheduled = false;
        if (this.#waiting.length > 0) this.#wake();
      });
    });
  }

  async #runGroup(): Promise<void> {
    const units = this.#waiting.splice(0, GROUP_MAX);
    const answers: (() => void)[] = [];
    try {
      this.#sql.run("begin immediate", []);
      for (const unit of units) answers.push(await this.#runUnit(unit));
      this.#sql.run("commit", []);
    } catch (error) {
      // The disk is full or failing: nothing of this group is kept, and every caller gets the error.
      for (const unit of units) unit.reject(error);
      if (this.#db.inTransaction) this.#sql.run("rollback", []);
      return;
    }
    for (const answer of answers) answer();
  }

  /**
   * Runs one unit in a savepoint; returns a function that settles its caller's promise once the group is
   * committed.
   */
  async #runUnit(unit: Unit): Promise<() => void> {
    this.#sql.run("savepoint unit", []);
    try {
      const value = await unit.work(this.#sql);
      this.#sql.run("release unit", []);
      return () => unit.resolve(value);
    } catch (reason) {
      // Some failures (a full disk) end the whole transaction: then there is no savepoint to roll back to.
      if (!this.#db.inTransaction) throw reason;
      this.#sql.run("rollback to unit", []);
      this.#sql.run("release unit", []);
      return () => unit.reject(reason);
    }
  }
}

class SqliteSql implements Sql {
  readonly #db: Connection;
  readonly #prepared = new Map<string, Statement>();

  constructor(db: Connection) {
    this.#db = db;
  }

  all(text: string, values: readonly SqlValue[]): SqlRow[] {
    return this.#prepare(text).all(values);
  }

  run(text: string, values: readonly SqlValue[]): number {
    return this.#prepare(text).run(values);
  }

  #prepare(text: string): Statement {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      statement = this.#db.prepare(text);
      this.#prepared.set(text, statement);
    }
    return statement;
  }
}
