/**
 * Ids of objects, tokens and secrets, in Stripe's form: a prefix, then base62. Most ids have 24 characters
 * after the prefix: a leading digit, five that order by time, ten that all objects of an account share, and
 * eight random ones. Why ids contain their account: docs/decisions/0007-ids-name-their-account.md. This is
 * the only file that may use a source of randomness.
 */
import { createHash, randomBytes } from "node:crypto";
import type { UnixSeconds } from "./clock.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Random bytes are requested from the system in blocks, to avoid a system call for each id. */
const POOL_BYTES = 8192;

export interface IdSource {
  /** `length` base62 characters. Unguessable, except from the seeded source of tests. */
  random(length: number): string;
}

/**
 * Base62 text from random bytes. Bytes from 248 on are skipped: 248 is the largest multiple of 62 up to 256.
 */
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

/** What follows the prefix of an id. */
type Form =
  | { readonly kind: "timed"; readonly lead: "1" | "3" }
  | { readonly kind: "plain"; readonly length: number };

const TIMED_1: Form = { kind: "timed", lead: "1" };
const TIMED_3: Form = { kind: "timed", lead: "3" };
const SHORT: Form = { kind: "plain", length: 14 };

/** Prefixes whose ids do not have the usual 24 characters with a leading 1. A coupon's id has no prefix. */
const FORMS: Readonly<Record<string, Form>> = {
  "": { kind: "plain", length: 8 },
  pi_: TIMED_3,
  ch_: TIMED_3,
  re_: TIMED_3,
  py_: TIMED_3,
  pyr_: TIMED_3,
  txn_: TIMED_3,
  cus_: SHORT,
  plan_: SHORT,
  prod_: SHORT,
  req_: SHORT,
  whsec_: { kind: "plain", length: 32 },
};

/**
 * The account that ids are for: its whole id, and the ten characters that most ids of its objects contain.
 */
interface Owner {
  readonly id: string;
  readonly tail: string;
}

/**
 * A new id for an object of `owner`, at `ms` milliseconds. Session ids order by their millisecond, so that
 * the indexes of the most frequent kind of object grow at their end. They also contain their account, so that
 * the page, which is opened without a key, finds its session without searching all accounts. 34 random
 * characters remain: 202 bits.
 */
export function newId(source: IdSource, prefix: string, ms: number, owner: Owner): string {
  if (prefix === SESSION_PREFIX) {
    const account = owner.id.slice(ACCOUNT_PREFIX.length);
    // Recorded session ids without special features begin with "a1".
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
/** How many characters at the end of an account's id most ids of its objects contain. */
const TAIL_CHARS = 10;

/** The id of the account with this name; always the same for the same name. */
export function accountId(name: string): string {
  const digest = createHash("sha256").update(`account ${name}`).digest();
  const letters = [...digest.subarray(0, ACCOUNT_NAME_CHARS)].map((byte) => BASE62[byte % BASE62.length]);
  return ACCOUNT_PREFIX + letters.join("");
}

/** An id that follows from a name and the account, for objects that exist without being created. */
export function derivedId(prefix: string, owner: Owner, name: string): string {
  const digest = createHash("sha256").update(`${owner.id} ${prefix}${name}`).digest();
  const letters = [...digest.subarray(0, DERIVED_CHARS)].map((byte) => BASE62[byte % BASE62.length]).join("");
  return `${prefix}1${letters.slice(0, 5)}${owner.tail}${letters.slice(5)}`;
}
const DERIVED_CHARS = 13;

/** The last characters of an account's id, which most ids of its objects contain. */
export function tailOf(accountId: string): string {
  return accountId.slice(-TAIL_CHARS);
}

/**
 * The account in a session id or URL token that was made here. Meaningless for other ids, such as those of
 * seeds.
 */
export function accountIdIn(sessionIdOrToken: string): string {
  return ACCOUNT_PREFIX + sessionIdOrToken.slice(-ACCOUNT_NAME_CHARS);
}

/** An unguessable token for a URL that is opened without a key. It ends with its account. */
export function addressToken(source: Pick<IdSource, "random">, owner: Pick<Owner, "id">): string {
  return source.random(ADDRESS_RANDOM_CHARS) + owner.id.slice(ACCOUNT_PREFIX.length);
}
const ADDRESS_RANDOM_CHARS = 28;

/**
 * An intent's client secret. It contains the five characters of the account that the intent's id does not
 * have, so that pages without a key find the account. The account is no secret, and the 22 random characters
 * after them are 131 bits.
 */
export function clientSecret(source: Pick<IdSource, "random">, id: string, owner: Owner): string {
  const head = owner.id.slice(ACCOUNT_PREFIX.length, -owner.tail.length);
  return `${id}_secret_${head}${source.random(SECRET_RANDOM_CHARS)}`;
}

const SECRET_RANDOM_CHARS = 22;
/** Where the account's last characters begin in a timed id, counted after the prefix. */
const TAIL_AT = 6;

/** The account in a client secret, which begins with the intent's id. Meaningless for a made-up secret. */
export function accountIdOfSecret(secret: string): string {
  const [id = "", rest = ""] = secret.split("_secret_");
  const tail = id.slice(id.indexOf("_") + 1).slice(TAIL_AT, TAIL_AT + TAIL_CHARS);
  return ACCOUNT_PREFIX + rest.slice(0, ACCOUNT_NAME_CHARS - TAIL_CHARS) + tail;
}

/** The id of an event: a leading 3 for events of payment intents, charges and refunds, 1 for all others. */
export function newEventId(source: IdSource, type: string, now: UnixSeconds, tail: string): string {
  const lead = /^(payment_intent|charge|refund)\./.test(type) ? "3" : "1";
  return `evt_${timedSuffix(source, lead, now, tail)}`;
}

function timedSuffix(source: IdSource, lead: "1" | "3", now: UnixSeconds, tail: string): string {
  return `${lead}${timeText(now, 5)}${tail}${source.random(8)}`;
}

/** The time in `length` base62 characters that sort by time; starts over after 62^length units. */
function timeText(time: number, length: number): string {
  let rest = time % 62 ** length;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = BASE62[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
