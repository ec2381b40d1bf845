/**
 * The one way a session is completed: page, CLI and tests all come here. Prepare (one unit of work) → ask the
 * network → settle (one unit of work). Settling twice is safe; if the process dies in between, the settle timer
 * comes to the same end.
 */
import { errors } from "../../core/errors.ts";
import { wholeAddress } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { SETTLE_SECONDS } from "../attempts.ts";
import { type Customer, createCustomer } from "../customer/index.ts";
import { methodFrom, secretFor, toldAgain } from "../intents.ts";
import {
  ask,
  bookLater,
  newIntent,
  type PaymentIntent,
  type Settled,
  settle,
} from "../payment_intent/index.ts";
import type { PaymentMethod } from "../payment_method/index.ts";
import {
  type Answer,
  type Begun,
  byParam,
  byPath,
  type Call,
  isDeleted,
  type Units,
  updateAndTell,
} from "../resource.ts";
import { EXPIRE_TIMER, expire, isOver } from "./expire.ts";
import type { ConfirmInput } from "./params.ts";
import { paymentPageOf } from "./payment_page_row.ts";
import type { CustomerDetails, PendingPayment, Session } from "./session.ts";

export const SETTLE_TIMER = "checkout.session.settle";

// --- prepare ----------------------------------------------------------------------------------------------

export async function beginConfirm(tx: Tx, call: Call<ConfirmInput>): Promise<Begun> {
  const session = await byPath<Session>(tx, "checkout.session", call.id);
  const { input } = call;
  if (isOver(session, tx.now)) {
    return { refused: notOpen(await expire(tx, session)) };
  }
  if (session.status !== "open") throw notOpen(session);
  if (session._attempt !== null) throw errors.lockTimeout();
  if (input.expected_amount !== undefined && input.expected_amount !== session.amount_total) {
    throw errors.amountChanged(input.expected_amount, session.amount_total);
  }
  if (session.amount_total === 0) return completeForNothing(tx, session, input);
  const method = await methodFrom(tx, input, "payment_intent", session.customer);
  if (method === null) throw errors.missingParam("payment_method");
  const details = await detailsOf(tx, session, method.billing_details);
  const pending: PendingPayment = {
    id: tx.newId("payatt_"),
    payment_method: method.id,
    details,
    authentication: "none",
  };
  return beginPayment(tx, session, pending);
}

function notOpen(session: Session) {
  return errors.sessionNotOpen(session.status);
}

async function beginPayment(tx: Tx, session: Session, pending: PendingPayment): Promise<Begun> {
  await tx.update({ ...session, _attempt: pending, _challenge: null });
  await tx.schedule({ kind: SETTLE_TIMER, subject: session.id, due: tx.now + SETTLE_SECONDS });
  return { unfinished: session.id };
}

/** What the session will tell of its buyer. An e-mail address that was known beforehand is not replaced. */
async function detailsOf(
  tx: Tx,
  session: Session,
  billing: Pick<PaymentMethod["billing_details"], "address" | "email" | "name" | "phone">,
): Promise<CustomerDetails> {
  const id = session.customer;
  const customer = id === null ? null : await byParam<Customer>(tx, "customer", id, "customer");
  const email = session.customer_email ?? customer?.email ?? billing.email;
  if (email === null) throw errors.missingParam("payment_method_data[billing_details][email]");
  return {
    address: billing.address,
    business_name: null,
    email,
    individual_name: null,
    name: billing.name,
    phone: billing.phone,
    tax_exempt: customer?.tax_exempt ?? "none",
    tax_ids: [],
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
  const result = await ask({ _three_d_secure: "automatic" }, method, { ...tried, off_session: false });
  return units(async (tx) => {
    const session = await byPath<Session>(tx, "checkout.session", id);
    if (session._attempt?.id !== tried.id) return answerOf(tx, session);
    const held = await byPath<PaymentMethod>(tx, "payment_method", method.id);
    const paying = result.result === "approved" ? await customerFor(tx, session, tried.details) : session;
    const intent = await intentFor(tx, paying);
    const settled = await settle(tx, intent, held, result);
    await tx.cancel(SETTLE_TIMER, id);
    return settleSession(tx, paying, tried, settled);
  });
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
    await tx.update(settledSession);
    return { refused: settled.error };
  }
  if (intent.status === "requires_action") {
    const waiting: Session = { ...settledSession, _challenge: tried };
    await tx.update(waiting);
    return paymentPageOf(waiting, intent);
  }
  const complete = await completeSession(tx, {
    ...settledSession,
    customer_details: tried.details,
    payment_status: intent.status === "succeeded" ? "paid" : "unpaid",
  });
  await bookLater(tx, settled);
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

async function completeSession(tx: Tx, session: Session): Promise<Session> {
  const complete: Session = { ...session, client_secret: null, status: "complete", _challenge: null };
  await tx.update(complete);
  await tx.cancel(EXPIRE_TIMER, session.id);
  await tx.emit("checkout.session.completed", complete);
  return complete;
}

/** Nothing to pay: no method, no intent, complete at once. */
async function completeForNothing(tx: Tx, session: Session, input: ConfirmInput): Promise<Answer> {
  const billing = input.payment_method_data?.billing_details ?? input.billing_details;
  const details = await detailsOf(tx, session, {
    address: wholeAddress(billing?.address ?? {}),
    email: billing?.email ?? null,
    name: billing?.name ?? null,
    phone: billing?.phone ?? null,
  });
  const paying = await customerFor(tx, session, details);
  const complete = await completeSession(tx, {
    ...paying,
    customer_details: details,
    payment_status: "no_payment_required",
  });
  return paymentPageOf(complete, null);
}

/** The session with its customer: the one it has, or a new one where one is wanted. */
async function customerFor(tx: Tx, session: Session, details: CustomerDetails): Promise<Session> {
  if (session.customer !== null) {
    // A customer who was deleted while the network was asked is left as they are.
    const customer = await tx.get<Customer>("customer", session.customer);
    if (customer !== null && !isDeleted(customer) && customer.email === null && details.email !== null) {
      await updateAndTell(tx, "customer.updated", customer, { ...customer, email: details.email });
    }
    return session;
  }
  const wanted = session.customer_creation === "always" || session._payment.setup_future_usage !== null;
  if (!wanted) return session;
  const { address, email, name, phone } = details;
  const customer = await createCustomer(tx, {
    ...(address === null ? {} : { address }),
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    ...(phone === null ? {} : { phone }),
  });
  return { ...session, customer: customer.id };
}

/** The session's intent: that of an earlier try, or a new one. */
async function intentFor(tx: Tx, session: Session): Promise<PaymentIntent> {
  if (session.payment_intent !== null) {
    const earlier = await byPath<PaymentIntent>(tx, "payment_intent", session.payment_intent);
    return { ...earlier, customer: session.customer, next_action: null };
  }
  const id = tx.newId("pi_");
  const { _payment: payment } = session;
  const intent = newIntent({
    ...payment,
    id,
    client_secret: secretFor(tx, id),
    created: tx.now,
    amount: session.amount_total,
    currency: session.currency,
    customer: session.customer,
    // Chosen from the account's settings, unless the session named its types itself.
    automatic_payment_methods:
      session.payment_method_configuration_details === null
        ? null
        : { allow_redirects: "always", enabled: true },
    payment_method_configuration_details: session.payment_method_configuration_details,
    payment_method_types: session.payment_method_types,
    _checkout_session: session.id,
  });
  await tx.insert(intent);
  await tx.emit("payment_intent.created", intent);
  return intent;
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

/** A payment that was authorized and is captured now: the session is paid. */
export async function paidLater(tx: Tx, intent: PaymentIntent): Promise<void> {
  if (intent._checkout_session === null) return;
  const session = await tx.get<Session>("checkout.session", intent._checkout_session);
  if (session?.status !== "complete" || session.payment_status !== "unpaid") return;
  await tx.update({ ...session, payment_status: "paid" });
}
