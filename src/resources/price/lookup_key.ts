/** Lookup keys: names for prices that a shop chooses, each for one price at a time. */
import { errors } from "../../core/errors.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { byPath, defineResource, updateAndTell } from "../resource.ts";
import type { Price } from "./price.ts";

/**
 * Who has a lookup key; the key is the row's id, so that two who want it at once meet in the database. Internal: never
 * on the Stripe surface.
 */
export interface LookupKey extends Row {
  readonly object: "_lookup_key";
  /** Null once it was given back. */
  readonly price: string | null;
}

/** Gives a key to a price: a free one, or, with `transfer`, one that another price has. */
export async function claimLookupKey(tx: Tx, key: string, price: string, transfer: boolean): Promise<void> {
  const known = await tx.get<LookupKey>("_lookup_key", key);
  const claimed: LookupKey = { id: key, object: "_lookup_key", price };
  if (known === null) return tx.insert(claimed);
  if (known.price !== null) {
    if (!transfer)
      throw errors.rule(`A price (\`${known.price}\`) already uses that lookup key.`, "lookup_key");
    const holder = await byPath<Price>(tx, "price", known.price);
    await updateAndTell(tx, "price.updated", holder, { ...holder, lookup_key: null });
  }
  await tx.update(claimed);
}

/** Makes the key of a price free for others. */
export async function releaseLookupKey(tx: Tx, key: string): Promise<void> {
  await tx.get<LookupKey>("_lookup_key", key);
  const free: LookupKey = { id: key, object: "_lookup_key", price: null };
  await tx.update(free);
}

export const lookupKey = defineResource<LookupKey>({
  object: "_lookup_key",
  path: "/_checkstand/lookup_keys",
  permission: "plan",
  operations: {},
});
