/** A unit of work that writes nothing: what it writes is seen only through itself. Previews are made with it. */
import type { UnixSeconds } from "../core/clock.ts";
import type { Settings } from "../core/settings.ts";
import type { Account, Listing, OwnTime, Page, Row, Tx, Where } from "../storage/port.ts";

/**
 * A copy of `tx` whose writes, events and timers go nowhere. Rows that were written through it are found again
 * by their ids, but lists do not show them.
 */
export function dryRun(tx: Tx): Tx {
  return new DryTx(tx, new Map());
}

class DryTx implements Tx {
  readonly account: Account;
  readonly settings: Settings;
  readonly now: UnixSeconds;
  readonly clock: string | null;
  readonly #tx: Tx;
  /** What was written, by kind and id; null for what was removed. */
  readonly #written: Map<string, Row | null>;

  constructor(tx: Tx, written: Map<string, Row | null>) {
    this.account = tx.account;
    this.settings = tx.settings;
    this.now = tx.now;
    this.clock = tx.clock;
    this.#tx = tx;
    this.#written = written;
  }

  at(time: OwnTime | null): Tx {
    return new DryTx(this.#tx.at(time), this.#written);
  }
  newId(prefix: string): string {
    return this.#tx.newId(prefix);
  }
  random(length: number): string {
    return this.#tx.random(length);
  }
  async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const written = this.#written.get(`${kind}/${id}`);
    // Safe cast: a row under this name was written as one of this kind.
    return written === undefined ? this.#tx.get<R>(kind, id) : (written as R | null);
  }
  list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>> {
    return this.#tx.list<R>(kind, where, page);
  }
  keeps(row: Row): boolean {
    return this.#tx.keeps(row);
  }
  exists(kind: string, id: string): Promise<boolean> {
    return this.#tx.exists(kind, id);
  }
  async insert(row: Row): Promise<void> {
    this.#written.set(`${row.object}/${row.id}`, row);
  }
  async update(row: Row): Promise<void> {
    this.#written.set(`${row.object}/${row.id}`, row);
  }
  async hide(row: Row): Promise<void> {
    this.#written.set(`${row.object}/${row.id}`, null);
  }
  async forget(): Promise<void> {}
  async emit(): Promise<void> {}
  async schedule(): Promise<void> {}
  async wake(): Promise<void> {}
  async cancel(): Promise<void> {}
}
