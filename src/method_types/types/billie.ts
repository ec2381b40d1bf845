/** The payment method type `billie`: invoices for businesses, paid later. */
import { redirectType } from "../families/redirect.ts";
import { captured } from "../session_options.ts";

export const billie = redirectType("wallet", {
  type: "billie",
  name: "Billie",
  currencies: ["eur"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  sessionOptions: captured,
});
