/** What the server tells the client script, and what it answers it: the private wire between the two. */
import type { Asked, Fault, FieldTexts, Month } from "./fields.ts";

/** In the `data-page` attribute of the form. */
export interface ClientConfig {
  /** Where to ask whether the session is still open. */
  readonly statusUrl: string;
  readonly asked: Asked;
  readonly today: Month;
  readonly faults: Readonly<Record<Fault, string>>;
  /** Label of the postal code, by country; others are not asked for one. */
  readonly postal: Readonly<Record<string, string>>;
  readonly texts: {
    readonly unreachable: string;
    readonly challengeTitle: string;
    readonly close: string;
    readonly paid: string;
  };
}

/** The answer to a post of the form, or of a challenge. */
export type PostReply =
  | { readonly kind: "challenge"; readonly url: string; readonly answerUrl: string; readonly secret: string }
  | { readonly kind: "errors"; readonly errors: PageErrors }
  | { readonly kind: "redirect"; readonly url: string }
  /** The session is not what the page shows any more. */
  | { readonly kind: "reload" };

export interface StatusReply {
  readonly status: "complete" | "expired" | "open";
}

export interface PageErrors {
  readonly fields: FieldTexts;
  /** What is wrong with the payment as a whole. */
  readonly payment: string | null;
}

export const NO_ERRORS: PageErrors = { fields: {}, payment: null };

/** What the challenge frame tells the page. */
export interface ChallengeMessage {
  readonly checkstand: "3ds";
  readonly outcome: "failed" | "passed";
}
