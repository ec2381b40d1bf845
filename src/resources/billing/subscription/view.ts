/** Pure: a subscription and its items as clients see them, in the newest version. */
import { inWireOrder } from "../../../core/canonical.ts";
import { isMetered, planOf, publicPrice } from "../../catalog/price/index.ts";
import { publicPart, type Wire } from "../../resource.ts";
import { presentPeriod } from "./period.ts";
import type { PendingUpdate, Subscription, SubscriptionItem } from "./subscription.ts";

export function viewItem(item: SubscriptionItem): Wire {
  return inWireOrder({
    ...publicPart(item),
    plan: planOf(item.price),
    price: publicPrice(item.price),
    quantity: isMetered(item.price) ? undefined : item.quantity,
  });
}

/** The only item's plan and quantity, which subscriptions with one item show as their own. */
function ofOnlyItem({ _items }: Subscription): { plan: Wire | null; quantity: number | null } {
  const [item, ...others] = _items;
  return item === undefined || others.length > 0
    ? { plan: null, quantity: null }
    : { plan: planOf(item.price), quantity: item.quantity };
}

/** A change that waits, with its items as they are shown. */
function viewPendingUpdate(update: PendingUpdate | null): Wire | null {
  return update && { ...update, subscription_items: update.subscription_items?.map(viewItem) ?? null };
}

/** What events compare: everything that is shown, with the items as a list has them. */
export function shownParts(row: Subscription): Wire {
  return {
    ...publicPart(row),
    ...ofOnlyItem(row),
    items: { data: row._items.map(viewItem) },
    pending_update: viewPendingUpdate(row.pending_update),
  };
}

/** The wire form, with the `_` keys that only older versions show. */
export function view(row: Subscription): Wire {
  const { start, end } = presentPeriod(row._items);
  return {
    ...inWireOrder({
      ...publicPart(row),
      ...ofOnlyItem(row),
      items: {
        object: "list",
        data: row._items.map(viewItem),
        has_more: false,
        total_count: row._items.length,
        url: `/v1/subscription_items?subscription=${row.id}`,
      },
      pending_update: viewPendingUpdate(row.pending_update),
    }),
    _current_period_end: end,
    _current_period_start: start,
    _discount: row._discounts[0] ?? null,
  };
}
