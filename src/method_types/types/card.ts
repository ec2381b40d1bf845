/** The payment method type `card`. */
import { cardOptions, intentOptions } from "../card/options.ts";
import { cardChanges, cardParam } from "../card/params.ts";
import { cardFamily } from "../families/card.ts";
import type { PaymentMethodType } from "../method_type.ts";

export const card: PaymentMethodType = {
  type: "card",
  name: "Card",
  family: cardFamily,
  purposes: ["payment", "setup", "subscription"],
  currencies: null,
  shopCountries: null,
  isReusable: true,
  capturesLater: true,
  asks: { name: true, fields: [], billing: "postal", countries: null },
  data: cardParam,
  changes: cardChanges,
  options: cardOptions,
  intentOptions,
};
