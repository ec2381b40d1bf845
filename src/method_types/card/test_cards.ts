/**
 * The documented test cards (docs.stripe.com/testing) as data, and the faults of typed card data. What an
 * outcome does to a payment is left to `attempt.ts`. Nothing here stores or logs a number.
 */

import type { Decline } from "../decline.ts";
import {
  brandOf,
  type CardBrand,
  digitsOf,
  NUMBER_DIGITS_MAX,
  NUMBER_DIGITS_MIN,
  passesLuhn,
  YEARS_AHEAD_MAX,
} from "./card_brands.ts";

export { brandOf, type CardBrand, passesLuhn };

export type Funding = "credit" | "debit" | "prepaid";
export type CheckName = "address_line1_check" | "address_postal_code_check" | "cvc_check";

/** What happens to an approved charge later: what is raised against it (`afterwards.ts`), or what its refunds do. */
export type AfterCharge =
  | "dispute_fraudulent"
  | "dispute_not_received"
  | "dispute_multiple"
  | "dispute_ce3_eligible"
  | "dispute_compliance"
  | "inquiry"
  | "early_fraud_warning"
  | "refund_pending"
  | "refund_fails";

export interface Approve {
  kind: "approve";
  /** `normal` if absent. */
  risk?: "normal" | "elevated";
  /** The checks that do not pass. A check is made only if the payer gave the data that it checks. */
  checks?: Partial<Record<CheckName, "fail" | "unavailable">>;
  /** The fraud rule that turns the failed check into a decline, if it is switched on. */
  rule?: { check: CheckName; on_by_default: boolean; decline: Decline };
  after?: AfterCharge;
  /** Funds are available at once instead of being pending first. */
  bypassPending?: true;
  /** At Stripe, the hosted page may show a captcha before the payment. */
  captcha?: true;
  /** If absent, a request for 3-D Secure is accepted, without a challenge. */
  three_d_secure?: "unsupported";
}

/** What happens after the charge of a card; undefined if nothing does. */
export function afterChargeOf({ outcome }: TestCard): AfterCharge | undefined {
  return outcome.kind === "approve" ? outcome.after : undefined;
}

export interface DeclineOutcome {
  kind: "decline";
  /** `always`: also at setup and when attached to a customer; `charge`: only when charged. */
  at: "always" | "charge";
  decline: Decline;
}

export interface Authenticate {
  kind: "authenticate";
  /**
   * When the payer must authenticate.
   * `always`: on and off session, whatever was set up before.
   * `unless_set_up`: always on session; off session only until the card was set up for it.
   * `on_session`: always on session, never off session.
   * `when_requested`: only if the request asks for 3-D Secure.
   */
  required: "always" | "unless_set_up" | "on_session" | "when_requested";
  /** With `lookup_error` no challenge is shown, and the payment is declined with `DECLINES.generic`. */
  flow: "challenge" | "frictionless" | "lookup_error";
  /** What happens after authentication, or without it if it was not required. */
  next: Approve | DeclineOutcome;
}

/**
 * Refused as too risky before the issuer is asked. The rule `always` cannot be switched off; the other one
 * can.
 */
export interface Block {
  kind: "block";
  rule: "always" | "highest_risk_level";
  risk: "highest";
  decline: Decline;
}

export type CardOutcome = Approve | DeclineOutcome | Authenticate | Block;

export interface TestCard {
  number: string;
  /**
   * The name under which a card is stored, since the number must not be: its first alias, or else its brand,
   * last four digits and country. Stored cards are found by it, so the first alias of a card must not change.
   */
  key: string;
  brand: CardBrand;
  funding: Funding;
  /**
   * The issuer's country. The docs give it for few cards; the others are taken as US, except JCB and
   * UnionPay, which the docs say are not.
   */
  country: string;
  /** All networks of a co-branded card; absent if the brand is the only one. */
  networks?: readonly string[];
  /** The names X in pm_card_X and tok_X. */
  aliases: readonly string[];
  outcome: CardOutcome;
}

const DECLINED = "Your card was declined.";
const INSUFFICIENT = "Your card has insufficient funds.";
const PROCESSING = "An error occurred while processing your card. Try again in a little bit.";
const VELOCITY =
  "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.";

function declined<const Code extends string>(
  decline_code: Code,
  advice_code: Decline["advice_code"],
  more: Partial<Omit<Decline, "decline_code">> = {},
): Decline & { decline_code: Code } {
  return { code: "card_declined", decline_code, message: DECLINED, advice_code, ...more };
}

/**
 * The declines with the API's messages and codes. Advice and network code of the generic decline have been
 * observed; other advice follows what the docs say of each code. Network codes that were not observed are
 * left out.
 */
export const DECLINES = {
  generic: declined("generic_decline", "try_again_later", { network_decline_code: "01" }),
  insufficient_funds: declined("insufficient_funds", "try_again_later", {
    message: INSUFFICIENT,
  }),
  lost_card: declined("lost_card", "do_not_try_again"),
  stolen_card: declined("stolen_card", "do_not_try_again"),
  fraudulent: declined("fraudulent", "do_not_try_again"),
  velocity: declined("card_velocity_exceeded", "try_again_later", {
    message: VELOCITY,
  }),
  expired_card: declined("expired_card", "confirm_card_data", {
    code: "expired_card",
    param: "exp_month",
    message: "Your card has expired.",
  }),
  incorrect_cvc: declined("incorrect_cvc", "confirm_card_data", {
    code: "incorrect_cvc",
    param: "cvc",
    message: "Your card's security code is incorrect.",
  }),
  incorrect_zip: declined("incorrect_zip", "confirm_card_data", {
    code: "incorrect_zip",
    param: "address_zip",
    message: "Your card's zip code failed validation.",
  }),
  processing_error: declined("processing_error", "try_again_later", {
    code: "processing_error",
    message: PROCESSING,
  }),
  /**
   * For a card that requires authentication, off session. On session the payer is asked to authenticate
   * instead.
   */
  authentication_required: declined("authentication_required", null, {
    code: "authentication_required",
    message: "Your card was declined. This transaction requires authentication.",
  }),
} as const satisfies Record<string, Decline>;

const LIVE_CARD =
  "Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of " +
  "valid test cards, visit: https://stripe.com/docs/testing.";

/** The decline of a possibly real card, which is never stored. */
export const LIVE_CARD_DECLINE = declined("test_mode_live_card", null, {
  message: LIVE_CARD,
});

/** The codes of all declines; the page needs a message for each. */
export type DeclineCode =
  | (typeof DECLINES)[keyof typeof DECLINES]["decline_code"]
  | (typeof LIVE_CARD_DECLINE)["decline_code"];

const approve: Approve = { kind: "approve" };
const noThreeDSecure: Approve = { kind: "approve", three_d_secure: "unsupported" };
const captcha: Approve = { kind: "approve", captcha: true };
const funded: Approve = { kind: "approve", bypassPending: true };
const decline = (why: keyof typeof DECLINES, at: DeclineOutcome["at"] = "always"): DeclineOutcome => ({
  kind: "decline",
  at,
  decline: DECLINES[why],
});
const later = (after: AfterCharge): Approve => ({ kind: "approve", after });
const block = (rule: Block["rule"]): Block => ({
  kind: "block",
  rule,
  risk: "highest",
  decline: DECLINES.fraudulent,
});
const neverFunded = decline("insufficient_funds", "charge");
const authenticate = (
  required: Authenticate["required"],
  next: Authenticate["next"] = approve,
): Authenticate => ({ kind: "authenticate", required, flow: "challenge", next });
const failedLookup = (required: Authenticate["required"], next: Authenticate["next"]): Authenticate => ({
  kind: "authenticate",
  required,
  flow: "lookup_error",
  next,
});

const cvcRule = { check: "cvc_check", on_by_default: true, decline: DECLINES.incorrect_cvc } as const;
const zipRule = {
  check: "address_postal_code_check",
  on_by_default: false,
  decline: DECLINES.incorrect_zip,
} as const;
const cvcFails: Approve = { kind: "approve", checks: { cvc_check: "fail" }, rule: cvcRule };
const zipFails: Approve = { kind: "approve", checks: { address_postal_code_check: "fail" }, rule: zipRule };
const line1Fails: Approve = { kind: "approve", checks: { address_line1_check: "fail" } };
const addressFails: Approve = {
  kind: "approve",
  checks: { ...line1Fails.checks, ...zipFails.checks },
  rule: zipRule,
};
const addressUnavailable: Approve = {
  kind: "approve",
  checks: { address_line1_check: "unavailable", address_postal_code_check: "unavailable" },
};

type Particulars = Partial<Pick<TestCard, "brand" | "funding" | "country" | "networks">>;

/**
 * Makes a row of the table. The brand comes from the number; funding is credit and the country US unless
 * `more` says otherwise. Aliases are separated by spaces.
 */
function card(
  number: string,
  aliases = "",
  outcome: CardOutcome = approve,
  more: Particulars = {},
): TestCard {
  const names = aliases === "" ? [] : aliases.split(" ");
  const { brand } = brandOf(number);
  const country = more.country ?? "US";
  return {
    number,
    key: names[0] ?? `${brand}_${number.slice(-4)}_${country.toLowerCase()}`,
    brand,
    funding: "credit",
    country,
    aliases: names,
    outcome,
    ...more,
  };
}

const DEBIT = { funding: "debit" } as const;
const DE = { country: "DE" };
const FR = { country: "FR" };
const GB = { country: "GB" };
const IE = { country: "IE" };
const IT = { country: "IT" };
const FR_VISA = { country: "FR", networks: ["cartes_bancaires", "visa"] };
const FR_MASTERCARD = { country: "FR", networks: ["cartes_bancaires", "mastercard"] };
const AU_VISA = { country: "AU", funding: "debit", networks: ["eftpos_au", "visa"] } as const;
const AU_MASTERCARD = { country: "AU", funding: "debit", networks: ["eftpos_au", "mastercard"] } as const;

// biome-ignore format: a line a card
const BY_BRAND: readonly TestCard[] = [
  card("4242424242424242", "visa us"),
  card("4000056655665556", "visa_debit", approve, DEBIT),
  card("5555555555554444", "mastercard"),
  card("2223003122003222"),
  card("5200828282828210", "mastercard_debit", approve, DEBIT),
  card("5105105105105100", "mastercard_prepaid", approve, { funding: "prepaid" }),
  card("378282246310005", "amex_threeDSecureNotSupported", noThreeDSecure),
  card("371449635398431", "amex", noThreeDSecure),
  card("6011111111111117"),
  card("6011000990139424", "discover"),
  card("6011981111111113", "", approve, DEBIT),
  card("3056930009020004", "diners"),
  card("36227206271667"),
  card("6555900000604105"),
  card("3566002020360505", "jcb", approve, { country: "JP" }),
  card("6200000000000005", "unionpay", approve, { country: "CN" }),
  card("6200000000000047", "", approve, { country: "CN", funding: "debit" }),
  card("6205500000000000004", "", approve, { country: "CN" }),
  card("4000002500001001", "visa_cartesBancaires", approve, FR_VISA),
  card("5555552500001001", "mastercard_cartesBancaires", approve, FR_MASTERCARD),
  card("4000050360000001", "visa_debit_eftposAuCoBranded", approve, AU_VISA),
  card("5555050360000080", "mastercard_debit_eftposAuCoBranded", approve, AU_MASTERCARD),
  // Cards of health and flexible spending accounts.
  card("4000051230000072", "debit_visaHsaProductCode debit_visaFsaProductCode", approve, DEBIT),
  card("5200828282828897", "mastercard_debit_mastercardFsaProductCode", approve, DEBIT),
];

// biome-ignore format: a line a card
const BY_COUNTRY: readonly TestCard[] = [
  card("4000000320000021", "ar", approve, { country: "AR" }),
  card("4000000760000002", "br", approve, { country: "BR" }),
  card("4000001240000000", "ca", approve, { country: "CA" }),
  card("4000001520000001", "cl", approve, { country: "CL" }),
  card("4000001700000003", "co", approve, { country: "CO" }),
  card("4000001880000005", "cr", approve, { country: "CR" }),
  card("4000002180000000", "ec", approve, { country: "EC" }),
  card("4000004840008001", "mx", approve, { country: "MX" }),
  // Carnet, a network that has no brand in the API.
  card("5062210000000009", "", approve, { country: "MX" }),
  card("4000005910000000", "pa", approve, { country: "PA" }),
  card("4000006000000066", "py", approve, { country: "PY" }),
  card("4000006040000068", "pe", approve, { country: "PE" }),
  card("4000008580000003", "uy", approve, { country: "UY" }),
  card("4000007840000001", "ae", approve, { country: "AE" }),
  card("5200007840000022", "ae_mastercard", approve, { country: "AE" }),
  card("4000000400000008", "at", approve, { country: "AT" }),
  card("4000000560000004", "be", approve, { country: "BE" }),
  card("4000001000000000", "bg", approve, { country: "BG" }),
  card("4000001120000005", "by", approve, { country: "BY" }),
  card("4000001910000009", "hr", approve, { country: "HR" }),
  card("4000001960000008", "cy", approve, { country: "CY" }),
  card("4000002030000002", "cz", approve, { country: "CZ" }),
  card("4000002080000001", "dk", approve, { country: "DK" }),
  card("4000002330000009", "ee", approve, { country: "EE" }),
  card("4000002460000001", "fi", approve, { country: "FI" }),
  card("4000002500000003", "fr", approve, FR),
  card("4000002760000016", "de", approve, DE),
  card("4000002920000005", "gi", approve, { country: "GI" }),
  card("4000003000000030", "gr", approve, { country: "GR" }),
  card("4000003480000005", "hu", approve, { country: "HU" }),
  card("4000003720000005", "ie", approve, IE),
  card("4000003800000008", "it", approve, IT),
  card("4000004280000005", "lv", approve, { country: "LV" }),
  card("4000004380000004", "li", approve, { country: "LI" }),
  card("4000004400000000", "lt", approve, { country: "LT" }),
  card("4000004420000006", "lu", approve, { country: "LU" }),
  card("4000004700000007", "mt", approve, { country: "MT" }),
  card("4000005280000002", "nl", approve, { country: "NL" }),
  card("4000005780000007", "no", approve, { country: "NO" }),
  card("4000006160000005", "pl", approve, { country: "PL" }),
  card("4000006200000007", "pt", approve, { country: "PT" }),
  card("4000006420000001", "ro", approve, { country: "RO" }),
  card("4000006820000007", "", approve, { country: "SA" }),
  card("4000007050000006", "si", approve, { country: "SI" }),
  card("4000007030000001", "sk", approve, { country: "SK" }),
  card("4000007240000007", "es", approve, { country: "ES" }),
  card("4000007520000008", "se", approve, { country: "SE" }),
  card("4000007560000009", "ch", approve, { country: "CH" }),
  card("4000008260000000", "gb", approve, GB),
  card("4000058260000005", "gb_debit", approve, { country: "GB", funding: "debit" }),
  card("5555558265554449", "gb_mastercard", approve, GB),
  card("4000000360000006", "au", approve, { country: "AU" }),
  card("4000001560000002", "cn", approve, { country: "CN" }),
  card("4000003440000004", "hk", approve, { country: "HK" }),
  card("4000003560000008", "in", approve, { country: "IN" }),
  card("4000003920000003", "jp", approve, { country: "JP" }),
  card("3530111333300000", "", approve, { country: "JP" }),
  card("4000004580000002", "my", approve, { country: "MY" }),
  card("4000005540000008", "nz", approve, { country: "NZ" }),
  card("4000007020000003", "sg", approve, { country: "SG" }),
  card("4000001580000008", "tw", approve, { country: "TW" }),
  card("4000007640000003", "th_credit", approve, { country: "TH" }),
  card("4000057640000008", "th_debit", approve, { country: "TH", funding: "debit" }),
];

// biome-ignore format: a line a card
const DECLINING: readonly TestCard[] = [
  card("4000000000000002", "visa_chargeDeclined chargeDeclined", decline("generic")),
  card("4000000000009995", "visa_chargeDeclinedInsufficientFunds chargeDeclinedInsufficientFunds", decline("insufficient_funds")),
  card("4000000000009987", "visa_chargeDeclinedLostCard", decline("lost_card")),
  card("4000000000009979", "visa_chargeDeclinedStolenCard", decline("stolen_card")),
  card("4000000000000069", "chargeDeclinedExpiredCard visa_chargeDeclinedExpiredCard", decline("expired_card")),
  card("4000000000000127", "chargeDeclinedIncorrectCvc visa_chargeDeclinedIncorrectCvc", decline("incorrect_cvc")),
  card("4000000000000119", "chargeDeclinedProcessingError visa_chargeDeclinedProcessingError", decline("processing_error")),
  card("4000000000006975", "visa_chargeDeclinedVelocityLimitExceeded", decline("velocity")),
  card("4000000000000341", "chargeCustomerFail visa_chargeCustomerFail", decline("generic", "charge")),
];

// biome-ignore format: a line a card
const RISKY: readonly TestCard[] = [
  card("4100000000000019", "radarBlock chargeDeclinedFraudulent visa_chargeDeclinedFraudulent", block("always")),
  card("4000000000004954", "riskLevelHighest", block("highest_risk_level")),
  card("4000000000009235", "riskLevelElevated", { kind: "approve", risk: "elevated" }),
  card("4000000000000101", "cvcCheckFail", cvcFails),
  card("4000000000000036", "avsZipFail", zipFails),
  card("4000058400307872", "cvcCheckFailElevatedRisk", { ...cvcFails, risk: "elevated" }),
  card("4000058400306072", "avsZipFailElevatedRisk", { ...zipFails, risk: "elevated" }),
  card("4000000000000028", "avsLine1Fail", line1Fails),
  card("4000000000000010", "avsFail", addressFails),
  card("4000000000000044", "avsUnchecked", addressUnavailable),
  // These trigger features that are off by default, so they are approved.
  card("4000008400000407", "highFraudDisputeScore"),
  card("4000008400000159", "highEfwScore"),
  card("4000008400001017", "radarDynamicRiskThreshold"),
  card("4000008405600003", "adaptive3dsChallenge"),
  card("4000000000001208", "", captcha),
  card("4000000000003725", "", captcha),
];

// biome-ignore format: a line a card
const AFTERWARDS: readonly TestCard[] = [
  card("4000000000000259", "createDispute", later("dispute_fraudulent")),
  card("4000000000002685", "createDisputeProductNotReceived", later("dispute_not_received")),
  card("4000000000001976", "createDisputeInquiry", later("inquiry")),
  card("4000000000005423", "createIssuerFraudRecord", later("early_fraud_warning")),
  card("4000000404000079", "createMultipleDisputes", later("dispute_multiple")),
  card("4000000404000038", "createCe3EligibleDispute", later("dispute_ce3_eligible")),
  card("4000008400000779", "createComplianceDispute", later("dispute_compliance")),
  card("5105008400000002", "createMastercardComplianceDispute", later("dispute_compliance")),
  card("4000000001000043", "createAutoRepresentmentEligibleDispute", later("dispute_fraudulent")),
  // Services that prevent these disputes are off by default, so the disputes happen.
  card("4000000404004816", "createRapidDisputeResolutionDispute", later("dispute_fraudulent")),
  card("4000000404005649", "createCe3BlockDispute", later("dispute_fraudulent")),
  card("5105000300000018", "createEthocaAlert", later("dispute_fraudulent")),
  card("4000000000007726", "pendingRefund", later("refund_pending")),
  card("4000000000005126", "refundFail", later("refund_fails")),
  card("4000000000000077", "bypassPending", funded),
  card("4000003720000278", "bypassPendingInternational", funded, IE),
];

// biome-ignore format: a line a card
const AUTHENTICATING: readonly TestCard[] = [
  card("4000002500003155", "authenticationRequiredOnSetup", authenticate("unless_set_up"), FR),
  card("4000002760003184", "authenticationRequired", authenticate("always"), DE),
  card("4000003800000446", "authenticationRequiredSetupForOffSession", authenticate("on_session"), IT),
  card("4000008260003178", "authenticationRequiredChargeDeclinedInsufficientFunds", authenticate("on_session", neverFunded), GB),
  card("4000000000003220", "threeDSecure2Required threeDSecureRequired", authenticate("always"), IE),
  card("4000008400000027", "", authenticate("always")),
  card("4000008400001629", "threeDSecureRequiredChargeDeclined", authenticate("always", decline("generic"))),
  card("4000008400001280", "threeDSecureRequiredProcessingError", failedLookup("always", decline("generic"))),
  card("4000000000003055", "threeDSecureOptional", authenticate("when_requested")),
  card("4000000000003097", "threeDSecureOptionalProcessingError", failedLookup("when_requested", approve)),
  card("4000000032200000", "", { kind: "authenticate", required: "always", flow: "frictionless", next: approve }),
  // These show special challenge screens in mobile apps; in a browser the challenge is an ordinary one.
  card("4000000000003238", "", authenticate("always")),
  card("4000000000003246", "", authenticate("always")),
  card("4000000000003253", "", authenticate("always")),
  card("4000582600000094", "", authenticate("always")),
  card("4000582600000045", "", authenticate("always")),
  card("4000582600000102", "", authenticate("always")),
  card("4000582600000110", "", authenticate("always")),
];

/** No longer in the docs, but used in many older test suites; they still work at Stripe. */
// biome-ignore format: a line a card
const FORMERLY_DOCUMENTED: readonly TestCard[] = [
  card("4012888888881881"),
  card("30569309025904"),
  card("38520000023237"),
  card("4000000000000093", "domesticPricing"),
  card("4000006430000009", "ru", approve, { country: "RU" }),
];

/** Every test card. */
export const TEST_CARDS: readonly TestCard[] = [
  ...BY_BRAND,
  ...BY_COUNTRY,
  ...DECLINING,
  ...RISKY,
  ...AFTERWARDS,
  ...AUTHENTICATING,
  ...FORMERLY_DOCUMENTED,
];

const BY_NUMBER: ReadonlyMap<string, TestCard> = new Map(TEST_CARDS.map((card) => [card.number, card]));
const BY_KEY: ReadonlyMap<string, TestCard> = new Map(TEST_CARDS.map((card) => [card.key, card]));
const BY_ALIAS: ReadonlyMap<string, TestCard> = new Map(
  TEST_CARDS.flatMap((card) => card.aliases.map((alias) => [alias, card] as const)),
);

/** The test card with this number, which may contain spaces or hyphens. */
export function findByNumber(number: string): TestCard | undefined {
  return BY_NUMBER.get(digitsOf(number));
}

/** The test card that is stored under this key. */
export function findByKey(key: string): TestCard | undefined {
  return BY_KEY.get(key);
}

/** The test card of pm_card_X or tok_X, given the X; case matters. */
export function findByAlias(alias: string): TestCard | undefined {
  return BY_ALIAS.get(alias);
}

/**
 * Whether a text could be a card number, of a test card or not: right number of digits, right check digit.
 */
export function looksLikeCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length >= NUMBER_DIGITS_MIN && digits.length <= NUMBER_DIGITS_MAX && passesLuhn(digits);
}

/** Whether a text could be the number of a real card, which must not be stored or logged. */
export function looksLive(text: string): boolean {
  return looksLikeCardNumber(text) && findByNumber(text) === undefined;
}

/**
 * A fault in typed card data, found before the issuer is asked. `param` is only the last name, as on the
 * wire.
 */
export interface CardFault {
  code:
    | "incorrect_number"
    | "invalid_cvc"
    | "invalid_expiry_month"
    | "invalid_expiry_year"
    | "invalid_number";
  param: "cvc" | "exp_month" | "exp_year" | "number";
  message: string;
}

const FAULTS = {
  invalid_number: { code: "invalid_number", param: "number", message: "Your card number is invalid." },
  incorrect_number: { code: "incorrect_number", param: "number", message: "Your card number is incorrect." },
  month: {
    code: "invalid_expiry_month",
    param: "exp_month",
    message: "Your card's expiration month is invalid.",
  },
  year: {
    code: "invalid_expiry_year",
    param: "exp_year",
    message: "Your card's expiration year is invalid.",
  },
  cvc: { code: "invalid_cvc", param: "cvc", message: "Your card's security code is invalid." },
} as const satisfies Record<string, CardFault>;

/**
 * The first fault of a typed card, or null. Number, month, year and then the security code, if given, are
 * checked in this order. Years may have two digits. A real card has no fault here; see `looksLive`.
 */
export function cardFault(
  input: { number: string; exp_month: number | string; exp_year: number | string; cvc?: string | undefined },
  now: { year: number; month: number },
): CardFault | null {
  const digits = digitsOf(input.number);
  const brand = brandOf(digits);
  if (!/^\d+$/.test(digits) || !brand.lengths.includes(digits.length)) return FAULTS.invalid_number;
  if (!passesLuhn(digits)) return FAULTS.incorrect_number;

  const month = wholeNumber(input.exp_month);
  const year = fullYear(input.exp_year);
  if (month === null || month < 1 || month > 12) return FAULTS.month;
  if (year === null || year < now.year || year > now.year + YEARS_AHEAD_MAX) return FAULTS.year;
  if (year === now.year && month < now.month) return FAULTS.month;

  if (input.cvc === undefined) return null;
  return /^\d+$/.test(input.cvc) && brand.cvc_lengths.includes(input.cvc.length) ? null : FAULTS.cvc;
}

function fullYear(text: number | string): number | null {
  const year = wholeNumber(text);
  return year !== null && year < 100 ? 2000 + year : year;
}

function wholeNumber(text: number | string): number | null {
  return /^\d{1,4}$/.test(String(text)) ? Number(text) : null;
}
