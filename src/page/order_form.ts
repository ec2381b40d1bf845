/**
 * What the order's own controls post (quantities, promotion code, custom amount, shipping option), and what is wrong
 * with it. They stand all over the page and belong to its one form; `buyer_form.ts` has what the buyer tells of
 * themselves. Pure.
 */
import type { Branch } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import { textOf } from "./posted.ts";

/** By the name of the control: what was typed, and what is wrong with it. */
export interface OrderState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}
export const QUIET: OrderState = { values: {}, errors: {} };

/** Names of controls; a quantity is `quantity[li_…]`. */
export const SHIPPING_RATE = "shipping-rate";

/** The part of `pageUpdateParams` and `confirmParams` that the order's controls say: what differs from what is. */
export function orderTree(form: Branch, session: Session): Branch {
  const tree: Branch = new Map();
  const rate = textOf(form, SHIPPING_RATE);
  if (rate !== "" && rate !== session.shipping_cost?.shipping_rate) tree.set("shipping_rate", rate);
  return tree;
}
