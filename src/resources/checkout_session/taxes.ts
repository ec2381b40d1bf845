/**
 * Pure: which rates tax what, and how much that is. A shop names rates itself (`tax_rates`, or by country with
 * `dynamic_tax_rates`), or leaves it to `automatic_tax`, which asks the table of `tax/` for the buyer's place.
 */
import { type Amount, scale, sum } from "../../core/amounts.ts";
import { derivedId } from "../../core/ids.ts";
import { marksBusiness } from "../../core/tax_ids.ts";
import type { Address } from "../../params/common.ts";
import type { Reader } from "../../storage/port.ts";
import { defaultBehavior, type PlaceTax, placeOf, taxAt } from "../../tax/table.ts";
import type { TaxBehavior } from "../price/index.ts";
import type { TaxRate } from "../tax_rate.ts";
import { offerIn } from "./line_price.ts";
import type {
  AutomaticTaxStatus,
  LineItem,
  Session,
  TaxAmount,
  TaxabilityReason,
  TaxExempt,
} from "./session.ts";

/** Percentages have at most four decimals: a millionth of the amount is the finest share. */
const WHOLE = 1_000_000;
/** The tax code of what is never taxed (Stripe docs, "Nontaxable"). */
const NONTAXABLE = "txcd_00000000";

interface AppliedRate {
  readonly rate: TaxRate;
  /** Null where the shop named the rate; otherwise why it applies, or does not. */
  readonly reason: TaxabilityReason | null;
  readonly charged: boolean;
}

/** What taxes a session, from where its buyer is. */
export interface TaxPlan {
  readonly status: AutomaticTaxStatus | null;
  /** Every rate that is spoken of. */
  readonly rates: readonly TaxRate[];
  ratesOf(line: LineItem): readonly AppliedRate[];
  ratesOfShipping(behavior: TaxBehavior): readonly AppliedRate[];
}

/** The goods' destination decides, or else where the bill goes. */
function taxAddress({ _buyer: buyer, _payment: payment }: Session): Address | null {
  const fixed = payment.shipping?.address as Address | undefined;
  return buyer.shipping?.address ?? fixed ?? buyer.billing_address;
}

export function taxPlanFor(session: Session, shop: Pick<Reader, "account" | "settings">): TaxPlan {
  return session.automatic_tax.enabled ? automaticPlan(session, shop) : namedPlan(session);
}

/** The rates the shop named, of which those chosen by country count only in their country. */
function namedPlan(session: Session): TaxPlan {
  const { _tax_rates: rates, _buyer: buyer } = session;
  const address = taxAddress(session);
  const ratesOf = (line: LineItem) =>
    rates
      .filter((rate) => line._tax_rates.includes(rate.id))
      .filter((rate) => !line._rates_by_country || isRateOf(rate, address))
      .map((rate) => ({ rate, reason: exemption(buyer.tax_exempt), charged: buyer.tax_exempt === "none" }));
  return { status: null, rates, ratesOf, ratesOfShipping: () => [] };
}

function isRateOf(rate: TaxRate, address: Address | null): boolean {
  if (address?.country === null || address?.country === undefined || rate.country !== address.country)
    return false;
  return rate.state === null || rate.state === placeOf(address)?.state;
}

function exemption(exempt: TaxExempt): TaxabilityReason | null {
  if (exempt === "exempt") return "customer_exempt";
  return exempt === "reverse" ? "reverse_charge" : null;
}

/** By the table. A place that cannot be told yet, and one whose calculation fails, are taxed with nothing. */
function automaticPlan(
  session: Session,
  { account, settings }: Pick<Reader, "account" | "settings">,
): TaxPlan {
  const none = (status: AutomaticTaxStatus): TaxPlan => ({
    status,
    rates: [],
    ratesOf: () => [],
    ratesOfShipping: () => [],
  });
  const address = taxAddress(session);
  const place = address === null ? null : placeOf(address);
  if (place === null) return none("requires_location_inputs");
  const found = taxAt(place, settings.tax);
  if (found === "failed") return none("failed");
  const { tax_exempt, tax_id } = session._buyer;
  // A business abroad accounts for the tax itself (Stripe docs, tax, "Reverse charge").
  const isBusinessAbroad =
    tax_id !== null && marksBusiness(tax_id.type) && place.country !== settings.country;
  const exempt = exemption(tax_exempt) ?? (isBusinessAbroad ? "reverse_charge" : null);
  const rates = new Map<string, TaxRate>();
  const rateFor = (tax: PlaceTax, inclusive: boolean): TaxRate => {
    const name = [tax.country, tax.state, tax.display_name, tax.percentage, inclusive].join(" ");
    const id = derivedId("txr_", account, name);
    const rate = rates.get(id) ?? automaticRate(id, session.created, tax, inclusive);
    rates.set(id, rate);
    return rate;
  };
  const apply = (behavior: TaxBehavior, taxable: boolean): AppliedRate[] => {
    const inclusive =
      (behavior === "unspecified" ? defaultBehavior(session.currency) : behavior) === "inclusive";
    return found.map((tax) => ({
      rate: rateFor(tax, inclusive),
      reason: taxable
        ? (exempt ?? (tax.percentage === 0 ? "zero_rated" : "standard_rated"))
        : "product_exempt",
      charged: taxable && exempt === null,
    }));
  };
  const ratesOf = (line: LineItem) =>
    apply(
      offerIn(line.price, line.currency)?.tax_behavior ?? "unspecified",
      line._product.tax_code !== NONTAXABLE,
    );
  // Filled as the lines ask, which they do before the rates are read.
  return {
    status: "complete",
    get rates() {
      return [...rates.values()];
    },
    ratesOf,
    ratesOfShipping: (behavior) => apply(behavior, true),
  };
}

/** A rate as the original makes them for automatic tax: not for use by anybody else. */
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
 * Taxes on an amount that is left after discounts. Inclusive ones are taken out of it, each its share of
 * 100 % + all of them; exclusive ones come on top, each of what is left (Stripe docs, "Inclusive and exclusive
 * taxes"). Each tax is rounded once, half away from zero. `added` is what the buyer pays on top, `all` is both.
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
