/** The page's own update: the buyer changed something that what they pay depends on. */
import { errors } from "../../core/errors.ts";
import type { Tx } from "../../storage/port.ts";
import { type Answer, byPath, type Call } from "../resource.ts";
import { applyCode, withoutDiscount } from "./discounts.ts";
import { isOver } from "./expire.ts";
import type { PageUpdateInput } from "./page_params.ts";
import { paymentPageOf } from "./payment_page_row.ts";
import { repriced } from "./price_session.ts";
import type { Session } from "./session.ts";
import { withoutChallenge } from "./session_payment.ts";
import { told } from "./told.ts";

/** `POST /v1/payment_pages/:id`. */
export async function updatePage(tx: Tx, call: Call<PageUpdateInput>): Promise<Answer> {
  const session = await byPath<Session>(tx, "checkout.session", call.id);
  if (session.status !== "open") throw errors.sessionNotOpen(session.status);
  if (isOver(session, tx.now)) throw errors.sessionNotOpen("expired");
  if (session._attempt !== null) throw errors.lockTimeout();
  const changed = repriced(told(await withoutChallenge(tx, session), call.input), tx);
  const updated = await withTypedCode(tx, changed, call.input.promotion_code);
  await tx.update(updated);
  return paymentPageOf(updated, null);
}

/** The session with the code its buyer typed, or without one where that is empty. */
export async function withTypedCode(
  tx: Tx,
  session: Session,
  code: string | null | undefined,
): Promise<Session> {
  if (code === undefined) return session;
  if (!session.allow_promotion_codes) {
    throw errors.rule("This Checkout Session does not take promotion codes.", "promotion_code");
  }
  if (code === null) return repriced(withoutDiscount(session), tx);
  return repriced({ ...session, ...(await applyCode(tx, session, code)) }, tx);
}
