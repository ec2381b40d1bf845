/** The payment method type `au_becs_debit`: bank accounts in Australia. */
import { p } from "../../params/param.ts";
import { debitType, digitsIn, lastFour } from "../families/debit.ts";
import { auBecsDebit as options } from "../session_options.ts";

export const auBecsDebit = debitType({
  type: "au_becs_debit",
  name: "BECS Direct Debit",
  currencies: ["aud"],
  shopCountries: ["AU"],
  purposes: ["payment", "setup", "subscription"],
  asks: {
    fields: [
      { param: "bsb_number", control: "bsbNumber", kind: "digits", length: [6, 6] },
      { param: "account_number", control: "accountNumber", kind: "digits", length: [5, 9] },
    ],
  },
  data: {
    account_number: p.required(p.string({ max: 20 })),
    bsb_number: p.required(p.string({ max: 20 })),
  },
  numberParam: "account_number",
  key: (given) => `${digitsIn(given.bsb_number)} ${digitsIn(given.account_number)}`,
  /** Test accounts of Stripe's documentation. */
  accounts: {
    "000000 000123456": {},
    "000000 900123456": { answers: "late" },
    "000000 111111113": { fails: "account_closed" },
    "000000 111111116": { fails: "no_account" },
    "000000 222222227": { fails: "refer_to_customer" },
    "000000 922222227": { fails: "refer_to_customer", answers: "late" },
    "000000 333333335": { fails: "debit_not_authorized" },
    "000000 666666660": { after: "dispute" },
    "000000 343434343": { fails: "charge_exceeds_source_limit" },
    "000000 121212121": { fails: "charge_exceeds_transaction_limit" },
  },
  needs: ["name", "email"],
  details: (given) => ({
    bsb_number: digitsIn(given.bsb_number),
    last4: lastFour(digitsIn(given.account_number)),
  }),
  charge: (details) => details,
  mandate: ({ url }) => ({ url }),
  refund: null,
  sessionOptions: options,
  usualOptions: {},
});
