/**
 * Pure: what a typed card, a token or an alias says, as a payment method keeps it. Number and security code go no
 * further than `readCard`: what is kept is the key of the test card and whether a code was given.
 */
import { sha256 } from "../../core/canonical.ts";
import { type UnixSeconds, yearAndMonth } from "../../core/clock.ts";
import { ApiError, type ErrorBody, errors } from "../../core/errors.ts";
import {
  type CardBrand,
  type CheckName,
  cardFault,
  type Decline,
  type Funding,
  findByAlias,
  findByNumber,
  LIVE_CARD_DECLINE,
  type TestCard,
} from "../../payment_methods/test_cards.ts";
import type { CardInput } from "./params.ts";

type Check = "fail" | "pass" | "unavailable" | "unchecked" | null;
export type Checks = Readonly<Record<CheckName, Check>>;

/** Some test cards play a part after the charge (disputes, refunds that fail) that is not played here yet. */
function assertPlayed(card: TestCard): void {
  if (card.outcome.kind !== "approve" || card.outcome.after === undefined) return;
  throw errors.unplayedTestCard(card.key, card.outcome.after);
}

/** The `card` hash of a payment method. */
export interface Card {
  readonly brand: CardBrand;
  readonly checks: Checks;
  readonly country: string;
  readonly display_brand: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly fingerprint: string;
  readonly funding: Funding;
  readonly generated_from: null;
  readonly last4: string;
  readonly networks: { readonly available: readonly string[]; readonly preferred: null };
  readonly regulated_status: "unregulated";
  readonly three_d_secure_usage: { readonly supported: boolean };
  readonly wallet: null;
}

/** A card that was understood and is a test card. */
export interface KnownCard {
  readonly card: TestCard;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvcGiven: boolean;
  /** From pm_card_X or tok_X: nothing was typed, and nothing is shown as checked. */
  readonly fromAlias: boolean;
}

/** What the payer gave that an issuer can check. */
export interface Given {
  readonly cvcGiven: boolean;
  readonly postalCodeGiven: boolean;
  readonly addressLineGiven: boolean;
}

const DISPLAY_BRANDS: Readonly<Partial<Record<CardBrand, string>>> = {
  amex: "american_express",
  diners: "diners_club",
  unionpay: "union_pay",
  unknown: "other",
};

/** The card that was sent, or the refusal. `path` is where it stood: `card`, `payment_method_data[card]`. */
export function readCard(input: CardInput, path: string, now: UnixSeconds): KnownCard {
  const { token, ...typed } = input;
  if (token !== undefined) {
    const beside = Object.keys(typed)[0];
    if (beside !== undefined) throw errors.onlyOneOf([`${path}[token]`, `${path}[${beside}]`]);
    const known = cardOfAlias("tok_", token, now);
    if (known === null) throw errors.missingResource("token", token, `${path}[token]`);
    return known;
  }
  const { number, exp_month, exp_year, cvc } = typed;
  if (number === undefined) throw errors.missingParam(`${path}[number]`);
  if (exp_month === undefined) throw errors.missingParam(`${path}[exp_month]`);
  if (exp_year === undefined) throw errors.missingParam(`${path}[exp_year]`);
  const fault = cardFault({ number, exp_month, exp_year, cvc }, yearAndMonth(now));
  if (fault !== null) throw refusedTyped(fault);
  const card = findByNumber(number);
  if (card === undefined) throw refusedTyped(declineDetails(LIVE_CARD_DECLINE));
  assertPlayed(card);
  return { card, exp_month, exp_year: fullYear(exp_year), cvcGiven: cvc !== undefined, fromAlias: false };
}

/** The card behind pm_card_X or tok_X, good until next year's same month; null where there is no such alias. */
export function cardOfAlias(prefix: "pm_card_" | "tok_", text: string, now: UnixSeconds): KnownCard | null {
  if (!text.startsWith(prefix)) return null;
  const card = findByAlias(text.slice(prefix.length));
  if (card === undefined) return null;
  assertPlayed(card);
  const { year, month } = yearAndMonth(now);
  return { card, exp_month: month, exp_year: year + 1, cvcGiven: true, fromAlias: true };
}

/** A new month and year for a stored card. */
export function renewed(
  card: TestCard,
  exp_month: number,
  exp_year: number,
  now: UnixSeconds,
): Pick<Card, "exp_month" | "exp_year"> {
  const fault = cardFault({ number: card.number, exp_month, exp_year }, yearAndMonth(now));
  if (fault !== null) throw errors.card(fault);
  return { exp_month, exp_year: fullYear(exp_year) };
}

/**
 * Typed numbers are refused as if no work had begun: the request is not remembered for its idempotency key, so
 * that nothing derived from what may be a real card is stored.
 */
function refusedTyped(details: Omit<ErrorBody, "type">): ApiError {
  return new ApiError(402, { type: "card_error", ...details }, { beforeWork: true });
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** A decline as an error's members. */
export function declineDetails(decline: Decline): Omit<ErrorBody, "type"> {
  return {
    code: decline.code,
    message: decline.message,
    ...(decline.advice_code === null ? {} : { advice_code: decline.advice_code }),
    ...(decline.decline_code === undefined ? {} : { decline_code: decline.decline_code }),
    ...(decline.network_decline_code === undefined
      ? {}
      : { network_decline_code: decline.network_decline_code }),
    ...(decline.param === undefined ? {} : { param: decline.param }),
  };
}

/** The hash of a new payment method, before anybody was asked about it. */
export function cardHash(known: KnownCard, given: Given, accountId: string): Card {
  const { card } = known;
  const unchecked = (isGiven: boolean): Check => (isGiven && !known.fromAlias ? "unchecked" : null);
  return {
    brand: card.brand,
    checks: {
      address_line1_check: unchecked(given.addressLineGiven),
      address_postal_code_check: unchecked(given.postalCodeGiven),
      cvc_check: unchecked(given.cvcGiven),
    },
    country: card.country,
    display_brand: DISPLAY_BRANDS[card.brand] ?? card.brand,
    exp_month: known.exp_month,
    exp_year: known.exp_year,
    fingerprint: fingerprintOf(card, accountId),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: card.networks ?? [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: !("three_d_secure" in card.outcome) },
    wallet: null,
  };
}

const FINGERPRINT_CHARS = 16;

/** The same for the same card within an account. */
function fingerprintOf(card: TestCard, accountId: string): string {
  return BigInt(`0x${sha256(`card ${accountId} ${card.key}`)}`)
    .toString(36)
    .slice(-FINGERPRINT_CHARS);
}

/** Checks that come out otherwise than `pass`, where the outcome has any. */
function failedChecks(card: TestCard): Partial<Record<CheckName, Check>> {
  const { outcome } = card;
  const approval = outcome.kind === "authenticate" ? outcome.next : outcome;
  return (approval.kind === "approve" ? approval.checks : undefined) ?? {};
}

/** What the payer gave; an alias gives a security code and whatever its card fails on. */
export function givenWith(known: Pick<KnownCard, "card" | "cvcGiven" | "fromAlias">, typed: Given): Given {
  if (!known.fromAlias) return typed;
  const failed = failedChecks(known.card);
  return {
    cvcGiven: true,
    postalCodeGiven: typed.postalCodeGiven || failed.address_postal_code_check !== undefined,
    addressLineGiven: typed.addressLineGiven || failed.address_line1_check !== undefined,
  };
}

/** The checks once the issuer was asked. */
export function checked(card: TestCard, given: Given): Checks {
  const failed = failedChecks(card);
  const check = (name: CheckName, isGiven: boolean): Check => (isGiven ? (failed[name] ?? "pass") : null);
  return {
    address_line1_check: check("address_line1_check", given.addressLineGiven),
    address_postal_code_check: check("address_postal_code_check", given.postalCodeGiven),
    cvc_check: check("cvc_check", given.cvcGiven),
  };
}

/** Why the issuer refuses to have the card kept for a customer; null where it agrees. */
export function declineAtAttach(card: TestCard, given: Given): Decline | null {
  const { outcome } = card;
  switch (outcome.kind) {
    case "approve": {
      const { rule } = outcome;
      return rule?.on_by_default && checked(card, given)[rule.check] === "fail" ? rule.decline : null;
    }
    case "decline":
      // A wrong security code can only be told where there was one.
      if (outcome.decline.code === "incorrect_cvc" && !given.cvcGiven) return null;
      return outcome.at === "always" ? outcome.decline : null;
    case "block":
      return outcome.rule === "always" ? outcome.decline : null;
    case "authenticate":
      return null;
  }
}
