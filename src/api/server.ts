/**
 * The HTTP server under the framework: its time limits, and errors in Stripe's shape for requests that never
 * reach the framework. `connections.ts` handles how many requests a connection may send at once, and how it
 * ends.
 */
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { type ApiError, errors } from "../core/errors.ts";
import { Connections } from "./connections.ts";
import { headersOf } from "./replies.ts";
import type { Outcome } from "./request.ts";

const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** How often Node looks for connections that exceed the two limits above. */
  connectionsCheckingInterval: 5_000,
  /** Longer than load balancers keep idle connections, so that they close them before we do. */
  keepAliveTimeout: 72_000,
} as const;

/** The only expectation that HTTP servers must support; Node answers it. */
const CONTINUE = "100-continue";

export class HttpServer {
  readonly #refusal: (error: ApiError) => Outcome;
  readonly #connections: Connections;
  /** The first server; there is a second if the host has two IP addresses. */
  readonly main: Server;

  /** `handle` answers a request; `refusal` makes the reply to a request that is refused here. */
  constructor(handle: RequestListener, refusal: (error: ApiError) => Outcome) {
    this.#refusal = refusal;
    this.#connections = new Connections(
      (request, response) => {
        const fault = faultOf(request);
        if (fault === null) handle(request, response);
        else this.#refuse(response, fault);
      },
      (response) => this.#refuse(response, errors.stopping()),
    );
    this.main = this.#create();
  }

  /** Also listens on another IP address, if this machine has it. */
  async alsoListen(host: string, port: number): Promise<void> {
    const server = this.#create();
    server.listen({ host, port });
    // If it does not, the server stays reachable at its first IP address.
    await once(server, "listening").catch(() => {});
  }

  /** Stops listening; resolves once all requests are answered and every connection is closed. */
  close(): Promise<void> {
    return this.#connections.close();
  }

  #create(): Server {
    // A request without a Host header is refused here: Node's own refusal would have no body.
    const server = createServer({ ...TIMEOUTS, requireHostHeader: false });
    this.#connections.attach(server);
    server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
      this.#connections.receive(request, response),
    );
    server.on("clientError", (error: Error & { readonly code?: string }, socket) => {
      // The client has disconnected, so it would receive nothing.
      if (error.code === "ECONNRESET") socket.destroy();
      else this.#refuseConnection(socket, connectionFault(error.code));
    });
    server.on("connect", ({ url = "" }: IncomingMessage, socket) =>
      this.#refuseConnection(socket, errors.unknownUrl("CONNECT", url)),
    );
    return server;
  }

  /**
   * Answers a request that does not reach the framework, and closes the connection, because the request's
   * body may still be arriving.
   */
  #refuse(response: ServerResponse, error: ApiError): void {
    const outcome = this.#refusal(error);
    response.writeHead(outcome.status, { ...headersOf(outcome), ...closing(outcome) }).end(outcome.text);
  }

  /** Answers a connection whose bytes are not a valid request or did not arrive in time, and closes it. */
  #refuseConnection(socket: Duplex, error: ApiError): void {
    this.#connections.endWith(socket, textOf(this.#refusal(error)));
  }
}

/** What is wrong with a request, whatever its path; null if nothing is. */
function faultOf({ headers, httpVersion, rawHeaders }: IncomingMessage): ApiError | null {
  if (httpVersion !== "1.0" && headers.host === undefined) return errors.needsOneHost();
  if (timesThere(rawHeaders, "host") > 1) return errors.needsOneHost();
  const { expect } = headers;
  if (expect === undefined || httpVersion === "1.0" || expect.toLowerCase() === CONTINUE) return null;
  return errors.expectationFailed();
}

/** How often a header occurs. Node shows only the first of headers that must not be repeated. */
function timesThere(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i];
    if (given?.length === name.length && given.toLowerCase() === name) count++;
  }
  return count;
}

function connectionFault(code: string | undefined): ApiError {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return errors.requestTimeout();
    case "HPE_HEADER_OVERFLOW":
      return errors.headersTooLarge();
    default:
      return errors.unparsable();
  }
}

function closing({ text }: Outcome): Record<string, string> {
  return { "content-length": String(Buffer.byteLength(text)), connection: "close" };
}

/** A complete HTTP answer as text, for a connection without a request object. */
function textOf(outcome: Outcome): string {
  const headers = Object.entries({ ...headersOf(outcome), ...closing(outcome) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${outcome.status} ${STATUS_CODES[outcome.status]}\r\n${lines.join("")}\r\n${outcome.text}`;
}
