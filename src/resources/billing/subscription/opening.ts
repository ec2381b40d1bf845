/**
 * How a subscription begins: its first invoice, and its status. The API and checkout sessions both begin subscriptions
 * here, so what a session says is due and what the first invoice comes to are the same.
 */

import { type Amount, shareOf } from "../../../core/amounts.ts";
import { boundaryAfter, type Period } from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import { shownOptions } from "../../../method_types/index.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedAmount, isMetered, offerIn, type Price } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import { fittingTypes, namedTypes, SET_UP } from "../../payments/chosen_types.ts";
import { secretFor } from "../../payments/intents.ts";
import { newSetupIntent } from "../../payments/setup_intent/index.ts";
import { type Invoice, type InvoiceItem, itemOf, lineOfItem } from "../invoice/index.ts";
import { payerOf } from "./attempt.ts";
import { lineOf } from "./bill.ts";
import { type Cancels, withPlannedEnd } from "./cancel.ts";
import { carryOut } from "./carry_out.ts";
import { type Charged, chargeAndCarryOut } from "./charge.ts";
import { productOf } from "./items.ts";
import { billingOf, isTrial, linesInAdvance, unusedLines, worthOf } from "./lines.ts";
import {
  anchorOf,
  intervalOf,
  periodFrom,
  periodOf,
  presentPeriod,
  shareOfPeriod,
  type Timing,
} from "./period.ts";
import type { Bill, PaymentBehavior, Subscription } from "./subscription.ts";
import { newSubscription, type SoldOnce, type SubscriptionTerms } from "./terms.ts";

/** The status of a subscription that has nothing more to wait for. */
export function begunStatus(
  subscription: Pick<Subscription, "trial_end">,
  now: number,
): "active" | "trialing" {
  return subscription.trial_end !== null && subscription.trial_end > now ? "trialing" : "active";
}

/** The first invoice of a new subscription; null if there is nothing to put on one. */
export function openingBill(
  tx: Pick<Tx, "newId" | "now">,
  subscription: Subscription,
  terms: Pick<SubscriptionTerms, "items" | "once" | "prorates">,
): Bill | null {
  const products = new Map<string, Product>(terms.items.map(({ product }) => [product.id, product]));
  const once = (terms.once ?? []).map((sold) => onceItem(tx, subscription, sold));
  const lines = [...once.map(lineOfItem), ...itemLines(subscription, products, terms.prorates ?? true)];
  if (lines.length === 0) return null;
  return {
    id: tx.newId("in_"),
    reason: "subscription_create",
    lines,
    // Of the moment at which the subscription is created, however long its payment takes.
    period: { start: tx.now, end: tx.now },
    auto_advance: true,
    items: once,
    waiting: [],
  };
}

/** An item that a subscription will begin with. */
export interface FirstItem {
  readonly price: Price;
  readonly currency: string;
  /** Null for metered prices. */
  readonly quantity: number | null;
}

/**
 * Pure: what an item costs at once if its subscription begins at `now`, in minor units, before discounts and taxes.
 * It is the sum of what `itemLines` puts on the first invoice.
 */
export function firstAmount(
  { price, currency, quantity }: FirstItem,
  timing: Timing,
  prorates: boolean,
  now: UnixSeconds,
): Amount {
  if (quantity === null || isMetered(price)) return 0;
  if (timing.trial_end !== null && timing.trial_end > now) return 0;
  const share = shareOfPeriod(timing.anchor, price, periodFrom(timing, price, now));
  if (share.part >= share.whole) return billedAmount(price, currency, quantity);
  return prorates ? shareOf(worthOf(price, currency, quantity), share) : 0;
}

/** The lines of all items for their first period, the newest item first. */
function itemLines(subscription: Subscription, products: ReadonlyMap<string, Product>, prorates: boolean) {
  return [...subscription._items].reverse().flatMap((item) => {
    const product = productOf(item, products);
    const period = periodOf(item);
    const share = shareOfPeriod(anchorOf(subscription), item.price, period);
    const isFree = !prorates && share.part < share.whole && !isTrial(subscription, period);
    if (isFree) return [];
    const billing = billingOf(subscription, product);
    const lines = isMetered(item.price)
      ? unusedLines(item, period, billing)
      : linesInAdvance(subscription, item, period, share, billing);
    return lines.map((line) => lineOf(subscription.id, line, product));
  });
}

/** The period that a one-time price is billed with: the present one, or the next if that one is over. */
function periodToBill(subscription: Subscription, now: UnixSeconds): Period {
  const { start, end } = presentPeriod(subscription._items);
  if (end > now) return { start, end };
  const anchor = anchorOf(subscription);
  const ends = subscription._items.map(({ price }) => boundaryAfter(anchor, intervalOf(price), end));
  return { start: end, end: Math.min(...ends) };
}

/** A one-time price as an invoice item, for the period of the subscription that it is billed with. */
export function onceItem(
  tx: Pick<Tx, "newId" | "now">,
  subscription: Subscription,
  { discountable, metadata, price, product, quantity, tax_rates }: SoldOnce,
): InvoiceItem {
  const { currency, customer, id, test_clock } = subscription;
  return itemOf(tx, {
    customer: { id: customer, test_clock },
    amount: billedAmount(price, currency, quantity),
    currency,
    description: product.name,
    discountable,
    metadata: metadata ?? {},
    period: periodToBill(subscription, tx.now),
    price,
    quantity,
    subscription: id,
    tax_rates,
    taxed: { behavior: price.tax_behavior, code: product.tax_code },
    unit_amount_decimal: offerIn(price, currency)?.unit_amount_decimal ?? null,
  });
}

/** How the first invoice of a subscription that a session has sold is written. */
interface Writing {
  /** The ids of the discounts that take something off it. */
  readonly uses: readonly string[];
  /** True if its payer has yet to do something, so that the subscription is incomplete. */
  readonly waits: boolean;
  readonly write: (tx: Tx, subscription: Subscription, bill: Bill) => Promise<Invoice>;
}

/**
 * Begins a subscription that is paid for already, or that has nothing to pay: how a checkout session ends. Emits `customer.subscription.created` with the
 * status that it has in the end, then the events of its invoice. Without a payment method, a trial asks for one by a
 * setup intent only if the API made it.
 */
export async function subscribe(
  tx: Tx,
  subscription: Subscription,
  bill: Bill | null,
  { uses, waits, write }: Writing,
): Promise<void> {
  await tx.insert(subscription);
  const after: Subscription = { ...subscription, status: begunStatus(subscription, tx.now) };
  await carryOut(tx, subscription, { does: "create", after, bill }, { uses, waits, write });
}

/** How a request begins a subscription. */
export interface Beginning {
  readonly behavior: PaymentBehavior;
  readonly off_session: boolean;
  readonly cancels: Cancels;
}

/** Begins a subscription, after the payment was tried that is due at once. */
export async function begin(tx: Tx, terms: SubscriptionTerms, beginning: Beginning): Promise<Charged> {
  const { behavior, cancels, off_session } = beginning;
  const { customer } = terms;
  const fresh = newSubscription(tx, terms);
  const row = cancels === null ? fresh : withPlannedEnd(fresh, cancels, tx.now);
  const bill = openingBill(tx, row, terms);
  await tx.insert(row);
  const after: Subscription = { ...row, status: begunStatus(row, tx.now) };
  const charged = await chargeAndCarryOut(
    tx,
    row,
    { does: "create", after, bill },
    { customer, behavior, off_session },
  );
  if ("unfinished" in charged || (await payerOf(tx, row, customer)) !== null) return charged;
  return withPendingSetup(tx, charged);
}

/**
 * A trial without a payment method asks for one by a setup intent (recorded), of those types of the subscription
 * that can be set up. If none can, it asks for nothing.
 */
async function withPendingSetup(tx: Tx, begun: Subscription): Promise<Subscription> {
  if (begun.status !== "trialing" || begun.collection_method !== "charge_automatically") return begun;
  const types = await fittingTypes(tx, begun.payment_settings.payment_method_types, SET_UP);
  if (types.length === 0) return begun;
  const id = tx.newId("seti_");
  const intent = newSetupIntent({
    id,
    client_secret: secretFor(tx, id),
    created: tx.at(null).now,
    customer: begun.customer,
    ...namedTypes(tx, types, SET_UP),
    payment_method_options: shownOptions("setup_intent", types, {}),
  });
  await tx.insert(intent);
  await tx.emit("setup_intent.created", intent);
  const after: Subscription = { ...begun, pending_setup_intent: id };
  await tx.update(after);
  return after;
}
