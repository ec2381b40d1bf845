/**
 * Pure: which taxes apply to something that a customer buys, and how much that is. What the shop names
 * (`tax_rates`) applies as it is; automatic tax looks the customer's place up in the table of `tax/`. Sessions
 * and invoices both use this; which rates a line has, and which address counts, is decided by them.
 */
import { type Amount, scale, sum } from "../../core/amounts.ts";
import { derivedId } from "../../core/ids.ts";
import type { Reader } from "../../storage/port.ts";
import { defaultBehavior, type Place, type PlaceTax, taxAt } from "../../tax/table.ts";
import type { TaxBehavior } from "../catalog/price/index.ts";
import type { TaxRate } from "../catalog/tax_rate.ts";

/** Percentages have at most four decimals, so rates are integers in millionths of the amount. */
const WHOLE = 1_000_000;
/** The tax code of products that are never taxed (Stripe docs, "Nontaxable"). */
const NONTAXABLE = "txcd_00000000";

export type TaxExempt = "exempt" | "none" | "reverse";
export type TaxabilityReason =
  | "customer_exempt"
  | "not_collecting"
  | "product_exempt"
  | "reverse_charge"
  | "standard_rated"
  | "zero_rated";

/** A tax on an amount, in minor units. */
export interface TaxAmount {
  readonly amount: Amount;
  /** The id of the rate. */
  readonly rate: string;
  readonly taxability_reason: TaxabilityReason | null;
  readonly taxable_amount: Amount;
}

export interface AppliedRate {
  readonly rate: TaxRate;
  /** Why the rate applies or not. Null if the shop named the rate and the buyer is not exempt. */
  readonly reason: TaxabilityReason | null;
  readonly charged: boolean;
}

/** Why an exempt customer is not taxed; null for any other. */
export function exemption(exempt: TaxExempt): TaxabilityReason | null {
  if (exempt === "exempt") return "customer_exempt";
  return exempt === "reverse" ? "reverse_charge" : null;
}

/** The rates that the shop named, for a customer who may be exempt. */
export function namedRates(rates: readonly TaxRate[], exempt: TaxExempt): AppliedRate[] {
  return rates.map((rate) => ({ rate, reason: exemption(exempt), charged: exempt === "none" }));
}

/** What decides automatic taxes besides the place. */
interface Taxed {
  readonly currency: string;
  /** When the sale was made; the rates made for it show this. */
  readonly created: number;
  /** Why nothing is charged; null if the customer is taxed. */
  readonly exempt: TaxabilityReason | null;
}

/** The rates of automatic tax at a place: a function for each line, and every rate that it has given out. */
export interface AutomaticRates {
  readonly rates: readonly TaxRate[];
  ratesOf(behavior: TaxBehavior, taxCode: string | null): readonly AppliedRate[];
}

/** Automatic taxes at a place; "failed" if the settings say that the calculation fails there. */
export function automaticRatesAt(
  place: Place,
  { account, settings }: Pick<Reader, "account" | "settings">,
  { currency, created, exempt }: Taxed,
): AutomaticRates | "failed" {
  const found = taxAt(place, settings.tax);
  if (found === "failed") return "failed";
  const rates = new Map<string, TaxRate>();
  const rateFor = (tax: PlaceTax, inclusive: boolean): TaxRate => {
    const name = [tax.country, tax.state, tax.display_name, tax.percentage, inclusive].join(" ");
    const id = derivedId("txr_", account, name);
    const rate = rates.get(id) ?? automaticRate(id, created, tax, inclusive);
    rates.set(id, rate);
    return rate;
  };
  return {
    // `rates` fills up as lines and shipping ask for theirs, so it must be read after them.
    get rates() {
      return [...rates.values()];
    },
    ratesOf(behavior, taxCode) {
      const inclusive = (behavior === "unspecified" ? defaultBehavior(currency) : behavior) === "inclusive";
      const taxable = taxCode !== NONTAXABLE;
      return found.map((tax) => ({
        rate: rateFor(tax, inclusive),
        reason: taxable
          ? (exempt ?? (tax.percentage === 0 ? "zero_rated" : "standard_rated"))
          : "product_exempt",
        charged: taxable && exempt === null,
      }));
    },
  };
}

/** A rate as Stripe makes them for automatic tax: inactive, so that nobody else can use it. */
function automaticRate(id: string, created: number, tax: PlaceTax, inclusive: boolean): TaxRate {
  return {
    id,
    object: "tax_rate",
    active: false,
    country: tax.country,
    created,
    description: null,
    display_name: tax.display_name,
    effective_percentage: tax.percentage,
    flat_amount: null,
    inclusive,
    jurisdiction: tax.jurisdiction,
    jurisdiction_level: tax.jurisdiction_level,
    livemode: false,
    metadata: {},
    percentage: tax.percentage,
    rate_type: "percentage",
    state: tax.state,
    tax_type: tax.tax_type,
  };
}

/**
 * Taxes on an amount after discounts. Inclusive taxes are contained in it: each is its share of 100 % plus
 * all inclusive rates. Exclusive taxes are added: each is a share of the amount without the inclusive ones
 * (Stripe docs, "Inclusive and exclusive taxes"). Each tax is rounded once, half away from zero. `added` is
 * the sum of the exclusive taxes, which the buyer pays on top; `all` is the sum of both kinds.
 */
export function taxesOn(
  amount: Amount,
  applied: readonly AppliedRate[],
): { taxes: TaxAmount[]; added: Amount; all: Amount } {
  if (applied.length === 0) return { taxes: [], added: 0, all: 0 };
  const shareOf = ({ rate, charged }: AppliedRate) => (charged ? Math.round(rate.percentage * 10_000) : 0);
  const within = applied.filter(({ rate }) => rate.inclusive).reduce((all, one) => all + shareOf(one), WHOLE);
  const included = applied.map((one) => (one.rate.inclusive ? scale(amount, shareOf(one), within) : 0));
  const net = amount - sum(included);
  const taxes = applied.map((one, i) => ({
    amount: one.rate.inclusive ? (included[i] ?? 0) : scale(net, shareOf(one), WHOLE),
    rate: one.rate.id,
    taxability_reason: one.reason,
    taxable_amount: one.charged ? net : 0,
  }));
  const all = sum(taxes.map((tax) => tax.amount));
  return { taxes, added: all - sum(included), all };
}
