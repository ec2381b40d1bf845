/** Pure: what of a subscription changed, as the old values that its events show. */
import { changesBetween } from "../../resource.ts";
import type { Subscription } from "./subscription.ts";
import { shownParts } from "./view.ts";

/** The old values of what changed; items are shown whole (inferred: billing, events). */
export function previousOf(before: Subscription, after: Subscription): Record<string, unknown> {
  return changesBetween(shownParts(before), shownParts(after));
}
