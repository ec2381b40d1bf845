/** The rows of an invoice, its lines and its payment, in the newest shape. */
import type { Address } from "../../../params/common.ts";
import type { Data, Row } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { Price, TaxBehavior } from "../../catalog/price/index.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { Customer } from "../../customers/customer/index.ts";
import type { Wire } from "../../resource.ts";

export interface InvoiceTax {
  readonly amount: number;
  readonly tax_behavior: "exclusive" | "inclusive";
  readonly tax_rate_details: { readonly tax_rate: string };
  readonly taxability_reason: string;
  readonly taxable_amount: number;
  readonly type: "tax_rate_details";
}
export interface DiscountAmount {
  readonly amount: number;
  readonly discount: string;
}
export interface PretaxCredit extends DiscountAmount {
  readonly type: "discount";
}

export interface ShippingTax {
  readonly amount: number;
  readonly rate: TaxRate;
  readonly taxability_reason: string | null;
  readonly taxable_amount: number;
}

/** The lines of an earlier invoice that a credit for unused time gives back. */
export interface CreditedItems {
  readonly invoice: string;
  readonly invoice_line_items: readonly string[];
}
interface ProrationParts {
  readonly proration: boolean;
  readonly proration_details: { readonly credited_items: CreditedItems | null };
}

/** What a line was made from: an invoice item, or an item of a subscription. */
export type LineParent =
  | {
      readonly invoice_item_details: ProrationParts & {
        readonly invoice_item: string;
        readonly subscription: string | null;
      };
      readonly subscription_item_details: null;
      readonly type: "invoice_item_details";
    }
  | {
      readonly invoice_item_details: null;
      readonly subscription_item_details: ProrationParts & {
        readonly invoice_item: string | null;
        /** Null in the preview of a new subscription. */
        readonly subscription: string | null;
        readonly subscription_item: string;
      };
      readonly type: "subscription_item_details";
    };

export interface Period {
  readonly end: number;
  readonly start: number;
}

/** The price of a line and of an invoice item. */
export interface Pricing {
  readonly price_details: { readonly price: string; readonly product: string };
  readonly type: "price_details";
  readonly unit_amount_decimal: string | null;
}

/** One line, held within its invoice. */
export interface InvoiceLine extends Row {
  readonly object: "line_item";
  /** Before discounts. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly discount_amounts: readonly DiscountAmount[];
  readonly discountable: boolean;
  /** Ids of the discounts of this line alone. */
  readonly discounts: readonly string[];
  readonly invoice: string;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parent: LineParent;
  readonly period: Period;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly pricing: Pricing;
  /** Null for what has no quantity. */
  readonly quantity: number | null;
  readonly quantity_decimal: string | null;
  readonly subscription: string | null;
  /** Before discounts, and without the taxes that the amount includes. */
  readonly subtotal: number;
  readonly taxes: readonly InvoiceTax[];
  /** Older versions show the price whole, and the tax rates in `_tax_rates`. */
  readonly _price: Price;
  /** The line's own rates; of an invoice that a session made, those that apply to it. */
  readonly _tax_rates: readonly TaxRate[];
  /** The rows of `discounts`, which its amounts are worked out from. */
  readonly _discounts: readonly Discount[];
  /** What automatic tax needs to know of it. */
  readonly _taxed: { readonly behavior: TaxBehavior; readonly code: string | null };
}

export type BillingReason =
  | "automatic_pending_invoice_item_invoice"
  | "manual"
  | "subscription_create"
  | "subscription_cycle"
  | "subscription_threshold"
  | "subscription_update"
  | "upcoming";
export type CollectionMethod = "charge_automatically" | "send_invoice";
export type InvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void";

export interface InvoiceParent {
  readonly quote_details: null;
  readonly subscription_details: {
    readonly metadata: Readonly<Record<string, string>> | null;
    readonly subscription: string;
    readonly subscription_proration_date?: number;
  };
  readonly type: "subscription_details";
}

export interface AutomaticTax {
  readonly disabled_reason: string | null;
  readonly enabled: boolean;
  readonly liability: Wire | null;
  readonly provider: string | null;
  readonly status: string | null;
}

/** The `customer` of a preview that is for nobody in particular; it is shown as null. */
export const NOBODY = "";

/** How a preview was asked for: they differ in what they show. */
export type PreviewKind = "preview" | "upcoming";

export interface Invoice extends Row {
  readonly object: "invoice";
  readonly account_country: string;
  readonly account_name: string;
  readonly account_tax_ids: readonly string[] | null;
  readonly amount_due: number;
  readonly amount_overpaid: 0;
  readonly amount_paid: number;
  readonly amount_remaining: number;
  readonly amount_shipping: number;
  readonly application: null;
  readonly attempt_count: number;
  readonly attempted: boolean;
  readonly auto_advance: boolean;
  readonly automatic_tax: AutomaticTax;
  readonly automatically_finalizes_at: number | null;
  readonly billing_reason: BillingReason;
  readonly collection_method: CollectionMethod;
  readonly created: number;
  readonly currency: string;
  readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
  readonly customer: string;
  readonly customer_account: null;
  readonly customer_address: Address | null;
  readonly customer_email: string | null;
  readonly customer_name: string | null;
  readonly customer_phone: string | null;
  readonly customer_shipping: Customer["shipping"];
  readonly customer_tax_exempt: Customer["tax_exempt"];
  readonly customer_tax_ids: readonly { readonly type: string; readonly value: string }[];
  readonly default_payment_method: string | null;
  readonly default_source: null;
  readonly default_tax_rates: readonly TaxRate[];
  readonly description: string | null;
  readonly discounts: readonly string[];
  readonly due_date: number | null;
  readonly effective_at: number | null;
  readonly ending_balance: number | null;
  readonly footer: string | null;
  readonly from_invoice: null;
  readonly issuer: { readonly type: "self" };
  readonly last_finalization_error: Wire | null;
  readonly latest_revision: null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_payment_attempt: number | null;
  readonly number: string | null;
  readonly on_behalf_of: null;
  readonly parent: InvoiceParent | null;
  readonly payment_settings: {
    readonly default_mandate: null;
    readonly payment_method_options: Wire | null;
    readonly payment_method_types: readonly string[] | null;
  };
  readonly period_end: number;
  readonly period_start: number;
  readonly post_payment_credit_notes_amount: number;
  readonly pre_payment_credit_notes_amount: number;
  readonly receipt_number: null;
  readonly rendering: {
    readonly amount_tax_display: string | null;
    readonly pdf: { readonly page_size: string };
    readonly template: null;
    readonly template_version: null;
  } | null;
  readonly shipping_cost: {
    readonly amount_subtotal: number;
    readonly amount_tax: number;
    readonly amount_total: number;
    readonly shipping_rate: string;
  } | null;
  readonly shipping_details: {
    readonly address: Address;
    readonly name: string;
    readonly phone: string | null;
  } | null;
  /** The customer's balance before this invoice was finalized; 0 in a draft. */
  readonly starting_balance: number;
  readonly statement_descriptor: string | null;
  readonly status: InvoiceStatus;
  readonly status_transitions: {
    readonly finalized_at: number | null;
    readonly marked_uncollectible_at: number | null;
    readonly paid_at: number | null;
    readonly voided_at: number | null;
  };
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly test_clock: string | null;
  readonly total: number;
  readonly total_discount_amounts: readonly DiscountAmount[];
  readonly total_excluding_tax: number;
  readonly total_pretax_credit_amounts: readonly PretaxCredit[];
  readonly total_taxes: readonly InvoiceTax[];
  readonly webhooks_delivered_at: number | null;
  readonly _lines: readonly InvoiceLine[];
  /** Shown only when expanded, as `shipping_cost.taxes`. */
  readonly _shipping_taxes: readonly ShippingTax[];
  /** Older versions show the discount whole: the first one. */
  readonly _discount: Discount | null;
  /** The rows of `discounts`, which the amounts of a draft are worked out from. */
  readonly _discounts: readonly Discount[];
  readonly _payment_intent: string | null;
  readonly _charge: string | null;
  /** Only older versions show it. */
  readonly _paid_out_of_band: boolean;
  /**
   * True while an attempt is under way that the invoice makes by itself; "counted" while it is with the bank, since it has
   * been counted then.
   */
  readonly _trying: boolean | "counted";
  /**
   * The payment method whose issuer declined for good, so that it is not tried again by itself; null if there
   * is none.
   */
  readonly _declined_for_good: string | null;
  /** How many credit notes it has had; their numbers count on from it. */
  readonly _credit_notes: number;
  /** Set in a preview, which is not stored. */
  readonly _preview?: PreviewKind;
  /** The unguessable part of the URLs of its pages. */
  readonly _token: string;
}

/** How an invoice is or was paid. */
export interface InvoicePayment extends Row {
  readonly object: "invoice_payment";
  readonly amount_paid: number | null;
  readonly amount_requested: number;
  readonly created: number;
  readonly currency: string;
  readonly invoice: string;
  readonly is_default: true;
  readonly livemode: false;
  readonly payment: { readonly payment_intent: string; readonly type: "payment_intent" };
  readonly status: "canceled" | "open" | "paid";
  readonly status_transitions: { readonly canceled_at: number | null; readonly paid_at: number | null };
}

/** The subscription that an invoice bills; null if it is for none. */
export function subscriptionOf({ parent }: Pick<Invoice, "parent">): string | null {
  return parent?.subscription_details.subscription ?? null;
}

/** Version 2: rows of version 1 were of paid sessions alone, and lacked what only other invoices need. */
export function toWholeLife(row: Data): Data {
  const { _discount, _lines } = row as { _discount?: unknown; _lines?: readonly Data[] };
  return {
    ...row,
    _lines: _lines?.map((line) => ({
      ...line,
      _discounts: [],
      _taxed: { behavior: "unspecified", code: null },
    })),
    _discounts: _discount === null || _discount === undefined ? [] : [_discount],
    _paid_out_of_band: false,
    _trying: false,
    _declined_for_good: null,
    _credit_notes: 0,
  };
}

/**
 * Pure: the discounts that an invoice takes something off by. Paying it uses up those that count once, even if
 * nothing is left to pay.
 */
export function usedBy({ total_discount_amounts: taken }: Pick<Invoice, "total_discount_amounts">): string[] {
  return taken.flatMap(({ amount, discount }) => (amount > 0 ? [discount] : []));
}
