/** Pure: the parts of a price read from parameters, and what is wrong with them taken together. */
import { assertAmount } from "../../core/amounts.ts";
import { errors } from "../../core/errors.ts";
import { refuseOwnCurrency } from "../../params/common.ts";
import type { Value } from "../../params/param.ts";
import {
  AMOUNT_MAX,
  type CreateInput,
  type currencyOptions,
  type customUnitAmount,
  type recurringParam,
  type tierList,
} from "./params.ts";
import type { CurrencyOption, CustomUnitAmount, Price, Tier } from "./price.ts";

/** Three years in each unit. */
const INTERVAL_COUNT_MAX = { day: 1095, week: 156, month: 36, year: 3 } as const;

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

/** Pure: what is wrong with the parts of a price taken together. */
export function checkParts(input: CreateInput): void {
  refuseOwnCurrency("price", input.currency, input.currency_options);
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
