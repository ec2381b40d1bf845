/** Which parts the form of a session has, and their initial values. Pure. */

import { taxIdChoices, taxIdFault } from "../../../core/tax_ids.ts";
import { shownFormats } from "../../../form/address_formats.ts";
import { COUNTRIES } from "../../../form/countries.ts";
import {
  type AddressOf,
  type Asked,
  type AskedAnswer,
  type AskedMethod,
  addressControls,
  billingAsked,
  CONTROL,
  type Extent,
  type FilledForm,
  type Month,
  NEW_CARD,
  TICKED,
} from "../../../form/fields.ts";
import { regionsOf } from "../../../form/regions.ts";
import type { ShownFormats } from "../../../form/shown_address.ts";
import { type Typed, textOf } from "../../../form/typed.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { PaymentMethodType } from "../../../method_types/method_type.ts";
import type { Branch } from "../../../params/form.ts";
import {
  answerTo,
  isUndecided,
  needsMethod,
  type Session,
  takesTotal,
} from "../../../resources/checkout/checkout_session/index.ts";
import type { Messages } from "../../../words/messages/en.ts";
import type { FoundSession } from "../../port.ts";
import { CUSTOM_AMOUNT, PROMOTION_CODE } from "../order/order_form.ts";

/** A method is asked for if the session needs one, or may need one, as the buyer has yet to choose the amount. */
function asksForMethod({ session }: FoundSession): boolean {
  return needsMethod(session) || session._line_items.some(isUndecided);
}

export function knownEmail({ session, customerEmail }: FoundSession): string | null {
  return session.customer_email ?? customerEmail;
}

/** The types of new methods that the form offers. */
function offeredTypes(session: Session): readonly PaymentMethodType[] {
  return takingTypes(session)
    .map(typeNamed)
    .filter(({ isHidden }) => !isHidden);
}

export function askedOf(found: FoundSession): Asked {
  const { session } = found;
  const wholeBilling = session.billing_address_collection === "required";
  const taxId = taxIdAsked(session);
  const methods = asksForMethod(found)
    ? offeredTypes(session).map((type) => askedMethod(type, found.shopCountry))
    : [];
  const billingAlways = wholeBilling || taxId !== "never" || isTaxedByBilling(session);
  // An address for every method is as long as the one that a method needs.
  const isLong = wholeBilling || (billingAlways && methods.some(({ asks }) => asks.billing === "whole"));
  return {
    email: knownEmail(found) === null,
    phone: session.phone_number_collection.enabled,
    shipping: session.shipping_address_collection !== null,
    methods,
    billing: isLong ? "whole" : "postal",
    billingAlways,
    names: { business: nameAsked(session, "business"), individual: nameAsked(session, "individual") },
    taxId,
    answers: session.custom_fields.map(askedAnswer),
    terms: session.consent_collection?.terms_of_service === "required",
  };
}

/** Of the types those that take the total as it is now; all if none does, since the payment says why then. */
function takingTypes(session: Session): readonly string[] {
  const types = session.payment_method_types;
  const taking = types.filter((type) => takesTotal(session, type));
  return taking.length === 0 ? types : taking;
}

function askedMethod(of: PaymentMethodType, shopCountry: string): AskedMethod {
  const { type, name, family, asks, asksAbroad: abroad } = of;
  const isAbroad = abroad !== undefined && abroad.home !== shopCountry;
  return { type, name, family: family.name, asks: isAbroad ? abroad.asks : asks };
}

function nameAsked({ _name_collection: collection }: Session, whose: "business" | "individual"): Extent {
  const asked = collection?.[whose];
  if (!asked?.enabled) return "never";
  return asked.optional ? "optional" : "required";
}

function taxIdAsked({ _tax_id_collection: collection }: Session): Extent {
  if (!collection?.enabled) return "never";
  return collection.required === "if_supported" ? "required" : "optional";
}

/** Whether the total depends on the buyer's location. */
export function isTaxedByPlace({ automatic_tax, _line_items: lines }: Session): boolean {
  return automatic_tax.enabled || lines.some((line) => line._rates_by_country);
}

/** Whether taxes depend on the billing address: only if there is no shipping address. */
function isTaxedByBilling(session: Session): boolean {
  const isSent =
    session.shipping_address_collection !== null || (session._payment?.shipping ?? null) !== null;
  return isTaxedByPlace(session) && !isSent;
}

// --- custom fields ----------------------------------------------------------------------------------------

/**
 * Names that a custom field's control must not have: those of other controls, and properties of the form
 * element that the client script uses, which a control of that name would hide. A field with such a key uses
 * its id as its name.
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

// --- countries and values ---------------------------------------------------------------------------------

/** The countries that the form offers. */
export function countriesOf(
  of: AddressOf,
  { shipping_address_collection: shipping }: Session,
): readonly string[] {
  return of === "shipping" ? (shipping?.allowed_countries ?? []) : COUNTRIES;
}

/** The formats of the addresses that the form asks for, and how much of them it asks for. */
function formatsOf(
  of: AddressOf,
  session: Session,
  extent: "postal" | "whole",
  messages: Messages,
): ShownFormats {
  return shownFormats(countriesOf(of, session), extent, messages);
}

/** A posted form, to be checked for faults. A country that is not offered is read as empty. */
export function postedForm(
  form: Branch,
  { asked, session }: { readonly asked: Asked; readonly session: Session },
  messages: Messages,
  today: Month,
): FilledForm {
  const isNotOffered = (of: AddressOf, name: string) =>
    name === addressControls(of).country && !countriesOf(of, session).includes(textOf(form, name));
  const read = (name: string) =>
    isNotOffered("billing", name) || isNotOffered("shipping", name) ? "" : textOf(form, name);
  const isLong = (of: AddressOf) => of === "shipping" || billingAsked(read, asked) === "whole";
  return {
    read,
    formats: (of) => formatsOf(of, session, isLong(of) ? "whole" : "postal", messages),
    regions: regionsOf,
    hasTaxIds: (country) => taxIdChoices(country).length > 0,
    isTaxId: (type, value) => taxIdFault(type, value.toUpperCase()) === null,
    today,
  };
}

/** The initial values of the form: what the session knows about the buyer, otherwise likely values. */
export function initialTyped(found: FoundSession, likelyCountry: string): Typed {
  const { session, savedMethods } = found;
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
  const home = (buyer.shipping?.address ?? buyer.billing_address)?.country ?? null;
  put(CONTROL.phoneCountry, home !== null && COUNTRIES.includes(home) ? home : likelyCountry);
  put(CONTROL.shippingName, buyer.shipping?.name);
  putAddress("shipping", buyer.shipping?.address ?? null);
  putAddress("billing", buyer.billing_address);
  put(CONTROL.savedCard, savedMethods[0]?.id ?? NEW_CARD);
  put(CONTROL.sameAsShipping, isSentWhereBilled(buyer) ? TICKED : null);
  put(CONTROL.business, buyer.tax_id === null ? null : TICKED);
  put(CONTROL.ownBusiness, buyer.business_name);
  put(CONTROL.ownName, buyer.individual_name);
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

/**
 * Typed values win. A control missing from the post keeps its initial value; checkboxes do not, since unticked ones are
 * missing too.
 */
export function typedAgain(typed: Typed, initial: Typed): Typed {
  return new Map([...[...initial].filter(([name]) => !BOXES.has(name)), ...typed]);
}

/** Whether the box "same as shipping" is ticked: yes, unless the session has another billing address. */
function isSentWhereBilled({ billing_address, shipping }: Session["_buyer"]): boolean {
  return billing_address === null || JSON.stringify(billing_address) === JSON.stringify(shipping?.address);
}
