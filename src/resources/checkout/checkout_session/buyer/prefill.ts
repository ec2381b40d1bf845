/** Pure: what a session knows about its buyer before they give anything. */
import type { Customer } from "../../../customers/customer/index.ts";
import { NO_BUYER } from "../row/defaults.ts";
import { knownDetails, type Session } from "../row/session.ts";

interface KnownBefore {
  readonly customer_email?: string | null | undefined;
  readonly shipping_address_collection?: Session["shipping_address_collection"] | undefined;
}

/**
 * If the request or the customer has an e-mail, the session shows it from creation. The postal addresses of
 * an existing customer are filled into the form, and taxes are calculated from them.
 */
export function prefill(
  { customer_email, shipping_address_collection: collection }: KnownBefore,
  customer: Customer | null,
): Pick<Session, "customer_details" | "_buyer"> {
  const tax_exempt = customer?.tax_exempt ?? "none";
  const email = customer_email ?? customer?.email ?? null;
  const customer_details = email === null ? null : knownDetails(email, tax_exempt);
  if (customer === null) return { customer_details, _buyer: NO_BUYER };
  const { address, shipping } = customer;
  const there = shipping !== null && collection?.allowed_countries.includes(shipping.address.country ?? "");
  return {
    customer_details,
    _buyer: {
      ...NO_BUYER,
      billing_address: address,
      shipping: there ? { address: shipping.address, name: shipping.name } : null,
      tax_exempt,
    },
  };
}
