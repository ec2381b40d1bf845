/**
 * A subscription as versions before 2025-03-31.basil showed it, and its events; part of that change. It had a period of
 * its own, which its items have today, and one discount.
 */
import { commonStart, type Interval } from "../core/calendar.ts";
import { inWireOrder, putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { Draft, ParamChange, Wire } from "./change.ts";

export function subscriptionBefore(draft: Draft): Draft {
  return inWireOrder({
    ...draft,
    current_period_end: draft._current_period_end,
    current_period_start: draft._current_period_start,
    discount: draft._discount ?? null,
  });
}

interface Item {
  readonly current_period_end: number;
  readonly current_period_start: number;
  readonly plan: Interval;
}
interface OfSubscription {
  readonly object: Wire;
  readonly previous_attributes?: { readonly items?: { readonly data: readonly Item[] } };
}

/** An event of a subscription whose items had another period shows that period as the subscription's own, too. */
export function eventBefore(event: Draft): Draft {
  const { object, previous_attributes: previous } = event.data as OfSubscription;
  const items = object.object === "subscription" ? previous?.items?.data : undefined;
  if (items === undefined || items.length === 0) return event;
  const old: Record<string, number> = {
    current_period_end: Math.min(...items.map((item) => item.current_period_end)),
    current_period_start: commonStart(
      items.map(({ current_period_start: start, plan }) => ({ every: plan, start })),
    ),
  };
  const changed = Object.entries(old).filter(([name, value]) => object[name] !== value);
  event.data = { object, previous_attributes: { ...Object.fromEntries(changed), ...previous } };
  return event;
}

interface OfPhase {
  readonly discounts: readonly { readonly coupon: unknown }[];
}

/** A phase of a schedule had one coupon, beside its discounts. */
export function scheduleBefore(draft: Draft): Draft {
  const phases = draft.phases as readonly OfPhase[];
  const shown = phases.map((phase) => putKey({ ...phase }, "coupon", phase.discounts[0]?.coupon ?? null));
  return { ...draft, phases: shown };
}

/** A phase named its coupon outside of `discounts`. */
export const phasesByCoupon: ParamChange = {
  nested: { "phases[]": { coupon: p.about("A coupon to apply within the phase.", p.string()) } },
  up: ({ phases, ...rest }) =>
    phases === undefined ? rest : { ...rest, phases: (phases as readonly Wire[]).map(byDiscounts) },
};

function byDiscounts({ coupon, ...phase }: Wire): Wire {
  return coupon === undefined ? phase : { discounts: [{ coupon }], ...phase };
}

/** A coupon and a promotion code were named outside of `discounts`. An empty string took the discount away. */
export const discountsByName: ParamChange = {
  fields: {
    coupon: p.about("A coupon to apply.", p.nullable(p.string())),
    promotion_code: p.about("A promotion code to redeem, by its id.", p.nullable(p.string())),
  },
  up: ({ coupon, promotion_code, ...rest }) => {
    if (coupon === undefined && promotion_code === undefined) return rest;
    const named = [...(coupon ? [{ coupon }] : []), ...(promotion_code ? [{ promotion_code }] : [])];
    return { discounts: named.length === 0 ? null : named, ...rest };
  },
};
