/**
 * Reads the controls of the order from the form (quantities, promotion code, amount, shipping option) and
 * finds their faults. The buyer's own data is left to `buyer_form.ts`. Pure.
 */

import { readAmount } from "../../../form/amount_text.ts";
import { textOf } from "../../../form/typed.ts";
import type { Branch } from "../../../params/form.ts";
import {
  boundsOf,
  isOptional,
  isUndecided,
  lineSubtotal,
  offeredLines,
  offerIn,
} from "../../../resources/checkout/checkout_session/index.ts";
import type {
  LineItem,
  PricedSession,
  Session,
} from "../../../resources/checkout/checkout_session/row/session.ts";
import { count, type Language, money } from "../../../words/languages.ts";
import type { FoundSession } from "../../port.ts";

/** Typed values and error texts of the order's controls, by the name of the control. */
export interface OrderState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}
export const QUIET: OrderState = { values: {}, errors: {} };

/** The properties of every part of the page that shows the order. */
export interface OrderProps {
  readonly found: FoundSession;
  readonly businessName: string;
  /** What the shop is called at the top of the page. */
  readonly displayName: string;
  readonly language: Language;
  /** The URL that the form posts to in order to recalculate the order. */
  readonly updateAction: string;
  readonly order: OrderState;
}

/** The same for parts of an order with amounts. */
export interface PricedProps extends OrderProps {
  readonly session: PricedSession;
}

export const SHIPPING_RATE = "shipping-rate";
export const PROMOTION_CODE = "promotionCode";
export const CUSTOM_AMOUNT = "customUnitAmount";
/** Which button was pressed. A code is applied or removed only if this says so. */
export const ACTION = "_order";
export type Action = "apply_code" | "remove_code" | "update";
/** The button that Enter presses without JavaScript: see `EnterPays`. */
export const ENTER = "_enter";

const QUANTITY = "quantity";
/** "quantity[li_…]": the name of the control of a line's quantity, and of the buttons of an optional item. */
export function quantityName(line: Pick<LineItem, "id">): string {
  return `${QUANTITY}[${line.id}]`;
}

/** What the buyer pays; nothing if the session has no amounts. The form says what total it was shown with. */
export function totalOf({ amount_total }: Session): number {
  return amount_total ?? 0;
}

export interface OrderForm {
  /** The order's part of `pageUpdateParams`: only values that differ from the session's. */
  readonly tree: Branch;
  readonly state: OrderState;
}

/** Reads the order for an update. The tree must not be used if there are errors. */
export function orderForm(form: Branch, session: Session, language: Language): OrderForm {
  const tree = orderTree(form, session, language.tag);
  const values = typedOrder(form, session);
  const errors: Record<string, string> = {};
  const code = codeAsked(form);
  if (code === "" && textOf(form, ACTION) === "apply_code")
    errors[PROMOTION_CODE] = language.messages.promotion.missing;
  else if (code !== null) tree.set("promotion_code", code);
  for (const line of offeredLines(session)) {
    const quantity = values[quantityName(line)];
    const quantityFault = quantity === undefined ? null : faultOfQuantity(quantity, line, session, language);
    if (quantityFault !== null) errors[quantityName(line)] = quantityFault;
    const amount = values[CUSTOM_AMOUNT];
    const amountFault = amount === undefined || amount === "" ? null : faultOfAmount(amount, line, language);
    if (amountFault !== null) errors[CUSTOM_AMOUNT] = amountFault;
  }
  return { tree, state: { values, errors } };
}

/**
 * The changes to the order except the promotion code. Sent with a payment as well as an update, so that the
 * buyer pays for the order that they see.
 */
export function orderTree(form: Branch, session: Session, tag: string): Branch {
  const tree: Branch = new Map();
  const rate = textOf(form, SHIPPING_RATE);
  if (rate !== "" && rate !== session.shipping_cost?.shipping_rate) tree.set("shipping_rate", rate);
  const values = typedOrder(form, session);
  const lines: Branch = new Map();
  for (const line of offeredLines(session)) {
    const changes = changesOf(line, session, values, tag);
    if (changes.size > 0) lines.set(String(lines.size), new Map([["id", line.id], ...changes]));
  }
  if (lines.size > 0) tree.set("line_items", lines);
  return tree;
}

/**
 * Whether Enter, which pays, was pressed with a code typed but not applied. The code must be applied first.
 */
export function isCodeForgotten(form: Branch, session: Session): boolean {
  return form.has(ENTER) && session._discount === null && textOf(form, PROMOTION_CODE).trim() !== "";
}

/** Whether the buyer has not chosen an amount yet. */
export function isAmountMissing(form: Branch, session: Session): boolean {
  return session._line_items.some(isUndecided) && textOf(form, CUSTOM_AMOUNT).trim() === "";
}

function changesOf(
  line: LineItem,
  session: Session,
  values: OrderState["values"],
  tag: string,
): Map<string, string> {
  const changes = new Map<string, string>();
  const quantity = values[quantityName(line)];
  const before = isInOrder(session, line) ? line.quantity : 0;
  if (quantity !== undefined && quantity !== String(before)) changes.set("quantity", quantity);
  const typed = customOf(line) === null ? "" : (values[CUSTOM_AMOUNT] ?? "");
  const amount = typed === "" ? null : readAmount(typed, line.currency, tag);
  if (amount !== null && amount !== amountOf(line)) changes.set("custom_amount", String(amount));
  return changes;
}

/** The typed values of the order's controls, only of those that the page has. */
function typedOrder(form: Branch, session: Session): Record<string, string> {
  const values: Record<string, string> = {};
  const quantities = form.get(QUANTITY);
  for (const line of offeredLines(session)) {
    const quantity = quantities instanceof Map ? quantities.get(line.id) : undefined;
    const mayChange = isAdjustable(line) || isOptional(session, line.id);
    if (typeof quantity === "string" && mayChange) values[quantityName(line)] = quantity.trim();
  }
  for (const name of [PROMOTION_CODE, CUSTOM_AMOUNT]) {
    const text = textOf(form, name).trim();
    if (text !== "") values[name] = text;
  }
  return values;
}

/** The code to apply; "" to remove the applied one; null to leave it unchanged. */
function codeAsked(form: Branch): string | null {
  const action = textOf(form, ACTION);
  if (action === "remove_code") return "";
  const typed = textOf(form, PROMOTION_CODE).trim();
  if (action === "apply_code") return typed;
  return form.has(ENTER) && typed !== "" ? typed : null;
}

// --- what a line allows -----------------------------------------------------------------------------------

export function isAdjustable(line: LineItem): boolean {
  return line.adjustable_quantity?.enabled ?? false;
}

/** The minimum and maximum quantity of a line. The only line cannot be removed, nor the only one that recurs. */
export function quantityBounds(line: LineItem, session: Session): { minimum: number; maximum: number } {
  const { minimum, maximum } = boundsOf(line.adjustable_quantity ?? { enabled: false });
  return { minimum: isNeeded(line, session) ? Math.max(1, minimum) : minimum, maximum };
}

export function isInOrder({ _line_items: lines }: Session, { id }: LineItem): boolean {
  return lines.some((line) => line.id === id);
}

/** What an optional item costs as often as it is added at first: at once, or in each of its periods. */
export function optionCost({ price, currency, quantity, _custom_amount: custom }: LineItem): number {
  return quantity === null ? 0 : lineSubtotal({ price, currency, quantity, custom });
}

/** Whether the order cannot be without this line. */
export function isNeeded({ id, price }: LineItem, { _line_items: lines }: Session): boolean {
  const others = lines.filter((line) => line.id !== id);
  const isLast = others.length === 0;
  return isLast || (price.recurring !== null && others.every((line) => line.price.recurring === null));
}

export function quantityRule(line: LineItem, session: Session, { messages, tag }: Language): string {
  const { minimum, maximum } = quantityBounds(line, session);
  return messages.quantity.between(count(minimum, tag), count(maximum, tag));
}

function faultOfQuantity(text: string, line: LineItem, session: Session, language: Language): string | null {
  const { minimum, maximum } = quantityBounds(line, session);
  // The button of an optional item: it may always be removed, and is added as often as the shop said.
  if (isOptional(session, line.id) && (text === "0" || text === String(line.quantity))) return null;
  const isWithin = /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
  return isWithin ? null : quantityRule(line, session, language);
}

/** The price's `custom_unit_amount`; null if the price has a fixed amount. */
export function customOf(line: LineItem) {
  return offerIn(line.price, line.currency)?.custom_unit_amount ?? null;
}

/** The amount per unit that the buyer has chosen, or the preset; null if there is neither. */
export function amountOf(line: LineItem): number | null {
  return line._custom_amount ?? customOf(line)?.preset ?? null;
}

function faultOfAmount(text: string, line: LineItem, { messages, tag }: Language): string | null {
  const custom = customOf(line);
  if (custom === null) return null;
  const { customAmount } = messages;
  const shown = (amount: number) => money(amount, line.currency, tag);
  const amount = readAmount(text, line.currency, tag);
  if (amount === null) return customAmount.invalid;
  if (custom.minimum !== null && amount < custom.minimum) return customAmount.atLeast(shown(custom.minimum));
  if (custom.maximum !== null && amount > custom.maximum) return customAmount.atMost(shown(custom.maximum));
  return null;
}
