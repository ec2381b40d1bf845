/** Lookup keys: names that a shop gives to its prices. A key belongs to one price at a time. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { lockName } from "../../names.ts";
import { byPath } from "../../resource.ts";
import { updatePrice } from "./change.ts";
import type { Price } from "./price.ts";

/**
 * Makes sure that a key can be given to a price. If another price has it, that price loses it with
 * `transfer`; without `transfer` the request is refused.
 */
export async function claimLookupKey(tx: Tx, key: string, transfer: boolean): Promise<void> {
  await lockName(tx, "_lookup_key", key);
  const { rows } = await tx.list("price", { lookup_key: key }, { limit: 1 });
  const [holder] = rows;
  if (holder === undefined) return;
  if (!transfer) throw errors.rule(`A price (\`${holder.id}\`) already uses that lookup key.`, "lookup_key");
  const price = await byPath<Price>(tx, "price", holder.id);
  await updatePrice(tx, price, { ...price, lookup_key: null });
}
