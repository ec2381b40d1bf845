/**
 * Pure: which rates apply to a session's lines and shipping. A shop either names rates itself (`tax_rates`, or
 * by country with `dynamic_tax_rates`) or uses `automatic_tax`. How much tax that is, is in
 * `customers/taxation.ts`.
 */
import { marksBusiness } from "../../../../core/tax_ids.ts";
import type { Address } from "../../../../params/common.ts";
import type { Reader } from "../../../../storage/port.ts";
import { placeOf } from "../../../../tax/table.ts";
import { offerIn, type TaxBehavior } from "../../../catalog/price/index.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import { type AppliedRate, automaticRatesAt, exemption, namedRates } from "../../../customers/taxation.ts";
import type { AutomaticTaxStatus, LineItem, PricedSession, Session } from "../row/session.ts";

/** The taxes of a session for its buyer's place. */
export interface TaxPlan {
  readonly status: AutomaticTaxStatus | null;
  /** Every rate that the session names or is taxed by. */
  readonly rates: readonly TaxRate[];
  ratesOf(line: LineItem): readonly AppliedRate[];
  ratesOfShipping(behavior: TaxBehavior): readonly AppliedRate[];
}

/**
 * The postal address that decides the taxes, and the parameter with which the buyer gives it; the parameter
 * is null if the shop gave the address.
 */
interface TaxAddress {
  readonly address: Address | null;
  readonly param: "billing_address" | "shipping[address]" | null;
}

/** The shipping address decides, or the billing address if there is none. */
export function taxAddress({ _buyer: buyer, _payment: payment }: Session): TaxAddress {
  const fixed = payment?.shipping?.address as Address | undefined;
  if (buyer.shipping !== null) return { address: buyer.shipping.address, param: "shipping[address]" };
  if (fixed !== undefined) return { address: fixed, param: null };
  return { address: buyer.billing_address, param: "billing_address" };
}

export function taxPlanFor(session: PricedSession, shop: Pick<Reader, "account" | "settings">): TaxPlan {
  return session.automatic_tax.enabled ? automaticPlan(session, shop) : namedPlan(session);
}

/** The rates that the shop named; those chosen by country apply only in their country. */
function namedPlan(session: PricedSession): TaxPlan {
  const { _tax_rates: rates, _buyer: buyer } = session;
  const { address } = taxAddress(session);
  const defaults = session._subscription?.default_tax_rates ?? [];
  const namedFor = (line: LineItem) => (line._tax_rates.length > 0 ? line._tax_rates : defaults);
  const ratesOf = (line: LineItem) =>
    namedRates(
      rates
        .filter((rate) => namedFor(line).includes(rate.id))
        .filter((rate) => !line._rates_by_country || isRateOf(rate, address)),
      buyer.tax_exempt,
    );
  return { status: null, rates, ratesOf, ratesOfShipping: () => [] };
}

function isRateOf(rate: TaxRate, address: Address | null): boolean {
  if (address?.country === null || address?.country === undefined || rate.country !== address.country)
    return false;
  return rate.state === null || rate.state === placeOf(address)?.state;
}

/** Taxes by the table. There is no tax while the place is unknown, or if the calculation fails. */
function automaticPlan(session: PricedSession, shop: Pick<Reader, "account" | "settings">): TaxPlan {
  const none = (status: AutomaticTaxStatus): TaxPlan => ({
    status,
    rates: [],
    ratesOf: () => [],
    ratesOfShipping: () => [],
  });
  const { address } = taxAddress(session);
  const place = address === null ? null : placeOf(address);
  if (place === null) return none("requires_location_inputs");
  const { tax_exempt, tax_id } = session._buyer;
  // A business abroad accounts for the tax itself (Stripe docs, tax, "Reverse charge").
  const isBusinessAbroad =
    tax_id !== null && marksBusiness(tax_id.type) && place.country !== shop.settings.country;
  const exempt = exemption(tax_exempt) ?? (isBusinessAbroad ? "reverse_charge" : null);
  const automatic = automaticRatesAt(place, shop, {
    currency: session.currency,
    created: session.created,
    exempt,
  });
  if (automatic === "failed") return none("failed");
  const ratesOf = (line: LineItem) =>
    automatic.ratesOf(
      offerIn(line.price, line.currency)?.tax_behavior ?? "unspecified",
      line._product.tax_code,
    );
  return {
    status: "complete",
    get rates() {
      return automatic.rates;
    },
    ratesOf,
    ratesOfShipping: (behavior) => automatic.ratesOf(behavior, null),
  };
}
