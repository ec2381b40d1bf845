/**
 * An invoice and its lines as versions before 2025-03-31.basil showed them; part of that change. Newer fields
 * are shown as well: Stripe shows them in every version, beside the older fields that they replaced.
 */
import { scale } from "../core/amounts.ts";
import { inWireOrder } from "../core/canonical.ts";
import type { Draft, Wire } from "./change.ts";

interface Tax {
  readonly amount: number;
  readonly tax_behavior: string;
  /** The id of the rate, or the whole rate if it was expanded. */
  readonly tax_rate_details: { readonly tax_rate: string | { readonly id: string } };
  readonly taxability_reason: string;
  readonly taxable_amount: number;
}

/** Taxes as they were: each named its rate directly, and an unknown reason was null. */
function taxesBefore(taxes: readonly Tax[]): Wire[] {
  return taxes.map((tax) => ({
    amount: tax.amount,
    inclusive: tax.tax_behavior === "inclusive",
    tax_rate: tax.tax_rate_details.tax_rate,
    taxability_reason: tax.taxability_reason === "not_available" ? null : tax.taxability_reason,
    taxable_amount: tax.taxable_amount,
  }));
}

/** Taxes in today's shape, where each names its rate by id, even if the older path expanded it. */
function taxesToday(taxes: readonly Tax[]): Wire[] {
  return taxes.map((tax) => {
    const { tax_rate: rate } = tax.tax_rate_details;
    return { ...tax, tax_rate_details: { tax_rate: typeof rate === "string" ? rate : rate.id } };
  });
}

interface Details {
  readonly metadata: unknown;
  readonly subscription_proration_date?: number;
}

export function invoiceBefore(draft: Draft): Draft {
  const taxes = draft.total_taxes as readonly Tax[]; // as the view wrote it, and so is `parent`
  const parent = draft.parent as { readonly subscription_details: Details } | null;
  const { metadata = null, subscription_proration_date: prorated } = parent?.subscription_details ?? {};
  return inWireOrder({
    ...draft,
    application_fee_amount: null,
    charge: draft._charge ?? null,
    discount: draft._discount ?? null,
    paid: draft.status === "paid",
    paid_out_of_band: draft._paid_out_of_band ?? false,
    payment_intent: draft._payment_intent ?? null,
    quote: null,
    subscription: draft._subscription ?? null,
    subscription_details: { metadata },
    ...(prorated === undefined ? {} : { subscription_proration_date: prorated }),
    tax: taxes.length === 0 ? null : taxes.reduce((total, tax) => total + tax.amount, 0),
    total_tax_amounts: taxesBefore(taxes),
    total_taxes: taxesToday(taxes),
    transfer_data: null,
  });
}

/** What a line was made from. */
interface Source {
  readonly invoice_item: string | null;
  readonly proration: boolean;
  readonly proration_details: Wire;
  readonly subscription: string | null;
  readonly subscription_item?: string;
}
interface Parent {
  readonly invoice_item_details: Source | null;
  readonly subscription_item_details: Source | null;
}

export function invoiceLineBefore(draft: Draft): Draft {
  const taxes = draft.taxes as readonly Tax[]; // as the view wrote it, and so is `parent`
  const { invoice_item_details: item, subscription_item_details: subscribed } = draft.parent as Parent;
  const source = subscribed ?? item;
  const quantity = Number(draft.quantity);
  return inWireOrder({
    ...draft,
    amount_excluding_tax: draft.subtotal,
    ...(source?.invoice_item ? { invoice_item: source.invoice_item } : {}),
    plan: draft._plan ?? null,
    price: draft._price,
    proration: source?.proration ?? false,
    proration_details: source?.proration_details ?? { credited_items: null },
    subscription: draft.subscription ?? null,
    ...(source?.subscription_item === undefined ? {} : { subscription_item: source.subscription_item }),
    tax_amounts: taxesBefore(taxes),
    tax_rates: draft._tax_rates,
    taxes: taxesToday(taxes),
    // A proration is a line of an invoice item, though it names an item of a subscription.
    type: source?.invoice_item ? "invoiceitem" : "subscription",
    unit_amount_excluding_tax: quantity === 0 ? null : eachOf(Number(draft.subtotal), quantity),
  });
}

/** An invoice item, which named its price, its subscription and its unit amount directly. */
export function invoiceItemBefore(draft: Draft): Draft {
  const pricing = draft.pricing as { readonly unit_amount_decimal: string | null };
  const parent = draft.parent as {
    readonly subscription_details: { readonly subscription_item?: string };
  } | null;
  const item = parent?.subscription_details.subscription_item;
  const decimal = pricing.unit_amount_decimal;
  return inWireOrder({
    ...draft,
    plan: draft._plan ?? null,
    price: draft._price,
    subscription: draft._subscription ?? null,
    ...(item === undefined ? {} : { subscription_item: item }),
    unit_amount: decimal !== null && /^-?\d+$/.test(decimal) ? Number(decimal) : null,
    unit_amount_decimal: decimal,
  });
}

/** The amount for one unit in whole minor units (recorded), rounded half away from zero. */
function eachOf(amount: number, quantity: number): string {
  return String(scale(amount, 1, quantity));
}

/** A credit note, which named one refund, and its taxes as lists of amounts by rate. */
export function creditNoteBefore(draft: Draft): Draft {
  const refunds = draft.refunds as readonly { readonly refund: unknown }[];
  const taxes = draft.total_taxes as readonly Tax[];
  return inWireOrder({
    ...draft,
    refund: refunds[0]?.refund ?? null,
    tax_amounts: taxesBefore(taxes),
    total_taxes: taxesToday(taxes),
  });
}

export function creditNoteLineBefore(draft: Draft): Draft {
  const taxes = draft.taxes as readonly Tax[];
  const included = taxes.filter((tax) => tax.tax_behavior === "inclusive");
  const net = Number(draft.amount) - included.reduce((total, tax) => total + tax.amount, 0);
  const quantity = Number(draft.quantity);
  return inWireOrder({
    ...draft,
    amount_excluding_tax: net,
    tax_amounts: taxesBefore(taxes),
    taxes: taxesToday(taxes),
    unit_amount_excluding_tax: quantity === 0 ? null : eachOf(net, quantity),
  });
}
