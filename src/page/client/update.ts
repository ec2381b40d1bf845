/**
 * Recalculates the order without leaving the page: posts the form without card data, and puts the server's
 * HTML into the page. Only one update runs at a time. The next one sends the form as it is then, so that the
 * last choice is always the last one sent.
 */

import { SECRET } from "../../form/fields.ts";
import type { ClientConfig, DrawnOrder } from "./config.ts";
import { showErrors } from "./errors.ts";
import { patch } from "./patch.ts";
import { post } from "./post.ts";

/** Dispatched on the form after the order was replaced; `data-page` has the new configuration already. */
export const ORDER_EVENT = "order";

/** Whether the update succeeded. If not, the page shows the errors. */
export type Updated = boolean;

let running: Promise<Updated> = Promise.resolve(true);
let waiting: { readonly extra: Record<string, string>; readonly answer: Promise<Updated> } | null = null;

/**
 * Sends the form, with `extra` fields as a button of that name and value would add. To be called whenever
 * something changed that the price depends on: shipping option, postal address, tax id. Calls during a
 * running update are joined to one.
 */
export function updateOrder(
  form: HTMLFormElement,
  extra: Readonly<Record<string, string>> = {},
): Promise<Updated> {
  if (waiting !== null) {
    Object.assign(waiting.extra, extra);
    return waiting.answer;
  }
  const gathered = { ...extra };
  const answer = running.then(() => {
    waiting = null;
    running = send(form, gathered);
    return running;
  });
  waiting = { extra: gathered, answer };
  return answer;
}

/** Resolves when no update is running, so that a payment is made for the total that the buyer sees. */
export async function orderSettled(): Promise<void> {
  while (waiting !== null) await waiting.answer;
  await running;
}

/** Puts the server's HTML of the order into the page. */
export function drawOrder(form: HTMLFormElement, order: DrawnOrder): void {
  for (const [id, html] of Object.entries(order.fragments)) patch(id, html);
  const expected = form.elements.namedItem("expected_amount");
  if (expected instanceof HTMLInputElement) expected.value = String(order.expected_amount);
  form.dataset.page = JSON.stringify(order.config);
  // Take the server's choice of shipping option, unless the buyer has chosen again meanwhile.
  if (waiting === null)
    for (const control of form.elements)
      if (control instanceof HTMLInputElement && control.name === "shipping-rate")
        control.checked = control.defaultChecked;
  form.dispatchEvent(new CustomEvent(ORDER_EVENT));
}

async function send(form: HTMLFormElement, extra: Readonly<Record<string, string>>): Promise<Updated> {
  const url = new URL(form.action);
  url.pathname += "/update";
  form.toggleAttribute("data-updating", true);
  const reply = await post(url, withoutCard(form, extra), configOf(form).texts.unreachable);
  form.toggleAttribute("data-updating", waiting !== null);
  if (reply.kind === "reload") location.reload();
  if (reply.kind === "updated") drawOrder(form, reply.order);
  if (reply.kind !== "errors") return reply.kind === "updated";
  if (reply.order !== undefined) drawOrder(form, reply.order);
  showErrors(reply.errors);
  return false;
}

/** The values of the form without card data, which is sent only for a payment. */
export function withoutCard(
  form: HTMLFormElement,
  extra: Readonly<Record<string, string>>,
): Map<string, FormDataEntryValue> {
  const typed = [...new FormData(form)].filter(([name]) => !SECRET.has(name));
  return new Map([...typed, ...Object.entries(extra)]);
}

/** The configuration for the order as it is now. */
export function configOf(form: HTMLFormElement): ClientConfig {
  return JSON.parse(form.dataset.page ?? "") as ClientConfig;
}
