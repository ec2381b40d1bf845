/**
 * The payment that a request to a subscription needs at once. The attempt is stored with what the request does, the
 * network is asked, and only then is everything written: the invoice, its payment and the change. So a request that
 * must leave nothing behind when its payment fails does so, and events come in the order that was recorded.
 */
import { type ApiError, errors } from "../../../core/errors.ts";
import type { AttemptResult } from "../../../method_types/attempt_result.ts";
import { declineDetails } from "../../../method_types/decline.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { assertUsable, type PaymentMethod } from "../../customers/payment_method/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import * as attempts from "../../payments/attempts.ts";
import {
  forInvoice,
  type PaymentIntent,
  settle as settleIntent,
} from "../../payments/payment_intent/index.ts";
import { type Answer, byPath, type TimerWork, type Units } from "../../resource.ts";
import { finalizeInvoice, type Invoice, usedBy } from "../invoice/index.ts";
import { previewBill } from "./bill.ts";
import { carryOut } from "./carry_out.ts";
import { giveBackDiscounts } from "./discounts.ts";
import { heldBack } from "./pending_update.ts";
import type { Planned, Subscription } from "./subscription.ts";

/** The first payment method of these that still belongs to the customer (Stripe docs, payment method priority). */
export async function payerOf(
  tx: Tx,
  subscription: Pick<Subscription, "default_payment_method">,
  customer: Customer,
): Promise<PaymentMethod | null> {
  const { default_source, invoice_settings } = customer;
  const named = [subscription.default_payment_method, invoice_settings.default_payment_method];
  for (const id of [...named, default_source]) {
    const method = id === null ? null : await tx.get<PaymentMethod>("payment_method", id);
    if (method?.customer === customer.id) return method;
  }
  return null;
}

/** Stores what a request does and begins the attempt at its payment. The row was inserted or read in this unit of work. */
export async function beginAttempt(
  tx: Tx,
  row: Subscription,
  planned: Planned,
): Promise<attempts.Unfinished> {
  return attempts.begin(
    tx.at(null),
    { ...row, _planned: planned },
    { id: tx.newId("payatt_"), authentication: "none" },
  );
}

const ATTEMPTED: attempts.Attempted<Subscription> = {
  kind: "subscription",
  asked: ({ _planned, payment_settings }) => ({
    payment_method: _planned?.payment_method ?? null,
    purpose: "payment",
    off_session: _planned?.off_session ?? false,
    options: payment_settings.payment_method_options ?? {},
  }),
  settle: async (tx, row, pending, method, result) => {
    if (row._planned === null) throw new Error(`nothing is planned for ${row.id}`);
    const own = tx.at(await clockOf(tx, row.customer));
    return concluded(own, row, row._planned, { pending, method, result: forInvoice(result) });
  },
  answer: async (_tx, row) => row,
  givenUp: (row) => ({
    ...row,
    _planned: null,
    status: row._planned?.does === "create" ? "incomplete_expired" : row.status,
  }),
  notWaiting: (row) => errors.rule(`The subscription ${row.id} does not wait for its payer.`),
};

export const attemptTimers: Record<string, TimerWork> = attempts.settlesAttempts(ATTEMPTED);

/** Asks the network and does what was planned. */
export function finishAttempt(units: Units, id: string): Promise<Answer> {
  return attempts.finish(units, ATTEMPTED, id);
}

/** A payment that was tried. */
interface Tried {
  readonly pending: attempts.Pending;
  readonly method: PaymentMethod;
  readonly result: AttemptResult;
}

async function concluded(
  tx: Tx,
  row: Subscription,
  planned: Planned,
  tried: Tried,
): Promise<attempts.Settled> {
  const free: Subscription = { ...row, _attempt: null, _planned: null };
  // A bank that has yet to answer counts as one that pays (Stripe docs, subscriptions by debit).
  const paid = tried.result.result === "approved" || tried.result.result === "processing";
  if (!paid && planned.behavior === "error_if_incomplete") {
    await undo(tx, free, planned);
    return { answer: { refused: failureOf(tried.result) } };
  }
  const holdsBack = !paid && planned.behavior === "pending_if_incomplete";
  const doing = holdsBack ? { ...planned, after: heldBack(free, planned.after, tx.now) } : planned;
  let after: attempts.Settled["after"];
  const done = await carryOut(tx, free, doing, {
    uses: paid ? await usedByBill(tx, doing) : [],
    waits: !paid && !holdsBack,
    pay: async (own, draft) => {
      const open = await finalizeInvoice(own, draft);
      after = await tryIntent(own, open, tried);
      return open;
    },
  });
  return after === undefined ? { answer: done } : { answer: done, after };
}

async function usedByBill(tx: Tx, { after, bill }: Planned): Promise<readonly string[]> {
  const customer = await byPath<Customer>(tx, "customer", after.customer);
  return usedBy(await previewBill(tx, after, customer, bill));
}

/** Leaves nothing of what was planned. */
async function undo(tx: Tx, row: Subscription, { after, does }: Planned): Promise<void> {
  const added = after._discounts.filter(({ id }) => does === "create" || !row.discounts.includes(id));
  await giveBackDiscounts(tx, added);
  await tx.update(row);
  if (does !== "create") return;
  await tx.hide(await byPath<Subscription>(tx, "subscription", row.id));
  await tx.forget("subscription", row.id);
}

const ACTION_NEEDED =
  "Payment for this subscription requires additional user action, but the requested payment behavior doesn't save the " +
  "invoice or PaymentIntent. Retry the request with `payment_behavior=allow_incomplete` or " +
  "`payment_behavior=default_incomplete`, which save them for the user to act on.";

function failureOf(result: AttemptResult): ApiError {
  if (result.result === "declined") return errors.card(declineDetails(result.decline));
  return errors.card({ code: "subscription_payment_intent_requires_action", message: ACTION_NEEDED });
}

/** Writes the result of the attempt to the invoice's payment intent, if the invoice still has something to pay. */
async function tryIntent(
  tx: Tx,
  { _payment_intent: id }: Invoice,
  { method, pending, result }: Tried,
): Promise<attempts.Settled["after"]> {
  if (id === null) return undefined;
  const intent = await byPath<PaymentIntent>(tx, "payment_intent", id);
  assertUsable(method);
  const settled = await settleIntent(
    tx,
    {
      ...intent,
      payment_method: method.id,
      _attempt: { ...pending, off_session: false, return_url: null, refuse_action: false },
    },
    method,
    result,
  );
  return settled.after;
}
