/** What the page asks of a payer with a new payment method, besides what it asks of every buyer. Types only. */

/** What names the payer's account, or the payer. */
export type AskedControl =
  | "accountNumber"
  | "accountSuffix"
  | "bankCode"
  | "blikCode"
  | "branchCode"
  | "bsbNumber"
  | "fpxBank"
  | "iban"
  | "institutionNumber"
  | "payId"
  | "payerPhone"
  | "routingNumber"
  | "sortCode"
  | "taxNumber"
  | "transitNumber";

/** The accounts that the stand-in for a payer's bank links. */
export interface AskedLinking {
  /** The parameter for the id of the linked account, in the hash of the type. */
  readonly param: string;
  readonly accounts: readonly { readonly id: string; readonly last4: string; readonly name: string }[];
  /** What is sent besides the fields where they are typed. */
  readonly typed: Readonly<Record<string, string>>;
}

/** A field of the page that becomes a parameter in the hash of the type. */
export interface AskedField {
  readonly param: string;
  readonly control: AskedControl;
  readonly kind: "choice" | "digits" | "iban" | "phone" | "text";
  /** What there is to choose from: the values, and their names, which are not translated. */
  readonly choices?: readonly (readonly [value: string, name: string])[];
  /** Where the parameter is, if not in the hash of the type. */
  readonly within?: "billing_details" | "confirm_options";
  /** The country whose calling code a phone number has if it is typed without one. */
  readonly country?: string;
  /** How many digits it has: at least and at most. */
  readonly length?: readonly [least: number, most: number];
}

export interface Asks {
  readonly name: boolean;
  /** The fields of its own, in order. */
  readonly fields: readonly AskedField[];
  /** For bank accounts that payers may link at their bank instead of typing the fields. */
  readonly linking?: AskedLinking;
  /** How much of the billing address: nothing, the country with its postal code, or all of it. */
  readonly billing: "none" | "postal" | "whole";
  /** The countries of its payers, among which the address is; null for all. */
  readonly countries: readonly string[] | null;
}
