/** What a connection may cost and how it ends, on a plain HTTP server with bounds short enough for tests. */
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { CONNECTION_BOUNDS, type ConnectionBounds, Connections } from "./connections.ts";

const ENDS: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ENDS.splice(0).reverse()) await end();
});

async function serve(handle: RequestListener, bounds: Partial<ConnectionBounds> = {}) {
  const server = createServer();
  const connections = new Connections(handle, (response) => response.writeHead(503).end("stopping"), {
    ...CONNECTION_BOUNDS,
    ...bounds,
  });
  connections.attach(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ENDS.push(() => connections.close());
  const { port } = server.address() as AddressInfo;
  return { connections, port };
}

interface Client {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  received(): string;
  /** Resolves once this was received. */
  saw(pattern: RegExp): Promise<void>;
}

function client(port: number): Client {
  const socket = connect({ host: "127.0.0.1", port });
  let received = "";
  const looks: (() => void)[] = [];
  socket.setEncoding("latin1").on("data", (text: string) => {
    received += text;
    for (const look of looks) look();
  });
  socket.on("error", () => {}); // the server cuts some of these off
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  ENDS.push(() => socket.destroy());
  const saw = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(received) && resolve();
      looks.push(look);
      look();
      socket.on("close", () => reject(new Error(`closed after: ${received.slice(0, 500)}`)));
    });
  return { socket, closed, received: () => received, saw };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;

/** A handler whose answers the test gives, in any order. */
function byHand() {
  const begun: string[] = [];
  const answers = new Map<string, () => void>();
  const handle: RequestListener = (request, response) => {
    const { url = "" } = request;
    begun.push(url);
    answers.set(url, () => response.end(`answer ${url}.`));
  };
  /** Answers a request, once it has been begun. */
  const answer = async (url: string) => {
    while (!answers.has(url)) await new Promise((resolve) => setImmediate(resolve));
    answers.get(url)?.();
  };
  return { begun, handle, answer };
}

test("requests sent at once are processed one after another, and answered in order", async () => {
  const { begun, handle, answer } = byHand();
  const { port } = await serve(handle);
  const one = client(port);
  one.socket.write(get("/a") + get("/b") + get("/c"));
  await answer("/a");
  await one.saw(/answer \/a\./);
  await answer("/b");
  expect(begun).not.toContain("/c");
  await answer("/c");
  await one.saw(/answer \/c\./);
  expect(one.received().match(/answer \/\w/g)).toEqual(["answer /a", "answer /b", "answer /c"]);
});

test("400 requests and bodies sent at once by a client that reads are all answered, in order", async () => {
  const { port } = await serve((request, response) => {
    let body = "";
    request.on("data", (data) => {
      body += data;
    });
    request.on("end", () => setImmediate(() => response.end(`<${body}>`)));
  });
  const one = client(port);
  const numbers = Array.from({ length: 400 }, (_, i) => `body${i}`);
  const head = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ";
  one.socket.write(numbers.map((body) => `${head}${body.length}\r\n\r\n${body}`).join(""));
  await one.saw(/<body399>/);
  expect([...one.received().matchAll(/<(\w+)>/g)].map((match) => match[1])).toEqual(numbers);
});

test("a client that sends more requests than may wait is cut off; other clients are not", async () => {
  const { handle, answer } = byHand();
  const { port } = await serve(handle, { waitingMax: 10 });
  const greedy = client(port);
  const other = client(port);
  other.socket.write(get("/other"));
  greedy.socket.write(get("/greedy").repeat(12));
  await greedy.closed;
  await answer("/other");
  await other.saw(/answer \/other/);
});

test("waiting requests are not processed once their client has disconnected", async () => {
  const { begun, handle, answer } = byHand();
  const { port } = await serve(handle);
  const one = client(port);
  one.socket.write(get("/a") + get("/b"));
  while (begun.length === 0) await new Promise((resolve) => setImmediate(resolve));
  one.socket.resetAndDestroy();
  await one.closed;
  await answer("/a");
  const next = client(port);
  next.socket.write(get("/c"));
  await answer("/c");
  await next.saw(/answer \/c/);
  expect(begun).toEqual(["/a", "/c"]);
});

/** More than the operating system takes at once. */
const LARGE = Buffer.alloc(24 * 1024 * 1024, "x");

test("a client that does not read its answer is cut off, and its further requests are never begun", async () => {
  let begun = 0;
  let cutOff = () => {};
  const cut = new Promise<void>((resolve) => {
    cutOff = resolve;
  });
  const { port } = await serve(
    (_request, response) => {
      begun++;
      response.on("close", cutOff);
      response.end(LARGE);
    },
    { stallMs: 50 },
  );
  const one = client(port);
  one.socket.pause();
  one.socket.write(get("/large") + get("/large"));
  await cut;
  one.socket.resume();
  await one.closed;
  expect(begun).toBe(1);
  expect(one.received().length).toBeLessThan(LARGE.length);
});

test("a client that reads slowly gets its complete answer", async () => {
  const { port } = await serve((_request, response) => response.end(LARGE), { stallMs: 1_000 });
  const socket = connect({ host: "127.0.0.1", port });
  let received = 0;
  const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("data", (data) => {
    received += data.length;
    socket.pause();
    setTimeout(() => socket.resume(), 2);
  });
  socket.write(get("/large").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
  await ended;
  expect(received).toBeGreaterThan(LARGE.length);
});

test("the answer about invalid bytes comes after the answers still owed", async () => {
  const { handle, answer } = byHand();
  const server = createServer();
  const connections = new Connections(handle, () => {});
  connections.attach(server);
  server.on("clientError", (_error, socket) => connections.endWith(socket, "that was no request"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ENDS.push(() => connections.close());
  const one = client((server.address() as AddressInfo).port);
  one.socket.write(`${get("/a")}${get("/b")}nonsense\r\n\r\n`);
  await answer("/a");
  await answer("/b");
  await one.closed;
  expect(one.received()).toMatch(/answer \/a\..*answer \/b\.that was no request$/s);
});
