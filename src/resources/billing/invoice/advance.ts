/** What an invoice does by itself when its time has come: a draft is finalized, an open invoice is paid or sent. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import type { TimerWork, Units } from "../../resource.ts";
import { beginPayment, type Collecting, finishPayment } from "./collect.ts";
import { ADVANCE_TIMER } from "./draft.ts";
import { finalizeInTime } from "./finalize.ts";
import type { Invoice } from "./invoice.ts";

/** The timer of every invoice: its subject is the invoice. */
export const advances: Record<string, TimerWork> = {
  [ADVANCE_TIMER]: { does: "staged", run: advance },
};

async function advance(units: Units, id: string): Promise<void> {
  const collecting = await units((tx) => step(tx, id));
  if (collecting !== null && "unfinished" in collecting) await finishPayment(units, collecting.unfinished);
}

/**
 * The next step, or null if there is none. It may run again after a crash: then the attempt that it began is
 * continued, and nothing is done twice.
 */
async function step(tx: Tx, id: string): Promise<Collecting | null> {
  const invoice = await tx.get<Invoice>("invoice", id);
  if (invoice?.status === "draft") return invoice.auto_advance ? stepOfDraft(tx, invoice) : null;
  if (invoice?.status !== "open") return null;
  const intent = await tx.get<PaymentIntent>("payment_intent", invoice._payment_intent ?? "");
  if (intent === null) return null;
  if (intent._attempt !== null) return { unfinished: intent.id };
  const { next_payment_attempt: due } = invoice;
  return due === null || due > tx.now ? null : collectByItself(tx, invoice);
}

async function stepOfDraft(tx: Tx, draft: Invoice): Promise<Collecting | null> {
  const finalized = await finalizeInTime(tx, draft);
  if (finalized.status !== "open") return null;
  if (finalized.collection_method === "charge_automatically") {
    // Finalizing removed the timer. It stays until the attempt is settled, so that a crash does not leave that to later.
    await tx.schedule({ kind: ADVANCE_TIMER, subject: draft.id, due: tx.now });
    return collectByItself(tx, finalized);
  }
  await sendInvoice(tx, finalized);
  return null;
}

/** Begins a try that the invoice makes by itself, without its payer. */
function collectByItself(tx: Tx, invoice: Invoice): Promise<Collecting> {
  return beginPayment(tx, invoice, { method: null, off_session: true, by_itself: true });
}

/** Tells that the bill was sent: `invoice.sent`. No e-mail is sent. */
export async function sendInvoice(tx: Tx, invoice: Invoice): Promise<Invoice> {
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    throw errors.rule(
      "This invoice cannot be sent right now. Please contact us via https://support.stripe.com/contact with details, " +
        "so we can help.",
    );
  }
  await tx.emit("invoice.sent", invoice);
  return invoice;
}
