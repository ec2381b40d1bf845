/**
 * The invoice of a session: describes the completed session as a sale for `billing/invoice` to write. All
 * figures are the session's own.
 */
import type { Tx } from "../../../../storage/port.ts";
import { openInvoice, payInvoice, type Sale } from "../../../billing/invoice/index.ts";
import { unitDecimal } from "../../../catalog/price/index.ts";
import { billedIn, type Customer, livingCustomer } from "../../../customers/customer/index.ts";
import { type ShownTaxId, shownTaxIds } from "../../../customers/tax_id.ts";
import { timeOf } from "../../../customers/test_clock/index.ts";
import type { PaymentIntent } from "../../../payments/payment_intent/index.ts";
import { appliedDiscountRow } from "../order/discounts.ts";
import { shippingDetailsOf } from "../row/parts.ts";
import type { PaymentSession, PricedSession, TaxAmount } from "../row/session.ts";

/**
 * Reserves the id of the session's invoice, if the session wants one and has a customer. The id is needed
 * before the invoice is written.
 */
export async function reserveInvoiceId(tx: Tx, session: PaymentSession): Promise<PaymentSession> {
  const isWanted = session.invoice_creation.enabled && (await livingCustomer(tx, session.customer)) !== null;
  return isWanted ? { ...session, invoice: tx.newId("in_") } : session;
}

/** Writes the session's invoice as open. `settleInvoice` pays it once the charge is booked. */
export async function writeInvoice(
  tx: Tx,
  session: PaymentSession,
  intent: PaymentIntent | null,
): Promise<void> {
  if (session.invoice === null || session.customer === null) return;
  await billedIn(tx, session.customer, session.currency);
  const customer = await livingCustomer(tx, session.customer);
  if (customer === null) return;
  const taxIds = await shownTaxIds(tx, customer);
  const own = tx.at(await timeOf(tx, customer.id));
  await openInvoice(own, saleOf(session.invoice, session, { customer, taxIds, intent }));
}

export async function settleInvoice(tx: Tx, session: PaymentSession): Promise<void> {
  if (session.invoice === null) return;
  await payInvoice(tx.at(await timeOf(tx, session.customer)), session.invoice);
}

interface Paid {
  readonly customer: Customer;
  /** As invoices show them. */
  readonly taxIds: readonly ShownTaxId[];
  /** Null if there was nothing to pay. */
  readonly intent: Pick<PaymentIntent, "id" | "latest_charge"> | null;
}

/** Pure: a completed session as a sale that an invoice can be made of. */
export function saleOf(id: string, session: PaymentSession, paid: Paid): Sale {
  const rate = rateFinder(session);
  return {
    ...soldBy(session, paid),
    id,
    lines: session._line_items.map((line) => ({
      description: line.description,
      price: line.price,
      quantity: line.quantity,
      unit_amount_decimal: unitDecimal({ ...line, custom: line._custom_amount }),
      amount_subtotal: line.amount_subtotal,
      amount_discount: line.amount_discount,
      taxes: line._taxes.map(rate),
    })),
    discount: appliedDiscountRow(session),
    options: session.invoice_creation.invoice_data,
  };
}

/** Pure: what the sales of all sessions take over from them: the buyer, shipping, taxes, and the payment. */
export function soldBy(session: PricedSession, { customer, taxIds, intent }: Paid) {
  const { shipping_cost: shipping, _shipping_taxes: taxes } = session;
  return {
    customer,
    customer_tax_ids: taxIds,
    currency: session.currency,
    shipping: shipping === null ? null : { ...shipping, taxes: taxes.map(rateFinder(session)) },
    shipping_details: shippingDetailsOf(session._buyer),
    tax_rates: session._tax_rates,
    payment_intent: intent?.id ?? null,
    charge: intent?.latest_charge ?? null,
    automatic_tax: session.automatic_tax,
  } satisfies Partial<Sale>;
}

/** Adds to a tax of the session whether its rate is included in prices. */
export function rateFinder({ _tax_rates: rates }: PricedSession) {
  const inclusive = new Map(rates.map((rate) => [rate.id, rate.inclusive]));
  return (tax: TaxAmount) => ({ ...tax, inclusive: inclusive.get(tax.rate) ?? false });
}
