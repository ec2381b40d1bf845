/**
 * Merges the options of the user into one checked Config. The command line overrides the environment, the
 * environment overrides the config file, and that overrides the defaults. A list replaces the lists of lower
 * sources as a whole.
 */
import { dirname, resolve } from "node:path";
import {
  type Config,
  type ConfiguredAccount,
  type ConfiguredWebhook,
  checkConfig,
  defaultConfig,
  liveKeyRefusal,
  type SeedSource,
  settingsFrom,
} from "../config.ts";
import { ApiError } from "../core/errors.ts";
import type { Branch, Raw } from "../params/form.ts";
import { type Fields, readParams } from "../params/param.ts";
import { RawError, rawOf } from "../params/raw.ts";
import { liveKeyWithin, SeedError } from "../seed/seed.ts";
import { readDocument } from "./document.ts";
import { UsageError } from "./faults.ts";
import { envOf, flagOf, type OptionKey, optionKeys, optionOf, options, type Settings } from "./options.ts";

/** `flags`: the options given on the command line, by option key. */
export async function configFrom(flags: Branch, env: Readonly<NodeJS.ProcessEnv>): Promise<Config> {
  const fromFlags = readLevel(flags, (param) => `--${flagOf(rootOf(param))}`);
  const fromEnv = readLevel(rawEnv(env), (param) => envOf(rootOf(param)) ?? param);
  const file = fromFlags.config ?? fromEnv.config;
  const fromFile = file === undefined ? {} : await readFile(file);
  const levels = [fromFlags, fromEnv, fromFile];
  const merged: Settings = { ...fromFile, ...fromEnv, ...fromFlags };
  return checkConfig({
    host: merged.host ?? defaultConfig.host,
    port: merged.port ?? defaultConfig.port,
    allowRemote: merged.allow_remote ?? defaultConfig.allowRemote,
    storage: storageFrom(levels),
    accounts: (merged.accounts ?? []).map(accountFrom),
    webhooks: (merged.webhooks ?? []).map(webhookFrom),
    webhookSecret: merged.webhook_secret ?? defaultConfig.webhookSecret,
    apiVersion: merged.api_version ?? defaultConfig.apiVersion,
    checkoutOrigin: merged.checkout_origin ?? defaultConfig.checkoutOrigin,
    allowedHosts: merged.allowed_hosts ?? defaultConfig.allowedHosts,
    seeds: await Promise.all((merged.seeds ?? []).map(readSeedFile)),
    demo: merged.demo ?? defaultConfig.demo,
    webhookTargets: merged.webhook_targets ?? defaultConfig.webhookTargets,
    redirectWaitSeconds: merged.redirect_wait ?? defaultConfig.redirectWaitSeconds,
    pageLayout: merged.page_layout ?? defaultConfig.pageLayout,
    pagePace: merged.page_pace ?? defaultConfig.pagePace,
    settings: settingsFrom(merged.business, merged.tax, merged.subscriptions, merged.invoices),
    logLevel: merged.log_level ?? defaultConfig.logLevel,
  });
}

// --- the three sources ---------------------------------------------------------------------------------------

const allFields: Fields = Object.fromEntries(optionKeys.map((key) => [key, options[key].param]));
const fileFields: Fields = Object.fromEntries(
  optionKeys.filter((key) => !optionOf(key).outsideFile).map((key) => [key, options[key].param]),
);

/** The option that a bracket path begins with. */
function rootOf(path: string): OptionKey {
  // The paths come from reading this table, so their first part is one of its keys.
  return path.split("[", 1)[0] as OptionKey;
}

function readLevel(raw: Branch, where: (param: string) => string, fields: Fields = allFields): Settings {
  try {
    return readParams(fields, raw) as Settings;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const told = error.message.replace("Received unknown parameter", "unknown key");
    throw new UsageError(`${where(error.body.param ?? "")}: ${told}`);
  }
}

/** The options of the environment. Empty variables do not count, because compose files often set them. */
function rawEnv(env: Readonly<NodeJS.ProcessEnv>): Branch {
  const raw: Branch = new Map();
  for (const key of optionKeys) {
    const name = envOf(key);
    const text = name === null ? undefined : env[name];
    if (text === undefined || text === "") continue;
    raw.set(key, optionOf(key).repeatable ? listOf(text.split(",").map((part) => part.trim())) : text);
  }
  return raw;
}

/** A list in the form of the raw tree: a Map with the keys 0, 1, … */
export function listOf(texts: readonly string[]): Raw {
  return new Map(texts.map((text, index) => [String(index), text]));
}

/** The options of a config file. Relative paths in it start from the file's own directory. */
async function readFile(file: string): Promise<Settings> {
  const document = await readDocument(file, resolve(file));
  let raw: Raw;
  try {
    raw = rawOf(document.content ?? {});
  } catch (error) {
    if (!(error instanceof RawError)) throw error;
    throw new UsageError(`${file}: ${error.message}.`);
  }
  if (!(raw instanceof Map) || Array.isArray(document.content)) {
    throw new UsageError(`${file}: a config file is a mapping of options.`);
  }
  const live = liveKeyWithin(raw);
  if (live !== null) throw new UsageError(`${file}: ${liveKeyRefusal(live)}`);
  const settings = readLevel(raw, (param) => `${file}:${document.lineOf(param)}: ${param}`, fileFields);
  const from = dirname(resolve(file));
  return {
    ...settings,
    ...(settings.data === undefined ? {} : { data: resolve(from, settings.data) }),
    ...(settings.seeds === undefined ? {} : { seeds: settings.seeds.map((seed) => resolve(from, seed)) }),
  };
}

async function readSeedFile(file: string): Promise<SeedSource> {
  try {
    return { name: file, content: (await readDocument(file, resolve(file))).content };
  } catch (error) {
    // The options are right, but the seed file is not: another exit code.
    throw error instanceof UsageError ? new SeedError(error.message) : error;
  }
}

// --- the parts of a Config ------------------------------------------------------------------------------------

/** The first source that names a storage decides. Two in one source contradict each other. */
function storageFrom(levels: readonly Settings[]): Config["storage"] {
  let memoryIsOff = false;
  for (const { memory, data, database_url } of levels) {
    const named = [
      memory === true && !memoryIsOff ? "--memory" : null,
      data === undefined ? null : "--data",
      database_url === undefined ? null : "--database-url",
    ].filter((name) => name !== null);
    if (named.length > 1)
      throw new UsageError(`${named.join(" and ")} contradict each other; give one of them.`);
    if (data !== undefined) return { kind: "sqlite", directory: data };
    if (database_url !== undefined) return { kind: "postgres", url: checkDatabaseUrl(database_url) };
    if (named.length === 1) return { kind: "memory" };
    memoryIsOff ||= memory === false;
  }
  return defaultConfig.storage;
}

function checkDatabaseUrl(url: string): string {
  if (/^postgres(ql)?:\/\/\S+$/.test(url) && URL.canParse(url)) return url;
  throw new UsageError("The database URL is not one such as postgres://user:password@127.0.0.1:5432/name.");
}

function accountFrom(given: NonNullable<Settings["accounts"]>[number]): ConfiguredAccount {
  return {
    name: given.name ?? null,
    secret_key: given.secret_key,
    publishable_key: given.publishable_key ?? given.secret_key.replace(/^sk_/, "pk_"),
    restricted_keys: (given.restricted_keys ?? []).map(({ key, permissions }) => ({
      key,
      permissions: permissions ?? null,
    })),
  };
}

function webhookFrom(given: NonNullable<Settings["webhooks"]>[number]): ConfiguredWebhook {
  return {
    url: given.url,
    secret: given.secret ?? null,
    enabled_events: given.enabled_events ?? ["*"],
    api_version: given.api_version ?? null,
  };
}
