/** What completing a session writes besides its payment: the customer, and what the session tells of its buyer. */
import type { Tx } from "../../storage/port.ts";
import { type Customer, createCustomer } from "../customer/index.ts";
import { isDeleted, updateAndTell } from "../resource.ts";
import { createTaxId, TAX_IDS_MAX, type TaxId } from "../tax_id.ts";
import type { TaxRate } from "../tax_rate.ts";
import { EXPIRE_TIMER } from "./expire.ts";
import {
  answerTo,
  type Buyer,
  type CustomerDetails,
  type CustomField,
  type Session,
  type ShippingDetails,
} from "./session.ts";

// --- the customer -----------------------------------------------------------------------------------------

/** The session with its customer: the one it has, or a new one where one is wanted. */
export async function customerFor(tx: Tx, session: Session, details: CustomerDetails): Promise<Session> {
  if (session.customer !== null) {
    // A customer who was deleted while the network was asked is left as they are.
    const customer = await tx.get<Customer>("customer", session.customer);
    if (customer === null || isDeleted(customer)) return session;
    await updateAndTell(tx, "customer.updated", customer, learned(session, customer, details));
    await keepTaxId(tx, session, customer);
    return session;
  }
  if (!wantsCustomer(session)) return session;
  const { email, name, phone } = details;
  const address = addressIn(details);
  const shipping = shippingDetailsOf(session._buyer);
  const customer = await createCustomer(tx, {
    ...(address === null ? {} : { address }),
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    ...(phone === null ? {} : { phone }),
    ...(shipping === null ? {} : { shipping: { ...shipping, phone } }),
  });
  await keepTaxId(tx, session, customer);
  return { ...session, customer: customer.id };
}

/** Always where the shop says so, else where something is kept with them. */
function wantsCustomer(session: Session): boolean {
  const { customer_creation, invoice_creation, _buyer: buyer } = session;
  return (
    customer_creation === "always" || invoice_creation.enabled || buyer.save || usageOf(session) !== null
  );
}

/** What the shop keeps the method for, of cards or of all methods; null where for nothing. */
export function usageOf({ _payment: payment }: Session): unknown {
  return payment.setup_future_usage ?? payment.card.setup_future_usage ?? null;
}

/** The billing address, where any of it was given. */
function addressIn({ address }: CustomerDetails): CustomerDetails["address"] {
  return address !== null && Object.values(address).some((part) => part !== null) ? address : null;
}

/** What an existing customer learns of the purchase: an e-mail address they lack, and what the shop wants saved. */
function learned(
  { _customer_update: update, _buyer: buyer }: Session,
  customer: Customer,
  details: CustomerDetails,
) {
  const address = addressIn(details);
  const shipping = shippingDetailsOf(buyer);
  return {
    ...customer,
    email: customer.email ?? details.email,
    ...(update.address === "auto" && address !== null ? { address } : {}),
    ...(update.name === "auto" && details.name !== null ? { name: details.name } : {}),
    ...(update.shipping === "auto" && shipping !== null
      ? { shipping: { ...shipping, phone: details.phone } }
      : {}),
  };
}

/** A tax id is kept once; a customer who has as many as there may be gets no further one. */
async function keepTaxId(tx: Tx, { _buyer: { tax_id: given } }: Session, customer: Customer): Promise<void> {
  if (given === null) return;
  const known = await taxIdsOf(tx, customer);
  const isKnown = known.some(({ type, value }) => type === given.type && value === given.value);
  if (!isKnown && known.length < TAX_IDS_MAX) await createTaxId(tx, { customer: customer.id, ...given });
}

/** The latest first. */
export async function taxIdsOf(tx: Tx, customer: Customer): Promise<readonly TaxId[]> {
  return (await tx.list<TaxId>("tax_id", { owner: customer.id }, { limit: TAX_IDS_MAX })).rows;
}

// --- the session ------------------------------------------------------------------------------------------

/** Completes an open session, and says so. */
export async function completeSession(tx: Tx, session: Session, details: CustomerDetails): Promise<Session> {
  const { _buyer: buyer, consent_collection: consent } = session;
  const complete: Session = {
    ...session,
    client_secret: null,
    collected_information: collected(session),
    consent:
      consent?.promotions === "auto" || consent?.terms_of_service === "required"
        ? {
            promotions: consent.promotions === "auto" ? (buyer.promotions ?? "opt_out") : null,
            terms_of_service: buyer.terms_accepted ? "accepted" : null,
          }
        : null,
    custom_fields: session.custom_fields.map((field) => answered(field, buyer)),
    customer_details: details,
    status: "complete",
    _challenge: null,
  };
  await tx.update(complete);
  await tx.cancel(EXPIRE_TIMER, session.id);
  await keepRates(tx, complete);
  await tx.emit("checkout.session.completed", complete);
  return complete;
}

function collected({ _buyer: buyer }: Session): Session["collected_information"] {
  const shipping_details = shippingDetailsOf(buyer);
  if (shipping_details === null && buyer.business_name === null) return null;
  return { business_name: buyer.business_name, individual_name: null, shipping_details };
}

export function shippingDetailsOf({ shipping }: Buyer): ShippingDetails | null {
  return shipping === null ? null : { address: shipping.address, name: shipping.name ?? "" };
}

function answered(field: CustomField, buyer: Buyer): CustomField {
  const value = answerTo(field, buyer);
  const { dropdown, numeric, text } = field;
  if (dropdown !== undefined) return { ...field, dropdown: { ...dropdown, value } };
  if (numeric !== undefined) return { ...field, numeric: { ...numeric, value } };
  return text === undefined ? field : { ...field, text: { ...text, value } };
}

/** Rates of automatic tax can be looked up from the first payment they taxed. */
async function keepRates(tx: Tx, session: Session): Promise<void> {
  if (!session.automatic_tax.enabled) return;
  for (const rate of session._tax_rates) {
    if (!(await tx.exists("tax_rate", rate.id))) await tx.insert<TaxRate>(rate);
  }
}
