/**
 * What a payment method is: it decides an attempt. The simulated network answers from the documented test
 * numbers and nothing else; the rest of the house does not know that no money moves.
 */
import type { CheckName, Decline } from "./test_cards.ts";

/** One try to take money with a stored payment method, or to set it up for later. */
export interface AttemptRequest {
  readonly purpose: "payment" | "setup";
  /** Names the stored card's behaviour; never a number. */
  readonly card: string;
  readonly cvcGiven: boolean;
  readonly postalCodeGiven: boolean;
  readonly addressLineGiven: boolean;
  /** Whether the payer is there to be asked. */
  readonly offSession: boolean;
  /** Whether 3-D Secure was asked for: `request_three_d_secure`. */
  readonly threeDSecure: "automatic" | "any" | "challenge";
  /** What came of a challenge, where one was made. */
  readonly authentication: "none" | "passed" | "failed";
  /** The card was set up for later use before. */
  readonly setUp: boolean;
}

/** How a payer proved who they are; null where they were not asked to. */
export type Proof = "challenge" | "frictionless" | null;

export interface Approved {
  readonly result: "approved";
  readonly risk: "normal" | "elevated";
  readonly checks: Readonly<Record<CheckName, "pass" | "fail" | "unavailable" | null>>;
  readonly proof: Proof;
  /** Funds are available at once. */
  readonly availableAtOnce: boolean;
}
export interface Declined {
  readonly result: "declined";
  readonly decline: Decline;
  /** Refused as too risky before the issuer was asked. */
  readonly blocked: boolean;
  readonly checks: Approved["checks"];
  readonly proof: Proof;
}
export interface NeedsAction {
  readonly result: "needs_action";
}
/** The payer was asked to prove who they are, and could not. */
export interface AuthenticationFailed {
  readonly result: "authentication_failed";
}
export type AttemptResult = Approved | Declined | NeedsAction | AuthenticationFailed;

export interface PaymentMethodType {
  readonly type: string;
  attempt(request: AttemptRequest, attemptId: string): Promise<AttemptResult>;
}
