/** Requests about products. A product can be deleted only if it has no prices. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata, statementDescriptor } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import type { Deleted } from "../deleted.ts";
import {
  byPath,
  type Call,
  defineResource,
  lists,
  noParams,
  reference,
  retrieves,
  updateAndTell,
  writes,
} from "../resource.ts";
import { searches } from "../search.ts";
import {
  checkPrice,
  intervalFields,
  makePrice,
  priceDataFields,
  createParams as priceParams,
} from "./price/index.ts";
import {
  createParams,
  createProduct,
  DESCRIPTION_MAX,
  dimensions,
  features,
  images,
  NAME_MAX,
  type Product,
  UNIT_LABEL_MAX,
} from "./product.ts";

const { currency, tax_behavior, unit_amount, unit_amount_decimal } = priceDataFields;
const newParams = {
  ...createParams,
  default_price_data: p.about(
    "Makes a price for it, which becomes its default price.",
    p.object({
      currency,
      currency_options: priceParams.currency_options,
      custom_unit_amount: priceParams.custom_unit_amount,
      metadata: p.metadata(),
      recurring: p.object(intervalFields),
      tax_behavior,
      unit_amount,
      unit_amount_decimal,
    }),
  ),
} as const satisfies Fields;

const updateParams = {
  active: p.boolean(),
  default_price: p.string(),
  description: p.nullable(p.string({ max: DESCRIPTION_MAX })),
  images: p.nullable(images),
  marketing_features: p.nullable(features),
  metadata: p.metadata(),
  name: p.string({ max: NAME_MAX }),
  package_dimensions: p.nullable(dimensions),
  shippable: p.boolean(),
  statement_descriptor: statementDescriptor,
  tax_code: p.nullable(p.string()),
  tax_details: p.notYet(),
  unit_label: p.nullable(p.string({ max: UNIT_LABEL_MAX })),
  url: p.nullable(p.url()),
} as const satisfies Fields;

const listParams = {
  active: p.boolean(),
  ids: p.list(p.string(), { max: 100 }),
  shippable: p.boolean(),
  type: p.oneOf("good", "service"),
  url: p.string(),
} as const satisfies Fields;

/** The product is told of first, and with its default price already. */
async function create(tx: Tx, { input, behaviour }: Call<ObjectValue<typeof newParams>>): Promise<Product> {
  const { default_price_data: price, ...rest } = input;
  if (price === undefined) return createProduct(tx, rest);
  await checkPrice(tx, price, behaviour, { many: "Prices", of: (param) => `default_price_data[${param}]` });
  const id = tx.newId("price_");
  const made = await createProduct(tx, rest, id);
  await makePrice(tx, price, made.id, id);
  return made;
}

async function updateProduct(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Product> {
  const before = await byPath<Product>(tx, "product", call.id);
  const { metadata, images: given, marketing_features, default_price, ...plain } = call.input;
  if (default_price !== undefined) {
    const price = await tx.get<Row & { product: string }>("price", default_price);
    if (price === null || price.product !== before.id) {
      throw errors.missingResource("price", default_price, "default_price");
    }
  }
  const after: Product = {
    ...before,
    ...plain,
    ...(default_price === undefined ? {} : { default_price }),
    ...(given === undefined ? {} : { images: given ?? [] }),
    ...(marketing_features === undefined ? {} : { marketing_features: marketing_features ?? [] }),
    metadata: mergeMetadata(before.metadata, metadata),
    updated: tx.now,
  };
  return updateAndTell(tx, "product.updated", before, after);
}

async function deleteProduct(tx: Tx, call: Call<object>): Promise<Deleted> {
  const product = await byPath<Product>(tx, "product", call.id);
  const prices = await tx.list("price", { product: product.id }, { limit: 1 });
  if (prices.rows.length > 0) {
    throw errors.rule("This product cannot be deleted because it has one or more user-created prices.");
  }
  await tx.hide(product);
  await tx.emit("product.deleted", product);
  return { id: product.id, object: "product", deleted: true };
}

export const product = defineResource<Product>({
  object: "product",
  path: "/v1/products",
  permission: "product",
  keys: (row) => ({
    active: String(row.active),
    id: row.id,
    shippable: row.shippable === null ? null : String(row.shippable),
    type: row.type,
    url: row.url,
  }),
  expands: { default_price: reference("price") },
  operations: {
    "POST /": writes(newParams, create),
    "GET /": lists("product", listParams, ({ active, ids, shippable, type, url }) => ({
      active,
      id: ids,
      shippable,
      type,
      url,
    })),
    "GET /search": searches<Product>("product", "products", {
      active: { kind: "token", of: (row) => String(row.active) },
      description: { kind: "string", of: (row) => row.description },
      name: { kind: "string", of: (row) => row.name },
      shippable: { kind: "token", of: (row) => (row.shippable === null ? null : String(row.shippable)) },
      url: { kind: "string", of: (row) => row.url },
    }),
    "GET /:id": retrieves("product"),
    "POST /:id": writes(updateParams, updateProduct),
    "DELETE /:id": writes(noParams, deleteProduct),
  },
});
