/** Changes to a setup intent besides its confirmation: update and cancellation. */
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { byParam, byPath, type Call } from "../../resource.ts";
import { namedTypes, SET_UP } from "../chosen_types.ts";
import { checkNotDriven } from "../driven_by.ts";
import { changedOptions, methodFrom, startedAfresh } from "../intents.ts";
import { abandonAttempt } from "../setup_attempt.ts";
import type { SetupIntent } from "./intent.ts";
import type { CancelInput, UpdateInput } from "./params.ts";
import { checkCancelable, checkMethodUpdatable, checkNotBusy } from "./rules.ts";

/** Parameters that attempts depend on, which only the object that drives the intent may change. */
const FROZEN = ["customer", "payment_method", "payment_method_data"] as const;

export async function updateIntent(tx: Tx, call: Call<UpdateInput>): Promise<SetupIntent> {
  const before = await byPath<SetupIntent>(tx, "setup_intent", call.id);
  checkNotBusy(before);
  const { input } = call;
  if (FROZEN.some((name) => input[name] !== undefined)) checkNotDriven(before, "update");
  const { payment_method_types, description, metadata } = input;
  const named = payment_method_types === undefined ? {} : namedTypes(tx, payment_method_types, SET_UP);
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? before.customer;
  const method = await methodFrom(tx, input, "setup_intent", customer);
  if (method !== null) checkMethodUpdatable(before);
  const after: SetupIntent = {
    ...before,
    ...(description === undefined ? {} : { description }),
    ...named,
    payment_method_options: changedOptions({ ...before, ...named }, input.payment_method_options),
    ...(method === null ? {} : startedAfresh(method.id)),
    customer,
    metadata: mergeMetadata(before.metadata, metadata),
  };
  await tx.update(after); // Stripe has no event `setup_intent.updated`
  return after;
}

export async function cancelByApi(tx: Tx, call: Call<CancelInput>): Promise<SetupIntent> {
  const intent = await byPath<SetupIntent>(tx, "setup_intent", call.id);
  checkCancelable(intent);
  checkNotDriven(intent, "cancel");
  return cancel(tx, intent, call.input.cancellation_reason ?? null);
}

export async function cancel(
  tx: Tx,
  intent: SetupIntent,
  reason: SetupIntent["cancellation_reason"],
): Promise<SetupIntent> {
  const canceled: SetupIntent = {
    ...intent,
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(canceled);
  await abandonAttempt(tx, intent);
  await tx.emit("setup_intent.canceled", canceled);
  return canceled;
}
