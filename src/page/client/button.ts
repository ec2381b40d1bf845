/** The pay button in the browser: shows its state, and locks the form while a payment is processing. */
import { lockOrder } from "./summary.ts";

export type ButtonState = "complete" | "incomplete" | "processing" | "success";

export class PayButton {
  readonly #form: HTMLFormElement;
  readonly #button: HTMLButtonElement;
  #state: ButtonState = "incomplete";
  #locked: readonly HTMLInputElement[] = [];

  constructor(form: HTMLFormElement, button: HTMLButtonElement) {
    this.#form = form;
    this.#button = button;
  }

  get isBusy(): boolean {
    return this.#state === "processing" || this.#state === "success";
  }

  become(next: ButtonState): void {
    const button = this.#button;
    button.classList.replace(`SubmitButton--${this.#state}`, `SubmitButton--${next}`);
    this.#state = next;
    const busy = this.isBusy;
    button
      .querySelector(".SubmitButton-Shimmer")
      ?.classList.toggle("SubmitButton--complete-Shimmer", next === "complete");
    const [label, processing] = button.querySelectorAll(".SubmitButton-Text");
    label?.classList.toggle("SubmitButton-Text--current", !busy);
    label?.setAttribute("aria-hidden", String(busy));
    processing?.classList.toggle("SubmitButton-Text--current", busy);
    processing?.setAttribute("aria-hidden", String(!busy));
    button.setAttribute("aria-disabled", String(busy));
    this.#form.toggleAttribute("data-locked", busy);
    lockOrder(busy);
    for (const control of this.#locked) control.disabled = false;
    this.#locked = busy ? this.#controls() : [];
    for (const control of this.#locked) control.disabled = true;
  }

  succeed(words: string): void {
    this.become("success");
    this.#button.setAttribute("aria-label", words);
  }

  focus(): void {
    this.#button.focus();
  }

  /** All controls of the form that are not disabled already. */
  #controls(): HTMLInputElement[] {
    const controls = this.#form.querySelectorAll<HTMLInputElement>(
      "input:not([type=hidden]), select, button:not(.SubmitButton)",
    );
    return [...controls].filter((control) => !control.disabled);
  }
}
