/**
 * What may be sent, said once. A `Param` reads a raw value into a typed one; definitions are data that the
 * refusals, the misuse tests and the documentation walk as well. Reading never stops at the first fault: names
 * nobody knows outrank everything else, as in the original.
 */
import { normalizeDecimal } from "../core/amounts.ts";
import { CURRENCIES, isCurrency } from "../core/currencies.ts";
import { type ApiError, errors } from "../core/errors.ts";
import { type Branch, type Raw, rawText } from "./form.ts";

/** Faults met so far while a request's parameters are read. */
export class Reading {
  readonly unknown: { path: string; name: string; known: Fields }[] = [];
  fault: ApiError | null = null;

  refuse(error: ApiError): undefined {
    this.fault ??= error;
    return undefined;
  }
}

export interface Param<T> {
  /** What the documentation calls it. */
  readonly type: string;
  /** For objects: their parameters. */
  readonly fields?: Fields;
  /** For lists and maps: what they hold. */
  readonly items?: Param<unknown>;
  readonly choices?: readonly string[];
  /** What it does, in a sentence for the documentation. */
  readonly does?: string;
  /** The most there may be: of a list's elements, a text's characters, a number itself. */
  readonly max?: number;
  /** The least a number may be. */
  readonly min?: number;
  readonly required?: boolean;
  /** An empty string unsets it. */
  readonly nullable?: boolean;
  /** Known, and refused until it acts. */
  readonly notYet?: boolean;
  /** Values of a refused one that are taken all the same, because they ask for nothing. */
  readonly harmless?: readonly unknown[];
  /** The typed value, or undefined once a fault is noted. */
  read(raw: Raw, path: string, reading: Reading): T | undefined;
}
export interface RequiredParam<T> extends Param<T> {
  readonly required: true;
}
export type Fields = Readonly<Record<string, Param<unknown>>>;

/** The typed value a Param gives. */
export type Value<P> = P extends Param<infer T> ? T : never;
type Simplify<T> = { [K in keyof T]: T[K] };
export type ObjectValue<F extends Fields> = Simplify<
  { readonly [K in keyof F as F[K] extends RequiredParam<unknown> ? K : never]: Value<F[K]> } & {
    readonly [K in keyof F as F[K] extends RequiredParam<unknown> ? never : K]?: Value<F[K]>;
  }
>;

/** Reads a whole request, or throws the refusal that outranks the others. */
export function readParams<F extends Fields>(fields: F, raw: Branch): ObjectValue<F> {
  const reading = new Reading();
  const value = readFields(fields, raw, "", reading);
  if (reading.unknown.length > 0) {
    const [first] = reading.unknown;
    throw errors.unknownParams(
      reading.unknown.map((unknown) => unknown.path),
      first === undefined ? null : nearest(first.name, Object.keys(first.known)),
    );
  }
  if (reading.fault !== null) throw reading.fault;
  return value as ObjectValue<F>;
}

function readFields(fields: Fields, raw: Branch, path: string, reading: Reading): Record<string, unknown> {
  for (const name of raw.keys()) {
    if (!Object.hasOwn(fields, name)) {
      reading.unknown.push({ path: join(path, name), name, known: fields });
    }
  }
  const value: Record<string, unknown> = {};
  for (const name in fields) {
    const field = fields[name];
    if (field === undefined) continue;
    const given = raw.get(name);
    if (given === undefined) {
      if (field.required) reading.refuse(errors.missingParam(join(path, name)));
      continue;
    }
    const read = field.read(given, join(path, name), reading);
    if (read !== undefined) value[name] = read;
  }
  return value;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}[${name}]`;
}

/** A known name one or two letters away, for "Did you mean …?". */
function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > 64) return null;
  let best: string | null = null;
  let least = Math.min(3, Math.ceil(name.length / 3));
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Wraps the reading of plain text: hashes and empty strings are refused alike for every scalar. */
function scalar<T>(
  type: string,
  parse: (text: string, path: string, reading: Reading) => T | undefined,
  more: Pick<Param<T>, "choices" | "max" | "min"> = {},
): Param<T> {
  return {
    type,
    ...more,
    read: (raw, path, reading) => {
      if (typeof raw !== "string") return reading.refuse(errors.invalidString(path, rawText(raw)));
      if (raw === "") return reading.refuse(errors.emptyParam(path));
      return parse(raw, path, reading);
    },
  };
}

/** Text where a list or hash belongs: an empty one is an attempt to unset it. */
function notAHash(text: string, path: string, wrong: (path: string) => ApiError): ApiError {
  return text === "" ? errors.emptyParam(path) : wrong(path);
}

/** Longest text where no shorter bound is documented. */
const STRING_MAX = 5000;
const EMAIL_MAX = 512;
/** Seconds past which a timestamp is a mistake: the year 2100. */
const TIMESTAMP_MAX = 4_102_444_800;

export const METADATA_KEYS_MAX = 50;
const METADATA_KEY_CHARS_MAX = 40;
const METADATA_VALUE_CHARS_MAX = 500;

/**
 * Documented by the original and not acting here yet: refused whatever its value, but for those in `except`,
 * which ask for nothing to happen.
 */
function notYet(): Param<null>;
function notYet<T>(param: Param<T>, except: readonly NoInfer<T>[]): Param<T>;
function notYet<T>(param: Param<T> | null = null, except: readonly T[] = []): Param<T | null> {
  return {
    ...(param ?? { type: "not supported yet" }),
    notYet: true,
    ...(except.length === 0 ? {} : { harmless: except }),
    read: (raw, path, reading) => {
      if (param === null) return reading.refuse(errors.notSupportedYet(path));
      const value = param.read(raw, path, reading);
      if (value === undefined) return undefined;
      const text = JSON.stringify(value);
      if (except.some((harmless) => JSON.stringify(harmless) === text)) return value;
      return reading.refuse(errors.notSupportedYet(path));
    },
  };
}

export const p = {
  string: (options: { max?: number; pattern?: { regex: RegExp; shown: string } } = {}): Param<string> => {
    const max = options.max ?? STRING_MAX;
    return scalar(
      "string",
      (text, path, reading) => {
        if (text.length > max) return reading.refuse(errors.stringTooLong(path, text, max));
        if (options.pattern !== undefined && !options.pattern.regex.test(text)) {
          return reading.refuse(errors.patternMismatch(path, text, options.pattern.shown));
        }
        return text;
      },
      { max },
    );
  },

  /** Whole number; `min` defaults to no bound. */
  integer: (options: { min?: number; max?: number } = {}): Param<number> =>
    scalar(
      "integer",
      (text, path, reading) => {
        if (!/^[+-]?\d{1,15}$/.test(text)) return reading.refuse(errors.invalidInteger(path, text));
        const value = Number(text);
        if (options.min !== undefined && value < options.min) {
          return reading.refuse(errors.integerTooSmall(path, options.min));
        }
        if (options.max !== undefined && value > options.max) {
          return reading.refuse(errors.integerTooLarge(path, options.max, value));
        }
        return value + 0;
      },
      options,
    ),

  /** Minor units, 0 or more. */
  amount: (options: { max?: number } = {}): Param<number> =>
    scalar("integer", (text, path, reading) => {
      if (!/^[+-]?\d{1,15}$/.test(text)) return reading.refuse(errors.invalidInteger(path, text));
      const value = Number(text);
      if (value < 0) return reading.refuse(errors.negativeInteger(path));
      if (options.max !== undefined && value > options.max) {
        return reading.refuse(errors.integerTooLarge(path, options.max, value));
      }
      return value + 0;
    }),

  /** A decimal kept as text, at most 12 places, in its shortest form. */
  decimal: (): Param<string> =>
    scalar("decimal string", (text, path, reading) => {
      if (!/^\d{1,15}(\.\d{1,12})?$/.test(text)) return reading.refuse(errors.invalidDecimal(path, text));
      return normalizeDecimal(text);
    }),

  /** A number with a fraction, such as a package's weight; of `places` after the point. */
  number: (options: { min?: number; max?: number; places?: number } = {}): Param<number> => {
    const shape = new RegExp(`^[+-]?\\d{1,12}(\\.\\d{1,${options.places ?? 6}})?$`);
    const { min = 0, max } = options;
    return scalar(
      "float",
      (text, path, reading) => {
        if (!shape.test(text)) return reading.refuse(errors.invalidDecimal(path, text));
        const value = Number(text) + 0;
        if (value < min) return reading.refuse(errors.decimalTooSmall(path, min, value));
        if (max !== undefined && value > max) return reading.refuse(errors.decimalTooLarge(path, max, value));
        return value;
      },
      { min, ...(max === undefined ? {} : { max }) },
    );
  },

  boolean: (): Param<boolean> =>
    scalar("boolean", (text, path, reading) =>
      text === "true" ? true : text === "false" ? false : reading.refuse(errors.invalidBoolean(path, text)),
    ),

  timestamp: (): Param<number> =>
    scalar("timestamp", (text, path, reading) => {
      if (!/^\d{1,15}$/.test(text)) return reading.refuse(errors.invalidInteger(path, text));
      const value = Number(text);
      return value <= TIMESTAMP_MAX ? value : reading.refuse(errors.invalidTimestamp(path));
    }),

  oneOf: <const C extends readonly string[]>(...choices: C): Param<C[number]> =>
    scalar(
      "enum",
      (text, path, reading) => {
        if (choices.includes(text)) return text;
        const [only] = choices;
        if (choices.length === 1 && only !== undefined) {
          return reading.refuse(errors.invalidOnlyChoice(path, only));
        }
        return reading.refuse(errors.invalidChoice(path, choices));
      },
      { choices },
    ),

  email: ({ max = EMAIL_MAX }: { max?: number } = {}): Param<string> =>
    scalar(
      "string",
      (text, path, reading) => {
        if (text.length > max) return reading.refuse(errors.stringTooLong(path, text, max));
        return isEmail(text) ? text : reading.refuse(errors.invalidEmail(path, text));
      },
      { max },
    ),

  /** Lower-case code; any case is taken. */
  currency: (): Param<string> =>
    scalar("string", (text, path, reading) => {
      const code = text.toLowerCase();
      return isCurrency(code) ? code : reading.refuse(errors.invalidCurrency(path, text, CURRENCIES));
    }),

  country: (): Param<string> =>
    scalar("string", (text, path, reading) =>
      /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : reading.refuse(errors.unknownCountry(path, text)),
    ),

  /**
   * An address the browser is sent to. http, https and app schemes (`myapp://…`) are taken; anything a browser
   * would run, and control characters or spaces that hide a scheme, are not.
   */
  url: (options: { max?: number; webOnly?: boolean } = {}): Param<string> =>
    scalar("url", (text, path, reading) => {
      const max = options.max ?? STRING_MAX;
      if (text.length > max) return reading.refuse(errors.stringTooLong(path, text, max));
      if (hasControlOrSpace(text)) return reading.refuse(errors.invalidUrl(path));
      const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/[^/?#]/.exec(text)?.[1]?.toLowerCase();
      if (scheme === undefined) {
        return reading.refuse(
          /^[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)/.test(text)
            ? errors.invalidUrl(path)
            : errors.urlWithoutScheme(path),
        );
      }
      const web = scheme === "http" || scheme === "https";
      if (RUNNABLE_SCHEMES.has(scheme) || (options.webOnly && !web)) {
        return reading.refuse(errors.invalidUrl(path));
      }
      return !web || isWebUrl(text) ? text : reading.refuse(errors.invalidUrl(path));
    }),

  list: <T>(items: Param<T>, options: { max?: number } = {}): Param<T[]> => ({
    type: "array",
    items,
    ...options,
    read: (raw, path, reading) => {
      if (typeof raw === "string") return reading.refuse(notAHash(raw, path, errors.invalidArray));
      const indexes: number[] = [];
      for (const name of raw.keys()) {
        if (!/^\d{1,9}$/.test(name)) return reading.refuse(errors.invalidArray(path));
        indexes.push(Number(name));
      }
      if (options.max !== undefined && indexes.length > options.max) {
        return reading.refuse(errors.tooManyElements(path, options.max));
      }
      const values: T[] = [];
      for (const index of indexes.sort((a, b) => a - b)) {
        const value = items.read(raw.get(String(index)) ?? "", join(path, String(index)), reading);
        if (value !== undefined) values.push(value);
      }
      return values;
    },
  }),

  object: <F extends Fields>(fields: F): Param<ObjectValue<F>> => ({
    type: "object",
    fields,
    read: (raw, path, reading) => {
      if (typeof raw === "string") return reading.refuse(notAHash(raw, path, errors.invalidObject));
      return readFields(fields, raw, path, reading) as ObjectValue<F>;
    },
  }),

  /** A hash with names of the sender's choosing, checked by `key` (which gives a fault or null). */
  map: <T>(
    items: Param<T>,
    key: (name: string, path: string) => ApiError | null,
  ): Param<Record<string, T>> => ({
    type: "map",
    items,
    read: (raw, path, reading) => {
      if (typeof raw === "string") return reading.refuse(notAHash(raw, path, errors.invalidObject));
      const entries: [string, T][] = [];
      for (const [name, given] of raw) {
        const fault = key(name, path);
        if (fault !== null) return reading.refuse(fault);
        const value = items.read(given, join(path, name), reading);
        if (value !== undefined) entries.push([name, value]);
      }
      return Object.fromEntries(entries);
    },
  }),

  /** Key-value pairs; "" for a key unsets it, "" for the whole unsets all (null). */
  metadata: (): Param<Record<string, string> | null> => ({
    type: "metadata",
    nullable: true,
    read: (raw, path, reading) => {
      if (raw === "") return null;
      if (typeof raw === "string") return reading.refuse(errors.invalidObject(path));
      if (raw.size > METADATA_KEYS_MAX) {
        return reading.refuse(errors.tooManyMetadataKeys(path, METADATA_KEYS_MAX, raw.size));
      }
      const entries: [string, string][] = [];
      for (const [key, value] of raw) {
        if (typeof value !== "string") {
          return reading.refuse(errors.invalidString(join(path, key), rawText(value)));
        }
        if (key.length > METADATA_KEY_CHARS_MAX) {
          return reading.refuse(errors.metadataKeyTooLong(path, key, METADATA_KEY_CHARS_MAX));
        }
        if (value.length > METADATA_VALUE_CHARS_MAX) {
          return reading.refuse(errors.metadataValueTooLong(path, value, METADATA_VALUE_CHARS_MAX));
        }
        entries.push([key, value]);
      }
      return Object.fromEntries(entries);
    },
  }),

  required: <T>(param: Param<T>): RequiredParam<T> => ({ ...param, required: true }),

  /** The same, with what it does in words for the documentation. */
  about: <P extends Param<unknown>>(does: string, param: P): P => ({ ...param, does }),

  /** An empty string unsets it. */
  nullable: <T>(param: Param<T>): Param<T | null> => ({
    ...param,
    nullable: true,
    read: (raw, path, reading) => (raw === "" ? null : param.read(raw, path, reading)),
  }),

  notYet,
} as const;

/** Schemes a browser would run or read from the buyer's own machine. */
const RUNNABLE_SCHEMES = new Set([
  "javascript",
  "data",
  "vbscript",
  "blob",
  "file",
  "filesystem",
  "about",
  "view-source",
]);

function hasControlOrSpace(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || code === 0x7f || code === 0xa0 || code === 0x2028 || code === 0x2029) return true;
  }
  return false;
}

/** True of a complete http(s) address; template braces such as {CHECKOUT_SESSION_ID} may stand anywhere. */
function isWebUrl(text: string): boolean {
  try {
    return new URL(text.replace(/[{}]/g, "x")).hostname !== "";
  } catch {
    return false;
  }
}

/** One @, something before it, a dotted or single-label host after it, no spaces or control characters. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || at > 64 || hasControlOrSpace(text)) return false;
  const local = text.slice(0, at);
  const host = text.slice(at + 1);
  if (!/^[^\s@"(),:;<>[\\\]]+$/.test(local) || local.startsWith(".") || local.endsWith(".")) return false;
  return (
    host.length <= 255 &&
    /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u.test(
      host,
    )
  );
}
