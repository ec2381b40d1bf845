/** The data that the server and the client script exchange. Private to these two. */

import type { Asked, Fault, FieldTexts, Month } from "../../form/fields.ts";
import type { Pace } from "../pace.ts";

/** The configuration in the `data-page` attribute of the form. */
export interface ClientConfig {
  /** The URL that reports whether the session is still open. */
  readonly statusUrl: string;
  /** The URL of the lists of regions. */
  readonly regionsUrl: string;
  readonly pace: Pace;
  readonly asked: Asked;
  readonly today: Month;
  readonly words: FieldWords;
  /** Whether the total depends on the buyer's location. */
  readonly taxed: boolean;
  /** The shop may e-mail buyers who leave, so a buyer's e-mail address and consent are saved at once. */
  readonly kept: boolean;
  readonly texts: {
    readonly unreachable: string;
    readonly challengeTitle: string;
    readonly close: string;
    readonly closeScan: string;
    readonly paid: string;
    readonly owed: string;
  };
}

/** Error texts for faults. */
export interface FieldWords {
  readonly all: Readonly<Partial<Record<Fault, string>>>;
  /** Texts for single controls, by id, that contain a number such as the allowed length. */
  readonly own: Readonly<Record<string, Readonly<Partial<Record<Fault, string>>>>>;
}

/** The parts of the page that depend on the order, rendered by the server. */
export interface DrawnOrder {
  /** In minor units: the new value of the form's field of that name. */
  readonly expected_amount: number;
  /** HTML by the id of the element that it replaces. */
  readonly fragments: Readonly<Record<string, string>>;
  readonly config: ClientConfig;
}

/** From an embedded page to the script of the page around it, through the channel. */
export type EmbeddedMessage =
  | { readonly kind: "complete" }
  | { readonly kind: "height"; readonly px: number }
  /** The buyer goes on elsewhere, with the whole window. The URL is absolute. */
  | { readonly kind: "leave"; readonly url: string };

/** The reply to a post of the form, of an update of the order, or of a challenge. */
export type PostReply =
  /** The payer approves the payment on another page. */
  | { readonly kind: "bank"; readonly url: string }
  | { readonly kind: "challenge"; readonly url: string; readonly answerUrl: string; readonly secret: string }
  /** The payer scans a code, which the page shows over itself. `stateUrl` says what has come of it. */
  | { readonly kind: "scan"; readonly html: string; readonly stateUrl: string }
  /** What a payer does who scans a code has come to nothing yet. */
  | { readonly kind: "waiting" }
  /** With the order if it has changed, or if its parts contain the error texts. */
  | { readonly kind: "errors"; readonly errors: PageErrors; readonly order?: DrawnOrder }
  | { readonly kind: "updated"; readonly order: DrawnOrder }
  /** The session is complete; `isOwed` if its money has yet to come. */
  | { readonly kind: "redirect"; readonly url: string; readonly isOwed: boolean }
  /** The session is complete, and the buyer stays on the page. */
  | { readonly kind: "complete"; readonly isOwed: boolean }
  /** The page is out of date and must be loaded again. */
  | { readonly kind: "reload" };

export interface StatusReply {
  readonly status: "complete" | "expired" | "open";
}

export interface PageErrors {
  readonly fields: FieldTexts;
  /** The error of the payment as a whole. */
  readonly payment: string | null;
}

export const NO_ERRORS: PageErrors = { fields: {}, payment: null };

/** The message from the challenge frame to the page. `answered` is all that a page of somebody else is told. */
export interface ChallengeMessage {
  readonly checkstand: "3ds";
  readonly outcome: "answered" | "failed" | "passed";
}
