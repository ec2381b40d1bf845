/** An invoice and its lines as versions before 2025-03-31.basil showed them; part of that change. */
import { inWireOrder } from "../core/canonical.ts";
import type { Draft, Wire } from "./change.ts";

interface Tax {
  readonly amount: number;
  readonly tax_behavior: string;
  readonly tax_rate_details: { readonly tax_rate: unknown };
  readonly taxability_reason: string;
  readonly taxable_amount: number;
}

/** Taxes named their rate themselves, and said nothing of a reason that is not known. */
function taxesBefore(taxes: unknown): Wire[] {
  return (taxes as readonly Tax[]).map((tax) => ({
    amount: tax.amount,
    inclusive: tax.tax_behavior === "inclusive",
    tax_rate: tax.tax_rate_details.tax_rate,
    taxability_reason: tax.taxability_reason === "not_available" ? null : tax.taxability_reason,
    taxable_amount: tax.taxable_amount,
  }));
}

function totalOf(taxes: unknown, count: (tax: Tax) => boolean = () => true): number {
  return (taxes as readonly Tax[]).filter(count).reduce((total, tax) => total + tax.amount, 0);
}

export function invoiceBefore(draft: Draft): Draft {
  const {
    amount_overpaid: _overpaid,
    automatic_tax,
    automatically_finalizes_at: _finalizes,
    parent: _parent,
    payments: _payments,
    rendering,
    total_pretax_credit_amounts: _credits,
    total_taxes: taxes,
    ...invoice
  } = draft;
  return inWireOrder({
    ...invoice,
    application_fee_amount: null,
    automatic_tax,
    charge: draft._charge ?? null,
    discount: draft._discount ?? null,
    paid: draft.status === "paid",
    paid_out_of_band: false,
    payment_intent: draft._payment_intent ?? null,
    quote: null,
    rendering,
    rendering_options: renderingOptions(rendering),
    subscription: null,
    subscription_details: null,
    tax: (taxes as readonly Tax[]).length === 0 ? null : totalOf(taxes),
    total_tax_amounts: taxesBefore(taxes),
    transfer_data: null,
  });
}

function renderingOptions(rendering: unknown): Wire | null {
  if (typeof rendering !== "object" || rendering === null) return null;
  return { amount_tax_display: (rendering as Wire).amount_tax_display };
}

export function invoiceLineBefore(draft: Draft): Draft {
  const {
    parent,
    pretax_credit_amounts: _credits,
    pricing: _pricing,
    quantity_decimal: _decimal,
    subtotal: _subtotal,
    taxes,
    ...line
  } = draft;
  const { invoice_item_details: item } = parent as { invoice_item_details: Wire };
  const included = totalOf(taxes, (tax) => tax.tax_behavior === "inclusive");
  const amount = Number(draft.amount) - included;
  const quantity = Number(draft.quantity);
  return inWireOrder({
    ...line,
    amount_excluding_tax: amount,
    invoice_item: item.invoice_item,
    plan: null,
    price: draft._price,
    proration: false,
    proration_details: { credited_items: null },
    subscription: null,
    tax_amounts: taxesBefore(taxes),
    tax_rates: draft._tax_rates,
    type: "invoiceitem",
    unit_amount_excluding_tax: quantity === 0 ? null : String(amount / quantity),
  });
}
