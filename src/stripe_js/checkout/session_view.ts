/** A session as `actions.getSession()` shows it to a shop with a form of its own. Pure. */
import { minorDigits } from "../../core/currencies.ts";
import type { FoundSession } from "../../page/port.ts";
import {
  isPriced,
  type LineItem,
  lineSubtotal,
  type PricedSession,
  type Session,
} from "../../resources/checkout/checkout_session/index.ts";
import { money } from "../../words/languages.ts";

/** What a view is made of; `tag` is the language of the amounts as text. */
export interface Viewed extends Pick<FoundSession, "customerEmail" | "renewal" | "savedMethods" | "session"> {
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
export function sessionView(viewed: Viewed): Readonly<Record<string, unknown>> {
  const { session, customerEmail, tag } = viewed;
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
    discountAmounts:
      priced === null ? null : discountsOf(priced, priced.total_details.amount_discount, amounts),
    email: session.customer_details?.email ?? buyer.email ?? session.customer_email ?? customerEmail,
    lineItems: session._line_items.map((line) => lineView(line, session, amounts)),
    livemode: session.livemode,
    minorUnitsAmountDivisor: 10 ** minorDigits(currency),
    nameCollection: session._name_collection === null ? null : namesOf(session),
    optionalItems: (session._optional_items ?? []).map((line) => optionView(line, session, amounts)),
    phoneNumber: buyer.phone,
    recurring: recurringOf(viewed, amounts),
    savedPaymentMethods: savedOf(viewed),
    shipping: priced === null ? null : shippingOf(priced, amounts),
    shippingAddress: buyer.shipping,
    shippingOptions: session.shipping_options.map(({ shipping_rate, shipping_amount }) =>
      optionOf(session, shipping_rate, amounts(shipping_amount)),
    ),
    status: statusOf(session),
    surcharge: null,
    tax: { status: taxStatusOf(session) },
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

/** Taxes that wait for an address wait for that where the order is sent, if it is. */
function taxStatusOf({ automatic_tax, shipping_address_collection }: Session): string {
  if (automatic_tax.status !== "requires_location_inputs") return "ready";
  return shipping_address_collection === null ? "requires_billing_address" : "requires_shipping_address";
}

/** The customer's saved cards; null without a customer. */
function savedOf({ savedMethods, session }: Viewed) {
  if (session.customer === null) return null;
  return savedMethods.flatMap((method) => {
    if (method.kind !== "card") return [];
    const { brand, last4, exp_month: expMonth, exp_year: expYear } = method;
    return [{ id: method.id, type: "card", card: { brand, expMonth, expYear, last4 }, billingDetails: {} }];
  });
}

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

function discountsOf({ _discount: discount }: Session, amount: number, amounts: Amounts) {
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
      ...amounts(amount),
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
    discountAmounts: line.amount_discount === 0 ? null : discountsOf(session, line.amount_discount, amounts),
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

/** The period of a subscription, and what it costs next; null for a session that sells none. */
function recurringOf({ session, renewal }: Viewed, amounts: Amounts) {
  const recurring =
    session._line_items.find(({ price }) => price.recurring !== null)?.price.recurring ?? null;
  const { _subscription: terms } = session;
  if (recurring === null || terms === null) return null;
  const sum = (of: (line: LineItem) => number) =>
    session._line_items.reduce((all, one) => all + (one.price.recurring === null ? 0 : of(one)), 0);
  const { trial_end: trialEnd, trial_period_days: trialPeriodDays } = terms;
  return {
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    isProrated: terms.billing_cycle_anchor !== null && terms.proration_behavior !== "none",
    dueNext: {
      subtotal: amounts(
        sum((one) => lineSubtotal({ ...one, custom: one._custom_amount, quantity: one.quantity ?? 0 })),
      ),
      total: amounts(renewal?.next ?? 0),
      discount: amounts(sum((one) => one.amount_discount)),
      taxInclusive: amounts(0),
      taxExclusive: amounts(sum((one) => one.amount_tax)),
      billingCycleAnchor: terms.billing_cycle_anchor,
    },
    trial: trialEnd === null && trialPeriodDays === null ? null : { trialEnd, trialPeriodDays },
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
