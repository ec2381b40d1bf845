/** Tells of the next invoice of a subscription some days before it is made. */
import type { Tx } from "../../../storage/port.ts";
import { livingCustomer } from "../../customers/customer/index.ts";
import { dryRun } from "../../dry_run.ts";
import { composePreview, type Invoice } from "../invoice/index.ts";
import { waitingItems } from "./bill.ts";
import { nextInvoice, whyNotBilled } from "./next_invoice.ts";
import type { Subscription } from "./subscription.ts";
import { renewsAt } from "./timer.ts";

/**
 * Emits `invoice.upcoming` with the invoice as it would be now, unless there will be none. The subscription was read in
 * this unit of work.
 */
export async function announceInvoice(tx: Tx, subscription: Subscription): Promise<Subscription> {
  const invoice = await expected(dryRun(tx), subscription);
  if (invoice !== null) await tx.emit("invoice.upcoming", invoice);
  const renews = renewsAt(subscription);
  const told: Subscription = renews === null ? subscription : { ...subscription, _upcoming_told: renews };
  await tx.update(told);
  return told;
}

async function expected(tx: Tx, subscription: Subscription): Promise<Invoice | null> {
  const customer = await livingCustomer(tx, subscription.customer);
  if (customer === null || (await whyNotBilled(tx, subscription, customer)) !== null) return null;
  const next = await nextInvoice(tx, subscription, customer, await waitingItems(tx, subscription, "all"));
  if (next === null) return null;
  return composePreview(tx.at({ clock: tx.clock ?? "", now: next.at }), next.terms, "upcoming");
}
