/** What previews of invoices have to know of schedules. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { Reader } from "../../../storage/port.ts";
import type { Subscription } from "../subscription/index.ts";
import { SCHEDULE, type Schedule } from "./schedule.ts";

/** Refuses the preview of an invoice that a further phase would change, because it is made at `at`, in that phase. */
export async function checkSamePhase(
  reader: Reader,
  subscription: Subscription,
  at: UnixSeconds,
): Promise<void> {
  const { schedule: id, _phase_end: end } = subscription;
  if (id === null || end === null || end > at) return;
  const schedule = await reader.get<Schedule>(SCHEDULE, id);
  if (schedule?.status !== "active" || !schedule.phases.some(({ start_date }) => start_date === end)) return;
  throw errors.rule(
    `Checkstand does not support previews of a phase that has not begun yet: the subscription schedule \`${id}\` changes ` +
      "the subscription before its next invoice.",
    "subscription",
  );
}
