/**
 * Requests that no well-behaved client sends, to paths of the API and of the page: each answer is Stripe's
 * error shape or one of our pages, never the framework's or Node's own.
 */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";

/** Longer than any of these answers takes: a missing answer fails its test. */
const SILENCE_MS = 5_000;
const KEY = "sk_test_oddrequests";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ logLevel: "silent" });
});
afterAll(() => server.close());

interface Reply {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes on a new connection; returns everything received until the connection ended. */
function exchange(bytes: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
    socket.setTimeout(SILENCE_MS, () => reject(new Error(`silence after: ${received.slice(0, 500)}`)));
    socket.setEncoding("utf8").on("data", (text: string) => {
      received += text;
    });
    socket.on("error", () => {}); // a reset, if we still send to a server that has closed the connection
    socket.on("close", () => {
      const [head = "", body = ""] = received.split(/\r\n\r\n(.*)/s);
      resolve({ status: Number(head.slice(9, 12)), head, body });
    });
    socket.write(bytes);
  });
}

interface Odd {
  readonly method?: string;
  readonly version?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** The text of a request; without a default Host header if `headers` has one or says that there is none. */
function written(path: string, { method = "GET", version = "1.1", headers = [], body = "" }: Odd): string {
  const lines = [`${method} ${path} HTTP/${version}`, `Authorization: Bearer ${KEY}`];
  if (!headers.some((line) => line.toLowerCase().startsWith("host:") || line === ""))
    lines.push("Host: 127.0.0.1");
  lines.push(...headers.filter((line) => line !== ""), "Connection: close");
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** Checks that the answer is ours; returns its status. */
function ours({ status, head, body }: Reply, method = "GET"): number {
  expect(head).toMatch(/^HTTP\/1\.1 \d{3} /);
  const type = /\r\ncontent-type: ([^\r]*)/i.exec(head)?.[1] ?? "";
  if (method === "HEAD" || status === 204) expect(body).toBe("");
  else if (type.startsWith("text/html")) expect(body).toMatch(/^<!doctype html>.*"\/_checkstand\/page\//s);
  else {
    expect(type).toBe("application/json");
    expect(JSON.parse(body)).toEqual({ error: expect.objectContaining({ type: expect.any(String) }) });
  }
  return status;
}

const API = [
  "/v1/products?nothing=1",
  "/v1/products/prod_none",
  "/v1/nothing",
  "/v1/payment_pages/cs_test_none",
];
const PAGE = [
  "/c/pay/cs_test_none",
  "/c/pay/cs_test_none/done",
  "/c/pay/cs_test_none/update",
  "/c/pay/cs_test_none/remove_method",
  "/c/3ds/pi_none",
  "/b/test_none",
  "/r/none",
  "/i/acct_none/test_none",
];

const FORM = "Content-Type: application/x-www-form-urlencoded";
const ODD: readonly [string, Odd][] = [
  ["OPTIONS", { method: "OPTIONS", headers: ["Origin: https://evil.example"] }],
  ["HEAD", { method: "HEAD" }],
  ["PUT with a body", { method: "PUT", headers: [FORM, "Content-Length: 3"], body: "a=b" }],
  ["PATCH", { method: "PATCH", headers: ["Content-Length: 0"] }],
  ["TRACE", { method: "TRACE" }],
  ["PROPFIND", { method: "PROPFIND" }],
  ["QUERY", { method: "QUERY", headers: ["Content-Length: 1"], body: "a" }],
  ["a method that there is not", { method: "FETCH" }],
  ["HTTP/1.0", { version: "1.0" }],
  ["HTTP/1.0 without a host", { version: "1.0", headers: [""] }],
  ["HTTP/2.0 on HTTP/1", { version: "2.0" }],
  ["HTTP/9.9", { version: "9.9" }],
  ["no host", { headers: [""] }],
  ["two hosts", { headers: ["Host: 127.0.0.1", "Host: 127.0.0.1"] }],
  ["a host that is none", { headers: ["Host: 127.0.0.1/evil"] }],
  ["an empty host", { headers: ["Host:"] }],
  ["a foreign host", { headers: ["Host: evil.example"] }],
  ["an expectation", { headers: ["Expect: the-spanish-inquisition"] }],
  ["an upgrade", { headers: ["Upgrade: websocket", "Connection: Upgrade"] }],
  ["an upgrade to HTTP/2", { headers: ["Upgrade: h2c", "HTTP2-Settings: AAMAAABk"] }],
  ["a negative length", { method: "POST", headers: [FORM, "Content-Length: -1"] }],
  ["a length that is no number", { method: "POST", headers: [FORM, "Content-Length: 1e3"] }],
  ["two lengths", { method: "POST", headers: [FORM, "Content-Length: 1", "Content-Length: 2"], body: "a" }],
  ["an unknown coding", { method: "POST", headers: [FORM, "Transfer-Encoding: gzip"], body: "a" }],
  [
    "a media type that is none",
    { method: "POST", headers: ["Content-Type: ;;;", "Content-Length: 1"], body: "a" },
  ],
  ["JSON", { method: "POST", headers: ["Content-Type: application/json", "Content-Length: 2"], body: "{}" }],
  ["no media type", { method: "POST", headers: ["Content-Length: 1"], body: "a" }],
  ["a body past the bound", { method: "POST", headers: [FORM, "Content-Length: 99999999"] }],
  ["a long header", { headers: [`X-Long: ${"x".repeat(20_000)}`] }],
  ["a null byte in a header", { headers: ["X-Null: a\0b"] }],
  [
    "letters of no alphabet in a header",
    { headers: ["Accept-Language: \u20ac\u00ff, *;q=x", "Accept: \u20ac"] },
  ],
  ["a key that is no key", { headers: ["Authorization: \u20ac \u00ff"] }],
];

describe.each([...API, ...PAGE])("%s", (path) => {
  test.each(ODD)("%s", async (_what, odd) => {
    const status = ours(await exchange(written(path, odd)), odd.method);
    // 204 is the answer to a browser's preflight request.
    if (status !== 204) expect(status).toBeGreaterThanOrEqual(400);
    expect(status).not.toBe(500);
  });
});

describe.each([
  "/v1/products/ID",
  "/v1/products/ID?limit=ID",
  "/v1/ID",
  "/c/pay/ID",
  "/c/pay/ID/done",
  "/c/pay/ID/update",
  "/c/pay/ID/remove_method",
  "/c/3ds/ID?client_secret=ID",
  "/c/3ds/ID/three-ds-2-challenge?client_secret=ID",
  "/b/ID",
  "/r/ID",
  "/i/ID/ID",
  "/i/acct_a/test_ID/pdf",
  "/c/ID",
  "/ID",
])("%s with unusual ids", (path) => {
  test.each([
    ["a letter that no header can hold", "%E2%82%AC"],
    ["a line break", "a%0d%0aSet-Cookie:%20a=b"],
    ["a null byte", "%00"],
    ["broken percent signs", "%zz"],
    ["half a letter", "%E2%82"],
    ["a slash", "%2f%2e%2e%2f"],
    ["dots", ".."],
    ["nothing", ""],
    ["a long id", "x".repeat(6_000)],
    ["an id longer than a URL may be", "x".repeat(20_000)],
    ["bytes that no URL has", "\u20ac"],
    ["a query of nothing", "a?%zz=%&&==&\u00ff"],
    ["another origin", "/evil.example"],
  ])("%s", async (_what, id) => {
    for (const method of ["GET", "POST"]) {
      const odd: Odd = method === "GET" ? {} : { method, headers: [FORM, "Content-Length: 0"] };
      const reply = await exchange(written(path.replaceAll("ID", id), odd));
      expect(ours(reply), method).not.toBe(500);
      expect(reply.head.toLowerCase()).not.toMatch(/\r\n(?:location|set-cookie):/);
    }
  });
});

test.each(["done", "update", "remove_method"])("/c/pay/:id/%s of no session says so", async (end) => {
  const reply = await exchange(written(`/c/pay/%E2%82%AC/${end}`, {}));
  expect(reply.status).toBe(404);
  expect(reply.body).toContain('data-testid="session-unknown"');
});

test("an expectation that the server supports is met", async () => {
  const head = written("/v1/products", {
    method: "POST",
    headers: [FORM, "Content-Length: 9", "Expect: 100-Continue"],
  });
  const reply = await exchange(`${head}name=Lamp`);
  expect(reply.head).toMatch(/^HTTP\/1\.1 100 Continue/);
  expect(reply.body).toMatch(/^HTTP\/1\.1 200 /);
});

test("CONNECT is refused", async () => {
  expect(ours(await exchange(written("example.com:443", { method: "CONNECT" })))).toBe(404);
});
