/**
 * `mode=payment`: a one-time sale. A payment intent pays the session, and it gets an invoice if the shop
 * wants one. A session that costs nothing is completed without the network and without an intent.
 */

import { inWireOrder } from "../../../../core/canonical.ts";
import { errors } from "../../../../core/errors.ts";
import type { AttemptResult } from "../../../../method_types/attempt_result.ts";
import { checkNoSetupOptions } from "../../../../method_types/session_options.ts";
import { mergeMetadata } from "../../../../params/common.ts";
import type { Tx } from "../../../../storage/port.ts";
import type { Price } from "../../../catalog/price/index.ts";
import type { Charge } from "../../../payments/charge.ts";
import { shippingRow } from "../../../payments/charge.ts";
import { secretFor } from "../../../payments/intents.ts";
import {
  cancel,
  isCovered,
  newIntent,
  type PaymentIntent,
  settle,
} from "../../../payments/payment_intent/index.ts";
import { byPath } from "../../../resource.ts";
import { withCustomer } from "../buyer/customer.ts";
import type { CreateInput } from "../params/session_params.ts";
import { NEW_SESSION } from "../row/defaults.ts";
import type { CustomerDetails, InvoiceData, PaymentData } from "../row/parts.ts";
import { isCapturedLater, isSavedFor, shippingDetailsOf } from "../row/parts.ts";
import type { PaymentSession, Session } from "../row/session.ts";
import { reserveInvoiceId, settleInvoice, writeInvoice } from "./invoice.ts";
import type { Beginning, Mode, SettledSession, Tried } from "./mode.ts";
import { checkNoCollection, soldIn } from "./mode_rules.ts";
import { methodsOf, redisplayed, savedOptionsRow } from "./offered_methods.ts";

export const payment: Mode<PaymentSession> = {
  name: "payment",
  refuses: ["setup_intent_data", "subscription_data"],
  needsLineItems: true,
  checkInput: (input) => {
    checkNoCollection(input);
    checkNoSetupOptions(input.payment_method_options, "payment");
    if (input.submit_type !== "subscribe") return;
    throw errors.rule("`submit_type` `subscribe` can only be used in `subscription` mode.", "submit_type");
  },
  checkPrice,
  checkLines: () => {},
  terms: (_ids, { input, customer, currency, behaviour }) => {
    const customer_creation = customer === null ? (input.customer_creation ?? "if_required") : null;
    return {
      ...NO_FIGURES,
      currency: soldIn(currency),
      customer_creation,
      invoice_creation: invoiceCreationRow(input.invoice_creation),
      payment_method_collection: behaviour.method_collection_default,
      payment_status: "unpaid",
      saved_payment_method_options: savedOptionsRow(
        input,
        customer !== null || customer_creation === "always",
      ),
      _payment: paymentData(input, behaviour),
    };
  },
  termsAgain: (_ids, { currency, invoice_creation, _payment }) => ({
    ...NO_FIGURES,
    currency,
    invoice_creation,
    _payment,
  }),
  begin: async () => {},
  shownDetails: (details) => details,
  needsMethod: (session) => session.amount_total > 0,
  savesMethod: (session) => session._payment.setup_future_usage !== null,
  purpose: (session) => (session.amount_total > 0 ? "payment" : null),
  settle: (tx, session, details, tried) =>
    tried === null ? settleForNothing(tx, session, details) : settleTried(tx, session, details, tried),
  intentOf: async (reader, { payment_intent: id }) =>
    id === null ? null : reader.get<PaymentIntent>("payment_intent", id),
  release: cancelIntent,
};

// --- a new session ----------------------------------------------------------------------------------------

/** What a new session begins with, before its figures are calculated. */
const NO_FIGURES = {
  mode: "payment",
  amount_subtotal: 0,
  amount_total: 0,
  discounts: [],
  payment_intent: null,
  setup_intent: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  _intent: null,
  _setup: null,
  _subscription: null,
} as const;

function checkPrice(price: Price): void {
  if (price.recurring === null) return;
  throw errors.rule(
    "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only " +
      "one-time prices.",
  );
}

function invoiceCreationRow(given: CreateInput["invoice_creation"]): PaymentSession["invoice_creation"] {
  const enabled = given?.enabled ?? false;
  if (given === undefined || (!enabled && given.invoice_data === undefined))
    return NEW_SESSION.invoice_creation;
  const data = given.invoice_data ?? {};
  const rendering = data.rendering_options ?? null;
  const invoice_data: InvoiceData = {
    account_tax_ids: data.account_tax_ids ?? null,
    custom_fields: data.custom_fields ?? null,
    description: data.description ?? null,
    footer: data.footer ?? null,
    issuer: enabled ? { type: "self" } : null,
    metadata: mergeMetadata({}, data.metadata),
    rendering_options:
      rendering === null
        ? null
        : { amount_tax_display: rendering.amount_tax_display ?? null, template: null },
  };
  return { enabled, invoice_data };
}

function paymentData(input: CreateInput, { capture_default }: Beginning["behaviour"]): PaymentData {
  const given = input.payment_intent_data;
  return {
    capture_method: given?.capture_method ?? capture_default,
    description: given?.description ?? null,
    metadata: mergeMetadata({}, given?.metadata),
    receipt_email: given?.receipt_email ?? null,
    setup_future_usage: given?.setup_future_usage ?? null,
    shipping: given?.shipping === undefined ? null : shippingRow(given.shipping),
    statement_descriptor: given?.statement_descriptor ?? null,
    statement_descriptor_suffix: given?.statement_descriptor_suffix ?? null,
    transfer_group: given?.transfer_group ?? null,
  };
}

// --- settling ---------------------------------------------------------------------------------------------

async function settleTried(
  tx: Tx,
  session: PaymentSession,
  details: CustomerDetails,
  { method, result }: Tried,
): Promise<SettledSession> {
  const paying = await payingSession(tx, session, details, method.type, result);
  const isSaved = paying._buyer.save || isSavedFor(paying, [method.type]);
  const trying = isSaved ? redisplayed(method, paying) : method;
  const settled = await settle(tx, await intentFor(tx, paying), trying, result);
  const { intent, error } = settled;
  const withIntent: PaymentSession = { ...paying, payment_intent: intent.id };
  if (error !== null) return { outcome: "failed", session: withIntent, error };
  if (result.result === "needs_action") return { outcome: "waiting", session: withIntent, intent };
  return {
    outcome: "done",
    session: { ...withIntent, payment_status: intent.status === "succeeded" ? "paid" : "unpaid" },
    intent,
    after: async (later, complete: PaymentSession) => {
      await writeInvoice(later, complete, intent);
      await settled.after?.(later);
      await settleInvoice(later, complete);
    },
  };
}

/** Nothing to pay: the session has no intent, and that of an earlier attempt is canceled. */
async function settleForNothing(
  tx: Tx,
  session: PaymentSession,
  details: CustomerDetails,
): Promise<SettledSession> {
  const owned = await withCustomer(
    tx,
    session,
    details,
    wantsCustomer(session, session.payment_method_types),
  );
  const isCaptured = isCapturedLater(session, session.payment_method_types);
  const paying = isCaptured ? owned : await reserveInvoiceId(tx, owned);
  await cancelIntent(tx, paying);
  return {
    outcome: "done",
    session: { ...paying, payment_intent: null, payment_status: "no_payment_required" },
    intent: null,
    after: async (later, complete: PaymentSession) => {
      await writeInvoice(later, complete, null);
      await settleInvoice(later, complete);
    },
  };
}

/** The session of an attempt that went well: with its customer, and once it is paid with the id of its invoice. */
async function payingSession(
  tx: Tx,
  session: PaymentSession,
  details: CustomerDetails,
  type: string,
  { result }: AttemptResult,
): Promise<PaymentSession> {
  if (result === "needs_action" || result === "declined" || result === "action_failed") return session;
  const paying = await withCustomer(tx, session, details, wantsCustomer(session, [type]));
  const { amount_total: amount, currency, customer } = paying;
  const isPaidNow =
    result === "approved" ||
    (result === "awaits_funds" && (await isCovered(tx, customer, { amount, currency })));
  return !isPaidNow || isCapturedLater(session, [type]) ? paying : reserveInvoiceId(tx, paying);
}

/** A customer is created if the shop asks for it, or if an invoice or a saved payment method needs one. */
function wantsCustomer(session: PaymentSession, types: readonly string[]): boolean {
  const { customer_creation, invoice_creation, _buyer: buyer } = session;
  return (
    customer_creation === "always" || invoice_creation.enabled || buyer.save || isSavedFor(session, types)
  );
}

/** Cancels the intent of earlier attempts, which nobody will pay. */
async function cancelIntent(tx: Tx, { payment_intent: id }: PaymentSession): Promise<void> {
  const intent = id === null ? null : await tx.get<PaymentIntent>("payment_intent", id);
  if (intent !== null && intent.status !== "canceled") await cancel(tx, intent, null);
}

/** The session's intent: that of an earlier attempt, with what has changed since, or a new one. */
async function intentFor(tx: Tx, session: PaymentSession): Promise<PaymentIntent> {
  const { _payment: payment, _buyer: buyer } = session;
  const collected = shippingDetailsOf(buyer);
  const shipping =
    collected === null
      ? payment.shipping
      : { ...collected, carrier: null, phone: buyer.phone, tracking_number: null };
  const changing = {
    amount: session.amount_total,
    customer: session.customer,
    setup_future_usage: buyer.save
      ? (payment.setup_future_usage ?? "on_session")
      : payment.setup_future_usage,
    shipping: shipping === null ? null : inWireOrder(shipping),
  };
  if (session.payment_intent !== null) {
    const earlier = await byPath<PaymentIntent>(tx, "payment_intent", session.payment_intent);
    return { ...earlier, ...changing, next_action: null, _invoice: session.invoice };
  }
  const id = tx.newId("pi_");
  const intent = newIntent({
    ...payment,
    ...changing,
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    currency: session.currency,
    ...methodsOf(session, "payment_intent"),
    _driven_by: { kind: "checkout.session", id: session.id },
    _invoice: session.invoice,
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return intent;
}

/** Tells that the bank has not paid after the session was completed. */
export async function failedLater(tx: Tx, intent: PaymentIntent): Promise<void> {
  const session = await unpaidSessionOf(tx, intent);
  if (session !== null) await tx.emit("checkout.session.async_payment_failed", session);
}

/** The completed session that waits for the intent to be paid; null if none does. */
async function unpaidSessionOf(
  tx: Tx,
  { _driven_by: driver }: PaymentIntent,
): Promise<PaymentSession | null> {
  if (driver?.kind !== "checkout.session") return null;
  const session = await tx.get<Session>("checkout.session", driver.id);
  const isWaiting =
    session?.mode === "payment" && session.status === "complete" && session.payment_status === "unpaid";
  return isWaiting ? session : null;
}

/**
 * Marks the session as paid when its authorized payment is captured, or when the bank has paid. Makes its invoice if it
 * wants one; not if only a part was captured, since it would state the whole amount.
 */
export async function paidLater(tx: Tx, intent: PaymentIntent): Promise<void> {
  const session = await unpaidSessionOf(tx, intent);
  if (session === null) return;
  const captured: PaymentSession = { ...session, payment_status: "paid" };
  const paid =
    intent.amount_received === session.amount_total ? await reserveInvoiceId(tx, captured) : captured;
  await tx.update(paid);
  const charge = await byPath<Charge>(tx, "charge", intent.latest_charge ?? "");
  // A capture is the shop's own doing, and not told.
  if (!isCapturedLater(session, [charge.payment_method_details.type])) {
    await tx.emit("checkout.session.async_payment_succeeded", paid);
  }
  if (paid.invoice === null) return;
  await tx.update<PaymentIntent>({ ...intent, _invoice: paid.invoice });
  await tx.update<Charge>({ ...charge, _invoice: paid.invoice });
  await writeInvoice(tx, paid, intent);
  await settleInvoice(tx, paid);
}
