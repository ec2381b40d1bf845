/** Which parts the form of a session has, and what stands in them at first. Pure. */
import { taxIdChoices, taxIdFault } from "../core/tax_ids.ts";
import type { Branch } from "../params/form.ts";
import { answerTo, type Session } from "../resources/checkout_session/session.ts";
import { isUndecided } from "../resources/checkout_session/total_rules.ts";
import { shownFormats } from "./address_formats.ts";
import { COUNTRIES } from "./countries.ts";
import {
  type AddressOf,
  type Asked,
  type AskedAnswer,
  addressControls,
  CONTROL,
  type FilledForm,
  type Month,
  NEW_CARD,
  TICKED,
} from "./fields.ts";
import type { Messages } from "./messages/en.ts";
import { CUSTOM_AMOUNT, PROMOTION_CODE } from "./order_form.ts";
import type { FoundSession } from "./port.ts";
import { type Typed, textOf } from "./posted.ts";
import type { ShownFormats } from "./shown_address.ts";

/** Nothing to pay needs no card; an amount that is still to be chosen will. */
function asksForCard({ session }: FoundSession): boolean {
  return session.amount_total > 0 || session._line_items.some(isUndecided);
}

export function knownEmail({ session, customerEmail }: FoundSession): string | null {
  return session.customer_email ?? customerEmail;
}

export function askedOf(found: FoundSession): Asked {
  const { session } = found;
  const wholeBilling = session.billing_address_collection === "required";
  const taxId = taxIdAsked(session);
  return {
    email: knownEmail(found) === null,
    phone: session.phone_number_collection.enabled,
    shipping: session.shipping_address_collection !== null,
    card: asksForCard(found),
    billing: wholeBilling ? "whole" : "postal",
    billingAlways: wholeBilling || taxId !== "never" || isTaxedByBilling(session),
    taxId,
    answers: session.custom_fields.map(askedAnswer),
    terms: session.consent_collection?.terms_of_service === "required",
  };
}

function taxIdAsked({ _tax_id_collection: collection }: Session): Asked["taxId"] {
  if (!collection?.enabled) return "never";
  return collection.required === "if_supported" ? "required" : "optional";
}

/** Whether what is to pay depends on where the buyer is. */
export function isTaxedByPlace({ automatic_tax, _line_items: lines }: Session): boolean {
  return automatic_tax.enabled || lines.some((line) => line._rates_by_country);
}

/** The goods' destination counts where there is one. */
function isTaxedByBilling(session: Session): boolean {
  const isSent = session.shipping_address_collection !== null || session._payment.shipping !== null;
  return isTaxedByPlace(session) && !isSent;
}

// --- questions of the shop's own --------------------------------------------------------------------------

/**
 * Names that controls of the page have, and what the client script reads of the form itself, which a control of that
 * name would hide from it. A question with such a key goes by its id.
 */
const TAKEN: ReadonlySet<string> = new Set<string>([
  ...Object.values(CONTROL),
  ...Object.values(addressControls("billing")),
  ...Object.values(addressControls("shipping")),
  CUSTOM_AMOUNT,
  PROMOTION_CODE,
  "quantity",
  ...["action", "addEventListener", "contains", "dataset", "dispatchEvent", "elements", "querySelector"],
  ...["getAttribute", "querySelectorAll", "requestSubmit", "submit", "toggleAttribute"],
]);

function askedAnswer(field: Session["custom_fields"][number]): AskedAnswer {
  const { key, type, optional } = field;
  const { minimum_length: least, maximum_length: most } = field.text ?? field.numeric ?? NO_LENGTHS;
  const id = `cstm_fld_${key}`;
  return { key, id, name: TAKEN.has(key) ? id : key, type, optional, least, most };
}
const NO_LENGTHS = { minimum_length: null, maximum_length: null };

// --- what is offered and what is there --------------------------------------------------------------------

/** Countries to choose from. */
export function countriesOf(
  of: AddressOf,
  { shipping_address_collection: shipping }: Session,
): readonly string[] {
  return of === "shipping" ? (shipping?.allowed_countries ?? []) : COUNTRIES;
}

export function formatsOf(of: AddressOf, session: Session, messages: Messages): ShownFormats {
  const whole = of === "shipping" || session.billing_address_collection === "required";
  return shownFormats(countriesOf(of, session), whole ? "whole" : "postal", messages);
}

/** A posted form, for its faults. Countries that are not offered are none. */
export function postedForm(form: Branch, session: Session, messages: Messages, today: Month): FilledForm {
  const offered = (of: AddressOf, name: string) =>
    name === addressControls(of).country && !countriesOf(of, session).includes(textOf(form, name));
  return {
    read: (name) => (offered("billing", name) || offered("shipping", name) ? "" : textOf(form, name)),
    formats: (of) => formatsOf(of, session, messages),
    hasTaxIds: (country) => taxIdChoices(country).length > 0,
    isTaxId: (type, value) => taxIdFault(type, value.toUpperCase()) === null,
    today,
  };
}

/** What stands in a form that nobody has touched: what the buyer told before, or what is likely. */
export function initialTyped(found: FoundSession, likelyCountry: string): Typed {
  const { session, savedCards } = found;
  const { _buyer: buyer } = session;
  const typed = new Map<string, string>();
  const put = (name: string, value: string | null | undefined) => {
    if (value) typed.set(name, value);
  };
  const putAddress = (of: AddressOf, address: Session["_buyer"]["billing_address"]) => {
    const controls = addressControls(of);
    const countries = countriesOf(of, session);
    const country = address?.country ?? likelyCountry;
    put(controls.country, countries.includes(country) ? country : countries[0]);
    put(controls.line1, address?.line1);
    put(controls.line2, address?.line2);
    put(controls.city, address?.city);
    put(controls.region, address?.state);
    put(controls.postal, address?.postal_code);
  };
  put(CONTROL.email, buyer.email);
  put(CONTROL.phone, buyer.phone);
  put(CONTROL.phoneCountry, likelyCountry);
  put(CONTROL.shippingName, buyer.shipping?.name);
  putAddress("shipping", buyer.shipping?.address ?? null);
  putAddress("billing", buyer.billing_address);
  put(CONTROL.savedCard, savedCards[0]?.id ?? NEW_CARD);
  put(CONTROL.sameAsShipping, isSentWhereBilled(buyer) ? TICKED : null);
  put(CONTROL.business, buyer.tax_id === null ? null : TICKED);
  put(CONTROL.businessName, buyer.business_name);
  put(CONTROL.taxIdType, buyer.tax_id?.type);
  put(CONTROL.taxId, buyer.tax_id?.value);
  put(CONTROL.save, buyer.save ? TICKED : null);
  put(CONTROL.promotions, buyer.promotions === "opt_in" ? TICKED : null);
  for (const field of session.custom_fields) put(askedAnswer(field).name, answerTo(field, buyer));
  return typed;
}

const BOXES: ReadonlySet<string> = new Set([
  CONTROL.sameAsShipping,
  CONTROL.business,
  CONTROL.save,
  CONTROL.promotions,
]);

/** What was typed; in controls that were not there, which boxes that are not ticked seem as well, what is at first. */
export function typedAgain(typed: Typed, initial: Typed): Typed {
  return new Map([...[...initial].filter(([name]) => !BOXES.has(name)), ...typed]);
}

/** Until the buyer says otherwise. */
function isSentWhereBilled({ billing_address, shipping }: Session["_buyer"]): boolean {
  return billing_address === null || JSON.stringify(billing_address) === JSON.stringify(shipping?.address);
}
