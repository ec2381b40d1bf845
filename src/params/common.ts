/** Parameters that several operations have in common. */
import { CURRENCIES, isCurrency } from "../core/currencies.ts";
import { errors } from "../core/errors.ts";
import { type Fields, METADATA_KEYS_MAX, type Param, p, type Value } from "./param.ts";

const ADDRESS_PART_MAX = 5000;

/** A postal address; every part optional. */
const addressFields = {
  city: p.nullable(p.string({ max: ADDRESS_PART_MAX })),
  country: p.nullable(p.country()),
  line1: p.nullable(p.string({ max: ADDRESS_PART_MAX })),
  line2: p.nullable(p.string({ max: ADDRESS_PART_MAX })),
  postal_code: p.nullable(p.string({ max: ADDRESS_PART_MAX })),
  state: p.nullable(p.string({ max: ADDRESS_PART_MAX })),
} as const satisfies Fields;
export const address = p.object(addressFields);
const line1 = p.required(p.string({ max: ADDRESS_PART_MAX }));
/** A postal address that goods can be sent to. */
export const shippingAddress = p.object({ ...addressFields, line1 });
/** A shipping address whose country is required too. */
export const wholeShippingAddress = p.object({ ...addressFields, country: p.required(p.country()), line1 });

export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

/** A postal address as objects store it: with every part, null for those that were not given. */
export function wholeAddress(given: Value<typeof address>): Address {
  const { city = null, country = null, line1 = null, line2 = null, postal_code = null, state = null } = given;
  return { city, country, line1, line2, postal_code, state };
}

/** The parameter `shipping` of payment intents, as they and charges store it. */
export const paymentShippingFields = {
  address: p.required(address),
  carrier: p.nullable(p.string()),
  name: p.required(p.string()),
  phone: p.nullable(p.string()),
  tracking_number: p.nullable(p.string()),
} as const satisfies Fields;
export const paymentShipping = p.object(paymentShippingFields);

/** An id or code that the caller chooses: letters, digits, dashes and underscores. */
export const ownName = (max: number) =>
  p.string({ max, pattern: { regex: /^[a-zA-Z0-9\-_]+$/, shown: "/\\A[a-zA-Z0-9\\-_]+\\z/" } });

/** Text that may stand on a bank or card statement. */
export const statementDescriptor = p.string({
  max: 22,
  pattern: { regex: /^(?=.*[A-Za-z])[^<>"'\\*]+$/, shown: "/\\A(?=.*[A-Za-z])[^<>\"'\\\\*]+\\z/" },
});

export const expandParam = p.list(p.string({ max: 500 }), { max: 100 });

const LIST_LIMIT_MAX = 100;
const createdRangeFields = {
  gt: p.timestamp(),
  gte: p.timestamp(),
  lt: p.timestamp(),
  lte: p.timestamp(),
} as const satisfies Fields;
const createdRange = p.object(createdRangeFields);

/** A timestamp, or a range with `gt`, `gte`, `lt`, `lte`. */
export const created: Param<number | Value<typeof createdRange>> = {
  type: "timestamp or range",
  fields: createdRangeFields,
  read: (raw, path, reading) =>
    typeof raw === "string" ? p.timestamp().read(raw, path, reading) : createdRange.read(raw, path, reading),
};

/** The parameters of every list. */
export const listFields = {
  ending_before: p.string(),
  limit: p.integer({ min: 1, max: LIST_LIMIT_MAX }),
  starting_after: p.string(),
} as const satisfies Fields;

/** Checks a key of a map by currency: it must be a currency code in lower case. */
export function currencyKey(name: string, path: string) {
  if (/[A-Z]/.test(name)) return errors.uppercaseMapCurrency(path, name);
  return isCurrency(name) ? null : errors.invalidCurrency(path, name, CURRENCIES);
}

/** An object's metadata after a request: given keys are merged, "" removes a key, null removes all. */
export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  if (given === undefined) return { ...before };
  if (given === null) return {};
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(given)) {
    if (value === "") merged.delete(key);
    else merged.set(key, value);
  }
  if (merged.size > METADATA_KEYS_MAX)
    throw errors.tooManyMetadataKeys("metadata", METADATA_KEYS_MAX, merged.size);
  // Stripe sends the keys of metadata in alphabetical order, as of every hash.
  return Object.fromEntries([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const INVOICE_FIELDS_MAX = 4;
const INVOICE_FIELD_NAME_MAX = 40;
const INVOICE_FIELD_VALUE_MAX = 140;

/** Fields of the shop's own on invoices. */
export const invoiceFields = p.nullable(
  p.list(
    p.object({
      name: p.required(p.about("What the field is called.", p.string({ max: INVOICE_FIELD_NAME_MAX }))),
      value: p.required(p.about("What stands in it.", p.string({ max: INVOICE_FIELD_VALUE_MAX }))),
    }),
    { max: INVOICE_FIELDS_MAX },
  ),
);

/**
 * Refuses an object's own currency in its `currency_options`, which are for other currencies. `what` names
 * the object.
 */
export function refuseOwnCurrency(
  what: string,
  currency: string,
  options: Readonly<Record<string, unknown>> | null | undefined,
  param = "currency_options",
): void {
  if (options === undefined || options === null || !Object.hasOwn(options, currency)) return;
  throw errors.rule(
    `You cannot specify the ${what}'s own currency \`${currency}\` in \`currency_options\`.`,
    `${param}[${currency}]`,
  );
}

const timestamp = p.timestamp();

/** A moment, or one of some words instead. */
export function momentOr<const C extends readonly string[]>(...words: C): Param<number | C[number]> {
  return {
    ...timestamp,
    choices: words,
    read: (raw, path, reading) =>
      typeof raw === "string" && words.includes(raw) ? raw : timestamp.read(raw, path, reading),
  };
}
