/** Decides which payment method types a session offers, with which options, and what its intent says of them. */
import { errors } from "../../../../core/errors.ts";
import {
  currenciesOf,
  isSavable,
  type Unfit,
  unfitFor,
  type Wanted,
} from "../../../../method_types/fitting.ts";
import { optionsForIntent, optionsOf, shownOptions, typeNamed } from "../../../../method_types/index.ts";
import type { Tx } from "../../../../storage/port.ts";
import type { PaymentMethod } from "../../../customers/payment_method/index.ts";
import { configurationFor } from "../../../customers/payment_method_configuration.ts";
import type { AnyIntent } from "../../../payments/any_intent.ts";
import { capturesAtOnce, checkTypes, neverSaved, notActivated } from "../../../payments/chosen_types.ts";
import type { Wire } from "../../../resource.ts";
import type { CreateInput } from "../params/session_params.ts";
import type { Session } from "../row/session.ts";
import type { Mode } from "./mode.ts";

export interface OfferedMethods {
  /** The configuration that chose the types; null if the request named them. */
  readonly configuration: { readonly id: string; readonly parent: null } | null;
  readonly types: readonly string[];
  readonly options: Wire;
}

const NONE_LEFT =
  "No valid payment method types for this Checkout Session. Please ensure that you have activated payment methods " +
  "compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods)";

/**
 * The types that the request names, or those of a configuration that fit the session, without the ones that the
 * request rules out.
 */
export async function chosenMethods(
  tx: Tx,
  mode: Mode,
  input: CreateInput,
  currency: string | null,
): Promise<OfferedMethods> {
  const shown = (types: readonly string[]): Wire =>
    shownOptions("session", types, input.payment_method_options);
  const wanted: Wanted = {
    purpose: mode.name,
    currency,
    isCapturedLater: input.payment_intent_data?.capture_method === "manual",
    isSaved: input.payment_intent_data?.setup_future_usage !== undefined,
    shopCountry: tx.settings.country,
  };
  const named = input.payment_method_types;
  if (named !== undefined) {
    checkTypes(named);
    if (areHidden(named)) throw errors.notSupportedValue("payment_method_types", named.join());
    named.forEach((type, i) => {
      const unfit = unfitFor(type, wanted);
      if (unfit !== null) throw refusalOf(unfit, type, i, wanted);
    });
    checkUsages(named, input.payment_method_options);
    return { configuration: null, types: named, options: shown(named) };
  }
  const configured = await configurationFor(
    tx,
    input.payment_method_configuration,
    "payment_method_configuration",
  );
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = input;
  const types = configured.types.filter(
    (type) =>
      unfitFor(type, wanted) === null && (allowed?.includes(type) ?? true) && !excluded?.includes(type),
  );
  if (areHidden(types)) throw errors.rule(NONE_LEFT);
  checkUsages(types, input.payment_method_options);
  return { configuration: configured.details, types, options: shown(types) };
}

/** Whether the page would have nothing to offer. */
function areHidden(types: readonly string[]): boolean {
  return types.every((type) => typeNamed(type).isHidden === true);
}

/** Refuses to save methods of offered types that cannot be saved here, though Stripe saves some of them. */
function checkUsages(types: readonly string[], options: Wire | undefined): void {
  for (const type of types) {
    const { setup_future_usage: usage = "none" } = optionsOf(type, options ?? {});
    if (usage === "none" || isSavable(type)) continue;
    throw errors.notSupportedValue(`payment_method_options[${type}][setup_future_usage]`, String(usage));
  }
}

/** In Stripe's words, except for a type that the mode cannot use. */
function refusalOf(unfit: Unfit, type: string, i: number, { currency, purpose }: Wanted) {
  switch (unfit) {
    case "capture":
      return capturesAtOnce(type);
    case "country":
      return notActivated(type, i);
    case "currency":
      return errors.rule(
        `Invalid currency options \`\`${currency}\`\`. The payment method \`${type}\` only supports the following ` +
          `currencies: \`\`${currenciesOf(type)}\`\`.`,
      );
    case "saving":
      return neverSaved(type);
    case "purpose":
      return errors.rule(
        `The payment method \`${type}\` cannot be used in \`${purpose}\` mode.`,
        `payment_method_types[${i}]`,
      );
  }
}

/** What an intent of the session says of its payment methods. */
export function methodsOf(session: Session, kind: AnyIntent["object"]) {
  const { payment_method_configuration_details, payment_method_types: types } = session;
  const isAutomatic = payment_method_configuration_details !== null;
  return {
    // Set if the types come from a configuration and not from the request.
    automatic_payment_methods: isAutomatic ? ({ allow_redirects: "always", enabled: true } as const) : null,
    payment_method_configuration_details,
    payment_method_types: types,
    payment_method_options: optionsForIntent(kind, types, session.payment_method_options),
  };
}

/**
 * A method that is saved, with `allow_redisplay` as the shop says; else `always` if the buyer asked to save it, and
 * `limited` otherwise (Stripe docs, "Save payment details during payment"). One that was saved before stays as it is.
 */
export function redisplayed(method: PaymentMethod, session: Session): PaymentMethod {
  if (method.customer !== null) return method;
  const { _allow_redisplay: wanted, _buyer: buyer } = session;
  return { ...method, allow_redisplay: wanted ?? (buyer.save ? "always" : "limited") };
}

/**
 * Which saved methods the page offers. Null unless the session has or will have a customer, or the request
 * sent `saved_payment_method_options`.
 */
export function savedOptionsRow(
  { saved_payment_method_options: given }: CreateInput,
  hasCustomer: boolean,
): Session["saved_payment_method_options"] {
  if (given === undefined && !hasCustomer) return null;
  return {
    allow_redisplay_filters: given?.allow_redisplay_filters ?? ["always"],
    payment_method_remove: given?.payment_method_remove ?? "disabled",
    payment_method_save: given?.payment_method_save ?? null,
  };
}
