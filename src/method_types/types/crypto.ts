/** The payment method type `crypto`: stablecoins, paid on the page of a wallet. */
import { redirectType } from "../families/redirect.ts";
import { neverSaved } from "../session_options.ts";

export const crypto = redirectType("wallet", {
  type: "crypto",
  name: "Crypto",
  currencies: ["usd"],
  shopCountries: ["US"],
  charge: () => ({ network: "base", token_currency: "usdc" }),
  refund: { crypto: { reference: null }, type: "crypto" },
  sessionOptions: neverSaved,
});
