/** How an invoice can be paid: its types of payment method, with the options that they have here. */
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import { checkTypes } from "../../payments/chosen_types.ts";
import type { Wire } from "../../resource.ts";
import type { Invoice } from "./invoice.ts";

type PaymentSettings = Invoice["payment_settings"];

export const NO_SETTINGS: PaymentSettings = {
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
};

/** The types that the options of an invoice name, with or without options of their own. */
const NO_OPTIONS = {
  acss_debit: null,
  bancontact: null,
  card: null,
  customer_balance: null,
  konbini: null,
  payto: null,
  pix: null,
  sepa_debit: null,
  upi: null,
  us_bank_account: null,
};

interface Given {
  readonly payment_method_options?: Wire;
  readonly payment_method_types?: readonly string[] | null;
}

/** The settings after a request. Refuses types that do not exist, and options that do not fit the currency. */
export function settingsFrom(given: Given, before: PaymentSettings, currency: string): PaymentSettings {
  const { payment_method_options: options, payment_method_types: types } = given;
  if (types !== undefined && types !== null) checkTypes(types);
  for (const type of Object.keys(options ?? {})) {
    const own = optionsOf(type, options ?? {});
    typeNamed(type).checkOptions?.(own, currency, "payment_settings[payment_method_options]");
  }
  return {
    default_mandate: null,
    payment_method_options:
      options === undefined
        ? before.payment_method_options
        : { ...NO_OPTIONS, ...before.payment_method_options, ...options },
    payment_method_types: types === undefined ? before.payment_method_types : types,
  };
}
