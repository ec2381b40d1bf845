/**
 * An invoice and its lines as versions before 2025-03-31.basil showed them; part of that change. What is new since is
 * there too: the original shows it in every version, beside what it took the place of.
 */
import { normalizeDecimal, scale } from "../core/amounts.ts";
import { inWireOrder } from "../core/canonical.ts";
import type { Draft, Wire } from "./change.ts";

interface Tax {
  readonly amount: number;
  readonly tax_behavior: string;
  /** A rate that was expanded stands here whole. */
  readonly tax_rate_details: { readonly tax_rate: string | { readonly id: string } };
  readonly taxability_reason: string;
  readonly taxable_amount: number;
}

/** Taxes named their rate themselves, and said nothing of a reason that is not known. */
function taxesBefore(taxes: readonly Tax[]): Wire[] {
  return taxes.map((tax) => ({
    amount: tax.amount,
    inclusive: tax.tax_behavior === "inclusive",
    tax_rate: tax.tax_rate_details.tax_rate,
    taxability_reason: tax.taxability_reason === "not_available" ? null : tax.taxability_reason,
    taxable_amount: tax.taxable_amount,
  }));
}

/** Today's names its rate by id alone. */
function taxesToday(taxes: readonly Tax[]): Wire[] {
  return taxes.map((tax) => {
    const { tax_rate: rate } = tax.tax_rate_details;
    return { ...tax, tax_rate_details: { tax_rate: typeof rate === "string" ? rate : rate.id } };
  });
}

export function invoiceBefore(draft: Draft): Draft {
  const taxes = draft.total_taxes as readonly Tax[]; // as the view wrote it
  return inWireOrder({
    ...draft,
    application_fee_amount: null,
    charge: draft._charge ?? null,
    discount: draft._discount ?? null,
    paid: draft.status === "paid",
    paid_out_of_band: false,
    payment_intent: draft._payment_intent ?? null,
    quote: null,
    subscription: null,
    subscription_details: { metadata: null },
    tax: taxes.length === 0 ? null : taxes.reduce((total, tax) => total + tax.amount, 0),
    total_tax_amounts: taxesBefore(taxes),
    total_taxes: taxesToday(taxes),
    transfer_data: null,
  });
}

/** Decimals of a unit price. */
const UNIT_DECIMALS = 12;

export function invoiceLineBefore(draft: Draft): Draft {
  const taxes = draft.taxes as readonly Tax[]; // as the view wrote it, like the next
  const { invoice_item_details: item } = draft.parent as { invoice_item_details: Wire };
  const quantity = Number(draft.quantity);
  return inWireOrder({
    ...draft,
    amount_excluding_tax: draft.subtotal,
    invoice_item: item.invoice_item,
    plan: null,
    price: draft._price,
    proration: false,
    proration_details: { credited_items: null },
    tax_amounts: taxesBefore(taxes),
    tax_rates: draft._tax_rates,
    taxes: taxesToday(taxes),
    type: "invoiceitem",
    unit_amount_excluding_tax: quantity === 0 ? null : eachOf(Number(draft.subtotal), quantity),
  });
}

/** What one of several comes to, as decimal text: rounded half away from zero at its last decimal. */
function eachOf(amount: number, quantity: number): string {
  const rest = amount % quantity;
  const fraction = scale(rest, 10 ** UNIT_DECIMALS, quantity);
  return normalizeDecimal(`${(amount - rest) / quantity}.${String(fraction).padStart(UNIT_DECIMALS, "0")}`);
}
