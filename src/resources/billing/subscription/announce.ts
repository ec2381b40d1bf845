/** Announces the end of a trial three days before it, or at once if the trial is shorter. */
import type { Tx } from "../../../storage/port.ts";
import type { Subscription } from "./subscription.ts";
import { announcesAt } from "./timer.ts";

/** Emits `customer.subscription.trial_will_end` if it is time. The subscription was read in this unit of work. */
export async function announceTrialEnd(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const at = announcesAt(subscription);
  if (at === null || at > tx.now) return subscription;
  const announced: Subscription = { ...subscription, _trial_end_announced: true };
  await tx.update(announced);
  await tx.emit("customer.subscription.trial_will_end", announced);
  return announced;
}
