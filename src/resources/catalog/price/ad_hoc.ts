/** Prices that are made for one sale: inactive, because they are not meant to be used again. */
import type { Tx } from "../../../storage/port.ts";
import { newProduct } from "../product.ts";
import { unitAmounts } from "./parts.ts";
import type { Price, TaxBehavior } from "./price.ts";

/** What such a price says; the amounts are in minor units. */
interface Wanted {
  readonly currency: string;
  readonly product: string;
  readonly tax_behavior?: TaxBehavior | undefined;
  /** May be negative, as no price of the API may. */
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: string | undefined;
}

/** Pure: a price for one sale. The caller writes it. */
export function adHocPrice(tx: Pick<Tx, "newId" | "now">, wanted: Wanted): Price {
  return {
    id: tx.newId("price_"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: tx.now,
    currency: wanted.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: wanted.product,
    recurring: null,
    tax_behavior: wanted.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    ...unitAmounts(wanted.unit_amount, wanted.unit_amount_decimal),
    _tiers: null,
    _currency_options: null,
  };
}

/**
 * Writes the price of an amount that names neither price nor product, with a product of that name. No event
 * tells of them: the listener logs seen of such invoice items have none.
 */
export async function priceOfAmount(tx: Tx, name: string, wanted: Omit<Wanted, "product">): Promise<Price> {
  const product = newProduct(tx, { active: false, name });
  await tx.insert(product);
  const price = adHocPrice(tx, { ...wanted, product: product.id });
  await tx.insert(price);
  return price;
}
