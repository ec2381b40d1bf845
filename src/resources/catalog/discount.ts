/**
 * Discounts: a coupon applied to something. A discount has no URL of its own; it is shown within the object
 * it discounts. It keeps its coupon as it was when applied, because older API versions show that coupon
 * whole.
 */
import type { Amount } from "../../core/amounts.ts";
import { inWireOrder } from "../../core/canonical.ts";
import { monthsAfter } from "../../core/clock.ts";
import type { Row } from "../../storage/port.ts";
import { defineResource, reference, type Wire } from "../resource.ts";
import { type Coupon, couponView } from "./coupon.ts";

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
  /** The coupon in its wire form, as it was when the discount was made. */
  readonly _coupon: Wire;
  /** The products that the coupon applies to; null or absent means all. */
  readonly _applies_to?: readonly string[] | null;
  /** What it takes off in other currencies than the coupon's own, in minor units. */
  readonly _amounts_off?: Readonly<Record<string, number>> | null;
}

/** What a discount is made from: its coupon, its promotion code if any, and the objects it belongs to. */
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
    /** di_…; made by the caller. */
    readonly id: string;
    readonly coupon: Coupon;
  };

/**
 * Pure: a discount that begins at `start`. With a repeating coupon it ends after that coupon's months, in
 * UTC.
 */
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
    _applies_to: coupon._applies_to,
    _amounts_off: coupon._currency_options === null ? null : amountsOff(coupon._currency_options),
  };
}

/** Pure: the stub that answers the deletion of a discount. Its row stays, since invoices name it. */
export function deletedDiscount({ end: _, ...discount }: Discount): Row {
  return inWireOrder({ ...discount, deleted: true });
}

/** Pure: whether a discount applies to a product. */
export function covers({ _applies_to: only }: Pick<Discount, "_applies_to">, product: string): boolean {
  return !only || only.includes(product);
}

/** Pure: the percentage that a discount takes off; null if it takes off an amount. */
export function percentOffOf({ _coupon: { percent_off } }: Pick<Discount, "_coupon">): number | null {
  return typeof percent_off === "number" ? percent_off : null;
}

/** Pure: the amount that a discount takes off in a currency, in minor units; 0 if it takes off a percentage. */
export function amountOffOf(
  { _amounts_off: amounts, _coupon: coupon }: Pick<Discount, "_amounts_off" | "_coupon">,
  currency: string,
): Amount {
  return amounts?.[currency] ?? (coupon.currency === currency ? Number(coupon.amount_off ?? 0) : 0);
}

function amountsOff(options: NonNullable<Coupon["_currency_options"]>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(options).map(([currency, { amount_off }]) => [currency, amount_off]),
  );
}

/** Has no operations; it is registered so that its fields can be expanded wherever a discount is shown. */
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
  // Keeps `_coupon`, which older versions show; `versions/hidden.ts` removes it for the others.
  view: (row) => ({ ...row }),
});
