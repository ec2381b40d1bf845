/**
 * Pure: checks that the buyer has given everything a session needs before it is paid. An error names the
 * parameter that would solve it, by its place in the refused request: never a whole hash when only a part of
 * it is missing.
 */
import { errors } from "../../../../core/errors.ts";
import { taxIdChoices } from "../../../../core/tax_ids.ts";
import { taxAddress } from "../order/taxes.ts";
import { isUndecided } from "../order/total_rules.ts";
import type { ConfirmInput } from "../params/page_params.ts";
import { answerTo, NAMES, type Session } from "../row/session.ts";

/**
 * Refuses a session whose buyer has not given everything it asks for. The caller has already added the
 * payment method's billing address and phone number.
 */
export function checkComplete(session: Session, input: ConfirmInput): void {
  const { _buyer: buyer, consent_collection: consent } = session;
  if (session.shipping_address_collection !== null) {
    for (const part of ["country", "line1"] as const) {
      if ((buyer.shipping?.address[part] ?? null) === null) {
        throw errors.missingParam(`shipping[address][${part}]`);
      }
    }
    if ((buyer.shipping?.name ?? null) === null) throw errors.missingParam("shipping[name]");
  }
  for (const name of ["business_name", "individual_name"] as const) {
    const asked = session._name_collection?.[NAMES[name]];
    if (asked?.enabled && !asked.optional && buyer[name] === null) throw errors.missingParam(name);
  }
  if (session.phone_number_collection.enabled && buyer.phone === null) throw errors.missingParam("phone");
  if (session.billing_address_collection === "required") {
    for (const part of ["country", "line1"] as const) {
      if ((buyer.billing_address?.[part] ?? null) === null)
        throw errors.missingParam(`billing_address[${part}]`);
    }
  }
  for (const field of session.custom_fields) {
    if (field.optional || answerTo(field, buyer) !== null) continue;
    const at = placeIn(input.custom_fields, ({ key }) => key === field.key);
    throw missingPart(`custom_fields[${at}][value]`, `the answer to \`${field.key}\``);
  }
  for (const line of session._line_items) {
    if (!isUndecided(line)) continue;
    const at = placeIn(input.line_items, ({ id }) => id === line.id);
    throw missingPart(`line_items[${at}][custom_amount]`, `the amount of \`${line.id}\``);
  }
  if (consent?.terms_of_service === "required" && !buyer.terms_accepted) {
    throw errors.missingParam("consent[terms_of_service]");
  }
  if (needsTaxId(session)) throw errors.missingParam("tax_id[value]");
  checkTax(session);
}

/** The index of an element in the list of the request, or the index it would be added at. */
function placeIn<T>(sent: readonly T[] | undefined, isIt: (element: T) => boolean): number {
  const at = sent?.findIndex(isIt) ?? -1;
  return at === -1 ? (sent?.length ?? 0) : at;
}

/** The error for a missing part of a list element; `what` names the element. */
function missingPart(param: string, what: string) {
  return errors.rule(`Missing required param: ${param}, ${what}.`, param, "parameter_missing");
}

/**
 * The error for a missing e-mail. It names the billing details if the request describes a payment method,
 * otherwise `email`: an existing method is named by its id, and its details were fixed when it was made.
 */
export function missingEmail(input: ConfirmInput) {
  const isDescribed = input.payment_method_data !== undefined;
  return errors.missingParam(isDescribed ? "payment_method_data[billing_details][email]" : "email");
}

/** With `if_supported`, a tax id is needed in countries whose tax ids Checkout collects. */
function needsTaxId({ _tax_id_collection: collection, _buyer: buyer }: Session): boolean {
  if (!collection?.enabled || collection.required === "never" || buyer.tax_id !== null) return false;
  return taxIdChoices(buyer.billing_address?.country ?? "").length > 0;
}

/**
 * Refuses a session whose taxes cannot be calculated. If the country is known, the postal code is missing: it
 * decides the state in countries that tax by state.
 */
function checkTax(session: Session): void {
  const { status } = session.automatic_tax;
  const { address, param } = taxAddress(session);
  const code = "customer_tax_location_invalid";
  if (status === "requires_location_inputs" && param === null) {
    throw errors.rule(
      "Automatic tax cannot tell the place of this Checkout Session's `payment_intent_data[shipping][address]`. Create " +
        "the Checkout Session with a state or a postal code in it.",
      undefined,
      code,
    );
  }
  if (status === "requires_location_inputs") {
    throw errors.rule(
      "Automatic tax needs the buyer's address before this Checkout Session can be paid.",
      `${param}[${(address?.country ?? null) === null ? "country" : "postal_code"}]`,
      code,
    );
  }
  if (status === "failed") {
    const message = "Automatic tax could not be calculated for the buyer's address.";
    throw errors.rule(message, param ?? undefined);
  }
}
