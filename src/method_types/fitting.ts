/** Pure: whether a type of payment method can be used for what a payment, a set-up or a session wants. */
import { typeNamed } from "./index.ts";
import type { Purpose } from "./method_type.ts";

export interface Wanted {
  readonly purpose: Purpose;
  /** Null if there is nothing to pay yet. */
  readonly currency: string | null;
  /** Whether the payment is to be authorized first, and captured later. */
  readonly isCapturedLater: boolean;
  /** Whether the method is to be saved. */
  readonly isSaved: boolean;
  /** The shop's country, ISO 3166-1 alpha-2. */
  readonly shopCountry: string;
}

export type Unfit = "capture" | "country" | "currency" | "purpose" | "saving";

/** Whether methods of the type can be kept for later payments: themselves, or as another. */
export function isSavable(name: string): boolean {
  const { isReusable, savedAs } = typeNamed(name);
  return isReusable || savedAs !== undefined;
}

/** Why an implemented type cannot be used; null if it can. */
export function unfitFor(name: string, wanted: Wanted): Unfit | null {
  const { purposes, currencies, shopCountries, capturesLater } = typeNamed(name);
  const { purpose, currency, isCapturedLater, isSaved, shopCountry } = wanted;
  if (!purposes.includes(purpose)) return "purpose";
  if (currency !== null && currencies?.includes(currency) === false) return "currency";
  if (shopCountries?.includes(shopCountry) === false) return "country";
  if (isSaved && !isSavable(name)) return "saving";
  return isCapturedLater && !capturesLater ? "capture" : null;
}

/** The currencies of a type as refusals list them. */
export function currenciesOf(name: string): string {
  return typeNamed(name).currencies?.join(", ") ?? "";
}
