/** The payment page's update: the buyer changed something that the amount depends on. */

import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { type Answer, byPath, type Call } from "../../resource.ts";
import { applyBuyerInput } from "./buyer/apply_buyer_input.ts";
import { checkOpen } from "./ending/not_open.ts";
import { applyCode, withoutChallenge, withoutDiscount } from "./order/discounts.ts";
import { repriced } from "./order/totals.ts";
import type { PageUpdateInput } from "./params/page_params.ts";
import { paymentPageOf } from "./row/payment_page.ts";
import { isPriced, type Session } from "./row/session.ts";

/** `POST /v1/payment_pages/:id`. */
export async function updatePage(tx: Tx, call: Call<PageUpdateInput>): Promise<Answer> {
  const session = await byPath<Session>(tx, "checkout.session", call.id);
  checkOpen(session, tx.now);
  if (session._attempt !== null) throw errors.lockTimeout();
  const changed = repriced(applyBuyerInput(await withoutChallenge(tx, session), call.input), tx);
  const updated = await withTypedCode(tx, changed, call.input.promotion_code);
  await tx.update(updated);
  return paymentPageOf(updated, null);
}

/**
 * The session with the promotion code that the buyer typed; null removes the discount, undefined changes
 * nothing.
 */
export async function withTypedCode(
  tx: Tx,
  session: Session,
  code: string | null | undefined,
): Promise<Session> {
  if (code === undefined) return session;
  if (!isPriced(session) || !session.allow_promotion_codes) {
    throw errors.rule("This Checkout Session does not take promotion codes.", "promotion_code");
  }
  if (code === null) return repriced(withoutDiscount(session), tx);
  return repriced({ ...session, ...(await applyCode(tx, session, code)) }, tx);
}
