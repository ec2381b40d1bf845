/** Takes the discounts of a subscription away. What they took off earlier invoices stays. */
import { errors } from "../../../core/errors.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { deletedDiscount } from "../../catalog/discount.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Call } from "../../resource.ts";
import { withDiscounts } from "./discounts.ts";
import { previousOf } from "./previous.ts";
import { ENDED } from "./subscription.ts";
import { free } from "./update.ts";

/**
 * `DELETE /v1/subscriptions/:id/discount`. Takes all discounts away, and answers with the first one, which is the
 * `discount` of older versions.
 */
export async function deleteDiscount(tx: Tx, { id }: Call<object>): Promise<Row> {
  const before = await free(tx, id);
  if (ENDED.includes(before.status)) throw errors.missingPathResource("subscription", id, "id");
  const [first] = before._discounts;
  if (first === undefined) throw errors.noDiscount("subscription", id);
  const own = tx.at(await clockOf(tx, before.customer));
  const after = withDiscounts(before, []);
  await own.update(after);
  for (const discount of before._discounts) await own.emit("customer.discount.deleted", discount);
  await own.emit("customer.subscription.updated", after, previousOf(before, after));
  return deletedDiscount(first);
}
