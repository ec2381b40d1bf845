/** The rows of an invoice, its lines and its payment, in the newest shape. */
import type { Address } from "../../params/common.ts";
import type { Row } from "../../storage/port.ts";
import type { Customer } from "../customer/index.ts";
import type { Discount } from "../discount.ts";
import type { Price } from "../price/index.ts";
import type { Wire } from "../resource.ts";
import type { TaxRate } from "../tax_rate.ts";

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

/** One line, held within its invoice. */
export interface InvoiceLine extends Row {
  readonly object: "line_item";
  /** Before discounts. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly discount_amounts: readonly DiscountAmount[];
  readonly discountable: boolean;
  readonly discounts: readonly string[];
  readonly invoice: string;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parent: {
    readonly invoice_item_details: Wire;
    readonly subscription_item_details: null;
    readonly type: "invoice_item_details";
  };
  readonly period: { readonly end: number; readonly start: number };
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly pricing: {
    readonly price_details: { readonly price: string; readonly product: string };
    readonly type: "price_details";
    readonly unit_amount_decimal: string | null;
  };
  readonly quantity: number;
  readonly quantity_decimal: string;
  readonly subscription: null;
  /** Before discounts, and without the taxes that the amount holds. */
  readonly subtotal: number;
  readonly taxes: readonly InvoiceTax[];
  /** What older versions show whole. */
  readonly _price: Price;
  readonly _tax_rates: readonly TaxRate[];
}

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
  readonly auto_advance: false;
  readonly automatic_tax: Wire;
  readonly automatically_finalizes_at: null;
  readonly billing_reason: "manual";
  readonly collection_method: "charge_automatically";
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
  readonly customer_tax_exempt: string;
  readonly customer_tax_ids: readonly { readonly type: string; readonly value: string }[];
  readonly default_payment_method: null;
  readonly default_source: null;
  readonly default_tax_rates: readonly never[];
  readonly description: string | null;
  readonly discounts: readonly string[];
  readonly due_date: null;
  readonly effective_at: number | null;
  readonly ending_balance: number | null;
  readonly footer: string | null;
  readonly from_invoice: null;
  readonly issuer: { readonly type: "self" };
  readonly last_finalization_error: null;
  readonly latest_revision: null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_payment_attempt: null;
  readonly number: string | null;
  readonly on_behalf_of: null;
  readonly parent: null;
  readonly payment_settings: Wire;
  readonly period_end: number;
  readonly period_start: number;
  readonly post_payment_credit_notes_amount: 0;
  readonly pre_payment_credit_notes_amount: 0;
  readonly receipt_number: null;
  readonly rendering: {
    readonly amount_tax_display: string | null;
    readonly pdf: { readonly page_size: "auto" };
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
    readonly phone: null;
  } | null;
  readonly starting_balance: 0;
  readonly statement_descriptor: null;
  readonly status: "draft" | "open" | "paid";
  readonly status_transitions: {
    readonly finalized_at: number | null;
    readonly marked_uncollectible_at: null;
    readonly paid_at: number | null;
    readonly voided_at: null;
  };
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly test_clock: null;
  readonly total: number;
  readonly total_discount_amounts: readonly DiscountAmount[];
  readonly total_excluding_tax: number;
  readonly total_pretax_credit_amounts: readonly PretaxCredit[];
  readonly total_taxes: readonly InvoiceTax[];
  readonly webhooks_delivered_at: number | null;
  readonly _lines: readonly InvoiceLine[];
  /** Shown on request. */
  readonly _shipping_taxes: readonly ShippingTax[];
  /** The discount whole, as older versions show it. */
  readonly _discount: Discount | null;
  readonly _payment_intent: string | null;
  readonly _charge: string | null;
  /** The unguessable part of the addresses of its pages. */
  readonly _token: string;
}

/** How an invoice was paid. */
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
  readonly status: "open" | "paid";
  readonly status_transitions: { readonly canceled_at: null; readonly paid_at: number | null };
}
