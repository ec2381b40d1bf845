/** A request on its way through the rooms: as it came, what is known of it, and its reply. */
import type { Call } from "../resources/resource.ts";
import { type Cause, NO_CAUSE } from "../storage/port.ts";
import type { Dialect } from "../versions/index.ts";
import type { Caller } from "./auth.ts";
import type { Route } from "./registry.ts";

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

/** A request that has been read, ready for its operation. */
export interface Work {
  readonly route: Route;
  readonly caller: Caller;
  readonly dialect: Dialect;
  readonly paths: readonly string[];
  readonly call: Call<never>;
  readonly request: Request;
}
/** What events say caused them; nothing at all where it was a buyer's browser. */
export function causeOf({ caller, request }: Work, idempotencyKey: string | null): Cause {
  return caller.kind === "publishable" ? NO_CAUSE : { request: request.id, idempotencyKey };
}
