/** Expires open sessions that nobody paid: at their time, or on request. */

import { errors } from "../../../../core/errors.ts";
import { addressToken } from "../../../../core/ids.ts";
import type { Tx } from "../../../../storage/port.ts";
import { byPath, type Call } from "../../../resource.ts";
import { modeOf } from "../modes/index.ts";
import { giveBackDiscount } from "../order/discounts.ts";
import { type Consent, knownDetails, type Session } from "../row/session.ts";
import { EXPIRE_TIMER } from "../row/timers.ts";

/** While a payment is under way, expiry waits this long and tries again. */
const EXPIRE_AGAIN_SECONDS = 60;

/** `POST /:id/expire`. */
export async function expireByApi(tx: Tx, call: Call<object>): Promise<Session> {
  const session = await byPath<Session>(tx, "checkout.session", call.id);
  if (session.status !== "open") {
    throw errors.rule(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ` +
        `\`${session.status}\`.`,
    );
  }
  if (session._attempt !== null) throw errors.lockTimeout();
  return expire(tx, session);
}

/** Runs when a session's expiry timer is due. */
export async function expireByTime(tx: Tx, id: string): Promise<void> {
  const session = await tx.get<Session>("checkout.session", id);
  if (session?.status !== "open") return;
  if (session.expires_at > tx.now) {
    await tx.schedule({ kind: EXPIRE_TIMER, subject: id, due: session.expires_at });
  } else if (session._attempt !== null) {
    await tx.schedule({ kind: EXPIRE_TIMER, subject: id, due: tx.now + EXPIRE_AGAIN_SECONDS });
  } else {
    await expire(tx, session);
  }
}

/** Path of recovery URLs; `test_` and the token follow. */
export const RECOVERY_PATH = "/r/";
/** How long an expired session can be recovered (Stripe docs, "Recover abandoned carts"). */
const RECOVERY_SECONDS = 30 * 86_400;

/** Expires an open session that has no payment under way. */
export async function expire(tx: Tx, session: Session): Promise<Session> {
  const released = await giveBackDiscount(tx, session);
  const expired: Session = {
    ...released,
    ...leftBehind(released),
    ...recoverable(tx, released),
    status: "expired",
  };
  await tx.update(expired);
  await tx.cancel(EXPIRE_TIMER, session.id);
  await tx.emit("checkout.session.expired", expired);
  await modeOf(session).release(tx, session);
  return expired;
}

/** The recovery settings with the recovery URL, if recovery is enabled. */
function recoverable(tx: Tx, { after_expiration }: Session): Pick<Session, "after_expiration"> {
  const recovery = after_expiration?.recovery ?? null;
  if (!recovery?.enabled) return { after_expiration };
  const url = `${RECOVERY_PATH}test_${addressToken(tx, tx.account)}`;
  return { after_expiration: { recovery: { ...recovery, expires_at: tx.now + RECOVERY_SECONDS, url } } };
}

/**
 * What an expired session keeps of its buyer: the answer about promotions, and the e-mail if they agreed to
 * them.
 */
function leftBehind(session: Session): Partial<Pick<Session, "consent" | "customer_details">> {
  const { _buyer: buyer, customer_details: known } = session;
  if (buyer.promotions === null) return {};
  const consent: Consent = { promotions: buyer.promotions, terms_of_service: null };
  if (buyer.promotions === "opt_out" || buyer.email === null || known !== null) return { consent };
  const details = knownDetails(buyer.email, buyer.tax_exempt);
  return { consent, customer_details: modeOf(session).shownDetails(details) };
}
