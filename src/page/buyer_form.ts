/** What the buyer tells of themselves, from the form to the parameters of an update and of a payment. Pure. */
import type { Branch, Raw } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import {
  type AddressOf,
  type Asked,
  addressControls,
  asksForBilling,
  asksForNewCard,
  CONTROL,
  type FilledForm,
  faultsOf,
  isBusiness,
  isSameAsShipping,
  TICKED,
} from "./fields.ts";
import { internationalNumber } from "./phone.ts";
import { formatIn } from "./shown_address.ts";

type Entries = readonly (readonly [name: string, value: Raw])[];

/** Empty texts take away what was told before. */
export function branch(entries: Entries): Branch {
  return new Map(entries);
}

/**
 * The part of `pageUpdateParams` that the form says. What cannot be read yet, because somebody is still typing it, is
 * left out rather than refused.
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
    ...(asksForBilling(read, asked) && isChosen("billing") ? billingIn(form, asked) : []),
    ...business,
    ...promotionsIn(form, session),
  ]);
}

/** All of what `confirmParams` take beside the method. */
export function toldTree(form: FilledForm, asked: Asked, session: Session): Branch {
  const { read } = form;
  const terms: Entries = asked.terms ? [["terms_of_service", "accepted"]] : [];
  const promotions = promotionsIn(form, session);
  const consent = new Map([...terms, ...consentOf(promotions)]);
  const phone = internationalNumber(read(CONTROL.phone), read(CONTROL.phoneCountry));
  // A new card carries its own.
  const ownBilling = asksForBilling(read, asked) && !asksForNewCard(read, asked);
  return branch([
    ...(asked.email ? emailIn(form) : []),
    ...(asked.phone ? [["phone", phone ?? ""] as const] : []),
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

/** Where the bill goes. */
export function billingAddress(form: FilledForm, asked: Asked): Branch {
  return isSameAsShipping(form.read, asked)
    ? addressIn(form, "shipping", "whole")
    : addressIn(form, "billing", asked.billing);
}

/** The parts that addresses of the country have; others may still hold what was typed for another country. */
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

function businessIn(form: FilledForm, asked: Asked): Entries {
  if (asked.taxId === "never") return [];
  if (!isBusiness(form, asked)) {
    return [
      ["business_name", ""],
      ["tax_id", ""],
    ];
  }
  const { read } = form;
  const value = read(CONTROL.taxId).trim().toUpperCase();
  return [
    ["business_name", read(CONTROL.businessName).trim()],
    [
      "tax_id",
      branch([
        ["type", read(CONTROL.taxIdType)],
        ["value", value],
      ]),
    ],
  ];
}

/** By the keys of the session's own questions, which the asked ones follow. */
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
