/**
 * Pure: the invoice items that a change within a period makes: a credit for the time that was paid and is not used, and
 * a charge for the rest of the period as it is from now on. Each item is taken back and charged whole, not the
 * difference.
 */

import type { Amount } from "../../../core/amounts.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Tx } from "../../../storage/port.ts";
import { amountOffOf, covers, percentOffOf } from "../../catalog/discount.ts";
import { isMetered, prorationText } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import { type InvoiceItem, itemOf } from "../invoice/index.ts";
import type { ItemPair } from "./change_items.ts";
import { productOf } from "./items.ts";
import { worthOf } from "./lines.ts";
import { anchorOf, wholePeriod } from "./period.ts";
import { creditOf, debitOf, percentOff, restOf, type Worth } from "./proration.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";

/** What prorations are worked out with. */
export interface Prorating {
  readonly tx: Pick<Tx, "newId" | "now">;
  readonly subscription: Subscription;
  readonly products: ReadonlyMap<string, Product>;
  /** The moment of the change. */
  readonly at: UnixSeconds;
}

/** Whether anything of an item changed that costs more or less. */
export function isRepriced({ before, after }: ItemPair): boolean {
  return before?.price.id !== after?.price.id || before?.quantity !== after?.quantity;
}

/** The credit for the rest of an item's present period; null if there is none to give. */
export function creditItem(prorating: Prorating, item: SubscriptionItem): InvoiceItem | null {
  const { at, subscription } = prorating;
  if (isMetered(item.price) || at >= item.current_period_end) return null;
  const isFlexible = subscription.billing_mode.type === "flexible";
  const amount = isFlexible ? creditOfCharge(item, at) : creditOfPrice(prorating, item);
  return amount === null ? null : prorationItem(prorating, item, "unused", amount);
}

/** Flexible billing gives back what was charged, for as long as it was charged for. */
function creditOfCharge({ _charged: charged }: SubscriptionItem, at: UnixSeconds): Amount | null {
  if (charged === null || at >= charged.end) return null;
  const worth = { parts: [{ decimal: String(charged.amount), quantity: 1 }], percents: [], amountOff: 0 };
  return creditOf(worth, restOf(charged, at));
}

/** Classic billing gives back what the rest of the period costs by the present price and discounts. */
function creditOfPrice({ at, subscription }: Prorating, item: SubscriptionItem): Amount {
  const whole = wholePeriod(anchorOf(subscription), item.price, at);
  return creditOf(worthIn(subscription, item), restOf({ ...whole, end: item.current_period_end }, at, whole));
}

/** The charge for the rest of an item's present period. */
export function debitItem(prorating: Prorating, item: SubscriptionItem): InvoiceItem | null {
  const { at, subscription } = prorating;
  if (isMetered(item.price) || at >= item.current_period_end) return null;
  const whole = wholePeriod(anchorOf(subscription), item.price, at);
  const share = restOf({ ...whole, end: item.current_period_end }, at, whole);
  return prorationItem(prorating, item, "remaining", debitOf(worthIn(subscription, item), share));
}

/** What a whole period of an item costs, less the discounts that are in effect. */
function worthIn({ currency, _discounts }: Subscription, { price, quantity }: SubscriptionItem): Worth {
  const covering = _discounts.filter((discount) => covers(discount, price.product));
  return {
    parts: worthOf(price, currency, quantity ?? 0),
    percents: covering.flatMap((discount) => percentOffOf(discount) ?? []),
    amountOff: covering.reduce((all, discount) => all + amountOffOf(discount, currency), 0),
  };
}

function prorationItem(
  { at, products, subscription, tx }: Prorating,
  item: SubscriptionItem,
  kind: "remaining" | "unused",
  amount: Amount,
): InvoiceItem {
  const { currency, customer, id, test_clock } = subscription;
  const { price, _charged: charged } = item;
  const product = productOf(item, products);
  const quantity = item.quantity ?? 0;
  const isOfCharge = kind === "unused" && charged !== null && charged.invoice !== null;
  return itemOf(tx, {
    customer: { id: customer, test_clock },
    amount,
    currency,
    description: prorationText(product, {
      kind,
      quantity,
      percentOff: percentOff(worthIn(subscription, item).percents.slice()),
      at,
    }),
    price,
    unit_amount_decimal: null,
    quantity,
    period: { start: at, end: item.current_period_end },
    proration: true,
    credited: isOfCharge ? { invoice: charged.invoice, invoice_line_items: charged.lines } : null,
    subscription: id,
    subscription_item: item.id,
    tax_rates: item.tax_rates,
    taxed: { behavior: price.tax_behavior, code: product.tax_code },
  });
}
