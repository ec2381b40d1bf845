/** Cards, simulated: the documented test card decides. */
import type {
  Approved,
  AttemptRequest,
  AttemptResult,
  Declined,
  PaymentMethodType,
  Proof,
} from "./method.ts";
import {
  type Approve,
  type Authenticate,
  type CheckName,
  DECLINES,
  type DeclineOutcome,
  findByKey,
} from "./test_cards.ts";

export const card: PaymentMethodType = {
  type: "card",
  attempt: async (request) => decide(request),
};

/** Pure: what the network answers. */
function decide(request: AttemptRequest): AttemptResult {
  const found = findByKey(request.card);
  if (found === undefined) throw new Error("a stored card names no test card");
  const { outcome } = found;
  switch (outcome.kind) {
    case "approve":
      // A plain card answers a request for 3-D Secure without a challenge.
      return approve(outcome, request, request.authentication === "passed" ? "challenge" : null);
    case "decline":
      return proceed(outcome, request, null);
    case "block":
      return { ...declined(outcome.decline, request), blocked: true };
    case "authenticate":
      return authenticate(outcome, request);
  }
}

function authenticate(outcome: Authenticate, request: AttemptRequest): AttemptResult {
  if (request.authentication === "failed") return { result: "authentication_failed" };
  if (request.authentication === "passed") return proceed(outcome.next, request, "challenge");
  if (!mustAuthenticate(outcome, request)) return proceed(outcome.next, request, null);
  if (outcome.flow === "lookup_error") return declined(DECLINES.generic, request);
  if (outcome.flow === "frictionless") return proceed(outcome.next, request, "frictionless");
  if (request.offSession) return declined(DECLINES.authentication_required, request);
  return { result: "needs_action" };
}

function mustAuthenticate(outcome: Authenticate, request: AttemptRequest): boolean {
  switch (outcome.required) {
    case "always":
      return true;
    case "unless_set_up":
      return !(request.offSession && request.setUp);
    case "on_session":
      return !request.offSession;
    case "when_requested":
      return request.threeDSecure !== "automatic";
  }
}

function proceed(next: Approve | DeclineOutcome, request: AttemptRequest, proof: Proof): AttemptResult {
  if (next.kind === "approve") return approve(next, request, proof);
  // Nothing is charged at setup: a card that only declines charges is set up like any other.
  if (next.at === "charge" && request.purpose === "setup") {
    return approve({ kind: "approve" }, request, proof);
  }
  return { ...declined(next.decline, request), proof };
}

/** A failed check turns into a decline where the default fraud rules say so. */
function approve(outcome: Approve, request: AttemptRequest, proof: Proof): Approved | Declined {
  const checks = checksOf(outcome, request);
  const { rule } = outcome;
  if (rule?.on_by_default && checks[rule.check] === "fail") {
    return { result: "declined", decline: rule.decline, blocked: true, checks, proof };
  }
  return {
    result: "approved",
    risk: outcome.risk ?? "normal",
    checks,
    proof,
    availableAtOnce: outcome.bypassPending ?? false,
  };
}

function declined(decline: Declined["decline"], request: AttemptRequest): Declined {
  return {
    result: "declined",
    decline,
    blocked: false,
    checks: checksOf(null, request),
    proof: null,
  };
}

/** A check is made of what the payer gave, and passes unless the card says otherwise. */
function checksOf(outcome: Approve | null, request: AttemptRequest): Approved["checks"] {
  const check = (name: CheckName, given: boolean) => (given ? (outcome?.checks?.[name] ?? "pass") : null);
  return {
    address_line1_check: check("address_line1_check", request.addressLineGiven),
    address_postal_code_check: check("address_postal_code_check", request.postalCodeGiven),
    cvc_check: check("cvc_check", request.cvcGiven),
  };
}
