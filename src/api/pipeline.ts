/**
 * Handles one request to an operation, step by step: authenticate → find the version → decode → read the
 * parameters → convert them to the newest version → check the idempotency key → run the unit of work → view →
 * expand → convert to the caller's version → store the reply for the key → reply. No step goes back to an
 * earlier one.
 */
import type { Clock } from "../core/clock.ts";
import { ApiError, errors } from "../core/errors.ts";
import type { IdSource } from "../core/ids.ts";
import { expandParam } from "../params/common.ts";
import { type Branch, parseForm, type Raw } from "../params/form.ts";
import { readParams } from "../params/param.ts";
import type { Registry, Route } from "../resources/registry.ts";
import { inStages, type Units } from "../resources/resource.ts";
import type { Account, Store } from "../storage/port.ts";
import { type Dialect, dialectOf, publishableDialect } from "../versions/index.ts";
import type { Caller, Keyring } from "./auth.ts";
import { authorizationOf, type Calling, dropSignals, withHeaders } from "./browser_calls.ts";
import { callOf, fieldsOf } from "./call.ts";
import { checkExpand, knownIn, TOTAL_COUNT } from "./expand.ts";
import { fingerprintOf, KeyedRuns, keyFrom } from "./idempotency.ts";
import { isRow, type Printed, Printer } from "./printer.ts";
import { asRefusal, refusalOutcome } from "./replies.ts";
import { causeOf, type Incoming, type Outcome, Request, type Work } from "./request.ts";
import { AT_ONCE, inTurns } from "./turns.ts";

export interface PipelineParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Key of the hashes of requests, so that the stored hashes reveal nothing about the parameters. */
  readonly fingerprintKey: string;
  /** The version of requests without a `Stripe-Version` header. */
  readonly defaultDialect: Dialect;
  /** Awaited before each request's work; sets an account up before its first unit of work. */
  readonly welcome: (account: Account) => Promise<void>;
  /** Reports internal errors. Never receives the content of a request. */
  readonly report: (error: unknown, requestId: string) => void;
}

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #printer: Printer;
  readonly #keyed: KeyedRuns;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    this.#printer = new Printer(parts.registry);
    this.#keyed = new KeyedRuns({ ...parts, printer: this.#printer });
  }

  /** Runs one request and returns its reply. Never throws. */
  async handle(route: Route, incoming: Incoming): Promise<Outcome> {
    const request = new Request(`req_${this.#parts.ids.random(14)}`, this.#parts.clock.seconds());
    try {
      return await this.#run(route, incoming, request);
    } catch (error) {
      return this.refusal(error, request);
    }
  }

  /**
   * The reply to any error. Internal errors are reported, and the reply describes them in general terms only.
   */
  refusal(error: unknown, request: Request): Outcome {
    const refused = asRefusal(error);
    if (refused !== error) this.#parts.report(error, request.id);
    return refusalOutcome(refused, request);
  }

  /** Who is calling. Also used for unknown URLs: a caller without a valid key gets 401 and not 404. */
  authenticate(calling: Calling): Caller {
    return this.#parts.keyring.identify(authorizationOf(calling));
  }

  async #run(route: Route, received: Incoming, request: Request): Promise<Outcome> {
    const caller = this.authenticate(received);
    const isBrowser = caller.kind === "publishable";
    const incoming = isBrowser ? withHeaders(received) : received;
    request.known = true;
    admit(caller, route, incoming.connectedAccount);
    const spoken = this.#dialect(incoming.version, request);
    const dialect = isBrowser ? publishableDialect(spoken) : spoken;
    request.version = dialect.version;
    const raw = decode(route, incoming);
    if (isBrowser) dropSignals(raw, fieldsOf(dialect, route));
    const paths = this.#readExpand(raw, route, dialect, caller);
    const key = route.method === "POST" ? keyFrom(incoming.idempotencyKey) : null;
    // A reply to a secret key shows more than a publishable key may see: the two never share a stored reply.
    const asked = isBrowser ? [...paths, caller.kind] : paths;
    const fingerprint = key === null ? "" : fingerprintOf(this.#parts.fingerprintKey, raw, asked);
    const call = callOf(dialect, route, raw, {
      id: incoming.id,
      sub: incoming.sub,
      path: incoming.path,
      fromBrowser: isBrowser,
    });
    await this.#parts.welcome(caller.account);
    const work: Work = { route, caller, dialect, paths, call, request };
    if (key === null) return this.#runPlain(work);
    return this.#keyed.run(work, { key, fingerprint, endpoint: `${route.method} ${incoming.path}` });
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

  #readExpand(raw: Branch, route: Route, dialect: Dialect, caller: Caller): readonly string[] {
    const given = raw.get("expand");
    if (given === undefined) return [];
    raw.delete("expand");
    const list: Raw = typeof given === "string" && given !== "" ? new Map([["0", given]]) : given;
    if (list === "") return [];
    const paths = readParams({ expand: expandParam }, new Map([["expand", list]])).expand ?? [];
    const { registry } = this.#parts;
    const within = route.isSearch ? paths.filter((path) => path !== TOTAL_COUNT) : paths;
    const shown = checkExpand(knownIn(dialect, registry), within, route.kind, route.isList);
    for (const kind of shown) admitKind(caller, route, registry.permissionOf(kind));
    return [...new Set(paths)];
  }

  async #runPlain(work: Work): Promise<Outcome> {
    try {
      return await this.#carryOut(work);
    } catch (error) {
      if (!(error instanceof ApiError && Object.values(error.body).some(isRow))) throw error;
      const { caller, request } = work;
      const { text } = await this.#parts.store.read(caller.account, (reader) =>
        this.#printer.print(work, reader, { refused: error }, inTurns()),
      );
      return { ...refusalOutcome(error, request), text };
    }
  }

  async #carryOut(work: Work): Promise<Outcome> {
    const { route, caller, request } = work;
    const { store } = this.#parts;
    const operation = route.operation;
    const cause = causeOf(work, null);
    let shown: Printed;
    if (operation.does === "read") {
      shown = await store.read(caller.account, async (reader) =>
        this.#printer.print(work, reader, await operation.run(reader, work.call), inTurns()),
      );
    } else if (operation.does === "write") {
      shown = await store.transact(caller.account, cause, async (tx) =>
        this.#printer.print(work, tx, await tx.settled(await operation.run(tx, work.call)), AT_ONCE),
      );
    } else {
      const units: Units = (unit) => store.transact(caller.account, cause, unit);
      const answer = await inStages(units, operation, work.call);
      shown = await store.read(caller.account, (reader) =>
        this.#printer.print(work, reader, answer, inTurns()),
      );
    }
    return { ...shown, requestId: request.id, version: request.version, replay: null, shouldRetry: null };
  }
}

/** Refuses a key that may not call the operation. Refuses connected accounts, since there are none here. */
function admit(caller: Caller, route: Route, connectedAccount: string | undefined): void {
  if (caller.kind === "publishable" && route.operation.keys !== "secret_or_publishable") {
    throw errors.secretKeyRequired();
  }
  demand(caller, `rak_${route.resource.permission}_${route.method === "GET" ? "read" : "write"}`);
  if (connectedAccount !== undefined && connectedAccount !== caller.account.id) {
    throw errors.noSuchConnectedAccount(caller.masked, connectedAccount);
  }
}

/**
 * Refuses a restricted key that expands a kind it may not read. The operation's own kind is always allowed.
 */
function admitKind(caller: Caller, route: Route, permission: string | null): void {
  if (permission !== null && permission !== route.resource.permission)
    demand(caller, `rak_${permission}_read`);
}

function demand(caller: Caller, permission: string): void {
  if (caller.permissions === null || caller.permissions.includes(permission)) return;
  throw errors.missingPermission(caller.masked, caller.account.id, permission);
}

/** The raw parameters of the query and of the body, if there is one. */
function decode(route: Route, incoming: Incoming): Branch {
  if (route.method === "GET" || incoming.body === "") return parseForm(incoming.query);
  const type = incoming.contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== "" && type !== "application/x-www-form-urlencoded")
    throw errors.unparsable();
  return parseForm(incoming.query === "" ? incoming.body : `${incoming.query}&${incoming.body}`);
}
