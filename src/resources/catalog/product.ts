/**
 * Products: what is sold, and how new ones are made. Requests about products are in `product_resource.ts`, because
 * prices need products, and a product can be made with a price.
 */
import { errors } from "../../core/errors.ts";
import { mergeMetadata, ownName, statementDescriptor } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";

export interface Product extends Row {
  readonly object: "product";
  readonly active: boolean;
  /** Left over from the time when products had SKUs; always empty, and still on the wire. */
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

export const NAME_MAX = 5000;
/** The limit for a product's description, wherever a product is made. */
export const DESCRIPTION_MAX = 40_000;
const IMAGES_MAX = 8;
const IMAGE_URL_MAX = 2048;
const FEATURES_MAX = 15;
const FEATURE_NAME_MAX = 80;
export const UNIT_LABEL_MAX = 12;

export const dimensions = p.object({
  height: p.required(p.number()),
  length: p.required(p.number()),
  weight: p.required(p.number()),
  width: p.required(p.number()),
});
/** An id that the caller chooses. */
export const ownId = ownName(255);

export const features = p.list(p.object({ name: p.required(p.string({ max: FEATURE_NAME_MAX })) }), {
  max: FEATURES_MAX,
});
export const images = p.list(p.url({ max: IMAGE_URL_MAX, webOnly: true }), { max: IMAGES_MAX });

/** The parameters that describe a new product here, inside a price and inside a line item. */
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

/** The input for a new product, from any of the operations that make one. */
export type ProductInput = Partial<ObjectValue<typeof createParams>> & { readonly name: string };

/** Saves a new product and emits `product.created`. `defaultPrice` is the id of its default price, if it has one. */
export async function createProduct(
  tx: Tx,
  input: ProductInput,
  defaultPrice: string | null = null,
): Promise<Product> {
  if (input.id !== undefined && (await tx.exists("product", input.id))) throw errors.alreadyExists("Product");
  const product = { ...newProduct(tx, input), default_price: defaultPrice };
  await tx.insert(product);
  await tx.emit("product.created", product);
  return product;
}

/** Pure: a product that is not written yet. */
export function newProduct(tx: Pick<Tx, "newId" | "now">, input: ProductInput): Product {
  return {
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
}
