/** Parameters of a line item, when a session is created or updated. */
import { type Fields, p } from "../../../../params/param.ts";
import { priceDataFields } from "../../../catalog/price/index.ts";
import {
  images,
  DESCRIPTION_MAX as PRODUCT_DESCRIPTION_MAX,
  productDataFields,
} from "../../../catalog/product.ts";
import { TAX_RATES_MAX } from "./limits.ts";

export const LINE_ITEMS_MAX = 100;
const QUANTITY_MAX = 999_999;

const productData = p.object({
  ...productDataFields,
  description: p.about("Stands under the name.", p.string({ max: PRODUCT_DESCRIPTION_MAX })),
  images: p.about("The first is shown beside the item.", images),
});

const recurring = p.about(
  "Makes it a price of subscriptions; refused in payment mode.",
  p.object({
    interval: p.required(p.oneOf("day", "month", "week", "year")),
    interval_count: p.integer({ min: 1 }),
  }),
);

const adjustableQuantity = p.object({
  enabled: p.required(p.about("Lets the buyer change the quantity.", p.boolean())),
  maximum: p.about("The most they may take; 99 if not set.", p.integer({ min: 1, max: QUANTITY_MAX })),
  minimum: p.about(
    "The least they may take; 0 if not set, which removes the item.",
    p.integer({ min: 0, max: QUANTITY_MAX }),
  ),
});

const OPTIONAL_ITEMS_MAX = 10;

export const optionalItems = p.about(
  "What the buyer may add to the order on the page.",
  p.list(
    p.object({
      adjustable_quantity: adjustableQuantity,
      price: p.required(p.about("An active price to offer.", p.string())),
      quantity: p.required(
        p.about("How many the buyer adds at first.", p.integer({ min: 1, max: QUANTITY_MAX })),
      ),
    }),
    { max: OPTIONAL_ITEMS_MAX },
  ),
);

export const lineItemFields = {
  adjustable_quantity: adjustableQuantity,
  metadata: p.about("Kept with the line item.", p.metadata()),
  price: p.about("An active price to buy.", p.string()),
  price_data: p.about(
    "Makes a price for this item, and a product where none is named; both inactive.",
    p.object({ ...priceDataFields, product_data: productData, recurring }),
  ),
  quantity: p.about(
    "How many; needed for every price that is not metered.",
    p.integer({ min: 0, max: QUANTITY_MAX }),
  ),
  tax_rates: p.about("Rates that tax this item, whoever buys.", p.list(p.string(), { max: TAX_RATES_MAX })),
} as const satisfies Fields;
