/** The form of a frame: its controls, what is chosen, its faults. */
import { typedBrand } from "../../form/card_formats.ts";
import { faultsOf } from "../../form/faults.ts";
import {
  type Asked,
  type AskedMethod,
  addressControls,
  CONTROL,
  type Fault,
  type Faults,
  type FilledForm,
  methodIn,
  TYPED_ACCOUNT,
} from "../../form/fields.ts";
import { formatIn, readFormats, type ShownFormats, type ShownPart } from "../../form/shown_address.ts";
import { formatWhileTyping } from "../../page/client/typing.ts";
import type { ElementState, FrameData, Validity } from "../wire.ts";
import { Methods } from "./methods.ts";
import { readSibling } from "./siblings.ts";

type Control = HTMLInputElement | HTMLSelectElement;

/** Whom the form tells what happens. */
interface Told {
  changed(state: ElementState): void;
  happened(name: "blur" | "escape" | "focus"): void;
}

/** The postal code of the Card Element, which has no country. */
const CARD_POSTAL = "cardPostal";
/** The field that an Element of a single field has. */
const SINGLE: Readonly<Record<string, string>> = {
  cardNumber: CONTROL.number,
  cardExpiry: CONTROL.exp,
  cardCvc: CONTROL.cvc,
};
/** Codes of faults, as Stripe.js names them. */
const CODES: Readonly<Partial<Record<Fault, string>>> = {
  cvc_incomplete: "incomplete_cvc",
  email_invalid: "email_invalid",
  exp_incomplete: "incomplete_expiry",
  exp_invalid: "invalid_expiry_month",
  exp_month_past: "invalid_expiry_month_past",
  exp_year_past: "invalid_expiry_year_past",
  iban_invalid: "invalid_iban",
  number_incomplete: "incomplete_number",
  number_invalid: "invalid_number",
  zip_invalid: "incomplete_zip",
};
/** Faults of fields that were left empty: they are shown when the form is sent, and not before. */
const UNFILLED: readonly Fault[] = ["required", "name_missing", "terms_missing"];

export class FrameForm {
  readonly data: FrameData;
  readonly #node: HTMLFormElement;
  readonly #told: Told;
  readonly #methods: Methods;
  #last = "";

  constructor(node: HTMLFormElement, data: FrameData, told: Told) {
    this.data = data;
    this.#node = node;
    this.#told = told;
    this.#methods = new Methods(node, () => this.#refresh());
    node.toggleAttribute("data-bare", data.kind.startsWith("card"));
    this.#listen();
    this.#showPlaces();
    this.#last = JSON.stringify(this.state());
  }

  #listen(): void {
    const node = this.#node;
    node.addEventListener("submit", (event) => event.preventDefault());
    node.addEventListener("input", (event) => {
      const { target } = event;
      if (!isControl(target)) return;
      const control = target.dataset.control ?? "";
      if (target instanceof HTMLInputElement)
        formatWhileTyping(target, event, control, (name) => this.read(name));
      this.#showFault(target, null);
      this.#refresh();
    });
    node.addEventListener("focusin", () => this.#told.happened("focus"));
    node.addEventListener("focusout", ({ target }) => {
      this.#told.happened("blur");
      if (isControl(target) && target.value !== "") this.#showFaultOf(target);
    });
    node.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#told.happened("escape");
    });
  }

  #controls(): readonly Control[] {
    return [...this.#node.querySelectorAll<Control>("input[data-control], select[data-control]")];
  }

  #control(name: string): Control | null {
    return this.#node.querySelector<Control>(`[data-control="${name}"]`);
  }

  /** What is in a control of this frame or, for the fields of a card, of another frame of the group. */
  read(name: string): string {
    // Accounts are not linked here: their numbers are typed.
    if (name === CONTROL.linkedAccount) return TYPED_ACCOUNT;
    if (name === CONTROL.method) return this.#methods.chosen() ?? "";
    const own = this.#control(name);
    if (own !== null) return own.value;
    return Object.values(SINGLE).includes(name) ? readSibling(this.data.group, name) : "";
  }

  /** The chosen method; null if the list is closed. */
  method(): AskedMethod | null {
    return this.#methods.isCollapsed() ? null : methodIn((name) => this.read(name), this.data.asked);
  }

  /** What is asked for the chosen method. */
  asked(): Asked {
    const { asked, emailTypes } = this.data;
    const isAsked = asked.email || emailTypes.includes(this.method()?.type ?? "");
    return { ...asked, email: isAsked };
  }

  filled(): FilledForm {
    return {
      read: (name) => this.read(name),
      formats: () => this.#formats(),
      regions: () => null,
      hasTaxIds: () => false,
      isTaxId: () => true,
      today: this.data.today,
    };
  }

  #formats(): ShownFormats {
    return readFormats(this.#node.querySelector<HTMLElement>("[data-formats]")?.dataset.formats ?? "");
  }

  /** The faults of the fields that this Element is for. */
  faults(): Faults {
    const { kind } = this.data;
    const faults: Faults = { ...faultsOf(this.filled(), this.asked()), ...this.#postalFault() };
    const single = SINGLE[kind];
    if (single === undefined) return faults;
    const own = faults[single];
    return own === undefined ? {} : { [single]: own };
  }

  #postalFault(): Faults {
    const postal = this.#control(CARD_POSTAL);
    return postal === null || postal.value.trim().length >= 3 ? {} : { [CARD_POSTAL]: "zip_invalid" };
  }

  /** The state that the shop is told of. */
  state(): ElementState {
    const faults = this.faults();
    const method = this.method();
    const isWithoutMethod = this.data.asked.methods.length === 0;
    // A fault of an empty field is no error yet, nor is one of a field that is still being typed.
    const shown = Object.entries(faults).find(([name]) => this.#isShown(name));
    return {
      empty: this.#controls().every(
        (control) => control instanceof HTMLSelectElement || control.value === "",
      ),
      complete: (method !== null || isWithoutMethod) && Object.keys(faults).length === 0,
      error: shown === undefined ? null : this.#errorOf(shown[1]),
      brand:
        this.#control(CONTROL.number) === null ? null : (typedBrand(this.read(CONTROL.number)) ?? "unknown"),
      type: method?.type ?? null,
      value: this.#value(),
      collapsed: this.#methods.isCollapsed(),
    };
  }

  /** What the shop is told of what was typed: nothing of a card but its postal code. */
  #value(): Readonly<Record<string, unknown>> {
    const { kind } = this.data;
    if (kind === "linkAuthentication") return { email: this.read(CONTROL.email).trim() };
    if (kind === "address") return { name: this.read(CONTROL.ownName).trim(), address: this.#address() };
    return this.#control(CARD_POSTAL) === null ? {} : { value: { postalCode: this.read(CARD_POSTAL) } };
  }

  #address(): Readonly<Record<string, string | null>> {
    const { country, line1, line2, city, region, postal } = addressControls("billing");
    const text = (control: string) => this.read(control).trim();
    return {
      line1: text(line1),
      line2: text(line2) || null,
      city: text(city),
      country: text(country),
      postal_code: text(postal),
      state: text(region),
    };
  }

  #isShown(name: string): boolean {
    return this.#control(name)?.getAttribute("aria-invalid") === "true";
  }

  #errorOf(fault: Fault) {
    return {
      code: CODES[fault] ?? "incomplete_payment_details",
      message: this.data.texts.faults[fault] ?? "",
    };
  }

  /** Shows all faults. */
  validate(): Validity {
    const faults = Object.entries(this.faults());
    for (const [name, fault] of faults) {
      const control = this.#control(name);
      if (control !== null) this.#showFault(control, fault);
    }
    this.#refresh();
    const [first] = faults;
    const isChosen = this.method() !== null || this.data.asked.methods.length === 0;
    if (first === undefined && isChosen) return { isValid: true };
    const [name, fault = "required" as const] = first ?? [];
    if (name !== undefined) this.#control(name)?.focus();
    const isCard = this.data.kind.startsWith("card");
    const message = this.data.texts.faults[fault] ?? "";
    const code = isCard ? (CODES[fault] ?? "incomplete_number") : "incomplete_payment_details";
    return { isValid: false, error: { type: "validation_error", code, message } };
  }

  clear(): void {
    for (const control of this.#controls()) {
      if (control instanceof HTMLInputElement) control.value = "";
      this.#showFault(control, null);
    }
    this.#refresh();
  }

  focus(): void {
    this.#node.querySelector<HTMLElement>("input, select, button")?.focus();
  }

  blur(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  collapse(): void {
    this.#methods.collapse();
  }

  #refresh(): void {
    this.#showPlaces();
    this.#showBrand();
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#last) return;
    this.#last = text;
    this.#told.changed(state);
  }

  #showFaultOf(control: Control): void {
    const fault = this.faults()[control.dataset.control ?? ""] ?? null;
    this.#showFault(control, fault !== null && UNFILLED.includes(fault) ? null : fault);
    this.#refresh();
  }

  #showFault(control: Control, fault: Fault | null): void {
    control.setAttribute("aria-invalid", String(fault !== null));
    control.classList.toggle("Input--invalid", fault !== null);
    const place = document.getElementById(`${control.id}-error`);
    if (place === null) return;
    place.hidden = fault === null;
    place.textContent = fault === null ? "" : (this.data.texts.faults[fault] ?? "");
  }

  #showBrand(): void {
    const marks = this.#node.querySelector<HTMLElement>(".CardBrands");
    if (marks === null) return;
    const brand = typedBrand(this.read(CONTROL.number));
    if (brand === null) delete marks.dataset.brand;
    else marks.dataset.brand = brand;
  }

  /** Shows the parts of an address that the chosen country has. */
  #showPlaces(): void {
    const controls = addressControls("billing");
    const format = formatIn(this.#formats(), this.read(controls.country));
    for (const part of ["city", "postal", "region"] as const) {
      const field = this.#node.querySelector<HTMLElement>(`[data-field="${controls[part]}"]`);
      if (field !== null) showPart(field, format[part]);
    }
  }
}

function showPart(field: HTMLElement, shown: ShownPart | undefined): void {
  field.hidden = shown === undefined;
  const label = field.querySelector(".Label");
  if (label !== null) label.textContent = shown?.label ?? "";
}

function isControl(target: EventTarget | null): target is Control {
  return (
    (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) &&
    target.dataset.control !== undefined
  );
}
