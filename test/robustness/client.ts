/**
 * A plain HTTP client for these tests: it returns every answer unchanged, and can have many requests under
 * way.
 */
import { Agent, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
}

export type Headers = Readonly<Record<string, string>>;
/** Sends one request; rejects if there was no complete answer. */
export type Send = (
  method: string,
  path: string,
  headers: Headers,
  body?: Buffer | string,
) => Promise<Answer>;

/**
 * A client of the server at `port` with its own connections, at most `connections` of them. `close` it after
 * use.
 */
export function clientOf(port: number, connections: number): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send: Send = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const options = { host: "127.0.0.1", port, method, path, agent, headers: { ...headers, ...length } };
      const sending = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode = 0 } = response;
          resolve({ status: statusCode, headers: response.headers, text, ms: performance.now() - began });
        });
      });
      sending.on("error", reject);
      sending.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** A POST of form parameters, or a GET if there are none. */
export function asking(send: Send, key: string) {
  return (path: string, form: Readonly<Record<string, string>> | null = null, headers: Headers = {}) => {
    const all = { authorization: `Bearer ${key}`, ...headers };
    if (form === null) return send("GET", path, all);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return send("POST", path, { ...all, ...type }, new URLSearchParams(form).toString());
  };
}

export type Ask = ReturnType<typeof asking>;
export type Wire = Readonly<Record<string, unknown>> & { readonly id: string };

const PAGE = 100;

/** Every object of a list, read page by page. */
export async function listAll(ask: Ask, path: string): Promise<Wire[]> {
  const all: Wire[] = [];
  for (let after = ""; ; ) {
    const answer = await ask(`${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}${after}`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    const page = JSON.parse(answer.text) as { data: Wire[]; has_more: boolean };
    all.push(...page.data);
    const last = page.data.at(-1);
    if (!page.has_more || last === undefined) return all;
    after = `&starting_after=${last.id}`;
  }
}

/** The id of the object in an answer. */
export function idIn(answer: Answer): string {
  if (answer.status !== 200) throw new Error(answer.text);
  return (JSON.parse(answer.text) as Wire).id;
}

export function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
