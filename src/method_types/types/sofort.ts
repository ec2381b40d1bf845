/** The payment method type `sofort`: transfers that banks of several countries promise, and make days later. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { neverSaved, savedAsDebit } from "../session_options.ts";

const PAYERS = ["AT", "BE", "DE", "ES", "IT", "NL"] as const;

export const sofort = redirectType("bank_redirect", {
  type: "sofort",
  name: "SOFORT",
  currencies: ["eur"],
  paysLater: true,
  asks: { name: true, billing: "postal", countries: PAYERS },
  data: { country: p.oneOf(...PAYERS) },
  details({ country: given }, { billing, path }) {
    const country = given ?? billing.address.country; // the page asks for the address alone
    if (country === null) throw errors.missingParam(`${path}[country]`);
    return { country };
  },
  charge: ({ country }, { name }) => ({
    bank_code: "DEUT",
    bank_name: "Deutsche Bank",
    bic: "DEUTDE2H",
    country,
    generated_sepa_debit: null,
    generated_sepa_debit_mandate: null,
    iban_last4: "3000",
    preferred_language: "en",
    verified_name: name,
  }),
  refund: { sofort: {}, type: "sofort" },
  refundDays: 180,
  usualOptions: { preferred_language: null },
  intentOptions: savedAsDebit,
  sessionOptions: neverSaved,
});
