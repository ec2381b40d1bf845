/** Payment methods that a session's customer saved earlier and that the page offers. */
import { errors } from "../../../../core/errors.ts";
import type { Reader, Tx } from "../../../../storage/port.ts";
import { detach, type PaymentMethod } from "../../../customers/payment_method/index.ts";
import { byParam, byPath } from "../../../resource.ts";
import type { Session } from "../row/session.ts";

/** How many saved methods the page offers, the latest first. */
const OFFERED_MAX = 10;

/**
 * The customer's saved methods, the latest first, that are of the session's types and that its redisplay
 * filters allow. Empty if the session offers none.
 */
export async function savedMethodsOf(reader: Reader, session: Session): Promise<readonly PaymentMethod[]> {
  const filters = session.saved_payment_method_options?.allow_redisplay_filters ?? null;
  if (session.status !== "open" || session.customer === null || filters === null || filters.length === 0)
    return [];
  const where = { customer: session.customer, type: session.payment_method_types, allow_redisplay: filters };
  return (await reader.list<PaymentMethod>("payment_method", where, { limit: OFFERED_MAX })).rows;
}

/** Detaches a saved method from the customer on the buyer's request, if the session allows it. */
export async function removeSavedMethod(tx: Tx, id: string, method: string): Promise<void> {
  const session = await byPath<Session>(tx, "checkout.session", id);
  const offered = await savedMethodsOf(tx, session);
  const allowed = session.saved_payment_method_options?.payment_method_remove === "enabled";
  if (!allowed || !offered.some((one) => one.id === method)) {
    throw errors.missingResource("PaymentMethod", method, "payment_method");
  }
  await detach(tx, await byParam<PaymentMethod>(tx, "payment_method", method, "payment_method"));
}
