/**
 * Pauses a subscription by request: what of its present period was not used is given back, what was used is billed, and
 * nothing more is billed until it is resumed.
 */
import { errors } from "../../../core/errors.ts";
import type { Tx } from "../../../storage/port.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import type { Call } from "../../resource.ts";
import { type InvoiceItem, itemOf, lineOfItem, takeUp, writeItem } from "../invoice/index.ts";
import { draftBill, waitingItems } from "./bill.ts";
import { productsOf } from "./items.ts";
import type { PauseInput } from "./params.ts";
import { pauseNow } from "./pause_now.ts";
import { creditItem } from "./prorate.ts";
import { usedUntilNow } from "./reprice.ts";
import { ENDED, type Status, type Subscription } from "./subscription.ts";
import { free } from "./update.ts";

/** What can be paused by request. */
const PAUSABLE: readonly Status[] = ["active", "past_due"];

export async function pauseSubscription(tx: Tx, { id, input }: Call<PauseInput>): Promise<Subscription> {
  const before = await free(tx, id);
  if (ENDED.includes(before.status)) throw errors.missingPathResource("subscription", id, "id");
  if (!PAUSABLE.includes(before.status)) {
    throw errors.rule(`You cannot pause a subscription that is \`${before.status}\`.`);
  }
  const own = tx.at(await clockOf(tx, before.customer));
  const items = [...(await credits(own, before, input)), ...(await usage(own, before, input))];
  const invoice = input.invoicing_behavior === "invoice" ? await billed(own, before, items) : null;
  for (const item of items) await writeItem(own, { ...item, invoice });
  return pauseNow(own, before, { ...before, latest_invoice: invoice ?? before.latest_invoice });
}

/** Credits for the unused part of every item's period. */
async function credits(tx: Tx, subscription: Subscription, { bill_for }: PauseInput): Promise<InvoiceItem[]> {
  const from = bill_for?.unused_time_from?.type ?? "now";
  if (from === "none") return [];
  const products = await productsOf(tx, subscription._items);
  return subscription._items.flatMap((item) => {
    const at = from === "now" ? tx.now : item.current_period_start;
    return creditItem({ tx, subscription, products, at }, item) ?? [];
  });
}

/** What metered items have used so far, as items of an invoice. */
async function usage(tx: Tx, subscription: Subscription, { bill_for }: PauseInput): Promise<InvoiceItem[]> {
  if (bill_for?.outstanding_usage_through?.type === "none") return [];
  const { currency, customer, id, test_clock } = subscription;
  const products = await productsOf(tx, subscription._items);
  const used: InvoiceItem[] = [];
  for (const item of subscription._items) {
    for (const line of await usedUntilNow(tx, subscription, item, products)) {
      const { amount, description, period, price, quantity, tax_code, tax_rates, unit_amount_decimal } = line;
      const wanted = { amount, currency, description, period, price, unit_amount_decimal };
      const taxed = { behavior: price.tax_behavior, code: tax_code ?? null };
      used.push(
        itemOf(tx, {
          ...wanted,
          customer: { id: customer, test_clock },
          quantity: quantity ?? 0,
          subscription: id,
          subscription_item: item.id,
          tax_rates: tax_rates ?? [],
          taxed,
        }),
      );
    }
  }
  return used;
}

/** Drafts an invoice of these items and of those that wait, and answers with its id; null if there is nothing to bill. */
async function billed(
  tx: Tx,
  subscription: Subscription,
  items: readonly InvoiceItem[],
): Promise<string | null> {
  const waiting = await waitingItems(tx, subscription, "own");
  const lines = [...items, ...waiting].map(lineOfItem);
  if (lines.length === 0) return null;
  const bill = { id: tx.newId("in_"), lines, items, waiting, period: null, auto_advance: true } as const;
  const draft = await draftBill(tx, subscription, { ...bill, reason: "subscription_update" });
  await takeUp(tx, waiting, draft.id);
  return draft.id;
}
