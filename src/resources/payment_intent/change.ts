/** What may become of an intent besides its confirmation: updates, capture, cancellation, and the release by time. */
import { mergeMetadata } from "../../params/common.ts";
import type { ObjectValue } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import { type Charge, shippingRow } from "../charge.ts";
import { methodFrom, namedTypes, startedAfresh } from "../intents.ts";
import { refundCharge } from "../refund.ts";
import { byParam, byPath, type Call } from "../resource.ts";
import { cardOptionsOf, type PaymentIntent, threeDSecure } from "./intent.ts";
import type { captureParams, UpdateInput } from "./params.ts";
import { checkAmount, checkCancelable, checkCapturable, checkNotOfSession, checkUpdatable } from "./rules.ts";
import { capture, RELEASE_TIMER } from "./settle.ts";

export async function updateIntent(tx: Tx, call: Call<UpdateInput>): Promise<PaymentIntent> {
  const before = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  const { input } = call;
  checkUpdatable(before, input);
  if (input.amount !== undefined || input.currency !== undefined) {
    checkAmount(input.amount ?? before.amount, input.currency ?? before.currency);
  }
  const types = input._payment_method_types === undefined ? {} : namedTypes(input._payment_method_types);
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? before.customer;
  const method = await methodFrom(tx, input, "payment_intent", customer);
  const { shipping, metadata, payment_method_data: _data, payment_method_options, ...rest } = input;
  const { amount, currency, capture_method, description, receipt_email } = rest;
  const asked = payment_method_options?.card?.request_three_d_secure;
  const after: PaymentIntent = {
    ...before,
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(capture_method === undefined ? {} : { capture_method }),
    ...(description === undefined ? {} : { description }),
    ...(receipt_email === undefined ? {} : { receipt_email }),
    ...(rest.setup_future_usage === undefined ? {} : { setup_future_usage: rest.setup_future_usage }),
    ...(rest.statement_descriptor === undefined ? {} : { statement_descriptor: rest.statement_descriptor }),
    ...(rest.statement_descriptor_suffix === undefined
      ? {}
      : { statement_descriptor_suffix: rest.statement_descriptor_suffix }),
    ...(rest.transfer_group === undefined ? {} : { transfer_group: rest.transfer_group }),
    ...types,
    ...(shipping === undefined ? {} : { shipping: shipping === null ? null : shippingRow(shipping) }),
    ...(asked === undefined ? {} : threeDSecure(asked, cardOptionsOf(before))),
    ...(method === null ? {} : startedAfresh(method.id)),
    customer,
    metadata: mergeMetadata(before.metadata, metadata),
  };
  await tx.update(after); // there is no payment_intent.updated
  return after;
}

export async function captureIntent(
  tx: Tx,
  call: Call<ObjectValue<typeof captureParams>>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkCapturable(intent, call.input.amount_to_capture);
  const charge = await byParam<Charge>(tx, "charge", intent.latest_charge ?? "", "latest_charge");
  const { amount_to_capture, metadata, statement_descriptor, statement_descriptor_suffix } = call.input;
  const described: PaymentIntent = {
    ...intent,
    metadata: mergeMetadata(intent.metadata, metadata),
    statement_descriptor: statement_descriptor ?? intent.statement_descriptor,
    statement_descriptor_suffix: statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
  };
  return capture(tx, described, charge, amount_to_capture ?? intent.amount_capturable);
}

export async function cancelByApi(
  tx: Tx,
  call: Call<{ readonly cancellation_reason?: string }>,
): Promise<PaymentIntent> {
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  checkCancelable(intent);
  checkNotOfSession(intent, "cancel");
  return cancel(tx, intent, call.input.cancellation_reason ?? null);
}

/** Cancels an intent and lets go of what it had authorized. */
export async function cancel(tx: Tx, intent: PaymentIntent, reason: string | null): Promise<PaymentIntent> {
  const authorized = intent.status === "requires_capture" ? intent.latest_charge : null;
  const canceled: PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    canceled_at: tx.now,
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
    _attempt: null,
  };
  await tx.update(canceled);
  await tx.cancel(RELEASE_TIMER, intent.id);
  if (authorized !== null) {
    const charge = await byParam<Charge>(tx, "charge", authorized, "latest_charge");
    if (reason === "automatic") await tx.emit("charge.expired", charge);
    else await refundCharge(tx, charge, charge.amount);
  }
  await tx.emit("payment_intent.canceled", canceled);
  return canceled;
}

/** The timer: nobody captured what was authorized. */
export async function release(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<PaymentIntent>("payment_intent", id);
  if (intent?.status === "requires_capture") await cancel(tx, intent, "automatic");
}
