/** Pure: what one line costs before discounts and taxes. Rounded half away from zero, once a line. */
import { type Amount, multiplyDecimal, sumDecimals } from "../../core/amounts.ts";
import type { CurrencyOption, Price, Tier } from "../price/index.ts";

/** What a price asks in a currency: its own, or one of its `currency_options`; null where it is not offered in it. */
export function offerIn(price: Price, currency: string): CurrencyOption | null {
  if (price.currency === currency) {
    return {
      custom_unit_amount: price.custom_unit_amount,
      tax_behavior: price.tax_behavior,
      ...(price._tiers === null ? {} : { tiers: price._tiers }),
      unit_amount: price.unit_amount,
      unit_amount_decimal: price.unit_amount_decimal,
    };
  }
  const options = price._currency_options;
  if (options === null || !Object.hasOwn(options, currency)) return null;
  return options[currency] ?? null;
}

/** A line as far as its cost goes. `custom` is what the buyer chose to pay, where the price leaves that to them. */
export interface Ordered {
  readonly price: Price;
  readonly currency: string;
  readonly quantity: number;
  readonly custom: Amount | null;
}

/** What a line costs. The price must be offered in the currency. */
export function lineSubtotal({ price, currency, quantity, custom }: Ordered): Amount {
  const offer = offerIn(price, currency);
  if (offer === null) throw new RangeError(`price ${price.id} is not offered in ${currency}`);
  if (offer.custom_unit_amount !== null) return (custom ?? offer.custom_unit_amount.preset ?? 0) * quantity;
  if (price.billing_scheme === "tiered") return tieredSubtotal(price, offer.tiers ?? [], quantity);
  if (offer.unit_amount_decimal === null) throw new RangeError(`price ${price.id} has no unit amount`);
  return multiplyDecimal(offer.unit_amount_decimal, packages(price, quantity));
}

/** The same, near enough to tell amounts that are out of all bounds before they are worked out exactly. */
export function roughSubtotal({ price, currency, quantity, custom }: Ordered): number {
  const offer = offerIn(price, currency);
  if (offer?.custom_unit_amount) return (custom ?? offer.custom_unit_amount.preset ?? 0) * quantity;
  const dearest = Math.max(
    Number(offer?.unit_amount_decimal ?? 0),
    ...(offer?.tiers ?? []).map((tier) => Number(tier.unit_amount_decimal ?? 0)),
  );
  return dearest * packages(price, quantity);
}

/** What one costs, as decimal text; null where tiers decide. */
export function unitDecimal({ price, currency, custom }: Omit<Ordered, "quantity">): string | null {
  const offer = offerIn(price, currency);
  const chosen = offer?.custom_unit_amount;
  return chosen ? String(custom ?? chosen.preset ?? 0) : (offer?.unit_amount_decimal ?? null);
}

/** Units that are charged for where they come in packages; part of one is dropped or counts whole. */
function packages(price: Price, quantity: number): number {
  const transform = price.transform_quantity;
  if (transform === null) return quantity;
  const whole = quantity / transform.divide_by;
  return transform.round === "up" ? Math.ceil(whole) : Math.floor(whole);
}

/**
 * Volume: the whole quantity at the tier it lands in. Graduated: each unit at its own tier. The flat amount of every
 * tier that is reached comes on top (Stripe docs, "Tiered pricing"). Decimals are added up before they are rounded.
 */
function tieredSubtotal(price: Price, tiers: readonly Tier[], quantity: number): Amount {
  const parts: { readonly decimal: string; readonly quantity: number }[] = [];
  const charge = (tier: Tier, units: number) => {
    parts.push({ decimal: tier.unit_amount_decimal ?? "0", quantity: units });
    parts.push({ decimal: tier.flat_amount_decimal ?? "0", quantity: 1 });
  };
  let below = 0;
  for (const tier of tiers) {
    const upTo = tier.up_to ?? Number.POSITIVE_INFINITY;
    if (price.tiers_mode === "volume") {
      if (quantity <= upTo) {
        charge(tier, quantity);
        break;
      }
    } else {
      if (quantity <= below && below > 0) break;
      charge(tier, Math.min(quantity, upTo) - below);
      below = upTo;
    }
  }
  return sumDecimals(parts);
}
