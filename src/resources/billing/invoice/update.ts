/** Changes an invoice, or deletes a draft. Of a finalized invoice little can be changed. */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Deleted } from "../../deleted.ts";
import { type Call, updateAndTell } from "../../resource.ts";
import { methodOf } from "./collect.ts";
import { checkDue, termsFrom, type UpdateInput } from "./create.ts";
import {
  ADVANCE_TIMER,
  advancing,
  automaticTax,
  DRAFT_SECONDS,
  dueDate,
  scheduleFinalization,
} from "./draft.ts";
import { editDraft } from "./edit.ts";
import { inPath } from "./in_path.ts";
import type { Invoice } from "./invoice.ts";

export async function updateInvoice(tx: Tx, call: Call<UpdateInput>): Promise<Invoice> {
  const before = await inPath(tx, call.id, "id");
  const own = tx.at(await clockOf(tx, before.customer));
  return before.status === "draft"
    ? updateDraft(own, before, call.input)
    : updateFinalized(own, before, call.input);
}

async function updateDraft(tx: Tx, before: Invoice, input: UpdateInput): Promise<Invoice> {
  const method = input.collection_method ?? before.collection_method;
  const isDueKnown = before.due_date !== null && method === "send_invoice";
  if (!isDueKnown || input.due_date !== undefined || input.days_until_due !== undefined)
    checkDue(method, input);
  const { automatic_tax, discounts, due_date, days_until_due, metadata, ...told } = await termsFrom(
    tx,
    input,
    {
      id: before.id,
      customer: { id: before.customer },
      currency: before.currency,
      amount: before.subtotal,
      settings: before.payment_settings,
    },
  );
  const advance = { auto_advance: input.auto_advance ?? before.auto_advance, collection_method: method };
  const isNewDue = due_date !== undefined || days_until_due !== undefined;
  const after: Invoice = {
    ...before,
    ...told,
    ...(automatic_tax === undefined ? {} : { automatic_tax: automaticTax(automatic_tax.enabled) }),
    ...advancing(before.created, advance),
    collection_method: method,
    ...(discounts === undefined
      ? {}
      : {
          discounts: discounts.map((one) => one.id),
          _discount: discounts[0] ?? null,
          _discounts: discounts,
        }),
    ...(isNewDue
      ? {
          due_date: dueDate(before.created, {
            due_date: due_date ?? null,
            days_until_due: days_until_due ?? null,
          }),
        }
      : {}),
    ...(method === "charge_automatically" ? { due_date: null } : {}),
    metadata: metadata === undefined ? before.metadata : mergeMetadata(before.metadata, input.metadata),
  };
  const edited = await editDraft(tx, before, after);
  await scheduleFinalization(tx, edited);
  return edited;
}

/** What may be changed of an invoice that waits for its money: how it is collected. */
const COLLECTING: readonly string[] = ["auto_advance", "default_payment_method"];

async function updateFinalized(tx: Tx, before: Invoice, input: UpdateInput): Promise<Invoice> {
  const { metadata, ...others } = input;
  const isOpen = before.status === "open" || before.status === "uncollectible";
  const refused = Object.keys(others).find((name) => !(isOpen && COLLECTING.includes(name)));
  if (refused !== undefined) throw errors.rule("Finalized invoices can't be updated in this way", refused);
  const { auto_advance, default_payment_method: method } = input;
  if (method !== undefined) await methodOf(tx, before.customer, method, "default_payment_method");
  const after: Invoice = {
    ...before,
    ...(auto_advance === undefined ? {} : collecting(before, auto_advance, tx.now)),
    ...(method === undefined ? {} : { default_payment_method: method }),
    metadata: mergeMetadata(before.metadata, metadata),
  };
  if (auto_advance !== undefined) await scheduleCollection(tx, after);
  return updateAndTell(tx, "invoice.updated", before, after);
}

/** Pure: an open invoice that does or does not collect its money by itself. It tries first in an hour. */
export function collecting(invoice: Invoice, auto_advance: boolean, now: number) {
  const charges =
    auto_advance && invoice.status === "open" && invoice.collection_method === "charge_automatically";
  const next_payment_attempt = charges ? (invoice.next_payment_attempt ?? now + DRAFT_SECONDS) : null;
  return { auto_advance, next_payment_attempt };
}

/** Sets or removes the timer of an open invoice, to match `next_payment_attempt`. */
export async function scheduleCollection(tx: Tx, { id, next_payment_attempt: due }: Invoice): Promise<void> {
  if (due === null) await tx.cancel(ADVANCE_TIMER, id);
  else await tx.schedule({ kind: ADVANCE_TIMER, subject: id, due });
}

/** Deletes a draft. Its items are not given back: they stay on the dead invoice (measured at Stripe). */
export async function deleteInvoice(tx: Tx, call: Call<object>): Promise<Deleted> {
  const draft = await inPath(tx, call.id, "invoice");
  if (draft.status !== "draft") throw errors.rule("You can only delete draft invoices.");
  const own = tx.at(await clockOf(tx, draft.customer));
  await own.cancel(ADVANCE_TIMER, draft.id);
  await own.hide(draft);
  await own.emit("invoice.deleted", draft);
  return { id: draft.id, object: "invoice", deleted: true };
}
