/** Creates a payment intent and, if the request says so, confirms it. */
import { errors } from "../../../core/errors.ts";
import { shownOptions } from "../../../method_types/index.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { type Begun, byParam, type Call } from "../../resource.ts";
import { shippingRow } from "../charge.ts";
import { chosenTypes } from "../chosen_types.ts";
import { checkAllowed, checkNoConfirmOptions, methodFrom, secretFor } from "../intents.ts";
import { attempt } from "./confirm.ts";
import { newIntent, wantedOf } from "./intent.ts";
import type { CreateInput } from "./params.ts";
import { checkAmount } from "./rules.ts";

/** Parameters that are allowed only if the request also confirms. */
const CONFIRMING_ONLY = [
  "error_on_requires_action",
  "mandate_data",
  "off_session",
  "return_url",
  "use_stripe_sdk",
] as const;

export async function createIntent(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<Begun> {
  checkAmount(input.amount, input.currency);
  const capture_method = input.capture_method ?? behaviour.capture_default;
  const types = await chosenTypes(tx, input, wantedOf({ ...input, capture_method }));
  if (!input.confirm) {
    for (const name of CONFIRMING_ONLY) {
      const given = input[name];
      if (given !== undefined && given !== false && given !== "false") throw errors.onlyWhenConfirming(name);
    }
    checkNoConfirmOptions(input.payment_method_options);
  }
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const method = await methodFrom(tx, input, "payment_intent", input.customer ?? null);
  if (method !== null) checkAllowed(method, types.payment_method_types, "PaymentIntent");
  const id = tx.newId("pi_");
  const intent = newIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    amount: input.amount,
    currency: input.currency,
    capture_method,
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
    payment_method_options: shownOptions(
      "payment_intent",
      types.payment_method_types,
      input.payment_method_options,
    ),
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}
