/**
 * The only way to complete a session; the page, the CLI and tests all use it. `beginConfirm` checks and
 * stores what the buyer gave, `payments/attempts.ts` takes the attempt through the network, and then the
 * outcome is settled: the mode writes intent and invoice, and here the session is completed or stays open.
 */

import { errors } from "../../../../core/errors.ts";
import type { AttemptResult } from "../../../../method_types/attempt_result.ts";
import { wholeAddress } from "../../../../params/common.ts";
import type { Tx } from "../../../../storage/port.ts";
import type { Customer } from "../../../customers/customer/index.ts";
import type { PaymentMethod } from "../../../customers/payment_method/index.ts";
import { checkAccepted } from "../../../customers/payment_method/index.ts";
import { clockOf } from "../../../customers/test_clock/index.ts";
import { lastErrorOf } from "../../../payments/any_intent.ts";
import * as attempts from "../../../payments/attempts.ts";
import { checkAllowed, checkConfirmOptions, methodFrom } from "../../../payments/intents.ts";
import { toldAgain } from "../../../payments/outcomes.ts";
import { checkSavable } from "../../../payments/saved_debit.ts";
import type { TimerWork } from "../../../resource.ts";
import { type Answer, type Begun, byParam, byPath, type Call, type Units } from "../../../resource.ts";
import { applyBuyerInput } from "../buyer/apply_buyer_input.ts";
import { checkComplete, missingEmail } from "../buyer/check_complete.ts";
import { modeOf } from "../modes/index.ts";
import type { DoneSession } from "../modes/mode.ts";
import { checkTakesTotal } from "../modes/offered_methods.ts";
import { giveBackDiscount, redeemDiscount } from "../order/discounts.ts";
import { checkStart } from "../order/due.ts";
import { checkSessionTotal } from "../order/total_rules.ts";
import { repriced } from "../order/totals.ts";
import type { ConfirmInput } from "../params/page_params.ts";
import { paymentPageOf } from "../row/payment_page.ts";
import { type CustomerDetails, isPriced, type PendingPayment, type Session } from "../row/session.ts";
import { isOver } from "../row/timers.ts";
import { completeSession } from "./complete.ts";
import { expire } from "./expire.ts";
import { notOpen } from "./not_open.ts";

const GIVE_BACK_TIMER = "checkout.session.give_back";
/**
 * How often giving back a discount may fail. After that the session keeps its use until it is paid or
 * expires.
 */
const GIVE_BACK_TRIES_MAX = 5;

// --- prepare ----------------------------------------------------------------------------------------------

export async function beginConfirm(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const stored = await byPath<Session>(tx, "checkout.session", call.id);
  const { input } = call;
  if (isOver(stored, tx.now)) {
    return { refused: notOpen(await expire(tx, stored)) };
  }
  if (stored.status !== "open") throw notOpen(stored);
  if (stored._attempt !== null) throw errors.lockTimeout();
  const own = tx.at(await clockOf(tx, stored.customer)); // refuses while the customer's test clock advances
  const mode = modeOf(stored);
  const kind = mode.purpose(stored) === "setup" ? "setup_intent" : "payment_intent";
  const method = await methodFrom(tx, await withKnownEmail(tx, stored, input), kind, stored.customer);
  if (method !== null) checkAllowed(method, stored.payment_method_types, "Checkout Session");
  const session = repriced(applyBuyerInput(stored, { ...input, ...toldByMethod(stored, input, method) }), tx);
  const amount = session.amount_total ?? 0;
  if (input.expected_amount !== undefined && input.expected_amount !== amount) {
    // The buyer's input is kept, so that the page can show the new amount.
    await tx.update(session);
    return { refused: errors.amountChanged(input.expected_amount, amount) };
  }
  if (method === null && mode.needsMethod(session)) throw errors.missingParam("payment_method");
  checkComplete(session, input);
  checkSessionTotal(session);
  if (isPriced(session)) checkStart(session, own.now);
  const details = await detailsOf(tx, session, input, method?.billing_details ?? billingIn(input));
  if (method === null || mode.purpose(session) === null) return completeAtOnce(tx, session, details);
  checkTakesTotal(session, method.type);
  checkAccepted(method, session.payment_method_options);
  checkConfirmOptions(method, input.payment_method_options);
  if (mode.savesMethod(session) || session._buyer.save) checkSavable(method);
  return attempts.begin(tx, await redeemDiscount(tx, session), {
    id: tx.newId("payatt_"),
    payment_method: method.id,
    details,
    authentication: "none",
  });
}

/** A new method has the e-mail address that the page does not ask for, since the session or its customer has one. */
async function withKnownEmail(
  tx: Tx,
  { customer_email, customer: id }: Session,
  input: ConfirmInput,
): Promise<ConfirmInput> {
  const { payment_method_data: data } = input;
  if (data === undefined || data.billing_details?.email !== undefined) return input;
  const customer = id === null ? null : await tx.get<Customer>("customer", id);
  const email = customer_email ?? customer?.email ?? null;
  if (email === null) return input;
  return {
    ...input,
    payment_method_data: { ...data, billing_details: { ...data.billing_details, email } },
  };
}

type Billing = Pick<PaymentMethod["billing_details"], "address" | "email" | "name" | "phone">;

/** The billing details of the request, for when there is no payment method. */
function billingIn(input: ConfirmInput): Billing {
  const billing = input.payment_method_data?.billing_details ?? input.billing_details;
  return {
    address: wholeAddress(billing?.address ?? {}),
    email: billing?.email ?? null,
    name: billing?.name ?? null,
    phone: billing?.phone ?? null,
  };
}

/** The method's billing address and phone number count as the buyer's, unless the request gives others. */
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

/** The details that the completed session shows. An e-mail known before the confirmation is not replaced. */
async function detailsOf(
  tx: Tx,
  session: Session,
  input: ConfirmInput,
  billing: Billing,
): Promise<CustomerDetails> {
  const { _buyer: buyer, customer: id } = session;
  const customer = id === null ? null : await byParam<Customer>(tx, "customer", id, "customer");
  const email = session.customer_email ?? customer?.email ?? billing.email ?? buyer.email;
  if (email === null) throw missingEmail(input);
  return {
    address: buyer.billing_address ?? billing.address,
    business_name: buyer.business_name,
    email,
    individual_name: buyer.individual_name,
    // As a customer is named who has these names and no other (Stripe docs).
    name: buyer.business_name ?? buyer.individual_name ?? billing.name,
    phone: buyer.phone ?? billing.phone,
    tax_exempt: customer?.tax_exempt ?? "none",
    tax_ids: buyer.tax_id === null ? [] : [buyer.tax_id],
  };
}

// --- settle -----------------------------------------------------------------------------------------------

const CONFIRMATIONS: attempts.Attempted<Session> = {
  kind: "checkout.session",
  asked: (session, pending) => {
    const mode = modeOf(session);
    const purpose = mode.purpose(session);
    if (purpose === null) throw new Error(`the session ${session.id} has nothing to ask the network`);
    return {
      payment_method: pending.payment_method,
      purpose,
      off_session: false,
      options: session.payment_method_options,
    };
  },
  settle: settleConfirmation,
  answer: answerOf,
  // If the payer had answered the challenge, it waits for an answer again.
  givenUp: (session, pending) => ({
    ...session,
    _challenge: pending.authentication === "none" ? null : { ...pending, authentication: "none" },
  }),
  // A unit of its own, because the coupon's rows may be the reason why settling failed.
  afterGivingUp: async (tx, { id, _redeemed }) => {
    if (_redeemed) await tx.schedule({ kind: GIVE_BACK_TIMER, subject: id, due: tx.now });
  },
  refusesAnswer: (session) => (session.status === "open" ? null : notOpen(session)),
  notWaiting: () => errors.rule("This Checkout Session does not wait for its payer."),
};

/**
 * Asks the network and settles the attempt, unless another worker or request already did. Answers with the
 * payment page, or with the reason why the payment was refused.
 */
export function finishConfirm(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, CONFIRMATIONS, id);
}

/** Continues the attempt after the payer has answered the challenge. */
export function authenticatedSession(
  units: Units,
  id: string,
  outcome: "failed" | "passed",
): Promise<Answer> {
  return attempts.authenticated(units, CONFIRMATIONS, id, outcome);
}

/** Writes the outcome of an attempt to the session. */
async function settleConfirmation(
  tx: Tx,
  session: Session,
  pending: PendingPayment,
  method: PaymentMethod,
  result: AttemptResult,
): Promise<attempts.Settled> {
  const settled = await modeOf(session).settle(tx, session, pending.details, { method, result });
  const free: Session = { ...settled.session, _attempt: null };
  switch (settled.outcome) {
    case "failed":
      await tx.update(await giveBackDiscount(tx, free));
      return { answer: { refused: settled.error } };
    case "waiting": {
      const waiting: Session = { ...free, _challenge: pending };
      await tx.update(waiting);
      return { answer: paymentPageOf(waiting, settled.intent) };
    }
    case "done":
      return { answer: await complete(tx, { ...settled, session: free }, pending.details) };
  }
}

/** Completes a session for which the network is not asked. */
async function completeAtOnce(tx: Tx, session: Session, details: CustomerDetails): Promise<Answer> {
  const redeemed = await redeemDiscount(tx, session);
  const settled = await modeOf(session).settle(tx, redeemed, details, null);
  if (settled.outcome !== "done") throw new Error(`the session ${session.id} cannot be completed unasked`);
  return complete(tx, settled, details);
}

async function complete(tx: Tx, settled: DoneSession, details: CustomerDetails): Promise<Answer> {
  const completed = await completeSession(tx, settled.session, details);
  await settled.after(tx, completed);
  return paymentPageOf(completed, settled.intent);
}

/** The answer for a session whose attempt was already settled or given up, from stored data alone. */
async function answerOf(tx: Tx, session: Session): Promise<Answer> {
  const intent = await modeOf(session).intentOf(tx, session);
  if (session.status === "complete") return paymentPageOf(session, intent);
  if (session.status !== "open") throw notOpen(session);
  if (intent?.status === "requires_action") return paymentPageOf(session, intent);
  const error = intent?.status === "requires_payment_method" ? lastErrorOf(intent) : null;
  if (intent !== null && error !== null) return toldAgain(intent, error);
  // The attempt was given up; the client must not take the answer for a payment.
  throw session._attempt === null ? errors.internal() : errors.lockTimeout();
}

/** Gives back the discount after a payment was given up, unless the buyer is paying again. */
async function giveBackLater(tx: Tx, id: string): Promise<void> {
  const session = await tx.get<Session>("checkout.session", id);
  if (session?.status !== "open" || session._attempt !== null || session._challenge !== null) return;
  await tx.update(await giveBackDiscount(tx, session));
}

/** Timers with which the worker finishes confirmations. */
export const confirmTimers: Readonly<Record<string, TimerWork>> = {
  ...attempts.settlesAttempts(CONFIRMATIONS),
  [GIVE_BACK_TIMER]: {
    does: "unit",
    run: giveBackLater,
    givesUp: { after: GIVE_BACK_TRIES_MAX, run: async () => {} },
  },
};
