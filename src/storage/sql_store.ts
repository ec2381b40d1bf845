/** The one implementation of the storage contract: the same statements on every engine. */

import type { UnixSeconds } from "../core/clock.ts";
import { ApiError } from "../core/errors.ts";
import type { Engine } from "./engine.ts";
import {
  type Account,
  type ApiTx,
  accountOf,
  type Cause,
  type ClaimedTimer,
  type Reader,
  type Store,
} from "./port.ts";
import { RowMemory } from "./row_memory.ts";
import { Sequence, Tickets } from "./sequence.ts";
import { type Shared, SqlReader, type StoreOptions } from "./sql_reader.ts";
import { finishTimer, SqlTx } from "./sql_tx.ts";
import { migrate } from "./tables.ts";

export type { StoreOptions } from "./sql_reader.ts";

/** Brings the database to the newest shape and gives the store on it. */
export async function openStore(engine: Engine, options: StoreOptions): Promise<Store> {
  await migrate(engine);
  return new SqlStore(engine, options);
}

class SqlStore implements Store {
  readonly #engine: Engine;
  readonly #shared: Shared;
  readonly #listeners: (() => void)[] = [];

  constructor(engine: Engine, options: StoreOptions) {
    this.#engine = engine;
    const { clock } = options;
    this.#shared = {
      engine,
      options,
      sequence: new Sequence(clock),
      tickets: new Tickets(clock),
      rows: new RowMemory(),
    };
  }

  async transact<T>(account: Account, cause: Cause, work: (tx: ApiTx) => Promise<T>): Promise<T> {
    let due = false;
    try {
      const result = await this.#engine.transact(async (sql) => {
        due = false;
        const tx = new SqlTx(sql, account, cause, this.#shared);
        const value = await work(tx);
        due = tx.scheduledDue;
        return value;
      });
      if (due) for (const listener of this.#listeners) listener();
      return result;
    } catch (error) {
      // A commit that failed takes with it what others of its group may have read.
      if (!(error instanceof ApiError)) this.#shared.rows.clear();
      throw error;
    }
  }

  read<T>(account: Account, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#engine.read((sql) => work(new SqlReader(sql, account, this.#shared)));
  }

  claimTimers(now: UnixSeconds, leaseSeconds: number, limit: number): Promise<ClaimedTimer[]> {
    return this.#engine.transact(async (sql) => {
      const rows = await sql.all(
        `select account, kind, subject, due, ticket from timers where due <= ? order by due limit ?${this.#engine.skipLocked}`,
        [now, limit],
      );
      const claimed: ClaimedTimer[] = [];
      for (const row of rows) {
        const ticket = Math.max(Number(row.ticket) + 1, this.#shared.tickets.next());
        const kind = String(row.kind);
        const subject = String(row.subject);
        // A lease is a due time moved on: if its holder dies, the timer simply comes due again.
        await sql.run(
          "update timers set due = ?, ticket = ? where account = ? and kind = ? and subject = ?",
          [now + leaseSeconds, ticket, String(row.account), kind, subject],
        );
        claimed.push({
          account: accountOf(String(row.account)),
          kind,
          subject,
          due: Number(row.due),
          ticket,
        });
      }
      return claimed;
    });
  }

  nextTimer(): Promise<UnixSeconds | null> {
    return this.#engine.read(async (sql) => {
      const rows = await sql.all("select min(due) as due from timers", []);
      const due = rows[0]?.due ?? null;
      return due === null ? null : Number(due);
    });
  }

  postpone(timer: ClaimedTimer, due: UnixSeconds): Promise<boolean> {
    return this.#engine.transact(async (sql) => {
      const changed = await sql.run(
        "update timers set due = ? where account = ? and kind = ? and subject = ? and ticket = ?",
        [due, timer.account.id, timer.kind, timer.subject, timer.ticket],
      );
      return changed === 1;
    });
  }

  finish(timer: ClaimedTimer): Promise<void> {
    return this.#engine.transact(async (sql) => {
      await finishTimer(sql, timer);
    });
  }

  forgetKeys(before: UnixSeconds, limit: number): Promise<number> {
    return this.#engine.transact(async (sql) => {
      const rows = await sql.all(
        "select account, key from idempotency where created < ? order by created limit ?",
        [before, limit],
      );
      for (const row of rows) {
        await sql.run("delete from idempotency where account = ? and key = ? and created < ?", [
          row.account ?? null,
          row.key ?? null,
          before,
        ]);
      }
      return rows.length;
    });
  }

  setting(name: string, make: () => string): Promise<string> {
    return this.#engine.transact(async (sql) => {
      await sql.run("insert into settings (name, value) values (?, ?) on conflict (name) do nothing", [
        name,
        make(),
      ]);
      const rows = await sql.all("select value from settings where name = ?", [name]);
      if (rows[0] === undefined) throw new Error(`the setting ${name} was not kept`);
      return String(rows[0].value);
    });
  }

  findSetting(name: string): Promise<string | null> {
    return this.#engine.read(async (sql) => {
      const rows = await sql.all("select value from settings where name = ?", [name]);
      return rows[0] === undefined ? null : String(rows[0].value);
    });
  }

  clear(account: Account | null): Promise<void> {
    this.#shared.rows.clear();
    return this.#engine.transact(async (sql) => {
      for (const table of ["records", "record_keys", "timers", "idempotency"]) {
        if (account === null) await sql.run(`delete from ${table}`, []);
        else await sql.run(`delete from ${table} where account = ?`, [account.id]);
      }
    });
  }

  probe(): Promise<void> {
    return this.#engine.transact(async (sql) => {
      await sql.run(
        "insert into settings (name, value) values ('probe', '1') on conflict (name) do update set value = excluded.value",
        [],
      );
    });
  }

  onDue(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}
