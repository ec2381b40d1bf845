/**
 * What a shop's page and a frame of Stripe.js tell each other. Types only. They talk through a `MessageChannel`, which
 * the script hands to the frame once: what other windows post to either of them has no effect.
 */
import type { Asked, Fault, Month } from "../form/fields.ts";
import type { TrainName } from "./trains.ts";

/** What a frame is drawn from, as JSON in the query of its URL. Nothing in it is secret. */
export interface FrameConfig {
  readonly train: TrainName;
  /** A tag such as `fr`, or `auto`. */
  readonly locale: string;
  /** Names the group of Elements. Its frames read one another's fields, such as the number for the code. */
  readonly group: string;
  /** The types of payment method that are offered, in order. */
  readonly types: readonly string[];
  /** Options of the element that change what is drawn; see `frames/`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the script of a frame reads from the document: in `data-frame` of its form. */
export interface FrameData {
  /** The kind of Element, as in the URL of the frame. */
  readonly kind: string;
  readonly train: TrainName;
  /** The group of Elements that it belongs to. */
  readonly group: string;
  readonly asked: Asked;
  /** The types whose payers are asked for their e-mail address. */
  readonly emailTypes: readonly string[];
  readonly today: Month;
  readonly texts: FrameTexts;
}
export interface FrameTexts {
  /** By fault. */
  readonly faults: Readonly<Partial<Record<Fault, string>>>;
}

/** From the shop's page to the frame. */
export type ToFrame =
  /** What the element looks like. CSS is made of it in the frame. */
  | { readonly kind: "appearance"; readonly appearance: unknown }
  | { readonly kind: "blur" | "clear" | "collapse" | "focus" }
  | { readonly kind: "ask"; readonly id: number; readonly question: Question };

export type Question =
  /** Shows the faults of the form, and answers whether it has any. */
  | { readonly what: "validate" }
  /** Adds what was typed to the parameters, and sends them to the API. */
  | { readonly what: "send"; readonly request: ApiRequest; readonly as: TypedAs };

/**
 * Where in the parameters what was typed belongs: `payment_method_data` with type and billing details, `card` alone
 * beside a type that is there already, or the root of a new payment method.
 */
export type TypedAs = "card" | "payment_method" | "payment_method_data";

/** A request to the API, by a browser: with a publishable key. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly key: string;
  /** The API version; null for that of the account. */
  readonly version: string | null;
}

export type ApiReply =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: ApiFault };

/** The answer about a session whose shop has a form of its own. */
export type CheckoutReply =
  | {
      readonly ok: true;
      /** As shops see it, without `canConfirm`. */
      readonly session: Readonly<Record<string, unknown>>;
      /** The types of payment method that it offers, in order. */
      readonly types: readonly string[];
      /** The line item of each optional price. */
      readonly options: readonly { readonly id: string; readonly price: string }[];
      readonly returnUrl: string | null;
    }
  | { readonly ok: false; readonly error: ApiFault };

/** An error as Stripe.js hands it on. */
export interface ApiFault {
  readonly type: string;
  readonly message?: string;
  readonly code?: string;
  readonly [more: string]: unknown;
}

/** The answer to `validate`. */
export type Validity = { readonly isValid: true } | { readonly isValid: false; readonly error: ApiFault };

/** From the frame to the shop's page. */
export type FromFrame =
  | { readonly kind: "ready"; readonly state: ElementState }
  | { readonly kind: "height"; readonly px: number }
  | { readonly kind: "event"; readonly name: "blur" | "escape" | "focus" }
  | { readonly kind: "change"; readonly state: ElementState }
  | { readonly kind: "answer"; readonly id: number; readonly answer: ApiReply | Validity };

/** What the shop's page may know of what was typed: never a number or a code. */
export interface ElementState {
  readonly empty: boolean;
  readonly complete: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** The brand of a card. */
  readonly brand: string | null;
  /** The chosen type of payment method. */
  readonly type: string | null;
  /** What is shown to the shop: an address, an e-mail address, a postal code. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether no method is open, in a list of several. */
  readonly collapsed: boolean;
}
