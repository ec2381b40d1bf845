/**
 * The parameters of the upcoming invoice as versions before 2025-03-31.basil had them; part of that change. They named the
 * parts of the subscription one by one.
 */
import type { ParamChange } from "./change.ts";

const PREFIX = "subscription_";

/** The older names of what `subscription_details` holds. */
const FLAT = [
  "billing_cycle_anchor",
  "cancel_at",
  "cancel_at_period_end",
  "cancel_now",
  "default_tax_rates",
  "items",
  "proration_behavior",
  "proration_date",
  "resume_at",
  "start_date",
  "trial_end",
  "trial_from_plan",
].map((name) => `${PREFIX}${name}`);

export const upcomingByParts: ParamChange = {
  older: ["coupon", ...FLAT],
  up: ({ coupon, ...input }) => {
    const flat = Object.entries(input).filter(([name]) => FLAT.includes(name));
    const others = Object.entries(input).filter(([name]) => !FLAT.includes(name));
    const parts = flat.map(([name, value]) => [name.slice(PREFIX.length), value] as const);
    const details = { ...(input.subscription_details as object | undefined), ...Object.fromEntries(parts) };
    return {
      ...(coupon === undefined ? {} : { discounts: coupon === null ? null : [{ coupon }] }),
      ...Object.fromEntries(others),
      ...(flat.length === 0 ? {} : { subscription_details: details }),
    };
  },
};
