/**
 * Manages the connections of clients, between Node's HTTP server and the framework. It guarantees three
 * things: a connection uses a bounded amount of memory, whatever its client sends and however slowly it
 * reads; the server can stop without cutting off an answer; and the answer about a broken connection comes
 * after the answers still owed on it.
 *
 * A client may send requests without waiting for answers (pipelining). Only one request of a connection is
 * processed at a time: the next begins when the previous answer has been handed to the operating system. So
 * at most one answer is held for a client that does not read, and requests take effect in the order in which
 * they were sent, as HTTP requires for all requests that are not plain reads. See
 * docs/decisions/0024-the-door.md.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface ConnectionBounds {
  /**
   * Requests of one connection that may wait for the one before them. A client that sends more is cut off.
   */
  readonly waitingMax: number;
  /** A client that reads nothing of an answer for this long is cut off; it is checked twice in that time. */
  readonly stallMs: number;
  /** When the server stops, a request that is still arriving has this long to arrive completely. */
  readonly arrivalMs: number;
  /** When the server stops, answers have this long to be made and read; then every connection is closed. */
  readonly answersMs: number;
}

export const CONNECTION_BOUNDS: ConnectionBounds = {
  waitingMax: 512,
  stallMs: 10_000,
  arrivalMs: 1_000,
  answersMs: 8_000,
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Connection {
  readonly socket: Socket;
  /** The request being answered. */
  current: Exchange | null;
  readonly waiting: Exchange[];
  /** Bytes received when the last answer was given: more bytes mean that a request is arriving. */
  bytesAtRest: number;
  /** The text to send before closing, once no answer is owed. */
  lastText: string | null;
  /** The answer is complete; it has been handed to the operating system or is waiting to be. */
  readonly onComplete: () => void;
  /** The answer has been handed over, or the client has disconnected. */
  readonly onEnded: () => void;
}

export class Connections {
  readonly #handle: RequestListener;
  readonly #refuse: (response: ServerResponse) => void;
  readonly #bounds: ConnectionBounds;
  readonly #servers: Server[] = [];
  readonly #open = new Map<Duplex, Connection>();
  #closing: Promise<void> | null = null;
  #allGone: (() => void) | null = null;

  /** `handle` answers a request; `refuse` answers one that arrived while the server was already stopping. */
  constructor(
    handle: RequestListener,
    refuse: (response: ServerResponse) => void,
    bounds: ConnectionBounds = CONNECTION_BOUNDS,
  ) {
    this.#handle = handle;
    this.#refuse = refuse;
    this.#bounds = bounds;
  }

  /** Takes over a server's connections and requests. Call it before the server listens. */
  attach(server: Server): void {
    this.#servers.push(server);
    server.on("connection", (socket) => this.#opened(socket));
    server.on("request", (request, response) => this.receive(request, response));
    // Node's own implementation would cut off answers that are still being sent. This class knows which
    // connections are idle.
    server.closeIdleConnections = () => this.#closeIdle();
  }

  /** Takes a request that arrived: it is answered now, or after those before it. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#open.get(request.socket);
    if (connection === undefined) return;
    const exchange = { request, response };
    if (connection.current === null) this.#begin(connection, exchange, this.#closing !== null);
    // While the server is stopping, further requests are dropped: the last answer tells the client that the
    // connection closes.
    else if (this.#closing === null) this.#park(connection, exchange);
  }

  /**
   * Closes a connection that received invalid bytes: sends a last answer after the answers to earlier
   * requests.
   */
  endWith(socket: Duplex, text: string): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    const { current, waiting } = connection;
    // If a request was still arriving, it is the invalid one and will never be complete.
    if (waiting.at(-1)?.request.complete === false) waiting.pop();
    if (current === null || !current.request.complete)
      this.#end(connection.socket, current?.response.headersSent ? "" : text);
    else connection.lastText = text;
  }

  /**
   * Stops listening, closes idle connections, and resolves when every request has been answered and every
   * connection is closed. Takes no longer than its bounds.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #opened(socket: Socket): void {
    const connection: Connection = {
      socket,
      current: null,
      waiting: [],
      bytesAtRest: 0,
      lastText: null,
      onComplete: () => {
        // If the operating system took the whole answer at once, there is nothing to watch.
        if (socket.writableLength > 0) socket.setTimeout(this.#bounds.stallMs);
      },
      onEnded: () => this.#ended(connection),
    };
    this.#open.set(socket, connection);
    // Node sometimes resumes reading by itself. While requests wait, no more of them are read.
    socket.on("resume", () => {
      if (connection.waiting.length > 0) socket.pause();
    });
    socket.on("close", () => {
      connection.waiting.length = 0;
      this.#open.delete(socket);
      if (this.#open.size === 0) this.#allGone?.();
    });
  }

  #park(connection: Connection, exchange: Exchange): void {
    if (connection.waiting.length >= this.#bounds.waitingMax) connection.socket.destroy();
    else if (connection.waiting.push(exchange) === 1) connection.socket.pause();
  }

  #begin(connection: Connection, exchange: Exchange, refused: boolean): void {
    const { request, response } = exchange;
    connection.current = exchange;
    response.on("prefinish", connection.onComplete);
    response.on("close", connection.onEnded);
    if (this.#closing !== null && connection.waiting.length === 0) announceClose(response);
    if (refused) this.#refuse(response);
    else this.#handle(request, response);
  }

  #ended(connection: Connection): void {
    const { socket, waiting } = connection;
    connection.current = null;
    connection.bytesAtRest = socket.bytesRead;
    const next = socket.writable ? waiting.shift() : undefined;
    if (next === undefined) {
      if (connection.lastText !== null || this.#closing !== null)
        this.#end(socket, connection.lastText ?? "");
      return;
    }
    socket.setTimeout(0);
    if (waiting.length === 0) socket.resume();
    this.#begin(connection, next, false);
  }

  #end(socket: Socket, text: string): void {
    if (socket.writable) socket.write(text);
    socket.setTimeout(this.#bounds.stallMs);
    socket.destroySoon();
  }

  #closeIdle(): void {
    for (const { current, socket, bytesAtRest } of this.#open.values()) {
      if (current === null && socket.bytesRead === bytesAtRest) socket.destroySoon();
    }
  }

  async #close(): Promise<void> {
    const gone = new Promise<void>((resolve) => {
      this.#allGone = resolve;
    });
    for (const server of this.#servers) if (server.listening) server.close();
    for (const { current, waiting } of this.#open.values()) {
      if (current !== null && waiting.length === 0) announceClose(current.response);
    }
    if (this.#open.size === 0) return;
    const { arrivalMs, answersMs } = this.#bounds;
    const late = setTimeout(() => this.#cut(isArriving), arrivalMs);
    const last = setTimeout(() => this.#cut(() => true), answersMs);
    await gone;
    clearTimeout(late);
    clearTimeout(last);
  }

  #cut(which: (connection: Connection) => boolean): void {
    for (const connection of this.#open.values()) if (which(connection)) connection.socket.destroy();
  }
}

/** True if the connection has no complete request that could be answered. */
function isArriving({ current }: Connection): boolean {
  return current === null || !current.request.complete;
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
