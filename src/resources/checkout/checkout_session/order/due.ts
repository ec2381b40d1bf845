/**
 * Pure: what of an order is due at once. A sale is due as a whole. Of a subscription, its first period is: nothing
 * during a trial or for metered prices, and a part up to a later anchor.
 */
import type { Amount } from "../../../../core/amounts.ts";
import type { UnixSeconds } from "../../../../core/clock.ts";
import { errors } from "../../../../core/errors.ts";
import { firstAmount, type Timing, type TimingInput, timingOf } from "../../../billing/subscription/index.ts";
import { lineSubtotal } from "../../../catalog/price/index.ts";
import type { LineItem, PricedSession, SubscriptionData } from "../row/session.ts";
import { checkLineTotal } from "./total_rules.ts";

/** What each line costs at once, before discounts and taxes. Refuses times that do not fit the prices. */
export function dueOn(session: PricedSession): (line: LineItem) => Amount {
  const { _line_items: lines, _subscription: data } = session;
  const timing = data === null ? null : timingFor(data, lines, data.from);
  return ({ price, currency, quantity, _custom_amount: custom }) => {
    if (quantity === null) return 0;
    const ordered = { price, currency, quantity, custom };
    checkLineTotal(ordered);
    if (data === null || timing === null || price.recurring === null) return lineSubtotal(ordered);
    return firstAmount(ordered, timing, data.proration_behavior !== "none", data.from);
  };
}

/** How the time of a session's subscription is laid out if it begins at `now`. */
export function timingFor(data: SubscriptionData, lines: readonly LineItem[], now: UnixSeconds): Timing {
  const prices = lines.map(({ price }) => price).filter(({ recurring }) => recurring !== null);
  return timingOf(timingInput(data), prices, now);
}

function timingInput(data: SubscriptionData): TimingInput {
  const { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config, trial_end } = data;
  return {
    ...(anchor === null ? {} : { billing_cycle_anchor: anchor }),
    ...(config === null
      ? {}
      : {
          billing_cycle_anchor_config: {
            day_of_month: config.day_of_month,
            ...(config.hour === null ? {} : { hour: config.hour }),
            ...(config.minute === null ? {} : { minute: config.minute }),
            ...(config.month === null ? {} : { month: config.month }),
            ...(config.second === null ? {} : { second: config.second }),
          },
        }),
    proration_behavior: data.proration_behavior,
    ...(trial_end === null ? {} : { trial_end }),
    ...(data.trial_period_days === null ? {} : { trial_period_days: data.trial_period_days }),
  };
}

/** Pure: the same without moments that have passed. */
export function withoutPast(data: SubscriptionData, now: UnixSeconds): SubscriptionData {
  const ahead = (at: UnixSeconds | null) => (at !== null && at > now ? at : null);
  return {
    ...data,
    billing_cycle_anchor: ahead(data.billing_cycle_anchor),
    trial_end: ahead(data.trial_end),
  };
}

/** Refuses to begin a subscription after its anchor or the end of its trial: the amounts would be wrong. */
export function checkStart({ _subscription: data }: PricedSession, now: UnixSeconds): void {
  for (const name of ["billing_cycle_anchor", "trial_end"] as const) {
    const at = data?.[name] ?? null;
    if (at === null || at > now) continue;
    throw errors.rule(
      `The \`subscription_data[${name}]\` of this Checkout Session has passed. Create a new Checkout Session.`,
    );
  }
}
