/** Phases as requests describe them: what they name is looked up and checked, and their dates are worked out. */
import { type Anchor, boundary } from "../../../core/calendar.ts";
import { calendarTime, type UnixSeconds } from "../../../core/clock.ts";
import { errors } from "../../../core/errors.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import { type Coupon, couponFault } from "../../catalog/coupon.ts";
import type { Price } from "../../catalog/price/index.ts";
import type { PromotionCode } from "../../catalog/promotion_code/index.ts";
import { byParam } from "../../resource.ts";
import { methodOf, ratesFrom } from "../invoice/index.ts";
import {
  automaticTax,
  checkCurrencies,
  checkDistinct,
  checkIntervals,
  intervalOf,
  type SoldItem,
  type SoldOnce,
  type Subscription,
  soldItems,
  soldOnce,
} from "../subscription/index.ts";
import type { PhaseInput } from "./params.ts";
import type { AddedItem, Phase, PhaseDiscount, PhaseItem } from "./schedule.ts";
import { invoiceSettings } from "./settings.ts";

const DAY_SECONDS = 86_400;

/** What phases are worked out from. */
export interface From {
  readonly start: UnixSeconds;
  /** The day of the month that billing periods begin on. */
  readonly day: number;
  readonly customer: string;
  readonly mode: Subscription["billing_mode"]["type"];
  /** The currency of the subscription, if there is one. */
  readonly currency: string | null;
}

/** The phases of a request, one after another. `at` is the path of each. */
export async function phasesFrom(
  tx: Tx,
  given: readonly PhaseInput[],
  from: From,
  at: (i: number) => string,
): Promise<Phase[]> {
  const phases: Phase[] = [];
  let { currency, day, start } = from;
  for (const [i, input] of given.entries()) {
    const isLast = i === given.length - 1;
    const phase = await phaseFrom(tx, input, { ...from, currency, day, start }, { at: at(i), isLast });
    phases.push(phase);
    currency = phase.currency;
    day = dayAfter(phase, day);
    start = phase.end_date;
  }
  return phases;
}

interface Place {
  readonly at: string;
  readonly isLast: boolean;
}

async function phaseFrom(
  tx: Tx,
  input: PhaseInput,
  { currency: expected, customer, day, mode, start }: From,
  { at, isLast }: Place,
): Promise<Phase> {
  const items = await soldItems(tx, input.items, `${at}[items]`);
  const prices = items.map(({ price }) => price);
  const currency = input.currency ?? expected ?? prices[0]?.currency ?? "usd";
  const price = checkedPrices(prices, currency, mode, at);
  checkCurrency(currency, expected, at);
  const end_date = endFrom(input, { day, now: tx.now, price, start }, { at, isLast });
  const method = input.default_payment_method;
  return {
    add_invoice_items: (
      await soldOnce(tx, input.add_invoice_items ?? [], currency, `${at}[add_invoice_items]`)
    ).map(asAdded),
    application_fee_percent: null,
    ...(input.automatic_tax === undefined
      ? {}
      : { automatic_tax: automaticTax(input.automatic_tax.enabled) }),
    billing_cycle_anchor: input.billing_cycle_anchor ?? null,
    billing_thresholds: null,
    collection_method: input.collection_method ?? null,
    currency,
    default_payment_method:
      method === undefined
        ? null
        : (await methodOf(tx, customer, method, `${at}[default_payment_method]`)).id,
    default_tax_rates: await ratesFrom(tx, input.default_tax_rates, `${at}[default_tax_rates]`),
    description: input.description ?? null,
    discounts: await discountsOf(tx, input.discounts, `${at}[discounts]`),
    end_date,
    invoice_settings: input.invoice_settings === undefined ? null : invoiceSettings(input.invoice_settings),
    items: items.map(asItem),
    metadata: mergeMetadata({}, input.metadata),
    on_behalf_of: null,
    proration_behavior: input.proration_behavior ?? "create_prorations",
    start_date: start,
    transfer_data: null,
    ...(input.trial ? { trial: true } : {}),
    trial_end: trialFrom(tx, input, { start, end: end_date }, at),
  };
}

/** The first of the prices, which go together. */
function checkedPrices(prices: readonly Price[], currency: string, mode: From["mode"], at: string): Price {
  const [first] = prices;
  if (first === undefined) throw errors.missingParam(`${at}[items]`);
  checkCurrencies(prices, currency, (i) => `${at}[items][${i}]`);
  checkDistinct(prices);
  checkIntervals(prices, mode);
  return first;
}

function checkCurrency(currency: string, expected: string | null, at: string): void {
  if (expected === null || currency === expected) return;
  throw errors.rule(
    `All phases of a subscription schedule have the same currency: this one has \`${currency}\`, and others have ` +
      `\`${expected}\`.`,
    `${at}[currency]`,
  );
}

function asItem({ metadata, price, quantity, tax_rates }: SoldItem): PhaseItem {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata: metadata ?? {},
    plan: price.id,
    price: price.id,
    ...(quantity === null ? {} : { quantity }),
    tax_rates,
  };
}

function asAdded({ discountable, metadata, price, quantity, tax_rates }: SoldOnce): AddedItem {
  return {
    discountable,
    discounts: [],
    metadata: metadata ?? {},
    period: { end: { type: "min_item_period_end" }, start: { type: "max_item_period_start" } },
    price: price.id,
    quantity,
    tax_rates,
  };
}

/** The discounts that a phase names. They are made only when it begins, but must exist already. */
async function discountsOf(tx: Tx, given: PhaseInput["discounts"], at: string): Promise<PhaseDiscount[]> {
  const named: PhaseDiscount[] = [];
  for (const [i, { coupon = null, discount = null, promotion_code = null }] of (given ?? []).entries()) {
    const path = `${at}[${i}]`;
    const names = Object.entries({ coupon, discount, promotion_code }).filter(([, id]) => id !== null);
    const [first, second] = names.map(([name]) => name);
    if (second !== undefined) throw errors.onlyOneOf(names.map(([name]) => `${path}[${name}]`));
    if (first === undefined) throw errors.missingParam(`${path}[coupon]`);
    if (discount !== null) await byParam(tx, "discount", discount, `${path}[discount]`);
    if (promotion_code !== null)
      await byParam<PromotionCode>(tx, "promotion_code", promotion_code, `${path}[promotion_code]`);
    if (coupon !== null) {
      const fault = couponFault(
        await byParam<Coupon>(tx, "coupon", coupon, `${path}[coupon]`),
        tx.now,
        `${path}[coupon]`,
      );
      if (fault !== null) throw fault;
    }
    named.push({ coupon, discount, promotion_code });
  }
  return named;
}

// --- dates ------------------------------------------------------------------------------------------------

/** When a phase ends. Only the last may leave that open, and takes one interval of its first price then. */
function endFrom(
  input: PhaseInput,
  { day, now, price, start }: { day: number; now: UnixSeconds; price: Price; start: UnixSeconds },
  { at, isLast }: Place,
): UnixSeconds {
  const names = (["duration", "end_date", "iterations"] as const).filter((name) => input[name] !== undefined);
  if (names.length > 1) throw errors.onlyOneOf(names.map((name) => `${at}[${name}]`));
  if (names.length === 0 && !isLast) {
    throw errors.rule(
      "Every phase but the last must say how long it takes, by its `end_date` or its `duration`.",
      `${at}[end_date]`,
    );
  }
  const { duration, end_date, iterations = 1 } = input;
  if (end_date === undefined) {
    const { interval_count = 1 } = duration ?? {};
    const [every, count] =
      duration === undefined ? [intervalOf(price), iterations] : [{ ...duration, interval_count }, 1];
    return boundary(anchorAt(start, day), every, count);
  }
  const end = end_date === "now" ? now : end_date;
  if (end > start) return end;
  throw errors.rule(`The end of a phase must be after its start (${start}).`, `${at}[end_date]`);
}

/** The day of the month that billing periods begin on after a phase. */
function dayAfter({ billing_cycle_anchor, start_date, trial_end }: Phase, day: number): number {
  if (trial_end !== null) return calendarTime(trial_end).day;
  return billing_cycle_anchor === "phase_start" ? calendarTime(start_date).day : day;
}

/** A phase that begins on the last day of a short month is counted from the day that is meant. */
function anchorAt(start: UnixSeconds, day: number): Anchor {
  const isShort = calendarTime(start).day < day && calendarTime(start + DAY_SECONDS).day === 1;
  return { at: start, day: isShort ? day : null };
}

/** When the trial of a phase ends; null for none. */
function trialFrom(
  tx: Pick<Tx, "now">,
  { billing_cycle_anchor, trial, trial_end }: PhaseInput,
  { end, start }: { readonly start: UnixSeconds; readonly end: UnixSeconds },
  at: string,
): UnixSeconds | null {
  if (trial && trial_end !== undefined) throw errors.onlyOneOf([`${at}[trial]`, `${at}[trial_end]`]);
  if ((trial || trial_end !== undefined) && billing_cycle_anchor === "phase_start") {
    throw errors.rule(
      "A phase with a trial cannot have the `billing_cycle_anchor` `phase_start`.",
      `${at}[billing_cycle_anchor]`,
    );
  }
  if (trial) return end;
  if (trial_end === undefined) return null;
  const moment = trial_end === "now" ? tx.now : trial_end;
  if (moment >= start && moment <= end) return moment;
  throw errors.rule(
    `The trial of a phase must end within the phase (${start} to ${end}).`,
    `${at}[trial_end]`,
  );
}
