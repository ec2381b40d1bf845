/** A cache of parsed rows. */
import type { Row } from "./port.ts";

const ROWS_KEPT_MAX = 1000;
/**
 * Bound on the stored text of all cached rows, in characters. A row takes several times its text in memory:
 * about twice as much once parsed, and api/printer.ts may keep its JSON as well, once as a single object and
 * once as an element of a list.
 */
const CHARS_KEPT_MAX = 8_388_608;
/** A longer row is never cached: a few such rows would push out all others. */
export const ROW_CHARS_MAX = 131_072;
const NAMES_SEEN_MAX = 4000;
/** Longer names are not cached; no id made here is nearly as long. */
const NAME_CHARS_MAX = 400;

interface Kept {
  readonly mark: string;
  readonly row: Row;
  readonly chars: number;
}

/**
 * Caches rows that are read repeatedly. The database is still asked every time: a cached row is used only if
 * it has the mark (list position and revision) that is stored now, so several processes may share a database.
 * The position is part of the mark because an id may be created again after a clear.
 *
 * A row is cached from its second reading on, so that a walk over many rows neither pushes out frequently
 * used ones nor fills the heap with rows that nobody reads again.
 */
export class RowMemory {
  readonly #rows = new Map<string, Kept>();
  /** Characters of stored text of all cached rows. */
  #chars = 0;
  readonly #kept = new WeakSet<Row>();
  readonly #seen = new Set<string>();
  readonly #absent = new Set<string>();

  /** The row of this name with this mark, if it is cached. */
  peek<R extends Row>(name: string, mark: string): R | null {
    const known = this.#rows.get(name);
    // A name stands for rows of one kind, and only rows of type R are cached under it.
    return known !== undefined && known.mark === mark ? (known.row as R) : null;
  }

  /** The row of this name with this mark: from the cache, or parsed from its stored text. */
  get<R extends Row>(name: string, mark: string, text: string, parse: (text: string) => R): R {
    const known = this.peek<R>(name, mark);
    if (known !== null) return known;
    const row = parse(text);
    if (text.length <= ROW_CHARS_MAX && this.#isSeen(name)) {
      this.#keep(name, { mark, row, chars: text.length });
    }
    return row;
  }

  /** True if the same object will be returned for this row until the row changes. */
  keeps(row: Row): boolean {
    return this.#kept.has(row);
  }

  clear(): void {
    this.#rows.clear();
    this.#chars = 0;
    this.#absent.clear();
  }

  /** Caches "does not exist". Safe only with a single writer (SQLite). */
  miss(name: string): void {
    if (name.length > NAME_CHARS_MAX) return;
    if (this.#absent.size >= NAMES_SEEN_MAX) this.#absent.clear();
    this.#absent.add(name);
  }

  isAbsent(name: string): boolean {
    return this.#absent.has(name);
  }

  /** Forgets that this row does not exist: it may exist from now on. */
  appear(name: string): void {
    this.#absent.delete(name);
  }

  #isSeen(name: string): boolean {
    if (this.#seen.has(name)) return true;
    if (name.length > NAME_CHARS_MAX) return false;
    if (this.#seen.size >= NAMES_SEEN_MAX) this.#seen.clear();
    this.#seen.add(name);
    return false;
  }

  #keep(name: string, kept: Kept): void {
    this.#drop(name);
    this.#rows.set(name, kept);
    this.#chars += kept.chars;
    this.#kept.add(kept.row);
    // The row cached last is within the bounds on its own, so the loop ends before it reaches it.
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= ROWS_KEPT_MAX && this.#chars <= CHARS_KEPT_MAX) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    this.#chars -= this.#rows.get(name)?.chars ?? 0;
    this.#rows.delete(name);
  }
}
