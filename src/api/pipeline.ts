/**
 * The life of one request to an operation, room by room: who is calling → which version → decode → read →
 * carry up → seen before? → unit of work → view → expand → carry down → remember → reply.
 * Each room hands on a smaller, surer thing; nothing returns to an earlier room.
 */
import type { Clock } from "../core/clock.ts";
import { errors } from "../core/errors.ts";
import type { IdSource } from "../core/ids.ts";
import { expandParam } from "../params/common.ts";
import { type Branch, parseForm, type Raw } from "../params/form.ts";
import { type Fields, readParams } from "../params/param.ts";
import { type Call, inStages, type Units } from "../resources/resource.ts";
import type { Account, Store } from "../storage/port.ts";
import { acceptFrom, type Dialect, dialectOf, fieldsFor } from "../versions/index.ts";
import type { Caller, Keyring } from "./auth.ts";
import { checkExpand, knownIn } from "./expand.ts";
import { fingerprintOf, KeyedRuns, keyFrom } from "./idempotency.ts";
import { type Printed, Printer } from "./printer.ts";
import type { Registry, Route } from "./registry.ts";
import { asRefusal, refusalOutcome } from "./replies.ts";
import { causeOf, type Incoming, type Outcome, Request, type Work } from "./request.ts";

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

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #printer: Printer;
  readonly #keyed: KeyedRuns;
  readonly #fields = new Map<string, Fields>();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    this.#printer = new Printer(parts.registry);
    this.#keyed = new KeyedRuns({ ...parts, printer: this.#printer });
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
    return refusalOutcome(refused, request);
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
    const paths = this.#readExpand(raw, route, dialect);
    const key = route.method === "POST" ? keyFrom(incoming.idempotencyKey) : null;
    const fingerprint = key === null ? "" : fingerprintOf(this.#parts.fingerprintKey, raw, paths);
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

  #readExpand(raw: Branch, route: Route, dialect: Dialect): readonly string[] {
    const given = raw.get("expand");
    if (given === undefined) return [];
    raw.delete("expand");
    const list: Raw = typeof given === "string" && given !== "" ? new Map([["0", given]]) : given;
    if (list === "") return [];
    const paths = readParams({ expand: expandParam }, new Map([["expand", list]])).expand ?? [];
    checkExpand(knownIn(dialect, this.#parts.registry), paths, route.kind, route.isList);
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

  async #runPlain(work: Work): Promise<Outcome> {
    const { route, caller, request } = work;
    const { store } = this.#parts;
    const operation = route.operation;
    const cause = causeOf(work, null);
    let shown: Printed;
    if (operation.does === "read") {
      shown = await store.read(caller.account, async (reader) =>
        this.#printer.print(work, reader, await operation.run(reader, work.call)),
      );
    } else if (operation.does === "write") {
      shown = await store.transact(caller.account, cause, async (tx) =>
        this.#printer.print(work, tx, await operation.run(tx, work.call)),
      );
    } else {
      const units: Units = (unit) => store.transact(caller.account, cause, unit);
      const answer = await inStages(units, operation, work.call);
      shown = await store.read(caller.account, (reader) => this.#printer.print(work, reader, answer));
    }
    return { ...shown, requestId: request.id, version: request.version, replay: null, shouldRetry: null };
  }
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
