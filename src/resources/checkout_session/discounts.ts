/** The discount of a session: found and judged when it is applied, used up when the session is paid. */
import { errors } from "../../core/errors.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import type { Charge } from "../charge.ts";
import { type Coupon, couponAmountOff, couponFault } from "../coupon.ts";
import type { Customer } from "../customer/index.ts";
import { type Discount, discountOf } from "../discount.ts";
import {
  findByCode,
  giveBack,
  type PromotionCode,
  promotionFault,
  type Redemption,
  redeem,
} from "../promotion_code/index.ts";
import { byParam, nounOf } from "../resource.ts";
import type { CreateInput } from "./params.ts";
import { subtotalOfLines } from "./price_session.ts";
import type { AppliedDiscount, Session } from "./session.ts";

/** What applying a discount changes in a session. */
export type WithDiscount = Pick<Session, "discounts" | "_discount">;

/** Charges of a customer among which an earlier payment is looked for. */
const CHARGES_READ_MAX = 100;

/** The discount that a new session's parameters name; null where they name none. */
export async function discountFor(
  tx: Tx,
  given: CreateInput["discounts"],
  session: Session,
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
  checkCurrency(coupon, session, param);
  return applied(tx, coupon, { promotion_code: null, label: coupon.name ?? coupon.id, by_buyer: false });
}

/** The discount of a code as the buyer typed it. */
export async function applyCode(tx: Tx, session: Session, typed: string): Promise<WithDiscount> {
  const param = "promotion_code";
  const code = await findByCode(tx, typed, session.customer);
  if (code === null) throw errors.rule("This code is invalid.", param);
  return withCode(tx, session, code, { customer: session.customer, param, by_buyer: true });
}

/** The session without the discount its buyer took away. */
export function withoutDiscount(session: Session): Session {
  return { ...session, discounts: [], _discount: null };
}

interface Use {
  readonly customer: string | null;
  readonly param: string;
  readonly by_buyer: boolean;
}

async function withCode(tx: Tx, session: Session, code: PromotionCode, use: Use): Promise<WithDiscount> {
  const { param, customer } = use;
  const coupon = await tx.get<Coupon>("coupon", code.promotion.coupon);
  if (coupon === null) throw errors.missingResource(nounOf("promotion_code"), code.id, param);
  const purchase = {
    customer,
    amount: subtotalOfLines(session._line_items),
    currency: session.currency,
    firstTime: customer === null ? null : !(await hasPaid(tx, customer)),
    guest: customer === null && session.customer_creation !== "always",
  };
  const fault = promotionFault(code, coupon, tx.now, purchase, param);
  if (fault !== null) throw fault;
  checkCurrency(coupon, session, param);
  return applied(tx, coupon, { promotion_code: code.id, label: code.code, by_buyer: use.by_buyer });
}

/** An amount is taken off in currencies that the coupon speaks of only. */
function checkCurrency(coupon: Coupon, { currency }: Session, param: string): void {
  if (coupon.percent_off !== null || couponAmountOff(coupon, currency) !== null) return;
  throw errors.rule(
    `The coupon \`${coupon.id}\` only supports \`${coupon.currency}\`. This doesn't match the expected currency: ` +
      `\`${currency}\`.`,
    param,
  );
}

async function hasPaid(reader: Reader, customer: string): Promise<boolean> {
  const { rows } = await reader.list<Charge>("charge", { customer }, { limit: CHARGES_READ_MAX });
  return rows.some((charge) => charge.paid);
}

function applied(
  tx: Tx,
  coupon: Coupon,
  { promotion_code, label, by_buyer }: Pick<AppliedDiscount, "by_buyer" | "label" | "promotion_code">,
): WithDiscount {
  return {
    // Of a code, the code alone is named, as recorded.
    discounts: [{ coupon: promotion_code === null ? coupon.id : null, promotion_code }],
    _discount: { id: tx.newId("di_"), coupon, promotion_code, label, start: tx.now, by_buyer },
  };
}

// --- using it up ------------------------------------------------------------------------------------------

function redemptionOf({ coupon, promotion_code }: AppliedDiscount): Redemption {
  return { coupon: coupon.id, promotion_code };
}

/** Takes a use of the discount for the session, once; refused where none is left. */
export async function redeemDiscount(tx: Tx, session: Session): Promise<Session> {
  const { _discount: discount } = session;
  if (discount === null || session._redeemed) return session;
  const param = discount.promotion_code === null ? "coupon" : "promotion_code";
  await redeem(tx, redemptionOf(discount), param);
  return { ...session, _redeemed: true };
}

/** Gives back the use that was taken for a payment that failed. */
export async function giveBackDiscount(tx: Tx, session: Session): Promise<Session> {
  const { _discount: discount } = session;
  if (discount === null || !session._redeemed) return session;
  await giveBack(tx, redemptionOf(discount));
  return { ...session, _redeemed: false };
}

/** The discount as others show it; null where the session has none. */
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
