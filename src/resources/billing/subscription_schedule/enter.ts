/** The subscription of a schedule at the beginning of a phase: made for the first, and changed for every other. */
import { ApiError } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import { billedAmount, type Price } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { byPath } from "../../resource.ts";
import { discountFrom, type On } from "../discounts.ts";
import {
  beginAt,
  changeTo,
  type Managed,
  managedBy,
  type RepriceInput,
  type SoldItem,
  type SoldOnce,
  type Subscription,
  withDiscounts,
  withoutPendingUpdate,
} from "../subscription/index.ts";
import { endOf, type Phase, type PhaseDiscount, type ProrationBehavior, type Schedule } from "./schedule.ts";
import { effectiveIn } from "./settings.ts";

/** How a subscription comes into a phase. */
export interface Entering {
  /**
   * The path of the phase in a request, which is refused if a discount cannot be made; null if there is no request: then
   * that discount is left out.
   */
  readonly at: string | null;
  /** The phase as it was, if it has begun before and only what it says has changed. */
  readonly previous: Phase | null;
  /** What becomes of the rest of the present period. */
  readonly proration: ProrationBehavior;
}

export function managedIn({ end_behavior, id, phases }: Schedule, { end_date }: Phase): Managed {
  const cancel_at = end_behavior === "cancel" ? endOf({ phases }) : null;
  return { schedule: id, phase_end: end_date, cancel_at };
}

/** Makes the subscription of a schedule whose first phase has begun. `id` is what the schedule calls it already. */
export async function beginFirst(
  tx: Tx,
  schedule: Schedule,
  phase: Phase,
  id: string,
  at: string | null,
): Promise<Subscription> {
  const customer = await byPath<Customer>(tx, "customer", schedule.customer);
  const { start_date: start, trial_end } = phase;
  const items = await soldIn(tx, phase);
  const { automatic_tax, ...effective } = effectiveIn(phase, schedule.default_settings);
  const terms = {
    ...effective,
    id,
    customer,
    currency: phase.currency,
    items,
    once: await soldOnceIn(tx, phase),
    timing: {
      anchor: { at: trial_end ?? start, day: null },
      config: null,
      trial_start: trial_end === null ? null : start,
      trial_end,
    },
    automatic_tax: automatic_tax.enabled,
    billing_mode: schedule.billing_mode.type,
    discounts: await discountsIn(tx, phase, { id, customer, items, current: [], used: [] }, at),
    metadata: mergeMetadata({}, phase.metadata),
  };
  return beginAt(tx, start, terms, managedIn(schedule, phase));
}

/** Changes the subscription of a schedule to a phase. */
export async function enter(
  tx: Tx,
  schedule: Schedule,
  phase: Phase,
  subscription: Subscription,
  { at, previous, proration }: Entering,
): Promise<Subscription> {
  const before = await withoutPendingUpdate(tx, subscription);
  const customer = await byPath<Customer>(tx, "customer", before.customer);
  const items = await soldIn(tx, phase);
  const { default_payment_method, invoice_settings, ...effective } = effectiveIn(
    phase,
    schedule.default_settings,
  );
  const of = { id: before.id, customer, items, current: before._discounts, used: previous?.discounts ?? [] };
  const settled: Subscription = {
    ...before,
    ...effective,
    default_payment_method: default_payment_method ?? before.default_payment_method,
    invoice_settings: { ...before.invoice_settings, ...invoice_settings },
    metadata: isSame(phase.metadata, previous?.metadata)
      ? before.metadata
      : mergeMetadata(before.metadata, phase.metadata),
  };
  const discounted = withDiscounts(settled, await discountsIn(tx, phase, of, at));
  return changeTo(tx, before, {
    plain: managedBy(discounted, managedIn(schedule, phase), tx.now),
    items,
    once: previous === null ? await soldOnceIn(tx, phase) : [],
    input: {
      proration_behavior: proration,
      ...trialIn(phase, before, tx.now),
      ...(previous === null && anchorIn(phase, schedule) === "phase_start"
        ? { billing_cycle_anchor: { type: "now" } }
        : {}),
    },
  });
}

function anchorIn(phase: Phase, { default_settings }: Schedule): "automatic" | "phase_start" {
  return phase.billing_cycle_anchor ?? default_settings.billing_cycle_anchor;
}

/** Pure: how the trial of a subscription changes with a phase. A trial that is over needs no change. */
function trialIn(phase: Phase, before: Subscription, now: number): Pick<RepriceInput, "trial_end"> {
  const wanted = phase.trial_end !== null && phase.trial_end > now ? phase.trial_end : null;
  const present = before.status === "trialing" ? before.trial_end : null;
  if (wanted !== null) return wanted === present ? {} : { trial_end: wanted };
  return present !== null && present > now ? { trial_end: "now" } : {};
}

// --- what a phase names -----------------------------------------------------------------------------------

/** The price of a phase, which may have become inactive since, and its product. */
async function soldAt(tx: Tx, id: string): Promise<{ readonly price: Price; readonly product: Product }> {
  const price = await byPath<Price>(tx, "price", id);
  return { price, product: await byPath<Product>(tx, "product", price.product) };
}

async function soldIn(tx: Tx, { items }: Phase): Promise<SoldItem[]> {
  const sold: SoldItem[] = [];
  for (const { metadata, price, quantity = null, tax_rates } of items)
    sold.push({ ...(await soldAt(tx, price)), metadata, quantity, tax_rates });
  return sold;
}

async function soldOnceIn(tx: Tx, { add_invoice_items }: Phase): Promise<SoldOnce[]> {
  const sold: SoldOnce[] = [];
  for (const { discountable, metadata, price, quantity, tax_rates } of add_invoice_items)
    sold.push({ ...(await soldAt(tx, price)), discountable, metadata, quantity, tax_rates });
  return sold;
}

interface Discounted {
  readonly id: string;
  readonly customer: Customer;
  readonly items: readonly SoldItem[];
  /** The discounts that the subscription has. */
  readonly current: readonly Discount[];
  /** Those that the phase has made already, and that may be used up. */
  readonly used: readonly PhaseDiscount[];
}

/** The discounts of a phase. One that the subscription has already goes on. */
async function discountsIn(
  tx: Tx,
  { currency, discounts }: Phase,
  { current, customer, id, items, used }: Discounted,
  at: string | null,
): Promise<Discount[]> {
  const amount = items.reduce(
    (all, { price, quantity }) => all + billedAmount(price, currency, quantity ?? 0),
    0,
  );
  const on = { subscription: id, customer: customer.id, currency, amount };
  const found: (Discount | null)[] = [];
  for (const [i, named] of discounts.entries()) {
    const kept = current.find((one) => isOf(one, named));
    const isUsed = kept === undefined && used.some((one) => isSame(one, named));
    const path = at === null ? null : `${at}[discounts][${i}]`;
    if (!isUsed) found.push(kept ?? (await madeFrom(tx, named, on, path)));
  }
  return found.filter((one) => one !== null);
}

function isOf(one: Discount, { coupon, discount, promotion_code }: PhaseDiscount): boolean {
  if (discount !== null) return one.id === discount;
  if (promotion_code !== null) return one.promotion_code === promotion_code;
  return one.promotion_code === null && one.source.coupon === coupon;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

async function madeFrom(
  tx: Tx,
  { coupon, discount, promotion_code }: PhaseDiscount,
  on: On,
  path: string | null,
): Promise<Discount | null> {
  const named = {
    ...(coupon === null ? {} : { coupon }),
    ...(discount === null ? {} : { discount }),
    ...(promotion_code === null ? {} : { promotion_code }),
  };
  try {
    return await discountFrom(tx, named, on, path ?? "");
  } catch (error) {
    // It may have been used up or deleted since the schedule was made. Refusals come before anything is written.
    if (path !== null || !(error instanceof ApiError)) throw error;
    return null;
  }
}
