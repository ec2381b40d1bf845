/**
 * The family of methods whose payers name an account by a code or a phone number, and then approve the payment in an
 * app. No page leads there, so here the bank answers by itself after some seconds; what it answers is said by the
 * test values of Stripe's documentation.
 */
import { errors } from "../../core/errors.ts";
import { type Fields, type Param, p } from "../../params/param.ts";
import type { Decline } from "../decline.ts";
import {
  type Asks,
  answersAtOnce,
  type Billing,
  type Family,
  type Hash,
  type Limits,
  type Making,
  type MandateNames,
  type NextAction,
  neverActs,
  type PaymentMethodType,
  type Purpose,
} from "../method_type.ts";
import { ANSWER_SECONDS, APPROVED, checkBilling } from "./parts.ts";

/** What differs between the types. */
export interface Push {
  readonly type: string;
  readonly name: string;
  readonly currencies: readonly string[];
  readonly shopCountries?: readonly string[];
  readonly limits?: Limits;
  /** Payments alone, if left out. A type for more can be saved. */
  readonly purposes?: readonly Purpose[];
  readonly asks: Partial<Asks>;
  readonly data?: Fields;
  readonly details?: (given: Hash, making: Making) => Hash;
  /** The billing details that a method must have, in the order in which they are asked for. */
  readonly needs?: readonly ("email" | "name" | "phone")[];
  /** Refuses options that do not go together. */
  readonly check?: (options: Hash) => void;
  /** What the bank answers for this payer; null if they approve, soon. */
  readonly answer: (payer: Payer) => Answer | null;
  readonly nextAction?: NextAction;
  /** `payment_method_details.<type>` of a charge. */
  readonly charge: (details: Hash, reference: string) => Hash;
  readonly mandate?: (mandate: MandateNames) => Hash;
  readonly refund?: Hash;
  readonly confirmOptions?: Fields;
  readonly sessionOptions: Param<unknown>;
  readonly intentOptions?: Param<unknown>;
  readonly setupOptions?: Param<unknown>;
  /** The options that a session's intent takes over from the session; all of them if left out. */
  readonly fromSession?: PaymentMethodType["intentOptions"];
}

export interface Payer {
  readonly billing: Billing;
  readonly details: Hash;
}

/** How a bank answers that does not approve soon. */
export interface Answer {
  /** Counted from the confirmation; 0 if it refuses the confirmation itself. */
  readonly afterSeconds: number;
  /** Null if the payment is approved. */
  readonly fault: Fault | null;
}

/** What is stored of such a method but never shown. */
interface Simulated {
  /** True if it was set up for payments without the payer. */
  readonly set_up: boolean;
}

/** Why payments fail. The words are ours. */
const FAULTS = {
  payment_intent_payment_attempt_expired: "The customer did not approve the payment in time.",
  payment_method_customer_decline: "The customer declined the payment.",
  payment_method_not_available: "The payment method is not available at the moment. Try again later.",
  payment_method_provider_decline: "The payment was declined by the customer or by their bank.",
  payment_method_provider_timeout: "The customer or their bank did not answer in time.",
} as const;

export interface Fault {
  readonly code: keyof typeof FAULTS;
  readonly decline_code?: string;
}

export function pushType(given: Push): PaymentMethodType {
  const { purposes = ["payment"], sessionOptions, intentOptions = sessionOptions, confirmOptions } = given;
  const { setupOptions = p.object({}) } = given;
  return {
    type: given.type,
    name: given.name,
    family: pushFamily(given, purposes.includes("setup")),
    purposes,
    currencies: given.currencies,
    shopCountries: given.shopCountries ?? null,
    ...(given.limits === undefined ? {} : { limits: given.limits }),
    isReusable: purposes.includes("setup"),
    capturesLater: false,
    asks: { name: false, fields: [], billing: "none", countries: null, ...given.asks },
    data: p.object(given.data ?? {}),
    changes: null,
    options: {
      payment_intent: { params: p.object({ ...confirmOptions, ...intentOptions.fields }), usual: {} },
      session: { params: sessionOptions, usual: {} },
      setup_intent: { params: setupOptions, usual: {} },
    },
    ...(confirmOptions === undefined ? {} : { confirmOptions }),
    intentOptions: given.fromSession ?? ((options) => options),
  };
}

function pushFamily(given: Push, isReusable: boolean): Family<Hash, Simulated, null> {
  const answer = (payer: Payer) => given.answer(payer) ?? SOON;
  return {
    name: "push",
    chargePrefix: "py_",
    make(input, making) {
      checkBilling(given.needs ?? [], making);
      // The parameters of the type have read the input.
      return { details: given.details?.((input ?? {}) as Hash, making) ?? {}, simulated: { set_up: false } };
    },
    fromAlias: () => null,
    changed: ({ details }) => details,
    attached(method) {
      if (!isReusable)
        throw errors.rule(`PaymentMethods of type '${given.type}' cannot be saved to customers.`);
      return method;
    },
    checkAccepted: (_method, options) => given.check?.(options),
    mandateDetails: given.mandate ?? null,
    action: "approval",
    actsAfter: (method) => answer(method).afterSeconds,
    nextAction: () => given.nextAction ?? null,
    attempt: async ({ authentication, offSession, method }) => {
      if (authentication === "failed") return { result: "action_failed" };
      const { afterSeconds, fault } = answer(method);
      const isAsked = !(offSession && method.simulated.set_up);
      if (authentication === "none" && isAsked) {
        if (offSession) return { result: "action_failed" };
        if (afterSeconds > 0) return { result: "needs_action" };
      }
      return fault === null ? APPROVED : { ...DECLINED, decline: declineFor(fault) };
    },
    instructions: neverActs,
    isRefundable: true,
    concluded: answersAtOnce,
    used: ({ details, simulated }, _result, isSetUp) => ({
      details,
      simulated: { set_up: simulated.set_up || isSetUp },
    }),
    chargeDetails: ({ details }, { intentId, mandate }) => ({
      ...given.charge(details, intentId.slice(-REFERENCE_CHARS)),
      ...(mandate === null ? {} : { mandate }),
    }),
    setupDetails: () => ({}),
    refundDestination: given.refund,
    saved: ({ billing }) => (isReusable ? { kind: "wallet", payer: billing.email } : null),
  };
}

/** The payer's phone number as test values write it; empty if there is none. */
export function phoneOf({ phone }: Billing): string {
  return phone?.replaceAll(/[\s()-]/g, "") ?? "";
}

const SOON: Answer = { afterSeconds: ANSWER_SECONDS.soon, fault: null };
const DECLINED = { result: "declined", blocked: false, risk: "not_assessed", details: null } as const;
const REFERENCE_CHARS = 16;

function declineFor(fault: Fault): Decline {
  return { ...fault, message: FAULTS[fault.code], advice_code: null };
}
