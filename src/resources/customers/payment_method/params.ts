/** The parameters of every payment method operation, and those with which other operations make methods. */

import {
  changeFields,
  creationFields,
  dataFields,
  IMPLEMENTED_TYPES,
  METHOD_TYPES,
} from "../../../method_types/index.ts";
import { address, listFields } from "../../../params/common.ts";
import { type Fields, p, type Value } from "../../../params/param.ts";

export const billingDetailsParam = p.object({
  address: p.nullable(address),
  email: p.nullable(p.email()),
  name: p.nullable(p.string()),
  phone: p.nullable(p.string()),
  tax_id: p.nullable(p.string()),
});
export type BillingInput = Value<typeof billingDetailsParam>;

const allowRedisplay = p.oneOf("always", "limited", "unspecified");
const methodType = p.ofMethodTypes(p.oneOf(...METHOD_TYPES));

/** The hashes of all types. Only the families know what is in them, so they are typed as plain objects. */
const hashes: { readonly changes: object; readonly creation: object; readonly data: object } = {
  changes: changeFields,
  creation: creationFields,
  data: dataFields,
};

/** The parameters that depend on the type, for a method described within another request. */
export const typedData = { ...hashes.data, type: p.required(p.ofMethodTypes(p.oneOf(...IMPLEMENTED_TYPES))) };

/** A payment method described within another request. */
export const methodData = p.object({
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  metadata: p.metadata(),
  radar_options: p.notYet(),
  ...typedData,
});

export const createParams = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  customer: p.notYet(),
  metadata: p.metadata(),
  payment_method: p.notYet(),
  radar_options: p.notYet(),
  type: p.required(methodType),
  ...hashes.creation,
} as const satisfies Fields;

export const updateParams = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetailsParam,
  metadata: p.metadata(),
  ...hashes.changes,
} as const satisfies Fields;

export const attachParams = {
  // Comes first, so that it is refused before the missing `customer` is.
  customer_account: p.notYet(),
  customer: p.required(p.string()),
} as const satisfies Fields;

/** Filters and paging for the list of one customer's methods. */
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
