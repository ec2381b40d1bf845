/**
 * The shared engine: PostgreSQL through a pool, for several processes on one database. A unit of work is one
 * READ COMMITTED transaction on one connection; rows it reads to write are locked by the statements of
 * `sql_store.ts`. A unit of work that the database undid is run again from its beginning, a bounded number of
 * times. See docs/decisions/0012-postgresql.md.
 */
import pg from "pg";
import { sha256 } from "../core/canonical.ts";
import { secureIds } from "../core/ids.ts";
import type { Engine, Sql, SqlRow, SqlValue } from "./engine.ts";
import { StoreBusyError, StoreUnavailableError } from "./port.ts";

/** Connections of one process. A unit of work is a few short statements: a small pool keeps a server busy. */
const CONNECTIONS_MAX = 10;
/** How long a request waits for a connection, free or new. */
const CONNECT_MS_MAX = 10_000;
/** How long a statement waits for a row that another unit of work holds. */
const LOCK_MS_MAX = 10_000;
/** A process that froze or vanished inside a unit of work holds its rows no longer than this. */
const IDLE_IN_TRANSACTION_MS_MAX = 30_000;
/** How often one unit of work is tried in all. */
const TRIES_MAX = 10;
/** A repeat waits up to this long, times the tries so far. */
const PAUSE_STEP_MS = 10;

/** One round trip, with no parameters, so that it may be several statements. */
const BEGIN =
  `begin isolation level read committed; set local lock_timeout = ${LOCK_MS_MAX}; ` +
  `set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS_MAX}`;

const BIGINT_OID = 20;

/** `url` is a connection string; connects when first used. */
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
  // there is nothing left to do here, and an event without a listener would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return new PostgresEngine(pool);
}

/** Every number we store is a safe whole one; the driver hands 64-bit ones over as text. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} does not fit a number`);
  return value;
}

class PostgresEngine implements Engine {
  readonly name = "postgres";
  readonly isAlone = false;
  readonly lockRow = " for update";
  readonly skipLocked = " for update skip locked";
  readonly #pool: pg.Pool;
  /** What `close` waits for: the pool would leave those that still wait for a connection without an answer. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#track(this.#repeat(work));
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
    // Not tried again here: whoever cannot connect has waited long enough.
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
      // What the database said comes first: the work may have answered it with an error of its own.
      const cause = sql.fault ?? reason;
      broken = cause instanceof UnreachableFault || cause instanceof CommitFault;
      if (!broken) broken = !(await undone(client));
      throw cause;
    } finally {
      client.release(broken);
    }
  }
}

/** Statements on one connection, or on the pool where nothing holds them together. */
class PostgresSql implements Sql {
  /** The first statement that failed: after it the transaction is lost, whatever the work makes of the error. */
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

  /** A statement that is not prepared: the frame of a transaction. */
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

/** PostgreSQL has no text with a zero byte; none is stored, but a look-up may ask for one. */
function bindable(value: SqlValue): SqlValue {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}
/** Bounded by the program: texts are built from its own words and a bounded number of placeholders. */
const statements = new Map<string, Statement>();

/** `?` to `$1`, `$2` …, and a name that is the same in every process: a shared pooler may hold the statement. */
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

// --- what may go wrong ------------------------------------------------------------------------------------

/** The connection failed or the server turned us away: the statement had no answer. */
class UnreachableFault extends Error {}
/** The connection failed while the commit was under way: nobody knows whether it happened. */
class CommitFault extends Error {}

/** States that mean "not now": connection trouble, shutting down, starting up, too many, only a standby. */
const UNREACHABLE = /^(08...|57P0[1-5]|53300|25006)$/;
/**
 * States after which the same work may well succeed: serialization failures and deadlocks, and a row or table that
 * someone else made since we looked; the repeat then finds it.
 */
const REPEATABLE = /^(40001|40P01|23505|42P07|42710)$/;
const LOCK_NOT_AVAILABLE = "55P03";

function asDatabaseFault(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && !UNREACHABLE.test(error.code ?? "")) return error;
  return new UnreachableFault(reasonOf(error), { cause: error });
}

/** Without addresses or credentials: what the system says of a connection names both ends, its code does not. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof pg.DatabaseError || !("code" in error)) return error.message;
  return String(error.code);
}

async function commit(sql: PostgresSql): Promise<void> {
  try {
    await sql.control("commit");
  } catch (error) {
    // Refused in so many words, it is surely undone.
    if (error instanceof pg.DatabaseError && /^(40|23)/.test(error.code ?? "") && error.code !== "40003") {
      throw error;
    }
    sql.fault = new CommitFault(reasonOf(error), { cause: error });
    throw sql.fault;
  }
}

/** Ends a transaction that failed; false where the connection is of no more use. */
async function undone(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}

/** A lost connection undid the work too, unless it was lost in the commit. */
function isRepeatable(error: unknown): boolean {
  if (error instanceof UnreachableFault) return true;
  return error instanceof pg.DatabaseError && REPEATABLE.test(error.code ?? "");
}

/** The error as the store's callers know it. */
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

/** Longer with every try, and never the same for two that collided. */
function pause(tries: number): Promise<void> {
  const share = Number.parseInt(secureIds.random(1), 36) / 36;
  return new Promise((resolve) => setTimeout(resolve, share * tries * PAUSE_STEP_MS));
}
