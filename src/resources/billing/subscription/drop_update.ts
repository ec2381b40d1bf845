/** A change that was held back until its invoice is paid, and never takes effect. */
import type { Tx } from "../../../storage/port.ts";
import { byPath } from "../../resource.ts";
import { type Invoice, voidInvoice } from "../invoice/index.ts";
import { previousOf } from "./previous.ts";
import type { Subscription } from "./subscription.ts";

/** The newest invoice of a subscription. */
export async function latestInvoice(tx: Tx, { latest_invoice: id }: Subscription): Promise<Invoice | null> {
  return id === null ? null : tx.get<Invoice>("invoice", id);
}

/** Drops a change that waits for its payment, and voids its invoice. */
export async function dropPendingUpdate(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const invoice = await latestInvoice(tx, subscription);
  if (invoice?.status === "open") await voidInvoice(tx, invoice);
  const current = await byPath<Subscription>(tx, "subscription", subscription.id);
  const after: Subscription = { ...current, pending_update: null, _held_back: null };
  await tx.update(after);
  await tx.emit("customer.subscription.pending_update_expired", after, previousOf(current, after));
  return after;
}
