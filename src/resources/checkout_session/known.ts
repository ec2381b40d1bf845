/** Pure: what is known of a buyer before they say anything. */
import type { Customer } from "../customer/index.ts";
import { NO_BUYER } from "./blank.ts";
import { knownDetails, type Session } from "./session.ts";

interface Asked {
  readonly customer_email?: string | null | undefined;
  readonly shipping_address_collection?: Session["shipping_address_collection"] | undefined;
}

/**
 * An address of mail that was passed, or the customer's, is the session's from the start. An existing customer's
 * postal addresses stand in the form, and taxes go by them.
 */
export function knownBeforehand(
  { customer_email, shipping_address_collection: collection }: Asked,
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
