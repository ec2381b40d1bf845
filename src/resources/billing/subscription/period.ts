/**
 * Pure: when the periods of a subscription begin and end. Every item has its own period, counted from the anchor that
 * all of them share; a trial is a period of its own, before the first that is paid.
 */
import type { Fraction } from "../../../core/amounts.ts";
import {
  type Anchor,
  type AnchorConfig,
  after,
  boundaryAfter,
  commonStart,
  type Interval,
  nextMatch,
  type Period,
  periodAt,
  shortestOf,
} from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { Price } from "../../catalog/price/index.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";

const DAY_SECONDS = 86_400;
/** The longest trial: two years (Stripe docs, `trial_period_days`). */
const TRIAL_SECONDS_MAX = 730 * DAY_SECONDS;

/** How a subscription's time is laid out when it begins. */
export interface Timing {
  readonly anchor: Anchor;
  readonly config: AnchorConfig | null;
  readonly trial_start: UnixSeconds | null;
  readonly trial_end: UnixSeconds | null;
}

/** What a request says of it. */
export interface TimingInput {
  readonly billing_cycle_anchor?: UnixSeconds;
  readonly billing_cycle_anchor_config?: {
    readonly day_of_month: number;
    readonly hour?: number;
    readonly minute?: number;
    readonly month?: number;
    readonly second?: number;
  };
  readonly proration_behavior?: string;
  readonly trial_end?: UnixSeconds | "now";
  readonly trial_from_plan?: boolean;
  readonly trial_period_days?: number;
}

/** How often a price recurs. Items only have prices that do. */
export function intervalOf(price: Price): Interval {
  if (price.recurring === null) throw new RangeError(`price ${price.id} does not recur`);
  return price.recurring;
}

/** The timing of a new subscription, or the refusal of what does not go together. */
export function timingOf(input: TimingInput, prices: readonly Price[], now: UnixSeconds): Timing {
  const trial_end = trialEndOf(input, prices, now);
  const { billing_cycle_anchor: at, billing_cycle_anchor_config: parts } = input;
  if (at !== undefined && parts !== undefined) {
    throw errors.onlyOneOf(["billing_cycle_anchor", "billing_cycle_anchor_config"]);
  }
  const config = parts === undefined ? null : configOf(parts);
  const from = trial_end ?? now;
  const anchor = anchorFor(at, config, from);
  const trial = { trial_start: trial_end === null ? null : now, trial_end };
  if (at === undefined && config === null) return { anchor, config, ...trial };
  if (at !== undefined && at <= now) throw errors.mustBeFuture("billing_cycle_anchor", at);
  if (trial_end !== null && input.proration_behavior === "none") {
    throw errors.rule(
      "When billing_cycle_anchor follows a trial, the anchored invoice must be prorated. For a longer free period, " +
        "use a longer trial.",
    );
  }
  const latest = after(from, shortestOf(prices.map(intervalOf)) ?? { interval: "month", interval_count: 1 });
  if (at !== undefined && at > latest) {
    throw errors.rule(
      `billing_cycle_anchor cannot be later than next natural billing date (${latest}) for plan`,
      "billing_cycle_anchor",
    );
  }
  return { anchor, config, ...trial };
}

function anchorFor(at: UnixSeconds | undefined, config: AnchorConfig | null, from: UnixSeconds): Anchor {
  if (at !== undefined) return { at, day: null };
  return config === null ? { at: from, day: null } : nextMatch(config, from);
}

function configOf(parts: NonNullable<TimingInput["billing_cycle_anchor_config"]>): AnchorConfig {
  const { day_of_month, hour = null, minute = null, month = null, second = null } = parts;
  return { day_of_month, hour, minute, month, second };
}

/** When the trial of a new subscription ends; null for none. */
function trialEndOf(input: TimingInput, prices: readonly Price[], now: UnixSeconds): UnixSeconds | null {
  const { trial_end, trial_from_plan, trial_period_days: days } = input;
  if (trial_end !== undefined && days !== undefined) {
    throw errors.onlyOneOf(["trial_end", "trial_period_days"]);
  }
  if (trial_from_plan && (trial_end !== undefined || days !== undefined)) {
    throw errors.rule("You cannot set `trial_end` or `trial_period_days` when `trial_from_plan=true`.");
  }
  if (trial_end !== undefined) return checkedTrialEnd(trial_end, now);
  const planned = trial_from_plan
    ? Math.max(...prices.map((price) => price.recurring?.trial_period_days ?? 0))
    : 0;
  const length = days ?? planned;
  return length === 0 ? null : now + length * DAY_SECONDS;
}

/** The end of a trial as a request gives it; null for `now`. */
export function checkedTrialEnd(trial_end: UnixSeconds | "now", now: UnixSeconds): UnixSeconds | null {
  if (trial_end === "now") return null;
  if (trial_end <= now) {
    throw errors.rule(
      "The parameter `trial_end` expects a unix timestamp representing a date and time in the future. You specified " +
        `the value \`${trial_end}\` which is in the past.`,
      "trial_end",
    );
  }
  if (trial_end > now + TRIAL_SECONDS_MAX) {
    throw errors.rule("Trial periods can be at most two years (730 days) long.", "trial_end");
  }
  return trial_end;
}

/** What the periods of a subscription are counted from. */
export function anchorOf(subscription: Pick<Subscription, "_anchor_day" | "billing_cycle_anchor">): Anchor {
  return { at: subscription.billing_cycle_anchor, day: subscription._anchor_day };
}

/** The period of a price that begins at a moment: the trial, or up to the next boundary. */
export function periodFrom(
  timing: Pick<Timing, "anchor" | "trial_end">,
  price: Price,
  start: UnixSeconds,
): Period {
  const { anchor, trial_end } = timing;
  const end =
    trial_end !== null && trial_end > start ? trial_end : boundaryAfter(anchor, intervalOf(price), start);
  return { start, end };
}

/**
 * The share of a whole period that a period is: everything but the first one, and those that a change cuts, is whole.
 */
export function shareOfPeriod(anchor: Anchor, price: Price, { start, end }: Period): Fraction {
  const natural = periodAt(anchor, intervalOf(price), start);
  return { part: end - start, whole: natural.end - natural.start };
}

/** The whole period of an item that a moment lies in, whenever the item was added. */
export function wholePeriod(anchor: Anchor, price: Price, at: UnixSeconds): Period {
  return periodAt(anchor, intervalOf(price), at);
}

/** The present period of an item. */
export function periodOf(
  item: Pick<SubscriptionItem, "current_period_end" | "current_period_start">,
): Period {
  return { start: item.current_period_start, end: item.current_period_end };
}

/** The present period of a subscription as a whole: older versions show it, and cancellation waits for its end. */
export function presentPeriod(items: readonly SubscriptionItem[]): Period {
  return {
    start: commonStart(
      items.map((item) => ({ every: intervalOf(item.price), start: item.current_period_start })),
    ),
    end: Math.min(...items.map((item) => item.current_period_end)),
  };
}
