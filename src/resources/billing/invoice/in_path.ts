/** The invoice that a path names. */
import { errors } from "../../../core/errors.ts";
import type { Reader } from "../../../storage/port.ts";
import type { Invoice } from "./invoice.ts";

/** The invoice, or a 404. Which parameter the refusal names depends on the operation (measured at Stripe). */
export async function inPath(reader: Reader, id: string, param: "id" | "invoice"): Promise<Invoice> {
  const invoice = await reader.get<Invoice>("invoice", id);
  if (invoice === null) throw errors.missingPathResource("invoice", id, param);
  return invoice;
}
