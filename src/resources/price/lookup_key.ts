/** Lookup keys: names for prices that a shop chooses, each for one price at a time. */
import { errors } from "../../core/errors.ts";
import type { Tx } from "../../storage/port.ts";
import { lockName } from "../names.ts";
import { byPath, updateAndTell } from "../resource.ts";
import type { Price } from "./price.ts";

/** Makes a key free to be given to a price: nobody has it, or, with `transfer`, another price gives it up. */
export async function claimLookupKey(tx: Tx, key: string, transfer: boolean): Promise<void> {
  await lockName(tx, "_lookup_key", key);
  const { rows } = await tx.list("price", { lookup_key: key }, { limit: 1 });
  const [holder] = rows;
  if (holder === undefined) return;
  if (!transfer) throw errors.rule(`A price (\`${holder.id}\`) already uses that lookup key.`, "lookup_key");
  const price = await byPath<Price>(tx, "price", holder.id);
  await updateAndTell(tx, "price.updated", price, { ...price, lookup_key: null });
}
