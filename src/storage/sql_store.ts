/** The one implementation of the storage contract: the same statements on every engine. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import { type IdSource, newId } from "../core/ids.ts";
import type { Engine, Sql, SqlRow, SqlValue } from "./engine.ts";
import {
  type Account,
  type ApiTx,
  accountOf,
  type Cause,
  type ClaimedTimer,
  type Listing,
  type Page,
  type Reader,
  type Remembered,
  type Row,
  type Store,
  type Timer,
  type Tx,
  type Where,
} from "./port.ts";
import { type Blank, fromText, toText } from "./row_text.ts";
import { migrate, SEQ_STEP } from "./tables.ts";

/** What the store must be told of the resources, which it does not import. */
export interface StoreOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  /** What rows of a kind mostly look like, left out of what is stored. */
  readonly blankOf?: (kind: string) => Blank | undefined;
  /** The declared keys of a row: what lists filter by. Null values are not kept. */
  readonly keysOf: (row: Row) => Readonly<Record<string, string | null | undefined>>;
  /** Writes an event and queues its deliveries, within the unit of work. */
  readonly recordEvent: (
    tx: Tx,
    type: string,
    row: Row,
    previous: object | undefined,
    cause: Cause,
  ) => Promise<void>;
}

/** Brings the database to the newest shape and gives the store on it. */
export async function openStore(engine: Engine, options: StoreOptions): Promise<Store> {
  await migrate(engine);
  return new SqlStore(engine, options);
}

const ROWS_REMEMBERED_MAX = 1000;
const HIDDEN = { listed: 0, byIdOnly: 1, cursorOnly: 2 } as const;

class SqlStore implements Store {
  readonly #engine: Engine;
  readonly #options: StoreOptions;
  readonly #sequence: Sequence;
  readonly #tickets: Tickets;
  readonly #rows = new RowMemory();
  readonly #listeners: (() => void)[] = [];

  constructor(engine: Engine, options: StoreOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#sequence = new Sequence(options.clock);
    this.#tickets = new Tickets(options.clock);
  }

  async transact<T>(account: Account, cause: Cause, work: (tx: ApiTx) => Promise<T>): Promise<T> {
    let due = false;
    const result = await this.#engine.transact(async (sql) => {
      due = false;
      const tx = new SqlTx(
        sql,
        this.#engine,
        account,
        cause,
        this.#options,
        this.#sequence,
        this.#tickets,
        this.#rows,
      );
      const value = await work(tx);
      due = tx.scheduledDue;
      return value;
    });
    if (due) for (const listener of this.#listeners) listener();
    return result;
  }

  read<T>(account: Account, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#engine.read((sql) =>
      work(new SqlReader(sql, account, this.#options.clock.seconds(), this.#rows, this.#options.blankOf)),
    );
  }

  claimTimers(now: UnixSeconds, leaseSeconds: number, limit: number): Promise<ClaimedTimer[]> {
    return this.#engine.transact(async (sql) => {
      const rows = await sql.all(
        `select account, kind, subject, due, ticket from timers where due <= ? order by due limit ?${this.#engine.skipLocked}`,
        [now, limit],
      );
      const claimed: ClaimedTimer[] = [];
      for (const row of rows) {
        const ticket = Math.max(Number(row.ticket) + 1, this.#tickets.next());
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
    this.#rows.clear();
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

/**
 * Rows read lately, as parsed. The database is asked every time all the same: a row counts only at the mark (its
 * place and revision) that is stored now, so that several processes may share a database. The place is part of it
 * because an id may be made anew after a clear.
 */
class RowMemory {
  readonly #rows = new Map<string, { readonly mark: string; readonly row: Row }>();

  get<R extends Row>(name: string, mark: string, parse: () => R): R {
    const known = this.#rows.get(name);
    // A name stands for rows of one kind, and only rows of type R are kept under it.
    if (known !== undefined && known.mark === mark) return known.row as R;
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

/**
 * List positions: the second an object was made, then its milliseconds, then a count. Several processes on one
 * database may give the same number; lists then order by id as well.
 */
class Sequence {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(now: UnixSeconds): number {
    const candidate = now * SEQ_STEP + (this.#clock.milliseconds() % 1000) * 1000;
    const sameSecond = Math.floor(this.#last / SEQ_STEP) === now;
    this.#last = sameSecond && this.#last >= candidate ? this.#last + 1 : candidate;
    return this.#last;
  }
}

/**
 * First tickets of timers. They grow over time and across processes, so that a timer that was removed and made
 * again never comes to a ticket that a slow holder of the old one still shows.
 */
class Tickets {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): number {
    this.#last = Math.max(this.#last + 1, this.#clock.milliseconds() * 1000);
    return this.#last;
  }
}

class SqlReader implements Reader {
  readonly account: Account;
  readonly now: UnixSeconds;
  protected readonly sql: Sql;
  protected readonly rows: RowMemory;
  readonly #blankOf: StoreOptions["blankOf"];

  constructor(
    sql: Sql,
    account: Account,
    now: UnixSeconds,
    rows: RowMemory,
    blankOf: StoreOptions["blankOf"],
  ) {
    this.sql = sql;
    this.account = account;
    this.now = now;
    this.rows = rows;
    this.#blankOf = blankOf;
  }

  protected blankOf(kind: string): Blank | undefined {
    return this.#blankOf?.(kind);
  }

  async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const rows = await this.sql.all(
      "select seq, rev, body from records where account = ? and kind = ? and id = ? and hidden < 2",
      [this.account.id, kind, id],
    );
    const row = rows[0];
    return row === undefined ? null : this.parse<R>(kind, id, row);
  }

  async exists(kind: string, id: string): Promise<boolean> {
    return (await this.#position(kind, id)) !== null;
  }

  async list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>> {
    const cursor = page.after ?? page.before;
    const position = cursor === undefined ? null : await this.#position(kind, cursor);
    if (cursor !== undefined && position === null) return { rows: [], hasMore: false };
    const query = listQuery(this.account.id, kind, where, page, position, cursor ?? "");
    const found = (await this.sql.all(query.text, query.values)).map((row) =>
      this.parse<R>(kind, String(row.id), row),
    );
    const hasMore = found.length > page.limit;
    const rows = hasMore ? found.slice(0, page.limit) : found;
    return { rows: page.before === undefined ? rows : rows.reverse(), hasMore };
  }

  /** The row a record holds; the very same object for as long as it is remembered and unchanged. */
  protected parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return this.rows.get<R>(`${this.account.id}/${kind}/${id}`, `${record.seq}/${record.rev}`, () =>
      fromText<R>(String(record.body), this.blankOf(kind)),
    );
  }

  async #position(kind: string, id: string): Promise<number | null> {
    const rows = await this.sql.all("select seq from records where account = ? and kind = ? and id = ?", [
      this.account.id,
      kind,
      id,
    ]);
    return rows[0] === undefined ? null : Number(rows[0].seq);
  }
}

/** Keyset pages only: the cost of a page does not grow with what is stored or how far it lies. */
function listQuery(
  account: string,
  kind: string,
  where: Where,
  page: Page,
  position: number | null,
  cursor: string,
): { text: string; values: SqlValue[] } {
  const [first, ...others] = Object.entries(where);
  const values: SqlValue[] = [];
  let text: string;
  const at = first === undefined ? "r" : "k";
  if (first === undefined) {
    text =
      "select r.id, r.seq, r.rev, r.body from records r where r.account = ? and r.kind = ? and r.hidden = 0";
    values.push(account, kind);
  } else {
    text =
      "select r.id, r.seq, r.rev, r.body from record_keys k join records r on r.account = k.account and r.kind = k.kind and " +
      `r.id = k.id where k.account = ? and k.kind = ? and k.field = ? and ${oneOf("k.value", first[1])}`;
    values.push(account, kind, first[0], ...asList(first[1]));
  }
  for (const [field, value] of others) {
    text +=
      " and exists (select 1 from record_keys o where o.account = k.account and o.kind = k.kind and " +
      `o.field = ? and ${oneOf("o.value", value)} and o.seq = k.seq and o.id = k.id)`;
    values.push(field, ...asList(value));
  }
  if (page.created?.from !== undefined) {
    text += ` and ${at}.seq >= ?`;
    values.push(page.created.from * SEQ_STEP);
  }
  if (page.created?.to !== undefined) {
    text += ` and ${at}.seq < ?`;
    values.push((page.created.to + 1) * SEQ_STEP);
  }
  const backwards = page.before !== undefined || page.oldestFirst === true;
  if (position !== null) {
    text += ` and (${at}.seq, ${at}.id) ${backwards ? ">" : "<"} (?, ?)`;
    values.push(position, cursor);
  }
  const direction = backwards ? "asc" : "desc";
  text += ` order by ${at}.seq ${direction}, ${at}.id ${direction} limit ?`;
  values.push(page.limit + 1);
  return { text, values };
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function oneOf(column: string, value: string | readonly string[]): string {
  const count = asList(value).length;
  return count === 1 ? `${column} = ?` : `${column} in (${Array(count).fill("?").join(", ")})`;
}

/** A row as it was read in this unit of work. */
interface Held {
  readonly rev: number;
  readonly seq: number;
  readonly keys: Readonly<Record<string, string | null | undefined>>;
}

class SqlTx extends SqlReader implements ApiTx {
  /** True once a timer was scheduled that is due already. */
  scheduledDue = false;
  readonly #engine: Engine;
  readonly #cause: Cause;
  readonly #options: StoreOptions;
  readonly #sequence: Sequence;
  readonly #tickets: Tickets;
  readonly #held = new Map<string, Held>();
  readonly #written = new Set<string>();
  /** Keys recalled in this unit of work, and whether there was an entry. */
  readonly #recalled = new Map<string, boolean>();

  constructor(
    sql: Sql,
    engine: Engine,
    account: Account,
    cause: Cause,
    options: StoreOptions,
    sequence: Sequence,
    tickets: Tickets,
    rows: RowMemory,
  ) {
    super(sql, account, options.clock.seconds(), rows, options.blankOf);
    this.#engine = engine;
    this.#cause = cause;
    this.#options = options;
    this.#sequence = sequence;
    this.#tickets = tickets;
  }

  protected textOf(row: Row): string {
    return toText(row, this.blankOf(row.object));
  }

  /** What this unit of work has written may yet be undone: such rows are not remembered. */
  protected override parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return this.#written.has(`${kind}/${id}`)
      ? fromText<R>(String(record.body), this.blankOf(kind))
      : super.parse<R>(kind, id, record);
  }

  newId(prefix: string): string {
    return newId(this.#options.ids, prefix, this.#options.clock.milliseconds(), this.account);
  }

  random(length: number): string {
    return this.#options.ids.random(length);
  }

  override async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const rows = await this.sql.all(
      `select body, rev, seq from records where account = ? and kind = ? and id = ? and hidden < 2${this.#engine.lockRow}`,
      [this.account.id, kind, id],
    );
    const found = rows[0];
    if (found === undefined) return null;
    const row = this.parse<R>(kind, id, found);
    this.#hold(row, Number(found.rev), Number(found.seq));
    return row;
  }

  async insert(row: Row): Promise<void> {
    this.#written.add(heldName(row));
    const seq = this.#sequence.next(this.now);
    await this.sql.run(
      "insert into records (account, kind, id, seq, rev, hidden, body) values (?, ?, ?, ?, 1, ?, ?)",
      [this.account.id, row.object, row.id, seq, listing(row), this.textOf(row)],
    );
    this.#hold(row, 1, seq);
    const keys = this.#options.keysOf(row);
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
    const keys = listing(row) === HIDDEN.listed ? this.#options.keysOf(row) : {};
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
    await this.sql.run(
      "update records set rev = ?, hidden = ? where account = ? and kind = ? and id = ? and rev = ?",
      [held.rev + 1, HIDDEN.cursorOnly, this.account.id, row.object, row.id, held.rev],
    );
    for (const field of Object.keys(held.keys)) await this.#dropKey(row, field);
    this.#held.delete(heldName(row));
  }

  emit(type: string, row: Row, previous?: object): Promise<void> {
    return this.#options.recordEvent(this, type, row, previous, this.#cause);
  }

  async schedule(timer: Timer): Promise<void> {
    if (timer.due <= this.now) this.scheduledDue = true;
    await this.sql.run(
      "insert into timers (account, kind, subject, due, ticket) values (?, ?, ?, ?, ?) " +
        "on conflict (account, kind, subject) do update set due = excluded.due, ticket = timers.ticket + 1",
      [this.account.id, timer.kind, timer.subject, timer.due, this.#tickets.next()],
    );
  }

  async wake(kind: string, subject: string): Promise<void> {
    this.scheduledDue = true;
    // The update changes nothing, but on PostgreSQL it waits for a holder that is just finishing, and locks the
    // row against one that is about to: between them no wake-up is lost.
    await this.sql.run(
      "insert into timers (account, kind, subject, due, ticket) values (?, ?, ?, 0, ?) " +
        "on conflict (account, kind, subject) do update set due = timers.due where 1 = 0",
      [this.account.id, kind, subject, this.#tickets.next()],
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
        this.#engine.lockRow,
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
    const keys = listing(row) === HIDDEN.listed ? this.#options.keysOf(row) : {};
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

async function finishTimer(sql: Sql, timer: ClaimedTimer): Promise<boolean> {
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
