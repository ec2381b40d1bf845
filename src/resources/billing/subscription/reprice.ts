/**
 * What a change of items, of the trial or of the billing cycle makes of a subscription and of its bill: within the
 * period it prorates, and where a period begins anew it charges the whole of it at once.
 */

import { after as intervalAfter, isSameInterval, type Period } from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import type { Reader, Tx } from "../../../storage/port.ts";
import { billedAmount, isMetered } from "../../catalog/price/index.ts";
import type { Product } from "../../catalog/product.ts";
import type { InvoiceItem, NewLine } from "../invoice/index.ts";
import { lineOf } from "./bill.ts";
import type { ItemPair } from "./change_items.ts";
import { productOf } from "./items.ts";
import { billingOf, fullLines, trialLine } from "./lines.ts";
import { checkedTrialEnd, intervalOf, periodOf, presentPeriod } from "./period.ts";
import { creditItem, debitItem, isRepriced, type Prorating } from "./prorate.ts";
import { statusAfter } from "./status.ts";
import type { Subscription, SubscriptionItem } from "./subscription.ts";
import { usageLines } from "./usage.ts";

/** What a request says that can change what is billed. */
export interface RepriceInput {
  readonly billing_cycle_anchor?: { readonly type: "now" | "unchanged" };
  readonly proration_behavior?: "always_invoice" | "create_prorations" | "none";
  readonly proration_date?: UnixSeconds;
  readonly trial_end?: UnixSeconds | "now";
}

export interface Repriced {
  readonly after: Subscription;
  /** Credits and charges for parts of periods. */
  readonly prorations: readonly InvoiceItem[];
  /** The lines of periods that begin now. */
  readonly lines: readonly NewLine[];
  /** Whether an invoice is made at once. */
  readonly billsNow: boolean;
  /** The period of that invoice; both ends are now if null. */
  readonly period: Period | null;
}

interface Changing {
  readonly tx: Tx;
  /** With everything changed that costs nothing. */
  readonly subscription: Subscription;
  readonly pairs: readonly ItemPair[];
  readonly products: ReadonlyMap<string, Product>;
  readonly input: RepriceInput;
}

/** The subscription and its bill after the change. */
export async function repriced(changing: Changing): Promise<Repriced> {
  const { input, pairs, subscription, tx } = changing;
  const kept = { ...subscription, _items: pairs.flatMap(({ after }) => after ?? []) };
  const isTrialing = subscription.status === "trialing";
  if (input.trial_end !== undefined) {
    const end = checkedTrialEnd(input.trial_end, tx.now);
    if (end !== null) return isTrialing ? movedTrial(kept, end) : newTrial(changing, kept, end);
    if (isTrialing)
      return restarted(changing, {
        ...kept,
        status: statusAfter("trialing", "trial_ended"),
        trial_end: tx.now,
      });
  }
  if (isTrialing || kept.status === "paused") return unbilled(kept);
  return restarts(changing) ? restarted(changing, kept) : prorated(changing, kept);
}

const unbilled = (after: Subscription): Repriced => ({
  after,
  prorations: [],
  lines: [],
  billsNow: false,
  period: null,
});

/** Whether the billing cycle begins anew: on request, and with classic billing for another interval or a first charge. */
function restarts({ input, pairs, subscription }: Changing): boolean {
  const asked = input.billing_cycle_anchor?.type;
  if (asked !== undefined) return asked === "now";
  if (subscription.billing_mode.type === "flexible") return false;
  const { currency } = subscription;
  const cost = (items: readonly (SubscriptionItem | null)[]) =>
    items.reduce(
      (all, item) => all + (item === null ? 0 : billedAmount(item.price, currency, item.quantity ?? 0)),
      0,
    );
  const [old, now] = [pairs.map(({ before }) => before), pairs.map(({ after }) => after)];
  const [was, is] = [old.find((item) => item !== null), now.find((item) => item !== null)];
  const isOtherInterval = was && is && !isSameInterval(intervalOf(was.price), intervalOf(is.price));
  return isOtherInterval === true || (cost(old) === 0 && cost(now) > 0);
}

// --- within a period --------------------------------------------------------------------------------------

function prorated(changing: Changing, kept: Subscription): Repriced {
  const { input, pairs, subscription, tx } = changing;
  const behavior = input.proration_behavior ?? "create_prorations";
  const at = momentOf(changing);
  const changes = pairs.filter(isRepriced);
  if (behavior === "none" || changes.length === 0) return unbilled(kept);
  const prorating = { ...proratingOf(changing), at };
  const prorations: InvoiceItem[] = [];
  const items = new Map(kept._items.map((item) => [item.id, item]));
  for (const { before, after } of changes) {
    const credit = before === null ? null : creditItem(prorating, before);
    const debit = after === null ? null : debitItem(prorating, after);
    prorations.push(...[credit, debit].filter((one) => one !== null));
    if (after !== null && debit !== null) items.set(after.id, { ...after, _charged: chargedBy(debit) });
  }
  return {
    after: { ...kept, _items: [...items.values()] },
    prorations,
    lines: [],
    billsNow: behavior === "always_invoice" && prorations.length > 0,
    period: { start: presentPeriod(subscription._items).start, end: tx.now },
  };
}

const chargedBy = ({ amount, period: { start, end } }: InvoiceItem): SubscriptionItem["_charged"] => ({
  amount,
  start,
  end,
  invoice: null,
  lines: [],
});

function proratingOf({ products, subscription, tx }: Changing): Prorating {
  return { tx, subscription, products, at: tx.now };
}

/** The moment that prorations count from, which a request may give. */
function momentOf({ input, subscription, tx }: Changing): UnixSeconds {
  const { proration_date: at } = input;
  if (at === undefined) return tx.now;
  const { start, end } = presentPeriod(subscription._items);
  if (at >= start && at <= end) return at;
  throw errors.rule(
    `Cannot specify a \`proration_date\` (${at}) outside of the current period (${start} to ${end}).`,
    "proration_date",
  );
}

// --- where a period begins anew ---------------------------------------------------------------------------

/** Credits for what is left of the present periods, unless the request wants none. */
function credits(changing: Changing): InvoiceItem[] {
  const { input, pairs, subscription } = changing;
  if (input.proration_behavior === "none" || subscription.status === "trialing") return [];
  return pairs.flatMap(({ before }) =>
    before === null ? [] : (creditItem(proratingOf(changing), before) ?? []),
  );
}

/** The billing cycle begins now: every item is charged for a whole period. */
async function restarted(changing: Changing, kept: Subscription): Promise<Repriced> {
  const { pairs, products, subscription, tx } = changing;
  const lines: NewLine[] = [];
  for (const item of pairs.flatMap(({ before }) => before ?? [])) {
    lines.push(...(await usedUntilNow(tx, subscription, item, products)));
  }
  const after: Subscription = {
    ...kept,
    billing_cycle_anchor: tx.now,
    billing_cycle_anchor_config: null,
    _anchor_day: null,
    _items: kept._items.map((item) => startedAt(item, tx.now, intervalAfter(tx.now, intervalOf(item.price)))),
  };
  for (const item of [...after._items].reverse()) {
    if (!isMetered(item.price)) lines.push(...wholeLines(after, item, products));
  }
  return { after, prorations: credits(changing), lines, billsNow: true, period: null };
}

function startedAt(item: SubscriptionItem, start: UnixSeconds, end: UnixSeconds): SubscriptionItem {
  return { ...item, current_period_start: start, current_period_end: end, _charged: null };
}

function wholeLines(
  after: Subscription,
  item: SubscriptionItem,
  products: ReadonlyMap<string, Product>,
): NewLine[] {
  const product = productOf(item, products);
  const billing = billingOf(after, product);
  return fullLines(item, item.quantity ?? 0, periodOf(item), billing).map((line) =>
    lineOf(after.id, line, product),
  );
}

/** What a metered item has used in its present period so far. */
export async function usedUntilNow(
  reader: Reader,
  subscription: Subscription,
  item: SubscriptionItem,
  products: ReadonlyMap<string, Product>,
): Promise<NewLine[]> {
  if (!isMetered(item.price)) return [];
  const product = productOf(item, products);
  const billing = billingOf(subscription, product);
  const period = { start: item.current_period_start, end: reader.now };
  const lines = await usageLines(reader, subscription, item, period, billing);
  return lines.map((line) => lineOf(subscription.id, line, product));
}

// --- trials -----------------------------------------------------------------------------------------------

/** A trial that ends at another time. Nothing is billed. */
function movedTrial(kept: Subscription, trial_end: UnixSeconds): Repriced {
  return unbilled({
    ...kept,
    billing_cycle_anchor: trial_end,
    trial_end,
    _anchor_day: null,
    _items: kept._items.map((item) => ({ ...item, current_period_end: trial_end })),
    _trial_end_announced: false,
  });
}

/** A trial that begins within a period that was paid: the rest of that is given back. */
function newTrial(changing: Changing, kept: Subscription, trial_end: UnixSeconds): Repriced {
  const { products, tx } = changing;
  const after: Subscription = {
    ...kept,
    billing_cycle_anchor: trial_end,
    status: statusAfter(kept.status, "trial_began"),
    trial_end,
    trial_start: tx.now,
    _anchor_day: null,
    _items: kept._items.map((item) => startedAt(item, tx.now, trial_end)),
    _trial_end_announced: false,
  };
  const lines = after._items
    .filter((item) => !isMetered(item.price))
    .map((item) => {
      const product = productOf(item, products);
      const billing = billingOf(after, product);
      return lineOf(after.id, trialLine(item, { start: tx.now, end: trial_end }, billing), product);
    });
  return { after, prorations: credits(changing), lines: lines.reverse(), billsNow: true, period: null };
}
