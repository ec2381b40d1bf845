/** How a language says how often an amount is due. Pure. */
import { count, type Language } from "./languages.ts";
import type { Interval } from "./messages/en.ts";

/** A price's `recurring`, as far as words need it. */
export interface Recurrence {
  readonly interval: Interval;
  readonly interval_count: number;
}

/** "per month", "every 3 months". */
export function oftenText({ interval, interval_count }: Recurrence, { tag, messages }: Language): string {
  if (interval_count === 1) return messages.recurring.per[interval];
  return messages.recurring.every(
    timeText(interval_count, interval, tag),
    count(interval_count, tag),
    interval,
  );
}

/** "$10.00 per month": an amount that is formatted already, with how often it is due. */
export function recurringText(amount: string, recurrence: Recurrence, language: Language): string {
  return language.messages.recurring.amount(amount, oftenText(recurrence, language));
}

/** "$10.00 / month", "$10.00 / 3 months": the same where there is little room. */
export function rateText(amount: string, recurrence: Recurrence, { tag, messages }: Language): string {
  const { interval, interval_count } = recurrence;
  const { one, rate } = messages.recurring;
  return rate(amount, interval_count === 1 ? one[interval] : timeText(interval_count, interval, tag));
}

/** "30 days free". */
export function daysFreeText(days: number, { tag, messages }: Language): string {
  return messages.recurring.daysFree(count(days, tag), new Intl.PluralRules(tag).select(days));
}

/** "Then $10.00 per month": what is due after a trial. */
export function afterTrialText(amount: string, recurrence: Recurrence, language: Language): string {
  return language.messages.recurring.afterTrial(recurringText(amount, recurrence, language));
}

/** "20% off for 3 months": a discount that ends. */
export function offForText(off: string, months: number, { tag, messages }: Language): string {
  return messages.order.offFor(off, timeText(months, "month", tag));
}

/** "3 months". */
function timeText(number: number, unit: Interval, tag: string): string {
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(number);
}
