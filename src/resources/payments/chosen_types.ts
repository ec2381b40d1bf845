/**
 * Which types of payment method an intent accepts: those that the request names, or those of the account's
 * settings that fit it. Refusals are in Stripe's words.
 */
import { formatAmount } from "../../core/currencies.ts";
import { errors } from "../../core/errors.ts";
import { boundOf, currenciesOf, type Unfit, unfitFor, type Wanted } from "../../method_types/fitting.ts";
import { DEFAULT_TYPES, isImplemented, KNOWN_TYPES } from "../../method_types/index.ts";
import { type Fields, p, type Value } from "../../params/param.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import { configurationFor } from "../customers/payment_method_configuration.ts";

/**
 * The payment method types that an intent accepts: those that the request named, or those of the account's
 * settings.
 */
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

const TYPES_MAX = 50;

/** Older API versions name the types one by one; newer ones choose them by configuration. */
export const namedTypesParams = {
  payment_method_types: p.list(p.ofMethodTypes(p.oneOf(...KNOWN_TYPES)), { max: TYPES_MAX }),
} as const satisfies Fields;

interface TypesInput {
  readonly payment_method_types?: readonly string[];
  readonly automatic_payment_methods?: Value<typeof automaticMethods>;
  readonly payment_method_configuration?: string;
}

const NONE_OFFERED =
  "No valid payment method types for this Payment Intent. Please ensure that you have activated payment methods " +
  "compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods) " +
  "or specify payment_method_types.";

/** What an intent wants of the types of payment method. */
export type WantedOfIntent = Omit<Wanted, "shopCountry">;

/** A setup intent has nothing to pay. */
export const SET_UP: WantedOfIntent = {
  purpose: "setup",
  currency: null,
  amount: null,
  isCapturedLater: false,
  isSaved: true,
};

/** The types of a new intent. Refuses types that do not fit, and requests that choose the types in two ways. */
export async function chosenTypes(tx: Tx, input: TypesInput, wanted: WantedOfIntent): Promise<ChosenTypes> {
  const { payment_method_types: named, automatic_payment_methods: automatic } = input;
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
  if (named !== undefined) return namedTypes(tx, named, wanted);
  if (automatic?.enabled === false) return namedTypes(tx, DEFAULT_TYPES, wanted);
  const { details, types } = await configurationFor(tx, configuration, "payment_method_configuration");
  const fitting = fittingAmong(tx, types, wanted);
  if (fitting.length === 0) throw errors.rule(NONE_OFFERED);
  return {
    automatic_payment_methods: { allow_redirects: automatic?.allow_redirects ?? "always", enabled: true },
    payment_method_configuration_details: details,
    payment_method_types: fitting,
  };
}

/** Those of these types, or else of the account's settings, that fit; there may be none. */
export async function fittingTypes(
  reader: Reader,
  named: readonly string[] | null,
  wanted: WantedOfIntent,
  configuration?: string,
): Promise<readonly string[]> {
  const types =
    named ?? (await configurationFor(reader, configuration, "payment_method_configuration")).types;
  return fittingAmong(reader, types, wanted);
}

function fittingAmong(reader: Reader, types: readonly string[], wanted: WantedOfIntent): readonly string[] {
  return types.filter((type) => unfitFor(type, ofShop(reader, wanted)) === null);
}

/** Types named one by one instead of chosen by the account's settings. */
export function namedTypes(tx: Tx, types: readonly string[], wanted: WantedOfIntent): ChosenTypes {
  checkTypes(types);
  checkFitting(tx, types, wanted);
  return {
    automatic_payment_methods: null,
    payment_method_configuration_details: null,
    payment_method_types: types,
  };
}

/**
 * Refuses types that are not supported: a type of Stripe's as not supported yet, any other as an invalid
 * choice.
 */
export function checkTypes(types: readonly string[]): void {
  types.forEach((type, i) => {
    const param = `payment_method_types[${i}]`;
    if (!KNOWN_TYPES.includes(type)) throw errors.invalidChoice(param, KNOWN_TYPES);
    if (!isImplemented(type)) throw errors.notSupportedValue(param, type);
  });
  if (types.length === 0) throw errors.emptyParam("payment_method_types");
  const twice = types.findIndex((type, i) => types.indexOf(type) < i);
  if (twice < 0) return;
  throw errors.rule(
    `The payment method type ${types[twice]} is named more than once.`,
    `payment_method_types[${twice}]`,
  );
}

/** Refuses types that an intent cannot be paid with, by its currency and the like. */
export function checkFitting(tx: Tx, types: readonly string[], wanted: WantedOfIntent): void {
  types.forEach((type, i) => {
    const unfit = unfitFor(type, ofShop(tx, wanted));
    if (unfit !== null) throw refusalOf(unfit, type, i, wanted);
  });
}

function ofShop({ settings }: Reader, wanted: WantedOfIntent): Wanted {
  return { ...wanted, shopCountry: settings.country };
}

function refusalOf(unfit: Unfit, type: string, i: number, wanted: WantedOfIntent) {
  const { currency } = wanted;
  switch (unfit) {
    case "amount":
      return outOfLimits("Amount", type, wanted);
    case "capture":
      return capturesAtOnce(type);
    case "country":
      return notActivated(type, i);
    case "currency":
      return errors.rule(
        `The currency provided (${currency}) is invalid for one or more payment method types on this PaymentIntent. ` +
          `The payment method type ${type} only supports the following currencies: ${currenciesOf(type)}. Either ` +
          "correct the provided currency, or use a different PaymentIntent to accept this payment method type.",
        undefined,
        "payment_intent_invalid_currency",
      );
    case "guest":
      return needsCustomer(type, "PaymentIntent");
    case "saving":
      return neverSaved(type);
    case "purpose":
      return errors.rule(
        `The payment method type ${type} cannot be used with SetupIntents.`,
        `payment_method_types[${i}]`,
      );
  }
}

/** The refusal of an amount that a type does not take. `what` is what the amount is, at the beginning of a sentence. */
export function outOfLimits(what: string, type: string, wanted: Pick<Wanted, "amount" | "currency">) {
  const { currency } = wanted;
  const bound = boundOf(type, wanted);
  if (bound === null || currency === null) throw new Error(`the amount is within the limits of ${type}`);
  const text = `${formatAmount(bound.amount, currency)} ${currency.toUpperCase()}`;
  return errors.rule(
    `${what} must be ${bound.is === "least" ? "at least" : "no more than"} ${text} for the provided payment method types.`,
    what === "Amount" ? "amount" : undefined,
    bound.is === "least" ? "amount_too_small" : "amount_too_large",
  );
}

/** The refusal of a type that cannot be authorized first and captured later. */
export function capturesAtOnce(type: string) {
  return errors.rule(
    `The following payment method types ["${type}"] can only be used with PaymentIntents that have ` +
      "capture_method=automatic. Please retry by creating a PaymentMethod with capture_method=automatic.",
    "capture_method",
  );
}

/** The refusal of a type that cannot be saved. The text is ours. */
export function neverSaved(type: string) {
  return errors.rule(
    `The payment method type ${type} cannot be used with setup_future_usage.`,
    "setup_future_usage",
  );
}

/** The refusal of a type that only customers can pay with. The text is ours. */
export function needsCustomer(type: string, noun: string) {
  return errors.rule(
    `You must provide a customer when using the payment method type ${type} with a ${noun}.`,
    "customer",
    "parameter_missing",
  );
}

/** The refusal of a type that shops in the account's country cannot offer. */
export function notActivated(type: string, i: number) {
  return errors.rule(
    `The payment method type provided: ${type} is invalid. Please ensure the provided type is activated in your ` +
      "dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any " +
      "preview features that you are trying to use. See " +
      "https://stripe.com/docs/payments/payment-methods/integration-options for supported combinations.",
    `payment_method_types[${i}]`,
  );
}
