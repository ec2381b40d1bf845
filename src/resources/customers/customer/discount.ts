/**
 * The discount of a customer: it is taken off each of their invoices that has no discounts of its own. Requests of
 * older versions give it and take it away; it ends by itself when its time is over, or with the only invoice that it
 * was for.
 */
import { errors } from "../../../core/errors.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Row, Tx } from "../../../storage/port.ts";
import { type Coupon, checkCouponCurrency, couponFault } from "../../catalog/coupon.ts";
import { type Discount, deletedDiscount, discountOf } from "../../catalog/discount.ts";
import { type PromotionCode, promotionFault, redeem } from "../../catalog/promotion_code/index.ts";
import {
  byParam,
  type Call,
  changesBetween,
  nounOf,
  type TimerWork,
  updateAndTell,
  type Wire,
} from "../../resource.ts";
import { clockOf } from "../test_clock/index.ts";
import { type Customer, living, livingCustomer } from "./customer.ts";

/** Parameters that versions before 2025-03-31.basil have. An empty string takes the discount away. */
export const discountParams = {
  coupon: p.about("A coupon that is taken off the customer's invoices.", p.nullable(p.string())),
  promotion_code: p.about("A promotion code to redeem for that, by its id.", p.nullable(p.string())),
} as const satisfies Fields;

export type DiscountInput = Partial<ObjectValue<typeof discountParams>>;

/** The timer of the end of a customer's discount; its subject is the customer. */
const END_TIMER = "customer.discount_end";

/**
 * The customer with the discount that a request gives them. A new one counts as a use of its coupon and code. Refuses
 * what cannot be used now. The customer is the caller's to write, and then to `tellDiscount`.
 */
export async function withDiscount(tx: Tx, customer: Customer, input: DiscountInput): Promise<Customer> {
  const { coupon, promotion_code } = input;
  if (coupon === undefined && promotion_code === undefined) return customer;
  if (coupon && promotion_code) throw errors.onlyOneOf(["coupon", "promotion_code"]);
  if (coupon) return given(tx, customer, await byParam<Coupon>(tx, "coupon", coupon, "coupon"), null);
  if (!promotion_code) return { ...customer, discount: null };
  const code = await byParam<PromotionCode>(tx, "promotion_code", promotion_code, "promotion_code");
  checkUnrestricted(code);
  const found = await tx.get<Coupon>("coupon", code.promotion.coupon);
  if (found === null) throw errors.missingResource(nounOf("promotion_code"), code.id, "promotion_code");
  return given(tx, customer, found, code);
}

async function given(
  tx: Tx,
  customer: Customer,
  coupon: Coupon,
  code: PromotionCode | null,
): Promise<Customer> {
  const param = code === null ? "coupon" : "promotion_code";
  const currency = customer.currency ?? coupon.currency ?? "";
  const buyer = { customer: customer.id, amount: 0, currency, firstTime: null, guest: false };
  const fault =
    code === null ? couponFault(coupon, tx.now, param) : promotionFault(code, coupon, tx.now, buyer, param);
  if (fault !== null) throw fault;
  checkCouponCurrency(coupon, currency, param);
  await redeem(tx, { coupon: coupon.id, promotion_code: code?.id ?? null }, param);
  const discount = discountOf({
    id: tx.newId("di_"),
    coupon,
    customer: customer.id,
    promotion_code: code?.id ?? null,
    start: tx.now,
  });
  await tx.insert(discount);
  return { ...customer, discount };
}

/** Whether a purchase meets a restriction is not known before there is one. */
function checkUnrestricted({ restrictions }: PromotionCode): void {
  if (!restrictions.first_time_transaction && restrictions.minimum_amount === null) return;
  throw errors.rule("A promotion code with restrictions cannot be applied to a customer.", "promotion_code");
}

/** Emits what became of a customer's discount, and sets the timer of its end. */
export async function tellDiscount(tx: Tx, before: Discount | null, after: Customer): Promise<void> {
  const { discount, id: subject } = after;
  if (discount?.id === before?.id) return;
  if (discount === null) {
    await tx.cancel(END_TIMER, subject);
    if (before !== null) await tx.emit("customer.discount.deleted", before);
    return;
  }
  if (discount.end === null) await tx.cancel(END_TIMER, subject);
  else await tx.schedule({ kind: END_TIMER, subject, due: discount.end });
  if (before === null) return tx.emit("customer.discount.created", discount);
  return tx.emit("customer.discount.updated", discount, changesBetween(wire(before), wire(discount)));
}

function wire(discount: Discount): Wire {
  return { ...discount };
}

async function withoutDiscount(tx: Tx, before: Customer): Promise<void> {
  const after = await updateAndTell(tx, "customer.updated", before, { ...before, discount: null });
  await tellDiscount(tx, before.discount, after);
}

/** `DELETE /v1/customers/:id/discount`. */
export async function deleteDiscount(tx: Tx, { id }: Call<object>): Promise<Row> {
  const own = tx.at(await clockOf(tx, id));
  const customer = await living(tx, id);
  if (customer.discount === null) throw errors.noDiscount("customer", id);
  await withoutDiscount(own, customer);
  return deletedDiscount(customer.discount);
}

/** The discount of a customer that an invoice made now has. */
export function discountAt({ discount }: Customer, now: number): readonly Discount[] {
  return discount === null || (discount.end !== null && discount.end <= now) ? [] : [discount];
}

/** Takes a customer's discount away if it counts once and is one of those that a paid invoice has used. */
export async function useDiscount(tx: Tx, id: string, used: readonly string[]): Promise<void> {
  const customer = await livingCustomer(tx, id);
  const discount = customer?.discount ?? null;
  if (customer === null || discount === null || discount._coupon.duration !== "once") return;
  if (used.includes(discount.id)) await withoutDiscount(tx, customer);
}

async function end(tx: Tx, id: string): Promise<void> {
  const customer = await livingCustomer(tx, id);
  if (customer !== null && customer.discount !== null && discountAt(customer, tx.now).length === 0) {
    await withoutDiscount(tx, customer);
  }
}

export const discountTimers: Readonly<Record<string, TimerWork>> = {
  [END_TIMER]: { does: "unit", run: end },
};
