/** Describes the test cards and declines for the reference, from the table of the simulated card network. */

import {
  type AfterCharge,
  type Approve,
  type CardOutcome,
  DECLINES,
  LIVE_CARD_DECLINE,
  TEST_CARDS,
} from "../method_types/card/test_cards.ts";
import type { Decline } from "../method_types/decline.ts";
import { OTHER_DECLINES } from "./error_words.ts";
import type { CardEntry, DeclineEntry } from "./model.ts";

export function cardEntries(): readonly CardEntry[] {
  return TEST_CARDS.map(({ number, brand, country, aliases, outcome }) => ({
    number,
    brand,
    country,
    names: aliases.map((alias) => `pm_card_${alias}`),
    outcome: outcomeText(outcome),
  }));
}

function outcomeText(outcome: CardOutcome): string {
  switch (outcome.kind) {
    case "approve":
      return approvedText(outcome);
    case "decline":
      return outcome.at === "charge"
        ? `Can be saved; every charge is declined: \`${outcome.decline.decline_code}\`.`
        : `Declined: \`${outcome.decline.decline_code}\`.`;
    case "block":
      return outcome.rule === "always"
        ? "Blocked as too risky before the issuer is asked."
        : "Blocked at the highest risk level before the issuer is asked.";
    case "authenticate":
      return `${REQUIRED[outcome.required]}; ${FLOW[outcome.flow]}. ${outcomeText(outcome.next)}`;
  }
}

const REQUIRED = {
  always: "Asks for 3-D Secure each time",
  unless_set_up: "Asks for 3-D Secure until it was set up for payments off session",
  on_session: "Asks for 3-D Secure when the buyer is there",
  when_requested: "Asks for 3-D Secure where the request does",
} as const;

const FLOW = {
  challenge: "the buyer passes or fails a challenge",
  frictionless: "it passes without a challenge",
  lookup_error: "the lookup fails, and where 3-D Secure is required the payment is declined",
} as const;

const CHECKS = {
  address_line1_check: "the first line of the address",
  address_postal_code_check: "the postal code",
  cvc_check: "the security code",
} as const;

const AFTERWARDS: Readonly<Record<AfterCharge, string>> = {
  dispute_ce3_eligible: "and is disputed as fraud, which Visa's compelling evidence 3.0 can answer",
  dispute_compliance: "and is disputed as against the rules of the card network",
  dispute_fraudulent: "and is disputed as fraud",
  dispute_multiple: "and is disputed twice",
  dispute_not_received: "and is disputed because nothing was received",
  early_fraud_warning: "and its issuer warns of fraud",
  inquiry: "and its issuer inquires about it",
  refund_fails: "and a refund succeeds, and fails some seconds later",
  refund_pending: "and a refund is pending, and succeeds some seconds later",
};

function approvedText({ risk, checks, rule, after, bypassPending }: Approve): string {
  const parts = ["Goes through"];
  for (const [check, result] of Object.entries(checks ?? {})) {
    const name = CHECKS[check as keyof typeof CHECKS]; // the keys of `checks` are those of `CHECKS`
    parts.push(result === "fail" ? `the check of ${name} fails` : `the check of ${name} is unavailable`);
  }
  if (rule?.on_by_default)
    parts.push(`and so a payment that gives it is declined: \`${rule.decline.decline_code}\``);
  if (risk === "elevated") parts.push("with an elevated risk");
  if (bypassPending) parts.push("and the money is available at once");
  if (after !== undefined) parts.push(AFTERWARDS[after]);
  return `${parts.join(", ")}.`;
}

/** Every decline of a card, by its decline code. */
export function declineEntries(): readonly DeclineEntry[] {
  const declines = [...Object.values(DECLINES), LIVE_CARD_DECLINE];
  const entries = declines.map(
    ({ code, decline_code, message, advice_code }: Decline): DeclineEntry => ({
      code,
      declineCode: decline_code ?? code,
      text: message,
      advice: advice_code,
    }),
  );
  const others = Object.entries(OTHER_DECLINES).map(([declineCode, text]) => ({
    code: "card_declined",
    declineCode,
    text,
    advice: null,
  }));
  const byCode = new Map([...entries, ...others].map((entry) => [entry.declineCode, entry]));
  return [...byCode.values()].sort((a, b) => (a.declineCode < b.declineCode ? -1 : 1));
}
