/** The discounts that a request puts on a subscription, on an invoice, or on one of its lines. */
import { errors } from "../../core/errors.ts";
import { p, type Value } from "../../params/param.ts";
import type { Tx } from "../../storage/port.ts";
import { type Coupon, checkCouponCurrency, couponFault } from "../catalog/coupon.ts";
import { type Discount, discountOf } from "../catalog/discount.ts";
import { type PromotionCode, promotionFault, redeem } from "../catalog/promotion_code/index.ts";
import { hasPaid } from "../payments/charge.ts";
import { byParam, nounOf } from "../resource.ts";

/** The most discounts of one invoice or line (Stripe docs). */
const DISCOUNTS_MAX = 20;

export const discountsParam = p.nullable(
  p.list(
    p.object({
      coupon: p.about("A coupon, of which a new discount is made.", p.string()),
      discount: p.about("A discount that exists already.", p.string()),
      promotion_code: p.about("A promotion code, of which a new discount is made.", p.string()),
    }),
    { max: DISCOUNTS_MAX },
  ),
);

/** What the discounts are on, and what they are taken off. */
export interface On {
  readonly customer: string;
  readonly currency: string;
  /** Minor units, before discounts. */
  readonly amount: number;
  readonly invoice?: string;
  readonly invoice_item?: string;
  readonly subscription?: string;
}

/**
 * The discounts that a request names. New ones are written, and count as a use of their coupon and code. Refuses
 * what cannot be used now, with the path of the parameter.
 */
export async function discountsFrom(
  tx: Tx,
  given: Value<typeof discountsParam> | undefined,
  on: On,
  path = "discounts",
): Promise<Discount[]> {
  const made: Discount[] = [];
  for (const [i, one] of (given ?? []).entries()) made.push(await discountFrom(tx, one, on, `${path}[${i}]`));
  return made;
}

type Named = NonNullable<Value<typeof discountsParam>>[number];

/** One of them; `path` is its own. */
export async function discountFrom(tx: Tx, named: Named, on: On, path: string): Promise<Discount> {
  const names = (["coupon", "discount", "promotion_code"] as const).filter(
    (name) => named[name] !== undefined,
  );
  const [name, second] = names;
  if (second !== undefined) throw errors.onlyOneOf(names.map((one) => `${path}[${one}]`));
  if (name === undefined) throw errors.missingParam(`${path}[coupon]`);
  const param = `${path}[${name}]`;
  const id = named[name] ?? "";
  if (name === "discount") return byParam<Discount>(tx, "discount", id, param);
  const code = name === "coupon" ? null : await byParam<PromotionCode>(tx, "promotion_code", id, param);
  const coupon = await couponOf(tx, code?.promotion.coupon ?? id, code, param);
  const fault =
    code === null
      ? couponFault(coupon, tx.now, param)
      : promotionFault(
          code,
          coupon,
          tx.now,
          { ...on, firstTime: !(await hasPaid(tx, on.customer)), guest: false },
          param,
        );
  if (fault !== null) throw fault;
  checkCouponCurrency(coupon, on.currency, param);
  await redeem(tx, { coupon: coupon.id, promotion_code: code?.id ?? null }, param);
  const { customer, invoice, invoice_item, subscription } = on;
  const discount = discountOf({
    id: tx.newId("di_"),
    coupon,
    start: tx.now,
    customer,
    ...(invoice === undefined ? {} : { invoice }),
    ...(invoice_item === undefined ? {} : { invoice_item }),
    ...(subscription === undefined ? {} : { subscription }),
    promotion_code: code?.id ?? null,
  });
  await tx.insert(discount);
  return discount;
}

async function couponOf(tx: Tx, id: string, code: PromotionCode | null, param: string): Promise<Coupon> {
  const coupon = await tx.get<Coupon>("coupon", id);
  if (coupon !== null) return coupon;
  throw code === null
    ? errors.missingResource(nounOf("coupon"), id, param)
    : errors.missingResource(nounOf("promotion_code"), code.id, param);
}
