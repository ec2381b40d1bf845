/** Decides which payment method types a session offers, with which options, and what its intent says of them. */
import { errors } from "../../../../core/errors.ts";
import {
  boundOf,
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
import {
  capturesAtOnce,
  checkTypes,
  needsCustomer,
  neverSaved,
  notActivated,
  outOfLimits,
} from "../../../payments/chosen_types.ts";
import type { Wire } from "../../../resource.ts";
import { isUndecided } from "../order/total_rules.ts";
import type { CreateInput } from "../params/session_params.ts";
import type { Session } from "../row/session.ts";
import { staysOnPage } from "../ui_mode.ts";
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
    amount: null, // see `withinLimits`
    isCapturedLater: input.payment_intent_data?.capture_method === "manual",
    isSaved: input.payment_intent_data?.setup_future_usage !== undefined,
    shopCountry: tx.settings.country,
    isOfGuest: input.customer === undefined && input.customer_creation !== "always",
  };
  const named = input.payment_method_types;
  const stays = staysOnPage(input);
  if (named !== undefined) {
    checkTypes(named);
    if (areHidden(named)) throw errors.notSupportedValue("payment_method_types", named.join());
    named.forEach((type, i) => {
      if (!stays(type)) throw leavesThePage(type, i);
      const unfit = unfitFor(type, wanted);
      if (unfit !== null) throw refusalOf(unfit, type, i, wanted);
    });
    checkOptions(named, input.payment_method_options, currency);
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
      stays(type) &&
      unfitFor(type, wanted) === null &&
      (allowed?.includes(type) ?? true) &&
      !excluded?.includes(type),
  );
  if (areHidden(types)) throw errors.rule(NONE_LEFT);
  checkOptions(types, input.payment_method_options, currency);
  return { configuration: configured.details, types, options: shown(types) };
}

/** Of buyers who never leave the page. The words are ours. */
function leavesThePage(type: string, i: number) {
  return errors.rule(
    `The payment method \`${type}\` cannot be used when \`redirect_on_completion\` is \`never\`.`,
    `payment_method_types[${i}]`,
  );
}

/** Whether the page would have nothing to offer. */
function areHidden(types: readonly string[]): boolean {
  return types.every((type) => typeNamed(type).isHidden === true);
}

/**
 * Refuses options of offered types that do not fit, and to save methods that cannot be saved here, though Stripe saves
 * some of them.
 */
function checkOptions(types: readonly string[], given: Wire | undefined, currency: string | null): void {
  for (const type of types) {
    const options = optionsOf(type, given ?? {});
    if (currency !== null) typeNamed(type).checkOptions?.(options, currency);
    const { setup_future_usage: usage = "none" } = options;
    if (usage === "none" || isSavable(type)) continue;
    throw errors.notSupportedValue(`payment_method_options[${type}][setup_future_usage]`, String(usage));
  }
}

const TOTAL = "The Checkout Session's total amount due";

/** What a new session's payment is limited by, once its total is known; null if by nothing. */
function paidBy(session: Session): Pick<Wanted, "amount" | "currency"> | null {
  if (session.mode !== "payment" || session._line_items.some(isUndecided)) return null;
  const { amount_total: amount, currency } = session;
  return amount === 0 ? null : { amount, currency };
}

/** Whether a type takes the total of a session as it is now. */
export function takesTotal(session: Session, type: string): boolean {
  const payment = paidBy(session);
  return payment === null || boundOf(type, payment) === null;
}

/** Refuses to pay a session by a type that does not take its total. */
export function checkTakesTotal(session: Session, type: string): void {
  const payment = paidBy(session);
  if (payment !== null && boundOf(type, payment) !== null) throw outOfLimits(TOTAL, type, payment);
}

/**
 * A new session with its total, without those types of a configuration that do not take it. Refuses the total if the
 * request names such a type.
 */
export function withinLimits<S extends Session>(session: S): S {
  const { payment_method_types: types, payment_method_configuration_details: configuration } = session;
  if (configuration === null) {
    for (const type of types) checkTakesTotal(session, type);
    return session;
  }
  const taking = types.filter((type) => takesTotal(session, type));
  if (taking.length === types.length) return session;
  if (taking.length === 0) throw errors.rule(NONE_LEFT);
  const options = Object.entries(session.payment_method_options).filter(([type]) => taking.includes(type));
  return { ...session, payment_method_options: Object.fromEntries(options), payment_method_types: taking };
}

/** In Stripe's words, except for a type that the mode cannot use. */
function refusalOf(unfit: Unfit, type: string, i: number, wanted: Wanted) {
  const { currency, purpose } = wanted;
  switch (unfit) {
    case "amount":
      return outOfLimits(TOTAL, type, wanted);
    case "capture":
      return capturesAtOnce(type);
    case "country":
      return notActivated(type, i);
    case "currency":
      return errors.rule(
        `Invalid currency options \`\`${currency}\`\`. The payment method \`${type}\` only supports the following ` +
          `currencies: \`\`${currenciesOf(type)}\`\`.`,
      );
    case "guest":
      return needsCustomer(type, "Checkout Session");
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
  const allow_redirects = session._redirect_on_completion === "never" ? "never" : "always";
  return {
    // Set if the types come from a configuration and not from the request.
    automatic_payment_methods: isAutomatic ? ({ allow_redirects, enabled: true } as const) : null,
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
