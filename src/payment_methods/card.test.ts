/** What the network answers, payment against setup; payments of each card are in the wire tests. */
import { expect, test } from "vitest";
import { card } from "./card.ts";
import type { AttemptRequest } from "./method.ts";
import { findByNumber } from "./test_cards.ts";

function attempt(number: string, more: Partial<AttemptRequest>) {
  const request: AttemptRequest = {
    purpose: "payment",
    card: findByNumber(number)?.key ?? "",
    cvcGiven: true,
    postalCodeGiven: false,
    addressLineGiven: false,
    offSession: false,
    threeDSecure: "automatic",
    authentication: "none",
    setUp: false,
    ...more,
  };
  return card.attempt(request, "payatt_1");
}

test.each([
  ["4242424242424242", "none", "approved", "approved"],
  ["4000000000000002", "none", "declined", "declined"],
  ["4000000000000341", "none", "declined", "approved"],
  ["4000008260003178", "none", "needs_action", "needs_action"],
  ["4000008260003178", "passed", "declined", "approved"],
  ["4000008260003178", "failed", "authentication_failed", "authentication_failed"],
  ["4000008400001629", "passed", "declined", "declined"],
  ["4100000000000019", "none", "declined", "declined"],
] as const)(
  "%s, authentication %s: a payment is %s, a setup %s",
  async (number, authentication, paid, setUp) => {
    expect((await attempt(number, { authentication })).result).toBe(paid);
    expect((await attempt(number, { authentication, purpose: "setup" })).result).toBe(setUp);
  },
);

test("who proved who they are, and how, is told", async () => {
  const request = { authentication: "passed", purpose: "setup" } as const;
  expect(await attempt("4000008260003178", request)).toMatchObject({
    proof: "challenge",
    checks: { cvc_check: "pass" },
  });
  expect(await attempt("4000000032200000", {})).toMatchObject({ result: "approved", proof: "frictionless" });
  expect(await attempt("4242424242424242", {})).toMatchObject({ result: "approved", proof: null });
});
