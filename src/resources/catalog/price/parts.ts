/**
 * Pure: turns the parameters of a price into the parts of its row, and refuses those that do not go together.
 */
import { assertAmount } from "../../../core/amounts.ts";
import { errors } from "../../../core/errors.ts";
import { refuseOwnCurrency } from "../../../params/common.ts";
import { inside, type Value } from "../../../params/param.ts";
import {
  AMOUNT_MAX,
  type CreateInput,
  type currencyOptions,
  type customUnitAmount,
  type tierList,
} from "./params.ts";
import type { AggregateUsage, CurrencyOption, CustomUnitAmount, Price, Recurring, Tier } from "./price.ts";

/** Three years, in each unit, and the unit's adjective. */
const INTERVAL_COUNT_MAX = {
  day: { max: 1095, adjective: "daily" },
  week: { max: 156, adjective: "weekly" },
  month: { max: 36, adjective: "monthly" },
  year: { max: 3, adjective: "yearly" },
} as const;

/** What requests for a price may say of its recurrence: some say less, and older versions say more. */
type RecurringInput = Pick<Recurring, "interval"> & {
  readonly [K in keyof Recurring]?: NonNullable<Recurring[K]>;
} & { readonly aggregate_usage?: AggregateUsage };

/** What requests say of a price: prices, plans, and products with a default price. */
export type PartsInput = Pick<
  CreateInput,
  | "billing_scheme"
  | "currency"
  | "currency_options"
  | "custom_unit_amount"
  | "tax_behavior"
  | "tiers"
  | "tiers_mode"
  | "transform_quantity"
  | "unit_amount"
  | "unit_amount_decimal"
> & { readonly recurring?: RecurringInput };

/** What a request calls prices and their parameters: plans have older names, and no hash around `recurring`. */
export interface Naming {
  readonly many: string;
  /** The path of a parameter; "" for a hash that is not there. */
  of(param: string): string;
}
export const PRICE_NAMES: Naming = { many: "Prices", of: (param) => param };

/**
 * The amount in whole minor units (null if it has decimals) and as decimal text, from whichever of the two
 * was sent.
 */
export function unitAmounts(amount: number | undefined, decimal: string | undefined) {
  if (decimal === undefined) {
    return amount === undefined
      ? { unit_amount: null, unit_amount_decimal: null }
      : { unit_amount: amount, unit_amount_decimal: String(amount) };
  }
  const whole = /^\d+$/.test(decimal) ? assertAmount(Number(decimal)) : null;
  return { unit_amount: whole, unit_amount_decimal: decimal };
}

export function tiersOf(given: Value<typeof tierList> | undefined): Tier[] | null {
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

export function customOf(given: Value<typeof customUnitAmount> | undefined): CustomUnitAmount | null {
  if (given === undefined) return null;
  const { maximum = null, minimum = null, preset = null } = given;
  return { maximum, minimum, preset };
}

export function optionsOf(given: Value<typeof currencyOptions>): Record<string, CurrencyOption> {
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

export function recurringOf(given: RecurringInput | undefined): Price["recurring"] {
  if (given === undefined) return null;
  return {
    interval: given.interval,
    interval_count: given.interval_count ?? 1,
    meter: given.meter ?? null,
    trial_period_days: given.trial_period_days ?? null,
    usage_type: given.usage_type ?? "licensed",
  };
}

/** How usage records are aggregated; undefined if there are none, because a quantity or a meter is billed. */
export function aggregateUsageOf(given: RecurringInput | undefined): AggregateUsage | undefined {
  if (given?.usage_type !== "metered" || given.meter !== undefined) return undefined;
  return given.aggregate_usage ?? "sum";
}

/** Refuses parameters of a price that do not go together. */
export function checkParts(input: PartsInput, naming: Naming = PRICE_NAMES): void {
  const options = naming.of("currency_options");
  refuseOwnCurrency("price", input.currency, input.currency_options, options);
  const scheme = input.billing_scheme ?? "per_unit";
  if (scheme === "tiered") checkTiered(input, naming);
  else if (input.tiers !== undefined || input.tiers_mode !== undefined) {
    throw errors.rule(
      "You can only set `tiers` and `tiers_mode` if `billing_scheme=tiered`.",
      naming.of("tiers"),
    );
  }
  checkAmounts(input, scheme, naming.many, naming.of);
  checkOptions(input.currency_options, { billing_scheme: scheme }, options);
  if (input.custom_unit_amount !== undefined) checkCustom(input, input.custom_unit_amount, naming);
  checkRecurring(input.recurring, naming.of("recurring"));
}

type Amounts = Pick<PartsInput, "custom_unit_amount" | "tiers" | "unit_amount" | "unit_amount_decimal">;

/** Refuses no amount, or several of them, of a price or of one of its currencies. */
function checkAmounts(given: Amounts, scheme: Price["billing_scheme"], many: string, of: Naming["of"]): void {
  const names = ["unit_amount", "unit_amount_decimal"] as const;
  const sent = names.filter((name) => given[name] !== undefined);
  const [first] = sent;
  if (scheme === "tiered") {
    if (first !== undefined) throw errors.onlyOneOf(["tiers", first].map(lastOf(of)), of("tiers"));
    if (given.tiers === undefined) throw errors.missingParam(of("tiers"));
    checkTiers(given.tiers, of("tiers"));
    return;
  }
  if (sent.length > 1) throw errors.onlyOneOf(names.map(lastOf(of)), of("unit_amount"));
  if (first === undefined && given.custom_unit_amount === undefined) {
    const [amount, decimal] = names.map(lastOf(of));
    throw errors.rule(
      `${many} require an \`${amount}\` or \`${decimal}\` parameter to be set.`,
      of("unit_amount"),
    );
  }
  if (first !== undefined && given.custom_unit_amount !== undefined) {
    throw errors.onlyOneOf(["custom_unit_amount", first], of("custom_unit_amount"));
  }
}

/** What a parameter is called without the path before it: "a[b][c]" is "c". */
const lastOf = (of: Naming["of"]) => (name: string) => of(name).split(/[[\]]/).filter(Boolean).at(-1) ?? name;

/**
 * Refuses amounts in other currencies that are not complete, or not of the kind that the price has in its own.
 */
export function checkOptions(
  options: Value<typeof currencyOptions> | undefined,
  { billing_scheme: scheme }: Pick<Price, "billing_scheme">,
  param = "currency_options",
): void {
  for (const [currency, option] of Object.entries(options ?? {})) {
    const at = `${param}[${currency}]`;
    if (scheme === "per_unit" && option.tiers !== undefined) {
      throw errors.rule("You can only set `tiers` if `billing_scheme=tiered`.", `${at}[tiers]`);
    }
    checkAmounts(option, scheme, "Prices", (name) => `${at}[${name}]`);
  }
}

function checkTiered(input: PartsInput, { of }: Naming): void {
  if (input.tiers === undefined) throw errors.missingParam(of("tiers"));
  if (input.tiers_mode === undefined) throw errors.missingParam(of("tiers_mode"));
  if (input.recurring === undefined) {
    throw errors.rule("Prices with `type=one_time` are not supported with tiered billing.", "interval");
  }
  if (input.transform_quantity !== undefined) {
    throw errors.onlyOneOf(["tiers", of("transform_quantity")], of("tiers"));
  }
}

function checkTiers(tiers: Value<typeof tierList>, param: string): void {
  for (const [i, tier] of tiers.entries()) {
    for (const [amount, decimal] of [
      ["flat_amount", "flat_amount_decimal"],
      ["unit_amount", "unit_amount_decimal"],
    ] as const) {
      if (tier[amount] !== undefined && tier[decimal] !== undefined) {
        throw errors.onlyOneOf([amount, decimal], `${param}[${i}][${amount}]`);
      }
    }
    const amounts = [tier.flat_amount, tier.flat_amount_decimal, tier.unit_amount, tier.unit_amount_decimal];
    if (amounts.every((amount) => amount === undefined)) {
      throw errors.rule("An entry in the tiers array is missing an amount.", "amount");
    }
    const flat = tier.flat_amount_decimal;
    if (flat?.includes(".")) throw errors.invalidInteger(`${param}[${i}][flat_amount_decimal]`, flat);
  }
  const bounds = tiers.map((tier) => (tier.up_to === "inf" ? Number.POSITIVE_INFINITY : Number(tier.up_to)));
  const rising = bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? 0));
  if (!rising || bounds.at(-1) !== Number.POSITIVE_INFINITY) {
    throw errors.rule("Tiers must rise, and the last one must have `up_to=inf`.", param);
  }
}

function checkCustom(input: PartsInput, custom: Value<typeof customUnitAmount>, { of }: Naming): void {
  const { minimum, maximum, preset } = custom;
  const at = of("custom_unit_amount");
  if (input.recurring !== undefined) {
    throw errors.rule("Custom unit amounts are only supported for prices with `type=one_time`.", at);
  }
  if (input.transform_quantity !== undefined) {
    throw errors.onlyOneOf(["custom_unit_amount", "transform_quantity"], at);
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    throw errors.rule("The minimum must be less than or equal to the maximum.", `${at}[minimum]`);
  }
  if (preset !== undefined && (preset < (minimum ?? 0) || preset > (maximum ?? AMOUNT_MAX))) {
    throw errors.rule("The preset must lie between the minimum and the maximum.", `${at}[preset]`);
  }
}

/** Refuses an interval longer than three years, and parts of metering that do not go together. */
export function checkRecurring(given: RecurringInput | undefined, param: string): void {
  if (given === undefined) return;
  const { max, adjective } = INTERVAL_COUNT_MAX[given.interval];
  if ((given.interval_count ?? 1) > max) {
    throw errors.rule(
      `The interval_count for ${adjective} prices can't be greater than ${max}`,
      inside(param, "interval_count"),
    );
  }
  if (given.usage_type !== "metered") {
    for (const name of ["aggregate_usage", "meter"] as const) {
      if (given[name] === undefined) continue;
      throw errors.rule(`You can only set \`${name}\` if \`usage_type=metered\`.`, inside(param, name));
    }
  }
  if (given.aggregate_usage !== undefined && given.meter !== undefined) {
    throw errors.onlyOneOf(["meter", "aggregate_usage"], inside(param, "meter"));
  }
}
