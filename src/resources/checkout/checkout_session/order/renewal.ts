/** Pure: what a session's subscription will cost in each of its full periods. */
import type { Amount } from "../../../../core/amounts.ts";
import type { Reader } from "../../../../storage/port.ts";
import { isPriced, type Session } from "../row/session.ts";
import { repriced } from "./totals.ts";

/**
 * The total of the first full period that is not due at once, in minor units, as things are now; null if the session
 * sells no subscription. A coupon of one use counts only if nothing was due before. Usage is not known, and not in it.
 */
export function renewalOf(session: Session, shop: Pick<Reader, "account" | "settings">): Amount | null {
  const { _discount: discount, _subscription: data } = session;
  if (!isPriced(session) || data === null) return null;
  const isUsed = discount?.coupon.duration === "once" && session.amount_subtotal > 0;
  const later = repriced(
    {
      ...session,
      shipping_cost: null,
      _discount: isUsed ? null : discount,
      _line_items: session._line_items.filter(({ price }) => price.recurring !== null),
      _subscription: {
        ...data,
        billing_cycle_anchor: null,
        billing_cycle_anchor_config: null,
        trial_end: null,
        trial_period_days: null,
      },
    },
    shop,
  );
  return later.amount_total;
}
