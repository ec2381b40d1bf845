/**
 * What payment intents and setup intents have in common: how the payer's method is chosen, how a challenge is
 * shown, how a failed attempt is told. How an attempt runs is in `attempts.ts`; their states are their own.
 */
import { sameSecret } from "../core/canonical.ts";
import { docUrlOf, errors } from "../core/errors.ts";
import { clientSecret } from "../core/ids.ts";
import { p, type Value } from "../params/param.ts";
import { KNOWN_TYPES, PAYMENT_METHODS } from "../payment_methods/index.ts";
import type { Row, Tx } from "../storage/port.ts";
import {
  assertUsable,
  createFromCard,
  type methodData,
  type PaymentMethod,
  publicPaymentMethod,
  resolvePaymentMethod,
} from "./payment_method/index.ts";
import { configurationFor } from "./payment_method_configuration.ts";
import {
  byPath,
  publicPart,
  type ReadOperation,
  type Refused,
  reads,
  type Surroundings,
  type Wire,
} from "./resource.ts";

export type IntentKind = "payment_intent" | "setup_intent";

/** How refusals name each kind. */
export const INTENT_NAMES: Readonly<Record<IntentKind, string>> = {
  payment_intent: "PaymentIntent",
  setup_intent: "SetupIntent",
};

export function secretFor(tx: Tx, id: string): string {
  return clientSecret(tx, id, tx.account);
}

// --- which methods ----------------------------------------------------------------------------------------

/** The types an intent takes: those that were named, or those the account's settings choose. */
export interface ChosenTypes {
  readonly automatic_payment_methods: {
    readonly allow_redirects: "always" | "never";
    readonly enabled: boolean;
  } | null;
  readonly payment_method_configuration_details: { readonly id: string; readonly parent: null } | null;
  readonly payment_method_types: readonly string[];
}

export const automaticMethods = p.object({
  allow_redirects: p.oneOf("always", "never"),
  enabled: p.required(p.boolean()),
});

/** What older versions add to an input on its way up. */
export interface CarriedUp {
  readonly _payment_method_types?: readonly string[];
}

interface TypesInput extends CarriedUp {
  readonly automatic_payment_methods?: Value<typeof automaticMethods>;
  readonly payment_method_configuration?: string;
}

const NONE_OFFERED =
  "No valid payment method types for this Payment Intent. Please ensure that you have activated payment methods " +
  "compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods) " +
  "or specify payment_method_types.";

/** The types of a new intent; refuses types that are not there, and a choice made twice. */
export async function chosenTypes(tx: Tx, input: TypesInput): Promise<ChosenTypes> {
  const { _payment_method_types: named, automatic_payment_methods: automatic } = input;
  const configuration = input.payment_method_configuration;
  if (named !== undefined && automatic?.enabled) {
    checkTypes(named);
    throw errors.rule(
      "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.",
      "automatic_payment_methods",
    );
  }
  if (named !== undefined && configuration !== undefined) {
    throw errors.onlyOneOf(["payment_method_configuration", "payment_method_types"]);
  }
  if (named !== undefined) return namedTypes(named);
  if (automatic?.enabled === false) return namedTypes(["card"]);
  const { details, types } = await configurationFor(tx, configuration, "payment_method_configuration");
  if (types.length === 0) throw errors.rule(NONE_OFFERED);
  return {
    automatic_payment_methods: { allow_redirects: automatic?.allow_redirects ?? "always", enabled: true },
    payment_method_configuration_details: details,
    payment_method_types: types,
  };
}

/** Types named one by one instead of chosen from the account's settings. */
export function namedTypes(types: readonly string[]): ChosenTypes {
  checkTypes(types);
  return {
    automatic_payment_methods: null,
    payment_method_configuration_details: null,
    payment_method_types: types,
  };
}

/** The types an explicit list names: cards for now. */
export function checkTypes(types: readonly string[]): void {
  types.forEach((type, i) => {
    const param = `payment_method_types[${i}]`;
    if (!KNOWN_TYPES.includes(type)) throw errors.invalidPaymentMethodType(param, type);
    if (!Object.hasOwn(PAYMENT_METHODS, type)) throw errors.notSupportedValue(param, type);
  });
  if (types.length === 0) throw errors.emptyParam("payment_method_types");
}

interface MethodInput {
  readonly payment_method?: string;
  readonly payment_method_data?: Value<typeof methodData>;
}

/** The payment method that a request to an intent names or describes; null where it does neither. */
export async function methodFrom(
  tx: Tx,
  input: MethodInput,
  kind: IntentKind,
  customer: string | null,
): Promise<PaymentMethod | null> {
  const { payment_method, payment_method_data: data } = input;
  if (payment_method !== undefined && data !== undefined) {
    throw errors.onlyOneOf(["payment_method", "payment_method_data"]);
  }
  if (data !== undefined) {
    if (data.card === undefined) throw errors.missingParam("payment_method_data[card]");
    return createFromCard(tx, { ...data, card: data.card, path: "payment_method_data[card]" });
  }
  if (payment_method === undefined) return null;
  const method = await resolvePaymentMethod(tx, payment_method, "payment_method");
  assertUsable(method);
  if (method.customer !== null && method.customer !== customer) throw notTheirs(method, kind, customer);
  return method;
}

/** What the request says of the method, or else the one the intent has, which may have changed hands. */
export function withStored(
  intent: { readonly payment_method: string | null },
  input: MethodInput,
): MethodInput {
  const isGiven = input.payment_method !== undefined || input.payment_method_data !== undefined;
  return isGiven || intent.payment_method === null ? input : { payment_method: intent.payment_method };
}

/** Another method waits for its own confirmation; what the one before was asked for is forgotten. */
export function startedAfresh(payment_method: string) {
  return { next_action: null, payment_method, status: "requires_confirmation", _attempt: null } as const;
}

function notTheirs(method: PaymentMethod, kind: IntentKind, customer: string | null) {
  const supplied =
    kind === "setup_intent"
      ? `The payment method supplied (${method.id})`
      : `The \`payment_method\` parameter supplied ${method.id}`;
  return errors.rule(
    customer === null
      ? `${supplied} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` ` +
          `parameter on the ${INTENT_NAMES[kind]}.`
      : `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${customer}. Please use this ` +
          "PaymentMethod with the Customer that it belongs to instead.",
    "payment_method",
  );
}

// --- a challenge ------------------------------------------------------------------------------------------

/** Urls are kept without their origin; the view adds it. */
export type NextAction =
  | {
      readonly redirect_to_url: { readonly return_url: string; readonly url: string };
      readonly type: "redirect_to_url";
    }
  | {
      readonly type: "use_stripe_sdk";
      readonly use_stripe_sdk: { readonly stripe_js: string; readonly type: "three_d_secure_redirect" };
    };

/** Pure: where the payer proves who they are. */
export function challengeFor(
  intent: { readonly id: string; readonly client_secret: string },
  return_url: string | null,
): NextAction {
  const url = `/c/3ds/${intent.id}?client_secret=${intent.client_secret}`;
  return return_url === null
    ? { type: "use_stripe_sdk", use_stripe_sdk: { stripe_js: url, type: "three_d_secure_redirect" } }
    : { redirect_to_url: { return_url, url }, type: "redirect_to_url" };
}

/** An intent as it goes on the wire. */
export function viewIntent(
  row: Row & { readonly next_action: NextAction | null },
  { checkoutOrigin }: Surroundings,
): Wire {
  const shown = publicPart(row);
  const { next_action: action } = row;
  if (action === null) return shown;
  return {
    ...shown,
    next_action:
      action.type === "redirect_to_url"
        ? {
            ...action,
            redirect_to_url: { ...action.redirect_to_url, url: checkoutOrigin + action.redirect_to_url.url },
          }
        : {
            ...action,
            use_stripe_sdk: {
              ...action.use_stripe_sdk,
              stripe_js: checkoutOrigin + action.use_stripe_sdk.stripe_js,
            },
          },
  };
}

// --- a failed attempt -------------------------------------------------------------------------------------

export const AUTHENTICATION_FAILED =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

/** The last error of an intent: what went wrong, with the method it went wrong with. */
export function lastError(
  details: { readonly code?: string; readonly message: string },
  type: "card_error" | "invalid_request_error",
  method: PaymentMethod,
): Wire {
  const doc = details.code === undefined ? {} : { doc_url: docUrlOf(details.code) };
  const error = { ...details, ...doc, payment_method: publicPaymentMethod(method), type };
  return Object.fromEntries(Object.entries(error).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A failed attempt told again, from the last error its intent has. */
export function toldAgain(intent: Row & { readonly object: IntentKind }, error: Wire): Refused {
  const { type: _type, doc_url: _doc, ...rest } = error;
  return { refused: errors.card({ ...(rest as { message: string }), [intent.object]: intent }) };
}

// --- reading ----------------------------------------------------------------------------------------------

const SECRET_MAX = 200;

/** `GET /:id`: a browser shows the intent's secret instead of a secret key. */
export function retrievesIntent(kind: IntentKind): ReadOperation {
  return reads(
    { client_secret: p.string({ max: SECRET_MAX }) },
    async (reader, call) => {
      const intent = await byPath<Row & { readonly client_secret: string }>(reader, kind, call.id);
      const secret = call.input.client_secret;
      if (call.fromBrowser && secret === undefined) throw errors.missingParam("client_secret");
      if (secret !== undefined && !sameSecret(secret, intent.client_secret)) {
        throw errors.rule(
          `The client_secret provided does not match any associated ${INTENT_NAMES[kind]} on this account. Ensure the ` +
            `publishable key used belongs to the same account that created the ${INTENT_NAMES[kind]}.`,
          "client_secret",
          `${kind}_invalid_parameter`,
        );
      }
      return intent;
    },
    { keys: "secret_or_publishable" },
  );
}
