/** The parameters of every price operation, and those with which other operations make prices. */
import { currencyKey, statementDescriptor } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { ownId, productDataFields } from "../product.ts";

export const AMOUNT_MAX = 999_999_999_999;
const LOOKUP_KEY_MAX = 200;
const TIERS_MAX = 100;
const taxBehavior = p.oneOf("exclusive", "inclusive", "unspecified");
export const customUnitAmount = p.object({
  enabled: p.required(p.oneOf("true")),
  maximum: p.amount({ max: AMOUNT_MAX }),
  minimum: p.amount({ max: AMOUNT_MAX }),
  preset: p.amount({ max: AMOUNT_MAX }),
});
/** The last unit of a tier; "inf" for the last tier. */
const upTo = p.string({ max: 15, pattern: { regex: /^(inf|[1-9]\d*)$/, shown: "/\\A(inf|[1-9]\\d*)\\z/" } });
export const tierList = p.list(
  p.object({
    flat_amount: p.amount({ max: AMOUNT_MAX }),
    flat_amount_decimal: p.decimal(),
    unit_amount: p.amount({ max: AMOUNT_MAX }),
    unit_amount_decimal: p.decimal(),
    up_to: p.required(upTo),
  }),
  { max: TIERS_MAX },
);
export const currencyOptions = p.map(
  p.object({
    custom_unit_amount: customUnitAmount,
    tax_behavior: taxBehavior,
    tiers: tierList,
    unit_amount: p.amount({ max: AMOUNT_MAX }),
    unit_amount_decimal: p.decimal(),
  }),
  currencyKey,
);

/** How often a price recurs, wherever a request makes one. */
export const intervalFields = {
  interval: p.required(p.oneOf("day", "month", "week", "year")),
  interval_count: p.about("How many intervals apart; up to three years.", p.integer({ min: 1 })),
} as const satisfies Fields;

/** The parameters of a price that a plan has as well. */
export const recurringFields = {
  meter: p.about("The meter whose usage is billed.", p.string()),
  trial_period_days: p.about(
    "Used where a subscription says `trial_from_plan`.",
    p.integer({ min: 1, max: 730 }),
  ),
  usage_type: p.about("Whether a quantity is billed or usage.", p.oneOf("licensed", "metered")),
} as const satisfies Fields;

/** The parameters that a price and a line item's `price_data` have in common. */
export const priceDataFields = {
  currency: p.required(p.about("What it is sold in.", p.currency())),
  product: p.about("What it is the price of.", p.string()),
  tax_behavior: p.about("Whether automatic tax is in the amount or comes on top.", taxBehavior),
  unit_amount: p.about("What one costs, in minor units.", p.amount({ max: AMOUNT_MAX })),
  unit_amount_decimal: p.about("The same with decimals; the line is rounded, not the unit.", p.decimal()),
} as const satisfies Fields;

export const createParams = {
  ...priceDataFields,
  active: p.boolean(),
  billing_scheme: p.oneOf("per_unit", "tiered"),
  currency_options: currencyOptions,
  custom_unit_amount: customUnitAmount,
  lookup_key: p.string({ max: LOOKUP_KEY_MAX }),
  metadata: p.metadata(),
  nickname: p.string(),
  product_data: p.object({
    ...productDataFields,
    active: p.boolean(),
    id: ownId,
    statement_descriptor: statementDescriptor,
  }),
  recurring: p.object({ ...intervalFields, ...recurringFields }),
  tiers: tierList,
  tiers_mode: p.oneOf("graduated", "volume"),
  transfer_lookup_key: p.boolean(),
  transform_quantity: p.object({
    divide_by: p.required(p.integer({ min: 1 })),
    round: p.required(p.oneOf("down", "up")),
  }),
} as const satisfies Fields;
export type CreateInput = ObjectValue<typeof createParams>;

export const updateParams = {
  active: p.boolean(),
  currency_options: p.nullable(currencyOptions),
  lookup_key: p.nullable(p.string({ max: LOOKUP_KEY_MAX })),
  metadata: p.metadata(),
  nickname: p.nullable(p.string()),
  tax_behavior: taxBehavior,
  transfer_lookup_key: p.boolean(),
} as const satisfies Fields;

export const listParams = {
  active: p.boolean(),
  currency: p.currency(),
  lookup_keys: p.list(p.string(), { max: 10 }),
  product: p.string(),
  recurring: p.object({
    interval: p.oneOf("day", "month", "week", "year"),
    meter: p.string(),
    usage_type: p.oneOf("licensed", "metered"),
  }),
  type: p.oneOf("one_time", "recurring"),
} as const satisfies Fields;
