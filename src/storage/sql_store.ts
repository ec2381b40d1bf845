/** The only implementation of the storage contract: the same statements on every engine. */

import type { Clock, UnixSeconds } from "../core/clock.ts";
import { ApiError } from "../core/errors.ts";
import { checkSum, settingSum, timerSum } from "./checksum.ts";
import type { Engine, Sql, SqlRow } from "./engine.ts";
import {
  type Account,
  type ApiTx,
  accountOf,
  type Cause,
  type ClaimedTimer,
  type Reader,
  type Store,
  type Timer,
  type WhichTimers,
} from "./port.ts";
import { Prober } from "./prober.ts";
import { RowMemory } from "./row_memory.ts";
import { Sequence, Tickets } from "./sequence.ts";
import { type Shared, SqlReader, type StoreOptions } from "./sql_reader.ts";
import { finishTimer } from "./sql_timers.ts";
import { SqlTx } from "./sql_tx.ts";
import { migrate } from "./tables.ts";

export type { StoreOptions } from "./sql_reader.ts";

/**
 * Migrates the database to the newest schema and returns the store on it. Where only one process at a time can
 * have the database open, whoever had leases is gone: they end, so that what was begun goes on at once.
 */
export async function openStore(engine: Engine, options: StoreOptions): Promise<Store> {
  await migrate(engine);
  if (engine.isAlone) {
    await engine.transact(async (sql) => {
      await sql.run("update timers set lease = 0 where lease > 0", []);
    });
  }
  return new SqlStore(engine, options);
}

/**
 * Size of a probe's text: more than fits into the free space of existing pages, so that a full disk is
 * noticed.
 */
const PROBE_CHARS = 8_192;
/** Probes of different processes get random names, or they would wait for each other's row. */
const PROBE_NAME_CHARS = 20;

class SqlStore implements Store {
  readonly #engine: Engine;
  readonly #shared: Shared;
  /** The time that leases and tickets have, also while the server's clock is moved. */
  readonly #real: Clock;
  readonly #prober: Prober;
  readonly #listeners: (() => void)[] = [];

  constructor(engine: Engine, options: StoreOptions) {
    this.#engine = engine;
    const { clock } = options;
    this.#real = options.realClock ?? clock;
    this.#prober = new Prober(this.#real, () => this.#writeProbe());
    this.#shared = {
      engine,
      options,
      sequence: new Sequence(clock),
      tickets: new Tickets(this.#real),
      rows: new RowMemory(),
    };
  }

  async transact<T>(account: Account, cause: Cause, work: (tx: ApiTx) => Promise<T>): Promise<T> {
    let due = false;
    try {
      const result = await this.#engine.transact(async (sql) => {
        due = false;
        const tx = new SqlTx(sql, account, cause, this.#shared);
        const value = await tx.settled(await work(tx));
        await tx.flush();
        due = tx.scheduledDue;
        return value;
      });
      if (due) for (const listener of this.#listeners) listener();
      return result;
    } catch (error) {
      // A failed commit also undoes what other units of its group may have cached.
      if (!(error instanceof ApiError)) this.#shared.rows.clear();
      this.#note(error);
      throw error;
    }
  }

  read<T>(account: Account, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#engine.read((sql) => work(new SqlReader(sql, account, this.#shared)));
  }

  claimTimers(
    now: UnixSeconds,
    leaseSeconds: number,
    limit: number,
    { real = now, only, except }: WhichTimers = {},
  ): Promise<ClaimedTimer[]> {
    return this.#write(async (sql) => {
      const rows = await sql.all(
        "select account, kind, subject, due, ticket, failures, sum from timers " +
          "where clock = '' and due <= ? and lease <= ? " +
          (only === undefined ? "" : "and kind = ? ") +
          (except === undefined ? "" : "and kind <> ? ") +
          `order by due limit ?${this.#engine.skipLocked}`,
        [now, real, ...[only, except].filter((kind) => kind !== undefined), limit],
      );
      const claimed: ClaimedTimer[] = [];
      for (const row of rows) {
        const ticket = Math.max(Number(row.ticket) + 1, this.#shared.tickets.next());
        const account = String(row.account);
        const timer = this.#timerIn(row, account, "");
        await sql.run(
          "update timers set lease = ?, ticket = ? where account = ? and kind = ? and subject = ?",
          [real + leaseSeconds, ticket, account, timer.kind, timer.subject],
        );
        claimed.push({
          ...timer,
          account: accountOf(account),
          clock: "",
          ticket,
          failures: Number(row.failures),
        });
      }
      return claimed;
    });
  }

  nextTimer(): Promise<UnixSeconds | null> {
    const { clock } = this.#shared.options;
    const now = clock.seconds();
    const real = this.#real.seconds();
    // Leases are of real time; as many seconds pass on the clock meanwhile as its rate says.
    const onClock = (lease: number) => now + Math.max(1, Math.ceil((lease - real) * (clock.rate ?? 1)));
    return this.#engine.read(async (sql) => {
      const free = await nextFree(sql, real);
      const [leased] = await sql.all(
        "select min(lease) as until from timers where clock = '' and due <= ? and lease > ?",
        [now, real],
      );
      const until = leased?.until ?? null;
      const times = [...(free === null ? [] : [free]), ...(until === null ? [] : [onClock(Number(until))])];
      return times.length === 0 ? null : Math.min(...times);
    });
  }

  nextTimerExcept(kind: string): Promise<UnixSeconds | null> {
    const real = this.#real.seconds();
    return this.#engine.read((sql) => nextFree(sql, real, kind));
  }

  nextTimersOf(account: Account, clock: string, until: UnixSeconds, limit: number): Promise<ClaimedTimer[]> {
    return this.#engine.read(async (sql) => {
      const rows = await sql.all(
        "select kind, subject, due, ticket, failures, sum from timers where clock = ? and account = ? and due = " +
          "(select min(due) from timers where clock = ? and account = ? and due <= ?) order by ticket limit ?",
        [clock, account.id, clock, account.id, until, limit],
      );
      return rows.map((row) => {
        const timer = this.#timerIn(row, account.id, clock);
        return { ...timer, account, clock, ticket: Number(row.ticket), failures: Number(row.failures) };
      });
    });
  }

  /** A stored timer; throws if it does not match its checksum. */
  #timerIn(row: SqlRow, account: string, clock: string): Timer {
    const timer: Timer = { kind: String(row.kind), subject: String(row.subject), due: Number(row.due) };
    const name = () => `${account}/${timer.kind}/${timer.subject} of the table timers`;
    checkSum(row.sum, timerSum(account, timer, clock), this.#engine.place, name);
    return timer;
  }

  postpone(timer: ClaimedTimer, until: UnixSeconds): Promise<boolean> {
    return this.#postpone(timer, until, 0);
  }

  postponeFailed(timer: ClaimedTimer, until: UnixSeconds): Promise<boolean> {
    return this.#postpone(timer, until, 1);
  }

  #postpone({ account, kind, subject, ticket }: ClaimedTimer, until: UnixSeconds, failures: number) {
    return this.#write(async (sql) => {
      const changed = await sql.run(
        "update timers set lease = ?, failures = failures + ? " +
          "where account = ? and kind = ? and subject = ? and ticket = ?",
        [until, failures, account.id, kind, subject, ticket],
      );
      return changed === 1;
    });
  }

  finish(timer: ClaimedTimer): Promise<void> {
    return this.#write(async (sql) => {
      await finishTimer(sql, timer);
    });
  }

  forgetKeys(before: UnixSeconds, limit: number): Promise<number> {
    return this.#write(async (sql) => {
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
    return this.#write(async (sql) => {
      const value = make();
      await sql.run(
        "insert into settings (name, value, sum) values (?, ?, ?) on conflict (name) do nothing",
        [name, value, settingSum(name, value)],
      );
      const kept = await this.#setting(sql, name);
      if (kept === null) throw new Error(`the setting ${name} was not kept`);
      return kept;
    });
  }

  findSetting(name: string): Promise<string | null> {
    return this.#engine.read((sql) => this.#setting(sql, name));
  }

  async #setting(sql: Sql, name: string): Promise<string | null> {
    const rows = await sql.all("select value, sum from settings where name = ?", [name]);
    const row = rows[0];
    if (row === undefined) return null;
    const value = String(row.value);
    checkSum(row.sum, settingSum(name, value), this.#engine.place, () => `${name} of the table settings`);
    return value;
  }

  clear(account: Account | null): Promise<void> {
    this.#shared.rows.clear();
    return this.#write(async (sql) => {
      for (const table of ["records", "record_keys", "timers", "idempotency"]) {
        if (account === null) await sql.run(`delete from ${table}`, []);
        else await sql.run(`delete from ${table} where account = ?`, [account.id]);
      }
    });
  }

  probe(): Promise<void> {
    return this.#prober.probe();
  }

  /** Writes a row and removes it again: the changed pages are written to disk, and no data remains. */
  #writeProbe(): Promise<void> {
    const name = `probe ${this.#shared.options.ids.random(PROBE_NAME_CHARS)}`;
    return this.#engine.transact(async (sql) => {
      const value = "x".repeat(PROBE_CHARS);
      await sql.run("insert into settings (name, value, sum) values (?, ?, ?)", [
        name,
        value,
        settingSum(name, value),
      ]);
      await sql.run("delete from settings where name = ?", [name]);
    });
  }

  async #write<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await this.#engine.transact(work);
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  /** If the database itself failed, tells the prober. */
  #note(error: unknown): void {
    if (this.#engine.isFailure(error)) this.#prober.failed(error);
  }

  onDue(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** When the next timer is due by the server's clock that nobody has claimed and is not of the kind `except`. */
async function nextFree(sql: Sql, real: UnixSeconds, except?: string): Promise<UnixSeconds | null> {
  const [text, values] = except === undefined ? ["", [real]] : ["and kind <> ? ", [real, except]];
  const [free] = await sql.all(
    `select due from timers where clock = '' and lease <= ? ${text}order by due limit 1`,
    values,
  );
  return free === undefined ? null : Number(free.due);
}
