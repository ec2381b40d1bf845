/**
 * Confirms a payment intent: the attempt is stored here, `../attempts.ts` takes it through the network, and
 * `settle.ts` writes its outcome. A checkout session uses only `settle`.
 */

import type { AttemptResult } from "../../../method_types/attempt_result.ts";
import { optionsOf, typeNamed } from "../../../method_types/index.ts";
import type { Tx } from "../../../storage/port.ts";
import { checkAccepted, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { type Answer, type Begun, byParam, byPath, type Call, type Units } from "../../resource.ts";
import * as attempts from "../attempts.ts";
import { checkFitting, namedTypes } from "../chosen_types.ts";
import { intentOf } from "../client_secret.ts";
import { checkNotDriven } from "../driven_by.ts";
import { changedOptions, checkAllowed, checkConfirmOptions, methodFrom, withStored } from "../intents.ts";
import { acceptanceOf, checkMandate } from "../mandate.ts";
import { intentAnswer, notWaiting, settledAnswer, unconfirmed } from "../outcomes.ts";
import { checkReturnFor, returnUrlOf } from "../payer_action.ts";
import { checkSavable } from "../saved_debit.ts";
import { voucherOf } from "./concluded_later.ts";
import { futureUsageOf, type PaymentIntent, shippedTo, wantedOf } from "./intent.ts";
import type { ConfirmInput } from "./params.ts";
import { checkConfirmable, checkFromBrowser, checkHasMethod, checkReturnUrl } from "./rules.ts";
import { settle } from "./settle.ts";

export const PAYMENTS: attempts.Attempted<PaymentIntent> = {
  kind: "payment_intent",
  asked: (intent, { off_session }) => ({
    payment_method: intent.payment_method,
    purpose: "payment",
    off_session,
    options: intent.payment_method_options,
  }),
  settle: async (tx, intent, _pending, method, result) =>
    settledAnswer(await settle(tx, intent, method, forDriver(intent, result))),
  answer: async (_tx, intent) => intentAnswer(intent, intent.last_payment_error),
  givenUp: unconfirmed,
  notWaiting,
};

function forDriver({ _driven_by: driver }: PaymentIntent, result: AttemptResult): AttemptResult {
  return driver?.kind === "invoice" ? forInvoice(result) : result;
}

/**
 * Pure: what a result means for the intent of an invoice. A payer who is absent cannot authenticate, so the
 * network declines; the invoice waits for them instead (Stripe docs, billing, "Requires action").
 */
export function forInvoice(result: AttemptResult): AttemptResult {
  const isAwaited = result.result === "declined" && result.decline.code === "authentication_required";
  return isAwaited ? { result: "needs_action" } : result;
}

export async function confirmIntent(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await intentOf<PaymentIntent>(tx, "payment_intent", call);
  const { fromBrowser, input } = call;
  checkNotDriven(intent, "confirm");
  checkConfirmable(intent);
  if (fromBrowser) checkFromBrowser(intent, input);
  const wanted = wantedOf({ ...intent, ...input });
  const named =
    input.payment_method_types === undefined ? {} : namedTypes(tx, input.payment_method_types, wanted);
  const method = await methodFrom(
    tx,
    withStored(intent, input),
    "payment_intent",
    intent.customer,
    voucherOf(intent),
  );
  const { receipt_email, setup_future_usage, shipping, capture_method } = input;
  const changed: PaymentIntent = {
    ...intent,
    ...(capture_method === undefined ? {} : { capture_method }),
    ...(receipt_email === undefined ? {} : { receipt_email }),
    ...(setup_future_usage === undefined ? {} : { setup_future_usage }),
    ...(shipping === undefined ? {} : shippedTo(shipping, fromBrowser)),
    ...named,
    payment_method_options: changedOptions({ ...intent, ...named }, input.payment_method_options),
    payment_method: method?.id ?? intent.payment_method,
  };
  return attempt(tx, changed, input, fromBrowser);
}

/** Stores an attempt before the network is asked. `fromBrowser` is whether the payer's own browser confirms. */
export async function attempt(
  tx: Tx,
  intent: PaymentIntent,
  input: Pick<
    ConfirmInput,
    | "error_on_requires_action"
    | "mandate_data"
    | "off_session"
    | "payment_method_options"
    | "return_url"
    | "use_stripe_sdk"
  >,
  fromBrowser = false,
): Promise<attempts.Unfinished> {
  const { _authenticated: passed, payment_method } = intent;
  checkHasMethod(intent, payment_method);
  const method = await byParam<PaymentMethod>(tx, "payment_method", payment_method, "payment_method");
  checkAllowed(method, intent.payment_method_types, "PaymentIntent");
  checkFitting(tx, [method.type], { ...wantedOf(intent), isOfGuest: intent.customer === null });
  typeNamed(method.type).checkOptions?.(
    optionsOf(method.type, intent.payment_method_options),
    intent.currency,
  );
  checkAccepted(method, intent.payment_method_options);
  checkConfirmOptions(method, input.payment_method_options);
  const acceptance = acceptanceOf(input.mandate_data);
  await checkMandate(tx, method, acceptance, "payment_intent");
  if (futureUsageOf(intent, method.type) !== null) checkSavable(method);
  // Stripe.js shows challenges itself.
  if (!(fromBrowser && input.use_stripe_sdk)) checkReturnUrl(intent, input.return_url ?? null);
  const isOffSession = input.off_session !== undefined && input.off_session !== "false";
  if (!isOffSession) checkReturnFor(method, input.return_url, "payment_intent");
  return attempts.begin(
    tx,
    { ...intent, _acceptance: acceptance, _authenticated: null },
    {
      id: tx.newId("payatt_"),
      authentication: passed !== null && passed === payment_method ? "passed" : "none",
      off_session: isOffSession,
      return_url: returnUrlOf(input, method),
      refuse_action: input.error_on_requires_action ?? false,
    },
  );
}

export function finishAttempt(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, PAYMENTS, id);
}

/** Continues after the payer has answered the challenge of an intent that no session drives. */
export async function authenticated(units: Units, id: string, outcome: "failed" | "passed"): Promise<Answer> {
  const waiting = outcome === "passed" ? await units((tx) => handBack(tx, id)) : null;
  return waiting ?? attempts.authenticated(units, PAYMENTS, id, outcome);
}

/**
 * An intent with manual confirmation goes back to its server, which confirms it again; null for other
 * intents.
 */
async function handBack(tx: Tx, id: string): Promise<PaymentIntent | null> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
  if (intent.confirmation_method !== "manual" || intent._challenge === null) return null;
  const waiting: PaymentIntent = {
    ...intent,
    next_action: null,
    status: "requires_confirmation",
    _challenge: null,
    _authenticated: intent.payment_method,
  };
  await tx.update(waiting);
  return waiting;
}
