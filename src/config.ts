/**
 * What a server is told at its start: one checked value. Where it comes from is `cli/options.ts` for the command
 * and `index.ts` for programs.
 */
import type { FixedAccount } from "./api/auth.ts";
import { maskKey } from "./api/auth.ts";
import { DEFAULT_SETTINGS, type Settings, type TaxSettings } from "./core/settings.ts";
import { EVENT_TYPES } from "./resources/event_types.ts";
import { taxRateFault } from "./tax/table.ts";
import { VERSIONS } from "./versions/index.ts";

/** An account with fixed keys. Its name is for people: the banner shows it. */
export interface ConfiguredAccount extends FixedAccount {
  readonly name: string | null;
}

export interface ConfiguredWebhook {
  readonly url: string;
  /** whsec_…; null for the server's own. */
  readonly secret: string | null;
  readonly enabled_events: readonly string[];
  readonly api_version: string | null;
}

/** Objects to make at the start, as `seed/seed.ts` reads them. */
export interface SeedSource {
  /** What refusals call it: the file's name as the user wrote it. */
  readonly name: string;
  readonly content: unknown;
}

export interface Config {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Lets a host that other machines can reach go without fixed accounts. */
  readonly allowRemote: boolean;
  readonly storage:
    | { readonly kind: "memory" }
    | { readonly kind: "sqlite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly url: string };
  /** Fixed keys; none means that every test key is an account. */
  readonly accounts: readonly ConfiguredAccount[];
  /** Endpoints that every account has. */
  readonly webhooks: readonly ConfiguredWebhook[];
  /** The secret of configured endpoints that name none; null makes one and keeps it. */
  readonly webhookSecret: string | null;
  /** What requests that name no version speak, and events of endpoints that name none. */
  readonly apiVersion: string;
  /** Origin of hosted pages; null for the server's own. */
  readonly checkoutOrigin: string | null;
  /** Applied in order at every start; what exists already is left alone. */
  readonly seeds: readonly SeedSource[];
  /** The demo catalogue of the reference's examples. */
  readonly demo: boolean;
  /** Where webhooks may be sent: `local` allows this machine and its networks, `public` does not. */
  readonly webhookTargets: "local" | "public";
  /** How long the page holds the buyer for the webhook of completion, in seconds; 0 not at all. */
  readonly redirectWaitSeconds: number;
  /** How pages offer methods of payment; `auto` goes by how many there are. */
  readonly pageLayout: "accordion" | "auto" | "single" | "tabs";
  /** The shop, and the taxes it collects. */
  readonly settings: Settings;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

export const DEFAULT_PORT = 12_111;

/** The key of the reference's examples: what the demo catalogue and seeds without a key of their own belong to. */
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
  seeds: [],
  demo: true,
  webhookTargets: "local",
  redirectWaitSeconds: 10,
  pageLayout: "auto",
  settings: DEFAULT_SETTINGS,
  logLevel: "warn",
};

/** What a user says of the shop. */
export interface Business {
  readonly name?: string;
  /** Two capital letters; without it: US. */
  readonly country?: string;
  /** Null: the shop has none, and sessions cannot ask for consent to it. */
  readonly terms_of_service_url?: string | null;
  readonly privacy_policy_url?: string | null;
}

/** What a user says of automatic tax. */
export type TaxOptions = Partial<TaxSettings>;

export function settingsFrom({ name, ...business }: Business = {}, tax: TaxOptions = {}): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...business,
    ...(name === undefined ? {} : { business_name: name }),
    tax: { ...DEFAULT_SETTINGS.tax, ...tax },
  };
}

/** Settings that a server must not start with; the message is for the user, in one line. */
export class ConfigError extends Error {}

/** Refuses settings that are wrong or unsafe, whichever way they came in; gives them frozen. */
export function checkConfig(config: Config): Config {
  checkReach(config);
  checkKeys(config.accounts);
  for (const webhook of config.webhooks) checkWebhook(webhook);
  if (config.webhookSecret !== null) checkWebhookSecret(config.webhookSecret);
  checkVersion(config.apiVersion);
  checkSettings(config.settings);
  return Object.freeze(config);
}

/** Who can reach the server: only this machine, unless the user has said how it is kept or that it may be open. */
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
 * The host to print for a server that listens on `host`. Never `localhost`: the Stripe CLI takes only 127.0.0.1.
 * "Any address" is reached by the loopback one.
 */
export function shownHost(host: string): string {
  if (host === "localhost" || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

const LIVE_KEY = /\b(?:sk|rk|pk)_live_[A-Za-z0-9]*/;

/** The first live key within text, masked for showing; null where there is none. */
export function liveKeyIn(text: string): string | null {
  const found = LIVE_KEY.exec(text);
  return found === null ? null : maskKey(found[0]);
}

/** In the words of every place that refuses one. */
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
  return /^https?:\/\/[^/?#\s]+\S*$/.test(text) && URL.canParse(text);
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
