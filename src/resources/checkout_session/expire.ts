/** The end of an open session that nobody paid: at its time, or when asked for. */
import type { UnixSeconds } from "../../core/clock.ts";
import { errors } from "../../core/errors.ts";
import { addressToken } from "../../core/ids.ts";
import type { Tx } from "../../storage/port.ts";
import { cancel, type PaymentIntent } from "../payment_intent/index.ts";
import { byPath, type Call } from "../resource.ts";
import { giveBackDiscount } from "./discounts.ts";
import { type Consent, knownDetails, type Session } from "./session.ts";

export const EXPIRE_TIMER = "checkout.session.expire";
/** While a payment is on its way, expiry waits this long and looks again. */
const EXPIRE_AGAIN_SECONDS = 60;

/** True of an open session that is past its time, with no payment on its way. */
export function isOver(session: Session, now: UnixSeconds): boolean {
  return session.status === "open" && session._attempt === null && session.expires_at <= now;
}

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

/** The timer: a session's time has come. */
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

/** Where recovery addresses lead; their token, with the mark of test mode, follows. */
export const RECOVERY_PATH = "/r/";
/** How long a session that expired can be recovered (Stripe docs, "Recover abandoned carts"). */
const RECOVERY_SECONDS = 30 * 86_400;

/** Expires an open session with no payment on its way. */
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
  await cancelIntent(tx, session);
  return expired;
}

/** Lets go of the intent of earlier tries, which nobody will pay. */
export async function cancelIntent(tx: Tx, { payment_intent: id }: Session): Promise<void> {
  const intent = id === null ? null : await tx.get<PaymentIntent>("payment_intent", id);
  if (intent !== null && intent.status !== "canceled") await cancel(tx, intent, null);
}

/** Where the session can be taken up again. */
function recoverable(tx: Tx, { after_expiration }: Session): Pick<Session, "after_expiration"> {
  const recovery = after_expiration?.recovery ?? null;
  if (!recovery?.enabled) return { after_expiration };
  const url = `${RECOVERY_PATH}test_${addressToken(tx, tx.account)}`;
  return { after_expiration: { recovery: { ...recovery, expires_at: tx.now + RECOVERY_SECONDS, url } } };
}

/** The address of a buyer who agreed to hear of promotions stays with the session; of others nothing does. */
function leftBehind(session: Session): Partial<Pick<Session, "consent" | "customer_details">> {
  const { _buyer: buyer, customer_details: known } = session;
  if (buyer.promotions === null) return {};
  const consent: Consent = { promotions: buyer.promotions, terms_of_service: null };
  if (buyer.promotions === "opt_out" || buyer.email === null || known !== null) return { consent };
  return { consent, customer_details: knownDetails(buyer.email, buyer.tax_exempt) };
}
