/**
 * Pure: how the status of a subscription changes. One table; what goes with a change, such as canceling the timers, is
 * done where the change is made.
 */
import type { Status } from "./subscription.ts";

/** What can happen to a subscription. */
export type Happening =
  /** Its first invoice was paid, or there was nothing to pay. */
  | "first_paid"
  /** Its first invoice was not paid in time, or was voided. */
  | "first_expired"
  /** The newest invoice that counts was paid, or counts as settled. */
  | "paid"
  /** An attempt at an invoice failed, there was no method to pay it, or its due date has passed. */
  | "payment_failed"
  /** No further attempt will be made, and the settings say that the subscription is unpaid. */
  | "left_unpaid"
  | "trial_began"
  | "trial_ended"
  /** It was paused by request, or because its trial ended without a payment method and it asked to be paused then. */
  | "paused"
  | "resumed"
  | "canceled";

const LIVING: readonly Status[] = ["active", "incomplete", "past_due", "paused", "trialing", "unpaid"];

const TABLE: Readonly<Record<Happening, { readonly from: readonly Status[]; readonly to: Status }>> = {
  first_paid: { from: ["incomplete"], to: "active" },
  first_expired: { from: ["incomplete"], to: "incomplete_expired" },
  paid: { from: ["past_due", "unpaid"], to: "active" },
  payment_failed: { from: ["active", "trialing"], to: "past_due" },
  left_unpaid: { from: ["active", "past_due"], to: "unpaid" },
  trial_began: { from: ["active", "past_due", "trialing"], to: "trialing" },
  trial_ended: { from: ["trialing"], to: "active" },
  paused: { from: ["active", "past_due", "trialing"], to: "paused" },
  resumed: { from: ["paused"], to: "active" },
  canceled: { from: LIVING, to: "canceled" },
};

/** The status after something happened. What does not concern a status leaves it as it is. */
export function statusAfter(status: Status, happening: Happening): Status {
  const { from, to } = TABLE[happening];
  return from.includes(status) ? to : status;
}
