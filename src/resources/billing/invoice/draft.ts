/**
 * Drafts an invoice from lines: works out its figures, writes it, and works them out again when it is edited.
 * Subscriptions and the API both make drafts this way; what a checkout session has priced is in `sale.ts`.
 */
import type { Tx } from "../../../storage/port.ts";
import { placeOf } from "../../../tax/table.ts";
import type { Discount } from "../../catalog/discount.ts";
import type { Price, TaxBehavior } from "../../catalog/price/index.ts";
import type { TaxRate } from "../../catalog/tax_rate.ts";
import { type Customer, discountAt } from "../../customers/customer/index.ts";
import { shownTaxIds } from "../../customers/tax_id.ts";
import { automaticRatesAt, exemption } from "../../customers/taxation.ts";
import { figuresOf, type RatesOf } from "./figures.ts";
import type { BillingReason, CollectionMethod, Invoice, InvoiceLine, LineParent, Period } from "./invoice.ts";
import { newInvoice } from "./new_invoice.ts";

/** How many seconds a draft waits before it is finalized by itself (Stripe: about an hour). */
export const DRAFT_SECONDS = 3600;
/** `automatically_finalizes_at` is shown rounded up (measured at Stripe). */
const SHOWN_LATER_SECONDS = 1;
const DAY_SECONDS = 86_400;
/** The most lines of one invoice (Stripe docs). */
export const LINES_MAX = 250;

/** The timer of what an invoice does by itself: a draft is finalized, an open invoice is paid. */
export const ADVANCE_TIMER = "invoice.advance";

/** A line that an invoice shall have. */
export interface NewLine {
  /** Minor units, before discounts; negative for a credit. */
  readonly amount: number;
  readonly description: string | null;
  readonly period: Period;
  readonly price: Price;
  /** Null for what has no quantity. */
  readonly quantity: number | null;
  /** Null if units have no single price. */
  readonly unit_amount_decimal: string | null;
  readonly parent: LineParent;
  /** False for prorations and credits. */
  readonly discountable: boolean;
  /** The discounts of this line alone. Their rows are the caller's to insert. */
  readonly discounts?: readonly Discount[];
  /** The line's own rates; without any, the invoice's default rates or automatic tax apply. */
  readonly tax_rates?: readonly TaxRate[];
  /** For automatic tax; the price's own if absent. */
  readonly tax_behavior?: TaxBehavior;
  /** The tax code of its product, for automatic tax. */
  readonly tax_code?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a draft is made from. Whatever is absent has Stripe's usual value. */
export interface Terms {
  /** in_…; made by the caller, if something must name the invoice before it is written. */
  readonly id?: string;
  readonly customer: Customer;
  readonly currency: string;
  readonly lines: readonly NewLine[];
  readonly billing_reason?: BillingReason;
  readonly collection_method?: CollectionMethod;
  /** The subscription that it bills, with its metadata as it is now. */
  readonly subscription?: {
    readonly id: string;
    readonly metadata: Readonly<Record<string, string>>;
    readonly proration_date?: number;
  } | null;
  /** Whether it is finalized and paid by itself. */
  readonly auto_advance?: boolean;
  readonly account_tax_ids?: readonly string[] | null;
  readonly automatic_tax?: { readonly enabled: boolean };
  readonly custom_fields?: Invoice["custom_fields"];
  /** For `send_invoice`: days from now, unless `due_date` says when. */
  readonly days_until_due?: number | null;
  readonly due_date?: number | null;
  readonly default_payment_method?: string | null;
  readonly default_tax_rates?: readonly TaxRate[];
  readonly description?: string | null;
  /** The discounts of the whole invoice; the customer's own if absent. Their rows are the caller's to insert. */
  readonly discounts?: readonly Discount[];
  readonly effective_at?: number | null;
  readonly footer?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly number?: string | null;
  readonly payment_settings?: Invoice["payment_settings"];
  /** Both ends are now if absent. */
  readonly period?: Period;
  readonly rendering?: Invoice["rendering"];
  readonly shipping_details?: Invoice["shipping_details"];
  readonly statement_descriptor?: string | null;
}

/**
 * Writes a draft invoice with its figures and emits `invoice.created`. If it advances by itself, its timer is
 * set at the time of `tx`, which is the customer's test clock if they have one.
 */
export async function draftInvoice(tx: Tx, terms: Terms): Promise<Invoice> {
  const draft = await composeDraft(tx, terms, terms.id ?? tx.newId("in_"));
  await tx.insert(draft);
  await tx.emit("invoice.created", draft);
  await scheduleFinalization(tx, draft);
  return draft;
}

/** A draft as `draftInvoice` writes it, but not written: previews show it. */
export async function composeDraft(tx: Tx, terms: Terms, id: string): Promise<Invoice> {
  const { customer, currency, period, subscription } = terms;
  const method = terms.collection_method ?? "charge_automatically";
  const blank = newInvoice(tx, id, customer, currency, await shownTaxIds(tx, customer));
  const discounts = terms.discounts ?? discountAt(customer, tx.now);
  const draft: Invoice = {
    ...blank,
    ...told(terms, blank),
    automatic_tax: automaticTax(terms.automatic_tax?.enabled ?? false),
    billing_reason: terms.billing_reason ?? "manual",
    collection_method: method,
    ...advancing(tx.now, { auto_advance: terms.auto_advance ?? false, collection_method: method }),
    discounts: discounts.map((one) => one.id),
    due_date: method === "send_invoice" ? dueDate(tx.now, terms) : null,
    parent:
      subscription === undefined || subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: {
              metadata: subscription.metadata,
              subscription: subscription.id,
              ...(subscription.proration_date === undefined
                ? {}
                : { subscription_proration_date: subscription.proration_date }),
            },
            type: "subscription_details",
          },
    period_end: period?.end ?? tx.now,
    period_start: period?.start ?? tx.now,
    webhooks_delivered_at: tx.now,
    ...NO_FIGURES,
    _lines: terms.lines.map((line) => lineOf(tx, id, currency, line)),
    _discount: discounts[0] ?? null,
    _discounts: discounts,
  };
  return withFigures(tx, draft);
}

const NO_FIGURES = {
  amount_due: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  subtotal: 0,
  subtotal_excluding_tax: 0,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
} as const satisfies Partial<Invoice>;

function told(terms: Terms, blank: Pick<Invoice, "custom_fields" | "footer" | "payment_settings">) {
  return {
    account_tax_ids: terms.account_tax_ids ?? null,
    custom_fields: terms.custom_fields ?? blank.custom_fields,
    default_payment_method: terms.default_payment_method ?? null,
    default_tax_rates: terms.default_tax_rates ?? [],
    description: terms.description ?? null,
    effective_at: terms.effective_at ?? null,
    footer: terms.footer ?? blank.footer,
    metadata: terms.metadata ?? {},
    number: terms.number ?? null,
    payment_settings: terms.payment_settings ?? blank.payment_settings,
    rendering: terms.rendering ?? null,
    shipping_details: terms.shipping_details ?? null,
    statement_descriptor: terms.statement_descriptor ?? null,
  };
}

/** `automatic_tax` of a draft before its place is known. */
export function automaticTax(enabled: boolean): Invoice["automatic_tax"] {
  return {
    disabled_reason: null,
    enabled,
    liability: enabled ? { type: "self" } : null,
    provider: enabled ? "stripe" : null,
    status: null,
  };
}

/** When a bill that is sent is due. */
export function dueDate(
  now: number,
  { due_date, days_until_due }: Pick<Terms, "days_until_due" | "due_date">,
) {
  return due_date ?? now + (days_until_due ?? 0) * DAY_SECONDS;
}

/** What a draft shows of the time at which it advances. `created` is the time that it is counted from. */
export function advancing(
  created: number,
  { auto_advance, collection_method }: Pick<Invoice, "auto_advance" | "collection_method">,
) {
  return {
    auto_advance,
    automatically_finalizes_at: auto_advance ? created + DRAFT_SECONDS + SHOWN_LATER_SECONDS : null,
    next_payment_attempt:
      auto_advance && collection_method === "charge_automatically" ? created + DRAFT_SECONDS : null,
  };
}

/** Sets or removes the timer of a draft, to match `auto_advance`. */
export async function scheduleFinalization(tx: Tx, draft: Invoice): Promise<void> {
  const { automatically_finalizes_at: at } = draft;
  if (at === null) await tx.cancel(ADVANCE_TIMER, draft.id);
  else await tx.schedule({ kind: ADVANCE_TIMER, subject: draft.id, due: at - SHOWN_LATER_SECONDS });
}

/** A line without its figures. */
export function lineOf(tx: Pick<Tx, "newId">, invoice: string, currency: string, line: NewLine): InvoiceLine {
  const { amount, description, discountable, parent, period, price, quantity } = line;
  const discounts = line.discounts ?? [];
  return {
    id: tx.newId("il_"),
    object: "line_item",
    amount,
    currency,
    description,
    discount_amounts: [],
    discountable,
    discounts: discounts.map((one) => one.id),
    invoice,
    livemode: false,
    metadata: line.metadata ?? {},
    parent,
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: "price_details",
      unit_amount_decimal: line.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: quantity === null ? null : String(quantity),
    subscription:
      parent.subscription_item_details?.subscription ?? parent.invoice_item_details?.subscription ?? null,
    subtotal: amount,
    taxes: [],
    _price: price,
    _tax_rates: line.tax_rates ?? [],
    _discounts: discounts,
    _taxed: { behavior: line.tax_behavior ?? price.tax_behavior, code: line.tax_code ?? null },
  };
}

/**
 * Pure: a draft with its figures worked out anew. Automatic tax uses the customer's shipping address, or else
 * the billing address; its status says whether that was enough.
 */
export function withFigures(shop: Pick<Tx, "account" | "settings">, draft: Invoice): Invoice {
  const { automatic_tax } = draft;
  if (!automatic_tax.enabled) return { ...draft, ...figuresOf(draft, null) };
  const automatic = automaticRates(shop, draft);
  const status = typeof automatic === "string" ? automatic : "complete";
  const figures = figuresOf(draft, typeof automatic === "string" ? null : automatic);
  return { ...draft, ...figures, automatic_tax: { ...automatic_tax, status } };
}

function automaticRates(
  shop: Pick<Tx, "account" | "settings">,
  draft: Invoice,
): RatesOf | "failed" | "requires_location_inputs" {
  const address =
    draft.shipping_details?.address ?? draft.customer_shipping?.address ?? draft.customer_address;
  const place = address === null || address === undefined ? null : placeOf(address);
  if (place === null) return "requires_location_inputs";
  const { currency, created } = draft;
  const exempt = exemption(draft.customer_tax_exempt);
  const automatic = automaticRatesAt(place, shop, { currency, created, exempt });
  if (automatic === "failed") return "failed";
  return (line) => automatic.ratesOf(line._taxed.behavior, line._taxed.code);
}
