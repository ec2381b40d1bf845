/**
 * What `payment_method_options[card]` may hold for each object, and what the object shows of it. The options
 * of payment links are here too, since they have options for cards only.
 */
import { p } from "../../params/param.ts";
import type { Hash, PaymentMethodType } from "../method_type.ts";

const KANA_MAX = 22;
const KANJI_MAX = 17;
const ifAvailable = p.oneOf("if_available", "never");
const threeDSecure = p.oneOf("any", "automatic", "challenge");

const brandsBlocked = p.about(
  "Cards of these brands are refused on the page.",
  p.list(p.oneOf("american_express", "discover_global_network", "mastercard", "visa"), { max: 4 }),
);

const ofSessions = p.about(
  "How cards are taken.",
  p.object({
    capture_method: p.about("`manual` only authorizes; the session completes unpaid.", p.oneOf("manual")),
    installments: p.object({
      enabled: p.about("Shown with the payment intent; no card here offers a plan.", p.boolean()),
    }),
    request_extended_authorization: p.about("Shown; no card here has it available.", ifAvailable),
    request_incremental_authorization: p.about("Shown; no card here has it available.", ifAvailable),
    request_multicapture: p.about("Shown; no card here has it available.", ifAvailable),
    request_overcapture: p.about("Shown; no card here has it available.", ifAvailable),
    request_three_d_secure: p.about(
      "`any` and `challenge` ask every card that can for authentication.",
      threeDSecure,
    ),
    restrictions: p.object({
      brands_blocked: brandsBlocked,
      funding_types_blocked: p.notYet(),
    }),
    setup_future_usage: p.about("Saves the card with the customer.", p.oneOf("off_session", "on_session")),
    statement_descriptor_suffix_kana: p.about("Shown with the payment intent.", p.string({ max: KANA_MAX })),
    statement_descriptor_suffix_kanji: p.about(
      "Shown with the payment intent.",
      p.string({ max: KANJI_MAX }),
    ),
  }),
);

const ofPaymentIntents = p.object({
  capture_method: p.notYet(),
  installments: p.notYet(),
  mandate_options: p.notYet(),
  network: p.notYet(),
  request_three_d_secure: threeDSecure,
  setup_future_usage: p.notYet(),
});

const ofSetupIntents = p.object({
  mandate_options: p.notYet(),
  moto: p.notYet(),
  network: p.notYet(),
  request_three_d_secure: threeDSecure,
  setup_credential_usage: p.notYet(),
  three_d_secure: p.notYet(),
});

const request_three_d_secure = "automatic";

export const cardOptions: PaymentMethodType["options"] = {
  payment_intent: {
    params: ofPaymentIntents,
    usual: { installments: null, mandate_options: null, network: null, request_three_d_secure },
  },
  session: { params: ofSessions, usual: { request_three_d_secure } },
  setup_intent: {
    params: ofSetupIntents,
    usual: { mandate_options: null, network: null, request_three_d_secure },
  },
};

/** A session's options as its intent shows them. Blocked brands are left out: only the page refuses those. */
export function intentOptions({ installments, restrictions: _, ...options }: Hash): Hash {
  const isPaidInParts = (installments as { readonly enabled?: boolean } | undefined)?.enabled === true;
  return isPaidInParts
    ? { ...options, installments: { available_plans: [], enabled: true, plan: null } }
    : options;
}

// --- of payment links -------------------------------------------------------------------------------------

export const linkOptions = p.object({
  card: p.object({ restrictions: p.object({ brands_blocked: brandsBlocked }) }),
});

/** The same parameters for an update of a link, which may also remove each part. */
export const changedLinkOptions = p.object({
  card: p.nullable(
    p.object({ restrictions: p.nullable(p.object({ brands_blocked: p.nullable(brandsBlocked) })) }),
  ),
});

interface LinkOptions {
  readonly card?: { readonly restrictions?: { readonly brands_blocked?: readonly string[] } };
}

/** The options of a link, as its row holds them. */
export function linkOptionsRow(given: Hash | undefined) {
  if (given === undefined) return null;
  // `given` was read by the parameters above.
  const { card } = given as LinkOptions;
  if (card === undefined) return { card: null };
  const { brands_blocked } = card.restrictions ?? {};
  return { card: { restrictions: brands_blocked === undefined ? null : { brands_blocked } } };
}
