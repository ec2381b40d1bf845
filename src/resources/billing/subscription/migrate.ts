/** Moves a subscription to the flexible billing mode; there is no way back. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Call } from "../../resource.ts";
import { previousOf } from "./previous.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { free } from "./update.ts";

export async function migrateSubscription(tx: Tx, { id }: Call<object>): Promise<Subscription> {
  const before = await free(tx, id);
  if (ENDED.includes(before.status)) throw errors.missingPathResource("subscription", id, "id");
  if (before.billing_mode.type === "flexible") {
    throw errors.rule("The subscription already has the flexible billing mode.", "billing_mode[type]");
  }
  const own = tx.at(await clockOf(tx, before.customer));
  const after: Subscription = {
    ...before,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: own.now },
  };
  await own.update(after);
  await own.emit("customer.subscription.updated", after, previousOf(before, after));
  return after;
}
