/** The countries of billing addresses: all shipping countries that have a code of their own. */
import { SHIPPING_COUNTRIES } from "../core/countries.ts";

/** Stripe's code for places that have no code of their own. */
const ELSEWHERE = "ZZ";

export const COUNTRIES: readonly string[] = SHIPPING_COUNTRIES.filter((code) => code !== ELSEWHERE);
