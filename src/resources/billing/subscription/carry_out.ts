/**
 * Carries out what a request does to a subscription, in one unit of work: the subscription as it is then, its invoice
 * with the items on it, their events, and the timer of what comes next.
 */
import type { Tx } from "../../../storage/port.ts";
import { byPath } from "../../resource.ts";
import { type Invoice, type InvoiceItem, takeUp, writeItem } from "../invoice/index.ts";
import { announceTrialEnd } from "./announce.ts";
import { charged, draftBill } from "./bill.ts";
import { withoutUsed } from "./discounts.ts";
import { previousOf } from "./previous.ts";
import type { Bill, Subscription } from "./subscription.ts";
import { scheduleTurn } from "./timer.ts";

/** How the invoice is paid. What is known before it is written, the subscription says from the start. */
export interface Paying {
  /** The ids of the discounts that the invoice, paid at once, takes something off by: coupons for one use are used up. */
  readonly uses: readonly string[];
  /** The invoice stays open, and the subscription depends on it. */
  readonly waits: boolean;
  /** Takes the draft further; without it, the draft waits for its own time. */
  readonly pay?: (tx: Tx, draft: Invoice) => Promise<Invoice>;
  /** Writes the invoice, if it is not a draft to begin with. */
  readonly write?: (tx: Tx, subscription: Subscription, bill: Bill) => Promise<Invoice>;
}

/** What is carried out. */
export interface Doing {
  /** A renewal tells of itself before its invoice, a change after it (recorded). */
  readonly does: "create" | "renew" | "resume" | "update";
  readonly after: Subscription;
  readonly bill: Bill | null;
  /** Invoice items that wait for the next invoice. */
  readonly pending?: readonly InvoiceItem[];
}

/** The status while an invoice is open that a request has made. */
const WAITING = { create: "incomplete", renew: "active", resume: "paused", update: "past_due" } as const;

/**
 * Carries it out. `before` was inserted or read in this unit of work; `after` is what it becomes. Returns the
 * subscription as it is in the end.
 */
export async function carryOut(
  tx: Tx,
  before: Subscription,
  { does, after, bill, pending = [] }: Doing,
  paying: Paying,
): Promise<Subscription> {
  const billed: Subscription = {
    ...before,
    ...after,
    latest_invoice: bill?.id ?? after.latest_invoice,
    status: paying.waits ? WAITING[does] : after.status,
    _attempt: null,
    _planned: null,
  };
  const changed = withoutUsed(billed, paying.uses);
  await tx.update(changed);
  if (does === "create") {
    for (const discount of after._discounts) await tx.emit("customer.discount.created", discount);
    await tx.emit("customer.subscription.created", changed);
  }
  if (does === "renew") await tell(tx, before, changed);
  for (const item of pending) await writeItem(tx, item);
  if (bill !== null) await writeBill(tx, billed, bill, paying);
  if (does === "update" || does === "resume") await tell(tx, before, changed);
  const settled = await announceTrialEnd(tx, await byPath<Subscription>(tx, "subscription", before.id));
  await scheduleTurn(tx, settled);
  return settled;
}

async function tell(tx: Tx, before: Subscription, after: Subscription): Promise<void> {
  const previous = previousOf(before, after);
  if (Object.keys(previous).length > 0) await tx.emit("customer.subscription.updated", after, previous);
}

/** Writes the invoice of a bill with its items and takes it further; the subscription's items keep what they were charged. */
async function writeBill(tx: Tx, subscription: Subscription, bill: Bill, paying: Paying): Promise<void> {
  const draft = await (paying.write ?? draftBill)(tx, subscription, bill);
  await takeUp(tx, bill.waiting, bill.id);
  const current = await byPath<Subscription>(tx, "subscription", subscription.id);
  await tx.update<Subscription>({ ...current, _items: charged(current._items, draft) });
  await paying.pay?.(tx, draft);
  for (const item of bill.items) await writeItem(tx, { ...item, invoice: bill.id });
}
