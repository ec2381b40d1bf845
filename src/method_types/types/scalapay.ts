/** The payment method type `scalapay`: instalments in Italy and elsewhere. */
import { redirectType } from "../families/redirect.ts";
import { captured } from "../session_options.ts";

export const scalapay = redirectType("wallet", {
  type: "scalapay",
  name: "Scalapay",
  currencies: ["eur"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  sessionOptions: captured,
});
