/** The lines of the order, and what they come to. */

import { offerIn } from "../resources/checkout_session/line_price.ts";
import type { LineItem } from "../resources/checkout_session/session.ts";
import { imageAddress } from "./addresses.ts";
import { type Language, money, unitPrice } from "./languages.ts";
import { customOf, type OrderProps } from "./order_form.ts";
import { OrderTotals } from "./order_totals.tsx";
import { Quantity } from "./quantity.tsx";

export function OrderDetails(props: OrderProps) {
  const { summary } = props.language.messages;
  return (
    <section class="OrderDetails" id="order-details" data-testid="order-details-mobile">
      <div data-testid="order-details">
        <h2 class="VisuallyHidden">{summary.order}</h2>
        <ul class="OrderDetails-items">
          {props.found.session._line_items.map((line) => (
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

/** Of a single item, picture and description are shown large, above. */
function Line(props: OrderProps & { readonly line: LineItem }) {
  const { line, language } = props;
  const several = props.found.session._line_items.length > 1;
  const image = several ? imageAddress(line._product.image) : null;
  const each = eachText(line, language);
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
          {money(line.amount_subtotal, line.currency, language.tag)}
        </div>
        {each !== null && (
          <div class="LineItem-each" data-testid="line-item-amount-detail">
            {each}
          </div>
        )}
      </div>
    </div>
  );
}

/** What one costs, where there are several and each costs the same. */
function eachText(line: LineItem, { messages, tag }: Language): string | null {
  const decimal = offerIn(line.price, line.currency)?.unit_amount_decimal ?? null;
  if (line.quantity < 2 || decimal === null || line.price.transform_quantity !== null) return null;
  return customOf(line) === null ? messages.summary.each(unitPrice(decimal, line.currency, tag)) : null;
}

/** Said of the line where a discount is not for all of them. */
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

/** The name stands beside it, so it says nothing of its own. The client script hides what does not load. */
export function Picture({ src, size }: { src: string; size: number }) {
  return (
    <img
      class="Picture LineItem-image"
      src={src}
      alt=""
      width={size}
      height={size}
      referrerpolicy="no-referrer"
    />
  );
}
