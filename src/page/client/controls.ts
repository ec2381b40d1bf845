/** The form's controls in the browser: reads their values. */

import { typedBrand } from "../../form/card_formats.ts";
import { type AddressOf, CONTROL, type FilledForm } from "../../form/fields.ts";
import { readFormats, type ShownFormats } from "../../form/shown_address.ts";
import type { ClientConfig } from "./config.ts";
import { regionsOf } from "./regions.ts";

export type Control = HTMLInputElement | HTMLSelectElement;

/** The control with this id; null if the page does not have it. */
export function controlOf(id: string): Control | null {
  const node = document.getElementById(id);
  return node instanceof HTMLInputElement || node instanceof HTMLSelectElement ? node : null;
}

export function textIn(id: string): string {
  return controlOf(id)?.value ?? "";
}

/** Type, label and example of the tax ids of each country, as contained in the page. */
export type TaxIds = Readonly<Record<string, readonly (readonly [string, string, string])[]>>;

/** A snapshot of the form. Take a new one after each change. */
export function filledForm(form: HTMLFormElement, { today }: ClientConfig): FilledForm {
  const data = new FormData(form);
  return {
    read: (name) => String(data.get(name) ?? ""),
    regions: regionsOf,
    formats: formatsOf,
    hasTaxIds: (country) => dataOf<TaxIds>("#tax-id", "choices")[country] !== undefined,
    // Only the server knows the formats of tax ids.
    isTaxId: () => true,
    today,
  };
}

const formats = new Map<string, ShownFormats>();

/** The formats of an address; none if the form does not have it. */
export function formatsOf(of: AddressOf): ShownFormats {
  const text = document.querySelector<HTMLElement>(`[data-address="${of}"]`)?.dataset.formats ?? "";
  const known = formats.get(text) ?? readFormats(text);
  formats.set(text, known);
  return known;
}

const parsed = new Map<string, unknown>();

/** Data for the script from a `data-` attribute of the page. */
export function dataOf<T>(selector: string, name: string): T {
  const text = document.querySelector<HTMLElement>(selector)?.dataset[name] ?? "{}";
  if (!parsed.has(text)) parsed.set(text, JSON.parse(text));
  return parsed.get(text) as T; // the server wrote it
}

/** Shows only the mark of the brand that is being typed. */
export function showBrand(): void {
  const marks = document.querySelector<HTMLElement>(".CardBrands");
  if (marks === null) return;
  const brand = typedBrand(textIn(CONTROL.number));
  if (brand === null) delete marks.dataset.brand;
  else marks.dataset.brand = brand;
}
