/**
 * Has the order worked out anew without leaving the page: posts the form, without the card, and puts what the server
 * draws in its place. One update is on its way at a time, and the next one sends what the form holds by then: so the
 * last choice is the last one the server hears of.
 */

import { CARD } from "../fields.ts";
import type { ClientConfig, DrawnOrder } from "./config.ts";
import { showErrors } from "./errors.ts";
import { patch } from "./patch.ts";
import { post } from "./post.ts";

/** Fired at the form when the order is drawn anew; its `data-page` holds the new configuration by then. */
export const ORDER_EVENT = "order";

/** Whether all went well; otherwise the page says what did not. */
export type Updated = boolean;

let running: Promise<Updated> = Promise.resolve(true);
let waiting: { readonly extra: Record<string, string>; readonly answer: Promise<Updated> } | null = null;

/**
 * Sends what the form holds, and `extra` besides (what a button of that name and value would send). To be called
 * whenever something changed that the price depends on: shipping option, address, tax id. Calls that come while one
 * is on its way become one.
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

/** Resolves when no update is on its way: a payment is made for the total that the buyer sees. */
export async function orderSettled(): Promise<void> {
  while (waiting !== null) await waiting.answer;
  await running;
}

/** Shows an order as the server has drawn it. */
export function drawOrder(form: HTMLFormElement, order: DrawnOrder): void {
  for (const [id, html] of Object.entries(order.fragments)) patch(id, html);
  const expected = form.elements.namedItem("expected_amount");
  if (expected instanceof HTMLInputElement) expected.value = String(order.expected_amount);
  form.dataset.page = JSON.stringify(order.config);
  // What was chosen is what the server says is chosen, unless the buyer has chosen again.
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

/** What the form holds, but for the card, which is sent to pay and for nothing else. */
export function withoutCard(
  form: HTMLFormElement,
  extra: Readonly<Record<string, string>>,
): Map<string, FormDataEntryValue> {
  const typed = [...new FormData(form)].filter(([name]) => !CARD.has(name));
  return new Map([...typed, ...Object.entries(extra)]);
}

/** Of the order as it is now. */
export function configOf(form: HTMLFormElement): ClientConfig {
  return JSON.parse(form.dataset.page ?? "") as ClientConfig;
}
