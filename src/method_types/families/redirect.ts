/**
 * The families of methods that a payer approves on a page of their bank or wallet: how they are made, tried and
 * shown, and a type of them from its data. Here the page is one of ours, where the payer chooses how the payment
 * ends.
 */
import { errors } from "../../core/errors.ts";
import { type Fields, type Param, p } from "../../params/param.ts";
import {
  type Asks,
  answersAtOnce,
  type Family,
  type Hash,
  type Limits,
  type Making,
  type NextAction,
  neverActs,
  type PaymentMethodType,
  type Purpose,
  redirectToUrl,
} from "../method_type.ts";
import type { SavedDebit } from "../saved_method.ts";
import { ANSWER_SECONDS, APPROVED, REFUNDED_LATER } from "./parts.ts";

/** What differs between the types. Where a value is left out, the usual one is in `redirectType`. */
export interface Redirect {
  readonly type: string;
  readonly name: string;
  readonly currencies: readonly string[];
  readonly shopCountries?: readonly string[];
  readonly limits?: Limits;
  readonly purposes?: readonly Purpose[];
  readonly isReusable?: boolean;
  /** The IBAN by which the payer's account is debited from then on, if they agree to be debited later. */
  readonly savedAsIban?: string;
  readonly capturesLater?: boolean;
  readonly asks?: Partial<Asks>;
  /** The parameters within the hash that describes a method, and what is stored of them. */
  readonly data?: Fields;
  readonly details?: (given: Hash, making: Making) => Hash;
  /** Refuses to confirm with a method that its network does not take at the moment. */
  readonly check?: (details: Hash) => void;
  /** `payment_method_details.<type>` of a charge. */
  readonly charge?: (details: Hash, told: Told) => Hash;
  /** The same of a setup attempt, for types that are saved as debits; all others show nothing. */
  readonly setup?: (details: Hash, name: string | null) => Hash;
  /** `destination_details` of a refund; left out for types that a refund does not describe. */
  readonly refund?: Hash;
  readonly refundDays?: number;
  /** The options that sessions accept, and that payment intents accept if others. */
  readonly sessionOptions: Param<unknown>;
  readonly intentOptions?: Param<unknown>;
  /** The options that intents show unasked. What the former do not have of them cannot be set here yet. */
  readonly usualOptions?: Hash;
  /** The options that setup intents show: none if left out, and null if not even an empty hash. */
  readonly setupOptions?: Hash | null;
  /** Whether the payer's bank only promises to pay, and pays later. */
  readonly paysLater?: true;
  /** Whether a refund is under way first; it is wherever the payment is. */
  readonly refundsLater?: true;
  /** `next_action`, if it is not the usual one. */
  readonly nextAction?: (page: string, returnUrl: string) => NextAction;
}

/** What a bank or wallet tells of a payment that the payer approved. */
export interface Told {
  /** What was typed about the payer: the stand-in confirms it. */
  readonly country: string | null;
  readonly email: string | null;
  readonly name: string | null;
  /** The bank's own reference, derived from the intent. */
  readonly reference: string;
}

/** What is stored of such a method but never shown. */
interface Simulated {
  /** True if it was set up for payments without the payer. */
  readonly set_up: boolean;
}

export function redirectType(
  family: "bank_redirect" | "qr_code" | "wallet",
  given: Redirect,
): PaymentMethodType {
  const { purposes = ["payment"], sessionOptions, intentOptions = sessionOptions } = given;
  const { usualOptions = {}, setupOptions = {} } = given;
  const laterOf = (usual: Hash) => Object.fromEntries(Object.keys(usual).map((name) => [name, p.notYet()]));
  const isReusable = given.isReusable ?? (purposes.includes("setup") && given.savedAsIban === undefined);
  return {
    type: given.type,
    name: given.name,
    family: redirectFamily(family, given, isReusable),
    purposes,
    currencies: given.currencies,
    shopCountries: given.shopCountries ?? null,
    ...(given.limits === undefined ? {} : { limits: given.limits }),
    isReusable,
    ...(given.savedAsIban === undefined
      ? {}
      : { savedAs: { type: "sepa_debit", data: { iban: given.savedAsIban } } }),
    capturesLater: given.capturesLater ?? false,
    ...(given.refundDays === undefined ? {} : { refundDays: given.refundDays }),
    asks: { name: false, fields: [], billing: "none", countries: null, ...given.asks },
    data: p.object(given.data ?? {}),
    changes: null,
    options: {
      payment_intent: {
        params: p.object({ ...laterOf(usualOptions), ...intentOptions.fields }),
        usual: usualOptions,
      },
      session: { params: sessionOptions, usual: {} },
      setup_intent: { params: p.object(laterOf(setupOptions ?? {})), usual: setupOptions },
    },
    intentOptions: (options) => options,
  };
}

function redirectFamily(
  name: Family["name"],
  given: Redirect,
  isReusable: boolean,
): Family<Hash, Simulated, null> {
  const { type, nextAction = redirectToUrl } = given;
  return {
    name,
    chargePrefix: "py_",
    make: (input, making) => ({
      // The parameters of the type have read the input.
      details: given.details?.((input ?? {}) as Hash, making) ?? {},
      simulated: { set_up: false },
    }),
    fromAlias: () => null,
    changed: ({ details }) => details,
    attached(method) {
      if (!isReusable) throw errors.rule(`PaymentMethods of type '${type}' cannot be saved to customers.`);
      return method;
    },
    checkAccepted: ({ details }) => given.check?.(details),
    mandateDetails: null,
    action: "redirect",
    nextAction: (page, returnUrl) => nextAction(page, returnUrl ?? page),
    attempt: async ({ authentication, offSession, method }) => {
      const isAgreed = authentication === "passed" || (offSession && method.simulated.set_up);
      if (isAgreed) return given.paysLater ? { result: "processing", details: null } : APPROVED;
      return authentication === "none" && !offSession
        ? { result: "needs_action" }
        : { result: "action_failed" };
    },
    instructions: neverActs,
    isRefundable: true,
    ...(given.paysLater || given.refundsLater ? { refundCourse: () => REFUNDED_LATER } : {}),
    concluded: () =>
      given.paysLater ? { afterSeconds: ANSWER_SECONDS.soon, result: APPROVED } : answersAtOnce(),
    used: ({ details, simulated }, _result, isSetUp) => ({
      details,
      simulated: { set_up: simulated.set_up || isSetUp },
    }),
    chargeDetails: ({ details, billing }, { intentId, savedAs }) => ({
      ...given.charge?.(details, {
        country: billing.address.country,
        email: billing.email,
        name: billing.name,
        reference: referenceFor(intentId),
      }),
      ...(given.savedAsIban === undefined ? {} : generated(savedAs)),
    }),
    setupDetails: ({ details, billing }, { savedAs }) =>
      given.savedAsIban === undefined
        ? {}
        : { ...given.setup?.(details, billing.name), ...generated(savedAs) },
    refundDestination: given.refund,
    saved: ({ billing }) => (isReusable ? { kind: "wallet", payer: billing.email } : null),
  };
}

function generated(savedAs: SavedDebit | null): Hash {
  return {
    generated_sepa_debit: savedAs?.method ?? null,
    generated_sepa_debit_mandate: savedAs?.mandate ?? null,
  };
}

const REFERENCE_CHARS = 16;

function referenceFor(intentId: string): string {
  return intentId.slice(-REFERENCE_CHARS);
}
