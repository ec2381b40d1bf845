/** Pure: what a session still needs of its buyer before it can be paid. Refusals name what the page asks for. */
import { errors } from "../../core/errors.ts";
import { taxIdChoices } from "../../core/tax_ids.ts";
import { answerTo, type Session } from "./session.ts";
import { isUndecided } from "./total_rules.ts";

/** Refuses a session whose buyer has not told all it asks for. The method's own billing details come with it. */
export function checkNothingMissing(session: Session): void {
  const { _buyer: buyer, consent_collection: consent } = session;
  if (session.shipping_address_collection !== null) {
    if (buyer.shipping === null) throw errors.missingParam("shipping[address]");
    if (buyer.shipping.name === null) throw errors.missingParam("shipping[name]");
    for (const part of ["country", "line1"] as const) {
      if (buyer.shipping.address[part] === null) throw errors.missingParam(`shipping[address][${part}]`);
    }
  }
  if (session.phone_number_collection.enabled && buyer.phone === null) throw errors.missingParam("phone");
  if (session.billing_address_collection === "required") {
    for (const part of ["country", "line1"] as const) {
      if ((buyer.billing_address?.[part] ?? null) === null)
        throw errors.missingParam(`billing_address[${part}]`);
    }
  }
  session.custom_fields.forEach((field, i) => {
    if (!field.optional && answerTo(field, buyer) === null) {
      throw errors.missingParam(`custom_fields[${i}][value]`);
    }
  });
  session._line_items.forEach((line, i) => {
    if (isUndecided(line)) throw errors.missingParam(`line_items[${i}][custom_amount]`);
  });
  if (consent?.terms_of_service === "required" && !buyer.terms_accepted) {
    throw errors.missingParam("consent[terms_of_service]");
  }
  if (needsTaxId(session)) throw errors.missingParam("tax_id");
  checkTax(session);
}

/** `if_supported`: in countries whose businesses have tax ids that Checkout collects. */
function needsTaxId({ _tax_id_collection: collection, _buyer: buyer }: Session): boolean {
  if (!collection?.enabled || collection.required === "never" || buyer.tax_id !== null) return false;
  return taxIdChoices(buyer.billing_address?.country ?? "").length > 0;
}

function checkTax(session: Session): void {
  const { status } = session.automatic_tax;
  if (status === "requires_location_inputs") {
    throw errors.rule(
      "Automatic tax needs the buyer's address before this Checkout Session can be paid.",
      "billing_address",
      "customer_tax_location_invalid",
    );
  }
  if (status === "failed") {
    throw errors.rule("Automatic tax could not be calculated for the buyer's address.", "billing_address");
  }
}
