/** What a subscription becomes when a period of it is over, and the invoice of the next one. Nothing is written. */

import { boundaryAfter } from "../../../core/calendar.ts";
import type { Reader } from "../../../storage/port.ts";
import { isMetered } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import { type InvoiceItem, lineOfItem, type NewLine } from "../invoice/index.ts";
import { lineOf } from "./bill.ts";
import { lastingAt, withDiscounts } from "./discounts.ts";
import { productOf, productsOf } from "./items.ts";
import { billingOf, linesInAdvance } from "./lines.ts";
import { anchorOf, intervalOf, periodOf, presentPeriod, shareOfPeriod } from "./period.ts";
import { statusAfter } from "./status.ts";
import type { Bill, Subscription, SubscriptionItem } from "./subscription.ts";
import { usageLines } from "./usage.ts";

type Renewing = Reader & { newId(prefix: string): string };

/**
 * The subscription in the next period of those items whose period is over by now, and its invoice; null if that would
 * be empty. `waiting` are the invoice items that go on it.
 */
export async function renewed(
  tx: Renewing,
  before: Subscription,
  waiting: readonly InvoiceItem[],
): Promise<{ readonly after: Subscription; readonly bill: Bill | null }> {
  const over = before._items.filter((item) => item.current_period_end <= tx.now);
  const lasting = withDiscounts(before, lastingAt(before._discounts, tx.now));
  const after: Subscription = {
    ...(lasting.discounts.length === before.discounts.length ? before : lasting),
    status: statusAfter(before.status, "trial_ended"),
    _items: before._items.map((item) => (over.includes(item) ? inNextPeriod(before, item) : item)),
  };
  return { after, bill: await cycleBill(tx, before, after, over, waiting) };
}

function inNextPeriod(subscription: Subscription, item: SubscriptionItem): SubscriptionItem {
  const start = item.current_period_end;
  const end = boundaryAfter(anchorOf(subscription), intervalOf(item.price), start);
  return { ...item, current_period_start: start, current_period_end: end, _charged: null };
}

/** The invoice of a new period: what waited for it, the new period of licensed items, the usage of metered ones. */
async function cycleBill(
  tx: Renewing,
  before: Subscription,
  after: Subscription,
  over: readonly SubscriptionItem[],
  waiting: readonly InvoiceItem[],
): Promise<Bill | null> {
  const products = await productsOf(tx, over);
  const lines: NewLine[] = waiting.map(lineOfItem);
  for (const item of [...over].reverse()) {
    lines.push(...(await linesOf(tx, after, item, productOf(item, products))));
  }
  if (lines.length === 0) return null;
  return {
    id: tx.newId("in_"),
    reason: "subscription_cycle",
    lines,
    period: presentPeriod(before._items),
    auto_advance: before.status !== "unpaid" && before.pause_collection === null,
    items: [],
    waiting,
  };
}

async function linesOf(
  tx: Reader,
  after: Subscription,
  item: SubscriptionItem,
  product: Product,
): Promise<NewLine[]> {
  const billing = billingOf(after, product);
  const period = periodOf(inNextPeriod(after, item));
  const share = shareOfPeriod(anchorOf(after), item.price, period);
  const lines = isMetered(item.price)
    ? await usageLines(tx, after, item, periodOf(item), billing)
    : linesInAdvance(after, item, period, share, billing);
  return lines.map((line) => lineOf(after.id, line, product));
}
