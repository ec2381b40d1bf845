/**
 * Changes a subscription: works out what it becomes, and what that costs now or on the next invoice. Endpoints of items
 * change them here too.
 */
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { billedAmount } from "../../catalog/price/index.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { type Begun, byPath, type Call } from "../../resource.ts";
import { discountsFrom } from "../discounts.ts";
import { type InvoiceItem, lineOfItem, NO_METHOD, ratesFrom } from "../invoice/index.ts";
import { payerOf } from "./attempt.ts";
import { waitingItems } from "./bill.ts";
import { end, withPlannedEnd } from "./cancel.ts";
import type { Doing } from "./carry_out.ts";
import { type ItemPair, itemPairs } from "./change_items.ts";
import { type Charged, chargeAndCarryOut } from "./charge.ts";
import { defaultMethod, paymentSettingsOf, settingsFrom, soldOnce } from "./create.ts";
import { withDiscounts } from "./discounts.ts";
import { productsOf } from "./items.ts";
import { onceItem } from "./opening.ts";
import type { UpdateInput } from "./params.ts";
import { pauseNow } from "./pause_now.ts";
import { type Repriced, type RepriceInput, repriced } from "./reprice.ts";
import { checkUpdate } from "./rules.ts";
import type { Bill, Subscription } from "./subscription.ts";
import { automaticTax, type SoldOnce } from "./terms.ts";

export async function updateSubscription(tx: Tx, { id, input }: Call<UpdateInput>): Promise<Begun> {
  const before = await free(tx, id);
  return change(tx.at(await clockOf(tx, before.customer)), before, input);
}

/** The subscription that a path names, or a 404; refused (429) while an attempt at a payment of it is under way. */
export async function free(tx: Tx, id: string): Promise<Subscription> {
  const subscription = await byPath<Subscription>(tx, "subscription", id);
  if (subscription._attempt !== null) throw errors.lockTimeout();
  return subscription;
}

/** Changes a subscription, which was read in this unit of work. */
export async function change(tx: Tx, before: Subscription, input: UpdateInput): Promise<Charged> {
  checkUpdate(before, input);
  const customer = await byPath<Customer>(tx, "customer", before.customer);
  const pairs = await itemPairs(tx, before, input.items ?? []);
  const plain = await withPlainChanges(tx, before, input);
  if (input.trial_end === "now" && before.status === "trialing") {
    const over = await overWithoutMethod(tx, before, plain, customer);
    if (over !== null) return over;
  }
  const once = await soldOnce(tx, input.add_invoice_items ?? [], before.currency);
  return chargeAndCarryOut(tx, before, await changing(tx, { plain, pairs, once, input }), {
    customer,
    behavior: input.payment_behavior ?? "allow_incomplete",
    off_session: input.off_session ?? false,
  });
}

/** A change of a subscription, once everything that it names was looked up. */
export interface Change {
  /** The subscription with everything changed that costs nothing. */
  readonly plain: Subscription;
  readonly pairs: readonly ItemPair[];
  readonly once: readonly SoldOnce[];
  readonly input: RepriceInput;
}

/** What is to be done for a change; nothing is written. */
export async function changing(tx: Tx, { input, once, pairs, plain }: Change): Promise<Doing> {
  const money = await worth(tx, plain, pairs, input);
  const added = once.map((sold) => onceItem(tx, money.after, sold));
  const made = [...added, ...money.prorations];
  const bill = money.billsNow
    ? billOf(tx, money, { made, waiting: await waitingItems(tx, money.after, "own") }, input)
    : null;
  return { does: "update", after: money.after, bill, pending: bill === null ? made : [] };
}

/** What a change of items, of the trial or of the billing cycle comes to. */
async function worth(
  tx: Tx,
  subscription: Subscription,
  pairs: readonly ItemPair[],
  input: RepriceInput,
): Promise<Repriced> {
  const items = pairs.flatMap(({ before, after }) => [before, after].filter((item) => item !== null));
  return repriced({ tx, subscription, pairs, products: await productsOf(tx, items), input });
}

/** What a change would come to; nothing is written. `withAsked` changes the items that wait for its invoice. */
export async function previewChange(
  tx: Tx,
  before: Subscription,
  input: UpdateInput,
  withAsked: (waiting: readonly InvoiceItem[]) => Promise<readonly InvoiceItem[]>,
): Promise<{ readonly money: Repriced; readonly bill: Bill | null }> {
  checkUpdate(before, input);
  const pairs = await itemPairs(tx, before, input.items ?? []);
  const money = await worth(tx, await withPlainChanges(tx, before, input), pairs, input);
  if (!money.billsNow) return { money, bill: null };
  const waiting = await withAsked(await waitingItems(tx, money.after, "own"));
  return { money, bill: billOf(tx, money, { made: money.prorations, waiting }, input) };
}

/** The items of an invoice: those that the change makes, and those that waited for it. */
interface BilledItems {
  readonly made: Bill["items"];
  readonly waiting: Bill["waiting"];
}

/** The invoice that a change makes at once; null if it would be empty. */
function billOf(
  tx: Pick<Tx, "newId">,
  { lines: whole, period }: Repriced,
  { made, waiting }: BilledItems,
  { proration_date }: RepriceInput,
): Bill | null {
  const lines = [...made.map(lineOfItem), ...waiting.map(lineOfItem), ...whole];
  if (lines.length === 0) return null;
  return {
    id: tx.newId("in_"),
    reason: "subscription_update",
    lines,
    period,
    auto_advance: true,
    ...(proration_date === undefined ? {} : { proration_date }),
    items: made,
    waiting,
  };
}

/** What becomes of a trial that a request ends and that has no payment method; null if its end can be billed. */
async function overWithoutMethod(
  tx: Tx,
  before: Subscription,
  plain: Subscription,
  customer: Customer,
): Promise<Subscription | null> {
  if (plain.collection_method === "send_invoice" || (await payerOf(tx, plain, customer)) !== null)
    return null;
  const { missing_payment_method: missing } = plain.trial_settings.end_behavior;
  if (missing === "create_invoice") throw errors.rule(NO_METHOD, undefined, "resource_missing");
  const over: Subscription = { ...plain, trial_end: tx.now };
  return missing === "cancel" ? end(tx, over, "cancellation_requested") : pauseNow(tx, before, over);
}

/** The subscription with everything changed that costs nothing. */
async function withPlainChanges(tx: Tx, before: Subscription, input: UpdateInput): Promise<Subscription> {
  const {
    collection_method,
    days_until_due,
    default_tax_rates,
    description,
    pause_collection: pause,
  } = input;
  const missing = input.trial_settings?.end_behavior.missing_payment_method;
  const { comment, feedback } = input.cancellation_details ?? {};
  const method = await defaultMethod(tx, before.customer, input.default_payment_method);
  const changed: Subscription = {
    ...before,
    ...(input.automatic_tax === undefined
      ? {}
      : { automatic_tax: automaticTax(input.automatic_tax.enabled) }),
    cancellation_details: {
      ...before.cancellation_details,
      ...(comment === undefined ? {} : { comment }),
      ...(feedback === undefined ? {} : { feedback }),
    },
    ...(collection_method === undefined ? {} : { collection_method }),
    ...(days_until_due === undefined ? {} : { days_until_due }),
    ...(collection_method === "charge_automatically" ? { days_until_due: null } : {}),
    ...(input.default_payment_method === undefined ? {} : { default_payment_method: method }),
    ...(default_tax_rates === undefined
      ? {}
      : { default_tax_rates: await ratesFrom(tx, default_tax_rates, "default_tax_rates") }),
    ...(description === undefined ? {} : { description }),
    invoice_settings: { ...before.invoice_settings, ...(await settingsFrom(tx, input.invoice_settings)) },
    metadata: mergeMetadata(before.metadata, input.metadata),
    ...(pause === undefined
      ? {}
      : { pause_collection: pause === null ? null : { ...pause, resumes_at: pause.resumes_at ?? null } }),
    payment_settings: { ...before.payment_settings, ...paymentSettingsOf(input.payment_settings) },
    ...(missing === undefined
      ? {}
      : {
          trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: missing } },
        }),
  };
  const discounted = await withNewDiscounts(tx, changed, input.discounts);
  return withNewEnd(discounted, input, tx.now);
}

async function withNewDiscounts(
  tx: Tx,
  subscription: Subscription,
  given: UpdateInput["discounts"],
): Promise<Subscription> {
  if (given === undefined) return subscription;
  const { _items, currency, customer, id } = subscription;
  const amount = _items.reduce(
    (all, item) => all + billedAmount(item.price, currency, item.quantity ?? 0),
    0,
  );
  return withDiscounts(
    subscription,
    await discountsFrom(tx, given, { subscription: id, customer, currency, amount }),
  );
}

function withNewEnd(subscription: Subscription, input: UpdateInput, now: number): Subscription {
  const { cancel_at, cancel_at_period_end: atEnd } = input;
  if (atEnd)
    return subscription.cancel_at_period_end
      ? subscription
      : withPlannedEnd(subscription, "at_period_end", now);
  if (cancel_at !== undefined && cancel_at !== null) return withPlannedEnd(subscription, cancel_at, now);
  const isUndone = cancel_at === null || (atEnd === false && subscription.cancel_at_period_end);
  return isUndone ? withPlannedEnd(subscription, null, now) : subscription;
}
