/** The dialog for a quantity, which is in the page only while it is open. */
import { updateOrder } from "./update.ts";

/** Opens the dialog for the line of this button. When it closes, the button gets the focus back. */
export function openQuantity(form: HTMLFormElement, button: HTMLElement): void {
  const template = document.querySelector<HTMLTemplateElement>("#quantity-dialog");
  const dialog = template?.content.firstElementChild?.cloneNode(true);
  const isOpen = document.querySelector(".AdjustQuantityModal") !== null;
  if (dialog instanceof HTMLDialogElement && !isOpen) new QuantityDialog(form, button, dialog).open();
}

class QuantityDialog {
  readonly #form: HTMLFormElement;
  readonly #button: HTMLElement;
  readonly #dialog: HTMLDialogElement;
  readonly #input: HTMLInputElement;
  readonly #minimum: number;
  readonly #maximum: number;

  constructor(form: HTMLFormElement, button: HTMLElement, dialog: HTMLDialogElement) {
    this.#form = form;
    this.#button = button;
    this.#dialog = dialog;
    this.#input = this.#part("#adjustQuantity");
    this.#minimum = Number(button.dataset.minimum);
    this.#maximum = Number(button.dataset.maximum);
  }

  open(): void {
    const { item = "", quantity = "" } = this.#button.dataset;
    this.#part(".AdjustQuantityModal-item").textContent = item;
    this.#part(".AdjustQuantityModal-hint").hidden = this.#minimum > 0;
    this.#input.value = quantity;
    this.#listen();
    document.body.append(this.#dialog);
    this.#show();
    this.#dialog.showModal();
    this.#input.focus();
    this.#input.select();
  }

  #listen(): void {
    const dialog = this.#dialog;
    const close = () => dialog.close();
    this.#part("[class$=--minus]").addEventListener("click", () => this.#step(-1));
    this.#part("[class$=--plus]").addEventListener("click", () => this.#step(1));
    this.#input.addEventListener("input", () => this.#show());
    this.#part(".AdjustQuantityHeader-closeBtn").addEventListener("click", close);
    this.#part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#commit();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) close(); // a click outside the box
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      // If the line was removed, its button is gone too.
      const next = this.#button.isConnected
        ? this.#button
        : document.querySelector<HTMLElement>("[data-line]");
      next?.focus();
    });
  }

  /** The typed quantity; NaN if it is not a number. */
  #chosen(): number {
    const text = this.#input.value.trim();
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  }

  #step(by: number): void {
    const typed = this.#chosen();
    const from = Number.isNaN(typed) ? Number(this.#button.dataset.quantity) : typed;
    this.#input.value = String(Math.min(this.#maximum, Math.max(this.#minimum, from + by)));
    this.#show();
  }

  #show(): void {
    this.#fail("");
    this.#part<HTMLButtonElement>("[class$=--minus]").disabled = this.#chosen() <= this.#minimum;
    this.#part<HTMLButtonElement>("[class$=--plus]").disabled = this.#chosen() >= this.#maximum;
  }

  async #commit(): Promise<void> {
    const { line = "", quantity, rule = "" } = this.#button.dataset;
    const update = this.#part(".AdjustQuantityFooter-btn");
    const wanted = this.#chosen();
    if (update.hasAttribute("aria-busy")) return;
    if (!(wanted >= this.#minimum && wanted <= this.#maximum)) return this.#fail(rule);
    if (String(wanted) === quantity) return this.#dialog.close();
    update.setAttribute("aria-busy", "true");
    const done = await updateOrder(this.#form, { [`quantity[${line}]`]: String(wanted) });
    update.removeAttribute("aria-busy");
    if (done) return this.#dialog.close();
    // The server's reply has put the reason at the line or at the payment.
    const error = document.querySelector(`[data-key="${line}"] .FieldError, .ConfirmPayment-Error`);
    this.#fail(error?.textContent ?? rule);
  }

  /** Shows an error and focuses the number; "" removes the error. */
  #fail(text: string): void {
    const error = document.createElement("div");
    error.className = "FieldError";
    error.textContent = text;
    this.#part(".OrderError").replaceChildren(...(text === "" ? [] : [error]));
    this.#input.classList.toggle("CheckoutInput--invalid", text !== "");
    this.#input.setAttribute("aria-invalid", String(text !== ""));
    if (text !== "") this.#input.focus();
  }

  /** Safe cast: the server renders the dialog with all of these elements. */
  #part<E extends HTMLElement>(selector: string): E {
    return this.#dialog.querySelector(selector) as E;
  }
}
