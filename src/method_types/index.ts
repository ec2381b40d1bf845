/**
 * The one table of payment method types: every name that Stripe's API has for a way to pay, where the API
 * uses it, and what of it is implemented here. A name that Stripe does not know is refused as an invalid
 * type; a name that Stripe knows but that is not implemented here is refused as not supported.
 */
import { inWireOrder } from "../core/canonical.ts";
import { type Fields, type Param, p } from "../params/param.ts";
import type { Hash, Kept, Making, OptionsOwner, PaymentMethodType } from "./method_type.ts";
import * as options from "./session_options.ts";
import { acssDebit } from "./types/acss_debit.ts";
import { affirm } from "./types/affirm.ts";
import { afterpayClearpay } from "./types/afterpay_clearpay.ts";
import { alipay } from "./types/alipay.ts";
import { alma } from "./types/alma.ts";
import { amazonPay } from "./types/amazon_pay.ts";
import { auBecsDebit } from "./types/au_becs_debit.ts";
import { bacsDebit } from "./types/bacs_debit.ts";
import { bancontact } from "./types/bancontact.ts";
import { billie } from "./types/billie.ts";
import { bizum } from "./types/bizum.ts";
import { blik } from "./types/blik.ts";
import { boleto } from "./types/boleto.ts";
import { card } from "./types/card.ts";
import { cashapp } from "./types/cashapp.ts";
import { crypto } from "./types/crypto.ts";
import { customerBalance } from "./types/customer_balance.ts";
import { eps } from "./types/eps.ts";
import { fpx } from "./types/fpx.ts";
import { giropay } from "./types/giropay.ts";
import { grabpay } from "./types/grabpay.ts";
import { ideal } from "./types/ideal.ts";
import { kakaoPay } from "./types/kakao_pay.ts";
import { klarna } from "./types/klarna.ts";
import { konbini } from "./types/konbini.ts";
import { krCard } from "./types/kr_card.ts";
import { link } from "./types/link.ts";
import { mbWay } from "./types/mb_way.ts";
import { mobilepay } from "./types/mobilepay.ts";
import { multibanco } from "./types/multibanco.ts";
import { naverPay } from "./types/naver_pay.ts";
import { nzBankAccount } from "./types/nz_bank_account.ts";
import { oxxo } from "./types/oxxo.ts";
import { p24 } from "./types/p24.ts";
import { payByBank } from "./types/pay_by_bank.ts";
import { payco } from "./types/payco.ts";
import { paynow } from "./types/paynow.ts";
import { paypal } from "./types/paypal.ts";
import { paypay } from "./types/paypay.ts";
import { payto } from "./types/payto.ts";
import { pix } from "./types/pix.ts";
import { promptpay } from "./types/promptpay.ts";
import { revolutPay } from "./types/revolut_pay.ts";
import { samsungPay } from "./types/samsung_pay.ts";
import { satispay } from "./types/satispay.ts";
import { scalapay } from "./types/scalapay.ts";
import { sepaDebit } from "./types/sepa_debit.ts";
import { sequra } from "./types/sequra.ts";
import { sofort } from "./types/sofort.ts";
import { sunbit } from "./types/sunbit.ts";
import { swish } from "./types/swish.ts";
import { twint } from "./types/twint.ts";
import { upi } from "./types/upi.ts";
import { usBankAccount } from "./types/us_bank_account.ts";
import { wechatPay } from "./types/wechat_pay.ts";
import { zip } from "./types/zip.ts";

/** Where Stripe's API uses a name. */
interface KnownName {
  /**
   * `type`: a type of payments (`payment_method_types`) and of payment methods. `method`: a type of payment
   * methods only. `hash`: not a type, but a hash of this name may be sent with payment methods. `none`: none
   * of these.
   */
  readonly as: "hash" | "method" | "none" | "type";
  /** False if `excluded_payment_method_types` of a session does not accept it. */
  readonly isExcludable?: false;
  /** Whether payment method configurations accept and show it, accept it only, or do not know it. */
  readonly inConfigurations: "shown" | "taken" | "unknown";
  /** The options that sessions accept for it; null if none. */
  readonly sessionOptions: Param<unknown> | null;
  /** Null if Checkstand does not implement it. */
  readonly implemented: PaymentMethodType | null;
}

function known(sessionOptions: Param<unknown> | null = null): KnownName {
  return { as: "type", inConfigurations: "shown", sessionOptions, implemented: null };
}

function implemented(type: PaymentMethodType): KnownName {
  const { params } = type.options.session;
  const isEmpty = Object.keys(params.fields ?? {}).length === 0;
  return { ...known(isEmpty ? null : params), implemented: type };
}

/** A card brand or wallet: not a type, but payment method configurations switch it on and off. */
function brand(inConfigurations: "shown" | "taken"): KnownName {
  return { ...known(), as: "none", inConfigurations };
}

/** A name that only payment methods use, or only the options of sessions. */
function elsewhere(as: KnownName["as"], sessionOptions: Param<unknown> | null = null): KnownName {
  return { ...known(sessionOptions), as, inConfigurations: "unknown" };
}

/** By name, in the order in which the API's refusals list them. */
const TABLE: Readonly<Record<string, KnownName>> = {
  acss_debit: implemented(acssDebit),
  affirm: implemented(affirm),
  afterpay_clearpay: implemented(afterpayClearpay),
  alipay: implemented(alipay),
  alma: implemented(alma),
  amazon_pay: implemented(amazonPay),
  apple_pay: brand("shown"),
  apple_pay_later: brand("taken"),
  au_becs_debit: implemented(auBecsDebit),
  bacs_debit: implemented(bacsDebit),
  bancontact: implemented(bancontact),
  billie: implemented(billie),
  bizum: implemented(bizum),
  blik: implemented(blik),
  boleto: implemented(boleto),
  card: implemented(card),
  cartes_bancaires: brand("shown"),
  cashapp: implemented(cashapp),
  crypto: implemented(crypto),
  custom: elsewhere("method"),
  customer_balance: implemented(customerBalance),
  demo_pay: elsewhere("none", options.savedOffSession),
  eps: implemented(eps),
  fpx: implemented(fpx),
  fr_meal_voucher_conecs: brand("taken"),
  giropay: implemented(giropay),
  google_pay: brand("shown"),
  grabpay: implemented(grabpay),
  ideal: implemented(ideal),
  interac_present: elsewhere("hash"),
  jcb: brand("shown"),
  kakao_pay: implemented(kakaoPay),
  klarna: implemented(klarna),
  konbini: implemented(konbini),
  kr_card: implemented(krCard),
  link: { ...implemented(link), isExcludable: false },
  mb_way: implemented(mbWay),
  mobilepay: implemented(mobilepay),
  multibanco: implemented(multibanco),
  naver_pay: implemented(naverPay),
  nz_bank_account: implemented(nzBankAccount),
  oxxo: implemented(oxxo),
  p24: implemented(p24),
  // Its options are an empty hash, which sessions accept.
  pay_by_bank: { ...implemented(payByBank), sessionOptions: options.payByBank },
  payco: implemented(payco),
  paynow: implemented(paynow),
  paypal: implemented(paypal),
  paypay: implemented(paypay),
  payto: implemented(payto),
  pix: implemented(pix),
  promptpay: implemented(promptpay),
  revolut_pay: implemented(revolutPay),
  samsung_pay: implemented(samsungPay),
  satispay: implemented(satispay),
  scalapay: implemented(scalapay),
  sepa_debit: implemented(sepaDebit),
  sequra: implemented(sequra),
  sofort: implemented(sofort),
  sunbit: implemented(sunbit),
  swish: implemented(swish),
  twint: implemented(twint),
  upi: implemented(upi),
  us_bank_account: implemented(usBankAccount),
  wechat_pay: implemented(wechatPay),
  zip: implemented(zip),
};

const NAMES = Object.entries(TABLE);
const namesOf = (isMeant: (known: KnownName) => boolean): readonly string[] =>
  NAMES.filter(([, known]) => isMeant(known)).map(([name]) => name);

/** Every type that Stripe accepts for a session or an intent. */
export const KNOWN_TYPES = namesOf(({ as }) => as === "type");
/** The types that a session can exclude. */
export const EXCLUDABLE_TYPES = namesOf(({ as, isExcludable }) => as === "type" && isExcludable !== false);
/** Every type that a payment method may have. */
export const METHOD_TYPES = [...KNOWN_TYPES, ...namesOf(({ as }) => as === "method")];
/**
 * Every name that payment method configurations accept; `SHOWN_CONFIGURED_TYPES` has those that they show.
 */
export const CONFIGURED_TYPES = namesOf(({ inConfigurations }) => inConfigurations !== "unknown");
export const SHOWN_CONFIGURED_TYPES = namesOf(({ inConfigurations }) => inConfigurations === "shown");

/** Every type that can be paid with here; `IMPLEMENTED_TYPES` has their names. */
export const IMPLEMENTED: readonly PaymentMethodType[] = NAMES.flatMap(
  ([, known]) => known.implemented ?? [],
);
export const IMPLEMENTED_TYPES = IMPLEMENTED.map(({ type }) => type);

/** The types that are offered where nothing switched others on. */
export const DEFAULT_TYPES: readonly string[] = [card.type];

/** Whether a type can be paid with here. */
export function isImplemented(name: string): boolean {
  return IMPLEMENTED_TYPES.includes(name);
}

/** The implemented type with this name, as stored in a payment method or a charge; throws for any other. */
export function typeNamed(name: string): PaymentMethodType {
  const type = IMPLEMENTED.find((one) => one.type === name);
  if (type === undefined) throw new Error(`the payment method type ${name} is not implemented`);
  return type;
}

/** The new method, of any type, that a name such as `pm_card_visa` stands for; null if it stands for none. */
export function fromAlias(
  name: string,
  making: Making,
): { readonly type: string; readonly kept: Kept } | null {
  for (const { type, family } of IMPLEMENTED) {
    const kept = family.fromAlias(name, making);
    if (kept !== null) return { type, kept };
  }
  return null;
}

// --- parameters by type, so that operations need to know neither the names nor the shapes of types ---------

/** The hashes that describe a method within another request, for the types that are implemented. */
export const dataFields: Fields = fieldsOf(IMPLEMENTED_TYPES, ({ data }) => data);
/** The hashes that describe a new method; those of types that are not implemented are refused by name. */
export const creationFields: Fields = fieldsOf(
  namesOf(({ as }) => as !== "none"),
  ({ data }) => data,
);
/** The hashes that change a stored method. */
export const changeFields: Fields = fieldsOf(
  namesOf(({ implemented }) => (implemented?.changes ?? null) !== null),
  ({ changes }) => changes ?? p.notYet(),
);
/** `payment_method_options` of sessions, for every type, whether it is implemented or not. */
export const sessionOptionFields: Fields = Object.fromEntries(
  NAMES.flatMap(([name, { sessionOptions }]) =>
    sessionOptions === null ? [] : [[name, p.ofMethodTypes(sessionOptions)]],
  ),
);

/** `payment_method_options` of intents, for the types that are implemented. */
export function intentOptionFields(owner: "payment_intent" | "setup_intent"): Fields {
  return fieldsOf(IMPLEMENTED_TYPES, (type) => type.options[owner].params);
}

function fieldsOf(names: readonly string[], paramOf: (type: PaymentMethodType) => Param<unknown>): Fields {
  const field = (name: string): Param<unknown> => {
    const type = TABLE[name]?.implemented ?? null;
    return p.ofMethodTypes(type === null ? p.notYet() : paramOf(type));
  };
  return Object.fromEntries(names.map((name) => [name, field(name)]));
}

// --- options ---------------------------------------------------------------------------------------------

/** The options for one type, from an object's `payment_method_options`. */
export function optionsOf(type: string, all: Hash): Hash {
  return (all[type] ?? {}) as Hash;
}

/**
 * `payment_method_options` as an object shows them: for each of its types the defaults, overridden by what it
 * had `before`, overridden by what the request asks for now. A session leaves out a type without options.
 */
export function shownOptions(
  owner: OptionsOwner,
  types: readonly string[],
  asked: Hash | undefined,
  before: Hash = {},
): Hash {
  const shown: Record<string, unknown> = {};
  for (const name of types) {
    const { confirmOptions = {}, options } = typeNamed(name);
    const { usual } = options[owner];
    if (usual === null) continue;
    const given = Object.entries(optionsOf(name, asked ?? {})).filter(([key]) => !(key in confirmOptions));
    const hash = { ...usual, ...optionsOf(name, before), ...Object.fromEntries(given) };
    if (owner !== "session" || Object.keys(hash).length > 0) shown[name] = inWireOrder(hash);
  }
  return shown;
}

/** A session's `payment_method_options` as its intent shows them. A setup intent has fewer of them. */
export function optionsForIntent(
  owner: Exclude<OptionsOwner, "session">,
  types: readonly string[],
  ofSession: Hash,
): Hash {
  const taken = types.map((name) => {
    const { intentOptions, options } = typeNamed(name);
    const shown = Object.entries(intentOptions(optionsOf(name, ofSession), owner));
    const { params, usual } = options[owner];
    const isKnown = (key: string) =>
      owner === "payment_intent" || Object.hasOwn({ ...params.fields, ...usual }, key);
    return [name, Object.fromEntries(shown.filter(([key]) => isKnown(key)))];
  });
  return shownOptions(owner, types, Object.fromEntries(taken));
}
