/**
 * Reads a posted form: its faults, its parameters for a payment, and the values that may be shown again. The
 * buyer's data is left to `buyer_form.ts`, the controls of the order to `order_form.ts`. Pure.
 */

import { faultsOf } from "../../form/faults.ts";
import {
  type Asked,
  billingAsked,
  CONTROL,
  type FieldTexts,
  type FilledForm,
  isSameAsShipping,
  newMethodIn,
  SECRET,
  savedCardIn,
} from "../../form/fields.ts";
import { fieldsWithin, methodData } from "../../form/method_data.ts";
import { type Typed, textOf } from "../../form/typed.ts";
import type { Branch } from "../../params/form.ts";
import type { Session } from "../../resources/checkout/checkout_session/row/session.ts";
import type { FieldWords } from "../client/config.ts";
import { billingAddress, branch, type Entries, toldTree } from "./buyer/buyer_form.ts";

/** The values that the page may show again: everything but card number, expiry and security code. */
export function typedIn(form: Branch): Typed {
  const names = [...form.keys()].filter((name) => !SECRET.has(name));
  return new Map(names.map((name) => [name, textOf(form, name)]));
}

/** The error texts of the form; null if it has no faults. */
export function faultTexts(form: FilledForm, asked: Asked, words: FieldWords): FieldTexts | null {
  const faults = Object.entries(faultsOf(form, asked));
  if (faults.length === 0) return null;
  return Object.fromEntries(
    faults.map(([id, fault]) => [id, words.own[id]?.[fault] ?? words.all[fault] ?? ""]),
  );
}

/** The raw `confirmParams` of a form without faults, except those of the order (`orderTree`). */
export function confirmTree(form: FilledForm, asked: Asked, session: Session): Branch {
  return branch([
    ["expected_amount", form.read("expected_amount")],
    ...toldTree(form, asked, session),
    ...methodIn(form, asked),
  ]);
}

/** A saved method or a new one; only the billing details if there is nothing to pay. */
function methodIn(form: FilledForm, asked: Asked): Entries {
  if (asked.methods.length === 0) return [["billing_details", billingDetails(form, asked)]];
  const saved = savedCardIn(form.read);
  if (saved !== null) return [["payment_method", saved]];
  const method = newMethodIn(form.read, asked);
  if (method === null) throw new Error("something is to be paid, and by no method");
  const own = methodData(form, method);
  const data = branch([
    ["type", method.type],
    ...(own.length === 0 ? [] : [[method.type, branch(own)] as const]),
    ["billing_details", billingDetails(form, asked)],
  ]);
  const options = fieldsWithin(form, method, "confirm_options");
  return [
    ["payment_method_data", data],
    ...(options.length === 0
      ? []
      : [["payment_method_options", branch([[method.type, branch(options)]])] as const]),
  ];
}

function billingDetails(form: FilledForm, asked: Asked): Branch {
  const { read } = form;
  const shippingName = isSameAsShipping(read, asked) ? read(CONTROL.shippingName).trim() : "";
  const method = newMethodIn(read, asked);
  const hasAddress = method !== null && billingAsked(read, asked) !== "none";
  const name = read(CONTROL.name).trim() || shippingName;
  return branch([
    ...(asked.email ? [["email", read(CONTROL.email).trim()] as const] : []),
    ...(name === "" ? [] : [["name", name] as const]),
    ...(hasAddress ? [["address", billingAddress(form, asked)] as const] : []),
    ...(method === null ? [] : fieldsWithin(form, method, "billing_details")),
  ]);
}
