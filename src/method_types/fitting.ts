/** Pure: whether a type of payment method can be used for what a payment, a set-up or a session wants. */
import { typeNamed } from "./index.ts";
import type { Purpose } from "./method_type.ts";

export interface Wanted {
  readonly purpose: Purpose;
  /** Null if there is nothing to pay yet. */
  readonly currency: string | null;
  /** In minor units; null if there is nothing to pay, or it is not known yet. */
  readonly amount: number | null;
  /** Whether the payment is to be authorized first, and captured later. */
  readonly isCapturedLater: boolean;
  /** Whether the method is to be saved. */
  readonly isSaved: boolean;
  /** The shop's country, ISO 3166-1 alpha-2. */
  readonly shopCountry: string;
  /** True if there will be no customer. */
  readonly isOfGuest?: boolean;
}

export type Unfit = "amount" | "capture" | "country" | "currency" | "guest" | "purpose" | "saving";

/** Whether methods of the type can be kept for later payments: themselves, or as another. */
export function isSavable(name: string): boolean {
  const { isReusable, savedAs } = typeNamed(name);
  return isReusable || savedAs !== undefined;
}

/** Why an implemented type cannot be used; null if it can. */
export function unfitFor(name: string, wanted: Wanted): Unfit | null {
  const { purposes, currencies, shopCountries, capturesLater, isPaidFromBalance } = typeNamed(name);
  const { purpose, currency, isCapturedLater, isSaved, isOfGuest, shopCountry } = wanted;
  if (!purposes.includes(purpose)) return "purpose";
  if (currency !== null && currencies?.includes(currency) === false) return "currency";
  if (boundOf(name, wanted) !== null) return "amount";
  if (shopCountries?.includes(shopCountry) === false) return "country";
  if (isOfGuest && isPaidFromBalance) return "guest";
  if (isSaved && !isSavable(name)) return "saving";
  return isCapturedLater && !capturesLater ? "capture" : null;
}

/** The limit of a type that an amount does not keep to, in minor units; null if it keeps to both. */
export function boundOf(
  name: string,
  { amount, currency }: Pick<Wanted, "amount" | "currency">,
): { readonly is: "least" | "most"; readonly amount: number } | null {
  if (amount === null || currency === null) return null;
  const [least, most] = typeNamed(name).limits?.[currency] ?? [0, Number.POSITIVE_INFINITY];
  if (amount < least) return { is: "least", amount: least };
  return amount > most ? { is: "most", amount: most } : null;
}

/** The currencies of a type as refusals list them. */
export function currenciesOf(name: string): string {
  return typeNamed(name).currencies?.join(", ") ?? "";
}
