/** The types of a request at each step of the pipeline: as received, while it is handled, and its reply. */

import type { Route } from "../resources/registry.ts";
import type { Call } from "../resources/resource.ts";
import { type Cause, NO_CAUSE } from "../storage/port.ts";
import type { Dialect } from "../versions/index.ts";
import type { Caller } from "./auth.ts";

/** A request as the HTTP server received it. */
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
  /** Null if the request failed before its version was known. */
  readonly version: string | null;
  /**
   * For POSTs with an idempotency key: the id of the first request, and whether this is a replay of its
   * reply.
   */
  readonly replay: { readonly key: string; readonly first: string; readonly again: boolean } | null;
  readonly shouldRetry: boolean | null;
}

/** What the reply needs to know about the request; filled in while the request is handled. */
export class Request {
  readonly id: string;
  readonly at: number;
  version: string | null = null;
  /** Whether the caller is authenticated: then error replies contain a link to the request log. */
  known = false;

  constructor(id: string, at: number) {
    this.id = id;
    this.at = at;
  }
}

/** A request that has been read, ready for its operation. */
export interface Work {
  readonly route: Route;
  readonly caller: Caller;
  readonly dialect: Dialect;
  readonly paths: readonly string[];
  readonly call: Call<never>;
  readonly request: Request;
}
/** What the `request` field of events says. Empty if a buyer's browser made the request. */
export function causeOf({ caller, request }: Work, idempotencyKey: string | null): Cause {
  return caller.kind === "publishable" ? NO_CAUSE : { request: request.id, idempotencyKey };
}
