/** Pure: what the page says of a subscription: how often it is paid, its trial, and what comes after today. */
import { isMetered, offerIn } from "../../../resources/checkout/checkout_session/index.ts";
import type { LineItem, PricedSession } from "../../../resources/checkout/checkout_session/row/session.ts";
import { type Language, money, unitPrice } from "../../../words/languages.ts";
import {
  afterTrialText,
  daysFreeText,
  oftenText,
  type Recurrence,
  rateText,
} from "../../../words/recurring.ts";
import type { FoundSession } from "../../port.ts";

const DAY_SECONDS = 86_400;

/** The plan that a session sells. */
interface Plan {
  /** The name of its product, or of the shop if it has several. */
  readonly name: string;
  readonly recurrence: Recurrence;
  /** The days of its trial; null if there is none. */
  readonly trialDays: number | null;
  /** What a full period costs, in minor units; without usage. */
  readonly renewal: number;
  /** Whether usage alone decides what it costs. */
  readonly isByUsage: boolean;
}

/** The plan of a session; null if it sells no subscription. */
export function planOf(
  { session, renewal }: Pick<FoundSession, "renewal" | "session">,
  business: string,
): Plan | null {
  const { _line_items: lines, _subscription: data } = session;
  const [first, ...others] = lines.filter(({ price }) => price.recurring !== null);
  if (data === null || renewal === null || !first?.price.recurring) return null;
  const { trial_end, trial_period_days: days, from } = data;
  return {
    name: others.length === 0 ? first.description : business,
    recurrence: first.price.recurring,
    trialDays: trial_end === null ? days : Math.ceil((trial_end - from) / DAY_SECONDS),
    renewal,
    isByUsage: [first, ...others].every(({ price }) => isMetered(price)),
  };
}

/** The heading of the page that sells a plan. */
export function headingOf({ name, trialDays }: Plan, { messages }: Language): string {
  const { subscribeTo, tryItem } = messages.recurring;
  return trialDays === null ? subscribeTo(name) : tryItem(name);
}

/** What stands in large letters, beside or below it, and in a sentence of its own. */
interface Headline {
  readonly total: string;
  readonly often: string | null;
  readonly later: string | null;
}

/** What is due today where that is another amount than what is due in each period after it; else how often it is due. */
export function headlineOf(plan: Plan, session: PricedSession, language: Language): Headline {
  const { recurrence, renewal, trialDays } = plan;
  const { amount_total: due, currency } = session;
  const often = oftenText(recurrence, language);
  const shown = money(due, currency, language.tag);
  const isFree = trialDays !== null && due === 0;
  if (plan.isByUsage) {
    const total = isFree ? daysFreeText(trialDays, language) : language.messages.recurring.usage;
    return due === 0
      ? { total, often: isFree ? null : often, later: null }
      : { total: shown, often: null, later: null };
  }
  const later = afterTrialText(money(renewal, currency, language.tag), recurrence, language);
  if (isFree) return { total: daysFreeText(trialDays, language), often: null, later };
  return due === renewal ? { total: shown, often, later: null } : { total: shown, often: null, later };
}

/** What a line says of its price: what is due today, how often it is due, and what usage or tiers cost. */
interface LinePrice {
  readonly total: string;
  readonly often: string;
  readonly each: string | null;
  readonly tiers: string | null;
}

/** The price of a recurring line; null for a line that is sold once. */
export function linePriceOf(line: LineItem, plan: Plan | null, language: Language): LinePrice | null {
  const { currency, price } = line;
  if (plan === null || price.recurring === null) return null;
  const { messages, tag } = language;
  const { recurring: words } = messages;
  const offer = offerIn(price, currency);
  const unit = price.transform_quantity === null ? (offer?.unit_amount_decimal ?? null) : null;
  const shown = unit === null ? null : unitPrice(unit, currency, tag);
  const [tier] = offer?.tiers ?? [];
  const least = tier?.unit_amount_decimal ?? tier?.flat_amount_decimal ?? null;
  const tiers = least === null ? null : words.from(unitPrice(least, currency, tag));
  const often = oftenText(plan.recurrence, language);
  if (isMetered(price)) {
    return { total: words.usage, often, each: shown === null ? null : messages.summary.each(shown), tiers };
  }
  return {
    total:
      plan.trialDays === null
        ? money(line.amount_subtotal, currency, tag)
        : daysFreeText(plan.trialDays, language),
    often: shown === null ? often : rateText(shown, plan.recurrence, language),
    each: null,
    tiers,
  };
}
