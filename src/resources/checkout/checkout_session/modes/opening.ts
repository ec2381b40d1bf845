/** Begins the subscription that a session has sold, with a first invoice that has the session's own figures. */
import { allocate, sum } from "../../../../core/amounts.ts";
import type { Tx } from "../../../../storage/port.ts";
import {
  type Invoice,
  owedInvoice,
  paidInvoice,
  type Sale,
  type SoldLine,
} from "../../../billing/invoice/index.ts";
import {
  type Bill,
  newSubscription,
  openingBill,
  type SoldItem,
  type Subscription,
  type SubscriptionTerms,
  subscribe,
} from "../../../billing/subscription/index.ts";
import { type Discount, discountOf } from "../../../catalog/discount.ts";
import type { Product } from "../../../catalog/product.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import { billedIn, type Customer } from "../../../customers/customer/index.ts";
import { shownTaxIds } from "../../../customers/tax_id.ts";
import { timeOf } from "../../../customers/test_clock/index.ts";
import type { PaymentIntent } from "../../../payments/payment_intent/index.ts";
import { byPath } from "../../../resource.ts";
import { timingFor, withoutPast } from "../order/due.ts";
import type { LineItem, SubscriptionSession } from "../row/session.ts";
import { rateFinder, soldBy } from "./invoice.ts";

/** A subscription that is about to begin. */
export interface Opening {
  readonly subscription: Subscription;
  /** Its first invoice; null if there is nothing to put on one. */
  readonly bill: Bill | null;
}

/** The subscription that a session with a customer has sold. Nothing is written. */
export async function openingOf(
  tx: Tx,
  session: SubscriptionSession,
  method: string | null,
): Promise<Opening> {
  const own = tx.at(await timeOf(tx, session.customer));
  const data = withoutPast(session._subscription, own.now);
  const customer = await byPath<Customer>(tx, "customer", session.customer ?? "");
  const id = tx.newId("sub_");
  const terms: SubscriptionTerms = {
    id,
    customer,
    currency: session.currency,
    items: await soldItems(tx, session, recurringLines(session)),
    once: (await soldItems(tx, session, oneTimeLines(session))).map((item) => ({
      ...item,
      quantity: item.quantity ?? 1,
      discountable: true,
    })),
    timing: timingFor(data, session._line_items, own.now),
    prorates: data.proration_behavior !== "none",
    automatic_tax: session.automatic_tax.enabled,
    billing_mode: data.billing_mode,
    default_payment_method: method,
    default_tax_rates: ratesNamed(session, data.default_tax_rates),
    description: data.description,
    discounts: discountsOf(session, id, own.now),
    invoice_settings: data.invoice_settings,
    metadata: data.metadata,
    missing_payment_method: data.missing_payment_method,
    payment_settings: {
      // Types that the shop named stay those of the subscription.
      payment_method_types:
        session.payment_method_configuration_details === null ? session.payment_method_types : null,
    },
  };
  const subscription = newSubscription(own, terms);
  return { subscription, bill: openingBill(own, subscription, terms) };
}

function recurringLines({ _line_items: lines }: SubscriptionSession): readonly LineItem[] {
  return lines.filter(({ price }) => price.recurring !== null);
}

function oneTimeLines({ _line_items: lines }: SubscriptionSession): readonly LineItem[] {
  return lines.filter(({ price }) => price.recurring === null);
}

async function soldItems(
  tx: Tx,
  session: SubscriptionSession,
  lines: readonly LineItem[],
): Promise<SoldItem[]> {
  const sold: SoldItem[] = [];
  for (const line of lines) {
    const { price, quantity } = line;
    const product = await tx.get<Product>("product", price.product);
    if (product === null) throw new Error(`the product of price ${price.id} is gone`);
    sold.push({ price, product, quantity, tax_rates: ratesOf(session, line) });
  }
  return sold;
}

/** The rates that a line names. Of rates to choose from by country, those that taxed it. */
function ratesOf(session: SubscriptionSession, line: LineItem): readonly TaxRate[] {
  if (session.automatic_tax.enabled) return [];
  const applied = new Set(line._taxes.map(({ rate }) => rate));
  const named = line._tax_rates.filter((id) => !line._rates_by_country || applied.has(id));
  return ratesNamed(session, named);
}

function ratesNamed({ _tax_rates: rates }: SubscriptionSession, ids: readonly string[]): readonly TaxRate[] {
  return rates.filter(({ id }) => ids.includes(id));
}

function discountsOf(session: SubscriptionSession, subscription: string, start: number): Discount[] {
  const { customer, id: checkout_session, _discount: applied } = session;
  if (applied === null) return [];
  const { coupon, id, promotion_code } = applied;
  return [discountOf({ id, checkout_session, coupon, customer, promotion_code, start, subscription })];
}

/**
 * Begins the subscription, and writes its first invoice as paid by the intent, or as open if its bank has yet to pay. It
 * is incomplete while the payer has yet to verify their bank account. The intent is null if nothing was due.
 */
export async function open(
  tx: Tx,
  session: SubscriptionSession,
  { subscription, bill }: Opening,
  intent: PaymentIntent | null,
): Promise<void> {
  const own = tx.at(await timeOf(tx, session.customer));
  for (const discount of subscription._discounts) await own.insert(discount);
  await subscribe(own, subscription, bill, {
    uses: session._line_items.some(({ amount_discount }) => amount_discount > 0)
      ? subscription.discounts
      : [],
    waits: intent?.status === "requires_action",
    write: (at, begun, first) => firstInvoice(at, session, { intent, subscription: begun, bill: first }),
  });
}

interface Opened {
  readonly intent: PaymentIntent | null;
  readonly subscription: Subscription;
  readonly bill: Bill;
}

async function firstInvoice(
  tx: Tx,
  session: SubscriptionSession,
  { intent, subscription, bill }: Opened,
): Promise<Invoice> {
  const { invoice_settings: settings } = subscription;
  const [discount = null] = subscription._discounts;
  await billedIn(tx, subscription.customer, session.currency);
  const customer = await byPath<Customer>(tx, "customer", subscription.customer);
  const taxIds = await shownTaxIds(tx, customer);
  const sale: Sale = {
    ...soldBy(session, { customer, taxIds, intent }),
    id: bill.id,
    lines: soldLines(session, subscription, bill),
    discount,
    default_tax_rates: subscription.default_tax_rates,
    options: {
      account_tax_ids: settings.account_tax_ids,
      custom_fields: settings.custom_fields,
      description: settings.description,
      footer: settings.footer,
      metadata: {},
      rendering_options: null,
    },
    billing_reason: "subscription_create",
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
  };
  const isOwed = intent?.status === "processing" || intent?.status === "requires_action";
  return isOwed ? owedInvoice(tx, sale, intent) : paidInvoice(tx, sale);
}

/** The lines of the bill with the figures of the session's lines. Of a tiered price, a line for each tier. */
function soldLines(session: SubscriptionSession, subscription: Subscription, bill: Bill): SoldLine[] {
  const sold = new Map<string, LineItem>();
  recurringLines(session).forEach((line, i) => {
    sold.set(subscription._items[i]?.id ?? "", line);
  });
  oneTimeLines(session).forEach((line, i) => {
    sold.set(bill.items[i]?.id ?? "", line);
  });
  const sourceOf = ({ parent }: Bill["lines"][number]) =>
    parent.subscription_item_details?.subscription_item ?? parent.invoice_item_details?.invoice_item ?? "";
  return [...new Set(bill.lines.map(sourceOf))].flatMap((source) => {
    const line = sold.get(source);
    if (line === undefined) throw new Error(`no line of ${session.id} has become ${source}`);
    return splitOver(
      session,
      line,
      bill.lines.filter((one) => sourceOf(one) === source),
    );
  });
}

/** Splits the figures of a session's line over the lines that the bill has for it. */
function splitOver(session: SubscriptionSession, line: LineItem, parts: Bill["lines"]): SoldLine[] {
  const weights = parts.map(({ amount }) => amount);
  const split = (amount: number) =>
    sum(weights) === 0 ? parts.map((_, i) => (i === 0 ? amount : 0)) : allocate(amount, weights);
  const amounts = split(line.amount_subtotal);
  const discounts = split(line.amount_discount);
  const taxes = line._taxes.map(rateFinder(session)).map((tax) => ({
    tax,
    amounts: split(tax.amount),
    taxable: split(tax.taxable_amount),
  }));
  return parts.map((part, i) => ({
    description: part.description ?? line.description,
    price: part.price,
    quantity: part.quantity,
    unit_amount_decimal: part.unit_amount_decimal,
    amount_subtotal: amounts[i] ?? 0,
    amount_discount: discounts[i] ?? 0,
    taxes: taxes.map(({ tax, ...of }) => ({
      ...tax,
      amount: of.amounts[i] ?? 0,
      taxable_amount: of.taxable[i] ?? 0,
    })),
    parent: part.parent,
    period: part.period,
  }));
}
