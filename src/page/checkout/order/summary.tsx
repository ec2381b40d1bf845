/** The summary of the order. The same elements serve wide and narrow screens: tests expect each id once. */

import { isPriced } from "../../../resources/checkout/checkout_session/index.ts";
import { money } from "../../../words/languages.ts";
import { BackArrow, Chevron } from "../../controls/icons.tsx";
import { backUrl, imageUrl } from "../../server/safe_urls.ts";
import { EnterPays } from "../noscript.tsx";
import { CustomAmount } from "./custom_amount.tsx";
import { OptionalItems } from "./optional_items.tsx";
import { OrderDetails } from "./order_details.tsx";
import type { OrderProps, PricedProps } from "./order_form.ts";
import { Line, SUMMARY_DESCRIPTION } from "./order_line.tsx";
import { headingOf, headlineOf, planOf } from "./plan.ts";
import { QuantityDialog } from "./quantity.tsx";

export function Overview(props: OrderProps) {
  return (
    <div class="App-Overview">
      <EnterPays />
      <Header {...props} />
      <OrderSummary {...props} />
      <OrderStatus {...props} told={false} />
      {isPriced(props.found.session) && <QuantityDialog language={props.language} />}
    </div>
  );
}

/** Announces the total to screen readers after a change. */
export function OrderStatus({
  found: { session },
  language: { messages, tag },
  told,
}: OrderProps & { told: boolean }) {
  return (
    <p class="VisuallyHidden" id="order-status" role="status">
      {told &&
        isPriced(session) &&
        messages.order.updated(money(session.amount_total, session.currency, tag))}
    </p>
  );
}

/** An update of the order replaces this part. */
export function OrderSummary(props: OrderProps) {
  const { session } = props.found;
  return (
    <section
      class="OrderSummaryColumn"
      id="order-summary"
      data-testid="order-summary-column"
      aria-labelledby="summary-title"
    >
      {isPriced(session) ? (
        <>
          <ProductSummary {...props} session={session} />
          <OrderDetails {...props} session={session} />
          <OptionalItems {...props} session={session} />
        </>
      ) : (
        <SetupSummary {...props} />
      )}
    </section>
  );
}

/** The summary of a session that sells nothing. */
function SetupSummary({ language: { messages } }: OrderProps) {
  return (
    <div class="ProductSummary" data-testid="product-summary">
      <h1
        class="ProductSummary-name ProductSummary-name--alone"
        id="summary-title"
        data-testid="product-summary-name"
      >
        {messages.summary.save}
      </h1>
    </div>
  );
}

/** What the shop is called here, which may differ from the rest of the page, with its icon; or its logo alone. */
function Brand({ found: { session }, displayName }: OrderProps) {
  const { icon, logo } = session._branding ?? {};
  const [iconUrl, logoUrl] = [imageUrl(icon?.url ?? null), imageUrl(logo?.url ?? null)];
  if (logoUrl !== null) {
    return <img class="Header-logo" src={logoUrl} alt={displayName} referrerpolicy="no-referrer" />;
  }
  return (
    <>
      {iconUrl !== null && (
        <img
          class="Header-icon Picture"
          src={iconUrl}
          alt=""
          width={28}
          height={28}
          referrerpolicy="no-referrer"
        />
      )}
      {displayName}
    </>
  );
}

function Header(props: OrderProps) {
  const { found, displayName, language } = props;
  const { messages } = language;
  const back = backUrl(found.session);
  const name = (
    <span class="Header-businessLink-name" dir="auto">
      <Brand {...props} />
    </span>
  );
  return (
    <div class="Header">
      {back === null ? (
        <div class="Header-business">{name}</div>
      ) : (
        <a
          class="Header-businessLink"
          data-testid="business-link"
          href={back}
          aria-label={messages.header.backTo(displayName)}
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

function ProductSummary(props: PricedProps) {
  const { session, language } = props;
  const [only, ...others] = session._line_items;
  return (
    <div class="ProductSummary" data-testid="product-summary">
      <ProductInfo {...props} />
      {only !== undefined && others.length === 0 && (
        <div class="OrderDetails-item OrderDetails-item--only" id="order-item" data-key={only.id}>
          <Line {...props} line={only} />
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
        {language.messages.summary.details}
        <Chevron />
      </button>
    </div>
  );
}

/** What is bought and what is due today, then what is due later. */
function ProductInfo(props: PricedProps) {
  const { businessName, found, language, session } = props;
  const plan = planOf(found, businessName);
  const { total, often, later } =
    plan === null
      ? { total: money(session.amount_total, session.currency, language.tag), often: null, later: null }
      : headlineOf(plan, session, language);
  return (
    <div class="ProductSummary-info">
      <h1 class="ProductSummary-name" id="summary-title" data-testid="product-summary-name">
        {plan === null ? language.messages.summary.pay(businessName) : headingOf(plan, language)}
      </h1>
      <div
        class="ProductSummary-totalAmount Text--tabularNumbers"
        id="ProductSummary-totalAmount"
        data-testid="product-summary-total-amount"
      >
        <span class="CurrencyAmount">{total}</span>
        {often !== null && <span class="ProductSummary-often"> {often}</span>}
      </div>
      {later !== null && (
        <p class="ProductSummary-later" {...SUMMARY_DESCRIPTION}>
          {later}
        </p>
      )}
      <CustomAmount {...props} />
    </div>
  );
}
