/**
 * Completes a session: writes what it shows about its buyer, and sends the event. The payment and the
 * customer are written by the mode.
 */
import type { Tx } from "../../../../storage/port.ts";
import type { TaxRate } from "../../../catalog/tax_rate.ts";
import { modeOf } from "../modes/index.ts";
import { shippingDetailsOf } from "../row/parts.ts";
import {
  answerTo,
  type Buyer,
  type CustomerDetails,
  type CustomField,
  type Session,
} from "../row/session.ts";
import { EXPIRE_TIMER } from "../row/timers.ts";

/** Completes an open session and emits `checkout.session.completed`. */
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
    customer_details: modeOf(session).shownDetails(details),
    status: "complete",
    _challenge: null,
  };
  await tx.update(complete);
  await tx.cancel(EXPIRE_TIMER, session.id);
  await keepRates(tx, complete);
  await tx.emit("checkout.session.completed", complete);
  return complete;
}

/** What the buyer, or the shop for them, has given so far; null if nothing. */
export function collected({ _buyer: buyer }: Session): Session["collected_information"] {
  const shipping_details = shippingDetailsOf(buyer);
  const { business_name, individual_name } = buyer;
  if ([shipping_details, business_name, individual_name].every((part) => part === null)) return null;
  return { business_name, individual_name, shipping_details };
}

function answered(field: CustomField, buyer: Buyer): CustomField {
  const value = answerTo(field, buyer);
  const { dropdown, numeric, text } = field;
  if (dropdown !== undefined) return { ...field, dropdown: { ...dropdown, value } };
  if (numeric !== undefined) return { ...field, numeric: { ...numeric, value } };
  return text === undefined ? field : { ...field, text: { ...text, value } };
}

/** Stores the rates of automatic tax, so that they can be retrieved from the first payment they taxed. */
async function keepRates(tx: Tx, session: Session): Promise<void> {
  if (!session.automatic_tax.enabled) return;
  for (const rate of session._tax_rates) {
    if (!(await tx.exists("tax_rate", rate.id))) await tx.insert<TaxRate>(rate);
  }
}
