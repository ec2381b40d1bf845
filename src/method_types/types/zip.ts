/** The payment method type `zip`: pay later, in Australia and the United States. */
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { neverSaved } from "../session_options.ts";

export const zip = redirectType("wallet", {
  type: "zip",
  name: "Zip",
  currencies: ["aud", "usd"],
  shopCountries: ["AU", "US"],
  refund: { zip: {}, type: "zip" },
  refundDays: 180,
  // Sessions have no options for it.
  sessionOptions: p.object({}),
  intentOptions: neverSaved,
});
