/**
 * Creates and confirms setup intents. How an attempt runs is in `../attempts.ts`; `settle.ts` writes its
 * outcome.
 */

import { errors } from "../../../core/errors.ts";
import { shownOptions } from "../../../method_types/index.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { checkAccepted, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { type Answer, type Begun, byParam, type Call, type Units } from "../../resource.ts";
import * as attempts from "../attempts.ts";
import { checkFitting, chosenTypes, SET_UP } from "../chosen_types.ts";
import { intentOf } from "../client_secret.ts";
import { checkNotDriven } from "../driven_by.ts";
import { changedOptions, checkAllowed, methodFrom, secretFor, withStored } from "../intents.ts";
import { acceptanceOf, checkMandate } from "../mandate.ts";
import { intentAnswer, notWaiting, settledAnswer, unconfirmed } from "../outcomes.ts";
import { checkReturnFor, returnUrlOf } from "../payer_action.ts";
import { checkSavable } from "../saved_debit.ts";
import { newSetupIntent, type SetupIntent } from "./intent.ts";
import type { ConfirmInput, CreateInput } from "./params.ts";
import { checkConfirmable } from "./rules.ts";
import { settle } from "./settle.ts";

export const SETUPS: attempts.Attempted<SetupIntent> = {
  kind: "setup_intent",
  asked: (intent) => ({
    payment_method: intent.payment_method,
    purpose: "setup",
    off_session: false,
    options: intent.payment_method_options,
  }),
  settle: async (tx, intent, _pending, method, result) =>
    settledAnswer(await settle(tx, intent, method, result)),
  answer: async (_tx, intent) => intentAnswer(intent, intent.last_setup_error),
  givenUp: unconfirmed,
  notWaiting,
};

export async function createIntent(tx: Tx, call: Call<CreateInput>): Promise<Begun> {
  const { input } = call;
  const types = await chosenTypes(tx, input, SET_UP);
  if (!input.confirm && input.return_url !== undefined) throw errors.onlyWhenConfirming("return_url");
  if (!input.confirm && input.mandate_data != null) throw errors.onlyWhenConfirming("mandate_data");
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? null;
  const method = await methodFrom(tx, input, "setup_intent", customer);
  const id = tx.newId("seti_");
  const intent = newSetupIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    customer,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    payment_method: method?.id ?? null,
    ...types,
    ...(input.usage === undefined ? {} : { usage: input.usage }),
    payment_method_options: shownOptions(
      "setup_intent",
      types.payment_method_types,
      input.payment_method_options,
    ),
  });
  await tx.insert(intent);
  await tx.emit("setup_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}

export async function confirmIntent(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await intentOf<SetupIntent>(tx, "setup_intent", call);
  checkNotDriven(intent, "confirm");
  const { input } = call;
  const method = await methodFrom(tx, withStored(intent, input), "setup_intent", intent.customer);
  const payment_method = method?.id ?? null;
  checkConfirmable(intent, payment_method);
  const payment_method_options = changedOptions(intent, input.payment_method_options);
  const changed = { ...intent, payment_method, payment_method_options };
  return attempt(tx, changed, input);
}

/** Stores an attempt before the network is asked. */
async function attempt(
  tx: Tx,
  intent: SetupIntent,
  input: Pick<ConfirmInput, "mandate_data" | "return_url" | "use_stripe_sdk">,
): Promise<Begun> {
  const { payment_method } = intent;
  checkConfirmable(intent, payment_method);
  const method = await byParam<PaymentMethod>(tx, "payment_method", payment_method, "payment_method");
  checkAllowed(method, intent.payment_method_types, "SetupIntent");
  checkFitting(tx, [method.type], SET_UP);
  checkAccepted(method, intent.payment_method_options);
  const acceptance = acceptanceOf(input.mandate_data);
  await checkMandate(tx, method, acceptance, "setup_intent");
  checkSavable(method);
  checkReturnFor(method, input.return_url, "setup_intent");
  return attempts.begin(
    tx,
    { ...intent, _acceptance: acceptance },
    {
      id: tx.newId("payatt_"),
      authentication: "none",
      return_url: returnUrlOf(input, method),
    },
  );
}

export function finishAttempt(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, SETUPS, id);
}

/** Continues after the payer has answered the challenge. */
export function authenticated(units: Units, id: string, outcome: "failed" | "passed"): Promise<Answer> {
  return attempts.authenticated(units, SETUPS, id, outcome);
}
