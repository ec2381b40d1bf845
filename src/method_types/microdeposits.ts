/**
 * Microdeposits: two small amounts, or one cent with a code in its text, are sent to a bank account, and whoever can read
 * them owns the account. Here the numbers of Stripe's documentation decide what comes of it. Pure.
 */
import { errors } from "../core/errors.ts";
import type { Conclusion } from "./attempt_result.ts";
import type { Decline } from "./decline.ts";
import { ANSWER_SECONDS } from "./families/parts.ts";
import type { NextAction } from "./method_type.ts";

export type MicrodepositType = "amounts" | "descriptor_code";

/** What the payer read on their statement: either of the two, whichever was sent. */
export interface Proof {
  readonly amounts?: readonly number[] | undefined;
  readonly descriptor_code?: string | undefined;
}

export type Verdict = "attempts_exceeded" | "mismatch" | "timeout" | "verified";

/** What is stored of an account whose owner has yet to prove that it is theirs. */
export interface Unproven {
  readonly wrongTries: number;
  /** True once there were too many of them: it cannot be verified any more. */
  readonly isSpent?: true;
  /** False if the deposits do not reach the account. */
  readonly isReachable: boolean;
}

type Fault = Pick<Decline, "code" | "message">;

const FAILED: Fault = {
  code: "payment_method_microdeposit_failed",
  message: "Microdeposits failed. Please check the account number and the numbers of the bank provided.",
};
const TIMEOUT: Fault = {
  code: "payment_method_microdeposit_verification_timeout",
  message:
    "Microdeposit timeout. Customer hasn't verified their bank account within the required 10 day period.",
};
const EXCEEDED: Fault = {
  code: "payment_method_microdeposit_verification_attempts_exceeded",
  message: "You have exceeded the number of allowed verification attempts.",
};
/** Why a verification ended without success. */
export const FAULTS = { attempts_exceeded: EXCEEDED, timeout: TIMEOUT } as const;

/** How many wrong answers an account has (Stripe docs, ACH Direct Debit and pre-authorized debit). */
const WRONG_TRIES_MAX: Readonly<Record<MicrodepositType, number>> = { amounts: 3, descriptor_code: 10 };
const DAY = 86_400;
/** How long the payer has. */
const VERIFY_SECONDS = 10 * DAY;

/** Test values of Stripe's documentation: the amounts in ascending order, or the code. */
const VERDICTS: Readonly<Record<MicrodepositType, ReadonlyMap<string, Verdict>>> = {
  amounts: new Map([
    ["32 45", "verified"],
    ["10 11", "attempts_exceeded"],
    ["40 41", "timeout"],
  ]),
  descriptor_code: new Map([
    ["SM11AA", "verified"],
    ["SM33CC", "attempts_exceeded"],
    ["SM44DD", "timeout"],
  ]),
};

/** What comes of an answer. Throws the refusal of what is none. */
export function verdictOf({ amounts, descriptor_code: code }: Proof): Verdict {
  if (amounts !== undefined && code !== undefined) throw errors.onlyOneOf(["amounts", "descriptor_code"]);
  if (amounts === undefined && code === undefined) throw errors.missingParam("amounts");
  if (amounts !== undefined && amounts.length !== 2) {
    throw errors.rule(
      "You must provide exactly two microdeposit amounts.",
      "amounts",
      "payment_method_microdeposit_verification_amounts_invalid",
    );
  }
  const told =
    amounts === undefined
      ? VERDICTS.descriptor_code.get((code ?? "").trim().toUpperCase())
      : VERDICTS.amounts.get([...amounts].sort(ascending).join(" "));
  return told ?? "mismatch";
}

const ascending = (a: number, b: number) => a - b;

/** How many more wrong answers the account has after `wrongTries` of them. */
export function triesLeft(proof: Proof, wrongTries: number): number {
  return Math.max(0, WRONG_TRIES_MAX[typeOf(proof)] - wrongTries);
}

/** The refusal of a wrong answer. */
export function mismatch(proof: Proof, left: number) {
  const { code, message } = MISMATCHES[typeOf(proof)];
  const tries = `You have ${left} verification ${left === 1 ? "attempt" : "attempts"} remaining.`;
  return errors.rule(`${message} ${tries}`, undefined, code);
}

const MISMATCHES: Readonly<Record<MicrodepositType, Fault>> = {
  amounts: {
    code: "payment_method_microdeposit_verification_amounts_mismatch",
    message: "The amounts provided do not match the amounts that were sent to the bank account.",
  },
  descriptor_code: {
    code: "payment_method_microdeposit_verification_descriptor_code_mismatch",
    message: "The verification code provided does not match the one sent to the bank account.",
  },
};

function typeOf({ amounts }: Proof): MicrodepositType {
  return amounts === undefined ? "descriptor_code" : "amounts";
}

/** `next_action` of an intent whose payer is asked for them on `page`, a URL without its origin. */
export function verifyWithMicrodeposits(type: MicrodepositType, page: string, now: number): NextAction {
  return {
    type: VERIFY,
    [VERIFY]: { arrival_date: arrivalDate(now), hosted_verification_url: page, microdeposit_type: type },
  };
}
const VERIFY = "verify_with_microdeposits";

/** Whether an intent waits for its payer to verify their account. */
export function awaitsVerification(intent: {
  readonly status: string;
  readonly next_action: NextAction | null;
}): boolean {
  return intent.status === "requires_action" && intent.next_action?.type === VERIFY;
}

/** What becomes of an account that nobody verifies. */
export function unverified({ isReachable }: Unproven): Conclusion<null> {
  return isReachable
    ? { afterSeconds: VERIFY_SECONDS, result: { result: "expired", fault: TIMEOUT } }
    : { afterSeconds: ANSWER_SECONDS.soon, result: { result: "expired", fault: FAILED } };
}

const ARRIVES_AFTER_BUSINESS_DAYS = 2;
/** When the day begins in California (Pacific Standard Time), as the recorded dates do. */
const DAY_BEGINS = 8 * 3600;

/** When deposits that are sent now are expected: after two business days. */
function arrivalDate(now: number): number {
  let day = Math.floor((now - DAY_BEGINS) / DAY);
  for (let left = ARRIVES_AFTER_BUSINESS_DAYS; left > 0; ) {
    day += 1;
    if (!isWeekend(day)) left -= 1;
  }
  return day * DAY + DAY_BEGINS;
}

/** The first day of Unix time was a Thursday. */
function isWeekend(day: number): boolean {
  return (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
}
