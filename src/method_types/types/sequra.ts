/** The payment method type `sequra`: instalments in Spain and elsewhere. */
import { redirectType } from "../families/redirect.ts";
import { captured } from "../session_options.ts";

export const sequra = redirectType("wallet", {
  type: "sequra",
  name: "seQura",
  currencies: ["eur"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  sessionOptions: captured,
});
