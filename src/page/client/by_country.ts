/**
 * Updates the parts of the form that depend on the chosen countries: fields of a postal address, types of tax
 * id, calling code. The server renders them for the initial country; this does the same for another one.
 */

import {
  type AddressOf,
  type Asked,
  addressControls,
  billingCountry,
  CONTROL,
  type FilledForm,
} from "../../form/fields.ts";
import { callingCode } from "../../form/phone.ts";
import { formatIn, type ShownPart } from "../../form/shown_address.ts";
import { controlOf, dataOf, formatsOf, type TaxIds, textIn } from "./controls.ts";
import { regionsOf } from "./regions.ts";

/** Updates all parts that depend on the countries chosen now. */
export function showPlaces(read: FilledForm["read"], asked: Asked): void {
  showAddress("shipping");
  showAddress("billing");
  showTaxIds(billingCountry(read, asked));
  showPhone(textIn(CONTROL.phoneCountry));
}

function showPhone(country: string): void {
  const [name, code] = document.querySelectorAll(".PhoneNumber-shown > span");
  if (name === undefined || code === undefined) return;
  name.textContent = country;
  code.textContent = `+${callingCode(country) ?? ""}`;
}

// --- postal addresses -------------------------------------------------------------------------------------

function showAddress(of: AddressOf): void {
  const box = document.querySelector<HTMLElement>(`[data-address="${of}"]`);
  if (box === null) return;
  const controls = addressControls(of);
  const country = textIn(controls.country);
  const format = formatIn(formatsOf(of), country);
  for (const part of ["city", "postal", "region"] as const) {
    const cell = box.querySelector<HTMLElement>(`[data-part="${part}"]`);
    const shown = format[part];
    if (cell === null) continue;
    cell.hidden = shown === undefined;
    if (shown !== undefined) showPart(cell, controls[part], shown, country);
  }
}

function showPart(cell: HTMLElement, id: string, shown: ShownPart, country: string): void {
  const { label, required, list = false } = shown;
  let control = controlOf(id);
  if (control === null) return;
  if (control instanceof HTMLSelectElement !== list) control = exchanged(cell, control);
  control.required = required;
  control.setAttribute("aria-label", label);
  if (control instanceof HTMLInputElement) control.placeholder = label;
  else fillRegions(control, label, country);
}

/** Replaces a text field by an empty list or a list by an empty text field, with the same id and name. */
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

/**
 * Fills a list with the country's regions. Until the lists are loaded, only the list in the page can be
 * shown.
 */
function fillRegions(control: HTMLSelectElement, label: string, country: string): void {
  const regions = regionsOf(country);
  if (regions === null && control.dataset.country === country) return;
  control.dataset.country = country;
  fill(control, [["", label], ...(regions ?? [])]);
}

/** Sets the options of a list. If they are the same, does nothing, so that the choice stays. */
function fill(list: HTMLSelectElement, options: readonly (readonly [value: string, name: string])[]): void {
  const current = [...list.options].map((option) => option.value).join();
  if (current === options.map(([value]) => value).join()) return;
  list.replaceChildren(...options.map(([value, name]) => new Option(name, value)));
}

/** Shows the rest of an address: when its first line gets text, or on the buyer's request. */
export function openAddress(control: Element | null): void {
  control?.closest(".Address--whole")?.setAttribute("data-open", "");
}

/**
 * Shows the rest of an address on a click of its button, or on Escape, which elsewhere closes suggestions.
 */
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

// --- the lists of methods that were not chosen at first ----------------------------------------------------

let countries: readonly (readonly [code: string, name: string])[] = [];

/** Reads the names of all countries where the page lists them. To be called while the first method is open. */
export function learnCountries(): void {
  if (countries.length > 0) return;
  const apart = document
    .querySelector<HTMLTemplateElement>("#billing-places")
    ?.content.querySelector("select");
  const list = apart ?? document.querySelector<HTMLSelectElement>("select#billingCountry");
  countries = [...(list?.options ?? [])].map(({ value, text }) => [value, text]);
}

/** Draws the countries and formats of a billing address that the server has left to the script. */
export function completeAddress(panel: HTMLElement): void {
  const box = panel.querySelector<HTMLElement>("[data-among]");
  const places = document.querySelector<HTMLElement>("#billing-places");
  const list = box?.querySelector<HTMLSelectElement>("#billingCountry");
  if (!box || !places || !list) return;
  const { among = "", extent = "" } = box.dataset;
  const chosen = list.value;
  const offered = among.split(" ");
  fill(list, among === "" ? countries : countries.filter(([code]) => offered.includes(code)));
  if (list.querySelector(`[value="${chosen}"]`) !== null) list.value = chosen;
  box.dataset.formats = places.dataset[extent] ?? "";
  delete box.dataset.among;
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
