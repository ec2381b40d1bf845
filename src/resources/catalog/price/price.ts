/** The row of a price, in the newest shape. */
import type { Row } from "../../../storage/port.ts";

export type TaxBehavior = "exclusive" | "inclusive" | "unspecified";
export interface CustomUnitAmount {
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
export interface Recurring {
  readonly interval: "day" | "month" | "week" | "year";
  readonly interval_count: number;
  readonly meter: string | null;
  readonly trial_period_days: number | null;
  readonly usage_type: "licensed" | "metered";
}
/** How the usage records of a period are aggregated for a metered price without a meter. */
export type AggregateUsage = "last_during_period" | "last_ever" | "max" | "sum";
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
  readonly recurring: Recurring | null;
  readonly tax_behavior: TaxBehavior;
  readonly tiers_mode: "graduated" | "volume" | null;
  readonly transform_quantity: { readonly divide_by: number; readonly round: "down" | "up" } | null;
  readonly type: "one_time" | "recurring";
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
  /** Shown only when expanded, as is `_currency_options`. */
  readonly _tiers: readonly Tier[] | null;
  readonly _currency_options: Readonly<Record<string, CurrencyOption>> | null;
  /** Only of metered prices without a meter, which only older versions can make. */
  readonly _aggregate_usage?: AggregateUsage;
}

/** Pure: whether a price is billed by usage. */
export function isMetered({ recurring }: Pick<Price, "recurring">): boolean {
  return recurring?.usage_type === "metered";
}

/** Pure: what refusals say of a price that is not offered in the currency where it is used. */
export function notIn({ currency }: Pick<Price, "currency">, expected: string): string {
  return (
    `The price specified only supports \`${currency}\`. This doesn't match the expected currency: ` +
    `\`${expected}\`.`
  );
}
