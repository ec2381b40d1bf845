/** What may be sent about a payment method, here and wherever else one is made. */

import { address, listFields } from "../../params/common.ts";
import { type Fields, p, type Value } from "../../params/param.ts";
import { KNOWN_TYPES } from "../../payment_methods/index.ts";

/** A card typed in, or a token that stands for one. Missing parts are named by `readCard`. */
export const cardParam = p.object({
  cvc: p.string(),
  exp_month: p.integer(),
  exp_year: p.integer(),
  networks: p.notYet(),
  number: p.string(),
  token: p.string(),
});
export type CardInput = Value<typeof cardParam>;

export const billingDetailsParam = p.object({
  address: p.nullable(address),
  email: p.nullable(p.email()),
  name: p.nullable(p.string()),
  phone: p.nullable(p.string()),
  tax_id: p.nullable(p.string()),
});
export type BillingInput = Value<typeof billingDetailsParam>;

const allowRedisplay = p.oneOf("always", "limited", "unspecified");
const methodType = p.oneOf(...KNOWN_TYPES, "custom");

/** Hashes of the types that are not made here yet. No operation sees a value of theirs, so they have no type. */
const otherTypes: object = Object.fromEntries(
  [...KNOWN_TYPES, "custom", "interac_present"]
    .filter((type) => type !== "card")
    .map((type) => [type, p.notYet()]),
);

/** A payment method described within another request. */
export const methodData = p.object({
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  card: cardParam,
  metadata: p.metadata(),
  radar_options: p.notYet(),
  type: p.required(p.oneOf("card")),
});

export const createParams = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  card: cardParam,
  customer: p.notYet(),
  metadata: p.metadata(),
  payment_method: p.notYet(),
  radar_options: p.notYet(),
  type: p.required(methodType),
  ...otherTypes,
} as const satisfies Fields;

export const updateParams = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  card: p.object({ exp_month: p.integer(), exp_year: p.integer(), networks: p.notYet() }),
  metadata: p.metadata(),
  us_bank_account: p.notYet(),
} as const satisfies Fields;

export const attachParams = {
  // First, so that its refusal is not hidden by the missing customer's.
  customer_account: p.notYet(),
  customer: p.required(p.string()),
} as const satisfies Fields;

/** Filters and paging of a customer's own list. */
export const ofCustomerParams = {
  allow_redisplay: allowRedisplay,
  type: methodType,
  ...listFields,
} as const satisfies Fields;

export const listParams = {
  ...ofCustomerParams,
  customer: p.string(),
  customer_account: p.notYet(),
} as const satisfies Fields;
