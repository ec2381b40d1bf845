/** The reference as data: built from the definitions by `describe.ts`, drawn by `pages/`. */

import type { ObjectWords } from "./object_words.ts";
import type { ParamNode } from "./parameters.ts";

export interface Reference {
  /** The newest API version: the one that the pages show. */
  readonly version: string;
  readonly areas: readonly { readonly title: string; readonly objects: readonly ObjectEntry[] }[];
  readonly objects: readonly ObjectEntry[];
  readonly errors: readonly ErrorEntry[];
  readonly declines: readonly DeclineEntry[];
  readonly events: readonly EventEntry[];
  readonly versions: readonly VersionEntry[];
  readonly cards: readonly CardEntry[];
}

/** One object, which has a page of its own. */
export interface ObjectEntry {
  /** The value of the object's `object` field. */
  readonly object: string;
  readonly words: ObjectWords;
  readonly endpoints: readonly EndpointEntry[];
  readonly expansions: readonly ExpansionEntry[];
  readonly events: readonly EventEntry[];
  /** Versions that changed its shape or its expandable fields, newest first. */
  readonly changes: readonly ObjectChange[];
}

export interface EndpointEntry {
  /** "POST /v1/coupons/:id" */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly title: string;
  /** The anchor in the page. Anchors of parameters begin with it. */
  readonly anchor: string;
  /** Whether it may be called with a publishable key, that is, by a browser. */
  readonly forBrowsers: boolean;
  readonly answers: { readonly object: string; readonly isList: boolean };
  readonly params: readonly ParamNode[];
  /** The first version that has a parameter, by the parameter's name. */
  readonly since: ReadonlyMap<string, string>;
  readonly older: readonly OlderParams[];
}

/** How the parameters of an endpoint differed in versions before `before`. */
export interface OlderParams {
  readonly before: string;
  /** Parameters of the newest version that did not exist. */
  readonly without: readonly string[];
  /** Additional or different parameters. */
  readonly params: readonly ParamNode[];
}

export interface ExpansionEntry {
  readonly path: string;
  /** Kinds of object that it shows; empty if it is not an object. */
  readonly kinds: readonly string[];
}

export interface ObjectChange {
  readonly version: string;
  /** Whether the object had a different shape before. */
  readonly shape: boolean;
  /** Paths that only older versions can expand, and (next field) paths that only newer ones can. */
  readonly expandedBefore: readonly string[];
  readonly notExpandedBefore: readonly string[];
}

export interface EventEntry {
  readonly type: string;
  /** Whether Checkstand sends it. Endpoints may subscribe to others, which never occur. */
  readonly emitted: boolean;
  /** The kind of object it is about; null if Checkstand does not have that object. */
  readonly object: string | null;
}

export interface ErrorEntry {
  /** Null for errors without a code. */
  readonly code: string | null;
  readonly refusals: readonly RefusalEntry[];
}

export interface RefusalEntry {
  readonly status: number;
  readonly type: string;
  /** The message with placeholders in braces, or a description of messages that rules compose. */
  readonly text: string;
  readonly isMessage: boolean;
}

export interface DeclineEntry {
  readonly code: string;
  readonly declineCode: string;
  readonly text: string;
  readonly advice: string | null;
}

export interface VersionEntry {
  readonly version: string;
  /** What it broke, in words; null if it only added things. */
  readonly why: string | null;
  readonly objects: readonly string[];
  /** The names of the endpoints whose parameters it changed. */
  readonly endpoints: readonly string[];
}

export interface CardEntry {
  readonly number: string;
  readonly brand: string;
  readonly country: string;
  /** Ids of the payment method, such as pm_card_visa. */
  readonly names: readonly string[];
  readonly outcome: string;
}
