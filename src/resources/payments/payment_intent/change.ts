/**
 * Changes to a payment intent besides its confirmation: update, capture, cancellation, and the release of an
 * authorization that expires.
 */
import { awaitsVerification } from "../../../method_types/microdeposits.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { PaymentMethod } from "../../customers/payment_method/index.ts";
import { byParam, byPath, type Call } from "../../resource.ts";
import type { Charge } from "../charge.ts";
import { type ChosenTypes, chosenTypes, namedTypes } from "../chosen_types.ts";
import { checkNotDriven } from "../driven_by.ts";
import {
  changedOptions,
  checkAllowed,
  checkNoConfirmOptions,
  methodFrom,
  startedAfresh,
} from "../intents.ts";
import { refundCharge } from "../refund/index.ts";
import { capture, RELEASE_TIMER } from "./approved.ts";
import { CONCLUDE_TIMER, isVoucher, voucherOf } from "./concluded_later.ts";
import { type PaymentIntent, shippedTo, wantedOf } from "./intent.ts";
import type { captureParams, UpdateInput } from "./params.ts";
import { checkAmount, checkCancelable, checkCapturable, checkUpdatable } from "./rules.ts";
import { isTransfer, releaseCash } from "./transfer.ts";

export async function updateIntent(tx: Tx, call: Call<UpdateInput>): Promise<PaymentIntent> {
  const before = await byPath<PaymentIntent>(tx, "payment_intent", call.id);
  const { input } = call;
  checkUpdatable(before, input);
  checkNoConfirmOptions(input.payment_method_options);
  if (input.amount !== undefined || input.currency !== undefined) {
    checkAmount(input.amount ?? before.amount, input.currency ?? before.currency);
  }
  const types = await changedTypes(tx, before, input);
  if (input.customer !== undefined) await byParam(tx, "customer", input.customer, "customer");
  const customer = input.customer ?? before.customer;
  const method = await methodFrom(tx, input, "payment_intent", customer, voucherOf(before));
  if (method !== null) checkAllowed(method, types.payment_method_types, "PaymentIntent");
  const { shipping, metadata, payment_method_data: _data, payment_method_options, ...rest } = input;
  const { amount, currency, capture_method, description, receipt_email } = rest;
  const fresh = restarted(before, input, method);
  const after: PaymentIntent = {
    ...(fresh === null ? before : await releaseCash(tx, before)),
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
    ...(shipping === undefined ? {} : shippedTo(shipping, false)),
    payment_method_options: changedOptions({ ...before, ...types }, payment_method_options),
    ...fresh,
    customer,
    metadata: mergeMetadata(before.metadata, metadata),
  };
  await tx.update(after); // Stripe has no event `payment_intent.updated`
  if (!isVoucher(after)) await freeMethod(tx, voucherOf(before));
  return after;
}

/** The method of a voucher that is not paid any more can be confirmed again. */
async function freeMethod(tx: Tx, id: string | null): Promise<void> {
  const method = id === null ? null : await tx.get<PaymentMethod>("payment_method", id);
  if (method !== null) await tx.update<PaymentMethod>({ ...method, _used_up: false });
}

/**
 * A new method is confirmed anew. So is a voucher after a change of anything that it was issued for: whoever holds it
 * would pay something else.
 */
function restarted(
  before: PaymentIntent,
  input: UpdateInput,
  method: PaymentMethod | null,
): Partial<PaymentIntent> | null {
  if (method !== null) return startedAfresh(method.id);
  const isStale =
    (isVoucher(before) && ISSUED_FOR.some((name) => input[name] !== undefined)) ||
    (awaitsVerification(before) && CONFIRMED_WITH.some((name) => input[name] !== undefined)) ||
    (isTransfer(before) && input.customer !== undefined);
  return isStale && before.payment_method !== null ? startedAfresh(before.payment_method) : null;
}

/** What a confirmation is checked against. An account that is being verified can pay another amount. */
const CONFIRMED_WITH = [
  "capture_method",
  "currency",
  "payment_method_options",
  "payment_method_types",
] as const;
const ISSUED_FOR = ["amount", ...CONFIRMED_WITH] as const;

/** The types that an intent accepts after an update: those that it names, or anew those that fit it. */
async function changedTypes(tx: Tx, before: PaymentIntent, input: UpdateInput): Promise<ChosenTypes> {
  const { automatic_payment_methods: automatic, payment_method_configuration_details: chosenBy } = before;
  const { payment_method_types: named, amount, currency, capture_method, setup_future_usage } = input;
  const wanted = wantedOf({ ...before, ...input });
  if (named !== undefined) return namedTypes(tx, named, wanted);
  if ([amount, currency, capture_method, setup_future_usage].every((given) => given === undefined)) {
    return {
      automatic_payment_methods: automatic,
      payment_method_configuration_details: chosenBy,
      payment_method_types: before.payment_method_types,
    };
  }
  if (automatic === null) return namedTypes(tx, before.payment_method_types, wanted);
  const configuration = chosenBy === null ? {} : { payment_method_configuration: chosenBy.id };
  return chosenTypes(tx, { automatic_payment_methods: automatic, ...configuration }, wanted);
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
  checkNotDriven(intent, "cancel");
  return cancel(tx, intent, call.input.cancellation_reason ?? null);
}

/** Cancels an intent, and releases what it had authorized or what a balance had paid of it. */
export async function cancel(tx: Tx, before: PaymentIntent, reason: string | null): Promise<PaymentIntent> {
  const intent = await releaseCash(tx, before);
  const authorized = intent.status === "requires_capture" ? intent.latest_charge : null;
  const canceled: PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    canceled_at: tx.now,
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
    _attempt: null,
    _challenge: null,
  };
  await tx.update(canceled);
  await tx.cancel(RELEASE_TIMER, intent.id);
  await tx.cancel(CONCLUDE_TIMER, intent.id);
  if (intent.status === "processing") await failPending(tx, intent);
  if (authorized !== null) {
    const charge = await byParam<Charge>(tx, "charge", authorized, "latest_charge");
    if (reason === "automatic") await tx.emit("charge.expired", charge);
    else await refundCharge(tx, charge, charge.amount);
  }
  await tx.emit("payment_intent.canceled", canceled);
  return canceled;
}

/** The bank is not asked any more for the money of a canceled intent. */
async function failPending(tx: Tx, { latest_charge }: PaymentIntent): Promise<void> {
  const pending = await byParam<Charge>(tx, "charge", latest_charge ?? "", "latest_charge");
  const failed: Charge = { ...pending, amount_captured: 0, captured: false, status: "failed" };
  await tx.update(failed);
  await tx.emit("charge.failed", failed);
}

/** Runs when an authorization's timer is due: cancels the intent if nobody has captured it. */
export async function release(tx: Tx, id: string): Promise<void> {
  const intent = await tx.get<PaymentIntent>("payment_intent", id);
  if (intent?.status === "requires_capture") await cancel(tx, intent, "automatic");
}
