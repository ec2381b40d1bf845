/** Changes a schedule: its settings, its end, and the phases that are current or to come. */
import { calendarTime, type UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byPath, type Call, updateAndTell } from "../../resource.ts";
import { free, manage, type Subscription } from "../subscription/index.ts";
import { defaultMethodOf, endBehavior } from "./create.ts";
import { beginFirst, enter, managedIn } from "./enter.ts";
import { PHASES_MAX, type PhaseInput, type UpdateInput } from "./params.ts";
import { phasesFrom } from "./phases.ts";
import { checkLiving, currentPhase, type Phase, SCHEDULE, type Schedule } from "./schedule.ts";
import { checkDaysUntilDue, defaultSettings } from "./settings.ts";
import { scheduleNext, started } from "./turn.ts";

export async function updateSchedule(tx: Tx, { id, input }: Call<UpdateInput>): Promise<Schedule> {
  const before = await byPath<Schedule>(tx, SCHEDULE, id);
  checkLiving(before, "update");
  const own = tx.at(await clockOf(tx, before.customer));
  const subscription = before.subscription === null ? null : await free(own, before.subscription);
  const given = input.default_settings;
  const method = await defaultMethodOf(own, before.customer, given);
  const phases =
    input.phases === undefined ? before.phases : await phasesAfter(own, before, subscription, input.phases);
  const after: Schedule = {
    ...before,
    default_settings: defaultSettings(given, method, before.default_settings),
    end_behavior: input.end_behavior === undefined ? before.end_behavior : endBehavior(input.end_behavior),
    metadata: mergeMetadata(before.metadata, input.metadata),
    phases,
  };
  checkDaysUntilDue(phases, after.default_settings);
  return subscription === null
    ? notStarted(own, before, after)
    : underWay(own, { before, after, subscription }, input);
}

async function notStarted(tx: Tx, before: Schedule, after: Schedule): Promise<Schedule> {
  const first = phaseAt(after, Math.max(tx.now, after.phases[0]?.start_date ?? tx.now));
  if (first.start_date > tx.now) {
    await scheduleNext(tx, after);
    return updateAndTell(tx, "subscription_schedule.updated", before, after);
  }
  const begun = started(after, first, tx.newId("sub_"));
  await updateAndTell(tx, "subscription_schedule.updated", before, begun);
  await beginFirst(tx, begun, first, begun.subscription ?? "", "phases[0]");
  await scheduleNext(tx, begun);
  return begun;
}

interface UnderWay {
  readonly before: Schedule;
  readonly after: Schedule;
  readonly subscription: Subscription;
}

/** The subscription follows at once, if what it should be now has changed. */
async function underWay(
  tx: Tx,
  { before, after, subscription }: UnderWay,
  input: UpdateInput,
): Promise<Schedule> {
  const current = currentPhase(before);
  const phase = phaseAt(after, tx.now);
  const { end_date, start_date } = phase;
  const isSame = current?.start_date === start_date;
  const moved: Schedule = { ...after, current_phase: { end_date, start_date } };
  const told = await updateAndTell(tx, "subscription_schedule.updated", before, moved);
  await scheduleNext(tx, told);
  if (input.phases === undefined && input.default_settings === undefined) {
    await manage(tx, subscription, managedIn(told, phase));
    return told;
  }
  const sent = input.phases?.length ?? 0;
  await enter(tx, told, phase, subscription, {
    at: sent === 0 ? null : `phases[${sent - (after.phases.length - after.phases.indexOf(phase))}]`,
    previous: isSame ? current : null,
    proration: isSame ? (input.proration_behavior ?? "create_prorations") : phase.proration_behavior,
  });
  return told;
}

/** The phase that a moment lies in. */
function phaseAt({ phases }: Schedule, at: UnixSeconds): Phase {
  const phase = phases.find(({ end_date, start_date }) => start_date <= at && at < end_date);
  if (phase !== undefined) return phase;
  throw errors.rule("The last phase of a subscription schedule must end in the future.", "phases");
}

// --- phases -----------------------------------------------------------------------------------------------

/** All phases after a request: those that are over stay, whether they were sent or not. */
async function phasesAfter(
  tx: Tx,
  schedule: Schedule,
  subscription: Subscription | null,
  given: readonly PhaseInput[],
): Promise<Phase[]> {
  const current = currentPhase(schedule);
  const over = schedule.phases.filter(({ end_date }) => current !== null && end_date <= current.start_date);
  const kept = given.filter((input) => !over.some(({ start_date }) => start_date === input.start_date));
  const skipped = given.length - kept.length;
  if (kept.length === 0) throw errors.missingParam("phases");
  if (kept.length > PHASES_MAX) throw errors.tooManyElements("phases", PHASES_MAX);
  const start = startOf(tx, schedule, kept[0]?.start_date, `phases[${skipped}]`);
  const from = {
    start,
    day: dayOf(subscription) ?? calendarTime(start).day,
    customer: schedule.customer,
    mode: schedule.billing_mode.type,
    currency: subscription?.currency ?? null,
  };
  const phases = await phasesFrom(tx, kept, from, (i) => `phases[${skipped + i}]`);
  checkStarts(tx, kept, phases, skipped);
  const cut = current !== null && start > current.start_date ? [{ ...current, end_date: start }] : [];
  return [...over, ...cut, ...phases];
}

/** Where the phases of a request begin: with the current one, or now, where that is cut short. */
function startOf(
  tx: Pick<Tx, "now">,
  schedule: Schedule,
  asked: PhaseInput["start_date"],
  at: string,
): UnixSeconds {
  const present = currentPhase(schedule)?.start_date ?? null;
  const start = asked === "now" ? tx.now : asked;
  if (present === null) return start ?? schedule.phases[0]?.start_date ?? tx.now;
  if (start === undefined || start === present) return present;
  if (start === tx.now) return start;
  throw errors.rule(
    `The current phase has begun already: its \`start_date\` stays ${present}.`,
    `${at}[start_date]`,
  );
}

/** Each phase begins where the one before it ends. */
function checkStarts(
  tx: Pick<Tx, "now">,
  given: readonly PhaseInput[],
  phases: readonly Phase[],
  skipped: number,
): void {
  for (const [i, { start_date: asked }] of given.entries()) {
    const start = asked === "now" ? tx.now : asked;
    const from = phases[i]?.start_date;
    if (start === undefined || start === from) continue;
    throw errors.rule(
      `Phases follow one another without a gap: this one begins at ${from}, and not at ${start}.`,
      `phases[${skipped + i}][start_date]`,
    );
  }
}

function dayOf(subscription: Subscription | null): number | null {
  if (subscription === null) return null;
  return subscription._anchor_day ?? calendarTime(subscription.billing_cycle_anchor).day;
}
