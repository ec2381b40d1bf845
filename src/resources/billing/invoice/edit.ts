/** Changes a draft invoice: its lines, and whatever else the caller has changed; the figures follow. */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { byParam, updateAndTell } from "../../resource.ts";
import { LINES_MAX, lineOf, withFigures } from "./draft.ts";
import type { Invoice, InvoiceLine } from "./invoice.ts";
import { type InvoiceItem, lineOfItem } from "./item.ts";

/** The error for lines of an invoice that is finalized. */
function notEditable() {
  return errors.rule(
    "Invalid invoice: This invoice is no longer editable",
    undefined,
    "invoice_not_editable",
  );
}

/** Refuses any invoice that is not a draft. */
export function assertDraft(invoice: Invoice): void {
  if (invoice.status !== "draft") throw notEditable();
}

/** The draft that a parameter names. */
export async function draftByParam(tx: Tx, id: string, param: string): Promise<Invoice> {
  const invoice = await byParam<Invoice>(tx, "invoice", id, param);
  assertDraft(invoice);
  return invoice;
}

/** Saves a changed draft with its figures worked out anew, and emits `invoice.updated`. */
export async function editDraft(tx: Tx, before: Invoice, after: Invoice): Promise<Invoice> {
  if (after._lines.length > LINES_MAX) {
    throw errors.rule(`An invoice may have up to ${LINES_MAX} lines.`, "lines");
  }
  return updateAndTell(tx, "invoice.updated", before, withFigures(tx, after));
}

/** The id of the invoice item that a line was made from; null for a line of a subscription's own item. */
export function itemIdOf({ parent }: InvoiceLine): string | null {
  return (parent.invoice_item_details ?? parent.subscription_item_details)?.invoice_item ?? null;
}

/** Pure: a draft with the lines of more items, after those that it has. */
export function withItems(tx: Pick<Tx, "newId">, draft: Invoice, items: readonly InvoiceItem[]): Invoice {
  const lines = items.map((item) => lineOf(tx, draft.id, draft.currency, lineOfItem(item)));
  return { ...draft, _lines: [...draft._lines, ...lines] };
}

/** Pure: a draft whose line of an item shows the item as it is now; the line keeps its id. */
export function withChangedItem(tx: Pick<Tx, "newId">, draft: Invoice, item: InvoiceItem): Invoice {
  const _lines = draft._lines.map((line) =>
    itemIdOf(line) === item.id
      ? { ...lineOf(tx, draft.id, draft.currency, lineOfItem(item)), id: line.id }
      : line,
  );
  return { ...draft, _lines };
}

/** Pure: a draft without the line of an item. */
export function withoutItem(draft: Invoice, item: string): Invoice {
  return { ...draft, _lines: draft._lines.filter((line) => itemIdOf(line) !== item) };
}
