/** The payment method type `bancontact`: banks of Belgium. */
import { redirectType } from "../families/redirect.ts";
import { savedAsDebit, savedOffSession } from "../session_options.ts";

export const bancontact = redirectType("bank_redirect", {
  type: "bancontact",
  name: "Bancontact",
  currencies: ["eur"],
  asks: { name: true },
  charge: (_details, { name }) => ({
    bank_code: "VAPE",
    bank_name: "VAN DE PUT & CO",
    bic: "VAPEBE22",
    generated_sepa_debit: null,
    generated_sepa_debit_mandate: null,
    iban_last4: "7061",
    preferred_language: "en",
    verified_name: name,
  }),
  usualOptions: { preferred_language: "en" },
  intentOptions: savedAsDebit,
  refundDays: 180,
  sessionOptions: savedOffSession,
});
