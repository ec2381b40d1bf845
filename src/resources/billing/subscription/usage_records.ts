/**
 * Usage records: how usage was reported for metered prices without a meter, item by item, before 2025-03-31.basil. What
 * they come to is billed as the price aggregates it.
 */
import type { Period } from "../../../core/calendar.ts";
import { errors } from "../../../core/errors.ts";
import { listFields, momentOr } from "../../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import { type AggregateUsage, isMetered } from "../../catalog/price/index.ts";
import { clockOf } from "../../customers/test_clock/index.ts";
import { defineResource, type Listed, pageOf } from "../../resource.ts";
import type { Invoice } from "../invoice/index.ts";
import { ENDED, type Subscription, type SubscriptionItem } from "./subscription.ts";

/** How many records are read at a time. Their number in a period is not bounded. */
const RECORDS_READ_MAX = 1000;
/** The most invoices whose periods are summed up. */
const INVOICES_READ_MAX = 100;
const QUANTITY_MAX = 1_000_000_000_000;

export interface UsageRecord extends Row {
  readonly object: "usage_record";
  readonly livemode: false;
  readonly quantity: number;
  readonly subscription_item: string;
  /** When the usage was. Lists of records have this order. */
  readonly timestamp: number;
}

/** The usage of one period of an item. It is worked out when it is asked for, and not stored. */
interface UsageRecordSummary extends Row {
  readonly object: "usage_record_summary";
  /** The invoice that billed it; null for the present period. */
  readonly invoice: string | null;
  readonly livemode: false;
  readonly period: Period;
  readonly subscription_item: string;
  readonly total_usage: number;
}

export const usageRecordParams = {
  action: p.about(
    "Whether it is added to what was reported for that moment, or replaces it.",
    p.oneOf("increment", "set"),
  ),
  quantity: p.required(p.integer({ min: 0, max: QUANTITY_MAX })),
  timestamp: p.about("Within the present period; now if not set.", momentOr("now")),
} as const satisfies Fields;

/** Takes a report of usage. */
export async function createUsageRecord(
  tx: Tx,
  subscription: Subscription,
  item: SubscriptionItem,
  { action, quantity, timestamp }: ObjectValue<typeof usageRecordParams>,
): Promise<UsageRecord> {
  checkReported(subscription, item);
  const { now } = tx.at(await clockOf(tx, subscription.customer));
  const at = timestamp === undefined || timestamp === "now" ? now : timestamp;
  checkTimestamp(item, at, now);
  // Rows are ordered and selected by the time at which they are written, so it is written at its timestamp.
  const then = tx.at({ clock: "", now: at });
  if (action === "set") await forgetAt(then, item.id, at);
  const row: UsageRecord = {
    id: tx.newId("mbur_"),
    object: "usage_record",
    livemode: false,
    quantity,
    subscription_item: item.id,
    timestamp: at,
  };
  await then.insert(row);
  return row;
}

function checkReported({ status }: Subscription, item: SubscriptionItem): void {
  if (ENDED.includes(status)) {
    throw errors.rule("Usage records cannot be created for an item of a subscription that has ended.");
  }
  if (!isMetered(item.price)) {
    throw errors.rule("Usage records can only be created for items with a metered price.");
  }
  const meter = item.price.recurring?.meter ?? null;
  if (meter !== null) {
    throw errors.rule(
      `The price ${item.price.id} is billed by the meter ${meter}: report its usage by meter events.`,
    );
  }
}

function checkTimestamp({ current_period_start: start }: SubscriptionItem, at: number, now: number): void {
  if (at < start) {
    throw errors.rule(
      "Cannot create the usage record with this timestamp because timestamps must be after the subscription's last " +
        "invoice period (or current account time).",
      "timestamp",
    );
  }
  if (at > now) {
    throw errors.rule(
      "Cannot create the usage record with this timestamp because it is in the future.",
      "timestamp",
    );
  }
}

async function forgetAt(tx: Tx, item: string, at: number): Promise<void> {
  // This ends, because a hidden record is no longer in the list.
  for (;;) {
    const page = { limit: RECORDS_READ_MAX, created: { from: at, to: at } };
    const { rows } = await tx.list<UsageRecord>("usage_record", { subscription_item: item }, page);
    if (rows.length === 0) return;
    for (const { id } of rows) {
      const row = await tx.get<UsageRecord>("usage_record", id);
      if (row !== null) await tx.hide(row);
    }
  }
}

/** What was reported for an item in a period, aggregated as its price says; 0 without records. */
export async function recordedUsage(
  reader: Reader,
  item: string,
  how: AggregateUsage,
  { start, end }: Period,
): Promise<number> {
  if (end <= start) return 0;
  let sum = 0;
  let max = 0;
  for await (const quantity of momentsOf(reader, item, how === "last_ever" ? 0 : start, end)) {
    if (how === "last_ever" || how === "last_during_period") return quantity;
    sum += quantity;
    max = Math.max(max, quantity);
  }
  return how === "max" ? max : sum;
}

/** The quantity of each moment at which usage was reported, the latest first. */
async function* momentsOf(reader: Reader, item: string, from: number, end: number): AsyncGenerator<number> {
  let at: number | null = null;
  let quantity = 0;
  let after: string | undefined;
  for (;;) {
    const { rows, hasMore } = await reader.list<UsageRecord>(
      "usage_record",
      { subscription_item: item },
      { limit: RECORDS_READ_MAX, created: { from, to: end - 1 }, ...(after === undefined ? {} : { after }) },
    );
    for (const row of rows) {
      if (at !== null && row.timestamp !== at) {
        yield quantity;
        quantity = 0;
      }
      at = row.timestamp;
      quantity += row.quantity;
    }
    after = rows.at(-1)?.id;
    if (!hasMore) break;
  }
  if (at !== null) yield quantity;
}

/** The usage of an item by period, the present one first. */
export async function listUsageSummaries(
  reader: Reader,
  subscription: Subscription,
  item: SubscriptionItem,
  input: Parameters<typeof pageOf>[2],
  path: string,
): Promise<Listed> {
  const { current_period_end: end, current_period_start: start } = item;
  const billed = await billedPeriods(reader, subscription.id, item);
  const rows: UsageRecordSummary[] = [];
  for (const { invoice, period } of [{ invoice: null, period: { end, start } }, ...billed]) {
    rows.push({
      id: `sis_${item.id.slice("si_".length)}${period.start}`,
      object: "usage_record_summary",
      invoice,
      livemode: false,
      period,
      subscription_item: item.id,
      total_usage: await recordedUsage(reader, item.id, item.price._aggregate_usage ?? "sum", period),
    });
  }
  return pageOf(rows, "usage_record_summary", input, path);
}

async function billedPeriods(reader: Reader, subscription: string, item: SubscriptionItem) {
  const { rows } = await reader.list<Invoice>("invoice", { subscription }, { limit: INVOICES_READ_MAX });
  const periods = new Map<number, { readonly invoice: string | null; readonly period: Period }>();
  for (const { id, _lines } of rows) {
    for (const { parent, period } of _lines) {
      const isOwn = parent.subscription_item_details?.subscription_item === item.id;
      if (isOwn && period.end <= item.current_period_start)
        periods.set(period.start, { invoice: id, period });
    }
  }
  return [...periods.values()];
}

export const usageSummariesParams = listFields;

/** Records and their summaries have no URLs of their own: they are made and listed below their item. */
export const usageRecord = defineResource<UsageRecord>({
  object: "usage_record",
  path: "/v1/subscription_items",
  permission: "subscription",
  keys: ({ subscription_item }) => ({ subscription_item }),
  operations: {},
});
export const usageRecordSummary = defineResource<UsageRecordSummary>({
  object: "usage_record_summary",
  path: "/v1/subscription_items",
  permission: "subscription",
  operations: {},
});
