/**
 * The only way out of this process: one POST to one webhook endpoint. A name is resolved once, every address it
 * has is checked, and the connection goes to those addresses and no others: `fetch` would resolve again on its
 * own. Redirects are answers like any other, and are never followed.
 */
import { lookup } from "node:dns/promises";
import { type ClientRequest, type IncomingMessage, request as plain, type RequestOptions } from "node:http";
import { request as encrypted } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { mayReach, type Targets } from "./addresses.ts";

/** How much of an answer is read before the rest is dropped; what is read is not kept either. */
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
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly Address[]>;
}

/** How a server sends unless told otherwise: with the system's own resolver. */
export function outbound(targets: Targets): Outbound {
  return {
    targets,
    timeoutMs: TRY_TIMEOUT_MS,
    resolve: (host) => lookup(host, { all: true, verbatim: true }),
  };
}

/** What came back, or in a few words why nothing did. */
export type Reply =
  | { readonly status: number; readonly retryAfter: string | null }
  | { readonly status: null; readonly error: string };

/** Sends `body`; never throws. `signal` gives up a try that is under way. */
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

/** The addresses of a URL's host; throws unless all of them are allowed. */
async function reachable(out: Outbound, url: URL): Promise<readonly Address[]> {
  // The parser has already turned every spelling of a number (octal, decimal, short) into the usual one.
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
      // A connection of its own for every try: a kept one may have been closed by the other side meanwhile.
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

/** Resolves when an answer has been read to its end or to the bound. */
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

/** A look-up that knows the answer already. */
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
  // Several addresses tried in vain come as one error about all of them, with the code of the last.
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? (code === "" ? error.message : code);
}
