/**
 * The embedded engine: better-sqlite3, one connection, one writer. Units of work that arrive in one turn of the
 * event loop share a transaction, each in a savepoint of its own, and are answered after the one sync: group
 * commit without a waiting timer. See docs/decisions/0003-group-commit.md.
 *
 * A unit of work awaits nothing but its own statements, which answer at once; so a whole group runs within one
 * turn's microtasks and never interleaves with the outside world.
 */
import Database from "better-sqlite3";
import type { Engine, Sql, SqlRow, SqlValue } from "./engine.ts";

/** Units of work in one commit, at the most. */
const GROUP_MAX = 64;
/** Page cache, in KiB (negative means KiB to SQLite). */
const CACHE_KIB = 16_384;
/** Pages of log between checkpoints (64 MiB): pages that many commits touch are then written once. */
const CHECKPOINT_PAGES = 16_384;

interface Unit {
  readonly work: (sql: Sql) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** `file` is a path, or ":memory:" for a database that is gone when closed. */
export function openSqlite(file: string): Engine {
  // Waiting for a lock is no use: whoever has it keeps it.
  const db = new Database(file, { timeout: 0 });
  db.pragma("locking_mode = exclusive"); // a second process gets "database is locked" at once
  db.pragma("journal_mode = wal");
  db.pragma("synchronous = full"); // an answered write survives power loss
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma("temp_store = memory");
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  return new SqliteEngine(db);
}

class SqliteEngine implements Engine {
  readonly name = "sqlite";
  readonly isAlone = true;
  readonly lockRow = "";
  readonly skipLocked = "";
  readonly #db: Database.Database;
  readonly #sql: SqliteSql;
  #waiting: Unit[] = [];
  #scheduled = false;
  /** Resolves when the group now running has committed; null between groups. */
  #group: Promise<void> | null = null;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#sql = new SqliteSql(db);
  }

  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.#wake();
    });
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
      // The disk is full or failing: nothing of this group is kept, and every caller hears of it.
      for (const unit of units) unit.reject(error);
      if (this.#db.inTransaction) this.#sql.run("rollback", []);
      return;
    }
    for (const answer of answers) answer();
  }

  /** Runs one unit in a savepoint; gives what to tell its caller once the group is committed. */
  async #runUnit(unit: Unit): Promise<() => void> {
    this.#sql.run("savepoint unit", []);
    try {
      const value = await unit.work(this.#sql);
      this.#sql.run("release unit", []);
      return () => unit.resolve(value);
    } catch (reason) {
      // Some failures (a full disk) end the whole transaction: then there is no savepoint to go back to.
      if (!this.#db.inTransaction) throw reason;
      this.#sql.run("rollback to unit", []);
      this.#sql.run("release unit", []);
      return () => unit.reject(reason);
    }
  }
}

class SqliteSql implements Sql {
  readonly #db: Database.Database;
  readonly #prepared = new Map<string, Database.Statement<[readonly SqlValue[]], SqlRow>>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  all(text: string, values: readonly SqlValue[]): SqlRow[] {
    return this.#prepare(text).all(values);
  }

  run(text: string, values: readonly SqlValue[]): number {
    return this.#prepare(text).run(values).changes;
  }

  #prepare(text: string): Database.Statement<[readonly SqlValue[]], SqlRow> {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      statement = this.#db.prepare<[readonly SqlValue[]], SqlRow>(text);
      this.#prepared.set(text, statement);
    }
    return statement;
  }
}
