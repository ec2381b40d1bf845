/**
 * The choice of a payment method in the browser: the chosen one is open and has its fields in the form; those of
 * the others wait in a `template`, so that each id occurs once. What was typed into a field that several
 * methods have, such as the name, goes along.
 */
import { CONTROL } from "../../form/fields.ts";
import { completeAddress, learnCountries } from "./by_country.ts";

const RADIO = `input[name="${CONTROL.method}"]`;

/** Lets the buttons that cover the radios choose. Without the script the radios are there by themselves. */
export function runMethods(form: HTMLFormElement): void {
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-choose]") : null;
    if (button === null) return;
    button.closest("[data-method]")?.querySelector<HTMLInputElement>(RADIO)?.click();
  });
}

/** Opens the chosen method and closes the others. To be called whenever another may be chosen. */
export function openChosen(form: HTMLFormElement): void {
  learnCountries();
  const items = [...form.querySelectorAll<HTMLElement>("[data-method]")];
  const typed = new Map<string, string>();
  for (const item of items.filter((item) => !isChosen(item))) close(item, typed);
  for (const item of items.filter(isChosen)) open(item, typed);
}

function isChosen(item: HTMLElement): boolean {
  const radio = item.querySelector<HTMLInputElement>(RADIO);
  // The buttons do the work of the radios, which so need no place of their own in the order of focus.
  radio?.setAttribute("tabindex", "-1");
  return radio === null || radio.checked;
}

function close(item: HTMLElement, typed: Map<string, string>): void {
  showState(item, false);
  const panel = panelOf(item);
  if (panel === null || waitingIn(panel) !== null) return;
  for (const control of controlsIn(panel)) typed.set(control.id, control.value);
  const waiting = document.createElement("template");
  waiting.content.append(...panel.childNodes);
  panel.append(waiting);
}

function open(item: HTMLElement, typed: ReadonlyMap<string, string>): void {
  showState(item, true);
  const panel = panelOf(item);
  const waiting = panel === null ? null : waitingIn(panel);
  if (panel === null || waiting === null) return;
  panel.replaceChildren(...waiting.content.childNodes);
  completeAddress(panel);
  for (const control of controlsIn(panel)) {
    const value = typed.get(control.id);
    if (value !== undefined && takes(control, value)) control.value = value;
  }
}

function showState(item: HTMLElement, isOpen: boolean): void {
  const button = item.querySelector<HTMLElement>("[data-choose]");
  for (const part of [item, button])
    for (const name of part?.dataset.selected?.split(" ") ?? []) part?.classList.toggle(name, isOpen);
  const state = button?.hasAttribute("aria-pressed") ? "aria-pressed" : "aria-expanded";
  button?.setAttribute(state, String(isOpen));
}

/** In the layout with tabs the fields are not in the tab. */
function panelOf(item: HTMLElement): HTMLElement | null {
  return document.getElementById(`${item.dataset.method}-panel`);
}

function waitingIn(panel: HTMLElement): HTMLTemplateElement | null {
  return panel.querySelector<HTMLTemplateElement>(":scope > template");
}

/** Whether a control can have the value. A method may offer other countries than another one. */
function takes(control: HTMLInputElement | HTMLSelectElement, value: string): boolean {
  return control instanceof HTMLInputElement || [...control.options].some((one) => one.value === value);
}

/** Controls with a value of text. Boxes keep what they are. */
function controlsIn(panel: HTMLElement): readonly (HTMLInputElement | HTMLSelectElement)[] {
  return [...panel.querySelectorAll<HTMLInputElement>("input:not([type=checkbox], [type=radio]), select")];
}
