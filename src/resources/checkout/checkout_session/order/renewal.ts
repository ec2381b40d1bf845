/** Pure: what a session's subscription will cost in each of its full periods. */
import type { Amount } from "../../../../core/amounts.ts";
import type { Reader } from "../../../../storage/port.ts";
import { isPriced, type Session, type SubscriptionSession } from "../row/session.ts";
import { repriced } from "./totals.ts";

/** What full periods cost, in minor units, as things are now. Usage is not known, and not in it. */
export interface Renewal {
  /** The first full period that is not due at once. */
  readonly next: Amount;
  /** Each period once no discount is left that ends. */
  readonly lasting: Amount;
}

/**
 * What the renewals of a session's subscription cost; null if it sells none. A coupon of one use counts for the next
 * only if nothing was due before.
 */
export function renewalOf(session: Session, shop: Pick<Reader, "account" | "settings">): Renewal | null {
  const { _discount: discount } = session;
  if (!isPriced(session) || session._subscription === null) return null;
  const duration = discount?.coupon.duration;
  const isUsed = duration === "once" && session.amount_subtotal > 0;
  return {
    next: periodTotal(session, isUsed ? null : discount, shop),
    lasting: periodTotal(session, duration === "forever" ? discount : null, shop),
  };
}

/** The total of a full period with this discount. */
function periodTotal(
  session: SubscriptionSession,
  discount: Session["_discount"],
  shop: Pick<Reader, "account" | "settings">,
): Amount {
  const later = repriced<SubscriptionSession>(
    {
      ...session,
      shipping_cost: null,
      _discount: discount,
      _line_items: session._line_items.filter(({ price }) => price.recurring !== null),
      _subscription: {
        ...session._subscription,
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
