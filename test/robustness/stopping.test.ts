/**
 * A server that is asked to stop: it answers all received requests, releases everybody who waits, and exits
 * with 0.
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { type Spawned, spawnServer } from "./spawned.ts";

const KEY = "sk_test_stopping";
const FORM = "Content-Type: application/x-www-form-urlencoded";

let server: Spawned;
const sockets: Socket[] = [];
const hangUps: (() => void)[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const hangUp of hangUps.splice(0)) hangUp();
  await server?.kill();
});

function head(method: string, path: string, more: readonly string[] = []): string {
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", `Authorization: Bearer ${KEY}`, ...more];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/**
 * A connection that has sent these bytes; `all` resolves with what was received until the server closed it.
 */
async function sending(bytes: string): Promise<{ socket: Socket; all: Promise<string> }> {
  const socket = connect({ host: "127.0.0.1", port: server.port });
  sockets.push(socket);
  let received = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    received += text;
  });
  socket.on("error", () => {});
  const all = new Promise<string>((resolve) => socket.on("close", () => resolve(received)));
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  return { socket, all };
}

/** Waits for an answer, so that the server has read everything written to it before. */
async function roundTrip(): Promise<void> {
  const { all } = await sending(head("GET", "/_checkstand/health/live", ["Connection: close"]));
  expect(await all).toContain("live");
}

interface Endpoint {
  readonly url: string;
  /** Resolves once it has received an event. */
  readonly called: Promise<void>;
  hangUp(): void;
}

/** An endpoint that receives events and never answers. */
async function silentEndpoint(): Promise<Endpoint> {
  const callers: Socket[] = [];
  let call = () => {};
  const called = new Promise<void>((resolve) => {
    call = resolve;
  });
  const other = createServer((socket) => {
    callers.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => call());
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const hangUp = () => {
    for (const socket of callers) socket.destroy();
    other.close();
  };
  hangUps.push(hangUp);
  return { url: `http://127.0.0.1:${(other.address() as AddressInfo).port}/hook`, called, hangUp };
}

async function expectCleanStop(): Promise<void> {
  expect(await server.stop()).toBe(0);
  expect(server.complaints()).toBe("");
}

describe("it exits with 0", () => {
  test("with idle connections, used and unused", async () => {
    server = await spawnServer(["--memory"]);
    const unused = await sending("");
    const used = await sending(head("GET", "/v1/products"));
    await roundTrip();
    await expectCleanStop();
    expect(await unused.all).toBe("");
    expect(await used.all).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ["a head", "POST /v1/products HTTP/1.1\r\nHost: 127."],
    ["a body", `${head("POST", "/v1/products", [FORM, "Content-Length: 100"])}name=Lam`],
    ["a chunk", `${head("POST", "/v1/products", [FORM, "Transfer-Encoding: chunked"])}64\r\nname=Lam`],
    ["a request behind a whole one", `${head("GET", "/v1/products")}POST /v1/pro`],
  ])("with half of %s sent", async (_what, bytes) => {
    server = await spawnServer(["--memory"]);
    const half = await sending(bytes);
    await roundTrip();
    await expectCleanStop();
    await half.all;
  });

  test("with a client that does not read its answers", async () => {
    server = await spawnServer(["--memory"]);
    const greedy = await sending(head("GET", "/v1/products").repeat(100));
    greedy.socket.pause();
    await roundTrip();
    await expectCleanStop();
  });
});

test("a buyer held for a webhook is released at once, and requests waiting behind are answered as well", async () => {
  const endpoint = await silentEndpoint();
  server = await spawnServer(["--memory", "--redirect-wait", "60", "--webhook", endpoint.url]);
  const stripe = new Stripe(KEY, { host: "127.0.0.1", port: server.port, protocol: "http" });
  const price_data = { currency: "usd", unit_amount: 900, product_data: { name: "Mug" } };
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example.test/thanks",
    customer_email: "buyer@example.com",
    line_items: [{ quantity: 1, price_data }],
  });
  await stripe.rawRequest("POST", `/v1/payment_pages/${session.id}/confirm`, {
    payment_method: "pm_card_visa",
  });
  await endpoint.called;
  const held = await sending(head("GET", `/c/pay/${session.id}/done`) + head("GET", "/v1/products"));
  await roundTrip();
  const stopped = server.stop();
  const [page = "", list = ""] = (await held.all).split(/(?<=.)(?=HTTP\/1\.1 )/s);
  expect(page).toMatch(/^HTTP\/1\.1 200 /);
  expect(page).toContain("https://shop.example.test/thanks");
  expect(page).not.toMatch(/\r\nconnection: close/i);
  expect(list).toMatch(/^HTTP\/1\.1 200 /);
  expect(list).toMatch(/\r\nconnection: close/i);
  expect(list).toContain('"url": "/v1/products"');
  endpoint.hangUp();
  expect(await stopped).toBe(0);
});

test("requests under way get their real answers, on connections that announce that they close", async () => {
  server = await spawnServer(["--memory"]);
  const bodies = Array.from({ length: 8 }, (_, i) => `name=Lamp${i}`);
  const started = await Promise.all(
    bodies.map((body) =>
      sending(head("POST", "/v1/products", [FORM, `Content-Length: ${body.length + 1}`]) + body),
    ),
  );
  await roundTrip();
  const stopped = server.stop();
  await listensNoMore();
  // The last byte of each is sent after the server was asked to stop.
  for (const { socket } of started) socket.write("!");
  const answers = await Promise.all(started.map(({ all }) => all));
  for (const [i, answer] of answers.entries()) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toContain(`"name": "Lamp${i}!"`);
  }
  expect(await stopped).toBe(0);
  expect(server.complaints()).toBe("");
});

test("a request that arrives on an open connection is refused in Stripe's shape", async () => {
  server = await spawnServer(["--memory"]);
  const late = await sending(head("GET", "/v1/products").slice(0, -2));
  await roundTrip();
  const stopped = server.stop();
  await listensNoMore();
  late.socket.write("\r\n");
  const answer = await late.all;
  const [top = "", body = ""] = answer.split("\r\n\r\n");
  expect(top).toMatch(/^HTTP\/1\.1 503 /);
  expect(top).toMatch(/\r\nconnection: close/i);
  expect(JSON.parse(body)).toEqual({
    error: { message: expect.stringContaining("is stopping"), type: "api_error" },
  });
  expect(await stopped).toBe(0);
});

/** Resolves once the server accepts no new connections: it has begun to stop. */
async function listensNoMore(): Promise<void> {
  for (;;) {
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: server.port });
      socket.on("connect", () => {
        socket.destroy();
        resolve(false);
      });
      socket.on("error", () => resolve(true));
    });
    if (refused) return;
  }
}
