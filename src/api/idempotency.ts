/**
 * Requests with an idempotency key: each runs once, and repeating it returns the same bytes. The reply is
 * stored in the same unit of work as the changes that it reports. See docs/decisions/0009-idempotency.md.
 */
import { keyedHash } from "../core/canonical.ts";
import { ApiError, errors } from "../core/errors.ts";
import type { Branch } from "../params/form.ts";
import type { Answer, ReadOperation, StagedOperation, WriteOperation } from "../resources/resource.ts";
import {
  type ApiTx,
  type Remembered,
  type Store,
  StoreBusyError,
  StoreUnavailableError,
} from "../storage/port.ts";
import type { Printed, Printer } from "./printer.ts";
import { asRefusal } from "./replies.ts";
import { causeOf, type Outcome, type Request, type Work } from "./request.ts";
import { AT_ONCE } from "./turns.ts";

/** How long a key and its reply are kept. */
export const IDEMPOTENCY_SECONDS = 86_400;
const IDEMPOTENCY_KEY_CHARS_MAX = 255;

/** What identifies a keyed request: a second request with this key must have the same values. */
export interface Claim {
  readonly key: string;
  readonly fingerprint: string;
  readonly endpoint: string;
}

interface KeyedParts {
  readonly store: Store;
  readonly printer: Printer;
  readonly report: (error: unknown, requestId: string) => void;
}

export class KeyedRuns {
  readonly #parts: KeyedParts;
  readonly #inFlight = new Set<string>();

  constructor(parts: KeyedParts) {
    this.#parts = parts;
  }

  /** Runs a keyed request, or replays its stored reply. Throws the errors that are not stored for the key. */
  async run(work: Work, claim: Claim): Promise<Outcome> {
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
   * If the process died after `begin`, the next request with this key continues with `finish`, which has the
   * same result no matter which process runs it.
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

  /** Serializes an answer and stores it as the reply for the key. */
  async #keep(work: Work, tx: ApiTx, claim: Claim, answer: Answer): Promise<Outcome> {
    const { request } = work;
    const shown = await this.#parts.printer.print(work, tx, await tx.settled(answer), AT_ONCE);
    await tx.remember(entryFor(claim, request, shown.status, String(shown.text)));
    return outcome(shown, request, { key: claim.key, first: request.id, again: false });
  }

  /**
   * Like `#keep`, but another process may have stored a reply meanwhile: the first stored reply is used by
   * all.
   */
  async #keepFirst(work: Work, tx: ApiTx, claim: Claim, answer: Answer): Promise<Outcome> {
    const earlier = await this.#recall(tx, claim);
    if (earlier !== null && earlier.status !== 0) return replayed(earlier, work.request);
    return this.#keep(work, tx, claim, answer);
  }

  /**
   * The stored reply for the key; null if the key is new or has expired. Throws if it was used for another
   * request.
   */
  async #recall(tx: ApiTx, claim: Claim): Promise<Remembered | null> {
    const earlier = await tx.recall(claim.key);
    if (earlier === null || earlier.created + IDEMPOTENCY_SECONDS <= tx.now) return null;
    if (earlier.endpoint !== claim.endpoint) {
      throw errors.keyReusedForOtherUrl(claim.key, pathOf(claim.endpoint), pathOf(earlier.endpoint));
    }
    if (earlier.fingerprint !== claim.fingerprint) throw errors.keyReusedForOtherParams(claim.key);
    return earlier;
  }

  /** Stores the failure of work that was rolled back, in a unit of work of its own. */
  async #rememberFailure(work: Work, claim: Claim, error: unknown): Promise<Outcome> {
    if (error instanceof StoreBusyError || error instanceof StoreUnavailableError) throw error;
    const cause = causeOf(work, claim.key);
    // This run may have failed because another process answered the same request: then that reply is used.
    const reply = await this.#parts.store.transact(work.caller.account, cause, (tx) =>
      this.#keepFirst(work, tx, claim, { refused: asRefusal(error) }),
    );
    if (!(error instanceof ApiError)) this.#parts.report(error, work.request.id);
    return reply;
  }
}

function outcome(shown: Printed, request: Request, replay: NonNullable<Outcome["replay"]>): Outcome {
  return {
    status: shown.status,
    text: shown.text,
    requestId: request.id,
    version: request.version,
    replay,
    shouldRetry: false,
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

/** The idempotency key from its header; null if there is none. */
export function keyFrom(header: string | undefined): string | null {
  if (header === undefined || header === "") return null;
  if (header.length > IDEMPOTENCY_KEY_CHARS_MAX) throw errors.keyTooLong(IDEMPOTENCY_KEY_CHARS_MAX);
  return header;
}

/** A keyed hash of the request's parameters. Without the store's key, nothing can be learned from it. */
export function fingerprintOf(hashKey: string, raw: Branch, paths: readonly string[]): string {
  return keyedHash(hashKey, fingerprintText(raw, paths));
}

/** The same text for the same parameters in any order. */
function fingerprintText(raw: Branch, paths: readonly string[]): string {
  return `${branchText(raw)}|${paths.join(",")}`;
}

/** Each name and value is preceded by its length, so that different branches never give the same text. */
function branchText(branch: Branch): string {
  const names = [...branch.keys()].sort();
  let text = "{";
  for (const name of names) {
    const value = branch.get(name) ?? "";
    text += `${name.length}:${name}`;
    text += typeof value === "string" ? `=${value.length}:${value}` : branchText(value);
  }
  return `${text}}`;
}
