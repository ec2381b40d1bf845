/** Reads one account, at one moment. */
import type { Clock, UnixSeconds } from "../core/clock.ts";
import type { IdSource } from "../core/ids.ts";
import { DEFAULT_SETTINGS, type Settings } from "../core/settings.ts";
import { checkSum, keySum, recordSum } from "./checksum.ts";
import type { Engine, Sql, SqlRow } from "./engine.ts";
import { type ListQuery, listQuery } from "./list_query.ts";
import {
  type Account,
  type Cause,
  type Listing,
  type Page,
  REVISION,
  type Reader,
  type Row,
  type RowForm,
  type Tx,
  type Where,
} from "./port.ts";
import type { RowMemory } from "./row_memory.ts";
import { fromText } from "./row_text.ts";
import type { Sequence, Tickets } from "./sequence.ts";
import { HIDDEN } from "./unit.ts";

/** What the store needs to know of the resources, which it does not import. */
export interface StoreOptions {
  readonly clock: Clock;
  /** Real time, if `clock` can be moved; leases and waits after failures go by it. */
  readonly realClock?: Clock;
  readonly ids: IdSource;
  /** The account settings that units of work see; if absent, the defaults of a server. */
  readonly settings?: Settings;
  /** How rows of a kind are stored; as whole JSON if undefined. */
  readonly formOf?: (kind: string) => RowForm | undefined;
  /** The declared keys of a row, by which lists filter. Null values are not stored. */
  readonly keysOf: (row: Row) => Readonly<Record<string, string | null | undefined>>;
  /** Whether lists leave a row out unless they ask for such rows. */
  readonly isUnlisted?: (row: Row) => boolean;
  /** Writes an event and queues its deliveries, within the unit of work. */
  readonly recordEvent: (
    tx: Tx,
    type: string,
    row: Row,
    previous: object | undefined,
    cause: Cause,
  ) => Promise<void>;
  /** Whether any resource reacts to events of this type. */
  readonly reactsTo?: (type: string) => boolean;
  /** Runs the reactions of other resources to an event, within the unit of work. */
  readonly react?: (tx: Tx, type: string, row: Row) => Promise<void>;
}

const WHOLE: RowForm = {};

/** The columns read when a row is read by its id. */
const RECORD_COLUMNS = "seq, rev, hidden, body, sum";

/** What all readers and units of work of one store share. */
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

  constructor(sql: Sql, account: Account, shared: Shared, now = shared.options.clock.seconds()) {
    this.sql = sql;
    this.account = account;
    this.shared = shared;
    this.settings = shared.options.settings ?? DEFAULT_SETTINGS;
    this.now = now;
  }

  protected formOf(kind: string): RowForm {
    return this.shared.options.formOf?.(kind) ?? WHOLE;
  }

  async get<R extends Row>(kind: string, id: string): Promise<R | null> {
    const record = await this.recordOf(kind, id);
    return record === undefined || this.isCursorOnly(kind, id, record)
      ? null
      : this.parse<R>(kind, id, record);
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
      (cursor === undefined ? await this.#remembered<R>(kind, where, query("marks")) : null) ??
      (await this.#found(kind, where, query("bodies"))).map((row) =>
        this.parse<R>(kind, String(row.id), row),
      );
    const hasMore = found.length > page.limit;
    const rows = hasMore ? found.slice(0, page.limit) : found;
    return { rows: page.before === undefined ? rows : rows.reverse(), hasMore };
  }

  /**
   * The records of a page. The checksum of each record found by a key must match the key that was asked for.
   */
  async #found(kind: string, where: Where, query: ListQuery): Promise<SqlRow[]> {
    const records = await this.sql.all(query.text, query.values);
    const [field] = Object.keys(where);
    if (field === undefined) return records;
    const account = this.account.id;
    for (const record of records) {
      const [id, value, seq] = [String(record.id), String(record.key_value), Number(record.seq)];
      const expected = keySum({ account, kind, field, value, seq, id });
      const name = () => `${account}/${kind}/${field}/${id} of the table record_keys`;
      checkSum(record.key_sum, expected, this.shared.engine.place, name);
    }
    return records;
  }

  /**
   * A page from the cache, or null. First pages are read often: if all their rows are cached, their bodies
   * are not read.
   */
  async #remembered<R extends Row>(kind: string, where: Where, query: ListQuery): Promise<R[] | null> {
    const rows: R[] = [];
    for (const record of await this.#found(kind, where, query)) {
      const row = this.peek<R>(kind, String(record.id), record);
      if (row === null) return null;
      rows.push(row);
    }
    return rows;
  }

  /** The record of an id, also if it is hidden. `lock` is the engine's clause for rows that will be written. */
  protected async recordOf(kind: string, id: string, lock = ""): Promise<SqlRow | undefined> {
    const [record] = await this.sql.all(
      `select ${RECORD_COLUMNS} from records where account = ? and kind = ? and id = ?${lock}`,
      [this.account.id, kind, id],
    );
    return record;
  }

  /** The cached row of a record, if it is cached with the revision stored now. */
  protected peek<R extends Row>(kind: string, id: string, record: SqlRow): R | null {
    return this.shared.rows.peek<R>(`${this.account.id}/${kind}/${id}`, `${record.seq}/${record.rev}`);
  }

  /** The row of a record; the same object as long as it is cached and unchanged. */
  protected parse<R extends Row>(kind: string, id: string, record: SqlRow): R {
    const name = `${this.account.id}/${kind}/${id}`;
    return this.shared.rows.get<R>(name, `${record.seq}/${record.rev}`, String(record.body), () =>
      this.parseNow<R>(kind, id, record),
    );
  }

  /** The row of a record, parsed from its text, with its revision. */
  protected parseNow<R extends Row>(kind: string, id: string, record: SqlRow): R {
    return marked(fromText<R>(this.#checked(kind, id, record), this.formOf(kind)), Number(record.rev));
  }

  /** True if the row is hidden and serves only as a cursor. */
  protected isCursorOnly(kind: string, id: string, record: SqlRow): boolean {
    if (record.hidden !== HIDDEN.cursorOnly) return false;
    this.#checked(kind, id, record);
    return true;
  }

  /** The text of a record; throws if it does not match its checksum. */
  #checked(kind: string, id: string, record: SqlRow): string {
    const account = this.account.id;
    const [seq, rev, hidden] = [Number(record.seq), Number(record.rev), Number(record.hidden)];
    const body = String(record.body);
    const expected = recordSum({ account, kind, id, seq, rev, hidden, body });
    const name = () => `${account}/${kind}/${id} of the table records`;
    checkSum(record.sum, expected, this.shared.engine.place, name);
    return body;
  }

  /** The list position of a row; null if there is no row with this id. */
  async #position(kind: string, id: string): Promise<number | null> {
    const record = await this.recordOf(kind, id);
    if (record === undefined) return null;
    if (this.peek(kind, id, record) === null) this.#checked(kind, id, record);
    return Number(record.seq);
  }
}

/**
 * The row itself, marked with its stored revision. Rows are plain objects that belong to this unit of work.
 */
export function marked<R extends Row>(row: R, revision: number): R {
  (row as { [REVISION]?: number })[REVISION] = revision;
  return row;
}
