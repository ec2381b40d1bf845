/**
 * What the lines of a credit note come to. A part of an invoice's line is credited with the same part of its
 * discounts and taxes; each part is rounded once, half away from zero.
 */
import { multiplyDecimal, scale, sum } from "../../../core/amounts.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { namedRates } from "../../customers/taxation.ts";
import {
  type Invoice,
  type InvoiceLine,
  type LineTax,
  lineFigures,
  ratesFrom,
  taxesOf,
  totalsOf,
} from "../invoice/index.ts";
import type { CreditNote, CreditNoteLine } from "./credit_note.ts";
import type { CreateInput, LineInput } from "./params.ts";

/** A line with its taxes as they are added up. */
interface Credited {
  readonly line: CreditNoteLine;
  readonly taxes: readonly LineTax[];
}

/** The lines that a request wants, or one for its whole amount. */
export async function creditedLines(
  tx: Tx,
  invoice: Invoice,
  input: CreateInput,
  earlier: readonly CreditNote[],
): Promise<Credited[]> {
  const { amount, lines } = input;
  if (amount !== undefined && lines !== undefined) throw errors.onlyOneOf(["amount", "lines"]);
  if (lines === undefined) {
    if (amount === undefined) throw errors.needsOneOf(["amount", "lines"]);
    if (amount === 0) throw errors.integerTooSmall("amount", 1);
    return [wholeAmount(tx, amount)];
  }
  if (lines.length === 0) throw errors.emptyParam("lines");
  const credited: Credited[] = [];
  for (const [i, line] of lines.entries()) {
    const path = `lines[${i}]`;
    credited.push(
      line.type === "custom_line_item"
        ? await customLine(tx, invoice, line, path)
        : invoiceLine(tx, invoice, line, path, creditedBefore(earlier, line, credited)),
    );
  }
  return credited;
}

const BLANK = {
  object: "credit_note_line_item",
  description: null,
  discount_amount: 0,
  discount_amounts: [],
  livemode: false,
  metadata: {},
  pretax_credit_amounts: [],
  quantity: 1,
  tax_rates: [],
  taxes: [],
} as const;

function wholeAmount(tx: Pick<Tx, "newId">, amount: number): Credited {
  const line: CreditNoteLine = {
    id: tx.newId("cnli_"),
    ...BLANK,
    amount,
    type: "custom_line_item",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  };
  return { line, taxes: [] };
}

async function customLine(tx: Tx, invoice: Invoice, given: LineInput, path: string): Promise<Credited> {
  const { description, quantity = 1, unit_amount, unit_amount_decimal } = given;
  if (given.invoice_line_item !== undefined || given.amount !== undefined) {
    const name = given.amount === undefined ? "invoice_line_item" : "amount";
    throw errors.rule(`\`${name}\` can only be used with \`type=invoice_line_item\`.`, `${path}[${name}]`);
  }
  if (description === undefined) throw errors.missingParam(`${path}[description]`);
  if (unit_amount !== undefined && unit_amount_decimal !== undefined) {
    throw errors.onlyOneOf(["unit_amount", "unit_amount_decimal"], `${path}[unit_amount]`);
  }
  const decimal = unit_amount_decimal ?? (unit_amount === undefined ? undefined : String(unit_amount));
  if (decimal === undefined) throw errors.missingParam(`${path}[unit_amount]`);
  const rates = await ratesFrom(tx, given.tax_rates, `${path}[tax_rates]`);
  const amount = multiplyDecimal(decimal, quantity);
  return finished({
    taxes: taxesOf(amount, namedRates(rates, invoice.customer_tax_exempt)),
    line: {
      id: tx.newId("cnli_"),
      ...BLANK,
      amount,
      description,
      metadata: mergeMetadata({}, given.metadata),
      quantity,
      tax_rates: rates,
      type: "custom_line_item",
      unit_amount: /^\d+$/.test(decimal) ? Number(decimal) : null,
      unit_amount_decimal: decimal,
    },
  });
}

/** What earlier credit notes, and earlier lines of this one, have credited of an invoice's line. */
function creditedBefore(
  earlier: readonly CreditNote[],
  { invoice_line_item: id }: LineInput,
  now: readonly Credited[],
): number {
  const lines = [
    ...earlier.filter(({ status }) => status === "issued").flatMap(({ _lines }) => _lines),
    ...now.map(({ line }) => line),
  ];
  return sum(lines.filter((line) => line.invoice_line_item === id).map((line) => line.amount));
}

function invoiceLine(
  tx: Pick<Tx, "newId">,
  invoice: Invoice,
  given: LineInput,
  path: string,
  before: number,
): Credited {
  const id = given.invoice_line_item;
  if (id === undefined) throw errors.missingParam(`${path}[invoice_line_item]`);
  const of = invoice._lines.find((line) => line.id === id);
  if (of === undefined) throw errors.missingResource("invoice line item", id, `${path}[invoice_line_item]`);
  const amount = amountOf(of, given, path);
  if (amount > of.amount - before || of.amount <= 0) {
    const name = given.amount === undefined ? "quantity" : "amount";
    throw errors.rule(
      `The line ${id} has ${of.amount - before} left to be credited, which is less than ${amount}.`,
      `${path}[${name}]`,
    );
  }
  const part = (whole: number) => scale(whole, amount, of.amount);
  const discounts = of.discount_amounts.map((one) => ({ ...one, amount: part(one.amount) }));
  const taxes = of.taxes.map((tax) => ({
    amount: part(tax.amount),
    inclusive: tax.tax_behavior === "inclusive",
    rate: tax.tax_rate_details.tax_rate,
    taxability_reason: tax.taxability_reason,
    taxable_amount: part(tax.taxable_amount),
  }));
  return finished({
    taxes,
    line: {
      id: tx.newId("cnli_"),
      ...BLANK,
      amount,
      description: given.description ?? of.description,
      discount_amount: sum(discounts.map((one) => one.amount)),
      discount_amounts: discounts,
      invoice_line_item: of.id,
      metadata: mergeMetadata({}, given.metadata),
      quantity: given.quantity ?? null,
      tax_rates: of._tax_rates,
      type: "invoice_line_item",
      unit_amount: null,
      unit_amount_decimal: of.pricing.unit_amount_decimal,
    },
  });
}

function amountOf(of: InvoiceLine, { amount, quantity }: LineInput, path: string): number {
  if (amount !== undefined && quantity !== undefined) {
    throw errors.onlyOneOf(["amount", "quantity"], `${path}[amount]`);
  }
  if (amount !== undefined) return amount;
  if (quantity === undefined) throw errors.missingParam(`${path}[amount]`);
  const whole = of.quantity ?? 0;
  if (quantity > whole) {
    throw errors.rule(
      `The line ${of.id} has a quantity of ${whole}, which is less than ${quantity}.`,
      `${path}[quantity]`,
    );
  }
  return whole === 0 ? 0 : scale(of.amount, quantity, whole);
}

function finished({ line, taxes }: Credited): Credited {
  const figures = lineFigures({ amount: line.amount, discounts: line.discount_amounts, taxes });
  return {
    taxes,
    line: { ...line, pretax_credit_amounts: figures.pretax_credit_amounts, taxes: figures.taxes },
  };
}

/** Pure: the totals of a credit note. */
export function figuresOf(credited: readonly Credited[]) {
  const totals = totalsOf(
    credited.map(({ line, taxes }) => ({ amount: line.amount, discounts: line.discount_amounts, taxes })),
    null,
    [],
  );
  return {
    amount: totals.total,
    discount_amount: sum(totals.total_discount_amounts.map((one) => one.amount)),
    discount_amounts: totals.total_discount_amounts,
    pretax_credit_amounts: totals.total_pretax_credit_amounts,
    subtotal: totals.subtotal,
    subtotal_excluding_tax: totals.subtotal_excluding_tax,
    total: totals.total,
    total_excluding_tax: totals.total_excluding_tax,
    total_taxes: totals.total_taxes,
    _lines: credited.map(({ line }) => line),
  };
}
