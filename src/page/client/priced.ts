/**
 * Controls of the buyer's own that the price depends on: where they are, and whether they buy as a business. A change
 * has the order worked out anew (update.ts), a moment after somebody stopped typing or when they leave the field.
 */

import { addressControls, CONTROL, type FilledForm, faultsOf } from "../fields.ts";
import type { ClientConfig } from "./config.ts";
import { updateOrder } from "./update.ts";

const PAUSE_MS = 400;
const PLACES = [addressControls("shipping"), addressControls("billing")].flatMap(
  ({ country, region, postal }) => [country, region, postal],
);
const BUSINESS = [CONTROL.business, CONTROL.businessName, CONTROL.taxIdType, CONTROL.taxId];

export class PricedControls {
  readonly #form: HTMLFormElement;
  /** What the server was told last. */
  #told: string;
  #timer = 0;

  constructor(form: HTMLFormElement, filled: FilledForm, config: ClientConfig) {
    this.#form = form;
    // A place that is there from the start was not told yet, and may be all there is to tell.
    this.#told = config.taxed ? "" : priced(filled, config);
    if (!config.asked.shipping && isPlaced(filled, config)) this.settle(filled, config);
  }

  /** Something was typed or chosen. */
  changed(filled: FilledForm, config: ClientConfig): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.settle(filled, config), PAUSE_MS);
  }

  /** Tells the server now what it was not told yet. */
  settle(filled: FilledForm, config: ClientConfig): void {
    clearTimeout(this.#timer);
    const now = priced(filled, config);
    if (now === this.#told) return;
    this.#told = now;
    void updateOrder(this.#form);
  }
}

function isPlaced(filled: FilledForm, { asked }: ClientConfig): boolean {
  const faults = faultsOf(filled, asked);
  return PLACES.every((id) => faults[id] === undefined);
}

/** All that matters, as one text. */
function priced({ read }: FilledForm, { asked, taxed, kept }: ClientConfig): string {
  const names = [
    ...(taxed ? [...PLACES, CONTROL.sameAsShipping] : []),
    ...(asked.taxId === "never" ? [] : BUSINESS),
    // Of buyers who leave, the shop learns where it may write to, if they want that.
    ...(kept ? [CONTROL.email, CONTROL.promotions] : []),
  ];
  return JSON.stringify(names.map(read));
}
