/** The payment method type `affirm`: pay later, in Canada and the United States. */
import { redirectType } from "../families/redirect.ts";
import { capturedNeverSaved } from "../session_options.ts";

export const affirm = redirectType("wallet", {
  type: "affirm",
  name: "Affirm",
  currencies: ["cad", "usd"],
  limits: { cad: [5000, 3_000_000], usd: [5000, 3_000_000] },
  shopCountries: ["CA", "US"],
  capturesLater: true,
  charge: (_details, { reference }) => ({ transaction_id: reference }),
  refund: { affirm: {}, type: "affirm" },
  sessionOptions: capturedNeverSaved,
});
