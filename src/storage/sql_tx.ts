/**
 * One unit of work on SQL: what the rules see as `Tx`, and what api/ needs in addition. Changes of rows and timers
 * are kept until the end and written together (`flush`): a row that changes twice is written once.
 */
import { newId } from "../core/ids.ts";
import { checkSum, replySum } from "./checksum.ts";
import type { Sql, SqlRow } from "./engine.ts";
import { ID_CHARS_MAX } from "./key_value.ts";
import {
  type Account,
  type ApiTx,
  type Cause,
  type ClaimedTimer,
  type Listing,
  type OwnTime,
  type Page,
  REVISION,
  type Remembered,
  type Row,
  type Timer,
  type Where,
} from "./port.ts";
import { toText } from "./row_text.ts";
import { marked, type Shared, SqlReader } from "./sql_reader.ts";
import { finishTimer } from "./sql_timers.ts";
import { asLastWritten, type Held, HIDDEN, type Hidden, heldName, type Keys, Unit } from "./unit.ts";
import { writeRows, writeTimers } from "./writes.ts";

const FIRST_REV = 1;
/** Bound on reactions in one unit of work, reactions to reactions included; more would mean a cycle. */
const REACTIONS_MAX = 100;

export class SqlTx extends SqlReader implements ApiTx {
  readonly #cause: Cause;
  readonly #unit: Unit;
  readonly clock: string | null;
  /** This unit of work in real time. */
  readonly #real: SqlTx;

  constructor(
    sql: Sql,
    account: Account,
    cause: Cause,
    shared: Shared,
    unit = new Unit(),
    own: { readonly time: OwnTime; readonly real: SqlTx } | null = null,
  ) {
    super(sql, account, shared, own?.time.now);
    this.#cause = cause;
    this.#unit = unit;
    this.clock = own?.time.clock ?? null;
    this.#real = own?.real ?? this;
  }

  /** True once a timer was scheduled that is already due. */
  get scheduledDue(): boolean {
    return this.#unit.scheduledDue;
  }

  at(time: OwnTime | null): SqlTx {
    const real = this.#real;
    if (time === null) return real;
    return new SqlTx(this.sql, this.account, this.#cause, this.shared, this.#unit, { time, real });
  }

  protected textOf(row: Row): string {
    return toText(row, this.formOf(row.object));
  }

  /** Rows that this unit of work has written are not cached: they may still be rolled back. */
  protected override parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return this.#unit.written.has(`${kind}/${id}`)
      ? this.parseNow<R>(kind, id, record)
      : super.parse<R>(kind, id, record);
  }

  protected override peek<R extends Row>(kind: string, id: string, record: SqlRow): R | null {
    return this.#unit.written.has(`${kind}/${id}`) ? null : super.peek<R>(kind, id, record);
  }

  newId(prefix: string): string {
    return newId(this.shared.options.ids, prefix, this.shared.options.clock.milliseconds(), this.account);
  }

  random(length: number): string {
    return this.shared.options.ids.random(length);
  }

  override async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const held = this.#unit.held.get(`${kind}/${id}`);
    // Nobody else can have changed it since: it is locked.
    if (held !== undefined) return held.hidden === HIDDEN.cursorOnly ? null : (held.row as R); // of this kind
    const { engine, rows: memory } = this.shared;
    const name = `${this.account.id}/${kind}/${id}`;
    if (memory.isAbsent(name)) return null;
    const found = await this.recordOf(kind, id, engine.lockRow);
    if (found === undefined || this.isCursorOnly(kind, id, found)) {
      // A row that this unit of work has removed may come back by a rollback, so its absence is not cached.
      if (engine.isAlone && !this.#unit.written.has(`${kind}/${id}`)) memory.miss(name);
      return null;
    }
    const row = this.parse<R>(kind, id, found);
    const [rev, hidden] = [Number(found.rev), this.#listing(row)];
    const keys = this.#keysOf(row, hidden);
    this.#unit.held.set(heldName(row), {
      row,
      rev,
      seq: Number(found.seq),
      hidden,
      keys,
      stored: { rev, keys },
    });
    return row;
  }

  override async exists(kind: string, id: string): Promise<boolean> {
    return this.#unit.held.has(`${kind}/${id}`) || super.exists(kind, id);
  }

  override async list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>> {
    for (const name of this.#unit.unwritten) {
      if (this.#unit.held.get(name)?.row.object === kind) {
        await this.flush();
        break;
      }
    }
    // Each event asks for the webhook endpoints.
    const isFirstPage = Object.keys(page).length === 1 && Object.keys(where).length === 0;
    const known = isFirstPage ? this.#unit.firstPages.get(kind) : undefined;
    if (known?.limit === page.limit) return known.listing as Listing<R>; // of this kind
    const listing = await super.list<R>(kind, where, page);
    if (isFirstPage) this.#unit.firstPages.set(kind, { limit: page.limit, listing });
    return listing;
  }

  async insert(row: Row): Promise<void> {
    if (row.id.length > ID_CHARS_MAX) throw new Error(`an id of ${row.object} is too long to be stored`);
    if (this.#unit.held.has(heldName(row))) throw new Error(`${row.object} ${row.id} exists`);
    this.shared.rows.appear(`${this.account.id}/${heldName(row)}`);
    const [seq, hidden] = [this.shared.sequence.next(this.now), this.#listing(row)];
    const keys = this.#keysOf(row, hidden);
    this.#unit.change({ row: marked(row, FIRST_REV), rev: FIRST_REV, seq, hidden, keys, stored: null });
  }

  async update(row: Row): Promise<void> {
    const held = this.#heldOf(row);
    if (row[REVISION] !== held.rev) {
      throw new Error(
        `${row.object} ${row.id} was changed in this unit of work since this copy of it was made; read it anew`,
      );
    }
    const [rev, hidden] = [held.rev + 1, this.#listing(row)];
    // The object that was read may be cached by the store; copying it keeps a rollback from leaving changes
    // in it.
    const written = marked(row === held.row ? { ...row } : row, rev);
    this.#unit.change({ ...held, row: written, rev, hidden, keys: this.#keysOf(row, hidden) });
  }

  async hide(row: Row): Promise<void> {
    const held = this.#heldOf(row);
    this.#unit.change({ ...held, rev: held.rev + 1, hidden: HIDDEN.cursorOnly, keys: {} });
  }

  async forget(kind: string, id: string): Promise<void> {
    await this.flush();
    this.#unit.held.delete(`${kind}/${id}`);
    await this.sql.run("delete from records where account = ? and kind = ? and id = ? and hidden = ?", [
      this.account.id,
      kind,
      id,
      HIDDEN.cursorOnly,
    ]);
  }

  /**
   * Writes everything that this unit of work has changed so far. `transact` does this before the commit; a list
   * and whatever else asks the database about changed rows does it first.
   */
  async flush(): Promise<void> {
    const { held, unwritten, timers } = this.#unit;
    const rows = [...unwritten].flatMap((name) => held.get(name) ?? []);
    await writeRows(this.sql, this.account.id, rows, (one) => this.textOf(one.row));
    for (const one of rows) {
      held.set(heldName(one.row), { ...one, stored: { rev: one.rev, keys: one.keys } });
    }
    unwritten.clear();
    await writeTimers(this.sql, this.account.id, timers, () => this.shared.tickets.next());
    timers.clear();
  }

  async emit(type: string, row: Row, previous?: object): Promise<void> {
    const { recordEvent, reactsTo } = this.shared.options;
    await recordEvent(this, type, row, previous, this.#cause);
    if (reactsTo?.(type)) this.#unit.news.push({ tx: this, type, row });
  }

  async settled<T>(value: T): Promise<T> {
    const unit = this.#unit;
    if (unit.news.length === 0) return value;
    while (unit.news.length > 0) {
      const news = unit.news;
      unit.news = [];
      for (const { tx, type, row } of news) {
        if (++unit.reactions > REACTIONS_MAX)
          throw new Error(`more than ${REACTIONS_MAX} reactions, to ${type}`);
        // If the row is gone, such as a deleted coupon, the reaction gets it as it was when the event was
        // emitted.
        await this.shared.options.react?.(tx, type, (await tx.get(row.object, row.id)) ?? row);
      }
    }
    return asLastWritten(value, unit.held) as T;
  }

  async schedule(timer: Timer): Promise<void> {
    if (this.clock === null && timer.due <= this.now) this.#unit.scheduledDue = true;
    this.#unit.changeTimer({ does: "schedule", timer, clock: this.clock ?? "" });
  }

  async wake(kind: string, subject: string): Promise<void> {
    this.#unit.scheduledDue = true;
    this.#unit.changeTimer({ does: "wake", kind, subject });
  }

  async cancel(kind: string, subject: string): Promise<void> {
    this.#unit.changeTimer({ does: "cancel", kind, subject });
  }

  async finish(timer: ClaimedTimer): Promise<boolean> {
    await this.flush();
    return finishTimer(this.sql, timer);
  }

  async recall(key: string): Promise<Remembered | null> {
    const rows = await this.sql.all(
      "select endpoint, fingerprint, created, request, status, body, sum from idempotency where account = ? and key = ?" +
        this.shared.engine.lockRow,
      [this.account.id, key],
    );
    const row = rows[0];
    this.#unit.recalled.set(key, row !== undefined);
    if (row === undefined) return null;
    const entry: Remembered = {
      key,
      endpoint: String(row.endpoint),
      fingerprint: String(row.fingerprint),
      created: Number(row.created),
      request: String(row.request),
      status: Number(row.status),
      body: String(row.body),
    };
    const name = () => `${this.account.id}/${entry.request} of the table idempotency`;
    checkSum(row.sum, replySum(this.account.id, entry), this.shared.engine.place, name);
    return entry;
  }

  async remember(entry: Remembered): Promise<void> {
    const known = this.#unit.recalled.get(entry.key);
    if (known === undefined) throw new Error("a key is recalled before it is remembered");
    // Never an upsert: if another process has inserted an entry since the recall, this unit of work must fail
    // and run again instead of overwriting it.
    await this.sql.run(
      known
        ? "update idempotency set endpoint = ?, fingerprint = ?, created = ?, request = ?, status = ?, body = ?, sum = ? " +
            "where account = ? and key = ?"
        : "insert into idempotency (endpoint, fingerprint, created, request, status, body, sum, account, key) " +
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        entry.endpoint,
        entry.fingerprint,
        entry.created,
        entry.request,
        entry.status,
        entry.body,
        replySum(this.account.id, entry),
        this.account.id,
        entry.key,
      ],
    );
    this.#unit.recalled.set(entry.key, true);
  }

  /** The keys by which lists find a row; none if it is not listed. */
  #keysOf(row: Row, hidden: Hidden): Keys {
    const isFound = hidden === HIDDEN.listed || hidden === HIDDEN.unlisted;
    return isFound ? this.shared.options.keysOf(row) : {};
  }

  #listing(row: Row): Hidden {
    if ("deleted" in row && row.deleted === true) return HIDDEN.byIdOnly;
    return this.shared.options.isUnlisted?.(row) ? HIDDEN.unlisted : HIDDEN.listed;
  }

  #heldOf(row: Row): Held {
    const held = this.#unit.held.get(heldName(row));
    if (held === undefined || held.hidden === HIDDEN.cursorOnly) {
      throw new Error(`${row.object} ${row.id} was not read in this unit of work`);
    }
    return held;
  }
}
