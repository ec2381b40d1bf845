/** Cards that a session's customer saved earlier, and the page offers. */
import { errors } from "../../core/errors.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import { detach, type PaymentMethod } from "../payment_method/index.ts";
import { byParam, byPath } from "../resource.ts";
import type { Session } from "./session.ts";

/** How many the page offers; the latest saved ones. */
const OFFERED_MAX = 10;

/** The customer's cards that may be shown again, the latest saved first. Nothing where the session offers none. */
export async function savedCardsOf(reader: Reader, session: Session): Promise<readonly PaymentMethod[]> {
  const filters = session.saved_payment_method_options?.allow_redisplay_filters ?? null;
  if (session.status !== "open" || session.customer === null || filters === null || filters.length === 0)
    return [];
  const where = { customer: session.customer, type: "card", allow_redisplay: filters };
  return (await reader.list<PaymentMethod>("payment_method", where, { limit: OFFERED_MAX })).rows;
}

/** The buyer takes a saved card from the customer, where the session lets them. */
export async function removeSavedCard(tx: Tx, id: string, card: string): Promise<void> {
  const session = await byPath<Session>(tx, "checkout.session", id);
  const offered = await savedCardsOf(tx, session);
  const allowed = session.saved_payment_method_options?.payment_method_remove === "enabled";
  if (!allowed || !offered.some((one) => one.id === card)) {
    throw errors.missingResource("PaymentMethod", card, "payment_method");
  }
  await detach(tx, await byParam<PaymentMethod>(tx, "payment_method", card, "payment_method"));
}
