/**
 * Prices: what a product costs. Amount, currency, product and recurrence never change once made. Tiers, currency
 * options, custom amounts and quantity transforms are stored and shown; what they cost in a session is
 * `checkout_session/price_session.ts`.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { mergeMetadata, refuseOwnCurrency } from "../../params/common.ts";
import type { ObjectValue } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import { createProduct, type Product } from "../product.ts";
import {
  byParam,
  byPath,
  type Call,
  defineResource,
  inclusion,
  lists,
  publicPart,
  reference,
  retrieves,
  updateAndTell,
  type Wire,
  writes,
} from "../resource.ts";
import { claimLookupKey } from "./lookup_key.ts";
import { type CarriedUp, type CreateInput, createParams, listParams, updateParams } from "./params.ts";
import { checkParts, customOf, optionsOf, recurringOf, tiersOf, unitAmounts } from "./parts.ts";
import type { CurrencyOption, Price } from "./price.ts";

export { checkRecurring, recurringOf, unitAmounts } from "./parts.ts";
export type { CurrencyOption, Price, TaxBehavior, Tier } from "./price.ts";

/** The product a price belongs to: named, or made from `product_data`. */
async function productFor(tx: Tx, input: CreateInput): Promise<Product> {
  if (input.product !== undefined && input.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"]);
  }
  if (input.product !== undefined) return byParam<Product>(tx, "product", input.product, "product");
  if (input.product_data !== undefined) return createProduct(tx, input.product_data);
  throw errors.rule("You must specify either `product` or `product_data` when creating a price.", "product");
}

async function create(tx: Tx, call: Call<CreateInput>): Promise<Price> {
  const { input } = call;
  checkParts(input);
  if (input.recurring?.usage_type === "metered" && !(input as CarriedUp)._metered_without_meter) {
    throw errors.rule(
      "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
      "recurring[meter]",
    );
  }
  const product = await productFor(tx, input);
  if (input.lookup_key !== undefined) {
    await claimLookupKey(tx, input.lookup_key, input.transfer_lookup_key ?? false);
  }
  const row: Price = {
    id: tx.newId("price_"),
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
    product: product.id,
    recurring: recurringOf(input.recurring),
    tax_behavior: input.tax_behavior ?? "unspecified",
    tiers_mode: input.tiers_mode ?? null,
    transform_quantity: input.transform_quantity ?? null,
    type: input.recurring === undefined ? "one_time" : "recurring",
    ...unitAmounts(input.unit_amount, input.unit_amount_decimal),
    _tiers: tiersOf(input.tiers),
    _currency_options: input.currency_options === undefined ? null : optionsOf(input.currency_options),
  };
  return insertPrice(tx, row);
}

/** Writes a new price and says so. */
export async function insertPrice(tx: Tx, row: Price): Promise<Price> {
  await tx.insert(row);
  await tx.emit("price.created", row);
  return row;
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Price> {
  const before = await byPath<Price>(tx, "price", call.id);
  const { currency_options, lookup_key, metadata, transfer_lookup_key, tax_behavior, ...plain } = call.input;
  refuseOwnCurrency("price", before.currency, currency_options);
  if (
    tax_behavior !== undefined &&
    before.tax_behavior !== "unspecified" &&
    tax_behavior !== before.tax_behavior
  ) {
    throw errors.rule(
      "You cannot update `tax_behavior` once it has been set to `inclusive` or `exclusive`.",
      "tax_behavior",
    );
  }
  if (lookup_key !== undefined && lookup_key !== null && lookup_key !== before.lookup_key) {
    await claimLookupKey(tx, lookup_key, transfer_lookup_key ?? false);
  }
  const after: Price = {
    ...before,
    ...plain,
    ...(lookup_key === undefined ? {} : { lookup_key }),
    ...(tax_behavior === undefined ? {} : { tax_behavior }),
    metadata: mergeMetadata(before.metadata, metadata),
    _currency_options:
      currency_options === undefined
        ? before._currency_options
        : currency_options === null
          ? null
          : { ...before._currency_options, ...optionsOf(currency_options) },
  };
  return updateAndTell(tx, "price.updated", before, after);
}

/** Every currency the price is offered in, its own as well. */
function currencyOptionsOf(row: Price): Readonly<Record<string, CurrencyOption>> {
  const own: CurrencyOption = {
    custom_unit_amount: row.custom_unit_amount,
    tax_behavior: row.tax_behavior,
    ...(row._tiers === null ? {} : { tiers: row._tiers }),
    unit_amount: row.unit_amount,
    unit_amount_decimal: row.unit_amount_decimal,
  };
  return inWireOrder({ [row.currency]: own, ...row._currency_options });
}

/** A price as others show it within themselves. */
export function publicPrice(row: Price): Wire {
  return publicPart(row);
}

export const price = defineResource<Price>({
  object: "price",
  path: "/v1/prices",
  permission: "plan",
  keys: (row) => ({
    active: String(row.active),
    currency: row.currency,
    lookup_key: row.lookup_key,
    product: row.product,
    "recurring.interval": row.recurring?.interval,
    "recurring.usage_type": row.recurring?.usage_type,
    type: row.type,
  }),
  expands: {
    product: reference("product"),
    tiers: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Price>("price", String(shown.id));
      return row?._tiers ?? undefined;
    }),
    currency_options: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Price>("price", String(shown.id));
      return row === null ? undefined : currencyOptionsOf(row);
    }),
  },
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("price", listParams, ({ active, currency, lookup_keys, product, recurring, type }) => ({
      active,
      currency,
      lookup_key: lookup_keys,
      product,
      "recurring.interval": recurring?.interval,
      "recurring.usage_type": recurring?.usage_type,
      type,
    })),
    "GET /:id": retrieves("price"),
    "POST /:id": writes(updateParams, update),
  },
});
