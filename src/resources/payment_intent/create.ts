/** A new payment intent, and where asked for its confirmation at once. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { shippingRow } from "../charge.ts";
import { chosenTypes, methodFrom, secretFor } from "../intents.ts";
import { type Begun, byParam, type Call } from "../resource.ts";
import { attempt } from "./confirm.ts";
import { newIntent } from "./intent.ts";
import type { CreateInput } from "./params.ts";
import { checkAmount } from "./rules.ts";

/** What only a confirmation has a use for. */
const CONFIRMING_ONLY = ["error_on_requires_action", "off_session", "return_url", "use_stripe_sdk"] as const;

export async function createIntent(tx: Tx, call: Call<CreateInput>): Promise<Begun> {
  const { input } = call;
  checkAmount(input.amount, input.currency);
  const types = await chosenTypes(tx, input);
  if (!input.confirm) {
    for (const name of CONFIRMING_ONLY) {
      const given = input[name];
      if (given !== undefined && given !== false && given !== "false") throw errors.onlyWhenConfirming(name);
    }
  }
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const method = await methodFrom(tx, input, "payment_intent", input.customer ?? null);
  const id = tx.newId("pi_");
  const intent = newIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    amount: input.amount,
    currency: input.currency,
    capture_method: input.capture_method ?? "automatic_async",
    ...types,
    confirmation_method: input.confirmation_method ?? "automatic",
    customer: input.customer ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    payment_method: method?.id ?? null,
    receipt_email: input.receipt_email ?? null,
    setup_future_usage: input.setup_future_usage ?? null,
    shipping: input.shipping ? shippingRow(input.shipping) : null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    transfer_group: input.transfer_group ?? null,
    three_d_secure: input.payment_method_options?.card?.request_three_d_secure,
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}
