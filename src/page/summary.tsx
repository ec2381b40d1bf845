/** What is being bought. One tree for wide and narrow screens: existing tests expect each id once. */
import { backAddress, imageAddress } from "./addresses.ts";
import { CustomAmount } from "./custom_amount.tsx";
import { BackArrow, Chevron } from "./icons.tsx";
import { money } from "./languages.ts";
import { EnterPays } from "./noscript.tsx";
import { OrderDetails, Picture } from "./order_details.tsx";
import type { OrderProps } from "./order_form.ts";
import { QuantityDialog } from "./quantity.tsx";

export function Overview(props: OrderProps) {
  return (
    <div class="App-Overview">
      <EnterPays />
      <Header {...props} />
      <OrderSummary {...props} />
      <OrderStatus {...props} told={false} />
      <QuantityDialog language={props.language} />
    </div>
  );
}

/** Tells those who do not see it what the order comes to after a change. */
export function OrderStatus({
  found: { session },
  language: { messages, tag },
  told,
}: OrderProps & { told: boolean }) {
  return (
    <p class="VisuallyHidden" id="order-status" role="status">
      {told && messages.order.updated(money(session.amount_total, session.currency, tag))}
    </p>
  );
}

/** One of the parts that an update of the order draws anew. */
export function OrderSummary(props: OrderProps) {
  return (
    <section
      class="OrderSummaryColumn"
      id="order-summary"
      data-testid="order-summary-column"
      aria-labelledby="summary-title"
    >
      <ProductSummary {...props} />
      <OrderDetails {...props} />
    </section>
  );
}

function Header({ found: { session }, businessName, language: { messages } }: OrderProps) {
  const back = backAddress(session);
  const name = <span class="Header-businessLink-name">{businessName}</span>;
  return (
    <div class="Header">
      {back === null ? (
        <div class="Header-business">{name}</div>
      ) : (
        <a
          class="Header-businessLink"
          data-testid="business-link"
          href={back}
          aria-label={messages.header.backTo(businessName)}
        >
          <BackArrow />
          <span class="Header-businessLink-names">
            {name}
            <span class="Header-businessLink-label" aria-hidden="true">
              {messages.header.back}
            </span>
          </span>
        </a>
      )}
      <span class="TestModeBadge">{messages.testMode}</span>
    </div>
  );
}

function ProductSummary(props: OrderProps) {
  const { session } = props.found;
  const { messages, tag } = props.language;
  const only = session._line_items.length === 1 ? session._line_items[0] : undefined;
  const image = imageAddress(only?._product.image ?? null);
  return (
    <div class="ProductSummary" data-testid="product-summary">
      <div class="ProductSummary-info">
        <h1 class="ProductSummary-name" id="summary-title" data-testid="product-summary-name">
          {messages.summary.pay(props.businessName)}
        </h1>
        <div
          class="ProductSummary-totalAmount Text--tabularNumbers"
          id="ProductSummary-totalAmount"
          data-testid="product-summary-total-amount"
        >
          <span class="CurrencyAmount">{money(session.amount_total, session.currency, tag)}</span>
        </div>
        <CustomAmount {...props} />
        {only?._product.description && (
          <p
            class="ProductSummary-description"
            id="ProductSummary-description"
            data-testid="product-summary-description"
          >
            {only._product.description}
          </p>
        )}
      </div>
      {image !== null && (
        <div
          class="ProductSummary-image"
          id="product-summary-image"
          data-testid="product-summary-product-image"
        >
          <Picture src={image} size={240} />
        </div>
      )}
      <button
        type="button"
        class="Header-viewDetailsButton"
        id="view-details"
        data-testid="header-view-details"
        aria-expanded="false"
        aria-controls="order-details"
      >
        {messages.summary.details}
        <Chevron />
      </button>
    </div>
  );
}
