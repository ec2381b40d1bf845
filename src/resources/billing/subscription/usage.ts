/** The lines of metered items: what was used in a period that is over. */
import type { Period } from "../../../core/calendar.ts";
import type { Reader } from "../../../storage/port.ts";
import { type Meter, usageOf } from "../meter/index.ts";
import { type Billing, fullLines, type ItemLine, isTrial, trialLine } from "./lines.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";
import { recordedUsage } from "./usage_records.ts";

/**
 * The lines of a metered item for a period that is over. Flexible billing leaves out what was not used, and usage in a
 * trial; classic billing has a line of 0 for it.
 */
export async function usageLines(
  reader: Reader,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
  billing: Billing,
): Promise<ItemLine[]> {
  const used = await usedIn(reader, subscription.customer, item, period);
  const isFree = isTrial(subscription, period);
  if (billing.mode === "flexible" && (isFree || used === 0)) return [];
  if (isFree) return [trialLine({ ...item, quantity: used }, period, billing)];
  return fullLines(item, used, period, billing);
}

/** The usage of a period: of the price's meter, 0 where corrections made it negative; or by the records of the item. */
async function usedIn(
  reader: Reader,
  customer: string,
  { id: item, price }: SubscriptionItem,
  { start, end }: Period,
): Promise<number> {
  const id = price.recurring?.meter ?? null;
  if (id === null) return recordedUsage(reader, item, price._aggregate_usage ?? "sum", { start, end });
  const meter = await reader.get<Meter>("billing.meter", id);
  return meter === null ? 0 : Math.max(0, await usageOf(reader, meter, customer, start, end));
}
