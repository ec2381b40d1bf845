/** The payment method type `satispay`: a wallet. */
import { redirectType } from "../families/redirect.ts";
import { captured } from "../session_options.ts";

export const satispay = redirectType("wallet", {
  type: "satispay",
  name: "Satispay",
  currencies: ["eur"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  sessionOptions: captured,
});
