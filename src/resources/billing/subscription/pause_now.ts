/** The pause of a subscription: by request, or because its trial ended without a payment method. */
import type { Tx } from "../../../storage/port.ts";
import { previousOf } from "./previous.ts";
import { statusAfter } from "./status.ts";
import type { Subscription } from "./subscription.ts";
import { scheduleTurn } from "./timer.ts";

/**
 * Pauses it: no invoices are made until it is resumed. `over` is the subscription with what else the pause changes of it. Emits
 * `customer.subscription.paused` and `.updated`.
 */
export async function pauseNow(tx: Tx, before: Subscription, over: Subscription): Promise<Subscription> {
  const after: Subscription = {
    ...over,
    status: statusAfter(over.status, "paused"),
    _items: over._items.map((item) => ({ ...item, current_period_end: tx.now })),
  };
  await tx.update(after);
  await scheduleTurn(tx, after);
  await tx.emit("customer.subscription.paused", after);
  await tx.emit("customer.subscription.updated", after, previousOf(before, after));
  return after;
}
