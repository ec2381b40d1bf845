/**
 * Pure: the figures of an invoice from its lines, discounts, tax rates and shipping. The order is Stripe's: the
 * amounts of the lines, the discounts of single lines, the discounts of the invoice, then taxes on what
 * remains. The customer's balance comes last, when the invoice is finalized. Whole discounts and taxes are
 * rounded half away from zero; how a discount is spread over lines is in `spread`.
 */
import { type Amount, scale, sum } from "../../../core/amounts.ts";
import { amountOffOf, covers, type Discount, percentOffOf } from "../../catalog/discount.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import { type AppliedRate, namedRates, type TaxAmount, taxesOn } from "../../customers/taxation.ts";
import type { DiscountAmount, Invoice, InvoiceLine, InvoiceTax, PretaxCredit } from "./invoice.ts";

/** Percentages of coupons have at most two decimals, so they are integers in ten-thousandths. */
const PERCENT_UNITS = 10_000;

/** A tax on a line or on shipping. In minor units. */
export interface LineTax extends Omit<TaxAmount, "taxability_reason"> {
  readonly inclusive: boolean;
  readonly taxability_reason: string | null;
}

/** What a line comes to: its amount, what discounts take off, and the taxes on the rest. */
export interface LineFigures {
  readonly amount: Amount;
  readonly discounts: readonly DiscountAmount[];
  readonly taxes: readonly LineTax[];
}

/** What shipping comes to. */
export interface ShippingFigures {
  readonly amount: Amount;
  readonly taxes: readonly LineTax[];
}

/** The rates of automatic tax for a line; null if automatic tax is off or the customer's place is unknown. */
export type RatesOf = (line: InvoiceLine) => readonly AppliedRate[];

/** The totals that follow from the lines and shipping; `discounts` are the ids of the invoice's own. */
export function totalsOf(
  lines: readonly LineFigures[],
  shipping: ShippingFigures | null,
  discounts: readonly string[],
) {
  const onLines = lines.flatMap((line) => line.taxes);
  const taxes = [...onLines, ...(shipping?.taxes ?? [])];
  const all = sum(taxes.map((tax) => tax.amount));
  const amount_shipping = shipping?.amount ?? 0;
  const subtotal = sum(lines.map((line) => line.amount));
  const total_discount_amounts = together([
    ...discounts.map((discount) => ({ amount: 0, discount })),
    ...lines.flatMap((line) => line.discounts),
  ]);
  const discounted = sum(total_discount_amounts.map((one) => one.amount));
  const total = subtotal - discounted + amount_shipping + all - includedIn(taxes);
  return {
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

/** The figures of a line, as the line shows them. */
export function lineFigures({ amount, discounts, taxes }: LineFigures) {
  return {
    discount_amounts: discounts,
    pretax_credit_amounts: discounts.map(creditOf),
    subtotal: amount - includedIn(taxes),
    taxes: taxes.map(taxOf),
  };
}

/** A discount as an amount taken off before taxes; Checkstand has no other kind of pretax credit. */
function creditOf(discounted: DiscountAmount): PretaxCredit {
  return { ...discounted, type: "discount" };
}

function includedIn(taxes: readonly LineTax[]): Amount {
  return sum(taxes.filter((tax) => tax.inclusive).map((tax) => tax.amount));
}

function taxOf(tax: LineTax): InvoiceTax {
  return {
    amount: tax.amount,
    tax_behavior: tax.inclusive ? "inclusive" : "exclusive",
    tax_rate_details: { tax_rate: tax.rate },
    taxability_reason: tax.taxability_reason ?? "not_available",
    taxable_amount: tax.taxable_amount,
    type: "tax_rate_details",
  };
}

function together(amounts: readonly DiscountAmount[]): DiscountAmount[] {
  const sums = new Map<string, Amount>();
  for (const { amount, discount } of amounts) sums.set(discount, (sums.get(discount) ?? 0) + amount);
  return [...sums].map(([discount, amount]) => ({ amount, discount }));
}

/** The taxes with those of the same rate and reason added up. */
function togetherByRate(taxes: readonly LineTax[]): LineTax[] {
  const sums = new Map<string, LineTax>();
  for (const tax of taxes) {
    const name = `${tax.rate} ${tax.taxability_reason}`;
    const known = sums.get(name);
    sums.set(name, {
      ...tax,
      amount: tax.amount + (known?.amount ?? 0),
      taxable_amount: tax.taxable_amount + (known?.taxable_amount ?? 0),
    });
  }
  return [...sums.values()];
}

// --- discounts --------------------------------------------------------------------------------------------

/**
 * What each discount takes off each line. A line's own discounts come first. Each discount is taken off what
 * the ones before it have left. Every line names every discount of the invoice, with 0 where it takes off
 * nothing (measured at Stripe).
 */
function discountsOn(
  lines: readonly InvoiceLine[],
  ofInvoice: readonly Discount[],
  currency: string,
): DiscountAmount[][] {
  const left = lines.map((line) => line.amount);
  const taken: DiscountAmount[][] = lines.map(() => []);
  const take = (discount: Discount, eligible: (line: InvoiceLine) => boolean) => {
    const weights = lines.map((line, i) =>
      line.discountable && eligible(line) && covers(discount, line._price.product)
        ? Math.max(0, left[i] ?? 0)
        : 0,
    );
    return spread(wholeOf(discount, sum(weights), currency), weights);
  };
  for (const [i, line] of lines.entries()) {
    for (const discount of line._discounts) {
      const amount = take(discount, (one) => one === line)[i] ?? 0;
      left[i] = (left[i] ?? 0) - amount;
      taken[i]?.push({ amount, discount: discount.id });
    }
  }
  for (const discount of ofInvoice) {
    for (const [i, amount] of take(discount, () => true).entries()) {
      left[i] = (left[i] ?? 0) - amount;
      taken[i]?.push({ amount, discount: discount.id });
    }
  }
  return taken;
}

function wholeOf(discount: Discount, eligible: Amount, currency: string): Amount {
  const percent = percentOffOf(discount);
  if (percent !== null) return scale(eligible, Math.round(percent * 100), PERCENT_UNITS);
  return Math.min(amountOffOf(discount, currency), eligible);
}

/**
 * Splits an amount in proportion to weights: each part is rounded down, and the last part with a weight gets
 * the rest (Stripe's example: 500 over 1000 and 2000 is 166 and 334).
 */
export function spread(total: Amount, weights: readonly Amount[]): Amount[] {
  const whole = sum(weights);
  if (whole === 0) return weights.map(() => 0);
  const last = weights.findLastIndex((weight) => weight > 0);
  const parts = weights.map((weight) => Number((BigInt(total) * BigInt(weight)) / BigInt(whole)));
  const rest = total - sum(parts);
  return parts.map((part, i) => (i === last ? part + rest : part));
}

// --- the figures of a draft -------------------------------------------------------------------------------

/** What the figures of a draft follow from. */
type Drafted = Pick<
  Invoice,
  | "automatic_tax"
  | "currency"
  | "customer_tax_exempt"
  | "default_tax_rates"
  | "_discounts"
  | "_lines"
  | "_shipping_taxes"
  | "shipping_cost"
>;

/** What `figuresOf` works out of a draft. */
type Figures = ReturnType<typeof totalsOf> & Pick<Invoice, "amount_due" | "amount_remaining" | "_lines">;

/** The lines of a draft with their figures, and its totals. The balance is not counted yet. */
export function figuresOf(draft: Drafted, automatic: RatesOf | null): Figures {
  const taken = discountsOn(draft._lines, draft._discounts, draft.currency);
  const figures = draft._lines.map((line, i): LineFigures => {
    const discounts = taken[i] ?? [];
    const net = line.amount - sum(discounts.map((one) => one.amount));
    return { amount: line.amount, discounts, taxes: taxesOf(net, ratesFor(line, draft, automatic)) };
  });
  const totals = totalsOf(
    figures,
    shippingFigures(draft),
    draft._discounts.map((one) => one.id),
  );
  const amount_due = Math.max(0, totals.total);
  return {
    ...totals,
    amount_due,
    amount_remaining: amount_due,
    _lines: draft._lines.map((line, i) => ({ ...line, ...shownFigures(figures[i]) })),
  };
}

function shownFigures(figures: LineFigures | undefined) {
  return figures === undefined ? {} : lineFigures(figures);
}

/** A line's own rates, or those of automatic tax, or the invoice's. */
function ratesFor(line: InvoiceLine, draft: Drafted, automatic: RatesOf | null): readonly AppliedRate[] {
  if (line._tax_rates.length > 0) return namedRates(line._tax_rates, draft.customer_tax_exempt);
  if (draft.automatic_tax.enabled) return automatic?.(line) ?? [];
  return namedRates(draft.default_tax_rates, draft.customer_tax_exempt);
}

/** The taxes on an amount by these rates, each with whether the amount holds it already. */
export function taxesOf(net: Amount, rates: readonly AppliedRate[]): LineTax[] {
  const inclusive = new Map<string, TaxRate>(rates.map(({ rate }) => [rate.id, rate]));
  return taxesOn(net, rates).taxes.map((tax) => ({
    ...tax,
    inclusive: inclusive.get(tax.rate)?.inclusive ?? false,
  }));
}

function shippingFigures({ shipping_cost: cost, _shipping_taxes: taxes }: Drafted): ShippingFigures | null {
  if (cost === null) return null;
  return {
    amount: cost.amount_subtotal,
    taxes: taxes.map(({ rate, ...tax }) => ({
      ...tax,
      inclusive: rate.inclusive,
      rate: rate.id,
      taxable_amount: tax.taxable_amount,
    })),
  };
}
