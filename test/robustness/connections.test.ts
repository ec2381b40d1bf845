/** Connections that do not behave as a client's should: they are answered in Stripe's shape, or closed. */

import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { Pipeline } from "../../src/api/pipeline.ts";
import { asRefusal, refusalOutcome } from "../../src/api/replies.ts";
import { Request } from "../../src/api/request.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { Registry } from "../../src/resources/registry.ts";
import { asking, clientOf } from "./client.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const KEY = "sk_test_connections";
const BODY_MAX = 1_048_576;
const PAST_BODY_MAX = 1_572_864;
/** Longer than any of these answers takes: a missing answer fails its test. */
const SILENCE_MS = 5_000;

let server: Spawned;

beforeAll(async () => {
  server = await spawnServer(["--memory"]);
});
afterAll(() => server?.kill());

interface Exchange {
  readonly received: string;
  readonly closed: boolean;
}

/**
 * Sends bytes on a new connection; returns everything received until the server closed it, or `until`
 * matched.
 */
function exchange(parts: readonly (string | Buffer)[], until: RegExp | null = null): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ host: "127.0.0.1", port: server.port });
    const end = (closed: boolean) => {
      resolve({ received, closed });
      socket.destroy();
    };
    socket.setTimeout(SILENCE_MS, () => reject(new Error(`silence after: ${received.slice(0, 500)}`)));
    socket.on("data", (data) => {
      received += data.toString("utf8");
      if (until?.test(received)) end(false);
    });
    socket.on("close", () => end(true));
    // Bytes sent to a server that has already closed the connection cause a reset.
    socket.on("error", () => end(true));
    for (const part of parts) socket.write(part);
  });
}

function head(method: string, path: string, more: readonly string[] = []): string {
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", `Authorization: Bearer ${KEY}`, ...more];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

const FORM = "Content-Type: application/x-www-form-urlencoded";

function refusalIn({ received }: Exchange): { status: number; error: unknown } {
  const [top = "", body = ""] = received.split("\r\n\r\n");
  return { status: Number(top.slice(9, 12)), error: JSON.parse(body).error };
}

const inShape = { message: expect.any(String), type: "invalid_request_error" };

async function answersNormally(): Promise<void> {
  const client = clientOf(server.port, 1);
  const made = await asking(client.send, KEY)("/v1/products", { name: "Lamp" });
  client.close();
  expect(made.status).toBe(200);
  expect(server.complaints()).toBe("");
}

describe("bytes that are not HTTP are refused, and the connection is closed", () => {
  test.each([
    ["words", 400, "HELLO THERE\r\n\r\n"],
    ["TLS", 400, Buffer.from("16030100c8010000c40303", "hex")],
    ["an unknown method", 400, head("FETCH", "/v1/products")],
    ["a header without a colon", 400, head("GET", "/v1/products", ["Broken"])],
    ["a null byte in a header", 400, head("GET", "/v1/products", ["X-A: a\0b"])],
    ["a length that is no number", 400, head("POST", "/v1/products", ["Content-Length: many"])],
    ["two lengths", 400, head("POST", "/v1/products", ["Content-Length: 3", "Content-Length: 4"])],
    [
      "a length and chunks",
      400,
      `${head("POST", "/v1/products", ["Content-Length: 3", "Transfer-Encoding: chunked"])}0\r\n\r\n`,
    ],
    ["a long header", 431, head("GET", "/v1/products", [`X-Long: ${"x".repeat(20_000)}`])],
    ["a long URL", 431, head("GET", `/v1/products?name=${"x".repeat(20_000)}`)],
  ])("%s: %i", async (_what, status, bytes) => {
    const answer = await exchange([bytes]);
    expect(refusalIn(answer)).toEqual({ status, error: inShape });
    expect(answer.closed).toBe(true);
    await answersNormally();
  });

  test("a broken chunk is refused", async () => {
    const start = head("POST", "/v1/products", [FORM, "Transfer-Encoding: chunked"]);
    const answer = await exchange([start, "zz\r\nname=a\r\n0\r\n\r\n"]);
    expect(refusalIn(answer)).toEqual({ status: 400, error: inShape });
    await answersNormally();
  });

  test("CONNECT is closed", async () => {
    const answer = await exchange([head("CONNECT", "example.com:443")]);
    expect(answer.closed).toBe(true);
    await answersNormally();
  });
});

describe("bodies", () => {
  test("a body announced as larger than the bound is refused before it arrives", async () => {
    const answer = await exchange([head("POST", "/v1/products", [FORM, `Content-Length: ${PAST_BODY_MAX}`])]);
    expect(refusalIn(answer)).toEqual({ status: 413, error: inShape });
    expect(answer.closed).toBe(true);
    await answersNormally();
  });

  test("an unannounced body larger than the bound is refused while it arrives", async () => {
    const start = head("POST", "/v1/products", [FORM, "Transfer-Encoding: chunked"]);
    const chunk = `${(65_536).toString(16)}\r\n${"x".repeat(65_536)}\r\n`;
    const answer = await exchange([start, ...Array.from({ length: PAST_BODY_MAX / 65_536 }, () => chunk)]);
    expect(refusalIn(answer)).toEqual({ status: 413, error: inShape });
    await answersNormally();
  });

  test("a body of exactly the allowed size is read", async () => {
    const body = `name=${"x".repeat(BODY_MAX - 5)}`;
    const start = head("POST", "/v1/products", [FORM, `Content-Length: ${body.length}`]);
    const answer = await exchange([start, body], /\}\n$/);
    expect(refusalIn(answer)).toMatchObject({ status: 400, error: { param: "name" } });
  });

  test("a client that disconnects in the middle of its body affects nobody else", async () => {
    const left = new Promise<void>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: server.port }, () => {
        socket.write(`${head("POST", "/v1/products", [FORM, "Content-Length: 100"])}name=`, () =>
          socket.destroy(),
        );
      });
      socket.on("close", () => resolve());
    });
    await left;
    await answersNormally();
    await answersNormally();
  });
});

describe("methods and paths that do not exist", () => {
  test.each(["PUT", "PATCH", "TRACE", "OPTIONS"])("%s", async (method) => {
    const answer = await exchange([head(method, "/v1/products", ["Content-Length: 0"])], /\}\n$/);
    expect(refusalIn(answer)).toEqual({ status: 404, error: inShape });
  });

  test("HEAD is answered with headers only", async () => {
    const answer = await exchange([head("HEAD", "/v1/products", ["Connection: close"])]);
    expect(answer.received).toMatch(/^HTTP\/1\.1 404 .*\r\n\r\n$/s);
  });

  test("OPTIONS is answered for paths that browsers may use", async () => {
    const answer = await exchange([head("OPTIONS", "/v1/payment_pages/cs_test_a", ["Connection: close"])]);
    expect(answer.received).toMatch(/^HTTP\/1\.1 204 .*access-control-allow-origin: \*/is);
  });

  test.each([
    ["broken percent signs", "/v1/products/%zz", 400],
    ["an endless id", `/v1/products/${"x".repeat(6_000)}`, 400],
    ["dots", "/v1/../etc/passwd", 404],
    ["two slashes", "//v1//products", 404],
    ["a null byte", "/v1/products/%00", 404],
    ["an address of a proxy", "http://example.com/v1/none", 404],
    ["a star", "*", 404],
  ])("%s", async (_what, path, status) => {
    const answer = await exchange([head("GET", path)], /\}\n$/);
    expect(refusalIn(answer)).toMatchObject({ status, error: inShape });
    await answersNormally();
  });
});

test("requests sent at once on one connection are answered in order", async () => {
  const paths = ["/v1/products/prod_a", "/v1/prices/price_b", "/v1/products/prod_c"];
  const answer = await exchange(
    paths.map((path) => head("GET", path)),
    /prod_c'.*\}\n$/s,
  );
  const named = [...answer.received.matchAll(/No such \w+: '(\w+)'/g)].map((match) => match[1]);
  expect(named).toEqual(["prod_a", "price_b", "prod_c"]);
});

/** The HTTP routes with a pipeline that does almost nothing. */
function bareDoor() {
  return buildApp({
    // All that these tests use of it.
    pipeline: {
      refusal: (error: unknown, request: Request) => refusalOutcome(asRefusal(error), request),
    } as unknown as Pipeline,
    registry: new Registry([], { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => 0 }),
    foreignHost: () => null,
    notYet: () => null,
    trouble: async () => null,
    newRequest: () => new Request("req_a", 0),
  });
}

test("an answer that cannot be sent is reported as an internal error in Stripe's shape", async () => {
  const { app, close } = bareDoor();
  app.get("/spoilt", (_request, reply) => reply.header("location", "\u20ac").code(303).send("x"));
  app.get("/spoilt_later", async (_request, reply) => reply.header("x-a", "a\nb").send({ status: "fine" }));
  app.get("/thrown", () =>
    Promise.reject(Object.assign(new Error("secret"), { headers: { "x-a": "\u20ac" } })),
  );
  for (const url of ["/spoilt", "/spoilt_later", "/thrown"]) {
    const reply = await app.inject(url);
    expect(reply.statusCode, url).toBe(500);
    expect(reply.headers["content-type"], url).toBe("application/json");
    expect(reply.json(), url).toEqual({ error: { message: expect.any(String), type: "api_error" } });
    expect(reply.body).not.toContain("secret");
  }
  await close();
});

const LISTED = 100;
const SOCKETS = 25;
const PIPELINED = 400;
/** How much memory the process may gain; without bounds on connections it would be several times this. */
const GROWTH_MAX = 250 * 1024 * 1024;

test("connections that ask for much and read nothing take little memory", async () => {
  const own = await spawnServer(["--memory"]);
  const client = clientOf(own.port, 4);
  const ask = asking(client.send, KEY);
  const description = "x".repeat(2_000);
  await Promise.all(Array.from({ length: LISTED }, () => ask("/v1/products", { name: "Lamp", description })));
  const before = own.memory();
  const bytes = head("GET", `/v1/products?limit=${LISTED}`).repeat(PIPELINED);
  const sockets = Array.from({ length: SOCKETS }, () =>
    connect({ host: "127.0.0.1", port: own.port }).pause(),
  );
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(bytes);
  }
  // Their answers come before the answers to these requests.
  for (let i = 0; i < 100; i++) expect((await ask("/v1/products?limit=1")).status).toBe(200);
  expect(own.memory() - before).toBeLessThan(GROWTH_MAX);
  for (const socket of sockets) socket.destroy();
  client.close();
  await own.kill();
});

test("heads and bodies that arrive too slowly are cut off", async () => {
  const { app } = bareDoor();
  const { headersTimeout, requestTimeout, keepAliveTimeout } = app.server;
  await app.close();
  expect(headersTimeout).toBe(10_000);
  expect(requestTimeout).toBe(30_000);
  // Longer than load balancers keep idle connections, so that they close them before we do.
  expect(keepAliveTimeout).toBeGreaterThan(60_000);
});
