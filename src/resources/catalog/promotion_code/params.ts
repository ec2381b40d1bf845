/** The parameters of every promotion code operation. */
import { currencyKey, ownName } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { AMOUNT_MAX } from "../price/index.ts";

const CODE_MAX = 500;

const currencyOptions = p.map(
  p.object({ minimum_amount: p.required(p.integer({ min: 1, max: AMOUNT_MAX })) }),
  currencyKey,
);

export const createParams = {
  active: p.boolean(),
  code: p.about("What buyers type, in any case; made up if not given.", ownName(CODE_MAX)),
  customer: p.about("Who alone can use it.", p.string()),
  customer_account: p.notYet(),
  expires_at: p.about("From then on it cannot be used.", p.timestamp()),
  max_redemptions: p.about("How often it can be used, by all together.", p.integer({ min: 1 })),
  metadata: p.metadata(),
  promotion: p.required(p.object({ coupon: p.string(), type: p.required(p.oneOf("coupon")) })),
  restrictions: p.object({
    currency_options: p.about("The minimum in other currencies.", currencyOptions),
    first_time_transaction: p.about("Only for customers who have not paid for anything yet.", p.boolean()),
    minimum_amount: p.about(
      "Only where this much is due before the discount.",
      p.integer({ min: 1, max: AMOUNT_MAX }),
    ),
    minimum_amount_currency: p.currency(),
  }),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;

export const updateParams = {
  active: p.about("Switches it off and on.", p.boolean()),
  metadata: p.metadata(),
  restrictions: p.object({ currency_options: currencyOptions }),
} as const satisfies Fields;

export const listParams = {
  active: p.boolean(),
  code: p.about("In any case.", p.string({ max: CODE_MAX })),
  coupon: p.string(),
  customer: p.string(),
  customer_account: p.notYet(),
} as const satisfies Fields;
