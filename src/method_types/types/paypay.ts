/** The payment method type `paypay`: a wallet in Japan. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";

export const paypay = redirectType("wallet", {
  type: "paypay",
  name: "PayPay",
  currencies: ["jpy"],
  shopCountries: ["JP"],
  sessionOptions: p.object({}),
});
