/** Pure: how the tries to pay an invoice are counted, and when it tries again. */
import type { Invoice } from "./invoice.ts";

const DAY_SECONDS = 86_400;
/** How many days after a failed try the next one follows; after the last there is none. */
const RETRY_DAYS: readonly number[] = [3, 5, 7];

/** The first try of any kind counts; after it only those that the invoice makes by itself (Stripe docs). */
export function countOf({ attempt_count, attempted, _trying }: Invoice): number {
  const before = attempted ? Math.max(attempt_count, 1) : 0;
  return _trying === true ? before + 1 : Math.max(before, 1);
}

/**
 * Pure: when an invoice tries again. A first invoice of a subscription does not; a try that somebody asked for
 * leaves the schedule as it is.
 */
export function nextAttempt(invoice: Invoice, count: number, now: number): number | null {
  if (!retries(invoice)) return null;
  if (!invoice._trying && invoice.next_payment_attempt !== null) return invoice.next_payment_attempt;
  if (!invoice._trying && invoice.attempt_count > 0) return null;
  const days = RETRY_DAYS[Math.max(count, 1) - 1];
  return days === undefined ? null : now + days * DAY_SECONDS;
}

function retries({ auto_advance, billing_reason, collection_method, status }: Invoice): boolean {
  return (
    auto_advance &&
    status === "open" &&
    collection_method === "charge_automatically" &&
    billing_reason !== "subscription_create"
  );
}

/** Whether an invoice has failed as often as the schedule has it, so that no further try follows by itself. */
export function isExhausted(invoice: Invoice): boolean {
  return (
    retries(invoice) && invoice.next_payment_attempt === null && invoice.attempt_count > RETRY_DAYS.length
  );
}
