/**
 * The family of methods that a payer approves after they have scanned a code with their phone. What the code says is
 * the URL of the page that stands in for the payer's app, so they can also go there without a phone. In all else they
 * are like methods that are approved on another page.
 */
import type { UnixSeconds } from "../../core/clock.ts";
import type { Asking, Family, Hash, PaymentMethodType, Terms } from "../method_type.ts";
import { ANSWER_SECONDS, type Ending, endingFor, shownExpiry } from "./parts.ts";
import { type Redirect, redirectType } from "./redirect.ts";

/** What differs between the types, besides what differs between those that are approved on another page. */
export interface QrCode extends Omit<Redirect, "nextAction" | "paysLater"> {
  readonly asksAbroad?: NonNullable<PaymentMethodType["asksAbroad"]>;
  /** The last moment at which a code that is shown now can be scanned. */
  expiresAt(terms: Terms): UnixSeconds;
  /** `next_action` under its type. */
  shown(code: ShownCode): Hash;
  readonly nextActionType: string;
  /** Whether the payer's e-mail address says how the payment ends, as with vouchers, if they do not scan the code. */
  readonly endsByEmail?: true;
  /** What of its options a session's intent does not take over. */
  readonly sessionAlone?: readonly string[];
  /** The options that a session shows unasked, where they are not those of the intent. */
  readonly usualOfSession?: Hash;
  /** Refuses options that do not go together. */
  readonly check?: (options: Hash) => void;
}

/** A code. URLs of the page are without their origin. */
export interface ShownCode {
  /** The page that the code leads to. */
  readonly data: string;
  readonly expiresAt: UnixSeconds;
  /** The page that shows the code. */
  readonly instructions: string;
  /** The pictures of the code, as the wire names them. */
  readonly images: { readonly image_url_png: string; readonly image_url_svg: string };
}

export function qrCodeType(given: QrCode): PaymentMethodType {
  const like = redirectType("qr_code", given);
  const { session } = like.options;
  const isOfSession = ([name]: [string, unknown]) => Object.hasOwn(session.params.fields ?? {}, name);
  const usual =
    given.usualOfSession ?? Object.fromEntries(Object.entries(given.usualOptions ?? {}).filter(isOfSession));
  const isTaken = ([name]: [string, unknown]) => given.sessionAlone?.includes(name) !== true;
  return {
    ...like,
    ...(given.asksAbroad === undefined ? {} : { asksAbroad: given.asksAbroad }),
    family: qrCodeFamily(given, like.family),
    options: { ...like.options, session: { ...session, usual } },
    intentOptions: (options) => Object.fromEntries(Object.entries(options).filter(isTaken)),
  };
}

function qrCodeFamily(given: QrCode, like: Family): Family {
  const ending = (email: string | null): Ending => {
    // Nobody pays for a payer who has left no address.
    if (given.endsByEmail === undefined || email === null) return "never";
    return endingFor(email) ?? "paid_late";
  };
  return {
    ...like,
    action: "scan",
    checkAccepted: (_method, options) => given.check?.(options),
    nextAction: (data, _returnUrl, { codeUrl, method, ...terms }: Asking) => ({
      [given.nextActionType]: given.shown({
        data,
        expiresAt: shownExpiry(ending(method.billing.email), given.expiresAt(terms), terms.now),
        instructions: codeUrl(""),
        images: { image_url_png: codeUrl("/code.png"), image_url_svg: codeUrl("/code.svg") },
      }),
      type: given.nextActionType,
    }),
    actsWithin(method, terms) {
      const how = ending(method.billing.email);
      if (how === "never") return Math.max(0, given.expiresAt(terms) - terms.now);
      return how === "paid" || how === "expires" ? ANSWER_SECONDS.soon : ANSWER_SECONDS.late;
    },
    attempt(request, attemptId) {
      if (request.authentication !== "late") return like.attempt(request, attemptId);
      const how = ending(request.method.billing.email);
      return how === "paid" || how === "paid_late"
        ? like.attempt({ ...request, authentication: "passed" }, attemptId)
        : Promise.resolve({ result: "action_failed", isLate: true });
    },
  };
}
