import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { answering, openReceiver, type Receiver } from "../../test/support/work_bed.ts";
import { type Address, type Outbound, outbound, post, RESPONSE_BYTES_MAX } from "./outbound.ts";

const NEVER = new AbortController().signal;
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function receiver(...args: Parameters<typeof openReceiver>): Promise<Receiver> {
  const opened = await openReceiver(...args);
  closing.push(opened.close);
  return opened;
}

/** A server that handles the raw connection itself. */
async function rawServer(handle: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", () => handle(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const send = (url: string, out: Outbound = outbound("local"), signal = NEVER) =>
  post(out, url, { "Content-Type": "application/json" }, '{"é":1}', signal);
const resolvingTo = (out: Outbound, ...addresses: Address[]): Outbound => ({
  ...out,
  resolve: async () => addresses,
});

test("posts the body and returns the status", async () => {
  const there = await receiver();
  expect(await send(there.url)).toEqual({ status: 200, retryAfter: null });
  expect(there.received).toMatchObject([
    {
      method: "POST",
      text: '{"é":1}',
      headers: { "content-type": "application/json", "content-length": "8" },
    },
  ]);
});

test("returns the Retry-After that the endpoint asks for", async () => {
  const there = await receiver(answering(503, { "retry-after": "77" }));
  expect(await send(there.url)).toEqual({ status: 503, retryAfter: "77" });
});

test.each([301, 302, 303, 307, 308])("a redirect (%i) is an answer, and is not followed", async (status) => {
  const elsewhere = await receiver();
  const there = await receiver(answering(status, { location: elsewhere.url }));
  expect(await send(there.url)).toMatchObject({ status });
  expect(elsewhere.received).toEqual([]);
});

test("user and password in the URL are sent", async () => {
  const there = await receiver();
  await send(there.url.replace("http://", "http://me:p%40ss@"));
  expect(there.received[0]?.headers.authorization).toBe(`Basic ${btoa("me:p@ss")}`);
});

test("a refused connection is reported if nobody listens", async () => {
  const there = await openReceiver();
  await there.close();
  expect(await send(there.url)).toEqual({ status: null, error: "connection refused" });
});

test("an answer that does not end or never begins times out", async () => {
  const impatient = { ...outbound("local"), timeoutMs: 60 };
  const silent = await rawServer(() => {});
  const half = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"));
  expect(await send(silent, impatient)).toEqual({ status: null, error: "timed out" });
  expect(await send(half, impatient)).toEqual({ status: null, error: "timed out" });
});

test("a resolver that hangs times out too", async () => {
  const stuck: Outbound = { ...outbound("local"), timeoutMs: 30, resolve: () => new Promise(() => {}) };
  expect(await send("http://hooks.test/", stuck)).toEqual({ status: null, error: "timed out" });
});

test.each([
  ["closes without an answer", (socket: Socket) => socket.end()],
  ["resets the connection", (socket: Socket) => socket.resetAndDestroy()],
  ["answers something that is not HTTP", (socket: Socket) => socket.end("220 mail.test ESMTP\r\n")],
  ["stops half way", (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")],
  [
    "sends headers without end",
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\na: ${"b".repeat(99_999)}`),
  ],
])("an endpoint that %s gave no answer", async (_what, handle) => {
  const reply = await send(await rawServer(handle));
  expect(reply).toEqual({ status: null, error: expect.stringMatching(/./) });
});

test("an endless answer is cut off, and its status counts", async () => {
  let sent = 0;
  const there = await receiver((response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(RESPONSE_BYTES_MAX);
    const more = () => {
      sent += chunk.length;
      if (!response.destroyed) response.write(chunk, () => setImmediate(more));
    };
    more();
  });
  expect(await send(there.url)).toMatchObject({ status: 200 });
  expect(sent).toBeLessThan(1000 * RESPONSE_BYTES_MAX);
});

test("a try under way can be aborted", async () => {
  const giving = new AbortController();
  const there = await receiver(() => giving.abort());
  expect(await send(there.url, outbound("local"), giving.signal)).toEqual({
    status: null,
    error: "given up",
  });
  expect(await send(there.url, outbound("local"), giving.signal)).toEqual({
    status: null,
    error: "given up",
  });
  expect(there.received).toHaveLength(1);
});

test("names are resolved once, and the connection goes to the checked IP addresses", async () => {
  const there = await receiver();
  const answers: Address[][] = [
    [{ address: "127.0.0.1", family: 4 }],
    [{ address: "169.254.169.254", family: 4 }],
  ];
  let asked = 0;
  const rebinding: Outbound = { ...outbound("local"), resolve: async () => answers[asked++] ?? [] };
  const url = there.url.replace("127.0.0.1", "rebind.test");
  expect(await send(url, rebinding)).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
  expect(there.received[0]?.headers.host).toMatch(/^rebind\.test:/);
  expect(await send(url, rebinding)).toEqual({ status: null, error: "address not allowed" });
  expect(there.received).toHaveLength(1);
});

test("one forbidden IP address among several forbids the host", async () => {
  const there = await receiver();
  const out = resolvingTo(
    outbound("local"),
    { address: "127.0.0.1", family: 4 },
    { address: "fe80::1%2", family: 6 },
  );
  expect(await send(there.url.replace("127.0.0.1", "both.test"), out)).toMatchObject({
    error: "address not allowed",
  });
  expect(there.received).toEqual([]);
});

test("a name without IP addresses is reported", async () => {
  expect(await send("http://none.test/", resolvingTo(outbound("local")))).toEqual({
    status: null,
    error: "host not found",
  });
});

test.each(["127.0.0.1", "0x7f.1", "localhost", "localhost.", "LOCALHOST"])(
  "a public server does not send to %s",
  async (host) => {
    const there = await receiver();
    const url = there.url.replace("127.0.0.1", host);
    const loopback: Address = { address: "127.0.0.1", family: 4 };
    expect(await send(url, resolvingTo(outbound("public"), loopback))).toEqual({
      status: null,
      error: "address not allowed",
    });
    expect(await send(url, resolvingTo(outbound("local"), loopback))).toMatchObject({ status: 200 });
    expect(there.received).toHaveLength(1);
  },
);

test("the system's resolver is used unless another is given", async () => {
  const there = await receiver();
  expect(await send(there.url.replace("127.0.0.1", "localhost"))).toMatchObject({ status: 200 });
});

test.each(["ftp://127.0.0.1/", "file:///etc/passwd", "nonsense"])("%s is not sent to", async (url) => {
  expect(await send(url)).toMatchObject({ status: null });
});
