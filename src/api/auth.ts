/**
 * Identifies the caller. By default every test key has its own account, created on first use: `sk_test_X`,
 * `rk_test_X` and `pk_test_X` belong to the same one. With fixed keys from a config file, all other keys are
 * refused. Live keys are always refused.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { errors } from "../core/errors.ts";
import { accountId } from "../core/ids.ts";
import { type Account, accountOf } from "../storage/port.ts";

export interface Caller {
  readonly account: Account;
  readonly kind: "secret" | "restricted" | "publishable";
  /** What a restricted key may do; null means everything. */
  readonly permissions: readonly string[] | null;
  /** The key, masked for use in refusals. */
  readonly masked: string;
}

/** An account with fixed keys, from the config file. */
export interface FixedAccount {
  readonly secret_key: string;
  readonly publishable_key: string;
  readonly restricted_keys: readonly {
    readonly key: string;
    readonly permissions: readonly string[] | null;
  }[];
}

/** Callers cached by the hash of their key, so that a key's account need not be computed again. */
const REMEMBERED_MAX = 10_000;
const KEY_CHARS_MAX = 300;
/**
 * How much of an `Authorization` header is read: more than a key in base64 with a password after it takes.
 */
const AUTHORIZATION_CHARS_MAX = 2000;

/**
 * The account for the name in a key (what follows `sk_test_`): the same name always gives the same account.
 */
export function accountNamed(name: string): Account {
  return accountOf(accountId(name));
}

/** The account of a secret test key. */
export function accountOfKey(secretKey: string): Account {
  return accountNamed(secretKey.replace(/^sk_test_/, ""));
}

/** Splits `sk_test_X`; returns null for anything that is not a test key. */
function testKey(key: string): { kind: Caller["kind"]; name: string } | null {
  if (key.length > KEY_CHARS_MAX) return null;
  const match = /^(sk|rk|pk)_test_([\x21-\x7e]+)$/.exec(key);
  if (match === null) return null;
  const kind = match[1] === "sk" ? "secret" : match[1] === "rk" ? "restricted" : "publishable";
  return { kind, name: match[2] ?? "" };
}

/** `sk_test_…1234`: keeps the prefix and the last four characters and replaces all others with stars. */
export function maskKey(key: string): string {
  const prefix = /^(?:sk|rk|pk)_(?:test|live)_/.exec(key)?.[0] ?? key.slice(0, 8);
  const rest = key.slice(prefix.length, prefix.length + KEY_CHARS_MAX);
  if (rest.length <= 4) return prefix + "*".repeat(rest.length);
  return prefix + "*".repeat(rest.length - 4) + rest.slice(-4);
}

interface Known {
  readonly digest: Buffer;
  readonly caller: Caller;
}

export class Keyring {
  readonly #known = new Map<string, Known>();
  /** True if only fixed keys are accepted. */
  readonly #closed: boolean;

  constructor(fixed: readonly FixedAccount[]) {
    this.#closed = fixed.length > 0;
    for (const account of fixed) this.#learn(account);
  }

  #learn(fixed: FixedAccount): void {
    const account = accountOfKey(fixed.secret_key);
    this.#remember(fixed.secret_key, "secret", account, null);
    this.#remember(fixed.publishable_key, "publishable", account, null);
    for (const restricted of fixed.restricted_keys) {
      this.#remember(restricted.key, "restricted", account, restricted.permissions);
    }
  }

  #remember(
    key: string,
    kind: Caller["kind"],
    account: Account,
    permissions: readonly string[] | null,
  ): Caller {
    const digest = digestOf(key);
    const caller: Caller = { account, kind, permissions, masked: maskKey(key) };
    if (!this.#closed && this.#known.size >= REMEMBERED_MAX) {
      const [oldest = ""] = this.#known.keys();
      this.#known.delete(oldest);
    }
    this.#known.set(digest.toString("base64"), { digest, caller });
    return caller;
  }

  /** The caller with the key in an `Authorization` header; throws a refusal if there is none. */
  identify(header: string | undefined): Caller {
    const key = keyOf(header);
    if (key === null) throw errors.noApiKey();
    // Looked up by hash and compared in constant time, so that timing reveals nothing about a key.
    const digest = digestOf(key);
    const known = this.#known.get(digest.toString("base64"));
    if (known !== undefined && timingSafeEqual(known.digest, digest)) return known.caller;
    if (/^(?:sk|rk|pk)_live_/.test(key)) throw errors.liveKey(maskKey(key));
    const test = testKey(key);
    if (test === null || this.#closed) throw errors.invalidApiKey(maskKey(key));
    return this.#remember(key, test.kind, accountNamed(test.name), null);
  }
}

function digestOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** The key in a Basic (as user name) or Bearer header; null if there is none. */
function keyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [scheme = "", rest = ""] = splitOnce(header.slice(0, AUTHORIZATION_CHARS_MAX).trim());
  if (scheme.toLowerCase() === "bearer") return clean(rest);
  if (scheme.toLowerCase() !== "basic") return null;
  const text = Buffer.from(rest, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return clean(colon === -1 ? text : text.slice(0, colon));
}

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space === -1 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}

/**
 * Stripe's printed API reference shows its key masked and whole, run together
 * ("sk_test_4eC39Hq...zdp7dcsk_test_4eC…"); if somebody copies that text, the whole key in it is used.
 */
function clean(key: string): string | null {
  const trimmed = key.trim();
  if (trimmed === "") return null;
  const end = /^sk_test_\w+\.\.\.(\w+)$/.exec(trimmed)?.[1] ?? "";
  const whole = end.indexOf("sk_test_");
  return whole === -1 ? trimmed : end.slice(whole);
}
