/**
 * Invoices, as paid sessions with `invoice_creation` make them: the definition. They are read and described; making
 * one directly, and what could be done to one that is not paid, is not there yet and says so.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { accountIdIn } from "../../core/ids.ts";
import { listFields, mergeMetadata } from "../../params/common.ts";
import type { Fields, ObjectValue } from "../../params/param.ts";
import type { Reader, Tx } from "../../storage/port.ts";
import { publicPrice } from "../price/index.ts";
import {
  asList,
  type Call,
  defineResource,
  inclusion,
  lists,
  noParams,
  pageOf,
  publicPart,
  reads,
  reference,
  retrieves,
  type Surroundings,
  updateAndTell,
  type Wire,
  type WriteOperation,
  writes,
} from "../resource.ts";
import type { Invoice, InvoiceLine, InvoicePayment } from "./invoice.ts";
import { finalizeParams, listParams, paymentListParams, payParams, updateParams } from "./params.ts";

export type { Sale } from "./draft.ts";
export type { Invoice, InvoiceLine } from "./invoice.ts";
export { openInvoice, payInvoice } from "./pay.ts";

/** Lines that an invoice shows within itself. */
const LINES_SHOWN_MAX = 10;
const PAYMENTS_SHOWN_MAX = 10;

/** The invoice a path names; the parameter that refusals blame differs by operation. */
async function inPath(reader: Reader, id: string, param: "id" | "invoice"): Promise<Invoice> {
  const invoice = await reader.get<Invoice>("invoice", id);
  if (invoice === null) throw errors.missingPathResource("invoice", id, param);
  return invoice;
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<Invoice> {
  const before = await inPath(tx, call.id, "id");
  const { metadata, ...others } = call.input;
  const [param] = Object.keys(others);
  if (param !== undefined) throw errors.rule("Finalized invoices can't be updated in this way", param);
  const after = { ...before, metadata: mergeMetadata(before.metadata, metadata) };
  return updateAndTell(tx, "invoice.updated", before, after);
}

/** Every invoice there is has been paid: what only others can undergo is refused in the original's words. */
function refused(
  message: string,
  { params = noParams, param = "id" }: { params?: Fields; param?: "id" | "invoice" } = {},
): WriteOperation {
  return writes(params, async (tx, call) => {
    await inPath(tx, call.id, param);
    throw errors.rule(message);
  });
}
const NOT_OPEN = "You can only pass in open invoices. This invoice isn't open.";

function linesUrl(id: string): string {
  return `/v1/invoices/${id}/lines`;
}

function viewLine(row: InvoiceLine): Wire {
  return { ...publicPart(row), _price: publicPrice(row._price), _tax_rates: row._tax_rates };
}

/** With what only older versions show carried along. */
function view(row: Invoice, { checkoutOrigin }: Surroundings): Wire {
  const page = row.status === "draft" ? null : pageUrl(checkoutOrigin, row);
  const shown = row._lines.slice(0, LINES_SHOWN_MAX);
  return {
    ...inWireOrder({
      ...publicPart(row),
      hosted_invoice_url: page === null ? null : `${page}?s=ap`,
      invoice_pdf: page === null ? null : `${page}/pdf?s=ap`,
      lines: {
        object: "list",
        data: shown.map(viewLine),
        has_more: row._lines.length > shown.length,
        total_count: row._lines.length,
        url: linesUrl(row.id),
      },
    }),
    _discount: row._discount,
    _payment_intent: row._payment_intent,
    _charge: row._charge,
  };
}

/** Where invoices are looked at without a key; the account and the token follow. */
const PAGE_PATH = "/i/";

function pageUrl(origin: string, row: Invoice): string {
  return `${origin}${PAGE_PATH}${accountIdIn(row._token)}/test_${row._token}`;
}

export const invoice = defineResource<Invoice>({
  object: "invoice",
  path: "/v1/invoices",
  permission: "invoice",
  keys: (row) => ({
    collection_method: row.collection_method,
    customer: row.customer,
    status: row.status,
    token: row._token,
  }),
  expands: {
    account_tax_ids: reference("tax_id"),
    application: reference("application"),
    "automatic_tax.liability.account": reference("account"),
    confirmation_secret: inclusion(null, async () => undefined),
    customer: reference("customer"),
    default_payment_method: reference("payment_method"),
    default_source: reference("source"),
    discounts: reference("discount"),
    "from_invoice.invoice": reference("invoice"),
    "issuer.account": reference("account"),
    latest_revision: reference("invoice"),
    lines: inclusion("line_item", async (_reader, shown) => shown.lines),
    on_behalf_of: reference("account"),
    payments: inclusion("invoice_payment", async (reader, shown) => {
      const id = String(shown.id);
      const found = await reader.list("invoice_payment", { invoice: id }, { limit: PAYMENTS_SHOWN_MAX });
      return asList(found, `/v1/invoice_payments?invoice=${id}`);
    }),
    "shipping_cost.shipping_rate": reference("shipping_rate"),
    "shipping_cost.taxes": inclusion(null, async (reader, shown) => {
      return (await reader.get<Invoice>("invoice", String(shown.id)))?._shipping_taxes;
    }),
    test_clock: reference("test_helpers.test_clock"),
    "total_discount_amounts.discount": reference("discount"),
    "total_pretax_credit_amounts.discount": reference("discount"),
  },
  operations: {
    "GET /": lists("invoice", listParams, ({ collection_method, customer, status, subscription }) => ({
      collection_method,
      customer,
      status,
      subscription,
    })),
    "GET /:id": reads(noParams, (reader, call) => inPath(reader, call.id, "invoice")),
    "POST /:id": writes(updateParams, update),
    "DELETE /:id": refused("You can only delete draft invoices.", { param: "invoice" }),
    "POST /:id/finalize": refused(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      { params: finalizeParams },
    ),
    "POST /:id/mark_uncollectible": refused(NOT_OPEN),
    "POST /:id/pay": refused("Invoice is already paid", { params: payParams }),
    "POST /:id/send": refused(NOT_OPEN, { param: "invoice" }),
    "POST /:id/void": refused(NOT_OPEN),
    "GET /:id/lines": reads(
      listFields,
      async (reader, call) => {
        const { _lines } = await inPath(reader, call.id, "invoice");
        return pageOf(_lines, "line_item", call.input, call.path);
      },
      { answers: { kind: "line_item", list: true } },
    ),
  },
  view,
});

/** Lines have no address of their own. */
export const invoiceLine = defineResource<InvoiceLine>({
  object: "line_item",
  path: "/v1/invoices",
  permission: "invoice",
  expands: {
    "discount_amounts.discount": reference("discount"),
    discounts: reference("discount"),
    "pretax_credit_amounts.discount": reference("discount"),
    "pricing.price_details.price": reference("price"),
    subscription: reference("subscription"),
  },
  operations: {},
  view: viewLine,
});

export const invoicePayment = defineResource<InvoicePayment>({
  object: "invoice_payment",
  path: "/v1/invoice_payments",
  permission: "invoice",
  keys: (row) => ({
    invoice: row.invoice,
    payment_intent: row.payment.payment_intent,
    status: row.status,
  }),
  expands: { invoice: reference("invoice"), "payment.payment_intent": reference("payment_intent") },
  operations: {
    "GET /": lists("invoice_payment", paymentListParams, ({ invoice: of, payment, status }) => ({
      invoice: of,
      payment_intent: payment?.payment_intent,
      status,
    })),
    "GET /:id": retrieves("invoice_payment"),
  },
});

/** The invoice of an address that is opened without a key; null where there is none. */
export async function invoiceByToken(reader: Reader, token: string): Promise<Invoice | null> {
  return (await reader.list<Invoice>("invoice", { token }, { limit: 1 })).rows[0] ?? null;
}
