/** Parsed rows kept at hand. */
import type { Row } from "./port.ts";

const ROWS_REMEMBERED_MAX = 1000;

/**
 * Rows read lately, as parsed. The database is asked every time all the same: a row counts only at the mark (its
 * place and revision) that is stored now, so that several processes may share a database. The place is part of it
 * because an id may be made anew after a clear.
 */
export class RowMemory {
  readonly #rows = new Map<string, { readonly mark: string; readonly row: Row }>();

  /** The row of this name at this mark, if it is remembered. */
  peek<R extends Row>(name: string, mark: string): R | null {
    const known = this.#rows.get(name);
    // A name stands for rows of one kind, and only rows of type R are kept under it.
    return known !== undefined && known.mark === mark ? (known.row as R) : null;
  }

  get<R extends Row>(name: string, mark: string, parse: () => R): R {
    const known = this.peek<R>(name, mark);
    if (known !== null) return known;
    const row = parse();
    this.#rows.delete(name);
    if (this.#rows.size >= ROWS_REMEMBERED_MAX) {
      const oldest = this.#rows.keys().next().value;
      if (oldest !== undefined) this.#rows.delete(oldest);
    }
    this.#rows.set(name, { mark, row });
    return row;
  }

  clear(): void {
    this.#rows.clear();
  }
}
