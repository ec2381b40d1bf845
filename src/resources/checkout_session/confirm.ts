/**
 * The one way a session is completed: page, CLI and tests all come here. Prepare (one unit of work) → ask the
 * network → settle (one unit of work). Settling twice is safe; if the process dies in between, the settle timer
 * comes to the same end.
 */
import { errors } from "../../core/errors.ts";
import { wholeAddress } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { SETTLE_SECONDS } from "../attempts.ts";
import type { Charge } from "../charge.ts";
import type { Customer } from "../customer/index.ts";
import { methodFrom, toldAgain } from "../intents.ts";
import { ask, bookLater, type PaymentIntent, type Settled, settle } from "../payment_intent/index.ts";
import type { PaymentMethod } from "../payment_method/index.ts";
import { type Answer, type Begun, byParam, byPath, type Call, type Units } from "../resource.ts";
import { completeSession, customerFor } from "./complete.ts";
import { giveBackDiscount, redeemDiscount } from "./discounts.ts";
import { cancelIntent, expire, isOver } from "./expire.ts";
import { checkNothingMissing } from "./missing.ts";
import type { ConfirmInput } from "./page_params.ts";
import { paymentPageOf } from "./payment_page_row.ts";
import { repriced } from "./price_session.ts";
import type { CustomerDetails, PendingPayment, Session } from "./session.ts";
import { invoiceFor, settleInvoice, withInvoice } from "./session_invoice.ts";
import { checkBrand, intentFor, redisplayed } from "./session_payment.ts";
import { told } from "./told.ts";
import { checkSessionTotal } from "./total_rules.ts";

export const SETTLE_TIMER = "checkout.session.settle";

// --- prepare ----------------------------------------------------------------------------------------------

export async function beginConfirm(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const stored = await byPath<Session>(tx, "checkout.session", call.id);
  const { input } = call;
  if (isOver(stored, tx.now)) {
    return { refused: notOpen(await expire(tx, stored)) };
  }
  if (stored.status !== "open") throw notOpen(stored);
  if (stored._attempt !== null) throw errors.lockTimeout();
  const method = await methodFrom(tx, input, "payment_intent", stored.customer);
  const session = repriced(told(stored, { ...input, ...toldByMethod(stored, input, method) }), tx);
  if (input.expected_amount !== undefined && input.expected_amount !== session.amount_total) {
    // What the buyer told stays, so that the page can show what it comes to.
    await tx.update(session);
    return { refused: errors.amountChanged(input.expected_amount, session.amount_total) };
  }
  if (method === null && session.amount_total > 0) throw errors.missingParam("payment_method");
  checkNothingMissing(session);
  checkSessionTotal(session);
  const details = await detailsOf(tx, session, method?.billing_details ?? billingIn(input));
  if (method === null || session.amount_total === 0) return completeForNothing(tx, session, details);
  checkBrand(session, method);
  return beginPayment(tx, await redeemDiscount(tx, session), {
    id: tx.newId("payatt_"),
    payment_method: method.id,
    details,
    authentication: "none",
  });
}

function notOpen(session: Session) {
  return errors.sessionNotOpen(session.status);
}

type Billing = Pick<PaymentMethod["billing_details"], "address" | "email" | "name" | "phone">;

/** Billing details where there is no method that carries them. */
function billingIn(input: ConfirmInput): Billing {
  const billing = input.payment_method_data?.billing_details ?? input.billing_details;
  return {
    address: wholeAddress(billing?.address ?? {}),
    email: billing?.email ?? null,
    name: billing?.name ?? null,
    phone: billing?.phone ?? null,
  };
}

/** A method's billing address and phone number are the buyer's, where the request does not say otherwise. */
function toldByMethod(
  session: Session,
  input: ConfirmInput,
  method: PaymentMethod | null,
): Partial<ConfirmInput> {
  const { address, phone } = method?.billing_details ?? billingIn(input);
  const wantsPhone = session.phone_number_collection.enabled && input.phone === undefined && phone !== null;
  return {
    ...(input.billing_address === undefined && address.country !== null ? { billing_address: address } : {}),
    ...(wantsPhone ? { phone } : {}),
  };
}

async function beginPayment(tx: Tx, session: Session, pending: PendingPayment): Promise<Begun> {
  await tx.update({ ...session, _attempt: pending, _challenge: null });
  await tx.schedule({ kind: SETTLE_TIMER, subject: session.id, due: tx.now + SETTLE_SECONDS });
  return { unfinished: session.id };
}

/** What the session will tell of its buyer. An e-mail address that was known beforehand is not replaced. */
async function detailsOf(tx: Tx, session: Session, billing: Billing): Promise<CustomerDetails> {
  const { _buyer: buyer, customer: id } = session;
  const customer = id === null ? null : await byParam<Customer>(tx, "customer", id, "customer");
  const email = session.customer_email ?? customer?.email ?? billing.email ?? buyer.email;
  if (email === null) throw errors.missingParam("payment_method_data[billing_details][email]");
  return {
    address: buyer.billing_address ?? billing.address,
    business_name: buyer.business_name,
    email,
    individual_name: null,
    name: buyer.business_name ?? billing.name,
    phone: buyer.phone ?? billing.phone,
    tax_exempt: customer?.tax_exempt ?? "none",
    tax_ids: buyer.tax_id === null ? [] : [buyer.tax_id],
  };
}

// --- ask and settle ---------------------------------------------------------------------------------------

/** Asks the network and settles, unless somebody did; answers with the page, or why the payment was refused. */
export async function finishConfirm(units: Units, id: string): Promise<Answer> {
  const found = await units(async (tx) => {
    const session = await byPath<Session>(tx, "checkout.session", id);
    const tried = session._attempt;
    const method =
      tried === null ? null : await tx.get<PaymentMethod>("payment_method", tried.payment_method);
    return { session, tried, method, answer: tried === null ? await answerOf(tx, session) : null };
  });
  const { tried, method } = found;
  if (tried === null || method === null) return found.answer ?? paymentPageOf(found.session, null);
  const result = await ask({ _three_d_secure: found.session._payment.three_d_secure }, method, {
    ...tried,
    off_session: false,
  });
  return units(async (tx) => {
    const session = await byPath<Session>(tx, "checkout.session", id);
    if (session._attempt?.id !== tried.id) return answerOf(tx, session);
    const held = await byPath<PaymentMethod>(tx, "payment_method", method.id);
    const paying = result.result === "approved" ? await payingSession(tx, session, tried.details) : session;
    const intent = await intentFor(tx, paying);
    const settled = await settle(tx, intent, redisplayed(held, paying), result);
    await tx.cancel(SETTLE_TIMER, id);
    return settleSession(tx, paying, tried, settled);
  });
}

/** The session with the customer who pays, and with the id of the invoice that is to come. */
async function payingSession(tx: Tx, session: Session, details: CustomerDetails): Promise<Session> {
  const paying = await customerFor(tx, session, details);
  const isCapturedLater =
    session._payment.capture_method === "manual" || session._payment.card.capture_method === "manual";
  return isCapturedLater ? paying : withInvoice(tx, paying);
}

/** What came of the attempt, on the session. */
async function settleSession(
  tx: Tx,
  session: Session,
  tried: PendingPayment,
  settled: Settled,
): Promise<Answer> {
  const { intent } = settled;
  const settledSession: Session = { ...session, payment_intent: intent.id, _attempt: null };
  if (settled.error !== null) {
    await tx.update(await giveBackDiscount(tx, settledSession));
    return { refused: settled.error };
  }
  if (intent.status === "requires_action") {
    const waiting: Session = { ...settledSession, _challenge: tried };
    await tx.update(waiting);
    return paymentPageOf(waiting, intent);
  }
  const paid: Session = {
    ...settledSession,
    payment_status: intent.status === "succeeded" ? "paid" : "unpaid",
  };
  const complete = await completeSession(tx, paid, tried.details);
  await invoiceFor(tx, complete, intent);
  await bookLater(tx, settled);
  await settleInvoice(tx, complete);
  return paymentPageOf(complete, intent);
}

/** What a session that nobody is paying has to say, from what is stored alone. */
async function answerOf(tx: Tx, session: Session): Promise<Answer> {
  const id = session.payment_intent;
  const intent = id === null ? null : await tx.get<PaymentIntent>("payment_intent", id);
  const error = intent?.status === "requires_payment_method" ? intent.last_payment_error : null;
  if (session.status !== "open" || intent === null || error === null) return paymentPageOf(session, intent);
  return toldAgain(intent, error);
}

/** Nothing to pay: no method, no intent, not even that of an earlier try; complete at once. */
async function completeForNothing(tx: Tx, session: Session, details: CustomerDetails): Promise<Answer> {
  const redeemed = await redeemDiscount(tx, session);
  const paying = await payingSession(tx, redeemed, details);
  await cancelIntent(tx, paying);
  const free: Session = { ...paying, payment_intent: null, payment_status: "no_payment_required" };
  const complete = await completeSession(tx, free, details);
  await invoiceFor(tx, complete, null);
  await settleInvoice(tx, complete);
  return paymentPageOf(complete, null);
}

// --- 3-D Secure -------------------------------------------------------------------------------------------

/** The payer came back from the challenge. */
export async function authenticatedSession(
  units: Units,
  id: string,
  outcome: "failed" | "passed",
): Promise<Answer> {
  await units(async (tx) => {
    const session = await byPath<Session>(tx, "checkout.session", id);
    if (session.status !== "open") throw notOpen(session);
    if (session._challenge === null) throw errors.rule("This Checkout Session does not wait for its payer.");
    await beginPayment(tx, session, {
      ...session._challenge,
      id: tx.newId("payatt_"),
      authentication: outcome,
    });
  });
  return finishConfirm(units, id);
}

/**
 * A payment that was authorized and is captured now: the session is paid, and has its invoice if it wants one; not
 * where only a part was captured, which no invoice of the whole would be true of.
 */
export async function paidLater(tx: Tx, intent: PaymentIntent): Promise<void> {
  if (intent._checkout_session === null) return;
  const session = await tx.get<Session>("checkout.session", intent._checkout_session);
  if (session?.status !== "complete" || session.payment_status !== "unpaid") return;
  const captured: Session = { ...session, payment_status: "paid" };
  const paid = intent.amount_received === session.amount_total ? await withInvoice(tx, captured) : captured;
  await tx.update(paid);
  if (paid.invoice === null) return;
  await tx.update<PaymentIntent>({ ...intent, _invoice: paid.invoice });
  const charge = await byPath<Charge>(tx, "charge", intent.latest_charge ?? "");
  await tx.update<Charge>({ ...charge, _invoice: paid.invoice });
  await invoiceFor(tx, paid, intent);
  await settleInvoice(tx, paid);
}
