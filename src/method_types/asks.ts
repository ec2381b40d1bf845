/** The fields that the page has for bank accounts and the like. Types only. */

/** The parts of a bank account, and the number of a taxpayer. */
export type AskedControl =
  | "accountNumber"
  | "accountSuffix"
  | "bankCode"
  | "branchCode"
  | "bsbNumber"
  | "iban"
  | "institutionNumber"
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
