/**
 * Pure: the place that automatic tax takes as a customer's location, and whether tax can be worked out there.
 */
import { errors } from "../../../core/errors.ts";
import type { Settings } from "../../../core/settings.ts";
import type { Address } from "../../../params/common.ts";
import { placeOf, taxAt } from "../../../tax/table.ts";

/** The parts of a customer that matter here. */
interface Located {
  readonly address: Address | null;
  readonly shipping: { readonly address: Address } | null;
  readonly _ip_address?: string | null;
}

interface Location {
  readonly country: string;
  readonly source: "billing_address" | "shipping_destination";
  readonly state: string | null;
}

/** `customer.tax`, which is shown only when expanded. */
interface CustomerTax {
  readonly automatic_tax: "failed" | "not_collecting" | "supported" | "unrecognized_location";
  readonly ip_address: string | null;
  readonly location: Location | null;
  readonly provider: "stripe";
}

/**
 * The shipping address, or else the billing address. The IP address is stored, but gives no location:
 * Checkstand has no table from IP addresses to places.
 */
function locationOf({ address, shipping }: Located): Location | null {
  const candidates = [
    { source: "shipping_destination", at: shipping?.address ?? null },
    { source: "billing_address", at: address },
  ] as const;
  for (const { source, at } of candidates) {
    const place = at === null ? null : placeOf(at);
    if (place !== null) return { country: place.country, source, state: place.state };
  }
  return null;
}

export function customerTax(customer: Located, settings: Settings): CustomerTax {
  const location = locationOf(customer);
  return {
    automatic_tax: location === null ? "unrecognized_location" : collection(location, settings),
    ip_address: customer._ip_address ?? null,
    location,
    provider: "stripe",
  };
}

function collection(location: Location, { tax }: Settings): CustomerTax["automatic_tax"] {
  const taxes = taxAt(location, tax);
  if (taxes === "failed") return "failed";
  return taxes.length === 0 ? "not_collecting" : "supported";
}

/** Refuses a customer without a known location, if the request asks for that check (`immediately`). */
export function checkLocation(
  customer: Located,
  when: "auto" | "deferred" | "immediately" | undefined,
): void {
  if (when !== "immediately" || locationOf(customer) !== null) return;
  throw errors.rule(
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    undefined,
    "customer_tax_location_invalid",
  );
}
