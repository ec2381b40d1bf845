/** The row of a promotion code in the newest shape, and pure rules for when it can be used. */
import type { UnixSeconds } from "../../../core/clock.ts";
import { type ApiError, errors, type PromotionFault } from "../../../core/errors.ts";
import type { Row } from "../../../storage/port.ts";
import { type Coupon, couponFault } from "../coupon.ts";

export interface PromotionCode extends Row {
  readonly object: "promotion_code";
  /** As last written. Expiry since then is not stored here: `isUsable` works it out from the time. */
  readonly active: boolean;
  readonly code: string;
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly expires_at: number | null;
  readonly livemode: false;
  readonly max_redemptions: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly promotion: { readonly coupon: string; readonly type: "coupon" };
  readonly restrictions: {
    readonly first_time_transaction: boolean;
    readonly minimum_amount: number | null;
    readonly minimum_amount_currency: string | null;
  };
  readonly times_redeemed: number;
  /**
   * Why it is inactive although nobody switched it off, or null. Such a code may become active again by
   * itself.
   */
  readonly _asleep: Sleep | null;
  /** A copy of its coupon, from when the code was last written. */
  readonly _coupon: Coupon;
  /** Minimum amounts in other currencies; shown only when expanded. */
  readonly _currency_options: Readonly<Record<string, { readonly minimum_amount: number }>> | null;
}
type Sleep = "coupon" | "expired" | "used_up";

/** Pure: why a code cannot be used, apart from being switched off; null if nothing prevents it. */
export function sleepOf(code: PromotionCode, coupon: Coupon | null, now: UnixSeconds): Sleep | null {
  if (code.expires_at !== null && now >= code.expires_at) return "expired";
  if (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions) return "used_up";
  return coupon === null || couponFault(coupon, now) !== null ? "coupon" : null;
}

/** Pure: whether a code can be used now, by a buyer who meets its restrictions. */
export function isUsable(code: PromotionCode, coupon: Coupon | null, now: UnixSeconds): boolean {
  return code.active && sleepOf(code, coupon, now) === null;
}

/** The buyer who wants to use a code, and the purchase it is for. */
export interface Purchase {
  /** Null if the buyer is not a known customer. */
  readonly customer: string | null;
  /** The amount due before the discount, in minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  /** Whether this is the customer's first payment; null if that is not known. */
  readonly firstTime: boolean | null;
  /** True if the purchase will not create a customer for the buyer. */
  readonly guest: boolean;
}

/**
 * Pure: why a code cannot be used for a purchase, or null. `coupon` is the code's coupon as it is now;
 * `param` is the parameter that named the code.
 */
export function promotionFault(
  code: PromotionCode,
  coupon: Coupon,
  now: UnixSeconds,
  purchase: Purchase,
  param?: string,
): ApiError | null {
  const fault = faultOf(code, coupon, now) ?? faultFor(code, purchase);
  return fault === null ? null : errors.promotionCode(fault, param);
}

/** Why nobody can use the code, or null. */
function faultOf(code: PromotionCode, coupon: Coupon, now: UnixSeconds): PromotionFault | null {
  const sleep = sleepOf(code, coupon, now);
  if (sleep === "expired" || (sleep === "coupon" && coupon.valid)) return "expired";
  if (sleep !== null) return "usedUp";
  return code.active ? null : "inactive";
}

/** Why the code cannot be used for this purchase, or null. */
function faultFor(code: PromotionCode, purchase: Purchase): PromotionFault | null {
  const { first_time_transaction, minimum_amount } = code.restrictions;
  if (code.customer !== null && code.customer !== purchase.customer) return "otherCustomer";
  if (first_time_transaction && purchase.firstTime === false) return "priorTransactions";
  if (first_time_transaction && purchase.guest) return "newCustomersOnly";
  const least = minimum_amount === null ? 0 : minimumIn(code, purchase.currency);
  return least === null || purchase.amount < least ? "minimum" : null;
}

/** The minimum in a currency. Null if the code has none for it: then it cannot be used in that currency. */
function minimumIn(
  { restrictions, _currency_options: options }: PromotionCode,
  currency: string,
): number | null {
  if (restrictions.minimum_amount_currency === currency) return restrictions.minimum_amount;
  return options?.[currency]?.minimum_amount ?? null;
}
