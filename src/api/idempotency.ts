/**
 * Requests with an idempotency key: run once, and answered with the same bytes ever after. The reply is remembered
 * in the unit of work it belongs to. See docs/decisions/0009-idempotency.md.
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

/** Keys are remembered for this long. */
export const IDEMPOTENCY_SECONDS = 86_400;
const IDEMPOTENCY_KEY_CHARS_MAX = 255;

/** A request's claim on its key. */
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

  /** Runs a keyed request, or answers it again. Throws refusals that are not remembered. */
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
    const shown = await this.#parts.printer.print(work, tx, answer);
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
    if (error instanceof StoreBusyError || error instanceof StoreUnavailableError) throw error;
    const cause = causeOf(work, claim.key);
    // Another process may have answered the same request, and that may be why this one failed.
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

/** The key of a header; null where there is none. */
export function keyFrom(header: string | undefined): string | null {
  if (header === undefined || header === "") return null;
  if (header.length > IDEMPOTENCY_KEY_CHARS_MAX) throw errors.keyTooLong(IDEMPOTENCY_KEY_CHARS_MAX);
  return header;
}

/** What a request asked for, as a hash that is worth nothing without the store's key. */
export function fingerprintOf(hashKey: string, raw: Branch, paths: readonly string[]): string {
  return keyedHash(hashKey, fingerprintText(raw, paths));
}

/** Equal for equal parameters, whatever their order; without building a sorted copy. */
function fingerprintText(raw: Branch, paths: readonly string[]): string {
  return `${branchText(raw)}|${paths.join(",")}`;
}

/** Each text goes with its length, so that no two branches read the same. */
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
