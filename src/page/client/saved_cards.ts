/** Removes a saved card without leaving the page. The server renders the remaining cards. */

import { CONTROL, NEW_CARD } from "../../form/fields.ts";
import { showErrors } from "./errors.ts";
import { post } from "./post.ts";
import { configOf, drawOrder, orderSettled, withoutCard } from "./update.ts";

export function runSavedCards(form: HTMLFormElement): void {
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-remove]") : null;
    if (button !== null && button.getAttribute("aria-busy") !== "true") void remove(form, button);
  });
}

async function remove(form: HTMLFormElement, button: HTMLElement): Promise<void> {
  const { remove: id = "", action = "" } = button.dataset;
  button.setAttribute("aria-busy", "true");
  await orderSettled();
  const reply = await post(action, withoutCard(form, { remove: id }), configOf(form).texts.unreachable);
  button.removeAttribute("aria-busy");
  if (reply.kind === "reload") return location.reload();
  if (reply.kind !== "updated" && reply.kind !== "errors") return;
  if (reply.order !== undefined) drawOrder(form, reply.order);
  if (reply.kind === "errors") showErrors(reply.errors);
  // The focused button is gone with its card, and the chosen card may be gone too.
  const choice = (which: string) =>
    form.querySelector<HTMLInputElement>(`[name="${CONTROL.savedCard}"]${which}`);
  const chosen = choice(":checked") ?? choice(`[value="${NEW_CARD}"]`);
  if (chosen !== null) chosen.checked = true;
  (chosen ?? form.querySelector<HTMLElement>(`#${CONTROL.number}`))?.focus();
}
