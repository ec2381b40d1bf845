/** What the server tells the client script, and what it answers it: the private wire between the two. */
import type { Asked, Fault, FieldTexts, Month } from "../fields.ts";

/** In the `data-page` attribute of the form. */
export interface ClientConfig {
  /** Where to ask whether the session is still open. */
  readonly statusUrl: string;
  readonly asked: Asked;
  readonly today: Month;
  readonly words: FieldWords;
  /** What the buyer pays depends on where they are. */
  readonly taxed: boolean;
  /** The shop may write to buyers who leave: their address is kept as soon as they want that. */
  readonly kept: boolean;
  readonly texts: {
    readonly unreachable: string;
    readonly challengeTitle: string;
    readonly close: string;
    readonly paid: string;
  };
}

/** Faults in words. */
export interface FieldWords {
  readonly all: Readonly<Partial<Record<Fault, string>>>;
  /** Of single controls, by id, where they are said with a number. */
  readonly own: Readonly<Record<string, Readonly<Partial<Record<Fault, string>>>>>;
}

/** The parts of the page that say what is bought and what it costs, as the server draws them now. */
export interface DrawnOrder {
  /** In minor units: what the form's field of that name has to say. */
  readonly expected_amount: number;
  /** By the id of the element that each is to stand in for. */
  readonly fragments: Readonly<Record<string, string>>;
  readonly config: ClientConfig;
}

/** The answer to a post of the form, of an update of the order, or of a challenge. */
export type PostReply =
  | { readonly kind: "challenge"; readonly url: string; readonly answerUrl: string; readonly secret: string }
  /** With the order where it is not what the page shows any more, or says what is wrong itself. */
  | { readonly kind: "errors"; readonly errors: PageErrors; readonly order?: DrawnOrder }
  | { readonly kind: "updated"; readonly order: DrawnOrder }
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
