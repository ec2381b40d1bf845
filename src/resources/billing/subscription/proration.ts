/**
 * Pure: what the rest of a period is worth when a subscription changes within it. Every line is computed exactly and
 * rounded by itself, to the nearest unit and an exact half down; totals add up rounded lines (recorded).
 */
import { type Amount, type Fraction, shareOf } from "../../../core/amounts.ts";
import type { Period } from "../../../core/calendar.ts";
import type { UnixSeconds } from "../../../core/clock.ts";

/** What a whole period costs: unit prices × quantities, less the percentages of coupons and a fixed amount. */
export interface Worth {
  readonly parts: readonly { readonly decimal: string; readonly quantity: number }[];
  /** What coupons take off, each of what the others leave: 10 for 10 %, with two decimals at most. */
  readonly percents: readonly number[];
  /** What coupons of a fixed amount take off the whole period, in minor units. */
  readonly amountOff: Amount;
}

/**
 * The part of a period that is left at a moment, of the whole period if it is a part of one itself. Moments outside of
 * the period count as its nearest end.
 */
export function restOf({ start, end }: Period, at: UnixSeconds, whole: Period = { start, end }): Fraction {
  return { part: end - Math.min(Math.max(at, start), end), whole: whole.end - whole.start };
}

/** The charge for a share of a period. A coupon never makes it less than 0. */
export function debitOf(worth: Worth, share: Fraction): Amount {
  return Math.max(0, shareOf(partsOf(worth), ...fractionsOf(worth), share)) + 0;
}

/** The refund for a share of a period that was charged, as a negative amount; rounded for itself. */
export function creditOf(worth: Worth, share: Fraction): Amount {
  const negative = partsOf(worth).map(({ decimal, quantity }) => ({ decimal, quantity: -quantity }));
  return Math.min(0, shareOf(negative, ...fractionsOf(worth), share)) + 0;
}

function partsOf({ parts, amountOff }: Worth): Worth["parts"] {
  return amountOff === 0 ? parts : [...parts, { decimal: String(amountOff), quantity: -1 }];
}

/** A percentage may have two decimals. */
const PERCENT_PARTS = 100;

function fractionsOf({ percents }: Worth): Fraction[] {
  const whole = 100 * PERCENT_PARTS;
  return percents.map((percent) => ({ part: whole - Math.round(percent * PERCENT_PARTS), whole }));
}

/** The percentage that several coupons take off together, for texts; null if there is none. */
export function percentOff(percents: readonly number[]): number | null {
  if (percents.length === 0) return null;
  return 100 - percents.reduce((left, percent) => (left * (100 - percent)) / 100, 100);
}
