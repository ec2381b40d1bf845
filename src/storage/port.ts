/**
 * All that the rest of the house knows of storage. `Tx` is what resources see; `Store` is what api/, work/ and the
 * composition root see. Engines are behind `sql_store.ts` and known to main alone.
 */
import type { UnixSeconds } from "../core/clock.ts";
import { tailOf } from "../core/ids.ts";
import type { Settings } from "../core/settings.ts";

/** Whose data: every stored row belongs to one account, and no statement of a request crosses accounts. */
export interface Account {
  /** acct_… */
  readonly id: string;
  /** The ten characters that all ids of this account share. */
  readonly tail: string;
}

/** The account of an account id. */
export function accountOf(id: string): Account {
  return { id, tail: tailOf(id) };
}

/** The setting that tells whose session it is, for ids that were not made here and do not say. */
export function sessionHome(sessionId: string): string {
  return `session ${sessionId}`;
}

/** A stored object. Keys are wire names in the newest version's shape; keys that start with `_` are ours alone. */
export interface Row {
  readonly id: string;
  readonly object: string;
}

/** Where a list begins and how far it goes; rows come newest first. */
export interface Page {
  readonly limit: number;
  /** Only rows older than this one (exclusive). */
  readonly after?: string;
  /** Only rows newer than this one (exclusive), the nearest ones. */
  readonly before?: string;
  readonly created?: CreatedRange;
  /** The first page from the other end: oldest rows first. Not together with a cursor. */
  readonly oldestFirst?: true;
}
/** Whole seconds, both ends inclusive. */
export interface CreatedRange {
  readonly from?: UnixSeconds;
  readonly to?: UnixSeconds;
}
export interface Listing<R extends Row> {
  readonly rows: R[];
  /** More rows in the direction the page was read. */
  readonly hasMore: boolean;
}
/** Exact matches on declared keys, all of them; a list of values means any of these. */
export type Where = Readonly<Record<string, string | readonly string[]>>;

/** Work due at a time. `(kind, subject)` is unique in an account: scheduling again moves it. */
export interface Timer {
  readonly kind: string;
  readonly subject: string;
  readonly due: UnixSeconds;
}
export interface ClaimedTimer extends Timer {
  readonly account: Account;
  /** Changes at every claim and every schedule; proof of a lease still held. */
  readonly ticket: number;
}

/** Reading one account, at one moment. */
export interface Reader {
  readonly account: Account;
  readonly settings: Settings;
  readonly now: UnixSeconds;
  get<R extends Row>(kind: string, id: string): Promise<R | null>;
  list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>>;
  /** True of a row that will be given out again, the very same object, until it changes: worth remembering. */
  keeps(row: Row): boolean;
  /** True where a cursor exists, even one whose row is hidden. */
  exists(kind: string, id: string): Promise<boolean>;
}

/** One unit of work. Everything done through it commits together or not at all; `get` locks the row. */
export interface Tx extends Reader {
  newId(prefix: string): string;
  /** Unguessable base62 text. */
  random(length: number): string;
  insert<R extends Row>(row: R): Promise<void>;
  /** Replaces a row read in this unit of work. One marked `deleted: true` stays readable but leaves the lists. */
  update<R extends Row>(row: R): Promise<void>;
  /** Takes a row out of `get` and `list`; as a cursor it still works. */
  hide(row: Row): Promise<void>;
  /** Lets an id be given out again whose row is hidden: that row is gone for good, also as a cursor. */
  forget(kind: string, id: string): Promise<void>;
  /**
   * Records an event about a row as it stands now, and queues it for every endpoint that wants it.
   * `previous` holds the old values of what an update changed. `request` is set by the runner.
   */
  emit(type: string, row: Row, previous?: object): Promise<void>;
  schedule(timer: Timer): Promise<void>;
  /**
   * Makes sure that a queue is worked off: a timer due at once, before any that time has made due. One that is
   * there already stays as it is, with its lease: whoever holds it looks again before it finishes.
   */
  wake(kind: string, subject: string): Promise<void>;
  cancel(kind: string, subject: string): Promise<void>;
}

/** How rows of a kind are stored. */
export interface RowForm {
  readonly blank?: Blank;
  readonly common?: Common;
}
/** What most rows of a kind have in most of their keys. */
export type Blank = Readonly<Record<string, unknown>>;
/** A list whose elements are much alike. */
export interface Common {
  readonly list: string;
  /** What most elements have in their keys; it has every key they may have. */
  readonly blank: Blank;
  /** Members that are one and the same object in many elements. */
  readonly members: readonly string[];
}

/** The request that caused a unit of work: events carry it. */
export interface Cause {
  readonly request: string | null;
  readonly idempotencyKey: string | null;
}
export const NO_CAUSE: Cause = { request: null, idempotencyKey: null };

/** A keyed request as it is remembered. */
export interface Remembered {
  readonly key: string;
  /** Method and path. */
  readonly endpoint: string;
  readonly fingerprint: string;
  readonly created: UnixSeconds;
  /** Id of the first request. */
  readonly request: string;
  /** 0 while the work has begun and has no reply yet. */
  readonly status: number;
  /** The reply's bytes; while the work has no reply yet, what it is about. */
  readonly body: string;
}

/** A unit of work with what only the api layer needs. */
export interface ApiTx extends Tx {
  /** What is kept for the key, locked; also an entry past its time, which is the caller's to judge. */
  recall(key: string): Promise<Remembered | null>;
  /**
   * Keeps or replaces the entry that this unit of work has recalled. If another made one since, this unit of work
   * is undone and run again, and then recalls that one.
   */
  remember(entry: Remembered): Promise<void>;
  /** Removes a claimed timer; false, and nothing removed, where the lease was lost or the timer scheduled again. */
  finish(timer: ClaimedTimer): Promise<boolean>;
}

/** The database cannot be reached, or fell silent while it committed. Nothing is known to be written. */
export class StoreUnavailableError extends Error {}
/** Other units of work held the same rows for too long. Nothing was written. */
export class StoreBusyError extends Error {}

export interface Store {
  /** Runs once, alone; a throw undoes all of it. May be repeated after a deadlock: touch nothing but `tx`. */
  transact<T>(account: Account, cause: Cause, work: (tx: ApiTx) => Promise<T>): Promise<T>;
  /** Reads what is committed. */
  read<T>(account: Account, work: (reader: Reader) => Promise<T>): Promise<T>;

  /** Takes up to `limit` due timers of any account for `leaseSeconds`; nobody else gets them meanwhile. */
  claimTimers(now: UnixSeconds, leaseSeconds: number, limit: number): Promise<ClaimedTimer[]>;
  /** When the next timer is due, whoever holds it; null where there is none. */
  nextTimer(): Promise<UnixSeconds | null>;
  /** Makes a claimed timer due again later; false if the lease was lost or the timer moved. */
  postpone(timer: ClaimedTimer, due: UnixSeconds): Promise<boolean>;
  /** Removes a claimed timer, unless it was scheduled again since the claim. */
  finish(timer: ClaimedTimer): Promise<void>;

  /** Forgets keys from before `before`; at most `limit` of them. Gives how many. */
  forgetKeys(before: UnixSeconds, limit: number): Promise<number>;
  /** A setting of the whole store, made on first use. */
  setting(name: string, make: () => string): Promise<string>;
  /** A setting, or null where none was made. */
  findSetting(name: string): Promise<string | null>;
  /** Removes all data of one account, or of all. */
  clear(account: Account | null): Promise<void>;
  /** Throws where the store cannot write. */
  probe(): Promise<void>;
  /** Called after a commit that scheduled a timer that is due by its own `now`. */
  onDue(listener: () => void): void;
  close(): Promise<void>;
}
