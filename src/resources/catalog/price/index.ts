/**
 * Prices: what a product costs. Amount, currency, product and recurrence never change after creation. Tiers,
 * currency options, custom amounts and quantity transforms are stored and shown here; what a quantity comes to
 * is worked out in `amounts.ts`.
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata, refuseOwnCurrency } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
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
  type Wire,
  writes,
} from "../../resource.ts";
import { searches } from "../../search.ts";
import { createProduct, type Product } from "../product.ts";
import { ownOffer } from "./amounts.ts";
import { refuseDefault, updatePrice } from "./change.ts";
import { claimLookupKey } from "./lookup_key.ts";
import { checkPrice, makePrice } from "./new_price.ts";
import { type CreateInput, createParams, listParams, updateParams } from "./params.ts";
import { checkOptions, optionsOf } from "./parts.ts";
import type { CurrencyOption, Price } from "./price.ts";

export { adHocPrice, priceOfAmount } from "./ad_hoc.ts";
export {
  billedAmount,
  billedParts,
  lineSubtotal,
  type Ordered,
  offerIn,
  roughSubtotal,
  unitDecimal,
} from "./amounts.ts";
export { refuseDefault, updatePrice } from "./change.ts";
export {
  checkPrice,
  insertInlinePrice,
  insertPrice,
  makePrice,
  type PriceInput,
} from "./new_price.ts";
export { AMOUNT_MAX, createParams, intervalFields, priceDataFields, recurringFields } from "./params.ts";
export { checkRecurring, type Naming } from "./parts.ts";
export { type Plan, planOf } from "./plan.ts";
export {
  type AggregateUsage,
  type CurrencyOption,
  isMetered,
  notIn,
  type Price,
  type TaxBehavior,
} from "./price.ts";
export { partText, prorationText, trialText } from "./texts.ts";

/**
 * The product a new price belongs to: the one that `product` names, or a new one made from `product_data`.
 */
async function productFor(tx: Tx, input: CreateInput): Promise<Product> {
  if (input.product !== undefined && input.product_data !== undefined) {
    throw errors.onlyOneOf(["product", "product_data"]);
  }
  if (input.product !== undefined) return byParam<Product>(tx, "product", input.product, "product");
  if (input.product_data !== undefined) return createProduct(tx, input.product_data);
  throw errors.rule("You must specify either `product` or `product_data` when creating a price.", "product");
}

async function create(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<Price> {
  await checkPrice(tx, input, behaviour);
  const product = await productFor(tx, input);
  return makePrice(tx, input, product.id);
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Price> {
  const before = await byPath<Price>(tx, "price", call.id);
  const { currency_options, lookup_key, metadata, transfer_lookup_key, tax_behavior, ...plain } = call.input;
  refuseOwnCurrency("price", before.currency, currency_options);
  if (currency_options !== null) checkOptions(currency_options, before);
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
  if (plain.active === false) await refuseDefault(tx, before, "archived");
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
  return updatePrice(tx, before, after);
}

/** The price in every currency it is offered in, including `currency` itself. */
function currencyOptionsOf(row: Price): Readonly<Record<string, CurrencyOption>> {
  return inWireOrder({ [row.currency]: ownOffer(row), ...row._currency_options });
}

/** A price as answers and other objects show it, with what only older versions show. */
export function publicPrice(row: Price): Wire {
  const { _aggregate_usage } = row;
  return _aggregate_usage === undefined ? publicPart(row) : { ...publicPart(row), _aggregate_usage };
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
    "recurring.meter": row.recurring?.meter,
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
  view: publicPrice,
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("price", listParams, ({ active, currency, lookup_keys, product, recurring, type }) => ({
      active,
      currency,
      lookup_key: lookup_keys,
      product,
      "recurring.interval": recurring?.interval,
      "recurring.meter": recurring?.meter,
      "recurring.usage_type": recurring?.usage_type,
      type,
    })),
    "GET /search": searches<Price>("price", "prices", {
      active: { kind: "token", of: (row) => String(row.active) },
      currency: { kind: "token", of: (row) => row.currency },
      lookup_key: { kind: "token", of: (row) => row.lookup_key },
      product: { kind: "token", of: (row) => row.product },
      type: { kind: "token", of: (row) => row.type },
    }),
    "GET /:id": retrieves("price"),
    "POST /:id": writes(updateParams, update),
  },
});
