/**
 * What tests of the worker use: a store with a clock of its own, endpoints, events, and receivers of
 * webhooks.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, FixedClock } from "../../src/core/clock.ts";
import { seededIds } from "../../src/core/ids.ts";
import {
  type Delivery,
  delivery,
  type Event,
  event,
  eventRecorder,
} from "../../src/resources/events/event.ts";
import { type WebhookEndpoint, webhookEndpoint } from "../../src/resources/events/webhook_endpoint.ts";
import { publicPart, type TimerWork } from "../../src/resources/resource.ts";
import type { Engine } from "../../src/storage/engine.ts";
import { type Account, NO_CAUSE, type Row, type Store } from "../../src/storage/port.ts";
import { openStore } from "../../src/storage/sql_store.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import { outbound } from "../../src/work/outbound.ts";
import { startWorker, type Worker, type WorkerParts } from "../../src/work/worker.ts";

export const START = 1_700_000_000;
export const ACCOUNT: Account = { id: "acct_1TestTestTest01", tail: "TestTest01" };
const KINDS = [event, delivery, webhookEndpoint(VERSIONS)];

/** A row of a kind that events can be about. */
export const thing = (id: string, more: object = {}): Row => ({ id, object: "product", ...more });

export interface Bed {
  readonly store: Store;
  readonly clock: FixedClock;
  /** The errors reported, in order. */
  readonly reports: unknown[];
  startWorker(parts?: Partial<WorkerParts>): Worker;
  addEndpoint(url: string, more?: Partial<WebhookEndpoint>, account?: Account): Promise<WebhookEndpoint>;
  changeEndpoint(id: string, change: Partial<WebhookEndpoint>): Promise<void>;
  /** Records events about new rows with these ids, one after another. */
  emit(...ids: readonly string[]): Promise<void>;
  eventAbout(id: string): Promise<Event>;
  deliveriesOf(eventId: string): Promise<Delivery[]>;
  /** Stops every worker and closes the store. */
  close(): Promise<void>;
}

/**
 * `place` is the file of the data or another engine; in memory by default. `serverClock` makes the clock of the
 * store out of real time; by default it is real time.
 */
export async function openBed(
  place: string | Engine = ":memory:",
  start = START,
  serverClock: (real: Clock) => Clock = (real) => real,
): Promise<Bed> {
  const clock = new FixedClock(start);
  const ids = seededIds(start);
  const store = await openStore(typeof place === "string" ? openSqlite(place) : place, {
    clock: serverClock(clock),
    realClock: clock,
    ids,
    keysOf: (row) => keysOf(row),
    recordEvent: eventRecorder(publicPart, ids, "2023-10-16"),
  });
  const workers: Worker[] = [];
  const reports: unknown[] = [];
  const events = () =>
    store.read(ACCOUNT, async (reader) => (await reader.list<Event>("event", {}, { limit: 10_000 })).rows);
  return {
    store,
    clock,
    reports,
    startWorker: (parts = {}) => {
      const worker = startWorker({
        store,
        clock,
        timers: new Map<string, TimerWork>(Object.entries(delivery.timers ?? {})),
        outbound: outbound("local"),
        schedule: "sandbox",
        keySeconds: 86_400,
        report: (error) => reports.push(error),
        ...parts,
      });
      workers.push(worker);
      return worker;
    },
    addEndpoint: (url, more = {}, account = ACCOUNT) =>
      store.transact(account, NO_CAUSE, async (tx) => {
        const row = { ...newEndpoint(tx.newId("we_"), url), ...more };
        await tx.insert(row);
        return row;
      }),
    changeEndpoint: (id, change) =>
      store.transact(ACCOUNT, NO_CAUSE, async (tx) => {
        const row = await tx.get<WebhookEndpoint>("webhook_endpoint", id);
        if (row === null) throw new Error(`no endpoint ${id}`);
        const changed: WebhookEndpoint = { ...row, ...change };
        await tx.update(changed);
      }),
    emit: async (...names) => {
      for (const name of names) {
        await store.transact(ACCOUNT, NO_CAUSE, async (tx) => {
          const row = thing(name, { marketing_features: [{ name: "fast" }] });
          await tx.insert(row);
          await tx.emit("product.created", row);
        });
      }
    },
    eventAbout: async (id) => {
      const found = (await events()).find(({ data }) => data.object.id === id);
      if (found === undefined) throw new Error(`no event about ${id}`);
      return found;
    },
    deliveriesOf: (eventId) =>
      store.read(ACCOUNT, async (reader) => {
        const where = { event: eventId };
        return (await reader.list<Delivery>("_delivery", where, { limit: 16, oldestFirst: true })).rows;
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await store.close();
    },
  };
}

function keysOf(row: Row): Readonly<Record<string, string | null | undefined>> {
  const kind = KINDS.find(({ object }) => object === row.object);
  // Each definition receives only rows of its own kind.
  return kind?.keys?.(row as never) ?? {};
}

function newEndpoint(id: string, url: string): WebhookEndpoint {
  return {
    id,
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: START,
    description: null,
    enabled_events: ["*"],
    livemode: false,
    metadata: {},
    status: "enabled",
    url,
    _secret: `whsec_of_${id}`,
  };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly text: string;
  /** The id of the object that the event is about. */
  readonly about: string;
  readonly eventId: string;
}
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Which object each received event is about, in order. */
  abouts(): string[];
  close(): Promise<void>;
}

/** Receives webhooks on this machine; answers 200 by default. */
export async function openReceiver(
  answer: (response: ServerResponse, received: Received, all: readonly Received[]) => void = ok,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const sent = JSON.parse(text) as Partial<Event>;
      const one: Received = {
        headers: request.headers,
        method: request.method ?? "",
        text,
        about: String(sent.data?.object.id),
        eventId: String(sent.id),
      };
      received.push(one);
      answer(response, one, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    abouts: () => received.map(({ about }) => about),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function ok(response: ServerResponse): void {
  response.writeHead(200).end();
}

export function answering(status: number, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, headers).end();
  };
}
