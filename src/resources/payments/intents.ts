/**
 * What payment intents and setup intents share: the payer's payment method, and reporting a failed attempt. Which types an intent accepts is in `chosen_types.ts`, what its payer has to do in
 * `payer_action.ts`, and how an attempt runs in `attempts.ts`; the states of each kind are in its own folder.
 */

import { docUrlOf, errors } from "../../core/errors.ts";
import { clientSecret } from "../../core/ids.ts";
import { confirmOptionIn, missingConfirmOption } from "../../method_types/confirm_options.ts";
import { shownOptions, typeNamed } from "../../method_types/index.ts";
import type { Value } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import {
  assertUsable,
  checkHashes,
  createMethod,
  type methodData,
  type PaymentMethod,
  publicPaymentMethod,
  resolvePaymentMethod,
} from "../customers/payment_method/index.ts";
import type { Wire } from "../resource.ts";

export type IntentKind = "payment_intent" | "setup_intent";

/** How error messages name each kind. */
export const INTENT_NAMES: Readonly<Record<IntentKind, string>> = {
  payment_intent: "PaymentIntent",
  setup_intent: "SetupIntent",
};

export function secretFor(tx: Tx, id: string): string {
  return clientSecret(tx, id, tx.account);
}

// --- which method ----------------------------------------------------------------------------------------

interface MethodInput {
  readonly payment_method?: string;
  readonly payment_method_data?: Value<typeof methodData>;
}

/**
 * The payment method that a request to an intent names or describes; null if it does neither. `own` is the one whose
 * voucher the intent waits for: it can be issued anew there, while no other intent can use it.
 */
export async function methodFrom(
  tx: Tx,
  input: MethodInput,
  kind: IntentKind,
  customer: string | null,
  own: string | null = null,
): Promise<PaymentMethod | null> {
  const { payment_method, payment_method_data: data } = input;
  if (payment_method !== undefined && data !== undefined) {
    throw errors.onlyOneOf(["payment_method", "payment_method_data"]);
  }
  if (data !== undefined) {
    const { type, ...more } = data;
    checkHashes(type, data, "payment_method_data");
    return createMethod(tx, {
      ...more,
      type,
      data: (data as Wire)[type],
      path: `payment_method_data[${type}]`,
    });
  }
  if (payment_method === undefined) return null;
  const method = await resolvePaymentMethod(tx, payment_method, "payment_method");
  if (method.id !== own) assertUsable(method);
  checkOwner(method, kind, customer);
  return method;
}

/** Refuses a method that belongs to another customer than the intent's. */
export function checkOwner(method: PaymentMethod, kind: IntentKind, customer: string | null): void {
  if (method.customer !== null && method.customer !== customer) throw notTheirs(method, kind, customer);
}

/**
 * Refuses a method of a type that the object named `noun` does not accept: neither it, nor a type whose methods are saved
 * as this one.
 */
export function checkAllowed(method: PaymentMethod, types: readonly string[], noun: string): void {
  const isSavedAs = (type: string) => typeNamed(type).savedAs?.type === method.type;
  if (types.includes(method.type) || types.some(isSavedAs)) return;
  throw errors.rule(
    `The PaymentMethod provided (${method.type}) is not allowed for this ${noun}. Please attach a PaymentMethod of ` +
      `one of the following types: ${types.join(", ")}.`,
    "payment_method",
    "payment_intent_incompatible_payment_method",
  );
}

/** Refuses a confirmation without an option that its method needs, such as a code. */
export function checkConfirmOptions(method: PaymentMethod, options: Wire | undefined): void {
  const missing = missingConfirmOption(method.type, options);
  if (missing !== null) throw errors.missingParam(missing);
}

/** Refuses an option that only a confirmation may give. */
export function checkNoConfirmOptions(options: Wire | undefined): void {
  const given = confirmOptionIn(options);
  if (given !== null) throw errors.onlyWhenConfirming(given);
}

/**
 * The payment method of the request, or else the intent's. That one is checked again, because it may belong
 * to another customer by now.
 */
export function withStored(
  intent: { readonly payment_method: string | null },
  input: MethodInput,
): MethodInput {
  const isGiven = input.payment_method !== undefined || input.payment_method_data !== undefined;
  return isGiven || intent.payment_method === null ? input : { payment_method: intent.payment_method };
}

/** Pure: the payment method options of an intent, which has its new types, with the changes of a request. */
export function changedOptions(
  intent: Row & {
    readonly object: IntentKind;
    readonly payment_method_options: Wire;
    readonly payment_method_types: readonly string[];
  },
  asked: Wire | undefined,
): Wire {
  const { object, payment_method_options: before, payment_method_types: types } = intent;
  const hasSameTypes =
    Object.keys(before).length === types.length && types.every((type) => before[type] !== undefined);
  return asked === undefined && hasSameTypes ? before : shownOptions(object, types, asked, before);
}

/**
 * What an intent changes to when it gets another payment method: it waits to be confirmed, and an open
 * challenge is dropped.
 */
export function startedAfresh(payment_method: string) {
  return { next_action: null, payment_method, status: "requires_confirmation", _challenge: null } as const;
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

// --- a failed attempt -------------------------------------------------------------------------------------

/** The last error of an intent: what went wrong, and the payment method it happened with. */
export function lastError(
  details: { readonly code?: string; readonly message: string },
  type: "card_error" | "invalid_request_error",
  method: PaymentMethod,
): Wire {
  const doc = details.code === undefined ? {} : { doc_url: docUrlOf(details.code) };
  const error = { ...details, ...doc, payment_method: publicPaymentMethod(method), type };
  return Object.fromEntries(Object.entries(error).sort(([a], [b]) => (a < b ? -1 : 1)));
}
