/** What is being bought. One tree for wide and narrow screens: existing tests expect each id once. */
import type { LineItem, Session } from "../resources/checkout_session/session.ts";
import { imageAddress, safeAddress, withSessionId } from "./addresses.ts";
import { BackArrow, Chevron } from "./icons.tsx";
import { type Language, money, unitPrice } from "./languages.ts";
import type { OrderState } from "./order_form.ts";
import type { FoundSession } from "./port.ts";

export interface OrderProps {
  readonly found: FoundSession;
  readonly businessName: string;
  readonly language: Language;
  readonly updateAction: string;
  readonly order: OrderState;
}
interface SummaryProps {
  readonly session: Session;
  readonly businessName: string;
  readonly language: Language;
}

export function Overview(props: OrderProps) {
  return (
    <div class="App-Overview">
      <Header {...props} session={props.found.session} />
      <OrderSummary {...props} />
    </div>
  );
}

/** One of the parts that an update of the order draws anew. */
export function OrderSummary(props: OrderProps) {
  const summary = { ...props, session: props.found.session };
  return (
    <section
      class="OrderSummaryColumn"
      id="order-summary"
      data-testid="order-summary-column"
      aria-labelledby="summary-title"
    >
      <ProductSummary {...summary} />
      <OrderDetails {...summary} />
    </section>
  );
}

function Header({ session, businessName, language: { messages } }: SummaryProps) {
  const { id, cancel_url } = session;
  const back = safeAddress(cancel_url === null ? null : withSessionId(cancel_url, id));
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

function ProductSummary({ session, businessName, language }: SummaryProps) {
  const { messages, tag } = language;
  const only = session._line_items.length === 1 ? session._line_items[0] : undefined;
  const image = imageAddress(only?._product.image ?? null);
  return (
    <div class="ProductSummary" data-testid="product-summary">
      <div class="ProductSummary-info">
        <h1 class="ProductSummary-name" id="summary-title" data-testid="product-summary-name">
          {messages.summary.pay(businessName)}
        </h1>
        <div
          class="ProductSummary-totalAmount Text--tabularNumbers"
          id="ProductSummary-totalAmount"
          data-testid="product-summary-total-amount"
        >
          <span class="CurrencyAmount">{money(session.amount_total, session.currency, tag)}</span>
        </div>
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
        <div class="ProductSummary-image" data-testid="product-summary-product-image">
          <Picture src={image} size={240} />
        </div>
      )}
      <button
        type="button"
        class="Header-viewDetailsButton"
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

function OrderDetails({ session, language }: SummaryProps) {
  const { summary } = language.messages;
  const shown = (amount: number) => money(amount, session.currency, language.tag);
  const several = session._line_items.length > 1;
  return (
    <div class="OrderDetails" id="order-details" data-testid="order-details-mobile">
      <div data-testid="order-details">
        <h2 class="VisuallyHidden">{summary.order}</h2>
        <ul class="OrderDetails-items">
          {session._line_items.map((line) => (
            <li key={line.id} class="OrderDetails-item">
              <Line line={line} language={language} several={several} />
            </li>
          ))}
        </ul>
        <dl class="OrderDetailsFooter">
          <div class="OrderDetailsFooter-row">
            <dt>{summary.subtotal}</dt>
            <dd
              class="Text--tabularNumbers"
              id="OrderDetailsFooter-SubtotalAmount"
              data-testid="order-details-footer-subtotal-amount"
            >
              {shown(session.amount_subtotal)}
            </dd>
          </div>
          <div class="OrderDetailsFooter-row OrderDetails-total">
            <dt>{summary.total}</dt>
            <dd class="Text--tabularNumbers" id="OrderDetails-TotalAmount">
              {shown(session.amount_total)}
            </dd>
          </div>
        </dl>
      </div>
    </div>
  );
}

/** Of a single item, picture and description are shown large, above. */
function Line({ line, language, several }: { line: LineItem; language: Language; several: boolean }) {
  const { summary } = language.messages;
  const image = several ? imageAddress(line._product.image) : null;
  return (
    <div class="LineItem">
      {image !== null && (
        <div class="LineItem-image" data-testid="line-item-image">
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
        {line.quantity > 1 && (
          <div class="LineItem-quantity">
            {summary.quantity(new Intl.NumberFormat(language.tag).format(line.quantity))}
          </div>
        )}
      </div>
      <div class="LineItem-amounts Text--tabularNumbers">
        <div data-testid="line-item-total-amount">
          {money(line.amount_subtotal, line.currency, language.tag)}
        </div>
        {line.quantity > 1 && line.price.unit_amount_decimal !== null && (
          <div class="LineItem-each" data-testid="line-item-amount-detail">
            {summary.each(unitPrice(line.price.unit_amount_decimal, line.currency, language.tag))}
          </div>
        )}
      </div>
    </div>
  );
}

/** The name stands beside it, so it says nothing of its own. The client script hides what does not load. */
function Picture({ src, size }: { src: string; size: number }) {
  return <img class="Picture" src={src} alt="" width={size} height={size} referrerpolicy="no-referrer" />;
}
