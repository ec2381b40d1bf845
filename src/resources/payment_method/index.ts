/**
 * Payment methods: what a customer pays with. Cards only so far, from the documented test numbers, tokens and
 * `pm_card_…` aliases. What a card does when money is asked for is left to `payment_methods/`.
 */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { ObjectValue } from "../../params/param.ts";
import { PAYMENT_METHODS } from "../../payment_methods/index.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import {
  byParam,
  type Call,
  defineResource,
  type Listed,
  listed,
  noParams,
  reads,
  reference,
  updateAndTell,
  whereOf,
  writes,
} from "../resource.ts";
import { declineDetails, renewed } from "./card.ts";
import {
  attachTo,
  createFromCard,
  detach,
  mergeBilling,
  methodInPath,
  type PaymentMethod,
  testCardOf,
} from "./method.ts";
import {
  attachParams,
  createParams,
  listParams,
  methodData,
  type ofCustomerParams,
  updateParams,
} from "./params.ts";

export {
  assertUsable,
  attachTo,
  createFromCard,
  detach,
  givenBy,
  type PaymentMethod,
  publicPaymentMethod,
  resolvePaymentMethod,
} from "./method.ts";
export { declineDetails, methodData };

async function create(tx: Tx, call: Call<ObjectValue<typeof createParams>>): Promise<PaymentMethod> {
  const { type, card, ...rest } = call.input;
  if (!Object.hasOwn(PAYMENT_METHODS, type)) throw errors.notSupportedValue("type", type);
  if (card === undefined) throw errors.missingParam("card");
  return createFromCard(tx, { card, ...rest });
}

/** A page of the payment methods of one customer, or of all. */
export function listMethods(
  reader: Reader,
  customer: string | undefined,
  input: ObjectValue<typeof ofCustomerParams>,
  url: string,
): Promise<Listed> {
  const { allow_redisplay, type } = input;
  const where = whereOf({ customer, type, allow_redisplay });
  return listed(reader, "payment_method", where, input, url);
}

async function list(reader: Reader, call: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  const { customer } = call.input;
  if (customer !== undefined) await byParam(reader, "customer", customer, "customer");
  return listMethods(reader, customer, call.input, call.path);
}

async function attach(tx: Tx, call: Call<ObjectValue<typeof attachParams>>): Promise<PaymentMethod> {
  const method = await methodInPath(tx, call.id);
  const customer = await byParam(tx, "customer", call.input.customer, "customer");
  return attachTo(tx, method, customer.id);
}

async function detachById(tx: Tx, call: Call<object>): Promise<PaymentMethod> {
  const method = await methodInPath(tx, call.id);
  if (method.customer === null) {
    throw errors.rule(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  const detached = await detach(tx, method);
  await forgetDefault(tx, method.customer, method.id);
  return detached;
}

/** As much of a customer as is needed here; the whole of it imports this file. */
interface Owner extends Row {
  readonly invoice_settings: { readonly default_payment_method: string | null };
}

async function forgetDefault(tx: Tx, customer: string, method: string): Promise<void> {
  const owner = await tx.get<Owner>("customer", customer);
  if (owner?.invoice_settings.default_payment_method !== method) return;
  await updateAndTell(tx, "customer.updated", owner, {
    ...owner,
    invoice_settings: { ...owner.invoice_settings, default_payment_method: null },
  });
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<PaymentMethod> {
  const before = await methodInPath(tx, call.id);
  if (before.customer === null) {
    throw errors.rule("You must save this PaymentMethod to a customer before you can update it.");
  }
  const { allow_redisplay, billing_details, card, metadata } = call.input;
  const after: PaymentMethod = {
    ...before,
    ...(allow_redisplay === undefined ? {} : { allow_redisplay }),
    billing_details: mergeBilling(before.billing_details, billing_details),
    ...(card === undefined ? {} : { card: { ...before.card, ...renewal(tx, before, card) } }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  return updateAndTell(tx, "payment_method.updated", before, after);
}

function renewal(tx: Tx, method: PaymentMethod, given: { exp_month?: number; exp_year?: number }) {
  const { exp_month = method.card.exp_month, exp_year = method.card.exp_year } = given;
  return renewed(testCardOf(method), exp_month, exp_year, tx.now);
}

export const paymentMethod = defineResource<PaymentMethod>({
  object: "payment_method",
  path: "/v1/payment_methods",
  permission: "payment_method",
  keys: (row) => ({ allow_redisplay: row.allow_redisplay, customer: row.customer, type: row.type }),
  expands: { customer: reference("customer") },
  operations: {
    "POST /": writes(createParams, create, { keys: "secret_or_publishable" }),
    "GET /": reads(listParams, list),
    // An alias in the path makes a payment method, so even this may write.
    "GET /:id": writes(noParams, (tx, call) => methodInPath(tx, call.id)),
    "POST /:id": writes(updateParams, update),
    "POST /:id/attach": writes(attachParams, attach),
    "POST /:id/detach": writes(noParams, detachById),
  },
});
