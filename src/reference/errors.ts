/**
 * The errors of the reference: calls each function of the catalogue once with placeholders, and reads status,
 * type, code and message from the error it returns. The compiler requires a line here for each new function.
 */
import { errors } from "../core/errors.ts";
import { CARD_CODES, RULE_CODES } from "./error_words.ts";
import type { ErrorEntry, RefusalEntry } from "./model.ts";

type Catalogue = typeof errors;
/** The functions whose message is written by their callers. */
type Open = "card" | "ofIntent" | "rule" | "unexpectedIntentState";
type Arguments = { readonly [Name in Exclude<keyof Catalogue, Open>]: Parameters<Catalogue[Name]> };

const PARAM = "{param}";
const VALUE = "{value}";
const NAME = "{name}";
const LISTED = ["{one}", "{another}"];

const STAND_INS: Arguments = {
  noApiKey: [],
  invalidApiKey: ["{key}"],
  liveKey: ["{key}"],
  secretKeyRequired: [],
  secretKeyInPage: ["{key}"],
  missingPermission: ["{key}", "{account}", "{permission}"],
  noSuchConnectedAccount: ["{key}", "{account}"],
  badPageToken: [],
  unknownUrl: ["{method}", "{path}"],
  invalidVersion: ["{version}"],
  unparsable: [],
  bodyTooLarge: [1_048_576],
  requestTimeout: [],
  headersTooLarge: [],
  needsOneHost: [],
  expectationFailed: [],
  wrongHost: ["{host}"],
  tooManyParams: [5000],
  tooDeep: [12],
  unknownParams: [[PARAM], NAME],
  notSupportedYet: [PARAM],
  notSupportedValue: [PARAM, VALUE],
  missingParam: [PARAM],
  emptyParam: [PARAM],
  invalidInteger: [PARAM, VALUE],
  integerTooSmall: [PARAM, 1],
  negativeInteger: [PARAM],
  integerTooLarge: [PARAM, 100, 101],
  invalidDecimal: [PARAM, VALUE],
  decimalTooSmall: [PARAM, 0, -1],
  decimalTooLarge: [PARAM, 100, 101],
  invalidBoolean: [PARAM, VALUE],
  invalidChoice: [PARAM, LISTED],
  invalidOnlyChoice: [PARAM, VALUE],
  invalidString: [PARAM, VALUE],
  invalidArray: [PARAM],
  invalidObject: [PARAM],
  tooManyElements: [PARAM, 100],
  stringTooLong: [PARAM, VALUE, 5000],
  patternMismatch: [PARAM, VALUE, "{pattern}"],
  invalidCharacters: [PARAM],
  invalidEmail: [PARAM, VALUE],
  invalidUrl: [PARAM],
  urlWithoutScheme: [PARAM],
  invalidCurrency: [PARAM, VALUE, LISTED],
  uppercaseMapCurrency: [PARAM, "EUR"],
  unknownCountry: [PARAM, VALUE],
  invalidTimestamp: [PARAM],
  metadataValueTooLong: [PARAM, VALUE, 500],
  metadataKeyTooLong: [PARAM, "{key}", 40],
  tooManyMetadataKeys: [PARAM, 50, 51],
  onlyOneOf: [LISTED],
  bothCursors: [],
  needsOneOf: [LISTED],
  tooFarAhead: [PARAM],
  mustBeFuture: [PARAM, 1_700_000_000],
  cannotExpand: ["{path}", true],
  expandTooDeep: ["{path}", 4],
  answerTooLarge: [33_554_432],
  missingResource: ["{object}", "{id}", PARAM],
  missingPathResource: ["{object}", "{id}", "id"],
  nothingUpcoming: ["{customer}"],
  noDiscount: ["customer", "{customer}"],
  alreadyExists: ["{object}"],
  keyReusedForOtherParams: ["{key}"],
  keyReusedForOtherUrl: ["{key}", "{path}", "{first path}"],
  keyInUse: ["{key}"],
  keyTooLong: [255],
  sessionNotActive: [],
  sessionSucceeded: [],
  amountChanged: [1000, 2000],
  onlyWhenConfirming: [PARAM],
  cannotPassInMode: [PARAM, "{mode}"],
  foreignPage: [],
  clockAdvancing: ["{id}"],
  internal: [],
  stopping: [],
  damaged: [],
  unavailable: ["{reason}"],
  lockTimeout: [],
  promotionCode: ["inactive", PARAM],
};

interface Coded extends RefusalEntry {
  readonly code: string | null;
}

function fromCatalogue(): Coded[] {
  return Object.entries(STAND_INS).map(([name, given]) => {
    // Safe cast: `Arguments` pairs each name with its own parameters, but a loop over the names loses that.
    const make = errors[name as keyof Arguments] as (
      ...parts: readonly unknown[]
    ) => ReturnType<Catalogue["internal"]>;
    const { status, body } = make(...given);
    return { code: body.code ?? null, status, type: body.type, text: body.message, isMessage: true };
  });
}

function fromRules(): Coded[] {
  const told = (words: Readonly<Record<string, string>>, status: number, type: string) =>
    Object.entries(words).map(([code, text]) => ({ code, status, type, text, isMessage: false }));
  const state = (["payment_intent", "setup_intent"] as const).map((object) => {
    const { status, body } = errors.unexpectedIntentState("", { object });
    const text = `The ${object.replace("_", " ")} is in a state that does not allow it; the error carries the intent.`;
    return { code: body.code ?? null, status, type: body.type, text, isMessage: false };
  });
  return [
    ...told(RULE_CODES, errors.rule("").status, errors.rule("").body.type),
    ...state,
    ...told(CARD_CODES, errors.card({ message: "" }).status, errors.card({ message: "" }).body.type),
  ];
}

/** All errors by code, in alphabetical order; those without a code come last. */
export function errorEntries(): readonly ErrorEntry[] {
  const byCode = new Map<string | null, RefusalEntry[]>();
  for (const { code, ...refusal } of [...fromCatalogue(), ...fromRules()]) {
    byCode.set(code, [...(byCode.get(code) ?? []), refusal]);
  }
  const { compare } = new Intl.Collator("en");
  return [...byCode]
    .map(([code, refusals]) => ({ code, refusals }))
    .sort((a, b) => (a.code === null ? 1 : b.code === null ? -1 : compare(a.code, b.code)));
}
