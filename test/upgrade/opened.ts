/** Old databases opened with the program of today, on each engine, and what tests do with them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type Stripe from "stripe";
import { inject } from "vitest";
import type { Config } from "../../src/config.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { newDatabase } from "../support/postgres.ts";
import { type RawReply, startServer, type TestServer } from "../support/server.ts";
import { form, type Params } from "../support/shop.ts";
import { KEY } from "./filling.ts";
import { CONFIG, fileOf, readState, type State } from "./state.ts";

export type EngineName = "sqlite" | "postgres";

export interface Opened {
  readonly state: State;
  readonly server: TestServer;
  readonly stripe: Stripe;
  post(path: string, params?: Params, options?: { key?: string; idempotencyKey?: string }): Promise<RawReply>;
  /** Lets so many seconds pass, and does what has become due. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** A server of today on a copy of an old database, at the time at which that was left. */
export async function open(name: string, engine: EngineName): Promise<Opened> {
  const state = stateOf(name);
  const clock = new FixedClock(state.now);
  const place = engine === "sqlite" ? onDisk(name) : await onPostgres(name);
  const server = await startServer({ ...CONFIG, storage: place.storage }, { clock });
  const { worker } = server.running;
  return {
    state,
    server,
    stripe: server.stripe(KEY),
    post: (path, params = {}, { key = KEY, idempotencyKey } = {}) =>
      server.raw("POST", path, {
        key,
        body: form(params),
        headers: idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey },
      }),
    async pass(seconds) {
      clock.advance(seconds);
      worker.nudge();
      await worker.drain();
    },
    async close() {
      await server.close();
      place.remove();
    },
  };
}

interface Place {
  readonly storage: Config["storage"];
  remove(): void;
}

const read = new Map<string, State>();

function stateOf(name: string): State {
  const state = read.get(name) ?? readState(name);
  read.set(name, state);
  return state;
}

function onDisk(name: string): Place {
  const directory = mkdtempSync(join(tmpdir(), "checkstand-upgrade-"));
  writeFileSync(join(directory, "checkstand.db"), fileOf(name, "checkstand.db"));
  return {
    storage: { kind: "sqlite", directory },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

async function onPostgres(name: string): Promise<Place> {
  const url = await newDatabase(inject("postgresUrl"));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(fileOf(name, "postgres.sql").toString("utf8"));
  await client.end();
  // The database goes with the run's server.
  return { storage: { kind: "postgres", url }, remove: () => {} };
}
