/** The rows of a credit note and its lines, in the newest shape. */
import type { Row } from "../../../storage/port.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import type { DiscountAmount, InvoiceTax, PretaxCredit } from "../invoice/index.ts";

/** One line, held within its credit note. */
export interface CreditNoteLine extends Row {
  readonly object: "credit_note_line_item";
  /** Before discounts and exclusive taxes, in minor units. */
  readonly amount: number;
  readonly description: string | null;
  readonly discount_amount: number;
  readonly discount_amounts: readonly DiscountAmount[];
  /** Only lines that credit a line of the invoice have it. */
  readonly invoice_line_item?: string;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly quantity: number | null;
  readonly tax_rates: readonly TaxRate[];
  readonly taxes: readonly InvoiceTax[];
  readonly type: "custom_line_item" | "invoice_line_item";
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
}

export interface CreditNote extends Row {
  readonly object: "credit_note";
  /** All that is credited, with taxes, in minor units. */
  readonly amount: number;
  readonly amount_shipping: 0;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_account: null;
  readonly customer_balance_transaction: string | null;
  readonly discount_amount: number;
  readonly discount_amounts: readonly DiscountAmount[];
  readonly effective_at: number | null;
  readonly invoice: string;
  readonly livemode: false;
  readonly memo: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly number: string;
  readonly out_of_band_amount: number | null;
  /** What it took off an invoice that was still open, and what it gave back of a paid one. */
  readonly post_payment_amount: number;
  readonly pre_payment_amount: number;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly reason: "duplicate" | "fraudulent" | "order_change" | "product_unsatisfactory" | null;
  readonly refunds: readonly {
    readonly amount_refunded: number;
    readonly payment_record_refund: null;
    readonly refund: string;
    readonly type: "refund";
  }[];
  readonly shipping_cost: null;
  readonly status: "issued" | "void";
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly total: number;
  readonly total_excluding_tax: number;
  readonly total_taxes: readonly InvoiceTax[];
  readonly type: "mixed" | "post_payment" | "pre_payment";
  readonly voided_at: number | null;
  readonly _lines: readonly CreditNoteLine[];
  /** The unguessable part of the URL of its PDF. */
  readonly _token: string;
}
