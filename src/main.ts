/**
 * The composition root: config → engine → store → API, page and worker. Connects the modules to each other.
 */
import type { Door } from "./api/app.ts";
import { buildApp } from "./api/app.ts";
import { Keyring } from "./api/auth.ts";
import { IDEMPOTENCY_SECONDS } from "./api/idempotency.ts";
import { Pipeline } from "./api/pipeline.ts";
import { Request } from "./api/request.ts";
import { type Config, shownHost } from "./config.ts";
import { registerControl } from "./control/routes.ts";
import { ServerClock } from "./control/server_clock.ts";
import { keyedHash } from "./core/canonical.ts";
import { type Clock, MovableClock, wallClock } from "./core/clock.ts";
import { errors } from "./core/errors.ts";
import { type IdSource, secureIds } from "./core/ids.ts";
import { hostCheckOf } from "./hosts.ts";
import { openLog } from "./log.ts";
import { registerPage } from "./page/index.ts";
import { PACES } from "./page/pace.ts";
import { pageParts } from "./page_parts.ts";
import { registerReference } from "./reference/routes.ts";
import { allResources } from "./resources/index.ts";
import { Registry } from "./resources/registry.ts";
import { applyDemo, demoCheckoutUrl } from "./seed/demo.ts";
import { applySeed, type SeedParts } from "./seed/seed.ts";
import { applyWebhooks } from "./seed/webhooks.ts";
import { prepareDataDirectory } from "./storage/data_directory.ts";
import type { Engine } from "./storage/engine.ts";
import type { Account, Store } from "./storage/port.ts";
import { openSqlite } from "./storage/sqlite.ts";
import { storeOn } from "./store_parts.ts";
import { registerStripeJs } from "./stripe_js/index.ts";
import { defaultDialect, VERSIONS } from "./versions/index.ts";
import { DeliveryWatch } from "./work/delivery_watch.ts";
import { moveTime } from "./work/move_time.ts";
import { outbound } from "./work/outbound.ts";
import { startWorker, type Worker } from "./work/worker.ts";

export interface Running {
  readonly url: string;
  /** Signs the webhooks of configured endpoints that have no secret of their own. */
  readonly webhookSecret: string;
  /** The URL of a demo session that is ready to be paid; null without the demo. */
  readonly checkoutUrl: string | null;
  readonly store: Store;
  readonly worker: Worker;
  readonly clock: ServerClock;
  /** Deletes all data of all accounts and applies the seeds again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Tests hand in their own clock, ids and database. The defaults are the wall clock, random ids and the
 * configured database.
 */
export interface Sources {
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly engine?: Engine;
}

const WEBHOOK_SECRET_CHARS = 32;
/** Length of the secret that other secrets are derived from. */
const OWN_SECRET_CHARS = 43;
/** Bound of the cache of accounts whose configured endpoints have been created. */
const WELCOMED_MAX = 10_000;

/** Why the clock stays as it is where several processes may share the data. */
const CLOCK_OF_MANY =
  "The clock of this server cannot be moved: its data is in PostgreSQL, where other processes may share it, and each " +
  "has a clock of its own. Use a test clock, or keep the data in SQLite or in memory.";

/** The account of a publishable key; null for keys of other kinds, and those that the server does not take. */
function publishableAccount(keyring: Keyring, key: string): string | null {
  try {
    const caller = keyring.identify(`Bearer ${key}`);
    return caller.kind === "publishable" ? caller.account.id : null;
  } catch {
    return null;
  }
}

/** Starts a server and resolves once it is ready. */
export async function start(config: Config, sources: Sources = {}): Promise<Running> {
  const realClock = sources.clock ?? wallClock;
  const clock = new MovableClock(realClock);
  const ids = sources.ids ?? secureIds;
  const log = openLog(config.logLevel);
  const surroundings = {
    checkoutOrigin: config.checkoutOrigin ?? "",
    settings: config.settings,
    now: () => clock.seconds(),
  };
  const registry = new Registry(allResources(VERSIONS), surroundings);
  const engine = sources.engine ?? (await openEngine(config));
  const store = await storeOn(engine, config, registry, { clock, realClock }, ids);
  const watch = new DeliveryWatch();
  let door: Door | null = null;
  let worker: Worker | null = null;
  const close = async () => {
    watch.release();
    await Promise.all([door?.close(), worker?.stop()]);
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

    const keyring = new Keyring(config.accounts);
    const pipeline = new Pipeline({
      store,
      registry,
      keyring,
      clock,
      ids,
      fingerprintKey: keyedHash(secrets.own, "fingerprints"),
      defaultDialect: dialect,
      welcome: welcome.account,
      report: (err, request_id) => log.error({ err, request_id }, "a request failed"),
    });
    const foreignHost = hostCheckOf(config);
    door = buildApp({
      pipeline,
      registry,
      // With fixed accounts, every request needs one of their keys, so the Host header need not be checked.
      foreignHost: config.accounts.length === 0 ? foreignHost : () => null,
      notYet: () => notYet,
      trouble: () => troubleOf(store),
      newRequest: () => new Request(`req_${ids.random(14)}`, clock.seconds()),
    });
    if (log.isLevelEnabled("info")) {
      door.app.addHook("onResponse", async ({ method, url }, reply) => {
        const path = url.split("?", 1)[0];
        const request_id = reply.getHeader("request-id");
        log.info({ request_id, method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
      });
    }
    const pages = pageParts({
      store,
      accountOfKey: (key) => publishableAccount(keyring, key),
      now: () => clock.seconds(),
      random: (length) => ids.random(length),
      origin: () => surroundings.checkoutOrigin,
      pageSecret: Buffer.from(keyedHash(secrets.own, "page tokens")),
      settings: config.settings,
      layout: config.pageLayout,
      foreignHost,
      pace: PACES[config.pagePace],
      watch,
      waitSeconds: config.redirectWaitSeconds,
      report: (fault, where) => log.error({ fault, where }, "the page failed"),
    });
    registerPage(door.app, pages);
    registerStripeJs(door.app, {
      pages,
      origin: () => surroundings.checkoutOrigin,
      now: () => clock.seconds(),
      shopCountry: config.settings.country,
      businessName: config.settings.business_name,
      foreignHost,
    });
    registerReference(door.app, {
      open: async () => (await import("./reference_parts.ts")).referenceSite(url),
      foreignHost,
    });
    const serverClock = new ServerClock({
      clock,
      realClock,
      fixed: config.storage.kind === "postgres" ? CLOCK_OF_MANY : null,
      changed: () => worker?.nudge(),
      move: async (until) => {
        const working = worker;
        // No request arrives before there is a worker.
        if (working === null) throw errors.unavailable("The server is starting.");
        return moveTime({ clock, realClock, store, hold: () => working.hold() }, until);
      },
    });
    registerControl(door.app, {
      clock: serverClock,
      foreignHost,
      authorize: (header) => {
        if (config.accounts.length > 0 && keyring.identify(header).kind !== "secret") {
          throw errors.secretKeyRequired();
        }
      },
    });
    const port = await door.listen(config.host, config.port);
    const url = `http://${shownHost(config.host)}:${port}`;
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
      realClock,
      timers: registry.timers,
      outbound: outbound(config.webhookTargets),
      schedule: "sandbox",
      onTried: (eventId) => watch.tried(eventId),
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
      clock: serverClock,
      reset: async () => {
        notYet = "The data is being reset.";
        await serverClock.rewind();
        await store.clear(null);
        welcome.forget();
        await seed();
        notYet = null;
      },
      close,
    };
  }
}

async function openEngine(config: Config): Promise<Engine> {
  switch (config.storage.kind) {
    case "memory":
      return openSqlite(":memory:");
    case "sqlite":
      return openSqlite(prepareDataDirectory(config.storage.directory));
    case "postgres": {
      const { openPostgres } = await import("./storage/postgres.ts");
      return openPostgres(config.storage.url);
    }
  }
}

/** The secrets of the store: created once, and the same for every process that shares the database. */
async function secretsOf(
  config: Config,
  store: Store,
  ids: IdSource,
): Promise<{ webhook: string; own: string }> {
  const own = await store.setting("own_secret", () => ids.random(OWN_SECRET_CHARS));
  const made = () => store.setting("webhook_secret", () => `whsec_${ids.random(WEBHOOK_SECRET_CHARS)}`);
  return { webhook: config.webhookSecret ?? (await made()), own };
}

/** Creates the configured webhook endpoints of an account before the account's first unit of work. */
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
