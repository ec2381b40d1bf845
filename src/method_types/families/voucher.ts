/**
 * The family of vouchers: payers are told a number, with which they pay elsewhere until a day. Here their e-mail address
 * says whether and when they pay, as Stripe's documentation of test values has it.
 */
import type { UnixSeconds } from "../../core/clock.ts";
import { errors } from "../../core/errors.ts";
import { type Fields, type Param, p } from "../../params/param.ts";
import type { Conclusion } from "../attempt_result.ts";
import {
  type AskedField,
  type Asks,
  type Billing,
  type Family,
  type Hash,
  type Limits,
  type Making,
  type NextAction,
  neverActs,
  type PaymentMethodType,
  type Terms,
} from "../method_type.ts";
import type { RefundEnd } from "../refund_course.ts";
import { ANSWER_SECONDS, APPROVED, checkBilling, type Ending, endingFor, shownExpiry } from "./parts.ts";

/** What differs between the types. */
export interface Voucher {
  readonly type: string;
  readonly name: string;
  readonly currency: string;
  /** How many hours the clocks of its payers are ahead of Greenwich. */
  readonly utcOffset: number;
  readonly shopCountries?: readonly string[];
  readonly limits?: Limits;
  readonly asks: Partial<Asks> & { readonly fields?: readonly AskedField[] };
  readonly data: Fields;
  details(given: Hash, making: Making): Hash;
  /** The billing details that a method must have, in the order in which they are asked for. */
  readonly needs: readonly (keyof Omit<Billing, "address"> | "address")[];
  /** The last moment at which a voucher that is issued now can be paid. */
  expiresAt(terms: Terms): UnixSeconds;
  /** `next_action` without its type. `number` has digits derived from the intent. */
  shown(told: Shown): Hash;
  /** `payment_method_details.<type>` of a charge. */
  charge(details: Hash, number: Digits): Hash;
  readonly refund: Hash | undefined;
  readonly isRefundable: boolean;
  readonly sessionOptions: Param<unknown>;
  readonly intentOptions: Param<unknown>;
  readonly usualOptions: Hash;
  /** Refuses options that the network rejects. */
  readonly check?: (options: Hash) => void;
  /** The outcome that the options ask for; null if they ask for none. */
  readonly asked?: (options: Hash) => Ending | null;
}

/** So many digits that belong to an intent. */
type Digits = (length: number) => string;

interface Shown {
  readonly number: Digits;
  readonly expiresAt: UnixSeconds;
  readonly page: string;
}

const { late: LATE_SECONDS, soon: SOON_SECONDS } = ANSWER_SECONDS;

export function voucherType(given: Voucher): PaymentMethodType {
  const { type, sessionOptions, intentOptions, usualOptions } = given;
  const ofSession = sessionOptions.fields ?? {};
  const usualOfSession = Object.fromEntries(
    Object.entries(usualOptions).filter(([name]) => Object.hasOwn(ofSession, name)),
  );
  return {
    type,
    name: given.name,
    family: voucherFamily(given),
    purposes: ["payment"],
    currencies: [given.currency],
    utcOffset: given.utcOffset,
    shopCountries: given.shopCountries ?? null,
    ...(given.limits === undefined ? {} : { limits: given.limits }),
    isReusable: false,
    capturesLater: false,
    asks: { name: true, fields: [], billing: "none", countries: null, ...given.asks },
    data: p.object(given.data),
    changes: null,
    options: {
      payment_intent: { params: intentOptions, usual: usualOptions },
      session: { params: sessionOptions, usual: usualOfSession },
      setup_intent: { params: p.object({}), usual: {} },
    },
    intentOptions: (options) => options,
  };
}

function voucherFamily(given: Voucher): Family<Hash, null, null> {
  const ending = (email: string | null, options: Hash): Ending =>
    given.asked?.(options) ?? endingFor(email) ?? "paid_late";
  return {
    name: "voucher",
    chargePrefix: "py_",
    make(input, making) {
      checkBilling(given.needs, making);
      // The parameters of the type have read the input.
      return { details: given.details((input ?? {}) as Hash, making), simulated: null };
    },
    fromAlias: () => null,
    changed: ({ details }) => details,
    attached() {
      throw errors.rule(`PaymentMethods of type '${given.type}' cannot be saved to customers.`);
    },
    checkAccepted: (_method, options) => given.check?.(options),
    action: null,
    nextAction: neverActs,
    mandateDetails: null,
    attempt: async () => ({ result: "awaits_payment" }),
    instructions(method, { page, intentId, ...terms }): NextAction {
      const shown = given.shown({
        number: digitsFor(intentId),
        expiresAt: shownExpiry(
          ending(method.billing.email, terms.options),
          given.expiresAt(terms),
          terms.now,
        ),
        page,
      });
      const type = `${given.type}_display_details`;
      return { [type]: shown, type };
    },
    concluded: (method, terms) =>
      conclusionOf(ending(method.billing.email, terms.options), given.expiresAt(terms) - terms.now),
    used: (method) => method,
    chargeDetails: ({ details }, { intentId }) => given.charge(details, digitsFor(intentId)),
    setupDetails: () => ({}),
    refundDestination: given.refund,
    isRefundable: given.isRefundable,
    refundCourse: (_method, email) => ({
      begins: "requires_action",
      answerSeconds: REFUND_ANSWER_SECONDS,
      ends: REFUND_ENDS[endingFor(email) ?? "paid_late"],
    }),
    saved: () => null,
  };
}

/** How long payers may take to say where a refund shall go (Stripe docs). */
const REFUND_ANSWER_SECONDS = 45 * 86_400;
const UNANSWERED = { status: "failed", failure_reason: "unknown" } as const;

/** What payers do about a refund: the words that say whether they pay say whether they answer. */
const REFUND_ENDS: Readonly<Record<Ending, RefundEnd>> = {
  expires: { afterSeconds: SOON_SECONDS, ...UNANSWERED },
  expires_late: { afterSeconds: LATE_SECONDS, ...UNANSWERED },
  never: { afterSeconds: REFUND_ANSWER_SECONDS, ...UNANSWERED },
  paid: { afterSeconds: SOON_SECONDS, status: "succeeded" },
  paid_late: { afterSeconds: LATE_SECONDS, status: "succeeded" },
};

function conclusionOf(ending: Ending, secondsLeft: number): Conclusion<null> {
  const expired = { result: "expired" } as const;
  const conclusions = {
    expires: { afterSeconds: SOON_SECONDS, result: expired },
    expires_late: { afterSeconds: LATE_SECONDS, result: expired },
    never: { afterSeconds: secondsLeft, result: expired },
    paid: { afterSeconds: SOON_SECONDS, result: APPROVED },
    paid_late: { afterSeconds: LATE_SECONDS, result: APPROVED },
  } as const satisfies Record<Ending, Conclusion<null>>;
  return conclusions[ending];
}

/** Digits derived from the id of an intent, so that each has a number of its own. */
function digitsFor(id: string): Digits {
  const codes = [...id].map((char) => String(char.charCodeAt(0) % 10)).reverse();
  return (length) => Array.from({ length }, (_, i) => codes[i % codes.length]).join("");
}

const DAY = 86_400;

/**
 * The end of a day that begins so many days after today, where it is `utcOffset` hours later than in Greenwich. The
 * countries where this is asked (Brazil, Japan, Mexico) do not change their clocks in summer.
 */
export function endOfDay(now: UnixSeconds, days: number, utcOffset: number): UnixSeconds {
  const local = now + utcOffset * 3600;
  return (Math.floor(local / DAY) + days + 1) * DAY - 1 - utcOffset * 3600;
}

/** How many days a voucher is good for, as the options say; 3 unless they do. */
export function daysIn({ expires_after_days: days }: Hash): number {
  return typeof days === "number" ? days : USUAL_DAYS;
}
export const USUAL_DAYS = 3;
