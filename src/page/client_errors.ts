/** Error texts in the browser, in the same elements and ties as the server makes them (controls.tsx). */
import type { PageErrors } from "./client_config.ts";
import { controlOf } from "./client_controls.ts";
import { FIELDS, type FieldTexts, GROUP } from "./fields.ts";

export function showErrors({ fields, payment }: PageErrors): void {
  clearErrors();
  for (const group of new Set(Object.values(GROUP))) showFieldErrors(group, fields);
  const box = document.querySelector(".ConfirmPayment-container");
  if (payment === null || box === null) return;
  const error = element("div", "ConfirmPayment-Error", payment);
  error.setAttribute("role", "alert");
  box.replaceChildren(error);
}

/** Replaces what a group shows. */
export function showFieldErrors(group: string, texts: FieldTexts): void {
  clearErrors(group);
  const concerned = FIELDS.filter((field) => GROUP[field] === group && texts[field] !== undefined);
  const container = document.querySelector(`.FieldError-container[data-group="${group}"]`);
  if (concerned.length === 0 || container === null) return;
  const error = element("div", "FieldError");
  error.id = `required-${group}-fieldset`;
  error.setAttribute("role", "alert");
  for (const text of new Set(concerned.map((field) => texts[field] ?? "")))
    error.append(element("span", "FieldError-text", text));
  container.replaceChildren(error);
  for (const field of concerned) {
    const control = controlOf(field);
    control?.classList.add(...INVALID);
    control?.setAttribute("aria-invalid", "true");
    control?.setAttribute("aria-describedby", error.id);
  }
}

/** Of one group, or of the whole form. The payment's own error goes with either: something was changed. */
export function clearErrors(group?: string): void {
  document.querySelector(".ConfirmPayment-container")?.replaceChildren();
  for (const container of document.querySelectorAll<HTMLElement>(".FieldError-container"))
    if (group === undefined || container.dataset.group === group) container.replaceChildren();
  for (const field of FIELDS) {
    if (group !== undefined && GROUP[field] !== group) continue;
    const control = controlOf(field);
    control?.classList.remove(...INVALID);
    control?.setAttribute("aria-invalid", "false");
    control?.removeAttribute("aria-describedby");
  }
}

const INVALID = ["CheckoutInput--invalid", "Input--invalid"] as const;

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
