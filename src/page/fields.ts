/**
 * What must be filled in, and what may be wrong with it. Pure, and shared: the client script shows faults early, the
 * server checks the same again, and what the card itself is worth is judged by the confirm operation.
 */
import { brandOf, digitsOf, passesLuhn, YEARS_AHEAD_MAX } from "../payment_methods/card_brands.ts";
import { readExpiry } from "./formats.ts";
import { internationalNumber } from "./phone.ts";
import { formatIn, type ShownFormats } from "./shown_address.ts";

/** Ids of controls, which are their names in the form too. Those of addresses come from `addressControls`. */
export const CONTROL = {
  email: "email",
  phone: "phoneNumber",
  phoneCountry: "phoneCountry",
  shippingName: "shippingName",
  savedCard: "savedCard",
  number: "cardNumber",
  exp: "cardExpiry",
  cvc: "cardCvc",
  name: "billingName",
  sameAsShipping: "cardUseShippingAsBilling",
  business: "purchasingAsBusinessCheckbox",
  businessName: "businessName",
  taxIdType: "taxIdType",
  taxId: "taxId",
  save: "savePaymentMethod",
  terms: "termsOfServiceConsentCheckbox",
  promotions: "promotionsConsentCheckbox",
} as const;

export type AddressOf = "billing" | "shipping";

export interface AddressControls {
  readonly country: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postal: string;
}
export function addressControls(of: AddressOf): AddressControls {
  return {
    country: `${of}Country`,
    line1: `${of}AddressLine1`,
    line2: `${of}AddressLine2`,
    city: `${of}Locality`,
    region: `${of}AdministrativeArea`,
    postal: `${of}PostalCode`,
  };
}
const BILLING = addressControls("billing");
const SHIPPING = addressControls("shipping");

/** Sent to pay and for nothing else, and never shown again. */
export const CARD: ReadonlySet<string> = new Set([CONTROL.number, CONTROL.exp, CONTROL.cvc]);

/** What a ticked box sends; one that is not ticked sends nothing. */
export const TICKED = "on";
/** The choice of a card that is not saved yet. */
export const NEW_CARD = "new";

/** Controls that show their faults in one place, `#required-<group>-fieldset`, by id; others show theirs alone. */
const GROUPS: Readonly<Record<string, string>> = {
  [CONTROL.phoneCountry]: CONTROL.phone,
  ...Object.fromEntries(
    [CONTROL.shippingName, ...Object.values(SHIPPING)].map((id) => [id, "shippingAddress"]),
  ),
  [CONTROL.number]: "cardNumber",
  [CONTROL.exp]: "cardNumber",
  [CONTROL.cvc]: "cardNumber",
  ...Object.fromEntries(Object.values(BILLING).map((id) => [id, "country"])),
  [CONTROL.businessName]: "taxId",
  [CONTROL.taxIdType]: "taxId",
};

export function groupOf(id: string): string {
  return GROUPS[id] ?? id;
}

export type LengthFault = "answer_too_long" | "answer_too_short";
export type PlainFault =
  | "answer_not_digits"
  | "cvc_incomplete"
  | "email_invalid"
  | "exp_incomplete"
  | "exp_invalid"
  | "exp_month_past"
  | "exp_year_past"
  | "name_missing"
  | "number_incomplete"
  | "number_invalid"
  | "phone_invalid"
  | "required"
  | "tax_id_invalid"
  | "terms_missing"
  | "zip_invalid";
export type Fault = LengthFault | PlainFault;
/** By the id of the control. */
export type Faults = Readonly<Record<string, Fault>>;
/** Faults in words. */
export type FieldTexts = Readonly<Record<string, string>>;

/** Which parts of the form there are. It is data, which the page hands its client script. */
export interface Asked {
  readonly email: boolean;
  readonly phone: boolean;
  readonly shipping: boolean;
  /** There is something to pay. */
  readonly card: boolean;
  /** How much of the billing address. */
  readonly billing: "postal" | "whole";
  /** The billing address is needed even where no new card is typed. */
  readonly billingAlways: boolean;
  readonly taxId: "never" | "optional" | "required";
  readonly answers: readonly AskedAnswer[];
  readonly terms: boolean;
}
/** A question of the shop's own. */
export interface AskedAnswer {
  readonly key: string;
  readonly id: string;
  /** Of the control in the form. */
  readonly name: string;
  readonly type: "dropdown" | "numeric" | "text";
  readonly optional: boolean;
  readonly least: number | null;
  readonly most: number | null;
}
export interface Month {
  readonly year: number;
  readonly month: number;
}

/** A form that can be read, in the browser or as it was posted, and what its faults depend on. */
export interface FilledForm {
  /** By name; empty where there is none. */
  read(name: string): string;
  formats(of: AddressOf): ShownFormats;
  /** Whether buyers of the country have tax ids that may be asked for. */
  hasTaxIds(country: string): boolean;
  isTaxId(type: string, value: string): boolean;
  readonly today: Month;
}
type Read = FilledForm["read"];

// --- what counts of what is filled in ---------------------------------------------------------------------

/** The saved card that is chosen; null where a new one is to be typed. */
export function savedCardIn(read: Read): string | null {
  const chosen = read(CONTROL.savedCard);
  return chosen === "" || chosen === NEW_CARD ? null : chosen;
}

export function asksForNewCard(read: Read, asked: Asked): boolean {
  return asked.card && savedCardIn(read) === null;
}

/** Whether the form has a billing address of its own, or of the shipping address, at all. */
export function asksForBilling(read: Read, asked: Asked): boolean {
  return asked.billingAlways || asksForNewCard(read, asked);
}

export function isSameAsShipping(read: Read, asked: Asked): boolean {
  return asked.shipping && read(CONTROL.sameAsShipping) === TICKED;
}

/** Where the bill goes: its country decides which tax ids there are. */
export function billingCountry(read: Read, asked: Asked): string {
  return read(isSameAsShipping(read, asked) ? SHIPPING.country : BILLING.country);
}

/** Whether the buyer buys as a business with a tax id. It is not asked where there are none. */
export function isBusiness({ read, hasTaxIds }: FilledForm, asked: Asked): boolean {
  if (asked.taxId === "never" || !hasTaxIds(billingCountry(read, asked))) return false;
  return asked.taxId === "required" || read(CONTROL.business) === TICKED;
}

// --- faults -----------------------------------------------------------------------------------------------

/** The faults in what was filled in, in the order of the page. */
export function faultsOf(form: FilledForm, asked: Asked): Faults {
  const { read } = form;
  const faults: Record<string, Fault> = {};
  const add = (id: string, fault: Fault | null) => {
    if (fault !== null) faults[id] = fault;
  };
  if (asked.email) add(CONTROL.email, emailFault(read(CONTROL.email)));
  if (asked.phone) add(CONTROL.phone, phoneFault(read(CONTROL.phone), read(CONTROL.phoneCountry)));
  if (asked.shipping) {
    add(CONTROL.shippingName, missing(read(CONTROL.shippingName)));
    addAddress(add, form, "shipping", "whole");
  }
  if (asksForNewCard(read, asked)) addCard(add, form, asked);
  if (asksForBilling(read, asked) && !isSameAsShipping(read, asked))
    addAddress(add, form, "billing", asked.billing);
  if (isBusiness(form, asked)) addTaxId(add, form);
  for (const answer of asked.answers) add(answer.id, answerFault(read(answer.name), answer));
  if (asked.terms) add(CONTROL.terms, read(CONTROL.terms) === TICKED ? null : "terms_missing");
  return faults;
}

type Add = (id: string, fault: Fault | null) => void;

function addCard(add: Add, { read, today }: FilledForm, asked: Asked): void {
  const [number, exp, cvc] = [read(CONTROL.number), read(CONTROL.exp), read(CONTROL.cvc)];
  const untouched = number + exp + cvc === "";
  add(CONTROL.number, untouched ? "required" : numberFault(number));
  add(CONTROL.exp, untouched ? "required" : expiryFault(exp, today));
  add(CONTROL.cvc, untouched ? "required" : cvcFault(cvc, number));
  // Whoever the goods go to has a name already.
  const isNamed = read(CONTROL.name).trim() !== "" || isSameAsShipping(read, asked);
  add(CONTROL.name, isNamed ? null : "name_missing");
}

function addAddress(add: Add, { read, formats }: FilledForm, of: AddressOf, extent: Asked["billing"]): void {
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
  if (named !== "" && region?.options?.every(([value]) => value !== named)) add(controls.region, "required");
  const code = read(controls.postal).trim();
  if (postal?.zip && code !== "" && !/^\d{5}(?:[- ]?\d{4})?$/.test(code)) add(controls.postal, "zip_invalid");
}

function addTaxId(add: Add, { read, isTaxId }: FilledForm): void {
  const type = read(CONTROL.taxIdType);
  const value = read(CONTROL.taxId).trim();
  add(CONTROL.businessName, missing(read(CONTROL.businessName)));
  add(CONTROL.taxIdType, missing(type));
  if (value === "" || type === "") add(CONTROL.taxId, missing(value));
  else add(CONTROL.taxId, isTaxId(type, value) ? null : "tax_id_invalid");
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
