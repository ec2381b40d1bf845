/** A new setup intent, and its confirmation in stages. What settling does is in `settle.ts`. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import * as attempts from "../attempts.ts";
import { chosenTypes, methodFrom, secretFor, withStored } from "../intents.ts";
import { type Answer, type Begun, byParam, byPath, type Call, type Units } from "../resource.ts";
import { newSetupIntent, type SetupIntent, threeDSecure } from "./intent.ts";
import type { ConfirmInput, CreateInput } from "./params.ts";
import { checkConfirmable } from "./rules.ts";
import { settle } from "./settle.ts";

export const SETUPS: attempts.Attempts<SetupIntent> = {
  kind: "setup_intent",
  purpose: "setup",
  settle,
  lastError: (intent) => intent.last_setup_error,
};

export async function createIntent(tx: Tx, call: Call<CreateInput>): Promise<Begun> {
  const { input } = call;
  const types = await chosenTypes(tx, input);
  if (!input.confirm && input.return_url !== undefined) throw errors.onlyWhenConfirming("return_url");
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
    three_d_secure: input.payment_method_options?.card?.request_three_d_secure,
  });
  await tx.insert(intent);
  await tx.emit("setup_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}

export async function confirmIntent(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const intent = await byPath<SetupIntent>(tx, "setup_intent", call.id);
  const { input } = call;
  const method = await methodFrom(tx, withStored(intent, input), "setup_intent", intent.customer);
  const payment_method = method?.id ?? null;
  checkConfirmable(intent, payment_method);
  const asked = input.payment_method_options?.card?.request_three_d_secure;
  const changed = { ...intent, ...(asked === undefined ? {} : threeDSecure(asked)), payment_method };
  return attempt(tx, changed, input);
}

/** Writes down that the network is about to be asked. */
async function attempt(
  tx: Tx,
  intent: SetupIntent,
  input: Pick<ConfirmInput, "return_url" | "use_stripe_sdk">,
): Promise<Begun> {
  checkConfirmable(intent, intent.payment_method);
  return attempts.begin(tx, intent, {
    id: tx.newId("payatt_"),
    authentication: "none",
    off_session: false,
    // A client of the SDK shows the challenge itself, and needs no way back.
    return_url: input.use_stripe_sdk ? null : (input.return_url ?? null),
  });
}

export function finishAttempt(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, SETUPS, id);
}

/** The payer came back from the challenge. */
export function authenticated(units: Units, id: string, outcome: "failed" | "passed"): Promise<Answer> {
  return attempts.authenticated(units, SETUPS, id, outcome);
}
