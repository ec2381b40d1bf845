/** How a schedule ends: by itself after its last phase, by request, or with its subscription. */

import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byPath, type Call } from "../../resource.ts";
import { ENDED, end, endNow, free, letGo, SCHEDULE_TIMER, type Subscription } from "../subscription/index.ts";
import type { cancelParams, releaseParams } from "./params.ts";
import { checkLiving, SCHEDULE, type Schedule } from "./schedule.ts";

type Ending = Partial<
  Pick<Schedule, "canceled_at" | "completed_at" | "released_at" | "released_subscription" | "subscription">
> & { readonly status: "canceled" | "completed" | "released" };

type Event =
  | "subscription_schedule.aborted"
  | "subscription_schedule.canceled"
  | "subscription_schedule.completed"
  | "subscription_schedule.released";

/** Ends a schedule: saves it, removes its timer, and emits the event. */
async function close(tx: Tx, before: Schedule, ending: Ending, event: Event): Promise<Schedule> {
  const after: Schedule = { ...before, ...ending, current_phase: null };
  await tx.update(after);
  await tx.cancel(SCHEDULE_TIMER, after.id);
  await tx.emit(event, after);
  return after;
}

/** Its last phase is over: the subscription goes on by itself, or ends. */
export async function complete(tx: Tx, schedule: Schedule, subscription: Subscription): Promise<void> {
  const ending = { status: "completed", completed_at: tx.now } as const;
  await close(tx, schedule, ending, "subscription_schedule.completed");
  if (schedule.end_behavior === "cancel") await end(tx, subscription, "cancellation_requested");
  else await letGo(tx, subscription, false);
}

/** The subscription has ended for another reason, or the customer is gone. */
export async function abandon(tx: Tx, schedule: Schedule, event: Event): Promise<void> {
  await close(tx, schedule, { status: "canceled", canceled_at: tx.now }, event);
}

/** The schedule that a path names, at the time of its customer; refused if it has ended. */
async function living(tx: Tx, id: string, verb: "cancel" | "release") {
  const schedule = await byPath<Schedule>(tx, SCHEDULE, id);
  checkLiving(schedule, verb);
  return { schedule, own: tx.at(await clockOf(tx, schedule.customer)) };
}

/** `POST /:id/cancel`: ends the subscription at once too, by default with a credit and a last invoice. */
export async function cancelSchedule(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof cancelParams>>,
): Promise<Schedule> {
  const { schedule, own } = await living(tx, id, "cancel");
  const { invoice_now = true, prorate = true } = input;
  // One that has not started, and would bill nothing, counts as aborted (recorded in the fixtures of Stripe's CLI).
  const isAborted = schedule.subscription === null && !invoice_now && !prorate;
  const ending = { status: "canceled", canceled_at: own.now } as const;
  const after = await close(
    own,
    schedule,
    ending,
    isAborted ? "subscription_schedule.aborted" : "subscription_schedule.canceled",
  );
  const subscription = schedule.subscription === null ? null : await free(own, schedule.subscription);
  if (subscription !== null && !ENDED.includes(subscription.status))
    await endNow(own, subscription, { invoice_now, prorate });
  return after;
}

/** `POST /:id/release`: the subscription goes on as it is, without the schedule. */
export async function releaseSchedule(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof releaseParams>>,
): Promise<Schedule> {
  const { schedule, own } = await living(tx, id, "release");
  const ending = {
    status: "released",
    released_at: own.now,
    released_subscription: schedule.subscription,
    subscription: null,
  } as const;
  const after = await close(own, schedule, ending, "subscription_schedule.released");
  if (schedule.subscription !== null)
    await letGo(own, await free(own, schedule.subscription), input.preserve_cancel_date ?? false);
  return after;
}
