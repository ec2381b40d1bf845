/** What can come of one try to charge a payment method or to set it up, and of a payment that ends later. Types only. */
import type { Decline } from "./decline.ts";

export interface Approved<Outcome = unknown> {
  readonly result: "approved";
  /** Only cards are assessed. */
  readonly risk: "elevated" | "normal" | "not_assessed";
  /** True if funds are available at once instead of being pending first. */
  readonly availableAtOnce: boolean;
  /** What else the network reported; only the family reads it. */
  readonly details: Outcome;
}

export interface Declined<Outcome = unknown> {
  readonly result: "declined";
  readonly decline: Decline;
  /** Only cards are assessed. */
  readonly risk?: "not_assessed";
  /** True if a fraud rule refused it, and not the issuer. */
  readonly blocked: boolean;
  readonly details: Outcome;
}

/** The bank was asked for the money, and answers in days. */
export interface Processing<Outcome = unknown> {
  readonly result: "processing";
  readonly details: Outcome;
}

/** The payer was told how to pay, and pays later, elsewhere; `awaits_funds`: what their cash balance does not pay. */
export interface AwaitsPayment {
  readonly result: "awaits_funds" | "awaits_payment";
}

/** The payer has to verify their bank account first. */
export interface AwaitsVerification {
  readonly result: "awaits_verification";
}

/** The payer has not done in time what they were told to do. */
export interface Expired {
  readonly result: "expired";
  /** Why, as the API shows it; absent if the payer just has not paid. */
  readonly fault?: { readonly code: string; readonly message: string };
}

/** What a bank answers in the end, or a payer does. */
export interface Conclusion<Outcome = unknown> {
  /** After how many seconds it answers, counted from the attempt; null if it never does. */
  readonly afterSeconds: number | null;
  readonly result: Approved<Outcome> | Declined<Outcome> | Expired;
}

/** The payer has to act before the network can answer; the family says how. */
export interface NeedsAction {
  readonly result: "needs_action";
}

/** The payer was asked to act, and failed or refused, or has not acted in time. */
export interface ActionFailed {
  readonly result: "action_failed";
  readonly isLate?: true;
  /** Why, as the API shows it; absent if the action says it. */
  readonly fault?: { readonly code: string; readonly message: string };
}

export type AttemptResult<Outcome = unknown> =
  | Approved<Outcome>
  | Declined<Outcome>
  | Processing<Outcome>
  | AwaitsPayment
  | AwaitsVerification
  | NeedsAction
  | ActionFailed;

/** A result that makes a charge. */
export type ChargedResult<Outcome = unknown> = Approved<Outcome> | Declined<Outcome> | Processing<Outcome>;
