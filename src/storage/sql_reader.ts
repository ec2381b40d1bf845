/** Reading one account, at one moment. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import type { IdSource } from "../core/ids.ts";
import { DEFAULT_SETTINGS, type Settings } from "../core/settings.ts";
import type { Engine, Sql, SqlRow } from "./engine.ts";
import { type ListQuery, listQuery } from "./list_query.ts";
import type { Account, Cause, Listing, Page, Reader, Row, RowForm, Tx, Where } from "./port.ts";
import type { RowMemory } from "./row_memory.ts";
import { fromText } from "./row_text.ts";
import type { Sequence, Tickets } from "./sequence.ts";

/** What the store must be told of the resources, which it does not import. */
export interface StoreOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  /** What units of work are told of the account; without it, what a server starts with. */
  readonly settings?: Settings;
  /** How rows of a kind are stored; whole, where it does not say. */
  readonly formOf?: (kind: string) => RowForm | undefined;
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

const WHOLE: RowForm = {};

/** What all readers and units of work of one store have in common. */
export interface Shared {
  readonly engine: Engine;
  readonly options: StoreOptions;
  readonly sequence: Sequence;
  readonly tickets: Tickets;
  readonly rows: RowMemory;
}

export class SqlReader implements Reader {
  readonly account: Account;
  readonly settings: Settings;
  readonly now: UnixSeconds;
  protected readonly sql: Sql;
  protected readonly shared: Shared;

  constructor(sql: Sql, account: Account, shared: Shared) {
    this.sql = sql;
    this.account = account;
    this.shared = shared;
    this.settings = shared.options.settings ?? DEFAULT_SETTINGS;
    this.now = shared.options.clock.seconds();
  }

  protected formOf(kind: string): RowForm {
    return this.shared.options.formOf?.(kind) ?? WHOLE;
  }

  async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const rows = await this.sql.all(
      "select seq, rev, body from records where account = ? and kind = ? and id = ? and hidden < 2",
      [this.account.id, kind, id],
    );
    const row = rows[0];
    return row === undefined ? null : this.parse<R>(kind, id, row);
  }

  keeps(row: Row): boolean {
    return this.shared.rows.keeps(row);
  }

  async exists(kind: string, id: string): Promise<boolean> {
    return (await this.#position(kind, id)) !== null;
  }

  async list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>> {
    const cursor = page.after ?? page.before;
    const position = cursor === undefined ? null : await this.#position(kind, cursor);
    if (cursor !== undefined && position === null) return { rows: [], hasMore: false };
    const query = (columns: "bodies" | "marks") =>
      listQuery(columns, this.account.id, kind, where, page, position, cursor ?? "");
    const found =
      (cursor === undefined ? await this.#remembered<R>(kind, query("marks")) : null) ??
      (await this.#all(query("bodies"))).map((row) => this.parse<R>(kind, String(row.id), row));
    const hasMore = found.length > page.limit;
    const rows = hasMore ? found.slice(0, page.limit) : found;
    return { rows: page.before === undefined ? rows : rows.reverse(), hasMore };
  }

  #all(query: ListQuery): SqlRow[] | Promise<SqlRow[]> {
    return this.sql.all(query.text, query.values);
  }

  /** First pages are asked for again and again: where all their rows are at hand, their bodies are not read. */
  async #remembered<R extends Row>(kind: string, query: ListQuery): Promise<R[] | null> {
    const rows: R[] = [];
    for (const record of await this.#all(query)) {
      const row = this.peek<R>(kind, String(record.id), record);
      if (row === null) return null;
      rows.push(row);
    }
    return rows;
  }

  /** The row a record holds if it is at hand, at the revision that is stored now. */
  protected peek<R extends Row>(kind: string, id: string, record: SqlRow): R | null {
    return this.shared.rows.peek<R>(`${this.account.id}/${kind}/${id}`, `${record.seq}/${record.rev}`);
  }

  /** The row a record holds; the very same object for as long as it is remembered and unchanged. */
  protected parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return this.shared.rows.get<R>(`${this.account.id}/${kind}/${id}`, `${record.seq}/${record.rev}`, () =>
      fromText<R>(String(record.body), this.formOf(kind)),
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
