/**
 * Pure: what a quantity of a price comes to, before discounts and taxes. Each part is rounded once, half away from
 * zero; the total is the sum of the rounded parts, so that a session and its first invoice agree.
 */
import { type Amount, multiplyDecimal, sum } from "../../../core/amounts.ts";
import type { CurrencyOption, Price, Tier } from "./price.ts";

/** The amount of a price in its own currency. */
export function ownOffer(price: Price): CurrencyOption {
  return {
    custom_unit_amount: price.custom_unit_amount,
    tax_behavior: price.tax_behavior,
    ...(price._tiers === null ? {} : { tiers: price._tiers }),
    unit_amount: price.unit_amount,
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

/**
 * The amount of a price in a currency: its own, or one of its `currency_options`; null if it is not offered
 * in that currency.
 */
export function offerIn(price: Price, currency: string): CurrencyOption | null {
  if (price.currency === currency) return ownOffer(price);
  const options = price._currency_options;
  if (options === null || !Object.hasOwn(options, currency)) return null;
  return options[currency] ?? null;
}

/** A part of what a quantity of a price costs. An invoice has one line for each part (recorded). */
export interface BilledPart {
  /** `unit`: units at a price each. `flat`: the flat fee of a tier. */
  readonly kind: "unit" | "flat";
  /** The number of the tier, from 1; null if the price has no tiers. */
  readonly tier: number | null;
  /** The units in it, before `transform_quantity`; 0 for a flat fee. */
  readonly quantity: number;
  /** The cost of one unit (of one package, with `transform_quantity`), or the flat fee, in minor units. */
  readonly unit_amount_decimal: string;
  readonly amount: Amount;
}

/**
 * The parts that a quantity, or the usage of a period, is billed by. Without tiers: one part. Volume: the whole quantity
 * at the tier it falls in. Graduated: each unit at its own tier, one part for each tier that is used. A tier that has
 * a flat fee, even of 0, adds a part with it (recorded). The quantity is a whole number, 0 or more; the price must be
 * offered in the currency, and must not let the buyer choose the amount.
 */
export function billedParts(price: Price, currency: string, quantity: number): readonly BilledPart[] {
  const offer = offerIn(price, currency);
  if (offer === null) throw new RangeError(`price ${price.id} is not offered in ${currency}`);
  if (price.billing_scheme === "tiered") {
    const used = tiersUsed(price.tiers_mode, offer.tiers ?? [], quantity);
    return used.flatMap(({ tier, number, units }) => tierParts(tier, number, units));
  }
  const decimal = offer.unit_amount_decimal;
  if (decimal === null) throw new RangeError(`price ${price.id} has no unit amount`);
  return [
    {
      kind: "unit",
      tier: null,
      quantity,
      unit_amount_decimal: decimal,
      amount: multiplyDecimal(decimal, packages(price, quantity)),
    },
  ];
}

/** What a quantity, or the usage of a period, comes to: the sum of its parts. */
export function billedAmount(price: Price, currency: string, quantity: number): Amount {
  return sum(billedParts(price, currency, quantity).map((part) => part.amount));
}

/**
 * The parts of a line that decide its cost. `custom` is the amount that the buyer chose, if the price lets
 * them.
 */
export interface Ordered {
  readonly price: Price;
  readonly currency: string;
  readonly quantity: number;
  readonly custom: Amount | null;
}

/** The cost of a session's line. The price must be offered in the currency. */
export function lineSubtotal({ price, currency, quantity, custom }: Ordered): Amount {
  const chosen = offerIn(price, currency)?.custom_unit_amount ?? null;
  if (chosen !== null) return (custom ?? chosen.preset ?? 0) * quantity;
  return billedAmount(price, currency, quantity);
}

/** An approximation of the same, for refusing amounts above the limits before the exact calculation. */
export function roughSubtotal({ price, currency, quantity, custom }: Ordered): number {
  const offer = offerIn(price, currency);
  if (offer?.custom_unit_amount) return (custom ?? offer.custom_unit_amount.preset ?? 0) * quantity;
  const dearest = Math.max(
    Number(offer?.unit_amount_decimal ?? 0),
    ...(offer?.tiers ?? []).map((tier) => Number(tier.unit_amount_decimal ?? 0)),
  );
  return dearest * packages(price, quantity);
}

/** The cost of one unit as decimal text; null if tiers decide. */
export function unitDecimal({ price, currency, custom }: Omit<Ordered, "quantity">): string | null {
  const offer = offerIn(price, currency);
  const chosen = offer?.custom_unit_amount;
  return chosen ? String(custom ?? chosen.preset ?? 0) : (offer?.unit_amount_decimal ?? null);
}

/**
 * The number of packages to charge for, if `transform_quantity` is set, otherwise the quantity. A started
 * package is dropped or counts whole.
 */
function packages(price: Price, quantity: number): number {
  const transform = price.transform_quantity;
  if (transform === null) return quantity;
  const rest = quantity % transform.divide_by;
  const whole = (quantity - rest) / transform.divide_by;
  return rest > 0 && transform.round === "up" ? whole + 1 : whole;
}

interface UsedTier {
  readonly tier: Tier;
  readonly number: number;
  readonly units: number;
}

/**
 * The tiers that a quantity uses, with the units in each. A quantity of 0 uses the first one, so that a base fee
 * is due without any usage.
 */
function tiersUsed(mode: Price["tiers_mode"], tiers: readonly Tier[], quantity: number): readonly UsedTier[] {
  const bounds = tiers.map((tier) => tier.up_to ?? Number.POSITIVE_INFINITY);
  const last = bounds.findIndex((bound) => quantity <= bound);
  const used = tiers.slice(0, last + 1).map((tier, i): UsedTier => {
    const below = bounds[i - 1] ?? 0;
    return { tier, number: i + 1, units: Math.min(quantity, bounds[i] ?? quantity) - below };
  });
  return mode === "volume" ? used.slice(-1).map((one) => ({ ...one, units: quantity })) : used;
}

function tierParts(tier: Tier, number: number, units: number): readonly BilledPart[] {
  const unit = tier.unit_amount_decimal ?? "0";
  const parts: BilledPart[] = [
    {
      kind: "unit",
      tier: number,
      quantity: units,
      unit_amount_decimal: unit,
      amount: multiplyDecimal(unit, units),
    },
  ];
  const flat = tier.flat_amount_decimal;
  if (flat !== null) {
    parts.push({
      kind: "flat",
      tier: number,
      quantity: 0,
      unit_amount_decimal: flat,
      amount: multiplyDecimal(flat, 1),
    });
  }
  return parts;
}
