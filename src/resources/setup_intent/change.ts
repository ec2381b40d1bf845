/** What may become of a setup intent besides its confirmation: updates and cancellation. */
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { methodFrom, namedTypes, startedAfresh } from "../intents.ts";
import { byParam, byPath, type Call } from "../resource.ts";
import { type SetupIntent, threeDSecure } from "./intent.ts";
import type { CancelInput, UpdateInput } from "./params.ts";
import { checkCancelable, checkMethodUpdatable, checkNotBusy } from "./rules.ts";

export async function updateIntent(tx: Tx, call: Call<UpdateInput>): Promise<SetupIntent> {
  const before = await byPath<SetupIntent>(tx, "setup_intent", call.id);
  checkNotBusy(before);
  const { input } = call;
  const { _payment_method_types: named, description, metadata } = input;
  const asked = input.payment_method_options?.card?.request_three_d_secure;
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? before.customer;
  const method = await methodFrom(tx, input, "setup_intent", customer);
  if (method !== null) checkMethodUpdatable(before);
  const after: SetupIntent = {
    ...before,
    ...(description === undefined ? {} : { description }),
    ...(named === undefined ? {} : namedTypes(named)),
    ...(asked === undefined ? {} : threeDSecure(asked)),
    ...(method === null ? {} : startedAfresh(method.id)),
    customer,
    metadata: mergeMetadata(before.metadata, metadata),
  };
  await tx.update(after); // there is no setup_intent.updated
  return after;
}

export async function cancelIntent(tx: Tx, call: Call<CancelInput>): Promise<SetupIntent> {
  const intent = await byPath<SetupIntent>(tx, "setup_intent", call.id);
  checkCancelable(intent);
  const canceled: SetupIntent = {
    ...intent,
    cancellation_reason: call.input.cancellation_reason ?? null,
    next_action: null,
    status: "canceled",
    _attempt: null,
  };
  await tx.update(canceled);
  await tx.emit("setup_intent.canceled", canceled);
  return canceled;
}
