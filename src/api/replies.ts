/** Replies: refusals in the original's shape, and what goes with a reply besides its text. */
import { ApiError, docUrlOf, errors } from "../core/errors.ts";
import { wireText } from "../core/wire_text.ts";
import type { Wire } from "../resources/resource.ts";
import { StoreBusyError, StoreUnavailableError } from "../storage/port.ts";
import type { Outcome, Request } from "./request.ts";

/** Statuses after which the same request may well succeed. */
const RETRIED: ReadonlySet<number> = new Set([409, 503]);

/** An error as the caller may know it. */
export function asRefusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailableError) {
    return errors.unavailable("The database cannot be reached at the moment. Please retry the request.");
  }
  if (error instanceof StoreBusyError) return errors.lockTimeout();
  return errors.internal();
}

/** A reply's text: JSON and a final newline. */
export function jsonText(value: unknown): string {
  return `${wireText(value)}\n`;
}

/** A refusal as it is written: its members in the order of the alphabet. */
export function errorTree(error: ApiError, body: Wire, request: Request): Wire {
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

/** The reply to a refusal that nothing remembers. */
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
