/** Resumes a paused subscription. If that makes an invoice, it stays paused until the invoice is paid. */

import { after as intervalAfter } from "../../../core/calendar.ts";
import { errors } from "../../../core/errors.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { isMetered } from "../../catalog/price/index.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf, timeOf } from "../../customers/test_clock/index.ts";
import { byPath, type Call, type TimerWork, type Units } from "../../resource.ts";
import {
  beginPayment,
  finalizeInvoice,
  finishPayment,
  type Invoice,
  leftToCharge,
  lineOfItem,
} from "../invoice/index.ts";
import { payerOf } from "./attempt.ts";
import { lineOf, previewBill, waitingItems } from "./bill.ts";
import { carryOut } from "./carry_out.ts";
import { productOf, productsOf } from "./items.ts";
import { billingOf, linesInAdvance } from "./lines.ts";
import type { resumeParams } from "./params.ts";
import { heldBack } from "./pending_update.ts";
import { anchorOf, intervalOf, periodFrom, periodOf, shareOfPeriod } from "./period.ts";
import { statusAfter } from "./status.ts";
import type { Bill } from "./subscription.ts";
import { ENDED, type Subscription } from "./subscription.ts";
import { free } from "./update.ts";

/** Tries the payment of the invoice by which a subscription resumes; its subject is the subscription. */
const RESUME_TIMER = "subscription.resume";

export async function resumeSubscription(
  tx: Tx,
  { id, input }: Call<ObjectValue<typeof resumeParams>>,
): Promise<Subscription> {
  const before = await free(tx, id);
  if (ENDED.includes(before.status)) throw errors.missingPathResource("subscription", id, "id");
  if (before.status !== "paused") throw errors.rule("You can only resume a subscription if it is `paused`.");
  const own = tx.at(await clockOf(tx, before.customer));
  const after = resumed(before, input.billing_cycle_anchor?.type ?? "now", own.now);
  const bill = await resumingBill(own, after, input.proration_behavior ?? "create_prorations");
  const customer = await byPath<Customer>(own, "customer", before.customer);
  const due = bill === null ? 0 : leftToCharge(await previewBill(own, after, customer, bill), customer);
  if (due === 0) {
    const done = await carryOut(
      own,
      before,
      { does: "resume", after, bill },
      { uses: [], waits: false, pay: finalizeInvoice },
    );
    await own.emit("customer.subscription.resumed", done);
    return done;
  }
  const waiting = heldBack(before, after, own.now);
  const held = await carryOut(
    own,
    before,
    { does: "resume", after: waiting, bill },
    { uses: [], waits: false, pay: finalizeInvoice },
  );
  if ((await payerOf(own, before, customer)) !== null) {
    const real = tx.at(null);
    await real.schedule({ kind: RESUME_TIMER, subject: id, due: real.now });
  }
  return held;
}

function resumed(before: Subscription, anchor: "now" | "unchanged", now: number): Subscription {
  const moved =
    anchor === "now"
      ? { billing_cycle_anchor: now, billing_cycle_anchor_config: null, _anchor_day: null }
      : {};
  const active: Subscription = { ...before, ...moved, status: statusAfter(before.status, "resumed") };
  return {
    ...active,
    _items: before._items.map((item) => {
      const period =
        anchor === "now"
          ? { start: now, end: intervalAfter(now, intervalOf(item.price)) }
          : periodFrom({ anchor: anchorOf(active), trial_end: null }, item.price, now);
      return { ...item, current_period_start: period.start, current_period_end: period.end, _charged: null };
    }),
  };
}

/** The invoice of the first period after the pause: of the whole, or of its rest if the anchor stays. */
async function resumingBill(tx: Tx, after: Subscription, behavior: string): Promise<Bill | null> {
  const products = await productsOf(tx, after._items);
  const waiting = await waitingItems(tx, after, "own");
  const lines = [...after._items].reverse().flatMap((item) => {
    if (isMetered(item.price)) return [];
    const product = productOf(item, products);
    const period = periodOf(item);
    const share = shareOfPeriod(anchorOf(after), item.price, period);
    if (behavior === "none" && share.part < share.whole) return [];
    const billing = billingOf(after, product);
    return linesInAdvance(after, item, period, share, billing).map((line) => lineOf(after.id, line, product));
  });
  const all = [...waiting.map(lineOfItem), ...lines];
  if (all.length === 0) return null;
  return {
    id: tx.newId("in_"),
    reason: "subscription_cycle",
    lines: all,
    period: null,
    auto_advance: true,
    items: [],
    waiting,
  };
}

/** Pays the invoice by which a subscription resumes, as soon as the request has been answered. */
async function collect(units: Units, id: string): Promise<void> {
  const begun = await units(async (tx) => {
    const subscription = await tx.get<Subscription>("subscription", id);
    const invoice = await tx.get<Invoice>("invoice", subscription?.latest_invoice ?? "");
    if (subscription?.status !== "paused" || invoice?.status !== "open") return null;
    const own = tx.at(await timeOf(tx, subscription.customer));
    return beginPayment(own, invoice, { method: null, off_session: true, by_itself: true });
  });
  if (begun !== null && "unfinished" in begun) await finishPayment(units, begun.unfinished);
}

export const resumeTimers: Record<string, TimerWork> = { [RESUME_TIMER]: { does: "staged", run: collect } };
