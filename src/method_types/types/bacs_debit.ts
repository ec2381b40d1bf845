/** The payment method type `bacs_debit`: bank accounts in the United Kingdom. */
import { p } from "../../params/param.ts";
import { debitType, digitsIn, lastFour } from "../families/debit.ts";
import { bankDebit } from "../session_options.ts";

export const bacsDebit = debitType({
  type: "bacs_debit",
  name: "Bacs Direct Debit",
  currencies: ["gbp"],
  shopCountries: ["GB"],
  purposes: ["payment", "setup", "subscription"],
  asks: {
    billing: "whole",
    countries: ["GB"],
    fields: [
      { param: "sort_code", control: "sortCode", kind: "digits", length: [6, 6] },
      { param: "account_number", control: "accountNumber", kind: "digits", length: [8, 8] },
    ],
  },
  data: {
    account_number: p.required(p.string({ max: 20 })),
    sort_code: p.required(p.string({ max: 20 })),
  },
  numberParam: "account_number",
  key: (given) => `${digitsIn(given.sort_code)} ${digitsIn(given.account_number)}`,
  /** Test accounts of Stripe's documentation. */
  accounts: {
    "108800 00012345": {},
    "108800 90012345": { answers: "late" },
    "108800 33333335": { fails: "debit_not_authorized" },
    "108800 93333335": { fails: "debit_not_authorized", answers: "late" },
    "108800 22222227": { fails: "insufficient_funds" },
    "108800 92222227": { fails: "insufficient_funds", answers: "late" },
    "108800 55555559": { after: "dispute" },
    "108800 00044444": { refused: "account_number_invalid" },
    "108800 34343434": { fails: "charge_exceeds_source_limit" },
    "108800 12121212": { fails: "charge_exceeds_transaction_limit" },
  },
  needs: ["name", "email"],
  details: (given) => ({
    last4: lastFour(digitsIn(given.account_number)),
    sort_code: digitsIn(given.sort_code),
  }),
  charge: (details) => details,
  mandate: ({ reference, url }) => ({ network_status: "accepted", reference, revocation_reason: null, url }),
  refund: null,
  sessionOptions: bankDebit,
  usualOptions: {},
});
