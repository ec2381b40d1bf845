/**
 * Invoice items: what a customer will be billed for. An item waits until an invoice takes it up, and is a line of
 * that invoice from then on. Subscriptions make them for prorations.
 */
import type { Data, Reader, Row, Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { Price } from "../../catalog/price/index.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { LINES_MAX, type NewLine } from "./draft.ts";
import type { CreditedItems, InvoiceLine, LineParent, Period, Pricing } from "./invoice.ts";

export interface InvoiceItem extends Row {
  readonly object: "invoiceitem";
  /** Minor units, before discounts; negative for a credit. */
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_account: null;
  readonly date: number;
  readonly description: string | null;
  readonly discountable: boolean;
  readonly discounts: readonly string[];
  /** Null while it waits for an invoice. */
  readonly invoice: string | null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parent: {
    readonly subscription_details: {
      readonly subscription: string;
      readonly subscription_item?: string;
    };
    readonly type: "subscription_details";
  } | null;
  readonly period: Period;
  readonly pricing: Pricing;
  readonly proration: boolean;
  readonly proration_details: {
    readonly credited_items: {
      readonly invoice_line_item_details: CreditedItems;
      readonly type: "invoice_line_item_details";
    } | null;
    readonly discount_amounts: readonly Data[];
  };
  readonly quantity: number;
  readonly quantity_decimal: string;
  readonly tax_rates: readonly TaxRate[];
  readonly test_clock: string | null;
  /** Older versions show the price whole. */
  readonly _price: Price;
  /** The rows of `discounts`. */
  readonly _discounts: readonly Discount[];
  readonly _taxed: InvoiceLine["_taxed"];
}

/** What a new item is made from. Whatever is absent has Stripe's usual value. */
export interface NewItem {
  /** ii_…; made by the caller, if something must name the item before it is written. */
  readonly id?: string;
  readonly customer: Pick<Customer, "id" | "test_clock">;
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly price: Price;
  /** Null if units have no single price, as those of prorations do not. */
  readonly unit_amount_decimal: string | null;
  readonly quantity?: number;
  /** Now if absent. */
  readonly period?: Period;
  /** False if absent for a proration or a credit; true for anything else. */
  readonly discountable?: boolean;
  readonly discounts?: readonly Discount[];
  readonly tax_rates?: readonly TaxRate[];
  readonly taxed?: InvoiceLine["_taxed"];
  readonly metadata?: Readonly<Record<string, string>>;
  /** The subscription that it belongs to: only that one's invoices take it up. */
  readonly subscription?: string | null;
  /** The item of the subscription, for a proration. */
  readonly subscription_item?: string | null;
  readonly proration?: boolean;
  /** The lines that a credit gives back. */
  readonly credited?: CreditedItems | null;
  /** The invoice that it is on already; null if it waits for one. */
  readonly invoice?: string | null;
}

/** Writes an item and emits `invoiceitem.created`. The line of its invoice, if any, is the caller's to write. */
export async function createItem(tx: Tx, wanted: NewItem): Promise<InvoiceItem> {
  const item = itemOf(tx, wanted);
  await writeItem(tx, item);
  return item;
}

/** Writes an item that was made before, and emits `invoiceitem.created`. */
export async function writeItem(tx: Tx, item: InvoiceItem): Promise<void> {
  await tx.insert(item);
  await tx.emit("invoiceitem.created", item);
}

/** Pure: an item that is not written yet. */
export function itemOf(tx: Pick<Tx, "newId" | "now">, wanted: NewItem): InvoiceItem {
  const { price, proration = false, credited = null, quantity = 1 } = wanted;
  const discounts = wanted.discounts ?? [];
  return {
    id: wanted.id ?? tx.newId("ii_"),
    object: "invoiceitem",
    amount: wanted.amount,
    currency: wanted.currency,
    customer: wanted.customer.id,
    customer_account: null,
    date: tx.now,
    description: wanted.description,
    discountable: wanted.discountable ?? (!proration && wanted.amount >= 0),
    discounts: discounts.map((one) => one.id),
    invoice: wanted.invoice ?? null,
    livemode: false,
    metadata: wanted.metadata ?? {},
    parent: parentOf(wanted),
    period: wanted.period ?? { end: tx.now, start: tx.now },
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: "price_details",
      unit_amount_decimal: wanted.unit_amount_decimal,
    },
    proration,
    proration_details: {
      credited_items:
        credited === null ? null : { invoice_line_item_details: credited, type: "invoice_line_item_details" },
      discount_amounts: [],
    },
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: wanted.tax_rates ?? [],
    test_clock: wanted.customer.test_clock,
    _price: price,
    _discounts: discounts,
    _taxed: wanted.taxed ?? { behavior: price.tax_behavior, code: null },
  };
}

function parentOf({ subscription, subscription_item }: NewItem): InvoiceItem["parent"] {
  if (subscription === undefined || subscription === null) return null;
  return {
    subscription_details: {
      subscription,
      ...(subscription_item === undefined || subscription_item === null ? {} : { subscription_item }),
    },
    type: "subscription_details",
  };
}

/** Pure: the line that an item becomes on an invoice. */
export function lineOfItem(item: InvoiceItem): NewLine {
  return {
    amount: item.amount,
    description: item.description,
    discountable: item.discountable,
    discounts: item._discounts,
    metadata: item.metadata,
    parent: lineParent(item),
    period: item.period,
    price: item._price,
    quantity: item.quantity,
    tax_behavior: item._taxed.behavior,
    tax_code: item._taxed.code,
    tax_rates: item.tax_rates,
    unit_amount_decimal: item.pricing.unit_amount_decimal,
  };
}

function lineParent({ id, parent, proration, proration_details }: InvoiceItem): LineParent {
  const { subscription = null, subscription_item } = parent?.subscription_details ?? {};
  const credited_items = proration_details.credited_items?.invoice_line_item_details ?? null;
  const details = { invoice_item: id, proration, proration_details: { credited_items } };
  return subscription === null || subscription_item === undefined
    ? {
        invoice_item_details: { ...details, subscription },
        subscription_item_details: null,
        type: "invoice_item_details",
      }
    : {
        invoice_item_details: null,
        subscription_item_details: { ...details, subscription, subscription_item },
        type: "subscription_item_details",
      };
}

/**
 * The items that wait for an invoice of a subscription, or of the customer alone (`subscription` null), the
 * newest first: as many as an invoice may have.
 */
export async function pendingItems(
  reader: Reader,
  customer: string,
  subscription: string | null,
): Promise<InvoiceItem[]> {
  const where = { customer, pending: "true", subscription: subscription ?? NO_SUBSCRIPTION };
  return (await reader.list<InvoiceItem>("invoiceitem", where, { limit: LINES_MAX })).rows;
}

/** The value of the key `subscription` of an item without one, so that lists can ask for such items. */
export const NO_SUBSCRIPTION = "none";

/** Puts items on an invoice, so that they no longer wait. */
export async function takeUp(tx: Tx, items: readonly InvoiceItem[], invoice: string): Promise<void> {
  for (const { id } of items) {
    const item = await tx.get<InvoiceItem>("invoiceitem", id);
    if (item !== null) await tx.update<InvoiceItem>({ ...item, invoice });
  }
}
