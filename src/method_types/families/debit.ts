/**
 * The family of bank debits: the payer gives a bank account and a mandate to take money from it, and the bank answers
 * days later. Here it answers after seconds, or minutes for accounts that are documented as slow. Only the documented
 * test accounts are accepted; of the account's number no more is stored than what the API shows. Accounts of some types
 * must be verified first (`../microdeposits.ts`).
 */
import { errors } from "../../core/errors.ts";
import { type Fields, type Param, p } from "../../params/param.ts";
import type { Conclusion } from "../attempt_result.ts";
import type { Complaint } from "../complaint.ts";
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
  TypeOptions,
  Verification,
} from "../method_type.ts";
import { neverActs } from "../method_type.ts";
import {
  FAULTS,
  type MicrodepositType,
  type Unproven,
  unverified,
  verifyWithMicrodeposits,
} from "../microdeposits.ts";
import { ANSWER_SECONDS, APPROVED, checkBilling, fingerprintOf, REFUNDED_LATER } from "./parts.ts";

/** How a test account answers; one that says nothing pays, after some seconds. */
export interface TestAccount {
  /** The code of the failure. */
  readonly fails?: FailureCode;
  /** Answers after minutes instead of seconds, or never. */
  readonly answers?: "late" | "never";
  /** A rule against fraud refuses to debit it. */
  readonly isBlocked?: true;
  /** Microdeposits do not reach it. */
  readonly isUnreachable?: true;
  /** Not accepted at all: the code of the refusal. */
  readonly refused?: string;
  /** What follows the payment. */
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
  /** The names of methods that are ready to use, and what they are made from. */
  readonly aliases?: Readonly<Record<string, Hash>>;
  /** What the API shows of the account, without its fingerprint. */
  details(given: Hash): Hash;
  /** False if the API shows no fingerprint of its accounts. */
  readonly hasFingerprint?: false;
  /** The billing details that a method must have, in the order in which they are asked for. */
  readonly needs: readonly ("email" | "name")[];
  /** `payment_method_details.<type>` of a charge, besides the mandate. */
  charge(details: Hash): Hash;
  mandate(mandate: MandateNames): Hash;
  /** False if charges do not show the mandate. */
  readonly chargesShowMandate?: false;
  readonly refund: Hash | undefined;
  readonly refundDays?: number;
  readonly sessionOptions: Param<unknown>;
  readonly usualOfSession?: Hash;
  readonly intentOptions?: Param<unknown>;
  readonly usualOptions: Hash;
  /** Those of setup intents, if they are others; null if these have none, not even an empty hash. */
  readonly setupOptions?: TypeOptions | null;
  /** What of a stored account can be changed. */
  readonly changes?: Param<unknown>;
  readonly verified?: Verified;
}

/** For types whose accounts must be verified before they are debited. */
interface Verified {
  /** Which microdeposits are sent. */
  readonly by: MicrodepositType;
  /** Whether an account was linked at its bank, which verifies it. */
  isLinked(given: Hash): boolean;
}

/** What is stored of an account but never shown. */
interface SimulatedAccount {
  readonly fails: FailureCode | null;
  readonly answers: "late" | "never" | "soon";
  /** Absent if nothing follows the payment. */
  readonly after?: "dispute";
  readonly isBlocked?: true;
  /** Absent if the account need not be verified, or was. */
  readonly unproven?: Unproven;
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
  invalid_currency: "The bank could not process this payment, because the account is in another currency.",
  no_account: "The bank account could not be located.",
  refer_to_customer: "The customer's bank asks you to contact the customer.",
  tokenized_account_number_deactivated: "The customer's bank has deactivated the number of this account.",
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
    changes: given.changes ?? null,
    options: {
      payment_intent: { params: p.object({ ...later, ...intentOptions.fields }), usual: usualOptions },
      session: { params: sessionOptions, usual: given.usualOfSession ?? {} },
      setup_intent: given.setupOptions ?? {
        params: p.object({}),
        usual: given.setupOptions === null ? null : usualOptions,
      },
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
    fromAlias(name, making) {
      const { aliases = {} } = given;
      const hash = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
      if (hash === undefined) return null;
      const key = given.key(hash, making.path);
      return keptOf(given, hash, key, testAccount(given, key, "payment_method"), making);
    },
    changed: ({ details }, changes) => ({ ...details, ...(changes as Hash) }), // read by the parameters of the type
    attached(method) {
      if (method.simulated.unproven === undefined) return method;
      throw errors.rule(
        `PaymentMethods of type ${given.type} must be verified before they can be attached to a customer.`,
      );
    },
    checkAccepted({ simulated }, options) {
      if (simulated.unproven === undefined || options.verification_method !== "instant") return;
      throw errors.rule(
        "The bank account must be verified instantly (`verification_method=instant`), which an account whose number was " +
          "typed cannot be.",
        `payment_method_options[${given.type}][verification_method]`,
      );
    },
    action: null,
    nextAction: neverActs,
    mandateDetails: given.mandate,
    attempt: async ({ purpose, method: { simulated } }) => {
      if (simulated.unproven?.isSpent) return { result: "action_failed", fault: FAULTS.attempts_exceeded };
      if (simulated.unproven !== undefined) return { result: "awaits_verification" };
      if (purpose === "setup") return APPROVED;
      return simulated.isBlocked ? BLOCKED : { result: "processing", details: null };
    },
    verification: given.verified === undefined ? undefined : VERIFICATION,
    instructions: (_method, { now, page }) =>
      verifyWithMicrodeposits(given.verified?.by ?? "amounts", page, now),
    complaints: ({ simulated }) => (simulated.after === "dispute" ? [REVOKED] : []),
    isRefundable: true,
    refundCourse: () => REFUNDED_LATER,
    concluded: ({ simulated }) =>
      simulated.unproven === undefined ? answerOf(simulated) : unverified(simulated.unproven),
    used: (method) => method,
    chargeDetails: ({ details }, { mandate }) => ({
      ...given.charge(details),
      ...(given.chargesShowMandate === false ? {} : { mandate }),
    }),
    setupDetails: () => ({}),
    refundDestination: given.refund,
    saved: ({ details }) => ({ kind: "account", last4: String(details.last4) }),
  };
}

/** The payer has the money back at once, and the shop is not asked. */
const REVOKED: Complaint = {
  raises: "dispute",
  as: "final",
  reason: "debit_not_authorized",
  programs: [],
  shown: { network_reason_code: null },
};

const VERIFICATION: Verification<Hash, SimulatedAccount> = {
  wrongTries: ({ simulated }) => simulated.unproven?.wrongTries ?? null,
  answered({ details, simulated: { unproven, ...rest } }, answer) {
    if (unproven === undefined || answer === "right") return { details, simulated: rest };
    const wrongTries = unproven.wrongTries + 1;
    const again: Unproven = { ...unproven, wrongTries, ...(answer === "last" ? { isSpent: true } : {}) };
    return { details, simulated: { ...rest, unproven: again } };
  },
};

const BLOCKED = {
  result: "declined",
  decline: {
    code: "card_declined",
    decline_code: "fraudulent",
    message: "Your bank account was declined.",
    advice_code: null,
  },
  blocked: true,
  details: null,
} as const;

/** What the bank answers to a debit. */
function answerOf({ answers, fails }: SimulatedAccount): Conclusion<null> {
  const afterSeconds = answers === "never" ? null : ANSWER_SECONDS[answers];
  if (fails === null) return { afterSeconds, result: APPROVED };
  const decline: Decline = { code: fails, message: FAILURES[fails], advice_code: null };
  const risk = "not_assessed";
  return { afterSeconds, result: { result: "declined", decline, blocked: false, risk, details: null } };
}

function made(given: Debit, hash: Hash, making: Making): Kept<Hash, SimulatedAccount> {
  const key = given.key(hash, making.path);
  checkBilling(given.needs, making);
  const account = testAccount(given, key, `${making.path}[${given.numberParam}]`);
  const kept = keptOf(given, hash, key, account, making);
  if (given.verified === undefined || given.verified.isLinked(hash)) return kept;
  const unproven: Unproven = { wrongTries: 0, isReachable: account.isUnreachable !== true };
  return { ...kept, simulated: { ...kept.simulated, unproven } };
}

/** The account with that key, or its refusal, which is about `param`. */
function testAccount(given: Debit, key: string, param: string): TestAccount {
  const account = given.accounts[key];
  if (account === undefined) throw notForTests(given, param);
  if (account.refused !== undefined) throw errors.rule(UNUSABLE, param, account.refused);
  return account;
}

function keptOf(
  given: Debit,
  hash: Hash,
  key: string,
  { after, answers, fails, isBlocked }: TestAccount,
  { accountId }: Making,
): Kept<Hash, SimulatedAccount> {
  const fingerprint = fingerprintOf(given.type, key, accountId);
  return {
    details: { ...given.details(hash), ...(given.hasFingerprint === false ? {} : { fingerprint }) },
    simulated: {
      fails: fails ?? null,
      answers: answers ?? "soon",
      ...(after === undefined ? {} : { after }),
      ...(isBlocked === undefined ? {} : { isBlocked }),
    },
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
