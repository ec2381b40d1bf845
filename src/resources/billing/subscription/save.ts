/** Saves a change of a subscription that no request has made. */
import type { Tx } from "../../../storage/port.ts";
import { previousOf } from "./previous.ts";
import type { Subscription } from "./subscription.ts";
import { scheduleTurn } from "./timer.ts";

/** Saves it, sets its timer, and emits `customer.subscription.updated` if anything that is shown has changed. */
export async function saveAndTell(tx: Tx, before: Subscription, after: Subscription): Promise<Subscription> {
  if (after === before) return after;
  await tx.update(after);
  await scheduleTurn(tx, after);
  const previous = previousOf(before, after);
  if (Object.keys(previous).length > 0) await tx.emit("customer.subscription.updated", after, previous);
  return after;
}
