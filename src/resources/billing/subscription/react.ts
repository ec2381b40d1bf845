/** What becomes of a subscription when something happens to its invoices, its customer or its setup intent. */
import type { Row, Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { payingLater } from "../../customers/payment_method/index.ts";
import type { TestClock } from "../../customers/test_clock/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import type { SetupIntent } from "../../payments/setup_intent/index.ts";
import { type Invoice, isExhausted, subscriptionOf, usedBy } from "../invoice/index.ts";
import { end } from "./cancel.ts";
import { withoutUsed } from "./discounts.ts";
import { applied } from "./pending_update.ts";
import { previousOf } from "./previous.ts";
import { saveAndTell } from "./save.ts";
import { type Happening, statusAfter } from "./status.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { scheduleTurn } from "./timer.ts";

/** How many subscriptions are read at a time. */
const READ_AT_ONCE = 100;

/** The living subscription that an invoice bills, or null. */
async function billedBy(tx: Tx, row: Row): Promise<Subscription | null> {
  const id = subscriptionOf(row as Invoice);
  const subscription = id === null ? null : await tx.get<Subscription>("subscription", id);
  return subscription === null || ENDED.includes(subscription.status) ? null : subscription;
}

async function onPaid(tx: Tx, row: Row): Promise<void> {
  const invoice = row as Invoice;
  const before = await billedBy(tx, row);
  if (before === null) return;
  const after = withoutUsed(await withMethod(tx, before, invoice), usedBy(invoice));
  if (before.latest_invoice !== invoice.id) {
    await saveAndTell(tx, before, after);
    return;
  }
  if (before.pending_update !== null) return apply(tx, before, after);
  const status = paidStatus(before, tx.now);
  await saveAndTell(tx, before, status === before.status ? after : { ...after, status });
}

/** A change that waited for its payment takes effect. */
async function apply(tx: Tx, before: Subscription, paid: Subscription): Promise<void> {
  const after = applied(paid);
  await tx.update(after);
  await scheduleTurn(tx, after);
  const event =
    before.status === "paused"
      ? "customer.subscription.resumed"
      : "customer.subscription.pending_update_applied";
  await tx.emit(event, after);
  await tx.emit("customer.subscription.updated", after, previousOf(before, after));
}

/** A first payment may be followed by a trial, if it was for one-time prices. */
function paidStatus({ status, trial_end }: Subscription, now: number): Subscription["status"] {
  const paid = statusAfter(statusAfter(status, "first_paid"), "paid");
  return status === "incomplete" && trial_end !== null && trial_end > now ? "trialing" : paid;
}

/** With `save_default_payment_method=on_subscription`, the method that paid becomes the subscription's. */
async function withMethod(tx: Tx, subscription: Subscription, invoice: Invoice): Promise<Subscription> {
  if (subscription.payment_settings.save_default_payment_method === "off") return subscription;
  const intent = await tx.get<PaymentIntent>("payment_intent", invoice._payment_intent ?? "");
  if (!intent?.payment_method) return subscription;
  const method = await payingLater(tx, intent.payment_method);
  return method === subscription.default_payment_method
    ? subscription
    : { ...subscription, default_payment_method: method };
}

/** The invoice was not paid when it should have been: a try failed, or its due date has passed. */
export async function onUnpaid(tx: Tx, row: Row): Promise<void> {
  const invoice = row as Invoice;
  const before = await billedBy(tx, row);
  if (before === null || before.latest_invoice !== invoice.id) return;
  // A change that is held back until it is paid leaves the subscription as it was.
  if (before.pending_update !== null) return;
  const status = statusAfter(before.status, "payment_failed");
  await saveAndTell(tx, before, status === before.status ? before : { ...before, status });
  if (isExhausted(invoice)) await exhausted(tx, before.id);
}

/** No further try follows: the settings of the shop say what becomes of the subscription. */
async function exhausted(tx: Tx, id: string): Promise<void> {
  const subscription = await tx.get<Subscription>("subscription", id);
  if (subscription === null) return;
  const { failed_payments: status } = tx.settings.subscriptions;
  if (status === "canceled") await end(tx, subscription, "payment_failed");
  if (status === "unpaid") await settleBy(tx, subscription, "left_unpaid");
}

async function onVoided(tx: Tx, row: Row): Promise<void> {
  const before = await billedBy(tx, row);
  if (before === null || before.latest_invoice !== row.id) return;
  if (before.status === "incomplete") {
    const status = statusAfter(before.status, "first_expired");
    await saveAndTell(tx, before, { ...before, ended_at: tx.now, status });
    return;
  }
  return settleBy(tx, before, "paid");
}

async function onUncollectible(tx: Tx, row: Row): Promise<void> {
  const before = await billedBy(tx, row);
  if (before?.latest_invoice === row.id) await settleBy(tx, before, "paid");
}

async function settleBy(tx: Tx, before: Subscription, happening: Happening): Promise<void> {
  const status = statusAfter(before.status, happening);
  await saveAndTell(tx, before, status === before.status ? before : { ...before, status });
}

/** The payer has set up a payment method for the subscription. */
async function onSetUp(tx: Tx, row: Row): Promise<void> {
  const intent = row as SetupIntent;
  const { rows } = await tx.list<Subscription>(
    "subscription",
    { pending_setup_intent: intent.id },
    { limit: 1, unlisted: true },
  );
  const [found] = rows;
  const before = found === undefined ? null : await tx.get<Subscription>("subscription", found.id);
  if (before === null || intent.payment_method === null) return;
  await saveAndTell(tx, before, {
    ...before,
    default_payment_method: await payingLater(tx, intent.payment_method),
    pending_setup_intent: null,
  });
}

/** Ends every subscription that these criteria find. */
async function endAll(tx: Tx, where: Readonly<Record<string, string>>): Promise<void> {
  const living = { ...where, living: "true" };
  // This ends, because a subscription that has ended is no longer in the list.
  for (;;) {
    const { rows } = await tx.list<Subscription>("subscription", living, {
      limit: READ_AT_ONCE,
      unlisted: true,
    });
    if (rows.length === 0) return;
    for (const { id } of rows) {
      const subscription = await tx.get<Subscription>("subscription", id);
      if (subscription !== null) await end(tx, subscription, "cancellation_requested");
    }
  }
}

export const reactions: Readonly<Record<string, (tx: Tx, row: Row) => Promise<void>>> = {
  "customer.deleted": (tx, row) => endAll(tx, { customer: (row as Customer).id }),
  "invoice.marked_uncollectible": onUncollectible,
  "invoice.paid": onPaid,
  "invoice.payment_action_required": onUnpaid,
  "invoice.payment_failed": onUnpaid,
  "invoice.voided": onVoided,
  "setup_intent.succeeded": onSetUp,
  "test_helpers.test_clock.deleted": (tx, row) => endAll(tx, { test_clock: (row as TestClock).id }),
};
