/** What a database must offer for `sql_store.ts` to run on it. The SQL is the same on all of them. */

/** A value that both engines bind and give back alike: text or a safe whole number. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Statements use `?` for parameters, and for nothing else; an engine prepares each text once. */
export interface Sql {
  all(text: string, values: readonly SqlValue[]): SqlRow[] | Promise<SqlRow[]>;
  /** How many rows changed. */
  run(text: string, values: readonly SqlValue[]): number | Promise<number>;
}

export interface Engine {
  readonly name: "sqlite" | "postgres";
  /** True where no other process can write to the database: what was looked for in vain need not be looked for again. */
  readonly isAlone: boolean;
  /** Appended to a `select` that means to write the row; empty where one writer is alone anyway. */
  readonly lockRow: string;
  /** Appended to the worker's claim so that claimers pass over one another's rows. */
  readonly skipLocked: string;
  /**
   * One unit of work: commits before it resolves, undone whole when `work` throws. Run again from its beginning
   * where the database undid it: after a deadlock, or when a unique row turned out to be there already.
   */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Reads what is committed. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
