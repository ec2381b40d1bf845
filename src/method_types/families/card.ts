/**
 * The family of cards: what is stored of a card, and how one is made, charged, saved and shown. How an
 * attempt goes is left to `card/attempt.ts`.
 */
import { errors } from "../../core/errors.ts";
import { complaintsOf } from "../card/afterwards.ts";
import { type CardAnswer, cardAttempt, type Proof } from "../card/attempt.ts";
import {
  type Card,
  cardHash,
  cardOfAlias,
  checked,
  declineAtAttach,
  type Given,
  givenWith,
  type KnownCard,
  readCard,
  renewed,
} from "../card/card_details.ts";
import type { CardChanges, CardInput } from "../card/params.ts";
import { type AfterCharge, afterChargeOf, findByKey, type TestCard } from "../card/test_cards.ts";
import { fingerprint } from "../card/three_ds2.ts";
import { declineDetails } from "../decline.ts";
import {
  answersAtOnce,
  type Billing,
  type Charged,
  type Family,
  type Hash,
  type Held,
  type Kept,
  type Making,
  neverActs,
  redirectToUrl,
  type TriedSetup,
} from "../method_type.ts";
import { REFUNDED_AT_ONCE, type RefundCourse } from "../refund_course.ts";
import { ANSWER_SECONDS, REFUNDED_LATER } from "./parts.ts";

/** What is stored of a card but never shown. */
interface SimulatedCard {
  /** The key of the test card. The number is never stored. */
  readonly card: string;
  readonly cvc_given: boolean;
  readonly from_alias: boolean;
  /** True if it was set up for payments without the payer. */
  readonly set_up: boolean;
}
type HeldCard = Held<Card, SimulatedCard>;

/** The casts of inputs are safe, because the parameters of `card/params.ts` have read them. */
export const cardFamily: Family<Card, SimulatedCard, CardAnswer> = {
  name: "card",
  chargePrefix: "ch_",
  make(input, making) {
    if (input === undefined) throw errors.missingParam(making.path);
    return madeFrom(readCard(input as CardInput, making.path, making.now), making);
  },
  fromAlias(name, making) {
    const known = cardOfAlias("pm_card_", name, making.now);
    return known === null ? null : madeFrom(known, making);
  },
  changed(method, input, now) {
    const { exp_month = method.details.exp_month, exp_year = method.details.exp_year } = input as CardChanges;
    return { ...method.details, ...renewed(testCardOf(method), exp_month, exp_year, now) };
  },
  attached(method) {
    const card = testCardOf(method);
    const given = givenBy(method);
    const decline = declineAtAttach(card, given);
    if (decline !== null) throw errors.card({ param: "", ...declineDetails(decline) });
    return { details: { ...method.details, checks: checked(card, given) }, simulated: method.simulated };
  },
  checkAccepted({ details }, options) {
    const name = RESTRICTED_BRANDS[details.brand];
    const { brands_blocked: blocked } = (options.restrictions ?? {}) as Restrictions;
    if (name === undefined || !blocked?.includes(name)) return;
    throw errors.card({
      code: "card_declined",
      decline_code: "card_not_supported",
      message: "Your card is not supported.",
    });
  },
  mandateDetails: null,
  action: "challenge",
  // A client that gave no return URL shows the challenge itself.
  nextAction(page, returnUrl, { accountId, attemptId, method }) {
    if (returnUrl !== null) return redirectToUrl(page, returnUrl);
    const { brand } = method.details as Card;
    return { type: "use_stripe_sdk", use_stripe_sdk: fingerprint(attemptId, accountId, brand) };
  },
  attempt: async ({ purpose, offSession, authentication, method, options }) =>
    cardAttempt({
      ...givenBy(method),
      purpose,
      card: testCardOf(method),
      offSession,
      threeDSecure: threeDSecureIn(options),
      // No card has a payer who can be late.
      authentication: authentication === "late" ? "failed" : authentication,
      isSetUp: method.simulated.set_up,
    }),
  instructions: neverActs,
  isRefundable: true,
  refundCourse(method) {
    const after = afterChargeOf(testCardOf(method));
    return (after && COURSES[after]) ?? REFUNDED_AT_ONCE;
  },
  concluded: answersAtOnce,
  complaints: (method) => complaintsOf(testCardOf(method)),
  used({ details, simulated }, result, isSetUp) {
    return {
      details: { ...details, checks: result.details.checks },
      simulated: { ...simulated, set_up: simulated.set_up || isSetUp },
    };
  },
  chargeDetails: (method, charged) => chargeDetails(method.details, charged),
  setupDetails: ({ details }, tried) => setupDetails(details, tried),
  refundDestination: {
    card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
    type: "card",
  },
  saved: ({ details: { brand, last4, exp_month, exp_year } }) => ({
    kind: "card",
    brand,
    last4,
    exp_month,
    exp_year,
  }),
};

// --- making -----------------------------------------------------------------------------------------------

function madeFrom(known: KnownCard, { accountId, billing }: Making): Kept<Card, SimulatedCard> {
  return {
    details: cardHash(known, givenWith(known, typedBy(known.cvcGiven, billing)), accountId),
    simulated: {
      card: known.card.key,
      cvc_given: known.cvcGiven,
      from_alias: known.fromAlias,
      set_up: false,
    },
  };
}

/** Which data that an issuer can check the payer gave with this method. */
function givenBy(method: HeldCard): Given {
  const { cvc_given: cvcGiven, from_alias: fromAlias } = method.simulated;
  const known = { card: testCardOf(method), cvcGiven, fromAlias };
  return givenWith(known, typedBy(cvcGiven, method.billing));
}

function typedBy(cvcGiven: boolean, { address }: Billing): Given {
  return {
    cvcGiven,
    postalCodeGiven: address.postal_code !== null,
    addressLineGiven: address.line1 !== null,
  };
}

/** The test card that a method was made from. */
function testCardOf({ simulated }: HeldCard): TestCard {
  const card = findByKey(simulated.card);
  if (card === undefined) throw new Error(`a stored card names no test card: ${simulated.card}`);
  return card;
}

// --- options ----------------------------------------------------------------------------------------------

interface Restrictions {
  readonly brands_blocked?: readonly string[];
}

/** The names of brands in `restrictions[brands_blocked]`. */
const RESTRICTED_BRANDS: Readonly<Record<string, string>> = {
  amex: "american_express",
  diners: "discover_global_network",
  discover: "discover_global_network",
  jcb: "discover_global_network",
  mastercard: "mastercard",
  unionpay: "discover_global_network",
  visa: "visa",
};

function threeDSecureIn({ request_three_d_secure: asked }: Hash): "any" | "automatic" | "challenge" {
  return asked === "any" || asked === "challenge" ? asked : "automatic";
}

// --- refunds ----------------------------------------------------------------------------------------------

/** How refunds go to the test cards whose refunds do not simply succeed. */
const COURSES: Readonly<Partial<Record<AfterCharge, RefundCourse>>> = {
  refund_fails: {
    begins: "succeeded",
    ends: {
      afterSeconds: ANSWER_SECONDS.soon,
      status: "failed",
      failure_reason: "expired_or_canceled_card",
    },
  },
  refund_pending: REFUNDED_LATER,
};

// --- what a charge shows ----------------------------------------------------------------------------------

function chargeDetails(card: Card, charged: Charged<CardAnswer>): Hash {
  const { result, amount, intentId, captureBefore } = charged;
  const approved = result.result === "approved";
  const { checks, proof } = result.details;
  return {
    amount_authorized: approved ? amount : null,
    authorization_code: approved ? "123456" : null,
    brand: card.brand,
    ...(captureBefore === null ? {} : { capture_before: captureBefore }),
    checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: "disabled" },
    fingerprint: card.fingerprint,
    funding: card.funding,
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: "unavailable" },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: approved ? networkIdFor(intentId) : null,
    overcapture: { maximum_amount_capturable: approved ? amount : 0, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: proof === null ? null : authenticated(intentId, proof),
    transaction_link_id: null,
    wallet: null,
  };
}

/** What a setup attempt shows: what was asked of the issuer, which is nothing before the payer has acted. */
function setupDetails(card: Card, { result, intentId }: TriedSetup<CardAnswer>): Hash {
  const { checks, proof } = "details" in result ? result.details : { checks: null, proof: null };
  const { exemption_indicator: _ofPayments, ...proven } =
    proof === null ? {} : authenticated(intentId, proof);
  return {
    brand: card.brand,
    checks,
    country: card.country,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    network: card.brand,
    three_d_secure: proof === null ? null : proven,
    wallet: null,
  };
}

/** Up to fifteen digits, derived from the id of the intent. */
function networkIdFor(id: string): string {
  let digits = "";
  for (const letter of id.slice(3)) digits += String(letter.charCodeAt(0) % 10);
  return digits.slice(-15);
}

function authenticated(id: string, authentication_flow: NonNullable<Proof>): Hash {
  return {
    authentication_flow,
    electronic_commerce_indicator: "05",
    exemption_indicator: null,
    result: "authenticated",
    result_reason: null,
    transaction_id: networkIdFor(id),
    version: "2.2.0",
  };
}
