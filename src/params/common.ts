/** Parameters that many operations share. */
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

/** Where a payment is shipped, as payment intents and charges keep it. */
export const paymentShipping = p.object({
  address: p.required(address),
  carrier: p.nullable(p.string()),
  name: p.required(p.string()),
  phone: p.nullable(p.string()),
  tracking_number: p.nullable(p.string()),
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

/** A moment, or a range of moments with `gt`, `gte`, `lt`, `lte`. */
export const created: Param<number | Value<typeof createdRange>> = {
  type: "timestamp or range",
  fields: createdRangeFields,
  read: (raw, path, reading) =>
    typeof raw === "string" ? p.timestamp().read(raw, path, reading) : createdRange.read(raw, path, reading),
};

/** What every list takes. */
export const listFields = {
  ending_before: p.string(),
  limit: p.integer({ min: 1, max: LIST_LIMIT_MAX }),
  starting_after: p.string(),
} as const satisfies Fields;

/** Keys of currency maps must be codes in lower case. */
export function currencyKey(name: string, path: string) {
  if (/[A-Z]/.test(name)) return errors.uppercaseMapCurrency(path, name);
  return isCurrency(name) ? null : errors.invalidCurrency(path, name, CURRENCIES);
}

/** The metadata an object has after a request: keys merged, "" removes one, null (an empty string) removes all. */
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
  // The alphabet rules on the wire, here as in every hash.
  return Object.fromEntries([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}
