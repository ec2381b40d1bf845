/** The countries and territories a card may be billed in: all that goods may be shipped to, by their own codes. */
import { SHIPPING_COUNTRIES } from "../resources/checkout_session/countries.ts";

/** Stands for places that have no code. */
const ELSEWHERE = "ZZ";

export const COUNTRIES: readonly string[] = SHIPPING_COUNTRIES.filter((code) => code !== ELSEWHERE);
