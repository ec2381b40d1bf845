/** The items of a subscription as requests describe them: their prices are looked up, checked, and made into items. */

import { isSameInterval, type Period } from "../../../core/calendar.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { inside } from "../../../params/param.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { insertInlinePrice, isMetered, notIn, offerIn, type Price } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import { byParam } from "../../resource.ts";
import type { ItemInput } from "./params.ts";
import { intervalOf } from "./period.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";

/** A price with the product that it is for. */
export interface Sold {
  readonly price: Price;
  readonly product: Product;
}

/** What names a price in a request. `price_data` only goes with what it is the price of. */
export type PriceInput = Pick<ItemInput, "plan" | "price"> & {
  readonly price_data?: ItemInput["price_data"] | Omit<NonNullable<ItemInput["price_data"]>, "recurring">;
};

/** The price that `at` of a request names or describes; null if it does neither. It must be of this type. */
export async function soldFor(
  tx: Tx,
  given: PriceInput,
  at: string,
  type: Price["type"],
): Promise<Sold | null> {
  const { plan, price = plan, price_data: data } = given;
  if (price !== undefined && data !== undefined) throw errors.onlyOneOf(["price", "price_data"], at);
  if (data !== undefined) return insertInlinePrice(tx, data, `${at}[price_data]`);
  if (price === undefined) return null;
  const param = inside(at, "price");
  const row = await byParam<Price>(tx, "price", price, param);
  const product = await tx.get<Product>("product", row.product);
  if (product === null || !row.active || !product.active) {
    throw errors.rule("The price specified is inactive. This field only accepts active prices.", param);
  }
  if (row.type !== type) {
    throw errors.rule(
      `The price specified is set to \`type=${row.type}\` but this field only accepts prices with \`type=${type}\`.`,
      param,
    );
  }
  return { price: row, product };
}

/** The quantity of an item; null for metered prices. */
export function quantityOf(price: Price, given: number | undefined, at: string): number | null {
  if (!isMetered(price)) return given ?? 1;
  if (given === undefined) return null;
  throw errors.rule(
    "Metered prices take no `quantity`: what is billed is their usage.",
    inside(at, "quantity"),
  );
}

/** A new item with its first period. */
export function newItem(
  tx: Pick<Tx, "newId" | "now">,
  subscription: string,
  given: {
    readonly price: Price;
    readonly quantity: number | null;
    readonly metadata?: ItemInput["metadata"];
    readonly tax_rates: readonly TaxRate[];
  },
  period: Period,
): SubscriptionItem {
  return {
    id: tx.newId("si_"),
    object: "subscription_item",
    billing_thresholds: null,
    created: tx.now,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: mergeMetadata({}, given.metadata),
    price: given.price,
    quantity: given.quantity,
    subscription,
    tax_rates: given.tax_rates,
    _charged: null,
  };
}

/** The products of some items, by id. */
export async function productsOf(
  tx: Reader,
  items: readonly Pick<SubscriptionItem, "price">[],
): Promise<ReadonlyMap<string, Product>> {
  const products = new Map<string, Product>();
  for (const { price } of items) {
    if (products.has(price.product)) continue;
    const product = await tx.get<Product>("product", price.product);
    if (product === null) throw new Error(`the product of price ${price.id} is gone`);
    products.set(product.id, product);
  }
  return products;
}

/** The product of an item, which is one of those that were looked up. */
export function productOf(
  { price }: Pick<SubscriptionItem, "price">,
  products: ReadonlyMap<string, Product>,
): Product {
  const product = products.get(price.product);
  if (product === undefined) throw new Error(`the product of price ${price.id} was looked up`);
  return product;
}

// --- what goes together -----------------------------------------------------------------------------------

/** Refuses prices of another currency than the subscription's. `at` names each item in the request. */
export function checkCurrencies(
  prices: readonly Price[],
  asked: string | undefined,
  at: (i: number) => string,
): void {
  const currency = asked ?? prices[0]?.currency;
  for (const [i, price] of prices.entries()) {
    if (currency === undefined || offerIn(price, currency) !== null) continue;
    throw errors.rule(
      asked === undefined
        ? `This \`price\` has \`currency=${price.currency}\`, but other items use \`currency=${currency}\`. All items ` +
            "must have pricing in the same currency. When using multi-currency prices, you can specify `currency` at " +
            "the top level, to be used by all items."
        : notIn(price, currency),
      `${at(i)}[price]`,
    );
  }
}

/** Refuses several items of one price. */
export function checkDistinct(prices: readonly Price[]): void {
  const seen = new Set<string>();
  for (const { id } of prices) {
    if (seen.has(id)) {
      throw errors.rule(
        `Cannot create a Subscription with multiple Subscription Items with the same Price: ${id}`,
        "plan",
      );
    }
    seen.add(id);
  }
}

/** Classic billing has one interval for all items. */
export function checkIntervals(prices: readonly Price[], mode: Subscription["billing_mode"]["type"]): void {
  const [first, ...others] = prices.map(intervalOf);
  if (mode === "flexible" || first === undefined) return;
  if (others.every((one) => isSameInterval(one, first))) return;
  throw errors.rule(
    "All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`. If you meant " +
      "to update an existing subscription item instead of creating a new one, make sure to include the subscription " +
      "item ID in your request. See examples at https://stripe.com/docs/billing/subscriptions/multiple-products.",
  );
}
