/**
 * Pure: what a period of an item comes to on an invoice, line by line, before discounts and taxes. Licensed items are
 * billed in advance; metered ones after the fact, for the period that has ended.
 */
import { type Amount, type Fraction, shareOf } from "../../../core/amounts.ts";
import type { Period } from "../../../core/calendar.ts";
import {
  billedAmount,
  billedParts,
  offerIn,
  type Price,
  partText,
  prorationText,
  trialText,
} from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";

/** A line that an item puts on an invoice. */
export interface ItemLine {
  /** The id of the item. */
  readonly item: string;
  readonly amount: Amount;
  readonly description: string;
  readonly period: Period;
  readonly price: Price;
  readonly quantity: number;
  /** The rates of the item itself; empty if those of the subscription apply. */
  readonly tax_rates: readonly TaxRate[];
  readonly unit_amount_decimal: string | null;
}

export interface Billing {
  readonly mode: "classic" | "flexible";
  readonly currency: string;
  readonly product: Product;
}

/** How the lines of a subscription are worded and worked out. */
export function billingOf(
  { billing_mode, currency }: Pick<Subscription, "billing_mode" | "currency">,
  product: Product,
): Billing {
  return { mode: billing_mode.type, currency, product };
}

/** Whether a period of a licensed item is free because of a trial. */
export function isTrial(subscription: Pick<Subscription, "trial_end">, period: Period): boolean {
  return subscription.trial_end !== null && period.start < subscription.trial_end;
}

/** The lines of a whole period. `quantity` is the item's, or the usage of a metered one. */
export function fullLines(
  item: SubscriptionItem,
  quantity: number,
  period: Period,
  { currency, product }: Billing,
): ItemLine[] {
  return billedParts(item.price, currency, quantity).map((part) => ({
    ...lineFor(item, part.quantity, period),
    amount: part.amount,
    description: partText(product, item.price, currency, part),
    unit_amount_decimal: part.unit_amount_decimal,
  }));
}

/** The line of a trial, which costs nothing. */
export function trialLine(
  item: SubscriptionItem,
  period: Period,
  { currency, mode, product }: Billing,
): ItemLine {
  const quantity = item.quantity ?? 0;
  const unit = offerIn(item.price, currency)?.unit_amount_decimal ?? null;
  return {
    ...lineFor(item, quantity, period),
    amount: 0,
    description: trialText(product, item.price, quantity, mode),
    unit_amount_decimal: mode === "flexible" ? "0" : unit,
  };
}

/** The line of a part of a period that is charged in advance, as the first one up to a later anchor. */
function partLine(item: SubscriptionItem, period: Period, share: Fraction, billing: Billing): ItemLine {
  const { currency, product } = billing;
  const quantity = item.quantity ?? 0;
  return {
    ...lineFor(item, quantity, period),
    amount: shareOf(worthOf(item.price, currency, quantity), share),
    description: prorationText(product, { kind: "remaining", quantity, percentOff: null, at: period.start }),
    unit_amount_decimal: null,
  };
}

/** What a whole period costs, in parts that are exact: tiers are rounded before, everything else is not. */
export function worthOf(
  price: Price,
  currency: string,
  quantity: number,
): readonly { readonly decimal: string; readonly quantity: number }[] {
  const decimal = offerIn(price, currency)?.unit_amount_decimal ?? null;
  if (price.billing_scheme === "tiered" || price.transform_quantity !== null || decimal === null) {
    return [{ decimal: String(billedAmount(price, currency, quantity)), quantity: 1 }];
  }
  return [{ decimal, quantity }];
}

function lineFor(item: SubscriptionItem, quantity: number, period: Period) {
  return {
    item: item.id,
    period,
    price: item.price,
    quantity,
    tax_rates: item.tax_rates,
  };
}

/** What classic billing says of a metered item on the first invoice: that nothing was used yet. */
export function unusedLines(item: SubscriptionItem, period: Period, billing: Billing): ItemLine[] {
  return billing.mode === "classic"
    ? fullLines(item, 0, period, billing).map((line) => ({ ...line, amount: 0 }))
    : [];
}

/** The lines that a licensed item has when a period begins: of the trial, of a part or of the whole. */
export function linesInAdvance(
  subscription: Pick<Subscription, "trial_end">,
  item: SubscriptionItem,
  period: Period,
  share: Fraction,
  billing: Billing,
): ItemLine[] {
  if (isTrial(subscription, period)) return [trialLine(item, period, billing)];
  if (share.part < share.whole) return [partLine(item, period, share, billing)];
  return fullLines(item, item.quantity ?? 0, period, billing);
}
