/**
 * Pure: makes a draft invoice from a sale that a checkout session has priced: its lines, totals and taxes.
 * Amounts are taken from the sale and only added up here; prices, discounts and taxes are never worked out
 * again.
 */
import type { Amount } from "../../../core/amounts.ts";
import type { Address } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { Price } from "../../catalog/price/index.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { Wire } from "../../resource.ts";
import { lineOf } from "./draft.ts";
import { type LineTax, lineFigures, totalsOf } from "./figures.ts";
import type {
  BillingReason,
  DiscountAmount,
  Invoice,
  InvoiceLine,
  InvoiceParent,
  LineParent,
  Period,
  ShippingTax,
} from "./invoice.ts";
import { newInvoice } from "./new_invoice.ts";

/** A tax on a line or on shipping, as the sale worked it out: `rate` is one of its `tax_rates`. */
export type SoldTax = LineTax;

/** One line of a sale. Amounts are in minor units. */
export interface SoldLine {
  readonly description: string;
  readonly price: Price;
  readonly quantity: number | null;
  /** In the sale's currency; null if the units do not all have the same price. */
  readonly unit_amount_decimal: string | null;
  readonly amount_subtotal: Amount;
  readonly amount_discount: Amount;
  readonly taxes: readonly SoldTax[];
  /** What it was made from; a new invoice item if absent. */
  readonly parent?: LineParent;
  /** The moment of the sale if absent. */
  readonly period?: Period;
}

/** What was sold, and how it is invoiced. */
export interface Sale {
  /** in_…; made by the caller. */
  readonly id: string;
  readonly customer: Customer;
  readonly currency: string;
  readonly lines: readonly SoldLine[];
  readonly discount: Discount | null;
  readonly shipping: {
    readonly amount_subtotal: Amount;
    readonly amount_tax: Amount;
    readonly amount_total: Amount;
    readonly shipping_rate: string;
    readonly taxes: readonly SoldTax[];
  } | null;
  readonly shipping_details: { readonly address: Address; readonly name: string } | null;
  /** All tax ids of the customer. */
  readonly customer_tax_ids: readonly { readonly type: string; readonly value: string }[];
  readonly tax_rates: readonly TaxRate[];
  /** Null if there was nothing to pay. */
  readonly payment_intent: string | null;
  readonly charge: string | null;
  readonly options: {
    readonly account_tax_ids: readonly string[] | null;
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
    readonly description: string | null;
    readonly footer: string | null;
    readonly metadata: Readonly<Record<string, string>>;
    readonly rendering_options: { readonly amount_tax_display: string | null } | null;
  };
  readonly automatic_tax: {
    readonly enabled: boolean;
    readonly liability: Wire | null;
    readonly provider: string | null;
    readonly status: string | null;
  };
  /** `manual` if absent. */
  readonly billing_reason?: BillingReason;
  /** The subscription's own rates; none if absent. */
  readonly default_tax_rates?: readonly TaxRate[];
  /** The subscription that it is the first invoice of; null if absent. */
  readonly parent?: InvoiceParent | null;
}

/** A draft invoice of the sale. Ids and the token come from `tx`; nothing is written. */
export function draftOf(
  tx: Pick<Tx, "account" | "newId" | "now" | "random" | "settings">,
  sale: Sale,
): Invoice {
  const { customer, options, shipping } = sale;
  const blank = newInvoice(tx, sale.id, customer, sale.currency, sale.customer_tax_ids);
  return {
    ...blank,
    account_tax_ids: options.account_tax_ids,
    automatic_tax: { disabled_reason: null, ...sale.automatic_tax },
    billing_reason: sale.billing_reason ?? "manual",
    default_tax_rates: sale.default_tax_rates ?? [],
    custom_fields: options.custom_fields ?? blank.custom_fields,
    description: options.description,
    discounts: sale.discount === null ? [] : [sale.discount.id],
    footer: options.footer ?? blank.footer,
    metadata: options.metadata,
    parent: sale.parent ?? null,
    rendering: renderingOf(options.rendering_options),
    shipping_cost: shippingOf(sale),
    shipping_details: sale.shipping_details === null ? null : { ...sale.shipping_details, phone: null },
    ...figuresOf(sale),
    _lines: sale.lines.map((line) => soldLine(tx, sale, line)),
    _shipping_taxes: shipping?.taxes.map((tax) => shippingTaxOf(sale, tax)) ?? [],
    _discount: sale.discount,
    _discounts: sale.discount === null ? [] : [sale.discount],
    _payment_intent: sale.payment_intent,
    _charge: sale.charge,
  };
}

/** The totals. Discounts come off before taxes; taxes that prices include are already in the subtotal. */
function figuresOf(sale: Sale) {
  const { lines, shipping } = sale;
  const figures = totalsOf(
    lines.map((line) => ({
      amount: line.amount_subtotal,
      discounts: discountAmounts(sale, line.amount_discount),
      taxes: line.taxes,
    })),
    shipping === null ? null : { amount: shipping.amount_subtotal, taxes: shipping.taxes },
    sale.discount === null ? [] : [sale.discount.id],
  );
  return { ...figures, amount_due: figures.total, amount_remaining: figures.total };
}

function renderingOf(given: Sale["options"]["rendering_options"]): Invoice["rendering"] {
  if (given === null) return null;
  return {
    amount_tax_display: given.amount_tax_display,
    pdf: { page_size: "auto" },
    template: null,
    template_version: null,
  };
}

function shippingOf({ shipping }: Sale): Invoice["shipping_cost"] {
  if (shipping === null) return null;
  const { amount_subtotal, amount_tax, amount_total, shipping_rate } = shipping;
  return { amount_subtotal, amount_tax, amount_total, shipping_rate };
}

function soldLine(tx: Pick<Tx, "newId" | "now">, sale: Sale, line: SoldLine): InvoiceLine {
  const { amount_discount, amount_subtotal: amount, period, taxes } = line;
  const discounts = amount_discount === 0 ? [] : discountAmounts(sale, amount_discount);
  const bare = lineOf(tx, sale.id, sale.currency, {
    amount,
    description: line.description,
    discountable: true,
    parent: line.parent ?? fromNewItem(tx),
    period: { end: period?.end ?? tx.now, start: period?.start ?? tx.now },
    price: line.price,
    quantity: line.quantity,
    tax_rates: sale.tax_rates.filter((rate) => taxes.some((tax) => tax.rate === rate.id)),
    unit_amount_decimal: line.unit_amount_decimal,
  });
  return { ...bare, ...lineFigures({ amount, discounts, taxes }) };
}

function fromNewItem(tx: Pick<Tx, "newId">): LineParent {
  return {
    invoice_item_details: {
      invoice_item: tx.newId("ii_"),
      proration: false,
      proration_details: { credited_items: null },
      subscription: null,
    },
    subscription_item_details: null,
    type: "invoice_item_details",
  };
}

function discountAmounts({ discount }: Sale, amount: Amount): DiscountAmount[] {
  return discount === null ? [] : [{ amount, discount: discount.id }];
}

function shippingTaxOf({ tax_rates }: Sale, tax: SoldTax): ShippingTax {
  const rate = tax_rates.find(({ id }) => id === tax.rate);
  if (rate === undefined) throw new Error(`the rate ${tax.rate} is one of the sale's`);
  const { amount, taxability_reason, taxable_amount } = tax;
  return { amount, rate, taxability_reason, taxable_amount };
}
