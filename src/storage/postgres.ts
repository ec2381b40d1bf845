/**
 * The shared engine: PostgreSQL through a connection pool, for several processes on one database. A unit of
 * work is one READ COMMITTED transaction on one connection; rows that it reads in order to write are locked
 * by the statements of `sql_store.ts`. A unit of work that the database rolled back is run again from its
 * beginning, a bounded number of times. See docs/decisions/0012-postgresql.md.
 */
import pg from "pg";
import { sha256 } from "../core/canonical.ts";
import { secureIds } from "../core/ids.ts";
import type { Engine, Sql, SqlRow, SqlValue } from "./engine.ts";
import { StoreBusyError, StoreUnavailableError } from "./port.ts";

/**
 * Connections of one process. Units of work are a few short statements, so a small pool keeps a server busy.
 */
const CONNECTIONS_MAX = 10;
/** How long a request waits for a free or new connection. */
const CONNECT_MS_MAX = 10_000;
/** How long a statement waits for a row that another unit of work holds. */
const LOCK_MS_MAX = 10_000;
/** If a process freezes or vanishes inside a unit of work, its row locks are released after this time. */
const IDLE_IN_TRANSACTION_MS_MAX = 30_000;
/** How often one unit of work is tried, the first time included. */
const TRIES_MAX = 10;
/** The pause before a repeat is random, up to this long times the number of tries so far. */
const PAUSE_STEP_MS = 10;

/** One round trip. It has no parameters, so it may contain several statements. */
const BEGIN =
  `begin isolation level read committed; set local lock_timeout = ${LOCK_MS_MAX}; ` +
  `set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS_MAX}`;

const BIGINT_OID = 20;

/** Opens the engine. `url` is a connection string; the first statement connects. */
export async function openPostgres(url: string): Promise<Engine> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(BIGINT_OID, wholeNumber);
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    keepAlive: true,
    fallback_application_name: "checkstand",
  });
  // A connection that breaks while idle leaves the pool by itself; one in use fails its statement. Either way
  // there is nothing to do here, but an error event without a listener would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return new PostgresEngine(pool);
}

/** Parses a 64-bit number, which the driver returns as text. Every number we store is a safe integer. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} does not fit a number`);
  return value;
}

class PostgresEngine implements Engine {
  readonly name = "postgres";
  readonly place = "the PostgreSQL database";
  readonly isAlone = false;
  readonly lockRow = " for update";
  readonly skipLocked = " for update skip locked";
  readonly #pool: pg.Pool;
  /** The calls that `close` waits for: the pool would never answer those that still wait for a connection. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#track(this.#repeat(work));
  }

  isFailure(error: unknown): boolean {
    if (error instanceof StoreUnavailableError) return true;
    return error instanceof pg.DatabaseError && FAILURES.test(error.code ?? "");
  }

  read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#track(work(new PostgresSql(this.#pool)).catch((error: unknown) => raise(surfaced(error))));
  }

  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.#pool.end();
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }

  async #repeat<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (tries === TRIES_MAX || !isRepeatable(error)) throw surfaced(error);
      }
      await pause(tries);
    }
  }

  async #once<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    // Not tried again here: the caller has already waited as long as a connection may take.
    const client = await this.#pool.connect().catch((error: unknown) => raise(unreachable(error)));
    const sql = new PostgresSql(client);
    let broken = false;
    try {
      await sql.control(BEGIN);
      const value = await work(sql);
      if (sql.fault !== null) throw sql.fault;
      await commit(sql);
      return value;
    } catch (reason) {
      // The database's own error comes first: `work` may have thrown an error of its own because of it.
      const cause = sql.fault ?? reason;
      broken = cause instanceof UnreachableFault || cause instanceof CommitFault;
      if (!broken) broken = !(await undone(client));
      throw cause;
    } finally {
      client.release(broken);
    }
  }
}

/** Statements on one connection, or on the pool if they need not share one. */
class PostgresSql implements Sql {
  /**
   * The error of the first statement that failed. After it the transaction is lost, even if `work` caught the
   * error.
   */
  fault: unknown = null;
  readonly #on: pg.Pool | pg.PoolClient;

  constructor(on: pg.Pool | pg.PoolClient) {
    this.#on = on;
  }

  async all(text: string, values: readonly SqlValue[]): Promise<SqlRow[]> {
    return (await this.#query(text, values)).rows;
  }

  async run(text: string, values: readonly SqlValue[]): Promise<number> {
    return (await this.#query(text, values)).rowCount ?? 0;
  }

  /** Runs a statement without preparing it: begin, commit, rollback. */
  async control(text: string): Promise<void> {
    await this.#on.query(text).catch((error: unknown) => this.#fail(error));
  }

  #query(text: string, values: readonly SqlValue[]): Promise<pg.QueryResult<SqlRow>> {
    const statement = statementOf(text);
    return this.#on
      .query<SqlRow>({ name: statement.name, text: statement.text, values: values.map(bindable) })
      .catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): never {
    const fault = asDatabaseFault(error);
    this.fault ??= fault;
    throw fault;
  }
}

/** PostgreSQL text cannot contain a zero byte. None is stored, but a look-up may contain one. */
function bindable(value: SqlValue): SqlValue {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}
/** Its size is bounded: statement texts consist of fixed words and a bounded number of placeholders. */
const statements = new Map<string, Statement>();

/**
 * Turns `?` into `$1`, `$2` …, and gives the statement a name that is the same in every process, because a
 * shared pooler may keep prepared statements.
 */
function statementOf(text: string): Statement {
  let statement = statements.get(text);
  if (statement === undefined) {
    let count = 0;
    const numbered = text.replaceAll("?", () => `$${++count}`);
    statement = { name: `checkstand_${sha256(numbered).slice(0, 32)}`, text: numbered };
    statements.set(text, statement);
  }
  return statement;
}

// --- errors -----------------------------------------------------------------------------------------------

/** The connection failed or the server refused it: the statement got no answer. */
class UnreachableFault extends Error {}
/** The connection failed during the commit: nobody knows whether it was committed. */
class CommitFault extends Error {}

/**
 * SQLSTATEs that mean "not now": connection trouble, shutting down, starting up, too many connections,
 * standby only.
 */
const UNREACHABLE = /^(08...|57P0[1-5]|53300|25006)$/;
/**
 * SQLSTATEs after which the same work may succeed: serialization failures and deadlocks, and a row or table
 * that somebody else created meanwhile; the repeat finds it.
 */
const REPEATABLE = /^(40001|40P01|23505|42P07|42710)$/;
/** SQLSTATEs about the server and its disk: out of resources, system errors, internal errors. */
const FAILURES = /^(?:53|58|XX)/;
const LOCK_NOT_AVAILABLE = "55P03";

function asDatabaseFault(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && !UNREACHABLE.test(error.code ?? "")) return error;
  return new UnreachableFault(reasonOf(error), { cause: error });
}

/**
 * A short reason without host names or credentials: the system's message names both ends of the connection,
 * its code does not.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof pg.DatabaseError || !("code" in error)) return error.message;
  return String(error.code);
}

async function commit(sql: PostgresSql): Promise<void> {
  try {
    await sql.control("commit");
  } catch (error) {
    // The server explicitly refused the commit, so it is certainly rolled back.
    if (error instanceof pg.DatabaseError && /^(40|23)/.test(error.code ?? "") && error.code !== "40003") {
      throw error;
    }
    sql.fault = new CommitFault(reasonOf(error), { cause: error });
    throw sql.fault;
  }
}

/** Rolls back a failed transaction; returns false if the connection is no longer usable. */
async function undone(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}

/**
 * True if `work` may run again. A lost connection rolled the work back too, unless it was lost during the
 * commit.
 */
function isRepeatable(error: unknown): boolean {
  if (error instanceof UnreachableFault) return true;
  return error instanceof pg.DatabaseError && REPEATABLE.test(error.code ?? "");
}

/** Translates an error for callers of the store. */
function surfaced(error: unknown): unknown {
  if (error instanceof UnreachableFault) return unreachable(error);
  if (error instanceof CommitFault) {
    return new StoreUnavailableError(`The database did not say whether it committed: ${error.message}`, {
      cause: error,
    });
  }
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === LOCK_NOT_AVAILABLE || error.code?.startsWith("40")) {
    return new StoreBusyError(`Other work holds the same rows: ${error.message}`, { cause: error });
  }
  return error;
}

function unreachable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`The database cannot be reached: ${reasonOf(cause)}`, { cause });
}

function raise(error: unknown): never {
  throw error;
}

/** Waits a random time that grows with every try, so that two that collided do not collide again. */
function pause(tries: number): Promise<void> {
  const share = Number.parseInt(secureIds.random(1), 36) / 36;
  return new Promise((resolve) => setTimeout(resolve, share * tries * PAUSE_STEP_MS));
}
