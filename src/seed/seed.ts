/**
 * Seeds: objects with fixed ids that are created at the start by the operations of the API. So seeds are
 * checked like requests and cause the same events. Objects that exist already are left unchanged. Reading
 * seeds from files is left to the caller; `demo.ts` has a seed of its own.
 */
import { accountOfKey, type FixedAccount } from "../api/auth.ts";
import { callOf, fieldsOf } from "../api/call.ts";
import { DEMO_KEY, isWebhookSecret, liveKeyIn, liveKeyRefusal, type SeedSource } from "../config.ts";
import { ApiError } from "../core/errors.ts";
import type { Branch, Raw } from "../params/form.ts";
import { RawError, rawOf } from "../params/raw.ts";
import type { Registry, Route } from "../resources/registry.ts";
import type { Call, WriteOperation } from "../resources/resource.ts";
import {
  type Account,
  NO_CAUSE,
  REVISION,
  type Row,
  type Store,
  sessionHome,
  type Tx,
} from "../storage/port.ts";
import type { Dialect } from "../versions/index.ts";

/** The sections of a seed in the order of creation: an object comes before those that refer to it. */
const SECTIONS = [
  "products",
  "prices",
  "coupons",
  "customers",
  "promotion_codes",
  "tax_rates",
  "shipping_rates",
  "payment_methods",
  "checkout_sessions",
  "webhook_endpoints",
] as const;
type Section = (typeof SECTIONS)[number];

const ENTRIES_MAX = 10_000;

export interface SeedParts {
  readonly store: Store;
  readonly registry: Registry;
  /** Entries are parameters of the default version, as in requests without a version header. */
  readonly dialect: Dialect;
  /** If accounts are fixed in the config file, only these can be seeded. */
  readonly accounts: readonly FixedAccount[];
  /** Creates the configured webhook endpoints before an account's first unit of work. */
  readonly welcome: (account: Account) => Promise<void>;
}

/** A seed that cannot be applied; the message names the file, the entry and the parameter. */
export class SeedError extends Error {}

/** One object to create: the parameters of its creation and the ids it gets. */
export interface Entry {
  /** "products[0]", for error messages. */
  readonly path: string;
  readonly section: Section;
  readonly id: string;
  /** Ids of what is created along with it: a webhook's secret, line items. */
  readonly otherIds: readonly string[];
  readonly params: Branch;
  /** Whether a new object replaces the existing one. Without this, an existing object stays. */
  readonly replaces?: (row: Row, now: number) => boolean;
}

/** Applies a seed. All of it is read and checked before any object is created. */
export async function applySeed(parts: SeedParts, seed: SeedSource): Promise<void> {
  const { account, entries } = readSeed(parts, seed);
  const steps = entries.map((entry) => inFile(seed.name, entry.path, () => stepOf(parts, entry)));
  for (const step of steps) {
    await make(parts, account, step).catch((error: unknown) => refuse(seed.name, step.entry.path, error));
  }
}

/** Applies entries that are made by code and not read from a seed. */
export async function applyEntries(
  parts: SeedParts,
  account: Account,
  entries: readonly Entry[],
): Promise<void> {
  for (const entry of entries) await make(parts, account, stepOf(parts, entry));
}

// --- reading --------------------------------------------------------------------------------------------------

function readSeed(parts: SeedParts, seed: SeedSource): { account: Account; entries: Entry[] } {
  const raw = inFile(seed.name, "", () => rawOf(seed.content ?? {}));
  if (!(raw instanceof Map) || Array.isArray(seed.content)) {
    throw new SeedError(`${seed.name}: a seed is a mapping of sections: ${SECTIONS.join(", ")}.`);
  }
  const live = liveKeyWithin(raw);
  if (live !== null) throw new SeedError(`${seed.name}: ${liveKeyRefusal(live)}`);
  const account = seededAccount(parts, seed.name, raw.get("account"));
  for (const name of raw.keys()) {
    if (name !== "account" && !(SECTIONS as readonly string[]).includes(name)) {
      throw new SeedError(
        `${seed.name}: there is no section ${name}. There are account, ${SECTIONS.join(", ")}.`,
      );
    }
  }
  const entries = SECTIONS.flatMap((section) => entriesOf(seed.name, section, raw.get(section)));
  if (entries.length > ENTRIES_MAX) {
    throw new SeedError(`${seed.name}: a seed may have up to ${ENTRIES_MAX} entries.`);
  }
  return { account, entries };
}

/** Finds a live key anywhere in the seed, so that none is stored, not even in metadata. */
export function liveKeyWithin(raw: Raw): string | null {
  if (typeof raw === "string") return liveKeyIn(raw);
  for (const [name, value] of raw) {
    const live = liveKeyIn(name) ?? liveKeyWithin(value);
    if (live !== null) return live;
  }
  return null;
}

function seededAccount(parts: SeedParts, name: string, given: Raw | undefined): Account {
  const key = given ?? parts.accounts[0]?.secret_key ?? DEMO_KEY;
  if (typeof key !== "string" || !/^sk_test_[\x21-\x7e]{1,290}$/.test(key)) {
    throw new SeedError(`${name}: account: must be a secret test key, which begins with sk_test_.`);
  }
  if (parts.accounts.length > 0 && !parts.accounts.some((account) => account.secret_key === key)) {
    throw new SeedError(`${name}: account: is not one of the accounts of the config file.`);
  }
  return accountOfKey(key);
}

function entriesOf(name: string, section: Section, raw: Raw | undefined): Entry[] {
  if (raw === undefined || raw === "") return [];
  if (typeof raw === "string") throw new SeedError(`${name}: ${section}: must be a list.`);
  return [...raw].map(([index, given]) => {
    const path = `${section}[${index}]`;
    if (typeof given === "string") throw new SeedError(`${name}: ${path}: must be a mapping.`);
    const params = new Map(given);
    const id = params.get("id");
    if (typeof id !== "string" || !/^[A-Za-z0-9_-]{1,255}$/.test(id)) {
      throw new SeedError(`${name}: ${path}: needs an id, so that seeding twice makes it once.`);
    }
    params.delete("id");
    const otherIds: string[] = [];
    if (section === "webhook_endpoints") {
      const secret = params.get("secret");
      if (secret !== undefined) {
        if (typeof secret !== "string" || !isWebhookSecret(secret)) {
          throw new SeedError(
            `${name}: ${path}[secret]: begins with whsec_ and has 8 more characters at least.`,
          );
        }
        otherIds.push(secret);
      }
      params.delete("secret");
    }
    return { path, section, id, otherIds, params };
  });
}

// --- making ---------------------------------------------------------------------------------------------------

interface Step {
  readonly entry: Entry;
  readonly route: Route;
  readonly operation: WriteOperation;
  readonly call: Call<never>;
}

/** The operation that creates the objects of a section: "checkout_sessions" is POST /v1/checkout/sessions. */
function routeOf(registry: Registry, section: Section): Route & { operation: WriteOperation } {
  for (const route of registry.routes) {
    if (route.method !== "POST" || route.path !== route.resource.path) continue;
    if (route.path.slice("/v1/".length).replaceAll("/", "_") !== section) continue;
    if (route.operation.does === "write") return { ...route, operation: route.operation };
  }
  throw new Error(`no operation makes ${section}`);
}

function stepOf(parts: SeedParts, entry: Entry): Step {
  const route = routeOf(parts.registry, entry.section);
  const params = new Map(entry.params);
  if (Object.hasOwn(fieldsOf(parts.dialect, route), "id")) params.set("id", entry.id);
  const where = { id: "", sub: "", path: route.path, fromBrowser: false };
  const call = callOf(parts.dialect, route, params, where);
  return { entry, route, operation: route.operation, call };
}

async function make(parts: SeedParts, account: Account, step: Step): Promise<void> {
  const { id, replaces } = step.entry;
  await parts.welcome(account);
  const kind = step.route.kind;
  try {
    await parts.store.transact(account, NO_CAUSE, async (tx) => {
      const row = await tx.get(kind, id);
      const stays = row === null ? await tx.exists(kind, id) : !replaces?.(row, tx.now);
      if (!stays) await run(tx, step);
    });
    if (kind === "checkout.session") await parts.store.setting(sessionHome(id), () => account.id);
  } catch (error) {
    // Another process on the same database may have created it in the meantime, which is no error.
    if (error instanceof ApiError || error instanceof SeedError) throw error;
    if (!(await parts.store.read(account, (reader) => reader.exists(kind, id)))) throw error;
  }
}

async function run(tx: Tx, { entry, operation, call }: Step): Promise<void> {
  const asked: string[] = [];
  const answer = await operation.run(withIds(tx, [entry.id, ...entry.otherIds], asked), call);
  if ("refused" in answer) throw answer.refused;
  if ("id" in answer && answer.id === entry.id) return;
  throw new SeedError(`the id ${entry.id} must begin with ${asked[0]}`);
}

/**
 * Wraps a unit of work: `newId` returns each of the given ids once, for the prefix that it begins with, and
 * `insert` replaces an existing row that has one of these ids.
 */
function withIds(tx: Tx, ids: readonly string[], asked: string[]): Tx {
  const left = new Set(ids);
  return {
    account: tx.account,
    settings: tx.settings,
    now: tx.now,
    clock: tx.clock,
    at: (time) => withIds(tx.at(time), ids, asked),
    get: (kind, id) => tx.get(kind, id),
    list: (kind, where, page) => tx.list(kind, where, page),
    exists: (kind, id) => tx.exists(kind, id),
    keeps: (row) => tx.keeps(row),
    newId: (prefix) => {
      asked.push(prefix);
      for (const id of left) {
        if (!id.startsWith(prefix)) continue;
        left.delete(id);
        return id;
      }
      return tx.newId(prefix);
    },
    random: (length) => tx.random(length),
    insert: async (row) => {
      const taken = ids.includes(row.id) ? await tx.get(row.object, row.id) : null;
      return taken === null ? tx.insert(row) : tx.update(Object.assign(row, { [REVISION]: taken[REVISION] }));
    },
    update: (row) => tx.update(row),
    hide: (row) => tx.hide(row),
    forget: (kind, id) => tx.forget(kind, id),
    emit: (type, row, previous) => tx.emit(type, row, previous),
    schedule: (timer) => tx.schedule(timer),
    cancel: (kind, subject) => tx.cancel(kind, subject),
    wake: (...given) => tx.wake(...given),
  };
}

// --- refusing -------------------------------------------------------------------------------------------------

function inFile<T>(name: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return refuse(name, path, error);
  }
}

function refuse(name: string, path: string, error: unknown): never {
  const known = error instanceof ApiError || error instanceof SeedError || error instanceof RawError;
  if (!known) throw error;
  const param = error instanceof ApiError && !error.namesParam ? error.body.param : undefined;
  const where = param === undefined ? "" : `${param}: `;
  throw new SeedError(`${name}: ${path === "" ? "" : `${path}: `}${where}${error.message}`);
}
