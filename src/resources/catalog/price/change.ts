/** Saves changed prices, and tells of the plan that each recurring price is as well. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { changesBetween, updateAndTell } from "../../resource.ts";
import type { Product } from "../product.ts";
import { planOf } from "./plan.ts";
import type { Price } from "./price.ts";

/** Emits `price.updated`, before it `plan.updated` if the price recurs, and neither if nothing changed. */
export async function updatePrice(tx: Tx, before: Price, after: Price): Promise<Price> {
  if (before.recurring !== null && after.recurring !== null) {
    const changes = changesBetween(planOf(before), planOf(after));
    if (Object.keys(changes).length > 0) await tx.emit("plan.updated", planOf(after), changes);
  }
  return updateAndTell(tx, "price.updated", before, after);
}

/** Refuses to take away the default price of a product. */
export async function refuseDefault(tx: Tx, price: Price, how: "archived" | "deleted"): Promise<void> {
  const product = await tx.get<Product>("product", price.product);
  if (product?.default_price !== price.id) return;
  throw errors.rule(`This price cannot be ${how} because it is the default price of its product.`);
}
