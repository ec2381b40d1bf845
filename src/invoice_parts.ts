/**
 * What the pages of invoices ask of the rest: an invoice with what its page shows, and its payment. Part of the
 * composition root.
 */
import { callOf } from "./api/call.ts";
import { ApiError } from "./core/errors.ts";
import { typeNamed } from "./method_types/index.ts";
import type { FoundInvoice, PayInvoiceResult } from "./page/port.ts";
import type { Branch } from "./params/form.ts";
import { type Invoice, invoiceByToken } from "./resources/billing/invoice/index.ts";
import type { ShippingRate } from "./resources/catalog/shipping_rate.ts";
import type { TaxRate } from "./resources/catalog/tax_rate.ts";
import type { TaxId } from "./resources/customers/tax_id.ts";
import {
  isTransfer,
  type PaymentIntent,
  paymentIntent,
  tellingPageOf,
} from "./resources/payments/payment_intent/index.ts";
import { inStages, type Units } from "./resources/resource.ts";
import type { Reader, Row } from "./storage/port.ts";
import { defaultDialect, VERSIONS } from "./versions/index.ts";

/** The pages use the newest API version. */
export const NEWEST = defaultDialect(VERSIONS[0]);

/** A refusal as a result for the page. Throws every other error. */
export function refusalOf(error: unknown): { readonly kind: "refused"; readonly error: ApiError } {
  if (error instanceof ApiError) return { kind: "refused", error };
  throw error;
}

/** The invoice by the token of its URL with what its page shows; null if there is none. */
export async function findInvoice(reader: Reader, token: string): Promise<FoundInvoice | null> {
  const invoice = await invoiceByToken(reader, token);
  if (invoice === null) return null;
  const taxIds = await there<TaxId>(reader, "tax_id", invoice.account_tax_ids ?? []);
  const rates = invoice.total_taxes.map((tax) => tax.tax_rate_details.tax_rate);
  const [shipping] = await there<ShippingRate>(reader, "shipping_rate", [
    String(invoice.shipping_cost?.shipping_rate),
  ]);
  const { _payment_intent: paying } = invoice;
  const intent = paying === null ? null : await reader.get<PaymentIntent>("payment_intent", paying);
  return {
    invoice,
    accountTaxIds: taxIds.map(({ type, value }) => ({ type, value })),
    taxRates: await there<TaxRate>(reader, "tax_rate", [...new Set(rates)]),
    shippingName: shipping?.display_name ?? null,
    takesCards: intent?.payment_method_types.some(isCard) ?? false,
    transfer: intent !== null && isTransfer(intent) ? tellingPageOf(intent, "transfer") : null,
  };
}

function isCard(type: string): boolean {
  return typeNamed(type).family.name === "card";
}

const CONFIRM_INTENT = "POST /:id/confirm";

/** Confirms the intent of an invoice as its payer does. Refusals are results, not exceptions. */
export async function payInvoice(units: Units, invoice: Invoice, form: Branch): Promise<PayInvoiceResult> {
  const operation = paymentIntent.operations[CONFIRM_INTENT];
  if (operation?.does !== "staged") throw new Error("a payment intent is confirmed in stages");
  const { _payment_intent: id } = invoice;
  try {
    const named = { name: "POST /v1/payment_intents/:id/confirm", operation };
    // The page has proved its access with the invoice's token, so no client secret is asked for.
    const call = callOf(NEWEST, named, form, { id: id ?? "", sub: "", path: "", fromBrowser: false });
    const answer = await inStages(units, operation, call);
    if ("refused" in answer) return { kind: "refused", error: answer.refused };
    // Safe cast: the operation answers with a payment intent.
    const intent = answer as PaymentIntent;
    return intent.status === "requires_action"
      ? { kind: "needs_action", intentId: intent.id, clientSecret: intent.client_secret }
      : { kind: "paid" };
  } catch (error) {
    return refusalOf(error);
  }
}

/** The rows of these ids, without those that do not exist. */
async function there<R extends Row>(reader: Reader, kind: string, ids: readonly string[]): Promise<R[]> {
  const rows: R[] = [];
  for (const id of ids) {
    const row = await reader.get<R>(kind, id);
    if (row !== null) rows.push(row);
  }
  return rows;
}
