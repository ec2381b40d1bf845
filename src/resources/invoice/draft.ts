/** Pure: an invoice from what was bought: its lines, totals and taxes. Figures are taken over, never worked out anew. */
import { type Amount, sum } from "../../core/amounts.ts";
import { addressToken } from "../../core/ids.ts";
import type { Address } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import type { Customer } from "../customer/index.ts";
import type { Discount } from "../discount.ts";
import type { Price } from "../price/index.ts";
import type { Wire } from "../resource.ts";
import type { TaxRate } from "../tax_rate.ts";
import type {
  DiscountAmount,
  Invoice,
  InvoiceLine,
  InvoiceTax,
  PretaxCredit,
  ShippingTax,
} from "./invoice.ts";

/** A tax as it was worked out where the thing was sold. Minor units. */
export interface SoldTax {
  readonly amount: Amount;
  readonly inclusive: boolean;
  readonly taxable_amount: Amount;
  readonly taxability_reason: string | null;
  /** Id of one of the sale's `tax_rates`. */
  readonly rate: string;
}

/** What was sold, and on what terms it is invoiced. */
export interface Sale {
  /** in_…, given out before. */
  readonly id: string;
  readonly customer: Customer;
  readonly currency: string;
  readonly lines: readonly {
    readonly description: string;
    readonly price: Price;
    readonly quantity: number;
    /** In the sale's currency; null where there is no one price for each. */
    readonly unit_amount_decimal: string | null;
    readonly amount_subtotal: Amount;
    readonly amount_discount: Amount;
    readonly taxes: readonly SoldTax[];
  }[];
  readonly discount: Discount | null;
  readonly shipping: {
    readonly amount_subtotal: Amount;
    readonly amount_tax: Amount;
    readonly amount_total: Amount;
    readonly shipping_rate: string;
    readonly taxes: readonly SoldTax[];
  } | null;
  readonly shipping_details: { readonly address: Address; readonly name: string } | null;
  /** All that the customer has. */
  readonly customer_tax_ids: readonly { readonly type: string; readonly value: string }[];
  readonly tax_rates: readonly TaxRate[];
  /** Null where there was nothing to pay. */
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
}

/** What is the same of every draft of a sale. */
const BLANK = {
  object: "invoice",
  amount_overpaid: 0,
  amount_paid: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatically_finalizes_at: null,
  billing_reason: "manual",
  collection_method: "charge_automatically",
  customer_account: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  from_invoice: null,
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: "draft",
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  test_clock: null,
  webhooks_delivered_at: null,
} as const satisfies Partial<Invoice>;

/** A draft of the sale. Its ids come from `tx`; nothing is written. */
export function draftOf(
  tx: Pick<Tx, "account" | "newId" | "now" | "random" | "settings">,
  sale: Sale,
): Invoice {
  const { customer, options, shipping } = sale;
  return {
    ...BLANK,
    id: sale.id,
    account_country: tx.settings.country,
    account_name: tx.settings.business_name,
    account_tax_ids: options.account_tax_ids,
    automatic_tax: { disabled_reason: null, ...sale.automatic_tax },
    created: tx.now,
    currency: sale.currency,
    custom_fields: options.custom_fields ?? customer.invoice_settings.custom_fields,
    customer: customer.id,
    ...buyerOf(sale),
    description: options.description,
    discounts: sale.discount === null ? [] : [sale.discount.id],
    footer: options.footer ?? customer.invoice_settings.footer,
    metadata: options.metadata,
    period_end: tx.now,
    period_start: tx.now,
    rendering: renderingOf(options.rendering_options),
    shipping_cost: shippingOf(sale),
    shipping_details: sale.shipping_details === null ? null : { ...sale.shipping_details, phone: null },
    ...figuresOf(sale),
    _lines: sale.lines.map((line) => lineOf(tx, sale, line)),
    _shipping_taxes: shipping?.taxes.map((tax) => shippingTaxOf(sale, tax)) ?? [],
    _discount: sale.discount,
    _payment_intent: sale.payment_intent,
    _charge: sale.charge,
    _token: addressToken(tx, tx.account),
  };
}

/** Discounts come off before taxes; what prices hold of tax is in the subtotal already. */
function figuresOf(sale: Sale) {
  const { lines, shipping } = sale;
  const onLines = lines.flatMap((line) => line.taxes);
  const taxes = [...onLines, ...(shipping?.taxes ?? [])];
  const all = sum(taxes.map((tax) => tax.amount));
  const amount_shipping = shipping?.amount_subtotal ?? 0;
  const subtotal = sum(lines.map((line) => line.amount_subtotal));
  const discounted = sum(lines.map((line) => line.amount_discount));
  const total = subtotal - discounted + amount_shipping + all - includedIn(taxes);
  const total_discount_amounts = discountAmounts(sale, discounted);
  return {
    amount_due: total,
    amount_remaining: total,
    amount_shipping,
    subtotal,
    subtotal_excluding_tax: subtotal - includedIn(onLines),
    total,
    total_discount_amounts,
    total_excluding_tax: total - all,
    total_pretax_credit_amounts: total_discount_amounts.map(creditOf),
    total_taxes: togetherByRate(taxes).map(taxOf),
  };
}

/** The customer as they are now: later changes do not reach the invoice (Stripe docs, `customer_name` and its like). */
function buyerOf({ customer, customer_tax_ids }: Sale) {
  return {
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt,
    customer_tax_ids,
  };
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

function lineOf(tx: Pick<Tx, "newId" | "now">, sale: Sale, line: Sale["lines"][number]): InvoiceLine {
  const discount_amounts = line.amount_discount === 0 ? [] : discountAmounts(sale, line.amount_discount);
  return {
    id: tx.newId("il_"),
    object: "line_item",
    amount: line.amount_subtotal,
    currency: sale.currency,
    description: line.description,
    discount_amounts,
    discountable: true,
    discounts: [],
    invoice: sale.id,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: {
        invoice_item: tx.newId("ii_"),
        proration: false,
        proration_details: { credited_items: null },
        subscription: null,
      },
      subscription_item_details: null,
      type: "invoice_item_details",
    },
    period: { end: tx.now, start: tx.now },
    pretax_credit_amounts: discount_amounts.map(creditOf),
    pricing: {
      price_details: { price: line.price.id, product: line.price.product },
      type: "price_details",
      unit_amount_decimal: line.unit_amount_decimal,
    },
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    subscription: null,
    subtotal: line.amount_subtotal - includedIn(line.taxes),
    taxes: line.taxes.map(taxOf),
    _price: line.price,
    _tax_rates: sale.tax_rates.filter((rate) => line.taxes.some((tax) => tax.rate === rate.id)),
  };
}

function discountAmounts({ discount }: Sale, amount: Amount): DiscountAmount[] {
  return discount === null ? [] : [{ amount, discount: discount.id }];
}

/** What is taken off before taxes: of all there is, discounts alone. */
function creditOf(discounted: DiscountAmount): PretaxCredit {
  return { ...discounted, type: "discount" };
}

function includedIn(taxes: readonly SoldTax[]): Amount {
  return sum(taxes.filter((tax) => tax.inclusive).map((tax) => tax.amount));
}

function taxOf(tax: SoldTax): InvoiceTax {
  return {
    amount: tax.amount,
    tax_behavior: tax.inclusive ? "inclusive" : "exclusive",
    tax_rate_details: { tax_rate: tax.rate },
    taxability_reason: tax.taxability_reason ?? "not_available",
    taxable_amount: tax.taxable_amount,
    type: "tax_rate_details",
  };
}

function shippingTaxOf({ tax_rates }: Sale, tax: SoldTax): ShippingTax {
  const rate = tax_rates.find(({ id }) => id === tax.rate);
  if (rate === undefined) throw new Error(`the rate ${tax.rate} is one of the sale's`);
  const { amount, taxability_reason, taxable_amount } = tax;
  return { amount, rate, taxability_reason, taxable_amount };
}

/** What each rate comes to over everything it taxes. */
function togetherByRate(taxes: readonly SoldTax[]): SoldTax[] {
  const together = new Map<string, SoldTax>();
  for (const tax of taxes) {
    const name = `${tax.rate} ${tax.taxability_reason}`;
    const known = together.get(name);
    together.set(name, {
      ...tax,
      amount: tax.amount + (known?.amount ?? 0),
      taxable_amount: tax.taxable_amount + (known?.taxable_amount ?? 0),
    });
  }
  return [...together.values()];
}
