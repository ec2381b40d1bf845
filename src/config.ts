/**
 * The configuration of a server as one checked value. The command builds it in `cli/settings.ts`, and
 * `index.ts` builds it for programs.
 */
import type { FixedAccount } from "./api/auth.ts";
import { maskKey } from "./api/auth.ts";
import {
  DEFAULT_SETTINGS,
  type InvoiceSettings,
  type Settings,
  type SubscriptionSettings,
  type TaxSettings,
} from "./core/settings.ts";
import { EVENT_TYPES } from "./resources/events/event_types.ts";
import { taxRateFault } from "./tax/table.ts";
import { VERSIONS } from "./versions/index.ts";

/** An account with fixed keys. Its name is only shown in the banner. */
export interface ConfiguredAccount extends FixedAccount {
  readonly name: string | null;
}

export interface ConfiguredWebhook {
  readonly url: string;
  /** whsec_…; null to use the server's secret, `webhookSecret`. */
  readonly secret: string | null;
  readonly enabled_events: readonly string[];
  readonly api_version: string | null;
}

/** Objects to create at the start, in the form that `seed/seed.ts` reads. */
export interface SeedSource {
  /** The name for error messages: the file's name as the user wrote it. */
  readonly name: string;
  readonly content: unknown;
}

export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Allows a host that other machines can reach even without fixed accounts. */
  readonly allowRemote: boolean;
  readonly storage:
    | { readonly kind: "memory" }
    | { readonly kind: "sqlite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly url: string };
  /** Accounts with fixed keys. If there are none, every test key is an account of its own. */
  readonly accounts: readonly ConfiguredAccount[];
  /** Webhook endpoints that every account has. */
  readonly webhooks: readonly ConfiguredWebhook[];
  /** The secret of configured endpoints that have none of their own. Null: one is made and stored. */
  readonly webhookSecret: string | null;
  /** The API version of requests without a version header, and of events for endpoints without a version. */
  readonly apiVersion: string;
  /** The origin of hosted pages; null for the server's own. */
  readonly checkoutOrigin: string | null;
  /** Host names that the server answers to besides its own. */
  readonly allowedHosts: readonly string[];
  /** Applied in order at every start; objects that exist already are not changed. */
  readonly seeds: readonly SeedSource[];
  /** Whether to create the demo catalogue, which has the objects of the API reference's examples. */
  readonly demo: boolean;
  /**
   * Where webhooks may be sent: `local` allows this machine and private networks, `public` only the public
   * internet.
   */
  readonly webhookTargets: "local" | "public";
  /**
   * How long the page waits for the webhook of completion before it redirects, in seconds; 0 for not at all.
   */
  readonly redirectWaitSeconds: number;
  /** The layout for payment methods on pages. `auto` chooses by how many there are. */
  readonly pageLayout: "accordion" | "auto" | "single" | "tabs";
  /** `real`: the page shows each state of a payment long enough to be seen. `fast`: it does not wait. */
  readonly pagePace: "fast" | "real";
  /** The shop's name and pages, the taxes it collects, and what happens to its subscriptions and invoices. */
  readonly settings: Settings;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

export const DEFAULT_PORT = 12_111;

/**
 * The key in the API reference's examples. The demo catalogue, and seeds that name no account, belong to it.
 */
export const DEMO_KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

export const defaultConfig: Config = {
  host: "127.0.0.1",
  port: DEFAULT_PORT,
  allowRemote: false,
  storage: { kind: "sqlite", directory: ".checkstand" },
  accounts: [],
  webhooks: [],
  webhookSecret: null,
  apiVersion: "2023-10-16",
  checkoutOrigin: null,
  allowedHosts: [],
  seeds: [],
  demo: true,
  webhookTargets: "local",
  redirectWaitSeconds: 10,
  pageLayout: "auto",
  pagePace: "real",
  settings: DEFAULT_SETTINGS,
  logLevel: "warn",
};

/** The shop, as the user configures it. */
export interface Business {
  readonly name?: string;
  /** Two capital letters; US by default. */
  readonly country?: string;
  /** Null if the shop has none; sessions then cannot ask for consent to it. */
  readonly terms_of_service_url?: string | null;
  readonly privacy_policy_url?: string | null;
}

/** Automatic tax, as the user configures it. */
export type TaxOptions = Partial<TaxSettings>;

/** What becomes of subscriptions, and when renewals are told of, as the user configures it. */
export type SubscriptionOptions = Partial<SubscriptionSettings>;

/** When the shop is reminded of invoices, as the user configures it. */
export type InvoiceOptions = Partial<InvoiceSettings>;

/** The settings with defaults for everything that the user left out. */
export function settingsFrom(
  { name, ...business }: Business = {},
  tax: TaxOptions = {},
  subscriptions: SubscriptionOptions = {},
  invoices: InvoiceOptions = {},
): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...business,
    ...(name === undefined ? {} : { business_name: name }),
    tax: { ...DEFAULT_SETTINGS.tax, ...tax },
    subscriptions: { ...DEFAULT_SETTINGS.subscriptions, ...subscriptions },
    invoices: { ...DEFAULT_SETTINGS.invoices, ...invoices },
  };
}

/** A configuration that the server must not start with. The message is one line for the user. */
export class ConfigError extends Error {}

/** Refuses a wrong or unsafe configuration, wherever it came from; returns it frozen. */
export function checkConfig(config: Config): Config {
  checkReach(config);
  for (const host of config.allowedHosts) checkHostName(host);
  checkKeys(config.accounts);
  for (const webhook of config.webhooks) checkWebhook(webhook);
  if (config.webhookSecret !== null) checkWebhookSecret(config.webhookSecret);
  checkVersion(config.apiVersion);
  checkSettings(config.settings);
  return Object.freeze(config);
}

/**
 * If other machines can reach the server, it needs fixed accounts, or the user must say that it may be open.
 */
function checkReach(config: Config): void {
  const { host, checkoutOrigin } = config;
  if (checkoutOrigin !== null && !isOrigin(checkoutOrigin)) {
    throw new ConfigError(
      `The checkout origin ${checkoutOrigin} is not an origin such as https://pay.example.test: a scheme, a host, perhaps a port, and nothing after it.`,
    );
  }
  if (isLoopback(host)) return;
  if (checkoutOrigin !== null && isStripeHost(new URL(checkoutOrigin).hostname)) {
    throw new ConfigError(
      `The checkout origin ${checkoutOrigin} is for browser tests on this machine; it cannot go together with the host ${host}, which others can reach.`,
    );
  }
  if (config.accounts.length === 0 && !config.allowRemote) {
    throw new ConfigError(
      `Others can reach the host ${host}, and any test key would open this server. Name fixed accounts in a config file (--config), or say that this is meant with --allow-remote (CHECKSTAND_ALLOW_REMOTE=true).`,
    );
  }
}

function checkHostName(host: string): void {
  if (!/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,40}$/i.test(host)) {
    throw new ConfigError(
      `The allowed host ${host} is not a host name such as checkstand or pay.example.test: no scheme, no port.`,
    );
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === "http:" || url.protocol === "https:") && url.origin === text;
  } catch {
    return false;
  }
}

export function isStripeHost(host: string): boolean {
  return host === "stripe.com" || host.endsWith(".stripe.com");
}

/**
 * The host to print for a server that listens on `host`. Never `localhost`, because the Stripe CLI accepts
 * only 127.0.0.1. A server that listens on all IP addresses is reached at 127.0.0.1 too.
 */
export function shownHost(host: string): string {
  if (host === "localhost" || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

const LIVE_KEY = /\b(?:sk|rk|pk)_live_[A-Za-z0-9]*/;

/** The first live key in a text, masked so that it can be shown; null if there is none. */
export function liveKeyIn(text: string): string | null {
  const found = LIVE_KEY.exec(text);
  return found === null ? null : maskKey(found[0]);
}

/** The refusal of a live key, in the same words everywhere. */
export function liveKeyRefusal(masked: string): string {
  return `${masked} is a live key. Checkstand takes test keys only; a live key must never leave your production systems.`;
}

function checkKeys(accounts: readonly ConfiguredAccount[]): void {
  const seen = new Set<string>();
  const check = (key: string, prefix: string): void => {
    const live = liveKeyIn(key);
    if (live !== null) throw new ConfigError(liveKeyRefusal(live));
    if (!key.startsWith(prefix) || !/^[\x21-\x7e]{9,300}$/.test(key)) {
      throw new ConfigError(`${maskKey(key)} is not a key that begins with ${prefix}.`);
    }
    if (seen.has(key)) throw new ConfigError(`The key ${maskKey(key)} is there twice.`);
    seen.add(key);
  };
  for (const account of accounts) {
    check(account.secret_key, "sk_test_");
    check(account.publishable_key, "pk_test_");
    for (const restricted of account.restricted_keys) {
      check(restricted.key, "rk_test_");
      for (const permission of restricted.permissions ?? []) {
        if (!/^rak_[a-z_]+_(read|write)$/.test(permission)) {
          throw new ConfigError(
            `${permission} is not a permission such as rak_checkout_session_write or rak_product_read.`,
          );
        }
      }
    }
  }
}

const KNOWN_EVENTS: ReadonlySet<string> = new Set<string>(["*", ...EVENT_TYPES]);

function checkWebhook(webhook: ConfiguredWebhook): void {
  if (!isWebAddress(webhook.url)) {
    throw new ConfigError(`The webhook URL ${webhook.url} is not an http or https address.`);
  }
  if (webhook.secret !== null) checkWebhookSecret(webhook.secret);
  if (webhook.api_version !== null) checkVersion(webhook.api_version);
  if (webhook.enabled_events.length === 0) {
    throw new ConfigError(`The webhook ${webhook.url} has an empty list of enabled_events.`);
  }
  for (const type of webhook.enabled_events) {
    if (!KNOWN_EVENTS.has(type)) throw new ConfigError(`There is no event type ${type}.`);
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/?#\s]\S*$/.test(text) && URL.canParse(text);
}

export function isWebhookSecret(text: string): boolean {
  return /^whsec_[\x21-\x7e]{8,200}$/.test(text);
}

function checkWebhookSecret(secret: string): void {
  if (!isWebhookSecret(secret)) {
    throw new ConfigError("A webhook secret begins with whsec_ and has at least 8 characters after that.");
  }
}

function checkSettings({ business_name, country, tax, ...pages }: Settings): void {
  if (business_name.trim() === "") throw new ConfigError("The business has an empty name.");
  if (!/^[A-Z]{2}$/.test(country)) {
    throw new ConfigError(`The country ${country} of the business is not two capital letters, such as DE.`);
  }
  for (const url of [pages.terms_of_service_url, pages.privacy_policy_url]) {
    if (url !== null && !isWebAddress(url)) {
      throw new ConfigError(`The page ${url} of the business is not an http or https address.`);
    }
  }
  for (const [place, rate] of Object.entries(tax.rates)) {
    const fault = taxRateFault(place, rate);
    if (fault !== null) throw new ConfigError(fault);
  }
}

function checkVersion(version: string): void {
  if (!(VERSIONS as readonly string[]).includes(version)) {
    throw new ConfigError(`There is no API version ${version}. Known are ${VERSIONS.join(", ")}.`);
  }
}
