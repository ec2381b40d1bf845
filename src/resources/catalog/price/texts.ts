/**
 * Pure: the English texts that invoices have for the lines of subscriptions. All are recorded, where
 * docs/fidelity.md does not say otherwise. What buyers read in their own language is in `words/`.
 */
import { dayText } from "../../../core/clock.ts";
import { formatUnitAmount } from "../../../core/currencies.ts";
import type { Product } from "../product.ts";
import type { BilledPart } from "./amounts.ts";
import { isMetered, type Price } from "./price.ts";

type Named = Pick<Product, "name" | "unit_label">;

/** "month", or "every 3 months": what stands behind the slash. One-time prices have none. */
function intervalText({ interval, interval_count }: NonNullable<Price["recurring"]>): string {
  return interval_count === 1 ? interval : `every ${interval_count} ${interval}s`;
}

/** "2 × Gold", "2 user × Gold" if the product has a unit label. */
function counted(quantity: number, { name, unit_label }: Named): string {
  return `${quantity}${unit_label === null ? "" : ` ${unit_label}`} × ${name}`;
}

/**
 * The text of one billed part: "1 × Gold (at $10.00 / month)", "1000 credit × Usage (Tier 1 at $0.00 / month)", and
 * for a flat fee "Usage (Tier 1 at $9.00 / month)".
 */
export function partText(product: Named, price: Price, currency: string, part: BilledPart): string {
  const amount = formatUnitAmount(part.unit_amount_decimal, currency);
  const per = price.transform_quantity === null ? "" : ` per ${price.transform_quantity.divide_by}`;
  const every = price.recurring === null ? "" : ` / ${intervalText(price.recurring)}`;
  const tier = part.tier === null ? "" : `Tier ${part.tier} `;
  const what = part.kind === "flat" ? product.name : counted(part.quantity, product);
  return `${what} (${tier}at ${amount}${per}${every})`;
}

/** The text of a line that costs nothing during a trial. It differs by the subscription's billing mode. */
export function trialText(
  product: Named,
  price: Price,
  quantity: number,
  mode: "classic" | "flexible",
): string {
  if (mode === "flexible") return `Free trial for ${counted(quantity, product)}`;
  if (isMetered(price)) return `${counted(quantity, product)} (Free trial)`;
  const label = product.unit_label === null ? "" : ` (per ${product.unit_label})`;
  return `Trial period for ${product.name}${label}`;
}

/** What a proration says. */
export interface ProrationWords {
  readonly kind: "unused" | "remaining";
  readonly quantity: number;
  /** The percentage of all coupons that the amount contains; null if none is in it. */
  readonly percentOff: number | null;
  /** The moment of the proration, in Unix seconds. */
  readonly at: number;
}

/** "Unused time on Gold (with 10.0% off) after 03 Jul 2024"; the day in UTC. A quantity of 1 is not said. */
export function prorationText(product: Named, { kind, quantity, percentOff, at }: ProrationWords): string {
  const what = quantity === 1 ? product.name : counted(quantity, product);
  const off = percentOff === null ? "" : ` (with ${percentOff.toFixed(1)}% off)`;
  return `${kind === "unused" ? "Unused" : "Remaining"} time on ${what}${off} after ${dayText(at)}`;
}
