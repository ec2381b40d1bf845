/** The row of a promotion code, in the newest shape, and pure rules about it. */
import type { UnixSeconds } from "../../core/clock.ts";
import { type ApiError, errors } from "../../core/errors.ts";
import type { Row } from "../../storage/port.ts";
import { type Coupon, couponFault } from "../coupon.ts";

export interface PromotionCode extends Row {
  readonly object: "promotion_code";
  /** As it was last written: that it expired meanwhile follows from the time. */
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
  /** Why it is inactive though nobody switched it off: it may become active again by itself. */
  readonly _asleep: Sleep | null;
  /** Its coupon as it was when the code was last written. */
  readonly _coupon: Coupon;
  /** Minimum amounts in other currencies; shown when expanded only. */
  readonly _currency_options: Readonly<Record<string, { readonly minimum_amount: number }>> | null;
}
type Sleep = "coupon" | "expired" | "used_up";

/** Pure: what keeps a code from being used, other than its being switched off. */
export function sleepOf(code: PromotionCode, coupon: Coupon | null, now: UnixSeconds): Sleep | null {
  if (code.expires_at !== null && now >= code.expires_at) return "expired";
  if (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions) return "used_up";
  return coupon === null || couponFault(coupon, now) !== null ? "coupon" : null;
}

/** Pure: whether a code can be used now, by whomever it is for. */
export function isUsable(code: PromotionCode, coupon: Coupon | null, now: UnixSeconds): boolean {
  return code.active && sleepOf(code, coupon, now) === null;
}

/** Who wants to use a code, and for what. */
export interface Purchase {
  /** Null where nobody is known. */
  readonly customer: string | null;
  /** What is due, in minor units of `currency`, before the discount. */
  readonly amount: number;
  readonly currency: string;
  /** Whether the customer has not paid for anything yet; null where nobody knows. */
  readonly firstTime: boolean | null;
  /** True where no customer will be made of the buyer. */
  readonly guest: boolean;
}

/**
 * Pure: what speaks against using a code for a purchase, or null. `coupon` is the code's, as it is now; `param` is what
 * named the code. Of the words, those about prior transactions and the minimum are the original's.
 */
export function promotionFault(
  code: PromotionCode,
  coupon: Coupon,
  now: UnixSeconds,
  purchase: Purchase,
  param?: string,
): ApiError | null {
  const because = faultOf(code, coupon, now) ?? faultFor(code, purchase);
  if (because === null) return null;
  return because === "expired"
    ? errors.rule("This promotion code is expired.", param)
    : errors.rule(`This promotion code cannot be redeemed because ${because}.`, param);
}

/** Whoever wants to use it. */
function faultOf(code: PromotionCode, coupon: Coupon, now: UnixSeconds): string | null {
  const sleep = sleepOf(code, coupon, now);
  if (sleep === "expired" || (sleep === "coupon" && coupon.valid)) return "expired";
  if (sleep !== null) return "it has been redeemed the maximum number of times";
  return code.active ? null : "it is not active";
}

function faultFor(code: PromotionCode, purchase: Purchase): string | null {
  const { first_time_transaction, minimum_amount } = code.restrictions;
  if (code.customer !== null && code.customer !== purchase.customer) {
    return "it is restricted to another customer";
  }
  if (first_time_transaction && purchase.firstTime === false) {
    return "the associated customer has prior transactions";
  }
  if (first_time_transaction && purchase.guest) return "it is only for customers without prior transactions";
  const least = minimum_amount === null ? 0 : minimumIn(code, purchase.currency);
  return least === null || purchase.amount < least
    ? "the associated purchase does not meet the minimum amount requirement"
    : null;
}

/** Null where the code says nothing of the currency: then it cannot be used in it. */
function minimumIn(
  { restrictions, _currency_options: options }: PromotionCode,
  currency: string,
): number | null {
  if (restrictions.minimum_amount_currency === currency) return restrictions.minimum_amount;
  return options?.[currency]?.minimum_amount ?? null;
}
