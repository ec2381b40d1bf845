/** The dialog for a quantity. It is in the page only while it is open. */
import { updateOrder } from "./client_update.ts";

/** Opens the dialog for the line whose quantity the button tells. Closed, the focus is back at the button. */
export function openQuantity(form: HTMLFormElement, button: HTMLElement): void {
  const template = document.querySelector<HTMLTemplateElement>("#quantity-dialog");
  const dialog = template?.content.firstElementChild?.cloneNode(true);
  if (!(dialog instanceof HTMLDialogElement) || document.querySelector(".AdjustQuantityModal") !== null)
    return;
  const part = <E extends HTMLElement>(selector: string) => dialog.querySelector(selector) as E;
  const input = part<HTMLInputElement>("#adjustQuantity");
  const [less, more] = [
    part<HTMLButtonElement>("[class$=--minus]"),
    part<HTMLButtonElement>("[class$=--plus]"),
  ];
  const update = part<HTMLButtonElement>(".AdjustQuantityFooter-btn");
  const { line = "", quantity = "", item = "", rule = "" } = button.dataset;
  const [minimum, maximum] = [Number(button.dataset.minimum), Number(button.dataset.maximum)];
  const chosen = () => (/^\d+$/.test(input.value.trim()) ? Number(input.value.trim()) : Number.NaN);

  const fail = (text: string) => {
    const error = document.createElement("div");
    error.className = "FieldError";
    error.textContent = text;
    part(".OrderError").replaceChildren(...(text === "" ? [] : [error]));
    input.classList.toggle("CheckoutInput--invalid", text !== "");
    input.setAttribute("aria-invalid", String(text !== ""));
  };
  const show = () => {
    fail("");
    less.disabled = chosen() <= minimum;
    more.disabled = chosen() >= maximum;
    part(".AdjustQuantityModal-hint").hidden = minimum > 0;
  };
  const step = (by: number) => {
    const from = Number.isNaN(chosen()) ? Number(quantity) : chosen();
    input.value = String(Math.min(maximum, Math.max(minimum, from + by)));
    show();
  };
  const commit = async () => {
    const wanted = chosen();
    if (!(wanted >= minimum && wanted <= maximum)) {
      fail(rule);
      return input.focus();
    }
    if (String(wanted) === quantity) return dialog.close();
    update.setAttribute("aria-busy", "true");
    const done = await updateOrder(form, { [`quantity[${line}]`]: String(wanted) });
    update.removeAttribute("aria-busy");
    if (done) return dialog.close();
    // The server has said why beside the line, or at the payment.
    const errors = document.querySelectorAll(`[data-key="${line}"] .FieldError, .ConfirmPayment-Error`);
    fail(errors[0]?.textContent ?? rule);
    input.focus();
  };

  part(".AdjustQuantityModal-item").textContent = item;
  input.value = quantity;
  less.addEventListener("click", () => step(-1));
  more.addEventListener("click", () => step(1));
  input.addEventListener("input", show);
  part(".AdjustQuantityHeader-closeBtn").addEventListener("click", () => dialog.close());
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (update.getAttribute("aria-busy") !== "true") void commit();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the box
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    focusAfter(button);
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  input.focus();
  input.select();
}

/** The button is gone with its line where that was removed. */
function focusAfter(button: HTMLElement): void {
  const next = button.isConnected
    ? button
    : document.querySelector<HTMLElement>("[data-line], #order-summary a");
  next?.focus();
}
