/** The discounts of a subscription: given back if it does not come about, and dropped when they have ended. */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import { giveBack } from "../../catalog/promotion_code/index.ts";
import type { Subscription } from "./subscription.ts";

/** Gives back what was redeemed for a subscription that did not come about. */
export async function giveBackDiscounts(tx: Tx, discounts: readonly Discount[]): Promise<void> {
  for (const { promotion_code, source } of discounts) {
    await giveBack(tx, { coupon: source.coupon, promotion_code });
  }
}

/** Pure: the discounts that are still in effect at a moment. */
export function lastingAt(discounts: readonly Discount[], at: UnixSeconds): readonly Discount[] {
  return discounts.filter(({ end }) => end === null || end > at);
}

/** Pure: a subscription without the discounts that count only once, after an invoice was paid with money. */
export function withoutUsed<S extends Pick<Subscription, "discounts" | "_discounts">>(
  subscription: S,
  used: readonly string[],
): S {
  const _discounts = subscription._discounts.filter(
    ({ id, _coupon }) => _coupon.duration !== "once" || !used.includes(id),
  );
  if (_discounts.length === subscription._discounts.length) return subscription;
  return withDiscounts(subscription, _discounts);
}

/** Pure: a subscription with other discounts. */
export function withDiscounts<S extends Pick<Subscription, "discounts" | "_discounts">>(
  subscription: S,
  discounts: readonly Discount[],
): S {
  return { ...subscription, discounts: discounts.map(({ id }) => id), _discounts: discounts };
}
