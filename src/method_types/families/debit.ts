/**
 * The family of bank debits: the payer gives a bank account and a mandate to take money from it, and the bank answers
 * days later. Here it answers after seconds, or minutes for accounts that are documented as slow. Only the documented
 * test accounts are accepted; of the account's number no more is stored than what the API shows.
 */
import { errors } from "../../core/errors.ts";
import { type Fields, type Param, p } from "../../params/param.ts";
import type { Decline } from "../decline.ts";
import type {
  AskedField,
  Asks,
  Family,
  Hash,
  Kept,
  Making,
  MandateNames,
  PaymentMethodType,
  Purpose,
} from "../method_type.ts";
import { neverActs } from "../method_type.ts";
import { ANSWER_SECONDS, APPROVED, checkBilling, fingerprintOf, REFUNDED_LATER } from "./parts.ts";

/** How a test account answers; one that says nothing pays, after some seconds. */
export interface TestAccount {
  /** The code of the failure. */
  readonly fails?: FailureCode;
  /** Answers after minutes instead of seconds. */
  readonly answers?: "late";
  /** Not accepted at all: the code of the refusal. */
  readonly refused?: string;
  /** What follows the payment, which is not supported here. */
  readonly after?: "dispute";
}

/** What differs between the types. */
export interface Debit {
  readonly type: string;
  readonly name: string;
  readonly currencies: readonly string[];
  readonly shopCountries?: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly asks: Partial<Asks> & { readonly fields: readonly AskedField[] };
  /** The parameters that describe an account. */
  readonly data: Fields;
  /** The name of the parameter that refusals of the account are about. */
  readonly numberParam: string;
  /** What a hash stands for: the key of its test account; throws a refusal of what is no account at all. */
  key(given: Hash, path: string): string;
  readonly accounts: Readonly<Record<string, TestAccount>>;
  /** What the API shows of the account, without its fingerprint. */
  details(given: Hash): Hash;
  /** The billing details that a method must have, in the order in which they are asked for. */
  readonly needs: readonly ("email" | "name")[];
  /** `payment_method_details.<type>` of a charge, besides the mandate. */
  charge(details: Hash): Hash;
  mandate(mandate: MandateNames): Hash;
  readonly refund: Hash | undefined;
  readonly refundDays?: number;
  readonly sessionOptions: Param<unknown>;
  readonly intentOptions?: Param<unknown>;
  readonly usualOptions: Hash;
  /** Those of setup intents, if they are others; null if these have none, not even an empty hash. */
  readonly setupOptions?: null;
}

/** What is stored of an account but never shown. */
interface SimulatedAccount {
  readonly fails: FailureCode | null;
  readonly answers: "late" | "soon";
}

/** Why a debit fails, as Stripe's documentation of failed debits words it. */
const FAILURES = {
  account_closed: "The bank account has been closed.",
  charge_exceeds_source_limit: "The payment exceeds the limit for payments from this bank account.",
  charge_exceeds_transaction_limit: "The payment exceeds the limit for a single payment.",
  charge_exceeds_weekly_limit: "The payment exceeds the limit for payments of a week.",
  debit_not_authorized: "The customer has notified their bank that this payment was unauthorized.",
  generic_could_not_process: "The bank could not process this payment.",
  insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
  no_account: "The bank account could not be located.",
  refer_to_customer: "The customer's bank asks you to contact the customer.",
} as const;
type FailureCode = keyof typeof FAILURES;

export function debitType(given: Debit): PaymentMethodType {
  const { type, sessionOptions, intentOptions = sessionOptions, usualOptions } = given;
  const later = Object.fromEntries(Object.keys(usualOptions).map((name) => [name, p.notYet()]));
  return {
    type,
    name: given.name,
    family: debitFamily(given),
    purposes: given.purposes,
    currencies: given.currencies,
    shopCountries: given.shopCountries ?? null,
    isReusable: true,
    capturesLater: false,
    ...(given.refundDays === undefined ? {} : { refundDays: given.refundDays }),
    asks: { name: true, billing: "none", countries: null, ...given.asks },
    data: p.object(given.data),
    changes: null,
    options: {
      payment_intent: { params: p.object({ ...later, ...intentOptions.fields }), usual: usualOptions },
      session: { params: sessionOptions, usual: {} },
      setup_intent: { params: p.object({}), usual: given.setupOptions === null ? null : usualOptions },
    },
    intentOptions: (options) => options,
  };
}

function debitFamily(given: Debit): Family<Hash, SimulatedAccount, null> {
  return {
    name: "bank_debit",
    chargePrefix: "py_",
    make(input, making) {
      if (input === undefined) throw errors.missingParam(making.path);
      return made(given, input as Hash, making); // the parameters of the type have read it
    },
    fromAlias: () => null,
    changed: ({ details }) => details,
    attached: (method) => method,
    checkAccepted: () => {},
    action: null,
    nextAction: neverActs,
    mandateDetails: given.mandate,
    attempt: async ({ purpose }) =>
      purpose === "setup" ? APPROVED : { result: "processing", details: null },
    instructions: neverActs,
    isRefundable: true,
    refundCourse: () => REFUNDED_LATER,
    concluded: ({ simulated: { answers, fails } }) => ({
      afterSeconds: ANSWER_SECONDS[answers],
      result:
        fails === null
          ? APPROVED
          : {
              result: "declined",
              decline: failure(fails),
              blocked: false,
              risk: "not_assessed",
              details: null,
            },
    }),
    used: (method) => method,
    chargeDetails: ({ details }, { mandate }) => ({ ...given.charge(details), mandate }),
    setupDetails: () => ({}),
    refundDestination: given.refund,
    saved: ({ details }) => ({ kind: "account", last4: String(details.last4) }),
  };
}

function failure(code: FailureCode): Decline {
  return { code, message: FAILURES[code], advice_code: null };
}

function made(given: Debit, hash: Hash, making: Making): Kept<Hash, SimulatedAccount> {
  const { accountId, path } = making;
  const key = given.key(hash, path);
  checkBilling(given.needs, making);
  const param = `${path}[${given.numberParam}]`;
  const account = given.accounts[key];
  if (account === undefined) throw notForTests(given, param);
  if (account.refused !== undefined) throw errors.rule(UNUSABLE, param, account.refused);
  if (account.after !== undefined)
    throw errors.notSupportedValue(param, `an account whose payments end in a ${account.after}`);
  return {
    details: { ...given.details(hash), fingerprint: fingerprintOf(given.type, key, accountId) },
    simulated: { fails: account.fails ?? null, answers: account.answers ?? "soon" },
  };
}

const UNUSABLE = "The bank account provided can not be used. Please use a different bank account.";

/** The text is ours. It shows nothing of the number, which may be somebody's. */
function notForTests({ name }: Debit, param: string) {
  return errors.rule(
    `You must use a test bank account number for ${name}. Checkstand accepts only the test accounts of Stripe's ` +
      "documentation: https://docs.stripe.com/testing#non-card-payments",
    param,
    "account_number_invalid",
  );
}

/** A number as it is compared: without the spaces and hyphens that it may be typed with. */
export function digitsIn(text: unknown): string {
  return String(text).replaceAll(/[\s-]/g, "");
}

/** The last four characters of an account's number, which the API shows. */
export function lastFour(number: string): string {
  return number.slice(-4);
}
