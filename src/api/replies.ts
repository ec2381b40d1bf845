/** Error replies in Stripe's shape, and the headers of every reply. */
import { ApiError, docUrlOf, errors } from "../core/errors.ts";
import { wireText } from "../core/wire_text.ts";
import type { Wire } from "../resources/resource.ts";
import { StoreBusyError, StoreDamagedError, StoreUnavailableError } from "../storage/port.ts";
import type { Outcome, Request } from "./request.ts";

/** Statuses after which a retry of the same request may succeed. */
const RETRIED: ReadonlySet<number> = new Set([409, 503]);

/** The error that the caller may see: internal errors become general ones. */
export function asRefusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailableError) {
    return errors.unavailable("The database cannot be reached at the moment. Please retry the request.");
  }
  if (error instanceof StoreBusyError) return errors.lockTimeout();
  if (error instanceof StoreDamagedError) return errors.damaged();
  return errors.internal();
}

/** A reply's text: JSON and a final newline. */
export function jsonText(value: unknown): string {
  return `${wireText(value)}\n`;
}

/** The body of an error reply, with its members in alphabetical order. */
export function errorTree(error: ApiError, body: Wire, request: Request): Wire {
  const members: Record<string, unknown> = { ...body };
  if (error.body.code !== undefined) {
    members.doc_url = docUrlOf(error.body.code);
  }
  if (request.known && !error.leadsNowhere) {
    members.request_log_url = `https://dashboard.stripe.com/test/logs/${request.id}?t=${request.at}`;
  }
  const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { error: sorted };
}

/** An error reply that is not stored for an idempotency key. */
export function refusalOutcome(refused: ApiError, request: Request): Outcome {
  return {
    status: refused.status,
    text: jsonText(errorTree(refused, refused.body as unknown as Wire, request)),
    requestId: request.id,
    version: request.version,
    replay: null,
    shouldRetry: RETRIED.has(refused.status) || refused.body.code === "lock_timeout" ? true : null,
  };
}

/** The headers of a reply. */
export function headersOf(outcome: Outcome): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "cache-control": "no-cache, no-store",
    "x-content-type-options": "nosniff",
    vary: "Origin",
  };
  if (outcome.status === 401) headers["www-authenticate"] = 'Bearer realm="Stripe"';
  else headers["request-id"] = outcome.requestId;
  if (outcome.version !== null) headers["stripe-version"] = outcome.version;
  if (outcome.replay !== null) {
    headers["idempotency-key"] = outcome.replay.key;
    headers["original-request"] = outcome.replay.first;
    if (outcome.replay.again) headers["idempotent-replayed"] = "true";
  }
  if (outcome.shouldRetry !== null) headers["stripe-should-retry"] = String(outcome.shouldRetry);
  return headers;
}
