/**
 * What a resource is: a definition that routes, list filters, expansion, documentation, misuse tests and events
 * all read. Nothing here knows HTTP or SQL, nor any resource but by the name that refusals call it.
 */
import type { UnixSeconds } from "../core/clock.ts";
import { type ApiError, errors } from "../core/errors.ts";
import type { Settings } from "../core/settings.ts";
import { created, listFields } from "../params/common.ts";
import type { Fields, ObjectValue } from "../params/param.ts";
import type { Blank, Common, CreatedRange, Listing, Page, Reader, Row, Tx, Where } from "../storage/port.ts";

/** An object as it goes on the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** What an operation is handed besides its unit of work. */
export interface Call<I> {
  readonly input: I;
  /** The id in the path, "" where the path has none. */
  readonly id: string;
  /** The second id in the path ("/:id/payment_methods/:sub"), "" where there is none. */
  readonly sub: string;
  /** The path as it was called: lists carry it as their url. */
  readonly path: string;
  /** True for a request made with a publishable key, from a browser. */
  readonly fromBrowser: boolean;
}

/** A list as the wire shows it, its rows not yet viewed. */
export interface Listed {
  readonly object: "list";
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly url: string;
}
/** A refusal whose writes stay: a declined card is a fact. */
export interface Refused {
  readonly refused: ApiError;
}
export type Answer = Row | Listed | Refused;

/** The first half of staged work: an answer at once, or what the second half is about. */
export type Begun = Answer | { readonly unfinished: string };

/** One unit of work after another, for work that must step outside between two of them. */
export type Units = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

interface OperationBase {
  readonly params: Fields;
  /** Which kinds of key may call it. */
  readonly keys: "secret" | "secret_or_publishable";
  /** What it answers with, where that is not one object of its resource (or, for `GET /`, a list of them). */
  readonly answers?: { readonly kind: string; readonly list: boolean };
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
 * Work with a step outside any unit of work (asking the card network). `begin` commits its intention; `finish`
 * may be run again by anyone with the same subject (a retry, the recovery timer) and comes to the same end.
 */
export interface StagedOperation extends OperationBase {
  readonly does: "staged";
  begin(tx: Tx, call: Call<never>): Promise<Begun>;
  finish(units: Units, subject: string): Promise<Answer>;
}
export type Operation = ReadOperation | WriteOperation | StagedOperation;

type More = Partial<Pick<OperationBase, "keys" | "answers">>;

/** An operation that only looks. */
export function reads<F extends Fields>(
  params: F,
  run: (reader: Reader, call: Call<ObjectValue<F>>) => Promise<Answer>,
  more: More = {},
): ReadOperation {
  return { does: "read", params, keys: "secret", ...more, run };
}

/** An operation that is one unit of work. */
export function writes<F extends Fields>(
  params: F,
  run: (tx: Tx, call: Call<ObjectValue<F>>) => Promise<Answer>,
  more: More = {},
): WriteOperation {
  return { does: "write", params, keys: "secret", ...more, run };
}

/** An operation in two units of work with a step outside between them. */
export function staged<F extends Fields>(
  params: F,
  begin: (tx: Tx, call: Call<ObjectValue<F>>) => Promise<Begun>,
  finish: (units: Units, subject: string) => Promise<Answer>,
  more: More = {},
): StagedOperation {
  return { does: "staged", params, keys: "secret", ...more, begin, finish };
}

export const noParams = {} as const satisfies Fields;

/** What is included in a shown object; `list` is the url of the list that the object stands in, if any. */
type Include = (reader: Reader, shown: Wire, list: string | null) => Promise<unknown>;

/** How a field is expanded: an id replaced by its object, a part shown only on request, or a whole already there. */
export type Expansion =
  | { readonly by: "reference"; readonly kind: string; readonly others: readonly string[] }
  | {
      readonly by: "inclusion";
      /** The kind of the included list's elements, for longer paths. */
      readonly kind: string | null;
      include: Include;
    }
  | {
      readonly by: "presence";
      readonly kind: string;
      /** The path or hidden key it is at in today's shape, where that is not its name. */
      readonly at: string | null;
    };

/** An id of one kind of object, or of one of several; longer paths go on from the first. */
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

/** A timer's work: `unit` runs in one unit of work with the timer already removed; `staged` brings its own. */
export type TimerWork =
  | { readonly does: "unit"; run(tx: Tx, subject: string): Promise<void> }
  | { readonly does: "staged"; run(units: Units, subject: string): Promise<void> };

export interface Resource<R extends Row = Row> {
  /** The object's name on the wire. */
  readonly object: string;
  /** Where its operations live; operations name their paths from here. */
  readonly path: string;
  /** The middle of a restricted key's permission: rak_<permission>_read. */
  readonly permission: string;
  /** What lists filter by and rows are found by. */
  keys?(row: R): Readonly<Record<string, string | null | undefined>>;
  /**
   * What most rows have in most of their keys: every key that is always there, in wire order, and, undefined, a
   * place for each key that only older versions show. Stored rows leave out what equals it. A value never
   * changes once released: it speaks for the rows that were stored by it.
   */
  readonly blank?: Blank;
  /** A list whose elements are much alike: stored rows with a blank hold once what those have in common. */
  readonly common?: Common;
  /** Dotted paths within the object. */
  readonly expands?: Readonly<Record<string, Expansion>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly timers?: Readonly<Record<string, TimerWork>>;
  /** News of resources below, by event type: run in the unit of work that tells it. */
  readonly reacts?: Readonly<Record<string, (tx: Tx, row: Row) => Promise<void>>>;
  /** Whether the view depends on the moment. */
  readonly changesByItself?: boolean;
  /** The newest wire form of a row. Without it: the row less its internal fields. */
  view?(row: R, surroundings: Surroundings): Wire;
}

/** What a view may need from outside its row. */
export interface Surroundings {
  /** Origin of the hosted pages, without a final slash. */
  readonly checkoutOrigin: string;
  readonly settings: Settings;
  /** For what becomes true by itself, such as funds becoming available. */
  now(): UnixSeconds;
}

export function defineResource<R extends Row>(resource: Resource<R>): Resource<R> {
  return resource;
}

const UNDERSCORE = 0x5f;

/** A row without its internal fields. */
export function publicPart(row: Row): Wire {
  // What is undefined is not written. Keys stay in place: an object that is cloned whole stays a fast one.
  const shown: Record<string, unknown> = { ...row };
  for (const key in shown) if (key.charCodeAt(0) === UNDERSCORE) shown[key] = undefined;
  return shown;
}

/** How refusals name an object, and the parameter they blame when its id stood in the path. */
const NAMES: Readonly<Record<string, { noun: string; param: string }>> = {
  balance_transaction: { noun: "balance transaction", param: "id" },
  charge: { noun: "charge", param: "id" },
  "checkout.session": { noun: "checkout.session", param: "session" },
  coupon: { noun: "coupon", param: "coupon" },
  customer: { noun: "customer", param: "id" },
  event: { noun: "event", param: "id" },
  invoice: { noun: "invoice", param: "id" },
  invoice_payment: { noun: "invoice_payment", param: "invoice_payment" },
  payment_intent: { noun: "payment_intent", param: "intent" },
  payment_link: { noun: "payment_link", param: "payment_link" },
  payment_method: { noun: "PaymentMethod", param: "payment_method" },
  payment_method_configuration: { noun: "payment_method_configuration", param: "configuration" },
  price: { noun: "price", param: "price" },
  product: { noun: "product", param: "id" },
  promotion_code: { noun: "promotion code", param: "promotion_code" },
  refund: { noun: "refund", param: "refund" },
  setup_intent: { noun: "setupintent", param: "intent" },
  shipping_rate: { noun: "shipping rate", param: "shipping_rate_token" },
  tax_id: { noun: "tax id", param: "id" },
  tax_rate: { noun: "tax rate", param: "tax_rate" },
  webhook_endpoint: { noun: "webhook endpoint", param: "webhook_endpoint" },
};

export function nounOf(kind: string): string {
  return NAMES[kind]?.noun ?? kind;
}

/** The object a path names, or 404. */
export async function byPath<R extends Row>(reader: Reader, kind: string, id: string): Promise<R> {
  const row = await reader.get<R>(kind, id);
  if (row === null) throw errors.missingPathResource(nounOf(kind), id, NAMES[kind]?.param ?? "id");
  return row;
}

/** The object a parameter names, or 400. A deleted one is as good as missing. */
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

/** True of the stub a deleted object leaves behind. */
export function isDeleted(row: Row): boolean {
  return "deleted" in row && row.deleted === true;
}

/** Runs both halves of staged work, one after the other. */
export async function inStages(units: Units, operation: StagedOperation, call: Call<never>): Promise<Answer> {
  const begun = await units((tx) => operation.begin(tx, call));
  return "unfinished" in begun ? operation.finish(units, begun.unfinished) : begun;
}

/** `GET /:id`. */
export function retrieves(kind: string): ReadOperation {
  return reads(noParams, (reader, call) => byPath(reader, kind, call.id));
}

/** The values that declared keys must have, as they were sent; what was not sent does not count. */
type Asked = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;

export function whereOf(asked: Asked): Where {
  const where: Record<string, string | readonly string[]> = {};
  for (const key in asked) {
    const value = asked[key];
    if (value !== undefined) where[key] = typeof value === "boolean" ? String(value) : value;
  }
  return where;
}

/** `GET /`: `asked` says which declared key each filter is matched with. */
export function lists<F extends Fields>(
  kind: string,
  filters: F,
  asked: (input: ObjectValue<F>) => Asked,
): ReadOperation {
  return reads({ ...filters, ...listFields, created }, async (reader, call) => {
    // The input of the filters alone is a part of the whole input.
    const input = call.input as ObjectValue<F> & ListInput & Named;
    await checkNamed(reader, input);
    return listed(reader, kind, whereOf(asked(input)), input, call.path);
  });
}

/** Filters that name another object. */
interface Named {
  readonly coupon?: string;
  readonly customer?: string;
}

/** Lists of something nobody made are refused; those of what was deleted are kept. Other filters just find nothing. */
async function checkNamed(reader: Reader, named: Named): Promise<void> {
  for (const kind of ["coupon", "customer"] as const) {
    const id = named[kind];
    if (id === undefined || (await reader.exists(kind, id))) continue;
    throw errors.missingResource(nounOf(kind), id, kind);
  }
}

interface ListInput {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
}

const LIST_LIMIT_DEFAULT = 10;

/** One page of rows as a list object; refuses unknown cursors, then two of them at once. */
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
  };
  return asList(await reader.list(kind, where, page), url);
}

export function asList(listing: Listing<Row>, url: string): Listed {
  return { object: "list", data: listing.rows, has_more: listing.hasMore, url };
}

/** A page of a list that is held whole in its parent, oldest first, such as line items. */
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

/** The old values of what changed, as an updated event carries them; nested hashes show only changed parts. */
function changesBetween(before: Wire, after: Wire): Record<string, unknown> {
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

/** Replaces a row with what an update made of it, and says so: nothing at all where nothing changed. */
export async function updateAndTell<R extends Row>(tx: Tx, event: string, before: R, after: R): Promise<R> {
  const changes = changesBetween(before as unknown as Wire, after as unknown as Wire);
  await tx.update(after);
  if (Object.keys(changes).length > 0) await tx.emit(event, after, changes);
  return after;
}
