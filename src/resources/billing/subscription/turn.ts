/**
 * What happens to a subscription by itself when its time has come: the end of a trial, a new period with its invoice, a
 * planned end. One timer does all of it, in one unit of work; what was done is in the row, so that nothing is done twice.
 */

import { awaitsVerification } from "../../../method_types/microdeposits.ts";
import type { Tx } from "../../../storage/port.ts";
import { livingCustomer } from "../../customers/customer/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import { byPath, type TimerWork } from "../../resource.ts";
import { finalizeInvoice, markUncollectible, voidInvoice } from "../invoice/index.ts";
import { announceTrialEnd } from "./announce.ts";
import { announceInvoice } from "./announce_invoice.ts";
import { payerOf } from "./attempt.ts";
import { waitingItems } from "./bill.ts";
import { end } from "./cancel.ts";
import { carryOut, type Paying } from "./carry_out.ts";
import { dropPendingUpdate, latestInvoice } from "./drop_update.ts";
import { pauseNow } from "./pause_now.ts";
import { previousOf } from "./previous.ts";
import { renewed } from "./renewal.ts";
import { statusAfter } from "./status.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import {
  expiresAt,
  isPhaseOver,
  renewsAt,
  SCHEDULE_TIMER,
  scheduleTurn,
  TURN_TIMER,
  upcomingAt,
} from "./timer.ts";

/** How long a turn waits for an attempt that is under way. */
const ATTEMPT_SECONDS = 60;
/** How long an expiry waits each time for a payment that takes longer (Stripe docs, subscriptions by ACH). */
const UNDER_WAY_SECONDS = 86_400;

export const turns: Record<string, TimerWork> = {
  [TURN_TIMER]: { does: "unit", run: turn },
};

/** Does what is due of a subscription, and sets the timer of what is next. */
async function turn(tx: Tx, id: string): Promise<void> {
  const subscription = await tx.get<Subscription>("subscription", id);
  if (subscription === null || ENDED.includes(subscription.status)) return;
  if (subscription._attempt !== null) {
    await tx.schedule({ kind: TURN_TIMER, subject: id, due: tx.now + ATTEMPT_SECONDS });
    return;
  }
  if (isDue(tx, expiresAt(subscription)) && (await isUnderWay(tx, subscription))) {
    await tx.schedule({ kind: TURN_TIMER, subject: id, due: tx.now + UNDER_WAY_SECONDS });
    return;
  }
  if (subscription.schedule !== null && isPhaseOver(subscription, tx.now)) {
    // The schedule sets this timer again.
    await tx.schedule({ kind: SCHEDULE_TIMER, subject: subscription.schedule, due: tx.now });
    return;
  }
  const after = await step(tx, subscription);
  await scheduleTurn(tx, after);
}

/** One thing that is due; the timer comes back for the next. What ends a subscription goes before what renews it. */
async function step(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const { cancel_at, pause_collection: pause, pending_update, _phase_end } = subscription;
  const isPast = (at: number | null | undefined) => isDue(tx, at);
  if (isPast(expiresAt(subscription))) return expire(tx, subscription);
  if (isPast(pending_update?.expires_at)) return dropPendingUpdate(tx, subscription);
  if (isPast(pause?.resumes_at)) return save(tx, subscription, { ...subscription, pause_collection: null });
  // Within a phase that is over, only the schedule ends it.
  if (isPast(cancel_at) && !isPast(_phase_end)) return end(tx, subscription, "cancellation_requested");
  const announced = await announceTrialEnd(tx, subscription);
  if (announced !== subscription) return announced;
  if (!isPast(renewsAt(subscription))) {
    return isPast(upcomingAt(subscription, tx.settings.subscriptions))
      ? announceInvoice(tx, subscription)
      : subscription;
  }
  return isTrialOver(subscription, tx.now) ? endTrial(tx, subscription) : renew(tx, subscription);
}

async function save(tx: Tx, before: Subscription, after: Subscription): Promise<Subscription> {
  await tx.update(after);
  await tx.emit("customer.subscription.updated", after, previousOf(before, after));
  return after;
}

function isDue(tx: Tx, at: number | null | undefined): boolean {
  return at !== null && at !== undefined && at <= tx.now;
}

/** Whether the first payment is with the bank, or its payer has yet to verify their bank account. */
async function isUnderWay(tx: Tx, subscription: Subscription): Promise<boolean> {
  const invoice = await latestInvoice(tx, subscription);
  const intent = await tx.get<PaymentIntent>("payment_intent", invoice?._payment_intent ?? "");
  return intent !== null && (intent.status === "processing" || awaitsVerification(intent));
}

/** The first payment did not come in time: its invoice is voided. */
async function expire(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const invoice = await latestInvoice(tx, subscription);
  if (invoice?.status === "open") await voidInvoice(tx, invoice);
  const current = await byPath<Subscription>(tx, "subscription", subscription.id);
  return save(tx, current, {
    ...current,
    ended_at: tx.now,
    status: statusAfter(current.status, "first_expired"),
  });
}

// --- the end of a trial -----------------------------------------------------------------------------------

function isTrialOver({ status, trial_end }: Subscription, now: number): boolean {
  return status === "trialing" && trial_end !== null && trial_end <= now;
}

/** Without a payment method, the subscription says what happens at the end of its trial. */
async function endTrial(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const { missing_payment_method: missing } = subscription.trial_settings.end_behavior;
  const isCharged = subscription.collection_method === "charge_automatically";
  const customer = await livingCustomer(tx, subscription.customer);
  const payer = customer === null ? null : await payerOf(tx, subscription, customer);
  if (missing === "create_invoice" || !isCharged || payer !== null) return renew(tx, subscription);
  return missing === "cancel"
    ? end(tx, subscription, "cancellation_requested")
    : pauseNow(tx, subscription, subscription);
}

// --- a new period -----------------------------------------------------------------------------------------

/** Begins the next period of the items whose period is over, and drafts its invoice. */
async function renew(tx: Tx, before: Subscription): Promise<Subscription> {
  const { after, bill } = await renewed(tx, before, await waitingItems(tx, before, "all"));
  return carryOut(tx, before, { does: "renew", after, bill }, { uses: [], waits: false, ...closing(before) });
}

/** What a paused collection makes of the invoice; without one, the draft waits for its hour. */
function closing({ pause_collection: pause, status }: Subscription): Pick<Paying, "pay"> {
  if (pause === null || pause.behavior === "keep_as_draft" || status === "unpaid") return {};
  return {
    pay: async (tx, draft) => {
      const open = await finalizeInvoice(tx, draft);
      if (open.status !== "open") return open;
      return pause.behavior === "void" ? voidInvoice(tx, open) : markUncollectible(tx, open);
    },
  };
}
