/**
 * The buyer's controls that the price depends on: location and tax id. A change recalculates the order
 * (update.ts), a moment after the last key or when the field is left.
 */

import { faultsOf } from "../../form/faults.ts";
import { addressControls, CONTROL, type FilledForm } from "../../form/fields.ts";
import type { ClientConfig } from "./config.ts";
import { updateOrder } from "./update.ts";

const PAUSE_MS = 400;
const PLACES = [addressControls("shipping"), addressControls("billing")].flatMap(
  ({ country, region, postal }) => [country, region, postal],
);
const BUSINESS = [CONTROL.business, CONTROL.businessName, CONTROL.taxIdType, CONTROL.taxId];

export class PricedControls {
  readonly #form: HTMLFormElement;
  /** The values that were sent to the server last. */
  #told: string;
  #timer = 0;

  constructor(form: HTMLFormElement, filled: FilledForm, config: ClientConfig) {
    this.#form = form;
    // An initial location has not been sent yet, and the buyer may change nothing that would send it.
    this.#told = config.taxed ? "" : priced(filled, config);
    if (!config.asked.shipping && isPlaced(filled, config)) this.settle(filled, config);
  }

  /** To be called after each change; sends it after a pause. */
  changed(filled: FilledForm, config: ClientConfig): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.settle(filled, config), PAUSE_MS);
  }

  /** Sends values that have not been sent yet, at once. */
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

/** The values that must be sent, as one text that can be compared. */
function priced({ read }: FilledForm, { asked, taxed, kept }: ClientConfig): string {
  const names = [
    ...(taxed ? [...PLACES, CONTROL.sameAsShipping] : []),
    ...(asked.taxId === "never" ? [] : BUSINESS),
    // The shop may e-mail a buyer who leaves, if they agreed. For that the session must have both values.
    ...(kept ? [CONTROL.email, CONTROL.promotions] : []),
  ];
  return JSON.stringify(names.map(read));
}
