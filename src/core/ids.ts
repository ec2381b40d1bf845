/**
 * Object ids in the original's form: a prefix, then base62. Most have 24 characters after the prefix: a leading
 * digit, five that order by time, ten that all objects of an account share, and eight random ones.
 * The only file that may use a source of randomness.
 */
import { createHash, randomBytes } from "node:crypto";
import type { UnixSeconds } from "./clock.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Bytes taken from the system at a time, so that an id costs no system call of its own. */
const POOL_BYTES = 8192;

export interface IdSource {
  /** `length` base62 characters, unguessable outside tests. */
  random(length: number): string;
}

/** Base62 text from a stream of bytes; 62 does not divide 256, so bytes from 248 on are passed over. */
function fromBytes(next: () => number, length: number): string {
  let text = "";
  while (text.length < length) {
    const byte = next();
    if (byte < 248) text += BASE62[byte % 62];
  }
  return text;
}

function secureSource(): IdSource {
  let pool = randomBytes(POOL_BYTES);
  let used = 0;
  const next = (): number => {
    if (used === pool.length) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    return pool[used++] ?? 0;
  };
  return { random: (length) => fromBytes(next, length) };
}

export const secureIds: IdSource = secureSource();

/** Repeatable ids for tests: the same seed gives the same sequence. */
export function seededIds(seed: number): IdSource {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  return { random: (length) => fromBytes(next, length) };
}

/** How an id is put together after its prefix. */
type Form =
  | { readonly kind: "timed"; readonly lead: "1" | "3" }
  | { readonly kind: "plain"; readonly length: number };

const TIMED_1: Form = { kind: "timed", lead: "1" };
const TIMED_3: Form = { kind: "timed", lead: "3" };
const SHORT: Form = { kind: "plain", length: 14 };

/** Prefixes whose ids are not the common 24 characters with a leading 1. A coupon's id has no prefix. */
const FORMS: Readonly<Record<string, Form>> = {
  "": { kind: "plain", length: 8 },
  pi_: TIMED_3,
  ch_: TIMED_3,
  re_: TIMED_3,
  txn_: TIMED_3,
  cus_: SHORT,
  prod_: SHORT,
  req_: SHORT,
  whsec_: { kind: "plain", length: 32 },
};

/** Whose ids: the whole id of the account, and the ten characters that most of its objects end on. */
interface Owner {
  readonly id: string;
  readonly tail: string;
}

/**
 * A new id for an object of `owner`, at `ms` milliseconds. A session's id orders by its millisecond, so that the
 * indexes of the kind that is made most grow at their end; and it carries its account, so that its page, which is
 * opened without a key, is found without looking across accounts. 34 random characters remain: 202 bits.
 */
export function newId(source: IdSource, prefix: string, ms: number, owner: Owner): string {
  if (prefix === SESSION_PREFIX) {
    const account = owner.id.slice(ACCOUNT_PREFIX.length);
    // Simple sessions are seen with a leading "a1".
    return `${prefix}a1${timeText(ms, SESSION_TIME_CHARS)}${source.random(SESSION_RANDOM_CHARS)}${account}`;
  }
  const form = Object.hasOwn(FORMS, prefix) ? (FORMS[prefix] ?? TIMED_1) : TIMED_1;
  if (form.kind === "plain") return prefix + source.random(form.length);
  return prefix + timedSuffix(source, form.lead, Math.floor(ms / 1000), owner.tail);
}

/** 62^7 milliseconds are a hundred years. */
const SESSION_TIME_CHARS = 7;
const SESSION_RANDOM_CHARS = 34;
const SESSION_PREFIX = "cs_test_";
const ACCOUNT_PREFIX = "acct_1";
const ACCOUNT_NAME_CHARS = 15;
/** Of an account's id, its last characters: what all ids of its objects share. */
const TAIL_CHARS = 10;

/** The id of an account: the same name, the same id. */
export function accountId(name: string): string {
  const digest = createHash("sha256").update(`account ${name}`).digest();
  const letters = [...digest.subarray(0, ACCOUNT_NAME_CHARS)].map((byte) => BASE62[byte % BASE62.length]);
  return ACCOUNT_PREFIX + letters.join("");
}

/** An id that follows from a name within an account, for objects that are there without anybody making them. */
export function derivedId(prefix: string, owner: Owner, name: string): string {
  const digest = createHash("sha256").update(`${owner.id} ${prefix}${name}`).digest();
  const letters = [...digest.subarray(0, DERIVED_CHARS)].map((byte) => BASE62[byte % BASE62.length]).join("");
  return `${prefix}1${letters.slice(0, 5)}${owner.tail}${letters.slice(5)}`;
}
const DERIVED_CHARS = 13;

/** The characters of an account's id that most ids of its objects carry. */
export function tailOf(accountId: string): string {
  return accountId.slice(-TAIL_CHARS);
}

/** The account a session id or address token made here carries; of ids made elsewhere (seeds) it means nothing. */
export function accountIdIn(sessionIdOrToken: string): string {
  return ACCOUNT_PREFIX + sessionIdOrToken.slice(-ACCOUNT_NAME_CHARS);
}

/** The unguessable end of an address that is opened without a key; it carries its account. */
export function addressToken(source: Pick<IdSource, "random">, owner: Pick<Owner, "id">): string {
  return source.random(ADDRESS_RANDOM_CHARS) + owner.id.slice(ACCOUNT_PREFIX.length);
}
const ADDRESS_RANDOM_CHARS = 28;

/** A payment intent's client secret. It too carries what its id lacks of the account, for pages without a key. */
export function clientSecret(source: Pick<IdSource, "random">, id: string, owner: Owner): string {
  const head = owner.id.slice(ACCOUNT_PREFIX.length, -owner.tail.length);
  return `${id}_secret_${head}${source.random(SECRET_CHARS - head.length)}`;
}

const SECRET_CHARS = 25;
/** Where the account's tail begins in a timed id, after its prefix. */
const TAIL_AT = 6;

/** The account an intent's id and secret carry together; means nothing where they do not belong together. */
export function accountIdOfSecret(secret: string): string {
  const [id = "", rest = ""] = secret.split("_secret_");
  const tail = id.slice(id.indexOf("_") + 1).slice(TAIL_AT, TAIL_AT + TAIL_CHARS);
  return ACCOUNT_PREFIX + rest.slice(0, ACCOUNT_NAME_CHARS - TAIL_CHARS) + tail;
}

/** Events about payment intents, charges and their kin lead with 3, all others with 1. */
export function newEventId(source: IdSource, type: string, now: UnixSeconds, tail: string): string {
  const lead = /^(payment_intent|charge|refund)\./.test(type) ? "3" : "1";
  return `evt_${timedSuffix(source, lead, now, tail)}`;
}

function timedSuffix(source: IdSource, lead: "1" | "3", now: UnixSeconds, tail: string): string {
  return `${lead}${timeText(now, 5)}${tail}${source.random(8)}`;
}

/** Base62 characters that order by time, and go round once in 62^length units of it. */
function timeText(time: number, length: number): string {
  let rest = time % 62 ** length;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = BASE62[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
