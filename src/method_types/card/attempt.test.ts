/**
 * Compares the network's answers to a payment and to a setup. Tests over HTTP cover a payment with each card.
 */
import { expect, test } from "vitest";
import { type CardAttempt, cardAttempt } from "./attempt.ts";
import { findByNumber } from "./test_cards.ts";

function attempt(number: string, more: Partial<CardAttempt>) {
  const card = findByNumber(number);
  if (card === undefined) throw new Error(`no card ${number}`);
  return cardAttempt({
    purpose: "payment",
    card,
    cvcGiven: true,
    postalCodeGiven: false,
    addressLineGiven: false,
    offSession: false,
    threeDSecure: "automatic",
    authentication: "none",
    isSetUp: false,
    ...more,
  });
}

test.each([
  ["4242424242424242", "none", "approved", "approved"],
  ["4000000000000002", "none", "declined", "declined"],
  ["4000000000000341", "none", "declined", "approved"],
  ["4000008260003178", "none", "needs_action", "needs_action"],
  ["4000008260003178", "passed", "declined", "approved"],
  ["4000008260003178", "failed", "action_failed", "action_failed"],
  ["4000008400001629", "passed", "declined", "declined"],
  ["4100000000000019", "none", "declined", "declined"],
] as const)("%s, authentication %s: a payment is %s, a setup %s", (number, authentication, paid, setUp) => {
  expect(attempt(number, { authentication }).result).toBe(paid);
  expect(attempt(number, { authentication, purpose: "setup" }).result).toBe(setUp);
});

test("an approval says how the payer was authenticated, if they were", () => {
  const request = { authentication: "passed", purpose: "setup" } as const;
  expect(attempt("4000008260003178", request)).toMatchObject({
    details: { proof: "challenge", checks: { cvc_check: "pass" } },
  });
  expect(attempt("4000000032200000", {})).toMatchObject({
    result: "approved",
    details: { proof: "frictionless" },
  });
  expect(attempt("4242424242424242", {})).toMatchObject({ result: "approved", details: { proof: null } });
});
