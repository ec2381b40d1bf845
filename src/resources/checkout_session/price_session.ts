/** Pure: what a session's lines cost. Rounding is half away from zero, once a line. */
import { type Amount, multiplyDecimal, sum } from "../../core/amounts.ts";
import type { Price } from "../price/index.ts";
import type { LineItem, Session } from "./session.ts";

/** What `quantity` units of a price cost. The price must have an amount: tiers and custom amounts have not. */
export function lineSubtotal(price: Price, quantity: number): Amount {
  if (price.unit_amount_decimal === null) throw new RangeError(`price ${price.id} has no unit amount`);
  return multiplyDecimal(price.unit_amount_decimal, packages(price, quantity));
}

/** The same, near enough to tell amounts that are out of all bounds before they are worked out exactly. */
export function roughSubtotal(price: Price, quantity: number): number {
  return Number(price.unit_amount_decimal) * packages(price, quantity);
}

/** Units that are charged for where they come in packages; part of one is dropped or counts whole. */
function packages(price: Price, quantity: number): number {
  const transform = price.transform_quantity;
  if (transform === null) return quantity;
  const whole = quantity / transform.divide_by;
  return transform.round === "up" ? Math.ceil(whole) : Math.floor(whole);
}

export interface Totals {
  readonly amount_subtotal: Amount;
  readonly amount_total: Amount;
  readonly total_details: Session["total_details"];
}

/** The session's figures from its lines. */
export function totalsOf(lines: readonly LineItem[]): Totals {
  const amount_discount = sum(lines.map((line) => line.amount_discount));
  const amount_tax = sum(lines.map((line) => line.amount_tax));
  return {
    amount_subtotal: sum(lines.map((line) => line.amount_subtotal)),
    amount_total: sum(lines.map((line) => line.amount_total)),
    total_details: { amount_discount, amount_shipping: 0, amount_tax },
  };
}
