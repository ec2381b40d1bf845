/** Ends a subscription at once by the API: with a credit for the rest of its periods and a last invoice, if wanted. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Call } from "../../resource.ts";
import {
  finalizeInvoice,
  type Invoice,
  type InvoiceItem,
  lineOfItem,
  type NewLine,
  writeItem,
} from "../invoice/index.ts";
import { draftBill, waitingItems } from "./bill.ts";
import { end } from "./cancel.ts";
import { productsOf } from "./items.ts";
import type { CancelInput } from "./params.ts";
import { creditItem } from "./prorate.ts";
import { usedUntilNow } from "./reprice.ts";
import type { Bill } from "./subscription.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { free } from "./update.ts";

export async function cancelSubscription(tx: Tx, { id, input }: Call<CancelInput>): Promise<Subscription> {
  const before = await free(tx, id);
  if (ENDED.includes(before.status)) throw errors.missingPathResource("subscription", id, "id");
  return endNow(tx.at(await clockOf(tx, before.customer)), before, input);
}

/** Ends a subscription, which was read in this unit of work. */
export async function endNow(tx: Tx, before: Subscription, input: CancelInput): Promise<Subscription> {
  const { comment, feedback } = input.cancellation_details ?? {};
  const told: Subscription = {
    ...before,
    cancellation_details: {
      ...before.cancellation_details,
      ...(comment === undefined ? {} : { comment }),
      ...(feedback === undefined ? {} : { feedback }),
    },
  };
  const credits = input.prorate ? await creditsFor(tx, told) : [];
  const bill = input.invoice_now ? await lastBill(tx, told, credits, input.prorate ?? false) : null;
  for (const item of credits) await writeItem(tx, { ...item, invoice: bill?.id ?? null });
  if (bill !== null) await writeLast(tx, told, bill);
  return end(tx, { ...told, latest_invoice: bill?.id ?? told.latest_invoice }, "cancellation_requested");
}

/** Credits for what is left of every item's period. A trial has cost nothing. */
async function creditsFor(tx: Tx, subscription: Subscription): Promise<InvoiceItem[]> {
  if (subscription.status === "trialing") return [];
  const products = await productsOf(tx, subscription._items);
  const prorating = { tx, subscription, products, at: tx.now };
  return subscription._items.flatMap((item) => creditItem(prorating, item) ?? []);
}

/** What is pending and what was used, on a last invoice; null if there is nothing. */
async function lastBill(
  tx: Tx,
  subscription: Subscription,
  credits: readonly InvoiceItem[],
  prorates: boolean,
): Promise<Bill | null> {
  const products = await productsOf(tx, subscription._items);
  const used: NewLine[] = [];
  for (const item of subscription._items)
    used.push(...(await usedUntilNow(tx, subscription, item, products)));
  const pending = await waitingItems(tx, subscription, "own");
  // Without proration, pending prorations are not billed either (Stripe docs, `invoice_now`).
  const waiting = prorates ? pending : pending.filter((item) => !item.proration);
  for (const { id } of pending.filter((item) => !waiting.includes(item))) await remove(tx, id);
  const lines = [...credits.map(lineOfItem), ...waiting.map(lineOfItem), ...used];
  if (lines.length === 0) return null;
  return {
    id: tx.newId("in_"),
    reason: "subscription_update",
    lines,
    period: null,
    auto_advance: true,
    items: [],
    waiting,
  };
}

async function remove(tx: Tx, id: string): Promise<void> {
  const item = await tx.get<InvoiceItem>("invoiceitem", id);
  if (item === null) return;
  await tx.emit("invoiceitem.deleted", item);
  await tx.hide(item);
}

/** A last invoice that is only credit gets no number, and the credit is given up (measured at Stripe). */
async function writeLast(tx: Tx, subscription: Subscription, bill: Bill): Promise<void> {
  const draft = await draftBill(tx, subscription, bill);
  if (draft.total >= 0) {
    await finalizeInvoice(tx, draft);
    return;
  }
  const given: Invoice = {
    ...draft,
    auto_advance: false,
    automatically_finalizes_at: null,
    next_payment_attempt: null,
    status: "uncollectible",
    status_transitions: { ...draft.status_transitions, marked_uncollectible_at: tx.now },
  };
  await tx.update(given);
  await tx.emit("invoice.marked_uncollectible", given);
}
