/** What the buyer tells of themselves (addresses, tax id, answers), as parameters of an update of the page. Pure. */
import type { Branch } from "../params/form.ts";
import type { FoundSession } from "./port.ts";

/**
 * The part of `pageUpdateParams` that the form's own controls say. What cannot be read yet, because somebody is still
 * typing it, is left out rather than refused.
 */
export function buyerTree(_form: Branch, _found: FoundSession): Branch {
  return new Map();
}
