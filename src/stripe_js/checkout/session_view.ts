/** A session as `actions.getSession()` shows it to a shop with a form of its own. Pure. */
import { minorDigits } from "../../core/currencies.ts";
import {
  isPriced,
  type LineItem,
  type PricedSession,
  type Session,
} from "../../resources/checkout/checkout_session/index.ts";
import { money } from "../../words/languages.ts";

/** What a view is made of. */
export interface Viewed {
  readonly session: Session;
  /** The e-mail address of the session's customer. */
  readonly customerEmail: string | null;
  /** A tag for the amounts as text. */
  readonly tag: string;
}

interface ShownAmount {
  readonly amount: string;
  readonly minorUnitsAmount: number;
}
type Amounts = (value: number) => ShownAmount;

/** The currency that amounts of 0 are shown in where a session has none. */
const NO_CURRENCY = "usd";

/** All but what only the script knows, such as whether its Elements are filled in. */
export function sessionView({ session, customerEmail, tag }: Viewed): Readonly<Record<string, unknown>> {
  const currency = session.currency ?? NO_CURRENCY;
  const amounts: Amounts = (value) => ({ amount: money(value, currency, tag), minorUnitsAmount: value });
  const priced = isPriced(session) ? session : null;
  const { _buyer: buyer } = session;
  return {
    id: session.id,
    billingAddress: buyer.billing_address === null ? null : { name: null, address: buyer.billing_address },
    businessName: buyer.business_name,
    currency,
    currencyOptions: null,
    discountAmounts: priced === null ? null : discountsOf(priced, amounts),
    email: session.customer_details?.email ?? buyer.email ?? session.customer_email ?? customerEmail,
    lastPaymentError: null,
    lineItems: session._line_items.map((line) => lineView(line, session, amounts)),
    livemode: session.livemode,
    minorUnitsAmountDivisor: 10 ** minorDigits(currency),
    nameCollection: session._name_collection === null ? null : namesOf(session),
    optionalItems: (session._optional_items ?? []).map((line) => optionView(line, session, amounts)),
    phoneNumber: buyer.phone,
    recurring: recurringOf(session, amounts),
    savedPaymentMethods: null,
    shipping: priced === null ? null : shippingOf(priced, amounts),
    shippingAddress: buyer.shipping,
    shippingOptions: session.shipping_options.map(({ shipping_rate, shipping_amount }) =>
      optionOf(session, shipping_rate, amounts(shipping_amount)),
    ),
    status: statusOf(session),
    surcharge: null,
    tax: { status: TAX_STATUS[session.automatic_tax.status ?? ""] ?? "ready" },
    taxAmounts:
      priced === null
        ? null
        : taxesOf(
            session,
            priced._line_items.flatMap((line) => line._taxes),
            amounts,
          ),
    taxIdInfo:
      buyer.tax_id === null ? null : { taxId: buyer.tax_id, businessName: buyer.business_name ?? "" },
    total: totalsOf(session, amounts),
  };
}

const TAX_STATUS: Readonly<Record<string, string>> = { requires_location_inputs: "requires_billing_address" };

function statusOf({ status, payment_status }: Session) {
  return status === "complete" ? { type: status, paymentStatus: payment_status } : { type: status };
}

function namesOf({ _buyer: buyer }: Session) {
  return { individualName: buyer.individual_name, businessName: buyer.business_name };
}

function totalsOf(session: Session, amounts: Amounts) {
  const { amount_subtotal: subtotal, amount_total: total, total_details: details } = session;
  const taxes = splitTaxes(
    session,
    session._line_items.flatMap((line) => line._taxes).concat(session._shipping_taxes),
  );
  return {
    appliedBalance: amounts(0),
    balanceAppliedToNextInvoice: false,
    discount: amounts(details?.amount_discount ?? 0),
    shippingRate: amounts(details?.amount_shipping ?? 0),
    subtotal: amounts(subtotal ?? 0),
    surcharge: amounts(0),
    taxExclusive: amounts(taxes.exclusive),
    taxInclusive: amounts(taxes.inclusive),
    total: amounts(total ?? 0),
  };
}

function splitTaxes({ _tax_rates: rates }: Session, taxes: LineItem["_taxes"]) {
  const sum = { exclusive: 0, inclusive: 0 };
  for (const { amount, rate } of taxes) {
    const isInclusive = rates.find(({ id }) => id === rate)?.inclusive === true;
    sum[isInclusive ? "inclusive" : "exclusive"] += amount;
  }
  return sum;
}

function taxesOf({ _tax_rates: rates }: Session, taxes: LineItem["_taxes"], amounts: Amounts) {
  if (taxes.length === 0) return null;
  return taxes.map(({ amount, rate }) => {
    const known = rates.find(({ id }) => id === rate);
    return {
      ...amounts(amount),
      inclusive: known?.inclusive ?? false,
      displayName: known?.display_name ?? "",
      percentage: known?.percentage ?? 0,
    };
  });
}

function discountsOf({ _discount: discount, total_details }: PricedSession, amounts: Amounts) {
  if (discount === null) return null;
  const { coupon } = discount;
  const recurring =
    coupon.duration === "once"
      ? null
      : coupon.duration === "forever"
        ? { type: "forever" }
        : { type: "repeating", durationInMonths: coupon.duration_in_months };
  return [
    {
      ...amounts(total_details.amount_discount),
      displayName: coupon.name ?? discount.label,
      promotionCode: discount.promotion_code === null ? null : discount.label,
      recurring,
      percentOff: coupon.percent_off,
    },
  ];
}

function lineView(line: LineItem, session: Session, amounts: Amounts) {
  const { adjustable_quantity: adjustable, price } = line;
  const taxes = splitTaxes(session, line._taxes);
  const unit = line._custom_amount ?? price.unit_amount ?? 0;
  return {
    id: line.id,
    name: line.description,
    description: line._product.description,
    images: line._product.image === null ? [] : [line._product.image],
    quantity: line.quantity ?? 1,
    unitLabel: line._product.unit_label,
    priceId: price.id,
    isRemovable: (session._optional_items ?? []).some(({ id }) => id === line.id),
    adjustableQuantity: adjustable?.enabled
      ? { minimum: adjustable.minimum ?? 0, maximum: adjustable.maximum ?? 99 }
      : null,
    recurring: recurringPrice(price),
    subtotal: amounts(line.amount_subtotal),
    discount: amounts(line.amount_discount),
    total: amounts(line.amount_total),
    taxExclusive: amounts(taxes.exclusive),
    taxInclusive: amounts(taxes.inclusive),
    unitAmount: amounts(unit),
    unitAmountDecimal: null,
    discountAmounts: line.amount_discount === 0 ? null : [amounts(line.amount_discount)],
    taxAmounts: taxesOf(session, line._taxes, amounts),
    pricing: null,
    transformQuantity: null,
  };
}

function recurringPrice({ recurring }: LineItem["price"]) {
  if (recurring === null) return null;
  return {
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    usageType: recurring.usage_type,
  };
}

function optionView(line: LineItem, session: Session, amounts: Amounts) {
  const {
    priceId,
    name,
    description,
    unitAmount,
    unitAmountDecimal,
    unitLabel,
    quantity,
    adjustableQuantity,
    images,
  } = lineView(line, session, amounts);
  const shown = {
    priceId,
    name,
    description,
    unitAmount,
    unitAmountDecimal,
    unitLabel,
    quantity,
    adjustableQuantity,
  };
  const isSelected = session._line_items.some(({ id }) => id === line.id);
  return { ...shown, images, recurring: recurringPrice(line.price), isSelected };
}

/** The period of a subscription; null for a session that sells none. */
function recurringOf(session: Session, amounts: Amounts) {
  const line = session._line_items.find(({ price }) => price.recurring !== null);
  const recurring = line?.price.recurring ?? null;
  if (recurring === null) return null;
  const sum = (of: (line: LineItem) => number) =>
    session._line_items.reduce((all, one) => all + (one.price.recurring === null ? 0 : of(one)), 0);
  return {
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    isProrated: false,
    dueNext: {
      subtotal: amounts(sum((one) => one.amount_subtotal)),
      total: amounts(sum((one) => one.amount_total)),
      discount: amounts(sum((one) => one.amount_discount)),
      taxInclusive: amounts(0),
      taxExclusive: amounts(sum((one) => one.amount_tax)),
      billingCycleAnchor: null,
    },
    trial: null,
  };
}

function shippingOf(session: PricedSession, amounts: Amounts) {
  const { shipping_cost: cost } = session;
  if (cost === null || cost.shipping_rate === null) return null;
  const shippingOption = optionOf(session, cost.shipping_rate, amounts(cost.amount_subtotal));
  return { shippingOption, taxAmounts: taxesOf(session, session._shipping_taxes, amounts) };
}

function optionOf(session: Session, id: string, amount: ShownAmount) {
  const rate = session._shipping_rates.find((one) => one.id === id);
  return {
    ...amount,
    id,
    currency: session.currency,
    displayName: rate?.display_name ?? null,
    deliveryEstimate: rate?.delivery_estimate ?? null,
  };
}
