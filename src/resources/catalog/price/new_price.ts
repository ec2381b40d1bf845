/**
 * Saves new prices, also those that a request makes for one line with `price_data`: these are inactive, because they
 * are not meant to be used again.
 */

import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { inside } from "../../../params/param.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { byParam } from "../../resource.ts";
import type { Product } from "../product.ts";
import { claimLookupKey } from "./lookup_key.ts";
import type { CreateInput } from "./params.ts";
import {
  aggregateUsageOf,
  checkParts,
  checkRecurring,
  customOf,
  type Naming,
  optionsOf,
  type PartsInput,
  PRICE_NAMES,
  recurringOf,
  tiersOf,
  unitAmounts,
} from "./parts.ts";
import { planOf } from "./plan.ts";
import type { Price, Recurring, TaxBehavior } from "./price.ts";

/** Saves a new price and emits `price.created`, and `plan.created` if it recurs. */
export async function insertPrice(tx: Tx, row: Price): Promise<Price> {
  await tx.insert(row);
  if (row.recurring !== null) await tx.emit("plan.created", planOf(row));
  await tx.emit("price.created", row);
  return row;
}

/** What requests say of a price, without its product. */
export type PriceInput = PartsInput &
  Pick<CreateInput, "active" | "lookup_key" | "metadata" | "nickname" | "transfer_lookup_key">;

/** The part of a meter that is needed here. `billing` is above the catalog, so its type cannot be imported. */
interface MeterRow extends Row {
  readonly status: "active" | "inactive";
}

/** Refuses parameters that do not go together, and a meter that is missing, unknown or inactive. */
export async function checkPrice(
  tx: Tx,
  input: PriceInput,
  behaviour: Behaviour,
  naming: Naming = PRICE_NAMES,
): Promise<void> {
  checkParts(input, naming);
  if (input.recurring?.usage_type !== "metered") return;
  const param = inside(naming.of("recurring"), "meter");
  const { meter } = input.recurring;
  if (meter !== undefined) {
    const { status } = await byParam<MeterRow>(tx, "billing.meter", meter, param);
    if (status === "inactive") throw errors.rule("You cannot attach an inactive meter to a price.", param);
  } else if (behaviour.metered_price_needs_meter) {
    throw errors.rule(
      "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
      param,
    );
  }
}

/** Makes the price of a product, from parameters that were checked. */
export async function makePrice(
  tx: Tx,
  input: PriceInput,
  product: string,
  id = tx.newId("price_"),
): Promise<Price> {
  if (input.lookup_key !== undefined) {
    await claimLookupKey(tx, input.lookup_key, input.transfer_lookup_key ?? false);
  }
  const aggregate_usage = aggregateUsageOf(input.recurring);
  return insertPrice(tx, {
    id,
    object: "price",
    active: input.active ?? true,
    billing_scheme: input.billing_scheme ?? "per_unit",
    created: tx.now,
    currency: input.currency,
    custom_unit_amount: customOf(input.custom_unit_amount),
    livemode: false,
    lookup_key: input.lookup_key ?? null,
    metadata: mergeMetadata({}, input.metadata),
    nickname: input.nickname ?? null,
    product,
    recurring: recurringOf(input.recurring),
    tax_behavior: input.tax_behavior ?? "unspecified",
    tiers_mode: input.tiers_mode ?? null,
    transform_quantity: input.transform_quantity ?? null,
    type: input.recurring === undefined ? "one_time" : "recurring",
    ...unitAmounts(input.unit_amount, input.unit_amount_decimal),
    _tiers: tiersOf(input.tiers),
    _currency_options: input.currency_options === undefined ? null : optionsOf(input.currency_options),
    ...(aggregate_usage === undefined ? {} : { _aggregate_usage: aggregate_usage }),
  });
}

/** What a request says of a price for one line. */
export interface InlinePrice {
  readonly currency: string;
  readonly product: string;
  readonly recurring?: Pick<Recurring, "interval"> & { readonly interval_count?: number };
  readonly tax_behavior?: TaxBehavior;
  readonly unit_amount?: number;
  readonly unit_amount_decimal?: string;
}

/** Makes the price for an active product. `at` is the path of the `price_data` in the request. */
export async function insertInlinePrice(
  tx: Tx,
  data: InlinePrice,
  at: string,
): Promise<{ price: Price; product: Product }> {
  if (data.unit_amount !== undefined && data.unit_amount_decimal !== undefined) {
    throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"], `${at}[unit_amount]`);
  }
  if (data.unit_amount === undefined && data.unit_amount_decimal === undefined) {
    throw errors.missingParam(`${at}[unit_amount]`);
  }
  checkRecurring(data.recurring, `${at}[recurring]`);
  const product = await byParam<Product>(tx, "product", data.product, `${at}[product]`);
  if (!product.active) {
    throw errors.rule(
      "The product specified is inactive. This field only accepts active products.",
      `${at}[product]`,
    );
  }
  const price = await makePrice(tx, { ...data, active: false }, product.id);
  return { price, product };
}
