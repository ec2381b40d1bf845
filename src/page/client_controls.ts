/** The form's controls in the browser: their values, and how they are formatted while somebody types. */
import { brandOf } from "../payment_methods/card_brands.ts";
import { CONTROL, type Field } from "./fields.ts";
import { formatCvc, formatExpiry, formatNumber, onlyDigits } from "./formats.ts";

export type Control = HTMLInputElement | HTMLSelectElement;

/** Null where the page does not ask for it. */
export function controlOf(field: Field): Control | null {
  return document.querySelector<Control>(`#${CONTROL[field]}`);
}

export function textIn(field: Field): string {
  return controlOf(field)?.value ?? "";
}

/** Writes the formatted text only where it differs, and leaves the caret after the digit it was after. */
export function formatWhileTyping(field: Field, input: HTMLInputElement, event: Event): void {
  const typing = event instanceof InputEvent ? event : null;
  if (typing?.isComposing) return;
  const deleting = typing?.inputType.startsWith("delete") ?? false;
  const formatted = format(field, input.value, deleting);
  if (formatted === input.value) return;
  const caret = input.selectionStart ?? input.value.length;
  const atEnd = caret === input.value.length;
  const digitsBefore = onlyDigits(input.value.slice(0, caret)).length;
  input.value = formatted;
  if (document.activeElement !== input) return;
  const to = atEnd ? formatted.length : positionAfter(formatted, digitsBefore);
  input.setSelectionRange(to, to);
}

function format(field: Field, text: string, deleting: boolean): string {
  switch (field) {
    case "number":
      return formatNumber(text);
    case "exp":
      return formatExpiry(text, deleting);
    case "cvc":
      return formatCvc(text, textIn("number"));
    default:
      return text;
  }
}

function positionAfter(text: string, digits: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === digits) return at;
    if (/\d/.test(text[at] ?? "")) seen++;
  }
  return text.length;
}

/** Only the mark of the brand that is being typed. */
export function showBrand(): void {
  const marks = document.querySelector<HTMLElement>(".CardBrands");
  if (marks === null) return;
  const { brand } = brandOf(onlyDigits(textIn("number")));
  if (brand === "unknown") delete marks.dataset.brand;
  else marks.dataset.brand = brand;
}

/** Asks for the postal code where issuers check it, by the name it has there. */
export function showPostalCode(labels: Readonly<Record<string, string>>): void {
  const input = controlOf("postal_code");
  const country = controlOf("country");
  const box = input?.closest<HTMLElement>(".FormFieldInput");
  if (!(input instanceof HTMLInputElement) || !country || !box) return;
  const label = labels[country.value];
  box.hidden = label === undefined;
  input.disabled = label === undefined;
  country.closest(".FormFieldInput")?.classList.toggle("FormFieldInput--alone", label === undefined);
  if (label === undefined) return;
  input.placeholder = label;
  input.setAttribute("aria-label", label);
}
