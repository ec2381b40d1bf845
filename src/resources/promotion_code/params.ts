/** Every parameter of a promotion code's operations. */
import { currencyKey, ownName } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import { AMOUNT_MAX } from "../price/params.ts";

const CODE_MAX = 500;

const currencyOptions = p.map(
  p.object({ minimum_amount: p.required(p.integer({ min: 1, max: AMOUNT_MAX })) }),
  currencyKey,
);

export const createParams = {
  active: p.boolean(),
  code: ownName(CODE_MAX),
  customer: p.string(),
  customer_account: p.notYet(),
  expires_at: p.timestamp(),
  max_redemptions: p.integer({ min: 1 }),
  metadata: p.metadata(),
  promotion: p.required(p.object({ coupon: p.string(), type: p.required(p.oneOf("coupon")) })),
  restrictions: p.object({
    currency_options: currencyOptions,
    first_time_transaction: p.boolean(),
    minimum_amount: p.integer({ min: 1, max: AMOUNT_MAX }),
    minimum_amount_currency: p.currency(),
  }),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;
/** What older versions add to the input on its way up: what they call the coupon. */
export type CarriedUp = CreateInput & { readonly _coupon_param?: string };

export const updateParams = {
  active: p.boolean(),
  metadata: p.metadata(),
  restrictions: p.object({ currency_options: currencyOptions }),
} as const satisfies Fields;

export const listParams = {
  active: p.boolean(),
  code: p.string({ max: CODE_MAX }),
  coupon: p.string(),
  customer: p.string(),
  customer_account: p.notYet(),
} as const satisfies Fields;
