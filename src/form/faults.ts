/**
 * Which fields must be filled in, and the faults that they can have. Pure; the client script shows faults
 * early and the server checks the same again. Whether the method can pay is left to the confirm operation.
 */
import { brandOf, digitsOf, passesLuhn, YEARS_AHEAD_MAX } from "../method_types/card/card_brands.ts";
import { readExpiry } from "./card_formats.ts";
import {
  type AddressOf,
  type Asked,
  type AskedAnswer,
  type AskedField,
  type AskedMethod,
  addressControls,
  billingAsked,
  billingCountry,
  billingCountryId,
  CONTROL,
  type Fault,
  type Faults,
  type FilledForm,
  isBusiness,
  isSameAsShipping,
  linkedIn,
  type Month,
  methodIn,
  newMethodIn,
  TICKED,
} from "./fields.ts";
import { internationalNumber } from "./phone.ts";
import { formatIn } from "./shown_address.ts";

/** The faults of the form, in the order of the page. */
export function faultsOf(form: FilledForm, asked: Asked): Faults {
  const { read } = form;
  const faults: Record<string, Fault> = {};
  const add = (id: string, fault: Fault | null) => {
    if (fault !== null) faults[id] = fault;
  };
  if (asked.email) add(CONTROL.email, emailFault(read(CONTROL.email)));
  if (asked.names.business === "required") add(CONTROL.ownBusiness, missing(read(CONTROL.ownBusiness)));
  if (asked.names.individual === "required") add(CONTROL.ownName, missing(read(CONTROL.ownName)));
  if (asked.phone) add(CONTROL.phone, phoneFault(read(CONTROL.phone), read(CONTROL.phoneCountry)));
  if (asked.shipping) {
    add(CONTROL.shippingName, missing(read(CONTROL.shippingName)));
    addAddress(add, form, "shipping", "whole");
  }
  const method = newMethodIn(read, asked);
  if (method !== null) NEW_METHOD[method.family](add, form, asked);
  const billing = billingAsked(read, asked);
  if (billing !== "none" && !isSameAsShipping(read, asked)) addAddress(add, form, "billing", billing);
  if (billing !== "none" && method !== null) {
    add(billingCountryId(read, asked), servedFault(method, billingCountry(read, asked)));
  }
  if (isBusiness(form, asked)) addTaxId(add, form, asked);
  for (const answer of asked.answers) add(answer.id, answerFault(read(answer.name), answer));
  if (asked.terms) add(CONTROL.terms, read(CONTROL.terms) === TICKED ? null : "terms_missing");
  return faults;
}

type Add = (id: string, fault: Fault | null) => void;

/** The faults of a new method, by family. */
const NEW_METHOD: Readonly<
  Record<AskedMethod["family"], (add: Add, form: FilledForm, asked: Asked) => void>
> = {
  bank_debit: addOwnFields,
  bank_redirect: addOwnFields,
  qr_code: addOwnFields,
  bank_transfer: addOwnFields,
  card: addCard,
  push: addOwnFields,
  voucher: addOwnFields,
  wallet: addOwnFields,
};

/**
 * The fields of the type, and the payer's name if it asks for it. The rest is asked of every buyer, or on the page of
 * the bank.
 */
function addOwnFields(add: Add, { read }: FilledForm, asked: Asked): void {
  const method = methodIn(read, asked);
  const isChosen = method?.asks.linking === undefined || read(CONTROL.linkedAccount) !== "";
  if (!isChosen) add(CONTROL.linkedAccount, "required");
  const isTyped = method !== null && isChosen && linkedIn(read, method) === null;
  for (const field of isTyped ? method.asks.fields : []) {
    const id = CONTROL[field.control];
    add(id, fieldFault(read(id), field));
  }
  const isNamed = read(CONTROL.name).trim() !== "" || isSameAsShipping(read, asked);
  if (method?.asks.name && !isNamed) add(CONTROL.name, "required");
}

/** Spaces and punctuation may be typed anywhere. Whether an IBAN is right is left to the server. */
function fieldFault(text: string, field: AskedField): Fault | null {
  const { choices = [], control, country = "", kind, length = [0, 0] } = field;
  const typed = text.replaceAll(/[\s./-]/g, "");
  if (typed === "") return "required";
  if (kind === "choice") return choices.some(([value]) => value === text) ? null : "required";
  if (kind === "text") return null;
  if (kind === "phone") return internationalNumber(text, country) === null ? "phone_invalid" : null;
  if (kind === "iban") return /^[a-z]{2}\d{2}[a-z0-9]{10,30}$/i.test(typed) ? null : "iban_invalid";
  const [least, most] = length;
  if (/^\d+$/.test(typed) && typed.length >= least && typed.length <= most) return null;
  return INCOMPLETE[control] ?? "account_incomplete";
}

const INCOMPLETE: Readonly<Partial<Record<AskedField["control"], Fault>>> = {
  blikCode: "blik_code_incomplete",
  taxNumber: "tax_id_invalid",
};

function addCard(add: Add, { read, today }: FilledForm, asked: Asked): void {
  const [number, exp, cvc] = [read(CONTROL.number), read(CONTROL.exp), read(CONTROL.cvc)];
  const untouched = number + exp + cvc === "";
  add(CONTROL.number, untouched ? "required" : numberFault(number));
  add(CONTROL.exp, untouched ? "required" : expiryFault(exp, today));
  add(CONTROL.cvc, untouched ? "required" : cvcFault(cvc, number));
  // If billing is the same as shipping, the shipping name is used.
  const isNamed = read(CONTROL.name).trim() !== "" || isSameAsShipping(read, asked);
  if (methodIn(read, asked)?.asks.name) add(CONTROL.name, isNamed ? null : "name_missing");
}

function addAddress(add: Add, form: FilledForm, of: AddressOf, extent: "postal" | "whole"): void {
  const { read, formats } = form;
  const controls = addressControls(of);
  const country = read(controls.country);
  const format = formatIn(formats(of), country);
  add(controls.country, missing(country));
  if (extent === "whole") add(controls.line1, missing(read(controls.line1)));
  for (const part of ["city", "region", "postal"] as const) {
    const text = read(controls[part]).trim();
    if (format[part]?.required && text === "") add(controls[part], "required");
  }
  const { region, postal } = format;
  const named = read(controls.region);
  const regions = region?.list ? form.regions(country) : null;
  if (named !== "" && regions?.every(([value]) => value !== named)) add(controls.region, "required");
  const code = read(controls.postal).trim();
  if (postal?.zip && code !== "" && !/^\d{5}(?:[- ]?\d{4})?$/.test(code)) add(controls.postal, "zip_invalid");
}

function addTaxId(add: Add, { read, isTaxId }: FilledForm, { names }: Asked): void {
  const type = read(CONTROL.taxIdType);
  const value = read(CONTROL.taxId).trim();
  if (names.business === "never") add(CONTROL.businessName, missing(read(CONTROL.businessName)));
  add(CONTROL.taxIdType, missing(type));
  if (value === "" || type === "") add(CONTROL.taxId, missing(value));
  else add(CONTROL.taxId, isTaxId(type, value) ? null : "tax_id_invalid");
}

/** A method may have payers in some countries only. A missing country is another fault. */
function servedFault({ asks }: AskedMethod, country: string): Fault | null {
  const isServed = country === "" || asks.countries === null || asks.countries.includes(country);
  return isServed ? null : "country_not_served";
}

function missing(text: string): Fault | null {
  return text.trim() === "" ? "required" : null;
}

function emailFault(text: string): Fault | null {
  if (text.trim() === "") return "required";
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim()) ? null : "email_invalid";
}

function phoneFault(text: string, country: string): Fault | null {
  if (text.trim() === "") return "required";
  return internationalNumber(text, country) === null ? "phone_invalid" : null;
}

function numberFault(text: string): Fault | null {
  const digits = digitsOf(text);
  const { lengths } = brandOf(digits);
  if (digits.length < Math.min(...lengths)) return "number_incomplete";
  return lengths.includes(digits.length) && passesLuhn(digits) ? null : "number_invalid";
}

function expiryFault(text: string, today: Month): Fault | null {
  const expiry = readExpiry(text);
  if (expiry === null) return "exp_incomplete";
  if (expiry.month < 1 || expiry.month > 12 || expiry.year > today.year + YEARS_AHEAD_MAX)
    return "exp_invalid";
  if (expiry.year < today.year) return "exp_year_past";
  return expiry.year === today.year && expiry.month < today.month ? "exp_month_past" : null;
}

function cvcFault(text: string, number: string): Fault | null {
  const { cvc_lengths } = brandOf(digitsOf(number));
  return /^\d+$/.test(text) && cvc_lengths.includes(text.length) ? null : "cvc_incomplete";
}

function answerFault(text: string, { type, optional, least, most }: AskedAnswer): Fault | null {
  const answer = text.trim();
  if (answer === "") return optional ? null : "required";
  if (type === "numeric" && !/^\d+$/.test(answer)) return "answer_not_digits";
  if (least !== null && answer.length < least) return "answer_too_short";
  return most !== null && answer.length > most ? "answer_too_long" : null;
}
