/** Shows error texts in the browser, with the same elements and attributes as the server (controls.tsx). */

import { type FieldTexts, groupOf } from "../../form/fields.ts";
import { openAddress } from "./by_country.ts";
import type { PageErrors } from "./config.ts";
import { controlOf } from "./controls.ts";

/** Replaces all error texts. The error of a control that is not visible is shown as the payment's error. */
export function showErrors({ fields, payment }: PageErrors): void {
  clearErrors();
  const ids = Object.keys(fields);
  for (const id of ids) openAddress(controlOf(id));
  const seen = ids.filter(isSeen);
  for (const group of new Set(seen.map(groupOf))) showFieldErrors(group, fields);
  const unseen = ids.find((id) => !isSeen(id));
  const text = payment ?? (unseen === undefined ? null : (fields[unseen] ?? null));
  const box = document.querySelector(".ConfirmPayment-container");
  if (text === null || box === null) return;
  const error = element("div", "ConfirmPayment-Error", text);
  error.setAttribute("role", "alert");
  box.replaceChildren(error);
}

function isSeen(id: string): boolean {
  const control = controlOf(id);
  // A group of radio buttons has no control with the id itself.
  const shown = control ?? containerOf(groupOf(id))?.parentElement;
  return (shown?.getClientRects().length ?? 0) > 0;
}

/** Replaces the error texts of one group. */
export function showFieldErrors(group: string, texts: FieldTexts): void {
  clearErrors(group);
  const concerned = Object.keys(texts).filter((id) => groupOf(id) === group);
  const container = containerOf(group);
  if (concerned.length === 0 || container === null) return;
  const error = element("div", "FieldError");
  error.id = `required-${group}-fieldset`;
  error.setAttribute("role", "alert");
  for (const text of new Set(concerned.map((id) => texts[id] ?? "")))
    error.append(element("span", "FieldError-text", text));
  container.replaceChildren(error);
  for (const id of concerned) {
    const control = controlOf(id);
    control?.classList.add(...INVALID);
    control?.setAttribute("aria-invalid", "true");
    control?.setAttribute("aria-describedby", error.id);
  }
}

/**
 * Removes the error texts of one group or of the form. Also removes the payment's error, which is outdated
 * then.
 */
export function clearErrors(group?: string): void {
  document.querySelector(".ConfirmPayment-container")?.replaceChildren();
  const at = group === undefined ? "" : `="${group}"`;
  const which = group === undefined ? "" : `[aria-describedby="required-${group}-fieldset"]`;
  for (const container of document.querySelectorAll(`.FieldError-container[data-group${at}]`))
    container.replaceChildren();
  for (const control of document.querySelectorAll(`#payment-form [aria-invalid="true"]${which}`)) {
    control.classList.remove(...INVALID);
    control.setAttribute("aria-invalid", "false");
    control.removeAttribute("aria-describedby");
  }
}

const INVALID = ["CheckoutInput--invalid", "Input--invalid"] as const;

function containerOf(group: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.FieldError-container[data-group="${group}"]`);
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
