/** Pure: all texts and formatted amounts of an invoice, in order. The page and the PDF draw them. */
import { scale, sum } from "../../core/amounts.ts";
import { taxIdCountry, taxIdLabel } from "../../core/tax_ids.ts";
import type { Address } from "../../params/common.ts";
import type { Invoice, InvoiceLine } from "../../resources/billing/invoice/index.ts";
import {
  count,
  countriesIn,
  dateText,
  daysText,
  type Language,
  money,
  percent,
  unitPrice,
} from "../../words/languages.ts";
import type { FoundInvoice } from "../port.ts";
import { taxLabel } from "../server/tax_label.ts";

export interface InvoiceText {
  readonly title: string;
  /** The amount paid with its date, or the amount due. */
  readonly heading: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly parties: readonly { readonly label: string; readonly lines: readonly string[] }[];
  readonly description: string | null;
  readonly columns: Row;
  readonly rows: readonly Row[];
  readonly totals: readonly InvoiceTotal[];
  readonly footer: string | null;
}
interface Row {
  readonly item: string;
  /** The days that it is for; empty if it is for none. */
  readonly period: string;
  readonly quantity: string;
  /** Empty if units have no single price. */
  readonly unitPrice: string;
  readonly amount: string;
}
export interface InvoiceTotal {
  readonly label: string;
  readonly amount: string;
  /** "muted" marks an amount that is included in another one. */
  readonly weight: "muted" | "plain" | "strong";
}

export function invoiceText(found: FoundInvoice, language: Language): InvoiceText {
  const { invoice } = found;
  const { messages, tag } = language;
  const words = messages.invoice;
  const number = invoice.number ?? "";
  const paidAt = invoice.status_transitions.paid_at;
  return {
    title: words.title(number),
    heading: headingOf(invoice, language),
    facts: [
      [words.number, number],
      [words.issued, dateText(invoice.effective_at ?? invoice.created, tag)],
      ...(paidAt === null ? [] : [[words.paidOn, dateText(paidAt, tag)] as const]),
      ...(invoice.custom_fields ?? []).map(({ name, value }) => [name, value] as const),
    ],
    parties: partiesOf(found, language),
    description: invoice.description,
    columns: {
      item: words.item,
      period: "",
      quantity: words.quantity,
      unitPrice: labelled(words.unitPrice, invoice, language),
      amount: labelled(words.amount, invoice, language),
    },
    rows: invoice._lines.map((line) => rowOf(line, invoice, language)),
    totals: totalsOf(found, language),
    footer: invoice.footer,
  };
}

/** What was paid and when, or what is due; of a void invoice neither, only what it was about. */
function headingOf(invoice: Invoice, { messages, tag }: Language): string {
  const words = messages.invoice;
  const paidAt = invoice.status_transitions.paid_at;
  const shown = (amount: number) => money(amount, invoice.currency, tag);
  if (paidAt !== null) return words.paid(shown(invoice.amount_paid), dateText(paidAt, tag));
  return invoice.status === "void" ? shown(invoice.total) : words.due(shown(invoice.amount_remaining));
}

// --- parties ----------------------------------------------------------------------------------------------

function partiesOf({ invoice, accountTaxIds }: FoundInvoice, { messages, tag }: Language) {
  const words = messages.invoice;
  const country = (code: string) => countriesIn(tag).find((one) => one.code === code)?.name ?? code;
  const place = (address: Address | null) => (address === null ? [] : addressLines(address, country));
  const present = (lines: readonly (string | null)[]) => lines.flatMap((line) => line || []);
  const shipping = invoice.shipping_details ?? invoice.customer_shipping;
  const parties = [
    {
      label: words.from,
      lines: [
        invoice.account_name,
        country(invoice.account_country),
        ...accountTaxIds.map(({ type, value }) => taxIdText(type, value)),
      ],
    },
    {
      label: words.billTo,
      lines: present([
        invoice.customer_name,
        ...place(invoice.customer_address),
        invoice.customer_email,
        invoice.customer_phone,
        ...invoice.customer_tax_ids.map(({ type, value }) => taxIdText(type, value)),
      ]),
    },
  ];
  if (shipping === null) return parties;
  return [...parties, { label: words.shipTo, lines: present([shipping.name, ...place(shipping.address)]) }];
}

function taxIdText(type: string, value: string): string {
  return `${taxIdLabel(type, taxIdCountry(type, value))} ${value}`;
}

function addressLines(address: Address, country: (code: string) => string): string[] {
  const { line1, line2, city, state, postal_code } = address;
  const region = [state, postal_code].filter(Boolean).join(" ");
  const town = [city, region].filter(Boolean).join(", ");
  const land = address.country === null ? null : country(address.country);
  return [line1, line2, town, land].flatMap((line) => line || []);
}

// --- lines ------------------------------------------------------------------------------------------------

/** Whether amounts are shown without included taxes (`rendering[amount_tax_display]`). */
function isWithoutTax({ rendering }: Invoice): boolean {
  return rendering?.amount_tax_display === "exclude_tax";
}

function labelled(label: string, invoice: Invoice, { messages }: Language): string {
  return isWithoutTax(invoice) ? messages.invoice.withoutTax(label) : label;
}

function rowOf(line: InvoiceLine, invoice: Invoice, { tag }: Language): Row {
  const { currency, period, quantity } = line;
  const amount = isWithoutTax(invoice) ? line.subtotal : line.amount;
  return {
    item: line.description ?? "",
    period: period.start === period.end ? "" : daysText(period.start, period.end, tag),
    quantity: quantity === null ? "" : count(quantity, tag),
    unitPrice: eachText(line, amount, tag),
    amount: money(amount, currency, tag),
  };
}

/**
 * The unit price. If tax was removed from the line's amount: that amount per unit, rounded half away from
 * zero.
 */
function eachText(line: InvoiceLine, amount: number, tag: string): string {
  const { unit_amount_decimal: each } = line.pricing;
  if (each === null || line._price.transform_quantity !== null) return "";
  return amount === line.amount
    ? unitPrice(each, line.currency, tag)
    : money(scale(amount, 1, line.quantity ?? 1), line.currency, tag);
}

// --- totals -----------------------------------------------------------------------------------------------

function totalsOf(found: FoundInvoice, language: Language): InvoiceTotal[] {
  const { invoice } = found;
  const { messages, tag } = language;
  const words = messages.invoice;
  const total = (label: string, amount: number, weight: InvoiceTotal["weight"] = "plain") => ({
    label,
    amount: money(amount, invoice.currency, tag),
    weight,
  });
  const isWithout = isWithoutTax(invoice);
  const subtotal = isWithout ? invoice.subtotal_excluding_tax : invoice.subtotal;
  const paid = invoice.status === "paid";
  const due = invoice.status === "void" ? 0 : invoice.amount_remaining;
  const applied = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance);
  return [
    total(labelled(messages.summary.subtotal, invoice, language), subtotal),
    ...discountsOf(invoice, language).map(({ label, amount }) => total(label, -amount)),
    ...shippingOf(found, language).map(({ label, amount }) => total(label, amount)),
    ...taxesOf(found, language).map(({ label, amount, isIncluded }) =>
      total(label, amount, isIncluded ? "muted" : "plain"),
    ),
    total(words.total, invoice.total, "strong"),
    ...(applied === 0 ? [] : [total(words.balance, applied)]),
    total(paid ? words.amountPaid : words.amountDue, paid ? invoice.amount_paid : due),
  ];
}

interface Part {
  readonly label: string;
  readonly amount: number;
}

/** What each discount has taken off, of the whole invoice and of single lines. */
function discountsOf(invoice: Invoice, { messages, tag }: Language): Part[] {
  const known = [...invoice._discounts, ...invoice._lines.flatMap((line) => line._discounts)];
  return invoice.total_discount_amounts.flatMap(({ amount, discount: id }) => {
    const coupon = known.find((discount) => discount.id === id)?._coupon;
    if (coupon === undefined) return [];
    const off =
      typeof coupon.percent_off === "number"
        ? percent(coupon.percent_off, tag)
        : money(amount, invoice.currency, tag);
    return [{ label: messages.invoice.discount(String(coupon.name ?? coupon.id), off), amount }];
  });
}

/** The shipping costs, with the name of the shipping rate. */
function shippingOf({ invoice, shippingName }: FoundInvoice, language: Language): Part[] {
  const { shipping_cost: cost, _shipping_taxes: taxes } = invoice;
  if (cost === null) return [];
  const held = sum(taxes.filter(({ rate }) => rate.inclusive).map((tax) => tax.amount));
  const { shipping } = language.messages.order;
  const label = labelled(shipping, invoice, language);
  return [
    {
      label: shippingName === null ? label : `${label}: ${shippingName}`,
      amount: isWithoutTax(invoice) ? cost.amount_subtotal - held : cost.amount_subtotal,
    },
  ];
}

interface TaxPart extends Part {
  readonly isIncluded: boolean;
}

/** The tax of each rate for the whole invoice, without rates that apply only to exempt products. */
function taxesOf({ invoice, taxRates }: FoundInvoice, language: Language): TaxPart[] {
  return invoice.total_taxes.flatMap((tax) => {
    const rate = taxRates.find(({ id }) => id === tax.tax_rate_details.tax_rate);
    if (rate === undefined || tax.taxability_reason === "product_exempt") return [];
    const isIncluded = rate.inclusive && !isWithoutTax(invoice);
    return [
      {
        label: taxLabel({ rate, reason: tax.taxability_reason }, isIncluded, language),
        amount: tax.amount,
        isIncluded,
      },
    ];
  });
}
