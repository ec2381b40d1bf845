/**
 * Invoices: the resource and its operations. Drafts are made here for customers, by subscriptions, and by paid
 * sessions; `draft.ts`, `finalize.ts`, `collect.ts` and `close.ts` are the steps of their life.
 */
import { inWireOrder } from "../../../core/canonical.ts";
import { accountIdIn } from "../../../core/ids.ts";
import { listFields } from "../../../params/common.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { planOf, publicPrice } from "../../catalog/price/index.ts";
import { useDiscount } from "../../customers/customer/index.ts";
import { timeOf } from "../../customers/test_clock/index.ts";
import type { PaymentIntent } from "../../payments/payment_intent/index.ts";
import {
  asList,
  defineResource,
  inclusion,
  isDeleted,
  lists,
  noParams,
  pageOf,
  publicPart,
  reads,
  reference,
  retrieves,
  type Surroundings,
  staged,
  type Wire,
  writes,
} from "../../resource.ts";
import { searches } from "../../search.ts";
import { searchable } from "../../search_query.ts";
import { beginPay, finalize, finishPay, markById, send, voidById } from "./actions.ts";
import { advances } from "./advance.ts";
import { onActionRequired, onFailed, onProcessing, onSucceeded } from "./collect.ts";
import { createInvoice } from "./create.ts";
import { reminders } from "./due.ts";
import { inPath } from "./in_path.ts";
import {
  type Invoice,
  type InvoiceLine,
  type InvoicePayment,
  NOBODY,
  subscriptionOf,
  toWholeLife,
  usedBy,
} from "./invoice.ts";
import { addLines, removeLines, updateLine, updateLines } from "./lines.ts";
import { listInvoices, listInvoicesParams } from "./list.ts";
import {
  addLinesParams,
  createParams,
  finalizeParams,
  lineParams,
  paymentListParams,
  payParams,
  removeLinesParams,
  updateLinesParams,
  updateParams,
} from "./params.ts";
import { deleteInvoice, updateInvoice } from "./update.ts";

export { markUncollectible, voidInvoice } from "./close.ts";
export {
  beginPayment,
  finishPayment,
  methodOf,
  NO_METHOD,
} from "./collect.ts";
export { credited } from "./credited.ts";
export { composeDraft, draftInvoice, type NewLine, type Terms } from "./draft.ts";
export { type LineTax, lineFigures, taxesOf, totalsOf } from "./figures.ts";
export { finalizeInvoice, leftToCharge } from "./finalize.ts";
export {
  type BillingReason,
  type DiscountAmount,
  type Invoice,
  type InvoiceLine,
  type InvoiceTax,
  NOBODY,
  type Period,
  type PretaxCredit,
  type PreviewKind,
  subscriptionOf,
  usedBy,
} from "./invoice.ts";
export { changedItem, checkItemCurrency, invoiceItem, itemFrom } from "./invoice_item.ts";
export {
  type InvoiceItem,
  itemOf,
  lineOfItem,
  pendingItems,
  takeUp,
  writeItem,
} from "./item.ts";
export { automaticTaxParam, previewItem } from "./params.ts";
export { openInvoice, owedInvoice, paidInvoice, payInvoice } from "./pay.ts";
export { composePreview } from "./preview.ts";
export type { Sale, SoldLine } from "./sale.ts";
export { currencyOf, ratesFrom } from "./sold.ts";
export { isExhausted } from "./tries.ts";

/** The most lines that an invoice shows within itself. */
const LINES_SHOWN_MAX = 10;
const PAYMENTS_SHOWN_MAX = 10;

/** A customer's discount for one invoice is used up by it. */
async function onPaid(tx: Tx, invoice: Invoice): Promise<void> {
  const own = tx.at(await timeOf(tx, invoice.customer));
  await useDiscount(own, invoice.customer, usedBy(invoice));
}

function linesUrl(id: string): string {
  return `/v1/invoices/${id}/lines`;
}

/** The URL that the older preview shows, which leads nowhere here (recorded from Stripe). */
function upcomingLinesUrl(row: Invoice): string {
  const subscription = subscriptionOf(row);
  const query = subscription === null ? "" : `&subscription=${subscription}`;
  return `${linesUrl("upcoming")}?customer=${row.customer}${query}`;
}

function viewLine(row: InvoiceLine): Wire {
  const { _price: price, _tax_rates } = row;
  const _plan = price.recurring === null ? null : planOf(price);
  return { ...publicPart(row), _price: publicPrice(price), _plan, _tax_rates };
}

/** The wire form, with the `_` keys that only older versions show. */
function view(row: Invoice, { checkoutOrigin }: Surroundings): Wire {
  if (isDeleted(row)) return publicPart(row);
  const page = row.status === "draft" ? null : pageUrl(checkoutOrigin, row);
  const shown = row._lines.slice(0, LINES_SHOWN_MAX);
  const { _preview: preview } = row;
  return {
    ...inWireOrder({
      ...publicPart(row),
      customer: row.customer === NOBODY ? null : row.customer,
      hosted_invoice_url: page === null ? null : `${page}?s=ap`,
      invoice_pdf: page === null ? null : `${page}/pdf?s=ap`,
      lines: {
        object: "list",
        data: shown.map((line) => (preview === undefined ? viewLine(line) : viewPreviewLine(line))),
        has_more: row._lines.length > shown.length,
        total_count: row._lines.length,
        url: preview === "upcoming" ? upcomingLinesUrl(row) : linesUrl(row.id),
      },
    }),
    // The older preview has neither an id nor what follows from being stored (recorded from Stripe).
    ...(preview === "upcoming"
      ? { id: undefined, auto_advance: undefined, hosted_invoice_url: undefined, invoice_pdf: undefined }
      : {}),
    _discount: row._discount,
    _payment_intent: row._payment_intent,
    _charge: row._charge,
    _subscription: subscriptionOf(row),
    _paid_out_of_band: row._paid_out_of_band,
  };
}

function viewPreviewLine(row: InvoiceLine): Wire {
  return { ...viewLine(row), id: row.id.replace("il_", "il_tmp_"), invoice: null };
}

/** The path of an invoice's page, which needs no API key. The account and the token follow it. */
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
    due_date: row.due_date === null ? null : String(row.due_date),
    status: row.status,
    subscription: subscriptionOf(row),
    token: row._token,
  }),
  row: { upgrades: [toWholeLife] },
  expands: {
    account_tax_ids: reference("tax_id"),
    application: reference("application"),
    "automatic_tax.liability.account": reference("account"),
    confirmation_secret: inclusion(null, async (reader, shown) => {
      const row = await reader.get<Invoice>("invoice", String(shown.id));
      const id = row?.status === "open" ? row._payment_intent : null;
      const intent = id === null ? null : await reader.get<PaymentIntent>("payment_intent", id);
      return intent === null ? null : { client_secret: intent.client_secret, type: "payment_intent" };
    }),
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
    "POST /": writes(createParams, createInvoice),
    "GET /": reads(listInvoicesParams, listInvoices),
    "GET /search": searches<Invoice>("invoice", "invoices", {
      created: { kind: "numeric", of: (row) => row.created },
      currency: { kind: "token", of: (row) => row.currency },
      customer: { kind: "token", of: (row) => row.customer },
      last_finalization_error_code: {
        kind: "token",
        of: (row) => searchable(row.last_finalization_error?.code),
      },
      number: { kind: "string", of: (row) => row.number },
      receipt_number: { kind: "string", of: (row) => row.receipt_number },
      status: { kind: "string", of: (row) => row.status },
      subscription: { kind: "string", of: subscriptionOf },
      total: { kind: "numeric", of: (row) => row.total },
    }),
    "GET /:id": reads(noParams, (reader, call) => inPath(reader, call.id, "invoice")),
    "POST /:id": writes(updateParams, updateInvoice),
    "DELETE /:id": writes(noParams, deleteInvoice),
    "POST /:id/finalize": writes(finalizeParams, finalize),
    "POST /:id/mark_uncollectible": writes(noParams, markById),
    "POST /:id/pay": staged(payParams, beginPay, finishPay),
    "POST /:id/send": writes(noParams, send),
    "POST /:id/void": writes(noParams, voidById),
    "POST /:id/add_lines": writes(addLinesParams, addLines),
    "POST /:id/update_lines": writes(updateLinesParams, updateLines),
    "POST /:id/remove_lines": writes(removeLinesParams, removeLines),
    "POST /:id/lines/:sub": writes(lineParams, updateLine, {
      answers: { kind: "line_item", list: false },
    }),
    "GET /:id/lines": reads(
      listFields,
      async (reader, call) => {
        const { _lines } = await inPath(reader, call.id, "invoice");
        return pageOf(_lines, "line_item", call.input, call.path);
      },
      { answers: { kind: "line_item", list: true } },
    ),
  },
  timers: { ...advances, ...reminders },
  reacts: {
    "invoice.paid": (tx, row) => onPaid(tx, row as Invoice),
    "payment_intent.payment_failed": (tx, row) => onFailed(tx, row as PaymentIntent),
    "payment_intent.processing": (tx, row) => onProcessing(tx, row as PaymentIntent),
    "payment_intent.requires_action": (tx, row) => onActionRequired(tx, row as PaymentIntent),
    "payment_intent.succeeded": (tx, row) => onSucceeded(tx, row as PaymentIntent),
  },
  view,
});

/** Lines have no URL of their own; they are registered so that their fields can be expanded. */
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

/** The invoice whose page has this token in its URL, or null. A draft has no page. */
export async function invoiceByToken(reader: Reader, token: string): Promise<Invoice | null> {
  const [found] = (await reader.list<Invoice>("invoice", { token }, { limit: 1 })).rows;
  return found === undefined || found.status === "draft" ? null : found;
}
