/** The kinds of Element: what each is drawn by, how many there may be, and which trains have it. Data. */
import { isSince, type TrainName } from "../../trains.ts";

/** The document that a frame shows: `/v3/elements-inner-<name>.html`. */
export type FrameKind =
  | "address"
  | "card"
  | "cardCvc"
  | "cardExpiry"
  | "cardNumber"
  | "linkAuthentication"
  | "payment";

export interface ElementKind {
  readonly type: string;
  readonly frame: FrameKind;
  /** The title of its frame, which existing tests look for. */
  readonly title: string;
  /** What errors call it. */
  readonly article: string;
  /** The kinds that cannot be in the same group. */
  readonly conflicts: readonly string[];
  /** Whether it needs to know what is paid: a client secret, or a mode. */
  readonly needsIntent: boolean;
  /** Whether there may be one for each `mode` in its options. */
  readonly byMode?: true;
}

const PAYMENT_TITLE = "Secure payment input frame";

const KINDS: readonly ElementKind[] = [
  kind("card", "card", "Secure card payment input frame", ["cardNumber", "cardExpiry", "cardCvc"]),
  kind("cardNumber", "cardNumber", "Secure card number input frame", ["card"]),
  kind("cardExpiry", "cardExpiry", "Secure expiration date input frame", ["card"]),
  kind("cardCvc", "cardCvc", "Secure CVC input frame", ["card"]),
  { ...kind("address", "address", "Secure address input frame", []), byMode: true },
  kind("linkAuthentication", "linkAuthentication", "Secure email input frame", ["contactDetails"]),
  { ...kind("payment", "payment", PAYMENT_TITLE, ["paymentForm"]), needsIntent: true },
];

function kind(type: string, frame: FrameKind, title: string, conflicts: readonly string[]): ElementKind {
  return { type, frame, title, article: `the ${type} element`, conflicts, needsIntent: false };
}

/** Types that a train took away. */
const REMOVED = "epsBank fpxBank p24Bank idealBank affirmMessage afterpayClearpayMessage".split(" ");

/** The kind of this type, or the text of the error that there is none. */
export function kindOf(type: unknown, train: TrainName): ElementKind | string {
  const found = KINDS.find((one) => one.type === type);
  if (found !== undefined) return found;
  if (typeof type === "string" && REMOVED.includes(type) && isSince(train, "clover")) {
    return (
      `The ${type} Element is no longer supported in this version of Stripe.js. See ` +
      "https://docs.stripe.com/changelog/clover/2025-09-30/stripejs_deprecated_elements_removal for details."
    );
  }
  const valid = KINDS.map((one) => one.type).join(", ");
  return `A valid Element name must be provided. Valid Elements are:\n  ${valid}; you passed: ${String(type)}.`;
}
