/** The payment method type `acss_debit`: bank accounts in Canada (pre-authorized debit). */
import { p } from "../../params/param.ts";
import { debitType, digitsIn, lastFour } from "../families/debit.ts";
import type { Hash } from "../method_type.ts";
import * as options from "../session_options.ts";

const NUMBER_MAX = 20;
const number = p.required(p.string({ max: NUMBER_MAX }));

export const acssDebit = debitType({
  type: "acss_debit",
  name: "Pre-authorized debit",
  currencies: ["cad", "usd"],
  shopCountries: ["CA", "US"],
  purposes: ["payment", "setup"],
  asks: {
    fields: [
      { param: "institution_number", control: "institutionNumber", kind: "digits", length: [3, 3] },
      { param: "transit_number", control: "transitNumber", kind: "digits", length: [5, 5] },
      { param: "account_number", control: "accountNumber", kind: "digits", length: [7, 12] },
    ],
  },
  data: { account_number: number, institution_number: number, transit_number: number },
  numberParam: "account_number",
  key: (given) =>
    [given.institution_number, given.transit_number, given.account_number].map(digitsIn).join(" "),
  /** Test accounts of Stripe's documentation. */
  accounts: {
    "000 11000 000123456789": {},
    "000 11000 900123456789": { answers: "late" },
    "000 11000 000222222227": { fails: "insufficient_funds" },
    "000 11000 900222222227": { fails: "insufficient_funds", answers: "late" },
    "000 11000 000666666661": { isUnreachable: true },
  },
  needs: ["name", "email"],
  details: (given) => ({
    bank_name: "STRIPE TEST BANK",
    institution_number: digitsIn(given.institution_number),
    last4: lastFour(digitsIn(given.account_number)),
    transit_number: digitsIn(given.transit_number),
  }),
  charge: (details) => details,
  mandate({ options: { mandate_options: agreed } }) {
    const { default_for, interval_description, payment_schedule, transaction_type } = (agreed ?? {}) as Hash;
    return {
      ...(default_for === undefined ? {} : { default_for }),
      interval_description: interval_description ?? null,
      payment_schedule: payment_schedule ?? "sporadic",
      transaction_type: transaction_type ?? "personal",
    };
  },
  refund: undefined,
  sessionOptions: options.acssDebit,
  usualOfSession: { mandate_options: options.NO_ACSS_TERMS, verification_method: "automatic" },
  intentOptions: options.acssDebitOfPayment,
  usualOptions: { mandate_options: options.NO_ACSS_TERMS, verification_method: "automatic" },
  setupOptions: {
    params: options.acssDebitOfSetup,
    usual: { currency: null, mandate_options: options.NO_ACSS_TERMS, verification_method: "automatic" },
  },
  verified: { by: "amounts", isLinked: () => false },
});
