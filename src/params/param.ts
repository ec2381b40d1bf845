/**
 * Definitions of parameters. A `Param` turns a raw value into a typed one, and is data at the same time, from
 * which the misuse tests and the documentation are made. Reading goes on after a fault, because unknown
 * parameters are reported before all other faults, as by Stripe. Why this is no library:
 * docs/decisions/0013-parameters.md.
 */
import { normalizeDecimal } from "../core/amounts.ts";
import { CURRENCIES, isCurrency } from "../core/currencies.ts";
import { type ApiError, errors } from "../core/errors.ts";
import { type Branch, type Raw, rawText } from "./form.ts";

/** The faults found so far in a request's parameters. */
export class Reading {
  readonly unknown: { path: string; name: string; known: Fields }[] = [];
  fault: ApiError | null = null;

  refuse(error: ApiError): undefined {
    this.fault ??= error;
    return undefined;
  }
}

export interface Param<T> {
  /** The name of its type in the documentation. */
  readonly type: string;
  /** For objects: the parameters in them. */
  readonly fields?: Fields;
  /** For lists and maps: the parameter that each element is read by. */
  readonly items?: Param<unknown>;
  readonly choices?: readonly string[];
  /** A sentence for the documentation about what it does. */
  readonly does?: string;
  /** The upper bound: of a list's elements, of a text's characters, or of a number. */
  readonly max?: number;
  /** The lower bound of a number. */
  readonly min?: number;
  readonly required?: boolean;
  /** An empty string unsets it. */
  readonly nullable?: boolean;
  /**
   * Its choices are types of payment methods, or it is within others by the name of one. Older API versions do not have
   * the types that newer ones brought. False if the parameter and what is within it is the same in every version.
   */
  readonly ofMethodTypes?: boolean;
  /** Known but not supported yet: refused. */
  readonly notYet?: boolean;
  /** Values that are accepted although the parameter is not supported, because they ask for nothing. */
  readonly harmless?: readonly unknown[];
  /** The typed value; undefined if it noted a fault in `reading`. */
  read(raw: Raw, path: string, reading: Reading): T | undefined;
}
export interface RequiredParam<T> extends Param<T> {
  readonly required: true;
}
export type Fields = Readonly<Record<string, Param<unknown>>>;

/** The type of the values that a Param reads. */
export type Value<P> = P extends Param<infer T> ? T : never;
type Simplify<T> = { [K in keyof T]: T[K] };
export type ObjectValue<F extends Fields> = Simplify<
  { readonly [K in keyof F as F[K] extends RequiredParam<unknown> ? K : never]: Value<F[K]> } & {
    readonly [K in keyof F as F[K] extends RequiredParam<unknown> ? never : K]?: Value<F[K]>;
  }
>;

/**
 * Reads all parameters of a request. Throws one error: unknown parameters first, otherwise the first fault.
 */
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
      reading.unknown.push({ path: inside(path, name), name, known: fields });
    }
  }
  const value: Record<string, unknown> = {};
  for (const name in fields) {
    const field = fields[name];
    if (field === undefined) continue;
    const given = raw.get(name);
    if (given === undefined) {
      if (field.required) reading.refuse(errors.missingParam(inside(path, name)));
      continue;
    }
    const read = field.read(given, inside(path, name), reading);
    if (read !== undefined) value[name] = read;
  }
  return value;
}

/** The path of a parameter within another one, or of one that is within none. */
export function inside(path: string, name: string): string {
  return path === "" ? name : `${path}[${name}]`;
}

/** The known name that differs by one or two letters, for "Did you mean …?". */
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

/** A parameter that is plain text: refuses hashes and empty strings, and has `parse` read the rest. */
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

/** The error for text where a list or hash is expected. Empty text is an attempt to unset it. */
function notAHash(text: string, path: string, wrong: (path: string) => ApiError): ApiError {
  return text === "" ? errors.emptyParam(path) : wrong(path);
}

/** The longest text, unless a shorter bound is documented. */
const STRING_MAX = 5000;
const EMAIL_MAX = 512;
/** The latest timestamp: the year 2100. A later one is taken for a mistake. */
const TIMESTAMP_MAX = 4_102_444_800;

export const METADATA_KEYS_MAX = 50;
const METADATA_KEY_CHARS_MAX = 40;
const METADATA_VALUE_CHARS_MAX = 500;

/**
 * A parameter that Stripe documents and that is not supported here yet. Every value is refused except those
 * in `except`, which ask for nothing.
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

  /** A whole number, without bounds unless they are given. */
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

  /** An amount of money in minor units, 0 or more. */
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

  /** A decimal that stays text, in its shortest form, with at most 12 decimals. */
  decimal: (): Param<string> =>
    scalar("decimal string", (text, path, reading) => {
      if (!/^\d{1,15}(\.\d{1,12})?$/.test(text)) return reading.refuse(errors.invalidDecimal(path, text));
      return normalizeDecimal(text);
    }),

  /** A number such as a package's weight, with up to `places` decimals. */
  number: (options: { min?: number; max?: number; places?: number } = {}): Param<number> => {
    const { min = 0, max, places = 6 } = options;
    return scalar(
      "float",
      (text, path, reading) => {
        const [, fraction] = /^[+-]?\d{1,12}(?:\.(\d{1,12}))?$/.exec(text) ?? [null, null];
        if (fraction === null || (fraction ?? "").length > places)
          return reading.refuse(errors.invalidDecimal(path, text));
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

  /** A currency code in any case; read as lower case. */
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
   * A URL that the browser is sent to. http, https and app schemes (`myapp://…`) are accepted. Schemes that a
   * browser would run are refused, and so are control characters and spaces, which can hide a scheme.
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
        const value = items.read(raw.get(String(index)) ?? "", inside(path, String(index)), reading);
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

  /** A hash whose names the caller chooses. `key` checks each name and returns an error or null. */
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
        const value = items.read(given, inside(path, name), reading);
        if (value !== undefined) entries.push([name, value]);
      }
      return Object.fromEntries(entries);
    },
  }),

  /** Key-value pairs. "" as a value unsets the key; "" instead of a hash unsets all, and is read as null. */
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
          return reading.refuse(errors.invalidString(inside(path, key), rawText(value)));
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

  /** The parameter with a sentence for the documentation about what it does. */
  about: <P extends Param<unknown>>(does: string, param: P): P => ({ ...param, does }),

  /** The parameter, as one that knows types of payment methods by their names. */
  ofMethodTypes: <P extends Param<unknown>>(param: P): P => ({ ...param, ofMethodTypes: true }),

  /** The parameter, which has the same types of payment methods in every version. */
  inEveryVersion: <P extends Param<unknown>>(param: P): P => ({ ...param, ofMethodTypes: false }),

  /** The parameter, where an empty string unsets it and is read as null. */
  nullable: <T>(param: Param<T>): Param<T | null> => ({
    ...param,
    nullable: true,
    read: (raw, path, reading) => (raw === "" ? null : param.read(raw, path, reading)),
  }),

  notYet,
} as const;

/** Schemes that a browser would run, or that read from the buyer's machine. */
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

/**
 * Whether the text is a complete http(s) URL. Templates such as {CHECKOUT_SESSION_ID} may stand anywhere in
 * it.
 */
function isWebUrl(text: string): boolean {
  try {
    return new URL(text.replace(/[{}]/g, "x")).hostname !== "";
  } catch {
    return false;
  }
}

/** One @, a name before it, a host with at least one dot after it, no spaces or control characters. */
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
