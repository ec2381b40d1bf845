/**
 * The controls of the order in the browser: details, quantities, promotion code, amount, shipping option. The
 * server recalculates the order (update.ts). Listeners are on the whole document, because parts of it are
 * replaced.
 */
import { openQuantity } from "./quantity.ts";
import { ORDER_EVENT, updateOrder } from "./update.ts";

export function runSummary(form: HTMLFormElement): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const hit = (selector: string) => target?.closest<HTMLElement>(selector) ?? null;
    const action = hit("[data-order]");
    const option = hit("[data-option]");
    const quantity = hit(".AdjustableQuantitySelector-hitBox")?.querySelector<HTMLElement>("[data-line]");
    if (action?.dataset.order !== undefined) void act(form, action, action.dataset.order);
    else if (option !== null) void choose(form, option);
    else if (quantity) openQuantity(form, quantity);
    else if (hit(".Header-viewDetailsButton, .OrderDetails-showAll")) toggle(hit("[aria-controls]"));
    else if (hit(".CustomAmount-change")) changeAmount();
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === "shipping-rate" || target === amountInput()) void updateOrder(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    if (event.target.id !== "promotionCode" && event.target !== amountInput()) return;
    // Otherwise Enter would pay.
    event.preventDefault();
    const apply = document.querySelector<HTMLElement>('[data-order="apply_code"]');
    if (event.target.id !== "promotionCode") void updateOrder(form);
    else if (apply !== null) void act(form, apply, "apply_code");
  });
  form.addEventListener(ORDER_EVENT, showAmount);
  showAmount();
  watchPictures();
}

/** Locks the controls of the order while a payment is processing. */
export function lockOrder(locked: boolean): void {
  for (const id of ["order-item", "order-details", "optional-items", "custom-amount", "shipping-options"])
    document.getElementById(id)?.toggleAttribute("inert", locked);
}

/** Applies or removes a code. Moves the focus afterwards, since the pressed button may be gone. */
async function act(form: HTMLFormElement, button: HTMLElement, action: string): Promise<void> {
  if (button.getAttribute("aria-busy") === "true") return;
  const hadFocus = button.matches(":focus") || document.activeElement?.id === "promotionCode";
  button.setAttribute("aria-busy", "true");
  const done = await updateOrder(form, { _order: action });
  button.removeAttribute("aria-busy");
  const input = document.querySelector<HTMLInputElement>("#promotionCode");
  if (done && action === "remove_code" && input !== null) input.value = "";
  if (!hadFocus && done) return;
  const next = input ?? document.querySelector<HTMLElement>(".AppliedDiscount-removeButton");
  next?.focus();
}

/** Adds an optional item or takes it out. The server draws the button anew in its place, so that it keeps the focus. */
async function choose(form: HTMLFormElement, button: HTMLElement): Promise<void> {
  const { option, quantity } = button.dataset;
  if (button.getAttribute("aria-busy") === "true" || option === undefined || quantity === undefined) return;
  button.setAttribute("aria-busy", "true");
  await updateOrder(form, { [option]: quantity });
  button.removeAttribute("aria-busy");
}

/** Opens or closes what a button controls. */
function toggle(button: HTMLElement | null): void {
  const open = button?.getAttribute("aria-expanded") !== "true";
  button?.setAttribute("aria-expanded", String(open));
  document.getElementById(button?.getAttribute("aria-controls") ?? "")?.toggleAttribute("data-open", open);
}

// --- the amount -------------------------------------------------------------------------------------------

function amountInput(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("#customUnitAmount");
}

/** Disables an amount that is set until the buyer wants to change it, and formats a typed amount. */
function showAmount(): void {
  const input = amountInput();
  const box = document.getElementById("custom-amount");
  if (input === null || box === null) return;
  const change = box.querySelector<HTMLElement>(".CustomAmount-change");
  const open = box.hasAttribute("data-open") || input === document.activeElement;
  if (open) box.setAttribute("data-open", "");
  input.disabled = change !== null && !open;
  if (change !== null) change.hidden = open;
  if (input !== document.activeElement && input.getAttribute("aria-invalid") !== "true")
    input.value = input.defaultValue;
}

function changeAmount(): void {
  document.getElementById("custom-amount")?.setAttribute("data-open", "");
  showAmount();
  amountInput()?.focus();
  amountInput()?.select();
}

// --- pictures ---------------------------------------------------------------------------------------------

/**
 * Hides pictures that do not load. Their error events do not bubble, so they are caught in the capture phase.
 */
function watchPictures(): void {
  const hide = (image: Element) => image.setAttribute("data-broken", "");
  for (const image of document.querySelectorAll<HTMLImageElement>("img.Picture"))
    if (image.complete && image.naturalWidth === 0) hide(image);
  document.addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLImageElement) hide(target);
    },
    true,
  );
}
