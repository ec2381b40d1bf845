/**
 * What a resource is: one definition that routes, list filters, expansion, documentation, misuse tests and
 * events all read; with the helpers that many resources share. Nothing here knows HTTP or SQL. Single
 * resources appear only in the table of names for error messages.
 */
import type { Behaviour } from "../core/behaviour.ts";
import type { UnixSeconds } from "../core/clock.ts";
import { type ApiError, errors } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import { created, listFields } from "../params/common.ts";
import type { Fields, ObjectValue } from "../params/param.ts";
import type { CreatedRange, Listing, Page, Reader, Row, RowForm, Tx, Where } from "../storage/port.ts";

/** An object as JSON answers show it. */
export type Wire = Readonly<Record<string, unknown>>;

/** What an operation gets in addition to its unit of work. */
export interface Call<I> {
  readonly input: I;
  /** The id in the path; "" if the path has none. */
  readonly id: string;
  /** The second id in the path ("/:id/payment_methods/:sub"); "" if the path has none. */
  readonly sub: string;
  /** The path of the request; lists show it as their `url`. */
  readonly path: string;
  /** True for a request made with a publishable key, from a browser. */
  readonly fromBrowser: boolean;
  /** The behaviours of operations that depend on the caller's API version. */
  readonly behaviour: Behaviour;
}

/** A list object whose rows are not yet viewed. */
export interface Listed {
  readonly object: "list";
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly url: string;
}
/** A page of what a search found, whose rows are not yet viewed. */
export interface Found {
  readonly object: "search_result";
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly next_page: string | null;
  readonly url: string;
  /** How many rows match in all; counted where `total_count` is expanded. */
  total(): Promise<number>;
}
/** A refusal after which the unit of work still commits, since a declined card has to be recorded. */
export interface Refused {
  readonly refused: ApiError;
}
export type Answer = Row | Listed | Found | Refused;

/** What the first half of staged work returns: an answer, or the subject that the second half must finish. */
export type Begun = Answer | { readonly unfinished: string };

/** Runs one unit of work. Staged work calls it several times, with a step outside of storage in between. */
export type Units = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

interface OperationBase {
  readonly params: Fields;
  /**
   * Parameters that only older API versions have. A version change names those that existed before it
   * (`older`).
   */
  readonly olderParams: Fields;
  /** Which kinds of key may call it. */
  readonly keys: "secret" | "secret_or_publishable";
  /** What it answers with, if not with one object of its resource (or, for `GET /`, a list of them). */
  readonly answers?: { readonly kind: string; readonly list: boolean; readonly search?: true };
}
export interface ReadOperation extends OperationBase {
  readonly does: "read";
  run(reader: Reader, call: Call<never>): Promise<Answer>;
}
export interface WriteOperation extends OperationBase {
  readonly does: "write";
  run(tx: Tx, call: Call<never>): Promise<Answer>;
}
/**
 * Work with a step outside any unit of work, such as asking the card network. `begin` commits what is
 * intended. `finish` may be run again with the same subject (by a retry or the recovery timer) and always
 * comes to the same end.
 */
export interface StagedOperation extends OperationBase {
  readonly does: "staged";
  begin(tx: Tx, call: Call<never>): Promise<Begun>;
  finish(units: Units, subject: string): Promise<Answer>;
}
export type Operation = ReadOperation | WriteOperation | StagedOperation;

export const noParams = {} as const satisfies Fields;

/**
 * The input of an operation: the parameters of the newest version, and those of older versions if they were
 * sent.
 */
type Input<F extends Fields, O extends Fields> = ObjectValue<F> & Partial<ObjectValue<O>>;
type More<O extends Fields> = Partial<Pick<OperationBase, "keys" | "answers"> & { readonly olderParams: O }>;

const USUALLY = { keys: "secret", olderParams: noParams } as const;

/** An operation that only reads. */
export function reads<F extends Fields, O extends Fields = typeof noParams>(
  params: F,
  run: (reader: Reader, call: Call<Input<F, O>>) => Promise<Answer>,
  more: More<O> = {},
): ReadOperation {
  return { does: "read", params, ...USUALLY, ...more, run };
}

/** An operation that is one unit of work. */
export function writes<F extends Fields, O extends Fields = typeof noParams>(
  params: F,
  run: (tx: Tx, call: Call<Input<F, O>>) => Promise<Answer>,
  more: More<O> = {},
): WriteOperation {
  return { does: "write", params, ...USUALLY, ...more, run };
}

/** An operation in two units of work, with a step outside of storage between them. */
export function staged<F extends Fields, O extends Fields = typeof noParams>(
  params: F,
  begin: (tx: Tx, call: Call<Input<F, O>>) => Promise<Begun>,
  finish: (units: Units, subject: string) => Promise<Answer>,
  more: More<O> = {},
): StagedOperation {
  return { does: "staged", params, ...USUALLY, ...more, begin, finish };
}

/**
 * Makes a value to include in a shown object; `list` is the URL of the list that the object is in, if any.
 */
type Include = (reader: Reader, shown: Wire, list: string | null) => Promise<unknown>;

/**
 * How a field is expanded. `reference`: its id is replaced by the object. `inclusion`: a part that is shown
 * only when expanded is added. `presence`: the object, or its id, is in the answer already, perhaps under
 * another name.
 */
export type Expansion =
  | { readonly by: "reference"; readonly kind: string; readonly others: readonly string[] }
  | {
      readonly by: "inclusion";
      /** The kind of the elements of the included list, so that paths may go on into them. */
      readonly kind: string | null;
      include: Include;
    }
  | {
      readonly by: "presence";
      readonly kind: string;
      /**
       * The path or hidden `_` key of the object in the newest shape; null if that is the name of the field.
       */
      readonly at: string | null;
    };

/**
 * A field with the id of an object of `kind`, or of one of the `others`. Longer paths use the expansions of
 * `kind`.
 */
export const reference = (kind: string, ...others: readonly string[]): Expansion => ({
  by: "reference",
  kind,
  others,
});
export const presence = (kind: string, at: string | null = null): Expansion => ({ by: "presence", kind, at });
export const inclusion = (kind: string | null, include: Include): Expansion => ({
  by: "inclusion",
  kind,
  include,
});

/**
 * What a timer does. `unit` runs in one unit of work, which also removes the timer; `staged` opens its own;
 * `advance` moves a test clock.
 */
export type TimerWork = (
  | { readonly does: "unit"; run(tx: Tx, subject: string): Promise<void> }
  | { readonly does: "staged"; run(units: Units, subject: string): Promise<void> }
  | AdvanceWork
) & {
  /** Without it, work that fails is retried without end. */
  readonly givesUp?: GivesUp;
};

/**
 * Advances the test clock that is its subject: fires the clock's timers that are due by `until`, then does
 * `arrive` in one unit of work, which also removes the timer. Does nothing if `until` is null.
 */
export interface AdvanceWork {
  readonly does: "advance";
  until(reader: Reader, clock: string): Promise<UnixSeconds | null>;
  arrive(tx: Tx, clock: string): Promise<void>;
}

/** When and how a timer gives up work that keeps failing. */
export interface GivesUp {
  /** The number of failures after which it gives up. */
  readonly after: number;
  /**
   * What is done instead, in one unit of work that also removes the timer. It should touch as little as
   * possible, so that it does not fail for the same reason as the work.
   */
  run(tx: Tx, subject: string): Promise<void>;
}

export interface Resource<R extends Row = Row> {
  /** The object's name on the wire. */
  readonly object: string;
  /** The path that the paths of its operations begin with. */
  readonly path: string;
  /** The middle of a restricted key's permission: rak_<permission>_read. */
  readonly permission: string;
  /** The keys by which lists filter and rows are found. */
  keys?(row: R): Readonly<Record<string, string | null | undefined>>;
  /**
   * How its rows are stored, and how older rows are brought to today's shape. Without it, rows are stored
   * whole.
   */
  readonly row?: RowForm;
  /** What can be expanded, by dotted path within the object. */
  readonly expands?: Readonly<Record<string, Expansion>>;
  /**
   * Inclusions that only older API versions have. A version change names those that existed before it
   * (`includes`).
   */
  readonly olderExpands?: Readonly<Record<string, Expansion>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly timers?: Readonly<Record<string, TimerWork>>;
  /**
   * What it does when a resource it depends on emits an event, by event type. It runs in the unit of work
   * that emitted the event, after the operation has returned, with the row as it is then.
   */
  readonly reacts?: Readonly<Record<string, (tx: Tx, row: Row) => Promise<void>>>;
  /**
   * True for rows that lists leave out unless they are filtered by `customer` or `test_clock`: those on a test
   * clock.
   */
  isUnlisted?(row: R): boolean;
  /** True if the view of a row depends on the current time. */
  readonly changesByItself?: boolean;
  /** The wire form of a row in the newest version. Without it: the row without its internal fields. */
  view?(row: R, surroundings: Surroundings): Wire;
}

/** What a view may need in addition to its row. */
export interface Surroundings {
  /** Origin of the hosted pages, without a final slash. */
  readonly checkoutOrigin: string;
  readonly settings: Settings;
  /** The current time, for what changes by itself, such as funds becoming available. */
  now(): UnixSeconds;
}

export function defineResource<R extends Row>(resource: Resource<R>): Resource<R> {
  return resource;
}

const UNDERSCORE = 0x5f;

/** A row without its internal fields. */
export function publicPart(row: Row): Wire {
  // JSON leaves out undefined values. Setting them instead of deleting keys keeps the object fast.
  const shown: Record<string, unknown> = { ...row };
  for (const key in shown) if (key.charCodeAt(0) === UNDERSCORE) shown[key] = undefined;
  return shown;
}

/** What refusals call each kind of object, and the parameter they name if its id was in the path. */
const NAMES: Readonly<Record<string, { noun: string; param: string }>> = {
  balance: { noun: "balance", param: "id" },
  balance_transaction: { noun: "balance transaction", param: "id" },
  "billing_portal.configuration": { noun: "configuration", param: "configuration" },
  "billing.meter": { noun: "meter", param: "id" },
  charge: { noun: "charge", param: "id" },
  "checkout.session": { noun: "checkout.session", param: "session" },
  credit_note: { noun: "credit note", param: "id" },
  coupon: { noun: "coupon", param: "coupon" },
  customer: { noun: "customer", param: "id" },
  dispute: { noun: "dispute", param: "dispute" },
  event: { noun: "event", param: "id" },
  invoice: { noun: "invoice", param: "id" },
  invoiceitem: { noun: "invoice item", param: "id" },
  mandate: { noun: "mandate", param: "mandate" },
  invoice_payment: { noun: "invoice_payment", param: "invoice_payment" },
  payment_intent: { noun: "payment_intent", param: "intent" },
  payment_link: { noun: "payment_link", param: "payment_link" },
  payment_method: { noun: "PaymentMethod", param: "payment_method" },
  payment_method_configuration: { noun: "payment_method_configuration", param: "configuration" },
  payout: { noun: "payout", param: "payout" },
  plan: { noun: "plan", param: "plan" },
  price: { noun: "price", param: "price" },
  product: { noun: "product", param: "id" },
  promotion_code: { noun: "promotion code", param: "promotion_code" },
  "radar.early_fraud_warning": { noun: "early_fraud_warning", param: "early_fraud_warning" },
  refund: { noun: "refund", param: "refund" },
  setup_intent: { noun: "setupintent", param: "intent" },
  shipping_rate: { noun: "shipping rate", param: "shipping_rate_token" },
  subscription: { noun: "subscription", param: "id" },
  subscription_schedule: { noun: "subscription schedule", param: "schedule" },
  subscription_item: { noun: "subscription_item", param: "item" },
  tax_id: { noun: "tax id", param: "id" },
  tax_rate: { noun: "tax rate", param: "tax_rate" },
  "test_helpers.test_clock": { noun: "billingclock", param: "test_clock" },
  webhook_endpoint: { noun: "webhook endpoint", param: "webhook_endpoint" },
};

/** What refusals call a kind of object. */
export function nounOf(kind: string): string {
  return NAMES[kind]?.noun ?? kind;
}

/** The object that a path names, or a 404. */
export async function byPath<R extends Row>(reader: Reader, kind: string, id: string): Promise<R> {
  const row = await reader.get<R>(kind, id);
  if (row === null) throw errors.missingPathResource(nounOf(kind), id, NAMES[kind]?.param ?? "id");
  return row;
}

/** The object that a parameter names, or a 400. A deleted object counts as missing. */
export async function byParam<R extends Row>(
  reader: Reader,
  kind: string,
  id: string,
  param: string,
): Promise<R> {
  const row = await reader.get<R>(kind, id);
  if (row === null || isDeleted(row)) throw errors.missingResource(nounOf(kind), id, param);
  return row;
}

/** Whether a row is the stub of a deleted object. */
export function isDeleted(row: Row): boolean {
  return "deleted" in row && row.deleted === true;
}

/** Runs a staged operation: `begin` in one unit of work, then `finish` if there is something to finish. */
export async function inStages(units: Units, operation: StagedOperation, call: Call<never>): Promise<Answer> {
  const begun = await units((tx) => operation.begin(tx, call));
  return "unfinished" in begun ? operation.finish(units, begun.unfinished) : begun;
}

/** `GET /:id`. */
export function retrieves(kind: string): ReadOperation {
  return reads(noParams, (reader, call) => byPath(reader, kind, call.id));
}

/** The values that keys of a row must have, as the request sent them; undefined ones do not filter. */
type Criteria = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;

export function whereOf(asked: Criteria): Where {
  const where: Record<string, string | readonly string[]> = {};
  for (const key in asked) {
    const value = asked[key];
    if (value !== undefined) where[key] = typeof value === "boolean" ? String(value) : value;
  }
  return where;
}

/** `GET /`. `asked` says which key of a row each filter is matched with. */
export function lists<F extends Fields>(
  kind: string,
  filters: F,
  asked: (input: ObjectValue<F>) => Criteria,
): ReadOperation {
  return reads({ ...filters, ...listFields, created }, async (reader, call) => {
    // The whole input contains the input of the filters.
    const input = call.input as ObjectValue<F> & ListInput & Named;
    await checkNamed(reader, input);
    return listed(reader, kind, whereOf(asked(input)), input, call.path);
  });
}

/** Filters that name another object, and its kind. */
const NAMED = { coupon: "coupon", customer: "customer", test_clock: "test_helpers.test_clock" } as const;
type Named = { readonly [K in keyof typeof NAMED]?: string };

/**
 * Refuses a filter by an object that never existed; a deleted one is fine. Other filters just find nothing.
 */
export async function checkNamed(reader: Reader, named: Named): Promise<void> {
  for (const param of ["coupon", "customer", "test_clock"] as const) {
    const id = named[param];
    if (id === undefined || (await reader.exists(NAMED[param], id))) continue;
    throw errors.missingResource(nounOf(NAMED[param]), id, param);
  }
}

interface ListInput {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
  /** A list filtered by either of these shows rows that are unlisted otherwise. */
  readonly customer?: string;
  readonly test_clock?: string;
}

const LIST_LIMIT_DEFAULT = 10;

/** One page of rows as a list object. Refuses unknown cursors first, then two cursors at once. */
export async function listed(
  reader: Reader,
  kind: string,
  where: Where,
  input: ListInput,
  url: string,
): Promise<Listed> {
  for (const param of ["starting_after", "ending_before"] as const) {
    const cursor = input[param];
    if (cursor !== undefined && !(await reader.exists(kind, cursor))) {
      throw errors.missingResource(nounOf(kind), cursor, param);
    }
  }
  if (input.starting_after !== undefined && input.ending_before !== undefined) throw errors.bothCursors();
  const page: Page = {
    limit: input.limit ?? LIST_LIMIT_DEFAULT,
    ...(input.starting_after === undefined ? {} : { after: input.starting_after }),
    ...(input.ending_before === undefined ? {} : { before: input.ending_before }),
    ...(input.created === undefined ? {} : { created: rangeOf(input.created) }),
    ...(input.customer === undefined && input.test_clock === undefined ? {} : { unlisted: true }),
  };
  return asList(await reader.list(kind, where, page), url);
}

export function asList(listing: Listing<Row>, url: string): Listed {
  return { object: "list", data: listing.rows, has_more: listing.hasMore, url };
}

/** One page of a list that is already in memory, in the order given, such as the line items of a session. */
export function pageOf(rows: readonly Row[], noun: string, input: ListInput, url: string): Listed {
  const limit = input.limit ?? LIST_LIMIT_DEFAULT;
  const position = (param: "starting_after" | "ending_before"): number | null => {
    const cursor = input[param];
    if (cursor === undefined) return null;
    const index = rows.findIndex((row) => row.id === cursor);
    if (index === -1) throw errors.missingResource(noun, cursor, param);
    return index;
  };
  const after = position("starting_after");
  const before = position("ending_before");
  if (after !== null && before !== null) throw errors.bothCursors();
  if (before !== null) {
    const start = Math.max(0, before - limit);
    return { object: "list", data: rows.slice(start, before), has_more: start > 0, url };
  }
  const start = after === null ? 0 : after + 1;
  return {
    object: "list",
    data: rows.slice(start, start + limit),
    has_more: start + limit < rows.length,
    url,
  };
}

function rangeOf(given: NonNullable<ListInput["created"]>): CreatedRange {
  if (typeof given === "number") return { from: given, to: given };
  const from = Math.max(given.gte ?? 0, given.gt === undefined ? 0 : given.gt + 1);
  const to = Math.min(
    given.lte ?? Number.POSITIVE_INFINITY,
    given.lt === undefined ? Number.POSITIVE_INFINITY : given.lt - 1,
  );
  return { from, ...(Number.isFinite(to) ? { to } : {}) };
}

/**
 * The old values of what changed, for `previous_attributes` of an event; nested hashes hold only changed
 * parts.
 */
export function changesBetween(before: Wire, after: Wire): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key.startsWith("_")) continue;
    const old = before[key] ?? null;
    const now = after[key] ?? null;
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    changes[key] = isHash(old) && isHash(now) ? changesBetween(old, now) : old;
  }
  return changes;
}

export function isHash(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Saves an updated row and emits `event` with the old values; emits nothing if nothing visible changed. */
export async function updateAndTell<R extends Row>(tx: Tx, event: string, before: R, after: R): Promise<R> {
  const changes = changesBetween(before as unknown as Wire, after as unknown as Wire);
  await tx.update(after);
  if (Object.keys(changes).length > 0) await tx.emit(event, after, changes);
  return after;
}

/** A value with the origin before the URLs in it that are paths of our own pages. */
export function withOrigin(value: unknown, origin: string): unknown {
  if (typeof value === "string") return value.startsWith("/c/") ? origin + value : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => withOrigin(part, origin));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withOrigin(part, origin)]));
}
