/**
 * The customer of a session that is being completed: updates the existing one with what the buyer gave, or
 * creates one.
 */

import type { Tx } from "../../../../storage/port.ts";
import type { Customer } from "../../../customers/customer/index.ts";
import { createCustomer } from "../../../customers/customer/index.ts";
import { createTaxId, TAX_IDS_MAX, taxIdsOf } from "../../../customers/tax_id.ts";
import { isDeleted, updateAndTell } from "../../../resource.ts";
import type { CustomerDetails } from "../row/parts.ts";
import { shippingDetailsOf } from "../row/parts.ts";
import type { Session } from "../row/session.ts";

/** The session with its customer: the existing one, or a new one if it `wantsOne`. */
export async function withCustomer<S extends Session>(
  tx: Tx,
  session: S,
  details: CustomerDetails,
  wantsOne: boolean,
): Promise<S> {
  if (session.customer !== null) {
    // A customer deleted while the network was asked is not changed.
    const customer = await tx.get<Customer>("customer", session.customer);
    if (customer === null || isDeleted(customer)) return session;
    await updateAndTell(tx, "customer.updated", customer, learned(session, customer, details));
    await keepTaxId(tx, session, customer);
    return session;
  }
  if (!wantsOne) return session;
  const { email, name, phone } = details;
  const address = addressIn(details);
  const shipping = shippingDetailsOf(session._buyer);
  const customer = await createCustomer(tx, {
    ...(address === null ? {} : { address }),
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    ...(phone === null ? {} : { phone }),
    ...(shipping === null ? {} : { shipping: { ...shipping, phone } }),
    ...collectedNames(session),
  });
  await keepTaxId(tx, session, customer);
  return { ...session, customer: customer.id };
}

/** The names that the session asked for and was given. The business name of a tax id alone is not among them. */
function collectedNames({ _name_collection: asked, _buyer: { business_name, individual_name } }: Session) {
  return {
    ...(asked?.business?.enabled && business_name !== null ? { business_name } : {}),
    ...(asked?.individual?.enabled && individual_name !== null ? { individual_name } : {}),
  };
}

/** The billing address; null if no part of it was given. */
function addressIn({ address }: CustomerDetails): CustomerDetails["address"] {
  return address !== null && Object.values(address).some((part) => part !== null) ? address : null;
}

/** An existing customer with the purchase's e-mail, if they have none, and with what the shop wants saved. */
function learned(session: Session, customer: Customer, details: CustomerDetails) {
  const { _customer_update: update, _buyer: buyer } = session;
  const address = addressIn(details);
  const shipping = shippingDetailsOf(buyer);
  return {
    ...customer,
    email: customer.email ?? details.email,
    ...(update.address === "auto" && address !== null ? { address } : {}),
    ...(update.name === "auto" && details.name !== null ? { name: details.name } : {}),
    ...(update.name === "auto" ? collectedNames(session) : {}),
    ...(update.shipping === "auto" && shipping !== null
      ? { shipping: { ...shipping, phone: details.phone } }
      : {}),
  };
}

/** Saves the tax id, unless the customer has it already or has the maximum number of them. */
async function keepTaxId(tx: Tx, { _buyer: { tax_id: given } }: Session, customer: Customer): Promise<void> {
  if (given === null) return;
  const known = await taxIdsOf(tx, customer);
  const isKnown = known.some(({ type, value }) => type === given.type && value === given.value);
  if (!isKnown && known.length < TAX_IDS_MAX) await createTaxId(tx, { customer: customer.id, ...given });
}
