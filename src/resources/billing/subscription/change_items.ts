/** The items of a subscription after a request to change them, beside what each was before. */

import { isSameInterval, type Period } from "../../../core/calendar.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { notIn, offerIn, type Price } from "../../catalog/price/index.ts";
import { ratesFrom } from "../invoice/index.ts";
import { checkIntervals, newItem, quantityOf, soldFor } from "./items.ts";
import { ITEMS_MAX, type ItemChange } from "./params.ts";
import { anchorOf, intervalOf, periodFrom, presentPeriod } from "./period.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";
import type { SoldItem } from "./terms.ts";

/** One item: added if it was not there before, taken away if it is not there after. */
export interface ItemPair {
  readonly before: SubscriptionItem | null;
  readonly after: SubscriptionItem | null;
}

const NO_ITEM_LEFT =
  "A subscription must have at least one active plan. If you would like to cancel the subscription, please use the " +
  "cancel endpoint.";

/** Every item of the subscription, those that nobody changes too, in the order in which they are shown. */
export async function itemPairs(
  tx: Tx,
  subscription: Subscription,
  given: readonly ItemChange[],
): Promise<readonly ItemPair[]> {
  const pairs = new Map<string, ItemPair>(
    subscription._items.map((item) => [item.id, { before: item, after: item }]),
  );
  for (const [i, change] of given.entries()) {
    const at = `items[${i}]`;
    const pair = await pairFor(tx, subscription, change, at);
    pairs.set((pair.before ?? pair.after)?.id ?? at, pair);
  }
  const left = [...pairs.values()].flatMap(({ after }) => after ?? []);
  if (left.length === 0) throw errors.rule(NO_ITEM_LEFT);
  if (left.length > ITEMS_MAX) throw errors.tooManyElements("items", ITEMS_MAX);
  checkNoneTwice(left, given);
  checkIntervals(
    left.map(({ price }) => price),
    subscription.billing_mode.type,
  );
  return [...pairs.values()];
}

async function pairFor(
  tx: Tx,
  subscription: Subscription,
  change: ItemChange,
  at: string,
): Promise<ItemPair> {
  if (change.id === undefined) return { before: null, after: await added(tx, subscription, change, at) };
  const before = subscription._items.find((item) => item.id === change.id);
  if (before === undefined) throw errors.rule(`Invalid subscription_item id: ${change.id}`);
  return { before, after: change.deleted ? null : await changedItem(tx, subscription, before, change, at) };
}

async function added(
  tx: Tx,
  subscription: Subscription,
  change: ItemChange,
  at: string,
): Promise<SubscriptionItem> {
  const sold = await soldFor(tx, change, at, "recurring");
  if (sold === null) throw errors.missingParam(`${at}[price]`);
  checkCurrency(sold.price, subscription, at);
  const item = {
    price: sold.price,
    quantity: quantityOf(sold.price, change.quantity, at),
    metadata: mergeMetadata({}, change.metadata),
    tax_rates: await ratesFrom(tx, change.tax_rates, `${at}[tax_rates]`),
  };
  return newItem(tx, subscription.id, item, periodNow(subscription, sold.price, tx.now));
}

async function changedItem(
  tx: Tx,
  subscription: Subscription,
  before: SubscriptionItem,
  change: ItemChange,
  at: string,
): Promise<SubscriptionItem> {
  const sold = await soldFor(tx, change, at, "recurring");
  if (sold !== null) checkCurrency(sold.price, subscription, at);
  const price = sold?.price ?? before.price;
  const quantity = quantityOf(price, change.quantity ?? before.quantity ?? undefined, at);
  const isOtherInterval = !isSameInterval(intervalOf(price), intervalOf(before.price));
  const period = isOtherInterval ? periodNow(subscription, price, tx.now) : null;
  return {
    ...before,
    ...(period === null ? {} : { current_period_start: period.start, current_period_end: period.end }),
    metadata: mergeMetadata(before.metadata, change.metadata),
    price,
    quantity,
    ...(change.tax_rates === undefined
      ? {}
      : { tax_rates: await ratesFrom(tx, change.tax_rates, `${at}[tax_rates]`) }),
  };
}

/**
 * The items that a phase of a schedule has, beside those that the subscription has. An item of the same price stays, and
 * all others are replaced.
 */
export function pairsWith(
  tx: Tx,
  subscription: Subscription,
  items: readonly SoldItem[],
): readonly ItemPair[] {
  const wanted = new Map(items.map((item) => [item.price.id, item]));
  const pairs = subscription._items.map((before): ItemPair => {
    const item = wanted.get(before.price.id);
    wanted.delete(before.price.id);
    if (item === undefined) return { before, after: null };
    const { metadata, quantity, tax_rates } = item;
    return { before, after: { ...before, metadata: mergeMetadata({}, metadata), quantity, tax_rates } };
  });
  const added = [...wanted.values()].map((item): ItemPair => {
    const period = periodNow(subscription, item.price, tx.now);
    return { before: null, after: newItem(tx, subscription.id, item, period) };
  });
  return [...pairs, ...added];
}

/**
 * The rest of the period that a price is in now, by the subscription's anchor. Where the subscription's period is over
 * and the next has not begun, it is that one: so the next is billed whole, as of every other item.
 */
function periodNow(subscription: Subscription, price: Price, now: number): Period {
  const present = presentPeriod(subscription._items);
  if (present.end <= now) return present;
  const trial_end = subscription.status === "trialing" ? subscription.trial_end : null;
  return periodFrom({ anchor: anchorOf(subscription), trial_end }, price, now);
}

function checkCurrency(price: Price, { currency }: Subscription, at: string): void {
  if (offerIn(price, currency) === null) throw errors.rule(notIn(price, currency), `${at}[price]`);
}

/** A price is on one item only. The refusal names the item that has it already (measured at Stripe). */
function checkNoneTwice(items: readonly SubscriptionItem[], given: readonly ItemChange[]): void {
  const seen = new Map<string, SubscriptionItem>();
  for (const item of items) {
    const other = seen.get(item.price.id);
    seen.set(item.price.id, item);
    if (other === undefined) continue;
    const isNew = !given.some(({ id }) => id === item.id);
    throw errors.rule(
      isNew
        ? `A new item with Price ${item.price.id} can't be added to this Subscription because an existing Subscription ` +
            `Item ${other.id} is already using that Price. If you want to update the existing item (e.g., to adjust the ` +
            "quantity), pass the existing Subscription Item's `id` in your update request: " +
            "https://stripe.com/docs/api/subscriptions/update#update_subscription-items-id"
        : `Cannot create a Subscription with multiple Subscription Items with the same Price: ${item.price.id}`,
      "plan",
    );
  }
}
