/**
 * The only outgoing connections of this process: one POST to one webhook endpoint. A host name is resolved
 * once, each of its IP addresses is checked, and the connection goes only to those: `fetch` would resolve the
 * name again by itself. Redirects count as answers and are never followed.
 */
import { lookup } from "node:dns/promises";
import { type ClientRequest, type IncomingMessage, request as plain, type RequestOptions } from "node:http";
import { request as encrypted } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { mayReach, type Targets } from "./addresses.ts";

/** How much of an answer is read before the rest is dropped. What is read is not stored either. */
export const RESPONSE_BYTES_MAX = 65_536;
/** How long one try may take, from resolving the name to the end of the answer. */
const TRY_TIMEOUT_MS = 15_000;

export interface Address {
  readonly address: string;
  readonly family: number;
}
export interface Outbound {
  readonly targets: Targets;
  readonly timeoutMs: number;
  /** Returns all IP addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly Address[]>;
}

/** How a server sends by default: with the system's resolver. */
export function outbound(targets: Targets): Outbound {
  return {
    targets,
    timeoutMs: TRY_TIMEOUT_MS,
    resolve: (host) => lookup(host, { all: true, verbatim: true }),
  };
}

/** The answer, or a short reason why there was none. */
export type Reply =
  | { readonly status: number; readonly retryAfter: string | null }
  | { readonly status: null; readonly error: string };

/** Sends `body`; never throws. `signal` aborts a try that is under way. */
export async function post(
  out: Outbound,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Reply> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new Error("timed out")), out.timeoutMs);
  const stop = () => ending.abort(new Error("given up"));
  signal.addEventListener("abort", stop);
  try {
    if (signal.aborted) throw new Error("given up");
    const target = new URL(url);
    const addresses = await unlessEnded(ending.signal, reachable(out, target));
    return await send(target, addresses, headers, body, ending.signal);
  } catch (error) {
    return { status: null, error: reasonOf(ending.signal.aborted ? ending.signal.reason : error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** The IP addresses of a URL's host; throws unless all of them are allowed. */
async function reachable(out: Outbound, url: URL): Promise<readonly Address[]> {
  // The URL parser has already turned every notation of an IP address (octal, decimal, short) into the usual
  // one.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  const addresses = family === 0 ? await out.resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new Error("host not found");
  if (!addresses.every(({ address }) => mayReach(address, out.targets))) {
    throw new Error("address not allowed");
  }
  return addresses;
}

function send(
  url: URL,
  addresses: readonly Address[],
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions & { autoSelectFamily: boolean } = {
      method: "POST",
      headers: { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
      // A new connection for every try: the other side may have closed a kept one in the meantime.
      agent: false,
      lookup: answering(addresses),
      autoSelectFamily: true,
      signal,
    };
    const asked: ClientRequest = url.protocol === "https:" ? encrypted(url, options) : plain(url, options);
    asked.on("error", reject);
    asked.on("close", () => reject(new Error("connection closed without an answer")));
    asked.on("response", (response) => {
      readToEnd(response).then(
        () =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] ?? null }),
        reject,
      );
    });
    asked.end(body);
  });
}

/** Resolves when an answer has been read to its end or up to the bound. */
function readToEnd(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= RESPONSE_BYTES_MAX) return;
      resolve();
      response.destroy();
    });
    response.on("end", resolve);
    response.on("error", reject);
  });
}

/** A look-up function that returns the IP addresses already found. */
function answering(addresses: readonly Address[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
  };
}

function unlessEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ENOTFOUND: "host not found",
  EAI_AGAIN: "host not found",
  ETIMEDOUT: "timed out",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  // If all of several IP addresses failed, there is one error for all of them, with the code of the last.
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? (code === "" ? error.message : code);
}
