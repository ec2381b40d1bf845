/**
 * Checkstand inside a program: a server of its own for a test file or a test run. The command line is `cli/main.ts`;
 * both start the same server.
 */
import {
  type Business,
  type Config,
  checkConfig,
  defaultConfig,
  type SeedSource,
  settingsFrom,
  type TaxOptions,
} from "./config.ts";
import { secureIds } from "./core/ids.ts";

export type { Business, TaxOptions } from "./config.ts";

/** The parameters of one object's creation and the id it is to have. */
export interface SeedEntry {
  readonly id: string;
  readonly [parameter: string]: unknown;
}

/** Objects to begin with, as a seed file has them. */
export interface Seed {
  /** The secret key whose account they are for; without it, this server's own key. */
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

/** Where events are sent. */
export interface Webhook {
  readonly url: string;
  /** Begins with whsec_; without it, the server's own. */
  readonly secret?: string;
  /** Without it: all. */
  readonly enabled_events?: readonly string[];
  readonly api_version?: string;
}

export interface CheckstandOptions {
  /** Without it: any free port. */
  readonly port?: number;
  /** Keeps the data in this directory; without it and `databaseUrl`, in memory only. */
  readonly data?: string;
  /** Keeps the data in this PostgreSQL database. */
  readonly databaseUrl?: string;
  /** Made at the start and after every reset. */
  readonly seed?: Seed | readonly Seed[];
  /** Endpoints that every account has; an address alone hears of everything. */
  readonly webhooks?: readonly (string | Webhook)[];
  /** Signs for webhooks that name no secret; without it, one is made. */
  readonly webhookSecret?: string;
  /** What requests without a version header speak. */
  readonly apiVersion?: string;
  /** Origin of hosted pages in session URLs; without it, the server's own. */
  readonly checkoutOrigin?: string;
  /** The demo catalogue of the API reference. */
  readonly demo?: boolean;
  /** How long the page waits for the webhook of completion before it sends the buyer on. */
  readonly redirectWaitSeconds?: number;
  /** How pages offer methods of payment; without it, that goes by how many there are. */
  readonly pageLayout?: Config["pageLayout"];
  /** What the page says of the shop. */
  readonly business?: Business;
  /** What automatic tax charges. */
  readonly tax?: TaxOptions;
  readonly logLevel?: Config["logLevel"];
}

export interface Checkstand {
  /** "http://127.0.0.1:41231" */
  readonly url: string;
  /** A key nobody else uses; any other test key opens an account of its own. */
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Removes all data of all accounts, and makes the seeds again. */
  reset(): Promise<void>;
  /** Stops the server; safe to call twice. */
  close(): Promise<void>;
}

const KEY_CHARS = 24;

/**
 * Starts a server on a free port, with nothing in it, its data in memory.
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
    reset: () => running.reset(),
    close: () => {
      closing ??= running.close();
      return closing;
    },
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
    demo: options.demo ?? false,
    redirectWaitSeconds: options.redirectWaitSeconds ?? defaultConfig.redirectWaitSeconds,
    pageLayout: options.pageLayout ?? defaultConfig.pageLayout,
    settings: settingsFrom(options.business, options.tax),
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
