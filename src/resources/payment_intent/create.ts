/** A new payment intent, and where asked for its confirmation at once. */
import { errors } from "../../core/errors.ts";
import { clientSecret } from "../../core/ids.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { shippingRow } from "../charge.ts";
import { type Begun, byParam, type Call } from "../resource.ts";
import { attempt } from "./confirm.ts";
import { methodFrom } from "./given_method.ts";
import { newIntent } from "./intent.ts";
import type { CreateInput } from "./params.ts";
import { checkAmount, checkTypes } from "./rules.ts";

/** Cards are what the account's settings offer. */
const OFFERED_TYPES = ["card"];

export function secretFor(tx: Tx, id: string): string {
  return clientSecret(tx, id, tx.account);
}

/** Each account has one configuration of payment methods; its id follows from the account's. */
export function configurationOf({ account }: Tx): { readonly id: string; readonly parent: null } {
  const { id, tail } = account;
  return { id: `pmc_1${id.slice(6, 11)}${tail}${id.slice(6, 14)}`, parent: null };
}

export async function createIntent(tx: Tx, call: Call<CreateInput>): Promise<Begun> {
  const { input } = call;
  checkAmount(input.amount, input.currency);
  const explicit = input._payment_method_types;
  if (explicit !== undefined) checkTypes(explicit);
  if (explicit !== undefined && input.automatic_payment_methods?.enabled) {
    throw errors.rule(
      "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.",
      "automatic_payment_methods",
    );
  }
  if (!input.confirm) {
    for (const name of ["off_session", "return_url", "error_on_requires_action"] as const) {
      if (input[name] !== undefined && input[name] !== false) throw errors.onlyWhenConfirming(name);
    }
  }
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const method = await methodFrom(tx, input, input.customer ?? null);
  const id = tx.newId("pi_");
  const automatic = explicit === undefined && input.automatic_payment_methods?.enabled !== false;
  const intent = newIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    amount: input.amount,
    currency: input.currency,
    capture_method: input.capture_method ?? "automatic_async",
    payment_method_types: explicit ?? OFFERED_TYPES,
    automatic_payment_methods: automatic
      ? { allow_redirects: input.automatic_payment_methods?.allow_redirects ?? "always", enabled: true }
      : null,
    confirmation_method: input.confirmation_method ?? "automatic",
    customer: input.customer ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    payment_method: method?.id ?? null,
    payment_method_configuration_details: automatic ? configurationOf(tx) : null,
    receipt_email: input.receipt_email ?? null,
    setup_future_usage: input.setup_future_usage ?? null,
    shipping: input.shipping ? shippingRow(input.shipping) : null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    transfer_group: input.transfer_group ?? null,
    _three_d_secure: input.payment_method_options?.card?.request_three_d_secure ?? "automatic",
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return input.confirm ? attempt(tx, intent, input) : intent;
}
