/**
 * Pure: what the portal lets a customer do with a subscription, by the configuration and by what the subscription
 * is. Stripe's portal only cancels subscriptions of several items, of metered prices, with invoices that are sent or
 * with a schedule.
 */
import { isMetered, type Price } from "../../catalog/price/index.ts";
import { ENDED, type Subscription } from "../subscription/index.ts";
import { endsAtOnce } from "./actions.ts";
import type { PortalConfiguration, PortalProduct } from "./configuration.ts";

/** Whether a customer may cancel it. When one with a schedule ends is the schedule's affair, unless it ends at once. */
export function isCancelable(configuration: PortalConfiguration, subscription: Subscription): boolean {
  const { enabled } = configuration.features.subscription_cancel;
  const isFree = subscription.schedule === null || endsAtOnce(configuration, subscription);
  return enabled && isFree && isLiving(subscription) && subscription.cancel_at === null;
}

/** Whether a customer may undo that it is going to be canceled. */
export function isRenewable({ features }: PortalConfiguration, subscription: Subscription): boolean {
  const { cancel_at, schedule } = subscription;
  return (
    features.subscription_cancel.enabled && isLiving(subscription) && cancel_at !== null && schedule === null
  );
}

/** Whether a customer may change its price or its quantity, or use a promotion code. */
export function isUpdatable({ features }: PortalConfiguration, subscription: Subscription): boolean {
  const { enabled, default_allowed_updates } = features.subscription_update;
  const { _items, cancel_at, collection_method, pending_update, schedule, status } = subscription;
  const [item, ...others] = _items;
  return (
    enabled &&
    default_allowed_updates.length > 0 &&
    item !== undefined &&
    others.length === 0 &&
    !isMetered(item.price) &&
    UPDATABLE.includes(status) &&
    cancel_at === null &&
    collection_method === "charge_automatically" &&
    pending_update === null &&
    schedule === null
  );
}

const UPDATABLE: readonly Subscription["status"][] = ["active", "past_due", "trialing"];

function isLiving({ status }: Subscription): boolean {
  return !ENDED.includes(status) && status !== "incomplete";
}

/** The bounds of a quantity; null if it cannot be changed. */
export interface QuantityBounds {
  readonly minimum: number;
  readonly maximum: number | null;
}

/** The bounds of the quantity of a product; null if it cannot be changed. */
export function quantityBounds(configuration: PortalConfiguration, product: string): QuantityBounds | null {
  const { default_allowed_updates, _products } = configuration.features.subscription_update;
  if (!default_allowed_updates.includes("quantity")) return null;
  const own = productNamed(_products, product)?.adjustable_quantity;
  if (own === undefined) return { minimum: 1, maximum: null };
  return own.enabled ? { minimum: own.minimum, maximum: own.maximum } : null;
}

/** The ids of the prices that customers may switch to. */
export function offeredPrices({ features }: PortalConfiguration): readonly string[] {
  const { default_allowed_updates, _products } = features.subscription_update;
  if (!default_allowed_updates.includes("price")) return [];
  return (_products ?? []).flatMap(({ prices }) => prices);
}

/** Whether promotion codes can be used with a change. */
export function takesCodes({ features }: PortalConfiguration): boolean {
  return features.subscription_update.default_allowed_updates.includes("promotion_code");
}

/** Why a subscription cannot change to a price and a quantity; null if it can. The texts are ours. */
export function refusedChange(
  configuration: PortalConfiguration,
  { _items, currency, id }: Subscription,
  price: Price,
  quantity: number,
): string | null {
  const [item] = _items;
  if (price.id !== item?.price.id) {
    if (!offeredPrices(configuration).includes(price.id)) {
      return (
        `The subscription ${id} cannot be updated to the price ${price.id}, because the price is not among the ` +
        "products of the subscription update feature in the portal configuration."
      );
    }
    if (!isOffered(price, currency))
      return `The price ${price.id} is not active, or not offered in ${currency}.`;
  }
  if (quantity === item?.quantity) return null;
  const bounds = quantityBounds(configuration, price.product);
  if (bounds === null) return "The portal configuration does not allow to change the quantity.";
  const { maximum, minimum } = bounds;
  if (quantity >= minimum && (maximum === null || quantity <= maximum)) return null;
  return `The quantity must be at least ${minimum}${maximum === null ? "" : ` and at most ${maximum}`}.`;
}

/** Whether a price can be switched to now, in the currency of the subscription. */
export function isOffered(price: Price, currency: string): boolean {
  const isInCurrency = price.currency === currency || Object.hasOwn(price._currency_options ?? {}, currency);
  return price.active && isInCurrency && price.recurring?.usage_type === "licensed";
}

function productNamed(products: readonly PortalProduct[] | null, product: string): PortalProduct | undefined {
  return products?.find((one) => one.product === product);
}
