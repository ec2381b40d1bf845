/** The composition root: config → engine → store → api, page and worker. The only file that wires. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "./api/app.ts";
import { Keyring } from "./api/auth.ts";
import { IDEMPOTENCY_SECONDS } from "./api/idempotency.ts";
import { Pipeline } from "./api/pipeline.ts";
import { Registry } from "./api/registry.ts";
import { Request } from "./api/request.ts";
import { type Config, shownHost } from "./config.ts";
import { keyedHash } from "./core/canonical.ts";
import { type Clock, wallClock } from "./core/clock.ts";
import { type IdSource, secureIds } from "./core/ids.ts";
import { registerPage } from "./page/routes.ts";
import { pageParts } from "./page_parts.ts";
import { eventRecorder } from "./resources/event.ts";
import { allResources } from "./resources/index.ts";
import { applyDemo, demoCheckoutUrl } from "./seed/demo.ts";
import { applySeed, type SeedParts } from "./seed/seed.ts";
import { applyWebhooks } from "./seed/webhooks.ts";
import type { Engine } from "./storage/engine.ts";
import type { Account, Store } from "./storage/port.ts";
import { openStore } from "./storage/sql_store.ts";
import { openSqlite } from "./storage/sqlite.ts";
import { defaultDialect, VERSIONS } from "./versions/index.ts";
import { outbound } from "./work/outbound.ts";
import { startWorker, type Worker } from "./work/worker.ts";

export interface Running {
  readonly url: string;
  /** Signs for configured endpoints that name no secret of their own. */
  readonly webhookSecret: string;
  /** A demo session that is ready to be paid; null without the demo. */
  readonly checkoutUrl: string | null;
  readonly store: Store;
  readonly worker: Worker;
  /** Removes all data of all accounts, and makes the seeds again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Tests hand in their own time and ids; everyone else gets the wall clock and a secure source. */
export interface Sources {
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

const WEBHOOK_SECRET_CHARS = 32;
/** What other secrets are derived from. */
const OWN_SECRET_CHARS = 43;
/** Accounts whose configured endpoints are known to be in place. */
const WELCOMED_MAX = 10_000;

/** Starts a server and resolves once it is ready. */
export async function start(config: Config, sources: Sources = {}): Promise<Running> {
  const clock = sources.clock ?? wallClock;
  const ids = sources.ids ?? secureIds;
  const serializers = { err: withoutContent };
  const log = pino({ level: config.logLevel, serializers }, pino.destination({ dest: 2, sync: true }));
  const surroundings = {
    checkoutOrigin: config.checkoutOrigin ?? "",
    settings: config.settings,
    now: () => clock.seconds(),
  };
  const registry = new Registry(allResources(VERSIONS), surroundings);
  const store = await storeFor(config, registry, clock, ids);
  let app: FastifyInstance | null = null;
  let worker: Worker | null = null;
  const close = async () => {
    await app?.close();
    await worker?.stop();
    await store.close();
  };
  try {
    return await serve();
  } catch (error) {
    await close();
    throw error;
  }

  async function serve(): Promise<Running> {
    const secrets = await secretsOf(config, store, ids);
    const dialect = defaultDialect(config.apiVersion);
    const welcome = welcomer(config, store, secrets.webhook);
    let notYet: string | null = "Seeds are being made.";

    const pipeline = new Pipeline({
      store,
      registry,
      keyring: new Keyring(config.accounts),
      clock,
      ids,
      fingerprintKey: keyedHash(secrets.own, "fingerprints"),
      defaultDialect: dialect,
      welcome: welcome.account,
      report: (err, request_id) => log.error({ err, request_id }, "a request failed"),
    });
    app = buildApp({
      pipeline,
      registry,
      notYet: () => notYet,
      trouble: () => troubleOf(store),
      newRequest: () => new Request(`req_${ids.random(14)}`, clock.seconds()),
    });
    if (log.isLevelEnabled("info")) {
      app.addHook("onResponse", async ({ method, url }, reply) => {
        const path = url.split("?", 1)[0];
        const request_id = reply.getHeader("request-id");
        log.info({ request_id, method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
      });
    }
    registerPage(
      app,
      pageParts({
        store,
        now: () => clock.seconds(),
        pageSecret: Buffer.from(keyedHash(secrets.own, "page tokens")),
        settings: config.settings,
        layout: config.pageLayout,
        publicOrigin: () => surroundings.checkoutOrigin,
        waitSeconds: config.redirectWaitSeconds,
        report: (fault, where) => log.error({ fault, where }, "the page failed"),
      }),
    );
    await app.listen({ host: config.host, port: config.port });
    const url = urlOf(config, app.server.address());
    if (config.checkoutOrigin === null) surroundings.checkoutOrigin = url;

    const seedParts: SeedParts = {
      store,
      registry,
      dialect,
      accounts: config.accounts,
      welcome: welcome.account,
    };
    const seed = async () => {
      if (config.demo) await applyDemo(seedParts);
      for (const source of config.seeds) await applySeed(seedParts, source);
    };
    await seed();
    worker = startWorker({
      store,
      clock,
      timers: registry.timers,
      outbound: outbound(config.webhookTargets),
      schedule: "sandbox",
      keySeconds: IDEMPOTENCY_SECONDS,
      report: (err, what) => log.error({ err, what }, "background work failed"),
    });
    notYet = null;
    return {
      url,
      webhookSecret: secrets.webhook,
      checkoutUrl: config.demo ? await demoCheckoutUrl(seedParts) : null,
      store,
      worker,
      reset: async () => {
        notYet = "The data is being reset.";
        await store.clear(null);
        welcome.forget();
        await seed();
        notYet = null;
      },
      close,
    };
  }
}

/** An error as it is logged: what it is and where it was met, but not the rows, values or bodies it may carry. */
function withoutContent(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const { cause, message, stack } = error;
  return {
    type: error.constructor.name,
    ...("code" in error ? { code: String(error.code) } : {}),
    message,
    stack,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
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

async function storeFor(config: Config, registry: Registry, clock: Clock, ids: IdSource): Promise<Store> {
  const record = eventRecorder((row) => registry.view(row), ids, config.apiVersion);
  const engine = await openEngine(config);
  try {
    return await openStore(engine, {
      clock,
      ids,
      settings: config.settings,
      keysOf: (row) => registry.keysOf(row),
      formOf: (kind) => registry.formOf(kind),
      recordEvent: async (tx, type, row, previous, cause) => {
        await record(tx, type, row, previous, cause);
        await registry.react(tx, type, row);
      },
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Secrets of the whole store: made once, and the same for every process that shares it. */
async function secretsOf(
  config: Config,
  store: Store,
  ids: IdSource,
): Promise<{ webhook: string; own: string }> {
  const own = await store.setting("own_secret", () => ids.random(OWN_SECRET_CHARS));
  const made = () => store.setting("webhook_secret", () => `whsec_${ids.random(WEBHOOK_SECRET_CHARS)}`);
  return { webhook: config.webhookSecret ?? (await made()), own };
}

/** Puts the configured endpoints in place for an account, before its first unit of work. */
function welcomer(config: Config, store: Store, webhookSecret: string) {
  const welcomed = new Map<string, Promise<void>>();
  const account = (whose: Account): Promise<void> => {
    let greeting = welcomed.get(whose.id);
    if (greeting === undefined) {
      if (welcomed.size >= WELCOMED_MAX) welcomed.clear();
      greeting = applyWebhooks(store, whose, config.webhooks, webhookSecret);
      greeting.catch(() => welcomed.delete(whose.id));
      welcomed.set(whose.id, greeting);
    }
    return greeting;
  };
  return {
    account,
    forget: () => welcomed.clear(),
  };
}

async function troubleOf(store: Store): Promise<string | null> {
  try {
    await store.probe();
    return null;
  } catch (error) {
    return `The store cannot write: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function urlOf(config: Config, address: ReturnType<import("node:net").Server["address"]>): string {
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  return `http://${shownHost(config.host)}:${port}`;
}
