/** The payment method type `sunbit`: instalments in the United States. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

export const sunbit = redirectType("wallet", {
  type: "sunbit",
  name: "Sunbit",
  currencies: ["usd"],
  shopCountries: ["US"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  sessionOptions: capturedNeverSaved,
});
