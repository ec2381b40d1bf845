/**
 * The `payment_method_options` that sessions accept for each type but cards. Those of a type that a session does
 * not offer are checked and have no effect, just as at Stripe. The types that are implemented take theirs from
 * here; the table in `index.ts` assigns the others.
 */
import { errors } from "../core/errors.ts";
import { type Fields, type Param, p, type Value } from "../params/param.ts";
import { EURO_COUNTRIES, TRANSFER_TYPES } from "./bank_accounts.ts";
import type { Hash } from "./method_type.ts";

const never = p.oneOf("none");
const usage = p.oneOf("none", "off_session", "on_session");
const offSession = p.oneOf("none", "off_session");
const manual = p.oneOf("manual");
const date = p.string({
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
const PAYPAL_REFERENCE_MAX = 127;
const SWISH_REFERENCE_MAX = 35;
const UPI_DESCRIPTION_MAX = 20;

/** A hash that is shown whole wherever a part of it was given. */
function whole<T extends object>(param: Param<T>, usual: Hash): Param<T> {
  return {
    ...param,
    read(raw, path, reading) {
      const given = param.read(raw, path, reading);
      return given === undefined ? undefined : { ...usual, ...given };
    },
  };
}

const acssMandate = {
  custom_mandate_url: p.nullable(p.url()),
  interval_description: p.string({ max: INTERVAL_DESCRIPTION_MAX }),
  payment_schedule: p.oneOf("combined", "interval", "sporadic"),
  transaction_type: p.oneOf("business", "personal"),
};
/** What is shown of a mandate's terms that nobody has set. */
export const NO_ACSS_TERMS = { interval_description: null, payment_schedule: null, transaction_type: null };
const acssSetupMandate = whole(
  p.object({ ...acssMandate, default_for: p.list(p.oneOf("invoice", "subscription"), { max: 2 }) }),
  NO_ACSS_TERMS,
);
const verification_method = p.oneOf("automatic", "instant", "microdeposits");
const acssDates = { setup_future_usage: usage, target_date: date, verification_method };

export const acssDebit = p.object({
  ...acssDates,
  currency: p.oneOf("cad", "usd"),
  mandate_options: acssSetupMandate,
});
export const acssDebitOfPayment = p.object({
  ...acssDates,
  mandate_options: whole(p.object(acssMandate), NO_ACSS_TERMS),
});
export const acssDebitOfSetup = p.object({
  currency: p.oneOf("cad", "usd"),
  mandate_options: acssSetupMandate,
  verification_method,
});

const transferType = p.oneOf(...TRANSFER_TYPES);
/** What Stripe's CLI calls a transfer in Japan (`stripe trigger payment_intent.partially_funded`). */
const CALLED_BY_CLI = "jp_bank_account";
const transferTypeOfIntent: typeof transferType = {
  ...transferType,
  read: (raw, path, reading) =>
    transferType.read(raw === CALLED_BY_CLI ? "jp_bank_transfer" : raw, path, reading),
};
export const euTransfer = p.object({ country: p.required(p.oneOf(...EURO_COUNTRIES)) });
export const addressTypes = <const T extends readonly string[]>(...types: T) =>
  p.list(p.oneOf(...types), { max: types.length });
const transferOptions = (type: typeof transferType) =>
  p.object({
    bank_transfer: p.object({
      eu_bank_transfer: euTransfer,
      requested_address_types: addressTypes("aba", "iban", "sepa", "sort_code", "spei", "swift", "zengin"),
      type: p.required(type),
    }),
    funding_type: p.oneOf("bank_transfer"),
    setup_future_usage: never,
  });
export const customerBalance = transferOptions(transferType);
export const customerBalanceOfInvoice = p.object({
  bank_transfer: p.object({ eu_bank_transfer: euTransfer, type: transferType }),
  funding_type: p.oneOf("bank_transfer"),
});
export const customerBalanceOfIntent = transferOptions(transferTypeOfIntent);

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
export const paypal = p.object({
  capture_method: p.nullable(manual),
  preferred_locale: p.oneOf(...PAYPAL_LOCALES),
  reference: p.string({ max: PAYPAL_REFERENCE_MAX }),
  risk_correlation_id: p.string(),
  setup_future_usage: p.nullable(offSession),
});

const paytoTerms = {
  amount: p.nullable(p.integer({ min: 1 })),
  amount_type: p.nullable(p.oneOf("fixed", "maximum")),
  end_date: p.nullable(date),
  payment_schedule: p.nullable(
    p.oneOf("adhoc", "annual", "daily", "fortnightly", "monthly", "quarterly", "semi_annual", "weekly"),
  ),
  payments_per_period: p.nullable(p.integer({ min: 1 })),
  purpose: p.nullable(
    p.oneOf(
      "dependant_support",
      "government",
      "loan",
      "mortgage",
      "other",
      "pension",
      "personal",
      "retail",
      "salary",
      "tax",
      "utility",
    ),
  ),
} as const satisfies Fields;

/** What payers agree to for later payments: how much, how often and until when. What is not said is shown as null. */
export function paytoMandate(of: "payment" | "setup"): Param<Hash> {
  const fields: Fields = of === "setup" ? { ...paytoTerms, start_date: p.nullable(date) } : paytoTerms;
  const said: Param<Hash> = p.object(fields);
  const unsaid = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  return {
    ...said,
    read(raw, path, reading) {
      const terms = said.read(raw, path, reading);
      return terms === undefined ? undefined : { ...unsaid, ...terms };
    },
  };
}

const upiMandate = p.object({
  amount: p.integer({ min: 0 }),
  amount_type: p.oneOf("fixed", "maximum"),
  description: p.string({ max: UPI_DESCRIPTION_MAX }),
  end_date: p.timestamp(),
});

const linking = {
  permissions: p.list(p.oneOf("balances", "ownership", "payment_method", "transactions"), { max: 4 }),
  prefetch: p.list(p.oneOf("balances", "ownership", "transactions"), { max: 3 }),
};
const NO_PREFETCH = { prefetch: [] };
export const usBankAccount = p.object({
  financial_connections: whole(p.object(linking), NO_PREFETCH),
  setup_future_usage: usage,
  target_date: date,
  verification_method: p.oneOf("automatic", "instant"),
});
export const usBankAccountOfSetup = p.object({
  financial_connections: whole(
    p.object({
      ...linking,
      filters: p.object({ account_subcategories: p.list(p.oneOf("checking", "savings"), { max: 2 }) }),
      return_url: p.url(),
    }),
    NO_PREFETCH,
  ),
  mandate_options: p.object({ collection_method: p.nullable(p.oneOf("paper")) }),
  networks: p.notYet(),
  verification_method,
});
export const usBankAccountOfPayment = p.object({
  ...usBankAccountOfSetup.fields,
  preferred_settlement_speed: p.notYet(),
  setup_future_usage: usage,
  target_date: date,
  transaction_purpose: p.nullable(p.oneOf("goods", "other", "services", "unspecified")),
});
export const nzBankAccountOfPayment = p.object({ setup_future_usage: usage, target_date: date });

// --- options that many types share: whether they can be saved, and whether they can be captured manually ---

export const neverSaved = withUsage(never);
export const savedOffSession = withUsage(offSession);
/** For intents: these methods are saved as SEPA debits or in other ways that are not implemented. */
export const savedAsDebit = p.object({ setup_future_usage: p.notYet(offSession, ["none"]) });
export const capturedSavedAsDebit = p.object({
  capture_method: manual,
  setup_future_usage: p.notYet(usage, ["none"]),
});
export const captured = p.object({ capture_method: manual });
export const capturedNeverSaved = withUsage(never, { capture_method: manual });
export const capturedSavedOffSession = withUsage(offSession, { capture_method: manual });

// --- types with options of their own ----------------------------------------------------------------------

export const auBecsDebit = withUsage(never, { target_date: date });
export const bankDebit = withUsage(usage, { mandate_options: mandateReference, target_date: date });
export const blik = withUsage(p.nullable(offSession), {
  mandate_options: p.object({ expires_at: p.timestamp() }),
});
export const boleto = withUsage(usage, { expires_after_days: days(0, 60) });
export const cashapp = withUsage(usage, { capture_method: manual });
export const klarna = withUsage(never, { capture_method: manual, subscriptions: p.notYet() });
export const konbini = withUsage(never, { expires_after_days: days(1, 60) });
export const oxxo = withUsage(never, { expires_after_days: days(1, 7) });
export const p24 = withUsage(never, { tos_shown_and_accepted: p.boolean() });
export const payByBank = p.object({});
export const payto = withUsage(offSession, {
  mandate_options: paytoMandate("setup"),
});
export const pix = withUsage(offSession, {
  amount_includes_iof: p.oneOf("always", "never"),
  expires_after_seconds: days(10, 1_209_600),
  mandate_options: p.notYet(),
});
export const swish = p.object({ reference: p.string({ max: SWISH_REFERENCE_MAX }) });
export const upi = withUsage(p.nullable(usage), { mandate_options: upiMandate });
export const wechatPay = p.object({
  app_id: p.string(),
  client: p.required(p.oneOf("android", "ios", "web")),
  setup_future_usage: never,
});

// --- options that depend on each other --------------------------------------------------------------------

interface Checked {
  readonly acss_debit?: Value<typeof acssDebit>;
  readonly card?: { readonly setup_future_usage?: unknown };
  readonly us_bank_account?: Value<typeof usBankAccount>;
  readonly wechat_pay?: Value<typeof wechatPay>;
}

/** Refuses options that only sessions in setup mode have. */
export function checkNoSetupOptions(given: Hash | undefined, mode: string): void {
  const { acss_debit: debit } = (given ?? {}) as Checked; // as below
  const at = "payment_method_options[acss_debit]";
  if (debit?.currency !== undefined) throw errors.cannotPassInMode(`${at}[currency]`, mode);
  if (debit?.mandate_options?.default_for !== undefined) {
    throw errors.cannotPassInMode(`${at}[mandate_options][default_for]`, mode);
  }
}

/** Refuses to say for each type whether it is saved, in modes that always save it. */
export function checkNoUsage(given: Hash | undefined, mode: string): void {
  const hashes = Object.values(given ?? {}) as readonly { readonly setup_future_usage?: unknown }[];
  if (hashes.every((options) => options.setup_future_usage === undefined)) return;
  throw errors.cannotPassInMode("payment_method_options[setup_future_usage]", mode);
}

/**
 * Refuses options that do not go together, or that a type named by the session needs. `usage` is
 * `payment_intent_data[setup_future_usage]`.
 */
export function checkSessionOptions(
  given: Hash | undefined,
  usage: string | undefined,
  types: readonly string[] = [],
): void {
  // The cast is safe, because each was read by the parameters of its type.
  const { acss_debit: debit, card, us_bank_account: account, wechat_pay: wechat } = (given ?? {}) as Checked;
  const at = "payment_method_options";
  const { interval_description, payment_schedule } = debit?.mandate_options ?? {};
  const inIntervals = payment_schedule === "combined" || payment_schedule === "interval";
  if (inIntervals && (interval_description ?? null) === null) {
    throw errors.missingParam(`${at}[acss_debit][mandate_options][interval_description]`);
  }
  const permissions = account?.financial_connections?.permissions;
  if (permissions !== undefined && !permissions.includes("payment_method")) {
    throw errors.rule(
      "The `permissions` must include `payment_method`.",
      `${at}[us_bank_account][financial_connections][permissions]`,
    );
  }
  if (wechat === undefined && types.includes("wechat_pay")) {
    throw errors.missingParam(`${at}[wechat_pay][client]`);
  }
  if (wechat !== undefined && wechat.client !== "web" && wechat.app_id === undefined) {
    throw errors.missingParam(`${at}[wechat_pay][app_id]`);
  }
  if (usage === "off_session" && card?.setup_future_usage === "on_session") {
    throw errors.rule(
      "`payment_method_options[card][setup_future_usage]` cannot be `on_session` when " +
        "`payment_intent_data[setup_future_usage]` is `off_session`.",
      `${at}[card][setup_future_usage]`,
    );
  }
}
