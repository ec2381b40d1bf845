/** What the pages of the customer portal have in common: what they show, their paths, and texts. Pure. */
import type { ApiError } from "../../core/errors.ts";
import { type Language, money } from "../../words/languages.ts";
import { recurringText } from "../../words/recurring.ts";
import type { FoundPortal, FoundSubscription, OfferedPlan } from "../portal_port.ts";
import { cardWords, FAULT_OF_CODE } from "../server/card_words.ts";
import type { Frame } from "../server/document.tsx";
import { safeUrl } from "../server/safe_urls.ts";

export interface PortalView extends Frame {
  readonly found: FoundPortal;
  /** The path of the portal's home page. */
  readonly base: string;
  readonly business: string;
  readonly terms: string | null;
  readonly privacy: string | null;
  /** Why the last post was refused; null if it was not. */
  readonly fault: string | null;
}

/** The path of a page about one subscription. */
export function subscriptionPath(
  { base }: Pick<PortalView, "base">,
  { subscription }: FoundSubscription,
  page: string,
): string {
  return `${base}/subscriptions/${subscription.id}/${page}`;
}

/** Where the link back leads: the home page, or the shop if the session is for one thing alone. */
export function backPath({ base, found }: PortalView): string | null {
  return found.session.flow === null ? base : safeUrl(found.session.return_url);
}

/** The end of the present period, which is when it renews. */
export function renewsAt({ subscription }: FoundSubscription): number {
  return Math.min(...subscription._items.map((item) => item.current_period_end));
}

/** The names of a subscription's products, with quantities other than one. */
export function planNames({ items }: FoundSubscription): string {
  return items.map(({ name, quantity }) => withQuantity(name, quantity ?? 1)).join(", ");
}

export function withQuantity(name: string, quantity: number): string {
  return quantity === 1 ? name : `${name} × ${quantity}`;
}

/** What a subscription costs in a period, such as "$10.00 per month". */
export function planPrice({ items, subscription }: FoundSubscription, language: Language): string {
  const [first] = items;
  const amounts = items.map(({ amount }) => amount);
  const recurrence = first?.price.recurring;
  if (recurrence === null || recurrence === undefined || amounts.includes(null)) {
    return language.messages.recurring.usage;
  }
  const amount = amounts.reduce<number>((total, one) => total + (one ?? 0), 0);
  return recurringText(money(amount, subscription.currency, language.tag), recurrence, language);
}

/** What a plan costs, such as "$10.00 per month". */
export function offerText(
  amount: number,
  currency: string,
  { price }: OfferedPlan,
  language: Language,
): string {
  const shown = money(amount, currency, language.tag);
  return price.recurring === null ? shown : recurringText(shown, price.recurring, language);
}

/** A refusal in the words of the page. A refusal that it has no words for is shown as the API says it. */
export function faultText({ body }: ApiError, { messages }: Language): string {
  const code = body.code ?? "";
  if (code.endsWith("_intent_authentication_failure")) return messages.authenticationFailed;
  if (code === "lock_timeout") return messages.busy;
  if (body.type === "card_error") return cardWords(body, messages);
  const fault = Object.hasOwn(FAULT_OF_CODE, code) ? FAULT_OF_CODE[code] : undefined;
  if (fault !== undefined) return messages.faults[fault];
  return body.message;
}
