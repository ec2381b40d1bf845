/** The parameters of one thing that is invoiced, as an invoice item or as a line. */
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { AMOUNT_MAX, priceDataFields } from "../../catalog/price/index.ts";
import {
  images,
  DESCRIPTION_MAX as PRODUCT_DESCRIPTION_MAX,
  productDataFields,
} from "../../catalog/product.ts";
import { discountsParam } from "../discounts.ts";

const RATES_MAX = 5;

const QUANTITY_MAX = 999_999_999_999;

const { product, ...plainPriceData } = priceDataFields;

/** The parameters that items and lines have in common. */
const soldFields = {
  amount: p.about(
    "The whole amount in minor units; negative for a credit. Instead of a price.",
    p.integer({ min: -AMOUNT_MAX, max: AMOUNT_MAX }),
  ),
  description: p.nullable(p.string()),
  discountable: p.about("Whether discounts of the invoice apply to it.", p.boolean()),
  discounts: p.about("Discounts of it alone.", discountsParam),
  metadata: p.metadata(),
  period: p.about(
    "What it is billed for; nothing follows from it.",
    p.object({ end: p.required(p.timestamp()), start: p.required(p.timestamp()) }),
  ),
  price_data: p.about(
    "Makes a price for it alone.",
    p.object({ ...plainPriceData, product: p.required(product) }),
  ),
  pricing: p.object({ price: p.about("A one-time price.", p.string()) }),
  quantity: p.integer({ min: 0, max: QUANTITY_MAX }),
  quantity_decimal: p.notYet(),
  tax_rates: p.nullable(p.list(p.string(), { max: RATES_MAX })),
} as const satisfies Fields;

const productData = {
  ...productDataFields,
  description: p.string({ max: PRODUCT_DESCRIPTION_MAX }),
  images,
} as const satisfies Fields;

/** The parameters of a line: its price may also come with a new product. */
export const lineFields = {
  ...soldFields,
  price_data: p.about(
    "Makes a price for it alone.",
    p.object({
      ...plainPriceData,
      product,
      product_data: p.about("Makes a product for it alone.", p.object(productData)),
    }),
  ),
  tax_amounts: p.notYet(),
} as const satisfies Fields;

/** What only items have besides. */
export const itemFields = {
  ...soldFields,
  tax_behavior: p.about("Whether automatic tax is in the amount.", plainPriceData.tax_behavior),
  tax_code: p.about("For automatic tax; the product's own if absent.", p.nullable(p.string())),
  unit_amount_decimal: p.about("What one costs, in minor units.", signedDecimal()),
} as const satisfies Fields;

/** Older versions named a price and a unit amount directly. */
export const olderItemFields = {
  price: p.about("A one-time price.", p.string()),
  unit_amount: p.about(
    "What one costs, in minor units; negative for a credit.",
    p.integer({ min: -AMOUNT_MAX, max: AMOUNT_MAX }),
  ),
} as const satisfies Fields;

export type SoldInput = Partial<Omit<ObjectValue<typeof itemFields>, "price_data">> &
  Partial<ObjectValue<typeof olderItemFields>> &
  Partial<Pick<ObjectValue<typeof lineFields>, "price_data">>;

/** A decimal that may be negative. */
function signedDecimal() {
  const decimal = p.decimal();
  return {
    ...decimal,
    read: ((raw, path, reading) => {
      const isNegative = typeof raw === "string" && raw.startsWith("-");
      const size = decimal.read(isNegative ? raw.slice(1) : raw, path, reading);
      return size === undefined || !isNegative ? size : `-${size}`;
    }) as typeof decimal.read,
  };
}
