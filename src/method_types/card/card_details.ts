/**
 * Pure: what a payment method keeps of a card that was typed or named by a token or an alias, and what the
 * issuer can check. Number and security code go no further than `readCard`: only the key of the test card and
 * whether a security code was given are kept.
 */
import { type UnixSeconds, yearAndMonth } from "../../core/clock.ts";
import { ApiError, type ErrorBody, errors } from "../../core/errors.ts";
import { type Decline, declineDetails } from "../decline.ts";
import { fingerprintOf } from "../families/parts.ts";
import type { CardInput } from "./params.ts";
import {
  type CardBrand,
  type CheckName,
  cardFault,
  type Funding,
  findByAlias,
  findByNumber,
  LIVE_CARD_DECLINE,
  type TestCard,
} from "./test_cards.ts";

type Check = "fail" | "pass" | "unavailable" | "unchecked" | null;
export type Checks = Readonly<Record<CheckName, Check>>;

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

/** A test card, as a request described it. */
export interface KnownCard {
  readonly card: TestCard;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvcGiven: boolean;
  /** True for pm_card_X and tok_X: nothing was typed, so nothing is shown as checked. */
  readonly fromAlias: boolean;
}

/** Which of the data that an issuer can check the payer gave. */
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

/**
 * The card that a request describes, or its refusal. `path` is where the description was in the request, such
 * as `card` or `payment_method_data[card]`.
 */
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
  return { card, exp_month, exp_year: fullYear(exp_year), cvcGiven: cvc !== undefined, fromAlias: false };
}

/**
 * The card of pm_card_X or tok_X, or null for an unknown alias. It expires in the same month of next year.
 */
export function cardOfAlias(prefix: "pm_card_" | "tok_", text: string, now: UnixSeconds): KnownCard | null {
  if (!text.startsWith(prefix)) return null;
  const card = findByAlias(text.slice(prefix.length));
  if (card === undefined) return null;
  const { year, month } = yearAndMonth(now);
  return { card, exp_month: month, exp_year: year + 1, cvcGiven: true, fromAlias: true };
}

/** A new expiry month and year for a stored card, or the refusal of an invalid one. */
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
 * The refusal of typed card data. It counts as made before any work: the request is not stored under its
 * idempotency key, so that nothing derived from a possibly real card is stored.
 */
function refusedTyped(details: Omit<ErrorBody, "type">): ApiError {
  return new ApiError(402, { type: "card_error", ...details }, { beforeWork: true });
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** The `card` hash of a new payment method, before the issuer was asked. */
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
    fingerprint: fingerprintOf("card", card.key, accountId),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: card.networks ?? [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: !("three_d_secure" in card.outcome) },
    wallet: null,
  };
}

/** The checks of a test card that do not pass, if any. */
function failedChecks(card: TestCard): Partial<Record<CheckName, Check>> {
  const { outcome } = card;
  const approval = outcome.kind === "authenticate" ? outcome.next : outcome;
  return (approval.kind === "approve" ? approval.checks : undefined) ?? {};
}

/** What the payer gave. An alias counts as giving a security code, and all data that its card fails on. */
export function givenWith(known: Pick<KnownCard, "card" | "cvcGiven" | "fromAlias">, typed: Given): Given {
  if (!known.fromAlias) return typed;
  const failed = failedChecks(known.card);
  return {
    cvcGiven: true,
    postalCodeGiven: typed.postalCodeGiven || failed.address_postal_code_check !== undefined,
    addressLineGiven: typed.addressLineGiven || failed.address_line1_check !== undefined,
  };
}

/** The results of the checks, once the issuer was asked. */
export function checked(card: TestCard, given: Given): Checks {
  const failed = failedChecks(card);
  const check = (name: CheckName, isGiven: boolean): Check => (isGiven ? (failed[name] ?? "pass") : null);
  return {
    address_line1_check: check("address_line1_check", given.addressLineGiven),
    address_postal_code_check: check("address_postal_code_check", given.postalCodeGiven),
    cvc_check: check("cvc_check", given.cvcGiven),
  };
}

/** The decline with which the issuer refuses that a customer saves the card; null if it agrees. */
export function declineAtAttach(card: TestCard, given: Given): Decline | null {
  const { outcome } = card;
  switch (outcome.kind) {
    case "approve": {
      const { rule } = outcome;
      return rule?.on_by_default && checked(card, given)[rule.check] === "fail" ? rule.decline : null;
    }
    case "decline":
      // A security code that was not given cannot be wrong.
      if (outcome.decline.code === "incorrect_cvc" && !given.cvcGiven) return null;
      return outcome.at === "always" ? outcome.decline : null;
    case "block":
      return outcome.rule === "always" ? outcome.decline : null;
    case "authenticate":
      return null;
  }
}
