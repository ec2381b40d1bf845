/**
 * Shows a session and its line items as the newest API version does, and the parts that clients must expand
 * to see.
 */
import { insertKey } from "../../../core/canonical.ts";
import type { Reader } from "../../../storage/port.ts";
import { publicPrice } from "../../catalog/price/index.ts";
import { type Listed, pageOf, publicPart, type Surroundings, type Wire } from "../../resource.ts";
import { appliedDiscountRow } from "./order/discounts.ts";
import { optionalItemsWire } from "./order/options.ts";
import { brandingOf } from "./row/branding.ts";
import { isPriced, type LineItem, type Session, type TaxAmount } from "./row/session.ts";
import { urlHints } from "./ui_mode.ts";

/** How many line items an expanded session shows. */
const LINE_ITEMS_SHOWN_MAX = 10;

export function lineItemsUrl(id: string): string {
  return `/v1/checkout/sessions/${id}/line_items`;
}

/**
 * URL of the payment page. It ends in a `#` fragment, because Stripe's URLs do and clients may split at it.
 */
export function pageUrl(origin: string, session: Pick<Session, "_line_items" | "id">): string {
  return `${origin}/c/pay/${session.id}#${urlHints(session)}`;
}

/** The URL of an open session whose page is hosted; null for others. */
export function hostedUrl(session: Session, origin: string): string | null {
  const isHosted = session.status === "open" && session.ui_mode === "hosted_page";
  return isHosted ? pageUrl(origin, session) : null;
}

/**
 * Every internal key, so that the compiler reports a missing one. Since the keys are known, the view makes
 * one copy of the row.
 */
const HIDDEN: { readonly [K in Extract<keyof Session, `_${string}`>]: undefined } = {
  _after_completion: undefined,
  _allow_redisplay: undefined,
  _attempt: undefined,
  _branding: undefined,
  _buyer: undefined,
  _challenge: undefined,
  _customer_update: undefined,
  _discount: undefined,
  _excluded_payment_method_types: undefined,
  _intent: undefined,
  _line_items: undefined,
  _name_collection: undefined,
  _optional_items: undefined,
  _payment: undefined,
  _redeemed: undefined,
  _redirect_on_completion: undefined,
  _return_url: undefined,
  _told_unpaid: undefined,
  _setup: undefined,
  _shipping_rates: undefined,
  _shipping_taxes: undefined,
  _subscription: undefined,
  _tax_id_collection: undefined,
  _tax_rates: undefined,
};

export function viewSession(row: Session, { checkoutOrigin, settings }: Surroundings): Wire {
  const shown: Wire = {
    ...row,
    ...HIDDEN,
    branding_settings: brandingOf(row, settings),
    // The examples of the reference have no brand: versions shaped like them ask for this.
    ...(row._branding === null ? {} : { _is_branded: true }),
    client_secret: row.status === "open" ? row.client_secret : null,
    url: hostedUrl(row, checkoutOrigin),
  };
  const recovery = row.after_expiration?.recovery ?? null;
  const whole =
    recovery === null || recovery.url === null
      ? shown
      : { ...shown, after_expiration: { recovery: { ...recovery, url: checkoutOrigin + recovery.url } } };
  const asked: Wire = {
    excluded_payment_method_types: row._excluded_payment_method_types,
    name_collection: row._name_collection,
    redirect_on_completion: row._redirect_on_completion,
    return_url: row._return_url,
    optional_items: row._optional_items === null ? null : optionalItemsWire(row._optional_items),
    tax_id_collection: row._tax_id_collection,
  };
  return Object.entries(asked).reduce(
    (all, [name, value]) => (value === null ? all : insertKey(all, name, value)),
    whole,
  );
}

export function viewLineItem(row: LineItem): Wire {
  return { ...publicPart(row), price: publicPrice(row.price) };
}

// --- on request -------------------------------------------------------------------------------------------

async function sessionOf(reader: Reader, shown: Wire): Promise<Session | null> {
  return reader.get<Session>("checkout.session", String(shown.id));
}

export async function includedLines(reader: Reader, shown: Wire): Promise<Listed> {
  const session = await sessionOf(reader, shown);
  const rows = session?._line_items ?? [];
  return pageOf(rows, "item", { limit: LINE_ITEMS_SHOWN_MAX }, lineItemsUrl(String(shown.id)));
}

/**
 * `total_details.breakdown`: the amount of the discount, and the taxes of each rate summed over all lines and
 * the shipping.
 */
export async function includedBreakdown(reader: Reader, shown: Wire): Promise<Wire> {
  const session = await sessionOf(reader, shown);
  if (session === null || !isPriced(session)) return { discounts: [], taxes: [] };
  const discount = appliedDiscountRow(session);
  const taxes = new Map<string, TaxAmount>();
  for (const tax of [...session._line_items.flatMap((line) => line._taxes), ...session._shipping_taxes]) {
    const name = `${tax.rate} ${tax.taxability_reason}`;
    const known = taxes.get(name);
    taxes.set(name, {
      ...tax,
      amount: tax.amount + (known?.amount ?? 0),
      taxable_amount: tax.taxable_amount + (known?.taxable_amount ?? 0),
    });
  }
  return {
    discounts: discount === null ? [] : [{ amount: session.total_details.amount_discount, discount }],
    taxes: [...taxes.values()].map((tax) => taxWire(session, tax)),
  };
}

export async function includedShippingTaxes(reader: Reader, shown: Wire): Promise<readonly Wire[]> {
  const session = await sessionOf(reader, shown);
  return session?._shipping_taxes.map((tax) => taxWire(session, tax)) ?? [];
}

/** The stored line that `shown` is a view of, and its session; the session's id is in the URL of the list. */
async function lineOf(reader: Reader, shown: Wire, list: string | null) {
  const id = /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/.exec(list ?? "")?.[1];
  const session = id === undefined ? null : await reader.get<Session>("checkout.session", id);
  const line = session?._line_items.find((one) => one.id === shown.id);
  return session === null || line === undefined ? null : { session, line };
}

export async function includedTaxes(
  reader: Reader,
  shown: Wire,
  list: string | null,
): Promise<readonly Wire[]> {
  const found = await lineOf(reader, shown, list);
  return found?.line._taxes.map((tax) => taxWire(found.session, tax)) ?? [];
}

export async function includedDiscounts(
  reader: Reader,
  shown: Wire,
  list: string | null,
): Promise<readonly Wire[]> {
  const found = await lineOf(reader, shown, list);
  if (found === null || found.line.amount_discount === 0) return [];
  return [{ amount: found.line.amount_discount, discount: appliedDiscountRow(found.session) }];
}

function taxWire({ _tax_rates: rates }: Session, tax: TaxAmount): Wire {
  return { ...tax, rate: rates.find((rate) => rate.id === tax.rate) ?? tax.rate };
}
