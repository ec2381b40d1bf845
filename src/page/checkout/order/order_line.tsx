/** One line of the order: picture, name, description, quantity and amounts. */

import { offerIn } from "../../../resources/checkout/checkout_session/index.ts";
import type { LineItem } from "../../../resources/checkout/checkout_session/row/session.ts";
import { type Language, money, unitPrice } from "../../../words/languages.ts";
import { imageUrl } from "../../server/safe_urls.ts";
import { customOf, type PricedProps } from "./order_form.ts";
import { Picture } from "./picture.tsx";
import { headlineOf, linePriceOf, planOf } from "./plan.ts";
import { Quantity } from "./quantity.tsx";

type LineProps = PricedProps & { readonly line: LineItem };

/** The id and test id by which tests look for the description of the order, of which there is one. */
export const SUMMARY_DESCRIPTION = {
  id: "ProductSummary-description",
  "data-testid": "product-summary-description",
} as const;

/** If it is the only line, its total is that of the whole order, which stands above it: nobody needs to see it twice. */
export function Line(props: LineProps) {
  const { line, language, session } = props;
  const isOnly = session._line_items.length === 1;
  const plan = planOf(props.found, props.businessName);
  const price = linePriceOf(line, plan, language);
  const each = price === null ? eachText(line, language) : price.each;
  const isDescription = isOnly && (plan === null || headlineOf(plan, session, language).later === null);
  return (
    <div class="LineItem">
      <LinePicture line={line} isOnly={isOnly} />
      <div class="LineItem-text">
        <div class="LineItem-productName" data-testid="line-item-product-name" dir="auto">
          {line.description}
        </div>
        {line._product.description && (
          <div class="LineItem-description" {...(isDescription ? SUMMARY_DESCRIPTION : {})} dir="auto">
            {line._product.description}
          </div>
        )}
        <Quantity {...props} />
        <LineDiscount {...props} />
      </div>
      <div class="LineItem-amounts Text--tabularNumbers">
        <div data-testid="line-item-total-amount" {...(isOnly ? { class: "VisuallyHidden" } : {})}>
          {price?.total ?? money(line.amount_subtotal, line.currency, language.tag)}
        </div>
        {price !== null && (
          <div class="LineItem-each" data-testid="line-item-billing-interval">
            {price.often}
          </div>
        )}
        {price !== null && price.tiers !== null && (
          <div class="LineItem-each" data-testid="line-item-tiers">
            {price.tiers}
          </div>
        )}
        {each !== null && (
          <div class="LineItem-each" data-testid="line-item-amount-detail">
            {each}
          </div>
        )}
      </div>
    </div>
  );
}

/** Existing tests find the picture of the only line by another name than those of several. */
function LinePicture({ line, isOnly }: { readonly line: LineItem; readonly isOnly: boolean }) {
  const image = imageUrl(line._product.image);
  if (image === null) return null;
  return isOnly ? (
    <div
      class="LineItem-imageContainer LineItem-imageContainer--only"
      id="product-summary-image"
      data-testid="product-summary-product-image"
    >
      <Picture src={image} size={96} />
    </div>
  ) : (
    <div class="LineItem-imageContainer" data-testid="line-item-image">
      <Picture src={image} size={42} />
    </div>
  );
}

/** The unit price, if the quantity is more than one and every unit costs the same. */
function eachText(line: LineItem, { messages, tag }: Language): string | null {
  const decimal = offerIn(line.price, line.currency)?.unit_amount_decimal ?? null;
  if (
    line.quantity === null ||
    line.quantity < 2 ||
    decimal === null ||
    line.price.transform_quantity !== null
  )
    return null;
  return customOf(line) === null ? messages.summary.each(unitPrice(decimal, line.currency, tag)) : null;
}

/** The discount of this line, shown only if the coupon does not apply to all products. */
function LineDiscount({ session, language, line }: LineProps) {
  const { _discount: discount } = session;
  const several = session._line_items.length > 1;
  if (!several || line.amount_discount === 0 || !discount?.coupon._applies_to) return null;
  return (
    <div class="LineItem-discount" data-testid="line-item-discount">
      {language.messages.order.lineDiscount(
        discount.label,
        money(-line.amount_discount, line.currency, language.tag),
      )}
    </div>
  );
}
