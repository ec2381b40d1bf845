/** The payment method type `nz_bank_account`: bank accounts in New Zealand (BECS Direct Debit). */
import { p } from "../../params/param.ts";
import { debitType, digitsIn, lastFour } from "../families/debit.ts";
import * as options from "../session_options.ts";

const BANK_CODE = "11";
const BRANCH_CODE = "0000";
const NUMBER_MAX = 20;
const NAME_MAX = 100;
const REFERENCE_MAX = 128;
const number = p.required(p.string({ max: NUMBER_MAX }));

/** Number and suffix of the accounts, by what they are called in `pm_nzBankAccount_…`. */
const NUMBERS = {
  debitNotAuthorized: ["5555555", "059"],
  insufficientFunds: ["2222222", "027"],
  noAccount: ["1111111", "016"],
  processing: ["9999999", "000"],
  referToCustomer: ["8888888", "000"],
  success: ["0000000", "010"],
} as const;

const at = ([account, suffix]: readonly [string, string]) =>
  `${BANK_CODE} ${BRANCH_CODE} ${account} ${suffix}`;

export const nzBankAccount = debitType({
  type: "nz_bank_account",
  name: "New Zealand BECS Direct Debit",
  currencies: ["nzd"],
  shopCountries: ["NZ"],
  purposes: ["payment"],
  asks: {
    fields: [
      { param: "bank_code", control: "bankCode", kind: "digits", length: [2, 2] },
      { param: "branch_code", control: "branchCode", kind: "digits", length: [4, 4] },
      { param: "account_number", control: "accountNumber", kind: "digits", length: [7, 7] },
      { param: "suffix", control: "accountSuffix", kind: "digits", length: [2, 3] },
    ],
  },
  data: {
    account_holder_name: p.string({ max: NAME_MAX }),
    account_number: number,
    bank_code: number,
    branch_code: number,
    reference: p.string({ max: REFERENCE_MAX }),
    suffix: number,
  },
  numberParam: "account_number",
  key: (given) =>
    [given.bank_code, given.branch_code, given.account_number, given.suffix].map(digitsIn).join(" "),
  /** Test accounts of Stripe's documentation. */
  accounts: {
    [at(NUMBERS.success)]: {},
    [at(NUMBERS.insufficientFunds)]: { fails: "insufficient_funds" },
    [at(NUMBERS.referToCustomer)]: { fails: "refer_to_customer" },
    [at(NUMBERS.noAccount)]: { fails: "no_account" },
    [at(NUMBERS.debitNotAuthorized)]: { fails: "debit_not_authorized" },
    [at(NUMBERS.processing)]: { answers: "never" },
  },
  aliases: Object.fromEntries(
    Object.entries(NUMBERS).map(([name, [account_number, suffix]]) => [
      `pm_nzBankAccount_${name}`,
      { account_number, bank_code: BANK_CODE, branch_code: BRANCH_CODE, suffix },
    ]),
  ),
  needs: ["name", "email"],
  details: (given) => ({
    account_holder_name: given.account_holder_name ?? null,
    bank_code: digitsIn(given.bank_code),
    bank_name: "STRIPE TEST BANK",
    branch_code: digitsIn(given.branch_code),
    last4: lastFour(digitsIn(given.account_number)),
    suffix: digitsIn(given.suffix),
  }),
  hasFingerprint: false,
  charge: (details) => details,
  mandate: () => ({}),
  chargesShowMandate: false,
  refund: { nz_bank_transfer: {}, type: "nz_bank_transfer" },
  sessionOptions: p.object({}),
  intentOptions: options.nzBankAccountOfPayment,
  usualOptions: {},
});
