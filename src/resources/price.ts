/**
 * Prices: what a product costs. Amount, currency, product and recurrence never change once made. Tiers, currency
 * options, custom amounts and quantity transforms are stored and shown; what they cost in a session is
 * `checkout_session/price_session.ts`.
 */
import { assertAmount } from "../core/amounts.ts";
import { inWireOrder } from "../core/canonical.ts";
import { errors } from "../core/errors.ts";
import { currencyKey, mergeMetadata, statementDescriptor } from "../params/common.ts";
import { type Fields, type ObjectValue, p, type Value } from "../params/param.ts";
import type { Row, Tx } from "../storage/port.ts";
import { createProduct, ownId, type Product, productDataFields } from "./product.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  publicPart,
  reference,
  retrieves,
  updateAndTell,
  type Wire,
  writes,
} from "./resource.ts";

type TaxBehavior = "exclusive" | "inclusive" | "unspecified";
interface CustomUnitAmount {
  readonly maximum: number | null;
  readonly minimum: number | null;
  readonly preset: number | null;
}
export interface Tier {
  readonly flat_amount: number | null;
  readonly flat_amount_decimal: string | null;
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
  readonly up_to: number | null;
}
export interface CurrencyOption {
  readonly custom_unit_amount: CustomUnitAmount | null;
  readonly tax_behavior: TaxBehavior;
  readonly tiers?: readonly Tier[];
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
}
export interface Price extends Row {
  readonly object: "price";
  readonly active: boolean;
  readonly billing_scheme: "per_unit" | "tiered";
  readonly created: number;
  readonly currency: string;
  readonly custom_unit_amount: CustomUnitAmount | null;
  readonly livemode: false;
  readonly lookup_key: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nickname: string | null;
  readonly product: string;
  readonly recurring: {
    readonly interval: "day" | "month" | "week" | "year";
    readonly interval_count: number;
    readonly meter: null;
    readonly trial_period_days: number | null;
    readonly usage_type: "licensed" | "metered";
  } | null;
  readonly tax_behavior: TaxBehavior;
  readonly tiers_mode: "graduated" | "volume" | null;
  readonly transform_quantity: { readonly divide_by: number; readonly round: "down" | "up" } | null;
  readonly type: "one_time" | "recurring";
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
  /** Shown when expanded only. */
  readonly _tiers: readonly Tier[] | null;
  readonly _currency_options: Readonly<Record<string, CurrencyOption>> | null;
}

const AMOUNT_MAX = 999_999_999_999;
const LOOKUP_KEY_MAX = 200;
const TIERS_MAX = 100;
/** Three years in each unit. */
const INTERVAL_COUNT_MAX = { day: 1095, week: 156, month: 36, year: 3 } as const;

const taxBehavior = p.oneOf("exclusive", "inclusive", "unspecified");
const customUnitAmount = p.object({
  enabled: p.required(p.oneOf("true")),
  maximum: p.amount({ max: AMOUNT_MAX }),
  minimum: p.amount({ max: AMOUNT_MAX }),
  preset: p.amount({ max: AMOUNT_MAX }),
});
/** A number of units, or "inf" for the last tier. */
const upTo = p.string({ max: 15, pattern: { regex: /^(inf|[1-9]\d*)$/, shown: "/\\A(inf|[1-9]\\d*)\\z/" } });
const tierList = p.list(
  p.object({
    flat_amount: p.amount({ max: AMOUNT_MAX }),
    flat_amount_decimal: p.decimal(),
    unit_amount: p.amount({ max: AMOUNT_MAX }),
    unit_amount_decimal: p.decimal(),
    up_to: p.required(upTo),
  }),
  { max: TIERS_MAX },
);
const currencyOptions = p.map(
  p.object({
    custom_unit_amount: customUnitAmount,
    tax_behavior: taxBehavior,
    tiers: tierList,
    unit_amount: p.amount({ max: AMOUNT_MAX }),
    unit_amount_decimal: p.decimal(),
  }),
  currencyKey,
);

/** How often a price recurs, wherever one is made. */
export const recurringParam = p.object({
  interval: p.required(p.oneOf("day", "month", "week", "year")),
  interval_count: p.integer({ min: 1 }),
  meter: p.notYet(),
  trial_period_days: p.integer({ min: 1, max: 730 }),
  usage_type: p.oneOf("licensed", "metered"),
});

/** What both a price and a line item's own price are made of. */
export const priceDataFields = {
  currency: p.required(p.currency()),
  product: p.string(),
  tax_behavior: taxBehavior,
  unit_amount: p.amount({ max: AMOUNT_MAX }),
  unit_amount_decimal: p.decimal(),
} as const satisfies Fields;

const createParams = {
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
  recurring: recurringParam,
  tiers: tierList,
  tiers_mode: p.oneOf("graduated", "volume"),
  transfer_lookup_key: p.boolean(),
  transform_quantity: p.object({
    divide_by: p.required(p.integer({ min: 1 })),
    round: p.required(p.oneOf("down", "up")),
  }),
} as const satisfies Fields;
type CreateInput = ObjectValue<typeof createParams>;
/** What older versions add to the input on its way up. */
type CarriedUp = CreateInput & { readonly _metered_without_meter?: true };

const updateParams = {
  active: p.boolean(),
  currency_options: p.nullable(currencyOptions),
  lookup_key: p.nullable(p.string({ max: LOOKUP_KEY_MAX })),
  metadata: p.metadata(),
  nickname: p.nullable(p.string()),
  tax_behavior: taxBehavior,
  transfer_lookup_key: p.boolean(),
} as const satisfies Fields;

const listParams = {
  active: p.boolean(),
  currency: p.currency(),
  lookup_keys: p.list(p.string(), { max: 10 }),
  product: p.string(),
  recurring: p.object({
    interval: p.oneOf("day", "month", "week", "year"),
    meter: p.notYet(),
    usage_type: p.oneOf("licensed", "metered"),
  }),
  type: p.oneOf("one_time", "recurring"),
} as const satisfies Fields;

/** Whole minor units and their decimal text from whichever of the two was sent. */
export function unitAmounts(amount: number | undefined, decimal: string | undefined) {
  if (decimal === undefined) {
    return amount === undefined
      ? { unit_amount: null, unit_amount_decimal: null }
      : { unit_amount: amount, unit_amount_decimal: String(amount) };
  }
  const whole = /^\d+$/.test(decimal) ? assertAmount(Number(decimal)) : null;
  return { unit_amount: whole, unit_amount_decimal: decimal };
}

function tiersOf(given: Value<typeof tierList> | undefined): Tier[] | null {
  if (given === undefined) return null;
  return given.map((tier) => {
    const unit = unitAmounts(tier.unit_amount, tier.unit_amount_decimal);
    const flat = unitAmounts(tier.flat_amount, tier.flat_amount_decimal);
    return {
      flat_amount: flat.unit_amount,
      flat_amount_decimal: flat.unit_amount_decimal,
      ...unit,
      up_to: tier.up_to === "inf" ? null : Number(tier.up_to),
    };
  });
}

function customOf(given: Value<typeof customUnitAmount> | undefined): CustomUnitAmount | null {
  if (given === undefined) return null;
  const { maximum = null, minimum = null, preset = null } = given;
  return { maximum, minimum, preset };
}

function optionsOf(given: Value<typeof currencyOptions>): Record<string, CurrencyOption> {
  const options = Object.entries(given).map(([currency, option]): [string, CurrencyOption] => {
    const tiers = tiersOf(option.tiers);
    return [
      currency,
      {
        custom_unit_amount: customOf(option.custom_unit_amount),
        tax_behavior: option.tax_behavior ?? "unspecified",
        ...(tiers === null ? {} : { tiers }),
        ...unitAmounts(option.unit_amount, option.unit_amount_decimal),
      },
    ];
  });
  return Object.fromEntries(options);
}

/** Pure: what is wrong with the parts of a price taken together. */
function checkParts(input: CreateInput): void {
  checkOptions(input.currency, input.currency_options);
  const amounts = (["unit_amount", "unit_amount_decimal"] as const).filter(
    (name) => input[name] !== undefined,
  );
  if (amounts.length === 2) throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"]);
  if (input.billing_scheme === "tiered") {
    checkTiers(input);
  } else if (input.tiers !== undefined || input.tiers_mode !== undefined) {
    throw errors.rule("You can only set `tiers` and `tiers_mode` if `billing_scheme=tiered`.", "tiers");
  } else if (amounts.length === 0 && input.custom_unit_amount === undefined) {
    throw errors.rule(
      "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
      "unit_amount",
    );
  }
  if (input.custom_unit_amount !== undefined) {
    const { minimum, maximum, preset } = input.custom_unit_amount;
    if (amounts.length > 0) throw errors.onlyOneOf(["custom_unit_amount", amounts[0] ?? "unit_amount"]);
    if (input.recurring !== undefined) {
      throw errors.rule(
        "Custom unit amounts are only supported for prices with `type=one_time`.",
        "custom_unit_amount",
      );
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      throw errors.rule(
        "The minimum must be less than or equal to the maximum.",
        "custom_unit_amount[minimum]",
      );
    }
    if (preset !== undefined && (preset < (minimum ?? 0) || preset > (maximum ?? AMOUNT_MAX))) {
      throw errors.rule(
        "The preset must lie between the minimum and the maximum.",
        "custom_unit_amount[preset]",
      );
    }
  }
  checkRecurring(input.recurring, "recurring");
}

/** A price says what it costs in its own currency once. */
function checkOptions(currency: string, options: Readonly<Record<string, unknown>> | null | undefined): void {
  if (options === undefined || options === null || !Object.hasOwn(options, currency)) return;
  throw errors.rule(
    `You cannot specify the price's own currency \`${currency}\` in \`currency_options\`.`,
    `currency_options[${currency}]`,
  );
}

function checkTiers(input: CreateInput): void {
  if (input.tiers === undefined) throw errors.missingParam("tiers");
  if (input.tiers_mode === undefined) throw errors.missingParam("tiers_mode");
  if (input.recurring === undefined) {
    throw errors.rule("Prices with `type=one_time` are not supported with tiered billing.", "interval");
  }
  if (input.transform_quantity !== undefined) {
    throw errors.rule("`transform_quantity` cannot be combined with tiers.", "transform_quantity");
  }
  const bounds = input.tiers.map((tier) =>
    tier.up_to === "inf" ? Number.POSITIVE_INFINITY : Number(tier.up_to),
  );
  const rising = bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? 0));
  if (!rising || bounds.at(-1) !== Number.POSITIVE_INFINITY) {
    throw errors.rule("Tiers must rise, and the last one must have `up_to=inf`.", "tiers");
  }
}

/** Refuses a recurrence longer than three years. */
export function checkRecurring(given: Value<typeof recurringParam> | undefined, param: string): void {
  if (given?.interval_count === undefined) return;
  const max = INTERVAL_COUNT_MAX[given.interval];
  if (given.interval_count > max) {
    throw errors.rule(
      `Invalid interval_count: a price may recur at most every three years (${max} for ${given.interval}).`,
      `${param}[interval_count]`,
    );
  }
}

export function recurringOf(given: Value<typeof recurringParam> | undefined): Price["recurring"] {
  if (given === undefined) return null;
  return {
    interval: given.interval,
    interval_count: given.interval_count ?? 1,
    meter: null,
    trial_period_days: given.trial_period_days ?? null,
    usage_type: given.usage_type ?? "licensed",
  };
}

/** The product a price belongs to: named, or made from `product_data`. */
async function productFor(tx: Tx, input: CreateInput): Promise<Product> {
  if (input.product !== undefined && input.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"]);
  }
  if (input.product !== undefined) return byParam<Product>(tx, "product", input.product, "product");
  if (input.product_data !== undefined) return createProduct(tx, input.product_data);
  throw errors.rule("You must specify either `product` or `product_data` when creating a price.", "product");
}

async function create(tx: Tx, call: Call<CreateInput>): Promise<Price> {
  const { input } = call;
  checkParts(input);
  if (input.recurring?.usage_type === "metered" && !(input as CarriedUp)._metered_without_meter) {
    throw errors.rule(
      "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
      "recurring[meter]",
    );
  }
  const product = await productFor(tx, input);
  if (input.lookup_key !== undefined)
    await claimLookupKey(tx, input.lookup_key, input.transfer_lookup_key ?? false);
  const row: Price = {
    id: tx.newId("price_"),
    object: "price",
    active: input.active ?? true,
    billing_scheme: input.billing_scheme ?? "per_unit",
    created: tx.now,
    currency: input.currency,
    custom_unit_amount: customOf(input.custom_unit_amount),
    livemode: false,
    lookup_key: input.lookup_key ?? null,
    metadata: mergeMetadata({}, input.metadata),
    nickname: input.nickname ?? null,
    product: product.id,
    recurring: recurringOf(input.recurring),
    tax_behavior: input.tax_behavior ?? "unspecified",
    tiers_mode: input.tiers_mode ?? null,
    transform_quantity: input.transform_quantity ?? null,
    type: input.recurring === undefined ? "one_time" : "recurring",
    ...unitAmounts(input.unit_amount, input.unit_amount_decimal),
    _tiers: tiersOf(input.tiers),
    _currency_options: input.currency_options === undefined ? null : optionsOf(input.currency_options),
  };
  return insertPrice(tx, row);
}

/** Writes a new price and says so. */
export async function insertPrice(tx: Tx, row: Price): Promise<Price> {
  await tx.insert(row);
  await tx.emit("price.created", row);
  return row;
}

/** Takes a lookup key from the price that has it, or refuses. */
async function claimLookupKey(tx: Tx, key: string, transfer: boolean): Promise<void> {
  const holder = (await tx.list<Price>("price", { lookup_key: key }, { limit: 1 })).rows[0];
  if (holder === undefined) return;
  if (!transfer) throw errors.rule(`A price (\`${holder.id}\`) already uses that lookup key.`, "lookup_key");
  const held = await byPath<Price>(tx, "price", holder.id);
  await updateAndTell(tx, "price.updated", held, { ...held, lookup_key: null });
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Price> {
  const before = await byPath<Price>(tx, "price", call.id);
  const { currency_options, lookup_key, metadata, transfer_lookup_key, tax_behavior, ...plain } = call.input;
  checkOptions(before.currency, currency_options);
  if (
    tax_behavior !== undefined &&
    before.tax_behavior !== "unspecified" &&
    tax_behavior !== before.tax_behavior
  ) {
    throw errors.rule(
      "You cannot update `tax_behavior` once it has been set to `inclusive` or `exclusive`.",
      "tax_behavior",
    );
  }
  if (lookup_key !== undefined && lookup_key !== null && lookup_key !== before.lookup_key) {
    await claimLookupKey(tx, lookup_key, transfer_lookup_key ?? false);
  }
  const after: Price = {
    ...before,
    ...plain,
    ...(lookup_key === undefined ? {} : { lookup_key }),
    ...(tax_behavior === undefined ? {} : { tax_behavior }),
    metadata: mergeMetadata(before.metadata, metadata),
    _currency_options:
      currency_options === undefined
        ? before._currency_options
        : currency_options === null
          ? null
          : { ...before._currency_options, ...optionsOf(currency_options) },
  };
  return updateAndTell(tx, "price.updated", before, after);
}

/** Every currency the price is offered in, its own as well. */
function currencyOptionsOf(row: Price): Readonly<Record<string, CurrencyOption>> {
  const own: CurrencyOption = {
    custom_unit_amount: row.custom_unit_amount,
    tax_behavior: row.tax_behavior,
    ...(row._tiers === null ? {} : { tiers: row._tiers }),
    unit_amount: row.unit_amount,
    unit_amount_decimal: row.unit_amount_decimal,
  };
  return inWireOrder({ [row.currency]: own, ...row._currency_options });
}

/** A price as others show it within themselves. */
export function publicPrice(row: Price): Wire {
  return publicPart(row);
}

export const price = defineResource<Price>({
  object: "price",
  path: "/v1/prices",
  permission: "plan",
  keys: (row) => ({
    active: String(row.active),
    currency: row.currency,
    lookup_key: row.lookup_key,
    product: row.product,
    "recurring.interval": row.recurring?.interval,
    "recurring.usage_type": row.recurring?.usage_type,
    type: row.type,
  }),
  expands: {
    product: reference("product"),
    tiers: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Price>("price", String(shown.id));
      return row?._tiers ?? undefined;
    }),
    currency_options: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Price>("price", String(shown.id));
      return row === null ? undefined : currencyOptionsOf(row);
    }),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("price", listParams, ({ active, currency, lookup_keys, product, recurring, type }) => ({
      active,
      currency,
      lookup_key: lookup_keys,
      product,
      "recurring.interval": recurring?.interval,
      "recurring.usage_type": recurring?.usage_type,
      type,
    })),
    "GET /:id": retrieves("price"),
    "POST /:id": writes(updateParams, update),
  },
});
