/**
 * Reminds the shop of the due date of an invoice that was sent: `invoice.will_be_due` some days before it and
 * `invoice.overdue` some days after, if the settings say so. At Stripe, automations in the Dashboard do this.
 */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { InvoiceSettings } from "../../../core/settings.ts";
import type { Tx } from "../../../storage/port.ts";
import type { TimerWork } from "../../resource.ts";
import type { Invoice } from "./invoice.ts";

/** The timer of an invoice with a due date: its subject is the invoice. */
const DUE_TIMER = "invoice.due";
const DAY_SECONDS = 86_400;

interface Reminder {
  readonly event: "invoice.overdue" | "invoice.will_be_due";
  readonly at: UnixSeconds;
}

/** Pure: what an invoice is reminded of, the earliest first. Empty if it has no due date. */
function remindersOf(
  { collection_method, due_date: due }: Pick<Invoice, "collection_method" | "due_date">,
  { overdue_days: after, will_be_due_days: before }: InvoiceSettings,
): Reminder[] {
  if (collection_method !== "send_invoice" || due === null) return [];
  return [
    ...(before === null ? [] : [{ event: "invoice.will_be_due" as const, at: due - before * DAY_SECONDS }]),
    ...(after === null ? [] : [{ event: "invoice.overdue" as const, at: due + after * DAY_SECONDS }]),
  ];
}

/** Sets the timer for the next reminder of an invoice that waits for its money. One whose time has passed is left out. */
export async function scheduleReminder(tx: Tx, invoice: Invoice): Promise<void> {
  const [next] = remindersOf(invoice, tx.settings.invoices).filter(({ at }) => at > tx.now);
  if (next !== undefined) await tx.schedule({ kind: DUE_TIMER, subject: invoice.id, due: next.at });
}

/** Nothing is told of an invoice that is no longer open. */
async function remind(tx: Tx, id: string): Promise<void> {
  const invoice = await tx.get<Invoice>("invoice", id);
  if (invoice?.status !== "open") return;
  const due = remindersOf(invoice, tx.settings.invoices).findLast(({ at }) => at <= tx.now);
  if (due !== undefined) await tx.emit(due.event, invoice);
  await scheduleReminder(tx, invoice);
}

export const reminders: Record<string, TimerWork> = {
  [DUE_TIMER]: { does: "unit", run: remind },
};
