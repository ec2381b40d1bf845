/**
 * Payment methods: what a customer pays with; their operations. Everything that depends on the type of a
 * method, such as test cards and `pm_card_…` aliases, is in `method_types/`.
 */
import { errors } from "../../../core/errors.ts";
import { isImplemented, typeNamed } from "../../../method_types/index.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Data, Reader, Row, Tx } from "../../../storage/port.ts";
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
  type Wire,
  whereOf,
  writes,
} from "../../resource.ts";
import {
  attachTo,
  checkHashes,
  createMethod,
  detach,
  heldOf,
  mergeBilling,
  methodInPath,
  type PaymentMethod,
} from "./method.ts";
import {
  attachParams,
  billingDetailsParam,
  createParams,
  listParams,
  methodData,
  ofCustomerParams,
  typedData,
  updateParams,
} from "./params.ts";

export {
  answeredMethod,
  assertUsable,
  attachTo,
  cardOfToken,
  checkAccepted,
  checkHashes,
  createMethod,
  detach,
  heldOf,
  keptAs,
  type PaymentMethod,
  payingLater,
  publicPaymentMethod,
  resolvePaymentMethod,
  usedMethod,
  wrongTriesOf,
} from "./method.ts";
export { billingDetailsParam, methodData, ofCustomerParams, typedData };

async function create(tx: Tx, call: Call<ObjectValue<typeof createParams>>): Promise<PaymentMethod> {
  const { type, allow_redisplay, billing_details, metadata } = call.input;
  if (!isImplemented(type)) throw errors.notSupportedValue("type", type);
  checkHashes(type, call.input);
  const data = (call.input as Wire)[type];
  return createMethod(tx, { type, data, path: type, allow_redisplay, billing_details, metadata });
}

/** A page of the payment methods of one customer, or of all customers. */
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

/**
 * The part of a customer that is needed here. `Customer` cannot be imported, since its file imports this one.
 */
interface Owner extends Row {
  readonly default_source: string | null;
  readonly invoice_settings: { readonly default_payment_method: string | null };
}

async function forgetDefault(tx: Tx, customer: string, method: string): Promise<void> {
  const owner = await tx.get<Owner>("customer", customer);
  if (owner === null) return;
  const { default_source, invoice_settings: settings } = owner;
  const isDefault = settings.default_payment_method === method;
  if (!isDefault && default_source !== method) return;
  await updateAndTell(tx, "customer.updated", owner, {
    ...owner,
    default_source: default_source === method ? null : default_source,
    invoice_settings: isDefault ? { ...settings, default_payment_method: null } : settings,
  });
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<PaymentMethod> {
  const before = await methodInPath(tx, call.id);
  if (before.customer === null) {
    throw errors.rule("You must save this PaymentMethod to a customer before you can update it.");
  }
  const { allow_redisplay, billing_details, metadata } = call.input;
  const changes = (call.input as Wire)[before.type];
  const after: PaymentMethod = {
    ...before,
    ...(allow_redisplay === undefined ? {} : { allow_redisplay }),
    billing_details: mergeBilling(before.billing_details, billing_details),
    ...(changes === undefined ? {} : { [before.type]: changedDetails(tx, before, changes) }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  return updateAndTell(tx, "payment_method.updated", before, after);
}

function changedDetails(tx: Tx, method: PaymentMethod, changes: unknown): unknown {
  return typeNamed(method.type).family.changed(heldOf(method), changes, tx.now);
}

/**
 * Brings an older row to today's shape. Such rows had the internal fields of cards at the top: which test
 * card it is, whether a security code was given, whether it was made from an alias, and whether it was set up
 * for payments without the payer.
 */
function withSimulated(row: Data): Data {
  const { _card, _cvc_given, _from_alias, _set_up, ...rest } = row;
  const _simulated = { card: _card, cvc_given: _cvc_given, from_alias: _from_alias, set_up: _set_up };
  return { ...rest, _simulated };
}

export const paymentMethod = defineResource<PaymentMethod>({
  object: "payment_method",
  path: "/v1/payment_methods",
  permission: "payment_method",
  row: { upgrades: [withSimulated] },
  keys: (row) => ({ allow_redisplay: row.allow_redisplay, customer: row.customer, type: row.type }),
  expands: { customer: reference("customer") },
  operations: {
    "POST /": writes(createParams, create, { keys: "secret_or_publishable" }),
    "GET /": reads(listParams, list),
    // An alias in the path makes a new payment method, so this GET may write.
    "GET /:id": writes(noParams, (tx, call) => methodInPath(tx, call.id)),
    "POST /:id": writes(updateParams, update),
    "POST /:id/attach": writes(attachParams, attach),
    "POST /:id/detach": writes(noParams, detachById),
  },
});
