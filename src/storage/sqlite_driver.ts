/**
 * The SQLite library behind the embedded engine: `node:sqlite` if the running Node has a usable version of
 * it, else the package libsql, which brings a prebuilt binary. The choice is made when a database is opened;
 * callers see one interface and one kind of error. See docs/decisions/0021-sqlite-drivers.md.
 */
import { createRequire } from "node:module";
import type Libsql from "libsql";
import type { SqlRow, SqlValue } from "./engine.ts";
import { StoreDamagedError, StoreError } from "./port.ts";

export interface Statement {
  all(values: readonly SqlValue[]): SqlRow[];
  /** Returns the number of rows changed. */
  run(values: readonly SqlValue[]): number;
}

export interface Connection {
  readonly inTransaction: boolean;
  prepare(text: string): Statement;
  /** Closes the connection and releases the lock on the file, also for other connections of this process. */
  close(): void;
}

export interface Driver {
  readonly name: "node:sqlite" | "libsql";
  /** `file` is a path or ":memory:". Fails at once if somebody else holds the lock on the file. */
  open(file: string): Connection;
}

/** The driver that this Node can use. Throws if there is none. */
export function chooseDriver(): Driver {
  return nodeDriver() ?? libsqlDriver();
}

/** A row as an array: both libraries build one faster than an object. Text may come as bytes. */
type ArrayRow = readonly (SqlValue | Buffer)[];
interface Column {
  readonly name: string;
}

/** Converts an array to a row. Bytes that are not UTF-8 become text that matches no checksum. */
function asRow(columns: readonly Column[], values: ArrayRow): SqlRow {
  const row: Record<string, SqlValue> = {};
  for (let i = 0; i < columns.length; i++) {
    const value = values[i] ?? null;
    row[columns[i]?.name ?? ""] = Buffer.isBuffer(value) ? value.toString("utf8") : value;
  }
  return row;
}

const require = createRequire(import.meta.url);

// --- node:sqlite -------------------------------------------------------------------------------------------

/** The part of `node:sqlite` used here. The types of the oldest Node we support do not have the module. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly timeout: number }) => NodeDatabase;
}
interface NodeDatabase {
  /** Missing before Node 22.16, like `columns` and `setReturnArrays` of statements. */
  readonly isTransaction?: boolean;
  prepare(text: string): {
    all(...values: readonly SqlValue[]): ArrayRow[];
    run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
    columns(): readonly Column[];
    setReturnArrays(are: boolean): void;
  };
  close(): void;
}

/**
 * `node:sqlite`, or null if Node does not have it, needs a flag for it, or has an early version that lacks
 * parts.
 */
export function nodeDriver(): Driver | null {
  const library = quietly((): NodeSqlite | null => {
    try {
      return require("node:sqlite");
    } catch {
      return null;
    }
  });
  if (library === null || !hasAllParts(library)) return null;
  return {
    name: "node:sqlite",
    open: (file) => nodeConnection(file, library),
  };
}

function hasAllParts(library: NodeSqlite): boolean {
  const probe = new library.DatabaseSync(":memory:", { timeout: 0 });
  try {
    return probe.isTransaction === false;
  } finally {
    probe.close();
  }
}

function nodeConnection(file: string, library: NodeSqlite): Connection {
  const guard = guardOf(file, numberOfNode);
  const db = guard(() => new library.DatabaseSync(file, { timeout: 0 }));
  return {
    get inTransaction() {
      return db.isTransaction === true;
    },
    prepare: (text) => {
      const statement = guard(() => db.prepare(text));
      const columns = statement.columns();
      statement.setReturnArrays(true);
      return {
        all: (values) => guard(() => statement.all(...values).map((row) => asRow(columns, row))),
        run: (values) => guard(() => Number(statement.run(...values).changes)),
      };
    },
    close: () => db.close(),
  };
}

/**
 * Runs `work` without the warning that some versions of Node print for the experimental module: users can do
 * nothing about it.
 */
function quietly<T>(work: () => T): T {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = warn;
  }
}

function numberOfNode(error: Error): number | null {
  return "errcode" in error ? Number(error.errcode) : null;
}

// --- libsql ------------------------------------------------------------------------------------------------

/** The package libsql. Throws if its binary for this system is not installed. */
export function libsqlDriver(): Driver {
  const Database = loadLibsql();
  return {
    name: "libsql",
    open: (file) => libsqlConnection(file, Database),
  };
}

function loadLibsql(): typeof Libsql {
  try {
    return require("libsql");
  } catch (cause) {
    throw new StoreError(
      `No SQLite can be used: Node ${process.version} has no node:sqlite, and the package libsql has no binary ` +
        `for ${process.platform} ${process.arch} here. Use Node 24, or install again with optional dependencies.`,
      "DRIVER_MISSING",
      { cause },
    );
  }
}

function libsqlConnection(file: string, Database: typeof Libsql): Connection {
  const guard = guardOf(file, numberOfLibsql);
  const db = guard(() => new Database(file, { timeout: 0 }));
  return {
    get inTransaction() {
      return db.inTransaction;
    },
    prepare: (text) => {
      const statement = guard(() => db.prepare<[readonly SqlValue[]]>(text));
      const columns = guard(() => statement.columns());
      const reader = columns.length === 0 ? statement : guard(() => readerOf(db, text, columns));
      return {
        all: (values) => guard(() => reader.all(values).map((row) => asRow(columns, row as ArrayRow))),
        run: (values) => guard(() => statement.run(values).changes),
      };
    },
    close: () => {
      letGo(db);
      db.close();
    },
  };
}

/**
 * Makes the statement return text as bytes: libsql ends the whole process when it meets text that is not
 * UTF-8, which a changed byte on the disk may cause.
 */
function readerOf(db: Libsql.Database, text: string, columns: readonly Libsql.ColumnDefinition[]) {
  const isText = ({ type }: Libsql.ColumnDefinition) => type?.toLowerCase() === "text";
  if (!columns.some(isText)) return db.prepare<[readonly SqlValue[]]>(text).raw();
  const names = columns.map((column) =>
    isText(column) ? `cast("${column.name}" as blob)` : `"${column.name}"`,
  );
  return db.prepare<[readonly SqlValue[]]>(`select ${names.join(", ")} from (${text})`).raw();
}

/**
 * libsql holds the file until all its statements are garbage-collected. Leaving the write-ahead log and the
 * exclusive lock releases it at once. If that fails the file stays as it is, and the next start repairs it.
 */
function letGo(db: Libsql.Database): void {
  try {
    for (const text of [
      "pragma journal_mode = delete",
      "pragma locking_mode = normal",
      "pragma schema_version",
    ]) {
      db.prepare(text).all([]);
    }
  } catch {
    // Nothing is lost: committed data is in the log.
  }
}

function numberOfLibsql(error: Error): number | null {
  if ("rawCode" in error && error.rawCode !== undefined) return Number(error.rawCode);
  // If a file cannot be opened, only the message contains the error number.
  const found = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message);
  return found === null ? null : Number(found[1]);
}

// --- errors ------------------------------------------------------------------------------------------------

/** SQLite's result codes by number, https://www.sqlite.org/rescode.html; the low byte of an extended one. */
const CODES: Readonly<Record<number, string>> = {
  1: "SQLITE_ERROR",
  2: "SQLITE_INTERNAL",
  3: "SQLITE_PERM",
  4: "SQLITE_ABORT",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  7: "SQLITE_NOMEM",
  8: "SQLITE_READONLY",
  9: "SQLITE_INTERRUPT",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  12: "SQLITE_NOTFOUND",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  15: "SQLITE_PROTOCOL",
  17: "SQLITE_SCHEMA",
  18: "SQLITE_TOOBIG",
  19: "SQLITE_CONSTRAINT",
  20: "SQLITE_MISMATCH",
  21: "SQLITE_MISUSE",
  23: "SQLITE_AUTH",
  25: "SQLITE_RANGE",
  26: "SQLITE_NOTADB",
};
const DAMAGED: ReadonlySet<string> = new Set(["SQLITE_CORRUPT", "SQLITE_NOTADB"]);

/** Runs a call into the library. Its errors are thrown as `StoreError`, other errors unchanged. */
function guardOf(file: string, numberOf: (error: Error) => number | null) {
  return <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const number = numberOf(error);
      if (number === null) throw error;
      const code = CODES[number & 0xff] ?? "SQLITE_ERROR";
      if (DAMAGED.has(code)) throw new StoreDamagedError(file, error.message, code, { cause: error });
      throw new StoreError(error.message, code, { cause: error });
    }
  };
}
