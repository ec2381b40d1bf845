/** Parsed rows kept at hand. */
import type { Row } from "./port.ts";

const ROWS_KEPT_MAX = 1000;
const NAMES_SEEN_MAX = 4000;

/**
 * Rows that are read again and again, as parsed. The database is asked every time all the same: a row counts only
 * at the mark (its place and revision) that is stored now, so that several processes may share a database. The
 * place is part of it because an id may be made anew after a clear.
 *
 * A row is kept from its second reading on: a walk over many rows neither pushes out the busy ones nor fills the
 * heap with what nobody asks for again.
 */
export class RowMemory {
  readonly #rows = new Map<string, { readonly mark: string; readonly row: Row }>();
  readonly #kept = new WeakSet<Row>();
  readonly #seen = new Set<string>();
  readonly #absent = new Set<string>();

  /** The row of this name at this mark, if it is kept. */
  peek<R extends Row>(name: string, mark: string): R | null {
    const known = this.#rows.get(name);
    // A name stands for rows of one kind, and only rows of type R are kept under it.
    return known !== undefined && known.mark === mark ? (known.row as R) : null;
  }

  get<R extends Row>(name: string, mark: string, parse: () => R): R {
    const known = this.peek<R>(name, mark);
    if (known !== null) return known;
    const row = parse();
    if (this.#isSeen(name)) this.#keep(name, mark, row);
    return row;
  }

  /** True of a row that will be given out again, the very same object, until it changes. */
  keeps(row: Row): boolean {
    return this.#kept.has(row);
  }

  clear(): void {
    this.#rows.clear();
    this.#absent.clear();
  }

  /** Notes that there is no row of this name; only of use where nobody else can make one unnoticed. */
  miss(name: string): void {
    if (this.#absent.size >= NAMES_SEEN_MAX) this.#absent.clear();
    this.#absent.add(name);
  }

  isAbsent(name: string): boolean {
    return this.#absent.has(name);
  }

  /** There may be a row of this name from now on. */
  appear(name: string): void {
    this.#absent.delete(name);
  }

  #isSeen(name: string): boolean {
    if (this.#seen.has(name)) return true;
    if (this.#seen.size >= NAMES_SEEN_MAX) this.#seen.clear();
    this.#seen.add(name);
    return false;
  }

  #keep(name: string, mark: string, row: Row): void {
    this.#rows.delete(name);
    if (this.#rows.size >= ROWS_KEPT_MAX) {
      const oldest = this.#rows.keys().next().value;
      if (oldest !== undefined) this.#rows.delete(oldest);
    }
    this.#rows.set(name, { mark, row });
    this.#kept.add(row);
  }
}
