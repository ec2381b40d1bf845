/**
 * Everything that the rest of the program knows of storage. `Tx` is what resources see; `Store` is what api/,
 * work/ and the composition root see. The engines are behind `sql_store.ts`, and only main.ts knows them.
 */
import type { UnixSeconds } from "../core/clock.ts";
import { tailOf } from "../core/ids.ts";
import type { Settings } from "../core/settings.ts";

/**
 * The owner of data: every stored row belongs to one account, and no statement of a request crosses accounts.
 */
export interface Account {
  /** acct_… */
  readonly id: string;
  /** The ten characters that appear in all ids of this account. */
  readonly tail: string;
}

/** The account with this id. */
export function accountOf(id: string): Account {
  return { id, tail: tailOf(id) };
}

/**
 * The name of the setting that holds a session's account, for session ids that were not made here and do not
 * contain it.
 */
export function sessionHome(sessionId: string): string {
  return `session ${sessionId}`;
}

/**
 * Key of a row's revision: 1 at insertion, one more with each update. Every row that a unit of work has read
 * or written carries it, and so does a copy made by spreading (`{ ...row, a: 2 }`); JSON and `for … in` skip
 * it. `Tx.update` compares it and refuses a copy made before a later update in the same unit of work.
 */
export const REVISION: unique symbol = Symbol("revision");

/**
 * A stored object. Keys are wire names in the newest version's shape; keys that start with `_` are internal.
 */
export interface Row {
  readonly id: string;
  readonly object: string;
  readonly [REVISION]?: number | undefined;
}

/** Where a page of a list begins and how many rows it has. Rows come newest first. */
export interface Page {
  readonly limit: number;
  /** Only rows older than this one (exclusive). */
  readonly after?: string;
  /** Only rows newer than this one (exclusive): those closest to it. */
  readonly before?: string;
  readonly created?: CreatedRange;
  /** The first page from the other end, oldest rows first. Not combined with a cursor. */
  readonly oldestFirst?: true;
  /** Also rows that usual lists leave out, such as customers on a test clock. Needs a key to find them by. */
  readonly unlisted?: true;
}
/** In whole seconds; both ends are inclusive. */
export interface CreatedRange {
  readonly from?: UnixSeconds;
  readonly to?: UnixSeconds;
}
export interface Listing<R extends Row> {
  readonly rows: R[];
  /** Whether there are more rows in the direction in which the page was read. */
  readonly hasMore: boolean;
}
/** Exact matches on declared keys, all of which must hold; a list of values matches any of them. */
export type Where = Readonly<Record<string, string | readonly string[]>>;

/** Work due at a time. `(kind, subject)` is unique within an account: scheduling again moves the timer. */
export interface Timer {
  readonly kind: string;
  readonly subject: string;
  readonly due: UnixSeconds;
}
/** The time of one customer's test clock, separate from real time. */
export interface OwnTime {
  /** Id of the test clock. */
  readonly clock: string;
  readonly now: UnixSeconds;
}
export interface ClaimedTimer extends Timer {
  readonly account: Account;
  /** Id of the test clock that makes the timer due; "" for real time. */
  readonly clock: string;
  /** Changes at every claim and every scheduling; proves that a lease is still held. */
  readonly ticket: number;
  /** How often the work has failed since it was scheduled, counted across processes. */
  readonly failures: number;
}

/** Reads one account, at one moment. */
export interface Reader {
  readonly account: Account;
  readonly settings: Settings;
  readonly now: UnixSeconds;
  get<R extends Row>(kind: string, id: string): Promise<R | null>;
  list<R extends Row>(kind: string, where: Where, page: Page): Promise<Listing<R>>;
  /**
   * True if the same object will be returned for this row until the row changes, so that caching results by
   * it pays off.
   */
  keeps(row: Row): boolean;
  /** True if the id can serve as a cursor; a hidden row still can. */
  exists(kind: string, id: string): Promise<boolean>;
}

/** One unit of work. Everything done through it is committed together or not at all; `get` locks the row. */
export interface Tx extends Reader {
  /** The test clock whose time `now` is; null in real time. */
  readonly clock: string | null;
  /**
   * The same unit of work at a test clock's time: `now` is that clock's, and timers scheduled through it
   * become due by that clock, when it is next advanced. `at(null)` is the same unit of work in real time.
   */
  at(time: OwnTime | null): Tx;
  newId(prefix: string): string;
  /** Unguessable base62 text. */
  random(length: number): string;
  insert<R extends Row>(row: R): Promise<void>;
  /**
   * Replaces a row that was read or inserted in this unit of work with a changed copy. Throws if the copy was
   * made before a later update in this unit of work, which would otherwise be lost silently. A row marked
   * `deleted: true` stays readable by its id but no longer appears in lists.
   */
  update<R extends Row>(row: R): Promise<void>;
  /** Removes a row from `get` and `list`; it still works as a cursor. */
  hide(row: Row): Promise<void>;
  /** Frees the id of a hidden row for reuse: the row is gone for good, also as a cursor. */
  forget(kind: string, id: string): Promise<void>;
  /**
   * Records an event about a row in its present state, and queues it for every endpoint that listens for it.
   * `previous` holds the old values of what an update changed. Reactions of other resources run after the
   * operation has returned and before the commit.
   */
  emit(type: string, row: Row, previous?: object): Promise<void>;
  schedule(timer: Timer): Promise<void>;
  /**
   * Ensures that a queue is processed: adds a timer due at once, which the worker takes before timers that
   * became due by time. An existing timer keeps its lease unchanged: its holder looks at the queue again
   * before it finishes.
   */
  wake(kind: string, subject: string): Promise<void>;
  cancel(kind: string, subject: string): Promise<void>;
}

/** A row or a part of one as plain data of any shape. */
export type Data = Readonly<Record<string, unknown>>;

/** How rows of a kind are stored, and how rows stored in an older shape are upgraded. */
export interface RowForm {
  /**
   * Usual values: every key that is always present, in wire order, and keys that only older versions show,
   * with the value undefined to keep their place. Stored rows omit what equals its usual value, so a value
   * here is part of rows that are already stored: never change it. Keys may be added; nested keys may be
   * added or taken away only together with an upgrade.
   */
  readonly usual?: Data;
  /**
   * A list whose elements are much alike: in rows stored with `usual`, what the elements have in common is
   * written once.
   */
  readonly usualElements?: UsualElements;
  /**
   * Upgrades of older rows, oldest first: the first makes version 2 from version 1, and so on. Rows are
   * written in the newest version with its number; reading applies the missing upgrades. An upgrade may find
   * that `usual` has already supplied what it adds. Never edit a released upgrade.
   */
  readonly upgrades?: readonly ((row: Data) => Data)[];
}
export interface UsualElements {
  readonly list: string;
  /** Usual values of an element; lists every key that an element may have. */
  readonly usual: Data;
  /** Members that are one and the same object in many elements; it is then written once. */
  readonly members: readonly string[];
}

/** The request that caused a unit of work; recorded in its events. */
export interface Cause {
  readonly request: string | null;
  readonly idempotencyKey: string | null;
}
export const NO_CAUSE: Cause = { request: null, idempotencyKey: null };

/** A request with an idempotency key, as remembered. */
export interface Remembered {
  readonly key: string;
  /** Method and path. */
  readonly endpoint: string;
  readonly fingerprint: string;
  readonly created: UnixSeconds;
  /** Id of the first request with this key. */
  readonly request: string;
  /** 0 while the work has begun and has no reply yet. */
  readonly status: number;
  /** The bytes of the reply; while there is no reply yet, what the work is about. */
  readonly body: string;
}

/** A unit of work with what only api/ needs. */
export interface ApiTx extends Tx {
  /**
   * Runs the reactions to the events emitted so far, one after another, and returns `value` with every row in
   * it in its state after them. `transact` does this with the result of its work; code that shows a value
   * inside the unit of work calls this first.
   */
  settled<T>(value: T): Promise<T>;
  /**
   * The entry for the key, locked. An expired entry is returned too; the caller decides what to do with it.
   */
  recall(key: string): Promise<Remembered | null>;
  /**
   * Inserts or replaces the entry that this unit of work has recalled. If another process has inserted one
   * since, this unit of work is rolled back and run again, and then recalls that entry.
   */
  remember(entry: Remembered): Promise<void>;
  /**
   * Removes a claimed timer. Returns false and removes nothing if the lease was lost or the timer was
   * scheduled again.
   */
  finish(timer: ClaimedTimer): Promise<boolean>;
}

/** An error reported by the embedded database; `code` is SQLite's name for it, such as SQLITE_BUSY. */
export class StoreError extends Error {
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
/** The data stored at `place` is not what was written there. Nothing of it was returned. */
export class StoreDamagedError extends StoreError {
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(place: string, reason: string, code = "SQLITE_CORRUPT", options?: ErrorOptions) {
    super(`${place} is damaged: ${reason}`, code, options);
    this.reason = reason;
  }
}
/**
 * The database cannot be reached, or the connection broke during a commit. It is not known whether anything
 * was written.
 */
export class StoreUnavailableError extends Error {}
/** Other units of work held the same rows for too long. Nothing was written. */
export class StoreBusyError extends Error {}

/** Which of the due timers are claimed: of one kind, or of all but one. Leases run out by `real` time. */
export interface WhichTimers {
  readonly real?: UnixSeconds;
  readonly only?: string;
  readonly except?: string;
}

export interface Store {
  /**
   * Runs a unit of work in isolation; a throw rolls all of it back. May be repeated after a deadlock, so
   * `work` must have no effects except through `tx`.
   */
  transact<T>(account: Account, cause: Cause, work: (tx: ApiTx) => Promise<T>): Promise<T>;
  /**
   * Reads committed data. Each statement sees what was committed before it, so a commit between two
   * statements may be visible to the second only.
   */
  read<T>(account: Account, work: (reader: Reader) => Promise<T>): Promise<T>;

  /**
   * Claims up to `limit` timers of any account that are due by `now`, for `lease` seconds; nobody else can
   * claim them meanwhile. Timers of test clocks are not claimed.
   */
  claimTimers(now: UnixSeconds, lease: number, limit: number, which?: WhichTimers): Promise<ClaimedTimer[]>;
  /**
   * When the next timer is due, or can be claimed again if its lease runs out after that; null if there is
   * none. Timers of test clocks do not count.
   */
  nextTimer(): Promise<UnixSeconds | null>;
  /** When the next timer is due that can be claimed, of all kinds but one; null if there is none. */
  nextTimerExcept(kind: string): Promise<UnixSeconds | null>;
  /** The timers, up to `limit`, of the first moment at which a test clock makes any due by `until`. Not claimed. */
  nextTimersOf(account: Account, clock: string, until: UnixSeconds, limit: number): Promise<ClaimedTimer[]>;
  /**
   * Sets until when nobody else can claim a claimed timer, in real time; returns false if the lease was lost
   * or the timer was scheduled again.
   */
  postpone(timer: ClaimedTimer, until: UnixSeconds): Promise<boolean>;
  /** Like `postpone`, for a timer whose work failed: adds one to its failures. */
  postponeFailed(timer: ClaimedTimer, until: UnixSeconds): Promise<boolean>;
  /** Removes a claimed timer, unless it was scheduled again since the claim. */
  finish(timer: ClaimedTimer): Promise<void>;

  /** Deletes up to `limit` idempotency keys older than `before`. Returns how many were deleted. */
  forgetKeys(before: UnixSeconds, limit: number): Promise<number>;
  /** A setting of the whole store, created on first use. */
  setting(name: string, make: () => string): Promise<string>;
  /** A setting, or null if it was not created. */
  findSetting(name: string): Promise<string | null>;
  /** Deletes all data of one account, or of all accounts. */
  clear(account: Account | null): Promise<void>;
  /**
   * Throws if the store cannot write, or could not a moment ago. Concurrent callers share one check, and its
   * result is valid for a short time.
   */
  probe(): Promise<void>;
  /**
   * Registers a listener, called after a commit that scheduled a timer due by that unit of work's own `now`.
   */
  onDue(listener: () => void): void;
  close(): Promise<void>;
}
