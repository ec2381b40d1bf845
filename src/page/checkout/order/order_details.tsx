/** The line items of the order and its totals. */

import { offerIn } from "../../../resources/checkout/checkout_session/index.ts";
import type { LineItem } from "../../../resources/checkout/checkout_session/row/session.ts";
import { type Language, money, unitPrice } from "../../../words/languages.ts";
import { imageUrl } from "../../server/safe_urls.ts";
import { customOf, type OrderProps, type PricedProps } from "./order_form.ts";
import { OrderTotals } from "./order_totals.tsx";
import { Picture } from "./picture.tsx";
import { linePriceOf, planOf } from "./plan.ts";
import { Quantity } from "./quantity.tsx";

export function OrderDetails(props: PricedProps) {
  const { summary } = props.language.messages;
  return (
    <section class="OrderDetails" id="order-details" data-testid="order-details-mobile">
      <div data-testid="order-details">
        <h2 class="VisuallyHidden">{summary.order}</h2>
        <ul class="OrderDetails-items">
          {props.session._line_items.map((line) => (
            <li key={line.id} class="OrderDetails-item" data-key={line.id}>
              <Line {...props} line={line} />
            </li>
          ))}
        </ul>
        <OrderTotals {...props} />
      </div>
    </section>
  );
}

/** One line. If it is the only one, its picture and description are in the summary above instead. */
function Line(props: OrderProps & { readonly line: LineItem }) {
  const { line, language } = props;
  const several = props.found.session._line_items.length > 1;
  const image = several ? imageUrl(line._product.image) : null;
  const price = linePriceOf(line, planOf(props.found, props.businessName), language);
  const each = price === null ? eachText(line, language) : price.each;
  return (
    <div class="LineItem">
      {image !== null && (
        <div class="LineItem-imageContainer" data-testid="line-item-image">
          <Picture src={image} size={42} />
        </div>
      )}
      <div class="LineItem-text">
        <div class="LineItem-productName" data-testid="line-item-product-name">
          {line.description}
        </div>
        {several && line._product.description && (
          <div class="LineItem-description">{line._product.description}</div>
        )}
        <Quantity {...props} />
        <LineDiscount {...props} />
      </div>
      <div class="LineItem-amounts Text--tabularNumbers">
        <div data-testid="line-item-total-amount">
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
function LineDiscount({ found: { session }, language, line }: OrderProps & { readonly line: LineItem }) {
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
