/**
 * The invoices of a subscription: what is put on one, and how it is written. What its lines come to is in `lines.ts`,
 * and everything that follows from the lines is the invoice's own.
 */
import { sum } from "../../../core/amounts.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import type { Product } from "../../catalog/product.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { byPath } from "../../resource.ts";
import {
  composeDraft,
  draftInvoice,
  type Invoice,
  type InvoiceItem,
  type NewLine,
  pendingItems,
  type Terms,
} from "../invoice/index.ts";
import type { ItemLine } from "./lines.ts";
import type { Bill, Subscription, SubscriptionItem } from "./subscription.ts";

/** A line of an item, as the invoice takes it. */
export function lineOf(subscription: string, line: ItemLine, product: Product): NewLine {
  const { amount, description, period, price, quantity, tax_rates, unit_amount_decimal } = line;
  return {
    amount,
    description,
    discountable: true,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription,
        subscription_item: line.item,
      },
      type: "subscription_item_details",
    },
    period,
    price,
    quantity,
    tax_code: product.tax_code,
    tax_rates,
    unit_amount_decimal,
  };
}

/** What an invoice of a subscription is made from. */
export function termsOf(subscription: Subscription, customer: Customer, bill: Bill): Terms {
  const { invoice_settings: settings, payment_settings } = subscription;
  return {
    id: bill.id,
    customer,
    currency: subscription.currency,
    lines: bill.lines,
    auto_advance: bill.auto_advance,
    automatic_tax: { enabled: subscription.automatic_tax.enabled },
    billing_reason: bill.reason,
    collection_method: subscription.collection_method,
    custom_fields: settings.custom_fields,
    days_until_due: subscription.days_until_due,
    default_tax_rates: subscription.default_tax_rates,
    description: settings.description,
    ...(subscription._discounts.length === 0 ? {} : { discounts: subscription._discounts }),
    footer: settings.footer,
    payment_settings: {
      default_mandate: null,
      payment_method_options: payment_settings.payment_method_options,
      payment_method_types: payment_settings.payment_method_types,
    },
    ...(bill.period === null ? {} : { period: bill.period }),
    subscription: {
      id: subscription.id,
      metadata: subscription.metadata,
      ...(bill.proration_date === undefined ? {} : { proration_date: bill.proration_date }),
    },
  };
}

/** The invoice that a bill comes to. Nothing is written: the same bill, written now, has the same amounts. */
export function previewBill(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  bill: Bill,
): Promise<Invoice> {
  return composeDraft(tx, termsOf(subscription, customer, bill), bill.id);
}

/** Writes the draft of a bill, and emits `invoice.created`. */
export async function draftBill(tx: Tx, subscription: Subscription, bill: Bill): Promise<Invoice> {
  const customer = await byPath<Customer>(tx, "customer", subscription.customer);
  return draftInvoice(tx, termsOf(subscription, customer, bill));
}

/** Pure: the items with what an invoice charges them for their present period. Prorations give this back. */
export function charged(items: readonly SubscriptionItem[], invoice: Invoice): SubscriptionItem[] {
  return items.map((item) => {
    const lines = invoice._lines.filter(
      ({ amount, parent, period }) =>
        amount >= 0 &&
        period.end === item.current_period_end &&
        parent.subscription_item_details?.subscription_item === item.id,
    );
    const [first] = lines;
    if (first === undefined) return item;
    const net = lines.flatMap((line) => [line.amount, ...line.discount_amounts.map((one) => -one.amount)]);
    return {
      ...item,
      _charged: {
        amount: sum(net),
        start: first.period.start,
        end: first.period.end,
        invoice: invoice.id,
        lines: lines.map(({ id }) => id),
      },
    };
  });
}

/** The invoice items that wait for a subscription's next invoice, the newest first: its own, and its customer's. */
export async function waitingItems(
  reader: Reader,
  { currency, customer, id }: Subscription,
  whose: "all" | "own",
): Promise<readonly InvoiceItem[]> {
  const own = await pendingItems(reader, customer, id);
  const others = whose === "all" ? await pendingItems(reader, customer, null) : [];
  return [...own, ...others].filter((item) => item.currency === currency);
}
