/** The payment method type `us_bank_account`: bank accounts in the United States (ACH Direct Debit). */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { debitType, digitsIn, lastFour } from "../families/debit.ts";
import type { Hash } from "../method_type.ts";
import * as options from "../session_options.ts";

const ROUTING_NUMBER = "110000000";
const NUMBER_MAX = 20;
const ID_MAX = 100;

const holderType = p.oneOf("company", "individual");
const accountType = p.oneOf("checking", "savings");

/** What the accounts are called in `pm_usBankAccount_…`, where they have such a name. */
const NUMBERS = {
  accountClosed: "000111111113",
  debitNotAuthorized: "000333333335",
  dispute: "000555555559",
  failMicrodeposits: "000666666661",
  insufficientFunds: "000222222227",
  invalidCurrency: "000444444440",
  noAccount: "000111111116",
  processing: "000000000009",
  riskLevelHighest: "000000004954",
  success: "000123456789",
} as const;

/**
 * The accounts that the stand-in for a payer's bank links on the page. At Stripe such an id is made by Financial
 * Connections, which is not supported otherwise.
 */
const LINKED: Readonly<Record<string, string>> = {
  fca_failure: NUMBERS.insufficientFunds,
  fca_success: NUMBERS.success,
};

const at = (number: string) => `${ROUTING_NUMBER} ${number}`;

export const usBankAccount = debitType({
  type: "us_bank_account",
  name: "US bank account",
  currencies: ["usd"],
  shopCountries: ["US"],
  purposes: ["payment", "setup", "subscription"],
  asks: {
    fields: [
      { param: "routing_number", control: "routingNumber", kind: "digits", length: [9, 9] },
      { param: "account_number", control: "accountNumber", kind: "digits", length: [4, 17] },
    ],
    linking: {
      param: "financial_connections_account",
      accounts: [
        { id: "fca_success", last4: lastFour(NUMBERS.success), name: "Success" },
        { id: "fca_failure", last4: lastFour(NUMBERS.insufficientFunds), name: "Failure" },
      ],
      typed: { account_holder_type: "individual" },
    },
  },
  data: {
    account_holder_type: holderType,
    account_number: p.string({ max: NUMBER_MAX }),
    account_type: accountType,
    financial_connections_account: p.string({ max: ID_MAX }),
    routing_number: p.string({ max: NUMBER_MAX }),
  },
  changes: p.object({ account_holder_type: holderType, account_type: accountType }),
  numberParam: "account_number",
  key(given, path) {
    const { account_holder_type: holder, financial_connections_account: linked } = given;
    if (linked !== undefined && given.account_number !== undefined) {
      throw errors.onlyOneOf([`${path}[account_number]`, `${path}[financial_connections_account]`]);
    }
    if (linked !== undefined) return at(linkedNumber(String(linked), path));
    for (const name of ["account_number", "routing_number"]) {
      if (given[name] === undefined) throw errors.missingParam(`${path}[${name}]`);
    }
    if (holder === undefined) throw errors.missingParam(`${path}[account_holder_type]`);
    const routing = digitsIn(given.routing_number);
    if (!isRoutingNumber(routing)) {
      throw errors.rule("Invalid routing number", `${path}[routing_number]`, "routing_number_invalid");
    }
    return `${routing} ${digitsIn(given.account_number)}`;
  },
  /** Test accounts of Stripe's documentation. */
  accounts: {
    [at(NUMBERS.success)]: {},
    [at(NUMBERS.accountClosed)]: { fails: "account_closed" },
    [at(NUMBERS.riskLevelHighest)]: { isBlocked: true },
    [at(NUMBERS.noAccount)]: { fails: "no_account" },
    [at(NUMBERS.insufficientFunds)]: { fails: "insufficient_funds" },
    [at(NUMBERS.debitNotAuthorized)]: { fails: "debit_not_authorized" },
    [at(NUMBERS.invalidCurrency)]: { fails: "invalid_currency" },
    [at(NUMBERS.failMicrodeposits)]: { isUnreachable: true },
    [at(NUMBERS.dispute)]: { after: "dispute" },
    [at(NUMBERS.processing)]: { answers: "never" },
    [at("000777777771")]: { fails: "charge_exceeds_weekly_limit" },
    [at("000888888885")]: { fails: "tokenized_account_number_deactivated" },
  },
  aliases: Object.fromEntries(
    Object.entries(NUMBERS).map(([name, account_number]) => [
      `pm_usBankAccount_${name}`,
      { account_holder_type: "individual", account_number, routing_number: ROUTING_NUMBER },
    ]),
  ),
  needs: ["name"],
  details(given) {
    const linked = given.financial_connections_account;
    const number = linked === undefined ? digitsIn(given.account_number) : LINKED[String(linked)];
    return {
      account_holder_type: given.account_holder_type ?? "individual",
      account_type: given.account_type ?? "checking",
      bank_name: "STRIPE TEST BANK",
      financial_connections_account: linked ?? null,
      last4: lastFour(number ?? ""),
      networks: { preferred: "ach", supported: ["ach"] },
      routing_number: ROUTING_NUMBER,
      status_details: {},
    };
  },
  charge: ({ account_holder_type, account_type, bank_name, fingerprint, last4, routing_number }) => ({
    account_holder_type,
    account_type,
    bank_name,
    fingerprint,
    last4,
    payment_reference: null,
    routing_number,
  }),
  mandate({ options: { mandate_options: agreed } }) {
    const method = (agreed as Hash | undefined)?.collection_method ?? null;
    return method === null ? {} : { collection_method: method };
  },
  refund: { type: "us_bank_transfer", us_bank_transfer: { reference: null, reference_status: "pending" } },
  sessionOptions: options.usBankAccount,
  usualOfSession: { verification_method: "automatic" },
  intentOptions: options.usBankAccountOfPayment,
  usualOptions: { verification_method: "automatic" },
  setupOptions: { params: options.usBankAccountOfSetup, usual: { verification_method: "automatic" } },
  verified: {
    by: "descriptor_code",
    isLinked: ({ financial_connections_account: linked }) => linked !== undefined,
  },
});

/** The number of an account that was linked. */
function linkedNumber(id: string, path: string): string {
  const number = Object.hasOwn(LINKED, id) ? LINKED[id] : undefined;
  if (number !== undefined) return number;
  throw errors.notSupportedValue(`${path}[financial_connections_account]`, id);
}

/** Whether the check digit of a routing number fits (ABA): the weights are 3, 7 and 1. */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const weights = [3, 7, 1];
  const sum = [...text].reduce((total, digit, i) => total + Number(digit) * (weights[i % 3] ?? 0), 0);
  return sum % 10 === 0;
}
