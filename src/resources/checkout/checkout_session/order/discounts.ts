/**
 * The discount of a session: looked up and checked when it is applied, redeemed when a payment begins, and
 * given back if that payment fails.
 */
import { errors } from "../../../../core/errors.ts";
import type { Tx } from "../../../../storage/port.ts";
import { type Coupon, checkCouponCurrency, couponFault } from "../../../catalog/coupon.ts";
import { type Discount, discountOf } from "../../../catalog/discount.ts";
import {
  findByCode,
  giveBack,
  type PromotionCode,
  promotionFault,
  type Redemption,
  redeem,
} from "../../../catalog/promotion_code/index.ts";
import type { Customer } from "../../../customers/customer/index.ts";
import { hasPaid } from "../../../payments/charge.ts";
import { byParam, nounOf } from "../../../resource.ts";
import type { CreateInput } from "../params/session_params.ts";
import type { AppliedDiscount, PricedSession, Session } from "../row/session.ts";
import { subtotalOfLines } from "./totals.ts";

/** The keys of a session that applying a discount changes. */
export type WithDiscount = Pick<PricedSession, "discounts" | "_discount">;

/** The discount that the parameters of a new session name; null if they name none. */
export async function discountFor(
  tx: Tx,
  given: CreateInput["discounts"],
  session: PricedSession,
  customer: Customer | null,
): Promise<WithDiscount | null> {
  const [first] = given ?? [];
  if (first === undefined) return null;
  if (first.promotion_code !== undefined) {
    const param = "discounts[0][promotion_code]";
    const code = await byParam<PromotionCode>(tx, "promotion_code", first.promotion_code, param);
    return withCode(tx, session, code, { customer: customer?.id ?? null, param, by_buyer: false });
  }
  const param = "discounts[0][coupon]";
  const coupon = await byParam<Coupon>(tx, "coupon", first.coupon ?? "", param);
  const fault = couponFault(coupon, tx.now, param);
  if (fault !== null) throw fault;
  checkCouponCurrency(coupon, session.currency, param);
  return applied(tx, coupon, { promotion_code: null, label: coupon.name ?? coupon.id, by_buyer: false });
}

/** The discount of a promotion code that the buyer typed. */
export async function applyCode(tx: Tx, session: PricedSession, typed: string): Promise<WithDiscount> {
  const param = "promotion_code";
  const code = await findByCode(tx, typed, session.customer);
  if (code === null) throw errors.promotionCode("invalid", param);
  return withCode(tx, session, code, { customer: session.customer, param, by_buyer: true });
}

/** The session without its discount, which the buyer removed. */
export function withoutDiscount(session: PricedSession): PricedSession {
  return { ...session, discounts: [], _discount: null };
}

interface Use {
  readonly customer: string | null;
  readonly param: string;
  readonly by_buyer: boolean;
}

async function withCode(
  tx: Tx,
  session: PricedSession,
  code: PromotionCode,
  use: Use,
): Promise<WithDiscount> {
  const { param, customer } = use;
  const coupon = await tx.get<Coupon>("coupon", code.promotion.coupon);
  if (coupon === null) throw errors.missingResource(nounOf("promotion_code"), code.id, param);
  const purchase = {
    customer,
    amount: subtotalOfLines(session),
    currency: session.currency,
    firstTime: customer === null ? null : !(await hasPaid(tx, customer)),
    guest: customer === null && session.customer_creation !== "always",
  };
  const fault = promotionFault(code, coupon, tx.now, purchase, param);
  if (fault !== null) throw fault;
  checkCouponCurrency(coupon, session.currency, param);
  return applied(tx, coupon, { promotion_code: code.id, label: code.code, by_buyer: use.by_buyer });
}

function applied(
  tx: Tx,
  coupon: Coupon,
  { promotion_code, label, by_buyer }: Pick<AppliedDiscount, "by_buyer" | "label" | "promotion_code">,
): WithDiscount {
  return {
    // With a promotion code, only the code is named and not its coupon (recorded from Stripe).
    discounts: [{ coupon: promotion_code === null ? coupon.id : null, promotion_code }],
    _discount: { id: tx.newId("di_"), coupon, promotion_code, label, start: tx.now, by_buyer },
  };
}

// --- using it up ------------------------------------------------------------------------------------------

function redemptionOf({ coupon, promotion_code }: AppliedDiscount): Redemption {
  return { coupon: coupon.id, promotion_code };
}

/** Redeems one use of the discount for the session, at most once. It is refused if no use is left. */
export async function redeemDiscount<S extends Session>(tx: Tx, session: S): Promise<S> {
  const { _discount: discount } = session;
  if (discount === null || session._redeemed) return session;
  const param = discount.promotion_code === null ? "coupon" : "promotion_code";
  await redeem(tx, redemptionOf(discount), param);
  return { ...session, _redeemed: true };
}

/** Gives back the use that was redeemed for a payment that failed. */
export async function giveBackDiscount<S extends Session>(tx: Tx, session: S): Promise<S> {
  const { _discount: discount } = session;
  if (discount === null || !session._redeemed) return session;
  await giveBack(tx, redemptionOf(discount));
  return { ...session, _redeemed: false };
}

/**
 * The session without its challenge and redeemed discount. Used when the order changes after the payer was
 * asked to authenticate.
 */
export async function withoutChallenge<S extends Session>(tx: Tx, session: S): Promise<S> {
  if (session._challenge === null) return session;
  return { ...(await giveBackDiscount(tx, session)), _challenge: null };
}

/** The discount in the shape of Stripe's discount object; null if the session has none. */
export function appliedDiscountRow(session: Session): Discount | null {
  const { _discount: discount } = session;
  if (discount === null) return null;
  return discountOf({
    id: discount.id,
    checkout_session: session.id,
    coupon: discount.coupon,
    customer: session.customer,
    promotion_code: discount.promotion_code,
    start: discount.start,
  });
}
