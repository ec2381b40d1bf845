/** A bill that was sent and is not paid by its due date: its subscription is past due (Stripe docs, `past_due`). */
import type { Row, Tx } from "../../../storage/port.ts";
import type { TimerWork } from "../../resource.ts";
import type { Invoice } from "../invoice/index.ts";
import { onUnpaid } from "./react.ts";

/** Its subject is the invoice. */
const OVERDUE_TIMER = "subscription.overdue";

export const overdueTimers: Record<string, TimerWork> = {
  [OVERDUE_TIMER]: { does: "unit", run: overdue },
};

/** Reacts to `invoice.finalized`. */
export async function onFinalized(tx: Tx, row: Row): Promise<void> {
  const { collection_method, due_date: due, id: subject, parent } = row as Invoice;
  if (collection_method !== "send_invoice" || due === null || parent === null) return;
  await tx.schedule({ kind: OVERDUE_TIMER, subject, due });
}

async function overdue(tx: Tx, id: string): Promise<void> {
  const invoice = await tx.get<Invoice>("invoice", id);
  if (invoice?.status === "open") await onUnpaid(tx, invoice);
}
