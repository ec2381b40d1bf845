/** The invoice of a session: what was sold, as the invoice is made of it. Figures are the session's own. */
import type { Tx } from "../../storage/port.ts";
import { billedIn, type Customer } from "../customer/index.ts";
import { openInvoice, payInvoice, type Sale } from "../invoice/index.ts";
import type { PaymentIntent } from "../payment_intent/index.ts";
import { isDeleted } from "../resource.ts";
import type { TaxId } from "../tax_id.ts";
import { shippingDetailsOf, taxIdsOf } from "./complete.ts";
import { appliedDiscountRow } from "./discounts.ts";
import { unitDecimal } from "./line_price.ts";
import type { Session, TaxAmount } from "./session.ts";

/** The session with the id of the invoice that is to come, where it wants one and there is somebody to make it out to. */
export async function withInvoice(tx: Tx, session: Session): Promise<Session> {
  const isWanted = session.invoice_creation.enabled && (await customerOf(tx, session)) !== null;
  return isWanted ? { ...session, invoice: tx.newId("in_") } : session;
}

/** Null where there is none, or where they were deleted while the network was asked. */
async function customerOf(tx: Tx, { customer: id }: Session): Promise<Customer | null> {
  const customer = id === null ? null : await tx.get<Customer>("customer", id);
  return customer === null || isDeleted(customer) ? null : customer;
}

/** The invoice of a session that wants one, open: it is paid in `settleInvoice`, once the charge is booked. */
export async function invoiceFor(tx: Tx, session: Session, intent: PaymentIntent | null): Promise<void> {
  if (session.invoice === null || session.customer === null) return;
  await billedIn(tx, session.customer, session.currency);
  const customer = await customerOf(tx, session);
  if (customer === null) return;
  const taxIds = await taxIdsOf(tx, customer);
  await openInvoice(tx, saleOf(session.invoice, session, { customer, taxIds, intent }));
}

export async function settleInvoice(tx: Tx, session: Session): Promise<void> {
  if (session.invoice !== null) await payInvoice(tx, session.invoice);
}

interface Paid {
  readonly customer: Customer;
  /** The latest first. */
  readonly taxIds: readonly Pick<TaxId, "type" | "value">[];
  /** Null where there was nothing to pay. */
  readonly intent: Pick<PaymentIntent, "id" | "latest_charge"> | null;
}

/** Pure: a completed session as something sold. */
export function saleOf(id: string, session: Session, { customer, taxIds, intent }: Paid): Sale {
  const rate = rateFinder(session);
  const { shipping_cost: shipping } = session;
  return {
    id,
    customer,
    customer_tax_ids: taxIds.map(({ type, value }) => ({ type, value })).reverse(),
    currency: session.currency,
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
    shipping: shipping === null ? null : { ...shipping, taxes: session._shipping_taxes.map(rate) },
    shipping_details: shippingDetailsOf(session._buyer),
    tax_rates: session._tax_rates,
    payment_intent: intent?.id ?? null,
    charge: intent?.latest_charge ?? null,
    options: session.invoice_creation.invoice_data,
    automatic_tax: session.automatic_tax,
  };
}

function rateFinder({ _tax_rates: rates }: Session) {
  const inclusive = new Map(rates.map((rate) => [rate.id, rate.inclusive]));
  return (tax: TaxAmount) => ({ ...tax, inclusive: inclusive.get(tax.rate) ?? false });
}
