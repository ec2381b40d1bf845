/** The form's controls in the browser: what is in them, and how it is formatted while somebody types. */
import { brandOf } from "../../payment_methods/card_brands.ts";
import { CONTROL, type FilledForm } from "../fields.ts";
import { formatCvc, formatExpiry, formatNumber, onlyDigits } from "../formats.ts";
import { formatPhone } from "../phone.ts";
import type { ShownFormats } from "../shown_address.ts";
import type { ClientConfig } from "./config.ts";

export type Control = HTMLInputElement | HTMLSelectElement;

/** Null where the page does not have it. */
export function controlOf(id: string): Control | null {
  const node = document.getElementById(id);
  return node instanceof HTMLInputElement || node instanceof HTMLSelectElement ? node : null;
}

export function textIn(id: string): string {
  return controlOf(id)?.value ?? "";
}

/** Type, label and example of the tax ids of each country, as the page has them. */
export type TaxIds = Readonly<Record<string, readonly (readonly [string, string, string])[]>>;

/** The form as it is filled in now; to be read anew after each change. */
export function filledForm(form: HTMLFormElement, { today }: ClientConfig): FilledForm {
  const data = new FormData(form);
  return {
    read: (name) => String(data.get(name) ?? ""),
    formats: (of) => dataOf<ShownFormats>(`[data-address="${of}"]`, "formats"),
    hasTaxIds: (country) => dataOf<TaxIds>("#tax-id", "choices")[country] !== undefined,
    // Their forms are for the server to know.
    isTaxId: () => true,
    today,
  };
}

const parsed = new Map<string, unknown>();

/** Data that the page carries for the script, in an attribute of the part that it is about. */
export function dataOf<T>(selector: string, name: string): T {
  const text = document.querySelector<HTMLElement>(selector)?.dataset[name] ?? "{}";
  if (!parsed.has(text)) parsed.set(text, JSON.parse(text));
  return parsed.get(text) as T; // the server wrote it
}

/** Writes the formatted text only where it differs, and leaves the caret after the digit it was after. */
export function formatWhileTyping(input: HTMLInputElement, event: Event): void {
  const typing = event instanceof InputEvent ? event : null;
  if (typing?.isComposing) return;
  const deleting = typing?.inputType.startsWith("delete") ?? false;
  const formatted = format(input.id, input.value, deleting);
  if (formatted === input.value) return;
  const caret = input.selectionStart ?? input.value.length;
  const atEnd = caret === input.value.length;
  const digitsBefore = onlyDigits(input.value.slice(0, caret)).length;
  input.value = formatted;
  if (document.activeElement !== input) return;
  const to = atEnd ? formatted.length : positionAfter(formatted, digitsBefore);
  input.setSelectionRange(to, to);
}

function format(id: string, text: string, deleting: boolean): string {
  switch (id) {
    case CONTROL.number:
      return formatNumber(text);
    case CONTROL.exp:
      return formatExpiry(text, deleting);
    case CONTROL.cvc:
      return formatCvc(text, textIn(CONTROL.number));
    case CONTROL.phone:
      return formatPhone(text, textIn(CONTROL.phoneCountry));
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
  const { brand } = brandOf(onlyDigits(textIn(CONTROL.number)));
  if (brand === "unknown") delete marks.dataset.brand;
  else marks.dataset.brand = brand;
}
