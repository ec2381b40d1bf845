/**
 * What must be typed, and what may be wrong with it. Pure, and shared: the client script shows faults early, the
 * server checks the same again, and what the card itself is worth is judged by the confirm operation.
 */
import { brandOf, digitsOf, passesLuhn, YEARS_AHEAD_MAX } from "../payment_methods/card_brands.ts";
import { readExpiry } from "./formats.ts";

export const FIELDS = ["email", "number", "exp", "cvc", "name", "country", "postal_code"] as const;
export type Field = (typeof FIELDS)[number];
export type Typed = Readonly<Record<Field, string>>;
/** A text for each field that has one. */
export type FieldTexts = { readonly [F in Field]?: string };

/** The id of each control, which is also its name in the form. */
export const CONTROL: Readonly<Record<Field, string>> = {
  email: "email",
  number: "cardNumber",
  exp: "cardExpiry",
  cvc: "cardCvc",
  name: "billingName",
  country: "billingCountry",
  postal_code: "billingPostalCode",
};

/** Fields that show their faults in one place: `#required-<group>-fieldset`. */
export const GROUP: Readonly<Record<Field, string>> = {
  email: "email",
  number: "cardNumber",
  exp: "cardNumber",
  cvc: "cardNumber",
  name: "billingName",
  country: "country",
  postal_code: "country",
};

/** Countries whose card issuers check the postal code. */
export const POSTAL_COUNTRIES = ["US", "CA", "GB"] as const;

export type Fault =
  | "cvc_incomplete"
  | "email_invalid"
  | "exp_incomplete"
  | "exp_invalid"
  | "exp_month_past"
  | "exp_year_past"
  | "name_missing"
  | "number_incomplete"
  | "number_invalid"
  | "required"
  | "zip_invalid";

/** Which parts of the form there are. */
export interface Asked {
  readonly email: boolean;
  readonly card: boolean;
}
export interface Month {
  readonly year: number;
  readonly month: number;
}

/** The faults in what was typed, in the order of the page. */
export function faultsOf(typed: Typed, asked: Asked, today: Month): { readonly [F in Field]?: Fault } {
  const faults: { [F in Field]?: Fault } = {};
  const add = (field: Field, fault: Fault | null) => {
    if (fault !== null) faults[field] = fault;
  };
  if (asked.email) add("email", emailFault(typed.email));
  if (!asked.card) return faults;
  const untouched = typed.number + typed.exp + typed.cvc === "";
  add("number", untouched ? "required" : numberFault(typed.number));
  add("exp", untouched ? "required" : expiryFault(typed.exp, today));
  add("cvc", untouched ? "required" : cvcFault(typed.cvc, typed.number));
  add("name", typed.name.trim() === "" ? "name_missing" : null);
  add("country", typed.country === "" ? "required" : null);
  if (wantsPostalCode(typed.country))
    add("postal_code", postalFault(typed.postal_code.trim(), typed.country));
  return faults;
}

export function wantsPostalCode(country: string): boolean {
  return POSTAL_COUNTRIES.some((one) => one === country);
}

function emailFault(text: string): Fault | null {
  if (text.trim() === "") return "required";
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim()) ? null : "email_invalid";
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

function postalFault(text: string, country: string): Fault | null {
  if (text === "") return "required";
  return country === "US" && !/^\d{5}(?:[- ]?\d{4})?$/.test(text) ? "zip_invalid" : null;
}
