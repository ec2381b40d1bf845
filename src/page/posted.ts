/**
 * A posted form: what was typed, whether it can be confirmed, and what of it may be shown again. What the buyer tells of
 * themselves is `buyer_form.ts`, what the order's controls say `order_form.ts`. Pure.
 */
import type { Branch } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import { billingAddress, branch, toldTree } from "./buyer_form.ts";
import type { FieldWords } from "./client/config.ts";
import {
  type Asked,
  asksForNewCard,
  CARD,
  CONTROL,
  type FieldTexts,
  type FilledForm,
  faultsOf,
  isSameAsShipping,
  savedCardIn,
} from "./fields.ts";
import { onlyDigits, readExpiry } from "./formats.ts";

/** Longer texts than any field can mean. */
const TYPED_CHARS_MAX = 5000;

/** What stands in the form, by name: never card data. A box that is not ticked is not there. */
export type Typed = ReadonlyMap<string, string>;

/** One value of the form; absent ones are empty. */
export function textOf(form: Branch, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, TYPED_CHARS_MAX) : "";
}

/** What a page shown again may hold: no number, no expiry, no security code. */
export function typedIn(form: Branch): Typed {
  const names = [...form.keys()].filter((name) => !CARD.has(name));
  return new Map(names.map((name) => [name, textOf(form, name)]));
}

/** The faults of the form in words; null where there are none. */
export function faultTexts(form: FilledForm, asked: Asked, words: FieldWords): FieldTexts | null {
  const faults = Object.entries(faultsOf(form, asked));
  if (faults.length === 0) return null;
  return Object.fromEntries(
    faults.map(([id, fault]) => [id, words.own[id]?.[fault] ?? words.all[fault] ?? ""]),
  );
}

/** A form without faults, as a raw tree of `confirmParams`. The order's own part is `orderTree`. */
export function confirmTree(form: FilledForm, asked: Asked, session: Session): Branch {
  return branch([
    ["expected_amount", form.read("expected_amount")],
    ...toldTree(form, asked, session),
    methodIn(form, asked),
  ]);
}

/** A saved card, a new one, or, where there is nothing to pay, whose the order is. */
function methodIn(form: FilledForm, asked: Asked): readonly [string, Branch | string] {
  const { read } = form;
  if (!asked.card) return ["billing_details", billingDetails(form, asked)];
  const saved = savedCardIn(read);
  if (saved !== null) return ["payment_method", saved];
  const expiry = readExpiry(read(CONTROL.exp));
  const card = branch([
    ["number", onlyDigits(read(CONTROL.number))],
    ["exp_month", String(expiry?.month ?? "")],
    ["exp_year", String(expiry?.year ?? "")],
    ["cvc", read(CONTROL.cvc)],
  ]);
  const data = branch([
    ["type", "card"],
    ["card", card],
    ["billing_details", billingDetails(form, asked)],
  ]);
  return ["payment_method_data", data];
}

function billingDetails(form: FilledForm, asked: Asked): Branch {
  const { read } = form;
  const shippingName = isSameAsShipping(read, asked) ? read(CONTROL.shippingName).trim() : "";
  const name = read(CONTROL.name).trim() || shippingName;
  return branch([
    ...(asked.email ? [["email", read(CONTROL.email).trim()] as const] : []),
    ...(name === "" ? [] : [["name", name] as const]),
    ...(asksForNewCard(read, asked) ? [["address", billingAddress(form, asked)] as const] : []),
  ]);
}
