/**
 * What the order's own controls post (quantities, promotion code, amount, shipping option), and what is wrong with it.
 * They stand all over the page and belong to its one form; `buyer_form.ts` has what the buyer tells of themselves.
 * Pure.
 */
import type { Branch } from "../params/form.ts";
import { offerIn } from "../resources/checkout_session/line_price.ts";
import { boundsOf } from "../resources/checkout_session/line_rules.ts";
import type { LineItem, Session } from "../resources/checkout_session/session.ts";
import { isUndecided } from "../resources/checkout_session/total_rules.ts";
import { readAmount } from "./amount_text.ts";
import { count, type Language, money } from "./languages.ts";
import type { FoundSession } from "./port.ts";
import { textOf } from "./posted.ts";

/** By the name of the control: what was typed, and what is wrong with it. */
export interface OrderState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}
export const QUIET: OrderState = { values: {}, errors: {} };

/** What every part of the page that shows the order is drawn from. */
export interface OrderProps {
  readonly found: FoundSession;
  readonly businessName: string;
  readonly language: Language;
  /** Where the form posts to for the order to be worked out anew. */
  readonly updateAction: string;
  readonly order: OrderState;
}

export const SHIPPING_RATE = "shipping-rate";
export const PROMOTION_CODE = "promotionCode";
export const CUSTOM_AMOUNT = "customUnitAmount";
/** Which button was pressed: a code is applied, or taken away, only where this says so. */
export const ACTION = "_order";
export type Action = "apply_code" | "remove_code" | "update";
/** The button that Enter presses where there is no script: see `EnterPays`. */
export const ENTER = "_enter";

const QUANTITY = "quantity";
/** "quantity[li_…]": the name of a line's quantity. */
export function quantityName(line: Pick<LineItem, "id">): string {
  return `${QUANTITY}[${line.id}]`;
}

export interface OrderForm {
  /** The part of `pageUpdateParams` that the controls say: what differs from what is. */
  readonly tree: Branch;
  readonly state: OrderState;
}

/** What an update of the order is asked for. Nothing is to be sent on while anything is wrong. */
export function orderForm(form: Branch, session: Session, language: Language): OrderForm {
  const tree = orderTree(form, session, language.tag);
  const values = typedOrder(form, session);
  const errors: Record<string, string> = {};
  const code = codeAsked(form);
  if (code === "" && textOf(form, ACTION) === "apply_code")
    errors[PROMOTION_CODE] = language.messages.promotion.missing;
  else if (code !== null) tree.set("promotion_code", code);
  for (const line of session._line_items) {
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
 * What the controls say, but for the code: for an update, and for a payment as well, which then is of the order that
 * the buyer sees before them.
 */
export function orderTree(form: Branch, session: Session, tag: string): Branch {
  const tree: Branch = new Map();
  const rate = textOf(form, SHIPPING_RATE);
  if (rate !== "" && rate !== session.shipping_cost?.shipping_rate) tree.set("shipping_rate", rate);
  const values = typedOrder(form, session);
  const lines: Branch = new Map();
  for (const line of session._line_items) {
    const changes = changesOf(line, values, tag);
    if (changes.size > 0) lines.set(String(lines.size), new Map([["id", line.id], ...changes]));
  }
  if (lines.size > 0) tree.set("line_items", lines);
  return tree;
}

/** Whether a code was typed, and Enter pressed where that means to pay: nobody pays past their discount. */
export function isCodeForgotten(form: Branch, session: Session): boolean {
  return form.has(ENTER) && session._discount === null && textOf(form, PROMOTION_CODE).trim() !== "";
}

/** Whether the buyer has yet to say how much they pay. */
export function isAmountMissing(form: Branch, session: Session): boolean {
  return session._line_items.some(isUndecided) && textOf(form, CUSTOM_AMOUNT).trim() === "";
}

function changesOf(line: LineItem, values: OrderState["values"], tag: string): Map<string, string> {
  const changes = new Map<string, string>();
  const quantity = values[quantityName(line)];
  if (quantity !== undefined && quantity !== String(line.quantity)) changes.set("quantity", quantity);
  const typed = customOf(line) === null ? "" : (values[CUSTOM_AMOUNT] ?? "");
  const amount = typed === "" ? null : readAmount(typed, line.currency, tag);
  if (amount !== null && amount !== amountOf(line)) changes.set("custom_amount", String(amount));
  return changes;
}

/** Only of controls that are there. */
function typedOrder(form: Branch, session: Session): Record<string, string> {
  const values: Record<string, string> = {};
  const quantities = form.get(QUANTITY);
  for (const line of session._line_items) {
    const quantity = quantities instanceof Map ? quantities.get(line.id) : undefined;
    if (typeof quantity === "string" && isAdjustable(line)) values[quantityName(line)] = quantity.trim();
  }
  for (const name of [PROMOTION_CODE, CUSTOM_AMOUNT]) {
    const text = textOf(form, name).trim();
    if (text !== "") values[name] = text;
  }
  return values;
}

/** The code to apply, "" to take it away, null where nothing is asked of it. */
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

/** How few and how many the buyer may take: the last line of an order stays. */
export function quantityBounds(line: LineItem, session: Session): { minimum: number; maximum: number } {
  const { minimum, maximum } = boundsOf(line.adjustable_quantity ?? { enabled: false });
  return { minimum: session._line_items.length === 1 ? Math.max(1, minimum) : minimum, maximum };
}

export function quantityRule(line: LineItem, session: Session, { messages, tag }: Language): string {
  const { minimum, maximum } = quantityBounds(line, session);
  return messages.quantity.between(count(minimum, tag), count(maximum, tag));
}

function faultOfQuantity(text: string, line: LineItem, session: Session, language: Language): string | null {
  const { minimum, maximum } = quantityBounds(line, session);
  const isWithin = /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
  return isWithin ? null : quantityRule(line, session, language);
}

/** What the price leaves to the buyer to pay; null where it has an amount. */
export function customOf(line: LineItem) {
  return offerIn(line.price, line.currency)?.custom_unit_amount ?? null;
}

/** What the buyer pays for one, where the price leaves that to them; null until they have said so. */
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
