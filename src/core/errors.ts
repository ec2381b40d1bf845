/**
 * Every error that the API can answer, made by a named function. Texts, codes and params are Stripe's, as
 * documented or recorded; those where Stripe's are not known are listed in docs/fidelity.md. A rule that only
 * one operation has is `errors.rule`, with its text at the operation.
 */

import { withoutCardNumbers } from "./redact.ts";

export type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

/** The members of the `error` object; absent ones are left out, never null. */
export interface ErrorBody {
  readonly type: ErrorType;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  /** Id of the failed charge. */
  readonly charge?: string;
  /** Rows; the pipeline turns them into objects of the caller's API version. */
  readonly payment_intent?: object;
  readonly payment_method?: object;
  readonly setup_intent?: object;
}

/** What our own code knows of an error besides its wire form. Nothing outside decides by an error's text. */
export interface ErrorTraits {
  /** True if no operation began. Such a reply is never stored for an idempotency key. */
  readonly beforeWork: boolean;
  /** True where the request led to no operation: the reply has no link to a log of it. */
  readonly leadsNowhere: boolean;
  /** True where what is wrong with a parameter cannot be said without its name, so that the message has it. */
  readonly namesParam: boolean;
  /** Why a promotion code cannot be used, for the page, which has words of its own for it. */
  readonly promotionFault: PromotionFault | null;
}

/**
 * An error in Stripe's shape. An operation that throws it leaves nothing written; one that returns it as
 * `{ refused }` keeps its writes.
 */
export class ApiError extends Error implements ErrorTraits {
  readonly status: number;
  readonly body: ErrorBody;
  readonly beforeWork: boolean;
  readonly leadsNowhere: boolean;
  readonly namesParam: boolean;
  readonly promotionFault: PromotionFault | null;

  constructor(status: number, body: ErrorBody, traits: Partial<ErrorTraits> = {}) {
    const bounded = boundedBody(body);
    super(bounded.message);
    this.status = status;
    this.body = bounded;
    this.beforeWork = traits.beforeWork ?? false;
    this.leadsNowhere = traits.leadsNowhere ?? false;
    this.namesParam = traits.namesParam ?? false;
    this.promotionFault = traits.promotionFault ?? null;
  }
}

/**
 * Errors quote what the client sent, which can be a megabyte long. The functions below shorten each name and
 * value that they quote. `ApiError` applies these two bounds as well, in case a function forgets.
 */
const MESSAGE_CHARS_MAX = 10_000;
/** The bound for every other text of an error, and for each name that a message quotes. */
const NAME_CHARS_MAX = 200;
/**
 * The largest answer of an error in bytes, without the objects in it. A character can take six bytes in JSON.
 */
export const REFUSAL_BYTES_MAX = 81_920;

function boundedBody(body: ErrorBody): ErrorBody {
  const { message, ...others } = body;
  const bounded = Object.entries(others).map(([key, value]) => [
    key,
    typeof value === "string" ? shortened(value, NAME_CHARS_MAX) : value,
  ]);
  return { ...Object.fromEntries(bounded), message: shortened(message, MESSAGE_CHARS_MAX) };
}

/** How many characters of the end of a long text are kept. */
const END_CHARS = 20;

/** The text, or only its beginning and its end if it has more than `max` characters. */
function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - END_CHARS - 3)}...${text.slice(-END_CHARS)}`;
}

function invalid(message: string, code?: string, param?: string): ApiError {
  return new ApiError(400, invalidBody(message, code, param));
}

/** A refusal of the parameters, before any operation began. */
function malformed(
  message: string,
  code?: string,
  param?: string,
  traits: Partial<ErrorTraits> = {},
): ApiError {
  return new ApiError(400, invalidBody(message, code, param), { beforeWork: true, ...traits });
}

/** Why a promotion code cannot be used. Of the words, those about prior transactions and the minimum are Stripe's. */
const PROMOTION_FAULTS = {
  expired: "This promotion code is expired.",
  inactive: cannotRedeem("it is not active"),
  invalid: "This code is invalid.",
  minimum: cannotRedeem("the associated purchase does not meet the minimum amount requirement"),
  newCustomersOnly: cannotRedeem("it is only for customers without prior transactions"),
  otherCustomer: cannotRedeem("it is restricted to another customer"),
  priorTransactions: cannotRedeem("the associated customer has prior transactions"),
  usedUp: cannotRedeem("it has been redeemed the maximum number of times"),
} as const;
export type PromotionFault = keyof typeof PROMOTION_FAULTS;

function cannotRedeem(because: string): string {
  return `This promotion code cannot be redeemed because ${because}.`;
}

function invalidBody(message: string, code?: string, param?: string): ErrorBody {
  return {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  };
}

/** "a", "a or b", "a, b, or c": how Stripe joins choices. */
function choices(values: readonly string[]): string {
  if (values.length < 2) return values.join("");
  if (values.length === 2) return values.join(" or ");
  return `${values.slice(0, -1).join(", ")}, or ${values.at(-1)}`;
}

/** A long value by its first and last four characters. */
function abbreviated(value: string): string {
  return value.length > 12 ? `${value.slice(0, 4)}...${value.slice(-4)}` : value;
}

const DOCS = "https://stripe.com/docs";

/** The page of Stripe's documentation that explains an error code. */
export function docUrlOf(code: string): string {
  return `${DOCS}/error-codes/${code.replaceAll("_", "-")}`;
}

export const errors = {
  // --- API keys and access -------------------------------------------------------------------------------
  noApiKey: () =>
    new ApiError(
      401,
      invalidBody(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using " +
          "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See " +
          `${DOCS}/api#authentication for details, or we can help at https://support.stripe.com/.`,
      ),
      { beforeWork: true },
    ),
  invalidApiKey: (masked: string) =>
    new ApiError(401, invalidBody(`Invalid API Key provided: ${masked}`), { beforeWork: true }),
  liveKey: (masked: string) =>
    new ApiError(
      401,
      invalidBody(
        `Invalid API Key provided: ${masked}. This is Checkstand, a local test server and not Stripe: it takes ` +
          "test mode keys only. A live key must never leave your production systems; if this one did, roll it.",
      ),
      { beforeWork: true },
    ),
  secretKeyRequired: () =>
    new ApiError(
      403,
      invalidBody(
        "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a " +
          "list of your API keys at https://dashboard.stripe.com/account/apikeys.",
        "secret_key_required",
      ),
      { beforeWork: true },
    ),
  secretKeyInPage: (masked: string) =>
    new ApiError(
      401,
      invalidBody(
        `Invalid API Key provided: ${masked}. You should not use your secret key with Stripe.js. Please pass a ` +
          "publishable key instead.",
      ),
      { beforeWork: true },
    ),
  missingPermission: (masked: string, account: string, permission: string) =>
    new ApiError(
      403,
      invalidBody(
        `The provided key '${masked}' does not have the required permissions for this endpoint on account ` +
          `'${named(account)}'. Having the '${permission}' permission would allow this request to continue.`,
      ),
      { beforeWork: true },
    ),
  noSuchConnectedAccount: (masked: string, account: string) =>
    new ApiError(
      403,
      invalidBody(
        `The provided key '${masked}' does not have access to account '${named(account)}' (or that account does not ` +
          "exist). Application access may have been revoked.",
        "account_invalid",
      ),
      { beforeWork: true },
    ),
  badPageToken: () =>
    new ApiError(
      403,
      invalidBody("This page has gone stale or was not opened from this server. Reload it and try again."),
      { beforeWork: true },
    ),

  foreignPage: () =>
    new ApiError(403, invalidBody("A web page of another site cannot do this."), { beforeWork: true }),

  // --- requests and URLs ---------------------------------------------------------------------------------
  /** Card numbers are taken out of the path, because clients log errors. */
  unknownUrl: (method: string, path: string) => {
    const hint =
      path.length > "/v1//".length && path.startsWith("/v1/") && path.endsWith("/")
        ? "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, " +
          "make sure you passed a valid (non-empty) identifier in your code. "
        : "";
    return new ApiError(
      404,
      invalidBody(
        `Unrecognized request URL (${method}: ${named(withoutCardNumbers(path))}). ${hint}Please see ${DOCS} or we can help at ` +
          "https://support.stripe.com/.",
      ),
      { beforeWork: true, leadsNowhere: true },
    );
  },
  invalidVersion: (version: string) => malformed(`Invalid Stripe API version: ${named(version)}`),
  unparsable: () =>
    malformed(
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have " +
        "any questions, we can help at https://support.stripe.com/.",
    ),
  bodyTooLarge: (max: number) =>
    new ApiError(413, invalidBody(`Request body is too large; it may have up to ${max} bytes.`), {
      beforeWork: true,
    }),
  requestTimeout: () =>
    new ApiError(408, invalidBody("The request did not arrive in time."), { beforeWork: true }),
  headersTooLarge: () =>
    new ApiError(431, invalidBody("The URL and the headers of the request are too large."), {
      beforeWork: true,
    }),
  needsOneHost: () => malformed("A request needs exactly one Host header."),
  expectationFailed: () =>
    new ApiError(
      417,
      invalidBody("The Expect header of the request asks for something that is not offered."),
      {
        beforeWork: true,
      },
    ),
  wrongHost: (host: string) =>
    new ApiError(
      421,
      invalidBody(
        `Checkstand does not answer to the host name ${host}, so that a foreign web page whose name was made to point ` +
          "at this machine cannot use it. If the name is yours, such as that of a container, start Checkstand with " +
          `--allowed-hosts ${host} (CHECKSTAND_ALLOWED_HOSTS, or allowed_hosts in the config file), or call it by its ` +
          "IP address.",
      ),
      { beforeWork: true },
    ),
  tooManyParams: (max: number) => malformed(`Invalid request: more than ${max} parameters.`),
  tooDeep: (max: number) => malformed(`Invalid request: parameters nested more than ${max} levels deep.`),

  // --- parameters -----------------------------------------------------------------------------------------
  unknownParams: (paths: readonly string[], near: string | null) =>
    malformed(
      paths.length > 1
        ? `Received unknown parameters: ${someOf(paths)}`
        : `Received unknown parameter: ${named(paths[0] ?? "")}${near === null ? "" : `. Did you mean ${near}?`}`,
      "parameter_unknown",
      paths[0],
      { namesParam: true },
    ),
  /** `what`: which use of the parameter is not supported, if others are. */
  notSupportedYet: (param: string, what = "") =>
    malformed(
      `Checkstand does not support the parameter ${named(param)}${what} yet, and refuses it rather than ignoring it. ` +
        "See docs/fidelity.md for what is supported.",
      undefined,
      param,
    ),
  notSupportedValue: (param: string, value: string) =>
    malformed(
      `Checkstand does not support ${named(param)}=${abbreviated(value)} yet, and refuses it rather than ignoring it. ` +
        "See docs/fidelity.md for what is supported.",
      undefined,
      param,
    ),
  missingParam: (param: string) =>
    malformed(`Missing required param: ${named(param)}.`, "parameter_missing", param, { namesParam: true }),
  emptyParam: (param: string) =>
    malformed(
      `You passed an empty string for '${named(param)}'. We assume empty values are an attempt to unset a parameter; ` +
        `however '${named(param)}' cannot be unset. You should remove '${param}' from your request or supply a ` +
        "non-empty value.",
      "parameter_invalid_empty",
      param,
      { namesParam: true },
    ),
  invalidInteger: (param: string, value: string) =>
    malformed(`Invalid integer: ${abbreviatedLong(value)}`, "parameter_invalid_integer", param),
  integerTooSmall: (param: string, min: number) =>
    malformed(`This value must be greater than or equal to ${min}.`, "parameter_invalid_integer", param),
  negativeInteger: (param: string) =>
    malformed("Invalid non-negative integer", "parameter_invalid_integer", param),
  integerTooLarge: (param: string, max: number, value: number) =>
    malformed(
      `This value must be less than or equal to ${max} (it currently is '${value}').`,
      "parameter_invalid_integer",
      param,
    ),
  invalidDecimal: (param: string, value: string) =>
    malformed(`Invalid decimal: ${abbreviatedLong(value)}`, undefined, param),
  decimalTooSmall: (param: string, min: number, value: number) =>
    malformed(
      `This value must be greater than or equal to ${min} (it currently is '${floatText(value)}').`,
      undefined,
      param,
    ),
  decimalTooLarge: (param: string, max: number, value: number) =>
    malformed(
      `This value must be less than or equal to ${max} (it currently is '${floatText(value)}').`,
      undefined,
      param,
    ),
  invalidBoolean: (param: string, value: string) =>
    malformed(`Invalid boolean: ${abbreviatedLong(value)}`, undefined, param),
  invalidChoice: (param: string, values: readonly string[]) =>
    malformed(`Invalid ${leaf(param)}: must be one of ${choices(values)}`, undefined, param),
  invalidOnlyChoice: (param: string, value: string) =>
    malformed(`Invalid ${leaf(param)}: must be ${value}`, undefined, param),
  invalidString: (param: string, value: string) =>
    malformed(`Invalid string: ${abbreviatedLong(value)}`, undefined, param),
  invalidArray: (param: string) => malformed("Invalid array", undefined, param),
  invalidObject: (param: string) => malformed("Invalid object", undefined, param),
  tooManyElements: (param: string, max: number) =>
    malformed(`Array ${leaf(param)} exceeded maximum ${max} allowed elements.`, undefined, param),
  stringTooLong: (param: string, value: string, max: number) =>
    malformed(`Invalid string: ${abbreviated(value)}; must be at most ${max} characters`, undefined, param),
  patternMismatch: (param: string, value: string, pattern: string) =>
    malformed(
      `This value must match the regex pattern. (${pattern} does not match for the value ${abbreviatedLong(value)}).`,
      undefined,
      param,
    ),
  invalidCharacters: (param: string) =>
    malformed("Invalid characters: the value may not contain null bytes.", undefined, param),
  invalidEmail: (param: string, value: string) =>
    malformed(`Invalid email address: ${abbreviatedLong(value)}`, "email_invalid", param),
  invalidUrl: (param: string) => malformed("Not a valid URL", "url_invalid", param),
  urlWithoutScheme: (param: string) =>
    malformed("Invalid URL: An explicit scheme (such as https) must be provided.", "url_invalid", param),
  invalidCurrency: (param: string, value: string, supported: readonly string[]) =>
    malformed(
      `Invalid currency: ${abbreviated(value.toLowerCase())}. Stripe currently supports these currencies: ` +
        supported.join(", "),
      undefined,
      param,
    ),
  uppercaseMapCurrency: (param: string, key: string) =>
    malformed(
      `Currencies must be lowercase when used as keys in a map. Use \`${named(key.toLowerCase())}\` instead of \`${named(key)}\`.`,
      undefined,
      param,
    ),
  unknownCountry: (param: string, value: string) =>
    malformed(
      `Country '${abbreviated(value)}' is unknown. Try using a 2-character alphanumeric country code instead, ` +
        "such as 'US', 'EG', or 'GB'. A full list of country codes is available at " +
        `${DOCS}/api#country_codes`,
      "country_code_invalid",
      param,
    ),
  invalidTimestamp: (param: string) =>
    malformed(
      "Invalid timestamp: must be an integer Unix timestamp in the range 0 to 4102444800.",
      undefined,
      param,
    ),
  metadataValueTooLong: (param: string, value: string, max: number) =>
    malformed(
      `Metadata values can have up to ${max} characters, but you passed in a value that is ${value.length} ` +
        `characters. Invalid value: ${shortened(value, METADATA_QUOTE_MAX)}`,
      undefined,
      param,
    ),
  metadataKeyTooLong: (param: string, key: string, max: number) =>
    malformed(
      `Metadata keys can have up to ${max} characters, but you passed in a key that is ${key.length} ` +
        `characters. Invalid key: ${shortened(key, METADATA_QUOTE_MAX)}`,
      undefined,
      param,
    ),
  tooManyMetadataKeys: (param: string, max: number, count: number) =>
    malformed(
      `Metadata can have up to ${max} keys, but this request would leave ${count}.`,
      undefined,
      param,
    ),
  onlyOneOf: (params: readonly string[], param: string = params[0] ?? "") =>
    invalid(`You may only specify one of these parameters: ${params.join(", ")}.`, undefined, param),
  bothCursors: () =>
    malformed("Received both starting_after and ending_before parameters. Please pass in only one."),
  needsOneOf: (params: readonly string[]) =>
    invalid(`One of the following params should be provided for this request: ${params.join(" or ")}.`),
  tooFarAhead: (param: string) =>
    invalid("Invalid timestamp: can be no more than five years in the future.", undefined, param),
  mustBeFuture: (param: string, value: number) =>
    invalid(
      `The parameter \`${param}\` expects a unix timestamp representing a date and time in the future. You ` +
        `specified the value \`${value}\` which is in the past.`,
      undefined,
      param,
    ),

  // --- expand ---------------------------------------------------------------------------------------------
  cannotExpand: (path: string, onList: boolean) =>
    malformed(
      `This property cannot be expanded (${named(path)}).` +
        (onList ? ` You may want to try expanding 'data.${named(path)}' instead.` : ""),
    ),
  expandTooDeep: (path: string, max: number) =>
    malformed(
      `You cannot expand more than ${max} levels of a property. Property: ${named(path)}`,
      "property_expansion_max_depth",
    ),

  answerTooLarge: (max: number) =>
    invalid(
      `The answer to this request would have more than ${max} bytes. Ask for fewer objects at a time with \`limit\`, ` +
        "or expand less of them.",
    ),

  // --- objects that are missing or exist already ---------------------------------------------------------
  missingResource: (kind: string, id: string, param: string) =>
    invalid(`No such ${kind}: '${named(id)}'`, "resource_missing", param),
  missingPathResource: (kind: string, id: string, param: string) =>
    new ApiError(404, invalidBody(`No such ${kind}: '${named(id)}'`, "resource_missing", param)),
  nothingUpcoming: (customer: string) =>
    new ApiError(
      404,
      invalidBody(`No upcoming invoices for customer: '${named(customer)}'`, "invoice_upcoming_none"),
    ),
  noDiscount: (what: string, id: string) =>
    new ApiError(404, invalidBody(`No active discount for ${what}: ${named(id)}`, "resource_missing")),
  alreadyExists: (what: string, param = "id") =>
    invalid(`${named(what)} already exists.`, "resource_already_exists", param),

  // --- idempotency ----------------------------------------------------------------------------------------
  keyReusedForOtherParams: (key: string) =>
    new ApiError(
      400,
      {
        type: "idempotency_error",
        message:
          "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
          `Try using a key other than '${named(key)}' if you meant to execute a different request.`,
      },
      { beforeWork: true },
    ),
  keyReusedForOtherUrl: (key: string, path: string, first: string) =>
    new ApiError(
      400,
      {
        type: "idempotency_error",
        message:
          "Keys for idempotent requests can only be used for the same endpoint they were first used for " +
          `('${named(path)}' vs '${named(first)}'). Try using a key other than '${named(key)}' if you meant to execute a different ` +
          "request.",
      },
      { beforeWork: true },
    ),
  keyInUse: (key: string) =>
    new ApiError(
      409,
      {
        type: "idempotency_error",
        code: "idempotency_key_in_use",
        message:
          "There is currently another in-progress request using this Idempotent Key (that probably means you " +
          `submitted twice, and the other request is still going through): ${named(key)}. Please try again later.`,
      },
      { beforeWork: true },
    ),
  keyTooLong: (max: number) => malformed(`Idempotency keys may have up to ${max} characters.`),

  // --- state and rules ------------------------------------------------------------------------------------
  /** A rule about several parameters or about an object's state, in Stripe's words where they are known. */
  rule: (message: string, param?: string, code?: string) => invalid(message, code, param),
  /** A promotion code that cannot be used; `param` is what named it. */
  promotionCode: (promotionFault: PromotionFault, param?: string) =>
    new ApiError(400, invalidBody(PROMOTION_FAULTS[promotionFault], undefined, param), { promotionFault }),
  /** Why the payer's part in an intent has failed for good. The error contains the intent as it is then. */
  ofIntent: (
    { code, message }: { readonly code: string; readonly message: string },
    intent: { readonly object: "payment_intent" | "setup_intent" },
  ) => new ApiError(400, { ...invalidBody(message, code), [intent.object]: intent }),
  /** A rule about an intent's state. The error contains the intent. */
  unexpectedIntentState: (
    message: string,
    intent: { readonly object: "payment_intent" | "setup_intent" },
    param?: string,
  ) =>
    new ApiError(400, {
      ...invalidBody(message, `${intent.object}_unexpected_state`, param),
      [intent.object]: intent,
    }),
  /** A change of an object on a test clock that is being advanced. */
  clockAdvancing: (clock: string) =>
    new ApiError(
      429,
      invalidBody(`Test clock advancement underway - cannot perform modifications: ${named(clock)}`),
      { beforeWork: true },
    ),
  /** A declined card (402). `details` has the rest of the error, such as the failed charge and the intent. */
  card: (details: Omit<ErrorBody, "type">) => new ApiError(402, { type: "card_error", ...details }),
  sessionNotActive: () =>
    invalid("This Checkout Session is no longer active.", "checkout_not_active_session"),
  sessionSucceeded: () =>
    invalid("This Checkout Session has already been completed.", "checkout_succeeded_session"),
  amountChanged: (expected: number, actual: number) =>
    invalid(
      `The total of this Checkout Session is ${actual}, and ${expected} was expected. Show the buyer the new total ` +
        "and confirm again.",
      undefined,
      "expected_amount",
    ),
  onlyWhenConfirming: (param: string) =>
    invalid(`You cannot specify \`${param}\` unless \`confirm\` is set to \`true\`.`, undefined, param),
  cannotPassInMode: (param: string, mode: string) =>
    invalid(`You can not pass \`${param}\` in \`${mode}\` mode.`, undefined, param),

  // --- faults and limits of the server -------------------------------------------------------------------
  internal: () =>
    new ApiError(500, {
      type: "api_error",
      message: "An unknown error occurred. This is a fault in Checkstand, not in your request; see its log.",
    }),
  stopping: () =>
    new ApiError(
      503,
      { type: "api_error", message: "The server is stopping. Please retry the request once it is back." },
      { beforeWork: true },
    ),
  damaged: () =>
    new ApiError(500, {
      type: "api_error",
      message:
        "What is stored for this request is damaged, so it is not given out. Checkstand's log names the file and the row.",
    }),
  unavailable: (reason: string) =>
    new ApiError(503, { type: "api_error", message: reason }, { beforeWork: true }),
  lockTimeout: () =>
    new ApiError(
      429,
      invalidBody(
        "This object cannot be accessed right now because another API request or Stripe process is currently " +
          "accessing it. If you see this error intermittently, retry the request. If you see this error " +
          "frequently and are making multiple concurrent requests to a single object, make your requests " +
          "serially or at a lower rate.",
        "lock_timeout",
      ),
      { beforeWork: true },
    ),
} as const;

/** A decimal as Stripe prints it: always with a point. */
function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Up to this length a wrong value is quoted whole; a longer one by its first and last characters. */
const QUOTE_MAX = 200;

function abbreviatedLong(value: string): string {
  return value.length > QUOTE_MAX ? abbreviated(value) : value;
}

/** Stripe quotes metadata values whole. Only one far over the limit is shortened. */
const METADATA_QUOTE_MAX = 1000;

/** A name, path or id as errors quote it. */
function named(name: string): string {
  return shortened(name, NAME_CHARS_MAX);
}

/** How many names one error lists. */
const NAMES_MAX = 15;

/** "a, b"; a long list ends with the number of names left out. */
function someOf(names: readonly string[]): string {
  const told = names.slice(0, NAMES_MAX).map(named).join(", ");
  return names.length <= NAMES_MAX ? told : `${told}, and ${names.length - NAMES_MAX} more`;
}

/**
 * The last name of a bracket path, with its index if it is in a list: "line_items[0][price]" → "price",
 * "a[b][0]" → "b[0]".
 */
function leaf(path: string): string {
  const names = path.split(/[[\]]/).filter((name) => name !== "");
  const last = names.findLastIndex((name) => !/^\d+$/.test(name));
  const [name = path, index] = last === -1 ? [path] : names.slice(last);
  return named(index === undefined ? name : `${name}[${index}]`);
}
