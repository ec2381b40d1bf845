/**
 * Pure: a recurring price as a plan. Plans are the older name of recurring prices: each has the id of its price, and
 * nothing is stored of it.
 */
import type { AggregateUsage, Price, Recurring } from "./price.ts";

/** A plan as the newest version shows it. It is a type and no interface, so that it is also plain data. */
export type Plan = Readonly<{
  id: string;
  object: "plan";
  active: boolean;
  amount: number | null;
  amount_decimal: string | null;
  billing_scheme: Price["billing_scheme"];
  created: number;
  currency: string;
  interval: Recurring["interval"];
  interval_count: number;
  livemode: false;
  metadata: Readonly<Record<string, string>>;
  meter: string | null;
  nickname: string | null;
  product: string;
  tiers_mode: Price["tiers_mode"];
  transform_usage: Price["transform_quantity"];
  trial_period_days: number | null;
  usage_type: Recurring["usage_type"];
  /** Shown by older versions. */
  _aggregate_usage: AggregateUsage | undefined;
}>;

/** The plan of a price. Throws if the price is not recurring. */
export function planOf(price: Price): Plan {
  const { recurring } = price;
  if (recurring === null) throw new RangeError(`price ${price.id} is not recurring`);
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: recurring.interval,
    interval_count: recurring.interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: recurring.meter,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: price.transform_quantity,
    trial_period_days: recurring.trial_period_days,
    usage_type: recurring.usage_type,
    _aggregate_usage: price._aggregate_usage,
  };
}
