/** Products: what is sold. Deleted only while no price names them. */
import { errors } from "../core/errors.ts";
import { mergeMetadata, ownName, statementDescriptor } from "../params/common.ts";
import { type Fields, type ObjectValue, p } from "../params/param.ts";
import type { Row, Tx } from "../storage/port.ts";
import type { Deleted } from "./deleted.ts";
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
} from "./resource.ts";

export interface Product extends Row {
  readonly object: "product";
  readonly active: boolean;
  /** Of the days when products had SKUs; still on the wire. */
  readonly attributes: readonly never[];
  readonly created: number;
  readonly default_price: string | null;
  readonly description: string | null;
  readonly images: readonly string[];
  readonly livemode: false;
  readonly marketing_features: readonly { readonly name: string }[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  readonly package_dimensions: {
    readonly height: number;
    readonly length: number;
    readonly weight: number;
    readonly width: number;
  } | null;
  readonly shippable: boolean | null;
  readonly statement_descriptor: string | null;
  readonly tax_code: string | null;
  readonly tax_details: null;
  readonly type: "good" | "service";
  readonly unit_label: string | null;
  readonly updated: number;
  readonly url: string | null;
}

const NAME_MAX = 5000;
/** Of a product wherever one is made. */
export const DESCRIPTION_MAX = 40_000;
const IMAGES_MAX = 8;
const IMAGE_URL_MAX = 2048;
const FEATURES_MAX = 15;
const FEATURE_NAME_MAX = 80;
const UNIT_LABEL_MAX = 12;

const dimensions = p.object({
  height: p.required(p.number()),
  length: p.required(p.number()),
  weight: p.required(p.number()),
  width: p.required(p.number()),
});
/** Ids of the caller's own choosing. */
export const ownId = ownName(255);

const features = p.list(p.object({ name: p.required(p.string({ max: FEATURE_NAME_MAX })) }), {
  max: FEATURES_MAX,
});
export const images = p.list(p.url({ max: IMAGE_URL_MAX, webOnly: true }), { max: IMAGES_MAX });

/** What a product is made of wherever one is made: here, inside a price, or inside a line item. */
export const productDataFields = {
  metadata: p.about("The product's metadata.", p.metadata()),
  name: p.required(p.about("What the buyer reads.", p.string({ max: NAME_MAX }))),
  tax_code: p.about("`txcd_00000000` is never taxed automatically; others are kept.", p.string()),
  tax_details: p.notYet(),
  unit_label: p.about("Kept with the product.", p.string({ max: UNIT_LABEL_MAX })),
} as const satisfies Fields;

export const createParams = {
  ...productDataFields,
  active: p.boolean(),
  default_price_data: p.notYet(),
  description: p.string({ max: DESCRIPTION_MAX }),
  id: ownId,
  images,
  marketing_features: features,
  package_dimensions: dimensions,
  shippable: p.boolean(),
  statement_descriptor: statementDescriptor,
  type: p.oneOf("good", "service"),
  url: p.url(),
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

/** What makes a product, from any of the places that do. */
export type ProductInput = Partial<ObjectValue<typeof createParams>> & { readonly name: string };

/** Writes a new product and says so. */
export async function createProduct(tx: Tx, input: ProductInput): Promise<Product> {
  if (input.id !== undefined && (await tx.exists("product", input.id))) throw errors.alreadyExists("Product");
  const product: Product = {
    id: input.id ?? tx.newId("prod_"),
    object: "product",
    active: input.active ?? true,
    attributes: [],
    created: tx.now,
    default_price: null,
    description: input.description ?? null,
    images: input.images ?? [],
    livemode: false,
    marketing_features: input.marketing_features ?? [],
    metadata: mergeMetadata({}, input.metadata),
    name: input.name,
    package_dimensions: input.package_dimensions ?? null,
    shippable: input.shippable ?? null,
    statement_descriptor: input.statement_descriptor ?? null,
    tax_code: input.tax_code ?? null,
    tax_details: null,
    type: input.type ?? "service",
    unit_label: input.unit_label ?? null,
    updated: tx.now,
    url: input.url ?? null,
  };
  await tx.insert(product);
  await tx.emit("product.created", product);
  return product;
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
    "POST /": writes(createParams, (tx, call) => createProduct(tx, call.input)),
    "GET /": lists("product", listParams, ({ active, ids, shippable, type, url }) => ({
      active,
      id: ids,
      shippable,
      type,
      url,
    })),
    "GET /:id": retrieves("product"),
    "POST /:id": writes(updateParams, updateProduct),
    "DELETE /:id": writes(noParams, deleteProduct),
  },
});
