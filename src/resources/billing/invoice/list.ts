/** Lists of invoices. All filters but a range of due dates are keys that storage finds by itself. */

import { created, listFields } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Reader, Row } from "../../../storage/port.ts";
import { type Call, checkNamed, type Listed, listed, whereOf } from "../../resource.ts";
import type { Invoice } from "./invoice.ts";
import { listParams } from "./params.ts";

export const listInvoicesParams = { ...listParams, ...listFields, created } as const;
type ListInput = ObjectValue<typeof listInvoicesParams>;

const LIMIT_DEFAULT = 10;
const READ_AT_ONCE = 100;
/** The most invoices that are read for one page of a range of due dates. */
const READ_MAX = 10_000;

export async function listInvoices(reader: Reader, { input, path }: Call<ListInput>): Promise<Listed> {
  await checkNamed(reader, { ...(input.customer === undefined ? {} : { customer: input.customer }) });
  const { collection_method, customer, due_date: due, status, subscription } = input;
  const where = whereOf({
    collection_method,
    customer,
    due_date: typeof due === "number" ? String(due) : undefined,
    status,
    subscription,
  });
  if (due === undefined || typeof due === "number") return listed(reader, "invoice", where, input, path);
  const isWithin = ({ due_date: at }: Invoice) =>
    at !== null &&
    at > (due.gt ?? -1) &&
    at >= (due.gte ?? 0) &&
    at < (due.lt ?? Number.POSITIVE_INFINITY) &&
    at <= (due.lte ?? Number.POSITIVE_INFINITY);
  return filtered(reader, where, input, path, isWithin);
}

/** A page of the invoices that pass a test, in the direction of the cursor. */
async function filtered(
  reader: Reader,
  where: ReturnType<typeof whereOf>,
  input: ListInput,
  url: string,
  passes: (invoice: Invoice) => boolean,
): Promise<Listed> {
  const limit = input.limit ?? LIMIT_DEFAULT;
  const backwards = input.ending_before !== undefined;
  const found: Row[] = [];
  let cursor: Pick<ListInput, "ending_before" | "starting_after"> = input;
  for (let read = 0; read < READ_MAX; read += READ_AT_ONCE) {
    const page = await listed(reader, "invoice", where, { ...input, ...cursor, limit: READ_AT_ONCE }, url);
    const passing = page.data.filter((row) => passes(row as Invoice));
    if (backwards) found.unshift(...passing);
    else found.push(...passing);
    const edge = backwards ? page.data[0] : page.data.at(-1);
    if (!page.has_more || edge === undefined || found.length > limit) break;
    cursor = backwards ? { ending_before: edge.id } : { starting_after: edge.id };
  }
  const data = backwards ? found.slice(-limit) : found.slice(0, limit);
  return { object: "list", data, has_more: found.length > limit, url };
}
