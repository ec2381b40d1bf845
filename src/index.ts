/**
 * Starts Checkstand inside a program, such as a server for each test file. The command line is `cli/main.ts`;
 * both start the same server.
 */
import {
  type Business,
  type Config,
  checkConfig,
  defaultConfig,
  type InvoiceOptions,
  type SeedSource,
  type SubscriptionOptions,
  settingsFrom,
  type TaxOptions,
} from "./config.ts";
import type { ServerClock } from "./control/server_clock.ts";
import { secureIds } from "./core/ids.ts";

export type { Business, InvoiceOptions, SubscriptionOptions, TaxOptions } from "./config.ts";

/** An object to create: its id and the parameters of its creation. */
export interface SeedEntry {
  readonly id: string;
  readonly [parameter: string]: unknown;
}

/** Objects to create at the start, as in a seed file. */
export interface Seed {
  /** The secret key of the account that gets them; by default this server's own key. */
  readonly account?: string;
  readonly products?: readonly SeedEntry[];
  readonly prices?: readonly SeedEntry[];
  readonly coupons?: readonly SeedEntry[];
  readonly customers?: readonly SeedEntry[];
  readonly promotion_codes?: readonly SeedEntry[];
  readonly tax_rates?: readonly SeedEntry[];
  readonly shipping_rates?: readonly SeedEntry[];
  readonly payment_methods?: readonly SeedEntry[];
  readonly checkout_sessions?: readonly SeedEntry[];
  readonly webhook_endpoints?: readonly SeedEntry[];
}

/** A webhook endpoint. */
export interface Webhook {
  readonly url: string;
  /** Begins with whsec_; by default the server's own secret. */
  readonly secret?: string;
  /** All events by default. */
  readonly enabled_events?: readonly string[];
  readonly api_version?: string;
}

export interface CheckstandOptions {
  /** Any free port by default. */
  readonly port?: number;
  /** The directory to keep the data in. Without this and `databaseUrl` the data is in memory only. */
  readonly data?: string;
  /** The PostgreSQL database to keep the data in. */
  readonly databaseUrl?: string;
  /** Objects to create at the start and after every reset. */
  readonly seed?: Seed | readonly Seed[];
  /** Webhook endpoints that every account has. A URL alone receives every event. */
  readonly webhooks?: readonly (string | Webhook)[];
  /** The secret for webhooks that have none of their own. By default one is made. */
  readonly webhookSecret?: string;
  /** The API version of requests without a version header. */
  readonly apiVersion?: string;
  /** The origin of hosted pages in session URLs; by default the server's own. */
  readonly checkoutOrigin?: string;
  /** Host names by which clients and browsers may call the server, besides localhost and IP addresses. */
  readonly allowedHosts?: readonly string[];
  /** Whether to create the demo catalogue of the API reference; not by default. */
  readonly demo?: boolean;
  /** How many seconds the page waits for the webhook of completion before it redirects the buyer. */
  readonly redirectWaitSeconds?: number;
  /** The layout for payment methods on pages; by default chosen by how many there are. */
  readonly pageLayout?: Config["pageLayout"];
  /** How long pages show the states of a payment; by default long enough for tests to see them. */
  readonly pagePace?: Config["pagePace"];
  /** The shop's name, country and pages, as buyers see them. */
  readonly business?: Business;
  /** What automatic tax charges. */
  readonly tax?: TaxOptions;
  /** What becomes of subscriptions whose payment has failed for good, and when `invoice.upcoming` is sent. */
  readonly subscriptions?: SubscriptionOptions;
  /** When `invoice.will_be_due` and `invoice.overdue` are sent; by default never. */
  readonly invoices?: InvoiceOptions;
  readonly logLevel?: Config["logLevel"];
}

/** The server's clock, which concerns all its accounts. Times are Unix seconds. */
export interface CheckstandClock {
  /** The server's time. */
  now(): number;
  /**
   * Moves the clock forward by so many seconds. What becomes due on the way, such as the expiry of a session,
   * is done before this resolves; webhooks about it may still be on their way.
   */
  advance(seconds: number): Promise<void>;
  /** The same, to a time. */
  advanceTo(time: number): Promise<void>;
  /** Stops the clock: now, or at a later time to which it is moved first. */
  freeze(at?: number): Promise<void>;
  /** Lets the clock go on from the time it shows: so many of its seconds in a real one. */
  setRate(rate: number): Promise<void>;
  /** Back to real time. */
  reset(): Promise<void>;
}

export interface Checkstand {
  /** Such as "http://127.0.0.1:41231". */
  readonly url: string;
  /** A key made for this server. Any other test key opens an account of its own. */
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Cannot be moved if the data is in PostgreSQL. */
  readonly clock: CheckstandClock;
  /** Removes all data of all accounts, sets the clock to real time, and creates the seeds again. */
  reset(): Promise<void>;
  /** Stops the server; may be called more than once. */
  close(): Promise<void>;
}

const KEY_CHARS = 24;

/**
 * Starts a server; by default on a free port, empty, and with its data in memory.
 *
 * @example
 * ```ts
 * import { createCheckstand } from "checkstand";
 * import Stripe from "stripe";
 *
 * const checkstand = await createCheckstand();
 * const { hostname, port } = new URL(checkstand.url);
 * const stripe = new Stripe(checkstand.secretKey, { host: hostname, port, protocol: "http" });
 * // … create sessions, pay them at session.url …
 * await checkstand.close();
 * ```
 */
export async function createCheckstand(options: CheckstandOptions = {}): Promise<Checkstand> {
  const name = secureIds.random(KEY_CHARS);
  const secretKey = `sk_test_${name}`;
  const config = checkConfig(configFrom(options, secretKey));
  const { start } = await import("./main.ts");
  const running = await start(config);
  let closing: Promise<void> | null = null;
  return {
    url: running.url,
    secretKey,
    publishableKey: `pk_test_${name}`,
    webhookSecret: running.webhookSecret,
    clock: clockOf(running.clock),
    reset: () => running.reset(),
    close: () => {
      closing ??= running.close();
      return closing;
    },
  };
}

function clockOf(clock: ServerClock): CheckstandClock {
  const until = async (moved: Promise<unknown>): Promise<void> => void (await moved);
  return {
    now: () => clock.state().now,
    advance: (seconds) => until(clock.advance(seconds)),
    advanceTo: (time) => until(clock.advanceTo(time)),
    freeze: (at) => until(clock.freeze(at)),
    setRate: (rate) => until(clock.setRate(rate)),
    reset: () => until(clock.reset()),
  };
}

function configFrom(options: CheckstandOptions, secretKey: string): Config {
  return {
    ...defaultConfig,
    port: options.port ?? 0,
    storage: storageFrom(options),
    seeds: seedsFrom(options.seed, secretKey),
    webhooks: (options.webhooks ?? []).map((webhook) => {
      const given: Webhook = typeof webhook === "string" ? { url: webhook } : webhook;
      return {
        url: given.url,
        secret: given.secret ?? null,
        enabled_events: given.enabled_events ?? ["*"],
        api_version: given.api_version ?? null,
      };
    }),
    webhookSecret: options.webhookSecret ?? null,
    apiVersion: options.apiVersion ?? defaultConfig.apiVersion,
    checkoutOrigin: options.checkoutOrigin ?? null,
    allowedHosts: options.allowedHosts ?? [],
    demo: options.demo ?? false,
    redirectWaitSeconds: options.redirectWaitSeconds ?? defaultConfig.redirectWaitSeconds,
    pageLayout: options.pageLayout ?? defaultConfig.pageLayout,
    pagePace: options.pagePace ?? defaultConfig.pagePace,
    settings: settingsFrom(options.business, options.tax, options.subscriptions, options.invoices),
    logLevel: options.logLevel ?? defaultConfig.logLevel,
  };
}

function storageFrom({ data, databaseUrl }: CheckstandOptions): Config["storage"] {
  if (data !== undefined && databaseUrl !== undefined) {
    throw new TypeError("data and databaseUrl contradict each other; give one of them");
  }
  if (data !== undefined) return { kind: "sqlite", directory: data };
  return databaseUrl === undefined ? { kind: "memory" } : { kind: "postgres", url: databaseUrl };
}

function seedsFrom(seed: CheckstandOptions["seed"], secretKey: string): readonly SeedSource[] {
  const seeds: readonly Seed[] = seed === undefined ? [] : isList(seed) ? seed : [seed];
  return seeds.map((content, index) => ({
    name: `seed ${index}`,
    content: { account: secretKey, ...content },
  }));
}

function isList(seed: Seed | readonly Seed[]): seed is readonly Seed[] {
  return Array.isArray(seed);
}
