/**
 * Every refusal that can reach the wire, made by a named function. An error knows its own wire form; nothing
 * outside this file writes an error text. Texts, codes and params are the original's, as documented or recorded;
 * those that are not established are listed in docs/fidelity.md.
 */

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
  /** Rows shown whole, in the caller's version: the pipeline views them. */
  readonly payment_intent?: object;
  readonly payment_method?: object;
  readonly setup_intent?: object;
}

/** A refusal in the original's shape. Thrown: nothing was written. Returned as `{ refused }`: the writes stay. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  /** True where no operation began: such a reply is never remembered for an idempotency key. */
  readonly beforeWork: boolean;

  constructor(status: number, body: ErrorBody, options: { beforeWork?: boolean } = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.beforeWork = options.beforeWork ?? false;
  }
}

function invalid(message: string, code?: string, param?: string): ApiError {
  return new ApiError(400, invalidBody(message, code, param));
}

/** A refusal of the parameters themselves, before any work began. */
function malformed(message: string, code?: string, param?: string): ApiError {
  return new ApiError(400, invalidBody(message, code, param), { beforeWork: true });
}

function invalidBody(message: string, code?: string, param?: string): ErrorBody {
  return {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  };
}

/** "a", "a or b", "a, b, or c": how the original joins choices. */
function choices(values: readonly string[]): string {
  if (values.length < 2) return values.join("");
  if (values.length === 2) return values.join(" or ");
  return `${values.slice(0, -1).join(", ")}, or ${values.at(-1)}`;
}

/** Long strings are quoted by their first and last four characters. */
function abbreviated(value: string): string {
  return value.length > 12 ? `${value.slice(0, 4)}...${value.slice(-4)}` : value;
}

const DOCS = "https://stripe.com/docs";

/** Where an error's code is explained. */
export function docUrlOf(code: string): string {
  return `${DOCS}/error-codes/${code.replaceAll("_", "-")}`;
}

export const errors = {
  // --- who is calling -------------------------------------------------------------------------------------
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
  missingPermission: (masked: string, account: string, permission: string) =>
    new ApiError(
      403,
      invalidBody(
        `The provided key '${masked}' does not have the required permissions for this endpoint on account ` +
          `'${account}'. Having the '${permission}' permission would allow this request to continue.`,
      ),
      { beforeWork: true },
    ),
  noSuchConnectedAccount: (masked: string, account: string) =>
    new ApiError(
      403,
      invalidBody(
        `The provided key '${masked}' does not have access to account '${account}' (or that account does not ` +
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

  // --- what was asked for ---------------------------------------------------------------------------------
  unknownUrl: (method: string, path: string) => {
    const hint = /^\/v1\/.+\/$/.test(path)
      ? "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, " +
        "make sure you passed a valid (non-empty) identifier in your code. "
      : "";
    return new ApiError(
      404,
      invalidBody(
        `Unrecognized request URL (${method}: ${path}). ${hint}Please see ${DOCS} or we can help at ` +
          "https://support.stripe.com/.",
      ),
      { beforeWork: true },
    );
  },
  invalidVersion: (version: string) => malformed(`Invalid Stripe API version: ${version}`),
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
  tooManyParams: (max: number) => malformed(`Invalid request: more than ${max} parameters.`),
  tooDeep: (max: number) => malformed(`Invalid request: parameters nested more than ${max} levels deep.`),

  // --- parameters -----------------------------------------------------------------------------------------
  unknownParams: (paths: readonly string[], near: string | null) =>
    malformed(
      paths.length > 1
        ? `Received unknown parameters: ${paths.join(", ")}`
        : `Received unknown parameter: ${paths[0]}${near === null ? "" : `. Did you mean ${near}?`}`,
      "parameter_unknown",
      paths[0],
    ),
  /** `what`: the use of it that is not there, where others are. */
  notSupportedYet: (param: string, what = "") =>
    malformed(
      `Checkstand does not support the parameter ${param}${what} yet, and refuses it rather than ignoring it. ` +
        "See docs/fidelity.md for what is supported.",
      undefined,
      param,
    ),
  notSupportedValue: (param: string, value: string) =>
    malformed(
      `Checkstand does not support ${param}=${abbreviated(value)} yet, and refuses it rather than ignoring it. ` +
        "See docs/fidelity.md for what is supported.",
      undefined,
      param,
    ),
  unplayedTestCard: (card: string, part: string) =>
    malformed(
      `Checkstand does not support the test card ${card} yet: what follows its charge (${part}) would not happen, and ` +
        "so it is refused rather than charged. See docs/fidelity.md for what is supported.",
    ),
  missingParam: (param: string) => malformed(`Missing required param: ${param}.`, "parameter_missing", param),
  emptyParam: (param: string) =>
    malformed(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; ` +
        `however '${param}' cannot be unset. You should remove '${param}' from your request or supply a ` +
        "non-empty value.",
      "parameter_invalid_empty",
      param,
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
      `Currencies must be lowercase when used as keys in a map. Use \`${key.toLowerCase()}\` instead of \`${key}\`.`,
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
        `characters. Invalid value: ${value}`,
      undefined,
      param,
    ),
  metadataKeyTooLong: (param: string, key: string, max: number) =>
    malformed(
      `Metadata keys can have up to ${max} characters, but you passed in a key that is ${key.length} ` +
        `characters. Invalid key: ${key}`,
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
      `This property cannot be expanded (${path}).` +
        (onList ? ` You may want to try expanding 'data.${path}' instead.` : ""),
    ),
  expandTooDeep: (path: string, max: number) =>
    malformed(
      `You cannot expand more than ${max} levels of a property. Property: ${path}`,
      "property_expansion_max_depth",
    ),

  // --- existence ------------------------------------------------------------------------------------------
  missingResource: (kind: string, id: string, param: string) =>
    invalid(`No such ${kind}: '${id}'`, "resource_missing", param),
  missingPathResource: (kind: string, id: string, param: string) =>
    new ApiError(404, invalidBody(`No such ${kind}: '${id}'`, "resource_missing", param)),
  alreadyExists: (what: string, param = "id") =>
    invalid(`${what} already exists.`, "resource_already_exists", param),

  // --- idempotency ----------------------------------------------------------------------------------------
  keyReusedForOtherParams: (key: string) =>
    new ApiError(
      400,
      {
        type: "idempotency_error",
        message:
          "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
          `Try using a key other than '${key}' if you meant to execute a different request.`,
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
          `('${path}' vs '${first}'). Try using a key other than '${key}' if you meant to execute a different ` +
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
          `submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      },
      { beforeWork: true },
    ),
  keyTooLong: (max: number) => malformed(`Idempotency keys may have up to ${max} characters.`),

  // --- state and rules ------------------------------------------------------------------------------------
  /** A rule across parameters or about state, in the original's words. */
  rule: (message: string, param?: string, code?: string) => invalid(message, code, param),
  /** A rule about an intent's state: carries the intent. */
  unexpectedIntentState: (
    message: string,
    intent: { readonly object: "payment_intent" | "setup_intent" },
    param?: string,
  ) =>
    new ApiError(400, {
      ...invalidBody(message, `${intent.object}_unexpected_state`, param),
      [intent.object]: intent,
    }),
  /** A card refused at the till (402); `details` adds what the failed attempt left behind. */
  card: (details: Omit<ErrorBody, "type">) => new ApiError(402, { type: "card_error", ...details }),
  sessionNotOpen: (status: string) =>
    invalid(
      `You cannot confirm this Checkout Session because it has a status of \`${status}\`. Only a Checkout Session ` +
        "with a status of `open` can be confirmed.",
    ),
  amountChanged: (expected: number, actual: number) =>
    invalid(
      `The total of this Checkout Session is ${actual}, and ${expected} was expected. Show the buyer the new total ` +
        "and confirm again.",
      undefined,
      "expected_amount",
    ),
  onlyWhenConfirming: (param: string) =>
    invalid(`You cannot specify \`${param}\` unless \`confirm\` is set to \`true\`.`, undefined, param),
  invalidPaymentMethodType: (param: string, type: string) =>
    invalid(
      `The payment method type provided: ${abbreviated(type)} is invalid. Please ensure the provided type is ` +
        "activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is " +
        "enabled for any preview features that you are trying to use. See " +
        `${DOCS}/payments/payment-methods/integration-options for supported combinations.`,
      undefined,
      param,
    ),
  cannotPassInMode: (param: string, mode: string) =>
    invalid(`You can not pass \`${param}\` in \`${mode}\` mode.`, undefined, param),

  // --- our own trouble ------------------------------------------------------------------------------------
  internal: () =>
    new ApiError(500, {
      type: "api_error",
      message: "An unknown error occurred. This is a fault in Checkstand, not in your request; see its log.",
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

/** A decimal as the original prints it: always with a point. */
function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Refusals quote a bad value whole up to this many characters, then its two ends. */
const QUOTE_MAX = 200;

function abbreviatedLong(value: string): string {
  return value.length > QUOTE_MAX ? abbreviated(value) : value;
}

/** The last name of a bracket path: "mode", "line_items[0][price]" → "price". */
function leaf(path: string): string {
  const names = [...path.matchAll(/[^[\]]+/g)].map((match) => match[0]).filter((name) => !/^\d+$/.test(name));
  return names.at(-1) ?? path;
}
