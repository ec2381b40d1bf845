/**
 * The controls of the payment form, what the form asks for, and which parts of it apply to what was typed.
 * Which faults a filled form has is left to `faults.ts`. Pure.
 */
import type { Asks } from "../method_types/asks.ts";
import type { Region } from "./region_list.ts";
import type { ShownFormats } from "./shown_address.ts";

export type { AskedField, AskedLinking } from "../method_types/asks.ts";

/** The ids of controls, which are also their names. Those of postal addresses come from `addressControls`. */
export const CONTROL = {
  email: "email",
  phone: "phoneNumber",
  phoneCountry: "phoneCountry",
  shippingName: "shippingName",
  savedCard: "savedCard",
  /** The radios with which the payer chooses a type of payment method. */
  method: "payment-method-accordion-item-title",
  number: "cardNumber",
  exp: "cardExpiry",
  cvc: "cardCvc",
  name: "billingName",
  /** The radios with which the payer chooses a bank account. */
  linkedAccount: "linkedAccount",
  iban: "iban",
  sortCode: "sortCode",
  bsbNumber: "bsbNumber",
  routingNumber: "routingNumber",
  institutionNumber: "institutionNumber",
  transitNumber: "transitNumber",
  bankCode: "bankCode",
  branchCode: "branchCode",
  accountNumber: "accountNumber",
  accountSuffix: "accountSuffix",
  taxNumber: "taxNumber",
  blikCode: "blikCode",
  fpxBank: "fpxBank",
  payId: "payId",
  payerPhone: "payerPhone",
  sameAsShipping: "cardUseShippingAsBilling",
  /** The names that a session may ask for. */
  ownBusiness: "collectedBusinessName",
  ownName: "collectedIndividualName",
  business: "purchasingAsBusinessCheckbox",
  businessName: "businessName",
  taxIdType: "taxIdType",
  taxId: "taxId",
  save: "savePaymentMethod",
  link: "enableStripePass",
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

/** Controls of cards and bank accounts: sent only for a payment, never for an update, and never shown again. */
export const SECRET: ReadonlySet<string> = new Set([
  CONTROL.number,
  CONTROL.exp,
  CONTROL.cvc,
  CONTROL.iban,
  CONTROL.sortCode,
  CONTROL.bsbNumber,
  CONTROL.routingNumber,
  CONTROL.institutionNumber,
  CONTROL.transitNumber,
  CONTROL.bankCode,
  CONTROL.branchCode,
  CONTROL.accountNumber,
  CONTROL.blikCode,
  CONTROL.accountSuffix,
]);

/** The value of `linkedAccount` that means: the fields of the account are typed. */
export const TYPED_ACCOUNT = "typed";
/** The value of a ticked checkbox. Browsers send nothing for an unticked one. */
export const TICKED = "on";
/** The value of `savedCard` that means: pay with a new card. */
export const NEW_CARD = "new";

/**
 * Controls, by id, that share one place for errors, `#required-<group>-fieldset`. Others have a place of
 * their own.
 */
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
  | "account_incomplete"
  | "answer_not_digits"
  | "blik_code_incomplete"
  | "blik_code_invalid"
  | "country_not_served"
  | "cvc_incomplete"
  | "email_invalid"
  | "exp_incomplete"
  | "exp_invalid"
  | "exp_month_past"
  | "exp_year_past"
  | "iban_invalid"
  | "name_missing"
  | "number_incomplete"
  | "number_invalid"
  | "phone_invalid"
  | "required"
  | "tax_id_invalid"
  | "terms_missing"
  | "zip_invalid";
export type Fault = LengthFault | PlainFault;
/** Faults by the id of the control. */
export type Faults = Readonly<Record<string, Fault>>;
/** Error texts by the id of the control. */
export type FieldTexts = Readonly<Record<string, string>>;

/** Whether the form has a part, and whether it must be filled in. */
export type Extent = "never" | "optional" | "required";

/** Which parts the form has. Plain data, since the page passes it to the client script as JSON. */
export interface Asked {
  readonly email: boolean;
  readonly phone: boolean;
  readonly shipping: boolean;
  /** The types of payment method that are offered, in order; none if there is nothing to pay. */
  readonly methods: readonly AskedMethod[];
  /** How much of the billing address is asked. */
  readonly billing: "postal" | "whole";
  /** Whether the billing address is asked even if no new card is typed. */
  readonly billingAlways: boolean;
  readonly names: { readonly business: Extent; readonly individual: Extent };
  readonly taxId: Extent;
  readonly answers: readonly AskedAnswer[];
  readonly terms: boolean;
}
/** A type of payment method that the form offers. */
export interface AskedMethod {
  /** Its name in the API, and the value of its radio. */
  readonly type: string;
  /** What payers call it. */
  readonly name: string;
  /** Decides which fields the form has for it. */
  readonly family:
    | "bank_debit"
    | "bank_redirect"
    | "bank_transfer"
    | "card"
    | "push"
    | "qr_code"
    | "voucher"
    | "wallet";
  readonly asks: Asks;
}
/** A custom field of the session. */
export interface AskedAnswer {
  readonly key: string;
  readonly id: string;
  /** The name of the control in the form. */
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

/** The form, read in the browser or from a post, together with the data that its faults depend on. */
export interface FilledForm {
  /** The value of the control of this name; empty if there is none. */
  read(name: string): string;
  formats(of: AddressOf): ShownFormats;
  /** The regions of a country; null if it has no list, or if the list is not loaded. */
  regions(country: string): readonly Region[] | null;
  /** Whether the country has tax ids that the form can ask for. */
  hasTaxIds(country: string): boolean;
  isTaxId(type: string, value: string): boolean;
  readonly today: Month;
}
type Read = FilledForm["read"];

// --- which parts of the form apply -----------------------------------------------------------------------

/** The type that is chosen; null if there is nothing to pay. */
export function methodIn(read: Read, { methods }: Asked): AskedMethod | null {
  const chosen = read(CONTROL.method);
  return methods.find(({ type }) => type === chosen) ?? firstChosen(methods);
}

/** The type that is chosen at first: cards if they are offered, since existing tests fill in a card at once. */
function firstChosen(methods: readonly AskedMethod[]): AskedMethod | null {
  return methods.find(({ family }) => family === "card") ?? methods[0] ?? null;
}

/** The id of the chosen saved card; null if a new method is used. */
export function savedCardIn(read: Read): string | null {
  const chosen = read(CONTROL.savedCard);
  return chosen === "" || chosen === NEW_CARD ? null : chosen;
}

/** The type of the new method that the form asks for; null if it asks for none. */
export function newMethodIn(read: Read, asked: Asked): AskedMethod | null {
  return savedCardIn(read) === null ? methodIn(read, asked) : null;
}

/** The id of the account that the payer has linked; null if the fields are typed, or nothing is chosen yet. */
export function linkedIn(read: Read, { asks }: AskedMethod): string | null {
  const chosen = asks.linking === undefined ? TYPED_ACCOUNT : read(CONTROL.linkedAccount);
  return chosen === "" || chosen === TYPED_ACCOUNT ? null : chosen;
}

/** How much of a billing address the form asks for, which may be the same as the shipping address. */
export function billingAsked(read: Read, asked: Asked): "none" | "postal" | "whole" {
  const own = newMethodIn(read, asked)?.asks.billing ?? "none";
  if (own === "none" && !asked.billingAlways) return "none";
  return own === "whole" ? "whole" : asked.billing;
}

export function isSameAsShipping(read: Read, asked: Asked): boolean {
  return asked.shipping && read(CONTROL.sameAsShipping) === TICKED;
}

/** The id of the control with the country of the billing address. */
export function billingCountryId(read: Read, asked: Asked): string {
  return isSameAsShipping(read, asked) ? SHIPPING.country : BILLING.country;
}

/** The country of the billing address, which decides which tax ids there are. */
export function billingCountry(read: Read, asked: Asked): string {
  return read(billingCountryId(read, asked));
}

/** Whether the buyer buys as a business with a tax id. Never in a country without tax ids. */
export function isBusiness({ read, hasTaxIds }: FilledForm, asked: Asked): boolean {
  if (asked.taxId === "never" || !hasTaxIds(billingCountry(read, asked))) return false;
  return asked.taxId === "required" || read(CONTROL.business) === TICKED;
}
