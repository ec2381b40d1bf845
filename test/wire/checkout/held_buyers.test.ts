/** Buyers whose page waits until the shop's endpoints have received the event of their payment. */
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop, type Shop } from "../../support/shop.ts";

/** Longer than any test takes: whoever is let go was let go by a delivery. */
const WAIT_SECONDS = 600;
const BUYERS = 150;
/** Who pay side by side. */
const LANES = 10;

let server: TestServer;
let close: () => Promise<void>;
let shop: Shop;
let hook: Hook;

interface Heard {
  /** Id of the session. */
  readonly about: string;
  answer(): void;
}
/** Where the shop is told of payments; it answers when the test says so. */
interface Hook {
  /** The next call that nobody has taken up. */
  next(): Promise<Heard>;
  /** Sessions of calls that were answered, or that the server gave up. */
  readonly ended: Set<string>;
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

async function openHook(): Promise<Hook> {
  const heard: Heard[] = [];
  const ended = new Set<string>();
  let tell = () => {};
  let isClosed = false;
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const event = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
        data: { object: { id: string } };
      };
      const about = event.data.object.id;
      const end = () => ended.add(about);
      response.on("close", end);
      if (isClosed) response.end();
      else heard.push({ about, answer: () => end() && response.end() });
      tell();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    ended,
    next: async () => {
      for (;;) {
        const first = heard.shift();
        if (first !== undefined) return first;
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    },
    listen: () =>
      shop.stripe.webhookEndpoints.create({
        url: `http://127.0.0.1:${port}/`,
        enabled_events: ["checkout.session.completed"],
      }),
    close: async () => {
      isClosed = true;
      for (const { answer } of heard) answer();
      await close();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

beforeEach(async () => {
  server = await startServer({ redirectWaitSeconds: WAIT_SECONDS });
  let closing: Promise<void> | null = null;
  close = () => {
    closing ??= server.close();
    return closing;
  };
  shop = openShop(server);
  hook = await openHook();
});
afterEach(() => hook.close());

/** What a buyer's page waits for after the payment: the status it is answered with, on a connection of its own. */
const leave = (id: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = get(`${server.url}/c/pay/${id}/done`, { agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    asked.on("error", reject);
  });

test("each of 150 held buyers is released when the event of their own payment was sent, and not before", async () => {
  await hook.listen();
  const leaving = new Map<string, Promise<void>>();
  const letGo = new Set<string>();
  const early: string[] = [];
  const payAndLeave = async (id: string) => {
    expect((await shop.confirm(id)).status).toBe(200);
    const left = leave(id).then((status) => {
      expect(status).toBe(200);
      letGo.add(id);
      if (!hook.ended.has(id)) early.push(id);
    });
    leaving.set(id, left);
  };
  const ids: string[] = [];
  for (let i = 0; i < BUYERS; i++) ids.push((await shop.session()).id);
  const todo = [...ids];
  const lane = async () => {
    for (let id = todo.pop(); id !== undefined; id = todo.pop()) await payAndLeave(id);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  while (letGo.size < BUYERS) {
    const { about, answer } = await hook.next();
    answer();
    await leaving.get(about);
  }
  expect(early).toEqual([]);
}, 120_000);

test("a buyer is held until every endpoint was tried", async () => {
  await hook.listen();
  await hook.listen();
  const { id } = await shop.paid();
  let isLetGo = false;
  const left = leave(id).then(() => {
    isLetGo = true;
  });
  const pending = async () => {
    const events = await shop.stripe.events.list({ type: "checkout.session.completed" });
    return events.data[0]?.pending_webhooks;
  };
  const [first, second] = [await hook.next(), await hook.next()];
  expect(await pending()).toBe(2);
  first.answer();
  while ((await pending()) === 2);
  expect(isLetGo).toBe(false); // the other endpoint has not answered yet
  second.answer();
  await left;
});

test("nobody is held if no endpoint listens for the event, nor when the server closes", async () => {
  const { id } = await shop.paid();
  expect(await leave(id)).toBe(200);
  await hook.listen();
  const next = await shop.paid();
  const left = leave(next.id);
  const { answer } = await hook.next();
  await shop.stripe.checkout.sessions.retrieve(next.id); // by now the server has the page's request too
  const closed = close();
  expect(await left).toBe(200);
  answer();
  await closed;
});
