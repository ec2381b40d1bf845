/**
 * Pure: the requests to the API that the portal makes for a customer. So whatever a customer does there has the
 * effects, refusals and events that it has for a shop.
 */
import type { Subscription } from "../subscription/index.ts";
import type { PortalConfiguration } from "./configuration.ts";

/** Parameters of a request, as a client library takes them. */
export type RequestParams = Readonly<Record<string, unknown>>;

/** Cancels a subscription: by an update, or by `DELETE` if it ends at once. */
export interface Cancellation {
  readonly atOnce: boolean;
  readonly params: RequestParams;
}

/** In flexible billing the end is a date, without `cancel_at_period_end` (Stripe docs). */
export function cancellation(configuration: PortalConfiguration, subscription: Subscription): Cancellation {
  const { proration_behavior } = configuration.features.subscription_cancel;
  const { billing_mode } = subscription;
  if (endsAtOnce(configuration, subscription)) {
    const prorates = proration_behavior === "create_prorations";
    return { atOnce: true, params: { invoice_now: false, prorate: prorates } };
  }
  const params =
    billing_mode.type === "flexible" ? { cancel_at: "max_period_end" } : { cancel_at_period_end: true };
  return { atOnce: false, params };
}

/** Whether a subscription that is canceled ends at once. A paused one has no period that it could end with. */
export function endsAtOnce({ features }: PortalConfiguration, { status }: Subscription): boolean {
  return features.subscription_cancel.mode === "immediately" || status === "paused";
}

/** Undoes that a subscription is going to be canceled. */
export const RENEWAL: RequestParams = { cancel_at: null };

/** Adds the discount of a coupon to those that a subscription has. */
export function withCoupon({ discounts }: Subscription, coupon: string): RequestParams {
  return { discounts: [...discounts.map((id) => ({ discount: id })), { coupon }] };
}

/** What a customer changes of a subscription with one item. */
export interface PlanChange {
  /** price_… */
  readonly price: string;
  readonly quantity: number;
  /** A discount that is added to those that the subscription has. */
  readonly discount: { readonly coupon: string } | { readonly promotion_code: string } | null;
}

/** The parameters of a change that its preview has too. */
export function planChange(
  { features }: PortalConfiguration,
  { _items, discounts, status }: Subscription,
  { discount, price, quantity }: PlanChange,
): { readonly details: RequestParams; readonly discounts: RequestParams } {
  const { billing_cycle_anchor, proration_behavior, trial_update_behavior } = features.subscription_update;
  const endsTrial = status === "trialing" && trial_update_behavior === "end_trial";
  const [item] = _items;
  return {
    details: {
      items: [{ id: item?.id, price, quantity }],
      proration_behavior,
      ...(endsTrial ? { trial_end: "now" } : {}),
      ...(billing_cycle_anchor === "now" ? { billing_cycle_anchor: { type: "now" } } : {}),
    },
    discounts:
      discount === null ? {} : { discounts: [...discounts.map((id) => ({ discount: id })), discount] },
  };
}
