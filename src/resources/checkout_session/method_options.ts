/**
 * `payment_method_options`: what may be said about each type of payment method. Options of a type that a session does
 * not offer are checked and have no effect, as in the original; those of types it offers act in `create.ts`.
 */
import { errors } from "../../core/errors.ts";
import { type Fields, type ObjectValue, type Param, p } from "../../params/param.ts";

const never = p.oneOf("none");
const usage = p.oneOf("none", "off_session", "on_session");
const offSession = p.oneOf("none", "off_session");
const manual = p.oneOf("manual");
const ifAvailable = p.oneOf("if_available", "never");
const targetDate = p.string({
  pattern: { regex: /^\d{4}-\d{2}-\d{2}$/, shown: "/\\A\\d{4}-\\d{2}-\\d{2}\\z/" },
});
const days = (min: number, max: number) => p.integer({ min, max });
const withUsage = (setup_future_usage: Param<unknown>, more: Fields = {}) =>
  p.object({ ...more, setup_future_usage });
const REFERENCE_PREFIX_MAX = 12;
const mandateReference = p.object({
  reference_prefix: p.nullable(p.string({ max: REFERENCE_PREFIX_MAX })),
});
const INTERVAL_DESCRIPTION_MAX = 500;
const KANA_MAX = 22;
const KANJI_MAX = 17;
const PAYPAL_REFERENCE_MAX = 127;
const UPI_DESCRIPTION_MAX = 20;

export const brandsBlocked = p.about(
  "Cards of these brands are refused on the page.",
  p.list(p.oneOf("american_express", "discover_global_network", "mastercard", "visa"), { max: 4 }),
);

const card = p.about(
  "How cards are taken.",
  p.object({
    capture_method: p.about("`manual` only authorizes; the session completes unpaid.", manual),
    installments: p.object({
      enabled: p.about("Shown with the payment intent; no card here offers a plan.", p.boolean()),
    }),
    request_extended_authorization: p.about("Shown; no card here has it available.", ifAvailable),
    request_incremental_authorization: p.about("Shown; no card here has it available.", ifAvailable),
    request_multicapture: p.about("Shown; no card here has it available.", ifAvailable),
    request_overcapture: p.about("Shown; no card here has it available.", ifAvailable),
    request_three_d_secure: p.about(
      "`any` and `challenge` ask every card that can for authentication.",
      p.oneOf("any", "automatic", "challenge"),
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

const acss = p.object({
  currency: p.oneOf("cad", "usd"),
  mandate_options: p.object({
    custom_mandate_url: p.nullable(p.url()),
    default_for: p.list(p.oneOf("invoice", "subscription"), { max: 2 }),
    interval_description: p.string({ max: INTERVAL_DESCRIPTION_MAX }),
    payment_schedule: p.oneOf("combined", "interval", "sporadic"),
    transaction_type: p.oneOf("business", "personal"),
  }),
  setup_future_usage: usage,
  target_date: targetDate,
  verification_method: p.oneOf("automatic", "instant", "microdeposits"),
});

const balance = p.object({
  bank_transfer: p.object({
    eu_bank_transfer: p.object({ country: p.required(p.oneOf("BE", "DE", "ES", "FR", "IE", "NL")) }),
    requested_address_types: p.list(p.oneOf("aba", "iban", "sepa", "sort_code", "spei", "swift", "zengin"), {
      max: 7,
    }),
    type: p.required(
      p.oneOf(
        "eu_bank_transfer",
        "gb_bank_transfer",
        "jp_bank_transfer",
        "mx_bank_transfer",
        "us_bank_transfer",
      ),
    ),
  }),
  funding_type: p.oneOf("bank_transfer"),
  setup_future_usage: never,
});

const PAYPAL_LOCALES = [
  "cs-CZ",
  "da-DK",
  "de-AT",
  "de-DE",
  "de-LU",
  "el-GR",
  "en-GB",
  "en-US",
  "es-ES",
  "fi-FI",
  "fr-BE",
  "fr-FR",
  "fr-LU",
  "hu-HU",
  "it-IT",
  "nl-BE",
  "nl-NL",
  "pl-PL",
  "pt-PT",
  "sk-SK",
  "sv-SE",
] as const;
const paypal = p.object({
  capture_method: p.nullable(manual),
  preferred_locale: p.oneOf(...PAYPAL_LOCALES),
  reference: p.string({ max: PAYPAL_REFERENCE_MAX }),
  risk_correlation_id: p.string(),
  setup_future_usage: p.nullable(offSession),
});

const upiMandate = p.object({
  amount: p.integer({ min: 0 }),
  amount_type: p.oneOf("fixed", "maximum"),
  description: p.string({ max: UPI_DESCRIPTION_MAX }),
  end_date: p.timestamp(),
});

const bank = p.object({
  financial_connections: p.object({
    permissions: p.list(p.oneOf("balances", "ownership", "payment_method", "transactions"), { max: 4 }),
    prefetch: p.list(p.oneOf("balances", "ownership", "transactions"), { max: 3 }),
  }),
  setup_future_usage: usage,
  target_date: targetDate,
  verification_method: p.oneOf("automatic", "instant"),
});

/** Types by what they can be saved for, and whether they can be captured by hand. */
const neverSaved = [
  "alipay",
  "crypto",
  "eps",
  "fpx",
  "giropay",
  "grabpay",
  "ideal",
  "multibanco",
  "paynow",
  "sofort",
] as const;
const savedOffSession = ["bancontact", "demo_pay", "twint"] as const;
const captured = ["alma", "billie", "satispay", "scalapay", "sequra"] as const;
const capturedNeverSaved = [
  "affirm",
  "afterpay_clearpay",
  "mobilepay",
  "payco",
  "samsung_pay",
  "sunbit",
] as const;
const capturedSavedOffSession = [
  "amazon_pay",
  "kakao_pay",
  "kr_card",
  "link",
  "naver_pay",
  "revolut_pay",
] as const;

const each = <N extends string>(names: readonly N[], param: Param<unknown>) =>
  Object.fromEntries(names.map((name) => [name, param])) as Record<N, Param<unknown>>;

const options = {
  ...each(neverSaved, withUsage(never)),
  ...each(savedOffSession, withUsage(offSession)),
  ...each(captured, p.object({ capture_method: manual })),
  ...each(capturedNeverSaved, withUsage(never, { capture_method: manual })),
  ...each(capturedSavedOffSession, withUsage(offSession, { capture_method: manual })),
  acss_debit: acss,
  au_becs_debit: withUsage(never, { target_date: targetDate }),
  bacs_debit: withUsage(usage, { mandate_options: mandateReference, target_date: targetDate }),
  blik: withUsage(p.nullable(offSession), { mandate_options: p.object({ expires_at: p.timestamp() }) }),
  boleto: withUsage(usage, { expires_after_days: days(0, 60) }),
  card,
  cashapp: withUsage(usage, { capture_method: manual }),
  customer_balance: balance,
  klarna: withUsage(never, { capture_method: manual, subscriptions: p.notYet() }),
  konbini: withUsage(never, { expires_after_days: days(1, 60) }),
  oxxo: withUsage(never, { expires_after_days: days(1, 7) }),
  p24: withUsage(never, { tos_shown_and_accepted: p.boolean() }),
  pay_by_bank: p.object({}),
  paypal,
  payto: withUsage(offSession, { mandate_options: p.notYet() }),
  pix: withUsage(offSession, {
    amount_includes_iof: p.oneOf("always", "never"),
    expires_after_seconds: days(10, 1_209_600),
    mandate_options: p.notYet(),
  }),
  sepa_debit: withUsage(usage, { mandate_options: mandateReference, target_date: targetDate }),
  swish: p.object({ reference: p.string({ max: 35 }) }),
  upi: withUsage(p.nullable(usage), { mandate_options: upiMandate }),
  us_bank_account: bank,
  wechat_pay: p.object({
    app_id: p.string(),
    client: p.required(p.oneOf("android", "ios", "web")),
    setup_future_usage: never,
  }),
} as const;

/** By type; those of cards are the only ones that act. */
export const methodOptions = p.about(
  "Checked; without effect while the type is not offered.",
  p.object(options),
);

type Given = ObjectValue<{ readonly options: typeof methodOptions }>["options"];

/** What goes together, and what is of other modes than `payment`. */
export function checkMethodOptions(given: Given): void {
  const { acss_debit: debit, us_bank_account: account, wechat_pay: wechat } = given ?? {};
  const at = "payment_method_options";
  if (debit?.currency !== undefined) {
    throw errors.cannotPassInMode(`${at}[acss_debit][currency]`, "payment");
  }
  const { default_for, interval_description, payment_schedule } = debit?.mandate_options ?? {};
  if (default_for !== undefined) {
    throw errors.cannotPassInMode(`${at}[acss_debit][mandate_options][default_for]`, "payment");
  }
  const inIntervals = payment_schedule === "combined" || payment_schedule === "interval";
  if (inIntervals && interval_description === undefined) {
    throw errors.missingParam(`${at}[acss_debit][mandate_options][interval_description]`);
  }
  const permissions = account?.financial_connections?.permissions;
  if (permissions !== undefined && !permissions.includes("payment_method")) {
    throw errors.rule(
      "The `permissions` must include `payment_method`.",
      `${at}[us_bank_account][financial_connections][permissions]`,
    );
  }
  if (wechat !== undefined && wechat.client !== "web" && wechat.app_id === undefined) {
    throw errors.missingParam(`${at}[wechat_pay][app_id]`);
  }
}
