/**
 * What follows from the countries that are chosen: the parts of an address, the tax ids there are, the calling code. The
 * server draws the page for the country it knows of; this does the same for another one.
 */

import {
  type AddressOf,
  type Asked,
  addressControls,
  billingCountry,
  CONTROL,
  type FilledForm,
} from "../fields.ts";
import { callingCode } from "../phone.ts";
import { formatIn, type ShownFormats, type ShownPart } from "../shown_address.ts";
import { controlOf, dataOf, type TaxIds, textIn } from "./controls.ts";

/** Shows what belongs to the countries that are chosen now. */
export function showPlaces(read: FilledForm["read"], asked: Asked): void {
  showAddress("shipping");
  showAddress("billing");
  showTaxIds(billingCountry(read, asked));
  const code = document.querySelector(".PhoneNumber-code");
  if (code !== null) code.textContent = `+${callingCode(textIn(CONTROL.phoneCountry)) ?? ""}`;
}

// --- addresses --------------------------------------------------------------------------------------------

function showAddress(of: AddressOf): void {
  const box = document.querySelector<HTMLElement>(`[data-address="${of}"]`);
  if (box === null) return;
  const controls = addressControls(of);
  const format = formatIn(
    dataOf<ShownFormats>(`[data-address="${of}"]`, "formats"),
    textIn(controls.country),
  );
  for (const part of ["city", "postal", "region"] as const) {
    const cell = box.querySelector<HTMLElement>(`[data-part="${part}"]`);
    const shown = format[part];
    if (cell === null) continue;
    cell.hidden = shown === undefined;
    if (shown !== undefined) showPart(cell, controls[part], shown);
  }
}

function showPart(cell: HTMLElement, id: string, { label, required, options }: ShownPart): void {
  let control = controlOf(id);
  if (control === null) return;
  if (control instanceof HTMLSelectElement !== (options !== undefined)) control = exchanged(cell, control);
  control.required = required;
  control.setAttribute("aria-label", label);
  if (control instanceof HTMLInputElement) control.placeholder = label;
  else if (options !== undefined) fill(control, [["", label], ...options]);
}

/** A list in the place of a field to type in, or the other way round, by the same name and with nothing in it. */
function exchanged(cell: HTMLElement, control: HTMLElement): HTMLInputElement | HTMLSelectElement {
  const isList = control instanceof HTMLSelectElement;
  const made = document.createElement(isList ? "input" : "select");
  for (const name of ["id", "name", "autocomplete", "aria-invalid"])
    made.setAttribute(name, control.getAttribute(name) ?? "");
  made.className = isList ? "CheckoutInput Input" : "Select-source";
  control.replaceWith(made);
  cell.toggleAttribute("data-list", !isList);
  return made;
}

/** Nothing is done where the choices are the same: what is chosen stays. */
function fill(list: HTMLSelectElement, options: readonly (readonly [value: string, name: string])[]): void {
  const current = [...list.options].map((option) => option.value).join();
  if (current === options.map(([value]) => value).join()) return;
  list.replaceChildren(...options.map(([value, name]) => new Option(name, value)));
}

/** The rest of an address is asked for once its first line is begun, or somebody wants to type all of it. */
export function openAddress(control: Element | null): void {
  control?.closest(".Address--whole")?.setAttribute("data-open", "");
}

/** By a button, or on Escape, which closes suggestions elsewhere. */
export function runAddresses(form: HTMLFormElement): void {
  form.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && target instanceof HTMLElement && target.role === "combobox") openAddress(target);
  });
  form.addEventListener("click", ({ target }) => {
    const manual = target instanceof Element ? target.closest(".AddressAutocomplete-manual-entry") : null;
    openAddress(manual);
    manual?.parentElement?.querySelector<HTMLElement>("[role=combobox]")?.focus();
  });
}

// --- tax ids ----------------------------------------------------------------------------------------------

function showTaxIds(country: string): void {
  const box = document.querySelector<HTMLElement>("#tax-id");
  const types = controlOf(CONTROL.taxIdType);
  if (box === null || !(types instanceof HTMLSelectElement)) return;
  const choices = dataOf<TaxIds>("#tax-id", "choices")[country] ?? [];
  box.hidden = choices.length === 0;
  fill(
    types,
    choices.map(([type, label]) => [type, label]),
  );
  const example = choices.find(([type]) => type === types.value)?.[2] ?? "";
  const value = controlOf(CONTROL.taxId);
  if (value instanceof HTMLInputElement) value.placeholder = example;
}
