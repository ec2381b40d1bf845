/** Turns the buyer's data in a form into parameters of an update or of a payment. Pure. */

import { faultsOf } from "../../../form/faults.ts";
import {
  type AddressOf,
  type Asked,
  addressControls,
  billingAsked,
  CONTROL,
  type FilledForm,
  isBusiness,
  isSameAsShipping,
  newMethodIn,
  TICKED,
} from "../../../form/fields.ts";
import { internationalNumber } from "../../../form/phone.ts";
import { formatIn } from "../../../form/shown_address.ts";
import type { Branch, Raw } from "../../../params/form.ts";
import type { Session } from "../../../resources/checkout/checkout_session/row/session.ts";

export type Entries = readonly (readonly [name: string, value: Raw])[];

/** A tree of raw parameters. An empty text removes the value that the session had before. */
export function branch(entries: Entries): Branch {
  return new Map(entries);
}

/**
 * The buyer's part of `pageUpdateParams`. Values with faults are left out and not refused, since the buyer
 * may still be typing them.
 */
export function buyerTree(form: FilledForm, asked: Asked, session: Session): Branch {
  const { read } = form;
  const faults = faultsOf(form, asked);
  const isFine = (...ids: readonly string[]) => ids.every((id) => faults[id] === undefined);
  const isChosen = (of: AddressOf) => read(addressControls(of).country) !== "";
  const business = isFine(CONTROL.businessName, CONTROL.taxIdType, CONTROL.taxId)
    ? businessIn(form, asked)
    : [];
  return branch([
    ...(asked.email && isFine(CONTROL.email) ? emailIn(form) : []),
    ...(asked.shipping && isChosen("shipping") ? shippingIn(form) : []),
    ...(billingAsked(read, asked) !== "none" && isChosen("billing") ? billingIn(form, asked) : []),
    ...business,
    ...promotionsIn(form, session),
  ]);
}

/** The buyer's part of `confirmParams`, without the payment method. */
export function toldTree(form: FilledForm, asked: Asked, session: Session): Branch {
  const { read } = form;
  const terms: Entries = asked.terms ? [["terms_of_service", "accepted"]] : [];
  const promotions = promotionsIn(form, session);
  const consent = new Map([...terms, ...consentOf(promotions)]);
  const phone = internationalNumber(read(CONTROL.phone), read(CONTROL.phoneCountry));
  // A new method has the billing address in its own `billing_details`.
  const ownBilling = billingAsked(read, asked) !== "none" && newMethodIn(read, asked) === null;
  return branch([
    ...(asked.email ? emailIn(form) : []),
    ...(asked.phone ? [["phone", phone ?? ""] as const] : []),
    ...namesIn(form, asked),
    ...(asked.shipping ? shippingIn(form) : []),
    ...(ownBilling ? billingIn(form, asked) : []),
    ...businessIn(form, asked),
    ...(asked.answers.length > 0 ? answersIn(form, asked) : []),
    ...(consent.size > 0 ? [["consent", consent] as const] : []),
    ...saveIn(form, session),
  ]);
}

function emailIn({ read }: FilledForm): Entries {
  return [["email", read(CONTROL.email).trim()]];
}

function shippingIn(form: FilledForm): Entries {
  const name = form.read(CONTROL.shippingName).trim();
  const address = addressIn(form, "shipping", "whole");
  return [["shipping", branch([["address", address], ...(name === "" ? [] : [["name", name] as const])])]];
}

function billingIn(form: FilledForm, asked: Asked): Entries {
  return [["billing_address", billingAddress(form, asked)]];
}

/** The billing address, which may be the shipping address. */
export function billingAddress(form: FilledForm, asked: Asked): Branch {
  if (isSameAsShipping(form.read, asked)) return addressIn(form, "shipping", "whole");
  return addressIn(form, "billing", billingAsked(form.read, asked) === "whole" ? "whole" : "postal");
}

/** Only the parts that the country has; other controls may still contain text typed for another country. */
function addressIn({ read, formats }: FilledForm, of: AddressOf, extent: Asked["billing"]): Branch {
  const controls = addressControls(of);
  const format = formatIn(formats(of), read(controls.country));
  const parts: readonly (readonly [string, string, unknown])[] = [
    ["country", controls.country, true],
    ["line1", controls.line1, extent === "whole"],
    ["line2", controls.line2, extent === "whole"],
    ["city", controls.city, format.city],
    ["state", controls.region, format.region],
    ["postal_code", controls.postal, format.postal],
  ];
  const there = parts.map(([name, control, has]) => [name, has ? read(control).trim() : ""] as const);
  return branch(there.filter(([, text]) => text !== ""));
}

/** The names that the session asks for. */
function namesIn({ read }: FilledForm, { names }: Asked): Entries {
  return [
    ...(names.business === "never" ? [] : [["business_name", read(CONTROL.ownBusiness).trim()] as const]),
    ...(names.individual === "never" ? [] : [["individual_name", read(CONTROL.ownName).trim()] as const]),
  ];
}

/** The tax id, with the name of its business unless the session asks for that by itself. */
function businessIn(form: FilledForm, asked: Asked): Entries {
  if (asked.taxId === "never") return [];
  const isNamed = asked.names.business === "never";
  const named = (name: string): Entries => (isNamed ? [["business_name", name]] : []);
  if (!isBusiness(form, asked)) return [...named(""), ["tax_id", ""]];
  const { read } = form;
  const value = read(CONTROL.taxId).trim().toUpperCase();
  return [
    ...named(read(CONTROL.businessName).trim()),
    [
      "tax_id",
      branch([
        ["type", read(CONTROL.taxIdType)],
        ["value", value],
      ]),
    ],
  ];
}

/** The answers to the session's custom fields, in the same order, each with its key. */
function answersIn({ read }: FilledForm, { answers }: Asked): Entries {
  const list = answers.map(({ key, name }, i) => {
    const answer: Entries = [
      ["key", key],
      ["value", read(name).trim()],
    ];
    return [String(i), branch(answer)] as const;
  });
  return [["custom_fields", branch(list)]];
}

function promotionsIn({ read }: FilledForm, { consent_collection: consent }: Session): Entries {
  if (consent?.promotions !== "auto") return [];
  const choice = read(CONTROL.promotions) === TICKED ? "opt_in" : "opt_out";
  return [["consent", branch([["promotions", choice]])]];
}

function consentOf(entries: Entries): Branch {
  const value = entries[0]?.[1];
  return value instanceof Map ? value : new Map();
}

function saveIn({ read }: FilledForm, { saved_payment_method_options: saving }: Session): Entries {
  if (saving?.payment_method_save !== "enabled") return [];
  return [["save_payment_method", String(read(CONTROL.save) === TICKED)]];
}
