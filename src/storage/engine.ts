/** What a database must offer so that `sql_store.ts` can run on it. The SQL is the same for all engines. */

/** A value that both engines bind and return alike: text or a safe integer. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** `?` stands for a parameter and is used for nothing else. An engine prepares each statement text once. */
export interface Sql {
  all(text: string, values: readonly SqlValue[]): SqlRow[] | Promise<SqlRow[]>;
  /** Returns the number of rows changed. */
  run(text: string, values: readonly SqlValue[]): number | Promise<number>;
}

export interface Engine {
  readonly name: "sqlite" | "postgres";
  /** Names the database in log lines; contains no credentials. */
  readonly place: string;
  /** True if no other process can write to the database. Then "not found" may be cached. */
  readonly isAlone: boolean;
  /** Appended to a `select` whose row will be written; empty if the engine has a single writer. */
  readonly lockRow: string;
  /** Appended to the worker's claim, so that concurrent claims skip each other's rows. */
  readonly skipLocked: string;
  /**
   * Runs one unit of work. It is committed before the promise resolves, and rolled back as a whole if `work`
   * throws. `work` runs again from its beginning if the database rolled it back: after a deadlock, or when a
   * unique row already existed.
   */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** True if the error means that the database itself cannot work: full, broken or unreachable. */
  isFailure(error: unknown): boolean;
  /** Reads committed data. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
