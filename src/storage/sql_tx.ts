/** One unit of work on SQL: what the rules see as `Tx`, and what the api layer needs besides. */
import { newId } from "../core/ids.ts";
import type { Sql, SqlRow } from "./engine.ts";
import type { Account, ApiTx, Cause, ClaimedTimer, Remembered, Row, Timer } from "./port.ts";
import { fromText, toText } from "./row_text.ts";
import { type Shared, SqlReader } from "./sql_reader.ts";

const HIDDEN = { listed: 0, byIdOnly: 1, cursorOnly: 2 } as const;

/** A row as it was read in this unit of work. */
interface Held {
  readonly rev: number;
  readonly seq: number;
  readonly keys: Readonly<Record<string, string | null | undefined>>;
}

export class SqlTx extends SqlReader implements ApiTx {
  /** True once a timer was scheduled that is due already. */
  scheduledDue = false;
  readonly #cause: Cause;
  readonly #held = new Map<string, Held>();
  readonly #written = new Set<string>();
  /** Keys recalled in this unit of work, and whether there was an entry. */
  readonly #recalled = new Map<string, boolean>();

  constructor(sql: Sql, account: Account, cause: Cause, shared: Shared) {
    super(sql, account, shared);
    this.#cause = cause;
  }

  protected textOf(row: Row): string {
    return toText(row, this.formOf(row.object));
  }

  /** What this unit of work has written may yet be undone: such rows are not remembered. */
  protected override parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return this.#written.has(`${kind}/${id}`)
      ? fromText<R>(String(record.body), this.formOf(kind))
      : super.parse<R>(kind, id, record);
  }

  protected override peek<R extends Row>(kind: string, id: string, record: SqlRow): R | null {
    return this.#written.has(`${kind}/${id}`) ? null : super.peek<R>(kind, id, record);
  }

  newId(prefix: string): string {
    return newId(this.shared.options.ids, prefix, this.shared.options.clock.milliseconds(), this.account);
  }

  random(length: number): string {
    return this.shared.options.ids.random(length);
  }

  override async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const { engine, rows: memory } = this.shared;
    const name = `${this.account.id}/${kind}/${id}`;
    if (memory.isAbsent(name)) return null;
    const rows = await this.sql.all(
      `select body, rev, seq from records where account = ? and kind = ? and id = ? and hidden < 2${engine.lockRow}`,
      [this.account.id, kind, id],
    );
    const found = rows[0];
    if (found === undefined) {
      // What this unit of work has taken away may yet come back.
      if (engine.isAlone && !this.#written.has(`${kind}/${id}`)) memory.miss(name);
      return null;
    }
    const row = this.parse<R>(kind, id, found);
    this.#hold(row, Number(found.rev), Number(found.seq));
    return row;
  }

  async insert(row: Row): Promise<void> {
    this.#written.add(heldName(row));
    this.shared.rows.appear(`${this.account.id}/${heldName(row)}`);
    const seq = this.shared.sequence.next(this.now);
    await this.sql.run(
      "insert into records (account, kind, id, seq, rev, hidden, body) values (?, ?, ?, ?, 1, ?, ?)",
      [this.account.id, row.object, row.id, seq, listing(row), this.textOf(row)],
    );
    this.#hold(row, 1, seq);
    const keys = this.shared.options.keysOf(row);
    for (const field in keys) await this.#addKey(row, seq, field, keys[field]);
  }

  async update(row: Row): Promise<void> {
    this.#written.add(heldName(row));
    const held = this.#heldOf(row);
    const changed = await this.sql.run(
      "update records set rev = ?, hidden = ?, body = ? where account = ? and kind = ? and id = ? and rev = ?",
      [held.rev + 1, listing(row), this.textOf(row), this.account.id, row.object, row.id, held.rev],
    );
    if (changed !== 1)
      throw new Error(`${row.object} ${row.id} moved under a unit of work that had locked it`);
    const keys = listing(row) === HIDDEN.listed ? this.shared.options.keysOf(row) : {};
    for (const field of new Set([...Object.keys(held.keys), ...Object.keys(keys)])) {
      const before = held.keys[field] ?? null;
      const after = keys[field] ?? null;
      if (before === after) continue;
      if (before !== null) await this.#dropKey(row, field);
      await this.#addKey(row, held.seq, field, after);
    }
    this.#held.set(heldName(row), { rev: held.rev + 1, seq: held.seq, keys });
  }

  async hide(row: Row): Promise<void> {
    const held = this.#heldOf(row);
    this.#written.add(heldName(row));
    await this.sql.run(
      "update records set rev = ?, hidden = ? where account = ? and kind = ? and id = ? and rev = ?",
      [held.rev + 1, HIDDEN.cursorOnly, this.account.id, row.object, row.id, held.rev],
    );
    for (const field of Object.keys(held.keys)) await this.#dropKey(row, field);
    this.#held.delete(heldName(row));
  }

  async forget(kind: string, id: string): Promise<void> {
    await this.sql.run("delete from records where account = ? and kind = ? and id = ? and hidden = ?", [
      this.account.id,
      kind,
      id,
      HIDDEN.cursorOnly,
    ]);
  }

  emit(type: string, row: Row, previous?: object): Promise<void> {
    return this.shared.options.recordEvent(this, type, row, previous, this.#cause);
  }

  async schedule(timer: Timer): Promise<void> {
    if (timer.due <= this.now) this.scheduledDue = true;
    await this.sql.run(
      "insert into timers (account, kind, subject, due, ticket) values (?, ?, ?, ?, ?) " +
        "on conflict (account, kind, subject) do update set due = excluded.due, ticket = timers.ticket + 1",
      [this.account.id, timer.kind, timer.subject, timer.due, this.shared.tickets.next()],
    );
  }

  async wake(kind: string, subject: string): Promise<void> {
    this.scheduledDue = true;
    // The update changes nothing, but on PostgreSQL it waits for a holder that is just finishing, and locks the
    // row against one that is about to: between them no wake-up is lost.
    await this.sql.run(
      "insert into timers (account, kind, subject, due, ticket) values (?, ?, ?, 0, ?) " +
        "on conflict (account, kind, subject) do update set due = timers.due where 1 = 0",
      [this.account.id, kind, subject, this.shared.tickets.next()],
    );
  }

  finish(timer: ClaimedTimer): Promise<boolean> {
    return finishTimer(this.sql, timer);
  }

  async cancel(kind: string, subject: string): Promise<void> {
    await this.sql.run("delete from timers where account = ? and kind = ? and subject = ?", [
      this.account.id,
      kind,
      subject,
    ]);
  }

  async recall(key: string): Promise<Remembered | null> {
    const rows = await this.sql.all(
      "select endpoint, fingerprint, created, request, status, body from idempotency where account = ? and key = ?" +
        this.shared.engine.lockRow,
      [this.account.id, key],
    );
    const row = rows[0];
    this.#recalled.set(key, row !== undefined);
    if (row === undefined) return null;
    return {
      key,
      endpoint: String(row.endpoint),
      fingerprint: String(row.fingerprint),
      created: Number(row.created),
      request: String(row.request),
      status: Number(row.status),
      body: String(row.body),
    };
  }

  async remember(entry: Remembered): Promise<void> {
    const known = this.#recalled.get(entry.key);
    if (known === undefined) throw new Error("a key is recalled before it is remembered");
    // Never both in one statement: an entry that another process made since the recall must stop this unit of
    // work, which is then run again, and not be overwritten.
    await this.sql.run(
      known
        ? "update idempotency set endpoint = ?, fingerprint = ?, created = ?, request = ?, status = ?, body = ? " +
            "where account = ? and key = ?"
        : "insert into idempotency (endpoint, fingerprint, created, request, status, body, account, key) " +
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        entry.endpoint,
        entry.fingerprint,
        entry.created,
        entry.request,
        entry.status,
        entry.body,
        this.account.id,
        entry.key,
      ],
    );
    this.#recalled.set(entry.key, true);
  }

  #hold(row: Row, rev: number, seq: number): void {
    const keys = listing(row) === HIDDEN.listed ? this.shared.options.keysOf(row) : {};
    this.#held.set(heldName(row), { rev, seq, keys });
  }

  #heldOf(row: Row): Held {
    const held = this.#held.get(heldName(row));
    if (held === undefined) throw new Error(`${row.object} ${row.id} was not read in this unit of work`);
    return held;
  }

  async #addKey(row: Row, seq: number, field: string, value: string | null | undefined): Promise<void> {
    if (value === null || value === undefined) return;
    await this.sql.run(
      "insert into record_keys (account, kind, field, value, seq, id) values (?, ?, ?, ?, ?, ?)",
      [this.account.id, row.object, field, value, seq, row.id],
    );
  }

  async #dropKey(row: Row, field: string): Promise<void> {
    const held = this.#heldOf(row);
    await this.sql.run(
      "delete from record_keys where account = ? and kind = ? and field = ? and value = ? and seq = ? and id = ?",
      [this.account.id, row.object, field, held.keys[field] ?? "", held.seq, row.id],
    );
  }
}

/** Removes a timer whose ticket still stands; false where it was moved or taken. */
export async function finishTimer(sql: Sql, timer: ClaimedTimer): Promise<boolean> {
  const removed = await sql.run(
    "delete from timers where account = ? and kind = ? and subject = ? and ticket = ?",
    [timer.account.id, timer.kind, timer.subject, timer.ticket],
  );
  return removed === 1;
}

function heldName(row: Row): string {
  return `${row.object}/${row.id}`;
}

function listing(row: Row): number {
  return "deleted" in row && row.deleted === true ? HIDDEN.byIdOnly : HIDDEN.listed;
}
