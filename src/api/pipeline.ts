/**
 * The life of one request to an operation, room by room: who is calling → which version → decode → read →
 * carry up → seen before? → unit of work → view → expand → carry down → remember → reply.
 * Each room hands on a smaller, surer thing; nothing returns to an earlier room.
 */
import { keyedHash } from "../core/canonical.ts";
import type { Clock } from "../core/clock.ts";
import { ApiError, docUrlOf, errors } from "../core/errors.ts";
import type { IdSource } from "../core/ids.ts";
import { expandParam } from "../params/common.ts";
import { type Branch, parseForm, type Raw } from "../params/form.ts";
import { type Fields, readParams } from "../params/param.ts";
import {
  type Answer,
  type Call,
  inStages,
  type Listed,
  type ReadOperation,
  type StagedOperation,
  type Units,
  type Wire,
  type WriteOperation,
} from "../resources/resource.ts";
import {
  type Account,
  type ApiTx,
  type Cause,
  NO_CAUSE,
  type Reader,
  type Remembered,
  type Row,
  type Store,
  StoreBusyError,
  StoreUnavailableError,
} from "../storage/port.ts";
import { acceptFrom, type Dialect, dialectOf, fieldsFor, renderFor } from "../versions/index.ts";
import type { Caller, Keyring } from "./auth.ts";
import { checkExpand, expand } from "./expand.ts";
import type { Registry, Route } from "./registry.ts";

/** Keys are remembered for this long. */
export const IDEMPOTENCY_SECONDS = 86_400;
const IDEMPOTENCY_KEY_CHARS_MAX = 255;

export interface PipelineParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Keys the fingerprints of requests, so that what is stored tells nothing of what was sent. */
  readonly fingerprintKey: string;
  /** What requests without a `Stripe-Version` header speak. */
  readonly defaultDialect: Dialect;
  /** Called once for every account before its first unit of work. */
  readonly welcome: (account: Account) => Promise<void>;
  /** Told of faults of our own; never of a request's content. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** A request as it came through the door. */
export interface Incoming {
  readonly authorization: string | undefined;
  readonly version: string | undefined;
  readonly connectedAccount: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly contentType: string | undefined;
  readonly id: string;
  readonly sub: string;
  /** Path without its query. */
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

export interface Outcome {
  readonly status: number;
  readonly text: string | Buffer;
  readonly requestId: string;
  /** Null where the request never got as far as a version. */
  readonly version: string | null;
  /** For keyed POSTs: the first request's id, and whether this is its reply again. */
  readonly replay: { readonly key: string; readonly first: string; readonly again: boolean } | null;
  readonly shouldRetry: boolean | null;
}

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #inFlight = new Set<string>();
  readonly #remembered = new WeakMap<Row, Words>();
  readonly #fields = new Map<string, Fields>();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Runs one request to its reply; never throws. */
  async handle(route: Route, incoming: Incoming): Promise<Outcome> {
    const request = new Request(`req_${this.#parts.ids.random(14)}`, this.#parts.clock.seconds());
    try {
      return await this.#run(route, incoming, request);
    } catch (error) {
      return this.refusal(error, request);
    }
  }

  /** The reply to an error met anywhere; a fault of our own is reported and told in general terms only. */
  refusal(error: unknown, request: Request): Outcome {
    const refused = asRefusal(error);
    if (refused !== error) this.#parts.report(error, request.id);
    return {
      status: refused.status,
      text: jsonText(errorTree(refused, refused.body as unknown as Wire, request)),
      requestId: request.id,
      version: request.version,
      replay: null,
      shouldRetry: RETRIED.has(refused.status) || refused.body.code === "lock_timeout" ? true : null,
    };
  }

  /** Who is calling; also used for paths that lead nowhere, which say so only to those who may ask. */
  authenticate(authorization: string | undefined): Caller {
    return this.#parts.keyring.identify(authorization);
  }

  async #run(route: Route, incoming: Incoming, request: Request): Promise<Outcome> {
    const caller = this.authenticate(incoming.authorization);
    request.known = true;
    admit(caller, route, incoming.connectedAccount);
    const dialect = this.#dialect(incoming.version, request);
    request.version = dialect.version;
    const raw = decode(route, incoming);
    const paths = this.#readExpand(raw, route);
    const key = route.method === "POST" ? keyFrom(incoming.idempotencyKey) : null;
    const fingerprint =
      key === null ? "" : keyedHash(this.#parts.fingerprintKey, fingerprintText(raw, paths));
    const input = readParams(this.#fieldsOf(route, dialect), raw);
    const call: Call<never> = {
      // The input was read by the route's own definition, whose type the operation was written against.
      input: acceptFrom(dialect, route.name, input) as never,
      id: incoming.id,
      sub: incoming.sub,
      path: incoming.path,
      fromBrowser: caller.kind === "publishable",
    };
    await this.#parts.welcome(caller.account);
    const work: Work = { route, caller, dialect, paths, call, request };
    if (key === null) return this.#runPlain(work);
    return this.#runKeyed(work, { key, fingerprint, endpoint: `${route.method} ${incoming.path}` });
  }

  #dialect(header: string | undefined, request: Request): Dialect {
    if (header === undefined || header === "") return this.#parts.defaultDialect;
    const dialect = dialectOf(header);
    if (dialect === null) {
      request.known = false;
      throw errors.invalidVersion(header);
    }
    return dialect;
  }

  #readExpand(raw: Branch, route: Route): readonly string[] {
    const given = raw.get("expand");
    if (given === undefined) return [];
    raw.delete("expand");
    const list: Raw = typeof given === "string" && given !== "" ? new Map([["0", given]]) : given;
    if (list === "") return [];
    const paths = readParams({ expand: expandParam }, new Map([["expand", list]])).expand ?? [];
    checkExpand(this.#parts.registry, paths, route.kind, route.isList);
    return paths;
  }

  #fieldsOf(route: Route, dialect: Dialect): Fields {
    const name = `${dialect.name} ${route.name}`;
    let fields = this.#fields.get(name);
    if (fields === undefined) {
      fields = fieldsFor(dialect, route.name, route.operation.params);
      this.#fields.set(name, fields);
    }
    return fields;
  }

  // --- requests without a key ---------------------------------------------------------------------------

  async #runPlain(work: Work): Promise<Outcome> {
    const { route, caller, request } = work;
    const { store } = this.#parts;
    const operation = route.operation;
    const cause = causeOf(work, null);
    let shown: Shown;
    if (operation.does === "read") {
      shown = await store.read(caller.account, async (reader) =>
        this.#show(work, reader, await operation.run(reader, work.call)),
      );
    } else if (operation.does === "write") {
      shown = await store.transact(caller.account, cause, async (tx) =>
        this.#show(work, tx, await operation.run(tx, work.call)),
      );
    } else {
      const units: Units = (unit) => store.transact(caller.account, cause, unit);
      const answer = await inStages(units, operation, work.call);
      shown = await store.read(caller.account, (reader) => this.#show(work, reader, answer));
    }
    return outcome(shown, request, null);
  }

  // --- requests with an idempotency key -------------------------------------------------------------------

  async #runKeyed(work: Work, claim: Claim): Promise<Outcome> {
    const flight = `${work.caller.account.id} ${claim.key}`;
    if (this.#inFlight.has(flight)) throw errors.keyInUse(claim.key);
    this.#inFlight.add(flight);
    try {
      const operation = work.route.operation;
      return operation.does === "staged"
        ? await this.#runKeyedStages(work, claim, operation)
        : await this.#runKeyedUnit(work, claim, operation);
    } catch (error) {
      if (error instanceof ApiError && error.beforeWork) throw error;
      return await this.#rememberFailure(work, claim, error);
    } finally {
      this.#inFlight.delete(flight);
    }
  }

  #runKeyedUnit(work: Work, claim: Claim, operation: ReadOperation | WriteOperation): Promise<Outcome> {
    const { caller, request } = work;
    const cause = causeOf(work, claim.key);
    return this.#parts.store.transact(caller.account, cause, async (tx) => {
      const earlier = await this.#recall(tx, claim);
      if (earlier !== null) return replayed(earlier, request);
      return this.#keep(work, tx, claim, await operation.run(tx, work.call));
    });
  }

  /**
   * A key whose work had begun when its process died is picked up where it stopped: `finish` comes to the same
   * end whoever runs it.
   */
  async #runKeyedStages(work: Work, claim: Claim, operation: StagedOperation): Promise<Outcome> {
    const { caller, request } = work;
    const cause = causeOf(work, claim.key);
    const units = <T>(unit: (tx: ApiTx) => Promise<T>): Promise<T> =>
      this.#parts.store.transact(caller.account, cause, unit);
    const begun = await units(async (tx): Promise<Outcome | { unfinished: string }> => {
      const earlier = await this.#recall(tx, claim);
      if (earlier !== null) {
        return earlier.status === 0 ? { unfinished: earlier.body } : replayed(earlier, request);
      }
      const first = await operation.begin(tx, work.call);
      if ("unfinished" in first) {
        await tx.remember(entryFor(claim, request, 0, first.unfinished));
        return first;
      }
      return this.#keep(work, tx, claim, first);
    });
    if (!("unfinished" in begun)) return begun;
    const answer = await operation.finish(units, begun.unfinished);
    return units((tx) => this.#keepFirst(work, tx, claim, answer));
  }

  /** Shows an answer, and remembers it for the key. */
  async #keep(work: Work, tx: ApiTx, claim: Claim, answer: Answer): Promise<Outcome> {
    const { request } = work;
    const shown = await this.#show(work, tx, answer);
    await tx.remember(entryFor(claim, request, shown.status, String(shown.text)));
    return outcome(shown, request, { key: claim.key, first: request.id, again: false });
  }

  /** The same where another process may have answered too: what is remembered first is everyone's reply. */
  async #keepFirst(work: Work, tx: ApiTx, claim: Claim, answer: Answer): Promise<Outcome> {
    const earlier = await this.#recall(tx, claim);
    if (earlier !== null && earlier.status !== 0) return replayed(earlier, work.request);
    return this.#keep(work, tx, claim, answer);
  }

  /** What is remembered for the key, if it is the same request; null for a key that is new or forgotten. */
  async #recall(tx: ApiTx, claim: Claim): Promise<Remembered | null> {
    const earlier = await tx.recall(claim.key);
    if (earlier === null || earlier.created + IDEMPOTENCY_SECONDS <= tx.now) return null;
    if (earlier.endpoint !== claim.endpoint) {
      throw errors.keyReusedForOtherUrl(claim.key, pathOf(claim.endpoint), pathOf(earlier.endpoint));
    }
    if (earlier.fingerprint !== claim.fingerprint) throw errors.keyReusedForOtherParams(claim.key);
    return earlier;
  }

  /** Work that began and was undone is remembered too, in a unit of work of its own. */
  async #rememberFailure(work: Work, claim: Claim, error: unknown): Promise<Outcome> {
    const refused = this.refusal(error, work.request);
    if (!(error instanceof ApiError)) return refused;
    const cause = causeOf(work, claim.key);
    // Another process may have answered the same request, and that may be why this one failed.
    return this.#parts.store.transact(work.caller.account, cause, (tx) =>
      this.#keepFirst(work, tx, claim, { refused: error }),
    );
  }

  // --- showing --------------------------------------------------------------------------------------------

  async #show(work: Work, reader: Reader, answer: Answer): Promise<Shown> {
    const { registry } = this.#parts;
    const { dialect, paths } = work;
    if ("refused" in answer) {
      const body: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(answer.refused.body)) {
        body[key] = isRow(value) ? renderFor(dialect, registry.view(value)) : value;
      }
      return { status: answer.refused.status, text: jsonText(errorTree(answer.refused, body, work.request)) };
    }
    if (paths.length === 0) {
      return {
        status: 200,
        text: isListed(answer)
          ? this.#listText(reader, dialect, answer)
          : `${this.#words(reader, dialect, answer).text}\n`,
      };
    }
    const tree = await expand(registry, reader, registry.viewDeep(answer) as Wire, paths);
    return { status: 200, text: jsonText(renderFor(dialect, tree)) };
  }

  /** A list's text, put together from its elements' texts. */
  #listText(reader: Reader, dialect: Dialect, { data, has_more, url }: Listed): Buffer {
    const foot = `  "has_more": ${has_more},\n  "url": ${JSON.stringify(url)}\n}\n`;
    if (data.length === 0) return Buffer.from(`{\n  "object": "list",\n  "data": [],\n${foot}`);
    const parts: Buffer[] = [LIST_HEAD];
    for (const row of data)
      parts.push(parts.length === 1 ? FIRST_ELEMENT : NEXT_ELEMENT, this.#inList(reader, dialect, row));
    parts.push(Buffer.from(`\n  ],\n${foot}`));
    return Buffer.concat(parts);
  }

  /**
   * A row in words. The store hands out the same object for a row that is read again and again, and rows are never
   * changed in place; so such a row is put into words once.
   */
  #words(reader: Reader, dialect: Dialect, row: Row): Words {
    const { registry } = this.#parts;
    const remembered = this.#remembered.get(row);
    if (remembered?.dialect === dialect) return remembered;
    const text = JSON.stringify(renderFor(dialect, registry.view(row)), null, 2);
    const words: Words = { dialect, text, inList: null };
    if (reader.keeps(row) && !registry.changesByItself(row)) this.#remembered.set(row, words);
    return words;
  }

  /** The same as an element of a list, where it stands further in. */
  #inList(reader: Reader, dialect: Dialect, row: Row): Buffer {
    const words = this.#words(reader, dialect, row);
    words.inList ??= Buffer.from(words.text.replaceAll("\n", "\n    "));
    return words.inList;
  }
}

interface Words {
  readonly dialect: Dialect;
  readonly text: string;
  inList: Buffer | null;
}

const LIST_HEAD = Buffer.from('{\n  "object": "list",\n  "data": [');
const FIRST_ELEMENT = Buffer.from("\n    ");
const NEXT_ELEMENT = Buffer.from(",\n    ");
interface Work {
  readonly route: Route;
  readonly caller: Caller;
  readonly dialect: Dialect;
  readonly paths: readonly string[];
  readonly call: Call<never>;
  readonly request: Request;
}
/** What events say caused them; nothing at all where it was a buyer's browser. */
function causeOf({ caller, request }: Work, idempotencyKey: string | null): Cause {
  return caller.kind === "publishable" ? NO_CAUSE : { request: request.id, idempotencyKey };
}
interface Claim {
  readonly key: string;
  readonly fingerprint: string;
  readonly endpoint: string;
}
interface Shown {
  readonly status: number;
  /** The reply, in the caller's version. */
  readonly text: string | Buffer;
}

/** What is known of a request for its reply, filled in as it goes. */
export class Request {
  readonly id: string;
  readonly at: number;
  version: string | null = null;
  /** Replies to callers we know carry a link to the log. */
  known = false;

  constructor(id: string, at: number) {
    this.id = id;
    this.at = at;
  }
}

/** Statuses after which the same request may well succeed. */
const RETRIED: ReadonlySet<number> = new Set([409, 503]);

/** An error as the caller may know it. */
function asRefusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailableError) {
    return errors.unavailable("The database cannot be reached at the moment. Please retry the request.");
  }
  if (error instanceof StoreBusyError) return errors.lockTimeout();
  return errors.internal();
}

/** JSON as the original writes it: two spaces, a final newline. */
function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function errorTree(error: ApiError, body: Wire, request: Request): Wire {
  const members: Record<string, unknown> = { ...body };
  if (error.body.code !== undefined) {
    members.doc_url = docUrlOf(error.body.code);
  }
  if (request.known && !error.message.startsWith("Unrecognized request URL")) {
    members.request_log_url = `https://dashboard.stripe.com/test/logs/${request.id}?t=${request.at}`;
  }
  const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { error: sorted };
}

function isListed(answer: Answer): answer is Listed {
  return "object" in answer && answer.object === "list";
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "object" in value && "id" in value;
}

function outcome(shown: Shown, request: Request, replay: Outcome["replay"]): Outcome {
  return {
    status: shown.status,
    text: shown.text,
    requestId: request.id,
    version: request.version,
    replay,
    shouldRetry: replay === null ? null : false,
  };
}

function replayed(earlier: Remembered, request: Request): Outcome {
  return {
    status: earlier.status,
    text: earlier.body,
    requestId: request.id,
    version: request.version,
    replay: { key: earlier.key, first: earlier.request, again: true },
    shouldRetry: false,
  };
}

function entryFor(claim: Claim, request: Request, status: number, body: string): Remembered {
  return { ...claim, created: request.at, request: request.id, status, body };
}

function pathOf(endpoint: string): string {
  return endpoint.slice(endpoint.indexOf(" ") + 1);
}

/** Refuses a key that may not call the operation, and connected accounts, which there are none of. */
function admit(caller: Caller, route: Route, connectedAccount: string | undefined): void {
  if (caller.kind === "publishable" && route.operation.keys !== "secret_or_publishable") {
    throw errors.secretKeyRequired();
  }
  if (caller.permissions !== null) {
    const permission = `rak_${route.resource.permission}_${route.method === "GET" ? "read" : "write"}`;
    if (!caller.permissions.includes(permission)) {
      throw errors.missingPermission(caller.masked, caller.account.id, permission);
    }
  }
  if (connectedAccount !== undefined && connectedAccount !== caller.account.id) {
    throw errors.noSuchConnectedAccount(caller.masked, connectedAccount);
  }
}

/** The raw parameters: the query's, and the body's where there is one. */
function decode(route: Route, incoming: Incoming): Branch {
  if (route.method === "GET" || incoming.body === "") return parseForm(incoming.query);
  const type = incoming.contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== "" && type !== "application/x-www-form-urlencoded")
    throw errors.unparsable();
  return parseForm(incoming.query === "" ? incoming.body : `${incoming.query}&${incoming.body}`);
}

function keyFrom(header: string | undefined): string | null {
  if (header === undefined || header === "") return null;
  if (header.length > IDEMPOTENCY_KEY_CHARS_MAX) throw errors.keyTooLong(IDEMPOTENCY_KEY_CHARS_MAX);
  return header;
}

/** Equal for equal parameters, whatever their order; without building a sorted copy. */
function fingerprintText(raw: Branch, paths: readonly string[]): string {
  return `${branchText(raw)}|${paths.join(",")}`;
}

function branchText(branch: Branch): string {
  const names = [...branch.keys()].sort();
  let text = "{";
  for (const name of names) {
    const value = branch.get(name) ?? "";
    text += `${JSON.stringify(name)}:${typeof value === "string" ? JSON.stringify(value) : branchText(value)},`;
  }
  return `${text}}`;
}
