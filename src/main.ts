/** The composition root: config → engine → store → api → worker. The only file that wires. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { buildApp } from "./api/app.ts";
import { type Caller, Keyring } from "./api/auth.ts";
import { Pipeline, Request } from "./api/pipeline.ts";
import { Registry } from "./api/registry.ts";
import type { Config } from "./config.ts";
import { type Clock, wallClock } from "./core/clock.ts";
import { type IdSource, secureIds } from "./core/ids.ts";
import { eventRecorder } from "./resources/event.ts";
import { allResources } from "./resources/index.ts";
import type { Surroundings } from "./resources/resource.ts";
import type { Engine } from "./storage/engine.ts";
import type { Store } from "./storage/port.ts";
import { openStore } from "./storage/sql_store.ts";
import { openSqlite } from "./storage/sqlite.ts";
import { defaultDialect, VERSIONS } from "./versions/index.ts";

export interface Running {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly store: Store;
  close(): Promise<void>;
}

/** Tests hand in their own time and ids; everyone else gets the wall clock and a secure source. */
export interface Sources {
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** Starts a server and resolves once it listens. */
export async function start(config: Config, sources: Sources = {}): Promise<Running> {
  const clock = sources.clock ?? wallClock;
  const ids = sources.ids ?? secureIds;
  const surroundings: Surroundings & { checkoutOrigin: string } = {
    checkoutOrigin: config.checkoutOrigin ?? "",
    now: () => clock.seconds(),
  };
  const registry = new Registry(allResources(VERSIONS), surroundings);
  const record = eventRecorder((row) => registry.view(row), ids, config.apiVersion);
  const store = await openStore(await openEngine(config), {
    clock,
    ids,
    keysOf: (row) => registry.keysOf(row),
    blankOf: (kind) => registry.blankOf(kind),
    recordEvent: async (tx, type, row, previous, cause) => {
      await record(tx, type, row, previous, cause);
      await registry.react(tx, type, row);
    },
  });
  const newRequest = () => new Request(`req_${ids.random(14)}`, clock.seconds());
  const pipeline = new Pipeline({
    store,
    registry,
    keyring: new Keyring(config.accounts),
    clock,
    ids,
    defaultDialect: defaultDialect(config.apiVersion),
    welcome: async (_caller: Caller) => {},
    report: (error, requestId) => console.error(requestId, error),
  });
  const app = buildApp({ pipeline, registry, readiness: async () => null, newRequest });
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  const url = `http://${config.host}:${port}`;
  if (surroundings.checkoutOrigin === "") surroundings.checkoutOrigin = url;
  return {
    url,
    app,
    store,
    close: async () => {
      await app.close();
      await store.close();
    },
  };
}

async function openEngine(config: Config): Promise<Engine> {
  switch (config.storage.kind) {
    case "memory":
      return openSqlite(":memory:");
    case "sqlite":
      mkdirSync(config.storage.directory, { recursive: true, mode: 0o700 });
      return openSqlite(join(config.storage.directory, "checkstand.db"));
    case "postgres": {
      const { openPostgres } = await import("./storage/postgres.ts");
      return openPostgres(config.storage.url);
    }
  }
}
