/**
 * Discounts: a coupon at work on something. They have no address of their own and stand within what they discount,
 * each with its coupon as it was when it was applied; older versions show that coupon whole.
 */
import { monthsAfter } from "../core/clock.ts";
import type { Row } from "../storage/port.ts";
import { type Coupon, couponView } from "./coupon.ts";
import { defineResource, reference, type Wire } from "./resource.ts";

export interface Discount extends Row {
  readonly object: "discount";
  readonly checkout_session: string | null;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly end: number | null;
  readonly invoice: string | null;
  readonly invoice_item: string | null;
  readonly promotion_code: string | null;
  readonly source: { readonly coupon: string; readonly type: "coupon" };
  readonly start: number;
  readonly subscription: string | null;
  readonly subscription_item: string | null;
  /** The coupon as it is shown, from when the discount was made. */
  readonly _coupon: Wire;
}

/** What a discount is made of: its coupon, the code it came by, and what it is a discount on. */
type Made = Pick<Discount, "start"> &
  Partial<
    Pick<
      Discount,
      | "checkout_session"
      | "customer"
      | "invoice"
      | "invoice_item"
      | "promotion_code"
      | "subscription"
      | "subscription_item"
    >
  > & {
    /** di_…, where it was given out before. */
    readonly id: string;
    readonly coupon: Coupon;
  };

/** Pure: a coupon at work from `start` on. One for a number of months ends so many months later, in UTC. */
export function discountOf({ id, coupon, start, ...on }: Made): Discount {
  const months = coupon.duration === "repeating" ? coupon.duration_in_months : null;
  return {
    id,
    object: "discount",
    checkout_session: on.checkout_session ?? null,
    customer: on.customer ?? null,
    customer_account: null,
    end: months === null ? null : monthsAfter(start, months),
    invoice: on.invoice ?? null,
    invoice_item: on.invoice_item ?? null,
    promotion_code: on.promotion_code ?? null,
    source: { coupon: coupon.id, type: "coupon" },
    start,
    subscription: on.subscription ?? null,
    subscription_item: on.subscription_item ?? null,
    _coupon: couponView(coupon, start),
  };
}

/** Never asked for by itself: registered for what it expands to wherever it stands. */
export const discount = defineResource<Discount>({
  object: "discount",
  path: "/v1/discounts",
  permission: "coupon",
  expands: {
    customer: reference("customer"),
    promotion_code: reference("promotion_code"),
    "source.coupon": reference("coupon"),
  },
  operations: {},
  // Its coupon goes with it, for older versions.
  view: (row) => ({ ...row }),
});
