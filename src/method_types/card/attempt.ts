/** Pure: the simulated card network. The documented test card decides how an attempt goes. */

import type {
  Approved as AnyApproved,
  Declined as AnyDeclined,
  AttemptResult as AnyResult,
} from "../attempt_result.ts";
import type { Decline } from "../decline.ts";
import type { Given } from "./card_details.ts";
import {
  type Approve,
  type Authenticate,
  type CheckName,
  DECLINES,
  type DeclineOutcome,
  type TestCard,
} from "./test_cards.ts";

/** How the payer was authenticated; null if they were not asked to authenticate. */
export type Proof = "challenge" | "frictionless" | null;

/** What the network reports of a card, in addition to whether it was approved. */
export interface CardAnswer {
  readonly checks: Readonly<Record<CheckName, "pass" | "fail" | "unavailable" | null>>;
  readonly proof: Proof;
}
type Approved = AnyApproved<CardAnswer>;
type Declined = AnyDeclined<CardAnswer>;
type AttemptResult = AnyResult<CardAnswer>;

/** What the network gets to know of an attempt with a card. */
export interface CardAttempt extends Given {
  readonly purpose: "payment" | "setup";
  readonly card: TestCard;
  /** True if the payer is not present, so that they cannot be asked to authenticate. */
  readonly offSession: boolean;
  /** The value of `request_three_d_secure`. */
  readonly threeDSecure: "automatic" | "any" | "challenge";
  /** The result of the challenge; `none` if there was none. */
  readonly authentication: "none" | "passed" | "failed";
  /** True if the card was set up earlier for payments without the payer. */
  readonly isSetUp: boolean;
}

/** The network's answer to an attempt. */
export function cardAttempt(request: CardAttempt): AttemptResult {
  const { outcome } = request.card;
  switch (outcome.kind) {
    case "approve":
      // A card of this kind never asks for a challenge, even if the request asks for 3-D Secure.
      return approve(outcome, request, request.authentication === "passed" ? "challenge" : null);
    case "decline":
      return proceed(outcome, request, null);
    case "block":
      return { ...declined(outcome.decline, request), blocked: true };
    case "authenticate":
      return authenticate(outcome, request);
  }
}

function authenticate(outcome: Authenticate, request: CardAttempt): AttemptResult {
  if (request.authentication === "failed") return { result: "action_failed" };
  if (request.authentication === "passed") return proceed(outcome.next, request, "challenge");
  if (!mustAuthenticate(outcome, request)) return proceed(outcome.next, request, null);
  if (outcome.flow === "lookup_error") return declined(DECLINES.generic, request);
  if (outcome.flow === "frictionless") return proceed(outcome.next, request, "frictionless");
  if (request.offSession) return declined(DECLINES.authentication_required, request);
  return { result: "needs_action" };
}

function mustAuthenticate(outcome: Authenticate, request: CardAttempt): boolean {
  switch (outcome.required) {
    case "always":
      return true;
    case "unless_set_up":
      return !(request.offSession && request.isSetUp);
    case "on_session":
      return !request.offSession;
    case "when_requested":
      return request.threeDSecure !== "automatic";
  }
}

function proceed(next: Approve | DeclineOutcome, request: CardAttempt, proof: Proof): AttemptResult {
  if (next.kind === "approve") return approve(next, request, proof);
  // A setup charges nothing, so a card that declines only charges can be set up.
  if (next.at === "charge" && request.purpose === "setup") {
    return approve({ kind: "approve" }, request, proof);
  }
  const refused = declined(next.decline, request);
  return { ...refused, details: { ...refused.details, proof } };
}

/** Approves, unless a check failed and a fraud rule that is on by default turns this into a decline. */
function approve(outcome: Approve, request: CardAttempt, proof: Proof): Approved | Declined {
  const checks = checksOf(outcome, request);
  const { rule } = outcome;
  if (rule?.on_by_default && checks[rule.check] === "fail") {
    return { result: "declined", decline: rule.decline, blocked: true, details: { checks, proof } };
  }
  return {
    result: "approved",
    risk: outcome.risk ?? "normal",
    availableAtOnce: outcome.bypassPending ?? false,
    details: { checks, proof },
  };
}

function declined(decline: Decline, request: CardAttempt): Declined {
  return {
    result: "declined",
    decline,
    blocked: false,
    details: { checks: checksOf(null, request), proof: null },
  };
}

/** Only data that the payer gave is checked; a check passes unless the test card says otherwise. */
function checksOf(outcome: Approve | null, request: CardAttempt): CardAnswer["checks"] {
  const check = (name: CheckName, given: boolean) => (given ? (outcome?.checks?.[name] ?? "pass") : null);
  return {
    address_line1_check: check("address_line1_check", request.addressLineGiven),
    address_postal_code_check: check("address_postal_code_check", request.postalCodeGiven),
    cvc_check: check("cvc_check", request.cvcGiven),
  };
}
