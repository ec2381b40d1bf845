/** The lines of a draft, added, changed and removed. Each line but those of subscriptions has an invoice item. */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import { inside, type ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { byParam, type Call } from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import { assertDraft, editDraft, itemIdOf, withChangedItem, withItems } from "./edit.ts";
import { inPath } from "./in_path.ts";
import type { Invoice, InvoiceLine } from "./invoice.ts";
import { changedItem, itemFrom } from "./invoice_item.ts";
import type { InvoiceItem } from "./item.ts";
import type { addLinesParams, lineParams, removeLinesParams, updateLinesParams } from "./params.ts";
import { checkPeriod, isPriced, ratesFrom } from "./sold.ts";

interface Editing {
  readonly own: Tx;
  readonly draft: Invoice;
}

async function draftAt(tx: Tx, id: string, param: "id" | "invoice"): Promise<Editing> {
  const draft = await inPath(tx, id, param);
  assertDraft(draft);
  return { own: tx.at(await clockOf(tx, draft.customer)), draft };
}

/** `POST /:id/add_lines`: new lines, each with a new item or one that waits for an invoice. */
export async function addLines(tx: Tx, call: Call<ObjectValue<typeof addLinesParams>>): Promise<Invoice> {
  const { own, draft } = await draftAt(tx, call.id, "invoice");
  const customer = await byParam<Customer>(own, "customer", draft.customer, "customer");
  const items: InvoiceItem[] = [];
  for (const [i, line] of call.input.lines.entries()) {
    const path = `lines[${i}]`;
    items.push(
      line.invoice_item === undefined
        ? await itemFrom(own, customer, line, { currency: draft.currency, draft, path })
        : await waitingItem(own, draft, line.invoice_item, `${path}[invoice_item]`),
    );
  }
  const metadata = mergeMetadata(draft.metadata, call.input.invoice_metadata);
  return editDraft(own, draft, { ...withItems(own, draft, items), metadata });
}

type LineInput = ObjectValue<typeof lineParams>;

async function waitingItem(tx: Tx, draft: Invoice, id: string, param: string): Promise<InvoiceItem> {
  const item = await byParam<InvoiceItem>(tx, "invoiceitem", id, param);
  if (item.customer !== draft.customer) throw errors.missingResource("invoiceitem", id, param);
  if (item.invoice !== null) {
    throw errors.rule(`The invoice item ${id} is already attached to an invoice.`, param);
  }
  if (item.currency !== draft.currency) {
    throw errors.rule(`The invoice item ${id} must be in the currency of the invoice.`, param);
  }
  const taken: InvoiceItem = { ...item, invoice: draft.id };
  await tx.update(taken);
  return taken;
}

/** `POST /:id/update_lines`. */
export async function updateLines(
  tx: Tx,
  call: Call<ObjectValue<typeof updateLinesParams>>,
): Promise<Invoice> {
  const { own, draft } = await draftAt(tx, call.id, "id");
  let after: Invoice = { ...draft, metadata: mergeMetadata(draft.metadata, call.input.invoice_metadata) };
  for (const [i, { id, ...line }] of call.input.lines.entries()) {
    after = await withChangedLine(own, after, lineNamed(after, id, `lines[${i}][id]`), line, `lines[${i}]`);
  }
  return editDraft(own, draft, after);
}

/** `POST /:id/lines/:sub`: changes one line, and answers with it. */
export async function updateLine(tx: Tx, call: Call<LineInput>): Promise<InvoiceLine> {
  const { own, draft } = await draftAt(tx, call.id, "id");
  const line = draft._lines.find(({ id }) => id === call.sub);
  if (line === undefined) throw errors.missingPathResource("line_item", call.sub, "line_item_id");
  const edited = await editDraft(own, draft, await withChangedLine(own, draft, line, call.input, ""));
  return lineNamed(edited, line.id, "line_item_id");
}

/** `POST /:id/remove_lines`. */
export async function removeLines(
  tx: Tx,
  call: Call<ObjectValue<typeof removeLinesParams>>,
): Promise<Invoice> {
  const { own, draft } = await draftAt(tx, call.id, "id");
  const gone = new Set<string>();
  for (const [i, { id, behavior }] of call.input.lines.entries()) {
    const line = lineNamed(draft, id, `lines[${i}][id]`);
    gone.add(line.id);
    await release(own, line, behavior);
  }
  const metadata = mergeMetadata(draft.metadata, call.input.invoice_metadata);
  const _lines = draft._lines.filter(({ id }) => !gone.has(id));
  return editDraft(own, draft, { ...draft, metadata, _lines });
}

/** Deletes the item of a removed line, or lets it wait for an invoice again. */
async function release(tx: Tx, line: InvoiceLine, behavior: "delete" | "unassign"): Promise<void> {
  const item = await itemOf(tx, line);
  if (item === null) return;
  if (behavior === "unassign") {
    await tx.update<InvoiceItem>({ ...item, invoice: null });
    return;
  }
  await tx.hide(item);
  await tx.emit("invoiceitem.deleted", item);
}

function lineNamed(invoice: Invoice, id: string, param: string): InvoiceLine {
  const line = invoice._lines.find((one) => one.id === id);
  if (line === undefined) throw errors.missingResource("line_item", id, param);
  return line;
}

async function itemOf(tx: Tx, line: InvoiceLine): Promise<InvoiceItem | null> {
  const id = itemIdOf(line);
  return id === null ? null : tx.get<InvoiceItem>("invoiceitem", id);
}

/** The draft with one line changed. The line of an item changes with its item. */
async function withChangedLine(
  tx: Tx,
  draft: Invoice,
  line: InvoiceLine,
  input: LineInput,
  path: string,
): Promise<Invoice> {
  const item = await itemOf(tx, line);
  if (item !== null) {
    const after = await changedItem(tx, item, input, path);
    await tx.update(after);
    return withChangedItem(tx, draft, after);
  }
  if (isPriced(input) || input.quantity !== undefined) {
    throw errors.rule(
      "The amount of a line of a subscription cannot be changed on its invoice.",
      inside(path, "amount"),
    );
  }
  const after = await withTerms(tx, draft, line, input, path);
  return { ...draft, _lines: draft._lines.map((one) => (one.id === line.id ? after : one)) };
}

/** A line of a subscription's own item, with what may be changed of it. */
async function withTerms(
  tx: Tx,
  { customer, currency }: Invoice,
  line: InvoiceLine,
  input: LineInput,
  path: string,
): Promise<InvoiceLine> {
  const at = (name: string) => inside(path, name);
  checkPeriod(input.period, at("period"));
  const on = { customer, currency, amount: line.amount };
  const discounts =
    input.discounts === undefined ? null : await discountsFrom(tx, input.discounts, on, at("discounts"));
  const rates = input.tax_rates === undefined ? null : await ratesFrom(tx, input.tax_rates, at("tax_rates"));
  return {
    ...line,
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.discountable === undefined ? {} : { discountable: input.discountable }),
    ...(discounts === null ? {} : { discounts: discounts.map((one) => one.id), _discounts: discounts }),
    metadata: mergeMetadata(line.metadata, input.metadata),
    ...(input.period === undefined ? {} : { period: input.period }),
    ...(rates === null ? {} : { _tax_rates: rates }),
  };
}
